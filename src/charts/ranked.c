/* ranked.c - ranges of a figure over the horizon, the worst groups first. */

#include "charts/chart.h"

#include <math.h>
#include <string.h>

#include "charts/palette.h"

enum { MOST_GROUPS = 15 };

#define LEFT 322.0
#define RIGHT 664.0
#define ROW 27.0

/* A column of bars. */
struct bars {
    struct mnz_shown shown;
    struct mnz_ticks ticks;
};

static double
x_of(const struct bars *bars, double value)
{
    return LEFT + (RIGHT - LEFT) * value * bars->shown.factor / bars->ticks.top;
}

/* The numbers of a bar: median, and 5 % and 95 % quantiles. */
static void
draw_numbers(struct mnz_chart *chart, const struct bars *bars,
             const struct mnz_finding *f, double y)
{
    char text[256], median[MNZ_SHOWN_TEXT], low[MNZ_SHOWN_TEXT], high[MNZ_SHOWN_TEXT];

    mnz_shown_text(bars->shown, f->quantile[MNZ_P50], 0, median);
    mnz_shown_text(bars->shown, f->quantile[MNZ_P05], 0, low);
    mnz_shown_text(bars->shown, f->quantile[MNZ_P95], 0, high);
    mnz_svg_text(
        &chart->svg, RIGHT + 64.0, y + 4.5,
        (struct mnz_type){.size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .is_bold = 1},
        median);
    snprintf(text, sizeof text, "%s to %s", low, high);
    mnz_svg_text(&chart->svg, RIGHT + 76.0, y + 4.5,
                 (struct mnz_type){.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED}, text);
}

static void
draw_row(struct mnz_chart *chart, const struct bars *bars, const struct mnz_finding *f,
         double y)
{
    const char *colour = mnz_colour_of_place(*f->country ? f->country : f->name);
    const double q[5] = {
        x_of(bars, f->quantile[MNZ_P05]), x_of(bars, f->quantile[MNZ_P25]),
        x_of(bars, f->quantile[MNZ_P50]), x_of(bars, f->quantile[MNZ_P75]),
        x_of(bars, f->quantile[MNZ_P95])};

    mnz_svg_text_within(&chart->svg, 20.0, y + 4.5, LEFT - 34.0,
                        (struct mnz_type){.size = 14.0}, mnz_chart_label(f));
    if (isnan(f->quantile[MNZ_P50]))
        return;
    mnz_svg_rect(&chart->svg, q[0], y - 3.0, fmax(q[4] - q[0], 1.0), 6.0, colour,
                 "fill-opacity=\"0.55\"");
    mnz_svg_rect(&chart->svg, q[1], y - 8.0, fmax(q[3] - q[1], 1.0), 16.0, colour, "");
    mnz_svg_line(&chart->svg, q[2], y - 10.0, q[2], y + 10.0, MNZ_INK,
                 "stroke-width=\"3\"");
    draw_numbers(chart, bars, f, y);
}

static void
draw_scale(struct mnz_chart *chart, const struct bars *bars, double bottom)
{
    const struct mnz_shown plain = {1.0, bars->shown.name};
    const struct mnz_type type = {
        .size = MNZ_CHART_TEXT, .anchor = MNZ_MIDDLE, .colour = MNZ_MUTED};

    for (int i = 0; i <= bars->ticks.count; i++) {
        const double x = LEFT + (RIGHT - LEFT) * i / bars->ticks.count;
        char text[MNZ_SHOWN_TEXT];

        mnz_svg_line(&chart->svg, x, MNZ_CHART_TOP + 20.0, x, bottom,
                     i == 0 ? MNZ_MUTED : MNZ_GRID, "");
        mnz_shown_round(plain, i * bars->ticks.step, i == bars->ticks.count, text);
        mnz_svg_text(&chart->svg, x, bottom + 17.0, type, text);
    }
}

static void
draw_head(struct mnz_chart *chart, const struct bars *bars)
{
    struct mnz_type type = {.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED};
    char text[MNZ_SHOWN_TEXT + 16];

    mnz_svg_text(&chart->svg, 20.0, MNZ_CHART_TOP + 8.0, type,
                 "the largest loss first");
    mnz_svg_text(&chart->svg, LEFT, MNZ_CHART_TOP + 8.0, type,
                 "thin bar: 90 % of trials, thick bar: 50 %, line: median");
    snprintf(text, sizeof text, "%s, 5 to 95 %%", bars->shown.name);
    mnz_svg_text(&chart->svg, RIGHT + 76.0, MNZ_CHART_TOP + 8.0, type, text);
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    const struct mnz_finding **groups;
    struct bars bars;
    uint32_t count;
    double top = 0.0, bottom;
    char title[256];
    const enum mnz_status st = mnz_chart_groups(chart, MOST_GROUPS, &groups, &count);

    if (st)
        return st;
    for (uint32_t i = 0; i < count; i++)
        top = fmax(top, groups[i]->quantile[MNZ_P95]);
    bars.shown = mnz_shown_as(groups[0]->unit, top);
    bars.ticks = mnz_ticks_for(top * bars.shown.factor);
    bottom = MNZ_CHART_TOP + 24.0 + ROW * count;
    snprintf(title, sizeof title, "%s over the whole window, by %.40s",
             mnz_metric_words(groups[0]->metric), groups[0]->scope);
    mnz_chart_begin(chart, bottom + 58.0, title,
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    draw_scale(chart, &bars, bottom);
    draw_head(chart, &bars);
    for (uint32_t i = 0; i < count; i++)
        draw_row(chart, &bars, groups[i], MNZ_CHART_TOP + 24.0 + ROW * (i + 0.5));
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_ranked = {
    .name = "ranked",
    .words = "ranges over the whole window, the worst groups first",
    .takes = MNZ_TAKES_BY | MNZ_TAKES_METRIC,
    .draw = draw,
};
