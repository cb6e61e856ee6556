#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/layers.h"
#include "tree_text.h"

static void
assert_merged(const char *base, const char *overlay, const char *expected,
              const char *messages)
{
    const struct mnz_tree_place root = {.depth = 0};
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out;

    assert_int_equal(mnz_layers_merge(tree_of(base, &arena), tree_of(overlay, &arena),
                                      &root, &arena, diags, &out),
                     MNZ_OK);
    assert_tree(out, expected);
    assert_messages(diags, messages);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
mappings_merge_key_by_key(void **state)
{
    (void)state;
    assert_merged(
        "facilities: {a: {country: MY, stock: {input: 1, output: 2}}, b: {x: 1}}",
        "facilities: {a: {stock: {input: 3}, capacity: 4}, c: {y: 2}}",
        "{facilities: {a: {country: MY, stock: {input: 3, output: 2}, "
        "capacity: 4}, b: {x: 1}, c: {y: 2}}}",
        "");
}

static void
lists_and_scalars_replace(void **state)
{
    (void)state;
    assert_merged("blocs: {EU: [DE, FR]}\nrun: {seed: 1}\ntitle: a",
                  "blocs: {EU: [DE]}\nrun: 5\ntitle: {x: 1}",
                  "{blocs: {EU: [DE]}, run: 5, title: {x: 1}}", "");
}

static void
null_removes(void **state)
{
    (void)state;
    assert_merged("policies: {a: {x: 1, y: 2}, b: {}}\nrun: {}",
                  "policies: {a: {x: null}, b: ~}\nrun: null",
                  "{policies: {a: {y: 2}}}", "");
}

static void
removing_what_is_not_there_is_a_warning(void **state)
{
    (void)state;
    assert_merged("policies: {estarreja: {x: 1}}", "policies: {estareja: null}",
                  "{policies: {estarreja: {x: 1}}}",
                  "t.yaml:1:12: warning: there is no 'estareja' to remove [MNZ-W0211]\n"
                  "  did you mean 'estarreja'?\n");
}

static void
removing_by_an_empty_value_is_a_warning(void **state)
{
    (void)state;
    assert_merged(
        "policies: {a: {x: 1}}\nrun: {}", "policies:\n", "{run: {}}",
        "t.yaml:1:1: warning: 'policies' is empty here, which removes it [MNZ-W0210]\n"
        "  write 'null' to say so, or leave the key out\n");
}

static void
rows_of_links_and_correlations_are_added(void **state)
{
    (void)state;
    assert_merged(
        "links: [{share: 1}]\ncorrelations: [{rank: 1}]\nblocs: {links: [a]}",
        "links: [{share: null}]\ncorrelations: [{rank: 2}]\nblocs: {links: [b]}",
        "{links: [{share: 1}, {share: null}], correlations: [{rank: 1}, {rank: 2}], "
        "blocs: {links: [b]}}",
        "");
    assert_merged("links: [{share: 1}]\na: 1", "links: null", "{a: 1}", "");
}

static void
distributions_replace_as_a_whole(void **state)
{
    (void)state;
    assert_merged(
        "controls: {c: {compliance: {triangular: [0, 1, 2]}}}",
        "controls: {c: {compliance: {beta: {mode: 0.5, concentration: 6}}}}",
        "{controls: {c: {compliance: {beta: {mode: 0.5, concentration: 6}}}}}", "");
    assert_merged(
        "controls: {c: {compliance: {normal: {mean: 1, sd: 2}, truncate: [0, 1]}}}",
        "controls: {c: {compliance: {normal: {p5: 1, p95: 2}}}}",
        "{controls: {c: {compliance: {normal: {p5: 1, p95: 2}}}}}", "");
    assert_merged("controls: {c: {approval: {civil: 1, military: 0}}}",
                  "controls: {c: {approval: {civil: 0.5}}}",
                  "{controls: {c: {approval: {civil: 0.5, military: 0}}}}", "");
    assert_merged("controls: {c: {approval: {civil: 1, military: 0}}}",
                  "controls: {c: {approval: {uniform: [0, 1]}}}",
                  "{controls: {c: {approval: {uniform: [0, 1]}}}}", "");
    assert_merged("behaviour: {spot: {uniform: [0, 1]}}",
                  "behaviour: {spot: {beta: {a: 1, b: 2}}}",
                  "{behaviour: {spot: {beta: {a: 1, b: 2}}}}", "");
}

static void
numbers_do_not_inherit_an_origin(void **state)
{
    (void)state;
    assert_merged("controls: {c: {covers: {value: 0.3, source: a, verified: yes}, "
                  "leak: {uniform: [0, 1], source: a, notes: b}}}",
                  "controls: {c: {covers: {value: 0.4}, leak: {beta: {a: 1, b: 2}}}}",
                  "{controls: {c: {covers: {value: 0.4}, leak: {beta: {a: 1, b: 2}}}}}",
                  "");
    assert_merged("industries: {i: {value: 5, source: a}}",
                  "industries: {i: {value: 6}}",
                  "{industries: {i: {value: 6, source: a}}}", "");
}

static void
dated_series_replace_as_a_whole(void **state)
{
    (void)state;
    assert_merged("controls: {c: {throughput: {2025-04: 500, 2025-07: 5000}}}",
                  "controls: {c: {throughput: {2025-04-15: 7}}}",
                  "{controls: {c: {throughput: {2025-04-15: 7}}}}", "");
}

static void
selectors_replace_as_a_whole(void **state)
{
    (void)state;
    assert_merged(
        "controls: {c: {goods: {stage: magnet}, to: {country: JP}, by: CN}}",
        "controls: {c: {goods: {element: Dy}, to: {not: {country: CN}}}}",
        "{controls: {c: {goods: {element: Dy}, to: {not: {country: CN}}, by: CN}}}",
        "");
    assert_merged("price_zones: {inside: {country: CN}}",
                  "price_zones: {inside: {stage: a}}",
                  "{price_zones: {inside: {stage: a}}}", "");
}

/* A record's own name is no field, whatever it is. */
static void
names_that_look_like_fields_still_merge(void **state)
{
    (void)state;
    assert_merged("materials: {in: {stage: metal, price: 1}}",
                  "materials: {in: {price: 2}}",
                  "{materials: {in: {stage: metal, price: 2}}}", "");
    assert_merged("facilities: {x: {a: 1}}", "facilities: {y: {b: 2}}",
                  "{facilities: {x: {a: 1}, y: {b: 2}}}", "");
    assert_merged("events: {e: {branches: {normal: {p: 1}, beta: {p: 2}}}}",
                  "events: {e: {branches: {normal: {q: 3}}}}",
                  "{events: {e: {branches: {normal: {p: 1, q: 3}, beta: {p: 2}}}}}",
                  "");
    assert_merged("policies: {gamma: {x: 1}, beta: {y: 2}}", "policies: {beta: {y: 3}}",
                  "{policies: {gamma: {x: 1}, beta: {y: 3}}}", "");
}

static void
each_node_keeps_its_own_place(void **state)
{
    const struct mnz_tree_place root = {.depth = 0};
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *base = tree_of("run:\n  seed: 1\n  trials: 2", &arena);
    const struct mnz_tree *overlay = tree_of("\n\n\nrun: {seed: 3}", &arena), *out,
                          *run;

    (void)state;
    assert_int_equal(mnz_layers_merge(base, overlay, &root, &arena, diags, &out),
                     MNZ_OK);
    run = mnz_tree_find(out, "run");
    assert_int_equal(run->entries[0].key_at.line, 4);
    assert_int_equal(run->entries[0].value->at.line, 4);
    assert_int_equal(run->entries[1].value->at.line, 3);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
large_overlays_merge_alike(void **state)
{
    const struct mnz_tree_place root = {.depth = 0};
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    char *text[2] = {NULL, NULL}, key[32];
    const struct mnz_tree *out;

    (void)state;
    for (int layer = 0; layer < 2; layer++) {
        size_t size;
        FILE *f = open_memstream(&text[layer], &size);

        for (int i = 0; i < 30000; i++)
            fprintf(f, "k%d: %s\n", i + layer * 10000, layer ? "new" : "old");
        fclose(f);
    }
    assert_int_equal(mnz_layers_merge(tree_of(text[0], &arena),
                                      tree_of(text[1], &arena), &root, &arena, diags,
                                      &out),
                     MNZ_OK);
    assert_int_equal(out->num_children, 40000);
    for (size_t i = 0; i < out->num_children; i++) {
        snprintf(key, sizeof key, "k%zu", i);
        assert_string_equal(out->entries[i].key, key);
        assert_string_equal(out->entries[i].value->text, i < 10000 ? "old" : "new");
    }
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
    free(text[0]);
    free(text[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mappings_merge_key_by_key),
        cmocka_unit_test(lists_and_scalars_replace),
        cmocka_unit_test(null_removes),
        cmocka_unit_test(removing_what_is_not_there_is_a_warning),
        cmocka_unit_test(removing_by_an_empty_value_is_a_warning),
        cmocka_unit_test(rows_of_links_and_correlations_are_added),
        cmocka_unit_test(distributions_replace_as_a_whole),
        cmocka_unit_test(numbers_do_not_inherit_an_origin),
        cmocka_unit_test(dated_series_replace_as_a_whole),
        cmocka_unit_test(selectors_replace_as_a_whole),
        cmocka_unit_test(names_that_look_like_fields_still_merge),
        cmocka_unit_test(each_node_keeps_its_own_place),
        cmocka_unit_test(large_overlays_merge_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
