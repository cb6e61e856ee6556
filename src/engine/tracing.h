#ifndef MNZ_ENGINE_TRACING_H
#define MNZ_ENGINE_TRACING_H

#include "engine/batch.h"

/* chi of each facility for each extraterritorial control in force, from its suppliers'
 * shares, uses and yields as the step begins. */
static void mnz_tracing_set(struct mnz_batch *b);

#endif
