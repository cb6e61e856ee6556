/* delays.c - how long licences take: the shares of cases that are decided in each step
 * after filing. */

#include "engine/delays.h"

#include "base/mathfn.h"

/* The share of cases below which the last bucket takes all that remain. */
static const double MOST_UNDECIDED = 1e-4;

/* A lognormal time, and the terms of its distribution function. */
struct lognormal {
    double median, spread;
    double log_median, mean; /* where there is a spread */
};

/* The integral from 0 to x of the distribution function. */
static double
integrated_cdf(const struct lognormal *time, double x)
{
    double z;

    if (x <= 0.0)
        return 0.0;
    if (time->median <= 0.0 || time->spread <= 0.0)
        return x > time->median ? x - time->median : 0.0;
    z = (mnz_log(x) - time->log_median) / time->spread;
    return x * mnz_normal_cdf(z) - time->mean * mnz_normal_cdf(z - time->spread);
}

static struct lognormal
lognormal_of(double median, double spread)
{
    struct lognormal time = {.median = median, .spread = spread};

    if (median > 0.0 && spread > 0.0) {
        time.log_median = mnz_log(median);
        time.mean = median * mnz_exp(spread * spread / 2.0);
    }
    return time;
}

/* The k_j of licence `v` in one lane. */
static void
set_delays(struct mnz_batch *b, uint32_t v, int lane)
{
    const uint32_t longest = b->engine->max_delay;
    const struct lognormal time =
        lognormal_of(b->delay_median[v][lane], b->delay_spread[v][lane]);
    mnz_lane *k = &b->delay[(size_t)v * b->engine->queue_rows];
    double before = 0.0, here = 0.0, sum = 0.0, mean = 0.0;
    uint32_t j;

    for (j = 0; j < longest && 1.0 - sum > MOST_UNDECIDED; j++) {
        const double after = integrated_cdf(&time, (double)(j + 1));
        const double share = after - 2.0 * here + before;

        k[j][lane] = share > 0.0 ? share : 0.0;
        sum += k[j][lane];
        mean += (double)j * k[j][lane];
        before = here;
        here = after;
    }
    k[j][lane] = sum < 1.0 ? 1.0 - sum : 0.0;
    b->delay_mean[v][lane] = mean + (double)j * k[j][lane];
    b->delay_count[v][lane] = (int64_t)j;
    while (++j <= longest)
        k[j][lane] = 0.0;
}

/* Copy the delays of lane `from` to another lane with the same time. */
static void
copy_delays(struct mnz_batch *b, uint32_t v, int from, int lane)
{
    const uint32_t longest = b->engine->max_delay;
    mnz_lane *k = &b->delay[(size_t)v * b->engine->queue_rows];

    for (uint32_t j = 0; j <= longest; j++)
        k[j][lane] = k[j][from];
    b->delay_mean[v][lane] = b->delay_mean[v][from];
    b->delay_count[v][lane] = b->delay_count[v][from];
}

/* Many times are equal in all trials, and from one day to the next: delays that a lane
 * has already stay. A batch begins with times that no licence has. */
static void
mnz_licence_set_delays(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);
        const mnz_lane median =
            b->value[c->licence.processing_months] / e->net->months_per_step;
        const mnz_lane spread = b->value[c->licence.spread];
        const mnz_mask is_known = (mnz_mask)(median == b->delay_median[v]) &
                                  (mnz_mask)(spread == b->delay_spread[v]) &
                                  (mnz_mask)(b->delay_count[v] > 0);

        if (!lane_any(~is_known))
            continue;
        b->delay_median[v] = median;
        b->delay_spread[v] = spread;
        b->delay_last[v] = 0;
        for (int lane = 0; lane < MNZ_LANES; lane++) {
            if (lane > 0 && median[lane] == median[0] && spread[lane] == spread[0])
                copy_delays(b, v, 0, lane);
            else if (!is_known[lane])
                set_delays(b, v, lane);
            if (b->delay_count[v][lane] > (int64_t)b->delay_last[v])
                b->delay_last[v] = (uint32_t)b->delay_count[v][lane];
        }
    }
}
