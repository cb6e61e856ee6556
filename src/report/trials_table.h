#ifndef MNZ_REPORT_TRIALS_TABLE_H
#define MNZ_REPORT_TRIALS_TABLE_H

#include "report/cells.h"
#include "study/monte_carlo.h"

/* The table of trials, which grows while they are simulated: a sink for mnz_run_create
 * that hands over one row a trial, the header before the first. */
struct mnz_trials_table {
    struct mnz_cells *cells; /* NULL: none is wanted */
    const struct mnz_network *net;
    const struct mnz_metrics *metrics; /* the caller's, for names */
    int has_header;
    int error; /* errno of a failed write */
};
struct mnz_trial_sink mnz_trials_table_sink(struct mnz_trials_table *table);

#endif
