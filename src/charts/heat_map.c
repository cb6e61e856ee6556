/* heat_map.c - means of a share by group and month, the worst groups first. */

#include "charts/chart.h"

#include <math.h>
#include <string.h>

#include "charts/palette.h"

enum { MOST_GROUPS = 20 };

#define LEFT 280.0
#define RIGHT 710.0
#define ROW 22.0
#define TOP (MNZ_CHART_TOP + 20.0)

/* The mean of a group in a month; NaN where there is none. */
static double
mean_in(const struct mnz_chart *chart, const struct mnz_finding *group, uint32_t month)
{
    const struct mnz_finding *f =
        mnz_findings_find(chart->findings, chart->scenario, group->scope, group->name,
                          group->metric, month);

    return f ? f->mean : NAN;
}

static void
draw_number(struct mnz_chart *chart, double x, double y, double share)
{
    char text[MNZ_SHOWN_TEXT];

    mnz_shown_text((struct mnz_shown){100.0, "%"}, share, 0, text);
    mnz_svg_text(&chart->svg, x, y,
                 (struct mnz_type){.size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH}, text);
}

/* Neighbouring months of one class are one rectangle. */
static void
draw_row(struct mnz_chart *chart, const struct mnz_finding *group, double y)
{
    const uint32_t months = mnz_names_count(&chart->findings->months);
    const double step = (RIGHT - LEFT) / months;
    double peak = 0.0;
    uint32_t from = 0;

    mnz_svg_text_within(&chart->svg, 20.0, y + 15.5, LEFT - 30.0,
                        (struct mnz_type){.size = 14.0}, mnz_chart_label(group));
    for (uint32_t i = 0; i < months; i++) {
        const double mean = mean_in(chart, group, i);
        const int class = mnz_class_of(mean);

        peak = fmax(peak, mean);
        if (i + 1 < months && class == mnz_class_of(mean_in(chart, group, i + 1)))
            continue;
        mnz_svg_rect(&chart->svg, LEFT + from * step, y, (i + 1 - from) * step,
                     ROW - 2.0, mnz_class_colour[class], "");
        from = i + 1;
    }
    draw_number(chart, RIGHT + 58.0, y + 15.5, group->mean);
    draw_number(chart, RIGHT + 118.0, y + 15.5, peak);
}

/* The classes with their limits, below the map. */
static void
draw_legend(struct mnz_chart *chart, double y)
{
    const double width = (RIGHT - LEFT) / MNZ_NUM_CLASSES;

    mnz_svg_text(&chart->svg, LEFT - 10.0, y + 11.0,
                 (struct mnz_type){
                     .size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .colour = MNZ_MUTED},
                 "mean of trials, at least");
    for (int i = 0; i < MNZ_NUM_CLASSES; i++) {
        char text[MNZ_SHOWN_TEXT];

        mnz_svg_rect(&chart->svg, LEFT + i * width, y, width - 1.0, 14.0,
                     mnz_class_colour[i], "stroke=\"#bbbbbb\" stroke-width=\"0.5\"");
        mnz_shown_round((struct mnz_shown){100.0, "%"}, mnz_class_from[i], 1, text);
        mnz_svg_text(&chart->svg, LEFT + (i + 0.5) * width, y + 29.0,
                     (struct mnz_type){.size = MNZ_CHART_TEXT,
                                       .anchor = MNZ_MIDDLE,
                                       .colour = MNZ_MUTED},
                     text);
    }
}

/* A white line before each January. */
static void
draw_years(struct mnz_chart *chart, double bottom)
{
    const struct mnz_names *months = &chart->findings->months;
    const double step = (RIGHT - LEFT) / mnz_names_count(months);

    for (uint32_t i = 1; i < mnz_names_count(months); i++)
        if (strlen(mnz_names_text(months, i)) >= 7 &&
            strncmp(mnz_names_text(months, i) + 4, "-01", 3) == 0)
            mnz_svg_line(&chart->svg, LEFT + i * step, TOP, LEFT + i * step, bottom,
                         "#ffffff", "stroke-width=\"2\"");
}

static void
draw_head(struct mnz_chart *chart)
{

    const struct mnz_type type = {
        .size = MNZ_CHART_TEXT, .anchor = MNZ_FINISH, .colour = MNZ_MUTED};

    mnz_svg_text(&chart->svg, 20.0, TOP - 8.0,
                 (struct mnz_type){.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED},
                 "the largest loss first");
    mnz_svg_text(&chart->svg, RIGHT + 58.0, TOP - 8.0, type, "mean %");
    mnz_svg_text(&chart->svg, RIGHT + 118.0, TOP - 8.0, type, "peak %");
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    const struct mnz_finding **groups;
    uint32_t count;
    double bottom;
    char title[256];
    enum mnz_status st = mnz_chart_groups(chart, MOST_GROUPS, &groups, &count);

    if (!st && strcmp(groups[0]->unit, "share") != 0)
        st = mnz_chart_refuse(chart, "shares in this metric",
                              "a heat map shows a share, such as output_lost_share");
    if (!st && isnan(mean_in(chart, groups[0], 0)))
        st = mnz_chart_refuse(
            chart, "months of this metric",
            "some metrics are known over the whole horizon only, some of "
            "industries and sectors by month after 'run --all-months'");
    if (st)
        return st;
    bottom = TOP + ROW * count;
    snprintf(title, sizeof title, "%s by %.40s and month",
             mnz_metric_words(groups[0]->metric), groups[0]->scope);
    mnz_chart_begin(chart, bottom + 104.0, title,
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    draw_head(chart);
    for (uint32_t i = 0; i < count; i++)
        draw_row(chart, groups[i], TOP + ROW * i);
    draw_years(chart, bottom);
    mnz_chart_months(chart, LEFT,
                     (RIGHT - LEFT) / mnz_names_count(&chart->findings->months),
                     bottom);
    draw_legend(chart, bottom + 36.0);
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_heat_map = {
    .name = "heat-map",
    .words = "a share by group and month, the worst groups first",
    .takes = MNZ_TAKES_BY | MNZ_TAKES_METRIC,
    .draw = draw,
};
