/* exceedance.c - how probable it is that a figure is above any level. */

#include "charts/chart.h"

#include <math.h>
#include <string.h>

#include "charts/palette.h"

#define LEFT 78.0
#define RIGHT 800.0
#define BOTTOM 380.0
#define HEIGHT 452.0

/* Points of a curve: those of quantiles.csv, or else of summary.csv. */
enum { MOST_POINTS = 102 };

struct curve {
    const struct mnz_finding *finding;
    int num_points;
    double value[MOST_POINTS], share[MOST_POINTS]; /* of trials at or below it */
    struct mnz_shown shown;
    struct mnz_ticks ticks;
};

static double
x_of(const struct curve *curve, double value)
{
    return LEFT + (RIGHT - LEFT) * value * curve->shown.factor / curve->ticks.top;
}

static double
y_of(double probability)
{
    return BOTTOM - (BOTTOM - MNZ_CHART_TOP - 10.0) * probability;
}

static void
draw_curve(struct mnz_chart *chart, const struct curve *curve)
{
    fputs("<path d=\"M", chart->svg.stream);
    mnz_svg_number(&chart->svg, LEFT);
    mnz_svg_number(&chart->svg, y_of(1.0));
    for (int i = 0; i < curve->num_points; i++) {
        fputc('L', chart->svg.stream);
        mnz_svg_number(&chart->svg, x_of(curve, curve->value[i]));
        mnz_svg_number(&chart->svg, y_of(1.0 - curve->share[i]));
    }
    fputs("\" fill=\"none\" stroke=\"" MNZ_BLUE "\" stroke-width=\"3\" "
          "stroke-linejoin=\"round\"/>\n",
          chart->svg.stream);
}

static void
add_point(struct curve *curve, double share, double value)
{
    if (isnan(value) || curve->num_points == MOST_POINTS)
        return;
    curve->share[curve->num_points] = share;
    curve->value[curve->num_points++] = value;
}

/* Whether the row of quantiles.csv is that of the figure, over all trials. */
static int
is_row_of(const struct mnz_rows *rows, const struct mnz_finding *f)
{
    const struct {
        const char *column, *text;
    } same[] = {{"given", ""},
                {"scenario", f->scenario},
                {"scope", f->scope},
                {"name", f->name},
                {"metric", f->metric}};

    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(mnz_rows_text(rows, mnz_rows_column(rows, same[i].column)),
                   same[i].text) != 0)
            return 0;
    return 1;
}

static enum mnz_status
collect(struct mnz_chart *chart, struct curve *curve)
{
    const struct mnz_finding *f = curve->finding;
    struct mnz_rows rows;
    const enum mnz_status st =
        mnz_findings_rows(chart->findings, "quantiles.csv", chart->diags, &rows);
    int is_there = 0;

    add_point(curve, 0.0, f->quantile[0]);
    while (!st && !is_there && mnz_rows_next(&rows))
        is_there = is_row_of(&rows, f);
    for (int i = 1; is_there && i < 100; i++) {
        char column[8];

        snprintf(column, sizeof column, "p%02d", i);
        add_point(curve, 0.01 * i,
                  mnz_rows_number(&rows, mnz_rows_column(&rows, column)));
    }
    for (int i = 1; !is_there && i < MNZ_MOST; i++)
        add_point(curve, mnz_quantile_share[i], f->quantile[i]);
    add_point(curve, 1.0, f->quantile[MNZ_MOST]);
    return mnz_findings_end(chart->findings, "quantiles.csv", chart->diags, &rows, st);
}

/* A point of the curve with its words to the right. */
static void
mark(struct mnz_chart *chart, const struct curve *curve, double value,
     double probability, const char *words)
{
    const double x = x_of(curve, value), y = y_of(probability);
    const int is_right = x > 0.66 * RIGHT;
    char text[160], number[MNZ_SHOWN_TEXT];

    fputs("<circle", chart->svg.stream);
    mnz_svg_length(&chart->svg, "cx", x);
    mnz_svg_length(&chart->svg, "cy", y);
    fputs(" r=\"5\" fill=\"" MNZ_INK "\"/>\n", chart->svg.stream);
    mnz_shown_text(curve->shown, value, 1, number);
    snprintf(text, sizeof text, "%s above %s", words, number);
    mnz_svg_text(
        &chart->svg, is_right ? x - 10.0 : x + 12.0, is_right ? y - 9.0 : y - 4.0,
        (struct mnz_type){
            .size = 14.0, .has_halo = 1, .anchor = is_right ? MNZ_FINISH : MNZ_START},
        text);
}

/* Levels below, and the mean of the worst twentieth as a line. */
static void
draw_levels(struct mnz_chart *chart, const struct curve *curve)
{
    const struct mnz_shown plain = {1.0, curve->shown.name};
    const double tail = x_of(curve, curve->finding->cvar95);
    const int is_right = tail > 0.66 * RIGHT;
    char text[160], number[MNZ_SHOWN_TEXT];

    for (int i = 0; i <= curve->ticks.count; i++) {
        const double x = LEFT + (RIGHT - LEFT) * i / curve->ticks.count;

        mnz_svg_line(&chart->svg, x, BOTTOM, x, BOTTOM + 5.0, MNZ_MUTED, "");
        mnz_shown_round(plain, i * curve->ticks.step, i == curve->ticks.count, text);
        mnz_svg_text(&chart->svg, x, BOTTOM + 20.0,
                     (struct mnz_type){.size = MNZ_CHART_TEXT,
                                       .anchor = MNZ_MIDDLE,
                                       .colour = MNZ_MUTED},
                     text);
    }
    if (isnan(curve->finding->cvar95))
        return;
    mnz_svg_line(&chart->svg, tail, y_of(0.42), tail, BOTTOM, MNZ_INK,
                 "stroke-dasharray=\"4 4\"");
    mnz_shown_text(curve->shown, curve->finding->cvar95, 1, number);
    snprintf(text, sizeof text, "mean of the worst 5 %%: %s", number);
    mnz_svg_text(&chart->svg, tail - (is_right ? 6.0 : -6.0), y_of(0.44),
                 (struct mnz_type){.size = 14.0,
                                   .has_halo = 1,
                                   .anchor = is_right ? MNZ_FINISH : MNZ_START},
                 text);
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    const struct mnz_finding *f;
    struct curve curve = {0};
    char title[256];
    enum mnz_status st = mnz_chart_subject(chart, "output_lost_usd", &f);

    if (!st && isnan(f->quantile[MNZ_P50]))
        st = mnz_chart_refuse(chart, "trials with a value of this metric", NULL);
    curve.finding = f;
    if (!st)
        st = collect(chart, &curve);
    if (st)
        return st;
    curve.shown = mnz_shown_as(f->unit, f->quantile[MNZ_MOST]);
    curve.ticks = mnz_ticks_for(f->quantile[MNZ_MOST] * curve.shown.factor);
    snprintf(title, sizeof title, "How probable is more? %s, %.150s",
             mnz_metric_words(f->metric), mnz_chart_label(f));
    mnz_chart_begin(chart, HEIGHT, title,
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    mnz_chart_scale(chart, (struct mnz_ticks){5, 20.0, 100.0}, "%", LEFT, RIGHT,
                    MNZ_CHART_TOP + 10.0, BOTTOM);
    draw_levels(chart, &curve);
    draw_curve(chart, &curve);
    mark(chart, &curve, f->quantile[MNZ_P05], 0.95, "95 % of trials are");
    mark(chart, &curve, f->quantile[MNZ_P50], 0.5, "50 % are");
    mark(chart, &curve, f->quantile[MNZ_P95], 0.05, "5 % are");
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_exceedance = {
    .name = "exceedance",
    .words = "how probable it is that a figure is above any level",
    .takes = MNZ_TAKES_OF | MNZ_TAKES_METRIC,
    .draw = draw,
};
