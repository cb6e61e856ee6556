/* test_blame.c - missing goods are traced to their causes, and none is lost or counted
 * twice. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/blame.h"
#include "study/why.h"
#include "support/close.h"
#include "support/lane_world.h"
#include "support/models.h"
#include "support/random_scenario.h"

/* Random worlds; MNZ_WORLDS asks for more. */
enum { NUM_WORLDS = 24 };

/* Blame for all industries of a random world, and the losses counted beside it. */
struct watch {
    const struct mnz_network *net;
    uint32_t num_industries, *industries;
    double *wanted, *got; /* [of][lane][industry][month, horizon] */
};

static double *
at(const struct watch *w, double *column, int of, int lane, uint32_t k, uint32_t month)
{
    const size_t months = w->net->num_months + 1u;

    return &column[(((size_t)of * MNZ_LANES + (size_t)lane) * w->num_industries + k) *
                       months +
                   month];
}

static void
count_losses(void *context, const struct mnz_batch *b)
{
    struct watch *w = context;
    const uint32_t month = w->net->month_of_step[b->step];

    if (month == MNZ_NONE)
        return;
    for (int lane = 0; lane < MNZ_LANES; lane++)
        for (uint32_t k = 0; k < w->num_industries; k++)
            for (int of = 0; of < MNZ_NUM_BLAME_OF; of++)
                for (int whole = 0; whole < 2; whole++) {
                    const uint32_t i = w->industries[k];
                    const uint32_t cell = whole ? w->net->num_months : month;

                    *at(w, w->wanted, of, lane, k, cell) += b->wanted[i][lane];
                    *at(w, w->got, of, lane, k, cell) +=
                        (of == MNZ_BLAME_OUTPUT ? b->delivered : b->supplied)[i][lane];
                }
}

/* The mean over the lanes of the share that is lacking. */
static double
mean_loss(const struct watch *w, int of, uint32_t k, uint32_t month)
{
    double sum = 0.0;

    for (int lane = 0; lane < MNZ_LANES; lane++)
        sum += fmax(0.0, 1.0 - *at(w, w->got, of, lane, k, month) /
                                   *at(w, w->wanted, of, lane, k, month));
    return sum / MNZ_LANES;
}

static double
sum_of_parts(const struct mnz_blame *blame, uint32_t k, enum mnz_blame_of of,
             uint32_t month)
{
    uint32_t count;
    struct mnz_blamed *list;
    double sum = 0.0;

    assert_int_equal(mnz_blame_list(blame, k, of, month, &list, &count), MNZ_OK);
    for (uint32_t j = 0; j < count; j++) {
        assert_true(list[j].part > 0.0);
        sum += list[j].part;
    }
    free(list);
    return sum;
}

/* How many losses are not the sum of their parts, or not what was lost. */
static int
faults_of(const struct watch *w, const struct mnz_blame *blame, uint64_t world)
{
    int faults = 0;

    for (uint32_t k = 0; k < w->num_industries; k++)
        for (int of = 0; of < MNZ_NUM_BLAME_OF; of++)
            for (uint32_t m = 0; m <= w->net->num_months; m++) {
                const uint32_t month = m == w->net->num_months ? MNZ_NONE : m;
                const double loss = mean_loss(w, of, k, m);
                const double total =
                    mnz_blame_total(blame, k, (enum mnz_blame_of)of, month);
                const double sum = sum_of_parts(blame, k, (enum mnz_blame_of)of, month);

                if (fabs(total - loss) <= 1e-9 && fabs(sum - total) <= 1e-9)
                    continue;
                if (faults++ < 3)
                    print_error("world %llu industry %u loss %d month %u: %.12g of "
                                "%.12g, labels %.12g\n",
                                (unsigned long long)world, k, of, m, total, loss, sum);
            }
    return faults;
}

static int
look(uint64_t world, unsigned features)
{
    struct lane_world w;
    struct watch watch = {0};
    struct mnz_blame *blame;
    struct mnz_observer counting, observer;
    size_t cells;
    int faults;

    lane_world_open(&w, world, features);
    watch.net = w.net;
    watch.industries = calloc(w.net->num_nodes, sizeof *watch.industries);
    for (uint32_t i = 0; i < w.net->num_nodes; i++)
        if (w.net->nodes[i].is_industry)
            watch.industries[watch.num_industries++] = i;
    cells = (size_t)MNZ_NUM_BLAME_OF * MNZ_LANES * watch.num_industries *
            (w.net->num_months + 1u);
    watch.wanted = calloc(cells, sizeof *watch.wanted);
    watch.got = calloc(cells, sizeof *watch.got);
    assert_int_equal(
        mnz_blame_create(w.engine, watch.industries, watch.num_industries, &blame),
        MNZ_OK);
    counting = (struct mnz_observer){.step = count_losses, .context = &watch};
    observer = mnz_blame_observer(blame, &counting);
    lane_world_run(&w, &observer);
    assert_int_equal(mnz_blame_add(blame, MNZ_LANES), MNZ_OK);
    faults = faults_of(&watch, blame, world);
    mnz_blame_destroy(blame);
    free(watch.wanted);
    free(watch.got);
    free(watch.industries);
    lane_world_close(&w);
    return faults > 0;
}

static void
all_parts_sum_to_the_loss_of_every_industry_and_month(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_EVERYTHING, look), 0);
}

static void
parts_sum_to_the_loss_where_only_licences_act(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS / 2,
                                      RANDOM_LEADS | RANDOM_LICENCES | RANDOM_UNEVEN |
                                          RANDOM_HEADROOM | RANDOM_WEEKS,
                                      look),
                     0);
}

/* A chain with two ways: a and b make the oxide of Japanese motors; b has no capacity
 * to spare. */
#define WORLD                                                                          \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 18}\n"                                             \
    "run: {trials: 8, seed: 1}\n"                                                      \
    "behaviour: {switching: 0, spot: 0}\n"                                             \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, composition: {Nd: 0.2}}\n"                                   \
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"                        \
    "  nd_metal: {stage: metal, element: Nd, price: 80}\n"                             \
    "facilities:\n"                                                                    \
    "  pit: {country: AU, stage: mine, makes: {ore: 1}, capacity: 655}\n"              \
    "  a: {country: CN, stage: separation, separates: ore, recovery: 0.9, capacity: "  \
    "391}\n"                                                                           \
    "  b: {country: MY, stage: separation, separates: ore, recovery: 0.9, capacity: "  \
    "262}\n"                                                                           \
    "  smelter: {country: VN, stage: metal, uses: {nd_oxide: 1.17}, makes: "           \
    "{nd_metal: "                                                                      \
    "1}}\n"                                                                            \
    "industries:\n"                                                                    \
    "  motors: {country: JP, sector: motors, uses: {nd_metal: 100}, value: 1e9}\n"     \
    "links:\n"                                                                         \
    "  - {from: pit, to: [a, b], material: ore, share: 1, lead: 0.5}\n"                \
    "  - {from: a, to: smelter, material: nd_oxide, share: 0.6, lead: 1.5}\n"          \
    "  - {from: b, to: smelter, material: nd_oxide, share: 0.4, lead: 1}\n"            \
    "  - {from: smelter, to: motors, material: nd_metal, share: 1, lead: 1}\n"

static struct mnz_run *
run_text(const char *text, const char *const *settings, struct mnz_model **model,
         uint32_t threads)
{
    struct mnz_blame_ask ask = {.num_industries = 1};
    struct mnz_run_setup setup = {
        .trials = 40, .seed = 1, .threads = threads, .blame = &ask};
    struct mnz_run *run;
    uint32_t industry = 0;
    size_t count = 0;

    while (settings && settings[count])
        count++;
    *model = model_of_text("world.yaml", text, settings, count);
    while (!(*model)->network->nodes[industry].is_industry)
        industry++;
    ask.industries = &industry;
    assert_int_equal(mnz_run_create((*model)->network, &setup, &run), MNZ_OK);
    assert_non_null(run->blame);
    return run;
}

/* The part of the horizon's shortfall that one act or cause has. */
static double
part_of(const struct mnz_model *model, const struct mnz_run *run, const char *name,
        const char *plant)
{
    uint32_t count;
    struct mnz_blamed *list;
    double part = 0.0;

    assert_int_equal(
        mnz_blame_list(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE, &list, &count),
        MNZ_OK);
    for (uint32_t j = 0; j < count; j++) {
        const struct mnz_blame_label *label = &list[j].label;

        if ((strcmp(name, mnz_blame_act_name(model->scenario, label)) == 0 ||
             strcmp(name, mnz_blame_cause_name[label->cause]) == 0) &&
            (!plant ||
             strcmp(plant, mnz_network_node_name(model->network, label->node)) == 0))
            part += list[j].part;
    }
    free(list);
    return part;
}

/* Fail with the list of labels. */
static void
complain(const struct mnz_model *model, const struct mnz_run *run, const char *name)
{
    uint32_t count;
    struct mnz_blamed *list;

    assert_int_equal(
        mnz_blame_list(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE, &list, &count),
        MNZ_OK);
    print_error("%s has not all of %g\n", name,
                mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE));
    for (uint32_t j = 0; j < count; j++)
        print_error("  %s %s %s %g\n", mnz_blame_cause_name[list[j].label.cause],
                    mnz_blame_act_name(model->scenario, &list[j].label),
                    mnz_network_node_name(model->network, list[j].label.node),
                    list[j].part);
    free(list);
    fail();
}

static void
assert_alone_in(const char *world, const char *acts, const char *const *settings,
                const char *name, const char *plant)
{
    char text[8192];
    struct mnz_model *model;
    struct mnz_run *run;
    double total, part;

    snprintf(text, sizeof text, "%s%s", world, acts);
    run = run_text(text, settings, &model, 1);
    total = mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE);
    part = part_of(model, run, name, plant);
    if (!(total > 0.005) || fabs(part - total) > 1e-7)
        complain(model, run, name);
    mnz_run_destroy(run);
    mnz_model_destroy(model);
}

static void
assert_alone(const char *controls, const char *const *settings, const char *name,
             const char *plant)
{
    assert_alone_in(WORLD, controls, settings, name, plant);
}

static void
one_cause_has_all_the_blame(void **state)
{
    (void)state;
    assert_alone(
        "controls:\n  x: {kind: ban, by: CN, goods: nd_oxide, from: 2025-04}\n", NULL,
        "x", "a");
    assert_alone("controls:\n  x: {kind: ban, by: CN, goods: nd_oxide, from: 2025-04, "
                 "until: 2026-01}\n",
                 NULL, "x", "a");
    assert_alone("controls:\n  x: {kind: quota, by: CN, goods: nd_oxide, from: "
                 "2025-04, tonnes: 20}\n",
                 NULL, "x", "a");
    assert_alone("controls:\n  x: {kind: licence, by: CN, goods: nd_oxide, from: "
                 "2025-04, approval: 0.3, processing: 3 months}\n",
                 NULL, "x", "a");
    assert_alone("controls:\n  x: {kind: outage, facilities: a, from: 2025-04, until: "
                 "2025-10, fraction: 0.9}\n",
                 NULL, "x", "a");
    assert_alone("controls:\n  x: {kind: outage, facilities: pit, from: 2025-04, "
                 "until: 2025-10, fraction: 0.9}\n",
                 NULL, "x", "pit");
    assert_alone("controls:\n  x: {kind: ban, by: AU, goods: ore, from: 2025-04}\n",
                 NULL, "x", "pit");
    assert_alone("controls:\n  x: {kind: outage, by: CN, goods: nd_oxide, "
                 "from: 2025-04, fraction: 0.7}\n",
                 NULL, "x", "a");
    assert_alone("", (const char *const[]){"facilities.smelter.capacity=60", NULL},
                 "capacity", "smelter");
}

/* One plant, without stocks or capacity to spare, and two industries that buy of it. */
#define RIVALS                                                                         \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 18}\n"                                             \
    "behaviour: {switching: 0, spot: 0}\n"                                             \
    "materials:\n"                                                                     \
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"                        \
    "facilities:\n"                                                                    \
    "  a: {country: US, stage: recycling, makes: {nd_oxide: 1}, capacity: 160.1, "     \
    "stock: {output: 0}, technology: CN}\n"                                            \
    "industries:\n"                                                                    \
    "  motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, stock: {input: "   \
    "0}}\n"                                                                            \
    "  cars: {country: US, sector: cars, uses: {nd_oxide: 60}, stock: {input: 0}}\n"   \
    "links:\n"                                                                         \
    "  - {from: a, to: motors, material: nd_oxide, share: 1, lead: 1}\n"               \
    "  - {from: a, to: cars, material: nd_oxide, share: 1, lead: 1}\n"

static void
each_cause_is_named(void **state)
{
    static const char *const elastic[] = {"industries.motors.elasticity=0.5", NULL};

    (void)state;
    assert_alone_in(RIVALS,
                    "controls:\n  x: {kind: technology, by: CN, facilities: a, "
                    "from: 2025-03, availability: 0.5, over: 6}\n",
                    NULL, "technology", "a");
    assert_alone_in(RIVALS,
                    "controls:\n  x: {kind: surge, facilities: cars, from: "
                    "2025-03, until: 2025-07, size: 0.8}\n",
                    NULL, "hoarded", "cars");
    assert_alone_in(RIVALS,
                    "controls:\n  x: {kind: licence, by: US, goods: nd_oxide, "
                    "from: 2025-03, approval: 1, processing: 0, trim: 0.5}\n",
                    NULL, "unasked", "a");
    assert_alone_in(RIVALS,
                    "controls:\n  x: {kind: tariff, by: JP, from: 2025-03, rate: 0.5, "
                    "elasticity: 1}\n",
                    elastic, "tariff", "a");
    assert_alone_in(RIVALS,
                    "controls:\n  x: {kind: ban, by: US, goods: nd_oxide, to: "
                    "{sector: motors}, from: 2025-03, covers: 0.4}\n",
                    elastic, "banned", "a");
    assert_alone_in(RIVALS,
                    "policies:\n  x: {kind: stockpile, at: US, holds: {nd_oxide: 60}, "
                    "for: {sector: cars}, from: 2025-03, starts_with: 0, refill: true, "
                    "competes: true, rate: 0.3}\n",
                    NULL, "stockpiled", "a");
}

/* A pact answers a member's shortage, so it is to blame beside the cause of that. */
static void
a_pact_is_to_blame_beside_the_outage(void **state)
{
    struct mnz_model *model;
    struct mnz_run *run = run_text(
        RIVALS "controls:\n  x: {kind: outage, facilities: a, from: 2025-03, fraction: "
               "0.3}\n"
               "policies:\n  y: {kind: pact, members: [US], shares: {diverted: 0.4}, "
               "answers_in: 1, shortfall above: 0}\n",
        NULL, &model, 1);
    const double total = mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE);
    const double diverted = part_of(model, run, "diverted", "a"),
                 outage = part_of(model, run, "outage", "a");

    (void)state;
    assert_true(outage > 0.1);
    assert_true(diverted > 0.05);
    assert_near(outage + diverted, total, 1e-7);
    mnz_run_destroy(run);
    mnz_model_destroy(model);
}

/* Motors need more of the by-product than the plant makes for cars. */
#define BYPRODUCT                                                                      \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 12}\n"                                             \
    "materials:\n"                                                                     \
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"                        \
    "  dy_oxide: {stage: separation, element: Dy, price: 200}\n"                       \
    "facilities:\n"                                                                    \
    "  a: {country: US, stage: recycling, makes: {nd_oxide: 1, dy_oxide: 0.1}, "       \
    "byproducts: [dy_oxide]}\n"                                                        \
    "industries:\n"                                                                    \
    "  motors: {country: JP, sector: motors, uses: {dy_oxide: 20}}\n"                  \
    "  cars: {country: US, sector: cars, uses: {nd_oxide: 100}}\n"                     \
    "links:\n"                                                                         \
    "  - {from: a, to: motors, material: dy_oxide, share: 1, lead: 1}\n"               \
    "  - {from: a, to: cars, material: nd_oxide, share: 1, lead: 1}\n"

static void
scarce_byproducts_scrap_and_ways_are_named(void **state)
{
    static const char *const scrap[] = {"facilities.a.capacity=1000", NULL};

    (void)state;
    assert_alone_in(BYPRODUCT, "", NULL, "byproduct", "a");
    assert_alone_in(RIVALS,
                    "policies:\n  x: {kind: recycling, at: a, from: {sector: "
                    "cars}, to: nd_oxide, rate: 0.5, after: 3}\n",
                    scrap, "scrap", "a");
    assert_alone_in(RIVALS "  - {from: a, to: motors, material: nd_oxide, share: 1, "
                           "lead: 1, capacity: 60}\n",
                    "", NULL, "link_capacity", "a");
}

/* After a pause more is granted at once than the way can carry in time. */
static void
licences_that_run_out_are_named(void **state)
{
    struct mnz_model *model;
    struct mnz_run *run = run_text(
        RIVALS
        "  - {from: a, to: motors, material: nd_oxide, share: 1, lead: 1, capacity: "
        "101}\n"
        "controls:\n  x: {kind: licence, by: US, goods: nd_oxide, from: 2025-03, "
        "approval: 1, processing: 1 month, validity: 1 month, paused: {from: "
        "2025-04, until: 2025-09}}\n",
        NULL, &model, 1);
    const double total = mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE);
    const double lapsed = part_of(model, run, "lapsed", "a");

    (void)state;
    assert_true(lapsed > 0.001);
    assert_true(part_of(model, run, "waiting", "a") > lapsed);
    assert_near(part_of(model, run, "x", "a"), total, 1e-7);
    mnz_run_destroy(run);
    mnz_model_destroy(model);
}

static void
refusal_and_waiting_are_told_apart(void **state)
{
    struct mnz_model *model;
    struct mnz_run *slow = run_text(WORLD "controls:\n  x: {kind: licence, by: CN, "
                                          "goods: nd_oxide, from: 2025-04, approval: "
                                          "1, processing: 9 months}\n",
                                    NULL, &model, 1);

    (void)state;
    assert_true(part_of(model, slow, "waiting", "a") > 0.02);
    assert_true(part_of(model, slow, "refused", NULL) < 1e-9);
    mnz_run_destroy(slow);
    mnz_model_destroy(model);
    slow = run_text(WORLD "controls:\n  x: {kind: licence, by: CN, goods: nd_oxide, "
                          "from: 2025-04, approval: 0.2, processing: 0 months}\n",
                    NULL, &model, 1);
    assert_true(part_of(model, slow, "refused", "a") >
                0.9 * mnz_blame_total(slow->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE));
    mnz_run_destroy(slow);
    mnz_model_destroy(model);
}

/* Two sellers of one buyer, who holds no stock and cannot ask the other for more. */
#define PAIR                                                                           \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 18}\n"                                             \
    "behaviour: {switching: 0, spot: 0}\n"                                             \
    "materials:\n"                                                                     \
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"                        \
    "facilities:\n"                                                                    \
    "  a: {country: CN, stage: recycling, makes: {nd_oxide: 1}, capacity: 60, stock: " \
    "{output: 0}}\n"                                                                   \
    "  b: {country: MY, stage: recycling, makes: {nd_oxide: 1}, capacity: 40, stock: " \
    "{output: 0}}\n"                                                                   \
    "industries:\n"                                                                    \
    "  motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, stock: {input: "   \
    "0}}\n"                                                                            \
    "links:\n"                                                                         \
    "  - {from: a, to: motors, material: nd_oxide, share: 0.6, lead: 0.5}\n"           \
    "  - {from: b, to: motors, material: nd_oxide, share: 0.4, lead: 2}\n"             \
    "controls:\n"
#define OUTAGE_A "  x: {kind: outage, facilities: a, from: 2025-04, fraction: 0.5}\n"
#define OUTAGE_B "  y: {kind: outage, facilities: b, from: 2025-06, fraction: 0.9}\n"
#define BAN_B "  y: {kind: ban, by: MY, goods: nd_oxide, from: 2025-06}\n"

static double
loss_under(const char *text)
{
    struct mnz_model *model;
    struct mnz_run *run = run_text(text, NULL, &model, 1);
    const double total = mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE);

    mnz_run_destroy(run);
    mnz_model_destroy(model);
    return total;
}

static void
assert_independent(const char *both, const char *only_x, const char *only_y)
{
    struct mnz_model *model;
    struct mnz_run *run = run_text(both, NULL, &model, 1);
    const double total = mnz_blame_total(run->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE);

    assert_true(total > 0.2);
    assert_near(part_of(model, run, "x", "a"), total - loss_under(only_y), 1e-7);
    assert_near(part_of(model, run, "y", "b"), total - loss_under(only_x), 1e-7);
    mnz_run_destroy(run);
    mnz_model_destroy(model);
}

static void
independent_causes_agree_with_without_it(void **state)
{
    (void)state;
    assert_independent(PAIR OUTAGE_A OUTAGE_B, PAIR OUTAGE_A, PAIR OUTAGE_B);
    assert_independent(PAIR OUTAGE_A BAN_B, PAIR OUTAGE_A, PAIR BAN_B);
}

/* A control taken away saves just its part, in every trial: the interval has no width.
 */
static void
a_variant_on_the_same_trials_saves_the_part(void **state)
{
    static const char *const off[] = {"controls.x.probability=0", NULL};
    const struct mnz_run_options options = {.trials = 64, .threads = 1};
    struct mnz_model *model, *other;
    struct mnz_run *run = run_text(PAIR OUTAGE_A OUTAGE_B, NULL, &model, 1);
    struct mnz_run *run_off = run_text(PAIR OUTAGE_A OUTAGE_B, off, &other, 1);
    struct mnz_measure measure;
    struct mnz_why *why;
    struct mnz_why_without without;

    (void)state;
    assert_int_equal(mnz_model_find_measure(model, "industry", "motors",
                                            "shortfall_share", &measure),
                     MNZ_OK);
    assert_int_equal(mnz_model_why(model, measure.group, &options, &why), MNZ_OK);
    assert_int_equal(mnz_why_compare(why, other, &options, &without), MNZ_OK);
    assert_int_equal(without.trials, 64);
    assert_near(without.saved[MNZ_LOSS_SHORTFALL], part_of(model, run, "x", "a"), 1e-7);
    assert_near(without.loss[MNZ_LOSS_SHORTFALL], part_of(model, run, "y", "b"), 1e-7);
    assert_near(without.low[MNZ_LOSS_SHORTFALL], without.saved[MNZ_LOSS_SHORTFALL],
                1e-7);
    assert_near(without.high[MNZ_LOSS_SHORTFALL], without.saved[MNZ_LOSS_SHORTFALL],
                1e-7);
    assert_int_equal(mnz_model_why(model, 0, &options, &(struct mnz_why *){NULL}),
                     MNZ_ERR_INPUT);
    mnz_why_destroy(why);
    mnz_run_destroy(run_off);
    mnz_run_destroy(run);
    mnz_model_destroy(other);
    mnz_model_destroy(model);
}

/* The trials of a run, told one by one, are those of the run. */
static void
single_trials_have_the_mean_of_the_run(void **state)
{
    const char *text = WORLD "controls:\n  x: {kind: licence, by: CN, goods: nd_oxide, "
                             "from: 2025-04, approval: {beta: {mode: 0.5, "
                             "concentration: 8}}, processing: 2 months}\n";
    const struct mnz_run_options options = {.trials = 40, .sampler = "plain"};
    struct mnz_model *model;
    struct mnz_run *run = run_text(text, NULL, &model, 1);
    struct mnz_measure measure;
    struct mnz_why *all, *one;
    double sum = 0.0, refused = 0.0, tonnes;
    const char *material;

    (void)state;
    assert_int_equal(mnz_model_find_measure(model, "industry", "motors",
                                            "shortfall_share", &measure),
                     MNZ_OK);
    assert_int_equal(mnz_model_why(model, measure.group, &options, &all), MNZ_OK);
    for (uint64_t trial = 0; trial < 40; trial++) {
        const struct mnz_why_cause *causes;
        uint32_t count;

        assert_int_equal(
            mnz_model_why_trial(model, measure.group, trial, &options, &one), MNZ_OK);
        sum += mnz_why_loss(one, MNZ_LOSS_SHORTFALL, MNZ_HORIZON);
        causes = mnz_why_causes(one, MNZ_LOSS_SHORTFALL, MNZ_HORIZON, &count);
        for (uint32_t k = 0; k < count; k++)
            if (strcmp(causes[k].cause, "refused") == 0)
                refused += causes[k].of_need;
        assert_int_equal(mnz_why_scarcest(one, 17, &material, &tonnes), MNZ_OK);
        assert_true(mnz_why_loss(one, MNZ_LOSS_SHORTFALL, 17) == 0.0 ||
                    strcmp(material, "nd_metal") == 0);
        assert_near(tonnes, mnz_why_loss(one, MNZ_LOSS_SHORTFALL, 17) * 100.0 / 12.0,
                    1e-7);
        mnz_why_destroy(one);
    }
    assert_near(sum / 40.0, mnz_why_loss(all, MNZ_LOSS_SHORTFALL, MNZ_HORIZON), 1e-8);
    for (uint32_t k = 0, count; k < 1; k++) {
        const struct mnz_why_cause *causes =
            mnz_why_causes(all, MNZ_LOSS_SHORTFALL, MNZ_HORIZON, &count);

        for (uint32_t j = 0; j < count; j++)
            if (strcmp(causes[j].cause, "refused") == 0)
                refused -= 40.0 * causes[j].of_need;
    }
    assert_near(refused / 40.0, 0.0, 1e-8);
    assert_int_equal(mnz_why_scarcest(all, 0, &material, &tonnes), MNZ_ERR_INPUT);
    mnz_why_destroy(all);
    mnz_run_destroy(run);
    mnz_model_destroy(model);
}

static void
threads_and_recording_change_nothing(void **state)
{
    struct mnz_model *model;
    const char *text = WORLD "controls:\n  x: {kind: licence, by: CN, goods: nd_oxide, "
                             "from: 2025-04, approval: {beta: {mode: 0.5, "
                             "concentration: 8}}, processing: 2 months}\n";
    struct mnz_run *one = run_text(text, NULL, &model, 1), *three, *plain;
    const struct mnz_run_setup setup = {.trials = 40, .seed = 1, .threads = 1};
    struct mnz_summary with, without;
    uint32_t n1, n3, series;
    struct mnz_blamed *l1, *l3;
    struct mnz_measure measure;
    struct mnz_model *again;

    (void)state;
    three = run_text(text, NULL, &again, 3);
    assert_int_equal(mnz_blame_list(one->blame, 0, MNZ_BLAME_OUTPUT, 9, &l1, &n1),
                     MNZ_OK);
    assert_int_equal(mnz_blame_list(three->blame, 0, MNZ_BLAME_OUTPUT, 9, &l3, &n3),
                     MNZ_OK);
    assert_int_equal(n1, n3);
    assert_memory_equal(l1, l3, n1 * sizeof *l1);
    assert_int_equal(mnz_run_create(model->network, &setup, &plain), MNZ_OK);
    assert_null(plain->blame);
    assert_int_equal(mnz_model_find_measure(model, "industry", "motors",
                                            "shortfall_share", &measure),
                     MNZ_OK);
    series = mnz_model_series(model, measure);
    mnz_tally_summary(one->conditionals[0].tally, series, &with);
    mnz_tally_summary(plain->conditionals[0].tally, series, &without);
    assert_memory_equal(&with, &without, sizeof with);
    assert_near(mnz_blame_total(one->blame, 0, MNZ_BLAME_SHORTFALL, MNZ_NONE),
                with.mean, 1e-9);
    free(l1);
    free(l3);
    mnz_run_destroy(plain);
    mnz_run_destroy(three);
    mnz_run_destroy(one);
    mnz_model_destroy(again);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_parts_sum_to_the_loss_of_every_industry_and_month),
        cmocka_unit_test(parts_sum_to_the_loss_where_only_licences_act),
        cmocka_unit_test(one_cause_has_all_the_blame),
        cmocka_unit_test(each_cause_is_named),
        cmocka_unit_test(a_pact_is_to_blame_beside_the_outage),
        cmocka_unit_test(scarce_byproducts_scrap_and_ways_are_named),
        cmocka_unit_test(licences_that_run_out_are_named),
        cmocka_unit_test(refusal_and_waiting_are_told_apart),
        cmocka_unit_test(independent_causes_agree_with_without_it),
        cmocka_unit_test(a_variant_on_the_same_trials_saves_the_part),
        cmocka_unit_test(single_trials_have_the_mean_of_the_run),
        cmocka_unit_test(threads_and_recording_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
