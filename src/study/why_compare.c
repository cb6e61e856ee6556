/* why_compare.c - an industry's losses in a variant of a model, on the same trials. */

#include <math.h>

#include "sampling/points.h"
#include "stats/interval.h"
#include "stats/tally.h"
#include "study/why.h"

/* The group of the industry in another model; MNZ_NONE if it has none. */
static uint32_t
find_group(const struct mnz_why *why, const struct mnz_model *other)
{
    struct mnz_measure measure;

    return mnz_model_find_measure(other, "industry",
                                  mnz_model_group_name(why->model, why->group),
                                  "shortfall_share", &measure) == MNZ_OK
               ? measure.group
               : MNZ_NONE;
}

/* Of each replicate, the sum of differences between trials of equal number. */
struct pairs {
    uint32_t replicates;
    uint64_t trials, of[MNZ_MAX_REPLICATES];
    double sum[MNZ_MAX_REPLICATES], squares, sum_with, sum_without;
};

static void
collect(const struct mnz_keep *with, const struct mnz_keep *without, uint64_t trials,
        int loss, struct pairs *pairs)
{
    for (uint64_t k = 0; k < trials; k++) {
        const double a = with->values[k * MNZ_NUM_LOSSES + (unsigned)loss];
        const double b = without->values[k * MNZ_NUM_LOSSES + (unsigned)loss];

        if (!with->is_done[k] || !without->is_done[k])
            continue;
        pairs->of[k % pairs->replicates]++;
        pairs->sum[k % pairs->replicates] += a - b;
        pairs->squares += (a - b) * (a - b);
        pairs->sum_with += a;
        pairs->sum_without += b;
        pairs->trials++;
    }
}

/* The standard error of the mean difference, from the spread of the replicates' means,
 * or of trials where each is by itself; *degrees of freedom. */
static double
error_of(const struct pairs *pairs, uint64_t *degrees)
{
    const double n = (double)pairs->trials,
                 mean = (pairs->sum_with - pairs->sum_without) / n;
    double squares = 0.0;

    if (pairs->replicates == 1) {
        *degrees = pairs->trials - 1;
        squares = fmax(0.0, pairs->squares - n * mean * mean);
        return sqrt(squares / (n - 1.0) / n);
    }
    *degrees = pairs->replicates - 1;
    for (uint32_t r = 0; r < pairs->replicates; r++) {
        const double x = pairs->sum[r] / (double)pairs->of[r] - mean;

        squares += x * x;
    }
    return sqrt(squares / (double)pairs->replicates / (double)*degrees);
}

static void
summarise(const struct pairs *pairs, int loss, struct mnz_why_without *out)
{
    uint64_t degrees = 0;
    double error = (double)NAN;

    out->trials = pairs->trials;
    out->loss[loss] = pairs->sum_without / (double)pairs->trials;
    out->saved[loss] = (pairs->sum_with - pairs->sum_without) / (double)pairs->trials;
    if (pairs->trials >= 2 * (uint64_t)pairs->replicates)
        error = error_of(pairs, &degrees) * mnz_student95(degrees);
    out->low[loss] = out->saved[loss] - error;
    out->high[loss] = out->saved[loss] + error;
}

enum mnz_status
mnz_why_compare(const struct mnz_why *why, const struct mnz_model *other,
                const struct mnz_run_options *options, struct mnz_why_without *out)
{
    const uint32_t group = find_group(why, other);
    struct mnz_run_options how = options ? *options : (struct mnz_run_options){0};
    struct mnz_measure measures[MNZ_NUM_LOSSES];
    uint32_t series[MNZ_NUM_LOSSES];
    struct mnz_kept_series kept = {.kept = series, .sampled = MNZ_NONE};
    struct mnz_result *result;
    enum mnz_status st;

    if (group == MNZ_NONE || why->result->keep.num_series == 0)
        return MNZ_ERR_INPUT;
    kept.num_kept = mnz_why_series(other, group, series);
    mnz_why_measures(group, measures);
    how.only = measures;
    how.num_only = MNZ_NUM_LOSSES;
    how.trials = why->result->trials_asked;
    how.seed = &why->result->seed;
    how.sampler = mnz_sampler_names[why->result->sampler];
    how.trial = NULL;
    st = mnz_model_run_keeping(other, &how, &kept, &result);
    for (int loss = 0; !st && loss < MNZ_NUM_LOSSES; loss++) {
        struct pairs pairs = {.replicates =
                                  mnz_sampler_replicates(why->result->sampler)};

        collect(&why->result->keep, &result->keep, how.trials, loss, &pairs);
        summarise(&pairs, loss, out);
    }
    mnz_result_destroy(result);
    return st;
}
