/* bench_startup.c - from files to an engine that is ready for its first trial.
 *
 *     bench_startup all CSV [quick]        the table, on screen and into a file
 *     bench_startup once SCENARIO          seconds of each stage for one scenario
 *     bench_startup write FORM N FOLDER    a scenario of N links, to look into
 *
 * A form is "yaml", "licences" (YAML too) or "tables" (CSV). Every number of the table
 * is the best of some rounds in which all sizes and forms take turns. */

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/plan.h"
#include "generate.h"
#include "timing.h"

enum form { FORM_YAML, FORM_LICENCES, FORM_TABLES, NUM_FORMS };
static const struct {
    const char *name, *what;
} forms[NUM_FORMS] = {
    {"yaml", "YAML"}, {"licences", "YAML, licences"}, {"tables", "CSV tables"}};

static const uint32_t sizes[] = {1000, 5000, 16000, 50000};
enum { NUM_SIZES = sizeof sizes / sizeof *sizes, AT_5000 = 1, AT_50000 = 3 };

/* A scenario in a folder of its own. */
struct place {
    char folder[64], path[96];
};

/* Seconds before the first trial. */
struct stages {
    double read, compile, prepare;
};

static int time_once(const char *path);
static int write_scenario(const char *form, const char *num_links, const char *folder);
static void bench_startup(const struct bench_report *report, int is_quick);

int
main(int argc, char **argv)
{
    struct bench_report report;

    gsl_set_error_handler_off();
    if (argc == 3 && strcmp(argv[1], "once") == 0)
        return time_once(argv[2]);
    if (argc == 5 && strcmp(argv[1], "write") == 0)
        return write_scenario(argv[2], argv[3], argv[4]);
    if (argc < 3 || strcmp(argv[1], "all") != 0) {
        fprintf(stderr, "usage: bench_startup all CSV [quick]\n"
                        "       bench_startup once SCENARIO\n"
                        "       bench_startup write FORM N FOLDER\n");
        return 2;
    }
    report.csv = fopen(argv[2], "w");
    if (!report.csv) {
        perror(argv[2]);
        return 1;
    }
    fprintf(report.csv, "table,what,value,unit\n");
    bench_startup(&report, argc > 3 && strcmp(argv[3], "quick") == 0);
    if (fclose(report.csv) != 0) {
        perror(argv[2]);
        return 1;
    }
    return 0;
}

/* Start up and let go again, which is not timed; returns the number of links. */
static uint32_t
start_up(const char *path, struct stages *seconds)
{
    struct mnz_diags *diags = NULL;
    struct mnz_scenario *scenario = NULL;
    struct mnz_network *net = NULL;
    struct mnz_engine *engine = NULL;
    const double begin = bench_now();
    double loaded, compiled;
    uint32_t num_links;

    if (mnz_diags_create(&diags))
        abort();
    if (mnz_scenario_load(path, NULL, 0, diags, &scenario)) {
        mnz_diags_print(diags, stderr, 0);
        exit(1);
    }
    loaded = bench_now();
    if (mnz_network_create(scenario, diags, &net)) {
        mnz_diags_print(diags, stderr, 0);
        exit(1);
    }
    compiled = bench_now();
    if (mnz_engine_create(net, scenario->seed, &engine))
        abort();
    *seconds = (struct stages){
        .read = loaded - begin,
        .compile = compiled - loaded,
        .prepare = bench_now() - compiled,
    };
    num_links = net->num_links;
    mnz_engine_destroy(engine);
    mnz_network_destroy(net);
    mnz_scenario_destroy(scenario);
    mnz_diags_destroy(diags);
    return num_links;
}

static int
time_once(const char *path)
{
    struct stages seconds;
    const uint32_t num_links = start_up(path, &seconds);

    printf("%u links: read %.4f s, compile %.4f s, prepare the engine %.4f s\n",
           num_links, seconds.read, seconds.compile, seconds.prepare);
    return 0;
}

static void
generate(const char *folder, enum form form, uint32_t num_links)
{
    const uint32_t num_modules = num_links / BENCH_LINKS_OF_MODULE;
    char path[256];
    FILE *f;

    if (form == FORM_TABLES) {
        bench_generate_tables(folder, num_modules);
        return;
    }
    snprintf(path, sizeof path, "%s/%s", folder, BENCH_SCENARIO_FILE);
    f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    bench_generate(f, num_modules, form == FORM_LICENCES);
    fclose(f);
}

static int
write_scenario(const char *form, const char *num_links, const char *folder)
{
    for (int i = 0; i < NUM_FORMS; i++)
        if (strcmp(form, forms[i].name) == 0) {
            generate(folder, (enum form)i, (uint32_t)strtoul(num_links, NULL, 10));
            return 0;
        }
    fprintf(stderr, "bench_startup: no form is called '%s'\n", form);
    return 2;
}

/* ---- the table ------------------------------------------------------------------- */

static void
make_place(struct place *place, enum form form, uint32_t num_links)
{
    strcpy(place->folder, "/tmp/monazite-bench-XXXXXX");
    if (!mkdtemp(place->folder)) {
        perror(place->folder);
        exit(1);
    }
    snprintf(place->path, sizeof place->path, "%s/%s", place->folder,
             BENCH_SCENARIO_FILE);
    generate(place->folder, form, num_links);
}

static void
remove_place(const struct place *place)
{
    for (size_t i = 0; bench_table_files[i]; i++) {
        char path[256];

        snprintf(path, sizeof path, "%s/%s", place->folder, bench_table_files[i]);
        unlink(path); /* not all forms have all files */
    }
    rmdir(place->folder);
}

static double
run_start_up(void *context)
{
    const struct place *place = context;
    struct stages seconds;

    start_up(place->path, &seconds);
    return seconds.read + seconds.compile + seconds.prepare;
}

static void
bench_startup(const struct bench_report *report, int is_quick)
{
    static const char table[] = "start-up";
    struct place places[NUM_FORMS][NUM_SIZES];
    struct bench_variant variants[NUM_FORMS][NUM_SIZES];
    char text[80];

    for (int f = 0; f < NUM_FORMS; f++)
        for (int i = 0; i < NUM_SIZES; i++) {
            make_place(&places[f][i], (enum form)f, sizes[i]);
            variants[f][i] =
                (struct bench_variant){forms[f].what, run_start_up, &places[f][i], 0.0};
        }
    bench_compare(&variants[0][0], NUM_FORMS * (size_t)NUM_SIZES, is_quick ? 3 : 7);
    bench_heading("Start-up",
                  "read, check and compile generated scenarios, and prepare "
                  "the engine");
    for (int f = 0; f < NUM_FORMS; f++)
        for (int i = 0; i < NUM_SIZES; i++) {
            snprintf(text, sizeof text, "%u links, %s", sizes[i], forms[f].what);
            bench_result(report, table, text, variants[f][i].best, "s");
            remove_place(&places[f][i]);
        }
    for (int f = 0; f < NUM_FORMS; f++) {
        snprintf(text, sizeof text, "a link, 50000 / 5000 links, %s", forms[f].what);
        bench_result(report, table, text,
                     variants[f][AT_50000].best / variants[f][AT_5000].best *
                         sizes[AT_5000] / sizes[AT_50000],
                     "ratio");
    }
}
