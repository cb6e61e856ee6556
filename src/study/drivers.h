#ifndef MNZ_STUDY_DRIVERS_H
#define MNZ_STUDY_DRIVERS_H

#include "monazite/drivers.h"
#include "study/model.h"

/*
 * Inputs of a result that carry the variance of its sampled series, those with the
 * largest shares first, at most `most`, all beyond chance: a few for a screen. Returns
 * in *count how many there are.
 */
MNZ_NODISCARD enum mnz_status mnz_drivers_of_sample(const struct mnz_result *result,
                                                    uint32_t most,
                                                    struct mnz_driver *drivers,
                                                    uint32_t *count);

/* The first input of the group of each, [input]: inputs that are correlated by pairs,
 * or chains of pairs, are one. */
void mnz_drivers_group(const struct mnz_scenario *scenario, uint32_t *group);

#endif
