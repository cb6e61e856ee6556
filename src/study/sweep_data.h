#ifndef MNZ_STUDY_SWEEP_DATA_H
#define MNZ_STUDY_SWEEP_DATA_H

#include "base/sha256.h"
#include "monazite/ranks.h"
#include "study/model.h"
#include "study/sweep_plan.h"

/* The structure behind the opaque type of monazite/sweep.h. */
struct mnz_sweep {
    struct mnz_arena arena;
    const struct mnz_model *base; /* borrowed; NULL where it was read from journals */
    const struct mnz_sweep_plan *plan;
    struct mnz_sweep_plan *own_plan; /* of a sweep that was read from journals */
    struct mnz_journal *journal;
    const char *name, *title;      /* of the scenario */
    const char *hash;              /* SHA-256 of the merged scenario */
    const char **figures, **units; /* [num_figures] */
    uint32_t num_figures, num_problems;
    uint64_t trials, seed;
    enum mnz_sampler sampler;
    uint32_t threads;
    int is_part; /* others run the points that are missing */
};

/* Bytes of a point's record that has figures. */
size_t mnz_sweep_record_size(uint32_t num_figures);

/* Write the record of a point with these figures, or of one with a problem, to `bytes`,
 * which has room for MNZ_PROBLEM_TEXT bytes and the figures. Returns its length. */
size_t mnz_sweep_record(const struct mnz_estimate *estimates, uint32_t num_figures,
                        const char *problem, unsigned char *bytes);

/* Set the hash of the first scenario, and append the fields that make a sweep another
 * one, but for its plan's. */
MNZ_NODISCARD enum mnz_status mnz_sweep_fields(struct mnz_sweep *sweep,
                                               const struct mnz_sweep_options *options,
                                               struct mnz_journal_field **list,
                                               size_t *capacity, size_t *count);

/* Count the points with a problem in the journal. */
MNZ_NODISCARD enum mnz_status mnz_sweep_count_problems(struct mnz_sweep *sweep);

#endif
