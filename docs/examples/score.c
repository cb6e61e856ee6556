/* score.c - a scenario held against observed months.
 *
 *     score SCENARIO OBSERVATIONS.csv */
#include <monazite/monazite.h>

static void
print_series(const struct mnz_series_score *s)
{
    for (uint32_t k = 0; k < s->num_sets; k++)
        printf(
            "%s, %u months: %.0f %% in the 90 %% band, skill beside no change %.2f\n",
            s->series->name, (unsigned)s->sets[k].num_points,
            100.0 * s->sets[k].coverage_90, s->sets[k].skill_still);
}

int
main(int argc, char **argv)
{
    const struct mnz_score_options options = {.run = {.trials = 500}};
    struct mnz_diags *diags = NULL;
    struct mnz_model *model = NULL;
    struct mnz_observations *observations = NULL;
    struct mnz_score *score = NULL;
    enum mnz_status st = argc == 3 ? mnz_diags_create(&diags) : MNZ_ERR_INPUT;

    if (!st)
        st = mnz_model_load(argv[1], NULL, 0, diags, &model);
    if (!st)
        st = mnz_model_observe(model, argv[2], diags, &observations);
    if (!st)
        st = mnz_model_score(model, observations, &options, &score);
    for (uint32_t i = 0; score && i < mnz_score_count(score); i++)
        print_series(mnz_score_series(score, i));
    if (st && diags)
        mnz_diags_print(diags, stderr, 0);
    mnz_score_destroy(score);
    mnz_observations_destroy(observations);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
    return st != MNZ_OK;
}
