#ifndef MONAZITE_SWEEP_H
#define MONAZITE_SWEEP_H

#include "monazite/study.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A sweep: one scenario with values varied, and for each point some figures. All points
 * draw the same numbers, so that differences between points are those of the values.
 * Points are loaded, run and written to a journal one by one: memory does not grow with
 * their number, and a sweep that ended early goes on from its journal.
 */

/* Which values the points have. */
struct mnz_sweep_plan;

/* How to make a plan. Everything is borrowed. */
struct mnz_sweep_design {
    /*
     * Variations, "PATH=a,b,c" or "PATH=from:to:n": n values with equal steps, both
     * ends included. Ends are numbers, both with one unit ("10:90:5 days", "0:100:3 %")
     * or none, or dates. Commas inside brackets, braces or quotes belong to a value.
     * Paths are those of settings, see mnz_model_load(); those of `run` are not varied,
     * for all points have the same trials.
     */
    const char *const *vary; /* [num_vary] */
    uint32_t num_vary;
    int zip; /* the first value of each, then the second, ...; else all combinations, of
                which the last variation changes first */
    /* Not 0: so many points of a Latin hypercube instead: of each range "PATH=from:to"
     * every one of `sample` equal parts holds one point, at random by `seed`; of a list
     * every value comes equally often, give or take one. */
    uint32_t sample;
    uint64_t seed;
    /* A CSV file instead of variations: a column a path, a row a point; an empty cell
     * leaves the scenario's value. NULL: none. */
    const char *table;
    /*
     * Names of the scenarios that are swept, in a column "scenario" before the varied
     * paths: all points of the first, then all of the second, and so on. 0: there is
     * one, without such a column. In a study of several `num_vary` may be 0.
     */
    const char *const *scenarios; /* [num_scenarios] */
    uint32_t num_scenarios;
    /* Where variations stand in a file, for messages; NULL: on the command line. */
    const char *file;
    const uint32_t *lines, *columns; /* [num_vary] */
};

enum { MNZ_MOST_POINTS = 10000000, MNZ_MOST_VARIED = 64, MNZ_VARIED_TEXT = 1024 };

/*
 * Make the plan. Errors are appended to `diags`, which may be NULL. *out is the
 * caller's to destroy; it is NULL after MNZ_ERR_INPUT or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_sweep_plan_create(const struct mnz_sweep_design *design, struct mnz_diags *diags,
                      struct mnz_sweep_plan **out);

/* Does nothing when `plan` is NULL. */
MNZ_API void mnz_sweep_plan_destroy(struct mnz_sweep_plan *plan);

/* How many points there are, and varied paths; the text of a path. */
MNZ_API uint32_t mnz_sweep_plan_points(const struct mnz_sweep_plan *plan);
MNZ_API uint32_t mnz_sweep_plan_num_paths(const struct mnz_sweep_plan *plan);
MNZ_API const char *mnz_sweep_plan_path(const struct mnz_sweep_plan *plan,
                                        uint32_t path);

/* Write the value of a path in a point, "" where the scenario's own is left. */
MNZ_API void mnz_sweep_plan_value(const struct mnz_sweep_plan *plan, uint32_t point,
                                  uint32_t path, char text[MNZ_VARIED_TEXT]);

/* A scenario of a sweep of several; all is borrowed. */
struct mnz_sweep_scenario {
    const char *name;
    const char *path, *text; /* as mnz_model_read() takes them */
    const char *const *settings;
    size_t num_settings;
    const struct mnz_model *model; /* loaded with these settings */
};

/*
 * A study file: scenarios, variations and wanted figures of a sweep in YAML, see
 * docs/sweeps.md. What it does not say is 0 or NULL. All of it lives as long as the
 * study; `model` of its scenarios is NULL, for the caller to load.
 */
struct mnz_sweep_study {
    const char *title;
    struct mnz_sweep_scenario *scenarios; /* [num_scenarios], at least one */
    uint32_t num_scenarios;
    struct mnz_sweep_design design; /* its `seed` is 0 unless the file has one */
    const char *const *figures;     /* [num_figures] */
    uint32_t num_figures;
    uint64_t trials;
    const uint64_t *seed;
    const char *sampler;
    const char *sha256; /* of the file's bytes */
};

/*
 * Whether the file at `path`, or `text` where that is not NULL, is a study file rather
 * than a scenario: a line of it begins with "study:". Of a file that cannot be read: 0.
 */
MNZ_API int mnz_sweep_study_is(const char *path, const char *text);

/*
 * Read a study file, or its `text` where that is not NULL: paths in it are relative to
 * the folder of `path`. Errors are appended to `diags`, which may be NULL. *out is the
 * caller's to destroy; it is NULL after MNZ_ERR_INPUT, MNZ_ERR_IO or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_sweep_study_read(const char *path, const char *text, struct mnz_diags *diags,
                     struct mnz_sweep_study **out);

/* Does nothing when `study` is NULL. */
MNZ_API void mnz_sweep_study_destroy(struct mnz_sweep_study *study);

struct mnz_sweep;

/* How to run a sweep. Everything is borrowed for its time. */
struct mnz_sweep_options {
    /* The scenario as it was loaded, see mnz_model_read(): points have these settings,
     * then their own. */
    const char *path, *text;
    const char *const *settings;
    size_t num_settings;
    /* The scenarios that the plan names, in its order, of which `base` is the first;
     * `path` and `text` are then not used, and points have the scenario's settings,
     * then those above, then their own. 0: one scenario. */
    const struct mnz_sweep_scenario *scenarios;
    uint32_t num_scenarios;
    const char *title;          /* NULL: that of the scenario */
    const char *const *figures; /* [num_figures], see monazite/figure.h */
    uint32_t num_figures;
    /* Trials, seed and sampler of all points, which are else those of the scenario;
     * threads, stop and progress, which counts the trials of all points left to do;
     * ranks, which share the points: rank 0 has the journal and the figures. */
    struct mnz_run_options run;
    /* The file of the journal; NULL: a temporary file. With `resumes` the points of an
     * existing one are not run again. */
    const char *journal;
    int resumes;
    /* The program, such as "0.1.0 4d43781f8a31": a journal of another one is refused.
     * NULL: not told apart. */
    const char *program;
    uint32_t shard, shards; /* only every `shards`-th point, from number `shard` on,
                               counted from 0; 0 shards: all */
};

/*
 * Run the points of `plan` that are not done. `base` is the scenario of `options`. A
 * point that cannot be loaded, or has no such figure, is done and has a problem.
 *
 * On MNZ_OK, and also when it was stopped (MNZ_ERR_STOPPED: it holds the points done),
 * *out is the caller's to destroy, before the plan. Otherwise it is NULL:
 * MNZ_ERR_INPUT, see `diags`, which may be NULL, for a figure that the scenario has
 * not, for a journal of another study, and for ranks with different ones; MNZ_ERR_IO,
 * with errno, where the journal cannot be read or written: what it holds stays;
 * MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_sweep_run(const struct mnz_model *base, const struct mnz_sweep_plan *plan,
              const struct mnz_sweep_options *options, struct mnz_diags *diags,
              struct mnz_sweep **out);

/*
 * Put the parts of a sweep together: the journals at `parts`, [num_parts], whose points
 * are written to one at `journal` (NULL: a temporary file). Points that no part has are
 * missing in the result.
 *
 * MNZ_ERR_INPUT, see `diags`, which may be NULL, for a file that is no journal of a
 * sweep, for parts of different scenarios, programs, seeds, plans or figures, and for
 * parts that have the same point with different figures; MNZ_ERR_IO, with errno;
 * MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_sweep_merge(const char *const *parts, uint32_t num_parts, const char *journal,
                struct mnz_diags *diags, struct mnz_sweep **out);

/* Does nothing when `sweep` is NULL. */
MNZ_API void mnz_sweep_destroy(struct mnz_sweep *sweep);

/* Its plan; its figures, as they were given, and their units; the trials of a point. */
MNZ_API const struct mnz_sweep_plan *mnz_sweep_plan_of(const struct mnz_sweep *sweep);
MNZ_API uint32_t mnz_sweep_num_figures(const struct mnz_sweep *sweep);
MNZ_API const char *mnz_sweep_figure(const struct mnz_sweep *sweep, uint32_t figure);
MNZ_API const char *mnz_sweep_unit(const struct mnz_sweep *sweep, uint32_t figure);
MNZ_API uint64_t mnz_sweep_trials(const struct mnz_sweep *sweep);

/* Whether it is a shard, whose missing points are run elsewhere. */
MNZ_API int mnz_sweep_is_part(const struct mnz_sweep *sweep);

/* How many points are done, and how many of these have a problem. */
MNZ_API uint32_t mnz_sweep_num_done(const struct mnz_sweep *sweep);
MNZ_API uint32_t mnz_sweep_num_problems(const struct mnz_sweep *sweep);

enum mnz_sweep_state {
    MNZ_SWEEP_MISSING, /* not run: it was stopped, or is of another shard */
    MNZ_SWEEP_DONE,
    MNZ_SWEEP_PROBLEM /* it cannot be run */
};

enum { MNZ_PROBLEM_TEXT = 512 };

/*
 * Read a point from the journal: its figures, [mnz_sweep_num_figures()], NaN unless it
 * is done, and why it has none ("" unless there is a problem). MNZ_ERR_IO, with errno.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_sweep_read(const struct mnz_sweep *sweep,
                                                     uint32_t point,
                                                     enum mnz_sweep_state *state,
                                                     struct mnz_estimate *estimates,
                                                     char problem[MNZ_PROBLEM_TEXT]);

#ifdef __cplusplus
}
#endif

#endif
