/* compare.c - changes of a scenario beside it, on the same trials: what each alone and
 * all together do to the output lost. */
#include <monazite/monazite.h>

enum { MOST = 8 };

static void
show(const char *name, const struct mnz_difference *d)
{
    printf("%s: %.4g mn USD (%.4g to %.4g), as %.2g times the trials unpaired\n", name,
           d->mean.difference / 1e6, d->mean.low / 1e6, d->mean.high / 1e6, d->gain);
}

int
main(int argc, char **argv)
{
    const char *const *settings = (const char *const *)argv + 2;
    const uint32_t count = (uint32_t)(argc - 2);
    struct mnz_alternative alternatives[MOST + 1] = {0};
    struct mnz_model *models[MOST + 2];
    struct mnz_measure lost;
    const struct mnz_compare_options options = {.measures = &lost, .num_measures = 1};
    struct mnz_comparison *comparison;

    if (argc < 4 || count > MOST ||
        mnz_model_load(argv[1], NULL, 0, NULL, &models[0]) ||
        mnz_model_find_measure(models[0], "total", "all", "output_lost_usd", &lost))
        return 1;
    for (uint32_t i = 0; i <= count; i++) {
        const int is_all = i == count;

        if (mnz_model_load(argv[1], is_all ? settings : settings + i,
                           is_all ? count : 1, NULL, &models[i + 1]))
            return 1;
        alternatives[i].point.label = is_all ? "together" : settings[i];
        alternatives[i].point.model = models[i + 1];
        alternatives[i].kind =
            is_all ? MNZ_ALTERNATIVE_TOGETHER : MNZ_ALTERNATIVE_MEASURE;
    }
    const struct mnz_point base = {"base", models[0]};

    if (mnz_compare_create(&base, alternatives, count + 1, &options, &comparison))
        return 1;
    for (uint32_t i = 0; i <= count; i++)
        show(alternatives[i].point.label,
             mnz_comparison_difference(comparison, i, 0, 0));
    show("together less the sum of each",
         mnz_comparison_difference(comparison, count + 1, 0, 0));
    mnz_comparison_destroy(comparison);
    for (uint32_t i = 0; i <= count + 1; i++)
        mnz_model_destroy(models[i]);
    return 0;
}
