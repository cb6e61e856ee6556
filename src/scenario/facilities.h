#ifndef MNZ_SCENARIO_FACILITIES_H
#define MNZ_SCENARIO_FACILITIES_H

#include "scenario/fields.h"

/* The section `facilities`. */
extern const struct mnz_record_kind mnz_kind_facility, mnz_kind_recovery,
    mnz_kind_facility_stock;

/* Read it into the first of the scenario's actors; materials are read already. */
void mnz_facilities_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
