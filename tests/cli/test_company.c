/* test_company.c - a bill of materials and stocks in two tables become product lines.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

#define WORLD                                                                          \
    "monazite: 1\n"                                                                    \
    "elements: [Ga, Ge]\n"                                                             \
    "time: {start: 2024-01, months: 12}\n"                                             \
    "run: {trials: 1}\n"                                                               \
    "materials:\n"                                                                     \
    "  gallium: {stage: metal, element: Ga}\n"                                         \
    "  germanium: {stage: metal, element: Ge}\n"                                       \
    "facilities:\n"                                                                    \
    "  cn_gallium: {country: CN, stage: mine, makes: {gallium: 1}}\n"                  \
    "  jp_gallium: {country: JP, stage: mine, makes: {gallium: 1}}\n"                  \
    "  cn_germanium: {country: CN, stage: mine, makes: {germanium: 1}}\n"              \
    "controls: {ban: {kind: ban, by: CN, from: 2024-04}}\n"

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("base.yaml", WORLD);
    write_whole("c.yaml",
                "monazite: 1\n"
                "extends: base.yaml\n"
                "company:\n"
                "  acme: {country: DE, bill: bill.csv, stocks: stocks.csv}\n");
    write_whole(
        "bill.csv",
        "product,material,kg_per_unit,units_per_month,value_per_unit,essential\n"
        "hot lamp,gallium,0.5,1000,20,\n"
        "hot lamp,germanium,0.1,1000,20,0.25\n"
        "sensor,gallium,1,500,100,\n");
    write_whole("stocks.csv", "material,stock_kg,supplier,share,lead\n"
                              "gallium,2000,CN,0.75,\n"
                              "gallium,,jp_gallium,0.25,\n"
                              "germanium,400,CN,,\n");
    return 0;
}

static void
assert_says(const char *text, const char *part)
{
    if (strstr(text, part))
        return;
    print_error("'%s' is not in:\n%s\n", part, text);
    fail();
}

/* gallium: 0.5 x 1000 + 1 x 500 kg a month and 2000 kg in store: two months. The ban is
 * on from April, and three quarters of gallium and all of germanium are China's. Stocks
 * fall by three quarters of a month's use: 2 - 0.75 x 2 = 0.5 at the end of May, and in
 * June 0.25 is missing, of which the Japanese maker's spare makes good a part.
 * Germanium lasts four months, until the end of July. */
static void
lines_stop_when_their_stocks_end(void **state)
{
    struct finished f = RUN("run", "c.yaml", "-q", "--csv", "summary");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_says(f.out, "acme_hot_lamp,");
    assert_says(f.out, "first_short_month,month,1,6,");
    assert_says(f.out, "first_short_day,days,1,178.518,");
    assert_says(f.out, ",2024-06-27,"); /* 152 + 30 (1 - 0.0677083 / 0.583333) */
    finished_free(&f);
    f = RUN("run", "c.yaml", "-q", "--csv", "industry-months");
    assert_int_equal(f.status, 0);
    assert_says(f.out, "acme_sensor,");
    finished_free(&f);
    f = RUN("show", "c.yaml");
    assert_int_equal(f.status, 0);
    /* t a year, months, dollars a year */
    assert_says(f.out, "gallium: 6");
    assert_says(f.out, "germanium: 1.2");
    assert_says(f.out, "germanium: 4");
    assert_says(f.out, "value: 240000");
    assert_says(f.out, "germanium: 0.25");
    finished_free(&f);
}

static void
why_names_stocks_and_controls(void **state)
{
    struct finished f = RUN("why", "c.yaml", "acme_hot_lamp");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_says(f.out, "stock of gallium 2 months, germanium 4 months");
    assert_says(f.out, "ban");
    finished_free(&f);
}

static void
mistakes_have_their_place(void **state)
{
    static const struct {
        const char *bill, *stocks, *says;
    } cases[] = {
        {"product,material,kg,units_per_month\n", "material,stock_kg,supplier\n",
         "bill.csv:1:1: error: this table has no column 'kg_per_unit'"},
        {"product,material,kg_per_unit,units_per_month\nlamp,gallium,x,1\n",
         "material,stock_kg,supplier\n", "bill.csv:2:14: error: a number was expected"},
        {"product,material,kg_per_unit,units_per_month\nlamp,galium,1,1\n",
         "material,stock_kg,supplier\n",
         "bill.csv:2:6: error: no material is named 'galium'"},
        {"product,material,kg_per_unit,units_per_month\nlamp,gallium,1,1\n",
         "material,stock_kg,supplier\ngallium,1,USA\n",
         "stocks.csv:2:11: error: no facility or industry is named 'USA'"},
        {"product,material,kg_per_unit,units_per_month\nlamp,gallium,1,1\n",
         "material,stock_kg,supplier\ngallium,-1,CN\n",
         "stocks.csv:2:9: error: a number was expected"},
        {"product,material,kg_per_unit,units_per_month\nlamp,gallium,1,1\n",
         "material,stock_kg,suplier\ngallium,1,CN\n", "did you mean 'supplier'?"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_whole("bill.csv", cases[i].bill);
        write_whole("stocks.csv", cases[i].stocks);
        assert_refused(RUN("check", "c.yaml"), cases[i].says);
    }
    write_whole("c.yaml",
                "monazite: 1\nextends: base.yaml\ncompany: {acme: {bill: b.csv}}\n");
    assert_refused(RUN("check", "c.yaml"), "company.acme lacks 'country'");
    write_whole("c.yaml", "monazite: 1\nextends: base.yaml\ncompany: {acme: {country: "
                          "DE, bill: bill.csv}}\n");
    assert_refused(RUN("check", "c.yaml"), "company.acme lacks 'stocks'");
    write_whole("c.yaml", "monazite: 1\nextends: base.yaml\ncompany: {acme: {country: "
                          "DE, bil: bill.csv, stocks: stocks.csv}}\n");
    assert_refused(RUN("check", "c.yaml"), "unknown key 'bil' in company.acme");
    write_whole("c.yaml", "monazite: 1\nextends: base.yaml\ncompany: [acme]\n");
    assert_refused(RUN("check", "c.yaml"), "company must be a mapping");
    write_whole("c.yaml",
                "monazite: 1\nextends: base.yaml\n"
                "industries: {x: {country: DE, sector: s, uses: {gallium: 1}, "
                "stock: {of: {germanium: 2}}}}\n"
                "links: [{from: cn_gallium, to: x, material: gallium, share: 1}]\n");
    assert_refused(RUN("check", "c.yaml"), "industries.x does not use 'germanium'");
}

int
main(void)
{
#define IN_A_ROOM(test) cmocka_unit_test_setup_teardown(test, enter, leave_room)
    const struct CMUnitTest tests[] = {
        IN_A_ROOM(lines_stop_when_their_stocks_end),
        IN_A_ROOM(why_names_stocks_and_controls),
        IN_A_ROOM(mistakes_have_their_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
