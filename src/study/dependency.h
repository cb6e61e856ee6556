#ifndef MNZ_STUDY_DEPENDENCY_H
#define MNZ_STUDY_DEPENDENCY_H

#include "monazite/dependency.h"
#include "study/model.h"

/* A list that grows; items of any kind. Zero-initialised it is empty. */
struct mnz_dependency_list {
    void *items;
    uint32_t count, room;
};

struct mnz_dependency {
    const struct mnz_model *model; /* borrowed */
    struct mnz_baseline *baseline;
    struct mnz_dependency_list shares, concentrations, reliances, import_tests;
};

/* Add an item of `size` bytes. */
MNZ_NODISCARD enum mnz_status mnz_dependency_add(struct mnz_dependency_list *list,
                                                 const void *item, size_t size);

/* Parts of mnz_model_dependency(), each filling its lists. */
MNZ_NODISCARD enum mnz_status mnz_dependency_find_shares(struct mnz_dependency *d);
MNZ_NODISCARD enum mnz_status mnz_dependency_find_reliances(struct mnz_dependency *d);
MNZ_NODISCARD enum mnz_status mnz_dependency_test_imports(struct mnz_dependency *d);

/* "bloc" or "country". */
const char *mnz_dependency_scope_of(const struct mnz_scenario *scenario,
                                    uint32_t place);

#endif
