#ifndef MNZ_SCENARIO_QUANTITY_H
#define MNZ_SCENARIO_QUANTITY_H

#include "scenario/fields.h"

/*
 * Read any way of writing a number: `0.3`, `45 working days`, `{triangular: [...]}`, a
 * dated series of these, or `{value: ..., source: ...}`, for dates likewise. A number
 * outside the demanded range, or dated or uncertain where it may not be, is an error.
 * Returns the value, or MNZ_VALUE_NONE after an error.
 */
mnz_value_id mnz_quantity_read(struct mnz_reader *r, const struct mnz_tree *tree,
                               const struct mnz_where *where,
                               const struct mnz_demand *demand);

/*
 * The content of {value: ..., source: ...}, with its source and mark noted in `where`;
 * a tree of any other form is returned as it is. NULL after an error.
 */
const struct mnz_tree *mnz_quantity_unwrap(struct mnz_reader *r,
                                           const struct mnz_tree *tree,
                                           struct mnz_where *where);

#endif
