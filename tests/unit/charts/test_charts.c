/* test_charts.c - charts of a folder of results: texts within the picture, sizes that
 * can be read, the same bytes, and messages. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "charts/svg.h"
#include "charts/page.h"
#include "monazite/chart.h"

#define HEAD                                                                           \
    "scope,name,label,country,metric,unit,trials,mean,se,sd,min,p01,p05,p25,p50,p75,"  \
    "p95,p99,max,cvar95\n"
#define ZEROS ",100,0,0,0,0,0,0,0,0,0,0,0,0,0\n"
#define LOSSES ",100,0.2,0.01,0.1,0,0.01,0.05,0.1,0.2,0.3,0.4,0.5,0.6,0.45\n"
#define MONEY ",100,2e9,1e8,1e9,0,1e8,5e8,1e9,2e9,3e9,4e9,5e9,6e9,4.5e9\n"

static const char summary[] =
    "scenario,given," HEAD "w,,total,all,all,,output_lost_share,share" LOSSES
    "w,,total,all,all,,output_lost_usd,USD" MONEY
    "w,,industry,us_x,\"US <thermal> barrier & environmental coatings of jet engines\","
    "US,output_lost_share,share" LOSSES
    "w,,industry,us_x,\"US <thermal> barrier & environmental coatings of jet engines\","
    "US,output_lost_usd,USD" MONEY
    "w,,industry,jp_y,JP motors,JP,output_lost_share,share" LOSSES
    "w,talks=fail,industry,jp_y,JP motors,JP,output_lost_share,share" ZEROS
    "quiet,,total,all,all,,output_lost_share,share" ZEROS
    "quiet,,total,all,all,,output_lost_usd,USD" ZEROS
    "quiet,,industry,one,JP motors,JP,output_lost_share,share" ZEROS;

static const char monthly[] =
    "scenario,given,month," HEAD
    "w,,2025-12,total,all,all,,output_lost_share,share" ZEROS
    "w,,2026-01,total,all,all,,output_lost_share,share" LOSSES
    "quiet,,2025-12,total,all,all,,output_lost_share,share" ZEROS
    "quiet,,2026-01,total,all,all,,output_lost_share,share" ZEROS;

static const char industry_months[] =
    "scenario,given,month," HEAD
    "w,,2025-12,industry,us_x,X,US,output_lost_share,share" LOSSES
    "w,,2025-12,industry,jp_y,JP motors,JP,output_lost_share,share" ZEROS
    "w,,2026-01,industry,us_x,X,US,output_lost_share,share" LOSSES
    "w,,2026-01,industry,jp_y,JP motors,JP,output_lost_share,share" LOSSES
    "quiet,,2025-12,industry,one,JP motors,JP,output_lost_share,share" ZEROS
    "quiet,,2026-01,industry,one,JP motors,JP,output_lost_share,share" ZEROS;

#define LINK(scenario, from, to, stage, base, worst)                                   \
    scenario "," from "," from "," to "," to "," stage "," base ",2026-01," worst "\n"

/* A mine and a separator in two countries; oxide goes to an industry. */
static const char flows[] =
    "scenario,from,from_country,to,to_country,stage,baseline_tonnes_a_year,worst_month,"
    "worst_month_tonnes_a_year\n" LINK("w", "CN", "JP", "mine", "30000", "10000")
        LINK("w", "JP", "US", "separation", "900", "0")
            LINK("quiet", "CN", "JP", "mine", "100", "100");

/* Of an industry with a long name, and of an element without a sure share. */
#define SUPPLY(scenario, scope, name, label, element, origin, direct, passed)          \
    scenario "," scope "," name "," label "," element ",,country," origin "," origin   \
             "," direct ",," passed "\n"

static const char dependency[] =
    "scenario,scope,name,label,element,stage,kind,origin,origin_country,direct,share,"
    "passed\n" SUPPLY("w", "total", "all", "all industries", "Nd", "CN", "0.25", "1")
        SUPPLY("w", "total", "all", "all industries", "Nd", "JP", "0.75", "0.75")
            SUPPLY("w", "country", "US", "United States", "Nd", "CN", "0", "0.4")
                SUPPLY("w", "industry", "us_x",
                       "US <thermal> barrier & environmental coatings of jet engines",
                       "Nd", "CN", "0", "0.4")
                    SUPPLY("w", "industry", "us_x", "X", "value", "CN", "0", "0.0004")
                        SUPPLY("quiet", "total", "all", "all industries", "Nd", "AU",
                               "1", "1");

/* One that was simulated, a corridor without loss, and one that was only ranked. */
static const char n_minus_1[] =
    "scenario,kind,without,country,output_lost_usd,output_lost_usd_low,"
    "output_lost_usd_high,months_to_survive\n"
    "w,facility,a_plant_with_a_name_that_is_longer_than_the_room_for_it,JP,2e9,1e9,3e9,"
    "4\n"
    "w,corridor,CN > JP,CN,0,0,0,\n"
    "w,facility,ranked,US,,,,\n"
    "quiet,country,CN,CN,0,0,0,\n";

static char folder[] = "/tmp/mnz-charts-XXXXXX";

static void
write_file(const char *name, const char *text)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void
remove_file(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static struct mnz_findings *
open_folder(void)
{
    struct mnz_findings *findings;

    assert_int_equal(mnz_findings_open(folder, NULL, &findings), MNZ_OK);
    return findings;
}

/* The chart as text, to be freed; the texts of diagnostics go to *said. */
static char *
draw(const char *kind, struct mnz_chart_options how, char said[512])
{
    struct mnz_findings *findings = open_folder();
    struct mnz_diags *diags;
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    enum mnz_status st;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    st = mnz_chart_write(findings, kind, &how, diags, stream);
    fclose(stream);
    said[0] = '\0';
    for (size_t i = 0; i < mnz_diags_count(diags); i++) {
        const struct mnz_diag *d = mnz_diags_get(diags, i);

        snprintf(said, 512, "%s %s; %s", d->code, d->text, d->advice ? d->advice : "");
    }
    assert_int_equal(st, *said ? MNZ_ERR_INPUT : MNZ_OK);
    mnz_diags_destroy(diags);
    mnz_findings_destroy(findings);
    return text;
}

/* The value of an attribute of the element at `at`. */
static double
attribute(const char *at, const char *name)
{
    char key[32];
    const char *found, *end = strchr(at, '>');

    snprintf(key, sizeof key, " %s=\"", name);
    found = strstr(at, key);
    assert_true(found && found < end);
    return strtod(found + strlen(key), NULL);
}

/* Every text is large enough and ends within the picture. */
static void
assert_texts_fit(const char *svg)
{
    int count = 0;

    for (const char *t = strstr(svg, "<text"); t; t = strstr(t + 1, "<text"), count++) {
        const double x = attribute(t, "x"), size = attribute(t, "font-size");
        const char *from = strchr(t, '>') + 1, *end = strstr(t, "</text>");
        char text[512] = "";
        double width;

        if (strncmp(from, "<title>", 7) == 0)
            from = strstr(from, "</title>") + 8;
        strncat(text, from, (size_t)(end - from));
        width = mnz_svg_width(text, size);
        assert_true(size >= 12.0);
        assert_true(attribute(t, "y") > 0.0 &&
                    attribute(t, "y") < attribute(svg, "height"));
        end = strchr(t, '>');
        if (strstr(t, "text-anchor=\"end\"") && strstr(t, "text-anchor=\"end\"") < end)
            assert_true(x - width >= 0.0);
        else if (strstr(t, "text-anchor=\"middle\"") &&
                 strstr(t, "text-anchor=\"middle\"") < end)
            assert_true(x - width / 2.0 >= 0.0 && x + width / 2.0 <= 850.0);
        else
            assert_true(x + width <= 850.0);
    }
    assert_true(count > 4);
}

static void
every_kind_is_drawn_and_can_be_read(void **state)
{
    static const char *const scenarios[] = {"w", "quiet"};
    char said[512];

    (void)state;
    write_file("dependency.csv", dependency);
    write_file("n-1.csv", n_minus_1);
    for (uint32_t k = 0; k < mnz_chart_count(); k++)
        for (size_t s = 0; s < 2; s++) {
            const struct mnz_chart_options how = {.scenario = scenarios[s]};
            char *once = draw(mnz_chart_name(k), how, said);
            char *twice = draw(mnz_chart_name(k), how, said);

            assert_string_equal(said, "");
            assert_non_null(strstr(once, "width=\" 850\""));
            assert_non_null(strstr(once, "</svg>\n"));
            assert_null(strstr(once, "nan"));
            assert_string_equal(once, twice);
            assert_texts_fit(once);
            free(once);
            free(twice);
        }
    assert_null(mnz_chart_name(mnz_chart_count()));
    remove_file("dependency.csv");
    remove_file("n-1.csv");
}

static void
bars_are_of_what_was_simulated(void **state)
{
    char said[512], *svg;

    (void)state;
    write_file("n-1.csv", n_minus_1);
    svg = draw("n-1", (struct mnz_chart_options){0}, said);
    assert_string_equal(said, "");
    assert_non_null(strstr(svg, ">bn USD</text>"));
    assert_non_null(strstr(svg, ">2.0</text>"));
    assert_non_null(strstr(svg, ">CN &gt; JP</text>"));
    assert_null(strstr(svg, ">ranked</text>"));
    free(svg);
    svg = draw("n-1", (struct mnz_chart_options){.by = "corridor"}, said);
    assert_null(strstr(svg, "a_plant"));
    free(svg);
    remove_file("n-1.csv");
    free(draw("n-1", (struct mnz_chart_options){0}, said));
    assert_non_null(strstr(said, "first: monazite n-1 SCENARIO -o DIR"));
}

static void
origins_are_columns_and_buyers_rows(void **state)
{
    char said[512], *svg;

    (void)state;
    write_file("dependency.csv", dependency);
    svg = draw("dependency", (struct mnz_chart_options){0}, said);
    assert_non_null(strstr(svg, "directly or upstream: Nd</text>"));
    assert_non_null(strstr(svg, ">100</text>"));
    assert_non_null(strstr(svg, ">75.0</text>"));
    assert_true(strstr(svg, ">CN<") < strstr(svg, ">JP<"));
    assert_true(strstr(svg, ">all industries<") < strstr(svg, ">United States<"));
    free(svg);
    svg = draw("dependency",
               (struct mnz_chart_options){.by = "industry", .metric = "direct"}, said);
    assert_non_null(strstr(svg, "Bought directly from a country: Nd</text>"));
    assert_non_null(strstr(svg, "&lt;thermal&gt;"));
    assert_null(strstr(svg, ">0.0</text>"));
    free(svg);
    free(draw("dependency", (struct mnz_chart_options){.of = "Dy"}, said));
    assert_non_null(strstr(said, "MNZ-E1703"));
    free(draw("dependency", (struct mnz_chart_options){.metric = "mean"}, said));
    assert_non_null(strstr(said, "--metric is passed or direct"));
    remove_file("dependency.csv");
    free(draw("dependency", (struct mnz_chart_options){0}, said));
    assert_non_null(strstr(said, "first: monazite dependency SCENARIO -o DIR"));
}

static void
charts_show_the_figures_of_the_tables(void **state)
{
    char said[512], *svg = draw("ranked", (struct mnz_chart_options){0}, said);

    (void)state;
    assert_non_null(strstr(svg, ">20.0</text>"));
    assert_non_null(strstr(svg, ">5.0 to 40.0</text>"));
    assert_non_null(strstr(svg, "&lt;thermal&gt;"));
    assert_true(strstr(svg, "US &lt;") < strstr(svg, ">JP motors<"));
    free(svg);
    svg = draw("exceedance", (struct mnz_chart_options){0}, said);
    assert_non_null(strstr(svg, ">50 % are above 2.0 bn USD</text>"));
    assert_non_null(strstr(svg, ">mean of the worst 5 %: 4.5 bn USD</text>"));
    free(svg);
    svg = draw("fan", (struct mnz_chart_options){.of = "jp_y"}, said);
    assert_non_null(strstr(svg, "Output lost by month: JP motors"));
    assert_non_null(strstr(svg, ">Dec 2025</text>"));
    free(svg);
}

static void
flows_have_their_ends_and_tonnes(void **state)
{
    char said[512], *svg = draw("sankey", (struct mnz_chart_options){0}, said), *worst;

    (void)state;
    worst = strstr(svg, ">Worst month, Jan 2026, on the same scale</text>");
    assert_non_null(worst);
    assert_true(strstr(svg, ">30 kt</text>") < worst);
    assert_non_null(strstr(worst, ">10 kt</text>"));
    assert_true(strstr(svg, ">US</text>") && strstr(svg, ">US</text>") < worst);
    assert_null(strstr(worst, ">US</text>"));
    free(svg);
    remove_file("flows.csv");
    free(draw("sankey", (struct mnz_chart_options){0}, said));
    assert_non_null(strstr(said, "no figures of flows (flows.csv)"));
    write_file("flows.csv", flows);
}

static void
wrong_choices_are_explained(void **state)
{
    static const struct {
        const char *kind;
        struct mnz_chart_options how;
        const char *said;
    } cases[] = {
        {"fan",
         {.of = "us_xx"},
         "MNZ-E1703 the tables have no figures of us_xx; did you "
         "mean 'us_x'?"},
        {"fan",
         {.metric = "months_short"},
         "MNZ-E1703 the tables have no figures of "
         "months_short of all; "},
        {"fan",
         {.by = "country"},
         "MNZ-E1704 a chart of kind 'fan' has no use for 'by'; "},
        {"fan",
         {.metric = "output_lost_usd"},
         "MNZ-E1703 the tables have no figures of months of this metric; some metrics "
         "are known over the whole horizon only, some of industries and sectors by "
         "month after 'run --all-months'"},
        {"ranked",
         {.by = "countries"},
         "MNZ-E1703 the tables have no figures of "
         "output_lost_share by countries; "},
        {"heat-map",
         {.of = "us_x"},
         "MNZ-E1704 a chart of kind 'heat-map' has no use for 'of'; "},
        {"heat-map",
         {.metric = "output_lost_usd"},
         "MNZ-E1703 the tables have no figures of shares in this metric; a heat map "
         "shows "
         "a share, such as output_lost_share"},
        {"ranked", {.scenario = "v"}, "MNZ-E1703 the tables have no figures of v; "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char said[512];

        free(draw(cases[i].kind, cases[i].how, said));
        assert_string_equal(said, cases[i].said);
    }
}

static void
assert_no_findings(const char *path, const char *code)
{
    struct mnz_findings *findings;
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_findings_open(path, diags, &findings), MNZ_ERR_INPUT);
    assert_null(findings);
    assert_string_equal(mnz_diags_get(diags, 0)->code, code);
    mnz_diags_destroy(diags);
    assert_int_equal(mnz_findings_open(path, NULL, &findings), MNZ_ERR_INPUT);
}

static void
folders_without_results_are_refused(void **state)
{
    (void)state;
    assert_no_findings("/nowhere", "MNZ-E1701");
    remove_file("summary.csv");
    assert_no_findings(folder, "MNZ-E1701");
    write_file("summary.csv", "a,b\n1,2\n");
    assert_no_findings(folder, "MNZ-E1702");
    write_file("summary.csv", "");
    assert_no_findings(folder, "MNZ-E1701");
    write_file("summary.csv", summary);
}

/* A folder of a comparison: its rows of all industries are on the page, and those of
 * industries that change; it has no charts of its own. */
static void
a_comparison_is_on_the_page_and_has_no_fan(void **state)
{
    struct mnz_findings *findings;
    struct mnz_page_run run = {.scenario = ""};
    char said[512], *text = NULL;
    size_t length;
    FILE *stream;

    (void)state;
    remove_file("summary.csv");
    write_file(
        "compare.csv",
        "scenario,alternative,given,month,scope,name,label,metric,unit,base_mean,"
        "mean,difference_mean\n"
        "w,more,,,total,all,all industries,output_lost_usd,USD,7,5,-2\n"
        "w,more,talks=fail,,total,all,all industries,output_lost_usd,USD,9,8,-1\n"
        "w,more,,2025-01,total,all,all industries,output_lost_usd,USD,6,4,-2\n"
        "w,more,,,industry,a,Makers & co,output_lost_usd,USD,3,1,-2\n"
        "w,more,,,industry,b,Others,output_lost_usd,USD,3,3,0\n");
    findings = open_folder();
    run.findings = findings;
    stream = open_memstream(&text, &length);
    assert_int_equal(mnz_page_data(&run, 1, stream), MNZ_OK);
    assert_int_equal(mnz_page_tables(&run, stream), MNZ_OK);
    fclose(stream);
    assert_non_null(strstr(text,
                           "\"rows\":[[\"more\",\"total\",\"all\",\"all industries\","
                           "\"output_lost_usd\",\"USD\",\"7\",\"5\",\"-2\"],\n"
                           "[\"more\",\"industry\",\"a\",\"Makers \\u0026 co\","
                           "\"output_lost_usd\",\"USD\",\"3\",\"1\",\"-2\"]]"));
    assert_non_null(strstr(text, "<td>Makers &amp; co</td>"));
    assert_null(strstr(text, "<td>9</td>"));
    free(text);
    mnz_findings_destroy(findings);
    free(draw("fan", (struct mnz_chart_options){0}, said));
    assert_string_equal(said, "MNZ-E1703 the tables have no figures of any run; charts "
                              "are of runs; monazite report shows the rest");
    remove_file("compare.csv");
    write_file("summary.csv", summary);
}

static void
the_title_is_that_of_the_manifest(void **state)
{
    char said[512], *svg;

    (void)state;
    write_file("manifest.json",
               "{\"scenarios\": [{\"name\": \"w\", \"title\": \"A \\\"b\\\" <c>\"}]}");
    svg = draw("fan", (struct mnz_chart_options){0}, said);
    assert_non_null(strstr(svg, ">A &quot;b&quot; &lt;c&gt;</text>"));
    free(svg);
    write_file("manifest.json", "{{{");
    free(draw("fan", (struct mnz_chart_options){0}, said));
    assert_string_equal(said, "");
    remove_file("manifest.json");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_drawn_and_can_be_read),
        cmocka_unit_test(bars_are_of_what_was_simulated),
        cmocka_unit_test(origins_are_columns_and_buyers_rows),
        cmocka_unit_test(charts_show_the_figures_of_the_tables),
        cmocka_unit_test(flows_have_their_ends_and_tonnes),
        cmocka_unit_test(a_comparison_is_on_the_page_and_has_no_fan),
        cmocka_unit_test(wrong_choices_are_explained),
        cmocka_unit_test(folders_without_results_are_refused),
        cmocka_unit_test(the_title_is_that_of_the_manifest),
    };
    int failed;

    if (!mkdtemp(folder))
        return 1;
    write_file("summary.csv", summary);
    write_file("monthly.csv", monthly);
    write_file("industry-months.csv", industry_months);
    write_file("flows.csv", flows);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove_file("summary.csv");
    remove_file("monthly.csv");
    remove_file("industry-months.csv");
    remove_file("flows.csv");
    rmdir(folder);
    return failed;
}
