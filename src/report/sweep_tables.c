/* sweep_tables.c - the points of a sweep as rows. */

#include "report/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

/* A point as it is read. */
struct point {
    enum mnz_sweep_state state;
    struct mnz_estimate *estimates;
    char problem[MNZ_PROBLEM_TEXT];
};

/* A value as it was set; with another decimal mark, a number is written with it. */
static void
value_cell(struct mnz_cells *cells, const char *text)
{
    double number;

    if (cells->style.decimal != '.' && mnz_number_parse(text, &number) == MNZ_OK)
        mnz_cells_number(cells, number);
    else
        mnz_cells_text(cells, text);
}

static void
varied_cells(const struct mnz_sweep *sweep, uint32_t point, struct mnz_cells *cells)
{
    char text[MNZ_VARIED_TEXT];

    for (uint32_t i = 0; i < mnz_sweep_plan_num_paths(sweep->plan); i++) {
        mnz_sweep_plan_value(sweep->plan, point, i, text);
        value_cell(cells, text);
    }
    mnz_cells_count(cells, (uint64_t)point + 1);
}

static void
estimate_cells(struct mnz_cells *cells, const struct mnz_estimate *e)
{
    mnz_cells_number(cells, e->value);
    mnz_cells_number(cells, e->low);
    mnz_cells_number(cells, e->high);
}

static const char *
problem_of(const struct point *p)
{
    return p->state == MNZ_SWEEP_MISSING ? "not run" : p->problem;
}

static void
figure_rows(const struct mnz_sweep *sweep, uint32_t point, const struct point *p,
            struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < sweep->num_figures; i++) {
        varied_cells(sweep, point, cells);
        mnz_cells_text(cells, sweep->figures[i]);
        mnz_cells_text(cells, sweep->units[i]);
        estimate_cells(cells, &p->estimates[i]);
        if (p->state == MNZ_SWEEP_DONE)
            mnz_cells_count(cells, p->estimates[i].trials);
        else
            mnz_cells_number(cells, (double)NAN);
        mnz_cells_text(cells, problem_of(p));
        mnz_cells_end_row(cells);
    }
}

static void
wide_row(const struct mnz_sweep *sweep, uint32_t point, const struct point *p,
         struct mnz_cells *cells)
{
    varied_cells(sweep, point, cells);
    mnz_cells_text(cells, problem_of(p));
    for (uint32_t i = 0; i < sweep->num_figures; i++)
        estimate_cells(cells, &p->estimates[i]);
    mnz_cells_end_row(cells);
}

/* Hand over every point that is done, or that no other shard has to do. */
static void
write_points(const struct mnz_outcome *outcome, struct mnz_cells *cells,
             void (*write)(const struct mnz_sweep *sweep, uint32_t point,
                           const struct point *p, struct mnz_cells *cells))
{
    const struct mnz_sweep *sweep = outcome->sweep;
    struct point p = {.estimates =
                          calloc((size_t)sweep->num_figures + 1, sizeof *p.estimates)};

    cells->has_failed |= !p.estimates;
    for (uint32_t i = 0; i < mnz_sweep_plan_points(sweep->plan) && !cells->has_failed;
         i++) {
        if (mnz_sweep_read(sweep, i, &p.state, p.estimates, p.problem))
            cells->has_failed = 1;
        else if (p.state != MNZ_SWEEP_MISSING || !sweep->is_part)
            write(sweep, i, &p, cells);
    }
    free(p.estimates);
}

static void
write_first(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_sweep_plan *plan = outcome->sweep->plan;

    for (uint32_t i = 0; i < mnz_sweep_plan_num_paths(plan); i++)
        mnz_cells_column(cells, mnz_sweep_plan_path(plan, i), "");
}

static void
write_sweep(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    write_points(outcome, cells, figure_rows);
}

static void
write_wide(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    write_points(outcome, cells, wide_row);
}

static void
write_figures(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_sweep *sweep = outcome->sweep;

    for (uint32_t i = 0; i < sweep->num_figures; i++) {
        char name[MNZ_FIGURE_TEXT + 8];

        mnz_cells_column(cells, sweep->figures[i], sweep->units[i]);
        snprintf(name, sizeof name, "low %.512s", sweep->figures[i]);
        mnz_cells_column(cells, name, sweep->units[i]);
        snprintf(name, sizeof name, "high %.512s", sweep->figures[i]);
        mnz_cells_column(cells, name, sweep->units[i]);
    }
}

#define VARIED "the varied paths, with the values that the point has"

const struct mnz_table mnz_table_sweep = {
    .name = "sweep",
    .rows = "a figure of a point, with its 95 % interval; 'problem' says why there is "
            "none",
    .first = VARIED,
    .write_first = write_first,
    .columns = (const struct mnz_column[]){{"point", ""},
                                           {"figure", ""},
                                           {"unit", ""},
                                           {"value", ""},
                                           {"low", ""},
                                           {"high", ""},
                                           {"trials", "trials"},
                                           {"problem", ""},
                                           {NULL, NULL}},
    .write_rows = write_sweep,
};

const struct mnz_table mnz_table_wide = {
    .name = "wide",
    .rows = "a point, for pivot tables",
    .first = VARIED,
    .write_first = write_first,
    .columns =
        (const struct mnz_column[]){{"point", ""}, {"problem", ""}, {NULL, NULL}},
    .more = "each figure under its own name, and the ends of its 95 % interval under "
            "'low' and 'high' before that name",
    .write_more = write_figures,
    .write_rows = write_wide,
};
