#ifndef MNZ_REPORT_MANIFEST_READ_H
#define MNZ_REPORT_MANIFEST_READ_H

#include "base/arena.h"
#include "base/sha256.h"
#include "monazite/status.h"

/* A file of a folder of results, as its manifest has it. */
struct mnz_manifest_file {
    const char *name;
    const char *sha256;
};

/*
 * The files that the manifest at `path` lists, in `arena`. MNZ_ERR_IO with errno where
 * it cannot be read; MNZ_ERR_INPUT where it is no manifest of results, or names a file
 * outside its folder.
 */
MNZ_NODISCARD enum mnz_status mnz_manifest_read(const char *path,
                                                struct mnz_arena *arena,
                                                struct mnz_manifest_file **files,
                                                size_t *count);

/* State of a file of the manifest, as a folder holds it. */
enum mnz_manifest_state {
    MNZ_FILE_WHOLE,
    MNZ_FILE_MISSING,
    MNZ_FILE_CHANGED,
};

/* Compare a file of `folder` with its hash. MNZ_ERR_IO with errno, or MNZ_ERR_NOMEM. */
MNZ_NODISCARD enum mnz_status mnz_manifest_compare(const char *folder,
                                                   const struct mnz_manifest_file *file,
                                                   enum mnz_manifest_state *state);

#endif
