#include "load_text.h"

#include "scenario/controls.h"
#include "scenario/policies.h"
#include "scenario/top.h"

static void
check_kind(const struct mnz_record_kind *kind)
{
    for (size_t i = 0; mnz_field_get(kind, i); i++) {
        const struct mnz_field *f = mnz_field_get(kind, i);

        if (!f->doc || !*f->doc)
            fail_msg("%s.%s is not described", kind->name, f->key);
        if (mnz_field_find(kind, f->key) != f)
            fail_msg("%s.%s stands there twice", kind->name, f->key);
        if ((f->flags & MNZ_FIELD_REQUIRED) && f->default_text)
            fail_msg("%s.%s is required and has a default", kind->name, f->key);
        if (f->type == MNZ_FIELD_QUANTITY && !(f->low < f->high))
            fail_msg("%s.%s has no range", kind->name, f->key);
        if (f->type == MNZ_FIELD_CHOICE && !f->choices)
            fail_msg("%s.%s has no choices", kind->name, f->key);
        if (f->type == MNZ_FIELD_CUSTOM && !(f->custom && f->custom->schema))
            fail_msg("%s.%s is not defined", kind->name, f->key);
        if (f->type == MNZ_FIELD_SELECTOR && !f->role)
            fail_msg("%s.%s selects nothing", kind->name, f->key);
    }
}

static void
every_field_is_described_once_and_has_a_range(void **state)
{
    (void)state;
    for (size_t i = 0; mnz_record_kinds[i]; i++)
        check_kind(mnz_record_kinds[i]);
    for (size_t i = 0; mnz_control_rows[i].name; i++)
        if (mnz_control_rows[i].kind)
            check_kind(mnz_control_rows[i].kind);
    for (size_t i = 0; mnz_policy_rows[i].name; i++)
        if (mnz_policy_rows[i].kind)
            check_kind(mnz_policy_rows[i].kind);
}

static void
fields_of_a_base_are_found_too(void **state)
{
    const struct mnz_record_kind *licence = NULL;

    (void)state;
    for (size_t i = 0; mnz_control_rows[i].name; i++)
        if (strcmp(mnz_control_rows[i].name, "licence") == 0)
            licence = mnz_control_rows[i].kind;
    assert_non_null(licence);
    assert_non_null(mnz_field_find(licence, "approval"));
    assert_non_null(mnz_field_find(licence, "suspended"));
    assert_null(mnz_field_find(licence, "tonnes"));
    assert_null(mnz_field_get(licence, mnz_field_count(licence)));
}

static void
an_unknown_key_is_refused_with_the_nearest(void **state)
{
    struct loaded l =
        load_text(HEAD MATERIALS "facilities:\n"
                                 "  pit: {country: CN, stage: mine, makes: {ore: 1}, "
                                 "capcity: 10}\n");

    (void)state;
    assert_int_equal(mnz_diags_count(l.diags), 1);
    assert_string_equal(mnz_diags_get(l.diags, 0)->text,
                        "unknown key 'capcity' in facilities.pit");
    assert_string_equal(mnz_diags_get(l.diags, 0)->advice, "did you mean 'capacity'?");
    assert_int_equal(mnz_diags_get(l.diags, 0)->at.line, 8);
    assert_int_equal(mnz_diags_get(l.diags, 0)->at.column, 52);
    unload(&l);
}

static void
an_unknown_key_like_no_other_lists_them_all(void **state)
{
    struct loaded l = load_text(HEAD "run: {zzzzzz: 1}\n" MATERIALS);

    (void)state;
    assert_string_equal(mnz_diags_get(l.diags, 0)->advice,
                        "its keys are: trials, seed, sampler");
    unload(&l);
}

static void
missing_and_ill_typed_fields_are_refused(void **state)
{
    (void)state;
    assert_refused(HEAD MATERIALS "facilities: {p: {stage: mine, makes: {ore: 1}}}\n",
                   "facilities.p lacks 'country'");
    assert_refused(HEAD MATERIALS "facilities: {p: 5}\n",
                   "facilities.p must be a mapping of keys to values");
    assert_refused("monazite: 1\n" MATERIALS, "the scenario lacks 'time'");
    assert_refused(HEAD, "the scenario lacks 'materials'");
    assert_refused(HEAD "run: {sampler: best}\n" MATERIALS,
                   "run.sampler cannot be 'best'");
    assert_refused(HEAD "run: {trials: 1.5}\n" MATERIALS, "run.trials");
    assert_refused(HEAD "run: {trials: 0}\n" MATERIALS,
                   "must be between 1 and 1000000000");
    assert_refused(HEAD "title: [a]\n" MATERIALS, "title must be a text");
    assert_refused("monazite: 1\ntime: {start: 2025-02-30, months: 3}\n" MATERIALS,
                   "no date that exists");
}

static void
sources_and_notes_may_stand_anywhere(void **state)
{
    struct loaded l = load_sound(
        HEAD
        "sources: {a: {title: A}}\nnotes: b\ndescription: c\n"
        "materials:\n"
        "  ore: {stage: mine, composition: {Nd: 0.1, source: x, notes: y}, source: a, "
        "verified: yes, notes: z}\n");

    (void)state;
    assert_string_equal(l.s->materials[0].origin.source, "a");
    assert_string_equal(l.s->materials[0].origin.verified, "yes");
    unload(&l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_described_once_and_has_a_range),
        cmocka_unit_test(fields_of_a_base_are_found_too),
        cmocka_unit_test(an_unknown_key_is_refused_with_the_nearest),
        cmocka_unit_test(an_unknown_key_like_no_other_lists_them_all),
        cmocka_unit_test(missing_and_ill_typed_fields_are_refused),
        cmocka_unit_test(sources_and_notes_may_stand_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
