/* interval.c - how sure a counted probability is. */

#include "stats/interval.h"

#include <math.h>

#include "base/mathfn.h"

void
mnz_interval_of_probability(uint64_t hits, uint64_t trials, double *low, double *high)
{
    const double n = (double)trials, p = (double)hits / n, z = 1.959963984540054;
    const double centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    const double half =
        z * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n);
    const double rare = 1.0 - mnz_pow(0.05, 1.0 / n);

    *low = hits == 0 ? 0.0 : hits == trials ? 1.0 - rare : centre - half;
    *high = hits == trials ? 1.0 : hits == 0 ? rare : centre + half;
}
