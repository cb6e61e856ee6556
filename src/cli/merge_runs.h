#ifndef MNZ_CLI_MERGE_RUNS_H
#define MNZ_CLI_MERGE_RUNS_H

#include "cli/job.h"
#include "monazite/compare.h"
#include "monazite/state.h"

/*
 * Parts of runs and comparisons, which 'merge' puts together: folders with a state and
 * a scenario of each point. The note of a state tells what it is a part of.
 */
#define MNZ_PART_OF_RUN "part of a run"
#define MNZ_PART_OF_RUN_OF_MONTHS "part of a run, all months"
const char *mnz_part_of_comparison(enum mnz_alternative_kind kind);

/* A whole in the making. */
struct mnz_merging {
    struct mnz_job *job;
    uint32_t count; /* points */
    int is_comparison, has_all_months;
    struct mnz_alternative *alternatives; /* [count - 1] of a comparison */
    struct mnz_measure *measures;         /* that it compares */
    uint32_t num_measures;
    struct mnz_state_facts *facts; /* [count] of the first part */
    struct mnz_result **begun;     /* [count] sums of all parts */
    struct mnz_comparison *comparison;
    const struct mnz_result **results;
};

/* Whether a folder is a part of a run or a comparison. */
int mnz_merge_is_of_runs(struct mnz_arena *arena, const char *folder);

/* Load the scenarios and the states of the first part; then add the others. Exit
 * statuses, with a message; MNZ_EXIT_GAPS where trials are missing, which are then
 * stored for --resume. Ends with mnz_merge_finish() in any case. */
int mnz_merge_begin(struct mnz_merging *merging, struct mnz_job *job);
int mnz_merge_add(struct mnz_merging *merging);
void mnz_merge_finish(struct mnz_merging *merging);

#endif
