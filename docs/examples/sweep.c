/* sweep.c - the mean shortfall for each value of a varied path, on the same trials. */
#include <monazite/monazite.h>

int
main(int argc, char **argv)
{
    const char *const figures[] = {"mean(shortfall_share.total)"};
    const struct mnz_sweep_design design = {.vary = (const char *const *)argv + 2,
                                            .num_vary = (uint32_t)argc - 2};
    struct mnz_sweep_options options = {.figures = figures, .num_figures = 1};
    struct mnz_sweep_plan *plan;
    struct mnz_model *model;
    struct mnz_sweep *sweep;

    if (argc < 3)
        return 1;
    options.path = argv[1];
    if (mnz_model_load(argv[1], NULL, 0, NULL, &model) ||
        mnz_sweep_plan_create(&design, NULL, &plan) ||
        mnz_sweep_run(model, plan, &options, NULL, &sweep))
        return 1;
    for (uint32_t i = 0; i < mnz_sweep_plan_points(plan); i++) {
        char value[MNZ_VARIED_TEXT], problem[MNZ_PROBLEM_TEXT];
        enum mnz_sweep_state state;
        struct mnz_estimate e;

        if (mnz_sweep_read(sweep, i, &state, &e, problem))
            return 1;
        mnz_sweep_plan_value(plan, i, 0, value);
        if (state == MNZ_SWEEP_DONE)
            printf("%s: %.4f (%.4f to %.4f)\n", value, e.value, e.low, e.high);
        else
            printf("%s: %s\n", value, problem);
    }
    mnz_sweep_destroy(sweep);
    mnz_sweep_plan_destroy(plan);
    mnz_model_destroy(model);
    return 0;
}
