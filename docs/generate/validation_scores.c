/* validation_scores.c - the tables of docs/validation.md about the back-tests. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fitted_table.h"
#include "validation_study.h"
#include "validation_tables.h"

enum { SCORE_TRIALS = 2000, PATH = 512 };

const struct validation_backtest validation_backtests[VALIDATION_NUM_BACKTESTS] = {
    {"2025-magnets", "2025-magnets-fitted/posterior",
     "2025-magnets-fitted/posterior.csv"},
    {"2025-heavies", "2025-heavies-fitted/posterior",
     "2025-heavies-fitted/posterior.csv"},
};
/* Made once, by who needs them. */
static struct validation_study fitted[VALIDATION_NUM_BACKTESTS];

void
validation_finish(void)
{
    for (int i = 0; i < VALIDATION_NUM_BACKTESTS; i++)
        validation_study_finish(&fitted[i]);
}

/* Do `each` for every back-test. */
static int
for_each_backtest(const char *folder, void (*each)(const struct validation_study *s))
{
    for (int i = 0; i < VALIDATION_NUM_BACKTESTS; i++) {
        struct validation_study *s = &fitted[i];

        if (!s->score &&
            validation_study_do(s, folder, validation_backtests[i].posterior,
                                validation_backtests[i].prior, NULL, SCORE_TRIALS))
            return 1;
        each(s);
    }
    return 0;
}

/* What the model says of January 2025, before anything happened. */
static double
january(const struct validation_study *s, struct mnz_measure flow)
{
    flow.month = 0;
    return validation_summary(s, flow).mean;
}

static void
print_before(const struct validation_study *s)
{
    for (uint32_t i = 0; i < mnz_score_count(s->score); i++) {
        const struct mnz_series_score *x = mnz_score_series(s->score, i);
        unsigned months = 0;

        if (!(x->mean_before > 0.0))
            continue;
        for (uint32_t j = 0; j < x->series->num_points; j++)
            months += x->series->points[j].set == MNZ_SET_BEFORE;
        printf("| %s | %u | ", x->series->name, months);
        printf(x->mean_before < 100.0 ? "%.1f | " : "%.0f | ", x->mean_before);
        printf(x->mean_before < 100.0 ? "%.1f |\n" : "%.0f |\n",
               january(s, (struct mnz_measure){.group = x->series->group,
                                               .metric = x->series->metric}));
    }
}

int
validation_write_before(const char *folder)
{
    puts("| series | months before | their mean, t | simulated January 2025, t "
         "|\n|---|---|---|---|");
    return for_each_backtest(folder, print_before);
}

static void
print_skill(double skill)
{
    if (isfinite(skill))
        printf(" %.2f |", validation_rounded(skill, 0.01));
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
        printf(" %+.0f %% |", validation_rounded(100.0 * x->bias / x->observed, 1.0));
}

static void
print_scores(const struct validation_study *s)
{
    uint32_t num_sets;
    const struct mnz_set_score *sets = mnz_score_sets(s->score, &num_sets);

    for (uint32_t i = 0; i < mnz_score_count(s->score); i++)
        for (uint32_t k = 0; k < mnz_score_series(s->score, i)->num_sets; k++) {
            const struct mnz_series_score *series = mnz_score_series(s->score, i);
            const struct mnz_set_score *x = &series->sets[k];

            printf("| %s | %s | %u | %.2f | %.2f |", series->series->name,
                   mnz_set_text(x->set), (unsigned)x->num_points, x->coverage_50,
                   x->coverage_90);
            print_bias(x);
            print_skill(x->skill_still);
            print_skill(x->skill_literal);
            putchar('\n');
        }
    for (uint32_t k = 0; k < num_sets; k++) {
        const struct mnz_set_score *x = &sets[k];

        printf("| **all of %s** | %s | %u | %.2f | %.2f | |",
               validation_backtests[s - fitted].prior, mnz_set_text(x->set),
               (unsigned)x->num_points, x->coverage_50, x->coverage_90);
        print_skill(x->skill_still);
        print_skill(x->skill_literal);
        putchar('\n');
    }
}

int
validation_write_scores(const char *folder)
{
    puts("| series | set | points | in 50 % | in 90 % | bias | skill, no change | "
         "skill, literal |\n|---|---|---|---|---|---|---|---|");
    return for_each_backtest(folder, print_scores);
}

static void
print_month(const struct validation_study *s, double month)
{
    char text[16] = "never";

    if (isfinite(month))
        mnz_model_month_text(s->model, (int32_t)month - 1, text);
    printf(" %s |", text);
}

static const struct mnz_set_score *
held_back(const struct mnz_score *score)
{
    uint32_t count;
    const struct mnz_set_score *sets = mnz_score_sets(score, &count);

    for (uint32_t k = 0; k < count; k++)
        if (sets[k].set == MNZ_SET_TEST)
            return &sets[k];
    return NULL;
}

/* All held-back months of a back-test, and the trough of its first series, the total.
 */
static void
print_verdict(const struct validation_study *s, const char *name, const char *words)
{
    const struct mnz_set_score *x = held_back(s->score);
    const struct mnz_series_score *total = mnz_score_series(s->score, 0);

    printf("| %s, %s | %u |", name, words, (unsigned)x->num_points);
    print_skill(x->skill_still);
    print_skill(x->skill_literal);
    printf(" %.2f | %.2f |", x->coverage_50, x->coverage_90);
    print_month(s, total->observed.trough);
    print_month(s, total->simulated.trough);
    printf(" %.2f | %.2f |\n", total->observed.depth, total->simulated.depth);
}

static void
print_fitted_verdict(const struct validation_study *s)
{
    print_verdict(s, validation_backtests[s - fitted].prior, "fitted");
}

int
validation_write_verdict(const char *folder)
{
    puts("| back-test | months held back | skill, no change | skill, literal | in 50 % "
         "| "
         "in 90 % | trough, observed | simulated | depth, observed | simulated "
         "|\n|---|---|---|---|---|---|---|---|---|---|");
    if (for_each_backtest(folder, print_fitted_verdict))
        return 1;
    for (int i = 0; i < VALIDATION_NUM_BACKTESTS; i++) {
        struct validation_study s;
        const int has_failed =
            validation_study_do(&s, folder, validation_backtests[i].prior,
                                validation_backtests[i].prior, NULL, SCORE_TRIALS);

        if (!has_failed)
            print_verdict(&s, validation_backtests[i].prior, "before the fit");
        validation_study_finish(&s);
        if (has_failed)
            return 1;
    }
    return 0;
}

/* What the calibration said of itself, in the layer that it wrote. */
static void
print_fit(const struct validation_study *s)
{
    printf("- %s: %s\n", validation_backtests[s - fitted].prior,
           mnz_model_notes(s->model));
}

int
validation_write_fitted(const char *folder)
{
    char path[PATH];

    if (for_each_backtest(folder, print_fit))
        return 1;
    putchar('\n');
    fitted_table_head();
    for (int i = 0; i < VALIDATION_NUM_BACKTESTS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, validation_backtests[i].table);
        if (fitted_table_rows(path))
            return 1;
    }
    return 0;
}

static void
print_paths(const struct validation_study *s)
{
    for (uint32_t i = 0; i < mnz_score_count(s->score); i++) {
        const struct mnz_series_score *x = mnz_score_series(s->score, i);

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

int
validation_write_paths(const char *folder)
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
mean_before(const struct validation_study *s, const char *flow)
{
    for (uint32_t i = 0; i < mnz_score_count(s->score); i++)
        if (!strcmp(mnz_score_series(s->score, i)->series->name, flow))
            return mnz_score_series(s->score, i)->mean_before;
    return (double)NAN;
}

static void
print_years(const struct validation_study *s)
{
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        struct mnz_measure flow;
        double normal;
        struct mnz_summary year;

        if (!validation_find(s, "flow", years[i].flow, "shipped_tonnes", &flow))
            continue;
        normal =
            years[i].tonnes > 0.0 ? mean_before(s, years[i].flow) : january(s, flow);
        year = validation_summary(s, flow);
        printf("| %s |", years[i].flow);
        if (years[i].observed)
            printf(" %s |", years[i].observed);
        else
            printf(" %+.0f %% |",
                   validation_rounded(100.0 * years[i].tonnes / (12.0 * normal) - 100.0,
                                      1.0));
        printf(" %+.0f %% | %+.0f to %+.0f %% |\n",
               validation_rounded(100.0 * year.mean / (12.0 * normal) - 100.0, 1.0),
               validation_rounded(100.0 * year.p05 / (12.0 * normal) - 100.0, 1.0),
               validation_rounded(100.0 * year.p95 / (12.0 * normal) - 100.0, 1.0));
    }
}

int
validation_write_years(const char *folder)
{
    puts("| flow, 2025 against normal | observed | simulated, mean | 90 % of trials "
         "|\n|---|---|---|---|");
    return for_each_backtest(folder, print_years);
}
