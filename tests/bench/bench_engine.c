/* bench_engine.c - how fast the engine is, beside itself done otherwise.
 *
 *     bench_engine all SCENARIO CSV [quick]   every table, on screen and into a file
 *     bench_engine studies SCENARIO CSV [quick]   series asked for, and paired trials
 *     bench_engine precision SCENARIO CSV [quick]   variance of plans over seeds
 *     bench_engine trials SCENARIO N [bare]   seconds a trial of N; bare: no statistics
 *
 * Every number is the best of some rounds in which all that is compared takes turns.
 * Drawing inputs is not timed where single batches are. */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bed.h"
#include "bench_precision.h"
#include "bench_study.h"
#include "engine/engine.h"
#include "generate.h"
#include "monazite/drivers.h"
#include "study/monte_carlo.h"
#include "timing.h"
#include "triad.h"

struct options {
    const char *scenario;
    int is_quick;
    struct bench_report report;
};

static int time_trials(const char *scenario, size_t trials,
                       enum bench_statistics statistics);
static void bench_all(const struct options *o);
static void bench_engines(const struct options *o);
static void bench_threads(const struct options *o);
static void bench_sizes(const struct options *o);
static void bench_roofline(const struct options *o);
static void bench_plans(const struct options *o);
static void bench_drivers(const struct options *o);
static void bench_memory(const struct options *o);

int
main(int argc, char **argv)
{
    struct options o = {0};

    if (argc >= 4 && strcmp(argv[1], "trials") == 0)
        return time_trials(argv[2], strtoul(argv[3], NULL, 10),
                           argc > 4 ? BENCH_NO_STATISTICS : BENCH_ALL_STATISTICS);
    if (argc < 4 || (strcmp(argv[1], "all") != 0 && strcmp(argv[1], "studies") != 0 &&
                     strcmp(argv[1], "precision") != 0)) {
        fprintf(stderr, "usage: bench_engine all|studies|precision SCENARIO CSV "
                        "[quick]\n"
                        "       bench_engine trials SCENARIO N [bare]\n");
        return 2;
    }
    o.scenario = argv[2];
    o.is_quick = argc > 4 && strcmp(argv[4], "quick") == 0;
    o.report.csv = fopen(argv[3], "w");
    if (!o.report.csv) {
        perror(argv[3]);
        return 1;
    }
    fprintf(o.report.csv, "table,what,value,unit\n");
    if (strcmp(argv[1], "all") == 0)
        bench_all(&o);
    if (strcmp(argv[1], "precision") != 0) {
        bench_drivers(&o);
        bench_study(&o.report, o.scenario, o.is_quick);
    }
    if (strcmp(argv[1], "studies") != 0)
        bench_precision(&o.report, o.scenario, o.is_quick);
    if (fclose(o.report.csv) != 0) {
        perror(argv[3]);
        return 1;
    }
    return 0;
}

static void
bench_all(const struct options *o)
{
    bench_memory(o); /* first: a child's peak counts the memory of its parent */
    bench_engines(o);
    bench_threads(o);
    bench_sizes(o);
    bench_roofline(o);
    bench_plans(o);
}

static int
time_trials(const char *scenario, size_t trials, enum bench_statistics statistics)
{
    struct bench_bed bed;
    struct bench_way way = {
        .bed = &bed, .isa = mnz_isa_best(), .statistics = statistics};

    bench_bed_init(&bed, scenario, trials);
    printf("%.9g\n", bench_run_fast(&way));
    bench_bed_finish(&bed);
    return 0;
}

/* ---- tables ---------------------------------------------------------------------- */

/* Fast in each instruction set, with and without statistics; slow. */
static void
bench_engines(const struct options *o)
{
    static const char table[] = "engines";
    struct bench_bed bed;
    struct bench_way ways[2 * MNZ_NUM_ISAS + 1];
    struct bench_variant variants[2 * MNZ_NUM_ISAS + 1] = {0};
    char names[2 * MNZ_NUM_ISAS + 1][80];
    size_t n = 0, on = 0, off = 0;
    double per_trial;

    bench_bed_init(&bed, o->scenario, o->is_quick ? 64 : 256);
    per_trial = bench_link_steps(&bed);
    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++)
        for (int s = 0; s < 2 && mnz_isa_is_usable((enum mnz_isa)isa); s++, n++) {
            ways[n] = (struct bench_way){.bed = &bed,
                                         .isa = (enum mnz_isa)isa,
                                         .statistics = (enum bench_statistics)s};
            snprintf(names[n], sizeof names[n], "fast, %s, statistics %s",
                     mnz_isa_name[isa], s ? "on" : "off");
            variants[n] =
                (struct bench_variant){names[n], bench_run_fast, &ways[n], 0.0};
            if ((enum mnz_isa)isa == mnz_isa_best())
                *(s ? &on : &off) = n;
        }
    ways[n] = (struct bench_way){.bed = &bed, .num_trials = o->is_quick ? 2 : 8};
    variants[n] = (struct bench_variant){"slow (reference engine)", bench_run_slow,
                                         &ways[n], 0.0};
    bench_compare(variants, n + 1, o->is_quick ? 3 : 7);

    bench_heading("Engines, 1 thread", "time a trial; drawing inputs not counted");
    for (size_t i = 0; i <= n; i++)
        bench_result(&o->report, table, variants[i].name, 1e3 * variants[i].best, "ms");
    bench_result(&o->report, table, "a link-step-trial, statistics on",
                 1e9 * variants[on].best / per_trial, "ns");
    bench_result(&o->report, table, "slow / fast, statistics on",
                 variants[n].best / variants[on].best, "ratio");
    bench_result(&o->report, table, "slow / fast, statistics off",
                 variants[n].best / variants[off].best, "ratio");
    bench_result(&o->report, table, "statistics on / off",
                 variants[on].best / variants[off].best, "ratio");
    bench_bed_finish(&bed);
}

struct threads_way {
    const struct bench_world *world;
    uint32_t threads;
    uint64_t trials;
    enum mnz_sampler sampler;
    double se, mean;     /* of the total shortfall */
    double *industry_se; /* [group] relative to the mean, NaN where hardly any falls
                            short; may be NULL */
};

static double
run_threads(void *context)
{
    struct threads_way *way = context;
    const struct mnz_run_setup options = {.trials = way->trials,
                                          .seed = way->world->scenario->seed,
                                          .sampler = way->sampler,
                                          .threads = way->threads};
    const double begin = bench_now();
    struct mnz_summary total = {0};
    struct mnz_run *run;
    double seconds;

    if (mnz_run_create(way->world->net, &options, &run))
        abort();
    seconds = (bench_now() - begin) / (double)way->trials;
    for (uint32_t g = 0; g < run->metrics->num_groups; g++) {
        struct mnz_summary share = {0};
        const enum mnz_scope scope = run->metrics->groups[g].scope;

        if (scope == MNZ_SCOPE_TOTAL || scope == MNZ_SCOPE_INDUSTRY)
            mnz_tally_summary(
                run->conditionals[0].tally,
                mnz_metrics_horizon(run->metrics, g, MNZ_METRIC_SHORTFALL_SHARE),
                &share);
        if (scope == MNZ_SCOPE_TOTAL)
            total = share;
        if (way->industry_se)
            way->industry_se[g] = scope == MNZ_SCOPE_INDUSTRY && share.mean > 0.01
                                      ? share.se / share.mean
                                      : NAN;
    }
    way->se = total.se;
    way->mean = total.mean;
    mnz_run_destroy(run);
    return seconds;
}

static void
bench_threads(const struct options *o)
{
    static const char table[] = "threads";
    const uint64_t trials = o->is_quick ? 512 : 4096;
    struct bench_world world;
    struct threads_way ways[2];
    struct bench_variant variants[2] = {{"1 thread", run_threads, &ways[0], 0.0},
                                        {"2 threads", run_threads, &ways[1], 0.0}};

    bench_world_load(&world, o->scenario, MNZ_SAMPLER_SOBOL);
    for (uint32_t i = 0; i < 2; i++)
        ways[i] = (struct threads_way){.world = &world,
                                       .threads = i + 1,
                                       .trials = trials,
                                       .sampler = MNZ_SAMPLER_SOBOL};
    bench_compare(variants, 2, o->is_quick ? 3 : 5);
    bench_heading("Threads", "whole runs, drawing and statistics included");
    for (int i = 0; i < 2; i++)
        bench_result(&o->report, table, variants[i].name, 1e3 * variants[i].best, "ms");
    bench_result(&o->report, table, "2 threads / 1 thread",
                 variants[0].best / variants[1].best, "ratio");
    bench_world_finish(&world);
}

/* A generated scenario in a file of its own; returns seconds to load and compile it. */
static double
bed_generate(struct bench_bed *bed, uint32_t num_links, int has_licences, size_t trials)
{
    char path[] = "/tmp/monazite-bench-XXXXXX";
    const int fd = mkstemp(path);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    double begin;

    if (!f) {
        perror(path);
        exit(1);
    }
    bench_generate(f, num_links / BENCH_LINKS_OF_MODULE, has_licences);
    fclose(f);
    begin = bench_now();
    bench_bed_init(bed, path, trials);
    begin = bench_now() - begin;
    unlink(path);
    return begin;
}

static void
bench_sizes(const struct options *o)
{
    static const char table[] = "sizes";
    static const uint32_t sizes[] = {250, 1000, 4000, 16000};
    enum { NUM_SIZES = sizeof sizes / sizeof *sizes };
    struct bench_bed beds[2 * NUM_SIZES];
    struct bench_way ways[2 * NUM_SIZES];
    struct bench_variant variants[2 * NUM_SIZES] = {0};
    char names[2 * NUM_SIZES][80];
    double ns[2 * NUM_SIZES];

    bench_heading("Sizes",
                  "generated networks of one depth and mixture, statistics off");
    for (size_t i = 0; i < 2 * NUM_SIZES; i++) {
        const uint32_t links = sizes[i % NUM_SIZES];
        const int has_licences = i >= NUM_SIZES;
        const size_t trials = (o->is_quick ? 64000 : 256000) / links + MNZ_LANES;
        const double seconds = bed_generate(&beds[i], links, has_licences, trials);

        ways[i] = (struct bench_way){.bed = &beds[i], .isa = mnz_isa_best()};
        snprintf(names[i], sizeof names[i], "%u links, %s", links,
                 has_licences ? "licences" : "no controls");
        variants[i] = (struct bench_variant){names[i], bench_run_fast, &ways[i], 0.0};
        if (has_licences && links == sizes[NUM_SIZES - 1])
            bench_result(&o->report, table, "loading and compiling the largest",
                         seconds, "s");
    }
    bench_compare(variants, 2 * NUM_SIZES, o->is_quick ? 3 : 7);
    for (size_t i = 0; i < 2 * NUM_SIZES; i++) {
        ns[i] = 1e9 * variants[i].best / bench_link_steps(&beds[i]);
        bench_result(&o->report, table, names[i], ns[i], "ns a link-step-trial");
        bench_bed_finish(&beds[i]);
    }
    bench_result(&o->report, table, "16000 / 1000 links, no controls", ns[3] / ns[1],
                 "ratio");
    bench_result(&o->report, table, "16000 / 1000 links, licences",
                 ns[NUM_SIZES + 3] / ns[NUM_SIZES + 1], "ratio");
}

/* ---- roofline -------------------------------------------------------------------- */

struct triad_way {
    double *a, *b, *c;
    size_t count, times; /* lane vectors */
    enum mnz_isa isa;
};

#define ENTRY(isa, suffix) [isa] = bench_triad_##suffix,
static bench_triad_function *const triad_for[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};

/* Seconds a byte that is loaded or stored. */
static double
run_triad(void *context)
{
    const struct triad_way *way = context;
    const double begin = bench_now();

    triad_for[way->isa](way->a, way->b, way->c, way->count, way->times);
    return (bench_now() - begin) /
           (double)(way->count * way->times * 3 * sizeof(mnz_lane));
}

/*
 * Numbers of a trial that a step must load and store: every row that a phase reads or
 * writes counts once in that phase, and not at all while it stays in registers. A term
 * that is one number for all lanes counts as its part of a row. Not counted are rows of
 * outputs and nodes, licence terms that many links share, and needs of some steps or
 * ports only: spot purchases, moves of shares, stockpiles, terms merged anew. So the
 * demand is too low rather than too high.
 */
#define TERM (1.0 / MNZ_LANES)
struct demand {
    const char *phase;
    double link, port, licensed;
};
static const struct demand demands[] = {
    {"need: w, L; u, c, I, three rows of the ring, n", 1 + TERM, 7, 0},
    {"mature: a row of the queue; waiting, in hand, each twice", 0, 0, 5},
    {"order: w, omega, q + b, o, A; ordered", 3 + 2 * TERM, 1, 0},
    {"ask: L; credit, in hand, waiting, each twice; b0, free", 0, 0, 8 + TERM},
    {"arrive: row, I, each twice", 0, 4, 0},
    {"deliver: A, o, shipped, r; two rows twice; got, ordered", 3 + TERM, 6, 0},
    {"settle: free, waiting; in hand twice", 0, 0, 4},
    {"markets: got, n, ordered", 0, 3, 0},
};
static const double unsettled_link = 6 + 2 * TERM; /* fill: o, w, shipped, spot, f
                                                      twice; omega, q + b */

/* Bytes a link-step-trial, the mean over the links of a network, after a run. */
static double
demand_bytes(const struct bench_bed *bed)
{
    const struct mnz_engine *e = bed->world.engine;
    const struct mnz_batch *b = bed->batch;
    const double links = (double)e->net->num_links, ports = (double)e->net->num_ports;
    double numbers = 0.0;

    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++)
        numbers += demands[i].link * links + demands[i].port * ports +
                   demands[i].licensed * (double)e->num_licensed;
    for (uint32_t p = 0; p < e->net->num_ports; p++)
        numbers +=
            b->at[p].is_settled ? 0.0 : unsettled_link * (double)e->ports[p].num_links;
    /* A filing is added to the rows of the queue, by its delays. */
    for (uint32_t i = 0; i < e->num_licensed; i++)
        numbers +=
            3.0 *
            (double)b->delay_last[e->link_licences[e->terms[e->terms_of[i]].first]];
    return 8.0 * numbers / links;
}

static void
bench_roofline(const struct options *o)
{
    static const char table[] = "roofline";
    const size_t kib[] = {24, 512}; /* three arrays together: within L1, within L2 */
    struct bench_bed bed;
    struct triad_way triads[2];
    struct bench_way way = {.bed = &bed, .isa = mnz_isa_best()};
    struct bench_variant variants[3] = {
        {"triad in L1", run_triad, &triads[0], 0.0},
        {"triad in L2", run_triad, &triads[1], 0.0},
        {"fast, statistics off", bench_run_fast, &way, 0.0}};
    double bytes, seconds;

    bench_bed_init(&bed, o->scenario, o->is_quick ? 64 : 256);
    for (int i = 0; i < 2; i++) {
        const size_t count = kib[i] * 1024 / 3 / sizeof(mnz_lane) / 4 * 4;

        triads[i] = (struct triad_way){.a = (double *)bench_lanes(count),
                                       .b = (double *)bench_lanes(count),
                                       .c = (double *)bench_lanes(count),
                                       .count = count,
                                       .times = 200000000 / (count * sizeof(mnz_lane)),
                                       .isa = mnz_isa_best()};
        for (size_t k = 0; k < count * MNZ_LANES; k++)
            triads[i].a[k] = triads[i].b[k] = triads[i].c[k] = 1.0;
    }
    bench_compare(variants, 3, o->is_quick ? 3 : 7);
    bytes = demand_bytes(&bed);
    seconds = variants[2].best / bench_link_steps(&bed);
    bench_heading("Roofline, 1 thread",
                  "demand: each row that a phase of the model reads or writes, once");
    for (int i = 0; i < 2; i++)
        bench_result(&o->report, table, variants[i].name, 1e-9 / variants[i].best,
                     "GB/s");
    bench_result(&o->report, table, "demand of a link-step-trial", bytes, "bytes");
    bench_result(&o->report, table, "least time of a link-step-trial, L1",
                 1e9 * bytes * variants[0].best, "ns");
    bench_result(&o->report, table, "measured, statistics off", 1e9 * seconds, "ns");
    bench_result(&o->report, table, "fraction of the L1 roofline",
                 bytes * variants[0].best / seconds, "ratio");
    bench_result(&o->report, table, "fraction of the L2 roofline",
                 bytes * variants[1].best / seconds, "ratio");
    for (int i = 0; i < 2; i++) {
        free(triads[i].a);
        free(triads[i].b);
        free(triads[i].c);
    }
    bench_bed_finish(&bed);
}

/* ---- plans and memory ------------------------------------------------------------ */

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median over industries of how much longer the first plan takes than the second to
 * the same error. */
static double
median_gain(const double *first, const double *second, size_t count, double time_ratio)
{
    double *gains = calloc(count + 1, sizeof *gains), median;
    size_t n = 0;

    if (!gains)
        abort();
    for (size_t i = 0; i < count; i++)
        if (first[i] > 0.0 && second[i] > 0.0)
            gains[n++] = time_ratio * pow(first[i] / second[i], 2.0);
    qsort(gains, n, sizeof *gains, ascending);
    median = n > 0 ? gains[n / 2] : NAN;
    free(gains);
    return median;
}

/* How long each plan takes until the standard error of the total shortfall is a
 * thousandth of its mean; the error falls by 1/sqrt(n) at least. */
static void
bench_plans(const struct options *o)
{
    static const char table[] = "plans";
    const uint64_t trials = o->is_quick ? 1024 : 8192;
    struct bench_world world;
    struct threads_way ways[2];
    struct bench_variant variants[2] = {{"plain", run_threads, &ways[0], 0.0},
                                        {"sobol", run_threads, &ways[1], 0.0}};
    struct mnz_metrics *metrics;
    double needed[2];

    bench_world_load(&world, o->scenario, MNZ_SAMPLER_PLAIN);
    if (mnz_metrics_create(world.net, &metrics))
        abort();
    for (int i = 0; i < 2; i++)
        ways[i] =
            (struct threads_way){.world = &world,
                                 .threads = 1,
                                 .trials = trials,
                                 .sampler = i ? MNZ_SAMPLER_SOBOL : MNZ_SAMPLER_PLAIN};
    for (int i = 0; i < 2; i++) {
        ways[i].industry_se = calloc(metrics->num_groups + 1, sizeof(double));
        if (!ways[i].industry_se)
            abort();
    }
    bench_compare(variants, 2, o->is_quick ? 1 : 3);
    bench_heading(
        "Time to an error",
        "until the error of the mean total shortfall is 0.1 % of it, by sqrt(n)");
    for (int i = 0; i < 2; i++) {
        const double relative = ways[i].se / ways[i].mean;
        char what[80];

        needed[i] = variants[i].best * (double)trials * pow(relative / 0.001, 2.0);
        snprintf(what, sizeof what, "%s, error after %llu trials", variants[i].name,
                 (unsigned long long)trials);
        bench_result(&o->report, table, what, 100.0 * relative, "%");
        snprintf(what, sizeof what, "%s, time to 0.1 %%", variants[i].name);
        bench_result(&o->report, table, what, needed[i], "s");
    }
    bench_result(&o->report, table, "plain / sobol", needed[0] / needed[1], "ratio");
    bench_result(&o->report, table, "plain / sobol, median industry",
                 median_gain(ways[0].industry_se, ways[1].industry_se,
                             metrics->num_groups, variants[0].best / variants[1].best),
                 "ratio");
    free(ways[0].industry_se);
    free(ways[1].industry_se);
    mnz_metrics_destroy(metrics);
    bench_world_finish(&world);
}

/* ---- what is not asked for ------------------------------------------------------- */

/* A full run of a model, or the drivers of `num_measures` answers. */
struct asked_way {
    const struct mnz_model *model;
    uint64_t trials;
    uint32_t num_measures;
    struct mnz_measure measures[12];
};

static double
run_asked(void *context)
{
    const struct asked_way *way = context;
    const struct mnz_drivers_options options = {
        .run = {.trials = way->trials, .threads = 1},
        .measures = way->measures,
        .num_measures = way->num_measures};
    const double started = bench_now();
    struct mnz_drivers *drivers = NULL;
    struct mnz_result *result = NULL;
    enum mnz_status st;

    if (way->num_measures > 0)
        st = mnz_model_drivers(way->model, &options, &drivers);
    else
        st = mnz_model_run(way->model, &options.run, &result);
    if (st)
        abort();
    mnz_drivers_destroy(drivers);
    mnz_result_destroy(result);
    return (bench_now() - started) / (double)way->trials;
}

/* A run of a dozen series with all that drivers says of them, beside a full run. */
static void
bench_drivers(const struct options *o)
{
    static const char table[] = "drivers";
    struct mnz_model *model = NULL;
    struct asked_way ways[2] = {{.trials = o->is_quick ? 512 : 2048}};
    struct bench_variant variants[2] = {{"full run", run_asked, &ways[0], 0.0},
                                        {"drivers of 12", run_asked, &ways[1], 0.0}};

    if (mnz_model_load(o->scenario, NULL, 0, NULL, &model))
        abort();
    ways[0].model = model;
    ways[1] = ways[0];
    for (uint32_t g = 0; ways[1].num_measures < 12 && g < mnz_model_num_groups(model);
         g++) {
        struct mnz_measure *m = &ways[1].measures[ways[1].num_measures];

        if (!mnz_model_find_measure(model, mnz_model_group_scope(model, g),
                                    mnz_model_group_name(model, g), "output_lost_share",
                                    m))
            ways[1].num_measures++;
    }
    bench_compare(variants, 2, o->is_quick ? 1 : 3);
    bench_heading("Drivers", "of twelve series, beside a full run; one thread");
    for (int i = 0; i < 2; i++)
        bench_result(&o->report, table, variants[i].name, 1e3 * variants[i].best,
                     "ms/trial");
    bench_result(&o->report, table, "drivers of 12 / full run",
                 variants[1].best / variants[0].best, "ratio");
    mnz_model_destroy(model);
}

/* Peak resident memory of a run in a process of its own, in MiB. */
static double
peak_memory(const struct bench_world *world, uint64_t trials)
{
    struct threads_way way = {.world = world, .threads = 2, .trials = trials};
    struct rusage usage;
    const pid_t child = fork();
    int status;

    if (child == 0) {
        (void)run_threads(&way);
        _exit(0);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        perror("bench_engine: a run in a process of its own");
        exit(1);
    }
    return (double)usage.ru_maxrss / 1024.0;
}

static void
bench_memory(const struct options *o)
{
    static const char table[] = "memory";
    const uint64_t few = 10000, many = o->is_quick ? 100000 : 1000000;
    struct bench_bed small;
    struct bench_world world;
    const struct bench_world *used = &world;
    double peaks[2];

    /* In a hurry, a network that is done with soon. */
    if (o->is_quick) {
        (void)bed_generate(&small, 250, 1, MNZ_LANES);
        used = &small.world;
    } else {
        bench_world_load(&world, o->scenario, MNZ_SAMPLER_SOBOL);
    }
    bench_heading("Memory",
                  o->is_quick ? "peak of a run of 2 threads; a small generated network"
                              : "peak of a run of 2 threads");
    for (int i = 0; i < 2; i++) {
        const uint64_t trials = i ? many : few;
        char what[80];

        peaks[i] = peak_memory(used, trials);
        snprintf(what, sizeof what, "%llu trials", (unsigned long long)trials);
        bench_result(&o->report, table, what, peaks[i], "MiB");
    }
    bench_result(&o->report, table, "many / few trials", peaks[1] / peaks[0], "ratio");
    if (o->is_quick)
        bench_bed_finish(&small);
    else
        bench_world_finish(&world);
}
