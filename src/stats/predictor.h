#ifndef MNZ_STATS_PREDICTOR_H
#define MNZ_STATS_PREDICTOR_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"

/*
 * A quick guess of an answer from a trial's inputs: a linear function of the inputs
 * that move it, as standard normal scores, with the squares and products of the four
 * that move it most, by least squares. Sums run in a fixed order, so that the same
 * trials give the same bits.
 */
struct mnz_predictor;

/* `scores` are [trial][input], `values` [trial], of which NaN do not count. */
MNZ_NODISCARD enum mnz_status mnz_predictor_create(const double *scores,
                                                   const double *values, size_t trials,
                                                   uint32_t num_inputs,
                                                   struct mnz_predictor **out);

/* Does nothing when `predictor` is NULL. */
void mnz_predictor_destroy(struct mnz_predictor *predictor);

/* The guess for a trial of these scores, [input]. */
double mnz_predictor_value(const struct mnz_predictor *predictor, const double *scores);

/* Mark the inputs that it looks at: others' scores may be anything. */
void mnz_predictor_mark(const struct mnz_predictor *predictor, uint8_t *is_used);

/* The share of the answer's variance that it tells, by the trials it was made from and
 * corrected for the number of its terms. */
double mnz_predictor_told(const struct mnz_predictor *predictor);

#endif
