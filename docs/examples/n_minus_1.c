/* n_minus_1.c - which single plant outside a country matters most: what is lost without
 * each, for six months, and how long stocks hold. */
#include <monazite/monazite.h>

int
main(int argc, char **argv)
{
    struct mnz_n_minus_1_options options = {
        .run = {.trials = 64}, .kinds = MNZ_GONE_FACILITY, .months = 6, .most = 3};
    struct mnz_model *model;
    struct mnz_n_minus_1 *n;
    const struct mnz_gone *all;
    uint32_t count;

    if (argc < 3 || mnz_model_load(argv[1], NULL, 0, NULL, &model))
        return 1;
    options.file = argv[1];
    options.outside = argv[2];
    if (mnz_model_n_minus_1(model, &options, NULL, &n))
        return 1;
    all = mnz_n_minus_1_all(n, &count);
    for (uint32_t i = 0; i < count && all[i].is_simulated; i++)
        printf("without %s: %.4g mn USD lost (%.4g to %.4g), from month %.0f on\n",
               all[i].parts[0].name, all[i].lost_usd / 1e6, all[i].lost_usd_low / 1e6,
               all[i].lost_usd_high / 1e6, all[i].survives);
    printf("%u plants in all\n", count);
    mnz_n_minus_1_destroy(n);
    mnz_model_destroy(model);
    return 0;
}
