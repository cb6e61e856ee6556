/* drivers.c - the uncertain inputs that move an answer, the largest first.
 *
 *     drivers SCENARIO INDUSTRY */
#include <monazite/monazite.h>

int
main(int argc, char **argv)
{
    struct mnz_drivers_options options = {.run = {.trials = 512}, .num_measures = 1};
    const struct mnz_driver *list;
    struct mnz_driver_range rest;
    struct mnz_drivers *drivers;
    struct mnz_measure answer;
    struct mnz_model *model;

    if (argc != 3 || mnz_model_load(argv[1], NULL, 0, NULL, &model) ||
        mnz_model_find_measure(model, "industry", argv[2], "shortfall_share", &answer))
        return 1;
    options.measures = &answer;
    if (mnz_model_drivers(model, &options, &drivers))
        return 1;
    list = mnz_drivers_of(drivers, 0);
    for (uint32_t i = 0; i < mnz_model_num_inputs(model); i++) {
        struct mnz_input_info input;

        if (!list[i].is_beyond_chance)
            continue;
        mnz_model_input(model, list[i].input, &input);
        printf("%s: %.1f %% of the variance (%.1f to %.1f), rank correlation %+.2f\n",
               input.name, 100.0 * list[i].share.value, 100.0 * list[i].share.low,
               100.0 * list[i].share.high, list[i].rank.value);
    }
    rest = mnz_drivers_rest(drivers, 0);
    printf("no single input: %.1f %%\n", 100.0 * rest.value);
    mnz_drivers_destroy(drivers);
    mnz_model_destroy(model);
    return 0;
}
