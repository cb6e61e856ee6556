#ifndef MNZ_SAMPLING_PLAN_H
#define MNZ_SAMPLING_PLAN_H

#include <stdint.h>
#include "monazite/status.h"
#include "sampling/copula.h"

/*
 * A sampling plan gives every trial its uniform numbers, one an input, in any order and
 * from any thread.
 *
 * Plain: counter 0 of the stream of the input's name.
 * Sobol: 16 independently scrambled replicates; trial k is point floor(k/16) of
 * replicate k mod 16. An input's dimension is its position; those beyond the table are
 * plain. The scramble is keyed by (seed, name, replicate).
 */
enum mnz_plan_kind { MNZ_PLAN_PLAIN, MNZ_PLAN_SOBOL };

/* Replicates of a Sobol plan. */
enum { MNZ_PLAN_REPLICATES = 16 };

struct mnz_plan;

/* MNZ_ERR_INPUT when the correlations are not positive definite. */
MNZ_NODISCARD enum mnz_status
mnz_plan_create(uint64_t seed, enum mnz_plan_kind kind, uint32_t num_inputs,
                const char *const *names, uint32_t num_correlations,
                const struct mnz_correlation *correlations, struct mnz_plan **out);
void mnz_plan_destroy(struct mnz_plan *plan);

/* Independently randomised replicates: 1 or MNZ_PLAN_REPLICATES. */
uint32_t mnz_plan_replicates(const struct mnz_plan *plan);

/* The uniforms of `trial`, all in (0, 1). Allocates nothing. */
void mnz_plan_uniforms(const struct mnz_plan *plan, uint64_t trial, double *uniforms);

#endif
