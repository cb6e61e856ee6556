#ifndef MNZ_STATS_INTERVAL_H
#define MNZ_STATS_INTERVAL_H

#include <stdint.h>

/*
 * The 95 % interval of a probability of which `hits` of `trials` were seen (E. B. Wilson
 * 1927). Without a hit the upper end is 1 - 0.05^(1/n), about 3/n; all hits mirror that.
 */
void mnz_interval_of_probability(uint64_t hits, uint64_t trials, double *low, double *high);

#endif
