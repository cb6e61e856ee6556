/* figures.c - figures by their names: a run that records these and nothing else. */
#include <monazite/monazite.h>

enum { MOST = 16 };

int
main(int argc, char **argv)
{
    const int count = argc - 2 < MOST ? argc - 2 : MOST;
    struct mnz_figure figures[MOST];
    struct mnz_measure measures[MOST];
    struct mnz_run_options options = {.only = measures};
    struct mnz_diags *diags;
    struct mnz_model *model;
    struct mnz_result *result;

    if (argc < 3 || mnz_diags_create(&diags) ||
        mnz_model_load(argv[1], NULL, 0, diags, &model))
        return 1;
    for (int i = 0; i < count; i++) {
        if (mnz_figure_read(model, argv[i + 2], diags, &figures[i])) {
            mnz_diags_print(diags, stderr, 0);
            return 1;
        }
        measures[options.num_only++] = figures[i].measure;
    }
    if (mnz_model_run(model, &options, &result))
        return 1;
    for (int i = 0; i < count; i++) {
        struct mnz_estimate e;

        if (mnz_result_figure(result, &figures[i], &e))
            return 1;
        printf("%s = %.4g (%.4g to %.4g)\n", argv[i + 2], e.value, e.low, e.high);
    }
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
    return 0;
}
