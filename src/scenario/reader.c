/* reader.c - common parts of reading records: paths, pools, names. */

#include "scenario/reader.h"

#include <math.h>
#include <string.h>

#include "base/bug.h"

static int
takes_dot(const struct mnz_where *where)
{
    return where->up && where->up->key[0] && where->key[0] != '[' &&
           where->key[0] != '@';
}

static size_t
path_length(const struct mnz_where *where)
{
    size_t length = 0;

    for (; where; where = where->up)
        length += strlen(where->key) + (takes_dot(where) ? 1 : 0);
    return length;
}

const char *
mnz_where_path(struct mnz_reader *r, const struct mnz_where *where)
{
    size_t end = path_length(where);
    char *text;

    if (end == 0)
        return "the scenario";
    text = mnz_reader_alloc(r, end + 1, 1);
    if (!text)
        return "";
    for (; where; where = where->up) {
        const size_t length = strlen(where->key);

        end -= length;
        memcpy(text + end, where->key, length);
        if (takes_dot(where))
            text[--end] = '.';
    }
    return text;
}

const char *
mnz_where_source(const struct mnz_where *where)
{
    for (; where; where = where->up)
        if (where->source)
            return where->source;
    return "";
}

const char *
mnz_where_verified(const struct mnz_where *where)
{
    for (; where; where = where->up)
        if (where->verified)
            return where->verified;
    return "";
}

struct mnz_origin
mnz_where_origin(const struct mnz_where *where)
{
    return (struct mnz_origin){where->at, mnz_where_source(where),
                               mnz_where_verified(where)};
}

/* "a", or "a; b" for a list. */
static const char *
origin_text(struct mnz_reader *r, const struct mnz_tree *tree)
{
    const char *text = "";

    if (tree->kind == MNZ_TREE_SCALAR)
        return tree->text;
    for (size_t i = 0; tree->kind == MNZ_TREE_SEQUENCE && i < tree->num_children; i++) {
        if (tree->items[i]->kind != MNZ_TREE_SCALAR)
            continue;
        text = mnz_arena_printf(r->arena, "%s%s%s", text, i ? "; " : "",
                                tree->items[i]->text);
        if (!text) {
            r->is_out_of_memory = 1;
            return "";
        }
    }
    return text;
}

void
mnz_where_note_origin(struct mnz_reader *r, const struct mnz_tree *tree,
                      struct mnz_where *where)
{
    const struct mnz_tree *source = mnz_tree_find(tree, "source");
    const struct mnz_tree *verified = mnz_tree_find(tree, "verified");

    if (source && !mnz_tree_is_null(source))
        where->source = origin_text(r, source);
    if (verified && !mnz_tree_is_null(verified))
        where->verified = origin_text(r, verified);
}

void *
mnz_reader_alloc(struct mnz_reader *r, size_t count, size_t size)
{
    void *memory = mnz_arena_alloc(r->arena, count, size);

    if (!memory)
        r->is_out_of_memory = 1;
    return memory;
}

uint32_t
mnz_reader_intern(struct mnz_reader *r, struct mnz_names *names, const char *text)
{
    uint32_t id = MNZ_NAME_NONE;

    if (mnz_names_intern(names, text, &id))
        r->is_out_of_memory = 1;
    return id;
}

int
mnz_reader_has_said(struct mnz_reader *r, struct mnz_span at, const char *word)
{
    const char *dot = at.file ? strrchr(at.file, '.') : NULL;
    const uint32_t count = mnz_names_count(&r->said);
    const char *key;

    if (!dot || strcmp(dot, ".csv") != 0)
        return 0;
    key = mnz_arena_printf(r->arena, "%s\n%s", at.file, word);
    return key && mnz_reader_intern(r, &r->said, key) < count;
}

int
mnz_reader_lacks_column(const struct mnz_tree *record, const char *key)
{
    const size_t length = strlen(key);

    if (!record || !record->table)
        return 0;
    for (size_t i = 0; i < record->table->num_headers; i++) {
        const char *header = record->table->headers[i].text;

        if (strncmp(header, key, length) == 0 &&
            (header[length] == '\0' || header[length] == '.'))
            return 0;
    }
    return 1;
}

int
mnz_reader_grow(struct mnz_reader *r, void **items, size_t *room, size_t count,
                size_t size)
{
    const size_t wanted = *room ? *room * 2 : 64;
    void *bigger;

    if (count < *room)
        return 1;
    bigger = mnz_reader_alloc(r, wanted, size);
    if (!bigger)
        return 0;
    if (count > 0)
        memcpy(bigger, *items, count * size);
    *items = bigger;
    *room = wanted;
    return 1;
}

mnz_value_id
mnz_reader_value(struct mnz_reader *r, const struct mnz_value *value)
{
    struct mnz_value_pool *pool = &r->s->pool;
    void *values = pool->values;

    if (!mnz_reader_grow(r, &values, &r->values_room, pool->num_values,
                         sizeof *pool->values))
        return MNZ_VALUE_NONE;
    pool->values = values;
    pool->values[pool->num_values] = *value;
    return pool->num_values++;
}

/* Defaults make the same few constants over and over: they share one value. */
mnz_value_id
mnz_reader_constant(struct mnz_reader *r, double number)
{
    const struct mnz_value value = {.kind = MNZ_VALUE_CONSTANT, .number = number};
    uint64_t bits;
    mnz_value_id *slot;

    memcpy(&bits, &number, sizeof bits);
    slot = &r->shared[(bits * 0x9e3779b97f4a7c15u) >> 58];
    if (*slot == MNZ_VALUE_NONE ||
        memcmp(&r->s->pool.values[*slot].number, &number, sizeof number) != 0)
        *slot = mnz_reader_value(r, &value);
    return *slot;
}

mnz_value_id
mnz_reader_product(struct mnz_reader *r, double number, mnz_value_id a, mnz_value_id b)
{
    const struct mnz_value value = {MNZ_VALUE_PRODUCT, number, a, b};
    double x, y = 1.0;

    if (a == MNZ_VALUE_NONE)
        return MNZ_VALUE_NONE;
    if (mnz_reader_is_constant(r, a, &x) &&
        (b == MNZ_VALUE_NONE || mnz_reader_is_constant(r, b, &y)))
        return mnz_reader_constant(r, number * x * y);
    if (number == 1.0 && b == MNZ_VALUE_NONE)
        return a;
    return mnz_reader_value(r, &value);
}

mnz_value_id
mnz_reader_scaled(struct mnz_reader *r, mnz_value_id value, mnz_value_id factor,
                  double most)
{
    const struct mnz_value scaled = {MNZ_VALUE_SCALED, most, value, factor};
    double x, y;

    if (value == MNZ_VALUE_NONE || factor == MNZ_VALUE_NONE)
        return MNZ_VALUE_NONE;
    if (mnz_reader_is_constant(r, value, &x) && mnz_reader_is_constant(r, factor, &y))
        return mnz_reader_constant(r, fmin(most, x * y));
    return mnz_reader_value(r, &scaled);
}

mnz_value_id
mnz_reader_series(struct mnz_reader *r, const struct mnz_series_point *points,
                  uint32_t count)
{
    struct mnz_value_pool *pool = &r->s->pool;
    const struct mnz_value value = {MNZ_VALUE_SERIES, 1.0, pool->num_points, count};

    for (uint32_t i = 0; i < count; i++) {
        void *all = pool->points;

        if (!mnz_reader_grow(r, &all, &r->points_room, pool->num_points,
                             sizeof *pool->points))
            return MNZ_VALUE_NONE;
        pool->points = all;
        pool->points[pool->num_points++] = points[i];
    }
    return mnz_reader_value(r, &value);
}

/* Two inputs of one name would draw the same numbers: a later one is numbered. */
static const char *
unique_input_name(struct mnz_reader *r, const char *path)
{
    const char *name = path;

    for (unsigned i = 2; mnz_names_find(&r->inputs, name) != MNZ_NAME_NONE; i++) {
        name = mnz_arena_printf(r->arena, "%s#%u", path, i);
        if (!name) {
            r->is_out_of_memory = 1;
            return path;
        }
    }
    return name;
}

static uint32_t
add_input(struct mnz_reader *r, const struct mnz_input *input)
{
    struct mnz_value_pool *pool = &r->s->pool;
    void *inputs = pool->inputs;

    if (!mnz_reader_grow(r, &inputs, &r->inputs_room, pool->num_inputs,
                         sizeof *pool->inputs))
        return MNZ_NONE;
    pool->inputs = inputs;
    if (mnz_reader_intern(r, &r->inputs, input->name) == MNZ_NAME_NONE)
        return MNZ_NONE;
    pool->inputs[pool->num_inputs] = *input;
    return pool->num_inputs++;
}

uint32_t
mnz_reader_input(struct mnz_reader *r, const struct mnz_where *where,
                 const struct mnz_input *input, mnz_value_id *value)
{
    struct mnz_input named = *input;
    uint32_t id;

    named.name = unique_input_name(r, mnz_where_path(r, where));
    named.source = mnz_where_source(where);
    named.verified = mnz_where_verified(where);
    id = add_input(r, &named);
    if (value)
        *value = id == MNZ_NONE
                     ? MNZ_VALUE_NONE
                     : mnz_reader_value(r, &(struct mnz_value){MNZ_VALUE_INPUT, 1.0, id,
                                                               MNZ_VALUE_NONE});
    return id;
}

int
mnz_reader_is_constant(const struct mnz_reader *r, mnz_value_id id, double *number)
{
    if (id == MNZ_VALUE_NONE || r->s->pool.values[id].kind != MNZ_VALUE_CONSTANT)
        return 0;
    *number = r->s->pool.values[id].number;
    return 1;
}

double
mnz_reader_nominal(const struct mnz_reader *r, mnz_value_id id)
{
    const struct mnz_value_pool *pool = &r->s->pool;
    const struct mnz_value *v;

    if (id == MNZ_VALUE_NONE)
        return NAN;
    v = &pool->values[id];
    switch (v->kind) {
    case MNZ_VALUE_INPUT:
        return v->number * mnz_dist_median(&pool->inputs[v->a].dist);
    case MNZ_VALUE_SERIES:
        return mnz_reader_nominal(r, pool->points[v->a].value);
    case MNZ_VALUE_PRODUCT:
        return v->number * mnz_reader_nominal(r, v->a) *
               (v->b == MNZ_VALUE_NONE ? 1.0 : mnz_reader_nominal(r, v->b));
    case MNZ_VALUE_SCALED:
        return fmin(v->number,
                    mnz_reader_nominal(r, v->a) * mnz_reader_nominal(r, v->b));
    case MNZ_VALUE_CONSTANT:
        break;
    }
    return v->number;
}

const char *
mnz_reader_nearest(struct mnz_reader *r, const char *word,
                   const char *const *candidates, size_t count)
{
    const char *nearest =
        mnz_diags_are_full(r->diags) ? NULL : mnz_nearest(word, candidates, count);

    return nearest ? mnz_arena_printf(r->arena, "did you mean '%s'?", nearest) : NULL;
}

const char *
mnz_reader_nearest_name(struct mnz_reader *r, const char *word,
                        const struct mnz_names *names)
{
    return mnz_reader_nearest(r, word, names->texts, names->count);
}

const char *
mnz_reader_text(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, const char *expected)
{
    if (tree->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(tree))
        return tree->text;
    mnz_reader_error(r, MNZ_E0308, tree->at, NULL, "%s must be %s",
                     mnz_where_path(r, where), expected);
    return NULL;
}

uint32_t
mnz_reader_each_text(struct mnz_reader *r, const struct mnz_tree *tree,
                     const struct mnz_where *where, const char *expected,
                     void (*each)(struct mnz_reader *r, const struct mnz_tree *item,
                                  void *context),
                     void *context)
{
    if (tree->kind != MNZ_TREE_SEQUENCE) {
        if (!mnz_reader_text(r, tree, where, expected))
            return 0;
        each(r, tree, context);
        return 1;
    }
    if (tree->num_children == 0)
        mnz_reader_error(r, MNZ_E0309, tree->at, "leave the key out, or name something",
                         "%s is an empty list", mnz_where_path(r, where));
    for (size_t i = 0; i < tree->num_children; i++)
        if (mnz_reader_text(r, tree->items[i], where, expected))
            each(r, tree->items[i], context);
    return (uint32_t)tree->num_children;
}
