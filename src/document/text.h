#ifndef MNZ_DOCUMENT_TEXT_H
#define MNZ_DOCUMENT_TEXT_H

#include <stddef.h>
#include "base/diag.h"

/* A text in memory. `start` is where its first byte stands in the file it comes from.
 */
struct mnz_text {
    const char *text;
    size_t length;
    struct mnz_span start;
};

/*
 * Report text that is not UTF-8 or holds control characters, at the first such byte and
 * without showing any of it. Returns whether the text is sound.
 */
int mnz_text_verify(const struct mnz_text *text, struct mnz_diags *diags);

/* How many bytes a leading byte order mark takes: 0 or 3. */
size_t mnz_text_skip_mark(const char *text, size_t length);

#endif
