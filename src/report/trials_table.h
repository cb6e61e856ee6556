#ifndef MNZ_REPORT_TRIALS_TABLE_H
#define MNZ_REPORT_TRIALS_TABLE_H

#include "report/cells.h"
#include "study/model.h"

/*
 * The table of trials, which grows while they are simulated: the first call of
 * mnz_trials_table_add(), which is a `trial` of struct mnz_run_options with a table as
 * its context, hands over the header too.
 */
struct mnz_trials_table {
    struct mnz_cells *cells;
    const struct mnz_model *model;
    const struct mnz_strata *strata; /* or NULL; adds a column of weights */
    uint64_t num_rows;
    int has_header;
    int error; /* errno of a failed write */
};
int mnz_trials_table_add(void *table, uint64_t trial, const double *draws,
                         const double *horizon);

#endif
