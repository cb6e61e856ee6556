/* design.c - points whose differences show the effect of one group of inputs. */

#include "sampling/design.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/bug.h"
#include "sampling/philox.h"
#include "sampling/stream.h"

/* Counters of a stream that no draw reaches. */
#define STEPS 0x6d6e7a32737465u
#define MOVES 0x6d6e7a326d6f76u
/* The seed of set B differs from that of A by this. */
#define SEED_OF_B 0x9e3779b97f4a7c15u

enum { A, B, FIRST_GROUP };

struct mnz_design {
    struct mnz_arena arena;
    enum mnz_design_kind kind;
    uint64_t points;
    uint32_t num_inputs, num_groups;
    uint32_t *groups;
    struct mnz_points *a, *b; /* b: of saltelli */
    struct mnz_stream *moves; /* [input] of morris */
    uint32_t *steps;          /* [trajectory][group] when it moves, from 1 on */
    struct mnz_copula *copula;
};

static enum mnz_status order_steps(struct mnz_design *d, uint64_t seed);

static enum mnz_status
create_points(const struct mnz_design_parts *p, uint64_t seed, struct mnz_points **out)
{
    return mnz_points_create(seed, p->sampler, p->num_inputs, p->names,
                             p->num_correlations, p->correlations, out);
}

static enum mnz_status
prepare(struct mnz_design *d, const struct mnz_design_parts *p)
{
    enum mnz_status st;

    d->kind = p->kind;
    d->points = p->points;
    d->num_inputs = p->num_inputs;
    d->num_groups = p->num_groups;
    d->groups = mnz_arena_alloc(&d->arena, p->num_inputs + 1, sizeof *d->groups);
    d->moves = mnz_arena_alloc(&d->arena, p->num_inputs + 1, sizeof *d->moves);
    if (!d->groups || !d->moves)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < p->num_inputs; i++) {
        d->groups[i] = p->groups[i];
        d->moves[i] = mnz_stream_make(p->seed, p->names[i]);
    }
    if (p->kind == MNZ_DESIGN_MORRIS) {
        st = mnz_copula_create(p->num_correlations, p->correlations, &d->copula);
        return st ? st : order_steps(d, p->seed);
    }
    st = create_points(p, p->seed, &d->a);
    return st ? st : create_points(p, p->seed + SEED_OF_B, &d->b);
}

enum mnz_status
mnz_design_create(const struct mnz_design_parts *parts, struct mnz_design **out)
{
    struct mnz_design *d = calloc(1, sizeof *d);
    enum mnz_status st = d ? prepare(d, parts) : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        mnz_design_destroy(d);
    else
        *out = d;
    return st;
}

void
mnz_design_destroy(struct mnz_design *design)
{
    if (!design)
        return;
    mnz_points_destroy(design->a);
    mnz_points_destroy(design->b);
    mnz_copula_destroy(design->copula);
    mnz_arena_finish(&design->arena);
    free(design);
}

/* Each trajectory moves the groups in an order of its own: by exchanges (Fisher and
 * Yates). */
static enum mnz_status
order_steps(struct mnz_design *d, uint64_t seed)
{
    const struct mnz_stream stream = mnz_stream_make(seed, "morris");
    const uint32_t n = d->num_groups;
    uint32_t *order = mnz_arena_alloc(&d->arena, (size_t)n + 1, sizeof *order);

    d->steps = mnz_arena_alloc(&d->arena, (size_t)d->points * n + 1, sizeof *d->steps);
    if (!d->steps || !order)
        return MNZ_ERR_NOMEM;
    for (uint64_t r = 0; r < d->points; r++) {
        for (uint32_t k = 0; k < n; k++)
            order[k] = k;
        for (uint32_t k = n; k > 1; k--) {
            const double u = mnz_bits_uniform(
                mnz_words_bits(mnz_philox(stream.key, r << 32 | k, STEPS)));
            const uint32_t other = (uint32_t)(u * k), kept = order[k - 1];

            order[k - 1] = order[other];
            order[other] = kept;
        }
        for (uint32_t k = 0; k < n; k++)
            d->steps[r * n + order[k]] = k + 1;
    }
    return MNZ_OK;
}

uint32_t
mnz_design_variants(const struct mnz_design *design)
{
    return design->kind == MNZ_DESIGN_MORRIS ? design->num_groups + 1
                                             : FIRST_GROUP + design->num_groups + 1;
}

uint64_t
mnz_design_trials(const struct mnz_design *design)
{
    return design->points * mnz_design_variants(design);
}

/* The points of A, with those of B of one group, or of all. */
static void
mix(const struct mnz_design *d, uint32_t variant, uint64_t point, double *uniforms)
{
    double *other = uniforms + d->num_inputs;

    mnz_points_uniforms(variant == B ? d->b : d->a, point, uniforms);
    if (variant < FIRST_GROUP || variant == FIRST_GROUP + d->num_groups)
        return;
    mnz_points_uniforms(d->b, point, other);
    for (uint32_t i = 0; i < d->num_inputs; i++)
        if (d->groups[i] == variant - FIRST_GROUP)
            uniforms[i] = other[i];
}

/* The random bits of an input in a trajectory: its level in the half, and whether it
 * moves down. */
static uint64_t
coins_of(const struct mnz_design *d, uint64_t trajectory, uint32_t input)
{
    return mnz_words_bits(mnz_philox(d->moves[input].key, trajectory, MOVES));
}

/* A level of the lower half, moved up by half a range once its group has moved; or the
 * other way round, by a coin of the input's. */
static void
walk(const struct mnz_design *d, uint32_t step, uint64_t trajectory, double *uniforms)
{
    for (uint32_t i = 0; i < d->num_inputs; i++) {
        const uint64_t bits = coins_of(d, trajectory, i);
        const uint32_t moves_at = d->steps[trajectory * d->num_groups + d->groups[i]];
        const int is_up = (moves_at <= step) != (bits >> 1 & 1u);

        uniforms[i] = 0.125 + 0.25 * (double)(bits & 1u) + (is_up ? 0.5 : 0.0);
    }
    mnz_copula_apply(d->copula, uniforms);
}

void
mnz_design_uniforms(const struct mnz_design *design, uint64_t trial, double *uniforms)
{
    const uint32_t variant = (uint32_t)(trial / design->points);
    const uint64_t point = trial % design->points;

    MNZ_BUG_IF(trial >= mnz_design_trials(design));
    if (design->kind == MNZ_DESIGN_MORRIS)
        walk(design, variant, point, uniforms);
    else
        mix(design, variant, point, uniforms);
}

uint64_t
mnz_design_chance(const struct mnz_design *design, uint64_t trial)
{
    const uint64_t variant = trial / design->points, point = trial % design->points;
    const int is_of_b = design->kind == MNZ_DESIGN_SALTELLI &&
                        (variant == B || variant == FIRST_GROUP + design->num_groups);

    return point + (is_of_b ? design->points : 0);
}

uint32_t
mnz_design_step(const struct mnz_design *design, uint64_t trajectory, uint32_t group)
{
    return design->steps[trajectory * design->num_groups + group];
}

int
mnz_design_rises(const struct mnz_design *design, uint64_t trajectory, uint32_t input)
{
    return !(coins_of(design, trajectory, input) >> 1 & 1u);
}
