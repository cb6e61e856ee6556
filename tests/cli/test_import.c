/* test_import.c - files of public statistics, in their documented layouts and with
 * their traps, as tables. All files are made by hand. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

#define MAP                                                                            \
    "goods:\n"                                                                         \
    "  811292: gallium\n"                                                              \
    "  81129295: {material: germanium, tonnes: 0.5}\n"                                 \
    "  '025410': lead\n"                                                               \
    "flow: import\n"                                                                   \
    "places: {FR: EU, DE: EU, GR: EU}\n"                                               \
    "sellers: {CN: {gallium: cn_plant}}\n"                                             \
    "buyers: {EU: {gallium: eu_chips}}\n"                                              \
    "observed:\n"                                                                      \
    "  gallium: {from: CN, material: gallium}\n"                                       \
    "  gallium_us: {from: CN, to: US, material: gallium, scale: 1000}\n"

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("map.yaml", MAP);
    write_whole("gacc.yaml", MAP "reporter: CN\nset: test\n");
    return 0;
}

/* The table of a file in the format, on standard output; the report in *report. */
static char *
import(const char *format, const char *map, const char *as, char **report)
{
    struct finished f = as ? RUN("import", format, "in.csv", "--map", map, "--as", as)
                           : RUN("import", format, "in.csv", "--map", map);
    char *out = f.out;

    if (f.status != 0)
        print_error("%s\n", f.err);
    assert_int_equal(f.status, 0);
    *report = f.err;
    return out;
}

static void
assert_says(const char *text, const char *part)
{
    if (text && strstr(text, part))
        return;
    print_error("'%s' is not in:\n%s\n", part, text ? text : "(nothing)");
    fail();
}

static void
assert_says_not(const char *text, const char *part)
{
    assert_non_null(text);
    if (!text || !strstr(text, part))
        return;
    print_error("'%s' is in:\n%s\n", part, text);
    fail();
}

/* `text` in another character set. */
static void
write_in(const char *charset, const char *text)
{
    iconv_t set = iconv_open(charset, "UTF-8");
    char *copy = strdup(text), *in = copy, room[8192], *out = room;
    size_t in_left = strlen(text), out_left = sizeof room;
    FILE *f = fopen("in.csv", "wb");

    if (set == (iconv_t)-1)
        skip(); /* a C library without that set */
    assert_non_null(copy);
    assert_non_null(f);
    assert_true(iconv(set, &in, &in_left, &out, &out_left) != (size_t)-1);
    fwrite(room, 1, sizeof room - out_left, f);
    fclose(f);
    free(copy);
    iconv_close(set);
}

#define COMTRADE                                                                       \
    "typeCode,freqCode,refPeriodId,refMonth,period,reporterCode,reporterISO,flowCode," \
    "partnerCode,partnerISO,partner2Code,cmdCode,customsCode,motCode,qtyUnitCode,qty," \
    "netWgt,primaryValue,isAggregate\n"

static void
comtrade_totals_are_not_doubled(void **state)
{
    char *report, *out;

    (void)state;
    write_whole(
        "in.csv", COMTRADE
        /* the total, its parts by customs procedure, route and second partner */
        "C,M,20240501,5,202405,842,USA,M,156,CHN,0,811292,C00,0,8,3000,3000,9,F\n"
        "C,M,20240501,5,202405,842,USA,M,156,CHN,0,811292,C01,0,8,2000,2000,6,F\n"
        "C,M,20240501,5,202405,842,USA,M,156,CHN,0,811292,C00,2100,8,1,1,3,F\n"
        "C,M,20240501,5,202405,842,USA,M,156,CHN,344,811292,C00,0,8,1,1,3,F\n"
        /* the world, unknown quantities, exports, the year, other goods */
        "C,M,20240501,5,202405,842,USA,M,0,W00,0,811292,C00,0,8,9,9,9,F\n"
        "C,M,20240501,5,202405,842,USA,M,392,JPN,0,811292,C00,0,-1,0,0,500,F\n"
        "C,M,20240501,5,202405,842,USA,M,276,DEU,0,811292,C00,0,8,70,-1,5,F\n"
        "C,M,20240501,5,202405,842,USA,X,156,CHN,0,811292,C00,0,8,5,5,5,F\n"
        "C,A,20240101,52,202452,842,USA,M,156,CHN,0,811292,C00,0,8,9,9,9,F\n"
        "C,M,20240501,5,202405,842,USA,M,156,CHN,0,850511,C00,0,8,9,9,9,F\n"
        /* numbers of the UN's own: India, France */
        "C,M,20240501,5,202405,699,IND,M,251,FRA,0,811292,C00,0,8,10,10,9,F\n"
        "C,M,20240501,5,202405,842,USA,M,838,_X,0,811292,C00,0,8,10,10,9,F\n");
    out = import("comtrade", "map.yaml", NULL, &report);
    assert_says(out, "from,to,material,tonnes,source,verified\n");
    /* one month: times twelve */
    assert_says(out, "cn_plant,{country: US},gallium,36,comtrade in.csv sha256:");
    assert_says(out, "eu_gallium,{country: US},gallium,0.84,");
    assert_says(out, "eu_gallium,{country: IN},gallium,0.12,");
    assert_says_not(out, "jp_");
    assert_says(out, ",derived\n");
    assert_says(report, "rows read: 12, used: 3\n");
    assert_says(report, "left out: 3, a part of a total");
    assert_says(report, "left out: 1, the world, an area");
    assert_says(report, "left out: 1, no quantity, or none in weight (500 USD)");
    assert_says(report, "left out: 1, the other direction");
    assert_says(report, "left out: 1, a year where months");
    assert_says(report, "left out: 1, goods that the map does not name");
    assert_says(report, "not a place of the map: 838, 1 rows");
    assert_says(report, "  2024  gallium  3.08\n");
    free(out);
    free(report);
}

/* Columns in any order; codes that a spreadsheet took for numbers. */
static void
baci_gives_thousands_of_dollars_and_tonnes(void **state)
{
    char *report, *out;

    (void)state;
    write_whole("in.csv", "q,k,v,t,j,i\n"
                          "2.5,811292,100.5,2022,842,156\n"
                          "   7.25,25410,1,2022,579,757\n"
                          "NA,811292,3,2022,251,156\n"
                          ",811292,4,2022,392,156\n"
                          "1,811292,1,2022,842,842\n");
    out = import("baci", "map.yaml", NULL, &report);
    assert_says(out, "cn_plant,{country: US},gallium,2.5,");
    assert_says(out, "ch_lead,{country: NO},lead,7.25,");
    assert_says(report, "rows read: 5, used: 2\n");
    assert_says(report, "left out: 2, no quantity, or none in weight (7000 USD)");
    assert_says(report, "left out: 1, the world, an area, or the country itself");
    free(out);
    free(report);
}

static void
comext_of_both_editions(void **state)
{
    char *report, *out;

    (void)state;
    write_whole(
        "in.csv",
        "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,FLOW,STAT_PROCEDURE,"
        "SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
        "EL,CN,E,81129289,68,1,1,,202405,1,1,12000,0\n"
        "DE,CN,E,81129289,68,1,4,,202405,1,1,8000,0\n"
        "DE,CN,E,81129289,68,2,1,,202405,1,1,5000,0\n"
        "DE,CN,E,8112929X,68,1,1,,202405,1,1,5000,0\n"
        "DE,QY,E,81129289,68,1,1,,202405,1,1,5000,0\n"
        "DE,CN,E,81129295,68,1,1,,202405,1,1,5000,0\n"
        "DE,US,E,81129289,68,1,1,,202405,1,1,0,0\n"
        "DE,FR,I,81129289,68,1,1,,202405,1,1,5000,0\n");
    out = import("comext", "map.yaml", "observed", &report);
    assert_says(out, "2024-05,gallium,20,,comext in.csv sha256:");
    assert_says(out, "2024-05,gallium_us,0,");
    assert_says(report, "rows read: 8, used: 3\n");
    assert_says(report, "left out: 2, confidential");
    free(out);
    free(report);
    out = import("comext", "map.yaml", "links", &report);
    assert_says(out, "cn_plant,eu_chips,gallium,240,");
    /* half a tonne of germanium in one of goods; the longest code counts */
    assert_says(out, "cn_germanium,{country: EU},germanium,30,");
    free(out);
    free(report);
    write_whole("in.csv", "DECLARANT;PARTNER;PRODUCT_NC;FLOW;STAT_REGIME;PERIOD;"
                          "VALUE_IN_EUROS;QUANTITY_IN_KG;SUP_QUANTITY\n"
                          "004;720;81129289;1;4;200801;1;3000;0\n"
                          "FR;CN;81129289;1;4;200801;1;3000;0\n");
    out = import("comext", "map.yaml", "observed", &report);
    assert_says(out, "2008-01,gallium,3,");
    free(out);
    free(report);
}

#define GACC                                                                                                        \
    "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位," \
    "第二数量,第二计量单位,美元,\r\n"

static void
chinese_customs_in_their_own_characters(void **state)
{
    static const char *const sets[] = {"GB18030", "UTF-8", "UTF-16"};

    (void)state;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char *report, *out;

        write_in(sets[i],
                 GACC "202405,81129290,未锻轧镓,502,美国,\"1,500\",千克,0,,\"9\",\r\n"
                      "202405,81129290,未锻轧镓,116,日本,2,吨,0,,\"1,9\",\r\n"
                      "202405,81129290,镓制品,133,韩国,7,个,250,公斤,5,\r\n"
                      "202405,81129290,镓制品,133,韩国,7,个,,,5,\r\n"
                      "202405,81129290,镓,999,火星,1,千克,0,,5,\r\n"
                      "2024年5月,81129290,镓,116,日本,1,千克,0,,5,\r\n");
        out = import("gacc", "gacc.yaml", NULL, &report);
        free(out);
        free(report);
        /* exports: the map's own direction is for customs of importers */
        write_whole("out.yaml", MAP "reporter: CN\nset: test\n");
        {
            char *map = read_whole("out.yaml"), *flow = strstr(map, "flow: import");

            memcpy(flow, "flow: export", 12);
            write_whole("out.yaml", map);
            free(map);
        }
        out = import("gacc", "out.yaml", NULL, &report);
        assert_says(out, "month,name,value,set,source,verified\n");
        assert_says(out, "2024-05,gallium,3.75,test,gacc in.csv sha256:");
        assert_says(out, "2024-05,gallium_us,1500,test,");
        assert_says(report, "rows read: 6, used: 3\n");
        assert_says(report, "left out: 1, no quantity");
        assert_says(report, "not a place of the map: 火星, 1 rows");
        assert_says(report, "left out: 1, a period that is none");
        free(out);
        free(report);
    }
}

#define USGS                                                                           \
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,"    \
    "Value,Notes,Is critical mineral 2025,Other notes\r\n"

static void
geological_survey_with_its_signs(void **state)
{
    char *report, *out;

    (void)state;
    write_whole("usgs.yaml",
                "goods:\n"
                "  Gallium: {material: gallium}\n"
                "  Cobalt: {material: cobalt, statistics: Mine production}\n"
                "sellers: {CN: {gallium: cn_plant}}\n"
                "edition: MCS 2026\n");
    write_in("WINDOWS-1252", USGS
             "1,a,Gallium,China,Production,,Kilograms,2023,\"600,000\",,Yes,\r\n"
             "1,a,Gallium,China,Production,,Kilograms,2024,\"750,000\",,Yes,\r\n"
             "1,a,Gallium,Japan,Production,,kilograms,2024,\">3,000\",,Yes,\r\n"
             "1,a,Gallium,Russia,Production,,kilograms,2024,W,,Yes,\r\n"
             "1,a,Gallium,\"Korea, Republic of\",Production,,kilograms,2024,–,,Yes,\r\n"
             "1,a,Gallium,World total (rounded),Production,,kilograms,2024,1,,Yes,\r\n"
             "1,a,Gallium,China,Price,,dollars per kilogram,2024,500,,Yes,\r\n"
             "1,a,Cobalt,Congo (Kinshasa),Production,Mine production,metric "
             "tons,2024,\"220,000\",,Yes,\r\n"
             "1,a,Cobalt,Côte d’Ivoire,Production,Mine production,metric "
             "tons,2024,E,,Yes,\r\n");
    out = import("usgs", "usgs.yaml", NULL, &report);
    assert_says(out, "name,country,stage,capacity,makes.");
    assert_says(out, "cn_plant,CN,mine,750,");
    assert_says(out, "jp_gallium,JP,mine,3,");
    assert_says(out, "cd_cobalt,CD,mine,220000,");
    assert_says(out, ",2024,usgs in.csv MCS 2026 sha256:");
    assert_says_not(out, "kr_");
    assert_says_not(out, "cn_plant,CN,mine,600,");
    assert_says(report, "left out: 2, a value withheld or not available");
    assert_says(report, "left out: 1, another statistic");
    free(out);
    free(report);
}

/* A list of mines becomes a table of a scenario. */
static void
imported_tables_run(void **state)
{
    struct finished f;

    (void)state;
    write_whole("in.csv",
                "t,i,j,k,v,q\n2022,156,842,811292,1,30\n2022,392,842,811292,1,10\n");
    f = RUN("import", "baci", "in.csv", "-m", "map.yaml", "-o", "links.csv");
    assert_int_equal(f.status, 0);
    assert_says(f.out, "rows read: 2, used: 2\n");
    assert_string_equal(f.err, "");
    finished_free(&f);
    write_whole(
        "g.yaml",
        "monazite: 1\n"
        "elements: [Ga]\n"
        "time: {start: 2024-01, months: 12}\n"
        "run: {trials: 1}\n"
        "materials: {gallium: {stage: metal, element: Ga}}\n"
        "facilities:\n"
        "  cn_plant: {country: CN, stage: metal, feeds: unknown, makes: {gallium: 1}}\n"
        "  jp_gallium: {country: JP, stage: metal, feeds: unknown, makes: {gallium: "
        "1}}\n"
        "industries: {chips: {country: US, sector: chips, uses: {gallium: 40}, "
        "stock: 0}}\n"
        "links: {table: links.csv}\n"
        "controls: {ban: {kind: ban, by: CN}}\n");
    f = RUN("run", "g.yaml", "-q", "--csv", "summary");
    assert_int_equal(f.status, 0);
    assert_says(f.out, "all industries,,,,shortfall_share,share,1,0.75,");
    finished_free(&f);
}

static void
value_added_of_an_input_output_table(void **state)
{
    char *report, *out;

    (void)state;
    write_whole("figaro.yaml", "goods: {C26: chips}\nplaces: {DE: EU}\n");
    write_whole("in.csv", "rowLabels,US_C26,US_C27,DE_C26,DE_P3_S14,WRL_C26\n"
                          "US_C26,10,1,0,9,1\n"
                          "DE_C26,20,1,30,9,1\n"
                          "W2_D21X31,0,1,5,9,1\n"
                          "W2_D1,40,1,20,0,1\n"
                          "W2_D29X39,1,1,1,0,1\n"
                          "W2_B2A3G,29,1,4,0,1\n");
    out = import("figaro", "figaro.yaml", NULL, &report);
    assert_says(out,
                "country,sector,value_added,_output_million_eur,source,verified\n");
    assert_says(out, "US,chips,0.7,100,figaro in.csv sha256:");
    assert_says(out, "EU,chips,0.416666667,60,");
    assert_says(report, "not a place of the map: WRL_C26, 1 rows");
    free(out);
    free(report);
}

static void
mistakes_are_told(void **state)
{
    struct finished f;

    (void)state;
    write_whole("in.csv", "t,i,j,k,v,tonnes\n2022,156,842,811292,1,30\n");
    f = RUN("import", "baci", "in.csv", "-m", "map.yaml");
    assert_says(f.err, "a file of format baci has a column 'q' [MNZ-E1606]");
    assert_says(f.err, "the file has: t, i, j, k, v, tonnes");
    assert_int_equal(f.status, 2);
    finished_free(&f);
    f = RUN("import", "figaro", "in.csv", "-m", "map.yaml");
    assert_says(f.err, "has a column 'rowLabels' [MNZ-E1606]");
    finished_free(&f);
    assert_refused(RUN("import", "baci", "in.csv", "-m", "map.yaml", "--as", "mines"),
                   "baci makes no mines [MNZ-E1607]");
    write_whole("in.csv", "t,i,j,k,v,q\n2022,156,842,850511,1,30\n");
    f = RUN("import", "baci", "in.csv", "-m", "map.yaml");
    assert_says(f.err, "no row of these files is used [MNZ-E1608]");
    assert_int_equal(f.status, 2);
    finished_free(&f);
    assert_refused(RUN("import", "baci", "none.csv", "-m", "map.yaml"),
                   "cannot read 'none.csv'");
    assert_refused(RUN("import", "baci", ".", "-m", "map.yaml"), "cannot read '.'");
    assert_refused(RUN("import", "baci", "in.csv", "-m", "none.yaml"),
                   "cannot read 'none.yaml'");
    assert_refused(RUN("import", "bacci", "in.csv", "-m", "map.yaml"),
                   "did you mean 'baci'?");
    assert_refused(RUN("import", "baci", "-m", "map.yaml"), "which files");
    assert_refused(RUN("import", "baci", "in.csv"), "--map MAP.yaml is needed");
}

static void
mistakes_of_maps_are_told(void **state)
{
    static const struct {
        const char *map, *says;
    } cases[] = {
        {"good: {811292: gallium}\n", "a map has no key 'good' [MNZ-E1604]"},
        {"goods: {811292: {tonnes: 1}}\n", "for goods '811292' [MNZ-E1605]"},
        {"goods: {811292: {material: x, tonnes: much}}\n", "'tonnes' [MNZ-E1605]"},
        {"goods: [811292]\n", "a mapping was expected for 'goods' [MNZ-E1605]"},
        {"goods: {1: x}\nflow: both\n", "there is no flow 'both' [MNZ-E1605]"},
        {"goods: {1: x}\nobserved: {x: {from: CN}}\n", "for the flow 'x' [MNZ-E1605]"},
        {"- goods\n", "a map must be a mapping"},
        {"goods: {1: x}\nencoding: KLINGON\n", "is not known here [MNZ-E1601]"},
    };

    (void)state;
    write_whole("in.csv", "t,i,j,k,v,q\n2022,156,842,811292,\x97,30\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_whole("wrong.yaml", cases[i].map);
        assert_refused(RUN("import", "baci", "in.csv", "-m", "wrong.yaml"),
                       cases[i].says);
    }
    write_whole("wrong.yaml", "goods: {1: x}\nencoding: GB18030\n");
    write_whole("in.csv", "t,i,j,k,v,q\n2022,156,842,811292,\xff\xff,30\n");
    assert_refused(RUN("import", "baci", "in.csv", "-m", "wrong.yaml"),
                   "no text in the character set of this file [MNZ-E1603]");
}

/* A quote that is never closed ends neither the memory nor the patience. */
static void
a_row_has_an_end(void **state)
{
    char *text = malloc(4 << 20);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', 4 << 20);
    memcpy(text, "t,i,j,k,v,q\n\"", 13);
    text[(4 << 20) - 1] = '\0';
    write_whole("in.csv", text);
    free(text);
    assert_refused(RUN("import", "baci", "in.csv", "-m", "map.yaml"),
                   "longer than a megabyte [MNZ-E1602]");
}

static void
a_month_of_customs_scores_a_forecast(void **state)
{
    struct finished f;

    (void)state;
    write_whole("observed.yaml", "extends: world.yaml\n"
                                 "observe: {oxide: {by: CN, goods: nd_oxide}}\n");
    write_whole("oxide.yaml", "goods: {284690: oxide}\nflow: export\nset: test\n"
                              "observed: {oxide: {from: CN, material: oxide}}\n");
    write_in("GB18030", GACC "202505,28469019,氧化钕,116,日本,9000,千克,0,,9,\r\n");
    f = RUN("score", "observed.yaml", "-f", "in.csv", "--import", "gacc", "--map",
            "oxide.yaml", "-n", "16", "-o", "scored");
    assert_int_equal(f.status, 0);
    {
        char *manifest = read_whole("scored/manifest.json");
        const char *observed = strstr(manifest, "\"observed\": {");

        /* the hash of the imported table, which `import` would write */
        assert_non_null(observed);
        assert_null(strstr(observed, "\"sha256\": \"\""));
        free(manifest);
    }
    assert_says(f.out, "2025-05 test    9.000");
    finished_free(&f);
    assert_refused(RUN("score", "observed.yaml", "-f", "in.csv", "--import", "gacc"),
                   "--import FORMAT and --map MAP.yaml go together");
}

int
main(void)
{
#define IN_A_ROOM(test) cmocka_unit_test_setup_teardown(test, enter, leave_room)
    const struct CMUnitTest tests[] = {
        IN_A_ROOM(comtrade_totals_are_not_doubled),
        IN_A_ROOM(baci_gives_thousands_of_dollars_and_tonnes),
        IN_A_ROOM(comext_of_both_editions),
        IN_A_ROOM(chinese_customs_in_their_own_characters),
        IN_A_ROOM(geological_survey_with_its_signs),
        IN_A_ROOM(imported_tables_run),
        IN_A_ROOM(value_added_of_an_input_output_table),
        IN_A_ROOM(mistakes_are_told),
        IN_A_ROOM(mistakes_of_maps_are_told),
        IN_A_ROOM(a_row_has_an_end),
        IN_A_ROOM(a_month_of_customs_scores_a_forecast),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
