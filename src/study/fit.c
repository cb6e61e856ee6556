/* fit.c - a calibration from its observations to its weights. */

#include "study/fit.h"

#include <math.h>
#include <stdlib.h>

#include "document/csv_read.h"
#include "monazite/run.h"

enum { USUAL_ESS = 200 };

static enum mnz_status find_points(struct mnz_fit *fit,
                                   const struct mnz_metrics *metrics,
                                   const struct mnz_observations *observations,
                                   struct mnz_diags *diags);
static enum mnz_status find_inputs(struct mnz_fit *fit, const char *const *patterns,
                                   size_t num_patterns, struct mnz_diags *diags);

enum mnz_status
mnz_fit_create(const struct mnz_scenario *scenario, const struct mnz_metrics *metrics,
               const struct mnz_observations *observations, const char *const *patterns,
               size_t num_patterns, const struct mnz_calibration_setup *options,
               struct mnz_diags *diags, struct mnz_fit **out)
{
    struct mnz_fit *fit = calloc(1, sizeof *fit);
    enum mnz_status st = fit ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    fit->scenario = scenario;
    fit->options = *options;
    st = find_points(fit, metrics, observations, diags);
    if (!st || st == MNZ_ERR_INPUT) {
        const enum mnz_status chosen = find_inputs(fit, patterns, num_patterns, diags);

        st = chosen ? chosen : st;
    }
    if (st)
        goto out;
    *out = fit;
    fit = NULL; /* the caller's now */
out:
    mnz_fit_destroy(fit);
    return st;
}

void
mnz_fit_destroy(struct mnz_fit *fit)
{
    if (!fit)
        return;
    free(fit->draws);
    mnz_arena_finish(&fit->arena);
    free(fit);
}

/* The months to fit, of which there must be one that counts. */
static enum mnz_status
find_points(struct mnz_fit *fit, const struct mnz_metrics *metrics,
            const struct mnz_observations *observations, struct mnz_diags *diags)
{
    enum mnz_status st = mnz_fit_points(metrics, observations, &fit->arena,
                                        &fit->points, &fit->kept, &fit->num_points);
    double weight = 0.0;

    if (st)
        return st;
    for (uint32_t j = 0; j < fit->num_points; j++)
        weight += fit->points[j].point->weight;
    if (weight > 0.0)
        return MNZ_OK;
    mnz_diag_add(diags, fit->num_points == 0 ? MNZ_E1316 : MNZ_E1317,
                 (struct mnz_span){.file = observations->file},
                 fit->num_points == 0
                     ? "write fit in column 'set' of the months to learn from"
                     : "give some of them a weight above 0",
                 fit->num_points == 0 ? "no row is marked 'fit'"
                                      : "all rows marked 'fit' have the weight 0");
    return MNZ_ERR_INPUT;
}

static enum mnz_status
find_inputs(struct mnz_fit *fit, const char *const *patterns, size_t num_patterns,
            struct mnz_diags *diags)
{
    struct mnz_written_inputs written;
    enum mnz_status st = mnz_override_find(fit->scenario, &fit->arena, &written);

    if (!st)
        st = mnz_calibration_choose(fit->scenario, &written, patterns, num_patterns,
                                    &fit->arena, diags, &fit->inputs, &fit->num_inputs);
    return st;
}

uint64_t
mnz_fit_most_trials(const struct mnz_fit *fit)
{
    return MNZ_MOST_KEPT / (fit->num_points + fit->num_inputs);
}

enum mnz_fit_limit
mnz_fit_limit(const struct mnz_fit *fit, uint64_t trials)
{
    if (fit->options.least_ess > (double)trials)
        return MNZ_FIT_NEEDS_MORE_TRIALS;
    if (trials > mnz_fit_most_trials(fit))
        return MNZ_FIT_KEEPS_TOO_MUCH;
    if (fit->options.takes_all &&
        (fit->num_inputs >= MNZ_CSV_MOST_COLUMNS ||
         fit->options.draws > MNZ_CSV_MOST_CELLS / (fit->num_inputs + 1)))
        return MNZ_FIT_DRAWS_TOO_MUCH;
    return MNZ_FIT_IS_POSSIBLE;
}

enum mnz_status
mnz_fit_make_room(struct mnz_fit *fit, uint64_t trials)
{
    fit->draws = calloc((size_t)trials * fit->num_inputs, sizeof *fit->draws);
    return fit->draws ? MNZ_OK : MNZ_ERR_NOMEM;
}

int
mnz_fit_keep_draws(void *context, uint64_t trial, const double *draws,
                   const double *values)
{
    const struct mnz_fit *fit = context;

    (void)values;
    for (uint32_t i = 0; i < fit->num_inputs; i++)
        fit->draws[trial * fit->num_inputs + i] = draws[fit->inputs[i]];
    return 0;
}

double
mnz_fit_least_ess(const struct mnz_fit *fit, uint64_t trials)
{
    return fit->options.least_ess > 0.0
               ? fit->options.least_ess
               : fmin(USUAL_ESS, fmax(1.0, 0.5 * (double)trials));
}

enum mnz_status
mnz_fit_calibrate(struct mnz_fit *fit, uint64_t trials, const double *values,
                  struct mnz_calibration **out)
{
    const struct mnz_trials kept = {trials, fit->num_inputs, fit->inputs, fit->draws,
                                    values};
    struct mnz_calibration_setup options = fit->options;

    options.least_ess = mnz_fit_least_ess(fit, trials);
    return mnz_calibration_create(fit->scenario, &kept, fit->points, fit->num_points,
                                  &options, out);
}
