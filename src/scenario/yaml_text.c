/* yaml_text.c - texts before they are YAML: whether they can be, and lone values. */

#include "scenario/yaml_read.h"

#include <string.h>

#include "base/utf8.h"
#include "scenario/tree_build.h"

enum mnz_status
mnz_yaml_read_value(const char *text, struct mnz_span start, int reads_quotes,
                    struct mnz_arena *arena, struct mnz_diags *diags,
                    const struct mnz_tree **out)
{
    size_t length;

    for (; *text == ' ' || *text == '\t'; text++)
        start.column++;
    length = strlen(text);
    if (*text == '{' || *text == '[' ||
        (reads_quotes && (*text == '"' || *text == '\'')))
        return mnz_yaml_read(&(struct mnz_yaml_text){text, length, start}, arena, diags,
                             out);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    text = text[length] ? mnz_arena_strndup(arena, text, length) : text;
    *out = text ? mnz_tree_new_scalar(arena, start, text, 0) : NULL;
    return *out ? MNZ_OK : MNZ_ERR_NOMEM;
}

int
mnz_yaml_verify_text(const struct mnz_yaml_text *text, struct mnz_diags *diags)
{
    const size_t mark = mnz_yaml_skip_mark(text->text, text->length);
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
        mnz_diag_add(diags, MNZ_SEVERITY_ERROR, at, "save it as plain text in UTF-8",
                     "a control character (U+%04X) cannot stand in a text file",
                     (unsigned)code);
    else
        mnz_diag_add(diags, MNZ_SEVERITY_ERROR, at, "save it as plain text in UTF-8",
                     "this is not text in UTF-8");
    return 0;
}

size_t
mnz_yaml_skip_mark(const char *text, size_t length)
{
    return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}
