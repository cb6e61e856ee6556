/* test_minerals.c - nothing in a result depends on which elements are followed. */

#include "unit/network/world_text.h"

#include <string.h>

#include "study/monte_carlo.h"
#include "support/find_group.h"

/* Two elements A and B: ore, separated oxides and a part, in three countries; a ban
 * from April on. */
#define CHAIN(elements, A, B)                                                          \
    "monazite: 1\n"                                                                    \
    "time: {start: 2024-01, months: 12}\n" elements "materials:\n"                     \
    "  ore: {stage: mine, composition: {" A ": 0.2, " B ": 0.05}}\n"                   \
    "  a: {stage: separation, element: " A ", price: 60}\n"                            \
    "  b: {stage: separation, element: " B ", price: 300}\n"                           \
    "  part: {stage: product, composition: {" A ": 0.3, " B ": 0.02}}\n"               \
    "facilities:\n"                                                                    \
    "  pit: {country: CN, stage: mine, makes: {ore: 1}}\n"                             \
    "  plant: {country: CN, stage: separation, separates: ore, recovery: {" B          \
    ": 0.8, " A ": 0.9}, byproducts: [b]}\n"                                           \
    "  shop: {country: JP, stage: product, uses: {a: 0.4, b: 0.03}, makes: {part: "    \
    "1}}\n"                                                                            \
    "industries:\n"                                                                    \
    "  cars: {country: US, sector: motors, uses: {part: 100}, value: 1e9}\n"           \
    "  lamps: {country: US, sector: lamps, uses: {b: 4}, value: 1e8}\n"                \
    "links:\n"                                                                         \
    "  - {from: pit, to: plant, material: ore, share: 1}\n"                            \
    "  - {from: plant, to: shop, material: a, share: 1}\n"                             \
    "  - {from: plant, to: shop, material: b, share: 1}\n"                             \
    "  - {from: shop, to: cars, material: part, share: 1, lead: 1}\n"                  \
    "  - {from: plant, to: lamps, material: b, share: 1}\n"                            \
    "controls:\n"                                                                      \
    "  ban: {kind: ban, by: CN, goods: {element: " B "}, from: 2024-04, leak: "        \
    "{uniform: [0.1, 0.5]}}\n"

static struct mnz_run *
run(const struct compiled *c)
{
    const struct mnz_run_setup options = {
        .trials = 40, .seed = 3, .threads = 1, .all_months = 1};
    struct mnz_run *result;

    assert_int_equal(mnz_run_create(c->net, &options, &result), MNZ_OK);
    return result;
}

static double
mean(const struct mnz_run *result, enum mnz_scope scope, const char *group,
     enum mnz_metric metric)
{
    struct mnz_summary s;

    mnz_tally_summary(result->conditionals[0].tally,
                      mnz_metrics_horizon(result->metrics,
                                          find_group(result->metrics, scope, group),
                                          metric),
                      &s);
    return s.mean;
}

/* All series of two runs, in their order. */
static void
assert_same_results(const char *one, const char *other)
{
    struct compiled a = compile_text(one), b = compile_text(other);
    struct mnz_run *x = run(&a), *y = run(&b);

    assert_int_equal(x->metrics->num_series, y->metrics->num_series);
    for (uint32_t i = 0; i < x->metrics->num_series; i++) {
        struct mnz_summary s, t;

        mnz_tally_summary(x->conditionals[0].tally, i, &s);
        mnz_tally_summary(y->conditionals[0].tally, i, &t);
        assert_int_equal(s.trials, t.trials);
        assert_true(s.mean == t.mean || (s.trials == 0 && t.trials == 0));
    }
    assert_true(mean(x, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE) > 0.01);
    mnz_run_destroy(x);
    mnz_run_destroy(y);
    discard(&a);
    discard(&b);
}

static void
symbols_alone_change_nothing(void **state)
{
    (void)state;
    assert_same_results(
        CHAIN("", "Nd", "Dy"),
        CHAIN("elements: {Ga: {oxide: 1.1664}, Ge: {oxide: 1.1477}}\n", "Ga", "Ge"));
    assert_same_results(CHAIN("elements: [Nd, Dy]\n", "Nd", "Dy"),
                        CHAIN("", "Nd", "Dy"));
    assert_same_results(CHAIN("elements: [W, Sb]\n", "W", "Sb"),
                        CHAIN("elements: [Co, C]\n", "Co", "C"));
}

#define GALLIUM(elements, what)                                                        \
    "monazite: 1\n"                                                                    \
    "time: {start: 2024-01, months: 12}\n" elements "materials:\n"                     \
    "  gallium: {stage: metal" what "}\n"                                              \
    "  ingot: {stage: product" what "}\n"                                              \
    "facilities:\n"                                                                    \
    "  cn: {country: CN, stage: metal, makes: {gallium: 1}, feeds: unknown}\n"         \
    "  de: {country: DE, stage: product, makes: {ingot: 1}, feeds: unknown}\n"         \
    "  fr: {country: FR, stage: mine, makes: {ingot: 1}}\n"                            \
    "industries:\n"                                                                    \
    "  chips: {country: US, sector: chips, uses: {gallium: 24}, stock: 0}\n"           \
    "  leds: {country: JP, sector: leds, uses: {ingot: 24}, stock: 0}\n"               \
    "links:\n"                                                                         \
    "  - {from: cn, to: chips, material: gallium, share: 1}\n"                         \
    "  - {from: de, to: leds, material: ingot, share: 0.75}\n"                         \
    "  - {from: fr, to: leds, material: ingot, share: 0.25}\n"                         \
    "controls:\n"                                                                      \
    "  ban: {kind: ban, by: CN, from: 2024-07}\n"

static void
assert_gallium(const char *text)
{
    struct compiled c = compile_text(text);
    struct mnz_run *r = run(&c);

    assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "chips", MNZ_METRIC_SHORTFALL_SHARE), 0.5);
    assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "leds", MNZ_METRIC_SHORTFALL_SHARE), 0.0);
    assert_near(mean(r, MNZ_SCOPE_SECTOR, "chips", MNZ_METRIC_SHORTFALL_SHARE), 0.5);
    assert_near(mean(r, MNZ_SCOPE_COUNTRY, "US", MNZ_METRIC_SHORTFALL_SHARE), 0.5);
    assert_near(mean(r, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE), 0.25);
    assert_near(mean(r, MNZ_SCOPE_STAGE, "metal", MNZ_METRIC_SHORTFALL_SHARE), 0.5);
    assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "chips", MNZ_METRIC_MONTHS_SHORT), 6.0);
    assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "chips", MNZ_METRIC_PEAK_SHORTFALL_SHARE),
                1.0);
    assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "chips", MNZ_METRIC_FIRST_SHORT_DAY),
                31.0 + 29.0 + 31.0 + 30.0 + 31.0 + 30.0);
    assert_near(mean(r, MNZ_SCOPE_STAGE, "product", MNZ_METRIC_TOP_COUNTRY_SHARE), 1.0);
    mnz_run_destroy(r);
    discard(&c);
}

static void
who_is_short_without_a_rare_earth(void **state)
{
    (void)state;
    assert_gallium(GALLIUM("elements: [Ga]\n", ", element: Ga"));
    assert_gallium(GALLIUM("", ", element: none"));
    assert_gallium(GALLIUM("", ""));
}

/* 24 t of the one and 24 t of the other weigh alike, whether or not both hold an
 * element: `none` counts tonnes beside contents. */
static void
a_material_that_counts_itself_weighs_its_tonnes(void **state)
{
    struct compiled c = compile_text(
        "monazite: 1\n"
        "time: {start: 2024-01, months: 12}\n"
        "elements: [Ga]\n"
        "materials:\n"
        "  gallium: {stage: metal, element: Ga}\n"
        "  case: {stage: product, element: none}\n"
        "facilities:\n"
        "  cn: {country: CN, stage: mine, makes: {gallium: 1}}\n"
        "  jp: {country: JP, stage: mine, makes: {case: 1}}\n"
        "industries:\n"
        "  chips: {country: US, sector: chips, uses: {gallium: 10, case: 30}, stock: "
        "0}\n"
        "  leds: {country: US, sector: leds, uses: {gallium: 10}, stock: 0}\n"
        "links:\n"
        "  - {from: cn, to: {country: US}, material: gallium, share: 1}\n"
        "  - {from: jp, to: {country: US}, material: case, share: 1}\n"
        "controls:\n"
        "  ban: {kind: ban, by: JP, from: 2024-07}\n");
    struct mnz_run *r = run(&c);

    (void)state;
    /* chips weighs 10 + 30 of 50, and lacks half the year. */
    assert_near(mean(r, MNZ_SCOPE_TOTAL, "all", MNZ_METRIC_SHORTFALL_SHARE),
                0.5 * 40.0 / 50.0);
    mnz_run_destroy(r);
    discard(&c);
}

/* A customs table about one buyer, in the three ways of writing it. */
#define IMPORTS(jp, cn)                                                                \
    "monazite: 1\n"                                                                    \
    "time: {start: 2024-01, months: 12}\n"                                             \
    "materials: {ce: {stage: separation, element: Ce}}\n"                              \
    "facilities:\n"                                                                    \
    "  ce_jp: {country: JP, stage: separation, feeds: unknown, makes: {ce: 1}}\n"      \
    "  ce_cn: {country: CN, stage: separation, feeds: unknown, makes: {ce: 1}}\n"      \
    "industries:\n"                                                                    \
    "  us: {country: US, sector: catalysts, uses: {ce: 400}, stock: 0}\n"              \
    "links:\n"                                                                         \
    "  - {from: ce_jp, to: us, material: ce, " jp "}\n"                                \
    "  - {from: ce_cn, to: us, material: ce, " cn "}\n"                                \
    "controls: {ban: {kind: ban, by: CN}}\n"

static void
tonnes_of_links_give_their_shares(void **state)
{
    static const char *const texts[] = {
        IMPORTS("share: 0.75", "share: 0.25"),
        IMPORTS("tonnes: 300", "tonnes: 100"),
        IMPORTS("tonnes: 600 t/yr", "tonnes: 200000 kg/yr"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct compiled c = compile_text(texts[i]);
        struct mnz_run *r = run(&c);

        assert_near(mean(r, MNZ_SCOPE_INDUSTRY, "us", MNZ_METRIC_SHORTFALL_SHARE),
                    0.25);
        assert_near(
            mean(r, MNZ_SCOPE_STAGE, "separation", MNZ_METRIC_TOP_COUNTRY_SHARE), 1.0);
        mnz_run_destroy(r);
        discard(&c);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_alone_change_nothing),
        cmocka_unit_test(who_is_short_without_a_rare_earth),
        cmocka_unit_test(tonnes_of_links_give_their_shares),
        cmocka_unit_test(a_material_that_counts_itself_weighs_its_tonnes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
