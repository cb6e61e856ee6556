/* plain.c - the sampler plain: independent draws. */

#include "sampling/method.h"
#include "sampling/philox.h"

/* Inputs side by side, the last few one by one. */
void
mnz_plain_draw(const struct mnz_points *points, uint64_t trial, double *uniforms)
{
    uint64_t trials[MNZ_PHILOX_LANES];
    uint32_t i = 0;

    for (int lane = 0; lane < MNZ_PHILOX_LANES; lane++)
        trials[lane] = trial;
    for (; i + MNZ_PHILOX_LANES <= points->num_inputs; i += MNZ_PHILOX_LANES) {
        uint64_t keys[MNZ_PHILOX_LANES], bits[2][MNZ_PHILOX_LANES];

        for (uint32_t lane = 0; lane < MNZ_PHILOX_LANES; lane++)
            keys[lane] = points->streams[i + lane].key;
        mnz_philox_lanes(keys, trials, 0, bits);
        for (uint32_t lane = 0; lane < MNZ_PHILOX_LANES; lane++)
            uniforms[i + lane] = mnz_bits_uniform(bits[0][lane]);
    }
    for (; i < points->num_inputs; i++)
        uniforms[i] = mnz_stream_uniform(&points->streams[i], trial, 0);
}

const struct mnz_sampler_method mnz_sampler_plain = {.replicates = 1,
                                                     .draw = mnz_plain_draw};
