/* fan.c - the bands of a figure, month by month. */

#include "charts/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "charts/palette.h"

enum { NUM_LINES = 5 };

/* The lines of a fan, from above, and their names at the right end. */
static const int quantiles[NUM_LINES] = {MNZ_P95, MNZ_P75, MNZ_P50, MNZ_P25, MNZ_P05};
static const char *const names[NUM_LINES] = {"95 % of trials are below",
                                             "75 % are below", "median",
                                             "25 % are below", "5 % are below"};
static const char *const looks[NUM_LINES] = {
    "stroke-dasharray=\"2 3\"", "stroke-dasharray=\"6 3\"", "stroke-width=\"3\"",
    "stroke-dasharray=\"6 3\"", "stroke-dasharray=\"2 3\""};

#define LEFT 78.0
#define RIGHT 672.0
#define BOTTOM 372.0
#define HEIGHT 436.0

/* The months of a figure, in shown units. */
struct fan {
    uint32_t count;
    const struct mnz_finding **months; /* NULL: no figure */
    struct mnz_shown shown;
    struct mnz_ticks ticks;
};

static double
x_of(const struct fan *fan, uint32_t month)
{
    return LEFT + (RIGHT - LEFT) * (month + 0.5) / fan->count;
}

static double
y_of(const struct fan *fan, double value)
{
    return BOTTOM -
           (BOTTOM - MNZ_CHART_TOP) * value * fan->shown.factor / fan->ticks.top;
}

static void
add_point(struct mnz_chart *chart, const struct fan *fan, uint32_t month, int quantile,
          int is_first)
{
    fputs(is_first ? "M" : "L", chart->svg.stream);
    mnz_svg_number(&chart->svg, x_of(fan, month));
    mnz_svg_number(&chart->svg, y_of(fan, fan->months[month]->quantile[quantile]));
}

/* The area between two quantiles, month `from` up to but not `to`. */
static void
draw_band(struct mnz_chart *chart, const struct fan *fan, uint32_t from, uint32_t to,
          int high, int low, const char *fill)
{
    fputs("<path d=\"", chart->svg.stream);
    for (uint32_t i = from; i < to; i++)
        add_point(chart, fan, i, high, i == from);
    for (uint32_t i = to; i-- > from;)
        add_point(chart, fan, i, low, 0);
    fprintf(chart->svg.stream, "Z\" fill=\"%s\"/>\n", fill);
}

static void
draw_line(struct mnz_chart *chart, const struct fan *fan, uint32_t from, uint32_t to,
          int line)
{
    fputs("<path d=\"", chart->svg.stream);
    for (uint32_t i = from; i < to; i++)
        add_point(chart, fan, i, quantiles[line], i == from);
    fprintf(chart->svg.stream,
            "\" fill=\"none\" stroke=\"" MNZ_BLUE "\" stroke-linejoin=\"round\" %s/>\n",
            looks[line]);
}

/* Months without a figure leave a gap. */
static void
draw_runs(struct mnz_chart *chart, const struct fan *fan)
{
    for (uint32_t from = 0, to; from < fan->count; from = to) {
        for (to = from; to < fan->count && fan->months[to]; to++)
            ;
        if (to == from) {
            to++;
            continue;
        }
        draw_band(chart, fan, from, to, MNZ_P95, MNZ_P05, MNZ_BLUE_PALE);
        draw_band(chart, fan, from, to, MNZ_P75, MNZ_P25, MNZ_BLUE_HALF);
        for (int line = 0; line < NUM_LINES; line++)
            draw_line(chart, fan, from, to, line);
    }
}

/* The names of the lines beside their ends, moved apart where they would touch. */
static void
draw_names(struct mnz_chart *chart, const struct fan *fan)
{
    const struct mnz_finding *last = NULL;
    double y[NUM_LINES];

    for (uint32_t i = 0; i < fan->count; i++)
        last = fan->months[i] ? fan->months[i] : last;
    if (!last)
        return;
    for (int i = 0; i < NUM_LINES; i++)
        y[i] = y_of(fan, last->quantile[quantiles[i]]) + 4.5;
    for (int i = 1; i < NUM_LINES; i++)
        y[i] = fmax(y[i], y[i - 1] + 16.0);
    for (int i = NUM_LINES - 1; i >= 0; i--)
        y[i] = fmin(y[i], BOTTOM + 4.5 - 16.0 * (NUM_LINES - 1 - i));
    for (int i = 0; i < NUM_LINES; i++)
        mnz_svg_text(&chart->svg, RIGHT + 8.0, y[i],
                     (struct mnz_type){.size = MNZ_CHART_TEXT,
                                       .is_bold = quantiles[i] == MNZ_P50},
                     names[i]);
}

static enum mnz_status
collect(struct mnz_chart *chart, const struct mnz_finding *subject, struct fan *fan)
{
    double top = 0.0;
    uint32_t known = 0;

    fan->count = mnz_names_count(&chart->findings->months);
    fan->months = mnz_arena_alloc(&chart->arena, fan->count + 1, sizeof *fan->months);
    if (!fan->months)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < fan->count; i++) {
        const struct mnz_finding *f =
            mnz_findings_find(chart->findings, chart->scenario, subject->scope,
                              subject->name, subject->metric, i);

        if (!f || isnan(f->quantile[MNZ_P50]))
            continue;
        fan->months[i] = f;
        top = fmax(top, f->quantile[MNZ_P95]);
        known++;
    }
    if (known == 0)
        return mnz_chart_refuse(
            chart, "months of this metric",
            "some metrics are known over the whole horizon only, some of "
            "industries and sectors by month after 'run --all-months'");
    fan->shown = mnz_shown_as(subject->unit, top);
    fan->ticks = mnz_ticks_for(top * fan->shown.factor);
    return MNZ_OK;
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    const struct mnz_finding *subject;
    struct fan fan = {0};
    char title[256];
    enum mnz_status st = mnz_chart_subject(chart, NULL, &subject);

    if (!st)
        st = collect(chart, subject, &fan);
    if (st)
        return st;
    snprintf(title, sizeof title, "%s by month: %.150s",
             mnz_metric_words(subject->metric), mnz_chart_label(subject));
    mnz_chart_begin(chart, HEIGHT, title,
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    mnz_chart_scale(chart, fan.ticks, fan.shown.name, LEFT, RIGHT, MNZ_CHART_TOP,
                    BOTTOM);
    draw_runs(chart, &fan);
    mnz_chart_months(chart, x_of(&fan, 0), (RIGHT - LEFT) / fan.count, BOTTOM);
    draw_names(chart, &fan);
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_fan = {
    .name = "fan",
    .words = "the bands of a figure month by month",
    .takes = MNZ_TAKES_OF | MNZ_TAKES_METRIC,
    .draw = draw,
};
