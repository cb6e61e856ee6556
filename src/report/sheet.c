/* sheet.c - tables as sheets of a workbook: typed cells, units, filters. */

#include "report/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 44, NARROWEST = 9 };

void
mnz_sheet_formats_make(lxw_workbook *book, struct mnz_sheet_formats *out)
{
    static const char *const numbers[MNZ_NUM_CELL_KINDS] = {
        [MNZ_CELL_PLAIN] = "General",      [MNZ_CELL_SHARE] = "0.0%",
        [MNZ_CELL_CHANCE] = "0.00",        [MNZ_CELL_WHOLE] = "#,##0",
        [MNZ_CELL_ONE] = "#,##0.0",        [MNZ_CELL_MONTH] = "yyyy\\-mm",
        [MNZ_CELL_DAY] = "yyyy\\-mm\\-dd",
    };

    for (int i = 0; i < MNZ_NUM_CELL_KINDS; i++) {
        out->of_kind[i] = workbook_add_format(book);
        format_set_num_format(out->of_kind[i], numbers[i]);
    }
    out->title = workbook_add_format(book);
    format_set_bold(out->title);
    format_set_font_size(out->title, 14);
    out->header = workbook_add_format(book);
    out->month_header = workbook_add_format(book);
    format_set_num_format(out->month_header, numbers[MNZ_CELL_MONTH]);
    for (int i = 0; i < 2; i++) {
        lxw_format *header = i ? out->month_header : out->header;

        format_set_bold(header);
        format_set_text_wrap(header);
        format_set_align(header, LXW_ALIGN_VERTICAL_TOP);
        format_set_bg_color(header, 0xE8ECF0);
        format_set_bottom(header, LXW_BORDER_THIN);
    }
}

static enum mnz_cell_kind
kind_of_unit(const char *unit)
{
    static const struct {
        const char *unit;
        enum mnz_cell_kind kind;
    } rows[] = {
        {"share", MNZ_CELL_SHARE}, {"probability", MNZ_CELL_CHANCE},
        {"USD", MNZ_CELL_WHOLE},   {"trials", MNZ_CELL_WHOLE},
        {"t", MNZ_CELL_ONE},       {"t a year", MNZ_CELL_ONE},
        {"months", MNZ_CELL_ONE},  {"USD/kg", MNZ_CELL_ONE},
        {"month", MNZ_CELL_MONTH}, {"date", MNZ_CELL_DAY},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].unit, unit) == 0)
            return rows[i].kind;
    return MNZ_CELL_PLAIN;
}

/* Go to the next column; returns the one that the cell goes to. */
static lxw_col_t
take_column(struct mnz_sheet *s, int width)
{
    const uint32_t at =
        s->column < MNZ_MOST_SHEET_COLUMNS ? s->column++ : MNZ_MOST_SHEET_COLUMNS - 1;

    if (width > s->widths[at])
        s->widths[at] = width;
    if (s->column > s->num_columns)
        s->num_columns = s->column;
    return (lxw_col_t)at;
}

/* "output_lost_usd_mean", "USD" as "output lost usd mean (USD)". */
static void
write_column(struct mnz_cells *cells, const char *name, const char *unit)
{
    struct mnz_sheet *s = cells->own;
    char text[256];
    lxw_col_t at;

    snprintf(text, sizeof text, *unit && strcmp(name, unit) != 0 ? "%s (%s)" : "%s",
             name, unit);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    at = take_column(s, (int)strlen(text) / 2);
    s->kinds[at] = kind_of_unit(unit);
    worksheet_write_string(s->sheet, s->row, at, text, s->formats->header);
}

/* A date, or a month's first day. */
static int
read_date(const char *text, lxw_datetime *out)
{
    char *end;
    long parts[3] = {0, 0, 1};

    for (int i = 0; i < 3; i++) {
        parts[i] = strtol(text, &end, 10);
        if (end == text)
            return 0;
        text = end + (*end == '-');
        if (*end == '\0' && i >= 1)
            break;
    }
    *out = (lxw_datetime){
        (int)parts[0], (int)parts[1], parts[2] > 0 ? (int)parts[2] : 1, 0, 0, 0.0};
    return parts[0] >= 1900 && parts[1] >= 1 && parts[1] <= 12;
}

static void
write_text(struct mnz_cells *cells, const char *text)
{
    struct mnz_sheet *s = cells->own;
    const lxw_col_t at = take_column(s, (int)strlen(text));
    lxw_datetime date;

    if (s->kinds[at] >= MNZ_CELL_MONTH && read_date(text, &date))
        worksheet_write_datetime(s->sheet, s->row, at, &date,
                                 s->formats->of_kind[s->kinds[at]]);
    else if (*text)
        worksheet_write_string(s->sheet, s->row, at, text, NULL);
}

/* Digits before the point with their separators, and some behind it. */
static int
width_of(double number)
{
    int digits = 1;

    for (double n = fabs(number); n >= 10.0 && digits < 18; n /= 10.0)
        digits++;
    return digits + (digits - 1) / 3 + 2;
}

static void
write_number(struct mnz_cells *cells, double number)
{
    struct mnz_sheet *s = cells->own;
    const lxw_col_t at = take_column(s, width_of(number));

    if (number - number == 0.0)
        worksheet_write_number(s->sheet, s->row, at, number,
                               s->formats->of_kind[s->kinds[at]]);
}

static void
write_count(struct mnz_cells *cells, uint64_t count)
{
    write_number(cells, (double)count);
}

static void
write_empty(struct mnz_cells *cells)
{
    take_column(cells->own, 0);
}

static void
end_row(struct mnz_cells *cells)
{
    struct mnz_sheet *s = cells->own;

    s->row++;
    s->column = 0;
}

void
mnz_sheet_set_unit(struct mnz_sheet *sheet, uint32_t column, const char *unit)
{
    sheet->kinds[column] = kind_of_unit(unit);
}

void
mnz_sheet_set_widths(struct mnz_sheet *s)
{
    for (uint32_t i = 0; i < s->num_columns; i++) {
        const int width = s->widths[i] + 2;

        worksheet_set_column(s->sheet, (lxw_col_t)i, (lxw_col_t)i,
                             width < NARROWEST ? NARROWEST
                             : width > WIDEST  ? WIDEST
                                               : width,
                             NULL);
    }
}

/* A header that stays in view, and a filter on each column. */
static enum mnz_status
finish(struct mnz_cells *cells)
{
    struct mnz_sheet *s = cells->own;

    mnz_sheet_set_widths(s);
    worksheet_freeze_panes(s->sheet, s->first_row + 1, (lxw_col_t)s->frozen);
    if (s->row > s->first_row + 1 && s->num_columns > 0)
        worksheet_autofilter(s->sheet, s->first_row, 0, s->row - 1,
                             (lxw_col_t)(s->num_columns - 1));
    return MNZ_OK;
}

const struct mnz_format mnz_format_sheet = {
    .ending = "",
    .column = write_column,
    .text = write_text,
    .number = write_number,
    .count = write_count,
    .empty = write_empty,
    .end_row = end_row,
    .finish = finish,
};

struct mnz_cells
mnz_sheet_cells(struct mnz_sheet *sheet)
{
    struct mnz_cells cells = mnz_cells_to(&mnz_format_sheet, &mnz_cells_exact, NULL);

    sheet->row = sheet->first_row;
    cells.own = sheet;
    return cells;
}

void
mnz_sheet_month_column(struct mnz_sheet *s, const char *month, enum mnz_cell_kind kind)
{
    const lxw_col_t at = take_column(s, NARROWEST);
    lxw_datetime date;

    s->kinds[at] = kind;
    if (read_date(month, &date))
        worksheet_write_datetime(s->sheet, s->row, at, &date, s->formats->month_header);
}
