/* size.c - the smallest number of a scenario for which criteria hold.
 *
 *     size SCENARIO PATH TO CRITERIA */
#include <math.h>
#include <monazite/monazite.h>

int
main(int argc, char **argv)
{
    struct mnz_criteria criteria = {0};
    struct mnz_search_options options = {.run = {.trials = 128}};
    struct mnz_search_answer answer;
    struct mnz_search *search;
    struct mnz_model *model;
    struct mnz_diags *diags;

    if (argc != 5 || mnz_diags_create(&diags))
        return 1;
    const char *const paths[] = {argv[2]};
    options.file = argv[1];
    options.paths = paths;
    options.num_paths = 1;
    options.criteria = &criteria;
    if (mnz_search_read_number(argv[3], &options.to, &options.unit) ||
        mnz_model_load(argv[1], NULL, 0, NULL, &model) ||
        mnz_criteria_read(model, "criteria", argv[4], diags, &criteria) ||
        mnz_model_search(model, &options, diags, &search)) {
        mnz_diags_print(diags, stderr, 0);
        return 1;
    }
    mnz_search_answer(search, &answer);
    if (isnan(answer.number))
        printf("%s does not suffice; %u runs\n", argv[3], answer.runs);
    else
        printf("%.4g %s (%.4g to %.4g); %u runs\n", answer.number, options.unit,
               answer.near, answer.far, answer.runs);
    mnz_search_destroy(search);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
    return 0;
}
