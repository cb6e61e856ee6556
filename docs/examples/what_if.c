/* what_if.c - a scenario beside itself with one value changed: both use the same draws,
 * so that the difference is that of the value.
 *
 *     what_if SCENARIO PATH=VALUE */
#include <monazite/monazite.h>

static enum mnz_status
mean_loss(const char *path, const char *const *settings, size_t count,
          struct mnz_diags *diags, double *out)
{
    struct mnz_model *model = NULL;
    struct mnz_result *result = NULL;
    struct mnz_measure loss;
    struct mnz_summary s = {0};
    enum mnz_status st = mnz_model_load(path, settings, count, diags, &model);

    if (!st)
        st = mnz_model_run(model, NULL, &result);
    if (!st)
        st = mnz_model_find_measure(model, "total", "all", "output_lost_usd", &loss);
    if (!st)
        st = mnz_result_summary(result, loss, 0, &s);
    *out = s.mean;
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    return st;
}

int
main(int argc, char **argv)
{
    const char *const settings[] = {argc == 3 ? argv[2] : NULL};
    struct mnz_diags *diags = NULL;
    double before, after;
    enum mnz_status st = argc == 3 ? mnz_diags_create(&diags) : MNZ_ERR_INPUT;

    if (!st)
        st = mean_loss(argv[1], NULL, 0, diags, &before);
    if (!st)
        st = mean_loss(argv[1], settings, 1, diags, &after);
    if (!st)
        printf("lost %.3f bn USD, with %s %.3f\n", before / 1e9, argv[2], after / 1e9);
    else
        fprintf(stderr, "what_if: %s\n", mnz_status_text(st));
    if (st == MNZ_ERR_INPUT && diags)
        mnz_diags_print(diags, stderr, 0);
    mnz_diags_destroy(diags);
    return st != MNZ_OK;
}
