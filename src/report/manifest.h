#ifndef MNZ_REPORT_MANIFEST_H
#define MNZ_REPORT_MANIFEST_H

#include <stdio.h>
#include "base/outset.h"
#include "report/build_info.h"
#include "report/outcome.h"

/* How an outcome came about. */
struct mnz_manifest {
    struct mnz_build_info build;
    int argc;
    char *const *argv; /* the command line */
    double wall_seconds;
    int is_partial;
    const struct mnz_outcome *outcome;
    /* The folder's other files, complete; borrowed. */
    const struct mnz_outset_file *files;
    size_t num_files;
};

/*
 * manifest.json: version and build, command line, seed, the folder's files with their
 * hashes, each merged scenario with its
 * hash, times; of a score also the table of observations, and which months of it were
 * fitted; of a calibration the months that were fitted, with their hash, and how it
 * went.
 */
MNZ_NODISCARD enum mnz_status mnz_manifest_write(const struct mnz_manifest *manifest,
                                                 FILE *stream);

/* FNV-1a of the merged scenario's text, 16 hexadecimal digits. */
void mnz_manifest_hash(const char *text, size_t length, char hex[17]);

#endif
