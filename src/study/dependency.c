/* dependency.c - on whom industries depend in the baseline. */

#include "study/dependency.h"

#include <stdlib.h>
#include <string.h>

enum mnz_status
mnz_model_dependency(const struct mnz_model *model, struct mnz_dependency **out)
{
    struct mnz_dependency *d = calloc(1, sizeof *d);
    enum mnz_status st;

    *out = NULL;
    if (!d)
        return MNZ_ERR_NOMEM;
    d->model = model;
    st = mnz_baseline_create(model->network, mnz_network_median_draws(model->network),
                             &d->baseline);
    if (!st)
        st = mnz_dependency_find_shares(d);
    if (!st)
        st = mnz_dependency_find_reliances(d);
    if (!st)
        st = mnz_dependency_test_imports(d);
    if (st)
        mnz_dependency_destroy(d);
    else
        *out = d;
    return st;
}

void
mnz_dependency_destroy(struct mnz_dependency *dependency)
{
    if (!dependency)
        return;
    mnz_baseline_destroy(dependency->baseline);
    free(dependency->shares.items);
    free(dependency->concentrations.items);
    free(dependency->reliances.items);
    free(dependency->import_tests.items);
    free(dependency);
}

enum mnz_status
mnz_dependency_add(struct mnz_dependency_list *list, const void *item, size_t size)
{
    if (list->count == list->room) {
        const uint32_t room = list->room > 0 ? 2 * list->room : 64;
        void *items = realloc(list->items, room * size);

        if (!items)
            return MNZ_ERR_NOMEM;
        list->items = items;
        list->room = room;
    }
    memcpy((char *)list->items + list->count++ * size, item, size);
    return MNZ_OK;
}

const char *
mnz_dependency_scope_of(const struct mnz_scenario *scenario, uint32_t place)
{
    return scenario->places[place].is_bloc ? "bloc" : "country";
}

const struct mnz_dependence *
mnz_dependency_shares(const struct mnz_dependency *dependency, uint32_t *count)
{
    *count = dependency->shares.count;
    return dependency->shares.items;
}

const struct mnz_concentration *
mnz_dependency_concentrations(const struct mnz_dependency *dependency, uint32_t *count)
{
    *count = dependency->concentrations.count;
    return dependency->concentrations.items;
}

const struct mnz_reliance *
mnz_dependency_reliances(const struct mnz_dependency *dependency, uint32_t *count)
{
    *count = dependency->reliances.count;
    return dependency->reliances.items;
}

const struct mnz_import_test *
mnz_dependency_import_tests(const struct mnz_dependency *dependency, uint32_t *count)
{
    *count = dependency->import_tests.count;
    return dependency->import_tests.items;
}
