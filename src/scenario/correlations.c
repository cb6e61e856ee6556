/* correlations.c - which uncertain inputs move together. */

#include "scenario/correlations.h"

#include <string.h>

#include "document/spelling.h"
#include "scenario/rows.h"

/* Each draw multiplies a matrix of as many rows and columns. */
enum { MOST_CORRELATED = 1500 };

struct draft_correlation {
    const struct mnz_tree *between;
    mnz_value_id rank;
};

static const struct mnz_custom between = {
    mnz_field_keep_tree, "a list of two inputs",
    "{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 2, "
    "\"maxItems\": 2}"};

static const struct mnz_field correlation_fields[] = {
    {.key = "between",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_correlation, between),
     .flags = MNZ_FIELD_REQUIRED,
     .custom = &between,
     .doc = "two uncertain inputs by their paths; the section may be left out"},
    {.key = "rank",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(draft_correlation, rank),
     .low = -1,
     .high = 1,
     .flags = MNZ_FIELD_REQUIRED | MNZ_FIELD_CERTAIN | MNZ_FIELD_UNDATED,
     .doc = "Spearman's rank correlation; 1 and -1 make the two one draw"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_correlation = {
    "correlation", "A row of `correlations`.", correlation_fields, NULL};

static void read_correlation(struct mnz_reader *r, const struct mnz_tree *tree,
                             uint32_t position);
static void limit_inputs(struct mnz_reader *r, struct mnz_span at);
static uint32_t find_input(struct mnz_reader *r, const struct mnz_tree *name);
static int put(struct mnz_reader *r, const struct mnz_rank_correlation *correlation);

void
mnz_correlations_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "correlations");
    struct mnz_scenario *s = r->s;

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_SEQUENCE) {
        mnz_reader_error(r, MNZ_E0304, tree->at, "write each row after a '-'",
                         "correlations must be a list of rows");
        return;
    }
    s->correlations = mnz_reader_alloc(r, tree->num_children, sizeof *s->correlations);
    for (uint32_t i = 0; s->correlations && i < tree->num_children; i++)
        read_correlation(r, tree->items[i], i + 1);
    limit_inputs(r, tree->at);
}

/* Inputs that correlations name. */
static void
limit_inputs(struct mnz_reader *r, struct mnz_span at)
{
    const struct mnz_scenario *s = r->s;
    uint8_t *is_named = mnz_reader_alloc(r, (size_t)s->pool.num_inputs + 1, 1);
    uint32_t count = 0;

    for (uint32_t i = 0; is_named && i < s->num_correlations; i++) {
        count += (is_named[s->correlations[i].a] ? 0u : 1u) +
                 (is_named[s->correlations[i].b] ? 0u : 1u);
        is_named[s->correlations[i].a] = is_named[s->correlations[i].b] = 1;
    }
    if (count > MOST_CORRELATED)
        mnz_reader_error(r, MNZ_E2604, at,
                         "let one factor move numbers that rise and "
                         "fall together",
                         "%u inputs are correlated, more than %d", (unsigned)count,
                         (int)MOST_CORRELATED);
}

static void
read_correlation(struct mnz_reader *r, const struct mnz_tree *tree, uint32_t position)
{
    const struct mnz_where section = {.key = "correlations"};
    struct mnz_where where = {.up = &section, .at = tree->at};
    struct draft_correlation draft = {.rank = MNZ_VALUE_NONE};
    struct mnz_rank_correlation c = {.at = tree->at};

    where.key = mnz_arena_printf(r->arena, "[%u]", (unsigned)position);
    if (!where.key) {
        r->is_out_of_memory = 1;
        return;
    }
    mnz_record_read(r, &mnz_kind_correlation, tree, &where, &draft);
    if (!draft.between || !mnz_reader_is_constant(r, draft.rank, &c.rank))
        return;
    if (draft.between->kind != MNZ_TREE_SEQUENCE || draft.between->num_children != 2) {
        mnz_reader_error(r, MNZ_E1109, draft.between->at,
                         "for example [a.approval, b.approval]",
                         "%s.between must be a list of two uncertain inputs",
                         mnz_where_path(r, &where));
        return;
    }
    c.a = find_input(r, draft.between->items[0]);
    c.b = find_input(r, draft.between->items[1]);
    if (c.a == MNZ_NONE || c.b == MNZ_NONE)
        return;
    if (c.a == c.b)
        mnz_reader_error(r, MNZ_E1110, draft.between->at, NULL,
                         "'%s' is correlated with itself", r->s->pool.inputs[c.a].name);
    else if (!put(r, &c))
        mnz_reader_error(r, MNZ_E1111, tree->at, NULL,
                         "'%s' and '%s' have a correlation already",
                         r->s->pool.inputs[c.a].name, r->s->pool.inputs[c.b].name);
}

/* A later file's row replaces an earlier one's; twice in one file is a slip. */
static int
put(struct mnz_reader *r, const struct mnz_rank_correlation *correlation)
{
    struct mnz_scenario *s = r->s;

    for (uint32_t i = 0; i < s->num_correlations; i++) {
        struct mnz_rank_correlation *c = &s->correlations[i];

        if (!((c->a == correlation->a && c->b == correlation->b) ||
              (c->a == correlation->b && c->b == correlation->a)))
            continue;
        if (strcmp(c->at.file, correlation->at.file) == 0)
            return 0;
        *c = *correlation;
        return 1;
    }
    s->correlations[s->num_correlations++] = *correlation;
    return 1;
}

/* A name without its section: the part after the first dot. */
static const char *
short_name(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot ? dot + 1 : name;
}

static const char *
advise(struct mnz_reader *r, const char *text)
{
    const uint32_t count = r->s->pool.num_inputs;
    const char **names = mnz_reader_alloc(r, 2 * (size_t)count + 1, sizeof *names);
    const char *advice = NULL;

    if (names) {
        for (uint32_t i = 0; i < count; i++) {
            names[i] = r->s->pool.inputs[i].name;
            names[count + i] = short_name(names[i]);
        }
        advice = mnz_reader_nearest(r, text, names, 2 * (size_t)count);
    }
    return advice ? advice
                  : "a correlation is between two numbers written as distributions";
}

/* Whether a setting has put a certain number in the place of the input, which then
 * moves with no other. */
static int
is_set_certain(struct mnz_reader *r, const char *text)
{
    const struct mnz_tree *root = r->s->tree;
    struct mnz_spelled way;

    for (size_t i = 0; i <= root->num_children; i++) {
        const char *name =
            i == root->num_children
                ? text
                : mnz_arena_printf(r->arena, "%s.%s", root->entries[i].key, text);

        if (!name || mnz_spelling_find(root, name, r->arena, &way)) {
            r->is_out_of_memory = 1;
            return 1;
        }
        if (way.num_steps > 0)
            return mnz_tree_is_of_setting(mnz_spelled_node(&way));
    }
    return 0;
}

static uint32_t
find_input(struct mnz_reader *r, const struct mnz_tree *name)
{
    const struct mnz_value_pool *pool = &r->s->pool;
    uint32_t found = MNZ_NONE, id;

    if (name->kind != MNZ_TREE_SCALAR) {
        mnz_reader_error(r, MNZ_E1112, name->at, NULL,
                         "the name of an uncertain input is expected");
        return MNZ_NONE;
    }
    id = mnz_names_find(&r->inputs, name->text);
    if (id != MNZ_NAME_NONE)
        return id;
    for (uint32_t i = 0; i < pool->num_inputs; i++) {
        if (strcmp(short_name(pool->inputs[i].name), name->text) != 0)
            continue;
        if (found != MNZ_NONE) {
            mnz_reader_error(r, MNZ_E1113, name->at, "write the section before it",
                             "'%.60s' can be '%s' or '%s'", name->text,
                             pool->inputs[found].name, pool->inputs[i].name);
            return MNZ_NONE;
        }
        found = i;
    }
    if (found == MNZ_NONE && !is_set_certain(r, name->text))
        mnz_reader_error(r, MNZ_E1114, name->at, advise(r, name->text),
                         "no uncertain input is named '%.120s'", name->text);
    return found;
}
