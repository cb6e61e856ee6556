/* dependency.c - through whose hands the supply of an industry passed: each country at
 * each stage, and which exports it could not do without. */
#include <monazite/monazite.h>
#include <string.h>

int
main(int argc, char **argv)
{
    struct mnz_model *model;
    struct mnz_dependency *dependency;
    const struct mnz_dependence *shares;
    const struct mnz_reliance *reliances;
    uint32_t num_shares, num_reliances;

    if (argc < 4 || mnz_model_load(argv[1], NULL, 0, NULL, &model) ||
        mnz_model_dependency(model, &dependency))
        return 1;
    shares = mnz_dependency_shares(dependency, &num_shares);
    for (uint32_t i = 0; i < num_shares; i++) {
        const struct mnz_dependence *s = &shares[i];

        if (strcmp(s->name, argv[2]) == 0 && strcmp(s->element, argv[3]) == 0 &&
            !s->is_facility && *s->stage == '\0')
            printf("%s: bought there %.1f %%, passed through %.1f %%\n", s->origin,
                   100.0 * s->direct, 100.0 * s->passed);
    }
    reliances = mnz_dependency_reliances(dependency, &num_reliances);
    for (uint32_t i = 0; i < num_reliances; i++)
        if (strcmp(reliances[i].industry, argv[2]) == 0 && !reliances[i].is_facility)
            printf("without %s: %.0f %% of the need is met\n", reliances[i].origin,
                   100.0 * reliances[i].met_with_backup);
    mnz_dependency_destroy(dependency);
    mnz_model_destroy(model);
    return 0;
}
