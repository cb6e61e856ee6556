/* quantity.c - numbers and dates: certain, uncertain, dated. */

#include "scenario/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/number.h"
#include "scenario/distribution.h"

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

static const char date_example[] =
    "write a date as 2025-10-09, or 2025-10 for the first of the month";

mnz_value_id
mnz_quantity_read(struct mnz_reader *r, const struct mnz_tree *tree,
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

static mnz_value_id
read_constant(struct mnz_reader *r, const struct mnz_tree *tree,
              const struct mnz_where *where, const struct mnz_demand *demand)
{
    double number;

    if (!mnz_quantity_read_scalar(r, tree, where, demand, &number) ||
        !mnz_quantity_verify(r, tree->at, where, demand, number))
        return MNZ_VALUE_NONE;
    return mnz_reader_constant(r, number);
}

static int
read_date(struct mnz_reader *r, const struct mnz_tree *tree,
          const struct mnz_where *where, double *number)
{
    const char *why = mnz_date_looks_like(tree->text)
                          ? "which is no date that exists between 1900 and 2200"
                          : "which is no date";
    int32_t day;

    if (mnz_date_parse(tree->text, &day)) {
        mnz_reader_error(r, tree->at, date_example, "%s is '%.60s', %s",
                         mnz_where_path(r, where), tree->text, why);
        return 0;
    }
    *number = day;
    return 1;
}

/* How a quantity is written, for those who wrote it otherwise. */
static const char *
example_of(enum mnz_dimension dimension)
{
    static const char *const examples[MNZ_NUM_DIMENSIONS] = {
        [MNZ_DIM_SHARE] = "for example 0.3 or 30 %",
        [MNZ_DIM_MASS] = "for example 500, 500 t or 2 kt",
        [MNZ_DIM_MASS_RATE] = "for example 1200, 1.2 kt/yr or 100 t/month",
        [MNZ_DIM_MASS_PER_MONTH] = "for example 500, 500 t/month or 6 kt/yr",
        [MNZ_DIM_DURATION] = "for example 1.5, 45 working days, 3 weeks or 2 years",
        [MNZ_DIM_PRICE] = "for example 60 or 60 USD/kg",
        [MNZ_DIM_MONEY] = "for example 41e9 or 41 bn USD",
        [MNZ_DIM_MONEY_RATE] = "for example 41e9 or 41 bn USD/yr",
        [MNZ_DIM_RATE_PER_MONTH] = "for example 0.25 or 0.25 per month",
        [MNZ_DIM_RATE_PER_YEAR] = "for example 0.3 or 0.3 per year",
        [MNZ_DIM_GROWTH] = "for example 0.08 or 8 % per year",
    };

    return examples[dimension];
}

int
mnz_quantity_read_scalar(struct mnz_reader *r, const struct mnz_tree *tree,
                         const struct mnz_where *where, const struct mnz_demand *demand,
                         double *number)
{
    char error[MNZ_QUANTITY_ERROR];

    if (tree->kind != MNZ_TREE_SCALAR || mnz_tree_is_null(tree)) {
        mnz_reader_error(
            r, tree->at, demand->is_date ? date_example : example_of(demand->dimension),
            "%s must be %s", mnz_where_path(r, where),
            demand->is_date ? "a date" : mnz_dimension_text(demand->dimension));
        return 0;
    }
    if (demand->is_date)
        return read_date(r, tree, where, number);
    if (mnz_quantity_parse(tree->text, demand->dimension, number, error)) {
        mnz_reader_error(r, tree->at, example_of(demand->dimension), "%s: %s",
                         mnz_where_path(r, where), error);
        return 0;
    }
    if (demand->dimension == MNZ_DIM_COUNT)
        return mnz_quantity_verify(r, tree->at, where, demand, *number);
    return 1;
}

void
mnz_demand_range(const struct mnz_demand *demand, char text[96])
{
    const char *least = demand->flags & MNZ_FIELD_ABOVE ? "more than" : "at least";
    char low[MNZ_NUMBER_TEXT], high[MNZ_NUMBER_TEXT];

    mnz_number_format(demand->low, low);
    mnz_number_format(demand->high, high);
    if (demand->low == demand->high)
        snprintf(text, 96, "%s", low);
    else if (isinf(demand->low) && isinf(demand->high))
        snprintf(text, 96, "any number");
    else if (isinf(demand->high))
        snprintf(text, 96, "%s %s", least, low);
    else if (isinf(demand->low))
        snprintf(text, 96, "at most %s", high);
    else if (demand->flags & MNZ_FIELD_ABOVE)
        snprintf(text, 96, "above %s and at most %s", low, high);
    else
        snprintf(text, 96, "between %s and %s", low, high);
}

int
mnz_quantity_verify(struct mnz_reader *r, struct mnz_span at,
                    const struct mnz_where *where, const struct mnz_demand *demand,
                    double number)
{
    char range[96], text[MNZ_NUMBER_TEXT], percent[MNZ_NUMBER_TEXT];
    const char *advice = NULL, *unit = mnz_dimension_unit(demand->dimension);

    if (demand->is_date || (number <= demand->high &&
                            (demand->flags & MNZ_FIELD_ABOVE ? number > demand->low
                                                             : number >= demand->low)))
        return 1;
    mnz_demand_range(demand, range);
    mnz_number_format(number, text);
    if (demand->dimension == MNZ_DIM_SHARE && number > 1.0 && number <= 100.0) {
        mnz_number_format(round(number * 1e10) / 1e12, percent);
        advice = mnz_arena_printf(r->arena, "a share is a part of 1: write %s or %s %%",
                                  percent, text);
    }
    mnz_reader_error(r, at, advice, "%s is %s%s%s, but must be %s",
                     mnz_where_path(r, where), text, *unit ? " " : "", unit, range);
    return 0;
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
        mnz_reader_error(r, tree->entries[i].key_at,
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

    return value ? mnz_quantity_read(r, value, &where, demand) : MNZ_VALUE_NONE;
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
        mnz_reader_error(r, tree->at, NULL, "%s may not be uncertain",
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

/* One point; what is wrong with it is said, and it stays out of the series. */
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
        mnz_reader_error(r, entry->key_at,
                         "a series has dates such as 2025-10 or 2025-10-09 as its keys",
                         "'%.60s' in %s is no date that exists", entry->key,
                         mnz_where_path(r, above));
        return 0;
    }
    undated.flags |= MNZ_FIELD_UNDATED;
    point->value = mnz_quantity_read(r, entry->value, &where, &undated);
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
        mnz_reader_error(r, tree->at, NULL, "%s may not be a dated series",
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
        mnz_reader_error(r, tree->at, NULL, "%s has two values for %s",
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
    mnz_reader_error(r, tree->at, advice, "%s is neither a %s nor a distribution",
                     mnz_where_path(r, where),
                     demand->is_date ? "date" : "number, a dated series");
}
