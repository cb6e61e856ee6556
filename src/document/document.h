#ifndef MNZ_DOCUMENT_DOCUMENT_H
#define MNZ_DOCUMENT_DOCUMENT_H

#include "document/settings.h"

/*
 * Load `path` with everything it extends, its tables and `settings` merged into one
 * tree. *out and all it reaches live in `arena`; texts of the files read are registered
 * with `diags`. Every problem found is in `diags`.
 *
 * Returns MNZ_ERR_INPUT when `diags` has new errors. *out is the tree all the same if
 * no part of the files is missing from it, so that a caller can report further faults
 * with them; else NULL. A scenario that cannot be read is the user's to correct:
 * MNZ_ERR_IO too is a diagnostic and MNZ_ERR_INPUT.
 */
MNZ_NODISCARD enum mnz_status
mnz_document_load(const char *path, const struct mnz_setting *settings,
                  size_t num_settings, struct mnz_arena *arena, struct mnz_diags *diags,
                  const struct mnz_tree **out);

/* A file and the text in it; it is read where `text` is NULL. Borrowed. */
struct mnz_document_file {
    const char *path, *text;
};

/* The same of a file that need not exist. */
MNZ_NODISCARD enum mnz_status mnz_document_read(const struct mnz_document_file *file,
                                                const struct mnz_setting *settings,
                                                size_t num_settings,
                                                struct mnz_arena *arena,
                                                struct mnz_diags *diags,
                                                const struct mnz_tree **out);

#endif
