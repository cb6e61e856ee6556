#ifndef MONAZITE_CRITERION_H
#define MONAZITE_CRITERION_H

#include "monazite/figure.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Criteria: figures below or above limits, as texts with commas between them:
 *
 *     p(shortfall_share.us_auto_motors > 20 %) > 0.1
 *     ci(mean(shortfall_share.total)) < 0.001, ci(p95(output_lost_share.EU)) < 1 %
 *
 * ci(FIGURE) is half the width of the figure's 95 % interval. Limits are in the
 * figure's unit, or with a unit; those of a probability are shares.
 */
struct mnz_criterion {
    struct mnz_figure figure;
    int is_of_error; /* of half the interval's width */
    int is_above;    /* holds above the limit, else below */
    double limit;
};

enum { MNZ_MOST_CRITERIA = 32 };

struct mnz_criteria {
    uint32_t count;
    struct mnz_criterion items[MNZ_MOST_CRITERIA];
};

/*
 * Append the criteria of `text`, which messages call `what` ("--until"), to `criteria`.
 * Errors are appended to `diags`, which may be NULL; MNZ_ERR_INPUT then.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_criteria_read(const struct mnz_model *model, const char *what, const char *text,
                  struct mnz_diags *diags, struct mnz_criteria *criteria);

/*
 * Whether a criterion holds for a result; in *value the figure, or half the width of
 * its interval, NaN where it is not known. An unknown value holds nothing. The error of
 * a probability counts from ten hits on: before, its interval says more of chance.
 */
MNZ_API int mnz_criterion_holds(const struct mnz_result *result,
                                const struct mnz_criterion *criterion, double *value);

/* Write "ci(mean(shortfall_share.total)) < 0.001". */
MNZ_API void mnz_criterion_text(const struct mnz_model *model,
                                const struct mnz_criterion *criterion,
                                char text[MNZ_FIGURE_TEXT]);

/*
 * Run until all criteria hold: `options->trials` trials first (0: 1,024), then twice as
 * many, and so on, at most `most`. It is looked at after doublings only, for a stop
 * that is chosen among many looks is too hopeful. The result is that of a run of so
 * many trials, byte for byte. Fails as mnz_model_run(); it is the caller's to ask which
 * criteria hold. MNZ_ERR_INPUT also for a criterion whose figure is not recorded.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_model_run_until(
    const struct mnz_model *model, const struct mnz_run_options *options,
    const struct mnz_criteria *criteria, uint64_t most, struct mnz_result **out);

#ifdef __cplusplus
}
#endif

#endif
