#ifndef MNZ_DOCUMENT_DOCUMENT_H
#define MNZ_DOCUMENT_DOCUMENT_H

#include "document/settings.h"

/*
 * Load `path` with everything it extends, its tables and `settings` merged into one
 * tree. *out and all it reaches live in `arena`; texts of the files read are registered
 * with `diags`. Every problem found is in `diags`.
 *
 * Returns MNZ_ERR_INPUT when `diags` has new errors; *out is the tree all the same
 * where nothing that the files were to say is missing from it, so that what else is
 * wrong can be reported with them; else NULL. MNZ_ERR_IO is reported as a diagnostic
 * and MNZ_ERR_INPUT too (a scenario that cannot be read is the user's to mend).
 */
MNZ_NODISCARD enum mnz_status
mnz_document_load(const char *path, const struct mnz_setting *settings,
                  size_t num_settings, struct mnz_arena *arena, struct mnz_diags *diags,
                  const struct mnz_tree **out);

#endif
