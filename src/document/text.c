/* text.c - files as text, before anything is read in them. */

#include "document/text.h"

#include <string.h>

#include "base/utf8.h"

int
mnz_text_verify(const struct mnz_text *text, struct mnz_diags *diags)
{
    const size_t mark = mnz_text_skip_mark(text->text, text->length);
    const char *start = text->text + mark;
    const size_t length = text->length - mark;
    const size_t bad = mnz_utf8_verify(start, length);
    struct mnz_span at = text->start;
    uint32_t code;

    if (bad == length)
        return 1;
    for (size_t i = 0; i < bad; i++) {
        at.column++;
        if (start[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    if (mnz_utf8_decode(start + bad, length - bad, &code))
        mnz_diag_add(diags, MNZ_E0102, at, "save it as plain text in UTF-8",
                     "a control character (U+%04X) cannot stand in a text file",
                     (unsigned)code);
    else
        mnz_diag_add(diags, MNZ_E0101, at, "save it as plain text in UTF-8",
                     "this is not text in UTF-8");
    return 0;
}

size_t
mnz_text_skip_mark(const char *text, size_t length)
{
    return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}
