#ifndef MNZ_SAMPLING_METHOD_H
#define MNZ_SAMPLING_METHOD_H

#include "base/arena.h"
#include "sampling/points.h"
#include "sampling/stream.h"

struct mnz_points {
    struct mnz_arena arena;
    enum mnz_sampler sampler;
    uint32_t num_inputs;
    struct mnz_stream *streams; /* [input], by name */
    const void *tables;         /* of the sampler; NULL if it has none */
    struct mnz_copula *copula;
};

/* A sampler's code. Each sampler of base/sampler.h has one in the file that is named
 * after it. */
struct mnz_sampler_method {
    uint32_t replicates; /* at most MNZ_MAX_REPLICATES of stats/tally.h */

    /* Sets points->tables, in the arena, once the streams are there. May be NULL. */
    enum mnz_status (*prepare)(struct mnz_points *points);

    /* The uniforms of a trial, each in (0, 1), before correlation. */
    void (*draw)(const struct mnz_points *points, uint64_t trial, double *uniforms);
};
#define MNZ_SAMPLER_METHOD(id, name, help)                                             \
    extern const struct mnz_sampler_method mnz_sampler_##name;
MNZ_SAMPLERS(MNZ_SAMPLER_METHOD)
#undef MNZ_SAMPLER_METHOD

/* Independent uniforms of all inputs: counter 0 of their streams. */
void mnz_plain_draw(const struct mnz_points *points, uint64_t trial, double *uniforms);

#endif
