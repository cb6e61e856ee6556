#include "unit/scenario/load_text.h"

#include "document/print.h"
#include "tree_text.h"

/* Everything but the places it came from. */
static void
assert_same_tree(const struct mnz_tree *a, const struct mnz_tree *b)
{
    assert_int_equal(a->kind, b->kind);
    if (a->kind == MNZ_TREE_SCALAR) {
        assert_int_equal(mnz_tree_is_null(a), mnz_tree_is_null(b));
        if (!mnz_tree_is_null(a))
            assert_string_equal(a->text, b->text);
        return;
    }
    assert_int_equal(a->num_children, b->num_children);
    for (size_t i = 0; i < a->num_children; i++) {
        if (a->kind == MNZ_TREE_SEQUENCE) {
            assert_same_tree(a->items[i], b->items[i]);
            continue;
        }
        assert_string_equal(a->entries[i].key, b->entries[i].key);
        assert_same_tree(a->entries[i].value, b->entries[i].value);
    }
}

static void
assert_survives(const char *text)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree = tree_of(text, &arena);
    char *printed = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&printed, &length);

    assert_non_null(stream);
    assert_int_equal(mnz_tree_print(tree, stream), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    assert_same_tree(tree_of(printed, &arena), tree);
    free(printed);
    mnz_arena_finish(&arena);
}

static void
what_is_printed_reads_back(void **state)
{
    (void)state;
    assert_survives("a: 1\nb: {c: [1, 2, {d: e}], f: text of words}\n");
    assert_survives(
        "a:\n  - {b: 1}\n  - c: 2\n    d:\n      - 3\n      - - 4\n        - 5\n");
    assert_survives("a: 'null'\nb: null\nc: ~\nd: ''\ne: \"1\"\n");
    assert_survives(
        "a: 'x: y'\nb: 'x #y'\nc: '[x'\nd: '- x'\ne: -5\nf: \"tab\\there\"\n");
    assert_survives("a: {'b, c': 'd]', e: \"quote \\\" and \\\\\"}\n'x: y': 1\n");
    assert_survives("a: |\n  two\n  lines\nb: {}\nc: []\n");
    assert_survives("\"pit\\Lnorth\": \"a\\Pb\"\n\"x\\Ny\": [\"\\L\", \"\\N\"]\n");
    assert_survives("shortfall above: 0.1\n2025-10: 3\non: NO\n");
}

static void
every_value_has_its_origin(void **state)
{
    struct mnz_arena arena = {0};
    char *printed = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&printed, &length);

    (void)state;
    assert_non_null(stream);
    assert_int_equal(mnz_tree_print(tree_of("a: 1\nb:\n  c: 2\n", &arena), stream),
                     MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    assert_non_null(strstr(printed, "a: 1"));
    assert_non_null(strstr(printed, ":1\n"));
    assert_non_null(strstr(printed, "\nb: {c: 2}"));
    assert_non_null(strstr(printed, ":3\n"));
    free(printed);
    mnz_arena_finish(&arena);
}

static void
a_printed_scenario_gives_the_same_records(void **state)
{
    struct loaded a = load_sound(
        WORLD "links:\n  - {from: plant, to: jp_motors, material: nd_oxide, share:\n"
              "      {beta: {mode: 0.5, concentration: 6}}, lead: 6 weeks}\n"
              "events: {e: {on: 2025-06, branches: {x: {probability: 1}}}}\n");
    struct loaded b;
    char *printed = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&printed, &length);

    (void)state;
    assert_non_null(stream);
    assert_int_equal(mnz_tree_print(a.s->tree, stream), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    b = load_sound(printed);
    assert_int_equal(a.s->num_link_rows, b.s->num_link_rows);
    assert_int_equal(a.s->pool.num_values, b.s->pool.num_values);
    for (uint32_t i = 1; i < a.s->pool.num_values; i++)
        assert_near(nominal(b.s, i), nominal(a.s, i));
    assert_string_equal(a.s->pool.inputs[0].name, b.s->pool.inputs[0].name);
    unload(&a);
    unload(&b);
    free(printed);
}

static void
a_tree_is_written_on_one_line(void **state)
{
    struct mnz_arena arena = {0};

    (void)state;
    assert_string_equal(
        mnz_tree_flow(
            &arena, tree_of("{stage:   magnet, not: {country: [CN, 'a, b']}}", &arena)),
        "{stage: magnet, not: {country: [CN, \"a, b\"]}}");
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_reads_back),
        cmocka_unit_test(every_value_has_its_origin),
        cmocka_unit_test(a_printed_scenario_gives_the_same_records),
        cmocka_unit_test(a_tree_is_written_on_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
