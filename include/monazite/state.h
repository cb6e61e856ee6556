#ifndef MONAZITE_STATE_H
#define MONAZITE_STATE_H

#include <stdio.h>

#include "monazite/criterion.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A run that goes on, at once or another day: the result of more trials is that of one
 * long run, byte for byte, under each sampler and on any number of threads.
 */

/* Bytes of a maker or note with the NUL, at most. */
enum { MNZ_STATE_TEXT = 256 };

/*
 * Write the state of a result to `stream`: all that its trials have found out, with the
 * hash of its merged scenario, seed, sampler and the measures that it counts.
 *
 * `maker` is the program that made the trials, with its version: another one may make
 * other numbers of the same scenario, so it does not go on with them. `note` is any
 * text that the caller wants back. Both are shorter than MNZ_STATE_TEXT.
 *
 * MNZ_ERR_IO, with errno; MNZ_ERR_INPUT for a text that is too long.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_result_save(const struct mnz_result *result,
                                                      const char *maker,
                                                      const char *note, FILE *stream);

/*
 * Read back the state in the file at `path`, that mnz_result_save() wrote of a run of
 * this `model` with these `options` and the same `maker`. `trials` of the options are
 * the most that it is to be extended to. `note`, unless NULL, has MNZ_STATE_TEXT bytes
 * and receives the note. *out is the caller's to destroy, before the model.
 *
 * MNZ_ERR_INPUT, with *out NULL and a message in `diags`, which may be NULL: for a file
 * that cannot be read, is no state or is damaged; for a state of another scenario,
 * maker, seed, sampler, strata or other measures, or of more trials than the options
 * ask for. MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_result_restore(const struct mnz_model *model, const struct mnz_run_options *options,
                   const char *maker, const char *path, struct mnz_diags *diags,
                   char *note, struct mnz_result **out);

/* The facts that a state tells of itself. */
struct mnz_state_facts {
    char maker[MNZ_STATE_TEXT], note[MNZ_STATE_TEXT], sampler[32];
    uint64_t seed, trials; /* trials: those asked for */
    uint32_t num_kept;     /* measures whose values it has of each trial */
};

/* Read the facts of the state in a file. MNZ_ERR_INPUT, with a message in `diags`,
 * which may be NULL, for a file that is no state; MNZ_ERR_NOMEM. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_state_read(const char *path, struct mnz_diags *diags, struct mnz_state_facts *out);

/* The settings that its model was loaded with, "a=1; b=2", the caller's to free. As
 * mnz_state_read(). */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_state_settings(const char *path, struct mnz_diags *diags, char **out);

/* The measures kept in a state of a run of `model`, [mnz_state_facts.num_kept]. As
 * mnz_state_read(); MNZ_ERR_INPUT also where the model has no such measure. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_state_measures(const struct mnz_model *model,
                                                         const char *path,
                                                         struct mnz_diags *diags,
                                                         struct mnz_measure *out);

/*
 * Add to a result the trials of another part of the same run, whose state is in the
 * file at `path`: `shards` of struct mnz_run_options make such parts. As
 * mnz_result_restore(); MNZ_ERR_INPUT also for a part of a run of other trials, and for
 * trials that the result has. After a failure the result can only be destroyed.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_result_add(struct mnz_result *result,
                                                     const char *maker,
                                                     const char *path,
                                                     struct mnz_diags *diags);

/*
 * Go on until a result has `options->trials` trials; nothing is done if it has them.
 * Other options are those that it was made with, but for threads, and for what is
 * watched: `stop`, `progress`, `trial`, which is called for new trials only. After a
 * failure other than MNZ_ERR_STOPPED the result can only be destroyed. MNZ_ERR_INPUT
 * for more trials than it has room for: those that it was restored with, or made with.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_result_extend(struct mnz_result *result, const struct mnz_run_options *options);

/*
 * The same until all criteria hold, as mnz_model_run_until() does from the beginning:
 * it looks at the doublings of `options->trials` (0: 1,024) that are not below the
 * trials done, and ends at `most`, for which there must be room.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_result_extend_until(struct mnz_result *result,
                        const struct mnz_run_options *options,
                        const struct mnz_criteria *criteria, uint64_t most);

#ifdef __cplusplus
}
#endif

#endif
