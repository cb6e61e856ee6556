#ifndef MNZ_SCENARIO_MATERIALS_H
#define MNZ_SCENARIO_MATERIALS_H

#include "scenario/fields.h"

/* The section `materials`. */
extern const struct mnz_record_kind mnz_kind_material;

void mnz_materials_read(struct mnz_reader *r, const struct mnz_tree *root);

/*
 * The oxide or metal that is nothing but `element`: the only material of stage
 * separation declared by `element:`. MNZ_NONE if there is none; several are an error at
 * `at`.
 */
uint32_t mnz_material_pure_oxide(struct mnz_reader *r, const struct mnz_tree *root,
                                 uint32_t element, struct mnz_span at);

#endif
