/* print.c - a merged document as YAML again, with the origin of every value. */

#include "document/print.h"

#include <stdint.h>
#include <string.h>

enum { WIDEST_FLOW = 4096, ORIGIN_COLUMN = 60, WIDEST_PLAIN = 100 };

struct printer {
    struct mnz_arena arena; /* one line's texts */
    FILE *stream;
    int is_out_of_memory;
    int is_plain; /* without origins */
};

static enum mnz_status print(struct printer *p, const struct mnz_tree *tree);
static void print_block(struct printer *p, const struct mnz_tree *tree,
                        unsigned indent);
static int fits_one_line(const struct mnz_tree *tree);
static const char *scalar(struct mnz_arena *arena, const char *text, int is_quoted,
                          int is_null, int is_in_flow);

enum mnz_status
mnz_tree_print(const struct mnz_tree *tree, FILE *stream)
{
    struct printer p = {.stream = stream};

    return print(&p, tree);
}

enum mnz_status
mnz_tree_print_plain(const struct mnz_tree *tree, FILE *stream)
{
    struct printer p = {.stream = stream, .is_plain = 1};

    return print(&p, tree);
}

static enum mnz_status
print(struct printer *p, const struct mnz_tree *tree)
{
    print_block(p, tree, 0);
    mnz_arena_finish(&p->arena);
    if (p->is_out_of_memory)
        return MNZ_ERR_NOMEM;
    return ferror(p->stream) ? MNZ_ERR_IO : MNZ_OK;
}

/* "  key: text      # file:line", the origin without control characters. */
static void
print_line(struct printer *p, unsigned indent, const char *mark, const char *key,
           const char *text, struct mnz_span at)
{
    const char *line =
        mnz_arena_printf(&p->arena, "%*s%s%s%s%s", (int)indent, "", mark, key,
                         *key && *text ? ": "
                         : *key        ? ":"
                                       : "",
                         text);

    if (!line) {
        p->is_out_of_memory = 1;
        return;
    }
    fputs(line, p->stream);
    if (at.file && *text && !p->is_plain) {
        const size_t length = strlen(line);

        fprintf(p->stream, "%*s# ",
                length < ORIGIN_COLUMN ? (int)(ORIGIN_COLUMN - length) : 2, "");
        for (const char *c = at.file; *c; c++)
            fputc((unsigned char)*c < 0x20 ? '?' : *c, p->stream);
        fprintf(p->stream, ":%u", (unsigned)at.line);
    }
    fputc('\n', p->stream);
    mnz_arena_finish(&p->arena);
}

/* Sections and records stand in blocks. An empty node has only the one form. */
static int
is_short(struct printer *p, const struct mnz_tree *tree, unsigned indent)
{
    const char *text;

    if (tree->kind == MNZ_TREE_SCALAR || tree->num_children == 0)
        return 1;
    if (indent < 2)
        return 0;
    text = mnz_tree_flow(&p->arena, tree);
    if (!text)
        p->is_out_of_memory = 1;
    return text && strlen(text) + indent <= WIDEST_PLAIN;
}

static void
print_value(struct printer *p, unsigned indent, const char *mark, const char *key,
            const struct mnz_tree *value)
{
    const unsigned inner = indent + (*mark ? 2 : 0) + (*key ? 2 : 0);
    const char *text = "", *written_key = key;

    if (*key)
        written_key = scalar(&p->arena, key, 0, 0, 0);
    if (p->is_plain ? is_short(p, value, indent) : fits_one_line(value))
        text = mnz_tree_flow(&p->arena, value);
    if (!text || !written_key) {
        p->is_out_of_memory = 1;
        return;
    }
    if (*text) {
        print_line(p, indent, mark, written_key, text, value->at);
    } else if (*key) {
        print_line(p, indent, mark, written_key, "", value->at);
        print_block(p, value, inner);
    } else {
        print_line(p, indent, "-", "", "", value->at);
        print_block(p, value, inner);
    }
}

static void
print_block(struct printer *p, const struct mnz_tree *tree, unsigned indent)
{
    if (tree->kind == MNZ_TREE_MAPPING)
        for (size_t i = 0; i < tree->num_children; i++)
            print_value(p, indent, "", tree->entries[i].key, tree->entries[i].value);
    else if (tree->kind == MNZ_TREE_SEQUENCE)
        for (size_t i = 0; i < tree->num_children; i++)
            print_value(p, indent, "- ", "", tree->items[i]);
    else
        print_value(p, indent, "", "", tree);
}

static int
is_same_line(const struct mnz_span *a, const struct mnz_span *b)
{
    return a->line == b->line && a->file && b->file && strcmp(a->file, b->file) == 0;
}

/* Nodes from one line stay on one; so does a list of scalars. */
static int
all_on_line(const struct mnz_tree *tree, const struct mnz_span *at, size_t *count)
{
    if (!is_same_line(&tree->at, at) || ++*count > WIDEST_FLOW)
        return 0;
    for (size_t i = 0; tree->kind != MNZ_TREE_SCALAR && i < tree->num_children; i++)
        if (!all_on_line(tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                        : tree->items[i],
                         at, count))
            return 0;
    return 1;
}

static int
fits_one_line(const struct mnz_tree *tree)
{
    size_t count = 0;

    return tree->kind == MNZ_TREE_SCALAR || tree->num_children == 0 ||
           all_on_line(tree, &tree->at, &count);
}

/* Bytes of a character at `c` that YAML takes for a line break (NEL, LS, PS), or 0. */
static size_t
line_break(const char *c)
{
    if (strncmp(c, "\xc2\x85", 2) == 0)
        return 2;
    return strncmp(c, "\xe2\x80\xa8", 3) == 0 || strncmp(c, "\xe2\x80\xa9", 3) == 0 ? 3
                                                                                    : 0;
}

/* Whether a plain scalar would be read back as it is. */
static int
is_plain(const char *text, int is_in_flow)
{
    static const char starts[] = "-?:,[]{}#&*!|>'\"%@`=<";
    const size_t length = strlen(text);

    if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
        return 0;
    if (strchr(starts, text[0]) &&
        !(text[0] == '-' && text[1] && text[1] != ' ' && !strchr(starts, text[1])))
        return 0;
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || (unsigned char)*c == 0x7f || line_break(c))
            return 0;
        if (*c == ':' && (c[1] == ' ' || c[1] == '\0' || is_in_flow))
            return 0;
        if (*c == '#' && c > text && c[-1] == ' ')
            return 0;
        if (is_in_flow && strchr(",[]{}", *c))
            return 0;
    }
    return 1;
}

/* Double quotes, with escapes: any text can be written so. */
static const char *
quoted(struct mnz_arena *arena, const char *text)
{
    char *out = mnz_arena_alloc(arena, 4 * strlen(text) + 3, 1), *o = out;

    if (!out)
        return NULL;
    *o++ = '"';
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            *o++ = '\\';
            *o++ = *text;
        } else if (c == '\n') {
            *o++ = '\\';
            *o++ = 'n';
        } else if (line_break(text)) {
            *o++ = '\\';
            *o++ = c == 0xc2 ? 'N' : (unsigned char)text[2] == 0xa8 ? 'L' : 'P';
            text += line_break(text) - 1;
        } else if (c < 0x20 || c == 0x7f) {
            *o++ = '\\';
            *o++ = 'x';
            *o++ = "0123456789ABCDEF"[c >> 4];
            *o++ = "0123456789ABCDEF"[c & 15];
        } else {
            *o++ = *text;
        }
    }
    *o++ = '"';
    *o = '\0';
    return out;
}

static const char *
scalar(struct mnz_arena *arena, const char *text, int is_quoted, int is_null,
       int is_in_flow)
{
    if (is_null)
        return "null";
    if (is_quoted || !is_plain(text, is_in_flow))
        return quoted(arena, text);
    return text;
}

/* A growing text in an arena: doubles, so that long lists stay cheap. */
struct text {
    struct mnz_arena *arena;
    char *start;
    size_t length, room;
    int is_out_of_memory;
};

static void
put(struct text *t, const char *more)
{
    const size_t length = more ? strlen(more) : 0;

    if (!more)
        t->is_out_of_memory = 1;
    if (t->is_out_of_memory)
        return;
    if (t->length + length + 1 > t->room) {
        const size_t room = 2 * (t->length + length + 1) + 64;
        char *bigger = mnz_arena_alloc(t->arena, room, 1);

        if (!bigger) {
            t->is_out_of_memory = 1;
            return;
        }
        if (t->length)
            memcpy(bigger, t->start, t->length);
        t->start = bigger;
        t->room = room;
    }
    memcpy(t->start + t->length, more, length + 1);
    t->length += length;
}

static void
put_flow(struct text *t, const struct mnz_tree *tree, int depth)
{
    if (tree->kind == MNZ_TREE_SCALAR) {
        put(t, scalar(t->arena, tree->text, tree->is_quoted, mnz_tree_is_null(tree),
                      depth > 0));
        return;
    }
    put(t, tree->kind == MNZ_TREE_MAPPING ? "{" : "[");
    for (size_t i = 0; i < tree->num_children; i++) {
        if (i > 0)
            put(t, ", ");
        if (tree->kind == MNZ_TREE_MAPPING) {
            put(t, scalar(t->arena, tree->entries[i].key, 0, 0, 1));
            put(t, ": ");
            put_flow(t, tree->entries[i].value, depth + 1);
        } else {
            put_flow(t, tree->items[i], depth + 1);
        }
    }
    put(t, tree->kind == MNZ_TREE_MAPPING ? "}" : "]");
}

const char *
mnz_tree_flow(struct mnz_arena *arena, const struct mnz_tree *tree)
{
    struct text t = {.arena = arena};

    if (tree->kind == MNZ_TREE_SCALAR)
        return scalar(arena, tree->text, tree->is_quoted, mnz_tree_is_null(tree), 0);
    put(&t, "");
    put_flow(&t, tree, 0);
    return t.is_out_of_memory ? NULL : t.start;
}
