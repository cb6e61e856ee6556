/* test_conservation.c - the engine itself neither makes nor loses an element, and
 * stands still where nothing happens, on random networks. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/lane_world.h"
#include "support/random_scenario.h"

/* Worlds for each test; MNZ_WORLDS asks for more, MNZ_FIRST_WORLD starts elsewhere. */
enum { NUM_WORLDS = 40 };

/* Content of a batch after the last step, and the first fault. */
struct watch {
    uint64_t world;
    mnz_lane held[MNZ_NUM_RARE_EARTHS];
    mnz_lane *flows; /* [link] shipped in the first step */
    int faults;
};

static mnz_lane
content(const struct mnz_batch *b, uint32_t material, uint32_t e)
{
    const mnz_value_id id = b->engine->net->scenario->materials[material].content[e];

    return id == MNZ_VALUE_NONE ? lane_of(0.0) : b->value[id];
}

static void
complain(struct watch *w, const struct mnz_batch *b, const char *what, int lane,
         double is, double should)
{
    if (w->faults++ < 4)
        print_error("world %llu lane %d step %u: %s is %.15g, not %.15g\n",
                    (unsigned long long)w->world, lane, b->step, what, is, should);
}

/* Goods in store and on the way, but for scrap, which counts as supply when used. */
static mnz_lane
held(const struct mnz_batch *b, uint32_t e)
{
    const struct mnz_engine *engine = b->engine;
    const struct mnz_network *net = engine->net;
    mnz_lane sum = lane_of(0.0);

    for (uint32_t p = 0; p < net->num_ports; p++) {
        mnz_lane amount = b->port[p].stock + b->port[p].coming;

        for (uint32_t s = 0; s < engine->ports[p].ring_size; s++)
            amount += b->ring[engine->ports[p].ring_first + s];
        sum += amount * content(b, net->ports[p].material, e);
    }
    for (uint32_t o = 0; o < net->num_outputs; o++)
        sum += b->out_stock[o] * content(b, net->outputs[o].material, e);
    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        sum += (b->stockpile[i] + b->stockpile_coming[i]) *
               content(b, net->stockpiles[i].material, e);
    return sum;
}

/* Input that a node used up in the step. */
static mnz_lane
used(const struct mnz_batch *b, uint32_t node, uint32_t port)
{
    return b->engine->node_is_uneven[node] ? b->consumed[port]
                                           : b->port[port].use * b->activity[node];
}

/* Goods that the nodes made in the step less those they used and set aside, and the sum
 * of their throughput, for scale. */
static mnz_lane
net_supply(const struct mnz_batch *b, uint32_t e, mnz_lane *scale)
{
    const struct mnz_network *net = b->engine->net;
    mnz_lane sum = lane_of(0.0);

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];

        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++) {
            const mnz_lane c = content(b, net->outputs[o].material, e);

            sum += (b->yield[o] * b->activity[i] - b->set_aside[o]) * c;
            *scale += b->yield[o] * b->activity[i] * c;
        }
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            sum -= used(b, i, p) * content(b, net->ports[p].material, e);
    }
    return sum;
}

static void
check_books(void *context, const struct mnz_batch *b)
{
    struct watch *w = context;

    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS && w->faults == 0; e++) {
        const mnz_lane now = held(b, e);
        mnz_lane scale = now;
        const mnz_lane expected = w->held[e] + net_supply(b, e, &scale);

        for (int lane = 0; lane < MNZ_LANES && b->step > 0; lane++)
            if (!(fabs(now[lane] - expected[lane]) <= 1e-9 * scale[lane] + 1e-12))
                complain(w, b, mnz_rare_earth_symbol[e], lane, now[lane],
                         expected[lane]);
        w->held[e] = now;
    }
}

static void
check_column(struct watch *w, const struct mnz_batch *b, const char *what,
             const mnz_lane *first, size_t stride, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (int lane = 0; lane < MNZ_LANES; lane++)
            if (!(first[i * stride][lane] >= 0.0))
                complain(w, b, what, lane, first[i * stride][lane], 0.0);
}

/* Not even by rounding: a count has no place for less than nothing. */
static void
check_signs(void *context, const struct mnz_batch *b)
{
    struct watch *w = context;
    const struct mnz_engine *e = b->engine;

    check_column(w, b, "a stock of inputs", &b->port->stock,
                 sizeof *b->port / sizeof(mnz_lane), e->net->num_ports);
    check_column(w, b, "a stock of outputs", b->out_stock, 1, e->net->num_outputs);
    if (e->has_uneven)
        check_column(w, b, "a stock of products", b->product_stock, 1,
                     e->net->num_nodes);
    check_column(w, b, "a stockpile", b->stockpile, 1, e->net->num_stockpiles);
    check_column(w, b, "what waits on a link", &mnz_licensed_at(b, 0)->waiting,
                 mnz_licensed_rows(e), e->num_licensed);
    check_column(w, b, "applied", b->office_applied, 1, e->num_licences);
    check_column(w, b, "granted", b->office_granted, 1, e->num_licences);
    check_column(w, b, "a backlog", b->office_backlog, 1, e->num_licences);
    check_column(w, b, "in hand", b->office_in_hand, 1, e->num_licences);
}

/* In a calm world every link ships in every step as much as in the first, and all
 * industries run in full. */
static void
check_calm(void *context, const struct mnz_batch *b)
{
    struct watch *w = context;
    const struct mnz_network *net = b->engine->net;

    for (uint32_t l = 0; l < net->num_links; l++) {
        if (b->step == 0)
            w->flows[l] = b->link[l].shipped;
        for (int lane = 0; lane < MNZ_LANES; lane++)
            if (!(fabs(b->link[l].shipped[lane] - w->flows[l][lane]) <=
                  1e-9 * w->flows[l][lane] + 1e-9))
                complain(w, b, "a shipment", lane, b->link[l].shipped[lane],
                         w->flows[l][lane]);
    }
    for (uint32_t i = 0; i < net->num_nodes; i++)
        for (int lane = 0; lane < MNZ_LANES && net->nodes[i].is_industry; lane++)
            if (!(b->activity[i][lane] >= (1.0 - 1e-9) * b->wanted[i][lane]))
                complain(w, b, "an activity", lane, b->activity[i][lane],
                         b->wanted[i][lane]);
}

static int
watch_world(uint64_t world, unsigned features,
            void (*step)(void *, const struct mnz_batch *))
{
    struct watch w = {.world = world};
    const struct mnz_observer observer = {.step = step, .context = &w};
    struct lane_world lanes;

    lane_world_open(&lanes, world, features);
    w.flows = aligned_alloc(sizeof(mnz_lane),
                            sizeof *w.flows * (lanes.net->num_links + (size_t)1));
    assert_non_null(w.flows);
    lane_world_run(&lanes, &observer);
    free(w.flows);
    lane_world_close(&lanes);
    return w.faults > 0;
}

static int
watch_books(uint64_t world, unsigned features)
{
    return watch_world(world, features, check_books);
}

static int
watch_signs(uint64_t world, unsigned features)
{
    return watch_world(world, features, check_signs);
}

static int
watch_calm(uint64_t world, unsigned features)
{
    return watch_world(world, features, check_calm);
}

static void
stands_still_without_shocks(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_CALM, watch_calm), 0);
}

static void
conserves_every_element_without_shocks(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_CALM, watch_books), 0);
}

static void
conserves_every_element_under_everything(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_EVERYTHING, watch_books), 0);
    assert_int_equal(lane_worlds_look(NUM_WORLDS,
                                      RANDOM_UNEVEN | RANDOM_BANS | RANDOM_OUTAGES |
                                          RANDOM_LEADS | RANDOM_RECYCLING,
                                      watch_books),
                     0);
}

static void
holds_no_less_than_nothing(void **state)
{
    (void)state;
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_EVERYTHING, watch_signs), 0);
    assert_int_equal(lane_worlds_look(NUM_WORLDS, RANDOM_LICENCES, watch_signs), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stands_still_without_shocks),
        cmocka_unit_test(conserves_every_element_without_shocks),
        cmocka_unit_test(conserves_every_element_under_everything),
        cmocka_unit_test(holds_no_less_than_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
