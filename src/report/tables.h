#ifndef MNZ_REPORT_TABLES_H
#define MNZ_REPORT_TABLES_H

#include <stdio.h>
#include "study/monte_carlo.h"

/*
 * The tables of a run as CSV: tidy (one observation a row), columns in a fixed order.
 * The header is written with the first scenario only. They return MNZ_ERR_IO when the
 * stream has failed.
 */

/* scenario,given,scope,name,metric,unit,trials,mean,se,...: the whole horizon. */
MNZ_NODISCARD enum mnz_status mnz_table_summary(const struct mnz_run *run,
                                                int with_header, FILE *stream);

/* The same per month, with `month` after `given`. */
MNZ_NODISCARD enum mnz_status mnz_table_monthly(const struct mnz_run *run,
                                                int with_header, FILE *stream);

/* One row an uncertain input: distribution, file, line, source, mark. */
MNZ_NODISCARD enum mnz_status mnz_table_inputs(const struct mnz_scenario *scenario,
                                               int with_header, FILE *stream);

/* trials.csv: a sink for mnz_run_create that writes one row a trial. */
struct mnz_trials_table {
    FILE *stream;
    const struct mnz_network *net;
    const struct mnz_metrics *metrics; /* its own copy, for names */
    int with_header;
    int error; /* errno of a failed write */
};
struct mnz_trial_sink mnz_table_trials(struct mnz_trials_table *table);

#endif
