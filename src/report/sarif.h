#ifndef MNZ_REPORT_SARIF_H
#define MNZ_REPORT_SARIF_H

#include <stdio.h>
#include "monazite/diag.h"

/*
 * Messages as a log of SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS,
 * 2020), which editors and code hosts show beside the lines of a file.
 */
struct mnz_sarif;

/* A new, empty log in *out, the caller's to destroy. MNZ_ERR_NOMEM. */
MNZ_NODISCARD enum mnz_status mnz_sarif_create(struct mnz_sarif **out);
void mnz_sarif_destroy(struct mnz_sarif *log);

/* Add all messages of a list, but those that the log has. A failure to keep them is
 * told by mnz_sarif_write(). */
void mnz_sarif_add(struct mnz_sarif *log, const struct mnz_diags *diags);

/* Write the log of a program of this version that ends with `exit_status`; 1 is a
 * failure of the machine. MNZ_ERR_NOMEM or MNZ_ERR_IO. */
MNZ_NODISCARD enum mnz_status mnz_sarif_write(const struct mnz_sarif *log,
                                              const char *version, int exit_status,
                                              FILE *stream);

#endif
