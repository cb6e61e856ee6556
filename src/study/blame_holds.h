#ifndef MNZ_STUDY_BLAME_HOLDS_H
#define MNZ_STUDY_BLAME_HOLDS_H

#include "study/blame_lane.h"

/* Ask what licences, bans, quotas, capacity and corridors keep of N on the engine's
 * link `l`, once orders are placed: sets held, hold and passes. */
void mnz_blame_hold(struct mnz_blame_lane *x, uint32_t l);

/* Note the licences of link `l` that run out at the end of the step. */
void mnz_blame_note_lapse(struct mnz_blame_lane *x, uint32_t l);

/* The mix for which a facility has no capacity above K, for one that needs Xn. */
mnz_mix mnz_blame_capacity(struct mnz_blame_lane *x, uint32_t node);

#endif
