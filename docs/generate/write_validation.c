/* write_validation.c - writes the tables of docs/validation.md anew, from the runs that
 * they report; everything between the markers is replaced, the words stay.
 *
 *     write_validation FOLDER [TABLE]... < docs/validation.md > validation.md
 *
 * FOLDER holds the back-tests and what was measured. Without a TABLE all are written,
 * else those named: the others stay as they are. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fitted_table.h"
#include "study/score.h"

enum { SCORE_TRIALS = 2000, SENSITIVITY_TRIALS = 500, ELEMENT_TRIALS = 400 };
enum { PATH = 512, LONGEST_LINE = 1 << 16 };

/* A run, and if there is a table of what was measured, its scores. */
struct study {
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *net;
    struct mnz_metrics *metrics;
    struct mnz_measured *measured;
    struct mnz_keep keep;
    struct mnz_run *run;
    struct mnz_score *score;
};

static int study_do(struct study *s, const char *folder, const char *name,
                    const char *observed, const char *settings, uint64_t trials);
static void study_finish(struct study *s);

typedef int write_table(const char *folder);
static write_table write_verdict, write_before, write_fitted, write_scores, write_paths,
    write_years, write_sensitivity, write_elements;

static const struct {
    const char *name;
    write_table *write;
} tables[] = {
    {"verdict", write_verdict},
    {"before", write_before},
    {"fitted", write_fitted},
    {"scores", write_scores},
    {"paths", write_paths},
    {"years", write_years},
    {"sensitivity", write_sensitivity},
    {"elements", write_elements},
};
enum { NUM_TABLES = sizeof tables / sizeof *tables };

/* A back-test is a prior; what scenarios/backtests/fit.sh makes of it is its posterior.
 */
enum { NUM_BACKTESTS = 2 };
static const struct {
    const char *prior, *posterior, *table;
} backtests[NUM_BACKTESTS] = {
    {"2025-magnets", "2025-magnets-fitted/posterior",
     "2025-magnets-fitted/posterior.csv"},
    {"2025-heavies", "2025-heavies-fitted/posterior",
     "2025-heavies-fitted/posterior.csv"},
};
static struct study fitted[NUM_BACKTESTS]; /* made once, by who needs them */

/* What a marker line opens: a table's position, or NUM_TABLES. */
static size_t
table_of(const char *line)
{
    char marker[64];
    size_t i = 0;

    for (; i < NUM_TABLES; i++) {
        snprintf(marker, sizeof marker, "<!-- %s:begin -->", tables[i].name);
        if (!strncmp(line, marker, strlen(marker)))
            break;
    }
    return i;
}

static int
is_asked(size_t table, int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (!strcmp(argv[i], tables[table].name))
            return 1;
    return argc == 2;
}

int
main(int argc, char **argv)
{
    static char line[LONGEST_LINE];
    int is_inside = 0, has_failed = argc < 2;

    if (has_failed)
        fputs("usage: write_validation FOLDER [TABLE]... < validation.md\n", stderr);
    while (!has_failed && fgets(line, sizeof line, stdin)) {
        const size_t table = table_of(line);

        if (strstr(line, ":end -->"))
            is_inside = 0;
        if (!is_inside)
            fputs(line, stdout);
        if (table == NUM_TABLES || !is_asked(table, argc, argv))
            continue;
        is_inside = 1;
        fprintf(stderr, "%s\n", tables[table].name);
        has_failed = tables[table].write(argv[1]);
    }
    for (int i = 0; i < NUM_BACKTESTS; i++)
        study_finish(&fitted[i]);
    return has_failed || ferror(stdin) || ferror(stdout) ? 1 : 0;
}

/* `settings` are PATH=VALUE, with " ; " between them, or NULL. */
static enum mnz_status
load_scenario(struct study *s, const char *path, const char *settings)
{
    enum { MOST = 10 };
    static char texts[MOST][PATH];
    struct mnz_setting list[MOST];
    size_t count = 0;

    while (settings && count < MOST) {
        const char *end = strstr(settings, " ; ");
        const int length = end ? (int)(end - settings) : (int)strlen(settings);

        snprintf(texts[count], PATH, "%.*s", length, settings);
        list[count].text = texts[count];
        count++;
        settings = end ? end + 3 : NULL;
    }
    return mnz_scenario_load(path, list, count, s->diags, &s->scenario);
}

static enum mnz_status
simulate(struct study *s, uint64_t trials)
{
    struct mnz_run_options options = {
        .trials = trials, .seed = s->scenario->seed, .sampler = s->scenario->sampler};

    if (!s->measured)
        return mnz_run_create(s->net, &options, &s->run);
    s->keep.num_series = s->measured->num_columns;
    s->keep.series = s->measured->kept;
    s->keep.values = calloc(trials * s->keep.num_series, sizeof *s->keep.values);
    s->keep.is_done = calloc(trials, sizeof *s->keep.is_done);
    if (!s->keep.values || !s->keep.is_done)
        return MNZ_ERR_NOMEM;
    options.keep = &s->keep;
    return mnz_run_create(s->net, &options, &s->run);
}

/* `observed` is NULL, or whose table of what was measured to score against. Returns 0,
 * or 1 with a message printed; finish it in both cases. */
static int
study_do(struct study *s, const char *folder, const char *name, const char *observed,
         const char *settings, uint64_t trials)
{
    char path[PATH];
    enum mnz_status st;

    *s = (struct study){0};
    st = mnz_diags_create(&s->diags);
    snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    if (!st)
        st = load_scenario(s, path, settings);
    if (!st)
        st = mnz_network_create(s->scenario, s->diags, &s->net);
    if (!st)
        st = mnz_metrics_create(s->net, &s->metrics);
    snprintf(path, sizeof path, "%s/%s-observed.csv", folder, observed ? observed : "");
    if (!st && observed)
        st = mnz_measured_load(path, s->metrics, s->diags, &s->measured);
    if (!st)
        st = simulate(s, trials);
    if (!st && s->measured)
        st = mnz_score_create(s->measured, &s->keep, trials, MNZ_NAIVE_MEAN, &s->score);
    if (st && s->diags)
        mnz_diags_print(s->diags, stderr, 0);
    if (st)
        fprintf(stderr, "%s with %s does not run\n", name,
                settings ? settings : "nothing set");
    return st != MNZ_OK;
}

static void
study_finish(struct study *s)
{
    mnz_score_destroy(s->score);
    mnz_run_destroy(s->run);
    mnz_measured_destroy(s->measured);
    mnz_metrics_destroy(s->metrics);
    mnz_network_destroy(s->net);
    mnz_scenario_destroy(s->scenario);
    mnz_diags_destroy(s->diags);
    free(s->keep.values);
    free(s->keep.is_done);
}

static uint32_t
group_of(const struct mnz_metrics *m, enum mnz_scope scope, const char *name)
{
    for (uint32_t g = 0; g < m->num_groups; g++)
        if (m->groups[g].scope == scope && !strcmp(m->groups[g].name, name))
            return g;
    return MNZ_NONE;
}

static struct mnz_summary
summary_of(const struct study *s, uint32_t series)
{
    struct mnz_summary summary = {0};

    if (series != MNZ_NONE)
        mnz_tally_summary(s->run->given[0].tally, series, &summary);
    return summary;
}

/* -0 is written as 0. */
static double
rounded(double value, double unit)
{
    return floor(value / unit + 0.5) * unit + 0.0;
}

/* Do `each` for every back-test. */
static int
for_each_backtest(const char *folder, void (*each)(const struct study *s))
{
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        struct study *s = &fitted[i];

        if (!s->score && study_do(s, folder, backtests[i].posterior, backtests[i].prior,
                                  NULL, SCORE_TRIALS))
            return 1;
        each(s);
    }
    return 0;
}

/* What the model says of January 2025, before anything happened. */
static double
january(const struct study *s, uint32_t group)
{
    return summary_of(
               s, mnz_metrics_month(s->metrics, group, MNZ_METRIC_SHIPPED_TONNES, 0))
        .mean;
}

static void
print_before(const struct study *s)
{
    for (uint32_t i = 0; i < s->score->num_series; i++) {
        const struct mnz_series_score *x = &s->score->series[i];
        unsigned months = 0;

        if (!(x->mean_before > 0.0))
            continue;
        for (uint32_t j = 0; j < x->series->num_points; j++)
            months += x->series->points[j].set == MNZ_SET_BEFORE;
        printf("| %s | %u | ", x->series->name, months);
        printf(x->mean_before < 100.0 ? "%.1f | " : "%.0f | ", x->mean_before);
        printf(x->mean_before < 100.0 ? "%.1f |\n" : "%.0f |\n",
               january(s, x->series->group));
    }
}

static int
write_before(const char *folder)
{
    puts("| series | months before | their mean, t | simulated January 2025, t "
         "|\n|---|---|---|---|");
    return for_each_backtest(folder, print_before);
}

static void
print_skill(double skill)
{
    if (isfinite(skill))
        printf(" %.2f |", rounded(skill, 0.01));
    else
        printf(" - |");
}

/* Of next to nothing every bias is many times as large. */
static void
print_bias(const struct mnz_set_score *x)
{
    if (!(x->observed > 0.0))
        printf(" - |");
    else if (x->bias > 10.0 * x->observed)
        printf(" over +1000 %% |");
    else
        printf(" %+.0f %% |", rounded(100.0 * x->bias / x->observed, 1.0));
}

static void
print_scores(const struct study *s)
{
    for (uint32_t i = 0; i < s->score->num_series; i++)
        for (uint32_t k = 0; k < s->score->series[i].num_sets; k++) {
            const struct mnz_set_score *x = &s->score->series[i].sets[k];

            printf("| %s | %s | %u | %.2f | %.2f |", s->score->series[i].series->name,
                   mnz_set_name[x->set], (unsigned)x->num_points, x->coverage_50,
                   x->coverage_90);
            print_bias(x);
            print_skill(x->skill_still);
            print_skill(x->skill_literal);
            putchar('\n');
        }
    for (uint32_t k = 0; k < s->score->num_sets; k++) {
        const struct mnz_set_score *x = &s->score->sets[k];

        printf("| **all of %s** | %s | %u | %.2f | %.2f | |",
               backtests[s - fitted].prior, mnz_set_name[x->set],
               (unsigned)x->num_points, x->coverage_50, x->coverage_90);
        print_skill(x->skill_still);
        print_skill(x->skill_literal);
        putchar('\n');
    }
}

static int
write_scores(const char *folder)
{
    puts("| series | set | points | in 50 % | in 90 % | bias | skill, no change | "
         "skill, literal |\n|---|---|---|---|---|---|---|---|");
    return for_each_backtest(folder, print_scores);
}

static void
print_month(const struct study *s, double month)
{
    char text[16] = "never";

    if (isfinite(month))
        mnz_measured_month_text(s->scenario, (int32_t)month - 1, text);
    printf(" %s |", text);
}

static const struct mnz_set_score *
held_back(const struct mnz_score *score)
{
    for (uint32_t k = 0; k < score->num_sets; k++)
        if (score->sets[k].set == MNZ_SET_TEST)
            return &score->sets[k];
    return NULL;
}

/* All held-back months of a back-test, and the trough of its first series, the total.
 */
static void
print_verdict(const struct study *s, const char *name, const char *words)
{
    const struct mnz_set_score *x = held_back(s->score);
    const struct mnz_series_score *total = &s->score->series[0];

    printf("| %s, %s | %u |", name, words, (unsigned)x->num_points);
    print_skill(x->skill_still);
    print_skill(x->skill_literal);
    printf(" %.2f | %.2f |", x->coverage_50, x->coverage_90);
    print_month(s, total->observed.trough);
    print_month(s, total->simulated.trough);
    printf(" %.2f | %.2f |\n", total->observed.depth, total->simulated.depth);
}

static void
print_fitted_verdict(const struct study *s)
{
    print_verdict(s, backtests[s - fitted].prior, "fitted");
}

static int
write_verdict(const char *folder)
{
    puts("| back-test | months held back | skill, no change | skill, literal | in 50 % "
         "| "
         "in 90 % | trough, observed | simulated | depth, observed | simulated "
         "|\n|---|---|---|---|---|---|---|---|---|---|");
    if (for_each_backtest(folder, print_fitted_verdict))
        return 1;
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        struct study s;
        const int has_failed = study_do(&s, folder, backtests[i].prior,
                                        backtests[i].prior, NULL, SCORE_TRIALS);

        if (!has_failed)
            print_verdict(&s, backtests[i].prior, "before the fit");
        study_finish(&s);
        if (has_failed)
            return 1;
    }
    return 0;
}

/* What the calibration said of itself, in the layer that it wrote. */
static void
print_fit(const struct study *s)
{
    const struct mnz_tree *notes = mnz_tree_find(s->scenario->tree, "notes");

    printf("- %s: %s\n", backtests[s - fitted].prior,
           notes && notes->kind == MNZ_TREE_SCALAR ? notes->text : "");
}

static int
write_fitted(const char *folder)
{
    char path[PATH];

    if (for_each_backtest(folder, print_fit))
        return 1;
    putchar('\n');
    fitted_table_head();
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, backtests[i].table);
        if (fitted_table_rows(path))
            return 1;
    }
    return 0;
}

static void
print_paths(const struct study *s)
{
    for (uint32_t i = 0; i < s->score->num_series; i++) {
        const struct mnz_series_score *x = &s->score->series[i];

        /* A path without its months of spring has no trough to find. */
        if (x->num_points == 0 || x->points[0].point->month > 4 ||
            !(x->mean_before > 0.0))
            continue;
        printf("| %s |", x->series->name);
        print_month(s, x->observed.trough);
        print_month(s, x->simulated.trough);
        printf(" %.2f | %.2f |", x->observed.depth, x->simulated.depth);
        print_month(s, x->observed.recovery);
        print_month(s, x->simulated.recovery);
        putchar('\n');
    }
}

static int
write_paths(const char *folder)
{
    puts(
        "| series | trough, observed | simulated | depth, observed | simulated | above "
        "0.9 again, observed | simulated |\n|---|---|---|---|---|---|---|");
    return for_each_backtest(folder, print_paths);
}

/* Years as reported; of magnets t, over twelve times the mean of the months before;
 * of the heavies as published, against 2024. */
static const struct {
    const char *flow, *observed;
    double tonnes;
} years[] = {
    {"magnets_all", NULL, 57392},        {"magnets_us", NULL, 5933},
    {"dysprosium", "-35 %", 0},          {"dysprosium_jp", "-95 %", 0},
    {"dysprosium_kr", "over +200 %", 0}, {"terbium", "-38 %", 0},
};

static double
mean_before(const struct study *s, const char *flow)
{
    for (uint32_t i = 0; i < s->score->num_series; i++)
        if (!strcmp(s->score->series[i].series->name, flow))
            return s->score->series[i].mean_before;
    return (double)NAN;
}

static void
print_years(const struct study *s)
{
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        const uint32_t g = group_of(s->metrics, MNZ_SCOPE_FLOW, years[i].flow);
        double normal;
        struct mnz_summary year;

        if (g == MNZ_NONE)
            continue;
        normal = years[i].tonnes > 0.0 ? mean_before(s, years[i].flow) : january(s, g);
        year = summary_of(
            s, mnz_metrics_horizon(s->metrics, g, MNZ_METRIC_SHIPPED_TONNES));
        printf("| %s |", years[i].flow);
        if (years[i].observed)
            printf(" %s |", years[i].observed);
        else
            printf(" %+.0f %% |",
                   rounded(100.0 * years[i].tonnes / (12.0 * normal) - 100.0, 1.0));
        printf(" %+.0f %% | %+.0f to %+.0f %% |\n",
               rounded(100.0 * year.mean / (12.0 * normal) - 100.0, 1.0),
               rounded(100.0 * year.p05 / (12.0 * normal) - 100.0, 1.0),
               rounded(100.0 * year.p95 / (12.0 * normal) - 100.0, 1.0));
    }
}

static int
write_years(const char *folder)
{
    puts("| flow, 2025 against normal | observed | simulated, mean | 90 % of trials "
         "|\n|---|---|---|---|");
    return for_each_backtest(folder, print_years);
}

#define LISTED(key, value)                                                             \
    "controls.a18_magnets_us." key "=" value " ; controls.a18_magnets_eu." key         \
    "=" value " ; controls.a18_magnets_jp." key "=" value                              \
    " ; controls.a18_magnets_kr." key "=" value " ; controls.a18_magnets_in." key      \
    "=" value " ; controls.a18_magnets_row." key "=" value
#define CHECKS(key, value)                                                             \
    "controls.checks_us." key "=" value " ; controls.checks_eu." key "=" value         \
    " ; controls.checks_jp." key "=" value " ; controls.checks_others." key "=" value
#define AHEAD(value) LISTED("order_ahead", value) " ; " CHECKS("order_ahead", value)
#define STOCK(value)                                                                   \
    "controls.stock_us.size=" value " ; controls.stock_eu.size=" value                 \
    " ; controls.stock_jp.size=" value " ; controls.stock_kr.size=" value              \
    " ; controls.stock_in.size=" value " ; controls.stock_row.size=" value

/* One input at a time. */
static const struct {
    const char *words, *settings;
} changes[] = {
    {"none", NULL},
    {"all civil applications approved", LISTED("approval.civil", "1")},
    {"60 % approved everywhere", LISTED("approval.civil", "0.6")},
    {"licences take 1 month", LISTED("processing", "1 month")},
    {"licences take 3 months", LISTED("processing", "3 months")},
    {"buyers do not order ahead", AHEAD("0")},
    {"buyers order ahead in full", AHEAD("1")},
    {"nobody builds stock", STOCK("0")},
    {"everybody builds stock by 0.3 a month", STOCK("0.3")},
    {"tests let nothing through", CHECKS("general", "0")},
    {"tests let half through", CHECKS("general", "0.5")},
    /* Not a number, which could not be correlated as the posterior has it. */
    {"tests take 1 month", CHECKS("processing", "{uniform: [0.999, 1.001]}")},
    {"tests end on 1 July", CHECKS("until", "2025-07-01")},
    {"tests never end", CHECKS("until", "2027-01-01")},
    {"no growth", "observe.magnets_all.growth=0 ; observe.magnets_all.scale=1.078"},
    {"no scatter", "observe.magnets_all.scatter=0"},
    {"`adjust` 1.5 months, not 3", "behaviour.adjust=1.5 months"},
    {"`adjust` 6 months", "behaviour.adjust=6 months"},
};

static const struct mnz_set_score *
set_of(const struct mnz_series_score *series, enum mnz_set set)
{
    for (uint32_t k = 0; k < series->num_sets; k++)
        if (series->sets[k].set == set)
            return &series->sets[k];
    return NULL;
}

/* The first series of the table is the total of magnets, the second the US. */
static int
write_sensitivity(const char *folder)
{
    printf("| change | fit | test | in 90 %% | trough | test, US |\n"
           "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct study s;
        const int has_failed =
            study_do(&s, folder, backtests[0].posterior, backtests[0].prior,
                     changes[i].settings, SENSITIVITY_TRIALS);

        if (!has_failed) {
            const struct mnz_series_score *all = &s.score->series[0];
            const struct mnz_series_score *us = &s.score->series[1];

            printf("| %s | %.2f | %.2f | %.2f | %.2f | %.2f |\n", changes[i].words,
                   rounded(set_of(all, MNZ_SET_FIT)->skill_still, 0.01),
                   rounded(set_of(all, MNZ_SET_TEST)->skill_still, 0.01),
                   set_of(all, MNZ_SET_TEST)->coverage_90, all->simulated.depth,
                   rounded(set_of(us, MNZ_SET_TEST)->skill_still, 0.01));
        }
        study_finish(&s);
        if (has_failed)
            return 1;
    }
    return 0;
}

/* Rank of the US GDP that a year without an element costs, among the 54 minerals of the
 * USGS list of 2025 (Open-File Report 2025-1047, as relayed). */
static struct {
    const char *element;
    int usgs;
    double at_stake, paid_more; /* bn USD */
} elements[] = {
    {"Sm", 1, 0, 0},  {"Lu", 3, 0, 0},  {"Tb", 4, 0, 0},  {"Dy", 5, 0, 0},
    {"Gd", 8, 0, 0},  {"Y", 12, 0, 0},  {"Tm", 16, 0, 0}, {"Nd", 17, 0, 0},
    {"La", 26, 0, 0}, {"Pr", 27, 0, 0}, {"Er", 35, 0, 0}, {"Ho", 42, 0, 0},
    {"Ce", 46, 0, 0}, {"Eu", 49, 0, 0}, {"Yb", 50, 0, 0},
};
enum { NUM_ELEMENTS = sizeof elements / sizeof *elements };

static double
at_stake(int i)
{
    return elements[i].at_stake;
}

static double
paid_more(int i)
{
    return elements[i].paid_more;
}

/* 1 is the most; ties share the mean. */
static double
rank_of(double (*value)(int), int i)
{
    double above = 0.0, equal = 0.0;

    for (int j = 0; j < NUM_ELEMENTS; j++) {
        above += value(j) > value(i);
        equal += value(j) == value(i);
    }
    return above + 0.5 * (equal + 1.0);
}

/* Spearman's correlation of our ranks with the order of the list. */
static double
agreement(double (*value)(int))
{
    const double middle = 0.5 * (NUM_ELEMENTS + 1.0);
    double product = 0.0, ours = 0.0, theirs = 0.0;

    for (int i = 0; i < NUM_ELEMENTS; i++) {
        const double a = rank_of(value, i) - middle, b = i + 1.0 - middle;

        product += a * b;
        ours += a * a;
        theirs += b * b;
    }
    return product / sqrt(ours * theirs);
}

static int
write_elements(const char *folder)
{
    for (int i = 0; i < NUM_ELEMENTS; i++) {
        struct study s;
        char setting[64];
        int has_failed;

        snprintf(setting, sizeof setting, "controls.lost.goods.element=%s",
                 elements[i].element);
        has_failed =
            study_do(&s, folder, "static-one-year", NULL, setting, ELEMENT_TRIALS);
        if (!has_failed) {
            const uint32_t us = group_of(s.metrics, MNZ_SCOPE_COUNTRY, "US");

            /* Rounded as printed, so that ranks are those of what is read. */
            elements[i].at_stake =
                rounded(summary_of(&s, mnz_metrics_horizon(s.metrics, us,
                                                           MNZ_METRIC_VALUE_LOST_USD))
                                .mean /
                            1e9,
                        1.0);
            elements[i].paid_more =
                rounded(summary_of(&s, mnz_metrics_horizon(s.metrics, us,
                                                           MNZ_METRIC_EXTRA_COST_USD))
                                .mean /
                            1e6,
                        1.0);
        }
        study_finish(&s);
        if (has_failed)
            return 1;
    }
    printf(
        "| element | rank among 54 minerals, USGS | at stake, bn USD | our rank | paid "
        "more, mn USD | our rank |\n|---|---|---|---|---|---|\n");
    for (int i = 0; i < NUM_ELEMENTS; i++)
        printf("| %s | %d | %.0f | %g | %.0f | %g |\n", elements[i].element,
               elements[i].usgs, elements[i].at_stake, rank_of(at_stake, i),
               elements[i].paid_more, rank_of(paid_more, i));
    printf("| rank correlation with the list | | %.2f | | %.2f | |\n",
           rounded(agreement(at_stake), 0.01), rounded(agreement(paid_more), 0.01));
    return 0;
}
