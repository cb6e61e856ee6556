#include "load_text.h"

#define BLOCS "blocs: {EU: [DE, FR], west: [EU, US], hub: [JP, west]}\n"
#define CHOICE(selector)                                                               \
    WORLD BLOCS "policies: {p: {kind: priority, class: 1, to: " selector "}}\n"

/* Who is chosen by the `to` of a priority policy: "pit plant jp_motors us_arms". */
static void
assert_actors(const char *text, const char *expected)
{
    struct loaded l = load_sound(text);
    char chosen[256] = "";

    for (uint32_t i = 0; i < l.s->num_actors; i++)
        if (mnz_selector_has_actor(l.s, &l.s->policies[0].priority.to, i)) {
            strcat(chosen, *chosen ? " " : "");
            strcat(chosen, l.s->actors[i].name);
        }
    assert_string_equal(chosen, expected);
    unload(&l);
}

static void
every_key_chooses_actors(void **state)
{
    (void)state;
    assert_actors(CHOICE("{}"), "pit plant jp_motors us_arms");
    assert_actors(CHOICE("jp_motors"), "jp_motors");
    assert_actors(CHOICE("[pit, us_arms]"), "pit us_arms");
    assert_actors(CHOICE("{country: CN}"), "pit plant");
    assert_actors(CHOICE("{country: [JP, US]}"), "jp_motors us_arms");
    assert_actors(CHOICE("{stage: mine}"), "pit");
    assert_actors(CHOICE("{stage: [mine, separation], country: JP}"), "");
    assert_actors(CHOICE("{sector: arms}"), "us_arms");
    assert_actors(CHOICE("{end_use: civil}"), "jp_motors");
    assert_actors(CHOICE("{material: ore}"), "pit plant");
    assert_actors(CHOICE("{element: Dy}"), "pit plant us_arms");
    assert_actors(CHOICE("{facility: plant}"), "plant");
    assert_actors(CHOICE("{industry: us_arms}"), "us_arms");
    assert_actors(CHOICE("{name: [plant, us_arms]}"), "plant us_arms");
    assert_actors(CHOICE("{not: {country: CN}}"), "jp_motors us_arms");
    assert_actors(CHOICE("{country: CN, not: {stage: mine}}"), "plant");
    assert_actors(CHOICE("{not: plant}"), "pit jp_motors us_arms");
    assert_actors(CHOICE("{not: {not: plant}}"), "plant");
}

static void
blocs_nest_and_overlap(void **state)
{
    (void)state;
    assert_actors(CHOICE("{country: west}"), "us_arms");
    assert_actors(CHOICE("{country: hub}"), "jp_motors us_arms");
    assert_actors(CHOICE("{country: EU}"), "");
}

static void
a_facility_may_stand_in_a_bloc_as_a_whole(void **state)
{
    struct loaded l = load_sound(
        HEAD MATERIALS BLOCS "facilities:\n"
                             "  a: {country: EU, stage: mine, makes: {ore: 1}}\n"
                             "  b: {country: DE, stage: mine, makes: {ore: 1}}\n"
                             "policies:\n"
                             "  p: {kind: priority, class: 1, to: {country: west}}\n"
                             "  q: {kind: priority, class: 1, to: {country: DE}}\n");

    (void)state;
    assert_true(mnz_selector_has_actor(l.s, &l.s->policies[0].priority.to, 0));
    assert_true(mnz_selector_has_actor(l.s, &l.s->policies[0].priority.to, 1));
    assert_false(mnz_selector_has_actor(l.s, &l.s->policies[1].priority.to, 0));
    assert_true(mnz_selector_has_actor(l.s, &l.s->policies[1].priority.to, 1));
    unload(&l);
}

#define GOODS(selector)                                                                \
    WORLD "controls: {c: {kind: ban, by: CN, goods: " selector "}}\n"

static void
assert_goods(const char *text, const char *expected)
{
    struct loaded l = load_sound(text);
    char chosen[256] = "";

    for (uint32_t i = 0; i < l.s->num_materials; i++)
        if (mnz_selector_has_material(l.s, &l.s->controls[0].goods, i)) {
            strcat(chosen, *chosen ? " " : "");
            strcat(chosen, l.s->materials[i].name);
        }
    assert_string_equal(chosen, expected);
    unload(&l);
}

static void
goods_are_chosen_by_what_they_are_and_contain(void **state)
{
    (void)state;
    assert_goods(GOODS("ore"), "ore");
    assert_goods(GOODS("[ore, nd_oxide]"), "ore nd_oxide");
    assert_goods(GOODS("{material: dy_oxide}"), "dy_oxide");
    assert_goods(GOODS("{element: Dy}"), "ore dy_oxide");
    assert_goods(GOODS("{element: [Dy, Nd], stage: separation}"), "nd_oxide dy_oxide");
    assert_goods(GOODS("{stage: separation, not: {element: Nd}}"), "dy_oxide");
    assert_goods(GOODS("{element: Tm}"), "");
    assert_refused(GOODS("{country: CN}"), "key 'country' cannot stand in "
                                           "controls.c.goods, which selects materials");
}

static void
zones_are_places(void **state)
{
    struct loaded l = load_sound(
        WORLD BLOCS "price_zones: {inside: [CN], outside: {not: {country: CN}}}\n");
    uint32_t china = 0;

    (void)state;
    while (strcmp(l.s->places[china].code, "CN") != 0)
        china++;
    assert_int_equal(l.s->num_zones, 2);
    for (uint32_t p = 0; p < l.s->num_places; p++) {
        assert_int_equal(mnz_selector_has_place(l.s, &l.s->zones[0].places, p),
                         p == china);
        assert_int_equal(mnz_selector_has_place(l.s, &l.s->zones[1].places, p),
                         p != china);
    }
    unload(&l);
}

/* One message with this advice. */
static void
assert_advice(const char *text, const char *message, const char *advice)
{
    struct loaded l = load_text(text);

    assert_int_equal(mnz_diags_count(l.diags), 1);
    assert_string_equal(mnz_diags_get(l.diags, 0)->text, message);
    assert_string_equal(mnz_diags_get(l.diags, 0)->advice, advice);
    unload(&l);
}

static void
names_that_do_not_exist_have_the_nearest(void **state)
{
    (void)state;
    assert_advice(CHOICE("jp_motor"), "no facility or industry is named 'jp_motor'",
                  "did you mean 'jp_motors'?");
    assert_advice(CHOICE("JP"), "no facility or industry is named 'JP'",
                  "write {country: JP}");
    assert_advice(CHOICE("arms"), "no facility or industry is named 'arms'",
                  "write {sector: arms}");
    assert_advice(CHOICE("{sector: motor}"), "no sector is named 'motor'",
                  "did you mean 'motors'?");
    assert_advice(CHOICE("{stage: magnets}"), "no stage is named 'magnets'",
                  "did you mean 'magnet'?");
    assert_advice(CHOICE("{contry: CN}"), "unknown key 'contry' in policies.p.to",
                  "did you mean 'country'?");
    assert_advice(CHOICE("{country: []}"), "policies.p.to.country is an empty list",
                  "leave the key out, or name something");
    assert_advice(GOODS("dy_oxid"), "no material is named 'dy_oxid'",
                  "did you mean 'dy_oxide'?");
    assert_advice(CHOICE("{facility: pit, industry: us_arms}"),
                  "policies.p.to has more than one of the keys name, facility and "
                  "industry",
                  "all keys of a selector must match: put every name under 'name'");
}

static void
countries_are_known_by_code_and_found_by_name(void **state)
{
    (void)state;
    assert_advice(CHOICE("{country: China}"), "no country or bloc is named 'China'",
                  "did you mean 'CN' (China)?");
    assert_advice(CHOICE("{country: Germny}"), "no country or bloc is named 'Germny'",
                  "did you mean 'DE' (Germany)?");
    assert_advice(CHOICE("{country: UK}"), "no country or bloc is named 'UK'",
                  "did you mean 'GB' (United Kingdom)?");
    assert_advice(CHOICE("{country: jp}"), "no country or bloc is named 'jp'",
                  "did you mean 'JP' (Japan)?");
    assert_advice(CHOICE("{country: wset}"), "no country or bloc is named 'wset'",
                  "did you mean 'west'?");
    assert_advice(
        CHOICE("{country: XX}"), "no country or bloc is named 'XX'",
        "write an ISO 3166 code such as JP, or declare the name under 'blocs'");
}

static void
wrong_blocs_are_refused(void **state)
{
    (void)state;
    assert_refused(WORLD "blocs: {a: [b], b: [c], c: [a]}\n", "contains itself");
    assert_refused(WORLD "blocs: {a: [a]}\n", "bloc 'a' contains itself");
    assert_refused(WORLD "blocs: {FR: [DE]}\n", "'FR', which is the code of France");
    assert_refused(WORLD "blocs: [DE]\n", "blocs must be a mapping");
    assert_refused(WORLD "blocs: {a: {b: c}}\n", "blocs.a must be a list");
    assert_refused(WORLD "blocs: {a: [XY]}\n", "no country or bloc is named 'XY'");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_chooses_actors),
        cmocka_unit_test(blocs_nest_and_overlap),
        cmocka_unit_test(a_facility_may_stand_in_a_bloc_as_a_whole),
        cmocka_unit_test(goods_are_chosen_by_what_they_are_and_contain),
        cmocka_unit_test(zones_are_places),
        cmocka_unit_test(names_that_do_not_exist_have_the_nearest),
        cmocka_unit_test(countries_are_known_by_code_and_found_by_name),
        cmocka_unit_test(wrong_blocs_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
