#ifndef TESTS_SUPPORT_FOLD_VALUES_H
#define TESTS_SUPPORT_FOLD_VALUES_H

#include "stats/fold.h"

/*
 * Add values of trials first, first + 1, ...: at most MNZ_TALLY_MOST of them, trial k
 * of replicate k modulo `replicates`; NaN is a trial without a value.
 */
void fold_values(struct mnz_tally *tally, uint32_t replicates, uint32_t series,
                 uint64_t first, const double *values, uint32_t count);

/* The same of trials that count `weight` times each. */
void fold_weighted(struct mnz_tally *tally, uint32_t replicates, uint32_t series,
                   uint64_t first, const double *values, uint32_t count,
                   uint32_t weight);

#endif
