#ifndef MONAZITE_FIGURE_H
#define MONAZITE_FIGURE_H

#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A figure is one number about a measure's distribution over trials, named by a text:
 *
 *     mean(shortfall_share.total)
 *     p95(output_lost_share.jp_ev_traction)
 *     cvar95(output_lost_usd.sector.cars [2026-03])
 *     p(shortfall_share.EU > 10 % | truce_ends=lapses)
 *
 * In FUNCTION(METRIC.GROUP [MONTH] > THRESHOLD | EVENT=BRANCH)
 * - FUNCTION is mean, sd, p50 (any quantile), cvar95 (the mean of the worst 5 %) or p
 *   (probability, with > THRESHOLD);
 * - METRIC.SCOPE.GROUP stands where groups of several scopes have one name; else the
 *   first in the order of tables counts;
 * - [MONTH] is that month; without one, the whole horizon;
 * - THRESHOLD is in the metric's unit, or has a unit;
 * - EVENT=BRANCH are the trials in which the event took that branch.
 *
 * Names are those of tables; `total` is the group of all. Where no group has a name
 * letter by letter, capitals count as small letters. Spaces do not matter.
 */
enum mnz_function {
    MNZ_FUNCTION_MEAN,
    MNZ_FUNCTION_SD,
    MNZ_FUNCTION_QUANTILE,
    MNZ_FUNCTION_CVAR,
    MNZ_FUNCTION_PROBABILITY
};

struct mnz_figure {
    enum mnz_function function;
    struct mnz_measure measure;
    uint32_t branch;  /* of the results of the model; 0: all trials */
    double level;     /* 0.95 of p95 and cvar95                     */
    double threshold; /* of a probability, in the metric's unit     */
};

/*
 * Read the figure that `text` names. Errors are appended to `diags`, which may be NULL,
 * with the nearest name that there is; MNZ_ERR_INPUT then.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_figure_read(const struct mnz_model *model,
                                                      const char *text,
                                                      struct mnz_diags *diags,
                                                      struct mnz_figure *out);

/*
 * Read the measure METRIC.GROUP [MONTH] or the branch EVENT=BRANCH that `text` names,
 * as in a figure. Messages call the text `what`, such as "--of".
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_measure_read(const struct mnz_model *model, const char *what, const char *text,
                 struct mnz_diags *diags, struct mnz_measure *out);
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_branch_read(const struct mnz_model *model, const char *what, const char *text,
                struct mnz_diags *diags, uint32_t *branch);

/* Bytes of a figure's text with its NUL; a longer one is cut. */
enum { MNZ_FIGURE_TEXT = 512 };

/* Write the shortest text that names the figure: "p95(output_lost_share.EU)". */
MNZ_API void mnz_figure_text(const struct mnz_model *model,
                             const struct mnz_figure *figure,
                             char text[MNZ_FIGURE_TEXT]);

/* Write the shortest text that names the measure: "output_lost_share.EU [2026-03]". */
MNZ_API void mnz_measure_text(const struct mnz_model *model,
                              const struct mnz_measure *measure,
                              char text[MNZ_FIGURE_TEXT]);

/* A figure of a result with its 95 % interval, whose ends are NaN where none is known:
 * of sd, without trials, of a quantile on a side of which there are too few trials to
 * say, and of a mean of fewer than ten worst trials. */
struct mnz_estimate {
    double value, low, high;
    uint64_t trials; /* with a value of the measure      */
    uint64_t hits;   /* above the threshold; else 0      */
};

/* MNZ_ERR_INPUT where the result has no such measure or branch. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_result_figure(const struct mnz_result *result,
                                                        const struct mnz_figure *figure,
                                                        struct mnz_estimate *out);

#ifdef __cplusplus
}
#endif

#endif
