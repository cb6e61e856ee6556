/* screen.c - a run's result on one screen: who loses output, when, how probably, and
 * which inputs limit.
 */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>

#include "report/headline.h"
#include "report/group_words.h"
#include "report/label.h"
#include "report/losses.h"
#include "report/style.h"

/* Lines of a table, on a narrow screen and on another, whose sentences are shorter. */
enum { MOST_CIVIL = 8, MOST_CIVIL_NARROW = 5 };
enum { MOST_MILITARY = 3, MOST_MILITARY_NARROW = 2 };
enum { MOST_PLACES = 7, MOST_PLACES_NARROW = 4 };

enum { MOST_MONTHS = 1200 };

/* Widths of the columns of a table; 0 where the screen has no room for one. */
struct layout {
    int name, id, bar, spark, limit;
};

/* A table: its title, whether it names inputs, and the ends of its scales. */
struct table {
    const char *title;
    int with_limit;
    double bar_top, spark_top;
};

/* Of "  P>1%  first   lost% bn USD", and of the gap between two columns. */
enum { NUMBERS = 28, GAP = 2 };

static enum mnz_status print_industries(const struct mnz_screen *screen,
                                        const struct mnz_run *run, const char *title,
                                        enum mnz_end_use end_use, uint32_t most);
static enum mnz_status print_places(const struct mnz_screen *screen,
                                    const struct mnz_run *run);
static enum mnz_status print_elements(const struct mnz_screen *screen,
                                      const struct mnz_run *run);
static void print_legend(const struct mnz_screen *screen, const struct mnz_run *run);

static enum mnz_status
print_tables(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const int is_narrow = screen->columns < 100;
    enum mnz_status st;

    st = print_industries(screen, run, "civil industries", MNZ_USE_CIVIL,
                          is_narrow ? MOST_CIVIL_NARROW : MOST_CIVIL);
    if (!st)
        st = print_industries(screen, run, "military users", MNZ_USE_MILITARY,
                              is_narrow ? MOST_MILITARY_NARROW : MOST_MILITARY);
    if (!st)
        st = print_places(screen, run);
    if (!st)
        st = print_elements(screen, run);
    if (!st)
        print_legend(screen, run);
    return st;
}

/* The next command to type; where there is room, with the industry that loses most. */
static enum mnz_status
print_next(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_result *first = outcome->results[0];
    struct mnz_loss *losses = NULL;
    enum mnz_status st = MNZ_OK;
    uint32_t count = 0;
    char why[512] = "", text[1024];

    if (outcome->num_results == 1 && screen->columns >= 100)
        st = mnz_losses_of_scope(first->run, MNZ_SCOPE_INDUSTRY, &losses, &count);
    if (count > 0 && losses[0].share.mean > 1e-6)
        snprintf(why, sizeof why, " 'monazite why %s %s' tells the causes of its loss.",
                 first->model->scenario->path,
                 first->run->metrics->groups[losses[0].group].name);
    snprintf(text, sizeof text,
             "Next: -o DIR writes tables (industries.csv and more), with --xlsx a "
             "workbook.%s",
             why);
    mnz_screen_prose(screen, text);
    free(losses);
    return st;
}

enum mnz_status
mnz_screen_runs(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < outcome->num_results; i++) {
        const struct mnz_result *result = outcome->results[i];

        if (!result)
            continue;
        if (outcome->num_results > 1) {
            mnz_screen_bold(screen, 1);
            mnz_screen_prose(screen, mnz_outcome_name(outcome, i));
            mnz_screen_bold(screen, 0);
        }
        st = mnz_headline_draw(screen, result);
        if (!st && result->run->trials_done > 0)
            st = print_tables(screen, result->run);
    }
    if (st)
        return st;
    st = print_next(screen, outcome);
    return ferror(screen->stream) ? MNZ_ERR_IO : st;
}

/* A median first short month: a date, or "before" where the window begins so. */
static void
month_name(const struct mnz_run *run, double month, char text[16])
{
    if (month >= 1.5)
        mnz_month_of_figure(run->net->scenario, month, text);
    else
        snprintf(text, 16, "%s", month >= 1.0 ? "before" : "never");
}

/* "0.53"; no probability where all trials of a model say the same. */
static void
probability_text(const struct mnz_exceedance *e, char text[16])
{
    if (e->hits == 0 || e->hits == e->trials)
        snprintf(text, 16, "%s", e->hits == 0 ? "-" : "all");
    else
        snprintf(text, 16, "%.2f", fmin(fmax(e->probability, 0.01), 0.99));
}

static struct layout
layout_of(const struct mnz_screen *screen)
{
    const int columns = screen->columns;
    struct layout l = {0};

    l.limit = columns < 80 ? 0 : 22;
    l.spark = columns < 100 ? 0 : columns < 140 ? 12 : 18;
    l.bar = columns < 120 ? 0 : columns < 140 ? 14 : 18;
    l.id = columns < 180 ? 0 : 28;
    l.name = columns - NUMBERS;
    l.name -= (l.id > 0 ? GAP : 0) + l.id;
    l.name -= (l.limit > 0 ? GAP : 0) + l.limit;
    l.name -= (l.spark > 0 ? GAP : 0) + l.spark;
    l.name -= (l.bar > 0 ? GAP : 0) + l.bar;
    if (l.name > 48)
        l.name = 48;
    return l;
}

/* The mean of output lost in each month; returns how many there are. */
static int
month_means(const struct mnz_run *run, uint32_t group, double means[MOST_MONTHS])
{
    const uint32_t months = run->metrics->num_months;

    for (uint32_t i = 0; i < months && i < MOST_MONTHS; i++) {
        struct mnz_summary s;

        mnz_tally_summary(
            run->conditionals[0].tally,
            mnz_selection_place(run->selection,
                                mnz_metrics_month(run->metrics, group,
                                                  MNZ_METRIC_OUTPUT_LOST_SHARE, i)),
            &s);
        means[i] = s.mean;
    }
    return (int)(months < MOST_MONTHS ? months : MOST_MONTHS);
}

static void
print_months(const struct mnz_screen *screen, const struct mnz_run *run, uint32_t group,
             double top, int width)
{
    double means[MOST_MONTHS] = {
        0}; /* newer gcc cannot see that no month is no value */
    const int months = month_means(run, group, means);

    mnz_style_spark(screen->stream, means, months, top, width, screen->unicode);
    for (int i = months; i < width; i++)
        putc(' ', screen->stream);
}

/* A label for an industry, the name of another group. */
static void
line_name(const struct mnz_run *run, uint32_t group, char *text, size_t size)
{
    const struct mnz_group *g = &run->metrics->groups[group];

    if (g->scope == MNZ_SCOPE_INDUSTRY)
        mnz_label_industry(run->net, mnz_group_node(run, group), text, size);
    else
        snprintf(text, size, "%s", g->name);
}

static void
print_numbers(const struct mnz_screen *screen, const struct mnz_run *run,
              const struct mnz_loss *line)
{
    char first[16], chance[16], usd[MNZ_NUMBER_TEXT] = "-";

    month_name(run, line->first_month, first);
    probability_text(&line->above, chance);
    if (!isnan(line->lost_usd))
        mnz_screen_number(line->lost_usd / 1e9, usd);
    fprintf(screen->stream, " %5s  %-7s %5.1f %6s", chance, first,
            100.0 * line->share.mean, usd);
}

static void
print_line(const struct mnz_screen *screen, const struct mnz_run *run,
           const struct table *table, const struct mnz_loss *line)
{
    const struct layout layout = layout_of(screen);
    const uint32_t port =
        table->with_limit ? mnz_limiting_port(run, line->group, NULL) : MNZ_NONE;
    const char *limit =
        port != MNZ_NONE ? mnz_port_material(run->net, port)->name : NULL;
    char name[256];

    line_name(run, line->group, name, sizeof name);
    mnz_screen_cell(screen, name, layout.name);
    if (layout.id > 0) {
        fputs("  ", screen->stream);
        mnz_screen_cell(screen, run->metrics->groups[line->group].name, layout.id);
    }
    print_numbers(screen, run, line);
    if (layout.bar > 0) {
        fputs("  ", screen->stream);
        mnz_style_quantiles(screen->stream, line->share.p05 / table->bar_top,
                            line->share.p50 / table->bar_top,
                            line->share.p95 / table->bar_top, layout.bar,
                            screen->unicode);
    }
    if (layout.spark > 0) {
        fputs("  ", screen->stream);
        print_months(screen, run, line->group, table->spark_top, layout.spark);
    }
    if (layout.limit > 0 && limit) {
        fputs("  ", screen->stream);
        if (mnz_style_width(limit) > layout.limit)
            mnz_screen_cell(screen, limit, layout.limit);
        else
            mnz_style_text(screen->stream, limit);
    }
    putc('\n', screen->stream);
}

/* The least of 1, 2, 5, 10, 20, 50 and 100 % that holds `share`. */
static double
round_top(double share)
{
    static const double tops[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (share <= tops[i])
            return tops[i];
    return 1.0;
}

/* Set the scales of a table from its lines. */
static void
set_scales(const struct mnz_run *run, const struct mnz_loss *lines, uint32_t count,
           struct table *table)
{
    double bar = 0.0, spark = 0.0, means[MOST_MONTHS] = {0};

    for (uint32_t i = 0; i < count; i++) {
        const int months = month_means(run, lines[i].group, means);

        bar = fmax(bar, lines[i].share.p95);
        for (int m = 0; m < months; m++)
            spark = fmax(spark, means[m]);
    }
    table->bar_top = round_top(bar);
    table->spark_top = spark;
}

static void
print_columns(const struct mnz_screen *screen, const struct mnz_run *run,
              const struct table *table)
{
    const struct layout layout = layout_of(screen);
    const uint32_t months = run->metrics->num_months;
    const char *period = months == 3 * (uint32_t)layout.spark ? "quarter" : "month";
    char text[32];

    mnz_screen_bold(screen, 1);
    mnz_style_cell(screen->stream, table->title, layout.name);
    if (layout.id > 0)
        fprintf(screen->stream, "  %-*s", layout.id, "name to set");
    fprintf(screen->stream, " %5s  %-7s %5s %6s", "P>1%", "first", "lost%", "bn USD");
    if (layout.bar > 0) {
        snprintf(text, sizeof text, "%.0f %%", 100.0 * table->bar_top);
        fprintf(screen->stream, "  0%*s", layout.bar - 1, text);
    }
    if (layout.spark > 0) {
        snprintf(text, sizeof text, "by %s", period);
        fprintf(screen->stream, "  %-*s", layout.spark, text);
    }
    if (layout.limit > 0 && table->with_limit)
        fputs("  short of", screen->stream);
    putc('\n', screen->stream);
    mnz_screen_bold(screen, 0);
}

/* Lines, worst first. */
static void
print_table(const struct mnz_screen *screen, const struct mnz_run *run,
            struct table *table, const struct mnz_loss *lines, uint32_t count)
{
    set_scales(run, lines, count, table);
    print_columns(screen, run, table);
    for (uint32_t i = 0; i < count; i++)
        print_line(screen, run, table, &lines[i]);
    fputs(count == 0 ? "none loses output\n\n" : "\n", screen->stream);
}

/* The industries of one end use that lose most. */
static enum mnz_status
print_industries(const struct mnz_screen *screen, const struct mnz_run *run,
                 const char *title, enum mnz_end_use end_use, uint32_t most)
{
    struct table table = {.title = title, .with_limit = 1};
    struct mnz_loss *lines;
    uint32_t count, shown = 0, there = 0;
    enum mnz_status st = mnz_losses_of_scope(run, MNZ_SCOPE_INDUSTRY, &lines, &count);

    if (st)
        return st;
    for (uint32_t i = 0; i < count; i++) {
        if (mnz_loss_actor(run, lines[i].group)->end_use != end_use)
            continue;
        there++;
        if (lines[i].share.mean > 1e-6 && shown < most)
            lines[shown++] = lines[i];
    }
    if (there > 0)
        print_table(screen, run, &table, lines, shown);
    free(lines);
    return MNZ_OK;
}

static enum mnz_status
print_places(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const uint32_t most = screen->columns < 100 ? MOST_PLACES_NARROW : MOST_PLACES;
    struct table table = {.title = "by country or region"};
    struct mnz_loss *lines;
    uint32_t count;
    enum mnz_status st = mnz_losses_of_scope(run, MNZ_SCOPE_COUNTRY, &lines, &count);

    if (st)
        return st;
    print_table(screen, run, &table, lines, count < most ? count : most);
    free(lines);
    return MNZ_OK;
}

static enum mnz_status
print_elements(const struct mnz_screen *screen, const struct mnz_run *run)
{
    struct mnz_loss *lines;
    uint32_t count;
    const uint32_t room = (uint32_t)(screen->columns - 33) / 10;
    const uint32_t most = room < 8 ? room : 8;
    enum mnz_status st = mnz_losses_of_scope(run, MNZ_SCOPE_ELEMENT, &lines, &count);

    if (st)
        return st;
    if (count == 0) {
        free(lines);
        return MNZ_OK;
    }
    fprintf(screen->stream, "elements, mean %% of need missing:");
    for (uint32_t i = 0; i < count && i < most; i++)
        if (lines[i].share.mean > 0.0005)
            fprintf(screen->stream, "  %s %.1f",
                    run->metrics->groups[lines[i].group].name,
                    100.0 * lines[i].share.mean);
    putc('\n', screen->stream);
    free(lines);
    return MNZ_OK;
}

/* The columns that the screen has room for, in a few words. */
static void
print_legend(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const struct layout layout = layout_of(screen);
    const uint32_t months = run->metrics->num_months;
    const char *period = months == 3 * (uint32_t)layout.spark ? "quarter" : "month";
    char spark[96] = "", text[1024];

    if (layout.spark > 0)
        snprintf(spark, sizeof spark, " by %s: mean lost, on a scale of the table.",
                 period);
    snprintf(
        text, sizeof text,
        "P>1%%: chance to lose over 1 %% of output (all, -: in all, no trials of "
        "this model). first: median month in which inputs lack (before: before the "
        "window). lost%%, bn USD: mean output lost.%s%s%s",
        layout.bar > 0 ? " Bar: its 5, 50, 95 % of trials." : "", spark,
        layout.limit > 0 ? " short of: limits most often." : "");
    mnz_screen_prose(screen, text);
}
