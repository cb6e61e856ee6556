/* test_figure.c - names of figures: read, written, found in results, and mistaken. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/models.h"

static struct mnz_model *
load(void)
{
    static const char text[] =
        "monazite: 1\n"
        "time: {start: 2025-01, months: 12}\n"
        "run: {trials: 400, sampler: plain}\n"
        "materials:\n"
        "  ore: {stage: mine, price: 80, composition: {Nd: 0.3}}\n"
        "facilities:\n"
        "  jp_mine: {country: JP, stage: mine, makes: {ore: 1}}\n"
        "industries:\n"
        "  us_motors: {country: US, sector: motors, uses: {ore: 100}, value: 1 bn "
        "USD/yr}\n"
        "  jp_cars: {country: JP, sector: cars, uses: {ore: 300}, value: 2 bn USD/yr}\n"
        "links:\n"
        "  - {from: jp_mine, to: [us_motors, jp_cars], material: ore, share: 1}\n"
        "events:\n"
        "  talks: {on: 2025-02, branches: {fail: {probability: 0.5, activates: "
        "[stop]}, "
        "hold: {probability: 0.5}}}\n"
        "controls:\n"
        "  stop: {kind: ban, by: JP, to: {country: US}, goods: {stage: mine}, "
        "from: 2025-02-10, until: 2025-09-05, leak: {uniform: [0, 0.5]}}\n";

    return model_of_text("two.yaml", text, NULL, 0);
}

static void
a_text_names_a_figure_and_a_figure_writes_its_text(void **state)
{
    static const struct {
        const char *text, *canonical;
    } cases[] = {
        {"mean(shortfall_share.total)", NULL},
        {" mean ( shortfall_share . all ) ", "mean(shortfall_share.total)"},
        {"sd(shortfall_share.us_motors)", NULL},
        {"p95(output_lost_share.motors)", NULL},
        {"p99.9(output_lost_usd.sector.cars)", "p99.9(output_lost_usd.cars)"},
        {"cvar95(shortfall_tonnes.nd)", "cvar95(shortfall_tonnes.Nd)"},
        {"mean(shortfall_share.JP [2025-03])", NULL},
        {"p(shortfall_share.us > 10 %)", "p(shortfall_share.US > 0.1)"},
        {"p(output_lost_usd.total > 1.5 bn USD | talks=fail)",
         "p(output_lost_usd.total > 1500000000 | talks=fail)"},
        {"mean(stock_months.us_motors:ore)", NULL},
        {"p5(peak_shortfall_share.mine)", NULL},
    };
    struct mnz_model *model = load();
    struct mnz_diags *diags;

    (void)state;
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mnz_figure figure, again;
        char text[MNZ_FIGURE_TEXT], same[MNZ_FIGURE_TEXT];
        const enum mnz_status st =
            mnz_figure_read(model, cases[i].text, diags, &figure);

        mnz_diags_print(diags, stderr, 0);
        assert_int_equal(st, MNZ_OK);
        mnz_figure_text(model, &figure, text);
        assert_string_equal(text,
                            cases[i].canonical ? cases[i].canonical : cases[i].text);
        assert_int_equal(mnz_figure_read(model, text, NULL, &again), MNZ_OK);
        mnz_figure_text(model, &again, same);
        assert_string_equal(same, text);
    }
    mnz_diags_destroy(diags);
    mnz_model_destroy(model);
}

static void
a_mistaken_name_is_answered_with_the_nearest(void **state)
{
    static const struct {
        const char *text, *code, *advice;
        uint32_t column;
    } cases[] = {
        {"", "MNZ-E1501", "p95(", 1},
        {"mean shortfall_share.total", "MNZ-E1501", "p95(", 6},
        {"mean(shortfall_share)", "MNZ-E1501", "p95(", 21},
        {"mean(.total)", "MNZ-E1501", "p95(", 6},
        {"mean(shortfall_share.)", "MNZ-E1501", "p95(", 22},
        {"mean(shortfall_share.total", "MNZ-E1501", "p95(", 27},
        {"mean(shortfall_share.total) x", "MNZ-E1501", "p95(", 29},
        {"mean(shortfall_share.total [2025-03)", "MNZ-E1501", "p95(", 36},
        {"p(shortfall_share.total)", "MNZ-E1501", "p95(", 24},
        {"meen(shortfall_share.total)", "MNZ-E1502", "mean", 1},
        {"average(shortfall_share.total)", "MNZ-E1502", "cvar95", 1},
        {"mean(shortfal_share.total)", "MNZ-E1503", "'shortfall_share'", 6},
        {"mean(shortfall_share.us_motrs)", "MNZ-E1504", "'us_motors'", 22},
        {"mean(shortfall_share.country.cars)", "MNZ-E1504", NULL, 30},
        {"mean(shortfall_share.toal)", "MNZ-E1504", "'total'", 22},
        {"mean(stock_months.total)", "MNZ-E1505", NULL, 19},
        {"mean(months_short.total [2025-03])", "MNZ-E1505", NULL, 26},
        {"mean(shortfall_share.total [1999-03])", "MNZ-E1506", "2025-01", 29},
        {"mean(shortfall_share.total | talks=fall)", "MNZ-E1507", "'talks=fail'", 30},
        {"p100(shortfall_share.total)", "MNZ-E1508", NULL, 1},
        {"cvar0(shortfall_share.total)", "MNZ-E1508", NULL, 1},
        {"p95x(shortfall_share.total)", "MNZ-E1508", NULL, 1},
        {"p(shortfall_share.total > much)", "MNZ-E1509", "", 27},
        {"p(shortfall_tonnes.total > 5 USD)", "MNZ-E1509", "", 28},
    };
    struct mnz_model *model = load();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mnz_figure figure;
        struct mnz_diags *diags;
        const struct mnz_diag *d;

        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        assert_int_equal(mnz_figure_read(model, cases[i].text, diags, &figure),
                         MNZ_ERR_INPUT);
        assert_int_equal(mnz_diags_errors(diags), 1);
        d = mnz_diags_get(diags, 0);
        assert_string_equal(d->code, cases[i].code);
        assert_int_equal(d->at.column, cases[i].column);
        if (cases[i].advice)
            assert_non_null(strstr(d->advice, cases[i].advice));
        else
            assert_null(d->advice);
        mnz_diags_destroy(diags);
    }
    mnz_model_destroy(model);
}

static struct mnz_estimate
find(const struct mnz_model *model, const struct mnz_result *result, const char *text)
{
    struct mnz_figure figure;
    struct mnz_estimate e;

    assert_int_equal(mnz_figure_read(model, text, NULL, &figure), MNZ_OK);
    assert_int_equal(mnz_result_figure(result, &figure, &e), MNZ_OK);
    return e;
}

static void
figures_are_those_of_the_summary(void **state)
{
    struct mnz_model *model = load();
    struct mnz_measure us;
    struct mnz_result *result;
    struct mnz_summary s, failed;
    struct mnz_estimate e;

    (void)state;
    assert_int_equal(
        mnz_model_find_measure(model, "country", "US", "shortfall_share", &us), MNZ_OK);
    assert_int_equal(
        mnz_model_run(model, &(struct mnz_run_options){.only = &us, .num_only = 1},
                      &result),
        MNZ_OK);
    assert_int_equal(mnz_result_summary(result, us, 0, &s), MNZ_OK);
    assert_int_equal(mnz_result_summary(result, us, 1, &failed), MNZ_OK);
    e = find(model, result, "mean(shortfall_share.us)");
    assert_true(e.value == s.mean && e.low < s.mean && e.high > s.mean);
    assert_int_equal(e.trials, 400);
    e = find(model, result, "sd(shortfall_share.us)");
    assert_true(e.value == s.sd && isnan(e.low) && isnan(e.high));
    e = find(model, result, "p75(shortfall_share.us)");
    assert_true(e.value == s.p75 && e.low <= s.p75 && e.high >= s.p75);
    e = find(model, result, "cvar95(shortfall_share.us)");
    assert_true(e.value == s.cvar95);
    assert_true(find(model, result, "cvar90(shortfall_share.us)").value < s.cvar95);
    e = find(model, result, "p(shortfall_share.us > 0)");
    assert_int_equal(e.hits, failed.trials);
    assert_true(e.value == (double)failed.trials / 400 && e.low < 0.5 && e.high > 0.5);
    e = find(model, result, "mean(shortfall_share.us | talks=fail)");
    assert_true(e.value == failed.mean);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_names_a_figure_and_a_figure_writes_its_text),
        cmocka_unit_test(a_mistaken_name_is_answered_with_the_nearest),
        cmocka_unit_test(figures_are_those_of_the_summary),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
