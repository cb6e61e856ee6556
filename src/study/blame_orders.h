#ifndef MNZ_STUDY_BLAME_ORDERS_H
#define MNZ_STUDY_BLAME_ORDERS_H

#include "study/blame_lane.h"

/* Once all orders of a step are placed: from industries to mines, the flow that full
 * supply needs, the part of it that controls keep, and why less is ordered. */
void mnz_blame_look_at_orders(struct mnz_blame_lane *x);

#endif
