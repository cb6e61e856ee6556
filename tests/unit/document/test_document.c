#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/document.h"
#include "tree_text.h"

static void
check(const char *path, const char *const *settings, size_t num_settings,
      const char *expected, const char *messages)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    struct mnz_setting set[4];
    const struct mnz_tree *out;
    enum mnz_status st;

    for (size_t i = 0; i < num_settings; i++)
        set[i].text = settings[i];
    st = mnz_document_load(path, set, num_settings, &arena, diags, &out);
    assert_messages(diags, messages);
    assert_int_equal(st, expected ? MNZ_OK : MNZ_ERR_INPUT);
    if (expected)
        assert_tree(out, expected);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
assert_loaded(const char *path, const char *expected)
{
    check(path, NULL, 0, expected, "");
}

static void
assert_error(const char *path, const char *messages)
{
    check(path, NULL, 0, NULL, messages);
}

static void
layers_tables_and_settings_merge_in_that_order(void **state)
{
    static const char *const settings[] = {"run.seed=3", "run.seed=4",
                                           "materials.x.price=null"};

    (void)state;
    assert_int_equal(system("mkdir -p d/data"), 0);
    write_file("d/base.yaml", "title: base\nrun: {seed: 1, trials: 5}\n"
                              "materials: {table: data/m.csv}\nlinks: [{share: 1}]\n");
    write_file("d/data/m.csv", "name,price,stage\nx,1,metal\n");
    write_file("d/middle.yml",
               "extends: base.yaml\nrun: {seed: 2}\nlinks: [{share: 2}]\n");
    write_file("top.yaml", "extends: d/middle.yml\nmaterials: {x: {stage: alloy}}\n"
                           "title: top\nlinks: [{share: 3}]\n");
    check("top.yaml", settings, 3,
          "{title: top, run: {seed: 4, trials: 5}, materials: {x: {stage: alloy}}, "
          "links: [{share: 1}, {share: 2}, {share: 3}]}",
          "");
    assert_loaded("d/middle.yml",
                  "{title: base, run: {seed: 2, trials: 5}, materials: {x: {price: 1, "
                  "stage: metal}}, links: [{share: 1}, {share: 2}]}");
}

static void
chains_that_close_are_errors_that_name_the_files(void **state)
{
    (void)state;
    write_file("self.yaml", "extends: ./self.yaml\nrun: {}\n");
    assert_error("self.yaml",
                 "self.yaml:1:10: error: a scenario cannot extend itself: self.yaml "
                 "extends ./self.yaml [MNZ-E0209]\n"
                 "    extends: ./self.yaml\n"
                 "             ^\n");
    write_file("a.yaml", "extends: b.yaml\n");
    write_file("b.yaml", "extends: c.yaml\n");
    write_file("c.yaml", "title: x\nextends: b.yaml\n");
    assert_error("a.yaml",
                 "c.yaml:2:10: error: a scenario cannot extend itself: b.yaml extends "
                 "c.yaml extends b.yaml [MNZ-E0209]\n"
                 "    extends: b.yaml\n"
                 "             ^\n");
}

static void
chains_are_bounded(void **state)
{
    char name[32], text[64];

    (void)state;
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "n%d.yaml", i);
        snprintf(text, sizeof text, "extends: n%d.yaml\n", i + 1);
        write_file(name, i < 19 ? text : "run: {seed: 1}\n");
    }
    assert_loaded("n4.yaml", "{run: {seed: 1}}");
    assert_error(
        "n3.yaml",
        "n18.yaml:1:10: error: more than 16 scenarios extend each other [MNZ-E0207]\n"
        "    extends: n19.yaml\n"
        "             ^\n");
}

static void
a_foreign_file_is_refused_and_not_shown(void **state)
{
    (void)state;
    assert_int_equal(
        system("echo 'root:x:0:0:secret' > passwd; ln -sf passwd link.yaml; "
               "mkdir -p dir.yaml; mkfifo pipe.yaml"),
        0);
    write_file("keys.yaml", "password: secret\npassword: [secret\n");
    write_file("dup.yaml", "secret: 1\nsecret: 2\n");
    write_file("bytes.yaml", "run: secret\xFF\n");
    write_file("f1.yaml", "extends: passwd\n");
    assert_error("f1.yaml",
                 "f1.yaml:1:10: error: the name of a .yaml file was expected, "
                 "not 'passwd' [MNZ-E0201]\n    extends: passwd\n             ^\n");
    write_file("f1.yaml", "extends: link.yaml\n");
    assert_error("f1.yaml",
                 "f1.yaml:1:10: error: 'link.yaml' is a link to a file that is not "
                 ".yaml [MNZ-E0203]\n    extends: link.yaml\n             ^\n");
    write_file("f1.yaml", "extends: keys.yaml\n");
    assert_error("f1.yaml",
                 "f1.yaml:1:10: error: 'keys.yaml' is not a scenario [MNZ-E0205]\n"
                 "    extends: keys.yaml\n             ^\n");
    write_file("f1.yaml", "extends: dup.yaml\n");
    assert_error("f1.yaml",
                 "f1.yaml:1:10: error: 'dup.yaml' is not a scenario [MNZ-E0205]\n"
                 "    extends: dup.yaml\n             ^\n");
    write_file("f1.yaml", "extends: bytes.yaml\n");
    assert_error("f1.yaml",
                 "bytes.yaml:1:12: error: this is not text in UTF-8 [MNZ-E0101]\n"
                 "  save it as plain text in UTF-8\n");
    write_file("f1.yaml", "extends: dir.yaml\n");
    assert_error(
        "f1.yaml",
        "f1.yaml:1:10: error: cannot read 'dir.yaml': is a directory [MNZ-E0202]\n"
        "    extends: dir.yaml\n             ^\n");
    write_file("f1.yaml", "extends: pipe.yaml\n");
    assert_error("f1.yaml", "f1.yaml:1:10: error: cannot read 'pipe.yaml': is not a "
                            "regular file [MNZ-E0202]\n"
                            "    extends: pipe.yaml\n             ^\n");
}

static void
a_base_in_flow_style_is_a_scenario_too(void **state)
{
    (void)state;
    write_file("flow.yaml", "{\"run\": {\"seed\": 1}}\n");
    write_file("over.yaml", "extends: flow.yaml\ntitle: x\n");
    assert_loaded("over.yaml", "{run: {seed: 1}, title: x}");
}

static void
errors_in_a_base_show_its_line(void **state)
{
    (void)state;
    write_file("broken.yaml", "run: {seed: 1}\nrun: {seed: 2}\n");
    write_file("over.yaml", "extends: broken.yaml\n");
    assert_error(
        "over.yaml",
        "broken.yaml:2:1: error: 'run' is given twice, first on line 1 [MNZ-E0115]\n"
        "    run: {seed: 2}\n"
        "    ^\n");
}

static void
extends_names_one_file(void **state)
{
    (void)state;
    write_file("list.yaml", "extends: [a.yaml, b.yaml]\n");
    assert_error("list.yaml",
                 "list.yaml:1:10: error: 'extends' names one .yaml file, not a list "
                 "[MNZ-E0206]\n"
                 "    extends: [a.yaml, b.yaml]\n"
                 "             ^\n"
                 "  a chain of scenarios is one whose files each extend the next\n");
    write_file("list.yaml", "extends:\nrun: {}\n");
    check("list.yaml", NULL, 0, NULL,
          "list.yaml:1:9: error: 'extends' names one .yaml file, not nothing "
          "[MNZ-E0206]\n"
          "    extends:\n"
          "            ^\n"
          "  a chain of scenarios is one whose files each extend the next\n");
}

static void
what_cannot_be_read_is_an_error_of_the_input(void **state)
{
    (void)state;
    assert_error("none.yaml", "none.yaml: error: cannot read 'none.yaml': No such file "
                              "or directory [MNZ-E0202]\n");
    assert_error(".", ".: error: cannot read '.': is a directory [MNZ-E0202]\n");
    assert_error("/dev/zero", "/dev/zero: error: cannot read '/dev/zero': is not a "
                              "regular file [MNZ-E0202]\n");
    write_file("list.yaml", "- a\n");
    assert_error("list.yaml",
                 "list.yaml:1:1: error: a scenario is a mapping of sections, not a "
                 "list [MNZ-E0204]\n"
                 "    - a\n    ^\n"
                 "  see the example in the manual: sections such as 'facilities:'\n");
}

static void
a_hundred_megabytes_are_refused_unread(void **state)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out;
    char block[4096];
    FILE *f = fopen("huge.yaml", "w");

    (void)state;
    memset(block, '[', sizeof block);
    for (size_t i = 0; i < (100u << 20) / sizeof block; i++)
        assert_int_equal(fwrite(block, 1, sizeof block, f), sizeof block);
    fclose(f);
    assert_int_equal(mnz_document_load("huge.yaml", NULL, 0, &arena, diags, &out),
                     MNZ_ERR_INPUT);
    assert_messages(diags,
                    "huge.yaml: error: cannot read 'huge.yaml': is larger than 16 "
                    "MiB [MNZ-E0202]\n");
    assert_true(mnz_arena_bytes(&arena) < 100000);
    unlink("huge.yaml");
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

/* Which text the tree has, or "" for none. */
static void
assert_handed_on(const char *text, const char *expected)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out;

    write_file("whole.yaml", text);
    assert_int_equal(mnz_document_load("whole.yaml", NULL, 0, &arena, diags, &out),
                     MNZ_ERR_INPUT);
    if (*expected)
        assert_tree(out, expected);
    else
        assert_null(out);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
a_faulty_document_is_handed_on_only_if_nothing_is_missing_from_it(void **state)
{
    (void)state;
    write_file("low.yaml", "run: {seed: 1}\n");
    write_file("broken.yaml", "run: {seed: 1\n");
    write_file("good.csv", "name,a\nx,1\n");
    write_file("bad.csv", "name,a\nx,[1\n");
    assert_handed_on("run: {}\nrun: 2\n", "{run: {}}");
    assert_handed_on("extends: low.yaml\ntitle: !t x\n",
                     "{run: {seed: 1}, title: \"x\"}");
    assert_handed_on("title: a\ntitle: b\nmaterials: {table: good.csv}\n",
                     "{title: a, materials: {x: {a: 1}}}");
    assert_handed_on("run: {<<: {seed: 1}}\n", "");
    assert_handed_on("run: {[seed]: 1}\n", "");
    assert_handed_on("a: &x b\n*x : 1\n? : 2\n", "");
    assert_handed_on("run: [\n", "");
    assert_handed_on("extends: broken.yaml\n", "");
    assert_handed_on("extends: none.yaml\n", "");
    assert_handed_on("materials: {table: bad.csv}\n", "");
    assert_handed_on("materials: {table: none.csv}\n", "");
}

static void
errors_of_files_and_settings_are_reported_together(void **state)
{
    static const char *const settings[] = {"run", "a.=1"};

    (void)state;
    write_file("t.csv", "name,a\nx,[1\n");
    write_file("s.yaml", "materials: {table: t.csv}\n");
    check("s.yaml", settings, 2, NULL,
          "t.csv:2:3: error: the list opened here with '[' is broken [MNZ-E0124]\n"
          "    x,[1\n      ^\n"
          "  close each '[' and '{', and put commas between what they hold\n"
          "--set 'run':1:4: error: '=' was expected [MNZ-E1404]\n"
          "    run\n       ^\n  write --set path=value, such as run.seed=7\n"
          "--set 'a.=1':1:3: error: a key is missing [MNZ-E1403]\n"
          "    a.=1\n      ^\n  write --set path=value, such as run.seed=7\n");
}

static void
nulls_are_told_from_quoted_texts(void **state)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *list =
        tree_of("[~, null, NULL, '', 'null', '~', nULL, 0, {}]", &arena);

    (void)state;
    for (size_t i = 0; i < list->num_children; i++)
        assert_int_equal(mnz_tree_is_null(list->items[i]), i < 3);
    assert_null(mnz_tree_find(list, "a"));
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_tables_and_settings_merge_in_that_order),
        cmocka_unit_test(chains_that_close_are_errors_that_name_the_files),
        cmocka_unit_test(chains_are_bounded),
        cmocka_unit_test(a_foreign_file_is_refused_and_not_shown),
        cmocka_unit_test(a_base_in_flow_style_is_a_scenario_too),
        cmocka_unit_test(errors_in_a_base_show_its_line),
        cmocka_unit_test(extends_names_one_file),
        cmocka_unit_test(what_cannot_be_read_is_an_error_of_the_input),
        cmocka_unit_test(a_hundred_megabytes_are_refused_unread),
        cmocka_unit_test(
            a_faulty_document_is_handed_on_only_if_nothing_is_missing_from_it),
        cmocka_unit_test(errors_of_files_and_settings_are_reported_together),
        cmocka_unit_test(nulls_are_told_from_quoted_texts),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
