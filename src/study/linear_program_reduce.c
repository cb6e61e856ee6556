/* linear_program_reduce.c - rows and columns without which a program is the same. */

#include "study/linear_program_reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Entries by column and by row, and what is still there. */
struct reducer {
    const struct mnz_lp *lp;
    uint32_t *first_of_column, *by_column; /* [column + 2], [entry] */
    uint32_t *first_of_row, *by_row;       /* [row + 2], [entry] */
    uint8_t *has_row, *has_column;
    int has_changed;
};

/* Entries in the order of their columns, or of their rows. */
static void
sort(const struct mnz_lp *lp, int by_row, uint32_t count, uint32_t *first,
     uint32_t *sorted)
{
    for (size_t k = 0; k < lp->num_entries; k++)
        first[(by_row ? lp->entries[k].row : lp->entries[k].column) + 2]++;
    for (uint32_t i = 2; i <= count + 1; i++)
        first[i] += first[i - 1];
    for (size_t k = 0; k < lp->num_entries; k++)
        sorted[first[(by_row ? lp->entries[k].row : lp->entries[k].column) + 1]++] =
            (uint32_t)k;
}

static enum mnz_status
begin(struct reducer *x)
{
    const struct mnz_lp *lp = x->lp;

    x->first_of_column = calloc((size_t)lp->num_columns + 3, sizeof(uint32_t));
    x->first_of_row = calloc((size_t)lp->num_rows + 3, sizeof(uint32_t));
    x->by_column = calloc(lp->num_entries + 1, sizeof(uint32_t));
    x->by_row = calloc(lp->num_entries + 1, sizeof(uint32_t));
    x->has_row = malloc((size_t)lp->num_rows + 1);
    x->has_column = malloc((size_t)lp->num_columns + 1);
    if (!x->first_of_column || !x->first_of_row || !x->by_column || !x->by_row ||
        !x->has_row || !x->has_column || lp->num_entries > UINT32_MAX)
        return MNZ_ERR_NOMEM;
    memset(x->has_row, 1, lp->num_rows);
    memset(x->has_column, 1, lp->num_columns);
    sort(lp, 0, lp->num_columns, x->first_of_column, x->by_column);
    sort(lp, 1, lp->num_rows, x->first_of_row, x->by_row);
    return MNZ_OK;
}

static void
finish(struct reducer *x)
{
    free(x->first_of_column);
    free(x->first_of_row);
    free(x->by_column);
    free(x->by_row);
    free(x->has_row);
    free(x->has_column);
}

static void
drop_row(struct reducer *x, uint32_t i)
{
    x->has_row[i] = 0;
    x->has_changed = 1;
}

/* A column that must be 0, that only costs, or of which any amount is free. */
static void
look_at_column(struct reducer *x, uint32_t j)
{
    const uint32_t *k = &x->by_column[x->first_of_column[j]];
    const uint32_t *end = &x->by_column[x->first_of_column[j + 1]];
    const double most = x->lp->column_most[j];
    int helps = 0, burdens = x->lp->cost[j] > 0.0;

    for (const uint32_t *e = k; e < end; e++) {
        const struct mnz_lp_entry *entry = &x->lp->entries[*e];

        if (x->has_row[entry->row]) {
            helps |= entry->value < 0.0;
            burdens |= entry->value > 0.0;
        }
    }
    if (most > 0.0 && helps && (burdens || !isinf(most)))
        return;
    x->has_column[j] = 0;
    x->has_changed = 1;
    /* Its rows hold whatever else happens, by enough of it. */
    for (const uint32_t *e = k; most > 0.0 && helps && e < end; e++)
        if (x->has_row[x->lp->entries[*e].row])
            drop_row(x, x->lp->entries[*e].row);
}

/* A row that holds whatever its columns are. */
static void
look_at_row(struct reducer *x, uint32_t i)
{
    double most = 0.0;

    for (uint32_t k = x->first_of_row[i]; k < x->first_of_row[i + 1]; k++) {
        const struct mnz_lp_entry *entry = &x->lp->entries[x->by_row[k]];

        if (x->has_column[entry->column] && entry->value > 0.0)
            most += entry->value * x->lp->column_most[entry->column];
    }
    if (most <= x->lp->row_most[i])
        drop_row(x, i);
}

/* Numbers of what is left; room for all of it. */
static enum mnz_status
renumber(const struct reducer *x, struct mnz_lp *smaller, uint32_t *kept_rows,
         uint32_t *row_at, uint32_t *column_at)
{
    const struct mnz_lp *lp = x->lp;

    *smaller = (struct mnz_lp){
        .tolerance = lp->tolerance,
        .row_most = calloc((size_t)lp->num_rows + 1, sizeof(double)),
        .cost = calloc((size_t)lp->num_columns + 1, sizeof(double)),
        .column_most = calloc((size_t)lp->num_columns + 1, sizeof(double)),
        .typical = calloc((size_t)lp->num_columns + 1, sizeof(double)),
        .entries = calloc(lp->num_entries + 1, sizeof(struct mnz_lp_entry))};
    if (!smaller->row_most || !smaller->cost || !smaller->column_most ||
        !smaller->typical || !smaller->entries)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < lp->num_rows; i++) {
        if (!x->has_row[i])
            continue;
        kept_rows[smaller->num_rows] = i;
        smaller->row_most[smaller->num_rows] = lp->row_most[i];
        row_at[i] = smaller->num_rows++;
    }
    for (uint32_t j = 0; j < lp->num_columns; j++) {
        if (!x->has_column[j])
            continue;
        smaller->cost[smaller->num_columns] = lp->cost[j];
        smaller->column_most[smaller->num_columns] = lp->column_most[j];
        smaller->typical[smaller->num_columns] = lp->typical ? lp->typical[j] : 1.0;
        column_at[j] = smaller->num_columns++;
    }
    return MNZ_OK;
}

/* A row without columns holds or does not. */
static enum mnz_status
copy_entries(const struct reducer *x, struct mnz_lp *smaller, const uint32_t *row_at,
             const uint32_t *column_at)
{
    const struct mnz_lp *lp = x->lp;

    for (uint32_t i = 0; i < lp->num_rows; i++) {
        const size_t before = smaller->num_entries;

        for (uint32_t k = x->first_of_row[i];
             x->has_row[i] && k < x->first_of_row[i + 1]; k++) {
            const struct mnz_lp_entry *e = &lp->entries[x->by_row[k]];

            if (x->has_column[e->column])
                smaller->entries[smaller->num_entries++] =
                    (struct mnz_lp_entry){row_at[i], column_at[e->column], e->value};
        }
        if (x->has_row[i] && smaller->num_entries == before)
            return MNZ_ERR_INPUT;
    }
    return MNZ_OK;
}

enum mnz_status
mnz_lp_reduce(const struct mnz_lp *program, struct mnz_lp *smaller, uint32_t *kept_rows)
{
    struct reducer x = {.lp = program, .has_changed = 1};
    uint32_t *row_at = calloc((size_t)program->num_rows + 1, sizeof *row_at);
    uint32_t *column_at = calloc((size_t)program->num_columns + 1, sizeof *column_at);
    enum mnz_status st = begin(&x);

    *smaller = (struct mnz_lp){0};
    if (!row_at || !column_at)
        st = MNZ_ERR_NOMEM;
    while (!st && x.has_changed) {
        x.has_changed = 0;
        for (uint32_t j = 0; j < program->num_columns; j++)
            if (x.has_column[j])
                look_at_column(&x, j);
        for (uint32_t i = 0; i < program->num_rows; i++)
            if (x.has_row[i])
                look_at_row(&x, i);
    }
    if (!st)
        st = renumber(&x, smaller, kept_rows, row_at, column_at);
    if (!st)
        st = copy_entries(&x, smaller, row_at, column_at);
    if (st)
        mnz_lp_finish(smaller);
    free(row_at);
    free(column_at);
    finish(&x);
    return st;
}
