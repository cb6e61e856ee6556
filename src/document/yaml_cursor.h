#ifndef MNZ_DOCUMENT_YAML_CURSOR_H
#define MNZ_DOCUMENT_YAML_CURSOR_H

#include "document/text.h"

/*
 * Where a character of a text stands. libyaml counts characters, and takes some for
 * line ends that are none in YAML 1.2; so only its character count is used. Starts as
 * zero with `in` set, which it borrows; the text is sound UTF-8.
 */
struct mnz_yaml_cursor {
    const struct mnz_text *in;
    size_t character, byte, line, line_start;
};

/* Move to the character numbered `character` from 0, or to the text's end if there
 * are fewer. Costs as much as the distance from the last one asked for. */
struct mnz_span mnz_yaml_cursor_move(struct mnz_yaml_cursor *cursor, size_t character);

#endif
