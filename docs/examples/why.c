/* why.c - the causes of an industry's shortfall, the largest first, and the shortfall
 * without the first control among them.
 *
 *     why SCENARIO INDUSTRY */
#include <monazite/monazite.h>

static int
show_without(const struct mnz_why *why, const char *scenario, const char *control,
             const struct mnz_run_options *options)
{
    char setting[512];
    const char *const settings[] = {setting};
    struct mnz_why_without w;
    struct mnz_model *other;

    snprintf(setting, sizeof setting, "controls.%s.probability=0", control);
    if (mnz_model_load(scenario, settings, 1, NULL, &other))
        return 1;
    if (mnz_why_compare(why, other, options, &w)) {
        mnz_model_destroy(other);
        return 1;
    }
    printf("without %s: %.2f %%, by %.2f points less (%.2f to %.2f)\n", control,
           100.0 * w.loss[MNZ_LOSS_SHORTFALL], 100.0 * w.saved[MNZ_LOSS_SHORTFALL],
           100.0 * w.low[MNZ_LOSS_SHORTFALL], 100.0 * w.high[MNZ_LOSS_SHORTFALL]);
    mnz_model_destroy(other);
    return 0;
}

int
main(int argc, char **argv)
{
    const struct mnz_run_options options = {.trials = 128};
    const struct mnz_why_cause *causes;
    const char *control = NULL;
    struct mnz_measure measure;
    struct mnz_model *model;
    struct mnz_why *why;
    uint32_t count;
    int status = 0;

    if (argc != 3 || mnz_model_load(argv[1], NULL, 0, NULL, &model) ||
        mnz_model_find_measure(model, "industry", argv[2], "shortfall_share",
                               &measure) ||
        mnz_model_why(model, measure.group, &options, &why))
        return 1;
    printf("%s lacks %.2f %% of its need\n", argv[2],
           100.0 * mnz_why_loss(why, MNZ_LOSS_SHORTFALL, MNZ_HORIZON));
    causes = mnz_why_causes(why, MNZ_LOSS_SHORTFALL, MNZ_HORIZON, &count);
    for (uint32_t i = 0; i < count; i++) {
        printf("%5.1f %% of it: %s %s at %s\n", 100.0 * causes[i].of_loss,
               causes[i].cause, causes[i].act, causes[i].plant);
        if (!control && *causes[i].act)
            control = causes[i].act;
    }
    if (control)
        status = show_without(why, argv[1], control, &options);
    mnz_why_destroy(why);
    mnz_model_destroy(model);
    return status;
}
