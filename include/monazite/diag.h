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
 * `file` is borrowed: it lives as long as the diagnostics.
 */
struct mnz_span {
    const char *file;
    uint32_t line;
    uint32_t column;
};

enum mnz_severity { MNZ_SEVERITY_NOTE, MNZ_SEVERITY_WARNING, MNZ_SEVERITY_ERROR };

/*
 * One message. Strings belong to the list; `advice` and `source_line` may be NULL, and
 * `code` is NULL for a note, which belongs to the message before it.
 */
struct mnz_diag {
    const char *code; /* "MNZ-E0241"; codes are never renumbered or used again */
    enum mnz_severity severity;
    struct mnz_span at;
    const char *text;
    const char *advice;      /* "did you mean 'capacity'?", or an example     */
    const char *source_line; /* the offending line, for the caret               */
    /* The column, and that behind the word there, in characters from 1; 0: unknown. */
    uint32_t character, end_character;
};

struct mnz_diags;

/* A new, empty list in *out, the caller's to destroy; MNZ_ERR_NOMEM on failure. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_diags_create(struct mnz_diags **out);

/* Does nothing when `diags` is NULL. */
MNZ_API void mnz_diags_destroy(struct mnz_diags *diags);

/* Whether memory ran out while messages were written or kept: errors may then be
 * consequences of it. */
MNZ_API int mnz_diags_lack_memory(const struct mnz_diags *diags);

/* How many errors, warnings, and messages are kept. */
MNZ_API size_t mnz_diags_errors(const struct mnz_diags *diags);
MNZ_API size_t mnz_diags_warnings(const struct mnz_diags *diags);
MNZ_API size_t mnz_diags_count(const struct mnz_diags *diags);

/* Message `i` of 0 .. count-1, in order of appending. */
MNZ_API const struct mnz_diag *mnz_diags_get(const struct mnz_diags *diags, size_t i);

/*
 * Write all messages to `stream` as
 *
 *   demo.yaml:3:32: error: unknown key 'capcity' in facilities.lynas [MNZ-E0301]
 *       capcity: 10500
 *       ^
 *     did you mean 'capacity'?
 *
 * with colour when `colour` is not 0. Control characters in texts are shown as '?'.
 */
MNZ_API void mnz_diags_print(const struct mnz_diags *diags, FILE *stream, int colour);

/* The description of a code, in the manual's words. */
struct mnz_message {
    const char *code; /* "MNZ-E0241" */
    const char *title, *example, *cause, *fix;
    enum mnz_severity severity;
};

/*
 * The message with this code, or NULL. The prefix may be left out and letters may be
 * small: "e0241" is "MNZ-E0241". The result is constant and lives for ever.
 */
MNZ_API const struct mnz_message *mnz_message_find(const char *code);

/* The message with the most similar code, or NULL if none is similar. */
MNZ_API const struct mnz_message *mnz_message_nearest(const char *code);

/* The heading under which the manual explains the message: "Distributions". */
MNZ_API const char *mnz_message_section(const struct mnz_message *message);

/* All messages, in the order of their sections: their number, and message `i`. */
MNZ_API size_t mnz_message_count(void);
MNZ_API const struct mnz_message *mnz_message_get(size_t i);

#ifdef __cplusplus
}
#endif

#endif
