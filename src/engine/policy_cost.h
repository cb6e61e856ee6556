#ifndef MNZ_ENGINE_POLICY_COST_H
#define MNZ_ENGINE_POLICY_COST_H

#include "engine/batch.h"

/* Add the costs of policies in this step to those of price floors; in recorded steps
 * alone, so that a policy older than the records pays in their first. */
static void mnz_policy_cost_add(struct mnz_batch *b);

#endif
