#ifndef MNZ_ENGINE_THRIFT_H
#define MNZ_ENGINE_THRIFT_H

#include "engine/batch.h"

/* u of a port as the scenario gives it, before any thrift. */
mnz_lane mnz_thrift_base_use(const struct mnz_batch *b, uint32_t p);

/* Once a step: u of the inputs that are used sparingly, or in place of others. */
void mnz_thrift_apply(struct mnz_batch *b);

/* After the premiums have moved: start the clock where one exceeds its threshold. */
void mnz_thrift_watch(struct mnz_batch *b);

#endif
