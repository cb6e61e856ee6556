/* distribution.c - distributions in all their spellings. */

#include "scenario/distribution.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "scenario/distribution_forms.h"
#include "scenario/distribution_values.h"
#include "document/print.h"
#include "scenario/scalar.h"

static int find_parts(struct mnz_reading *d, const struct mnz_tree *tree);
static int read_truncation(struct mnz_reading *d);
static int check_support(struct mnz_reading *d);
static void ask_about_unit(struct mnz_reading *d);
static const char *write_text(struct mnz_reading *d);

const struct mnz_tree_entry *
mnz_distribution_find(const struct mnz_tree *tree)
{
    if (tree->kind != MNZ_TREE_MAPPING)
        return NULL;
    for (size_t i = 0; i < tree->num_children; i++)
        for (size_t n = 0; mnz_distribution_names[n]; n++)
            if (strcmp(tree->entries[i].key, mnz_distribution_names[n]) == 0)
                return &tree->entries[i];
    return NULL;
}

int
mnz_distribution_read(struct mnz_reader *r, const struct mnz_tree *tree,
                      const struct mnz_where *where, const struct mnz_demand *demand,
                      struct mnz_dist *dist, const char **text)
{
    struct mnz_reading d = {.r = r, .where = where, .demand = demand};
    int is_read;

    if (tree->kind == MNZ_TREE_SCALAR) {
        double *number = mnz_reader_alloc(r, 1, sizeof *number);

        if (!number || !mnz_scalar_read(r, tree, where, demand, number) ||
            !mnz_scalar_verify(r, tree->at, where, demand, *number))
            return 0;
        *dist = mnz_dist_make(MNZ_DIST_EMPIRICAL, 0.0, 0.0, 0.0);
        dist->values = number;
        dist->num_values = 1;
        *text = tree->text;
        return 1;
    }
    if (!mnz_distribution_find(tree)) {
        mnz_reader_error(r, MNZ_E0601, tree->at, "for example {triangular: [1, 2, 4]}",
                         "%s must be a number or a distribution",
                         mnz_where_path(r, where));
        return 0;
    }
    if (!find_parts(&d, tree))
        return 0;
    is_read = d.kind == MNZ_DIST_DISCRETE || d.kind == MNZ_DIST_EMPIRICAL
                  ? mnz_reading_by_values(&d)
                  : mnz_reading_by_parameters(&d);
    if (!is_read || !read_truncation(&d) || !check_support(&d))
        return 0;
    ask_about_unit(&d);
    *dist = d.dist;
    *text = write_text(&d);
    return 1;
}

/* As of plain numbers: half of the draws above 24 months may have been meant as days.
 */
static void
ask_about_unit(struct mnz_reading *d)
{
    const double median = mnz_dist_quantile(&d->dist, 0.5);
    char text[MNZ_NUMBER_TEXT];

    if (!(d->demand->unusual > 0.0) || median <= d->demand->unusual || d->has_unit)
        return;
    mnz_number_format(median, text);
    mnz_diag_add(d->r->diags, MNZ_W0526, d->tree->at,
                 "write units beside its numbers, 'days' or 'months'",
                 "%s has a median of %s months: were days meant?",
                 mnz_where_path(d->r, d->where), text);
}

/* The distribution's name, parameters and truncation; nothing else may stand there. */
static int
find_parts(struct mnz_reading *d, const struct mnz_tree *tree)
{
    static const char *const beside[] = {"truncate", "source", "verified", "notes"};
    const struct mnz_tree_entry *found = mnz_distribution_find(tree);
    unsigned kind = 0;

    while (strcmp(mnz_distribution_names[kind], found->key) != 0)
        kind++;
    d->kind = (enum mnz_dist_kind)kind;
    d->name = found->key;
    d->tree = found->value;
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        int is_known = entry == found;

        for (size_t b = 0; b < sizeof beside / sizeof *beside; b++)
            is_known |= strcmp(entry->key, beside[b]) == 0;
        if (!is_known) {
            mnz_reader_error(d->r, MNZ_E0602, entry->key_at,
                             mnz_reader_nearest(d->r, entry->key, beside, 4),
                             "unknown key '%.60s' beside '%s' in %s", entry->key,
                             d->name, mnz_where_path(d->r, d->where));
            return 0;
        }
    }
    d->truncate = mnz_tree_find(d->tree, "truncate");
    if (d->truncate && mnz_tree_find(tree, "truncate"))
        return mnz_reading_complain(d, MNZ_E0604, "keep one of them",
                                    "it is truncated twice, beside and among its "
                                    "parameters");
    if (!d->truncate)
        d->truncate = mnz_tree_find(tree, "truncate");
    if (d->demand->is_date && d->kind != MNZ_DIST_UNIFORM &&
        d->kind != MNZ_DIST_NORMAL && d->kind != MNZ_DIST_TRIANGULAR &&
        d->kind != MNZ_DIST_PERT && d->kind != MNZ_DIST_DISCRETE &&
        d->kind != MNZ_DIST_EMPIRICAL)
        return mnz_reading_complain(
            d, MNZ_E0605,
            "use uniform, normal, triangular, pert, discrete or empirical",
            "this distribution has no meaning for dates");
    return 1;
}

static int
read_end(struct mnz_reading *d, const struct mnz_tree *tree, double none, double *end)
{
    *end = none;
    return mnz_tree_is_null(tree) ||
           mnz_reading_number(d, tree, "truncate", MNZ_PARAMETER_VALUE, end);
}

/* Verified before and after, so that a fault is put down to its cause. */
static int
read_truncation(struct mnz_reading *d)
{
    static const char advice[] =
        "[low, high] keeps the part between them; null leaves an end open";
    const struct mnz_tree *t = d->truncate;
    struct mnz_fault wrong = mnz_dist_verify(&d->dist);

    if (wrong.text)
        return mnz_reading_complain(d, wrong.code, NULL, wrong.text);
    if (!t)
        return 1;
    if (t->kind != MNZ_TREE_SEQUENCE || t->num_children != 2)
        wrong = (struct mnz_fault){MNZ_E0606, "'truncate' takes a list of two"};
    else if (!read_end(d, t->items[0], -INFINITY, &d->dist.low) ||
             !read_end(d, t->items[1], INFINITY, &d->dist.high))
        return 0;
    else
        wrong = mnz_dist_verify(&d->dist);
    if (wrong.text)
        mnz_reader_error(d->r, wrong.code, t->at, advice, "%s: %s",
                         mnz_where_path(d->r, d->where), wrong.text);
    return !wrong.text;
}

static void
write_end(double end, char text[MNZ_NUMBER_TEXT])
{
    if (isinf(end))
        strcpy(text, "null");
    else
        mnz_number_format(end, text);
}

/* A tail that no 53-bit uniform number reaches is none for fields that are open. */
static int
check_support(struct mnz_reading *d)
{
    const struct mnz_demand *demand = d->demand;
    const double least = mnz_dist_quantile(&d->dist, 0x1p-54);
    const double most = mnz_dist_quantile(&d->dist, 1.0 - 0x1p-53);
    char range[96], ends[2][MNZ_NUMBER_TEXT];
    double low, high;

    if (!(fabs(least) <= MNZ_QUANTITY_MAX && fabs(most) <= MNZ_QUANTITY_MAX))
        return mnz_reading_complain(d, MNZ_E0609, "truncate it",
                                    "its draws can be too large for any quantity");
    if (demand->is_date)
        return 1;
    if (demand->flags & MNZ_FIELD_OPEN) {
        low = least;
        high = most;
    } else {
        mnz_dist_support(&d->dist, &low, &high);
    }
    if (low >= demand->low && high <= demand->high &&
        !(low == demand->low && (demand->flags & MNZ_FIELD_ABOVE) &&
          d->kind == MNZ_DIST_DISCRETE))
        return 1;
    mnz_demand_range(demand, range);
    write_end(demand->low, ends[0]);
    write_end(demand->high, ends[1]);
    mnz_reader_error(d->r, MNZ_E0610, d->tree->at,
                     mnz_arena_printf(d->r->arena,
                                      "beside '%s', write 'truncate: [%s, %s]'",
                                      d->name, ends[0], ends[1]),
                     "%s must be %s, and a draw can be outside",
                     mnz_where_path(d->r, d->where), range);
    return 0;
}

/* "lognormal(median 45 working days, sigma 0.4)". */
static const char *
write_text(struct mnz_reading *d)
{
    struct mnz_arena *arena = d->r->arena;
    const struct mnz_tree *tree = d->tree;
    const char *text = tree->kind == MNZ_TREE_SCALAR ? tree->text : "";

    if (tree->num_children > 12)
        text = mnz_arena_printf(arena, "%zu values", tree->num_children);
    for (size_t i = 0; text && tree->num_children <= 12 && i < tree->num_children;
         i++) {
        const int is_mapping = tree->kind == MNZ_TREE_MAPPING;
        const struct mnz_tree *value =
            is_mapping ? tree->entries[i].value : tree->items[i];
        const char *written = mnz_tree_flow(arena, value);

        if (is_mapping && strcmp(tree->entries[i].key, "truncate") == 0)
            continue;
        text = mnz_arena_printf(arena, "%s%s%s%s%s", text, *text ? ", " : "",
                                is_mapping ? tree->entries[i].key : "",
                                is_mapping ? " " : "", written ? written : "?");
    }
    text = mnz_arena_printf(arena, "%s(%s)", d->name, text ? text : "?");
    if (text && d->truncate)
        text = mnz_arena_printf(arena, "%s truncated to %s", text,
                                mnz_tree_flow(arena, d->truncate));
    if (!text)
        d->r->is_out_of_memory = 1;
    return text ? text : d->name;
}
