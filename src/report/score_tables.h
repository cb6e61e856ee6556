#ifndef MNZ_REPORT_SCORE_TABLES_H
#define MNZ_REPORT_SCORE_TABLES_H

#include <stdio.h>
#include "network/network.h"
#include "study/score.h"

/*
 * The tables of a score as CSV, one observation a row. They return MNZ_ERR_IO when the
 * stream has failed.
 */

/* scenario,name,set,metric,unit,value: for each series and set of months the scores; in
 * the set "whole" what concerns the months of all sets; and for the empty name what
 * all series have in common. */
MNZ_NODISCARD enum mnz_status mnz_table_score(const struct mnz_scenario *scenario,
                                              const struct mnz_score *score,
                                              FILE *stream);

/* scenario,name,set,month,unit,observed,weight,mean,p05,...: each month. */
MNZ_NODISCARD enum mnz_status mnz_table_points(const struct mnz_scenario *scenario,
                                               const struct mnz_score *score,
                                               FILE *stream);

#endif
