/* quantity.c - numbers and dates: certain, uncertain, dated. */

#include "scenario/quantity.h"

#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/number.h"
#include "scenario/distribution.h"
#include "scenario/distribution_parts.h"
#include "scenario/factors.h"
#include "scenario/scalar.h"

static mnz_value_id read_any(struct mnz_reader *r, const struct mnz_tree *tree,
                             const struct mnz_where *where,
                             const struct mnz_demand *demand);
static mnz_value_id read_constant(struct mnz_reader *r, const struct mnz_tree *tree,
                                  const struct mnz_where *where,
                                  const struct mnz_demand *demand);
static mnz_value_id read_uncertain(struct mnz_reader *r, const struct mnz_tree *tree,
                                   const struct mnz_where *where,
                                   const struct mnz_demand *demand);
static int is_wrapped(const struct mnz_tree *tree);
static mnz_value_id read_wrapped(struct mnz_reader *r, const struct mnz_tree *tree,
                                 const struct mnz_where *above,
                                 const struct mnz_demand *demand);
static mnz_value_id read_series(struct mnz_reader *r, const struct mnz_tree *tree,
                                const struct mnz_where *where,
                                const struct mnz_demand *demand);
static void refuse_form(struct mnz_reader *r, const struct mnz_tree *tree,
                        const struct mnz_where *where, const struct mnz_demand *demand);

mnz_value_id
mnz_quantity_read(struct mnz_reader *r, const struct mnz_tree *tree,
                  const struct mnz_where *where, const struct mnz_demand *demand)
{
    return mnz_factors_apply(r, where, demand, read_any(r, tree, where, demand));
}

static mnz_value_id
read_any(struct mnz_reader *r, const struct mnz_tree *tree,
         const struct mnz_where *where, const struct mnz_demand *demand)
{
    if (tree->kind == MNZ_TREE_SCALAR)
        return read_constant(r, tree, where, demand);
    if (tree->kind == MNZ_TREE_MAPPING && tree->num_children > 0) {
        if (mnz_distribution_find(tree))
            return read_uncertain(r, tree, where, demand);
        if (is_wrapped(tree))
            return read_wrapped(r, tree, where, demand);
        if (mnz_date_looks_like(tree->entries[0].key))
            return read_series(r, tree, where, demand);
    }
    refuse_form(r, tree, where, demand);
    return MNZ_VALUE_NONE;
}

/* 45 of a stock are days in most people's mouths, and months here. */
static void
ask_about_unit(struct mnz_reader *r, const struct mnz_tree *tree,
               const struct mnz_where *where, const struct mnz_demand *demand,
               double number)
{
    char text[MNZ_NUMBER_TEXT];
    double same;

    if (!(demand->unusual > 0.0) || number <= demand->unusual ||
        mnz_number_parse(tree->text, &same))
        return;
    mnz_number_format(number, text);
    mnz_diag_add(
        r->diags, MNZ_W0526, tree->at,
        mnz_arena_printf(r->arena, "write '%s days', or '%s months'", text, text),
        "%s is %s months: were days meant?", mnz_where_path(r, where), text);
}

static mnz_value_id
read_constant(struct mnz_reader *r, const struct mnz_tree *tree,
              const struct mnz_where *where, const struct mnz_demand *demand)
{
    double number;

    if (!mnz_scalar_read(r, tree, where, demand, &number) ||
        !mnz_scalar_verify(r, tree->at, where, demand, number))
        return MNZ_VALUE_NONE;
    ask_about_unit(r, tree, where, demand, number);
    return mnz_reader_constant(r, number);
}

/* A number may say where it comes from: {value: 0.3, source: ...}. */
static int
is_wrapped(const struct mnz_tree *tree)
{
    return !mnz_distribution_find(tree) && mnz_tree_find(tree, "value") != NULL;
}

const struct mnz_tree *
mnz_quantity_unwrap(struct mnz_reader *r, const struct mnz_tree *tree,
                    struct mnz_where *where)
{
    static const char *const keys[] = {"value", "source", "verified", "notes"};
    int is_sound = 1;

    if (!is_wrapped(tree))
        return tree;
    mnz_where_note_origin(r, tree, where);
    for (size_t i = 0; i < tree->num_children; i++) {
        const char *key = tree->entries[i].key;
        int is_known = 0;

        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            is_known |= strcmp(key, keys[k]) == 0;
        if (is_known)
            continue;
        is_sound = 0;
        mnz_reader_error(r, MNZ_E0513, tree->entries[i].key_at,
                         "beside 'value' there may be source, verified and notes",
                         "unknown key '%.60s' in %s", key, mnz_where_path(r, where));
    }
    return is_sound ? mnz_tree_find(tree, "value") : NULL;
}

static mnz_value_id
read_wrapped(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *above, const struct mnz_demand *demand)
{
    struct mnz_where where = *above;
    const struct mnz_tree *value = mnz_quantity_unwrap(r, tree, &where);

    return value ? read_any(r, value, &where, demand) : MNZ_VALUE_NONE;
}

static mnz_value_id
read_uncertain(struct mnz_reader *r, const struct mnz_tree *tree,
               const struct mnz_where *above, const struct mnz_demand *demand)
{
    struct mnz_where where = *above;
    struct mnz_input input = {
        .at = tree->at,
        .unit = demand->is_date ? "date" : mnz_dimension_unit(demand->dimension),
    };
    mnz_value_id value;

    if (demand->flags & MNZ_FIELD_CERTAIN) {
        mnz_reader_error(r, MNZ_E0525, tree->at, NULL, "%s may not be uncertain",
                         mnz_where_path(r, above));
        return MNZ_VALUE_NONE;
    }
    mnz_where_note_origin(r, tree, &where);
    if (!mnz_distribution_read(r, tree, &where, demand, &input.dist, &input.dist_text))
        return MNZ_VALUE_NONE;
    mnz_reader_input(r, &where, &input, &value);
    return value;
}

static int
by_day(const void *a, const void *b)
{
    const struct mnz_series_point *p = a, *q = b;

    return (p->day > q->day) - (p->day < q->day);
}

/* One point; a faulty one is reported and stays out of the series. */
static int
read_point(struct mnz_reader *r, const struct mnz_tree_entry *entry,
           const struct mnz_where *above, const struct mnz_demand *demand,
           struct mnz_series_point *point)
{
    struct mnz_demand undated = *demand;
    struct mnz_where where = {.up = above, .at = entry->value->at};

    where.key = mnz_arena_printf(r->arena, "@%s", entry->key);
    if (!where.key) {
        r->is_out_of_memory = 1;
        return 0;
    }
    if (mnz_date_parse(entry->key, &point->day)) {
        mnz_reader_error(r, MNZ_E0522, entry->key_at,
                         "a series has dates such as 2025-10 or 2025-10-09 as its keys",
                         "'%.60s' in %s is no date that exists", entry->key,
                         mnz_where_path(r, above));
        return 0;
    }
    undated.flags |= MNZ_FIELD_UNDATED;
    point->value = read_any(r, entry->value, &where, &undated);
    return point->value != MNZ_VALUE_NONE;
}

static mnz_value_id
read_series(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, const struct mnz_demand *demand)
{
    struct mnz_series_point *points;
    uint32_t count = 0;
    int is_sound = 1;

    if ((demand->flags & MNZ_FIELD_UNDATED) || demand->is_date) {
        mnz_reader_error(r, MNZ_E0524, tree->at, NULL, "%s may not be a dated series",
                         mnz_where_path(r, where));
        return MNZ_VALUE_NONE;
    }
    points = mnz_reader_alloc(r, tree->num_children, sizeof *points);
    for (size_t i = 0; points && i < tree->num_children; i++) {
        if (read_point(r, &tree->entries[i], where, demand, &points[count]))
            count++;
        else
            is_sound = 0;
    }
    if (!points || !is_sound)
        return MNZ_VALUE_NONE;
    qsort(points, count, sizeof *points, by_day);
    for (uint32_t i = 1; i < count; i++) {
        char day[MNZ_DATE_TEXT];

        if (points[i].day != points[i - 1].day)
            continue;
        mnz_date_format(points[i].day, day);
        mnz_reader_error(r, MNZ_E0523, tree->at, NULL, "%s has two values for %s",
                         mnz_where_path(r, where), day);
        return MNZ_VALUE_NONE;
    }
    return mnz_reader_series(r, points, count);
}

static void
refuse_form(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, const struct mnz_demand *demand)
{
    const char *advice = NULL;
    size_t count = 0;

    while (mnz_distribution_names[count])
        count++;
    if (tree->kind == MNZ_TREE_MAPPING && tree->num_children > 0)
        advice =
            mnz_reader_nearest(r, tree->entries[0].key, mnz_distribution_names, count);
    if (!advice)
        advice =
            demand->is_date
                ? "write a date such as 2025-10-09, or a distribution such as "
                  "{triangular: [2026-09, 2027-03, 2029-01]}"
                : "write a number, a distribution such as {triangular: [1, 2, 4]}, "
                  "or a series such as {2025-10: 1, 2026-04: 2}";
    mnz_reader_error(r, MNZ_E0502, tree->at, advice,
                     "%s is neither a %s nor a distribution", mnz_where_path(r, where),
                     demand->is_date ? "date" : "number, a dated series");
}
