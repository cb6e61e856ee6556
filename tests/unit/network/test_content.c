/* test_content.c - controlled content by value, and its lines in check. */

#include "world_text.h"

#include "network/check.h"

/* Per t of magnet 0.4 t oxide at 60 of 80 USD/kg: all of it Chinese would be 0.3. Half
 * is Chinese. The other half is Malaysian, made of Chinese ore: 1 t at 5 gives 0.4 t at
 * 60, that is 5/24. */
#define PRICED TRADE_WITH("{stage: product, price: 1}")
#define REACH                                                                          \
    "  reach: {kind: extraterritorial, by: CN, goods: magnet, processing: 2, "         \
    "approval: 0.5"

static double *
trace(const struct compiled *c, struct mnz_baseline **base, double *content)
{
    const double *draws = mnz_network_median_draws(c->net);

    assert_int_equal(mnz_baseline_create(c->net, draws, base), MNZ_OK);
    mnz_content_trace(c->net, 0, *base, draws, content);
    return content;
}

static void
content_is_traced_by_value(void **state)
{
    struct compiled c =
        compile_text(PRICED "controls:\n" REACH ", items: {element: Nd}}\n");
    struct mnz_baseline *base;
    double content[8];
    const double my = 5.0 / (0.5 * 0.8 * 60.0);

    (void)state;
    trace(&c, &base, content);
    assert_near(content[CN_PLANT], 0);
    assert_near(content[MY_PLANT], my);
    assert_near(content[JP_MAGNETS], 0.4 * 60.0 / 80.0 * (0.5 + 0.5 * my));
    assert_near(content[CN_MAGNETS], 0);
    assert_near(content[US_MOTORS], 0);
    mnz_baseline_destroy(base);
    discard(&c);
}

static void
only_items_count(void **state)
{
    struct compiled c = compile_text(PRICED "controls:\n" REACH ", items: oxide}\n");
    struct mnz_baseline *base;
    double content[8];

    (void)state;
    trace(&c, &base, content);
    assert_near(content[MY_PLANT], 0);
    assert_near(content[JP_MAGNETS], 0.4 * 60.0 / 80.0 * 0.5);
    mnz_baseline_destroy(base);
    discard(&c);
}

/* The purchases of a plant can be worth more than its sales. */
static void
content_is_at_most_all(void **state)
{
    struct compiled c = compile_text(PRICED "controls:\n" REACH ", items: oxide}\n");
    struct mnz_baseline *base;
    double content[8];

    (void)state;
    c.l.s->materials[MAGNET].price_usd_per_kg =
        c.l.s->materials[ORE].price_usd_per_kg; /* 5 USD/kg */
    trace(&c, &base, content);
    assert_near(content[JP_MAGNETS], 1);
    mnz_baseline_destroy(base);
    discard(&c);
}

static void
what_is_caught_depends_on_threshold_and_technology(void **state)
{
    static const struct {
        const char *keys;
        enum mnz_catch caught;
    } cases[] = {
        {"items: oxide, de_minimis: 0.15", MNZ_CATCH_CONTENT}, /* exactly */
        {"items: oxide, de_minimis: 0.1501", MNZ_CATCH_NOT},
        {"items: oxide, de_minimis: 0.1501, technology_test: true",
         MNZ_CATCH_TECHNOLOGY},
        {"items: oxide, technology_test: true", MNZ_CATCH_CONTENT},
    };
    char text[4096];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct compiled c;
        struct mnz_check *k;

        snprintf(text, sizeof text,
                 "%scontrols:\n  stop: {kind: ban, by: CN}\n" REACH ", %s}\n", PRICED,
                 cases[i].keys);
        c = compile_text(text);
        c.l.s->actors[JP_MAGNETS].technology = mnz_ref_to(c.l.s->actors[CN_MINE].place);
        assert_int_equal(mnz_check_create(c.net, c.l.diags, &k), MNZ_OK);
        assert_int_equal(k->num_contents, 1);
        assert_int_equal(k->contents[0].control, 1);
        assert_int_equal(k->contents[0].link,
                         link_between(c.net, JP_MAGNETS, US_MOTORS));
        assert_near(k->contents[0].content, 0.15);
        assert_int_equal(k->contents[0].caught, cases[i].caught);
        mnz_check_destroy(k);
        discard(&c);
    }
}

static void
check_prints_contents_and_policies(void **state)
{
    struct compiled c = compile_text(
        PRICED
        "controls:\n" REACH ", items: oxide}\n"
        "  know_how: {kind: technology, by: CN, facilities: jp_magnets}\n"
        "  panic: {kind: surge, size: 0.3, facilities: {country: US}}\n"
        "policies:\n"
        "  help: {kind: pact, members: [JP, MY], shares: {diverted: 0.2}}\n"
        "  thrift: {kind: substitution, material: oxide, saves: 0.4, "
        "after_premium: 1}\n"
        "  floor: {kind: price_floor, goods: oxide, floor: 110, for: cn_plant}\n");
    struct mnz_check *k;
    char *text = NULL;
    size_t length;
    FILE *f = open_memstream(&text, &length);

    (void)state;
    assert_non_null(f);
    assert_int_equal(mnz_check_create(c.net, c.l.diags, &k), MNZ_OK);
    assert_int_equal(mnz_check_write(k, f), MNZ_OK);
    assert_int_equal(fclose(f), 0);
    assert_non_null(strstr(
        text,
        "\nMade abroad and in the scope of reach: controlled content by value, which "
        "counts from 0.1 %\n"
        "  seller                      buyer                       material"
        "               content   caught by\n"
        "  jp_magnets                  us_motors                   magnet"
        "                    15 %     content\n"));
    assert_non_null(strstr(text, "  know_how                                        "
                                 "technology              1 facility"));
    assert_non_null(strstr(text, "  panic                                           "
                                 "surge                      1 input"));
    assert_non_null(
        strstr(text, "\nPolicies and what they reach\n"
                     "  help                                            pact"
                     "                      4 inputs\n"
                     "  thrift                                          substitution"
                     "              2 inputs\n"
                     "  floor                                           price_floor"
                     "                2 links\n"));
    free(text);
    mnz_check_destroy(k);
    discard(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_traced_by_value),
        cmocka_unit_test(only_items_count),
        cmocka_unit_test(content_is_at_most_all),
        cmocka_unit_test(what_is_caught_depends_on_threshold_and_technology),
        cmocka_unit_test(check_prints_contents_and_policies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
