/* validation_sensitivity.c - how the scores move with one input at a time. */

#include <stdio.h>

#include "validation_study.h"
#include "validation_tables.h"

enum { SENSITIVITY_TRIALS = 500 };

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
    /* Not a number, which could not be correlated as the posterior has it. */
    {"tests let nothing through", CHECKS("general", "{uniform: [0, 0.001]}")},
    {"tests let half through", CHECKS("general", "{uniform: [0.499, 0.501]}")},
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
int
validation_write_sensitivity(const char *folder)
{
    printf("| change | fit | test | in 90 %% | trough | test, US |\n"
           "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct validation_study s;
        const int has_failed = validation_study_do(
            &s, folder, validation_backtests[0].posterior,
            validation_backtests[0].prior, changes[i].settings, SENSITIVITY_TRIALS);

        if (!has_failed) {
            const struct mnz_series_score *all = mnz_score_series(s.score, 0);
            const struct mnz_series_score *us = mnz_score_series(s.score, 1);

            printf("| %s | %.2f | %.2f | %.2f | %.2f | %.2f |\n", changes[i].words,
                   validation_rounded(set_of(all, MNZ_SET_FIT)->skill_still, 0.01),
                   validation_rounded(set_of(all, MNZ_SET_TEST)->skill_still, 0.01),
                   set_of(all, MNZ_SET_TEST)->coverage_90, all->simulated.depth,
                   validation_rounded(set_of(us, MNZ_SET_TEST)->skill_still, 0.01));
        }
        validation_study_finish(&s);
        if (has_failed)
            return 1;
    }
    return 0;
}
