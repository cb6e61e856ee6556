#ifndef MNZ_ENGINE_ENGINE_H
#define MNZ_ENGINE_ENGINE_H

#include <stdint.h>
#include "engine/isa.h"
#include "monazite/status.h"
#include "network/network.h"

/*
 * What is the same for every trial: where each link's goods in transit and licences are
 * kept, which values change over time, which classes an output can meet. Made once from
 * a network, then read by every batch in every thread.
 */
struct mnz_engine;

/* Prepare `network` (borrowed: must outlive the engine) for runs with `seed`. */
MNZ_NODISCARD enum mnz_status mnz_engine_create(const struct mnz_network *network,
                                                uint64_t seed, struct mnz_engine **out);

/* Use these instructions instead of the best that there are: for tests and benchmarks.
 * They must be usable. Results are the same bytes. */
void mnz_engine_set_isa(struct mnz_engine *engine, enum mnz_isa isa);

/* Does nothing when `engine` is NULL. */
void mnz_engine_destroy(struct mnz_engine *engine);

#endif
