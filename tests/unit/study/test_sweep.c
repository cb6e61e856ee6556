/* test_sweep.c - plans of points, sweeps, and their parts put together. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monazite/monazite.h"
#include "study/journal.h"
#include "support/close.h"
#include "support/models.h"

/* No stocks and no lead times: the shortfall is 1 less the share approved. */
static const char known[] =
    "monazite: 1\n"
    "time: {start: 2025-01, months: 3}\n"
    "run: {trials: 128, seed: 1, sampler: plain}\n"
    "materials:\n"
    "  oxide: {stage: separation, element: Nd, price: 60}\n"
    "facilities:\n"
    "  plant: {country: CN, stage: separation, makes: {oxide: 1}, feeds: unknown}\n"
    "industries:\n"
    "  motors: {country: JP, sector: motors, uses: {oxide: 100}, value: 1 bn USD/yr,\n"
    "           stock: 0 months}\n"
    "links:\n"
    "  - {from: plant, to: motors, material: oxide, share: 1, lead: 0}\n"
    "controls:\n"
    "  licences: {kind: licence, by: CN, goods: oxide, from: 2020-01,\n"
    "             approval: {uniform: [0, 1]}, processing: 0}\n";

#define APPROVAL "controls.licences.approval"

static void
assert_value(const struct mnz_sweep_plan *plan, uint32_t point, uint32_t path,
             const char *expected)
{
    char text[MNZ_VARIED_TEXT];

    mnz_sweep_plan_value(plan, point, path, text);
    assert_string_equal(text, expected);
}

static struct mnz_sweep_plan *
plan_of(const struct mnz_sweep_design *design)
{
    struct mnz_sweep_plan *plan;

    assert_int_equal(mnz_sweep_plan_create(design, NULL, &plan), MNZ_OK);
    return plan;
}

static void
a_grid_has_all_combinations(void **state)
{
    const char *const vary[] = {"a.b=0:1:3", "c.\"d=e\"=[1, 2], {x: 1, y: 2},'f,g'"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 2});

    (void)state;
    assert_int_equal(mnz_sweep_plan_points(plan), 9);
    assert_int_equal(mnz_sweep_plan_num_paths(plan), 2);
    assert_string_equal(mnz_sweep_plan_path(plan, 1), "c.\"d=e\"");
    assert_value(plan, 0, 0, "0");
    assert_value(plan, 4, 0, "0.5");
    assert_value(plan, 4, 1, "{x: 1, y: 2}");
    assert_value(plan, 8, 0, "1");
    assert_value(plan, 8, 1, "'f,g'");
    mnz_sweep_plan_destroy(plan);
}

static void
ranges_have_units_and_dates(void **state)
{
    const char *const vary[] = {"a=10 days:90 days:5", "b=0:100:5 %",
                                "c=2025-01-01:2025-01-31:5", "d=1:0:5"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 4, .zip = 1});

    (void)state;
    assert_int_equal(mnz_sweep_plan_points(plan), 5);
    assert_value(plan, 1, 0, "30 days");
    assert_value(plan, 1, 1, "25 %");
    assert_value(plan, 1, 2, "2025-01-08");
    assert_value(plan, 4, 2, "2025-01-31");
    assert_value(plan, 3, 3, "0.25");
    mnz_sweep_plan_destroy(plan);
}

/* Each of N equal parts of a range holds one point; a list is dealt evenly. */
static void
a_sample_is_a_latin_hypercube(void **state)
{
    enum { POINTS = 40 };
    const char *const vary[] = {"a=0:1", "b=-5:15 t", "c=x,y"};
    struct mnz_sweep_plan *plan = plan_of(&(struct mnz_sweep_design){
        .vary = vary, .num_vary = 3, .sample = POINTS, .seed = 3});
    int parts[2][POINTS] = {{0}}, x = 0, moved = 0;

    (void)state;
    assert_int_equal(mnz_sweep_plan_points(plan), POINTS);
    for (uint32_t i = 0; i < POINTS; i++) {
        char a[MNZ_VARIED_TEXT], b[MNZ_VARIED_TEXT], c[MNZ_VARIED_TEXT];
        int place[2];

        mnz_sweep_plan_value(plan, i, 0, a);
        mnz_sweep_plan_value(plan, i, 1, b);
        mnz_sweep_plan_value(plan, i, 2, c);
        place[0] = (int)(atof(a) * POINTS);
        place[1] = (int)((atof(b) + 5.0) / 20.0 * POINTS);
        assert_non_null(strstr(b, " t"));
        parts[0][place[0]]++;
        parts[1][place[1]]++;
        moved += place[0] != place[1];
        x += strcmp(c, "x") == 0;
    }
    for (int i = 0; i < POINTS; i++) {
        assert_int_equal(parts[0][i], 1);
        assert_int_equal(parts[1][i], 1);
    }
    assert_int_equal(x, POINTS / 2);
    assert_true(moved > POINTS / 2);
    mnz_sweep_plan_destroy(plan);
}

static void
assert_refused(const struct mnz_sweep_design *design, const char *code)
{
    struct mnz_sweep_plan *plan;
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_sweep_plan_create(design, diags, &plan), MNZ_ERR_INPUT);
    assert_null(plan);
    assert_string_equal(mnz_diags_get(diags, 0)->code, code);
    mnz_diags_destroy(diags);
    assert_int_equal(mnz_sweep_plan_create(design, NULL, &plan), MNZ_ERR_INPUT);
}

#define REFUSED(code, ...)                                                             \
    assert_refused(                                                                    \
        &(struct mnz_sweep_design){.vary = (const char *const[]){__VA_ARGS__},         \
                                   .num_vary = sizeof((const char *[]){__VA_ARGS__}) / \
                                               sizeof(char *)},                        \
        code)

static void
plans_that_are_none_are_refused(void **state)
{
    const char *const uneven[] = {"a=1,2", "b=1,2,3"}, *const one[] = {"a=1"};

    (void)state;
    assert_refused(&(struct mnz_sweep_design){0}, "MNZ-E1801");
    REFUSED("MNZ-E1801", "a.b");
    REFUSED("MNZ-E1801", "=1");
    REFUSED("MNZ-E1801", "a=1,,2");
    REFUSED("MNZ-E1802", "a=1", "a=2");
    REFUSED("MNZ-E1803", "run.seed=1,2");
    REFUSED("MNZ-E1804", "a=0:1");
    REFUSED("MNZ-E1805", "a=0:1:9999", "b=0:1:9999");
    assert_refused(&(struct mnz_sweep_design){.vary = uneven, .num_vary = 2, .zip = 1},
                   "MNZ-E1806");
    assert_refused(
        &(struct mnz_sweep_design){.vary = one, .num_vary = 1, .table = "t.csv"},
        "MNZ-E1801");
    assert_refused(
        &(struct mnz_sweep_design){.vary = one, .num_vary = 1, .zip = 1, .sample = 2},
        "MNZ-E1801");
}

static struct mnz_model *
read_base(void)
{
    return model_of_text("known.yaml", known, NULL, 0);
}

static const char *const figures[] = {"mean(shortfall_share.total)",
                                      "p95(shortfall_share.motors)",
                                      "p(shortfall_share.total > 50 %)"};

static struct mnz_sweep_options
how_to_run(void)
{
    return (struct mnz_sweep_options){
        .path = "known.yaml", .text = known, .figures = figures, .num_figures = 3};
}

static void
points_have_the_known_figures_and_problems(void **state)
{
    const char *const vary[] = {APPROVAL "=0.25,2,1,{uniform: [0.5, 1]}"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 1});
    struct mnz_model *base = read_base();
    struct mnz_sweep_options options = how_to_run();
    struct mnz_estimate e[3];
    enum mnz_sweep_state at;
    char problem[MNZ_PROBLEM_TEXT];
    struct mnz_sweep *sweep;

    (void)state;
    assert_int_equal(mnz_sweep_run(base, plan, &options, NULL, &sweep), MNZ_OK);
    assert_int_equal(mnz_sweep_num_done(sweep), 4);
    assert_int_equal(mnz_sweep_num_problems(sweep), 1);
    assert_int_equal(mnz_sweep_trials(sweep), 128);
    assert_string_equal(mnz_sweep_unit(sweep, 2), "share");
    assert_int_equal(mnz_sweep_read(sweep, 0, &at, e, problem), MNZ_OK);
    assert_int_equal(at, MNZ_SWEEP_DONE);
    assert_near(e[0].value, 0.75, 1e-9);
    assert_near(e[2].value, 1.0, 1e-12);
    assert_int_equal(e[2].hits, 128);
    assert_int_equal(mnz_sweep_read(sweep, 1, &at, e, problem), MNZ_OK);
    assert_int_equal(at, MNZ_SWEEP_PROBLEM);
    assert_non_null(strstr(problem, "must be between 0 and 1"));
    assert_true(isnan(e[0].value));
    assert_int_equal(mnz_sweep_read(sweep, 3, &at, e, problem), MNZ_OK);
    assert_near(e[0].value, 0.25, 0.05);
    mnz_sweep_destroy(sweep);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(base);
}

/* The same trials in every point: shortfalls of a uniform approval, scaled. */
static void
points_have_common_trials(void **state)
{
    const char *const vary[] = {APPROVAL "={uniform: [0, 1]},{uniform: [0.5, 1]}"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 1});
    struct mnz_model *base = read_base();
    struct mnz_sweep_options options = how_to_run();
    struct mnz_estimate a[3], b[3];
    enum mnz_sweep_state at;
    char problem[MNZ_PROBLEM_TEXT];
    struct mnz_sweep *sweep;

    (void)state;
    assert_int_equal(mnz_sweep_run(base, plan, &options, NULL, &sweep), MNZ_OK);
    assert_int_equal(mnz_sweep_read(sweep, 0, &at, a, problem), MNZ_OK);
    assert_int_equal(mnz_sweep_read(sweep, 1, &at, b, problem), MNZ_OK);
    assert_near(b[0].value, 0.5 * a[0].value, 1e-9);
    mnz_sweep_destroy(sweep);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(base);
}

static void
assert_same(const struct mnz_sweep *one, const struct mnz_sweep *other)
{
    const uint32_t points = mnz_sweep_plan_points(mnz_sweep_plan_of(one));

    assert_int_equal(mnz_sweep_plan_points(mnz_sweep_plan_of(other)), points);
    for (uint32_t i = 0; i < points; i++) {
        struct mnz_estimate a[3], b[3];
        enum mnz_sweep_state x, y;
        char p[MNZ_PROBLEM_TEXT], q[MNZ_PROBLEM_TEXT], v[MNZ_VARIED_TEXT];

        assert_int_equal(mnz_sweep_read(one, i, &x, a, p), MNZ_OK);
        assert_int_equal(mnz_sweep_read(other, i, &y, b, q), MNZ_OK);
        assert_int_equal(x, y);
        assert_memory_equal(a, b, sizeof a);
        assert_string_equal(p, q);
        mnz_sweep_plan_value(mnz_sweep_plan_of(one), i, 0, v);
        assert_value(mnz_sweep_plan_of(other), i, 0, v);
    }
}

/* Run a part of the sweep into a journal. */
static void
run_part(const struct mnz_model *base, const struct mnz_sweep_plan *plan,
         const char *journal, uint32_t shard, uint32_t shards, const char *program)
{
    struct mnz_sweep_options options = how_to_run();
    struct mnz_sweep *sweep;

    options.journal = journal;
    options.shard = shard;
    options.shards = shards;
    options.program = program;
    options.run.threads = shard + 1;
    assert_int_equal(mnz_sweep_run(base, plan, &options, NULL, &sweep), MNZ_OK);
    assert_int_equal(mnz_sweep_is_part(sweep), shards > 1);
    mnz_sweep_destroy(sweep);
}

static void
parts_together_are_the_whole(void **state)
{
    const char *const vary[] = {APPROVAL "=0:1.25"};
    const char *const parts[] = {"mnz-sweep-0.journal", "mnz-sweep-1.journal"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 1, .sample = 10});
    struct mnz_model *base = read_base();
    struct mnz_sweep_options options = how_to_run();
    struct mnz_sweep *whole, *merged;
    struct mnz_diags *diags;

    (void)state;
    assert_int_equal(mnz_sweep_run(base, plan, &options, NULL, &whole), MNZ_OK);
    assert_true(mnz_sweep_num_problems(whole) > 0);
    run_part(base, plan, parts[0], 0, 2, "one");
    run_part(base, plan, parts[1], 1, 2, "one");
    assert_int_equal(mnz_sweep_merge(parts, 2, NULL, NULL, &merged), MNZ_OK);
    assert_same(whole, merged);
    assert_int_equal(mnz_sweep_num_problems(merged), mnz_sweep_num_problems(whole));
    mnz_sweep_destroy(merged);
    assert_int_equal(mnz_sweep_merge(parts, 1, NULL, NULL, &merged), MNZ_OK);
    assert_int_equal(mnz_sweep_num_done(merged), 5);
    mnz_sweep_destroy(merged);
    run_part(base, plan, parts[1], 1, 2, "two");
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_sweep_merge(parts, 2, NULL, diags, &merged), MNZ_ERR_INPUT);
    assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-E1807");
    assert_non_null(strstr(mnz_diags_get(diags, 0)->text, "program: one there"));
    mnz_diags_destroy(diags);
    unlink(parts[0]);
    unlink(parts[1]);
    mnz_sweep_destroy(whole);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(base);
}

/* A study file by the library alone: the shortfall is 1 less the share approved. */
static void
a_study_file_is_read_and_run(void **state)
{
    static const char text[] =
        "study: 1\nscenarios:\n"
        "  quarter: {file: known.yaml, set: {" APPROVAL ": 0.25}}\n"
        "  half: {file: known.yaml, set: {" APPROVAL ": 0.5}}\n"
        "vary: {industries.motors.stock: [0 months, 1 day]}\n"
        "figures: [mean(shortfall_share.total)]\ntrials: 16\n";
    struct mnz_sweep_options options = {.run = {.threads = 1}};
    struct mnz_sweep_study *study;
    struct mnz_sweep_plan *plan;
    struct mnz_sweep *sweep;
    struct mnz_model *models[2];
    enum mnz_sweep_state done;
    struct mnz_estimate e;
    char problem[MNZ_PROBLEM_TEXT];
    FILE *file = fopen("known.yaml", "w");

    (void)state;
    assert_non_null(file);
    fputs(known, file);
    fclose(file);
    assert_true(mnz_sweep_study_is("study.yaml", text));
    assert_false(mnz_sweep_study_is("known.yaml", NULL));
    assert_int_equal(mnz_sweep_study_read("study.yaml", text, NULL, &study), MNZ_OK);
    assert_int_equal(study->num_scenarios, 2);
    for (uint32_t i = 0; i < 2; i++) {
        struct mnz_sweep_scenario *s = &study->scenarios[i];

        assert_int_equal(
            mnz_model_load(s->path, s->settings, s->num_settings, NULL, &models[i]),
            MNZ_OK);
        s->model = models[i];
    }
    plan = plan_of(&study->design);
    assert_int_equal(mnz_sweep_plan_points(plan), 4);
    assert_string_equal(mnz_sweep_plan_path(plan, 0), "scenario");
    assert_value(plan, 2, 0, "half");
    assert_value(plan, 3, 1, "1 day");
    options.scenarios = study->scenarios;
    options.num_scenarios = study->num_scenarios;
    options.figures = study->figures;
    options.num_figures = study->num_figures;
    options.run.trials = study->trials;
    assert_int_equal(mnz_sweep_run(models[0], plan, &options, NULL, &sweep), MNZ_OK);
    assert_int_equal(mnz_sweep_trials(sweep), 16);
    for (uint32_t i = 0; i < 4; i += 2) {
        assert_int_equal(mnz_sweep_read(sweep, i, &done, &e, problem), MNZ_OK);
        assert_int_equal(done, MNZ_SWEEP_DONE);
        assert_true(fabs(e.value - (i == 0 ? 0.75 : 0.5)) < 1e-9);
    }
    mnz_sweep_destroy(sweep);
    mnz_sweep_plan_destroy(plan);
    mnz_sweep_study_destroy(study);
    mnz_model_destroy(models[0]);
    mnz_model_destroy(models[1]);
    assert_int_equal(mnz_sweep_study_read("none.yaml", NULL, NULL, &study),
                     MNZ_ERR_INPUT);
    assert_null(study);
    unlink("known.yaml");
}

/* A journal of the same study as the first, with another figure in point 0. */
static void
forge(const char *from, const char *to)
{
    struct mnz_journal *whole, *forged;
    const struct mnz_journal_field *fields;
    unsigned char *bytes = NULL;
    size_t count, room = 0, length;

    assert_int_equal(mnz_journal_open(from, &whole), MNZ_OK);
    assert_int_equal(mnz_journal_index(whole, 10), MNZ_OK);
    fields = mnz_journal_fields(whole, &count);
    assert_int_equal(mnz_journal_create(to, fields, count, 10, &forged), MNZ_OK);
    assert_int_equal(mnz_journal_read(whole, 0, &bytes, &room, &length), MNZ_OK);
    bytes[1] ^= 1;
    assert_int_equal(mnz_journal_append(forged, 0, bytes, length), MNZ_OK);
    free(bytes);
    mnz_journal_close(forged);
    mnz_journal_close(whole);
}

static void
parts_that_contradict_are_refused(void **state)
{
    const char *const vary[] = {APPROVAL "=0:1:10"};
    const char *const parts[] = {"mnz-sweep-2.journal", "mnz-sweep-3.journal"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 1});
    struct mnz_model *base = read_base();
    struct mnz_sweep *merged;
    struct mnz_diags *diags;

    (void)state;
    run_part(base, plan, parts[0], 0, 5, NULL);
    assert_int_equal(mnz_sweep_merge(parts, 1, NULL, NULL, &merged), MNZ_OK);
    assert_int_equal(mnz_sweep_num_done(merged), 2);
    mnz_sweep_destroy(merged);
    forge(parts[0], parts[1]);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_sweep_merge(parts, 2, NULL, diags, &merged), MNZ_ERR_INPUT);
    assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-E1809");
    mnz_diags_destroy(diags);
    unlink(parts[0]);
    unlink(parts[1]);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(base);
}

static void
wrong_figures_and_no_journals_are_refused(void **state)
{
    const char *const vary[] = {APPROVAL "=0,1"}, *const none[] = {"/nowhere.journal"};
    const char *const wrong[] = {"mean(shortfal_share.total)"};
    struct mnz_sweep_plan *plan =
        plan_of(&(struct mnz_sweep_design){.vary = vary, .num_vary = 1});
    struct mnz_model *base = read_base();
    struct mnz_sweep_options options = how_to_run();
    struct mnz_diags *diags;
    struct mnz_sweep *sweep;

    (void)state;
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    options.figures = wrong;
    options.num_figures = 1;
    assert_int_equal(mnz_sweep_run(base, plan, &options, diags, &sweep), MNZ_ERR_INPUT);
    assert_null(sweep);
    assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-E1503");
    assert_int_equal(mnz_sweep_merge(none, 1, NULL, diags, &sweep), MNZ_ERR_INPUT);
    assert_string_equal(mnz_diags_get(diags, 1)->code, "MNZ-E1808");
    mnz_diags_destroy(diags);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(base);
}

static char room[64];

static int
enter(void **state)
{
    (void)state;
    snprintf(room, sizeof room, "/tmp/mnz-sweep-XXXXXX");
    return !mkdtemp(room) || chdir(room);
}

static int
leave(void **state)
{
    (void)state;
    return chdir("/") || rmdir(room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_has_all_combinations),
        cmocka_unit_test(ranges_have_units_and_dates),
        cmocka_unit_test(a_sample_is_a_latin_hypercube),
        cmocka_unit_test(plans_that_are_none_are_refused),
        cmocka_unit_test(points_have_the_known_figures_and_problems),
        cmocka_unit_test(points_have_common_trials),
        cmocka_unit_test(parts_together_are_the_whole),
        cmocka_unit_test(a_study_file_is_read_and_run),
        cmocka_unit_test(parts_that_contradict_are_refused),
        cmocka_unit_test(wrong_figures_and_no_journals_are_refused),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
