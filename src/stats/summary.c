/* summary.c - the distribution of a series, from its counts. */

#include "stats/tally.h"

#include <math.h>

#include "base/bug.h"
#include "stats/interval.h"
#include "stats/sections.h"
#include "stats/series.h"

/* Worst trials from which their mean has an interval. */
#define LEAST_WORST 10.0

static double
quantile_of(const struct mnz_histogram_view *view, double p)
{
    return mnz_histogram_order(view, mnz_quantile_rank(p, view->count));
}

/* The standard error of the mean, with its degrees of freedom. */
static void
find_error(const struct mnz_tally *tally, uint32_t series, struct mnz_summary *out)
{
    const struct mnz_moments *m = &tally->series[series].moments;
    const size_t first = (size_t)series * tally->num_replicates;
    struct mnz_part_sum parts[MNZ_MAX_REPLICATES];
    uint32_t used;

    if (!tally->part_sums) {
        out->se = out->sd / sqrt((double)m->count);
        out->se_degrees = m->count - 1;
        return;
    }
    for (uint32_t k = 0; k < tally->num_replicates; k++)
        parts[k] = (struct mnz_part_sum){tally->part_sums[first + k],
                                         tally->part_counts[first + k]};
    out->se =
        mnz_moments_part_error(m, parts, tally->num_replicates,
                               mnz_unit_scale(tally->unit_of_series[series]), &used);
    out->se_degrees = used - 1;
}

void
mnz_tally_summary(const struct mnz_tally *tally, uint32_t series,
                  struct mnz_summary *out)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);
    const struct mnz_moments *m = &tally->series[series].moments;
    const double scale = mnz_unit_scale(tally->unit_of_series[series]);

    *out = (struct mnz_summary){
        .trials = m->trials,
        .weight = (double)m->count,
        .mean = NAN,
        .se = NAN,
        .sd = NAN,
        .min = NAN,
        .p01 = NAN,
        .p05 = NAN,
        .p25 = NAN,
        .p50 = NAN,
        .p75 = NAN,
        .p95 = NAN,
        .p99 = NAN,
        .max = NAN,
        .cvar95 = NAN,
    };
    if (m->count == 0)
        return;
    out->mean = mnz_moments_mean(m, scale);
    out->sd = mnz_moments_sd(m, scale);
    find_error(tally, series, out);
    out->min = m->min;
    out->max = m->max;
    out->p01 = quantile_of(&view, 0.01);
    out->p05 = quantile_of(&view, 0.05);
    out->p25 = quantile_of(&view, 0.25);
    out->p50 = quantile_of(&view, 0.50);
    out->p75 = quantile_of(&view, 0.75);
    out->p95 = quantile_of(&view, 0.95);
    out->p99 = quantile_of(&view, 0.99);
    out->cvar95 = mnz_histogram_top_mean(&view, (double)m->count / 20.0);
}

double
mnz_tally_quantile(const struct mnz_tally *tally, uint32_t series, double p)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);

    return view.count > 0 ? quantile_of(&view, p) : NAN;
}

double
mnz_tally_cvar(const struct mnz_tally *tally, uint32_t series, double p)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);
    const double n = (double)view.count;

    /* 1 / 20 and not 1 - 0.95, so that it is summary's cvar95 to the last bit. */
    return view.count > 0
               ? mnz_histogram_top_mean(&view, p == 0.95 ? n / 20.0 : n * (1.0 - p))
               : NAN;
}

/* Weighted trials have errors from their replicates only. */
static int
has_interval(const struct mnz_tally *tally, uint32_t series)
{
    return tally->heaviest <= 1 || mnz_sections_are_there(tally, series);
}

/* The worst mean is the quantile q plus the mean of max(0, x - q) / (1 - p), and q is
 * where that is least: its own error does not count (R. T. Rockafellar and S. Uryasev
 * 2000, A. A. Trindade and others 2007). */
void
mnz_tally_cvar_interval(const struct mnz_tally *tally, uint32_t series, double p,
                        double *low, double *high)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);
    const double n = (double)view.count, top = n * (1.0 - p);
    double mean, q, excess, variance, half;

    *low = *high = NAN;
    if (top < LEAST_WORST || !has_interval(tally, series))
        return;
    mean = mnz_tally_cvar(tally, series, p);
    q = fmin(quantile_of(&view, p), mean);
    if (mnz_sections_are_there(tally, series)) {
        half = mnz_sections_excess_half(tally, series, q) / (1.0 - p);
        *low = mean - half;
        *high = mean + half;
        return;
    }
    excess = (1.0 - p) * (mean - q);
    variance = mnz_histogram_top_squares(&view, top, q) / n - excess * excess;
    half = mnz_student95((uint64_t)top - 1) * sqrt(fmax(variance, 0.0) / n) / (1.0 - p);
    *low = mean - half;
    *high = mean + half;
}

/* From ranks of so many effective trials to those of all, rounded outwards. */
static void
scale_ranks(uint64_t count, uint64_t worth, uint64_t *first, uint64_t *last)
{
    const double scale = (double)count / (double)worth;

    if (*first > 0)
        *first = (uint64_t)fmax(floor((double)*first * scale), 1.0);
    if (*last > 0)
        *last = (uint64_t)fmin(ceil((double)*last * scale), (double)count);
}

void
mnz_tally_quantile_interval(const struct mnz_tally *tally, uint32_t series, double p,
                            double *low, double *high)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);
    uint64_t first, last, worth = view.count;

    *low = *high = NAN;
    if (!has_interval(tally, series))
        return;
    if (view.count > 0 && mnz_sections_are_there(tally, series))
        worth = (uint64_t)mnz_sections_effective(tally, series, quantile_of(&view, p));
    mnz_interval_ranks(p, worth, &first, &last);
    if (worth != view.count)
        scale_ranks(view.count, worth, &first, &last);
    *low = first > 0 ? mnz_histogram_order(&view, first) : NAN;
    *high = last > 0 ? mnz_histogram_order(&view, last) : NAN;
}

void
mnz_tally_mean_interval(const struct mnz_tally *tally, uint32_t series, double *low,
                        double *high)
{
    struct mnz_summary s;

    mnz_tally_summary(tally, series, &s);
    *low = s.mean - mnz_student95(s.se_degrees) * s.se;
    *high = s.mean + mnz_student95(s.se_degrees) * s.se;
}

void
mnz_tally_exceedance(const struct mnz_tally *tally, uint32_t series, double threshold,
                     struct mnz_exceedance *out)
{
    const struct mnz_histogram_view view = mnz_tally_view(tally, series);

    *out = (struct mnz_exceedance){
        .trials = tally->series[series].moments.trials, .low = NAN, .high = NAN};
    out->hits = view.count > 0 ? mnz_histogram_above(&view, threshold) : 0;
    out->probability = (double)out->hits / (double)view.count;
    if (!has_interval(tally, series))
        return;
    if (view.count > 0 && mnz_sections_are_there(tally, series))
        mnz_interval_of_share(out->probability,
                              mnz_sections_effective(tally, series, threshold),
                              &out->low, &out->high);
    else
        mnz_interval_of_probability(out->hits, out->trials, &out->low, &out->high);
}
