/* test_rows_read.c - tables of results, row by row, in any style of spreadsheets. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "charts/rows_read.h"

static char path[] = "/tmp/mnz-rows-XXXXXX";

static void
open_text(struct mnz_rows *rows, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(mnz_rows_open(rows, path), MNZ_OK);
}

static void
reads_cells_by_the_names_of_columns(void **state)
{
    struct mnz_rows rows;

    (void)state;
    open_text(&rows, "\xEF\xBB\xBFname,note,mean\r\n"
                     "a,\"says \"\"no\"\", twice\",0.5\r\n"
                     "b,\"two\nlines\",\r\n"
                     "c\n");
    assert_int_equal(mnz_rows_column(&rows, "mean"), 2);
    assert_int_equal(mnz_rows_column(&rows, "unit"), UINT32_MAX);
    assert_true(mnz_rows_next(&rows));
    assert_string_equal(mnz_rows_text(&rows, 0), "a");
    assert_string_equal(mnz_rows_text(&rows, 1), "says \"no\", twice");
    assert_true(mnz_rows_number(&rows, 2) == 0.5);
    assert_string_equal(mnz_rows_text(&rows, UINT32_MAX), "");
    assert_true(mnz_rows_next(&rows));
    assert_string_equal(mnz_rows_text(&rows, 1), "two\nlines");
    assert_true(isnan(mnz_rows_number(&rows, 2)));
    assert_true(mnz_rows_next(&rows));
    assert_string_equal(mnz_rows_text(&rows, 0), "c");
    assert_string_equal(mnz_rows_text(&rows, 2), "");
    assert_false(mnz_rows_next(&rows));
    mnz_rows_close(&rows);
}

static void
reads_tables_of_a_german_spreadsheet(void **state)
{
    struct mnz_rows rows;

    (void)state;
    open_text(&rows, "name;mean\na;2,718\nb;-3\n");
    assert_true(mnz_rows_next(&rows));
    assert_true(mnz_rows_number(&rows, 1) == 2.718);
    assert_true(mnz_rows_next(&rows));
    assert_true(mnz_rows_number(&rows, 1) == -3.0);
    mnz_rows_close(&rows);
    open_text(&rows, "name\tmean\na, b\t0.25\n");
    assert_true(mnz_rows_next(&rows));
    assert_string_equal(mnz_rows_text(&rows, 0), "a, b");
    assert_true(mnz_rows_number(&rows, 1) == 0.25);
    mnz_rows_close(&rows);
}

static void
wrong_files_do_no_harm(void **state)
{
    struct mnz_rows rows;

    (void)state;
    assert_int_equal(mnz_rows_open(&rows, "/tmp"), MNZ_ERR_IO);
    mnz_rows_close(&rows);
    assert_int_equal(mnz_rows_open(&rows, "/nowhere/at.csv"), MNZ_ERR_IO);
    mnz_rows_close(&rows);
    /* A regular file whose first bytes cannot be read. */
    if (access("/proc/self/mem", R_OK) == 0) {
        assert_int_equal(mnz_rows_open(&rows, "/proc/self/mem"), MNZ_ERR_IO);
        assert_int_equal(errno, EIO);
        assert_false(mnz_rows_next(&rows));
        assert_int_equal(mnz_rows_close(&rows), MNZ_ERR_IO);
    }
    open_text(&rows, "a,b\nx,\"never closed\ny,z\n");
    assert_true(mnz_rows_next(&rows));
    assert_false(mnz_rows_next(&rows));
    mnz_rows_close(&rows);
    open_text(&rows, "a,b\nx,y,z,more\n");
    assert_true(mnz_rows_next(&rows));
    assert_string_equal(mnz_rows_text(&rows, 1), "y");
    assert_string_equal(mnz_rows_text(&rows, 2), "");
    assert_int_equal(mnz_rows_close(&rows), MNZ_OK);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(mnz_rows_open(&rows, path), MNZ_ERR_INPUT);
    mnz_rows_close(&rows);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_cells_by_the_names_of_columns),
        cmocka_unit_test(reads_tables_of_a_german_spreadsheet),
        cmocka_unit_test(wrong_files_do_no_harm),
    };
    int failed;

    close(mkstemp(path));
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
