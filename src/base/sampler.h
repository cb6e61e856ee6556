#ifndef MNZ_BASE_SAMPLER_H
#define MNZ_BASE_SAMPLER_H

/*
 * The samplers: how the points of a run's trials are chosen. One row each: identifier,
 * its name in scenarios and on the command line, and its help.
 */
#define MNZ_SAMPLERS(X)                                                                \
    X(PLAIN, plain, "independent draws")                                               \
    X(SOBOL, sobol, "scrambled Sobol' points, which spread more evenly")               \
    X(LATIN, latin, "Latin hypercubes of 32 trials, which spread each input evenly")

#define MNZ_SAMPLER_ID(id, name, help) MNZ_SAMPLER_##id,
enum mnz_sampler { MNZ_SAMPLERS(MNZ_SAMPLER_ID) MNZ_NUM_SAMPLERS };
#undef MNZ_SAMPLER_ID

/* A string literal: "plain: independent draws; sobol: scrambled ...". */
#define MNZ_SAMPLER_HELP_ROW(id, name, help) "; " #name ": " help
#define MNZ_SAMPLER_HELP (&(MNZ_SAMPLERS(MNZ_SAMPLER_HELP_ROW))[2])

/* A string literal: "plain or sobol or latin". */
#define MNZ_SAMPLER_CHOICE(id, name, help) " or " #name
#define MNZ_SAMPLER_CHOICES (&(MNZ_SAMPLERS(MNZ_SAMPLER_CHOICE))[4])

/* Names by sampler, ended by NULL. */
extern const char *const mnz_sampler_names[MNZ_NUM_SAMPLERS + 1];

/* The sampler called `name`, or MNZ_NUM_SAMPLERS. */
enum mnz_sampler mnz_sampler_find(const char *name);

#endif
