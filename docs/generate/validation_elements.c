/* validation_elements.c - a year without an element, beside the list of the USGS. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "validation_study.h"
#include "validation_tables.h"

enum { ELEMENT_TRIALS = 400, PATH = 512 };

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

/* The mean over the horizon for the United States, rounded as printed, so that ranks
 * are those of what is read. */
static double
us_mean(const struct validation_study *s, const char *metric, double unit_usd)
{
    struct mnz_measure m;

    validation_find(s, "country", "US", metric, &m);
    return validation_rounded(validation_summary(s, m).mean / unit_usd, 1.0);
}

int
validation_write_elements(const char *folder)
{
    for (int i = 0; i < NUM_ELEMENTS; i++) {
        struct validation_study s;
        char setting[64];
        int has_failed;

        snprintf(setting, sizeof setting, "controls.lost.goods.element=%s",
                 elements[i].element);
        has_failed = validation_study_do(&s, folder, "static-one-year", NULL, setting,
                                         ELEMENT_TRIALS);
        if (!has_failed) {
            elements[i].at_stake = us_mean(&s, "output_at_stake_usd", 1e9);
            elements[i].paid_more = us_mean(&s, "extra_cost_usd", 1e6);
        }
        validation_study_finish(&s);
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
           validation_rounded(agreement(at_stake), 0.01),
           validation_rounded(agreement(paid_more), 0.01));
    return 0;
}
