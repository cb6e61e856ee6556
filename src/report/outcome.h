#ifndef MNZ_REPORT_OUTCOME_H
#define MNZ_REPORT_OUTCOME_H

#include "base/arena.h"
#include "monazite/bound.h"
#include "monazite/effects.h"
#include "monazite/frontier.h"
#include "monazite/search.h"
#include "study/calibration.h"
#include "study/comparison.h"
#include "study/dependency.h"
#include "study/drivers.h"
#include "study/model.h"
#include "study/n_minus_1.h"
#include "study/score.h"
#include "study/sweep_data.h"
#include "study/why.h"

/* The losses of an industry without a control or policy. */
struct mnz_why_removal {
    const char *name; /* "all of these" of the last of several */
    struct mnz_why_without without;
};

/* A search, and how it was asked. */
struct mnz_search_outcome {
    const struct mnz_search *search;
    const struct mnz_criteria *criteria;
    const char *const *paths;
    size_t num_paths;
    const char *unit;
    double from, to;
};

/* The parts of a dependency that a screen shows. Fields of NULL or MNZ_NONE leave the
 * choice to it. */
struct mnz_dependency_view {
    const char *element;
    uint32_t place, node; /* buyers in a place, or an industry */
    double least;         /* share of need below which an industry fails */
};

/*
 * Everything that a command has found out, as far as it has: tables, screens and the
 * manifest are written from it. Borrowed.
 */
struct mnz_outcome {
    uint32_t num_results;
    const struct mnz_model *const *models; /* of the command line's scenarios */
    /* NULL: not begun. The first is there, unless the command simulates nothing. */
    const struct mnz_result *const *results;
    const char *const *names; /* of the scenarios, by mnz_outcome_names(), or NULL */
    const struct mnz_observations *observations;
    const struct mnz_drivers *drivers; /* with the branch that they are given */
    uint32_t branch;
    const struct mnz_effects *effects;
    const struct mnz_score *score;
    const struct mnz_calibration *calibration;
    const struct mnz_comparison *comparison;
    const struct mnz_sweep *sweep;
    const struct mnz_sweep_study *study;
    /* the file that says what is swept */ /* in place of results */
    const struct mnz_why *why;
    const struct mnz_dependency *dependency;
    const struct mnz_dependency_view *dependency_view; /* of the screen */
    const struct mnz_n_minus_1 *n_minus_1;
    const uint32_t *why_months; /* that the screen explains; none: the horizon */
    size_t num_why_months;
    const struct mnz_why_removal *removals;
    size_t num_removals;
    struct mnz_search_outcome search;
    const struct mnz_bound *bound;
    const struct mnz_frontier *frontier;
    const struct mnz_frontier_options *frontier_options; /* how it was asked */
};

/*
 * The names of scenarios of one command, each another: those of the scenarios, with as
 * much of their paths as it takes where several have one name ("before/world"), and
 * numbers for one file given twice ("world#2"). [count], in `arena`; NULL without
 * memory.
 */
const char *const *mnz_outcome_names(const struct mnz_model *const *models,
                                     size_t count, struct mnz_arena *arena);

/* The name of a result of the outcome. */
const char *mnz_outcome_name(const struct mnz_outcome *outcome, uint32_t index);

/* How a scenario of the outcome was run; all but the scenario is 0 where a command
 * simulates nothing. */
struct mnz_outcome_plan {
    const struct mnz_network *network;
    const struct mnz_model *model; /* NULL where the result has none */
    uint64_t seed, trials_asked, trials_done;
    enum mnz_sampler sampler;
    uint32_t threads;
};
struct mnz_outcome_plan mnz_outcome_plan(const struct mnz_outcome *outcome,
                                         uint32_t index);

/* The settings that its model was loaded with, "a=1; b=2"; "" without any. */
const char *mnz_outcome_settings(const struct mnz_outcome *outcome, uint32_t index);

#endif
