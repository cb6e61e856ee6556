#ifndef MNZ_STUDY_BLAME_GOODS_H
#define MNZ_STUDY_BLAME_GOODS_H

#include "study/blame_lane.h"

/* Once all goods of a step have moved: from mines to industries, gaps of links and of
 * stocks with their mixes, and the losses of the industries asked for. */
void mnz_blame_look_at_goods(struct mnz_blame_lane *x);

/* Stocks of a trial as its first step begins. */
void mnz_blame_start(struct mnz_blame_lane *x);

#endif
