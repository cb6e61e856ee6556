/* delays.c - how long licences take: the shares of cases that are decided in each step
 * after filing. */

#include "base/mathfn.h"
#include "engine/licence.h"

/* The share of cases below which the last bucket takes all that remain. */
static const double MOST_UNDECIDED = 1e-4;

/* The integral from 0 to x of the distribution function of a lognormal time. */
static double
integrated_cdf(double x, double median, double spread)
{
    double z;

    if (x <= 0.0)
        return 0.0;
    if (median <= 0.0 || spread <= 0.0)
        return x > median ? x - median : 0.0;
    z = (mnz_log(x) - mnz_log(median)) / spread;
    return x * mnz_normal_cdf(z) -
           median * mnz_exp(spread * spread / 2.0) * mnz_normal_cdf(z - spread);
}

void
mnz_licence_set_delays(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t longest = e->max_delay;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);
        const mnz_lane median =
            b->value[c->processing_months] / e->net->months_per_step;
        const mnz_lane spread = b->value[c->spread];
        mnz_lane *k = &b->delay[(size_t)v * (longest + 1)];

        b->delay_last[v] = 0;
        for (int lane = 0; lane < MNZ_LANES; lane++) {
            double before = 0.0, here = 0.0, sum = 0.0, mean = 0.0;
            uint32_t j;

            for (j = 0; j < longest && 1.0 - sum > MOST_UNDECIDED; j++) {
                const double after =
                    integrated_cdf((double)(j + 1), median[lane], spread[lane]);
                const double share = after - 2.0 * here + before;

                k[j][lane] = share > 0.0 ? share : 0.0;
                sum += k[j][lane];
                mean += (double)j * k[j][lane];
                before = here;
                here = after;
            }
            k[j][lane] = sum < 1.0 ? 1.0 - sum : 0.0;
            b->delay_mean[v][lane] = mean + (double)j * k[j][lane];
            if (j > b->delay_last[v])
                b->delay_last[v] = j;
            while (++j <= longest)
                k[j][lane] = 0.0;
        }
    }
}
