/* yaml_read.c - one YAML document, event by event, into a tree that knows its places.
 */

#include "document/yaml_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "base/bug.h"
#include "base/checked.h"
#include "base/names.h"
#include "document/tree.h"
#include "document/yaml_cursor.h"
#include "document/yaml_problem.h"

/* A node that ends a mapping's entry or is a list's item, until the container ends. */
struct child {
    const char *key;
    struct mnz_span key_at;
    const struct mnz_tree *value;
};

/* A mapping or list that has begun and not ended. */
struct frame {
    struct mnz_tree *node;
    size_t first_child;
    size_t expanded; /* nodes in it so far, aliases counted by size */
    size_t height;   /* levels in it so far */
    uint32_t anchor; /* its name's id, or MNZ_NAME_NONE */
    int has_key;     /* a mapping's key was read, its value not yet */
    const char *key; /* NULL for a bad key, whose value is dropped */
    struct mnz_span key_at;
};

/* Target of an anchor's name; no node while its container is unfinished. */
struct anchor {
    const struct mnz_tree *node;
    size_t expanded, height;
};

struct reader {
    struct mnz_text in; /* after a byte order mark */
    struct mnz_arena *arena;
    struct mnz_diags *diags;
    yaml_parser_t parser;
    struct mnz_yaml_cursor cursor;
    struct frame frames[MNZ_YAML_MOST_DEPTH];
    size_t depth;
    struct child *children;
    size_t num_children, children_capacity;
    struct mnz_arena scratch;
    struct mnz_names anchor_names;
    struct anchor *anchors;
    size_t anchors_capacity;
    size_t num_nodes, num_documents;
    const struct mnz_tree *root;
    int has_gaps; /* a value was left out, for it has no sound key */
    int is_done;
};

static enum mnz_status read_events(struct reader *r);
static enum mnz_status report_problem(struct reader *r);
static enum mnz_status take_event(struct reader *r, const yaml_event_t *event);
static enum mnz_status take_scalar(struct reader *r, const yaml_event_t *event);
static enum mnz_status take_key(struct reader *r, const yaml_event_t *event);
static enum mnz_status take_alias(struct reader *r, const yaml_event_t *event);
static enum mnz_status begin(struct reader *r, enum mnz_tree_kind kind,
                             const yaml_event_t *event);
static enum mnz_status end(struct reader *r);
static enum mnz_status fill_mapping(struct reader *r, struct frame *frame);
static enum mnz_status fill_sequence(struct reader *r, struct frame *frame);
static enum mnz_status deliver(struct reader *r, const struct mnz_tree *node,
                               size_t expanded, size_t height);
static enum mnz_status name_anchor(struct reader *r, const yaml_char_t *name,
                                   struct anchor anchor, uint32_t *id);
static void check_tag(struct reader *r, const yaml_char_t *tag, const char *expected,
                      yaml_mark_t mark);

static struct mnz_span
span_of(struct reader *r, yaml_mark_t mark)
{
    return mnz_yaml_cursor_move(&r->cursor, mark.index);
}

/* Report an error and stop reading. */
#define STOP(r, code, at, advice, ...)                                                 \
    (mnz_diag_add((r)->diags, code, at, advice, __VA_ARGS__), MNZ_ERR_INPUT)

enum mnz_status
mnz_yaml_read(const struct mnz_text *text, struct mnz_arena *arena,
              struct mnz_diags *diags, const struct mnz_tree **out)
{
    const size_t mark = mnz_text_skip_mark(text->text, text->length);
    const size_t errors_before = mnz_diags_errors(diags);
    struct reader *r = NULL;
    enum mnz_status st = MNZ_OK;

    *out = NULL;
    if (!mnz_text_verify(text, diags))
        return MNZ_ERR_INPUT;
    r = calloc(1, sizeof *r);
    if (!r)
        return MNZ_ERR_NOMEM;
    r->in = *text;
    r->in.text += mark;
    r->in.length -= mark;
    r->cursor.in = &r->in;
    r->arena = arena;
    r->diags = diags;
    r->anchor_names.arena = &r->scratch;
    if (!yaml_parser_initialize(&r->parser)) {
        free(r);
        return MNZ_ERR_NOMEM;
    }
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->in.text,
                                 r->in.length);
    st = read_events(r);
    if (!st && (!r->root || (mnz_tree_is_null(r->root) && !*r->root->text)))
        st = STOP(r, MNZ_E0105, ((struct mnz_span){text->start.file, 0, 0}),
                  "see the example in the manual: sections such as 'facilities:'",
                  "the document is empty");
    if (!st && !r->has_gaps)
        *out = r->root;
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    yaml_parser_delete(&r->parser);
    mnz_arena_finish(&r->scratch);
    free(r->anchors);
    free(r->children);
    free(r);
    return st;
}

static enum mnz_status
read_events(struct reader *r)
{
    enum mnz_status st = MNZ_OK;

    while (!st && !r->is_done) {
        yaml_event_t event;

        if (!yaml_parser_parse(&r->parser, &event))
            return report_problem(r);
        st = take_event(r, &event);
        yaml_event_delete(&event);
    }
    return st;
}

static enum mnz_status
report_problem(struct reader *r)
{
    const yaml_parser_t *parser = &r->parser;
    struct mnz_yaml_problem problem;
    int has_start;

    if (parser->error == YAML_MEMORY_ERROR)
        return MNZ_ERR_NOMEM;
    problem = mnz_yaml_problem_find(parser->problem);
    if (parser->error ==
        YAML_READER_ERROR) /* the text was verified: libyaml's limits */
        return STOP(r, problem.code, r->in.start, NULL, "is not YAML: %s",
                    problem.text);
    has_start = problem.is_at_start && parser->context != NULL;
    return STOP(r, problem.code,
                span_of(r, has_start ? parser->context_mark : parser->problem_mark),
                problem.advice, "%s", problem.text);
}

static enum mnz_status
take_event(struct reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->num_documents++ > 0)
            return STOP(r, MNZ_E0106, span_of(r, event->start_mark),
                        "keep each document in a file of its own",
                        "a second document starts here");
        return MNZ_OK;
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return take_alias(r, event);
    case YAML_MAPPING_START_EVENT:
        return begin(r, MNZ_TREE_MAPPING, event);
    case YAML_SEQUENCE_START_EVENT:
        return begin(r, MNZ_TREE_SEQUENCE, event);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return end(r);
    case YAML_STREAM_END_EVENT:
        r->is_done = 1;
        return MNZ_OK;
    default:
        return MNZ_OK;
    }
}

static int
expects_key(const struct reader *r)
{
    const struct frame *top = r->depth ? &r->frames[r->depth - 1] : NULL;

    return top && top->node->kind == MNZ_TREE_MAPPING && !top->has_key;
}

static enum mnz_status
count_node(struct reader *r, yaml_mark_t mark)
{
    if (++r->num_nodes > MNZ_YAML_MOST_NODES)
        return STOP(r, MNZ_E0107, span_of(r, mark), "keep large tables in CSV files",
                    "this is more than %d values in one file",
                    (int)MNZ_YAML_MOST_NODES);
    return MNZ_OK;
}

static enum mnz_status
take_scalar(struct reader *r, const yaml_event_t *event)
{
    const yaml_char_t *tag = event->data.scalar.tag;
    const int is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || tag;
    const struct mnz_span at = span_of(r, event->start_mark);
    enum mnz_status st = count_node(r, event->start_mark);
    struct mnz_tree *node;
    const char *text;

    if (st)
        return st;
    check_tag(r, tag, YAML_STR_TAG, event->start_mark);
    if (memchr(event->data.scalar.value, 0, event->data.scalar.length))
        return STOP(r, MNZ_E0103, at, NULL,
                    "a NUL character (\\0) cannot stand in a text");
    /* Written out by an escape it would still steer a terminal that shows it. */
    if (mnz_utf8_verify((const char *)event->data.scalar.value,
                        event->data.scalar.length) != event->data.scalar.length)
        return STOP(r, MNZ_E0104, at, NULL,
                    "a control character cannot stand in a text");
    if (expects_key(r))
        return take_key(r, event);
    text = mnz_arena_strndup(r->arena, (const char *)event->data.scalar.value,
                             event->data.scalar.length);
    node = text ? mnz_tree_new_scalar(r->arena, at, text, is_quoted) : NULL;
    if (!node)
        return MNZ_ERR_NOMEM;
    if (event->data.scalar.anchor)
        st = name_anchor(r, event->data.scalar.anchor, (struct anchor){node, 1, 0},
                         NULL);
    return st ? st : deliver(r, node, 1, 0);
}

static enum mnz_status
take_key(struct reader *r, const yaml_event_t *event)
{
    struct frame *frame = &r->frames[r->depth - 1];
    const char *text = (const char *)event->data.scalar.value;

    frame->has_key = 1;
    frame->key = NULL;
    frame->key_at = span_of(r, event->start_mark);
    if (!*text) {
        mnz_diag_add(r->diags, MNZ_E0112, frame->key_at, NULL,
                     "a key is missing before ':'");
        return MNZ_OK;
    }
    if (strcmp(text, "<<") == 0 &&
        event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) {
        mnz_diag_add(r->diags, MNZ_E0113, frame->key_at,
                     "put what is shared into a scenario of its own and name it with "
                     "'extends'",
                     "merge keys ('<<') are not part of YAML 1.2");
        return MNZ_OK;
    }
    if (event->data.scalar.length > MNZ_YAML_MOST_KEY)
        return STOP(r, MNZ_E2602, frame->key_at, "put long texts into 'notes'",
                    "this name is longer than %d bytes", (int)MNZ_YAML_MOST_KEY);
    frame->key = mnz_arena_strdup(r->arena, text);
    if (!frame->key)
        return MNZ_ERR_NOMEM;
    if (event->data.scalar.anchor) {
        struct mnz_tree *node =
            mnz_tree_new_scalar(r->arena, frame->key_at, frame->key,
                                event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE);

        if (!node)
            return MNZ_ERR_NOMEM;
        return name_anchor(r, event->data.scalar.anchor, (struct anchor){node, 1, 0},
                           NULL);
    }
    return MNZ_OK;
}

static enum mnz_status
take_alias(struct reader *r, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct mnz_span at = span_of(r, event->start_mark);
    const uint32_t id = mnz_names_find(&r->anchor_names, name);
    enum mnz_status st = count_node(r, event->start_mark);
    const struct anchor *anchor;

    if (st)
        return st;
    if (id == MNZ_NAME_NONE)
        return STOP(r, MNZ_E0108, at, "a text that begins with '*' needs quotes",
                    "nothing above is named '&%s'", name);
    anchor = &r->anchors[id];
    if (!anchor->node)
        return STOP(r, MNZ_E0109, at, NULL, "'*%s' stands inside what it stands for",
                    name);
    if (expects_key(r))
        mnz_diag_add(r->diags, MNZ_E0110, at, NULL, "a key must be a text");
    if (r->depth + anchor->height > MNZ_YAML_MOST_DEPTH)
        return STOP(r, MNZ_E0111, at, NULL, "this nests more than %d levels deep",
                    (int)MNZ_YAML_MOST_DEPTH);
    return deliver(r, anchor->node, anchor->expanded, anchor->height);
}

static enum mnz_status
begin(struct reader *r, enum mnz_tree_kind kind, const yaml_event_t *event)
{
    const int is_mapping = kind == MNZ_TREE_MAPPING;
    const yaml_char_t *tag =
        is_mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    const yaml_char_t *anchor = is_mapping ? event->data.mapping_start.anchor
                                           : event->data.sequence_start.anchor;
    const struct mnz_span at = span_of(r, event->start_mark);
    enum mnz_status st = count_node(r, event->start_mark);
    struct frame *frame;

    if (st)
        return st;
    if (r->depth >= MNZ_YAML_MOST_DEPTH)
        return STOP(r, MNZ_E0111, at, NULL, "this nests more than %d levels deep",
                    (int)MNZ_YAML_MOST_DEPTH);
    if (expects_key(r))
        mnz_diag_add(r->diags, MNZ_E0114, at, "a key is a text, such as 'name'",
                     "%s cannot be a key", is_mapping ? "a mapping" : "a list");
    check_tag(r, tag, is_mapping ? YAML_MAP_TAG : YAML_SEQ_TAG, event->start_mark);
    frame = &r->frames[r->depth];
    *frame = (struct frame){.first_child = r->num_children,
                            .expanded = 1,
                            .height = 1,
                            .anchor = MNZ_NAME_NONE};
    frame->node = mnz_arena_alloc(r->arena, 1, sizeof *frame->node);
    if (!frame->node)
        return MNZ_ERR_NOMEM;
    *frame->node = (struct mnz_tree){.kind = kind, .at = at, .text = ""};
    if (anchor)
        st = name_anchor(r, anchor, (struct anchor){NULL, 0, 0}, &frame->anchor);
    if (!st)
        r->depth++;
    return st;
}

static enum mnz_status
end(struct reader *r)
{
    struct frame *frame = &r->frames[r->depth - 1];
    enum mnz_status st = frame->node->kind == MNZ_TREE_MAPPING
                             ? fill_mapping(r, frame)
                             : fill_sequence(r, frame);

    if (st)
        return st;
    r->num_children = frame->first_child;
    if (frame->anchor != MNZ_NAME_NONE)
        r->anchors[frame->anchor] =
            (struct anchor){frame->node, frame->expanded, frame->height};
    r->depth--;
    return deliver(r, frame->node, frame->expanded, frame->height);
}

/* The position among `children` of the first with the key of child `i`: itself, if new.
 */
static enum mnz_status
first_of_key(const struct child *children, size_t i, struct mnz_names *seen,
             size_t *first)
{
    enum { FEW = 16 };
    enum mnz_status st = MNZ_OK;

    *first = 0;
    if (i < FEW) {
        while (*children[*first].key != *children[i].key ||
               strcmp(children[*first].key, children[i].key) != 0)
            ++*first;
        return MNZ_OK;
    }
    for (size_t j = seen->count ? i : 0; !st && j <= i; j++) {
        uint32_t id;

        st = mnz_names_intern(seen, children[j].key, &id);
        *first = id;
    }
    return st;
}

/* Repeated keys are reported and left out, so that positions and ids stay in step. */
static enum mnz_status
fill_mapping(struct reader *r, struct frame *frame)
{
    const size_t n = r->num_children - frame->first_child;
    struct child *children = n ? r->children + frame->first_child : NULL;
    struct mnz_arena scratch = {0};
    struct mnz_names seen = {.arena = &scratch};
    struct mnz_tree *node = mnz_tree_new_mapping(r->arena, frame->node->at, n);
    enum mnz_status st = node ? MNZ_OK : MNZ_ERR_NOMEM;
    size_t kept = 0;

    for (size_t i = 0; !st && i < n; i++) {
        size_t first;

        children[kept] = children[i];
        st = first_of_key(children, kept, &seen, &first);
        if (!st && first < kept) {
            mnz_diag_add(r->diags, MNZ_E0115, children[kept].key_at, NULL,
                         "'%s' is given twice, first on line %u", children[kept].key,
                         (unsigned)children[first].key_at.line);
        } else if (!st) {
            const struct child *c = &children[kept++];

            mnz_tree_add(node, c->key, c->key_at, c->value);
        }
    }
    if (!st)
        *frame->node = *node;
    mnz_arena_finish(&scratch);
    return st;
}

static enum mnz_status
fill_sequence(struct reader *r, struct frame *frame)
{
    const size_t n = r->num_children - frame->first_child;
    struct mnz_tree *node = mnz_tree_new_sequence(r->arena, frame->node->at, n);

    if (!node)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        mnz_tree_append(node, r->children[frame->first_child + i].value);
    *frame->node = *node;
    return MNZ_OK;
}

/* Give a finished node to the container it stands in. */
static enum mnz_status
deliver(struct reader *r, const struct mnz_tree *node, size_t expanded, size_t height)
{
    struct frame *frame = r->depth ? &r->frames[r->depth - 1] : NULL;
    struct child child = {.value = node};

    if (!frame) {
        r->root = node;
        return MNZ_OK;
    }
    if (expects_key(r)) { /* a container as a key, already reported */
        frame->has_key = 1;
        frame->key = NULL;
        return MNZ_OK;
    }
    frame->expanded += expanded; /* cannot overflow: both are bounded below */
    if (frame->expanded > MNZ_YAML_MOST_EXPANDED)
        return STOP(r, MNZ_E0140, node->at, NULL,
                    "with its aliases written out this is more than %d values",
                    (int)MNZ_YAML_MOST_EXPANDED);
    if (height + 1 > frame->height)
        frame->height = height + 1;
    if (frame->node->kind == MNZ_TREE_MAPPING) {
        child.key = frame->key;
        child.key_at = frame->key_at;
        frame->has_key = 0;
        if (!child.key) {
            r->has_gaps = 1;
            return MNZ_OK;
        }
    }
    if (!mnz_grow((void **)&r->children, &r->children_capacity, r->num_children,
                  sizeof *r->children))
        return MNZ_ERR_NOMEM;
    r->children[r->num_children++] = child;
    return MNZ_OK;
}

/* A name may be given again: later aliases mean the later node. */
static enum mnz_status
name_anchor(struct reader *r, const yaml_char_t *name, struct anchor anchor,
            uint32_t *id)
{
    uint32_t own_id;
    enum mnz_status st =
        mnz_names_intern(&r->anchor_names, (const char *)name, &own_id);

    if (!st && !mnz_grow((void **)&r->anchors, &r->anchors_capacity, own_id,
                         sizeof *r->anchors))
        st = MNZ_ERR_NOMEM;
    if (st)
        return st;
    r->anchors[own_id] = anchor;
    if (id)
        *id = own_id;
    return MNZ_OK;
}

static void
check_tag(struct reader *r, const yaml_char_t *tag, const char *expected,
          yaml_mark_t mark)
{
    if (!tag || strcmp((const char *)tag, expected) == 0 ||
        strcmp((const char *)tag, "!") == 0)
        return;
    mnz_diag_add(r->diags, MNZ_E0116, span_of(r, mark),
                 "a text that begins with '!' needs quotes", "tags are not read here");
}

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
        return mnz_yaml_read(&(struct mnz_text){text, length, start}, arena, diags,
                             out);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    text = text[length] ? mnz_arena_strndup(arena, text, length) : text;
    *out = text ? mnz_tree_new_scalar(arena, start, text, 0) : NULL;
    return *out ? MNZ_OK : MNZ_ERR_NOMEM;
}
