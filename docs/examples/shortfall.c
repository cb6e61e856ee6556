/* shortfall.c - the distribution of a scenario's total shortfall. */
#include <monazite/monazite.h>

int
main(int argc, char **argv)
{
    struct mnz_model *model;
    struct mnz_result *result;
    struct mnz_measure total;
    struct mnz_summary s;

    if (mnz_model_load(argv[argc - 1], NULL, 0, NULL, &model) ||
        mnz_model_run(model, NULL, &result) ||
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &total) ||
        mnz_result_summary(result, total, 0, &s))
        return 1;
    printf("mean %.4f, p05 %.4f, p50 %.4f, p95 %.4f\n", s.mean, s.p05, s.p50, s.p95);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    return 0;
}
