#ifndef MNZ_SAMPLING_DESIGN_H
#define MNZ_SAMPLING_DESIGN_H

#include "sampling/points.h"

/*
 * Designs: trials whose inputs are chosen so that differences between trials show the
 * effect of one group of inputs.
 *
 * saltelli: two independent sets A and B of points, and for each group the points of A
 * with that group's inputs from B (A. Saltelli and others 2010). One more variant has
 * all inputs of A, and the chance inside a trial from B.
 *
 * morris: trajectories through a grid of four levels of each input, 1/8, 3/8, 5/8 and
 * 7/8; each step moves one group by half the range, each input up or down as there is
 * room (M. D. Morris 1991).
 *
 * A trial is point p of variant v, trial number v P + p of P points; under morris a
 * variant is a step and a point a trajectory. Points are dealt to parts as the
 * sampler's are, p to part p mod 16.
 */
enum mnz_design_kind { MNZ_DESIGN_SALTELLI, MNZ_DESIGN_MORRIS };

struct mnz_design;

/* Parts of a design. Borrowed while it is created, but for `groups`. */
struct mnz_design_parts {
    enum mnz_design_kind kind;
    uint64_t seed, points; /* points: a multiple of 128, under morris of 16 */
    enum mnz_sampler sampler;
    uint32_t num_inputs, num_groups;
    const char *const *names;
    const uint32_t *groups; /* [input] below num_groups; correlated inputs in one */
    uint32_t num_correlations;
    const struct mnz_correlation *correlations;
};

/* Fails as mnz_points_create() does. */
MNZ_NODISCARD enum mnz_status mnz_design_create(const struct mnz_design_parts *parts,
                                                struct mnz_design **out);

/* Does nothing when `design` is NULL. */
void mnz_design_destroy(struct mnz_design *design);

/* How many trials there are, and variants. */
uint64_t mnz_design_trials(const struct mnz_design *design);
uint32_t mnz_design_variants(const struct mnz_design *design);

/* The uniforms of a trial, all in (0, 1); `uniforms` has room for twice as many.
 * Allocates nothing. */
void mnz_design_uniforms(const struct mnz_design *design, uint64_t trial,
                         double *uniforms);

/* The trial whose chance, such as the onset of outages, a trial has. Trials of a batch
 * that follow each other, or are 16 apart, have such that do so, or have all the same.
 */
uint64_t mnz_design_chance(const struct mnz_design *design, uint64_t trial);

/* Of morris: the step of a trajectory with which a group moves, 1 .. num_groups; and
 * whether an input moves up then. */
uint32_t mnz_design_step(const struct mnz_design *design, uint64_t trajectory,
                         uint32_t group);
int mnz_design_rises(const struct mnz_design *design, uint64_t trajectory,
                     uint32_t input);

#endif
