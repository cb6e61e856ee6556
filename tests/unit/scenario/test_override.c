/* test_override.c - overlays between documents, and values in place of inputs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>

#include "document/layers.h"
#include "scenario/override.h"
#include "document/print.h"
#include "document/document.h"
#include "unit/document/tree_text.h"

static const struct mnz_tree_place root = {.depth = 0};

static char *
plain_text(const struct mnz_tree *tree)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(mnz_tree_print_plain(tree, out), MNZ_OK);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* The overlay is as expected, and laid over the base gives the target. */
static void
assert_diff(const char *base, const char *target, const char *expected)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *a = tree_of(base, &arena), *b = tree_of(target, &arena);
    const struct mnz_tree *overlay, *merged;

    assert_int_equal(mnz_layers_diff(a, b, &root, &arena, &overlay), MNZ_OK);
    if (!expected) {
        assert_null(overlay);
    } else {
        assert_tree(overlay, expected);
        assert_int_equal(mnz_layers_merge(a, overlay, &root, &arena, diags, &merged),
                         MNZ_OK);
        assert_string_equal(mnz_tree_flow(&arena, merged), mnz_tree_flow(&arena, b));
        assert_messages(diags, "");
    }
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
an_overlay_has_only_what_differs(void **state)
{
    (void)state;
    assert_diff("run: {seed: 1, trials: 9}\nblocs: {EU: [DE]}",
                "run: {seed: 2, trials: 9}\nblocs: {EU: [DE]}\ntitle: x",
                "{run: {seed: 2}, title: x}");
    assert_diff("policies: {a: {x: 1, y: 2}}", "policies: {a: {x: 1}}",
                "{policies: {a: {y: null}}}");
    assert_diff("a: {b: [1, 2]}", "a: {b: [1, 3]}", "{a: {b: [1, 3]}}");
    assert_diff("a: {b: 'null'}", "a: {b: '1'}", "{a: {b: \"1\"}}");
    assert_diff("a: {b: [1, {c: d}]}", "a: {b: [1, {c: d}]}", NULL);
    assert_diff("a: 1\nb: 2", "b: 2\na: 1", NULL);
}

static void
what_replaces_as_a_whole_is_said_as_a_whole(void **state)
{
    (void)state;
    assert_diff("controls: {c: {processing: {2025-04: 1, 2025-07: 2}, until: 2026-01}}",
                "controls: {c: {processing: {2025-04: 1, 2025-07: 3}, until: 2026-01}}",
                "{controls: {c: {processing: {2025-04: 1, 2025-07: 3}}}}");
    assert_diff("controls: {c: {goods: {stage: mine, country: CN}}}",
                "controls: {c: {goods: {stage: mine}}}",
                "{controls: {c: {goods: {stage: mine}}}}");
    assert_diff("controls: {c: {paused: {from: 2025-04, until: {uniform: [1, 2]}}}}",
                "controls: {c: {paused: {from: 2025-04, until: {uniform: [1, 3]}}}}",
                "{controls: {c: {paused: {until: {uniform: [1, 3]}}}}}");
}

/* Link rows are said again together with the later ones that they could win over. */
static void
rows_are_said_so_that_the_same_ones_win(void **state)
{
    const char *base = "links: [{from: a, to: x, material: m, share: 1}, "
                       "{from: b, to: x, material: n, share: 1}, "
                       "{from: a, to: {country: US}, material: m, share: 2}]";
    const char *target = "links: [{from: a, to: x, material: m, share: 5}, "
                         "{from: b, to: x, material: n, share: 1}, "
                         "{from: a, to: {country: US}, material: m, share: 2}, "
                         "{from: c, to: x, material: m, share: 3}]";
    struct mnz_arena arena = {0};
    const struct mnz_tree *overlay;

    (void)state;
    assert_int_equal(mnz_layers_diff(tree_of(base, &arena), tree_of(target, &arena),
                                     &root, &arena, &overlay),
                     MNZ_OK);
    assert_tree(overlay, "{links: [{from: a, to: x, material: m, share: 5}, "
                         "{from: a, to: {country: US}, material: m, share: 2}, "
                         "{from: c, to: x, material: m, share: 3}]}");
    assert_diff("correlations: [{rank: 1}]", "correlations: [{rank: 1}, {rank: 2}]",
                "{correlations: [{rank: 2}]}");
    mnz_arena_finish(&arena);
}

static void
rows_that_are_gone_cannot_be_said(void **state)
{
    static const char *const pairs[][2] = {
        {"links: [{from: a, to: x, material: m}]", "links: []"},
        {"links: [{from: a, to: x, material: m}]",
         "links: [{from: b, to: x, material: m}]"},
        {"correlations: [{rank: 1}]", "correlations: [{rank: 2}]"},
    };
    struct mnz_arena arena = {0};
    const struct mnz_tree *overlay;

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_int_equal(mnz_layers_diff(tree_of(pairs[i][0], &arena),
                                         tree_of(pairs[i][1], &arena), &root, &arena,
                                         &overlay),
                         MNZ_ERR_INPUT);
    mnz_arena_finish(&arena);
}

static void
a_plain_print_has_records_in_blocks(void **state)
{
    struct mnz_arena arena = {0};
    char *text = plain_text(tree_of(
        "{a: {b: {c: {d: [1, 2]}, e: 'x: y'}}, l: [{f: 1}], n: {}, s: {t: {u: {v: "
        "a text that is too long to stand with others, w: on one line of a hundred "
        "columns as it does here}}}}",
        &arena));

    (void)state;
    assert_string_equal(
        text, "a:\n  b: {c: {d: [1, 2]}, e: \"x: y\"}\n"
              "l:\n  - {f: 1}\nn: {}\n"
              "s:\n  t:\n    u:\n      v: a text that is too long to stand with "
              "others\n      w: on one line of a hundred columns as it does here\n");
    free(text);
    mnz_arena_finish(&arena);
}

/* Chances have no place in a document; everything else that is drawn once has one. */
static void
check_inputs_of(const char *path)
{
    struct mnz_diags *diags = new_diags();
    struct mnz_arena arena = {0};
    struct mnz_scenario *s;
    struct mnz_written_inputs written;
    const struct mnz_tree *changed, *overlay, **values;
    uint32_t count = 0;

    if (mnz_scenario_load(path, NULL, 0, diags, &s))
        mnz_diags_print(diags, stderr, 0);
    assert_non_null(s);
    assert_int_equal(mnz_override_find(s, &arena, &written), MNZ_OK);
    values = mnz_arena_alloc(&arena, s->pool.num_inputs + 1, sizeof *values);
    assert_non_null(values);
    for (uint32_t i = 0; i < s->pool.num_inputs; i++) {
        const char *name = s->pool.inputs[i].name;
        const char *dot = strrchr(name, '.');

        if (written.nodes[i]) {
            values[i] = tree_of("{uniform: [1, 2], source: mine}", &arena);
            count++;
        } else if (!dot || (strcmp(dot, ".drawn") != 0 && strcmp(dot, ".triggered"))) {
            fail_msg("%s: %s has no place", path, name);
        }
    }
    assert_int_equal(mnz_override_apply(s, values, &arena, &changed), MNZ_OK);
    assert_int_equal(mnz_layers_diff(s->tree, changed, &root, &arena, &overlay),
                     MNZ_OK);
    if (count > 0) {
        const char *text = mnz_tree_flow(&arena, overlay), *at = text;
        const struct mnz_tree *merged, *none;

        for (; at && count > 0; count--)
            at = strstr(at, "source: mine") ? strstr(at, "source: mine") + 1 : NULL;
        assert_non_null(at);
        assert_int_equal(
            mnz_layers_merge(s->tree, overlay, &root, &arena, diags, &merged), MNZ_OK);
        if (!mnz_tree_find(overlay, "links"))
            assert_string_equal(mnz_tree_flow(&arena, merged),
                                mnz_tree_flow(&arena, changed));
        assert_int_equal(mnz_layers_diff(changed, changed, &root, &arena, &none),
                         MNZ_OK);
        assert_null(none);
    }
    mnz_scenario_destroy(s);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
inputs_of_shipped_scenarios_have_their_places(void **state)
{
    static const char *const folders[] = {"scenarios", "scenarios/backtests"};

    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char folder[1024], path[2048];
        struct dirent *entry;
        size_t count = 0;
        DIR *dir;

        snprintf(folder, sizeof folder, "%s/%s", getenv("MNZ_SOURCE_ROOT"), folders[i]);
        dir = opendir(folder);
        assert_non_null(dir);
        while ((entry = readdir(dir)) != NULL) {
            if (!strstr(entry->d_name, ".yaml"))
                continue;
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            check_inputs_of(path);
            count++;
        }
        closedir(dir);
        assert_true(count > 1);
    }
}

static void
tables_move_with_the_file_that_names_them(void **state)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree, *moved;
    struct mnz_diags *diags = new_diags();
    const char *folder = *state;
    char text[600];

    assert_int_equal(system("mkdir data out"), 0);
    write_file("data/t.csv", "x\n1\n");
    write_file("s.yaml", "a: {b: {empirical: {table: data/t.csv, column: x}}, c: 1}\n");
    assert_int_equal(mnz_document_load("./s.yaml", NULL, 0, &arena, diags, &tree),
                     MNZ_OK);
    snprintf(text, sizeof text, "%s/out", folder);
    assert_int_equal(mnz_override_move(tree, text, &arena, &moved), MNZ_OK);
    assert_tree(moved,
                "{a: {b: {empirical: {table: ../data/t.csv, column: x}}, c: 1}}");
    assert_ptr_not_equal(tree, moved);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlay_has_only_what_differs),
        cmocka_unit_test(what_replaces_as_a_whole_is_said_as_a_whole),
        cmocka_unit_test(rows_are_said_so_that_the_same_ones_win),
        cmocka_unit_test(rows_that_are_gone_cannot_be_said),
        cmocka_unit_test(a_plain_print_has_records_in_blocks),
        cmocka_unit_test(inputs_of_shipped_scenarios_have_their_places),
        cmocka_unit_test_setup_teardown(tables_move_with_the_file_that_names_them,
                                        make_folder, remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
