#ifndef MNZ_DOCUMENT_LOCATE_H
#define MNZ_DOCUMENT_LOCATE_H

#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "monazite/status.h"

/* A file that another one names. */
struct mnz_located {
    const char
        *file; /* its path as messages name it; lives as long as the diagnostics */
    const char *real; /* absolute, links followed: the same for one file */
    struct mnz_span named_at;
};

/*
 * Find the file at `path`, relative to the folder of the file that `named_at` stands in
 * (a --set stands in none: the current directory). Both its name and that of the file
 * it leads to through links end in one of `extensions` (a list that ends in NULL), so
 * that no scenario can make us read, and quote, another kind of file.
 *
 * Errors are reported at `named_at`: MNZ_ERR_INPUT.
 */
MNZ_NODISCARD enum mnz_status
mnz_locate(const char *path, struct mnz_span named_at, const char *const *extensions,
           struct mnz_arena *arena, struct mnz_diags *diags, struct mnz_located *out);

/* `path` relative to the folder of `file`, or as it is if that is a --set. NULL without
 * memory. */
const char *mnz_locate_beside(const char *path, const char *file,
                              struct mnz_arena *arena);

/* Read it, at most `max_bytes`; as mnz_file_read, with errors reported at `named_at`.
 */
MNZ_NODISCARD enum mnz_status mnz_locate_read(const struct mnz_located *located,
                                              size_t max_bytes, struct mnz_arena *arena,
                                              struct mnz_diags *diags, char **text,
                                              size_t *length);

#endif
