#ifndef MNZ_STATS_PAIRED_H
#define MNZ_STATS_PAIRED_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/summary.h"

/*
 * Two columns of values of the same trials, which share their random numbers: the
 * differences of their figures, with intervals that are right under each sampling plan.
 *
 * A mean's interval is Student's: under plain sampling from the spread of the paired
 * differences, under a plan of replicates from that of the replicates' means.
 * Differences of quantiles and of tails come from sections (S. Asmussen and P. W.
 * Glynn, Stochastic Simulation, 2007, III.5): trial k is of section k mod 16, which are
 * the replicates of a plan that has any; each section gives a difference of its own,
 * and their spread about that of all trials, Student's with 15 degrees of freedom, the
 * interval. That of quantiles errs on the wide side, by the bias of the sections; that
 * of a tail is of what values are above the quantile of all trials.
 */
enum { MNZ_SECTIONS = 16 };

/* Pairs of trials. `is_chosen` [count] leaves trials out; NULL: none. A pair in which a
 * value is NaN does not count. Value k of a column is values[k * stride]. */
struct mnz_pairs {
    const double *base, *other;
    size_t base_stride, other_stride;
    const uint8_t *is_chosen;
    size_t count;
    uint32_t replicates; /* of the plan; 1: plain sampling */
    /* How often each pair counts, [count], under a plan of replicates; NULL: once. */
    const uint32_t *weights;
};

/* Numbers of room for the figures of up to `count` pairs. */
size_t mnz_paired_room(size_t count);

/* `room` holds mnz_paired_room(count) numbers. */
void mnz_paired_find(const struct mnz_pairs *pairs, double *room,
                     struct mnz_difference *out);

/* The p-quantile, value number ceil(p n) in order, and the mean of the values from
 * there on, n (1 - p) of them, the least in part. The values are put in another order.
 */
double mnz_select_quantile(double *values, size_t count, double p);
double mnz_select_tail(double *values, size_t count, double p);

#endif
