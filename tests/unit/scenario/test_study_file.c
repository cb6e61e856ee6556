/* test_study_file.c - study files: their forms, and messages where they are wrong. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "scenario/study_file.h"
#include "unit/document/tree_text.h"

/* Read a study file; *messages is what was printed, to be freed. */
static struct mnz_study_file
read_text(const char *text, struct mnz_arena *arena, enum mnz_status status,
          char **messages)
{
    struct mnz_diags *diags = new_diags();
    struct mnz_study_file file;
    size_t size;
    FILE *out = open_memstream(messages, &size);

    assert_int_equal(mnz_study_file_read("here/s.yaml", text, arena, diags, &file),
                     status);
    assert_non_null(out);
    mnz_diags_print(diags, out, 0);
    assert_int_equal(fclose(out), 0);
    mnz_diags_destroy(diags);
    return file;
}

static void
assert_refused(const char *text, const char *message)
{
    struct mnz_arena arena = {0};
    char *messages;

    read_text(text, &arena, MNZ_ERR_INPUT, &messages);
    if (!strstr(messages, message))
        fail_msg("'%s' is not in:\n%s", message, messages);
    free(messages);
    mnz_arena_finish(&arena);
}

static void
a_study_names_scenarios_variations_and_figures(void **state)
{
    static const char text[] =
        "study: 1\ntitle: Three\n"
        "scenarios:\n  base: world.yaml\n"
        "  high: {file: ../b/world.yaml, set: {run.trials: 7, a.b: {uniform: [0, "
        "1]}}}\n"
        "set: {c.d: 2}\n"
        "vary:\n  controls.c.approval: [0.2, 0.4]\n  x.y: 1:3:3 months\n"
        "  z: ['a, b', {uniform: [0, 1]}]\n"
        "figures: [mean(shortfall_share.total)]\ntrials: 64\nseed: 0\nsampler: sobol\n";
    struct mnz_arena arena = {0};
    char *messages;
    struct mnz_study_file f;

    (void)state;
    f = read_text(text, &arena, MNZ_OK, &messages);
    assert_string_equal(messages, "");
    assert_string_equal(f.title, "Three");
    assert_int_equal(f.num_scenarios, 2);
    assert_string_equal(f.scenarios[0].name, "base");
    assert_string_equal(f.scenarios[0].file, "here/world.yaml");
    assert_string_equal(f.scenarios[1].file, "here/../b/world.yaml");
    assert_int_equal(f.scenarios[1].num_settings, 3);
    assert_string_equal(f.scenarios[1].settings[0], "c.d=2");
    assert_string_equal(f.scenarios[1].settings[2], "a.b={uniform: [0, 1]}");
    assert_int_equal(f.num_varied, 3);
    assert_string_equal(f.varied[0].text, "controls.c.approval=0.2,0.4");
    assert_string_equal(f.varied[1].text, "x.y=1:3:3 months");
    assert_string_equal(f.varied[2].text, "z=\"a, b\",{uniform: [0, 1]}");
    assert_int_equal(f.varied[1].at.line, 9);
    assert_int_equal(f.num_figures, 1);
    assert_int_equal(f.trials, 64);
    assert_int_equal(*f.seed, 0);
    assert_string_equal(f.sampler, "sobol");
    free(messages);
    mnz_arena_finish(&arena);
}

static void
what_is_left_out_is_the_scenarios_own(void **state)
{
    struct mnz_arena arena = {0};
    char *messages;
    struct mnz_study_file f;

    (void)state;
    f = read_text("study: 1\nscenarios: [a/x.yaml, b/y.yaml]\ndesign: d.csv\n", &arena,
                  MNZ_OK, &messages);
    assert_string_equal(messages, "");
    assert_string_equal(f.scenarios[1].name, "y");
    assert_string_equal(f.design, "here/d.csv");
    assert_int_equal(f.trials, 0);
    assert_null(f.seed);
    assert_null(f.sampler);
    free(messages);
    mnz_arena_finish(&arena);
}

static void
what_is_wrong_is_said_at_its_place(void **state)
{
    (void)state;
    assert_refused("study: 1\nscenarios: w.yaml\nvarry: {a: [1]}\n",
                   "here/s.yaml:3:1: error: unknown key 'varry' in study [MNZ-E0301]\n"
                   "    varry: {a: [1]}\n    ^\n  did you mean 'vary'?\n");
    assert_refused("study: 1\nvary: {a: [1]}\n", "study lacks 'scenarios'");
    assert_refused("study: 1\nscenarios: w.yaml\nvary: [a, b]\n",
                   "here/s.yaml:3:7: error: 'vary' of this study has another form "
                   "[MNZ-E2401]\n    vary: [a, b]\n          ^\n"
                   "  write PATH: [a, b, c] or PATH: from:to:n\n");
    assert_refused("study: 1\nscenarios: w.yaml\nvary: {a: []}\n", "MNZ-E2401");
    assert_refused("study: 1\nscenarios: w.yaml\nset: 3\n",
                   "'set' of this study has another form");
    assert_refused("study: 1\nscenarios: []\n", "'scenarios' of this study");
    assert_refused("study: 1\nscenarios: [{a: b.yaml}]\n", "in a list there are files");
    assert_refused("study: 1\nscenarios: {a: {set: {x: 1}}}\n",
                   "study.scenarios.a lacks 'file'");
    assert_refused(
        "study: 1\nscenarios: [before/w.yaml, after/w.yaml]\n",
        "here/s.yaml:2:28: error: another scenario of this study is named 'w' "
        "[MNZ-E2402]\n"
        "    scenarios: [before/w.yaml, after/w.yaml]\n"
        "                               ^\n"
        "  give them names: {before: a/world.yaml, after: b/world.yaml}\n");
    assert_refused(
        "study: 1\nscenarios: w.yaml\nvary: {a: [1]}\nzip: true\nsample: 5\n",
        "here/s.yaml:5:9: error: 'sample' and 'zip' do not go together "
        "[MNZ-E2403]");
    assert_refused("study: 1\nscenarios: w.yaml\nvary: {a: [1]}\ndesign: d.csv\n",
                   "'vary' and 'design' do not go together");
    assert_refused("study: 1\nscenarios: w.yaml\nsampler: sobbol\n",
                   "did you mean 'sobol'?");
    assert_refused("study: 2\nscenarios: w.yaml\n", "study.study is 2");
    assert_refused("study: 1\nscenarios: {a: w.yaml, a: v.yaml}\n", "MNZ-E0");
}

static void
a_study_is_told_from_a_scenario(void **state)
{
    (void)state;
    assert_true(mnz_study_file_is("study: 1\n"));
    assert_true(mnz_study_file_is("# notes\ntitle: x\nstudy: 1\n"));
    assert_true(mnz_study_file_is("\xef\xbb\xbfstudy: 1\n"));
    assert_false(mnz_study_file_is("monazite: 1\ntitle: 'study: 1'\n"));
    assert_false(mnz_study_file_is(""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_study_names_scenarios_variations_and_figures),
        cmocka_unit_test(what_is_left_out_is_the_scenarios_own),
        cmocka_unit_test(what_is_wrong_is_said_at_its_place),
        cmocka_unit_test(a_study_is_told_from_a_scenario),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
