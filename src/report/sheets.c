/* sheets.c - the sheets of a workbook that are no table of a folder. */

#include "report/sheets.h"

#include <math.h>
#include <stdlib.h>

#include "report/group_words.h"
#include "report/losses.h"

enum { MOST_BARS = 15 };

/* Columns of months in the overview: from MONTH on, then the parts of the fan. */
enum { MONTH, MEAN, P05, P25, P50, P75, P95, PARTS };

struct mnz_cells
mnz_book_add(struct mnz_book *book, const char *name, uint32_t frozen)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);

    book->sheet =
        (struct mnz_sheet){.sheet = sheet, .formats = &book->formats, .frozen = frozen};
    if (!sheet) {
        book->has_failed = 1;
        return (struct mnz_cells){0};
    }
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    return mnz_sheet_cells(&book->sheet);
}

static void
end_sheet(struct mnz_book *book, struct mnz_cells *cells)
{
    if (mnz_cells_finish(cells))
        book->has_failed = 1;
}

static struct mnz_summary
summary_of(const struct mnz_conditional *conditional, uint32_t series)
{
    struct mnz_summary s;

    mnz_tally_summary(conditional->tally, series, &s);
    return s;
}

/* A figure that every run counts, of all trials in a month. */
static struct mnz_summary
summary_of_month(const struct mnz_run *run, uint32_t group, enum mnz_metric metric,
                 uint32_t month)
{
    return summary_of(
        &run->conditionals[0],
        mnz_selection_place(run->selection,
                            mnz_metrics_month(run->metrics, group, metric, month)));
}

/* A figure of all industries, in the trials of a branch. */
static void
write_total(struct mnz_cells *cells, const struct mnz_outcome *outcome, uint32_t index,
            uint32_t branch, enum mnz_metric metric)
{
    const struct mnz_run *run = outcome->results[index]->run;
    const uint32_t series = mnz_metrics_horizon(run->metrics, 0, metric);
    struct mnz_summary s;

    if (series == MNZ_NONE)
        return;
    s = summary_of(&run->conditionals[branch], series);
    if (s.trials == 0)
        return;
    mnz_cells_text(cells, mnz_outcome_name(outcome, index));
    mnz_cells_text(cells, run->conditionals[branch].name);
    mnz_cells_text(cells, mnz_metric_rows[metric].name);
    mnz_cells_text(cells, mnz_metric_rows[metric].unit_name);
    for (uint32_t column = 4; column < 8; column++)
        mnz_sheet_set_unit(cells->own, column, mnz_metric_rows[metric].unit_name);
    mnz_cells_number(cells, s.mean);
    mnz_cells_number(cells, s.p05);
    mnz_cells_number(cells, s.p50);
    mnz_cells_number(cells, s.p95);
    mnz_cells_count(cells, s.trials);
    mnz_cells_end_row(cells);
}

static void
write_totals(struct mnz_cells *cells, const struct mnz_outcome *outcome)
{
    static const enum mnz_metric metrics[] = {
        MNZ_METRIC_OUTPUT_LOST_SHARE,    MNZ_METRIC_OUTPUT_LOST_USD,
        MNZ_METRIC_VALUE_ADDED_LOST_USD, MNZ_METRIC_OUTPUT_AT_STAKE_USD,
        MNZ_METRIC_EXTRA_COST_USD,       MNZ_METRIC_SHORTFALL_SHARE,
        MNZ_METRIC_SHORTFALL_TONNES,     MNZ_METRIC_MONTHS_SHORT};

    for (uint32_t i = 0; i < outcome->num_results; i++)
        for (uint32_t b = 0;
             outcome->results[i] && b < outcome->results[i]->run->num_conditionals; b++)
            for (size_t k = 0; k < sizeof metrics / sizeof *metrics; k++)
                write_total(cells, outcome, i, b, metrics[k]);
}

/* Month by month what all industries lose, and the parts that a stacked area adds up to
 * bands. */
static void
write_fan(struct mnz_book *book, struct mnz_cells *cells, const struct mnz_run *run)
{
    const struct mnz_metrics *m = run->metrics;

    book->fan_row = book->sheet.row;
    for (uint32_t i = 0; i < m->num_months; i++) {
        const struct mnz_summary s =
            summary_of_month(run, 0, MNZ_METRIC_OUTPUT_LOST_SHARE, i);
        const double numbers[] = {
            s.mean, s.p05,         s.p25,         s.p50,         s.p75,
            s.p95,  s.p25 - s.p05, s.p50 - s.p25, s.p75 - s.p50, s.p95 - s.p75};
        char month[16];

        mnz_month_of_figure(run->net->scenario, i + 1.0, month);
        mnz_cells_text(cells, month);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            mnz_cells_number(cells, numbers[k]);
        mnz_cells_end_row(cells);
    }
    book->fan_rows = m->num_months;
}

static void
write_headline(struct mnz_book *book)
{
    static const char *const columns[] = {
        "scenario", "given", "figure", "unit", "mean", "5 %", "50 %", "95 %", "trials"};
    struct mnz_cells cells;

    book->sheet.first_row = 3;
    cells = mnz_sheet_cells(&book->sheet);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        mnz_cells_column(&cells, columns[i], "");
    mnz_cells_end_row(&cells);
    write_totals(&cells, book->outcome);
}

static void
write_months_of_all(struct mnz_book *book, const struct mnz_run *run)
{
    static const char *const columns[] = {
        "output lost, mean", "5 %",        "25 %",       "50 %",      "75 %", "95 %",
        "5 to 25 %",         "25 to 50 %", "50 to 75 %", "75 to 95 %"};
    struct mnz_sheet *s = &book->sheet;
    struct mnz_cells cells = {.format = &mnz_format_sheet, .own = s};

    s->row += 2;
    mnz_cells_column(&cells, "month", "month");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        mnz_cells_column(&cells, columns[i], "share");
    mnz_cells_end_row(&cells);
    write_fan(book, &cells, run);
}

void
mnz_book_add_overview(struct mnz_book *book)
{
    const struct mnz_result *result = book->outcome->results[0];
    const struct mnz_scenario *s = result->run->net->scenario;
    struct mnz_cells cells = mnz_book_add(book, "Overview", 0);
    char text[256], from[16];

    if (!cells.own)
        return;
    book->overview = book->sheet.sheet;
    worksheet_write_string(book->overview, 0, 0, s->title ? s->title : s->name,
                           book->formats.title);
    mnz_month_of_figure(s, 1.0, from);
    snprintf(text, sizeof text, "%llu trials of %u months from %s",
             (unsigned long long)result->run->trials_done, s->months, from);
    worksheet_write_string(book->overview, 1, 0, text, NULL);
    write_headline(book);
    if (result->run->trials_done > 0)
        write_months_of_all(book, result->run);
    mnz_sheet_set_widths(&book->sheet);
}

/* Bands of 90 and 50 % about the median, as areas stacked on an invisible one. */
static void
draw_fan(struct mnz_book *book)
{
    static const struct {
        int column;
        lxw_color_t colour;
    } parts[] = {{P05, 0xFFFFFF},
                 {PARTS, 0xC6DBEF},
                 {PARTS + 1, 0x6BAED6},
                 {PARTS + 2, 0x6BAED6},
                 {PARTS + 3, 0xC6DBEF}};
    lxw_chart *chart = workbook_add_chart(book->book, LXW_CHART_AREA_STACKED);
    const lxw_row_t first = book->fan_row, last = first + book->fan_rows - 1;
    lxw_chart_options place = {.x_scale = 1.6, .y_scale = 1.4};

    for (size_t i = 0; chart && i < sizeof parts / sizeof *parts; i++) {
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_chart_fill fill = {.color = parts[i].colour};
        const lxw_col_t column = (lxw_col_t)parts[i].column;

        if (i == 0)
            fill = (lxw_chart_fill){.none = LXW_TRUE};
        chart_series_set_categories(series, "Overview", first, MONTH, last, MONTH);
        chart_series_set_values(series, "Overview", first, column, last, column);
        chart_series_set_name_range(series, "Overview", first - 1, column);
        chart_series_set_fill(series, &fill);
    }
    if (!chart) {
        book->has_failed = 1;
        return;
    }
    chart_title_set_name(chart, "Output lost, all industries: 5, 25, 50, 75, 95 % of "
                                "trials");
    chart_axis_set_num_format(chart->y_axis, "0.0%");
    chart_axis_set_num_format(chart->x_axis, "yyyy\\-mm");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_delete_series(chart, (int16_t[]){0, -1});
    worksheet_insert_chart_opt(book->overview, 0, 12, chart, &place);
}

/* The column of the sheet Industries with a figure. */
static lxw_col_t
industry_column(const char *name)
{
    const struct mnz_column *c = mnz_table_industries.columns;
    lxw_col_t at = 0;

    while (c[at].name && strcmp(c[at].name, name) != 0)
        at++;
    return at;
}

/* The industries that lose most, whose rows are the first of their sheet. */
static void
draw_bars(struct mnz_book *book)
{
    lxw_chart *chart = workbook_add_chart(book->book, LXW_CHART_BAR);
    lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    const lxw_col_t value = industry_column("output_lost_usd_mean");
    const lxw_col_t label = industry_column("label");
    lxw_chart_fill fill = {.color = 0x2171B5};
    lxw_chart_options place = {.x_scale = 1.6, .y_scale = 1.9};
    lxw_row_t last = 0;

    if (!series) {
        book->has_failed = 1;
        return;
    }
    for (uint32_t g = 0; g < book->outcome->results[0]->run->metrics->num_groups; g++)
        last += book->outcome->results[0]->run->metrics->groups[g].scope ==
                MNZ_SCOPE_INDUSTRY;
    if (last > MOST_BARS)
        last = MOST_BARS;
    chart_series_set_categories(series, "Industries", 1, label, last, label);
    chart_series_set_values(series, "Industries", 1, value, last, value);
    chart_series_set_fill(series, &fill);
    chart_title_set_name(chart, "Output lost over the window, mean, bn USD");
    chart_axis_set_num_format(chart->x_axis, "#,##0.0,,,");
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_interval_unit(chart->y_axis, 1);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    worksheet_insert_chart_opt(book->overview, 22, 12, chart, &place);
}

void
mnz_book_draw_overview(struct mnz_book *book)
{
    if (!book->overview || book->fan_rows == 0)
        return;
    draw_fan(book);
    draw_bars(book);
}

/* From white at 0 to red at the top. */
static void
colour(struct mnz_book *book, lxw_col_t from, lxw_col_t to, double top)
{
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_value = 0.0,
                                    .max_value = top,
                                    .min_color = 0xFFFFFF,
                                    .max_color = 0xCB181D};

    if (book->sheet.row > 1 && to >= from)
        worksheet_conditional_format_range(book->sheet.sheet, 1, from,
                                           book->sheet.row - 1, to, &scale);
}

/* The means of a group's months; returns the greatest. */
static double
write_means(struct mnz_cells *cells, const struct mnz_run *run, uint32_t group,
            enum mnz_metric metric)
{
    double greatest = 0.0;

    for (uint32_t i = 0; i < run->metrics->num_months; i++) {
        const struct mnz_summary s = summary_of_month(run, group, metric, i);

        mnz_cells_number(cells, s.mean);
        greatest = fmax(greatest, s.mean);
    }
    return greatest;
}

/* Columns of the months of the longest run; later ones begin where it does or have
 * fewer: the header is that of the first. */
static void
month_columns(struct mnz_book *book, const struct mnz_run *run)
{
    for (uint32_t i = 0; i < run->metrics->num_months; i++) {
        char month[16];

        mnz_month_of_figure(run->net->scenario, i + 1.0, month);
        mnz_sheet_month_column(&book->sheet, month, MNZ_CELL_SHARE);
    }
}

/* A sheet with a row for each group of a scope, worst first, of every scenario whose
 * months are those of the first. */
static void
add_heat_map(struct mnz_book *book, const char *name, enum mnz_scope scope,
             enum mnz_metric metric, const char *const *columns)
{
    const struct mnz_outcome *o = book->outcome;
    const struct mnz_run *first = o->results[0]->run;
    struct mnz_cells cells = mnz_book_add(book, name, 3);
    uint32_t labels = 0;
    double top = 0.0;

    if (!cells.own)
        return;
    for (; columns[labels]; labels++)
        mnz_cells_column(&cells, columns[labels], "");
    month_columns(book, first);
    mnz_cells_end_row(&cells);
    for (uint32_t i = 0; i < o->num_results; i++) {
        const struct mnz_run *run = o->results[i] ? o->results[i]->run : NULL;
        struct mnz_loss *losses = NULL;
        uint32_t count = 0;

        if (!run || run->metrics->num_months != first->metrics->num_months ||
            run->net->scenario->start_day != first->net->scenario->start_day)
            continue;
        if (mnz_losses_of_scope(run, scope, &losses, &count))
            book->has_failed = 1;
        for (uint32_t k = 0; losses && k < count; k++) {
            struct mnz_group_words words;

            mnz_group_describe(run, losses[k].group, &words);
            mnz_cells_text(&cells, mnz_outcome_name(o, i));
            mnz_cells_text(&cells, run->metrics->groups[losses[k].group].name);
            mnz_cells_text(&cells, words.label);
            if (scope == MNZ_SCOPE_INDUSTRY) {
                mnz_cells_text(&cells, words.country);
                mnz_cells_text(&cells, words.sector);
            }
            top = fmax(top, write_means(&cells, run, losses[k].group, metric));
            mnz_cells_end_row(&cells);
        }
        free(losses);
    }
    colour(book, (lxw_col_t)labels,
           (lxw_col_t)(labels + first->metrics->num_months - 1), top > 0.0 ? top : 1.0);
    end_sheet(book, &cells);
}

void
mnz_book_add_months(struct mnz_book *book)
{
    add_heat_map(book, "Months", MNZ_SCOPE_INDUSTRY, MNZ_METRIC_OUTPUT_LOST_SHARE,
                 (const char *const[]){"scenario", "name", "output lost, mean share",
                                       "country", "sector", NULL});
}

void
mnz_book_add_elements(struct mnz_book *book)
{
    add_heat_map(
        book, "Elements", MNZ_SCOPE_ELEMENT, MNZ_METRIC_SHORTFALL_SHARE,
        (const char *const[]){"scenario", "name", "need missing, mean share", NULL});
}

static void
write_office_month(struct mnz_cells *cells, const struct mnz_run *run, uint32_t group,
                   uint32_t month)
{
    static const enum mnz_metric metrics[] = {
        MNZ_METRIC_APPLIED_TONNES, MNZ_METRIC_GRANTED_TONNES, MNZ_METRIC_BACKLOG_TONNES,
        MNZ_METRIC_IN_HAND_TONNES, MNZ_METRIC_MONTHS_TO_LICENCE};

    for (size_t k = 0; k < sizeof metrics / sizeof *metrics; k++)
        mnz_cells_number(cells, summary_of_month(run, group, metrics[k], month).mean);
}

void
mnz_book_add_licences(struct mnz_book *book)
{
    static const char *const columns[][2] = {
        {"scenario", ""},   {"control", ""},  {"country", ""},
        {"month", "month"}, {"applied", "t"}, {"granted", "t"},
        {"backlog", "t"},   {"in hand", "t"}, {"months to licence", "months"}};
    const struct mnz_outcome *o = book->outcome;
    struct mnz_cells cells = mnz_book_add(book, "Licences", 4);

    if (!cells.own)
        return;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        mnz_cells_column(&cells, columns[i][0], columns[i][1]);
    mnz_cells_end_row(&cells);
    for (uint32_t i = 0; i < o->num_results; i++) {
        const struct mnz_run *run = o->results[i] ? o->results[i]->run : NULL;
        const struct mnz_metrics *m = run ? run->metrics : NULL;

        for (uint32_t g = m ? m->first_group[MNZ_SCOPE_CONTROL] : 0;
             m && g < m->first_group[MNZ_SCOPE_CONTROL + 1]; g++)
            for (uint32_t month = 0; month < m->num_months; month++) {
                struct mnz_group_words words;
                char text[16];

                mnz_group_describe(run, g, &words);
                mnz_month_of_figure(run->net->scenario, month + 1.0, text);
                mnz_cells_text(&cells, mnz_outcome_name(o, i));
                mnz_cells_text(&cells, m->groups[g].name);
                mnz_cells_text(&cells, words.country);
                mnz_cells_text(&cells, text);
                write_office_month(&cells, run, g, month);
                mnz_cells_end_row(&cells);
            }
    }
    end_sheet(book, &cells);
}
