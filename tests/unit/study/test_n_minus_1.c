/* test_n_minus_1.c - what is lost without a plant, a country or a corridor: cases known
 * by hand, static and simulated. */

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

/* Sellers at their capacity, without backups; the buyer holds two months of stock and
 * recovers nothing. `more` are further lines. */
static const char world[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 24}\n"
    "run: {trials: 4, sampler: plain}\n"
    "materials:\n  ce: {stage: separation, element: Ce}\n"
    "facilities:\n"
    "  jp: {country: JP, stage: mine, makes: {ce: 1}, stock: {output: 0}, capacity: "
    "600}\n"
    "  cn_one: {country: CN, stage: mine, makes: {ce: 1}, stock: {output: 0}, "
    "capacity: 360}\n"
    "  cn_two: {country: CN, stage: mine, makes: {ce: 1}, stock: {output: 0}, "
    "capacity: 240}\n"
    "  cn_three: {country: CN, stage: mine, makes: {ce: 1}, stock: {output: 0}, "
    "capacity: 1200}\n"
    "industries:\n"
    "  us_buyers: {country: US, sector: catalysts, uses: {ce: 1200}, stock: 2, value: "
    "1e9}\n"
    "  cn_buyers: {country: CN, sector: catalysts, uses: {ce: 1200}, stock: 0, value: "
    "3e9}\n"
    "behaviour: {switching: 0, spot: 0}\n"
    "links:\n"
    "  - {from: jp, to: us_buyers, material: ce, share: 0.5}\n"
    "  - {from: cn_one, to: us_buyers, material: ce, share: 0.3}\n"
    "  - {from: cn_two, to: us_buyers, material: ce, share: 0.2}\n"
    "  - {from: cn_three, to: cn_buyers, material: ce, share: 1}\n";

struct lost {
    struct mnz_model *model;
    struct mnz_n_minus_1 *n;
    const struct mnz_gone *all;
    uint32_t count;
};

static struct lost
lose(const char *text, struct mnz_n_minus_1_options how)
{
    struct lost l;
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    how.file = "./s.yaml";
    how.text = text;
    l.model = model_of_text(how.file, text, NULL, 0);
    if (mnz_model_n_minus_1(l.model, &how, diags, &l.n)) {
        mnz_diags_print(diags, stderr, 0);
        fail();
    }
    mnz_diags_destroy(diags);
    l.all = mnz_n_minus_1_all(l.n, &l.count);
    return l;
}

static void
discard(struct lost *l)
{
    mnz_n_minus_1_destroy(l->n);
    mnz_model_destroy(l->model);
}

/* The position of what is called so; the second is that of a pair or a corridor. */
static uint32_t
find(const struct lost *l, enum mnz_gone_kind kind, const char *name,
     const char *second)
{
    for (uint32_t i = 0; i < l->count; i++) {
        const struct mnz_gone *g = &l->all[i];

        if (g->kind == kind && strcmp(g->parts[0].name, name) == 0 &&
            strcmp(g->num_parts > 1 ? g->parts[1].name : g->parts[0].to, second) == 0)
            return i;
    }
    fail_msg("nothing is called %s %s", name, second);
    return 0;
}

static void
needs_are_met_as_the_shares_say(void **state)
{
    struct lost l = lose(world, (struct mnz_n_minus_1_options){0});
    const struct mnz_gone *g = &l.all[find(&l, MNZ_GONE_COUNTRY, "CN", "")];

    (void)state;
    assert_int_equal(l.count, 4 + 2 + 2);
    assert_false(g->is_simulated);
    assert_true(isnan(g->lost));
    assert_close(g->worst_met, 0.5, 1e-12);
    assert_string_equal(g->worst, "us_buyers");
    assert_close(g->met_as_bought, 0.25 * 0.5 + 0.75, 1e-12);
    assert_close(g->output_lost, 0.125, 1e-12);
    g = &l.all[find(&l, MNZ_GONE_FACILITY, "cn_one", "")];
    assert_close(g->met_with_backup, 0.75 + 0.25 * 0.7, 1e-12);
    assert_string_equal(g->worst, "us_buyers");
    assert_string_equal(g->parts[0].stage, "mine");
    g = &l.all[find(&l, MNZ_GONE_CORRIDOR, "JP", "US")];
    assert_close(g->worst_met, 0.5, 1e-12);
    assert_ptr_equal(g, &l.all[find(&l, MNZ_GONE_CORRIDOR, "JP", "US")]);
    /* The worst come first. */
    for (uint32_t i = 1; i < l.count; i++)
        assert_true(l.all[i].output_lost <= l.all[i - 1].output_lost);
    discard(&l);
}

/* Half of the supply is gone for six months: a stock of two months lasts four, and
 * 1/2 is lost in the other two, of an industry that is a quarter of all. */
static void
stocks_hold_as_long_as_the_closed_form_says(void **state)
{
    struct lost l =
        lose(world, (struct mnz_n_minus_1_options){
                        .kinds = MNZ_GONE_COUNTRY, .from = 2, .months = 6, .most = 9});
    const uint32_t i = find(&l, MNZ_GONE_COUNTRY, "JP", "");
    const struct mnz_gone *g = &l.all[i];

    (void)state;
    assert_int_equal(l.count, 2);
    assert_true(g->is_simulated);
    assert_close(g->survives, 4.0, 1e-12);
    assert_close(g->ever_lost, 1.0, 1e-12);
    assert_near(g->outlasts, 0.0, 0.0);
    assert_near(mnz_n_minus_1_month(l.n, i, 5), 0.0, 1e-9);
    assert_close(mnz_n_minus_1_month(l.n, i, 6), 0.125, 1e-9);
    assert_close(mnz_n_minus_1_month(l.n, i, 7), 0.125, 1e-9);
    assert_close(g->lost, (0.125 * 2.0) / 24.0, 1e-6);
    assert_close(g->lost_usd, 0.5 * 2.0 * 1e9 / 12.0, 1e-6);
    assert_near(g->recovers, 0.0, 0.0);
    assert_string_equal(g->hardest, "us_buyers");
    assert_close(g->hardest_usd, g->lost_usd, 1e-9);
    assert_true(isnan(mnz_n_minus_1_month(l.n, l.count, 0)));
    discard(&l);
}

static void
note_progress(void *context, uint64_t done, uint64_t trials)
{
    uint64_t *last = context;

    assert_true(done >= last[0] && done <= trials);
    last[0] = done;
    last[1] = trials;
}

/* Three quarters of all output need cn_three for good, but a stock of nine months spans
 * its outage. A try finds that more is lost without jp; the four are tried in four
 * trials each, and two runs of four follow. */
static void
a_few_trials_choose_whom_the_baseline_ranks_behind(void **state)
{
    char text[4096];
    uint64_t last[2] = {0, 0};
    struct mnz_n_minus_1_options how = {
        .kinds = MNZ_GONE_FACILITY, .months = 6, .most = 1};
    struct lost l;

    (void)state;
    snprintf(text, sizeof text, "%s", world);
    strstr(text, "stock: 0, value")[strlen("stock: ")] = '9';
    how.run.progress = note_progress;
    how.run.progress_context = last;
    l = lose(text, how);
    assert_int_equal(l.count, 4);
    assert_string_equal(l.all[0].parts[0].name, "jp");
    assert_true(l.all[0].is_simulated);
    assert_close(l.all[0].lost_usd, 0.5 * 2.0 * 1e9 / 12.0, 1e-6);
    for (uint32_t i = 1; i < l.count; i++)
        assert_false(l.all[i].is_simulated);
    assert_close(l.all[find(&l, MNZ_GONE_FACILITY, "cn_three", "")].output_lost, 0.75,
                 1e-12);
    assert_true(l.all[0].output_lost < 0.75);
    assert_int_equal(last[0], 4 * 4 + 2 * 4);
    assert_int_equal(last[1], last[0]);
    discard(&l);
}

/* A stop during the tries leaves nothing. */
static void
a_stopped_try_has_no_result(void **state)
{
    mnz_stop_flag stop = 1;
    struct mnz_n_minus_1_options how = {
        .file = "./s.yaml", .text = world, .months = 6, .most = 1, .run.stop = &stop};
    struct mnz_model *model = model_of_text("./s.yaml", world, NULL, 0);
    struct mnz_n_minus_1 *n;

    (void)state;
    assert_int_equal(mnz_model_n_minus_1(model, &how, NULL, &n), MNZ_ERR_STOPPED);
    assert_null(n);
    mnz_model_destroy(model);
}

static void
a_plant_without_a_capacity_is_ranked_only(void **state)
{
    char text[4096];
    struct lost l;

    (void)state;
    snprintf(text, sizeof text, "%s", world);
    memset(strstr(text, ", capacity: 600"), ' ', strlen(", capacity: 600"));
    l = lose(text, (struct mnz_n_minus_1_options){
                       .kinds = MNZ_GONE_FACILITY, .months = 6, .most = 9});
    assert_false(l.all[find(&l, MNZ_GONE_FACILITY, "jp", "")].is_simulated);
    assert_true(l.all[find(&l, MNZ_GONE_FACILITY, "cn_one", "")].is_simulated);
    discard(&l);
}

static void
what_lasts_to_the_end_has_no_recovery(void **state)
{
    struct lost l =
        lose(world, (struct mnz_n_minus_1_options){
                        .kinds = MNZ_GONE_FACILITY, .outside = "CN", .most = 1});
    const struct mnz_gone *g = &l.all[0];

    (void)state;
    assert_int_equal(l.count, 1);
    assert_string_equal(g->parts[0].name, "jp");
    assert_close(g->survives, 4.0, 1e-12);
    assert_true(isnan(g->recovers));
    assert_close(g->outlasts, 1.0, 1e-12);
    discard(&l);
}

static void
pairs_take_away_both(void **state)
{
    struct lost l = lose(
        world, (struct mnz_n_minus_1_options){
                   .kinds = MNZ_GONE_FACILITY, .in_pairs = 1, .months = 6, .most = 6});
    const uint32_t i = find(&l, MNZ_GONE_FACILITY, "cn_three", "jp");
    const struct mnz_gone *g = &l.all[i];

    (void)state;
    assert_int_equal(l.count, 6);
    assert_int_equal(g->num_parts, 2);
    assert_close(g->worst_met, 0.0, 0.0);
    assert_close(g->met_with_backup, 0.25 * 0.5, 1e-12);
    assert_close(mnz_n_minus_1_month(l.n, i, 0), 0.75, 1e-9);
    assert_close(mnz_n_minus_1_month(l.n, i, 4), 0.75 + 0.125, 1e-9);
    discard(&l);
}

static void
an_outage_with_a_rate_has_a_probability(void **state)
{
    char text[4096];
    struct lost l;

    (void)state;
    snprintf(text, sizeof text,
             "%scontrols:\n  fire: {kind: outage, facilities: {facility: jp}, rate: "
             "0.25, fraction: 1, duration: 1}\n",
             world);
    l = lose(text, (struct mnz_n_minus_1_options){0});
    assert_close(l.all[find(&l, MNZ_GONE_FACILITY, "jp", "")].probability,
                 1.0 - exp(-0.5), 1e-12);
    assert_near(l.all[find(&l, MNZ_GONE_FACILITY, "cn_two", "")].probability, 0.0, 0.0);
    assert_near(l.all[find(&l, MNZ_GONE_COUNTRY, "JP", "")].probability, 0.0, 0.0);
    discard(&l);
}

/* Largest first, whatever the static ranking says; the same on any number of threads.
 */
static void
the_simulated_are_ordered_by_what_is_lost(void **state)
{
    struct mnz_n_minus_1_options how = {.months = 12, .most = 9, .run.threads = 1};
    struct lost one = lose(world, how), two;

    (void)state;
    how.run.threads = 3;
    two = lose(world, how);
    for (uint32_t i = 0; i < one.count; i++) {
        assert_true(i == 0 || one.all[i].lost_usd <= one.all[i - 1].lost_usd);
        assert_true(one.all[i].lost == two.all[i].lost);
        assert_string_equal(one.all[i].parts[0].name, two.all[i].parts[0].name);
    }
    discard(&one);
    discard(&two);
}

static void
mistakes_are_refused(void **state)
{
    struct mnz_n_minus_1_options how = {
        .file = "./s.yaml", .text = world, .outside = "XX"};
    struct mnz_model *model = model_of_text("./s.yaml", world, NULL, 0);
    struct mnz_n_minus_1 *n;

    (void)state;
    assert_int_equal(mnz_model_n_minus_1(model, &how, NULL, &n), MNZ_ERR_INPUT);
    assert_null(n);
    how.outside = NULL;
    how.from = 24;
    assert_int_equal(mnz_model_n_minus_1(model, &how, NULL, &n), MNZ_ERR_INPUT);
    mnz_n_minus_1_destroy(NULL);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_are_met_as_the_shares_say),
        cmocka_unit_test(stocks_hold_as_long_as_the_closed_form_says),
        cmocka_unit_test(a_few_trials_choose_whom_the_baseline_ranks_behind),
        cmocka_unit_test(a_stopped_try_has_no_result),
        cmocka_unit_test(a_plant_without_a_capacity_is_ranked_only),
        cmocka_unit_test(what_lasts_to_the_end_has_no_recovery),
        cmocka_unit_test(pairs_take_away_both),
        cmocka_unit_test(an_outage_with_a_rate_has_a_probability),
        cmocka_unit_test(the_simulated_are_ordered_by_what_is_lost),
        cmocka_unit_test(mistakes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
