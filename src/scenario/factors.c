/* factors.c - numbers that scale many others. */

#include "scenario/factors.h"

#include "scenario/quantity.h"
#include "scenario/rows.h"
#include "scenario/section.h"

/* Characters of patterns and paths that are compared in all. */
enum { MOST_LOOKS = 400000000 };

/* Patterns of paths, as written. */
struct paths {
    const char **items;
    uint32_t count;
};

struct mnz_factor {
    const char *name;
    struct mnz_span at;
    mnz_value_id value;
    struct paths on;
    uint32_t num_uses; /* numbers that it scales */
};

static void read_paths(struct mnz_reader *r, const struct mnz_tree *tree,
                       const struct mnz_where *where, const struct mnz_field *field,
                       void *target);

static const struct mnz_custom custom_paths = {read_paths, "list of paths",
                                               "{\"$ref\": \"#/$defs/names\"}"};

static const struct mnz_field factor_fields[] = {
    QUANTITY("value", MNZ_DIM_NUMBER, IN(mnz_factor, value), NEEDED, NULL,
             "the factor; 1 leaves the numbers as they are"),
    {.key = "on",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_factor, on),
     .flags = NEEDED,
     .custom = &custom_paths,
     .doc = "paths of the numbers that it scales; `*` stands for anything within one "
            "key: `industries.*.stock.input`. A share is not scaled above 1"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_factor = {
    "factor", "A number that scales many others: one draw for all of them.",
    factor_fields, NULL};

static void
add_path(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct paths *paths = context;

    (void)r;
    paths->items[paths->count++] = item->text;
}

static void
read_paths(struct mnz_reader *r, const struct mnz_tree *tree,
           const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    struct paths *paths = target;

    (void)field;
    paths->items = mnz_reader_alloc(r, tree->num_children + 1, sizeof *paths->items);
    if (paths->items)
        mnz_reader_each_text(r, tree, where, "a list of paths", add_path, paths);
}

void
mnz_factors_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "factors");
    const struct mnz_where above = {.key = "factors"};
    struct mnz_factor *factors;
    uint32_t count = 0;

    if (!section)
        return;
    factors = mnz_reader_alloc(r, section->num_children, sizeof *factors);
    for (size_t i = 0; factors && i < section->num_children; i++) {
        const struct mnz_tree_entry *entry = &section->entries[i];
        struct mnz_where where = {&above, entry->key, entry->key_at, NULL, NULL};
        struct mnz_factor *factor = &factors[count];

        *factor = (struct mnz_factor){.name = entry->key, .at = entry->key_at};
        mnz_record_read(r, &mnz_kind_factor, entry->value, &where, factor);
        count += factor->value != MNZ_VALUE_NONE;
    }
    r->factors = factors;
    r->num_factors = factors ? count : 0;
}

/* Whether a path is the pattern's: '*' stands for anything within one key, so that a
 * pattern names numbers of one depth. */
static int
is_path_of(const char *pattern, const char *path, uint64_t *num_looks)
{
    const char *star = NULL, *taken = NULL;

    while (*path) {
        ++*num_looks;
        if (*pattern == '*') {
            star = ++pattern;
            taken = path;
        } else if (*pattern == *path) {
            pattern++;
            path++;
        } else if (star && *taken != '.') {
            pattern = star;
            path = ++taken;
        } else {
            return 0;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static int
is_named(const struct mnz_factor *factor, const char *path, uint64_t *num_looks)
{
    for (uint32_t i = 0; i < factor->on.count && *num_looks <= MOST_LOOKS; i++)
        if (is_path_of(factor->on.items[i], path, num_looks))
            return 1;
    return 0;
}

mnz_value_id
mnz_factors_apply(struct mnz_reader *r, const struct mnz_where *where,
                  const struct mnz_demand *demand, mnz_value_id value)
{
    const char *path;

    if (r->num_factors == 0 || value == MNZ_VALUE_NONE || demand->is_date ||
        (demand->flags & MNZ_FIELD_CERTAIN))
        return value;
    path = mnz_where_path(r, where);
    for (uint32_t i = 0; i < r->num_factors; i++) {
        struct mnz_factor *factor = &r->factors[i];

        if (r->factor_looks > MOST_LOOKS)
            break;
        if (!is_named(factor, path, &r->factor_looks))
            continue;
        factor->num_uses++;
        value = mnz_reader_scaled(r, value, factor->value, demand->high);
    }
    return value;
}

void
mnz_factors_verify(struct mnz_reader *r)
{
    if (r->factor_looks > MOST_LOOKS) {
        mnz_reader_error(r, MNZ_E2603, r->factors[0].at,
                         "have fewer factors, or fewer patterns in their 'on'",
                         "the paths of %u factors are compared with too many numbers",
                         (unsigned)r->num_factors);
        return;
    }
    for (uint32_t i = 0; i < r->num_factors; i++)
        if (r->factors[i].num_uses == 0)
            mnz_reader_error(r, MNZ_E0637, r->factors[i].at,
                             "its paths are those of 'monazite show', with '*' for "
                             "one key: industries.*.stock.input",
                             "factor '%s' scales no number", r->factors[i].name);
}
