#ifndef MNZ_BASE_DIAG_H
#define MNZ_BASE_DIAG_H

#include "base/messages.h"
#include "base/sha256.h"
#include "monazite/diag.h"

/* How the library writes diagnostics; monazite/diag.h has the part that reads them. */

/*
 * Append the message `code` at `at` with printf-style `format`. `advice` may be NULL
 * and is copied. The list keeps at most 1000 messages and counts the rest. When memory
 * runs out the message is lost but counted, so that an error never passes as success.
 */
void mnz_diag_add(struct mnz_diags *diags, enum mnz_code code, struct mnz_span at,
                  const char *advice, const char *format, ...) MNZ_PRINTF(5, 6);

/* A copy of `text` that lives as long as the list; "" when memory runs out. */
const char *mnz_diags_keep(struct mnz_diags *diags, const char *text);

/*
 * Register the text of a file, copied, so that later messages in it can show their
 * line. `file` is compared by content with the spans' file. Without it, source_line is
 * NULL.
 */
void mnz_diags_add_source(struct mnz_diags *diags, const char *file, const char *text,
                          size_t length);

/* A file that was read, and the SHA-256 of all its bytes. */
struct mnz_read_file {
    const char *path;
    char sha256[MNZ_SHA256_TEXT];
};

/* Note that a file was read, once for each path. */
void mnz_diags_add_file(struct mnz_diags *diags, const char *path, const char *bytes,
                        size_t length);

/* The files noted, in the order in which they were read; the list's. */
const struct mnz_read_file *mnz_diags_files(const struct mnz_diags *diags,
                                            size_t *count);

/* Whether no more messages are kept: their advice need not be worked out. */
int mnz_diags_are_full(const struct mnz_diags *diags);

#endif
