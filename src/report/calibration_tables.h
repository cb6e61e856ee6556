#ifndef MNZ_REPORT_CALIBRATION_TABLES_H
#define MNZ_REPORT_CALIBRATION_TABLES_H

#include <stdio.h>
#include "study/calibration.h"

/*
 * The tables of a calibration as CSV. They return MNZ_ERR_IO when the stream has
 * failed.
 */

/* scenario,input,unit,in_layer,moved,prior_mean,...: each input. Dates are written as
 * dates, their standard deviations are days. */
MNZ_NODISCARD enum mnz_status mnz_table_posterior(const struct mnz_calibration *c,
                                                  FILE *stream);

/* trial,distance,weight: each trial; no distance where a month has no value. */
MNZ_NODISCARD enum mnz_status mnz_table_weights(const struct mnz_calibration *c,
                                                FILE *stream);

/* scenario,name,month,unit,observed,weight,error,prior_mean,...: each month that was
 * fitted. */
MNZ_NODISCARD enum mnz_status mnz_table_fit(const struct mnz_calibration *c,
                                            FILE *stream);

/* trial, then a column for each input of the layer, in standard units (dates in days
 * since 1970): the posterior sample, a row a draw. */
MNZ_NODISCARD enum mnz_status mnz_table_draws(const struct mnz_calibration *c,
                                              FILE *stream);

/* A number of an input as tables and screens write it: dates as dates. */
void mnz_input_text(const struct mnz_input *input, double value, char text[32]);

#endif
