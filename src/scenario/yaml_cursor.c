/* yaml_cursor.c - from libyaml's count of characters to line and column. */

#include "scenario/yaml_cursor.h"

static void step_forward(struct mnz_yaml_cursor *c);
static void step_back(struct mnz_yaml_cursor *c);

struct mnz_span
mnz_yaml_cursor_move(struct mnz_yaml_cursor *cursor, size_t character)
{
    struct mnz_span at = cursor->in->start;

    while (cursor->character < character && cursor->byte < cursor->in->length)
        step_forward(cursor);
    while (cursor->character > character)
        step_back(cursor);
    if (cursor->line > 0)
        at.column = 1;
    at.line += (uint32_t)cursor->line;
    at.column += (uint32_t)(cursor->byte - cursor->line_start);
    return at;
}

/* Whether the byte at `i` continues a character. */
static int
is_inside(const struct mnz_yaml_cursor *c, size_t i)
{
    return ((unsigned char)c->in->text[i] & 0xc0) == 0x80;
}

static void
step_forward(struct mnz_yaml_cursor *c)
{
    if (c->in->text[c->byte] == '\n') {
        c->line++;
        c->line_start = c->byte + 1;
    }
    do
        c->byte++;
    while (c->byte < c->in->length && is_inside(c, c->byte));
    c->character++;
}

static void
step_back(struct mnz_yaml_cursor *c)
{
    const char *text = c->in->text;

    do
        c->byte--;
    while (is_inside(c, c->byte));
    c->character--;
    if (text[c->byte] == '\n') {
        c->line--;
        c->line_start = c->byte;
        while (c->line_start > 0 && text[c->line_start - 1] != '\n')
            c->line_start--;
    }
}
