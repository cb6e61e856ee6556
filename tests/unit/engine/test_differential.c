/* test_differential.c - the engine against the reference engine, on random networks. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/lane_world.h"
#include "support/random_scenario.h"
#include "support/ref_engine.h"

/* Worlds for each test; MNZ_WORLDS asks for more, MNZ_FIRST_WORLD starts elsewhere. */
enum { NUM_WORLDS = 60 };

struct comparison {
    struct ref_trace *traces[MNZ_LANES];
    uint64_t world;
    int faults;
};

/* Two numbers of the same formula, up to rounding; amounts below a gram are dust. */
static int
agrees(double fast, double slow)
{
    return fabs(fast - slow) <= 1e-9 * fmax(fabs(fast), fabs(slow)) + 1e-9;
}

/* Normal purchases of a market's buyers: shares, fills and premiums of a market with
 * nothing but dust left are quotients of rounding. */
static double
trade_of_market(const struct mnz_batch *b, uint32_t market, int lane)
{
    double sum = 0.0;

    for (uint32_t p = 0; p < b->engine->net->num_ports; p++)
        if (b->engine->net->ports[p].market == market)
            sum += b->port[p].normal[lane];
    return sum;
}

/* Kind of a column, and whether it is a quotient. Facilities serve no customers, and
 * ports that nothing watches do not
 * note their arrivals. */
enum rows {
    NODES_OR_PORTS,
    WATCHED_PORTS,
    INDUSTRIES,
    UNEVEN,
    LINKS,
    QUOTIENTS_OF_LINKS,
    QUOTIENTS_OF_MARKETS
};

static int
is_dust(const struct mnz_batch *b, enum rows rows, uint32_t i, int lane)
{
    if (rows == QUOTIENTS_OF_LINKS)
        return b->port[b->engine->net->links[i].port].normal[lane] < 1e-9;
    if (rows == INDUSTRIES)
        return !b->engine->net->nodes[i].is_industry;
    if (rows == UNEVEN)
        return !b->engine->node_is_uneven[i];
    if (rows == WATCHED_PORTS)
        return !b->at[i].is_watched;
    return rows == QUOTIENTS_OF_MARKETS && trade_of_market(b, i, lane) < 1e-9;
}

/* The engine numbers links in another order than the network. */
static uint32_t
row_of(const struct mnz_batch *b, enum rows rows, uint32_t i)
{
    return rows == LINKS || rows == QUOTIENTS_OF_LINKS ? b->engine->link_at[i] : i;
}

/* A number of every link, port, ... and how many lane vectors lie between two. */
struct fast {
    const mnz_lane *first;
    size_t stride;
};
#define EACH(column) ((struct fast){(column), 1})
#define EACH_LINK(b, name)                                                             \
    ((struct fast){&(b)->link->name, sizeof *(b)->link / sizeof(mnz_lane)})
#define EACH_PORT(b, name)                                                             \
    ((struct fast){&(b)->port->name, sizeof *(b)->port / sizeof(mnz_lane)})

static void
compare(struct comparison *c, const struct mnz_batch *b, const char *what,
        struct fast fast, const struct ref_column *(*column)(const struct ref_trace *),
        uint32_t step, enum rows rows)
{
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        const struct ref_column *slow = column(c->traces[lane]);

        for (uint32_t i = 0; i < slow->width; i++) {
            const double expected = ref_at(slow, step, i);

            if (agrees(fast.first[row_of(b, rows, i) * fast.stride][lane], expected) ||
                is_dust(b, rows, i, lane))
                continue;
            if (c->faults++ < 6)
                print_error("world %llu lane %d step %u: %s[%u] is %.15g, not %.15g\n",
                            (unsigned long long)c->world, lane, b->step, what, i,
                            fast.first[row_of(b, rows, i) * fast.stride][lane],
                            expected);
        }
    }
}

#define COLUMN(name)                                                                   \
    static const struct ref_column *column_##name(const struct ref_trace *t)           \
    {                                                                                  \
        return &t->name;                                                               \
    }
COLUMN(activity)
COLUMN(supplied)
COLUMN(delivered)
COLUMN(stopped)
COLUMN(a_star)
COLUMN(stock)
COLUMN(got)
COLUMN(received)
COLUMN(released)
COLUMN(made_stock)
COLUMN(set_aside)
COLUMN(order)
COLUMN(shipped)
COLUMN(spot)
COLUMN(to_stockpiles)
COLUMN(base_share)
COLUMN(ordered_share)
COLUMN(fill)
COLUMN(premium)
COLUMN(held)
COLUMN(use)
COLUMN(hoard)
COLUMN(policy_cost_usd)
COLUMN(licence_applied)
COLUMN(licence_granted)
COLUMN(licence_backlog)
COLUMN(licence_in_hand)

/* The reference keeps a row for every control, the engine for those that license. */
static void
compare_offices(struct comparison *c, const struct mnz_batch *b)
{
    static const struct ref_column *(*const columns[])(const struct ref_trace *) = {
        column_licence_applied, column_licence_granted, column_licence_backlog,
        column_licence_in_hand};
    const mnz_lane *const rows[] = {b->office_applied, b->office_granted,
                                    b->office_backlog, b->office_in_hand};

    for (int what = 0; what < 4; what++)
        for (uint32_t v = 0; v < b->engine->num_licences; v++)
            for (int lane = 0; lane < MNZ_LANES; lane++) {
                const double expected = ref_at(columns[what](c->traces[lane]), b->step,
                                               b->engine->control_of_licence[v]);

                if (!agrees(rows[what][v][lane], expected) && c->faults++ < 6)
                    print_error("world %llu lane %d step %u: office %u, figure %d is "
                                "%.15g, not %.15g\n",
                                (unsigned long long)c->world, lane, b->step, v, what,
                                rows[what][v][lane], expected);
            }
}

/* Orders for each output: A of its links, which give way to their shipments. */
static void
compare_orders(struct comparison *c, const struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t o = 0; o < net->num_outputs; o++)
        for (int lane = 0; lane < MNZ_LANES; lane++) {
            double expected = 0.0;

            for (uint32_t l = net->outputs[o].first_link;
                 l < net->outputs[o].first_link + net->outputs[o].num_links; l++)
                expected += ref_at(&c->traces[lane]->allowed, b->step, l) +
                            ref_at(&c->traces[lane]->asked_for_stockpiles, b->step, l);
            if (!agrees(b->open_orders[o][lane], expected) && c->faults++ < 6)
                print_error("world %llu lane %d step %u: of output %u is asked %.15g, "
                            "not %.15g\n",
                            (unsigned long long)c->world, lane, b->step, o,
                            b->open_orders[o][lane], expected);
        }
}

/* Output that an input of an industry allows, in parts of what was planned; what was
 * planned above the normal demand needs it in full. */
static double
allowed_by(const struct ref_trace *trace, uint32_t step, uint32_t node, uint32_t port)
{
    const double without = (1.0 - ref_at(&trace->essential, step, port)) *
                           fmin(1.0, ref_at(&trace->demand, step, node) /
                                         ref_at(&trace->a_star, step, node));

    return 1.0 - (1.0 - without) * (1.0 - ref_at(&trace->filled, step, port));
}

/* The input that limits an industry; of several that do so alike, any. */
static void
compare_limits(struct comparison *c, const struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_nodes; i++)
        for (int lane = 0; lane < MNZ_LANES && net->nodes[i].is_industry; lane++) {
            const struct ref_trace *trace = c->traces[lane];
            const double part = ref_at(&trace->activity, b->step, i) /
                                ref_at(&trace->a_star, b->step, i);
            const double input = b->limiting[i][lane];

            if (!(part < 1.0 - 1e-9) ||
                (input >= 0.0 &&
                 agrees(allowed_by(trace, b->step, i,
                                   net->nodes[i].first_port + (uint32_t)input),
                        part)))
                continue;
            if (c->faults++ < 6)
                print_error("world %llu lane %d step %u: industry %u is limited by "
                            "input %g, not %g\n",
                            (unsigned long long)c->world, lane, b->step, i, input,
                            ref_at(&trace->limiting, b->step, i) -
                                net->nodes[i].first_port);
        }
}

static void
watch(void *context, const struct mnz_batch *b)
{
    struct comparison *c = context;
    const uint32_t t = b->step;

    if (c->faults > 0)
        return;
    compare(c, b, "base share", EACH(b->omega), column_base_share, t, LINKS);
    compare(c, b, "order", EACH_LINK(b, order), column_order, t, LINKS);
    compare(c, b, "a*", EACH(b->target), column_a_star, t, NODES_OR_PORTS);
    compare_orders(c, b);
    compare(c, b, "I", EACH_PORT(b, stock), column_stock, t, NODES_OR_PORTS);
    compare(c, b, "got", EACH_PORT(b, got), column_got, t, NODES_OR_PORTS);
    compare(c, b, "received", EACH_PORT(b, received), column_received, t,
            WATCHED_PORTS);
    compare(c, b, "activity", EACH(b->activity), column_activity, t, NODES_OR_PORTS);
    compare(c, b, "supplied", EACH(b->supplied), column_supplied, t, INDUSTRIES);
    compare(c, b, "delivered", EACH(b->delivered), column_delivered, t, INDUSTRIES);
    if (b->engine->has_uneven)
        compare(c, b, "stopped", EACH(b->firms_stopped), column_stopped, t, UNEVEN);
    compare(c, b, "shipped", EACH_LINK(b, shipped), column_shipped, t, LINKS);
    compare(c, b, "spot", EACH(b->spot), column_spot, t, LINKS);
    if (b->to_stockpiles)
        compare(c, b, "to stockpiles", EACH(b->to_stockpiles), column_to_stockpiles, t,
                LINKS);
    compare(c, b, "released", EACH_PORT(b, released), column_released, t,
            NODES_OR_PORTS);
    compare(c, b, "S", EACH(b->out_stock), column_made_stock, t, NODES_OR_PORTS);
    compare(c, b, "set aside", EACH(b->set_aside), column_set_aside, t, NODES_OR_PORTS);
    compare(c, b, "held", EACH(b->stockpile), column_held, t, NODES_OR_PORTS);
    compare(c, b, "w", EACH_LINK(b, w), column_ordered_share, t, QUOTIENTS_OF_LINKS);
    compare(c, b, "u", EACH_PORT(b, use), column_use, t, NODES_OR_PORTS);
    if (b->hoard)
        compare(c, b, "hoard", EACH(b->hoard), column_hoard, t, NODES_OR_PORTS);
    compare(c, b, "cost of policies", EACH(&b->policy_cost_usd), column_policy_cost_usd,
            t, NODES_OR_PORTS);
    compare_limits(c, b);
    compare_offices(c, b);
    if (t == 0)
        return;
    compare(c, b, "f", EACH_LINK(b, f), column_fill, t - 1, QUOTIENTS_OF_LINKS);
    compare(c, b, "premium", EACH(b->premium), column_premium, t - 1,
            QUOTIENTS_OF_MARKETS);
}

/* The same draws go to both engines. */
static int
compare_world(uint64_t world, unsigned features)
{
    struct comparison c = {.world = world};
    const struct mnz_observer observer = {.step = watch, .context = &c};
    struct lane_world w;
    double *one;
    char why[256];

    lane_world_open(&w, world, features);
    one = calloc(w.b.scenario->pool.num_inputs + (size_t)1, sizeof *one);
    assert_non_null(one);
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        for (uint32_t i = 0; i < w.b.scenario->pool.num_inputs; i++)
            one[i] = w.draws[i][lane];
        c.traces[lane] = ref_run(w.net, one, 7, LANE_WORLD_TRIAL + (uint64_t)lane);
        if (!ref_trace_verify(c.traces[lane], why, sizeof why)) {
            print_error("world %llu: the reference: %s\n", (unsigned long long)world,
                        why);
            c.faults++;
        }
    }
    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++) {
        if (!mnz_isa_is_usable((enum mnz_isa)isa))
            continue;
        mnz_engine_set_isa(w.engine, (enum mnz_isa)isa);
        lane_world_run(&w, &observer);
    }
    for (int lane = 0; lane < MNZ_LANES; lane++)
        ref_trace_destroy(c.traces[lane]);
    free(one);
    lane_world_close(&w);
    return c.faults > 0;
}

static void
compare_worlds(unsigned features)
{
    assert_int_equal(lane_worlds_look(NUM_WORLDS, features, compare_world), 0);
}

static void
agrees_with_the_reference_without_shocks(void **state)
{
    (void)state;
    compare_worlds(RANDOM_CALM);
}

static void
agrees_with_the_reference_under_licences(void **state)
{
    (void)state;
    compare_worlds(RANDOM_UNCERTAIN | RANDOM_DATED | RANDOM_LEADS | RANDOM_WARM_UP |
                   RANDOM_WEEKS | RANDOM_LICENCES | RANDOM_EXTRATERRITORIAL);
}

static void
agrees_with_the_reference_on_uneven_industries(void **state)
{
    (void)state;
    compare_worlds(RANDOM_UNEVEN | RANDOM_UNCERTAIN | RANDOM_WEEKS | RANDOM_GROWTH |
                   RANDOM_BANS | RANDOM_OUTAGES);
    compare_worlds(RANDOM_UNEVEN | RANDOM_UNCERTAIN | RANDOM_DATED | RANDOM_LEADS |
                   RANDOM_BANS | RANDOM_OUTAGES | RANDOM_RECYCLING |
                   RANDOM_DEMAND_RESPONSE | RANDOM_SUBSTITUTION | RANDOM_SURGES);
}

static void
agrees_with_the_reference_under_everything(void **state)
{
    (void)state;
    compare_worlds(RANDOM_EVERYTHING);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_reference_without_shocks),
        cmocka_unit_test(agrees_with_the_reference_under_licences),
        cmocka_unit_test(agrees_with_the_reference_on_uneven_industries),
        cmocka_unit_test(agrees_with_the_reference_under_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
