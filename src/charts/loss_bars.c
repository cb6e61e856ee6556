/* loss_bars.c - the output lost without a plant, a country or a corridor, as bars. */

#include "charts/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "charts/palette.h"

enum { MOST_BARS = 20 };

#define LEFT 300.0
#define RIGHT 660.0
#define ROW 27.0

/* A row of n-1.csv that was simulated. */
struct bar {
    const char *name, *country;
    double lost, low, high; /* USD */
    double survives;
    uint32_t at;
};

struct bars {
    uint32_t count;
    struct bar bars[MOST_BARS];
};

static int
is_larger(const struct bar *a, const struct bar *b)
{
    return a->lost > b->lost;
}

/* Put a bar among the largest, in order, if it has a place there. */
static void
consider(struct bars *b, const struct bar *bar)
{
    uint32_t at = b->count;

    while (at > 0 && is_larger(bar, &b->bars[at - 1]))
        at--;
    if (at == MOST_BARS)
        return;
    b->count += b->count < MOST_BARS;
    memmove(&b->bars[at + 1], &b->bars[at], (b->count - 1 - at) * sizeof *b->bars);
    b->bars[at] = *bar;
}

static const char *
text(const struct mnz_rows *rows, const char *column)
{
    return mnz_rows_text(rows, mnz_rows_column(rows, column));
}

static double
number(const struct mnz_rows *rows, const char *column)
{
    return mnz_rows_number(rows, mnz_rows_column(rows, column));
}

static enum mnz_status
read_bars(struct mnz_chart *chart, struct bars *b)
{
    struct mnz_rows rows;
    enum mnz_status st =
        mnz_findings_rows(chart->findings, "n-1.csv", chart->diags, &rows);

    while (!st && mnz_rows_next(&rows)) {
        struct bar bar = {.lost = number(&rows, "output_lost_usd"),
                          .low = number(&rows, "output_lost_usd_low"),
                          .high = number(&rows, "output_lost_usd_high"),
                          .survives = number(&rows, "months_to_survive")};

        if (isnan(bar.lost) ||
            (chart->by && strcmp(chart->by, text(&rows, "kind")) != 0) ||
            (chart->scenario && strcmp(chart->scenario, text(&rows, "scenario")) != 0))
            continue;
        bar.name = mnz_arena_strdup(&chart->arena, text(&rows, "without"));
        bar.country = mnz_arena_strdup(&chart->arena, text(&rows, "country"));
        if (!chart->scenario)
            chart->scenario = mnz_arena_strdup(&chart->arena, text(&rows, "scenario"));
        if (mnz_arena_has_failed(&chart->arena))
            st = MNZ_ERR_NOMEM;
        else
            consider(b, &bar);
    }
    st = mnz_findings_end(chart->findings, "n-1.csv", chart->diags, &rows, st);
    if (st)
        return st;
    if (b->count == 0)
        return mnz_chart_refuse(
            chart, "N-1 (n-1.csv)",
            "first: monazite n-1 SCENARIO -o DIR; --by is facility, "
            "country or corridor");
    return MNZ_OK;
}

static void
draw_bar(struct mnz_chart *chart, const struct bar *bar, struct mnz_shown shown,
         double top, double y)
{
    const double scale = (RIGHT - LEFT) / top;
    const double width = fmax(0.0, bar->lost) * shown.factor * scale;
    const double low = LEFT + fmax(0.0, bar->low) * shown.factor * scale;
    const double high = LEFT + fmax(0.0, bar->high) * shown.factor * scale;
    char lost[MNZ_SHOWN_TEXT], holds[MNZ_SHOWN_TEXT] = "-";

    mnz_svg_text_within(&chart->svg, 20.0, y + 4.5, LEFT - 34.0,
                        (struct mnz_type){.size = 14.0}, bar->name);
    mnz_svg_rect(&chart->svg, LEFT, y - 8.0, fmax(width, 1.0), 16.0,
                 mnz_colour_of_place(bar->country), "");
    if (high > low)
        mnz_svg_line(&chart->svg, low, y, high, y, MNZ_INK, "stroke-width=\"2\"");
    mnz_shown_text(shown, bar->lost, 0, lost);
    mnz_svg_text(
        &chart->svg, RIGHT + 74.0, y + 4.5,
        (struct mnz_type){.size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .is_bold = 1},
        lost);
    if (!isnan(bar->survives))
        mnz_shown_round((struct mnz_shown){1.0, ""}, bar->survives, 0, holds);
    mnz_svg_text(&chart->svg, RIGHT + 164.0, y + 4.5,
                 (struct mnz_type){
                     .size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .colour = MNZ_MUTED},
                 holds);
}

static void
draw_head(struct mnz_chart *chart, struct mnz_shown shown)
{
    const struct mnz_type left = {.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED};
    const struct mnz_type right = {
        .size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .colour = MNZ_MUTED};

    mnz_svg_text(&chart->svg, 20.0, MNZ_CHART_TOP + 8.0, left, "without");
    mnz_svg_text(&chart->svg, LEFT, MNZ_CHART_TOP + 8.0, left,
                 "mean more lost than with it; line: 95 % interval");
    mnz_svg_text(&chart->svg, RIGHT + 74.0, MNZ_CHART_TOP + 8.0, right, shown.name);
    mnz_svg_text(&chart->svg, RIGHT + 164.0, MNZ_CHART_TOP + 8.0, right,
                 "holds months");
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    struct bars b = {0};
    struct mnz_shown shown;
    double top = 0.0;
    const enum mnz_status st = read_bars(chart, &b);

    if (st)
        return st;
    for (uint32_t i = 0; i < b.count; i++)
        top = fmax(top, fmax(b.bars[i].lost, b.bars[i].high));
    shown = mnz_shown_as("USD", top);
    top = mnz_ticks_for(top * shown.factor).top;
    mnz_chart_begin(chart, MNZ_CHART_TOP + 24.0 + ROW * b.count + 40.0,
                    "Output lost without it",
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    draw_head(chart, shown);
    for (uint32_t i = 0; i < b.count; i++)
        draw_bar(chart, &b.bars[i], shown, top, MNZ_CHART_TOP + 24.0 + ROW * (i + 0.5));
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_n_minus_1 = {
    .name = "n-1",
    .words = "the output lost without a plant, a country's exports or a corridor",
    .takes = MNZ_TAKES_BY,
    .table = "n-1.csv",
    .draw = draw,
};
