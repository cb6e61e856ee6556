/* ref_engine.c - one trial of docs/model/, slow and obvious. */

#include "support/ref_engine.h"

#include <stdlib.h>

#include "base/bug.h"
#include "support/ref_state.h"

static void reserve(struct ref *r);

/* The nine moves of docs/model/step.md, in its order and with its names. */
static void
take_step(struct ref *r, struct ref_trace *trace)
{
    ref_environment(r);
    ref_offices(r);
    ref_order(r);
    ref_ship(r);
    ref_spot(r);
    ref_stockpiles(r);
    ref_settle(r);
    ref_record(r, trace);
    ref_adapt(r);
}

struct ref_trace *
ref_run(const struct mnz_network *network, const double *draws, uint64_t seed,
        uint64_t trial)
{
    struct ref r = {
        .net = network,
        .s = network->scenario,
        .draws = draws,
        .seed = seed,
        .trial = trial,
        .Delta = network->months_per_step,
        .yps = network->years_per_step,
    };
    struct ref_trace *trace;

    reserve(&r);
    ref_draw_events(&r);
    ref_set_days(&r);
    ref_draw_outages(&r);
    ref_start(&r);
    trace = ref_trace_create(&r);
    for (r.t = 0; r.t < network->num_steps; r.t++) {
        take_step(&r, trace);
        ref_trace_states(&r, trace);
    }
    mnz_arena_finish(&r.arena);
    return trace;
}

void
ref_trace_destroy(struct ref_trace *trace)
{
    if (!trace)
        return;
    mnz_arena_finish(&trace->arena);
    free(trace);
}

void *
ref_room(struct ref *r, size_t count, size_t size)
{
    void *room = mnz_arena_alloc(&r->arena, count + 1, size);

    MNZ_BUG_IF(!room);
    return room;
}

static void
reserve(struct ref *r)
{
    const struct mnz_network *net = r->net;
    size_t num_returners = 0, num_clocks = 0;

    while (r->J * r->Delta < 36.0 - 1e-9)
        r->J++;
    r->nodes = ref_room(r, net->num_nodes, sizeof *r->nodes);
    r->ports = ref_room(r, net->num_ports, sizeof *r->ports);
    r->outputs = ref_room(r, net->num_outputs, sizeof *r->outputs);
    r->links = ref_room(r, net->num_links, sizeof *r->links);
    r->controls = ref_room(r, r->s->num_controls, sizeof *r->controls);
    r->stockpiles = ref_room(r, net->num_stockpiles, sizeof *r->stockpiles);
    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        r->stockpiles[i].asked = ref_room(r, net->num_links, sizeof(double));
    r->projects = ref_room(r, net->num_projects, sizeof *r->projects);
    r->pacts = ref_room(r, net->num_pacts, sizeof *r->pacts);
    for (uint32_t i = 0; i < net->num_substitutions; i++)
        num_clocks += net->substitutions[i].num_ports;
    r->clocks = ref_room(r, num_clocks, sizeof *r->clocks);
    r->premium = ref_room(r, net->num_markets, sizeof *r->premium);
    r->phi = ref_room(r, r->s->num_regimes, sizeof *r->phi);
    r->is_paid = ref_room(r, r->s->num_policies, sizeof *r->is_paid);
    r->returns =
        ref_room(r, (size_t)net->num_recyclings * net->num_steps, sizeof *r->returns);
    r->content = ref_room(r, (size_t)r->s->num_materials * MNZ_NUM_RARE_EARTHS,
                          sizeof *r->content);
    for (uint32_t i = 0; i < net->num_recyclings; i++)
        num_returners += net->recyclings[i].num_nodes;
    r->first_return = ref_room(r, num_returners, sizeof *r->first_return);
    for (uint32_t i = 0; i < r->s->num_controls; i++) {
        r->controls[i].chi = ref_room(r, net->num_nodes, sizeof(double));
        r->controls[i].k = ref_room(r, r->J + 1, sizeof(double));
    }
}
