#ifndef TESTS_SUPPORT_REF_DEPENDENCY_H
#define TESTS_SUPPORT_REF_DEPENDENCY_H

#include "network/network.h"

/*
 * docs/model/dependency.md by another way than the library's: a full matrix, and walks
 * that are followed until next to nothing of them is left. For worlds of a few dozen
 * nodes in which every circle of scrap is fed from outside.
 */
struct ref_dependency {
    const struct mnz_network *net;
    uint32_t n;
    double *q; /* [i * n + j] */
    double *begins, *bought;
};

/* `element` is a position among the scenario's elements, or -1 for value. */
struct ref_dependency *ref_dependency_create(const struct mnz_network *net,
                                             const struct mnz_baseline *baseline,
                                             const double *draws, int element);
void ref_dependency_destroy(struct ref_dependency *r);

/* Mean visits of walks from `start` that end at nodes in `ends` (NULL: none), [n]. */
void ref_dependency_walk(const struct ref_dependency *r, const double *start,
                         const int *ends, double *visits);

#endif
