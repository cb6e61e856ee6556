#ifndef MNZ_SCENARIO_STUDY_FILE_H
#define MNZ_SCENARIO_STUDY_FILE_H

#include "scenario/fields.h"

/* A scenario of a study, with settings in the order in which they are applied. */
struct mnz_study_scenario {
    const char *name, *file; /* the file as the program opens it */
    const char **settings;   /* [num_settings] "PATH=VALUE" */
    size_t num_settings;
};

/* "PATH=VALUES" of a variation, and where it stands. */
struct mnz_study_varied {
    const char *text;
    struct mnz_span at;
};

/* A study file as it was read. */
struct mnz_study_file {
    const char *title; /* "" if it has none */
    struct mnz_study_scenario *scenarios;
    size_t num_scenarios; /* at least one */
    struct mnz_study_varied *varied;
    size_t num_varied;
    const char **figures;
    size_t num_figures; /* 0: the usual ones */
    int zip;
    uint32_t sample;      /* points, or 0 */
    const char *design;   /* a table of points, or NULL */
    uint64_t trials;      /* 0: those of the first scenario */
    const uint64_t *seed; /* NULL: that of the first scenario */
    const char *sampler;  /* likewise */
};

/* Its keys, for the schema, ended by NULL. */
extern const struct mnz_record_kind *const mnz_study_kinds[];

/* Whether a text is a study file: a line begins with "study:". */
int mnz_study_file_is(const char *text);

/*
 * Read the study file at `path`, or its `text` where that is not NULL. All in `arena`.
 * MNZ_ERR_INPUT, with messages in `diags`; MNZ_ERR_NOMEM; MNZ_ERR_IO where the machine
 * fails.
 */
MNZ_NODISCARD enum mnz_status mnz_study_file_read(const char *path, const char *text,
                                                  struct mnz_arena *arena,
                                                  struct mnz_diags *diags,
                                                  struct mnz_study_file *out);

#endif
