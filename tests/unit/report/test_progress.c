#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/screen.h"

/* A log, and the progress that writes to it as if it had begun some time ago. */
struct log {
    struct mnz_progress progress;
    char *text;
    size_t length;
};

static void
log_open(struct log *log, double seconds_ago)
{
    *log = (struct log){.progress.screen.columns = 80};
    log->progress.screen.stream = open_memstream(&log->text, &log->length);
    assert_non_null(log->progress.screen.stream);
    mnz_progress_begin(&log->progress);
    log->progress.started -= seconds_ago;
}

static size_t
log_lines(struct log *log)
{
    size_t count = 0;

    fflush(log->progress.screen.stream);
    for (const char *c = log->text; *c; c++)
        count += *c == '\n';
    return count;
}

static void
log_close(struct log *log)
{
    fclose(log->progress.screen.stream);
    free(log->text);
}

static void
a_log_gets_a_line_now_and_then(void **state)
{
    struct log log;

    (void)state;
    log_open(&log, 5.0);
    mnz_progress_draw(&log.progress, 10, 100);
    assert_int_equal(log_lines(&log), 0);
    log.progress.started -= 8.0; /* 13 seconds */
    mnz_progress_draw(&log.progress, 25, 100);
    mnz_progress_draw(&log.progress, 26, 100);
    assert_int_equal(log_lines(&log), 1);
    assert_non_null(strstr(log.text, "monazite: 25 %  25 of 100 trials, 2 a second, "));
    assert_null(strchr(log.text, '\r'));
    log.progress.started -= 30.0; /* 43: those after 20 and 40 are one */
    mnz_progress_draw(&log.progress, 80, 100);
    mnz_progress_draw(&log.progress, 81, 100);
    assert_int_equal(log_lines(&log), 2);
    log.progress.started -= 100.0;
    mnz_progress_draw(&log.progress, 100, 100); /* the end is no news */
    mnz_progress_end(&log.progress);
    assert_int_equal(log_lines(&log), 2);
    log_close(&log);
}

static void
a_terminal_gets_a_bar_on_one_line(void **state)
{
    struct log log;

    (void)state;
    log_open(&log, 2.0);
    log.progress.is_terminal = 1;
    mnz_progress_draw(&log.progress, 50, 100);
    fflush(log.progress.screen.stream);
    assert_non_null(strstr(log.text, "\r[############            ]  50 %  50 of 100 "));
    assert_int_equal(log_lines(&log), 0);
    assert_int_equal(strlen(log.text), 80);
    mnz_progress_end(&log.progress);
    log_close(&log);
}

/* One line of JSON a second at most, and one at the end. */
static void
a_program_gets_lines_of_json(void **state)
{
    struct log log;

    (void)state;
    log = (struct log){.progress = {.screen.columns = 80, .is_json = 1}};
    log.progress.screen.stream = open_memstream(&log.text, &log.length);
    assert_non_null(log.progress.screen.stream);
    mnz_progress_begin(&log.progress);
    mnz_progress_draw(&log.progress, 1, 100);
    assert_int_equal(log_lines(&log), 0);
    log.progress.started -= 5.0;
    mnz_progress_draw(&log.progress, 50, 100);
    mnz_progress_draw(&log.progress, 51, 100);
    assert_int_equal(log_lines(&log), 1);
    assert_string_equal(log.text, "{\"done\": 50, \"trials\": 100, \"per_second\": 10, "
                                  "\"seconds_left\": 5}\n");
    mnz_progress_draw(&log.progress, 100, 100);
    mnz_progress_end(&log.progress);
    assert_int_equal(log_lines(&log), 2);
    log_close(&log);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_gets_a_line_now_and_then),
        cmocka_unit_test(a_program_gets_lines_of_json),
        cmocka_unit_test(a_terminal_gets_a_bar_on_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
