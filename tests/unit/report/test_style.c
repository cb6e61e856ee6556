/* For the pseudo-terminals of XSI. */
#define _XOPEN_SOURCE 700

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "report/style.h"

/* Run `print` on a stream in memory and compare its output. */
#define assert_prints(expected, print)                                                 \
    do {                                                                               \
        char *text_ = NULL;                                                            \
        size_t length_ = 0;                                                            \
        FILE *stream = open_memstream(&text_, &length_);                               \
                                                                                       \
        assert_non_null(stream);                                                       \
        print;                                                                         \
        fclose(stream);                                                                \
        assert_string_equal(text_, expected);                                          \
        free(text_);                                                                   \
    } while (0)

static void
cells_are_cut_and_padded_by_columns(void **state)
{
    (void)state;
    assert_prints("abc  ", mnz_style_cell(stream, "abc", 5));
    assert_prints("abc", mnz_style_cell(stream, "abcdef", 3));
    assert_prints("", mnz_style_cell(stream, "abc", 0));
    assert_prints("Nkhünd ", mnz_style_cell(stream, "Nkhünd", 7));
    assert_prints("Nkhü", mnz_style_cell(stream, "Nkhünd", 4));
    /* A wide character that does not fit leaves its column blank. */
    assert_prints("稀 ", mnz_style_cell(stream, "稀土", 3));
    assert_prints("稀土", mnz_style_cell(stream, "稀土", 4));
    /* An accent of its own stays with its letter. */
    assert_prints("e\xcc\x81 ", mnz_style_cell(stream, "e\xcc\x81", 2));
    assert_prints("e\xcc\x81", mnz_style_cell(stream, "e\xcc\x81x", 1));
}

static void
width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(mnz_style_width(""), 0);
    assert_int_equal(mnz_style_width("plain"), 5);
    assert_int_equal(mnz_style_width("稀土 Ü"), 6);
    assert_int_equal(mnz_style_width("e\xcc\x81"), 1);
    assert_int_equal(mnz_style_width("\xff\xc3"), 2);
}

static void
a_name_cannot_command_the_terminal(void **state)
{
    (void)state;
    assert_prints("?[2J?[31mred", mnz_style_text(stream, "\033[2J\033[31mred"));
    assert_prints("a?b?c", mnz_style_text(stream, "a\nb\rc"));
    assert_prints("??", mnz_style_cell(stream, "\xc2\x9b\xe2\x80\xae", 2));
    assert_prints("?x", mnz_style_text(stream, "\xffx"));
}

static void
sparklines_scale_to_their_top(void **state)
{
    const double ramp[] = {0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0};

    (void)state;
    assert_prints(" ▁▂▃▄▅▆▇█", mnz_style_spark(stream, ramp, 9, 1.0, 9, 1));
    assert_prints(" ..::-=##", mnz_style_spark(stream, ramp, 9, 1.0, 9, 0));
    assert_prints(" ▂▄▆█████", mnz_style_spark(stream, ramp, 9, 0.5, 9, 1));
    assert_prints("         ", mnz_style_spark(stream, ramp, 9, 0.0, 9, 1));
}

static void
sparklines_average_what_does_not_fit(void **state)
{
    const double values[] = {0.0, 1.0, 0.5, 0.5, 1.0, 1.0, 0.0, 0.0};

    (void)state;
    assert_prints("▄▄█ ", mnz_style_spark(stream, values, 8, 1.0, 4, 1));
    assert_prints(" █▄▄██  ", mnz_style_spark(stream, values, 8, 1.0, 40, 1));
    assert_prints("", mnz_style_spark(stream, values, 0, 1.0, 4, 1));
}

static void
sparklines_show_little_and_bear_anything(void **state)
{
    const double values[] = {0.001, 0.01, NAN, INFINITY, 7.0, -1.0};

    (void)state;
    assert_prints(" ▁ ██ ", mnz_style_spark(stream, values, 6, 1.0, 6, 1));
}

static void
quantile_bars_span_p05_to_p95(void **state)
{
    (void)state;
    assert_prints("..==|==...", mnz_style_quantiles(stream, 0.2, 0.45, 0.65, 10, 0));
    assert_prints("··━━┃━━···", mnz_style_quantiles(stream, 0.2, 0.45, 0.65, 10, 1));
    assert_prints("|.........", mnz_style_quantiles(stream, 0.0, 0.0, 0.0, 10, 0));
    assert_prints("=========|", mnz_style_quantiles(stream, 0.0, 1.0, 1.0, 10, 0));
    assert_prints("|.........", mnz_style_quantiles(stream, NAN, NAN, NAN, 10, 0));
    assert_prints(".........|",
                  mnz_style_quantiles(stream, 1e30, INFINITY, INFINITY, 10, 0));
}

static void
only_a_terminal_is_coloured(void **state)
{
    const int fd = open("/dev/null", O_WRONLY);

    (void)state;
    assert_true(fd >= 0);
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    assert_false(mnz_style_use_colour(fd));
    assert_int_equal(mnz_style_columns(fd), 120);
    close(fd);
}

/* A terminal of our own, where the system gives one. */
static void
no_color_and_dumb_terminals_are_respected(void **state)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    int slave = -1;

    (void)state;
    if (master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
        slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    if (slave < 0) {
        close(master);
        skip();
    }
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    assert_true(mnz_style_use_colour(slave));
    setenv("NO_COLOR", "", 1);
    assert_true(mnz_style_use_colour(slave));
    setenv("NO_COLOR", "1", 1);
    assert_false(mnz_style_use_colour(slave));
    unsetenv("NO_COLOR");
    setenv("TERM", "dumb", 1);
    assert_false(mnz_style_use_colour(slave));
    close(slave);
    close(master);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_cut_and_padded_by_columns),
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(a_name_cannot_command_the_terminal),
        cmocka_unit_test(sparklines_scale_to_their_top),
        cmocka_unit_test(sparklines_average_what_does_not_fit),
        cmocka_unit_test(sparklines_show_little_and_bear_anything),
        cmocka_unit_test(quantile_bars_span_p05_to_p95),
        cmocka_unit_test(only_a_terminal_is_coloured),
        cmocka_unit_test(no_color_and_dumb_terminals_are_respected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
