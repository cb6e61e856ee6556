/* origin_map.c - the part of each buyer's supply that passed through each country. */

#include "charts/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 24, MOST_COLUMNS = 9 };

#define LEFT 270.0
#define RIGHT 830.0
#define ROW 24.0
#define TOP (MNZ_CHART_TOP + 22.0)

/* A share of dependency.csv. */
struct cell {
    const char *scope, *buyer, *label, *origin;
    double share;
};

/* A buyer or a country, with what it is sorted by. */
struct line {
    const char *scope, *name, *label;
    double weight;
    uint32_t at;
};

struct map {
    uint32_t num_cells, room, num_rows, num_columns;
    struct cell *cells;
    struct line *rows, *columns;
    const char *element, *scenario;
};

static const char *
copy(struct mnz_chart *chart, const struct mnz_rows *rows, const char *column)
{
    return mnz_arena_strdup(&chart->arena,
                            mnz_rows_text(rows, mnz_rows_column(rows, column)));
}

static const char *
text(const struct mnz_rows *rows, const char *column)
{
    return mnz_rows_text(rows, mnz_rows_column(rows, column));
}

/* Whether a row of dependency.csv is of the map's buyers, wherever in the chain. */
static int
is_wanted(const struct mnz_chart *chart, const struct mnz_rows *rows)
{
    const char *scope = text(rows, "scope");
    const int is_of_places = strcmp(scope, "industry") != 0;

    if (*text(rows, "stage") || strcmp(text(rows, "kind"), "country") != 0 ||
        (chart->scenario && strcmp(text(rows, "scenario"), chart->scenario) != 0))
        return 0;
    if (chart->by && strcmp(chart->by, "country") != 0)
        return strcmp(chart->by, scope) == 0;
    return is_of_places;
}

static enum mnz_status
add_cell(struct mnz_chart *chart, struct map *m, const struct mnz_rows *rows)
{
    const char *metric = chart->metric ? chart->metric : "passed";

    if (m->num_cells == m->room) {
        const uint32_t room = m->room ? 2 * m->room : 256;
        struct cell *cells = mnz_arena_alloc(&chart->arena, room, sizeof *cells);

        if (!cells)
            return MNZ_ERR_NOMEM;
        if (m->num_cells > 0)
            memcpy(cells, m->cells, m->num_cells * sizeof *cells);
        m->cells = cells;
        m->room = room;
    }
    m->cells[m->num_cells++] = (struct cell){
        .scope = copy(chart, rows, "scope"),
        .buyer = copy(chart, rows, "name"),
        .label = copy(chart, rows, "label"),
        .origin = copy(chart, rows, "origin"),
        .share = mnz_rows_number(rows, mnz_rows_column(rows, metric)),
    };
    return mnz_arena_has_failed(&chart->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

/* The element that most industries need, the first on a tie. Rows of an industry and
 * element follow each other. */
static enum mnz_status
choose_element(struct mnz_chart *chart, struct mnz_rows *rows, struct map *m)
{
    struct mnz_names elements = {.arena = &chart->arena};
    struct mnz_names names = {.arena = &chart->arena};
    uint32_t counts[64] = {0}, best = 0, last = UINT32_MAX, element, name;

    while (mnz_rows_next(rows)) {
        if (strcmp(text(rows, "scope"), "industry") != 0 || *text(rows, "stage") ||
            strcmp(text(rows, "element"), "value") == 0)
            continue;
        if (mnz_names_intern(&elements, text(rows, "element"), &element) ||
            mnz_names_intern(&names, text(rows, "name"), &name))
            return MNZ_ERR_NOMEM;
        if (element >= sizeof counts / sizeof *counts || name == last)
            continue;
        last = name;
        counts[element]++;
        if (counts[element] > counts[best])
            best = element;
    }
    m->element = mnz_names_count(&elements) > 0 ? mnz_names_text(&elements, best) : "";
    return MNZ_OK;
}

static const char table[] = "dependency.csv";

static enum mnz_status
read_cells(struct mnz_chart *chart, struct map *m)
{
    struct mnz_rows rows = {0};
    enum mnz_status st = MNZ_OK;

    m->element = chart->of;
    if (!m->element) {
        st = mnz_findings_rows(chart->findings, table, chart->diags, &rows);
        if (!st)
            st = choose_element(chart, &rows, m);
        st = mnz_findings_end(chart->findings, table, chart->diags, &rows, st);
    }
    if (st)
        return st;
    st = mnz_findings_rows(chart->findings, table, chart->diags, &rows);
    while (!st && mnz_rows_next(&rows)) {
        if (!is_wanted(chart, &rows) || strcmp(text(&rows, "element"), m->element) != 0)
            continue;
        if (!chart->scenario)
            chart->scenario = copy(chart, &rows, "scenario");
        st = chart->scenario ? add_cell(chart, m, &rows) : MNZ_ERR_NOMEM;
    }
    st = mnz_findings_end(chart->findings, table, chart->diags, &rows, st);
    if (st)
        return st;
    if (m->num_cells == 0)
        return mnz_chart_refuse(chart, "this dependence (dependency.csv)",
                                "first: monazite dependency SCENARIO -o DIR; --of is "
                                "an element, --by country or industry");
    return MNZ_OK;
}

static int
by_weight(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

/* Add to the line of this name, which is new where there is none. */
static void
add_to(struct line *lines, uint32_t *count, const struct cell *cell, int is_row)
{
    const char *name = is_row ? cell->buyer : cell->origin;
    const double share = cell->share > 0.0 ? cell->share : 0.0;
    uint32_t i = 0;

    while (i < *count && (strcmp(lines[i].name, name) != 0 ||
                          (is_row && strcmp(lines[i].scope, cell->scope) != 0)))
        i++;
    if (i == *count)
        lines[(*count)++] =
            (struct line){cell->scope, name, is_row ? cell->label : name, 0.0, i};
    lines[i].weight = is_row ? fmax(lines[i].weight, share) : lines[i].weight + share;
}

/* Countries by the sum of their shares; buyers by their largest, all of them first. */
static enum mnz_status
arrange(struct mnz_chart *chart, struct map *m)
{
    m->rows = mnz_arena_alloc(&chart->arena, m->num_cells, sizeof *m->rows);
    m->columns = mnz_arena_alloc(&chart->arena, m->num_cells, sizeof *m->columns);
    if (!m->rows || !m->columns)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < m->num_cells; i++) {
        add_to(m->columns, &m->num_columns, &m->cells[i], 0);
        add_to(m->rows, &m->num_rows, &m->cells[i], 1);
    }
    for (uint32_t i = 0; i < m->num_rows; i++)
        if (strcmp(m->rows[i].scope, "total") == 0)
            m->rows[i].weight = 2.0;
    qsort(m->columns, m->num_columns, sizeof *m->columns, by_weight);
    qsort(m->rows, m->num_rows, sizeof *m->rows, by_weight);
    while (m->num_columns > 1 && m->columns[m->num_columns - 1].weight < 0.0005)
        m->num_columns--;
    if (m->num_columns > MOST_COLUMNS)
        m->num_columns = MOST_COLUMNS;
    if (m->num_rows > MOST_ROWS)
        m->num_rows = MOST_ROWS;
    return MNZ_OK;
}

static double
share_at(const struct map *m, const struct line *row, const struct line *column)
{
    for (uint32_t i = 0; i < m->num_cells; i++)
        if (strcmp(m->cells[i].buyer, row->name) == 0 &&
            strcmp(m->cells[i].scope, row->scope) == 0 &&
            strcmp(m->cells[i].origin, column->name) == 0)
            return m->cells[i].share > 0.0 ? m->cells[i].share : 0.0;
    return 0.0;
}

/* Dark where the share is large, with its number. */
static void
draw_cell(struct mnz_chart *chart, double x, double y, double width, double share)
{
    char shade[48], number[MNZ_SHOWN_TEXT];

    if (!(share >= 0.0005))
        return;
    snprintf(shade, sizeof shade, "fill-opacity=\"0.%02d\"",
             share >= 0.99 ? 99 : (int)(100.0 * share));
    mnz_svg_rect(&chart->svg, x, y, width - 2.0, ROW - 2.0, "#08519c", shade);
    mnz_shown_text((struct mnz_shown){100.0, "%"}, share, 0, number);
    mnz_svg_text(&chart->svg, x + width / 2.0, y + 16.0,
                 (struct mnz_type){.size = MNZ_CHART_TEXT,
                                   .anchor = MNZ_MIDDLE,
                                   .colour = share > 0.5 ? "#ffffff" : MNZ_INK},
                 number);
}

static void
draw_map(struct mnz_chart *chart, const struct map *m)
{
    const double width = (RIGHT - LEFT) / m->num_columns;
    const struct mnz_type head = {
        .size = MNZ_CHART_TEXT, .anchor = MNZ_MIDDLE, .colour = MNZ_MUTED};

    mnz_svg_text(&chart->svg, 20.0, TOP - 8.0,
                 (struct mnz_type){.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED},
                 "% of the supply of");
    for (uint32_t c = 0; c < m->num_columns; c++)
        mnz_svg_text_within(&chart->svg, LEFT + (c + 0.5) * width, TOP - 8.0, width,
                            head, m->columns[c].label);
    for (uint32_t r = 0; r < m->num_rows; r++) {
        const double y = TOP + ROW * r;

        mnz_svg_text_within(&chart->svg, 20.0, y + 16.0, LEFT - 30.0,
                            (struct mnz_type){.size = 14.0}, m->rows[r].label);
        for (uint32_t c = 0; c < m->num_columns; c++)
            draw_cell(chart, LEFT + c * width, y, width,
                      share_at(m, &m->rows[r], &m->columns[c]));
    }
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    struct map m = {0};
    char title[256];
    int is_direct = chart->metric && strcmp(chart->metric, "direct") == 0;
    enum mnz_status st = MNZ_OK;

    if (chart->metric && !is_direct && strcmp(chart->metric, "passed") != 0)
        st = mnz_chart_refuse(chart, chart->metric, "--metric is passed or direct");
    if (!st)
        st = read_cells(chart, &m);
    if (!st)
        st = arrange(chart, &m);
    if (st)
        return st;
    snprintf(title, sizeof title,
             is_direct ? "Bought directly from a country: %.40s"
                       : "Passed through a country, directly or upstream: %.40s",
             strcmp(m.element, "value") == 0 ? "value" : m.element);
    mnz_chart_begin(chart, TOP + ROW * m.num_rows + 44.0, title,
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    draw_map(chart, &m);
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_dependency = {
    .name = "dependency",
    .words = "the part of each buyer's supply that passed through each country",
    .takes = MNZ_TAKES_OF | MNZ_TAKES_BY | MNZ_TAKES_METRIC,
    .table = "dependency.csv",
    .draw = draw,
};
