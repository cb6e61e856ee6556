#ifndef MNZ_ENGINE_THRIFT_H
#define MNZ_ENGINE_THRIFT_H

#include "engine/batch.h"

/* Once a step: u of the inputs that are used sparingly, or in place of others. */
static void mnz_thrift_apply(struct mnz_batch *b);

/* After the premiums have moved: start the clock where one exceeds its threshold. */
static void mnz_thrift_watch(struct mnz_batch *b);

#endif
