#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tree_text.h"

static void
assert_read(const char *text, const char *expected)
{
    struct mnz_arena arena = {0};

    assert_tree(tree_of(text, &arena), expected);
    mnz_arena_finish(&arena);
}

static void
assert_error_n(const char *text, size_t length, const char *expected)
{
    const struct mnz_text in = {text, length, {"t.yaml", 1, 1}};
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    assert_int_equal(mnz_yaml_read(&in, &arena, diags, &tree), MNZ_ERR_INPUT);
    assert_messages(diags, expected);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
assert_error(const char *text, const char *expected)
{
    assert_error_n(text, strlen(text), expected);
}

static void
reads_mappings_lists_and_scalars(void **state)
{
    (void)state;
    assert_read("a: 1\nb: [x, 'y', {c: NO}]\nd:\n  - on\n  - 2025-10\ne:\n",
                "{a: 1, b: [x, \"y\", {c: NO}], d: [on, 2025-10], e: }");
    assert_read("{\"a\":1,\"b\":[true,null]}", "{a: 1, b: [true, null]}");
    assert_read("a: |\n  two\n  lines\n", "{a: \"two\nlines\n\"}");
    assert_read("{}", "{}");
    assert_read("a: !!str 5\n", "{a: \"5\"}");
    assert_read("\xEF\xBB\xBF"
                "a: 1\r\nb: 2\r\n",
                "{a: 1, b: 2}");
}

static void
assert_at(const struct mnz_span at, unsigned line, unsigned column)
{
    assert_string_equal(at.file, "t.yaml");
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
}

static void
places_are_lines_and_bytes_from_one(void **state)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree = tree_of(
        "\xC3\xA9: {\xE2\x82\xAC: x, b: y}\nlist:\n  - one\n  - two: 3\nlast:\n",
        &arena);
    const struct mnz_tree *inner = tree->entries[0].value,
                          *list = tree->entries[1].value;

    (void)state;
    assert_at(tree->at, 1, 1);
    assert_at(tree->entries[0].key_at, 1, 1);
    assert_at(inner->at, 1, 5);
    assert_at(inner->entries[0].key_at, 1, 6);
    assert_at(inner->entries[0].value->at, 1, 11);
    assert_at(inner->entries[1].key_at, 1, 14);
    assert_at(list->items[0]->at, 3, 5);
    assert_at(list->items[1]->entries[0].value->at, 4, 10);
    assert_at(tree->entries[2].key_at, 5, 1);
    mnz_arena_finish(&arena);
}

/* U+2028 and U+0085 end lines for libyaml, but not in YAML 1.2 nor in an editor. */
static void
unusual_line_ends_do_not_shift_lines(void **state)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree =
        tree_of("a: 'x\xE2\x80\xA8y\xC2\x85z'\nb: 2\n", &arena);

    (void)state;
    assert_at(tree->entries[1].key_at, 2, 1);
    mnz_arena_finish(&arena);
}

static void
a_start_elsewhere_shifts_places(void **state)
{
    const struct mnz_text in = {"{a: 1,\n b: 2}", 13, {"t.yaml", 7, 11}};
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    (void)state;
    assert_int_equal(mnz_yaml_read(&in, &arena, diags, &tree), MNZ_OK);
    assert_at(tree->at, 7, 11);
    assert_at(tree->entries[0].key_at, 7, 12);
    assert_at(tree->entries[1].key_at, 8, 2);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
aliases_share_their_node(void **state)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree =
        tree_of("a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n", &arena);

    (void)state;
    assert_tree(tree, "{a: {b: 1}, c: {b: 1}, d: 2, e: 2}");
    assert_ptr_equal(mnz_tree_find(tree, "a"), mnz_tree_find(tree, "c"));
    mnz_arena_finish(&arena);
}

static void
empty_documents_are_errors(void **state)
{
    static const char *const empty[] = {"", "\n\n", "# only a comment\n", "---\n",
                                        "---\n..."};

    (void)state;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_error(
            empty[i],
            "t.yaml: error: the document is empty [MNZ-E0105]\n"
            "  see the example in the manual: sections such as 'facilities:'\n");
}

static void
keys_are_texts_given_once(void **state)
{
    (void)state;
    assert_error(
        "a: 1\nb: 2\na: 3\na: 4\n",
        "t.yaml:3:1: error: 'a' is given twice, first on line 1 [MNZ-E0115]\n"
        "t.yaml:4:1: error: 'a' is given twice, first on line 1 [MNZ-E0115]\n");
    assert_error("[a]: 1\n", "t.yaml:1:1: error: a list cannot be a key [MNZ-E0114]\n"
                             "  a key is a text, such as 'name'\n");
    assert_error("? {a: 1}\n: 2\n",
                 "t.yaml:1:3: error: a mapping cannot be a key [MNZ-E0114]\n"
                 "  a key is a text, such as 'name'\n");
    assert_error("a: &x k\n*x : 1\n",
                 "t.yaml:2:1: error: a key must be a text [MNZ-E0110]\n");
    assert_error("'': 1\n",
                 "t.yaml:1:1: error: a key is missing before ':' [MNZ-E0112]\n");
    assert_error(
        "a: {<<: {b: 1}}\n",
        "t.yaml:1:5: error: merge keys ('<<') are not part of YAML 1.2 [MNZ-E0113]\n"
        "  put what is shared into a scenario of its own and name it with "
        "'extends'\n");
}

static void
repeated_keys_are_found_in_large_mappings_too(void **state)
{
    struct mnz_diags *diags = new_diags();
    struct mnz_arena arena = {0};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const struct mnz_tree *tree;

    (void)state;
    for (int i = 0; i < 200000; i++)
        fprintf(out, "k%d: 1\n", i % 199998);
    fclose(out);
    assert_int_equal(mnz_yaml_read(&(struct mnz_text){text, size, {"t.yaml", 1, 1}},
                                   &arena, diags, &tree),
                     MNZ_ERR_INPUT);
    assert_messages(
        diags,
        "t.yaml:199999:1: error: 'k0' is given twice, first on line 1 [MNZ-E0115]\n"
        "t.yaml:200000:1: error: 'k1' is given twice, first on line 2 [MNZ-E0115]\n");
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
    free(text);
}

static void
several_documents_are_an_error(void **state)
{
    (void)state;
    assert_error("a: 1\n---\nb: 2\n",
                 "t.yaml:2:1: error: a second document starts here [MNZ-E0106]\n"
                 "  keep each document in a file of its own\n");
}

static void
tags_are_errors(void **state)
{
    (void)state;
    assert_error("a: !!float 5\nb: !mine {c: 1}\n",
                 "t.yaml:1:4: error: tags are not read here [MNZ-E0116]\n"
                 "  a text that begins with '!' needs quotes\n"
                 "t.yaml:2:4: error: tags are not read here [MNZ-E0116]\n"
                 "  a text that begins with '!' needs quotes\n");
}

static void
aliases_of_nothing_or_of_themselves_are_errors(void **state)
{
    (void)state;
    assert_error("a: *x\n",
                 "t.yaml:1:4: error: nothing above is named '&x' [MNZ-E0108]\n"
                 "  a text that begins with '*' needs quotes\n");
    assert_error(
        "a: &x\n  b: [*x]\n",
        "t.yaml:2:7: error: '*x' stands inside what it stands for [MNZ-E0109]\n");
}

static void
binary_and_other_encodings_are_not_shown(void **state)
{
    static const char utf16[] = "\xFF\xFE"
                                "a\0:\0 \0s\0e\0c\0r\0e\0t\0";

    (void)state;
    assert_error_n(utf16, sizeof utf16 - 1,
                   "t.yaml:1:1: error: this is not text in UTF-8 [MNZ-E0101]\n"
                   "  save it as plain text in UTF-8\n");
    assert_error("a: 1\nb: secret\xE9\n",
                 "t.yaml:2:10: error: this is not text in UTF-8 [MNZ-E0101]\n"
                 "  save it as plain text in UTF-8\n");
    assert_error_n("a: 1\n\0b: secret\n", 14,
                   "t.yaml:2:1: error: a control character (U+0000) cannot stand in a "
                   "text file [MNZ-E0102]\n  save it as plain text in UTF-8\n");
    assert_error("a: \"x\\0y\"\n", "t.yaml:1:4: error: a NUL character (\\0) cannot "
                                   "stand in a text [MNZ-E0103]\n");
}

static void
syntax_errors_are_in_an_analysts_words(void **state)
{
    (void)state;
    assert_error(
        "a: b: c\n",
        "t.yaml:1:5: error: there is a ': ' where no key can stand [MNZ-E0118]\n"
        "  keys of one mapping are indented alike; a text that holds ': ' needs "
        "quotes\n");
    assert_error(
        "a: 1\n b: 2\n",
        "t.yaml:2:3: error: there is a ': ' where no key can stand [MNZ-E0118]\n"
        "  keys of one mapping are indented alike; a text that holds ': ' needs "
        "quotes\n");
    assert_error(
        "a:\n  b: 1\n c: 2\n",
        "t.yaml:3:2: error: a key of the mapping above was expected [MNZ-E0122]\n"
        "  keys of one mapping are indented alike\n");
    assert_error(
        "a:\n\tb: 1\n",
        "t.yaml:2:1: error: no value can begin like this [MNZ-E0128]\n"
        "  indent with spaces, not tabs; a text that begins with @, ` or % needs "
        "quotes\n");
    assert_error(
        "a: 'open\nb: 1\n",
        "t.yaml:1:4: error: the quote opened here is never closed [MNZ-E0130]\n");
    assert_error(
        "a: {b: [1, 2}\n",
        "t.yaml:1:8: error: the list opened here with '[' is broken [MNZ-E0124]\n"
        "  close each '[' and '{', and put commas between what they hold\n");
    assert_error(
        "a: {b: 1\nc: 2\n",
        "t.yaml:1:4: error: the mapping opened here with '{' is broken [MNZ-E0125]\n"
        "  close each '[' and '{', and put commas between what they hold\n");
    assert_error(
        "a: 1\nbad\nc: 1\n",
        "t.yaml:2:1: error: 'key: value' was expected [MNZ-E0121]\n"
        "  a key is followed by a colon and a space; a text over several lines "
        "needs quotes\n");
}

static char *
repeated(const char *part, size_t times)
{
    const size_t n = strlen(part);
    char *text = malloc(n * times + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, part, n);
    text[n * times] = '\0';
    return text;
}

static void
depth_is_bounded(void **state)
{
    char *open = repeated("[", 64), *close = repeated("]", 64), text[200];
    struct mnz_arena arena = {0};

    (void)state;
    snprintf(text, sizeof text, "%s%s", open, close);
    assert_non_null(tree_of(text, &arena));
    snprintf(text, sizeof text, "[%s%s]", open, close);
    assert_error(
        text, "t.yaml:1:65: error: this nests more than 64 levels deep [MNZ-E0111]\n");
    mnz_arena_finish(&arena);
    free(open);
    free(close);
}

/* Each alias is shallow, but its expansion is not. */
static void
depth_through_aliases_is_bounded(void **state)
{
    (void)state;
    char text[8000] = "a0: &a0 [x]\n";
    size_t used = strlen(text);

    for (int i = 1; i < 70; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "a%d: &a%d [*a%d]\n",
                                 i, i, i - 1);
    assert_error(
        text, "t.yaml:64:12: error: this nests more than 64 levels deep [MNZ-E0111]\n");
}

static void
fifteen_megabytes_of_brackets_take_little_memory(void **state)
{
    const size_t n = 15 << 20;
    char *text = repeated("[", n);
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    (void)state;
    assert_int_equal(mnz_yaml_read(&(struct mnz_text){text, n, {"t.yaml", 1, 1}},
                                   &arena, diags, &tree),
                     MNZ_ERR_INPUT);
    assert_messages(
        diags, "t.yaml:1:65: error: this nests more than 64 levels deep [MNZ-E0111]\n");
    assert_true(mnz_arena_bytes(&arena) < 100000);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
    free(text);
}

static void
an_alias_bomb_is_refused(void **state)
{
    char text[2000] = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    size_t used = strlen(text);
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    (void)state;
    for (int i = 1; i < 10; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s*a%d",
                                     j ? "," : "", i - 1);
        used += (size_t)snprintf(text + used, sizeof text - used, "]\n");
    }
    assert_int_equal(mnz_yaml_read(&(struct mnz_text){text, used, {"t.yaml", 1, 1}},
                                   &arena, diags, &tree),
                     MNZ_ERR_INPUT);
    assert_non_null(strstr(mnz_diags_get(diags, 0)->text,
                           "with its aliases written out this is more than 4000000"));
    assert_true(mnz_arena_bytes(&arena) < 100000);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
nodes_are_bounded(void **state)
{
    char *text = repeated("- a\n", 2100000);
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    (void)state;
    assert_int_equal(
        mnz_yaml_read(&(struct mnz_text){text, strlen(text), {"t.yaml", 1, 1}}, &arena,
                      diags, &tree),
        MNZ_ERR_INPUT);
    assert_messages(diags,
                    "t.yaml:2000000:3: error: this is more than 2000000 values in "
                    "one file [MNZ-E0107]\n  keep large tables in CSV files\n");
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
    free(text);
}

static void
assert_value(const char *text, int reads_quotes, const char *expected)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    assert_int_equal(mnz_yaml_read_value(text, (struct mnz_span){"t", 3, 4},
                                         reads_quotes, &arena, diags, &tree),
                     MNZ_OK);
    assert_tree(tree, expected);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
lone_values_are_plain_unless_they_begin_with_a_bracket(void **state)
{
    (void)state;
    assert_value("a: b # c", 0, "a: b # c");
    assert_value("  {a: [1, 2]} ", 0, "{a: [1, 2]}");
    assert_value(" x ", 0, "x");
    assert_value("'x'", 0, "'x'");
    assert_value("'x'", 1, "\"x\"");
    assert_value("*x", 1, "*x");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_mappings_lists_and_scalars),
        cmocka_unit_test(places_are_lines_and_bytes_from_one),
        cmocka_unit_test(unusual_line_ends_do_not_shift_lines),
        cmocka_unit_test(a_start_elsewhere_shifts_places),
        cmocka_unit_test(aliases_share_their_node),
        cmocka_unit_test(empty_documents_are_errors),
        cmocka_unit_test(keys_are_texts_given_once),
        cmocka_unit_test(repeated_keys_are_found_in_large_mappings_too),
        cmocka_unit_test(several_documents_are_an_error),
        cmocka_unit_test(tags_are_errors),
        cmocka_unit_test(aliases_of_nothing_or_of_themselves_are_errors),
        cmocka_unit_test(binary_and_other_encodings_are_not_shown),
        cmocka_unit_test(syntax_errors_are_in_an_analysts_words),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(depth_through_aliases_is_bounded),
        cmocka_unit_test(fifteen_megabytes_of_brackets_take_little_memory),
        cmocka_unit_test(an_alias_bomb_is_refused),
        cmocka_unit_test(nodes_are_bounded),
        cmocka_unit_test(lone_values_are_plain_unless_they_begin_with_a_bracket),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
