#ifndef MNZ_SCENARIO_OBSERVED_FLOWS_H
#define MNZ_SCENARIO_OBSERVED_FLOWS_H

#include "scenario/fields.h"

/* The section `observe`. */
extern const struct mnz_record_kind mnz_kind_observed;

void mnz_observed_flows_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
