/* test_search.c - how much is enough in small worlds whose answer is known by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/close.h"
#include "support/models.h"

/* One supplier; seven months of a ban; a stockpile that any gap opens. */
static const char text[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 24}\n"
    "run: {trials: 256}\n"
    "materials:\n"
    "  ore: {stage: mine, price: 80, composition: {Nd: 0.3}}\n"
    "facilities:\n"
    "  cn_mine: {country: CN, stage: mine, makes: {ore: 1}}\n"
    "industries:\n"
    "  us_motors: {country: US, sector: motors, uses: {ore: 120}, stock: 2 months}\n"
    "links:\n"
    "  - {from: cn_mine, to: us_motors, material: ore, share: 1, lead: 3}\n"
    "controls:\n"
    "  stop: {kind: ban, by: CN, to: {country: US}, goods: ore, from: 2025-03, "
    "until: 2025-09-30}\n"
    "policies:\n"
    "  reserve: {kind: stockpile, at: US, holds: {ore: 0 months}, "
    "release: {shortfall above: 0.001}, rate: 1 per month}\n";

static const char *const HOLDS[] = {"policies.reserve.holds.ore"};
static const char *const STOCK[] = {"industries.us_motors.stock"};
static const char *const COVERS[] = {"controls.stop.covers"};

/* A search in the world with two settings, either of which may be NULL. */
struct question {
    const char *settings[2];
    const char *const *path;
    const char *unit, *until;
    double to, step;
    uint64_t trials;
};

static enum mnz_status
search(const struct question *q, struct mnz_search_answer *answer,
       struct mnz_diags *diags)
{
    const size_t num_settings = !!q->settings[0] + (size_t) !!q->settings[1];
    struct mnz_search_options o = {
        .run = {.trials = q->trials ? q->trials : 8},
        .file = "one.yaml",
        .text = text,
        .settings = q->settings,
        .num_settings = num_settings,
        .paths = q->path,
        .num_paths = 1,
        .unit = q->unit,
        .to = q->to,
        .step = q->step,
    };
    struct mnz_criteria criteria = {0};
    struct mnz_search *s;
    struct mnz_model *model =
        model_of_text("one.yaml", text, q->settings, num_settings);
    enum mnz_status st;

    assert_int_equal(mnz_criteria_read(model, "--until", q->until, NULL, &criteria),
                     MNZ_OK);
    o.criteria = &criteria;
    st = mnz_model_search(model, &o, diags, &s);
    if (!st) {
        mnz_search_answer(s, answer);
        assert_int_equal(answer->runs, mnz_search_num_runs(s));
    }
    mnz_search_destroy(s);
    mnz_model_destroy(model);
    return st;
}

static struct mnz_search_answer
answer_to(struct question q)
{
    struct mnz_search_answer a;

    assert_int_equal(search(&q, &a, NULL), MNZ_OK);
    return a;
}

/* A ban of m months, a cover of c, any lead: max(0, m - c) months' use. */
static void
a_stockpile_is_as_large_as_the_closed_form_says(void **state)
{
    static const char *const ends[] = {"controls.stop.until=2025-05-31",
                                       "controls.stop.until=2025-09-30",
                                       "controls.stop.until=2025-12-31"};
    static const double months[] = {3.0, 7.0, 10.0};
    static const double covers[] = {1.0, 2.0, 4.5};

    (void)state;
    for (int m = 0; m < 3; m++)
        for (int c = 0; c < 3; c++)
            for (int lead = 0; lead < 3; lead += 2) {
                const double need = fmax(0.0, months[m] - covers[c]);
                char cover[64], leads[64];
                struct mnz_search_answer a;

                snprintf(cover, sizeof cover, "industries.us_motors.stock=%g months",
                         covers[c]);
                snprintf(leads, sizeof leads, "links[cn_mine>us_motors:ore].lead=%d",
                         lead);
                a = answer_to((struct question){{ends[m], cover},
                                                HOLDS,
                                                "months",
                                                "mean(shortfall_share.total) < 1e-9",
                                                12.0,
                                                0.125,
                                                0});
                assert_near(a.number, need, 0.125);
                assert_true(a.near == a.number && a.far == a.number);
                assert_true(a.is_monotone);
                assert_int_equal(a.state,
                                 need > 0.0 ? MNZ_SEARCH_FOUND : MNZ_SEARCH_AT_ONCE);
                assert_true(a.runs <= 14);
            }
}

/* The cover of the industry itself is the other way to the same months. */
static void
a_cover_is_as_long_as_the_ban(void **state)
{
    const struct mnz_search_answer a =
        answer_to((struct question){{NULL},
                                    STOCK,
                                    "months",
                                    "mean(shortfall_share.total) < 1e-9, "
                                    "p(shortfall_share.total > 0) < 0.5",
                                    12.0,
                                    0.25,
                                    0});

    (void)state;
    assert_close(a.number, 7.0, 1e-12);
}

/* The end of the ban is drawn: months m ~ U(1, 11), of which the median is 6. */
static void
the_interval_holds_the_answer_of_all_trials(void **state)
{
    const struct question q = {
        .settings = {"controls.stop.until={uniform: [2025-03-31, 2026-01-31]}"},
        .path = HOLDS,
        .unit = "months",
        .until = "p50(shortfall_share.total) < 1e-9",
        .to = 12.0,
        .step = 0.05,
        .trials = 256};
    const struct mnz_search_answer a = answer_to(q);

    (void)state;
    assert_int_equal(a.state, MNZ_SEARCH_FOUND);
    assert_true(a.near < a.number && a.number < a.far);
    assert_true(a.near <= 4.0 && 4.0 <= a.far);
    assert_true(a.far - a.near < 3.0);
}

static void
a_range_in_which_nothing_suffices_is_told(void **state)
{
    const struct mnz_search_answer a = answer_to((struct question){
        {NULL}, HOLDS, "months", "mean(shortfall_share.total) < 1e-9", 4.0, 0.0, 0});

    (void)state;
    assert_int_equal(a.state, MNZ_SEARCH_NEVER);
    assert_true(isnan(a.number));
    assert_true(isnan(a.far));
    assert_int_equal(a.runs, 6);
    assert_close(a.step, 4.0 / 256.0, 1e-15);
}

/* A ban that covers more customers is worse; more stock is worse for a limit of it. */
static void
a_number_that_makes_it_worse_is_told(void **state)
{
    struct mnz_search_answer a = answer_to((struct question){
        {NULL}, COVERS, "", "mean(shortfall_share.total) < 0.01", 1.0, 0.25, 0});

    (void)state;
    assert_int_equal(a.state, MNZ_SEARCH_NEVER);
    assert_false(a.is_monotone);
    assert_true(a.better < a.worse);
    a = answer_to((struct question){{NULL},
                                    STOCK,
                                    "months",
                                    "mean(shortfall_share.total) < 1e-9, "
                                    "p95(stock_months.us_motors [2025-01]) < 99",
                                    12.0,
                                    0.25,
                                    0});
    assert_int_equal(a.state, MNZ_SEARCH_FOUND);
    assert_close(a.number, 7.0, 1e-12);
    assert_false(a.is_monotone);
}

static void
questions_that_cannot_be_are_answered(void **state)
{
    static const struct {
        struct question q;
        const char *code;
    } cases[] = {
        {{{NULL}, HOLDS, "months", "mean(shortfall_share.total) < 0.1", 0.0, 0.0, 0},
         "MNZ-E2201"},
        {{{NULL}, HOLDS, "months", "mean(shortfall_share.total) < 0.1", 9.0, 1e-7, 0},
         "MNZ-E2201"},
        {{{NULL}, HOLDS, "months", "ci(mean(shortfall_share.total)) < 1", 9.0, 0.0, 0},
         "MNZ-E2202"},
        {{{NULL}, HOLDS, "USD", "mean(shortfall_share.total) < 0.1", 9.0, 0.0, 0},
         NULL},
        {{{NULL}, COVERS, "", "mean(shortfall_share.total) < 0.1", 2.0, 0.0, 0}, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mnz_search_answer a;
        struct mnz_diags *diags;

        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        assert_int_equal(search(&cases[i].q, &a, diags), MNZ_ERR_INPUT);
        assert_int_equal(mnz_diags_errors(diags), 1);
        if (cases[i].code)
            assert_string_equal(mnz_diags_get(diags, 0)->code, cases[i].code);
        mnz_diags_destroy(diags);
    }
}

static void
ends_of_ranges_are_read(void **state)
{
    const char *unit;
    double number;

    (void)state;
    assert_int_equal(mnz_search_read_number("1.5e3 kt/yr", &number, &unit), MNZ_OK);
    assert_true(number == 1500.0);
    assert_string_equal(unit, "kt/yr");
    assert_int_equal(mnz_search_read_number("50%", &number, &unit), MNZ_OK);
    assert_string_equal(unit, "%");
    assert_int_equal(mnz_search_read_number("7", &number, &unit), MNZ_OK);
    assert_string_equal(unit, "");
    assert_int_equal(mnz_search_read_number("days", &number, &unit), MNZ_ERR_INPUT);
    assert_int_equal(mnz_search_read_number("1e999", &number, &unit), MNZ_ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stockpile_is_as_large_as_the_closed_form_says),
        cmocka_unit_test(a_cover_is_as_long_as_the_ban),
        cmocka_unit_test(the_interval_holds_the_answer_of_all_trials),
        cmocka_unit_test(a_range_in_which_nothing_suffices_is_told),
        cmocka_unit_test(a_number_that_makes_it_worse_is_told),
        cmocka_unit_test(questions_that_cannot_be_are_answered),
        cmocka_unit_test(ends_of_ranges_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
