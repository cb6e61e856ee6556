#ifndef MNZ_REPORT_MANIFEST_H
#define MNZ_REPORT_MANIFEST_H

#include <stdio.h>
#include "study/calibration.h"
#include "study/score.h"

/* What a run's folder must say of itself. */
struct mnz_manifest {
    const char *version;
    int argc;
    char *const *argv; /* the command line */
    uint64_t trials_asked, seed;
    enum mnz_sampler sampler;
    double wall_seconds;
    int is_partial;
    uint32_t num_runs;
    struct mnz_run *const *runs;
    const struct mnz_score *score;             /* or NULL */
    const struct mnz_calibration *calibration; /* or NULL */
    const struct mnz_observations *fitted;     /* what that was fitted to */
};

/* manifest.json: version, command line, seed, each merged scenario with its hash,
 * times; of a score also what it was held against, and which months of it were fitted;
 * of a calibration the months that had a say, with their hash, and how it went.
 */
MNZ_NODISCARD enum mnz_status mnz_manifest_write(const struct mnz_manifest *manifest,
                                                 FILE *stream);

/* FNV-1a of the merged scenario's text, 16 hexadecimal digits. */
void mnz_manifest_hash(const char *text, size_t length, char hex[17]);

#endif
