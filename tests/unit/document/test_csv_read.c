#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/csv_read.h"
#include "tree_text.h"

/* "header|header / column:cell|cell / ..." with places as line.column */
static void
write_table(FILE *out, const struct mnz_csv *t)
{
    for (size_t i = 0; i < t->num_headers; i++)
        fprintf(out, "%s%s", i ? "|" : "", t->headers[i].text);
    for (size_t r = 0; r < t->num_rows; r++) {
        fputs(" /", out);
        for (size_t i = t->row_start[r]; i < t->row_start[r + 1]; i++)
            fprintf(out, " %s=%s@%u.%u", t->headers[t->cells[i].header].text,
                    t->cells[i].text, (unsigned)t->cells[i].line,
                    (unsigned)t->cells[i].column);
    }
}

static void
check(const char *csv, size_t length, const char *expected, const char *messages)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    char *text = mnz_arena_strndup(&arena, csv, length), *shown = NULL;
    size_t size;
    struct mnz_csv table;
    enum mnz_status st = mnz_csv_parse("t.csv", text, length, &arena, diags, &table);

    assert_messages(diags, messages);
    assert_int_equal(st, *messages ? MNZ_ERR_INPUT : MNZ_OK);
    if (expected) {
        FILE *out = open_memstream(&shown, &size);

        write_table(out, &table);
        fclose(out);
        assert_string_equal(shown, expected);
        free(shown);
    }
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
assert_table(const char *csv, const char *expected)
{
    check(csv, strlen(csv), expected, "");
}

static void
assert_error(const char *csv, const char *messages)
{
    check(csv, strlen(csv), NULL, messages);
}

static void
reads_cells_with_their_places(void **state)
{
    (void)state;
    assert_table("name,stock.input\nlynas,1.0\n,2\n",
                 "name|stock.input / name=lynas@2.1 stock.input=1.0@2.7 / "
                 "stock.input=2@3.2");
    assert_table("a,b", "a|b");
    assert_table("a,b\nx,y", "a|b / a=x@2.1 b=y@2.3");
}

static void
line_ends_blanks_and_marks_do_not_matter(void **state)
{
    (void)state;
    assert_table("\xEF\xBB\xBF"
                 "a,b\r\n x y ,\tz\r\n",
                 "a|b / a=x y@2.2 b=z@2.8");
    assert_table("\n\na,b\n\n , \n1,2\n,\n", "a|b / a=1@6.1 b=2@6.3");
}

static void
quotes_hold_commas_quotes_and_lines(void **state)
{
    (void)state;
    assert_table("a,b,c\n\"x, y\",\"say \"\"no\"\"\",\"two\nlines\"\n1,\"\",\" z \"\n",
                 "a|b|c / a=x, y@2.1 b=say \"no\"@2.8 c=two\nlines@2.21 / a=1@4.1 "
                 "c= z @4.6");
    assert_table("a\n\"{triangular: [0.5, 1, 3]}\"\r\n",
                 "a / a={triangular: [0.5, 1, 3]}@2.1");
    assert_table("a\n3\" pipe\n", "a / a=3\" pipe@2.1");
}

static void
broken_quotes_are_errors(void **state)
{
    (void)state;
    assert_error("a,b\n1,\"open\n2,3\n",
                 "t.csv:2:3: error: the quote opened here is never closed [MNZ-E0222]\n"
                 "  a quote inside a quoted cell is written twice\n");
    assert_error(
        "a,b\n\"x\"y,1\n\"x\" ,1\n",
        "t.csv:2:4: error: a comma or the line's end was expected after the "
        "closing quote [MNZ-E0223]\n  a quote inside a quoted cell is written twice\n");
}

static void
rows_and_headers_must_fit(void **state)
{
    (void)state;
    assert_error("a,b\n1,2,3,4\n5,6\n7,8,\n",
                 "t.csv:2:5: error: this row has more cells than the table has columns "
                 "[MNZ-E0219]\n"
                 "  a text that holds a comma needs double quotes\n"
                 "t.csv:4:5: error: this row has more cells than the table has columns "
                 "[MNZ-E0219]\n"
                 "  a text that holds a comma needs double quotes\n");
    assert_error("a,b,a,a\n1,2,3,4\n",
                 "t.csv:1:5: error: two columns have the same name: a [MNZ-E0217]\n"
                 "t.csv:1:7: error: two columns have the same name: a [MNZ-E0217]\n");
    assert_error("a,,b\n1,,2\n1,5,2\n",
                 "t.csv:3:3: error: this cell's column has no name [MNZ-E0220]\n"
                 "  name it in the first line\n");
    assert_table("a,,b\n1,,2\n", "a||b / a=1@2.1 b=2@2.4");
}

static void
empty_tables_and_other_separators_are_errors(void **state)
{
    (void)state;
    assert_error("", "t.csv:1:1: error: the table is empty [MNZ-E0215]\n"
                     "  its first line names the columns\n");
    assert_error("\n,,\n", "t.csv:1:1: error: the table is empty [MNZ-E0215]\n"
                           "  its first line names the columns\n");
    assert_error("name;price\na;1,5\n",
                 "t.csv:1:1: error: the cells are separated by semicolons [MNZ-E0218]\n"
                 "  save it with commas between the cells and points in the numbers\n");
    assert_error("name\tprice\na\t1\n",
                 "t.csv:1:1: error: the cells are separated by tabs [MNZ-E0218]\n"
                 "  save it with commas between the cells and points in the numbers\n");
}

static void
what_is_no_text_is_refused(void **state)
{
    (void)state;
    assert_error("a\nM\xFCller\n",
                 "t.csv:2:2: error: this is not text in UTF-8 [MNZ-E0101]\n"
                 "  save it as plain text in UTF-8\n");
    check("a\nb\0c\n", 6, NULL,
          "t.csv:2:2: error: a control character (U+0000) cannot stand in a text file "
          "[MNZ-E0102]\n"
          "  save it as plain text in UTF-8\n");
}

static void
columns_are_bounded(void **state)
{
    char text[2000];

    (void)state;
    for (size_t i = 0; i < 1200; i += 2)
        memcpy(text + i, "a,", 2);
    check(text, 1200, NULL,
          "t.csv:1:1: error: a table has at most 512 columns [MNZ-E0216]\n");
}

static void
assert_column(const char *path, const char *column, const char *messages)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const double *values;
    struct mnz_csv_shelf shelf = {NULL};
    size_t n;
    enum mnz_status st =
        mnz_csv_column(path, column, (struct mnz_span){"s/x.yaml", 3, 7}, &shelf,
                       &arena, diags, &values, &n);

    assert_messages(diags, messages);
    assert_int_equal(st, *messages ? MNZ_ERR_INPUT : MNZ_OK);
    if (!*messages) {
        assert_int_equal(n, 3);
        assert_true(values[0] == 1.5 && values[1] == -2 && values[2] == 41e9);
    }
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
a_column_of_numbers_is_found_beside_the_file_that_names_it(void **state)
{
    (void)state;
    assert_int_equal(system("mkdir -p s/d"), 0);
    write_file("s/d/t.csv", "id,v,w\na,1.5,x\nb,,\nc,-2,\nd,41e9,1e16\n");
    assert_column("d/t.csv", "v", "");
    assert_column("d/t.csv", "u",
                  "s/x.yaml:3:7: error: 'd/t.csv' has no column 'u'; it has 'id', 'v', "
                  "'w' [MNZ-E0633]\n");
    assert_column("d/t.csv", "w",
                  "s/d/t.csv:2:7: error: a number was expected in column 'w', not 'x' "
                  "[MNZ-E0634]\n"
                  "    a,1.5,x\n"
                  "          ^\n"
                  "s/d/t.csv:5:8: error: a number was expected in column 'w', not "
                  "'1e16' [MNZ-E0634]\n"
                  "    d,41e9,1e16\n"
                  "           ^\n");
}

static void
only_regular_csv_files_are_read(void **state)
{
    (void)state;
    assert_int_equal(system("mkdir -p s/dir.csv; echo secret > s/passwd; "
                            "ln -sf passwd s/link.csv; mkfifo s/pipe.csv"),
                     0);
    assert_column("passwd", "v",
                  "s/x.yaml:3:7: error: the name of a .csv file was expected, not "
                  "'passwd' [MNZ-E0201]\n");
    assert_column(
        "none.csv", "v",
        "s/x.yaml:3:7: error: cannot read 's/none.csv': No such file or "
        "directory [MNZ-E0202]\n  paths are relative to the file that names them\n");
    assert_column("link.csv", "v",
                  "s/x.yaml:3:7: error: 's/link.csv' is a link to a file that is not "
                  ".csv [MNZ-E0203]\n");
    assert_column(
        "dir.csv", "v",
        "s/x.yaml:3:7: error: cannot read 's/dir.csv': is a directory [MNZ-E0202]\n");
    assert_column("pipe.csv", "v",
                  "s/x.yaml:3:7: error: cannot read 's/pipe.csv': is not a regular "
                  "file [MNZ-E0202]\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_cells_with_their_places),
        cmocka_unit_test(line_ends_blanks_and_marks_do_not_matter),
        cmocka_unit_test(quotes_hold_commas_quotes_and_lines),
        cmocka_unit_test(broken_quotes_are_errors),
        cmocka_unit_test(rows_and_headers_must_fit),
        cmocka_unit_test(empty_tables_and_other_separators_are_errors),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(columns_are_bounded),
        cmocka_unit_test(a_column_of_numbers_is_found_beside_the_file_that_names_it),
        cmocka_unit_test(only_regular_csv_files_are_read),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
