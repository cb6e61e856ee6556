/* yaml_cursor.c - from libyaml's count of characters to line and column. */

#include "document/yaml_cursor.h"

static void move_forward(struct mnz_yaml_cursor *c, size_t character);
static void step_back(struct mnz_yaml_cursor *c);

struct mnz_span
mnz_yaml_cursor_move(struct mnz_yaml_cursor *cursor, size_t character)
{
    struct mnz_span at = cursor->in->start;

    move_forward(cursor, character);
    while (cursor->character > character)
        step_back(cursor);
    if (cursor->line > 0)
        at.column = 1;
    at.line += (uint32_t)cursor->line;
    at.column += (uint32_t)(cursor->byte - cursor->line_start);
    return at;
}

/* Whether a byte continues a character. */
static int
is_inside(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Up to `character` or the end. Every byte of a document passes here, so the cursor is
 * written to only in the end. */
static void
move_forward(struct mnz_yaml_cursor *c, size_t character)
{
    const char *text = c->in->text;
    const size_t length = c->in->length;
    size_t at = c->character, byte = c->byte;

    for (; at < character && byte < length; at++) {
        if (text[byte] == '\n') {
            c->line++;
            c->line_start = byte + 1;
        }
        do
            byte++;
        while (byte < length && is_inside(text[byte]));
    }
    c->character = at;
    c->byte = byte;
}

static void
step_back(struct mnz_yaml_cursor *c)
{
    const char *text = c->in->text;

    do
        c->byte--;
    while (is_inside(text[c->byte]));
    c->character--;
    if (text[c->byte] == '\n') {
        c->line--;
        c->line_start = c->byte;
        while (c->line_start > 0 && text[c->line_start - 1] != '\n')
            c->line_start--;
    }
}
