#ifndef MNZ_SAMPLING_COPULA_H
#define MNZ_SAMPLING_COPULA_H

#include <stdint.h>
#include "monazite/status.h"

/* Spearman's rank correlation of two inputs, by position; from -1 to 1. */
struct mnz_correlation {
    uint32_t a, b;
    double rank;
};

/*
 * A Gaussian copula over the inputs that `correlations` name; the others stay as they
 * are. The normals correlate by 2 sin(pi rank / 6), exact for continuous inputs
 * (Kruskal 1958); pairs not named are independent. Inputs of rank 1 or -1 are twins:
 * they share one uniform, as it is or mirrored, and all correlations of either are
 * those of both. It never changes after creation: any number of threads may use one.
 */
struct mnz_copula;

/*
 * MNZ_ERR_INPUT when a rank is not from -1 to 1, a pair is one input with itself or
 * comes twice, twins contradict each other, or the correlations together are not
 * positive semidefinite.
 */
MNZ_NODISCARD enum mnz_status
mnz_copula_create(uint32_t num_correlations, const struct mnz_correlation *correlations,
                  struct mnz_copula **out);

/* Does nothing when `copula` is NULL. */
void mnz_copula_destroy(struct mnz_copula *copula);

/*
 * Replace independent uniforms by correlated ones, strictly in (0, 1) as before.
 * `uniforms` reaches at least to the last input named. Allocates nothing.
 */
void mnz_copula_apply(const struct mnz_copula *copula, double *uniforms);

#endif
