#ifndef MONAZITE_DIAG_H
#define MONAZITE_DIAG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "monazite/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Diagnostics: everything there is to say about the user's files. Each has a severity,
 * a place, a text and often advice. They are collected, not printed, so that a file's
 * problems all show in one run.
 */

/*
 * A place in a file. Lines and columns count from 1, columns in bytes; 0 means unknown.
 * `file` is borrowed: it lives as long as the diagnostics (use mnz_diags_keep).
 */
struct mnz_span {
    const char *file;
    uint32_t line;
    uint32_t column;
};

enum mnz_severity { MNZ_SEVERITY_NOTE, MNZ_SEVERITY_WARNING, MNZ_SEVERITY_ERROR };

/* One message. Strings belong to the list; `advice` and `source_line` may be NULL. */
struct mnz_diag {
    enum mnz_severity severity;
    struct mnz_span at;
    const char *text;
    const char *advice;      /* "did you mean 'capacity'?" or what was expected */
    const char *source_line; /* the offending line, for the caret               */
};

struct mnz_diags;

/* A new, empty list in *out, the caller's to destroy; MNZ_ERR_NOMEM on failure. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_diags_create(struct mnz_diags **out);

/* Does nothing when `diags` is NULL. */
MNZ_API void mnz_diags_destroy(struct mnz_diags *diags);

/*
 * Append a message at `at` with printf-style `format`. `advice` may be NULL and is
 * copied. The list keeps at most 1000 messages and counts the rest. When memory runs
 * out the message is lost but counted, so that an error never passes as success.
 */
MNZ_API void mnz_diag_add(struct mnz_diags *diags, enum mnz_severity severity,
                          struct mnz_span at, const char *advice, const char *format,
                          ...) MNZ_PRINTF(5, 6);

/* Whether memory ran out while messages were written or kept: errors may then be
 * consequences of it. */
MNZ_API int mnz_diags_lack_memory(const struct mnz_diags *diags);

/* A copy of `text` that lives as long as the list; "" when memory runs out. */
MNZ_API const char *mnz_diags_keep(struct mnz_diags *diags, const char *text);

/*
 * Register the text of a file, copied, so that later messages in it can show their
 * line. `file` is compared by content with the spans' file. Without it, source_line is
 * NULL.
 */
MNZ_API void mnz_diags_add_source(struct mnz_diags *diags, const char *file,
                                  const char *text, size_t length);

/* Whether no more messages are kept: what they would say need not be worked out. */
MNZ_API int mnz_diags_are_full(const struct mnz_diags *diags);

/* How many errors, warnings, and messages are kept. */
MNZ_API size_t mnz_diags_errors(const struct mnz_diags *diags);
MNZ_API size_t mnz_diags_warnings(const struct mnz_diags *diags);
MNZ_API size_t mnz_diags_count(const struct mnz_diags *diags);

/* Message `i` of 0 .. count-1, in order of appending. */
MNZ_API const struct mnz_diag *mnz_diags_get(const struct mnz_diags *diags, size_t i);

/*
 * Write all messages to `stream` as
 *
 *   demo.yaml:3:32: error: unknown key 'capcity' in facilities.lynas_kuantan
 *       capcity: 10500
 *       ^
 *     did you mean 'capacity'?
 *
 * with colour when `colour` is not 0. Control characters in texts are shown as '?'.
 */
MNZ_API void mnz_diags_print(const struct mnz_diags *diags, FILE *stream, int colour);

#ifdef __cplusplus
}
#endif

#endif
