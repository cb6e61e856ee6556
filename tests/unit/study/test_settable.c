/* test_settable.c - every name of an input that is printed can be set. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/files.h"
#include "document/print.h"
#include "monazite/monazite.h"
#include "scenario/override.h"
#include "study/model.h"
#include "support/models.h"

#define SHORT "time.months=6"

/* A distribution as --set has to write it: the files that it names are sought from
 * here. */
static const char *
flow_of(const struct mnz_tree *node, struct mnz_arena *arena)
{
    const char *here = mnz_file_real_path(".", arena);
    const struct mnz_tree *moved;

    assert_non_null(here);
    assert_int_equal(mnz_override_move(node, here, arena, &moved), MNZ_OK);
    return mnz_tree_flow(arena, moved);
}

/* "name=distribution" of every input, behind a setting that keeps runs short. */
static const char **
own_values(const struct mnz_scenario *s, struct mnz_arena *arena)
{
    const char **settings =
        mnz_arena_alloc(arena, s->pool.num_inputs + 2, sizeof *settings);
    struct mnz_written_inputs written;

    assert_non_null(settings);
    assert_int_equal(mnz_override_find(s, arena, &written), MNZ_OK);
    settings[0] = SHORT;
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        settings[i + 1] = mnz_arena_printf(
            arena, "%s=%s", s->pool.inputs[i].name,
            written.nodes[i] ? flow_of(written.nodes[i], arena) : "{uniform: [0, 1]}");
    return settings;
}

static void
assert_same_inputs(const struct mnz_scenario *a, const struct mnz_scenario *b)
{
    assert_int_equal(a->pool.num_inputs, b->pool.num_inputs);
    for (uint32_t i = 0; i < a->pool.num_inputs; i++) {
        const struct mnz_input *x = &a->pool.inputs[i], *y = &b->pool.inputs[i];

        assert_string_equal(x->name, y->name);
        assert_true(mnz_dist_median(&x->dist) == mnz_dist_median(&y->dist));
        if (!strstr(x->dist_text, "table")) /* its path is another one */
            assert_string_equal(x->dist_text, y->dist_text);
    }
}

static void
figures_of(const struct mnz_model *model, double values[2])
{
    static const char *const names[] = {"mean(shortfall_share.total)",
                                        "mean(output_lost_usd.total)"};
    struct mnz_figure figures[2];
    struct mnz_measure measures[2];
    const struct mnz_run_options options = {
        .trials = 8, .threads = 1, .only = measures, .num_only = 2};
    struct mnz_result *result;

    for (int i = 0; i < 2; i++) {
        assert_int_equal(mnz_figure_read(model, names[i], NULL, &figures[i]), MNZ_OK);
        measures[i] = figures[i].measure;
    }
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    for (int i = 0; i < 2; i++) {
        struct mnz_estimate estimate;

        assert_int_equal(mnz_result_figure(result, &figures[i], &estimate), MNZ_OK);
        values[i] = estimate.value;
    }
    mnz_result_destroy(result);
}

/* Number of inputs that were set. */
static uint32_t
set_all_of(const char *path)
{
    struct mnz_arena arena = {0};
    const char *const shorter = SHORT;
    struct mnz_model *base = model_of_file(path, &shorter, 1), *set;
    const uint32_t count = base->scenario->pool.num_inputs;
    double before[2], after[2];

    set = model_of_file(path, own_values(base->scenario, &arena), count + 1);
    assert_same_inputs(base->scenario, set->scenario);
    figures_of(base, before);
    figures_of(set, after);
    for (int i = 0; i < 2; i++)
        assert_memory_equal(&before[i], &after[i], sizeof before[i]);
    mnz_model_destroy(base);
    mnz_model_destroy(set);
    mnz_arena_finish(&arena);
    return count;
}

/* Set to its own value, an input changes nothing. */
static void
every_input_of_the_library_can_be_set_by_its_name(void **state)
{
    static const char *const folders[] = {"scenarios", "scenarios/minerals",
                                          "scenarios/backtests", "scenarios/decisions"};
    uint32_t count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char folder[512], path[800];
        struct dirent *entry;
        DIR *dir;

        snprintf(folder, sizeof folder, "%s/%s", getenv("MNZ_SOURCE_ROOT"), folders[i]);
        dir = opendir(folder);
        assert_non_null(dir);
        while ((entry = readdir(dir)) != NULL) {
            if (!strstr(entry->d_name, ".yaml"))
                continue;
            snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            count += set_all_of(path);
        }
        closedir(dir);
    }
    assert_true(count > 15000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_input_of_the_library_can_be_set_by_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
