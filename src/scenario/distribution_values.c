/* distribution_values.c - distributions by their values: discrete, empirical. */

#include "scenario/distribution_values.h"

#include <stdlib.h>
#include <string.h>

#include "document/csv_read.h"

static int read_discrete(struct mnz_reading *d);
static int read_empirical(struct mnz_reading *d);

int
mnz_reading_by_values(struct mnz_reading *d)
{
    return d->kind == MNZ_DIST_DISCRETE ? read_discrete(d) : read_empirical(d);
}

/* Nothing else may stand among the parameters; NULL ends `keys`. */
static int
check_keys(struct mnz_reading *d, const char *const *keys)
{
    for (size_t i = 0; i < d->tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &d->tree->entries[i];
        size_t k = 0;

        while (keys[k] && strcmp(entry->key, keys[k]) != 0)
            k++;
        if (keys[k] || strcmp(entry->key, "truncate") == 0)
            continue;
        mnz_reader_error(d->r, MNZ_E0603, entry->key_at, mnz_reading_advise(d),
                         "unknown key '%.60s' in '%s' of %s", entry->key, d->name,
                         mnz_where_path(d->r, d->where));
        return 0;
    }
    return 1;
}

struct weighted {
    double value, weight;
};

static int
by_value(const void *a, const void *b)
{
    const struct weighted *p = a, *q = b;

    return (p->value > q->value) - (p->value < q->value);
}

/* Ascending, equal values made one. */
static int
keep_discrete(struct mnz_reading *d, struct weighted *pairs, size_t count)
{
    double *values = mnz_reader_alloc(d->r, count, sizeof *values);
    double *weights = mnz_reader_alloc(d->r, count, sizeof *weights);
    uint32_t kept = 0;

    if (!values || !weights)
        return 0;
    qsort(pairs, count, sizeof *pairs, by_value);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && values[kept - 1] == pairs[i].value) {
            weights[kept - 1] += pairs[i].weight;
            continue;
        }
        if (pairs[i].weight <= 0.0)
            continue;
        values[kept] = pairs[i].value;
        weights[kept++] = pairs[i].weight;
    }
    d->dist = mnz_dist_make(d->kind, 0.0, 0.0, 0.0);
    d->dist.values = values;
    d->dist.weights = d->kind == MNZ_DIST_DISCRETE ? weights : NULL;
    d->dist.num_values = kept;
    return kept > 0 ? 1
                    : mnz_reading_complain(d, MNZ_E0630, NULL,
                                           "no value has a weight above 0");
}

static int
read_pair(struct mnz_reading *d, const struct mnz_tree *value,
          const struct mnz_tree *weight, struct weighted *pair)
{
    pair->weight = 1.0;
    if (!mnz_reading_number(d, value, "values", MNZ_PARAMETER_VALUE, &pair->value) ||
        (weight && !mnz_reading_number(d, weight, "weights", MNZ_PARAMETER_NUMBER,
                                       &pair->weight)))
        return 0;
    return pair->weight >= 0.0
               ? 1
               : mnz_reading_complain(d, MNZ_E0629, NULL, "a weight is negative");
}

/* {values: [...], weights: [...]}, or {value: weight, ...}. */
static int
read_discrete(struct mnz_reading *d)
{
    const struct mnz_tree *values = mnz_tree_find(d->tree, "values");
    const struct mnz_tree *weights = mnz_tree_find(d->tree, "weights");
    const size_t most = values ? values->num_children : d->tree->num_children;
    static const char *const keys[] = {"values", "weights", NULL};
    struct weighted *pairs;
    size_t count = 0;

    if (d->tree->kind != MNZ_TREE_MAPPING || most == 0 ||
        (values &&
         (values->kind != MNZ_TREE_SEQUENCE || !weights ||
          weights->kind != MNZ_TREE_SEQUENCE || weights->num_children != most)))
        return mnz_reading_complain(d, MNZ_E0628, mnz_reading_advise(d),
                                    "'discrete' needs as many weights as values");
    if (values && !check_keys(d, keys))
        return 0;
    pairs = mnz_reader_alloc(d->r, most, sizeof *pairs);
    if (!pairs)
        return 0;
    for (size_t i = 0; i < most; i++) {
        const struct mnz_tree_entry *entry = values ? NULL : &d->tree->entries[i];
        const struct mnz_tree key = {.kind = MNZ_TREE_SCALAR,
                                     .text = entry ? entry->key : "",
                                     .at = entry ? entry->key_at : d->tree->at};

        if (entry && strcmp(entry->key, "truncate") == 0)
            continue;
        if (!read_pair(d, values ? values->items[i] : &key,
                       values ? weights->items[i] : entry->value, &pairs[count++]))
            return 0;
    }
    return keep_discrete(d, pairs, count);
}

static int
read_empirical(struct mnz_reading *d)
{
    const struct mnz_tree *table = mnz_tree_find(d->tree, "table");
    const struct mnz_tree *column = mnz_tree_find(d->tree, "column");
    const struct mnz_tree *list = mnz_tree_find(d->tree, "values");
    static const char *const of_table[] = {"table", "column", NULL};
    static const char *const of_list[] = {"values", NULL};
    const double *values = NULL;
    struct weighted *pairs;
    size_t count;

    if (d->tree->kind == MNZ_TREE_MAPPING && (table || list) &&
        !check_keys(d, table ? of_table : of_list))
        return 0;
    if (d->tree->kind == MNZ_TREE_SEQUENCE)
        list = d->tree;
    if (table && column && table->kind == MNZ_TREE_SCALAR &&
        column->kind == MNZ_TREE_SCALAR) {
        const enum mnz_status st =
            mnz_csv_column(table->text, column->text, table->at, &d->r->column_tables,
                           d->r->arena, d->r->diags, &values, &count);

        d->r->is_out_of_memory |= st == MNZ_ERR_NOMEM || st == MNZ_ERR_IO;
        if (st)
            return 0;
    } else if (list && list->kind == MNZ_TREE_SEQUENCE) {
        count = list->num_children;
    } else {
        return mnz_reading_complain(d, MNZ_E0631, mnz_reading_advise(d),
                                    "'empirical' needs values");
    }
    pairs = mnz_reader_alloc(d->r, count, sizeof *pairs);
    if (!pairs)
        return 0;
    if (count == 0 || count > UINT32_MAX / 2)
        return mnz_reading_complain(d, MNZ_E0632, NULL,
                                    "'empirical' needs at least one value");
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (struct weighted){values ? values[i] : 0.0, 1.0};
        if (!values && !read_pair(d, list->items[i], NULL, &pairs[i]))
            return 0;
    }
    /* Repeated values are weights: the same distribution, with less to search. */
    d->kind = MNZ_DIST_DISCRETE;
    return keep_discrete(d, pairs, count);
}
