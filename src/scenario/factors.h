#ifndef MNZ_SCENARIO_FACTORS_H
#define MNZ_SCENARIO_FACTORS_H

#include "scenario/fields.h"

/*
 * The section `factors`: one number, as a rule uncertain, that scales many others. What
 * is not known of many numbers at once is then one draw, and does not average out.
 */
extern const struct mnz_record_kind mnz_kind_factor;

/* Read it, before any other number; mnz_factors_apply needs them. */
void mnz_factors_read(struct mnz_reader *r, const struct mnz_tree *root);

/* The value read at `where`, times every factor whose paths name it, but not above the
 * upper end of the demand. */
mnz_value_id mnz_factors_apply(struct mnz_reader *r, const struct mnz_where *where,
                               const struct mnz_demand *demand, mnz_value_id value);

/* Report factors that scale nothing; after all numbers. */
void mnz_factors_verify(struct mnz_reader *r);

#endif
