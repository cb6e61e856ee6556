#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/table.h"

/* A format that notes each call: a format needs these functions and no more. */
struct notes {
    char text[512];
    int fails;
};

static void
note(struct mnz_cells *cells, const char *kind, const char *text)
{
    struct notes *n = cells->own;
    const size_t length = strlen(n->text);

    snprintf(n->text + length, sizeof n->text - length, "%s%s ", kind, text);
}

static void
note_column(struct mnz_cells *cells, const char *name, const char *unit)
{
    note(cells, "column:", name);
    note(cells, "unit:", unit);
}

static void
note_text(struct mnz_cells *cells, const char *text)
{
    note(cells, "text:", text);
}

static void
note_number(struct mnz_cells *cells, double number)
{
    char text[32];

    snprintf(text, sizeof text, "%g", number);
    note(cells, "number:", text);
}

static void
note_count(struct mnz_cells *cells, uint64_t count)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRIu64, count);
    note(cells, "count:", text);
}

static void
note_empty(struct mnz_cells *cells)
{
    note(cells, "empty", "");
}

static void
note_end_row(struct mnz_cells *cells)
{
    note(cells, "end", "");
    cells->has_failed = ((struct notes *)cells->own)->fails;
}

static enum mnz_status
note_finish(struct mnz_cells *cells)
{
    note(cells, "finish", "");
    return cells->has_failed ? MNZ_ERR_IO : MNZ_OK;
}

static const struct mnz_format noting = {
    .column = note_column,
    .text = note_text,
    .number = note_number,
    .count = note_count,
    .empty = note_empty,
    .end_row = note_end_row,
    .finish = note_finish,
};

static void
write_more(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    (void)outcome;
    mnz_cells_column(cells, "more", "kg");
}

static void
write_rows(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    mnz_cells_text(cells, "a");
    mnz_cells_number(cells, 1.5);
    mnz_cells_end_row(cells);
    mnz_cells_count(cells, outcome->num_results);
    mnz_cells_number(cells, (double)NAN);
    mnz_cells_end_row(cells);
}

static const struct mnz_column columns[] = {{"name", ""}, {"mass", "t"}, {NULL, NULL}};

static void
a_table_hands_columns_and_cells_to_any_format(void **state)
{
    const struct mnz_table table = {
        .columns = columns, .write_more = write_more, .write_rows = write_rows};
    const struct mnz_outcome outcome = {.num_results = 3};
    struct notes notes = {0};
    struct mnz_cells cells = {.format = &noting, .own = &notes};

    (void)state;
    assert_int_equal(mnz_table_write(&table, &outcome, &cells), MNZ_OK);
    assert_string_equal(notes.text,
                        "column:name unit: column:mass unit:t column:more unit:kg end "
                        "text:a number:1.5 end count:3 empty end finish ");
}

static void
a_format_that_fails_fails_the_table(void **state)
{
    const struct mnz_table table = {.columns = columns, .write_rows = write_rows};
    const struct mnz_outcome outcome = {0};
    struct notes notes = {.fails = 1};
    struct mnz_cells cells = {.format = &noting, .own = &notes};

    (void)state;
    assert_int_equal(mnz_table_write(&table, &outcome, &cells), MNZ_ERR_IO);
}

static void
a_file_is_written_in_the_format_of_its_ending(void **state)
{
    (void)state;
    assert_ptr_equal(mnz_format_of("summary.csv"), &mnz_format_csv);
    assert_ptr_equal(mnz_format_of("a.b/c.d.csv"), &mnz_format_csv);
    assert_null(mnz_format_of("summary"));
    assert_null(mnz_format_of("csv"));
    assert_null(mnz_format_of("summary.csv.exe"));
}

static void
the_list_holds_each_table_once_with_columns(void **state)
{
    (void)state;
    for (const struct mnz_table *const *t = mnz_tables; *t; t++) {
        assert_non_null((*t)->rows);
        assert_non_null((*t)->columns[0].name);
        for (const struct mnz_column *c = (*t)->columns; c->name; c++)
            assert_non_null(c->unit);
        for (const struct mnz_table *const *u = mnz_tables; u < t; u++)
            assert_string_not_equal((*u)->name, (*t)->name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_hands_columns_and_cells_to_any_format),
        cmocka_unit_test(a_format_that_fails_fails_the_table),
        cmocka_unit_test(a_file_is_written_in_the_format_of_its_ending),
        cmocka_unit_test(the_list_holds_each_table_once_with_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
