#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/table_expand.h"
#include "tree_text.h"

static void
check(const char *document, const char *expected, const char *messages)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out;

    assert_int_equal(mnz_tables_expand(tree_of(document, &arena), &arena, diags, &out),
                     MNZ_OK);
    assert_messages(diags, messages);
    if (expected)
        assert_tree(out, expected);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
rows_become_records_with_nested_keys(void **state)
{
    (void)state;
    write_file("m.csv", "_id,name,stock.input,country,stock.output,uses.nd_metal\n"
                        "9,lynas,1,MY,0.5,\n"
                        ",mp,\"{triangular: [1, 2, 3]}\",NO,,0.3\n");
    check("facilities: {table: m.csv}\na: {table: m.csv}",
          "{facilities: {lynas: {stock: {input: 1, output: 0.5}, country: MY}, "
          "mp: {stock: {input: {triangular: [1, 2, 3]}}, country: NO, uses: {nd_metal: "
          "0.3}}}, a: {table: m.csv}}",
          "");
}

static void
what_is_written_beside_a_table_lies_over_its_rows(void **state)
{
    (void)state;
    write_file("a.csv", "name,price,stage\nx,1,metal\ny,2,metal\n");
    write_file("b.csv", "name,price\nz,3\n");
    check("materials:\n  x: {price: 9}\n  table: [a.csv, b.csv]\n  y: null\n  w: "
          "{price: 4}\n",
          "{materials: {x: {price: 9, stage: metal}, z: {price: 3}, w: {price: 4}}}",
          "");
}

static void
rows_of_links_stand_where_they_are_named(void **state)
{
    (void)state;
    write_file("l.csv", "from,to,share\na,b,1\n\"{country: CN}\",c,2\n");
    check(
        "links: [{share: 0}, {table: l.csv}, {share: 3}]",
        "{links: [{share: 0}, {from: a, to: b, share: 1}, {from: {country: CN}, to: c, "
        "share: 2}, {share: 3}]}",
        "");
    check(
        "links: {table: [l.csv]}",
        "{links: [{from: a, to: b, share: 1}, {from: {country: CN}, to: c, share: 2}]}",
        "");
    check("links: [{table: l.csv, share: 1}]", NULL,
          "t.yaml:1:9: error: a row with 'table' has no other keys [MNZ-E0212]\n");
}

static void
cells_and_keys_know_their_places(void **state)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out, *x;

    (void)state;
    write_file("p.csv", "name,a,b.c\nx,1,\"{d: 2}\"\n");
    assert_int_equal(mnz_tables_expand(tree_of("industries: {table: p.csv}", &arena),
                                       &arena, diags, &out),
                     MNZ_OK);
    x = mnz_tree_find(mnz_tree_find(out, "industries"), "x");
    assert_string_equal(x->at.file, "p.csv");
    assert_int_equal(x->at.line, 2);
    assert_int_equal(x->entries[0].key_at.line, 1);
    assert_int_equal(x->entries[0].key_at.column, 6);
    assert_int_equal(x->entries[0].value->at.line, 2);
    assert_int_equal(x->entries[0].value->at.column, 3);
    assert_int_equal(x->entries[1].value->entries[0].value->at.column, 5);
    assert_int_equal(x->entries[0].value->is_quoted, 0);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
names_are_needed_and_given_once(void **state)
{
    (void)state;
    write_file("n.csv", "Name,a\nx,1\n");
    check(
        "facilities: {table: n.csv}", "{facilities: {}}",
        "n.csv:1:1: error: a column 'name' was expected among 'Name', 'a' [MNZ-E0224]\n"
        "    Name,a\n"
        "    ^\n");
    write_file("d.csv", "name,a\nx,1\nx,2\n,3\n");
    write_file("e.csv", "name,a\ny,1\nx,1\n");
    check("facilities: {table: [d.csv, e.csv]}", "{facilities: {x: {a: 1}, y: {a: 1}}}",
          "d.csv:3:1: error: a row above has the name 'x' already [MNZ-E0228]\n"
          "    x,2\n"
          "    ^\n"
          "d.csv:4:2: error: this row has no name [MNZ-E0227]\n"
          "    ,3\n"
          "     ^\n"
          "e.csv:3:1: error: a row above has the name 'x' already [MNZ-E0228]\n"
          "    x,1\n"
          "    ^\n");
}

/* A dot between digits, and one between quotes, is part of a name. */
static void
headers_reach_names_with_dots(void **state)
{
    (void)state;
    write_file(
        "d.csv",
        "name,uses.Nd2O3 99.9,\"uses.\"\"St. Joe\"\"\",stock . input\nf,1,2,3\n");
    check("industries: {table: d.csv}",
          "{industries: {f: {uses: {Nd2O3 99.9: 1, St. Joe: 2}, stock: {input: 3}}}}",
          "");
}

static void
headers_must_be_keys_that_agree(void **state)
{
    (void)state;
    write_file("c.csv", "name,s.a,x,s,y..z\nf,1,2,,\n");
    check("facilities: {table: c.csv}", "{facilities: {}}",
          "c.csv:1:14: error: a part of this header is empty [MNZ-E0226]\n"
          "    name,s.a,x,s,y..z\n"
          "                 ^\n"
          "  a header is a key, or keys with dots between them\n");
    write_file("c.csv", "name,s.a,x,s,s.b\nf,1,2,,3\ng,,2,4,\nh,1,7,2,\n");
    check("facilities: {table: c.csv}",
          "{facilities: {f: {s: {a: 1, b: 3}, x: 2}, g: {s: 4, x: 2}}}",
          "c.csv:4:7: error: this row has values in column 's.a' and in column 's' "
          "[MNZ-E0229]\n"
          "    h,1,7,2,\n"
          "          ^\n"
          "  leave one of the two cells empty\n");
}

static void
bad_cells_are_reported_together(void **state)
{
    (void)state;
    write_file("y.csv", "name,a,b\nx,{c: 1,1\ny,2,[1\nz,1,2\n");
    check("materials: {table: y.csv}", "{materials: {z: {a: 1, b: 2}}}",
          "y.csv:2:3: error: the mapping opened here with '{' is broken [MNZ-E0125]\n"
          "    x,{c: 1,1\n"
          "      ^\n"
          "  close each '[' and '{', and put commas between what they hold\n"
          "y.csv:3:5: error: the list opened here with '[' is broken [MNZ-E0124]\n"
          "    y,2,[1\n"
          "        ^\n"
          "  close each '[' and '{', and put commas between what they hold\n");
}

static void
what_is_no_path_is_an_error(void **state)
{
    (void)state;
    check("materials: {table: {a: b}}", "{materials: {}}",
          "t.yaml:1:20: error: the path of a .csv file was expected [MNZ-E0213]\n"
          "  write table: data/name.csv, or a list of such paths\n");
    check("materials: {table: no.csv, x: {}}", NULL,
          "t.yaml:1:20: error: cannot read 'no.csv': No such file or directory "
          "[MNZ-E0202]\n"
          "  paths are relative to the file that names them\n");
}

static void
a_large_table_is_read_quickly(void **state)
{
    FILE *f = fopen("big.csv", "w");
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *out;

    (void)state;
    fputs("name,a.x,b,a.y\n", f);
    for (int i = 0; i < 100000; i++)
        fprintf(f, "r%d,%d,2,3\n", i, i);
    fclose(f);
    assert_int_equal(
        mnz_tables_expand(tree_of("materials: {table: big.csv, r5: {b: 7}}", &arena),
                          &arena, diags, &out),
        MNZ_OK);
    assert_int_equal(mnz_diags_errors(diags), 0);
    out = mnz_tree_find(out, "materials");
    assert_int_equal(out->num_children, 100000);
    assert_tree(out->entries[5].value, "{a: {x: 5, y: 3}, b: 7}");
    assert_tree(out->entries[99999].value, "{a: {x: 99999, y: 3}, b: 2}");
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records_with_nested_keys),
        cmocka_unit_test(what_is_written_beside_a_table_lies_over_its_rows),
        cmocka_unit_test(rows_of_links_stand_where_they_are_named),
        cmocka_unit_test(cells_and_keys_know_their_places),
        cmocka_unit_test(names_are_needed_and_given_once),
        cmocka_unit_test(headers_reach_names_with_dots),
        cmocka_unit_test(headers_must_be_keys_that_agree),
        cmocka_unit_test(bad_cells_are_reported_together),
        cmocka_unit_test(what_is_no_path_is_an_error),
        cmocka_unit_test(a_large_table_is_read_quickly),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
