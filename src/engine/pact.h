#ifndef MNZ_ENGINE_PACT_H
#define MNZ_ENGINE_PACT_H

#include "engine/batch.h"

/* As the step begins: pacts that act, and the share of shipments that they let pass to
 * countries outside. */
static void mnz_pact_decide(struct mnz_batch *b);

/* After the arrivals, before any release: whether a member is short in this step. */
static void mnz_pact_watch(struct mnz_batch *b);

#endif
