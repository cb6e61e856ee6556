#ifndef TESTS_SUPPORT_REF_WORLD_H
#define TESTS_SUPPORT_REF_WORLD_H

#include "support/build_scenario.h"
#include "support/ref_engine.h"

/*
 * A small world and one trial of the reference engine in it:
 *
 *     struct world w;
 *     build_two_nodes(&w.b);
 *     ... controls and policies ...
 *     world_run(&w);
 *     ... world_at(&w, &w.trace->activity, step, node) ...
 *     world_finish(&w);
 */
struct world {
    struct build b;
    struct mnz_network *net;
    struct ref_trace *trace;
    double draws[BUILD_MAX_INPUTS];
};

/* Compile and run at the medians of all inputs, or at w->draws, for trial 0 of seed 1;
 * aborts, saying why, when something that must hold in every trial does not, or when
 * the engine itself comes to another result. */
void world_run(struct world *w);
void world_run_drawn(struct world *w);
void world_finish(struct world *w);

/* Compile without running, so that w->draws can be set by hand: they start as medians.
 */
void world_compile(struct world *w);

/* The day on which month `month` of the run begins. */
double world_day(const struct world *w, int month);
/* Let a regime begin with a month and never end, or hold for months [from, until). */
void world_begin(struct world *w, uint32_t regime, int month);
void world_hold(struct world *w, uint32_t regime, int from, int until);

/* The sum of max(0, 1 - a/W) of a node over steps [from, until): steps' use lost. */
double world_lost(const struct world *w, uint32_t node, uint32_t from, uint32_t until);
double world_shortfall(const struct world *w, uint32_t node, uint32_t step);

#endif
