#ifndef MNZ_ENGINE_PLAN_H
#define MNZ_ENGINE_PLAN_H

#include "engine/engine.h"

/* Prepare `network` (borrowed: must outlive the engine) for runs with `seed`. */
MNZ_NODISCARD enum mnz_status mnz_engine_create(const struct mnz_network *network,
                                                uint64_t seed, struct mnz_engine **out);

/* Use these instructions instead of the best that there are: for tests and benchmarks.
 * They must be usable. Results are the same bytes. */
void mnz_engine_set_isa(struct mnz_engine *engine, enum mnz_isa isa);

/* Does nothing when `engine` is NULL. */
void mnz_engine_destroy(struct mnz_engine *engine);

#endif
