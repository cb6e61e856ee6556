#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/settings.h"
#include "tree_text.h"

static void
check(const char *document, const char *setting, const char *expected,
      const char *messages)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_setting s = {setting};
    const struct mnz_tree *out;

    assert_int_equal(
        mnz_setting_apply(&s, tree_of(document, &arena), &arena, diags, &out), MNZ_OK);
    assert_tree(out, expected);
    assert_messages(diags, messages);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

static void
a_value_is_set_where_its_path_leads(void **state)
{
    (void)state;
    check("run: {seed: 1, trials: 2}", "run.seed=7", "{run: {seed: 7, trials: 2}}", "");
    check("run: {seed: 1}", "run.trials=2e4", "{run: {seed: 1, trials: 2e4}}", "");
    check("a: 1", "x.y.z=5", "{a: 1, x: {y: {z: 5}}}", "");
    check("run: 3", "run.seed=7", "{run: {seed: 7}}", "");
    check("a: 1", "title=x = y, #1", "{a: 1, title: x = y, #1}", "");
    check("a: 1", "title='1'", "{a: 1, title: \"1\"}", "");
    check("a: {b.c: 1}", "a.\"b.c\"=2", "{a: {b.c: 2}}", "");
    check("a: {shortfall above: 1}", " a . shortfall above = 2",
          "{a: {shortfall above: 2}}", "");
}

/* A name that holds dots is found as it is written, the longest keys last. */
static void
names_with_dots_are_found(void **state)
{
    (void)state;
    check("facilities: {St. Joe: {capacity: 1}}", "facilities.St. Joe.capacity=2",
          "{facilities: {St. Joe: {capacity: 2}}}", "");
    check("facilities: {St. Joe: {capacity: 1}}", "facilities.\"St. Joe\".capacity=2",
          "{facilities: {St. Joe: {capacity: 2}}}", "");
    check("a: {99.9: 1, 99: 2}", "a.99.9=3", "{a: {99.9: 3, 99: 2}}", "");
    check("a: {99.9: 1, 99: {9: 2}}", "a.99.9=3", "{a: {99.9: 1, 99: {9: 3}}}", "");
    check("a: {99.9: 1}", "a.99.9=3", "{a: {99.9: 3}}", "");
    check("a: {x.y: {b.c: 1}}", "a.x.y.b.c=3", "{a: {x.y: {b.c: 3}}}", "");
}

/* A part of a record that is not there would make another one of a misspelt name. */
static void
a_record_that_is_not_there_is_not_made_by_its_parts(void **state)
{
    (void)state;
    check("controls: {licences: {kind: licence}}", "controls.licenses.approval=1",
          "{controls: {licences: {kind: licence}}}",
          "--set 'controls.licenses.approval=1':1:10: error: there is no 'licenses' in "
          "controls [MNZ-E1407]\n"
          "    controls.licenses.approval=1\n"
          "             ^\n"
          "  did you mean 'licences'?\n");
    check("controls: {licences: {kind: licence}}", "controls.b={kind: ban}",
          "{controls: {licences: {kind: licence}, b: {kind: ban}}}", "");
    check("behaviour: {adjust: 1}", "behaviour.price.floor=1",
          "{behaviour: {adjust: 1, price: {floor: 1}}}", "");
}

static void
values_are_merged_as_layers_are(void **state)
{
    (void)state;
    check("controls: {c: {approval: {civil: 1, military: 0}}}",
          "controls.c.approval={civil: 0.4}",
          "{controls: {c: {approval: {civil: 0.4, military: 0}}}}", "");
    check("controls: {c: {approval: {uniform: [0, 1]}}}",
          "controls.c.approval={beta: {mode: 0.5, concentration: 6}}",
          "{controls: {c: {approval: {beta: {mode: 0.5, concentration: 6}}}}}", "");
    check("controls: {c: {approval: {beta: {mode: 0.5, concentration: 6}}}}",
          "controls.c.approval.beta.mode=0.4",
          "{controls: {c: {approval: {beta: {mode: 0.4, concentration: 6}}}}}", "");
    check("links: [{a: 1}]", "links=[{b: 2}]", "{links: [{a: 1}, {b: 2}]}", "");
}

static void
null_removes(void **state)
{
    (void)state;
    check("policies: {a: 1, b: 2}", "policies.a=null", "{policies: {b: 2}}", "");
    check("policies: {alpha: 1}", "policies.alpa=~", "{policies: {alpha: 1}}",
          "--set 'policies.alpa=~':1:10: warning: there is no 'alpa' to remove "
          "[MNZ-W0211]\n"
          "    policies.alpa=~\n"
          "             ^\n"
          "  did you mean 'alpha'?\n");
    check("a: 1", "x.y=null", "{a: 1}",
          "--set 'x.y=null':1:1: warning: there is no 'x' to remove [MNZ-W0211]\n"
          "    x.y=null\n    ^\n");
}

static void
links_are_set_by_name(void **state)
{
    static const char links[] =
        "links: [{name: a, share: 1}, {share: 2}, {name: b, share: 3}]";

    (void)state;
    check(links, "links.b.share=0.2",
          "{links: [{name: a, share: 1}, {share: 2}, {name: b, share: 0.2}]}", "");
    check(
        links, "links.a.lead={uniform: [1, 2]}",
        "{links: [{name: a, share: 1, lead: {uniform: [1, 2]}}, {share: 2}, {name: b, "
        "share: 3}]}",
        "");
    check(links, "links.a=null",
          "{links: [{name: a, share: null}, {share: 2}, {name: b, share: 3}]}", "");
    check(links, "links.a.share=null",
          "{links: [{name: a, share: null}, {share: 2}, {name: b, share: 3}]}", "");
    check(links, "links.0.share=1",
          "{links: [{name: a, share: 1}, {share: 2}, {name: b, share: 3}]}",
          "--set 'links.0.share=1':1:7: error: no link is named '0' [MNZ-E1401]\n"
          "    links.0.share=1\n"
          "          ^\n"
          "  give the link a 'name', which then stands in its path\n");
}

/* Names of inputs.csv: dates behind '@', branches under their event, links by their
 * ends, values with a source. */
static void
names_that_are_printed_are_found(void **state)
{
    (void)state;
    check(
        "controls: {c: {approval: {civil: {2025-04: {uniform: [0, 1]}, 2026-06: 1}}}}",
        "controls.c.approval.civil@2025-04=0.3",
        "{controls: {c: {approval: {civil: {2025-04: 0.3, 2026-06: 1}}}}}", "");
    check("controls: {c: {trim: {value: {2025-09: {uniform: [0, 1]}}, source: x}}}",
          "controls.c.trim@2025-09={uniform: [0, 2]}",
          "{controls: {c: {trim: {value: {2025-09: {uniform: [0, 2]}}, source: x}}}}",
          "");
    check("events: {e: {on: 2025-01, branches: {a: {probability: 0.3}, b: {}}}}",
          "events.e.a.probability=0.4",
          "{events: {e: {on: 2025-01, branches: {a: {probability: 0.4}, b: {}}}}}", "");
    check("controls: {c: {suspended: [{from: 2025-01}, {from: 2026-01}]}}",
          "controls.c.suspended[2].from=2026-02",
          "{controls: {c: {suspended: [{from: 2025-01}, {from: 2026-02}]}}}", "");
    check(
        "links: [{from: a, to: {sector: b.c}, material: m, lead: 1}, {from: a, to: d, "
        "material: m, lead: 1}, {from: a, to: {sector: b.c}, material: m, lead: 2}]",
        "links[a>{sector: b.c}:m].lead=3",
        "{links: [{from: a, to: {sector: b.c}, material: m, lead: 1}, {from: a, to: "
        "d, material: m, lead: 1}, {from: a, to: {sector: b.c}, material: m, lead: "
        "3}]}",
        "");
}

/* Two inputs of one spelling, as names with dots can make: the second one is #2, also
 * when the first one is a number by then. */
static void
inputs_of_one_spelling_are_told_apart(void **state)
{
    static const char both[] = "controls: {c: {s: {from: {uniform: [1, 2]}}}, c.s: "
                               "{from: {uniform: [3, 4]}}}";

    (void)state;
    check(both, "controls.c.s.from#2=5",
          "{controls: {c: {s: {from: {uniform: [1, 2]}}}, c.s: {from: 5}}}", "");
    check(both, "controls.c.s.from=5",
          "{controls: {c: {s: {from: 5}}, c.s: {from: {uniform: [3, 4]}}}}", "");
    check("controls: {c: {s: {from: 1}}, c.s: {from: {uniform: [3, 4]}}}",
          "controls.c.s.from#2=5",
          "{controls: {c: {s: {from: 1}}, c.s: {from: {uniform: [3, 4]}}}}",
          "--set 'controls.c.s.from#2=5':1:1: error: nothing in this scenario is named "
          "'controls.c.s.from#2' [MNZ-E1408]\n"
          "    controls.c.s.from#2=5\n"
          "    ^\n"
          "  did you mean 'controls.c.s.from'?\n");
}

static void
draws_are_set_in_their_section(void **state)
{
    (void)state;
    check("events: {e: {on: 2025-01}}", "events.e.drawn=0",
          "{events: {e: {on: 2025-01}}, draws: {events.e.drawn: 0}}", "");
    check("events: {e: {on: 2025-01}}\ndraws: {events.e.drawn: 1}", "events.e.drawn=0",
          "{events: {e: {on: 2025-01}}, draws: {events.e.drawn: 0}}", "");
    check("controls: {c: {kind: ban}}", "controls.c.triggered={uniform: [0, 0.5]}",
          "{controls: {c: {kind: ban}}, draws: {controls.c.triggered: {uniform: [0, "
          "0.5]}}}",
          "");
}

static void
what_is_only_printed_is_never_made(void **state)
{
    (void)state;
    check(
        "controls: {c: {approval: {2025-04: 0.1}}}", "controls.c.aproval@2025-04=1",
        "{controls: {c: {approval: {2025-04: 0.1}}}}",
        "--set 'controls.c.aproval@2025-04=1':1:1: error: nothing in this scenario is "
        "named 'controls.c.aproval@2025-04' [MNZ-E1408]\n"
        "    controls.c.aproval@2025-04=1\n"
        "    ^\n"
        "  did you mean 'controls.c.approval@2025-04'?\n");
    check("events: {e: {branches: {a: {probability: 1}}}}", "events.e.b.probability=1",
          "{events: {e: {branches: {a: {probability: 1}}}}}",
          "--set 'events.e.b.probability=1':1:1: error: nothing in this scenario is "
          "named 'events.e.b.probability' [MNZ-E1408]\n"
          "    events.e.b.probability=1\n"
          "    ^\n"
          "  did you mean 'events.e.a.probability'?\n");
    check("controls: {c: {approval: {2025-04: 0.1}}}", "controls.c.approval@2025-04=~",
          "{controls: {c: {approval: {2025-04: 0.1}}}}",
          "--set 'controls.c.approval@2025-04=~':1:1: error: null removes only what is "
          "named by its keys in the file [MNZ-E1406]\n"
          "    controls.c.approval@2025-04=~\n"
          "    ^\n"
          "  give it another value\n");
}

static void
what_cannot_be_set_is_an_error_at_its_place(void **state)
{
    (void)state;
    check("blocs: {EU: [DE]}", "blocs.EU.0=FR", "{blocs: {EU: [DE]}}",
          "--set 'blocs.EU.0=FR':1:10: error: a list's items cannot be set one by one "
          "[MNZ-E1406]\n"
          "    blocs.EU.0=FR\n"
          "             ^\n"
          "  replace the whole list: path=[...]\n");
    check("a: 1", "run.seed", "{a: 1}",
          "--set 'run.seed':1:9: error: '=' was expected [MNZ-E1404]\n"
          "    run.seed\n"
          "            ^\n"
          "  write --set path=value, such as run.seed=7\n");
    check("a: 1", "run..seed=1", "{a: 1}",
          "--set 'run..seed=1':1:5: error: a key is missing [MNZ-E1403]\n"
          "    run..seed=1\n"
          "        ^\n"
          "  write --set path=value, such as run.seed=7\n");
    check("a: 1", "=1", "{a: 1}",
          "--set '=1':1:1: error: a key is missing [MNZ-E1403]\n"
          "    =1\n    ^\n  write --set path=value, such as run.seed=7\n");
    check("a: 1", "", "{a: 1}",
          "--set '':1:1: error: a key is missing [MNZ-E1403]\n"
          "    \n    ^\n  write --set path=value, such as run.seed=7\n");
    check("a: 1", "a=", "{a: 1}",
          "--set 'a=':1:3: error: a value is missing after '=' [MNZ-E1402]\n"
          "    a=\n      ^\n  write null to remove it\n");
    check("a: 1", "a={b: 1", "{a: 1}",
          "--set 'a={b: 1':1:3: error: the mapping opened here with '{' is broken "
          "[MNZ-E0125]\n"
          "    a={b: 1\n      ^\n"
          "  close each '[' and '{', and put commas between what they hold\n");
    check("a: 1", "a=\xFF", "{a: 1}",
          "--set 'a=?':1:3: error: this is not text in UTF-8 [MNZ-E0101]\n"
          "  save it as plain text in UTF-8\n");
    check("a: 1", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=1", "{a: 1}",
          "--set 'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=1':1:33: error: this path has too "
          "many keys [MNZ-E1405]\n"
          "    a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=1\n"
          "                                    ^\n");
}

static void
a_new_key_stands_at_its_place_in_the_setting(void **state)
{
    struct mnz_arena arena = {0};
    struct mnz_diags *diags = new_diags();
    const struct mnz_setting s = {"run.sed=7"};
    const struct mnz_tree *out, *run;

    (void)state;
    assert_int_equal(
        mnz_setting_apply(&s, tree_of("run: {seed: 1}", &arena), &arena, diags, &out),
        MNZ_OK);
    run = mnz_tree_find(out, "run");
    assert_string_equal(run->entries[1].key_at.file, "--set 'run.sed=7'");
    assert_int_equal(run->entries[1].key_at.column, 5);
    assert_int_equal(run->entries[1].value->at.column, 9);
    mnz_diags_destroy(diags);
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_set_where_its_path_leads),
        cmocka_unit_test(names_with_dots_are_found),
        cmocka_unit_test(a_record_that_is_not_there_is_not_made_by_its_parts),
        cmocka_unit_test(values_are_merged_as_layers_are),
        cmocka_unit_test(null_removes),
        cmocka_unit_test(links_are_set_by_name),
        cmocka_unit_test(names_that_are_printed_are_found),
        cmocka_unit_test(inputs_of_one_spelling_are_told_apart),
        cmocka_unit_test(draws_are_set_in_their_section),
        cmocka_unit_test(what_is_only_printed_is_never_made),
        cmocka_unit_test(what_cannot_be_set_is_an_error_at_its_place),
        cmocka_unit_test(a_new_key_stands_at_its_place_in_the_setting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
