#ifndef MONAZITE_MODEL_H
#define MONAZITE_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/diag.h"
#include "monazite/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A model is one scenario, read and compiled into its network: everything that a run
 * needs. It never changes, so any number of threads may read it and run it at once.
 * Strings returned below belong to it and are valid until mnz_model_destroy().
 */
struct mnz_model;

/* No position: the answer of a search without a hit. */
#define MNZ_NONE UINT32_MAX

/*
 * Load the scenario at `path`, with all that it extends and its tables. `settings` are
 * `num_settings` texts PATH=VALUE that change single values, in order, as with --set:
 * "controls.cn_2025_61.approval.civil=0.5"; may be NULL when there are none.
 *
 * Everything there is to say about the files is appended to `diags`, warnings of a
 * sound scenario too; `diags` may be NULL. On MNZ_OK *out is the caller's to destroy;
 * otherwise it is NULL and the result is MNZ_ERR_INPUT (see the diagnostics; a missing
 * file is among them) or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_load(const char *path, const char *const *settings, size_t num_settings,
               struct mnz_diags *diags, struct mnz_model **out);

/*
 * The same of a scenario that is `text`, ended by a NUL, as if it stood in a file at
 * `path`, which need not exist: its messages name that file, the model has its name,
 * and `extends` and tables are found from its folder. With a `text` of NULL the file is
 * read. The posterior of such a model cannot be written, for it would extend a file.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_read(const char *path, const char *text, const char *const *settings,
               size_t num_settings, struct mnz_diags *diags, struct mnz_model **out);

/* To be destroyed after all that was made from it (results, observations, scores,
 * calibrations). Does nothing when `model` is NULL. */
MNZ_API void mnz_model_destroy(struct mnz_model *model);

/* The name, which is that of the file without folder and ending, and the title; the
 * name where no title is given. */
MNZ_API const char *mnz_model_name(const struct mnz_model *model);
MNZ_API const char *mnz_model_title(const struct mnz_model *model);

/* The scenario's own notes, such as those of a calibration; "" where there are none. */
MNZ_API const char *mnz_model_notes(const struct mnz_model *model);

/* How many months a run reports, from the month of the start on. */
MNZ_API uint32_t mnz_model_months(const struct mnz_model *model);

/* Bytes of a month's text with its NUL. */
enum { MNZ_MONTH_TEXT = 16 };

/* Write "2025-04" for month 3 of a model that starts in January 2025; negative months
 * are those before the start. */
MNZ_API void mnz_model_month_text(const struct mnz_model *model, int32_t month,
                                  char text[MNZ_MONTH_TEXT]);

/* How the scenario itself wants to be run: number of trials, seed, and the sampler's
 * name, such as "plain". */
MNZ_API uint64_t mnz_model_trials(const struct mnz_model *model);
MNZ_API uint64_t mnz_model_seed(const struct mnz_model *model);
MNZ_API const char *mnz_model_sampler(const struct mnz_model *model);

/*
 * The measures that a run reports. Groups are 0 .. mnz_model_num_groups() - 1, ordered
 * by scope: "total" (one group, "all"), "industry", "sector", "country", "bloc",
 * "element", "stage", "control", "market" and "flow".
 */
MNZ_API uint32_t mnz_model_num_groups(const struct mnz_model *model);
MNZ_API const char *mnz_model_group_scope(const struct mnz_model *model,
                                          uint32_t group);
MNZ_API const char *mnz_model_group_name(const struct mnz_model *model, uint32_t group);

/* Metrics are 0 .. mnz_metric_count() - 1, the same in all models: "shortfall_share"
 * with unit "share", "output_lost_usd" with unit "USD". A scope has some of them. */
MNZ_API uint32_t mnz_metric_count(void);
MNZ_API const char *mnz_metric_name(uint32_t metric);
MNZ_API const char *mnz_metric_unit(uint32_t metric);

/* The month of a measure that covers all months. */
#define MNZ_HORIZON UINT32_MAX

/* A metric of a group, over the horizon or in one month (0 is the first). */
struct mnz_measure {
    uint32_t group, metric, month;
};

/* Find a metric over the horizon by its names: ("total", "all", "shortfall_share").
 * MNZ_ERR_INPUT where the model does not report it. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_find_measure(const struct mnz_model *model, const char *scope,
                       const char *group, const char *metric, struct mnz_measure *out);

/* Whether runs report `measure`; not all metrics are reported by month. */
MNZ_API int mnz_model_has_measure(const struct mnz_model *model,
                                  struct mnz_measure measure);

/* How many measures over the horizon there are, and the position of one among them, by
 * group, then metric: MNZ_NONE where it is none of them. */
MNZ_API uint32_t mnz_model_num_horizon(const struct mnz_model *model);
MNZ_API uint32_t mnz_model_horizon_position(const struct mnz_model *model,
                                            struct mnz_measure measure);

/*
 * An uncertain input, of which each trial draws one value in `unit` (dates in days
 * since 1970-01-01). `source` and `verified` are "" where the scenario does not say.
 */
struct mnz_input_info {
    const char *name;         /* "controls.cn_2025_61.approval.civil" */
    const char *distribution; /* as written: "triangular(0.5, 1.2, 3)" */
    const char *unit;
    const char *source, *verified;
    struct mnz_span at;  /* where it is written */
    double mean, median; /* of the distribution; the mean may be NaN */
};

MNZ_API uint32_t mnz_model_num_inputs(const struct mnz_model *model);
MNZ_API void mnz_model_input(const struct mnz_model *model, uint32_t input,
                             struct mnz_input_info *out);

#ifdef __cplusplus
}
#endif

#endif
