/* test_recorder.c - months are sums of their steps, each with the contents of its day.
 */

#include "unit/network/world_text.h"

#include <math.h>
#include <stdlib.h>

#include "engine/dispatch.h"
#include "engine/plan.h"
#include "study/observer.h"
#include "support/find_group.h"

/* Weeks; the ore holds more from the middle of a month on; US motors run short. */
#define WEEKS                                                                          \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 12, step: week}\n"                                 \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, price: 80, composition: {Nd: {2025-01: 0.3, "                \
    "2025-03-12: 0.5, 2025-06-18: 0.2}, Dy: 0.05}}\n"                                  \
    "facilities:\n"                                                                    \
    "  jp_mine: {country: JP, stage: mine, makes: {ore: 1}}\n"                         \
    "industries:\n"                                                                    \
    "  us_motors: {country: US, sector: motors, uses: {ore: 100}, value: 1 bn "        \
    "USD/yr}\n"                                                                        \
    "  jp_cars: {country: JP, sector: cars, uses: {ore: 300}, value: 2 bn "            \
    "USD/yr}\n"                                                                        \
    "links:\n"                                                                         \
    "  - {from: jp_mine, to: [us_motors, jp_cars], material: ore, share: 1}\n"         \
    "controls:\n"                                                                      \
    "  stop: {kind: ban, by: JP, to: {country: US}, goods: {stage: mine}, "            \
    "from: 2025-02-10, until: 2025-09-05, probability: 1, leak: 0.4}\n"

enum { MONTHS = 12, LANE = 0 };

/* Demand and supply of a group in an element (in all, for NUM_ELEMENTS), month by
 * month, summed step by step. */
struct expected {
    double wanted[MONTHS], got[MONTHS];
};

struct watched {
    struct mnz_observer recorder;
    struct expected industry[2][MNZ_NUM_RARE_EARTHS + 1]; /* us_motors, jp_cars */
};

static double
content_of(const struct mnz_batch *b, uint32_t port, int element)
{
    const mnz_value_id id =
        b->engine->net->scenario->materials[b->engine->net->ports[port].material]
            .content[element];

    return id == MNZ_VALUE_NONE ? 0.0 : b->port[port].use[LANE] * b->value[id][LANE];
}

static void
watch(void *context, const struct mnz_batch *b)
{
    struct watched *w = context;
    const struct mnz_network *net = b->engine->net;
    const uint32_t month = net->month_of_step[b->step];

    w->recorder.step(w->recorder.context, b);
    if (month == MNZ_NONE)
        return;
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const uint32_t i = net->ports[p].node;
        const int which = strcmp(mnz_network_node_name(net, i), "us_motors") != 0;

        for (int e = 0; e < MNZ_NUM_RARE_EARTHS; e++) {
            const double content = content_of(b, p, e);
            struct expected *one = &w->industry[which][e];
            struct expected *all = &w->industry[which][MNZ_NUM_RARE_EARTHS];

            one->wanted[month] += content * b->wanted[i][LANE];
            one->got[month] += content * b->activity[i][LANE];
            all->wanted[month] += content * b->wanted[i][LANE];
            all->got[month] += content * b->activity[i][LANE];
        }
    }
}

struct recorded {
    struct compiled c;
    struct mnz_metrics *metrics;
    mnz_lane *values;
    struct watched watched;
};

static void
record(struct recorded *r)
{
    struct mnz_engine *engine;
    struct mnz_batch *batch;
    struct mnz_selection *all;
    struct mnz_recorder *recorder;
    const struct mnz_observer observer = {.step = watch, .context = &r->watched};
    mnz_lane *draws = aligned_alloc(sizeof(mnz_lane), sizeof(mnz_lane));

    *r = (struct recorded){.c = compile_text(WEEKS)};
    assert_non_null(draws);
    assert_int_equal(mnz_metrics_create(r->c.net, &r->metrics), MNZ_OK);
    r->values = aligned_alloc(sizeof(mnz_lane),
                              (r->metrics->num_series + (size_t)1) * sizeof(mnz_lane));
    assert_non_null(r->values);
    assert_int_equal(mnz_engine_create(r->c.net, 1, &engine), MNZ_OK);
    assert_int_equal(mnz_batch_create(engine, &batch), MNZ_OK);
    assert_int_equal(mnz_selection_create(r->metrics, NULL, 0, &all), MNZ_OK);
    assert_int_equal(mnz_recorder_create(all, 1, &recorder), MNZ_OK);
    r->watched.recorder = mnz_recorder_observer(recorder, mnz_isa_best());
    mnz_recorder_write_to(recorder, r->values);
    mnz_batch_run(batch, (struct mnz_lane_trials){.first = 0, .stride = 1}, draws,
                  &observer);
    mnz_recorder_destroy(recorder);
    mnz_selection_destroy(all);
    mnz_batch_destroy(batch);
    mnz_engine_destroy(engine);
    free(draws);
}

static void
forget(struct recorded *r)
{
    free(r->values);
    mnz_metrics_destroy(r->metrics);
    discard(&r->c);
}

static void
assert_series(const struct recorded *r, uint32_t series, double expected)
{
    const double got = r->values[series][LANE];

    if (!(fabs(got - expected) <= 1e-9 * fmax(1.0, fabs(expected))))
        fail_msg("series %u is %.15g, not %.15g", series, got, expected);
}

/* An industry's share, in months and over the horizon. */
static void
shares_follow_the_contents_of_each_step(void **state)
{
    struct recorded r;
    const struct expected *e = &r.watched.industry[0][MNZ_NUM_RARE_EARTHS];
    double wanted = 0.0, got = 0.0;
    uint32_t g;

    (void)state;
    record(&r);
    g = find_group(r.metrics, MNZ_SCOPE_INDUSTRY, "us_motors");
    for (uint32_t k = 0; k < MONTHS; k++) {
        assert_series(&r,
                      mnz_metrics_month(r.metrics, g, MNZ_METRIC_SHORTFALL_SHARE, k),
                      1.0 - e->got[k] / e->wanted[k]);
        wanted += e->wanted[k];
        got += e->got[k];
    }
    assert_true(e->got[4] < 0.9 * e->wanted[4]); /* it does run short */
    assert_series(&r, mnz_metrics_horizon(r.metrics, g, MNZ_METRIC_SHORTFALL_SHARE),
                  1.0 - got / wanted);
    forget(&r);
}

/* Tonnes of an element that its users missed. */
static void
tonnes_of_an_element_add_up(void **state)
{
    struct recorded r;

    (void)state;
    record(&r);
    assert_int_equal(r.metrics->first_group[MNZ_SCOPE_ELEMENT + 1] -
                         r.metrics->first_group[MNZ_SCOPE_ELEMENT],
                     2);
    for (uint32_t g = r.metrics->first_group[MNZ_SCOPE_ELEMENT];
         g < r.metrics->first_group[MNZ_SCOPE_ELEMENT + 1]; g++) {
        double all = 0.0;

        for (uint32_t k = 0; k < MONTHS; k++) {
            double month = 0.0;

            for (int who = 0; who < 2; who++) {
                const struct expected *e =
                    &r.watched.industry[who][r.metrics->groups[g].index];

                month += e->wanted[k] - e->got[k];
            }
            assert_series(
                &r, mnz_metrics_month(r.metrics, g, MNZ_METRIC_SHORTFALL_TONNES, k),
                month);
            all += month;
        }
        assert_true(all > 0.1);
        assert_series(
            &r, mnz_metrics_horizon(r.metrics, g, MNZ_METRIC_SHORTFALL_TONNES), all);
    }
    forget(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_follow_the_contents_of_each_step),
        cmocka_unit_test(tonnes_of_an_element_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
