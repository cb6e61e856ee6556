/* ref_world.c - one trial of the reference engine in a small world. */

#include "support/ref_world.h"

#include <stdio.h>

#include "base/bug.h"
#include "base/dates.h"
#include "support/agree.h"
#include "support/compile_network.h"

void
world_compile(struct world *w)
{
    w->net = compile_network(&w->b);
    w->trace = NULL;
    draw_inputs(w->net, 0.5, w->draws);
}

static int
has_random_onsets(const struct mnz_network *net)
{
    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        if (net->scenario->controls[c].kind == MNZ_CONTROL_OUTAGE &&
            net->scenario->controls[c].outage.onsets_per_year != MNZ_VALUE_NONE)
            return 1;
    return 0;
}

void
world_run_drawn(struct world *w)
{
    char why[256];

    ref_trace_destroy(w->trace);
    w->trace = ref_run(w->net, w->draws, 1, 0);
    if (!ref_trace_verify(w->trace, why, sizeof why)) {
        fprintf(stderr, "%s\n", why);
        MNZ_BUG_IF(1);
    }
    /* Random processes differ by trial, and lanes are different trials. */
    if (!has_random_onsets(w->net))
        MNZ_BUG_IF(!engine_agrees(w->net, w->draws, w->trace));
}

void
world_run(struct world *w)
{
    world_compile(w);
    world_run_drawn(w);
}

void
world_finish(struct world *w)
{
    ref_trace_destroy(w->trace);
    mnz_network_destroy(w->net);
    build_finish(&w->b);
}

double
world_day(const struct world *w, int month)
{
    return mnz_date_add_months(w->b.scenario->start_day, month);
}

void
world_begin(struct world *w, uint32_t regime, int month)
{
    build_regime_of(&w->b, regime)->in_force.from =
        build_constant(&w->b, world_day(w, month));
}

void
world_hold(struct world *w, uint32_t regime, int from, int until)
{
    world_begin(w, regime, from);
    build_regime_of(&w->b, regime)->in_force.until =
        build_constant(&w->b, world_day(w, until));
}

double
world_shortfall(const struct world *w, uint32_t node, uint32_t step)
{
    return ref_at(&w->trace->shortfall, step, node);
}

double
world_lost(const struct world *w, uint32_t node, uint32_t from, uint32_t until)
{
    double lost = 0.0;

    for (uint32_t t = from; t < until; t++)
        lost += world_shortfall(w, node, t);
    return lost;
}
