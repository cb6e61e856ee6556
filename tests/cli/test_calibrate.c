/* test_calibrate.c - the calibrate command: closed forms, inputs that may be fitted,
 * the layer run again, and refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"
#include "cli/terminal.h"
#include "support/close.h"

/* Before its licences the world is at rest: a twelfth of a year's use crosses a month,
 * which is linear in a normal input. */
static const char linear[] =
    "extends: world.yaml\n"
    "run: {trials: 2000, sampler: sobol}\n"
    "industries: {jp_motors: {uses: {nd_oxide: {normal: {mean: 100, sd: 10}, "
    "truncate: [0, null]}}}}\n"
    "observe: {to_japan: {by: CN, goods: nd_oxide, to: {country: JP}}}\n";

/* One month of ninety a year, with an error of a tenth of the prior's mean: as wide as
 * the prior. */
static const char ninety[] = "month,name,value,set\n"
                             "2024-12,to_japan,8.3,before\n"
                             "2025-02,to_japan,7.5,fit\n"
                             "2025-06,to_japan,3,test\n"
                             "2025-07,to_japan,4,test\n";

/* Inputs in every place that a number can be written. */
static const char everywhere[] =
    "extends: world.yaml\n"
    "observe: {to_japan: {by: CN, goods: nd_oxide, to: {country: JP}}}\n"
    "facilities:\n"
    "  pit: {capacity: {value: {uniform: [2000, 3000]}, source: a guess}}\n"
    "  plant: {stock: {input: {empirical: {table: lags.csv, column: months}}}}\n"
    "industries: {jp_motors: {stock: {uniform: [0.5, 1]}}}\n"
    "links:\n"
    "  - {from: pit, to: plant, material: ore, share: 1, lead: {uniform: [0, 1]}}\n"
    "  - {from: plant, to: {sector: motors}, material: nd_oxide, share: 1, name: "
    "oxide,\n"
    "     lead: {uniform: [1, 2]}, backup: {empirical: {table: lags.csv, column: "
    "months}}}\n"
    "controls:\n"
    "  licences:\n"
    "    from: {uniform: [2025-03-01, 2025-05-01]}\n"
    "    processing: {2025-03: {triangular: [1, 2, 3]}, 2025-06: 2, 2025-07:\n"
    "                 {empirical: {table: lags.csv, column: months}}}\n"
    "    paused: [{from: 2025-05, until: {uniform: [2025-05-10, 2025-06-10]}},\n"
    "             {from: 2025-09, until: 2025-10}]\n"
    "  strikes: {kind: outage, facilities: pit, fraction: {uniform: [0.1, 0.2]}, rate: "
    "0.5,\n"
    "            duration: {uniform: [1, 2]}}\n"
    "policies:\n"
    "  reserve: {kind: stockpile, at: JP, holds: {nd_oxide: {uniform: [1, 9]}}}\n"
    "correlations:\n"
    "  - {between: [links.oxide.lead, licences.from], rank: 0.8}\n";

static const char crisis[] = "month,name,value,weight,set\n"
                             "2025-02,to_japan,8.3,,before\n"
                             "2025-04,to_japan,3,,fit\n"
                             "2025-05,to_japan,1,,fit\n"
                             "2025-06,to_japan,4,2,fit\n"
                             "2025-07,to_japan,6,,test\n";

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("linear.yaml", linear);
    write_whole("everywhere.yaml", everywhere);
    write_whole("lags.csv", "months\n0.5\n1\n1.5\n");
    write_whole("ninety.csv", ninety);
    write_whole("crisis.csv", crisis);
    return 0;
}

/* The number in `column` of the first row that has the cell `key`. Cells here hold no
 * commas. */
static double
number_in(const char *table, const char *key, const char *column)
{
    char *text = strdup(table), *line_end, *header = text, *line, *cell;
    size_t index = 0, i = 0;
    double number;

    assert_non_null(text);
    line_end = strchr(header, '\n');
    *line_end = '\0';
    for (cell = header;
         strncmp(cell, column, strlen(column)) || !strchr(",", cell[strlen(column)]);
         index++) {
        cell = strchr(cell, ',');
        if (!cell)
            fail_msg("no column %s", column);
        cell++;
    }
    line = strstr(line_end + 1, key);
    if (!line)
        fail_msg("no row %s", key);
    while (line > line_end + 1 && line[-1] != '\n')
        line--;
    for (cell = line; i < index; i++)
        cell = strchr(cell, ',') + 1;
    number = strtod(cell, NULL);
    free(text);
    return number;
}

/* The mean of a column of a table; its cells are numbers. */
static double
mean_in(const char *table, const char *column)
{
    char *text = read_whole(table), *header = text, *row, *cell;
    size_t index = 0, rows = 0;
    double sum = 0.0;

    assert_non_null(text);
    for (cell = header;
         strncmp(cell, column, strlen(column)) || !strchr(",\n", cell[strlen(column)]);
         index++) {
        cell = strchr(cell, ',');
        if (!cell)
            fail_msg("no column %s in %s", column, table);
        cell++;
    }
    for (row = strchr(text, '\n') + 1; *row; row = strchr(row, '\n') + 1, rows++) {
        cell = row;
        for (size_t i = 0; i < index; i++)
            cell = strchr(cell, ',') + 1;
        sum += strtod(cell, NULL);
    }
    free(text);
    return sum / (double)rows;
}

static void
assert_done(struct finished f)
{
    if (f.status != 0)
        fail_msg("status %d: %s", f.status, f.err);
    finished_free(&f);
}

static const char input[] = "industries.jp_motors.uses.nd_oxide";

/* Means half way, variances halved: 95, and 10 / sqrt 2. */
static void
a_normal_input_of_a_linear_flow_has_the_posterior_of_textbooks(void **state)
{
    struct finished f = RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e",
                            "10 %", "--ess", "1", "--csv", "posterior");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_near(number_in(f.out, input, "prior_mean"), 100.0, 0.05);
    assert_near(number_in(f.out, input, "prior_sd"), 10.0, 0.1);
    assert_near(number_in(f.out, input, "posterior_mean"), 95.0, 0.05);
    assert_near(number_in(f.out, input, "posterior_sd"), 7.0711, 0.05);
    assert_near(number_in(f.out, input, "posterior_p95"), 95.0 + 1.64485 * 7.0711, 0.3);
    assert_near(number_in(f.out, input, "shift"), -0.5, 0.01);
    assert_near(number_in(f.out, input, "contraction"), 0.5, 0.01);
    /* Of N(95, 50) and N(100, 100), where their densities meet. */
    assert_near(number_in(f.out, input, "ks"), 0.2621, 0.003);
    finished_free(&f);
    f = RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "0.1", "--ess", "1",
            "--csv", "fit");
    assert_near(number_in(f.out, "to_japan", "error"), 0.83333, 1e-3);
    assert_near(number_in(f.out, "to_japan", "posterior_mean"), 95.0 / 12.0, 5e-3);
    assert_null(strstr(f.out, "2025-06"));
    finished_free(&f);
}

/* One that has the same draw in all trials has learned nothing. */
static void
an_input_that_never_varies_does_not_contract(void **state)
{
    struct finished f = RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e",
                            "10 %", "--ess", "1", "--csv", "posterior", "--set",
                            "industries.jp_motors.value={discrete: {5: 1}}");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_near(number_in(f.out, "industries.jp_motors.value", "prior_sd"), 0.0, 1e-9);
    assert_near(number_in(f.out, "industries.jp_motors.value", "contraction"), 0.0,
                1e-12);
    assert_near(number_in(f.out, "industries.jp_motors.value", "shift"), 0.0, 1e-12);
    finished_free(&f);
}

/* Of weight v: precisions 1 and v. */
static void
a_month_counts_as_it_weighs(void **state)
{
    struct finished f;

    (void)state;
    write_whole("thrice.csv",
                "month,name,value,set,weight\n2025-02,to_japan,7.5,fit,3\n");
    f = RUN("calibrate", "linear.yaml", "-f", "thrice.csv", "-e", "10 %", "--csv",
            "posterior", "--ess", "1");
    assert_near(number_in(f.out, input, "posterior_mean"), 92.5, 0.1);
    assert_near(number_in(f.out, input, "posterior_sd"), 5.0, 0.05);
    finished_free(&f);
}

static void
the_layer_draws_the_posterior(void **state)
{
    (void)state;
    assert_done(RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "10 %", "-o",
                    "out", "-q"));
    assert_done(RUN("check", "out/posterior.yaml", "-q"));
    assert_done(RUN("run", "out/posterior.yaml", "-o", "again", "--trials-csv", "-q"));
    assert_near(mean_in("out/draws.csv", input), 95.0, 0.1);
    assert_near(mean_in("again/trials.csv", input), 95.0, 0.1);
    /* Posteriors are priors: the same month once more gives precisions 1, 1 and 1. */
    write_whole("forward.yaml", "extends: out/posterior.yaml\ntitle: Forward\n");
    assert_done(RUN("calibrate", "forward.yaml", "-f", "ninety.csv", "-e", "10.526 %",
                    "-o", "twice", "-q"));
    assert_near(mean_in("twice/draws.csv", input), 93.333, 0.25);
    /* A posterior cannot take its prior's place. */
    assert_refused(RUN("calibrate", "forward.yaml", "-f", "ninety.csv", "-o", "./out"),
                   "out/draws.csv is part of the scenario");
}

/* The files that are read back keep all digits, a point and commas. */
static void
the_layer_reads_its_draws_whatever_the_style_of_tables(void **state)
{
    static const char *const exact[] = {"draws.csv", "weights.csv", "posterior.yaml"};
    char *fit;

    (void)state;
    assert_done(RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "10 %", "-o",
                    "point/out", "-q"));
    assert_done(RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "10 %", "-o",
                    "comma/out", "-q", "--digits", "2", "--locale", "de"));
    for (int i = 0; i < 3; i++) {
        char path[64], *point, *comma;

        snprintf(path, sizeof path, "point/out/%s", exact[i]);
        point = read_whole(path);
        snprintf(path, sizeof path, "comma/out/%s", exact[i]);
        comma = read_whole(path);
        assert_non_null(point);
        assert_non_null(comma);
        assert_string_equal(point, comma);
        free(point);
        free(comma);
    }
    fit = read_whole("comma/out/fit.csv");
    assert_non_null(strstr(fit, "scenario;name;month;unit;"));
    free(fit);
    assert_done(RUN("run", "comma/out/posterior.yaml", "-n", "64", "-q"));
}

/*
 * Only the sum of two normals is seen, 20 t a year less than its mean, with an
 * error of half a deviation of one of them: each moves by 20 / (2 + 1/4), their
 * correlation is -1 / (1 + 1/4), and the sum's variance 2 x 1/4 / (2 + 1/4), in
 * squares of the prior's 10.
 */
static void
the_layer_keeps_what_the_posterior_ties_together(void **state)
{
    char *layer, *fit;
    struct finished f;

    (void)state;
    write_whole("sum.yaml",
                "extends: linear.yaml\n"
                "run: {trials: 8000}\n"
                "industries: {jp_wind: {country: JP, sector: motors, uses: {nd_oxide: "
                "{normal: {mean: 100, sd: 10}, truncate: [0, null]}}}}\n");
    write_whole("sum.csv", "month,name,value,set\n2025-02,to_japan,15,fit\n");
    assert_done(RUN("calibrate", "sum.yaml", "-f", "sum.csv", "-e", "2.5 %", "--ess",
                    "1", "-o", "sum", "-q", "-i", "*.uses.nd_oxide", "--draws",
                    "4000"));
    assert_near(mean_in("sum/draws.csv", input), 100.0 - 20.0 / 2.25, 0.2);
    layer = read_whole("sum/posterior.yaml");
    assert_non_null(layer);
    /* Spearman's of -0.8 is 6 / pi asin(-0.4) = -0.786. */
    assert_near(strtod(strstr(layer, "rank: ") + strlen("rank: "), NULL), -0.786,
                0.015);
    free(layer);
    /* So the layer's flow is the posterior's, in its middle and in its width. */
    fit = read_whole("sum/fit.csv");
    assert_near(number_in(fit, "to_japan", "posterior_mean"), (200 - 17.778) / 12,
                0.03);
    assert_close(number_in(fit, "to_japan", "posterior_sd"), 10.0 * 0.4714 / 12, 0.03);
    f = RUN("calibrate", "sum/posterior.yaml", "-f", "sum.csv", "--csv", "fit", "-n",
            "4000");
    assert_int_equal(f.status, 0);
    assert_near(number_in(f.out, "to_japan", "prior_mean"),
                number_in(fit, "to_japan", "posterior_mean"), 0.02);
    assert_close(number_in(f.out, "to_japan", "prior_sd"),
                 number_in(fit, "to_japan", "posterior_sd"), 0.06);
    finished_free(&f);
    free(fit);
}

static const char *const artefacts[] = {"posterior.yaml", "draws.csv", "posterior.csv",
                                        "fit.csv", "weights.csv"};
enum { NUM_ARTEFACTS = sizeof artefacts / sizeof *artefacts };

/* Everything that a calibration says, one file after another; to be freed. */
static char *
all_of(const char *dir)
{
    char *all = calloc(1, 1 << 22), *end = all;

    assert_non_null(all);
    for (int i = 0; i < NUM_ARTEFACTS; i++) {
        char path[64], *text;

        snprintf(path, sizeof path, "%s/%s", dir, artefacts[i]);
        text = read_whole(path);
        assert_non_null(text);
        end += sprintf(end, "%s", text);
        free(text);
    }
    return all;
}

/* The hash of the manifest's fitted rows; to be freed. */
static char *
hash_of(const char *dir)
{
    char path[64], *text, *part;

    snprintf(path, sizeof path, "%s/manifest.json", dir);
    text = read_whole(path);
    assert_non_null(text);
    assert_true(json_is_valid(text));
    part = strstr(text, "\"fit_rows_fnv1a\": \"");
    assert_non_null(part);
    part = strndup(part, strlen("\"fit_rows_fnv1a\": \"0123456789abcdef"));
    free(text);
    return part;
}

static void
calibrate_into(const char *observed, const char *dir, const char *threads)
{
    write_whole("observed.csv", observed);
    assert_done(RUN("calibrate", "everywhere.yaml", "-f", "observed.csv", "-i", "*",
                    "-n", "400", "-o", dir, "-q", "-t", threads));
}

static void
what_is_held_back_has_no_say(void **state)
{
    static const char *const others[] = {
        /* Other values, others weights, and a month that is not the past's any more. */
        "month,name,value,weight,set,naive_literal\n"
        "2025-02,to_japan,1e6,7,before,\n2025-04,to_japan,3,,fit,1\n"
        "2025-05,to_japan,1,,fit,1\n2025-06,to_japan,4,2,fit,1\n"
        "2025-07,to_japan,-600,9,test,1\n2025-08,to_japan,1e9,100,test,1\n"
        "2025-08,stage.mine.top_country_share,0,1,test,1\n",
        /* None at all. */
        "month,name,value,weight,set\n2025-04,to_japan,3,,fit\n"
        "2025-05,to_japan,1,,fit\n2025-06,to_japan,4,2,fit\n",
        /* No set is no permission. */
        "month,name,value,weight,set\n2025-04,to_japan,3,,fit\n"
        "2025-05,to_japan,1,,fit\n2025-06,to_japan,4,2,fit\n2025-09,to_japan,77,,\n",
    };
    char *first, *first_hash;

    (void)state;
    calibrate_into(crisis, "first", "1");
    first = all_of("first");
    first_hash = hash_of("first");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char *other, *hash;

        calibrate_into(others[i], "other", "1");
        other = all_of("other");
        hash = hash_of("other");
        assert_string_equal(first, other);
        assert_string_equal(first_hash, hash);
        free(other);
        free(hash);
    }
    free(first);
    free(first_hash);
}

static void
a_month_moved_into_the_fit_shows(void **state)
{
    char *moved = strdup(crisis), *before, *after, *hash_before, *hash_after;

    (void)state;
    assert_non_null(moved);
    memmove(strstr(moved, "test"), "fit\n", 5);
    calibrate_into(crisis, "before", "1");
    calibrate_into(moved, "after", "1");
    before = all_of("before");
    after = all_of("after");
    hash_before = hash_of("before");
    hash_after = hash_of("after");
    assert_string_not_equal(before, after);
    assert_string_not_equal(hash_before, hash_after);
    free(moved);
    free(before);
    free(after);
    free(hash_before);
    free(hash_after);
}

static void
the_same_bytes_on_any_number_of_threads(void **state)
{
    char *one, *three;

    (void)state;
    calibrate_into(crisis, "one", "1");
    calibrate_into(crisis, "three", "3");
    one = all_of("one");
    three = all_of("three");
    assert_string_equal(one, three);
    free(one);
    free(three);
}

/* Dates, series, lists, links, records under wrappers: the layer sets them all. */
static void
the_layer_sets_inputs_wherever_they_are_written(void **state)
{
    static const char *const inputs[] = {
        "facilities.pit.capacity",
        "facilities.plant.stock.input",
        "industries.jp_motors.stock",
        "links[pit>plant:ore].lead",
        "links.oxide.lead",
        "links.oxide.backup",
        "controls.licences.from",
        "controls.licences.approval",
        "controls.licences.processing@2025-03",
        "controls.licences.processing@2025-07",
        "controls.licences.paused[1].until",
        "controls.strikes.fraction",
        "policies.reserve.holds.nd_oxide",
    };
    struct finished f;
    char *layer;

    (void)state;
    calibrate_into(crisis, "places/out", "2");
    layer = read_whole("places/out/posterior.yaml");
    assert_non_null(layer);
    assert_non_null(strstr(layer, "extends: ../../everywhere.yaml\n"));
    assert_non_null(
        strstr(layer, "between: [links.oxide.lead, controls.licences.from]"));
    assert_non_null(strstr(layer, "2025-06: 2\n"));
    free(layer);
    assert_done(RUN("run", "places/out/posterior.yaml", "-n", "1000", "-o",
                    "places/run", "--trials-csv", "-q"));
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const double drawn = mean_in("places/run/trials.csv", inputs[i]);
        const double fitted = mean_in("places/out/draws.csv", inputs[i]);

        assert_close(drawn, fitted, 0.05);
    }
    /* Fit one point of a series, and a link: their neighbours stay. */
    assert_done(RUN("calibrate", "everywhere.yaml", "-f", "crisis.csv", "-i",
                    "controls.licences.processing@2025-03", "-i", "oxide.lead", "-o",
                    "places/few", "-q", "-n", "400"));
    layer = read_whole("places/few/posterior.yaml");
    assert_non_null(
        strstr(layer, "{empirical: {table: ../../lags.csv, column: months}}"));
    free(layer);
    f = RUN("run", "places/few/posterior.yaml", "-n", "1", "--csv", "inputs");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "controls.licences.processing@2025-07,"
                                  "\"empirical(table ../../lags.csv, column months)"));
    assert_non_null(strstr(f.out, "calibrated to crisis.csv,derived"));
    finished_free(&f);
}

/* Settings change the prior, so the layer must say them too. */
static void
the_layer_says_what_settings_said(void **state)
{
    struct finished f;

    (void)state;
    assert_done(RUN("calibrate", "everywhere.yaml", "-f", "crisis.csv", "-i",
                    "licences.approval", "-o", "set", "--set",
                    "links.oxide.lead={uniform: [1.4, 1.6]}", "--set",
                    "policies.reserve=null", "--set",
                    "controls.licences.validity={uniform: [3, 6]}"));
    f = RUN("show", "set/posterior.yaml");
    assert_int_equal(f.status, 0);
    assert_null(strstr(f.out, "reserve"));
    assert_non_null(strstr(f.out, "lead: {uniform: [1.4, 1.6]}"));
    assert_non_null(strstr(f.out, "validity: {uniform: [3, 6]}"));
    finished_free(&f);
    assert_done(RUN("calibrate", "everywhere.yaml", "-f", "crisis.csv", "-i",
                    "licences.approval", "-o", "unset", "--set", "correlations=null"));
    f = RUN("show", "unset/posterior.yaml");
    assert_null(strstr(f.out, "correlations"));
    finished_free(&f);
    assert_refused(RUN("calibrate", "everywhere.yaml", "-f", "crisis.csv", "-i",
                       "licences.approval", "-o", "set", "--set",
                       "links.oxide.from=[plant]"),
                   "in a way that no layer can say");
}

/* Chance is that of independent draws. */
static void
errors_are_widened_until_enough_trials_count(void **state)
{
    struct finished f =
        RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "0.1 %", "--ess",
            "300", "--sampler", "plain", "-o", "wide");
    char *manifest = read_whole("wide/manifest.json");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "300.0 trials count"));
    assert_non_null(strstr(f.out, "errors of 0.1 %, widened to "));
    assert_non_null(strstr(f.err, "which were widened"));
    assert_non_null(strstr(f.out, "1 of 2 inputs moved beyond chance"));
    assert_non_null(manifest);
    assert_non_null(strstr(manifest, "\"least_ess\": 300"));
    free(manifest);
    finished_free(&f);
    f = RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-e", "0.1 %", "--ess", "1",
            "-n", "300", "--csv", "fit");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "trials count, so that the posterior is that of a "
                                  "few draws"));
    finished_free(&f);
    write_whole("far.csv", "month,name,value,set\n2025-02,to_japan,900,fit\n");
    f = RUN("calibrate", "linear.yaml", "-f", "far.csv", "-n", "300");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "1 of 1 months to fit lie outside all trials"));
    finished_free(&f);
}

static void
no_line_is_wider_than_the_terminal(void **state)
{
    static const int columns[] = {60, 79, 80, 99, 100, 120, 160};

    (void)state;
    /* Warnings are as long as they are: here are none. */
    write_whole("mild.csv", "month,name,value,set\n2025-06,to_japan,2,fit\n");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct finished f = run_on_terminal(
            columns[i], NULL,
            (const char *const[]){"calibrate", "everywhere.yaml", "-f", "mild.csv",
                                  "-e", "90 %", "-i", "*", "-n", "256", NULL});

        if (f.status != 0 || widest_line(f.out) > columns[i])
            fail_msg("status %d, %d columns on a terminal of %d:\n%s", f.status,
                     widest_line(f.out), columns[i], f.out);
        assert_non_null(strstr(f.out, "KS"));
        finished_free(&f);
    }
}

static void
assert_table_refused(const char *text, const char *message)
{
    write_whole("bad.csv", text);
    assert_refused(RUN("calibrate", "linear.yaml", "-f", "bad.csv"), message);
}

static void
tables_without_anything_to_fit_are_refused(void **state)
{
    (void)state;
    assert_table_refused("month,name,value\n2025-04,to_japan,1\n",
                         "bad.csv: error: no row is marked 'fit' [MNZ-E1316]");
    assert_table_refused("month,name,value,set\n2025-04,to_japan,1,test\n",
                         "write fit in column 'set'");
    assert_table_refused("month,name,value,set,weight\n2025-04,to_japan,1,fit,0\n",
                         "all rows marked 'fit' have the weight 0 [MNZ-E1317]");
    assert_table_refused("month,name,value,set\n2025-04,to_japn,1,fit\n",
                         "did you mean 'to_japan'?");
    /* Before the licences nobody waits for any: there is no time to compare. */
    assert_table_refused(
        "month,name,value,set\n2025-02,control.licences.months_to_licence,1,fit\n",
        "only 0 of 2000 trials have a value in every month to fit");
}

static void
names_that_cannot_be_fitted_are_refused(void **state)
{
#define WITH(pattern)                                                                  \
    RUN("calibrate", "everywhere.yaml", "-f", "crisis.csv", "-n", "64", "-i", pattern)
    (void)state;
    assert_refused(WITH("controls.licences.aproval"),
                   "--inputs 'controls.licences.aproval': error: no uncertain input is "
                   "named 'controls.licences.aproval'");
    assert_refused(WITH("controls.licences.aproval"),
                   "did you mean 'controls.licences.approval'?");
    assert_refused(WITH("licences.aproval"), "did you mean 'licences.approval'?");
    assert_refused(WITH("controls.zz*"),
                   "no uncertain input matches 'controls.zz*' [MNZ-E1321]");
    assert_refused(
        WITH("events.talks.drawn"),
        "'events.talks.drawn' decides whether something happens, which no layer can "
        "set [MNZ-E1319]");
    assert_refused(
        WITH("strikes.duration"),
        "'controls.strikes.duration' is drawn anew each time it is needed: no one "
        "number of a trial that could be fitted [MNZ-E1320]");
    write_whole("certain.yaml", "extends: linear.yaml\n"
                                "industries: {jp_motors: {uses: {nd_oxide: 100}}}\n"
                                "controls: {licences: {approval: 0.5}}\n");
    assert_refused(RUN("calibrate", "certain.yaml", "-f", "ninety.csv"),
                   "no number of the scenario is uncertain [MNZ-E1318]");
    /* All that is wrong is said at once. */
    write_whole("bad.csv", "month,name,value\n2025-04,to_japan,1\n");
    assert_refused(
        RUN("calibrate", "everywhere.yaml", "-f", "bad.csv", "-i", "nothing"),
        "no row is marked 'fit'");
    assert_refused(
        RUN("calibrate", "everywhere.yaml", "-f", "bad.csv", "-i", "nothing"),
        "no uncertain input is named 'nothing'");
#undef WITH
}

static void
wrong_command_lines_are_refused(void **state)
{
    (void)state;
    assert_refused(RUN("calibrate"), "which scenario?");
    assert_refused(RUN("calibrate", "linear.yaml"), "--observed FILE is needed");
    assert_refused(RUN("calibrate", "linear.yaml", "world.yaml", "-f", "ninety.csv"),
                   "takes one scenario");
#define WITH(...) RUN("calibrate", "linear.yaml", "-f", "ninety.csv", __VA_ARGS__)
    assert_refused(WITH("--csv", "posteriors"), "did you mean 'posterior'?");
    assert_refused(WITH("--error", "0"), "--error takes a share above 0");
    assert_refused(WITH("--error", "much"), "--error takes a share above 0");
    assert_refused(WITH("--ess", "0.5"), "--ess takes a number of trials from 1 on");
    assert_refused(WITH("--ess", "65", "-n", "64"),
                   "65 trials cannot count: there are 64");
    assert_refused(WITH("--draws", "1.5"), "--draws takes a whole number");
    assert_refused(WITH("--draws", "0"), "--draws takes a whole number");
    assert_refused(WITH("-n", "1000000000"), "all trials are needed at once");
    assert_refused(WITH("--inptus", "x"), "did you mean '--inputs'?");
#undef WITH
}

static void
full_disks_and_forbidden_folders_are_failures(void **state)
{
    const struct conditions full = {.out_path = "/dev/full"};
    const struct conditions early = {.closes_out_early = 1};
    struct finished f = RUN_UNDER(full, "calibrate", "linear.yaml", "-f", "ninety.csv",
                                  "-n", "64", "--csv", "weights");

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "No space left on device"));
    finished_free(&f);
    f = RUN("calibrate", "linear.yaml", "-f", "ninety.csv", "-n", "64", "-o",
            "ninety.csv/out");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "ninety.csv/out: Not a directory"));
    finished_free(&f);
    f = RUN_UNDER(early, "calibrate", "linear.yaml", "-f", "ninety.csv", "--csv",
                  "weights");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    finished_free(&f);
}

static void
a_calibration_that_is_stopped_uses_what_is_done(void **state)
{
    const struct conditions soon = {.interrupt_after_ms = 400};
    struct finished f =
        RUN_UNDER(soon, "calibrate", "linear.yaml", "-f", "ninety.csv", "-n", "4000000",
                  "-t", "1", "--ess", "1", "-o", "stopped");
    char *manifest;

    (void)state;
    assert_int_equal(f.status, 3);
    assert_non_null(strstr(f.err, "monazite: stopped after "));
    manifest = read_whole("stopped/manifest.json");
    if (manifest) /* unless it was stopped before the first trials */
        assert_non_null(strstr(manifest, "\"partial\": true"));
    else
        assert_non_null(strstr(f.err, "too few for a calibration"));
    free(manifest);
    finished_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_normal_input_of_a_linear_flow_has_the_posterior_of_textbooks),
        cmocka_unit_test(an_input_that_never_varies_does_not_contract),
        cmocka_unit_test(a_month_counts_as_it_weighs),
        cmocka_unit_test(the_layer_draws_the_posterior),
        cmocka_unit_test(the_layer_reads_its_draws_whatever_the_style_of_tables),
        cmocka_unit_test(the_layer_keeps_what_the_posterior_ties_together),
        cmocka_unit_test(what_is_held_back_has_no_say),
        cmocka_unit_test(a_month_moved_into_the_fit_shows),
        cmocka_unit_test(the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(the_layer_sets_inputs_wherever_they_are_written),
        cmocka_unit_test(the_layer_says_what_settings_said),
        cmocka_unit_test(errors_are_widened_until_enough_trials_count),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(tables_without_anything_to_fit_are_refused),
        cmocka_unit_test(names_that_cannot_be_fitted_are_refused),
        cmocka_unit_test(wrong_command_lines_are_refused),
        cmocka_unit_test(full_disks_and_forbidden_folders_are_failures),
        cmocka_unit_test(a_calibration_that_is_stopped_uses_what_is_done),
    };

    return cmocka_run_group_tests(tests, enter, leave_room);
}
