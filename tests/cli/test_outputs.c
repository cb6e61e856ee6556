/* test_outputs.c - the files of a run, and their state when the disk is full, the
 * reader leaves or the user interrupts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

#define SUMMARY_COLUMNS                                                                \
    "scenario,settings,given,scope,name,label,country,sector,element,metric,unit,"     \
    "trials,mean,se,sd,min,p01,p05,p25,p50,p75,p95,p99,max,cvar95,p50_month,"          \
    "mean_low,mean_high,p95_low,p95_high,p99_low,p99_high,cvar95_low,cvar95_high\n"
#define MONTHLY_COLUMNS                                                                \
    "scenario,settings,given,month,scope,name,label,country,sector,element,metric,"    \
    "unit,trials,mean,se,sd,min,p01,p05,p25,p50,p75,p95,p99,max,cvar95\n"

/* Of deep/lags.csv, as sha256sum prints it. */
#define LAGS_SHA256 "50bf91edcc9e299af592a820018779047c5b37c3ac0591dada57454bebfd66a1"

static int
begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static size_t
count_lines(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* How many files a folder holds, and whether one looks unfinished. */
static int
count_files(const char *path, int *has_unfinished)
{
    DIR *dir = opendir(path);
    struct dirent *d;
    int count = 0;

    *has_unfinished = 0;
    while (dir && (d = readdir(dir))) {
        if (d->d_name[0] == '.' && (!d->d_name[1] || d->d_name[1] == '.'))
            continue;
        count++;
        *has_unfinished |= d->d_name[0] == '.' || strstr(d->d_name, "tmp") != NULL;
    }
    if (dir)
        closedir(dir);
    return count;
}

static void
a_run_says_what_matters(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--no-progress");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "A small world"));
    assert_non_null(strstr(f.out, "JP motors"));
    assert_non_null(strstr(f.out, "nd_oxide"));
    assert_true(count_lines(f.out) <= 40);
    assert_null(strstr(f.out, "\033["));
    assert_string_equal(f.err, "");
    finished_free(&f);
    f = RUN("run", "world.yaml", "--quiet");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, "");
    assert_string_equal(f.err, "");
    finished_free(&f);
}

static void
tables_have_the_columns_promised(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "summary", "-q");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_true(begins_with(f.out, SUMMARY_COLUMNS
                            "world,,,total,all,all industries,,,,shortfall_share,"));
    assert_non_null(strstr(f.out, "\nworld,,talks=fail,"));
    assert_non_null(strstr(f.out, "industry,jp_motors,JP motors,JP,motors,,"));
    assert_non_null(strstr(f.out, ",country,JP,Japan,JP,,,"));
    assert_non_null(strstr(f.out, ",element,Nd,Nd,,,Nd,"));
    assert_non_null(strstr(f.out, ",control,licences,licences,CN,,,"));
    assert_non_null(strstr(f.out, ",market,nd_oxide@CN,nd_oxide (CN),,,Nd,"));
    assert_non_null(strstr(f.out, ",input,jp_motors:nd_oxide,JP motors: nd_oxide,JP,"
                                  "motors,Nd,"));
    finished_free(&f);
    f = RUN("run", "world.yaml", "--csv", "monthly", "-q");
    assert_true(begins_with(f.out, MONTHLY_COLUMNS "world,,,2025-01,total,all,"));
    assert_null(strstr(f.out, "talks="));
    finished_free(&f);
    f = RUN("run", "world.yaml", "--csv", "branches", "-q");
    assert_true(
        begins_with(f.out, MONTHLY_COLUMNS "world,,talks=succeed,2025-01,total,all,"));
    assert_null(strstr(f.out, "\nworld,,,"));
    finished_free(&f);
    f = RUN("run", "world.yaml", "--csv", "inputs", "-q");
    assert_true(begins_with(
        f.out, "scenario,input,distribution,unit,file,line,source,verified\n"));
    assert_non_null(strstr(f.out, "beta"));
    finished_free(&f);
}

/* The row of a table that begins so, up to its end; to be freed. */
static char *
row_of(const char *text, const char *start)
{
    char wanted[128];
    const char *row;

    snprintf(wanted, sizeof wanted, "\n%s", start);
    row = strstr(text, wanted);
    if (!row)
        fail_msg("no row begins with %s", start);
    return strndup(row + 1, strcspn(row + 1, "\n"));
}

static void
industries_have_a_row_each_the_worst_first(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "industries", "-q");
    char *row;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_int_equal(count_lines(f.out), 3);
    assert_non_null(strstr(f.out, ",p_short,months_short_mean,first_short_month_p50,"
                                  "first_short,short_before_window,short_of,"
                                  "short_of_share,stock_months_mean\nworld,,"
                                  "jp_motors,JP motors,JP,motors,civil,64,"));
    row = row_of(f.out, "world,,jp_motors,");
    assert_non_null(strstr(row, ",nd_oxide,1,"));
    assert_non_null(strstr(row, ",2025-0"));
    free(row);
    /* Never short: no first month, nothing that it is short of. */
    row = row_of(f.out, "world,,cn_motors,");
    assert_non_null(strstr(row, ",0,0,,,no,,,"));
    free(row);
    finished_free(&f);
}

/* A first month that is sure, with its date: orders of three months are on the way. */
static void
a_first_short_month_has_its_date(void **state)
{
    struct finished f;
    char *row;

    (void)state;
    write_whole("sure.yaml",
                "extends: world.yaml\nevents: null\ncontrols: {licences: null,\n"
                "  stop: {kind: ban, by: CN, goods: nd_oxide, from: 2025-03}}\n");
    f = RUN("run", "sure.yaml", "--csv", "summary", "-q", "--set",
            "industries.jp_motors.stock.input=0");
    assert_int_equal(f.status, 0);
    row =
        row_of(f.out, "sure,industries.jp_motors.stock.input=0,,industry,jp_motors,JP "
                      "motors,JP,motors,,first_short_month,month,64,");
    assert_non_null(strstr(row, "month,64,4,0,0,4,4,4,4,4,4,4,4,4,4,2025-04"));
    free(row);
    finished_free(&f);
}

static void
quantiles_are_a_hundred(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "quantiles", "-q");
    char *row;
    size_t commas = 0;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ",unit,trials,p01,p02,"));
    assert_non_null(strstr(f.out, ",p98,p99,max\n"));
    row =
        row_of(f.out, "world,,,total,all,all industries,,,,shortfall_share,share,64,");
    for (const char *c = row; *c; c++)
        commas += *c == ',';
    assert_int_equal(commas, 11 + 100);
    free(row);
    finished_free(&f);
}

/* A cell of a row without quotes, from 0. */
static double
number_at(const char *row, int cell)
{
    for (; cell > 0; cell--)
        row = strchr(row, ',') + 1;
    return strtod(row, NULL);
}

/* The tonnes of a link over a window of one year are those of the observed flow over
 * it, and those of its worst month are of the month that the table names. */
static void
flows_are_the_tonnes_of_links(void **state)
{
    struct finished f, figures;
    char *link, *year, *month, start[64], total[64];

    (void)state;
    write_whole("seen.yaml", "extends: world.yaml\nmonazite: 1\n"
                             "observe: {out: {by: CN, goods: nd_oxide}}\n");
    f = RUN("run", "seen.yaml", "--csv", "flows", "-q", "--digits", "full", "-t", "2");
    assert_int_equal(f.status, 0);
    assert_int_equal(count_lines(f.out), 4);
    link = row_of(f.out, "seen,,plant,plant,CN,jp_motors,JP motors,JP,nd_oxide,"
                         "separation,Nd,100,");
    figures = RUN("run", "seen.yaml", "--csv", "summary", "-q", "--digits", "full");
    year = row_of(figures.out, "seen,,,flow,out,out,CN,,,shipped_tonnes,t,64,");
    assert_true(fabs(number_at(link, 12) / number_at(year, 12) - 1.0) < 1e-6);
    free(year);
    finished_free(&figures);
    figures = RUN("run", "seen.yaml", "--csv", "monthly", "-q", "--digits", "full");
    snprintf(start, sizeof start, "seen,,,%.7s,flow,out,",
             strstr(link, ",2025-") ? strstr(link, ",2025-") + 1 : "");
    month = row_of(figures.out, start);
    assert_true(fabs(number_at(link, 14) / 12.0 / number_at(month, 13) - 1.0) < 1e-6);
    free(month);
    /* It is the month of the greatest loss. */
    snprintf(total, sizeof total, "seen,,,%.7s,total,all,", start + 7);
    for (int m = 1; m <= 12; m++) {
        const char *worst = strstr(figures.out, total), *other;

        snprintf(start, sizeof start, "seen,,,2025-%02d,total,all,", m);
        other = strstr(figures.out, start);
        assert_non_null(worst);
        assert_non_null(other);
        worst = strstr(worst, ",output_lost_share,share,64,");
        other = strstr(other, ",output_lost_share,share,64,");
        assert_true(number_at(worst, 4) >= number_at(other, 4));
    }
    finished_free(&figures);
    free(link);
    finished_free(&f);
}

static void
events_have_dates_by_branch(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "events", "-q");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(
        f.out, "scenario,kind,name,part,given,from,until,uncertain,probability,"
               "triggered_by,source,verified\n"
               "world,licence,licences,in force,,2025-04-01,,no,1,,,\n"
               "world,event,talks,succeed,,2025-09-01,,no,0.5,,,\n"
               "world,switch,controls.licences,switched off,talks=succeed,2025-09-01,,"
               "no,1,,,\n"
               "world,event,talks,fail,,2025-09-01,,no,0.5,,,\n");
    finished_free(&f);
    write_whole(
        "acts.yaml",
        "extends: world.yaml\nmonazite: 1\ncontrols:\n"
        "  fire: {kind: outage, by: CN, goods: nd_oxide, fraction: 0.5,\n"
        "         from: {uniform: [2025-02-01, 2025-03-01]}, duration: 2 months,\n"
        "         source: news, verified: assumption}\n"
        "  answer: {kind: ban, by: CN, goods: nd_oxide, probability: 0.25,\n"
        "           triggered_by: {control: fire, after: 1 month}}\n"
        "  licences: {suspended: {from: 2025-06-01, until: 2025-07-01,\n"
        "             if: talks=fail}, paused: {from: 2025-05-01}}\n"
        "facilities: {plant: {capacity: 900}}\npolicies:\n"
        "  mine_more: {kind: project, facility: plant, adds: 50, online: "
        "2025-08}\n");
    f = RUN("run", "acts.yaml", "-n", "1", "--csv", "events", "-q");
    if (f.status != 0)
        fail_msg("%s", f.err);
    assert_non_null(strstr(f.out, "\nacts,outage,fire,in force,,2025-02-15,2025-04-16,"
                                  "yes,1,,news,assumption\n"));
    assert_non_null(strstr(f.out, "\nacts,ban,answer,in force,,,,no,0.25,controls.fire,"
                                  ",\n"));
    assert_non_null(strstr(f.out, "\nacts,licence,licences,suspended,talks=fail,"
                                  "2025-06-01,2025-07-01,no,,,,\n"));
    assert_non_null(strstr(f.out, "\nacts,licence,licences,office pauses,,2025-05-01,,"
                                  "no,,,,\n"));
    assert_non_null(
        strstr(f.out, "\nacts,project,mine_more,online,,2025-08-01,,no,,,,"));
    finished_free(&f);
}

/* Two files of one name, and one file twice. */
static void
scenarios_of_one_name_are_told_apart(void **state)
{
    struct finished f;

    (void)state;
    assert_int_equal(mkdir("before", 0700), 0);
    assert_int_equal(mkdir("after", 0700), 0);
    write_whole("before/world.yaml", "extends: ../world.yaml\nmonazite: 1\n");
    write_whole("after/world.yaml", "extends: ../world.yaml\nname: later\n");
    f = RUN("run", "before/world.yaml", "world.yaml", "world.yaml", "after/world.yaml",
            "-n", "8", "--csv", "events", "-q", "--set", "run.seed=3");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nbefore/world,licence,"));
    assert_non_null(strstr(f.out, "\nworld#1,licence,"));
    assert_non_null(strstr(f.out, "\nworld#2,licence,"));
    assert_non_null(strstr(f.out, "\nlater,licence,"));
    finished_free(&f);
    f = RUN("run", "before/world.yaml", "world.yaml", "-n", "8");
    assert_non_null(strstr(f.out, "before/world\n"));
    assert_non_null(strstr(f.out, "\nworld\n"));
    finished_free(&f);
}

/* One file with everything: tables, layers, settings, options of the run. */
static void
the_merged_scenario_gives_the_same_tables(void **state)
{
    static const char *const files[] = {
        "industries.csv", "summary.csv", "monthly.csv", "industry-months.csv",
        "quantiles.csv",  "flows.csv",   "events.csv"};
    struct finished f;
    char *text;

    (void)state;
    assert_int_equal(mkdir("deep", 0700), 0);
    write_whole("deep/lags.csv", "lag\n0.5\n1\n2\n");
    write_whole("deep/more.csv", "name,country,sector,uses.nd_oxide,value\n"
                                 "kr_motors,KR,motors,50,2e8\n");
    write_whole("deep/layer.yaml",
                "extends: ../world.yaml\nmonazite: 1\n"
                "industries: {table: more.csv}\n"
                "controls: {licences: {processing: {empirical: {table: lags.csv, "
                "column: lag}}}}\n");
    f = RUN("run", "deep/layer.yaml", "-o", "first/run", "-q", "-n", "96", "-s", "7",
            "--sampler", "sobol");
    if (f.status != 0)
        fail_msg("%s", f.err);
    finished_free(&f);
    f = RUN("run", "first/run/scenario.yaml", "-o", "second", "-q");
    if (f.status != 0)
        fail_msg("%s", f.err);
    finished_free(&f);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char a[64], b[64], *one, *two;

        snprintf(a, sizeof a, "first/run/%s", files[i]);
        snprintf(b, sizeof b, "second/%s", files[i]);
        one = read_whole(a);
        two = read_whole(b);
        assert_non_null(one);
        assert_string_equal(one, two);
        free(one);
        free(two);
    }
    text = read_whole("first/run/manifest.json");
    assert_non_null(strstr(text, "\"file\": \"deep/more.csv\""));
    assert_non_null(strstr(text, "\"file\": \"deep/lags.csv\",\n          \"sha256\": "
                                 "\"" LAGS_SHA256 "\""));
    assert_non_null(strstr(text, "world.yaml\""));
    free(text);
}

/* The settings of a run are part of it. */
static void
each_merged_scenario_has_its_settings(void **state)
{
    struct finished f;
    char *one, *two;

    (void)state;
    write_whole("twin.yaml", "extends: world.yaml\nmonazite: 1\n");
    f = RUN("run", "world.yaml", "twin.yaml", "-o", "pair", "--set",
            "industries.jp_motors.value=5e8");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, " scenario.1.yaml scenario.2.yaml manifest.json\n"));
    finished_free(&f);
    one = read_whole("pair/scenario.1.yaml");
    two = read_whole("pair/scenario.2.yaml");
    assert_non_null(strstr(one, "name: \"world\"\n"));
    assert_non_null(strstr(two, "name: \"twin\"\n"));
    assert_non_null(strstr(one, "value: 5e8"));
    assert_non_null(strstr(two, "value: 5e8"));
    free(one);
    free(two);
}

static void
results_never_take_the_place_of_the_scenario(void **state)
{
    char *before, *after;

    (void)state;
    assert_int_equal(mkdir("home", 0700), 0);
    write_whole("home/scenario.yaml", "extends: ../world.yaml\nmonazite: 1\n");
    before = read_whole("home/scenario.yaml");
    assert_refused(RUN("run", "home/scenario.yaml", "-o", "home"),
                   "monazite run: home/scenario.yaml is part of the scenario; choose "
                   "another folder");
    after = read_whole("home/scenario.yaml");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static int
has_workbooks(void)
{
    struct finished f = RUN("--version");
    const int has = strstr(f.out, "libxlsxwriter") != NULL;

    finished_free(&f);
    return has;
}

/* Cells are looked at by tests/spreadsheet/, which needs LibreOffice. */
static void
a_workbook_is_the_same_bytes_each_time(void **state)
{
    struct finished f;
    struct stat info;

    (void)state;
    assert_refused(RUN("run", "world.yaml", "--xlsx"),
                   has_workbooks() ? "--xlsx needs -o DIR" : "without libxlsxwriter");
    if (!has_workbooks())
        skip();
    for (int i = 0; i < 2; i++) {
        f = RUN("run", "world.yaml", "-o", "book", "--xlsx", "-q", "-t", "2");
        assert_int_equal(f.status, 0);
        finished_free(&f);
        assert_int_equal(rename("book/results.xlsx", i ? "b.xlsx" : "a.xlsx"), 0);
    }
    assert_int_equal(stat("a.xlsx", &info), 0);
    assert_true(info.st_size > 5000);
    assert_int_equal(system("cmp a.xlsx b.xlsx"), 0);
    f = RUN("run", "world.yaml", "-o", "book", "--xlsx", "-q", "--seed", "5");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    assert_int_not_equal(system("cmp -s a.xlsx book/results.xlsx"), 0);
}

static void
numbers_have_six_digits_unless_asked_otherwise(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "summary", "-q");
    char *full;

    (void)state;
    for (const char *c = f.out; *c;) { /* no number has more than six digits */
        size_t digits = strspn(c, "0123456789.");

        if (digits > 0 && memchr(c, '.', digits))
            assert_true(digits - 1 <= 6 + strspn(c, "0."));
        c += digits > 0 ? digits : 1;
    }
    finished_free(&f);
    f = RUN("run", "world.yaml", "--csv", "summary", "-q", "--digits", "full");
    full = f.out;
    f.out = NULL;
    finished_free(&f);
    f = RUN("run", "world.yaml", "--csv", "summary", "-q", "--digits", "3");
    assert_true(strlen(f.out) < strlen(full));
    finished_free(&f);
    free(full);
    assert_refused(RUN("run", "world.yaml", "--digits", "18"),
                   "there is no number of digits '18'");
}

static void
tables_are_written_for_a_spreadsheet_of_another_language(void **state)
{
    struct finished f =
        RUN("run", "world.yaml", "--csv", "summary", "-q", "--locale", "de");
    struct finished marks = RUN("run", "world.yaml", "--csv", "summary", "-q",
                                "--locale", "decimal=,", "--locale", "separator=;");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_true(begins_with(f.out, "scenario;settings;given;scope;name;label;"));
    assert_non_null(strstr(
        f.out, "\nworld;;;total;all;all industries;;;;shortfall_share;share;64;0,"));
    assert_null(strchr(f.out, '.'));
    assert_string_equal(f.out, marks.out);
    finished_free(&f);
    finished_free(&marks);
    f = RUN("run", "world.yaml", "-o", "german", "--trials-csv", "-q", "--locale",
            "decimal=, separator=tab");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    {
        char *trials = read_whole("german/trials.csv");

        assert_true(begins_with(trials, "trial\t"));
        assert_non_null(strchr(trials, ','));
        free(trials);
    }
    assert_refused(RUN("run", "world.yaml", "--locale", "de separator=,"),
                   "not 'separator=,'");
    assert_refused(RUN("run", "world.yaml", "--locale", "klingon"), "not 'klingon'");
}

static void
a_folder_of_files_is_written_whole(void **state)
{
    struct finished f =
        RUN("run", "world.yaml", "-o", "a/b", "--trials-csv", "--branches-csv", "-q");
    int has_unfinished;
    char *text;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    assert_int_equal(count_files("a/b", &has_unfinished), 13);
    assert_false(has_unfinished);
    text = read_whole("a/b/manifest.json");
    assert_non_null(text);
    assert_true(json_is_valid(text));
    assert_non_null(strstr(text, "\"seed\""));
    assert_non_null(strstr(text, "\"threads\": "));
    free(text);
    text = read_whole("a/b/trials.csv");
    assert_non_null(text);
    assert_true(begins_with(text, "trial,"));
    assert_int_equal(count_lines(text), 65);
    assert_non_null(strstr(text, "\n0,"));
    assert_non_null(strstr(text, "\n63,"));
    free(text);
}

/* Rows by month of a metric in the table that a run prints. */
static int
rows_with(const char *table, const char *option, const char *metric)
{
    struct finished f = option ? RUN("run", "world.yaml", "-q", "--csv", table, option)
                               : RUN("run", "world.yaml", "-q", "--csv", table);
    int rows = 0;

    assert_int_equal(f.status, 0);
    for (const char *at = f.out; (at = strstr(at, metric)) != NULL; at++)
        rows++;
    finished_free(&f);
    return rows;
}

/* 12 months each of two industries, one sector, two countries, and all. */
static void
months_of_every_figure_come_on_request(void **state)
{
    static const char lost[] = ",output_lost_usd,",
                      criterion[] =
                          "--fail-if=mean(output_lost_usd.motors [2025-03]) > "
                          "1e12";

    (void)state;
    assert_int_equal(rows_with("industry-months", NULL, ",output_lost_share,"), 24);
    assert_int_equal(rows_with("industry-months", NULL, lost), 0);
    assert_int_equal(rows_with("industry-months", "--all-months", lost), 24);
    assert_int_equal(rows_with("monthly", NULL, ",output_lost_share,"), 48);
    assert_int_equal(rows_with("monthly", NULL, lost), 36);
    assert_int_equal(rows_with("monthly", "--all-months", lost), 48);
    assert_int_equal(rows_with("monthly", criterion, lost), 48);
}

/* The same bytes from one thread and two, and from another locale. */
static void
bytes_depend_on_scenario_and_seed_alone(void **state)
{
    static const char *const files[] = {
        "industries.csv", "summary.csv",   "monthly.csv", "industry-months.csv",
        "branches.csv",   "quantiles.csv", "flows.csv",   "events.csv",
        "inputs.csv",     "trials.csv"};
    const struct conditions german = {.environment = "LC_ALL=de_DE.UTF-8"};
    struct finished f;

    (void)state;
    f = RUN("run", "world.yaml", "-o", "one", "--trials-csv", "--branches-csv", "-q",
            "-t", "1");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    f = RUN_UNDER(german, "run", "world.yaml", "-o", "two", "--trials-csv",
                  "--branches-csv", "-q", "-t", "2");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char a[64], b[64], *one, *two;

        snprintf(a, sizeof a, "one/%s", files[i]);
        snprintf(b, sizeof b, "two/%s", files[i]);
        one = read_whole(a);
        two = read_whole(b);
        assert_non_null(one);
        assert_non_null(two);
        assert_string_equal(one, two);
        free(one);
        free(two);
    }
    f = RUN("run", "world.yaml", "--csv", "summary", "-q", "--seed", "2");
    assert_int_equal(f.status, 0);
    {
        char *one = read_whole("one/summary.csv");

        assert_non_null(one);
        assert_string_not_equal(f.out, one);
        free(one);
    }
    finished_free(&f);
}

static void
settings_change_the_run(void **state)
{
    struct finished f = RUN("run", "world.yaml", "--csv", "summary", "-q", "--set",
                            "controls.licences=null", "--set", "events=null");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out,
                           "world,controls.licences=null; events=null,,total,all,all "
                           "industries,,,,shortfall_share,share,64,0,"));
    finished_free(&f);
}

static void
several_scenarios_share_a_table(void **state)
{
    struct finished f;

    (void)state;
    write_whole("other.yaml", "extends: world.yaml\nmonazite: 1\n");
    f = RUN("run", "world.yaml", "other.yaml", "--csv", "summary", "-q");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nother,,,total,all,"));
    assert_null(strstr(f.out + 10, "\nscenario,"));
    finished_free(&f);
}

static void
a_full_disk_is_a_failure_with_a_message(void **state)
{
    const struct conditions full = {.out_path = "/dev/full"};
    const struct conditions small = {.most_file_bytes = 2000};
    struct finished f = RUN_UNDER(full, "run", "world.yaml", "--csv", "summary", "-q");
    int has_unfinished;

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "No space left"));
    finished_free(&f);
    f = RUN_UNDER(full, "run", "world.yaml", "--no-progress");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "No space left"));
    finished_free(&f);
    f = RUN_UNDER(full, "check", "world.yaml");
    assert_int_equal(f.status, 1);
    finished_free(&f);
    f = RUN_UNDER(full, "show", "world.yaml");
    assert_int_equal(f.status, 1);
    finished_free(&f);
    f = RUN_UNDER(small, "run", "world.yaml", "-o", "full", "-q");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "full/"));
    finished_free(&f);
    count_files("full", &has_unfinished);
    assert_false(has_unfinished);
}

static void
a_reader_that_leaves_is_no_failure(void **state)
{
    const struct conditions head = {.closes_out_early = 1};
    struct finished f = RUN_UNDER(head, "run", "world.yaml", "--csv", "monthly", "-q",
                                  "--set", "time.months=240");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    finished_free(&f);
}

static void
a_folder_that_cannot_be_written_is_a_failure(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-o", "world.yaml/out", "-q");

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "world.yaml/out"));
    finished_free(&f);
    f = RUN("run", "world.yaml", "-o", "/proc/monazite", "-q");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "/proc/monazite"));
    finished_free(&f);
}

/* Ctrl-C: finished trials are written, whole, and the message says so. */
static void
an_interrupted_run_keeps_what_is_done(void **state)
{
    const struct conditions soon = {.interrupt_after_ms = 700};
    struct finished f = RUN_UNDER(soon, "run", "world.yaml", "-n", "500000000", "-o",
                                  "cut", "--trials-csv", "--no-progress");
    int has_unfinished;
    char *text;

    (void)state;
    assert_int_equal(f.status, 3);
    assert_non_null(strstr(f.err, "stopped"));
    finished_free(&f);
    assert_int_equal(count_files("cut", &has_unfinished), 12);
    assert_false(has_unfinished);
    text = read_whole("cut/manifest.json");
    assert_non_null(text);
    assert_true(json_is_valid(text));
    free(text);
    text = read_whole("cut/summary.csv");
    assert_non_null(text);
    assert_true(begins_with(text, SUMMARY_COLUMNS));
    assert_int_equal(text[strlen(text) - 1], '\n');
    free(text);
}

static void
the_merged_scenario_and_the_graph_are_shown(void **state)
{
    struct finished f = RUN("show", "world.yaml", "--set", "time.months=6");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "months: 6"));
    assert_non_null(strstr(f.out, "world.yaml:"));
    finished_free(&f);
    f = RUN("show", "--graph", "world.yaml");
    assert_int_equal(f.status, 0);
    assert_true(begins_with(f.out, "digraph"));
    finished_free(&f);
    f = RUN("check", "world.yaml");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "nd_oxide"));
    assert_non_null(strstr(f.out, "MB a thread"));
    finished_free(&f);
    f = RUN("schema");
    assert_int_equal(f.status, 0);
    assert_true(json_is_valid(f.out));
    finished_free(&f);
}

static char *
whole_of(const char *folder, const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return read_whole(path);
}

static void
assert_verified(const char *folder, int status, const char *message)
{
    struct finished f = RUN("verify", folder);

    assert_int_equal(f.status, status);
    assert_non_null(strstr(status ? f.err : f.out, message));
    finished_free(&f);
}

static void
a_folder_is_of_one_run(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-q", "-o", "unit", "--trials-csv");
    char *first, *second;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    assert_verified("unit", 0, "as the manifest lists them");
    first = whole_of("unit", "summary.csv");
    /* Files of a run, the next one may replace; those that it does not write itself go.
     */
    f = RUN("run", "world.yaml", "-q", "-o", "unit", "-s", "2");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    second = whole_of("unit", "summary.csv");
    assert_string_not_equal(first, second);
    assert_int_equal(access("unit/trials.csv", F_OK), -1);
    assert_verified("unit", 0, "as the manifest lists them");
    /* A file of the older run among those of the newer, a stray and a missing one. */
    unlink("unit/summary.csv");
    write_whole("unit/summary.csv", first);
    assert_verified("unit", 2, "summary.csv is not the file that the manifest lists");
    unlink("unit/summary.csv");
    assert_verified("unit", 2, "summary.csv is missing");
    write_whole("unit/summary.csv", second);
    write_whole("unit/trials.csv", "trial\n");
    assert_verified("unit", 2, "trials.csv is not in the manifest");
    unlink("unit/manifest.json");
    assert_verified("unit", 2, "manifest.json is missing");
    write_whole("unit/manifest.json", "{\"program\": \"monazite\", \"files\": "
                                      "[{\"file\": \"../world.yaml\"}]}");
    assert_verified("unit", 2, "is no manifest that lists files");
    free(first);
    free(second);
}

static void
nothing_is_overwritten_that_no_run_wrote(void **state)
{
    struct finished f;
    char *kept;

    (void)state;
    assert_int_equal(mkdir("mine", 0777), 0);
    write_whole("mine/summary.csv", "my own table\n");
    assert_refused(RUN("run", "world.yaml", "-q", "-o", "mine"),
                   "mine/summary.csv is no result of a run");
    kept = read_whole("mine/summary.csv");
    assert_string_equal(kept, "my own table\n");
    free(kept);
    f = RUN("run", "world.yaml", "-q", "-o", "mine", "--force");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    unlink("mine/monthly.csv");
    write_whole("mine/monthly.csv", "edited\n");
    assert_refused(RUN("run", "world.yaml", "-q", "-o", "mine"),
                   "mine/monthly.csv was changed after it had been written");
}

static void
one_run_at_a_time_writes_into_a_folder(void **state)
{
    struct finished f;
    int fd;

    (void)state;
    assert_int_equal(mkdir("shared", 0777), 0);
    write_whole("shared/summary.csv.999999999-0.tmp", "of a run that was killed\n");
    fd = open("shared", O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    f = RUN("run", "world.yaml", "-q", "-o", "shared");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "another run is writing into shared"));
    finished_free(&f);
    close(fd);
    f = RUN("run", "world.yaml", "-q", "-o", "shared");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    assert_int_equal(access("shared/summary.csv.999999999-0.tmp", F_OK), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_says_what_matters),
        cmocka_unit_test(tables_have_the_columns_promised),
        cmocka_unit_test(industries_have_a_row_each_the_worst_first),
        cmocka_unit_test(a_first_short_month_has_its_date),
        cmocka_unit_test(quantiles_are_a_hundred),
        cmocka_unit_test(flows_are_the_tonnes_of_links),
        cmocka_unit_test(events_have_dates_by_branch),
        cmocka_unit_test(scenarios_of_one_name_are_told_apart),
        cmocka_unit_test(the_merged_scenario_gives_the_same_tables),
        cmocka_unit_test(each_merged_scenario_has_its_settings),
        cmocka_unit_test(results_never_take_the_place_of_the_scenario),
        cmocka_unit_test(a_workbook_is_the_same_bytes_each_time),
        cmocka_unit_test(numbers_have_six_digits_unless_asked_otherwise),
        cmocka_unit_test(tables_are_written_for_a_spreadsheet_of_another_language),
        cmocka_unit_test(a_folder_of_files_is_written_whole),
        cmocka_unit_test(months_of_every_figure_come_on_request),
        cmocka_unit_test(bytes_depend_on_scenario_and_seed_alone),
        cmocka_unit_test(settings_change_the_run),
        cmocka_unit_test(several_scenarios_share_a_table),
        cmocka_unit_test(a_full_disk_is_a_failure_with_a_message),
        cmocka_unit_test(a_reader_that_leaves_is_no_failure),
        cmocka_unit_test(a_folder_that_cannot_be_written_is_a_failure),
        cmocka_unit_test(an_interrupted_run_keeps_what_is_done),
        cmocka_unit_test(a_folder_is_of_one_run),
        cmocka_unit_test(nothing_is_overwritten_that_no_run_wrote),
        cmocka_unit_test(one_run_at_a_time_writes_into_a_folder),
        cmocka_unit_test(the_merged_scenario_and_the_graph_are_shown),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
