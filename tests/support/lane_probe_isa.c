/* lane_probe_isa.c - compiled once for each instruction set, which MNZ_ISA names. */

#include <string.h>

#include "lanes/lane_pow.c"
#include "support/lane_probe.h"

#define lane_probe_run MNZ_ISA_NAME(lane_probe_pow)

lane_probe_pow_function lane_probe_run;

void
lane_probe_run(const double *x, const double *y, double *result, size_t count)
{
    for (size_t i = 0; i < count; i += MNZ_LANES) {
        mnz_lane base, exponent, power;

        memcpy(&base, &x[i], sizeof base);
        memcpy(&exponent, &y[i], sizeof exponent);
        power = mnz_lane_pow(base, exponent);
        memcpy(&result[i], &power, sizeof power);
    }
}
