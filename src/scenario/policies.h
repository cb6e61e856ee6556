#ifndef MNZ_SCENARIO_POLICIES_H
#define MNZ_SCENARIO_POLICIES_H

#include "scenario/acts.h"

/* The section `policies`. */
extern const struct mnz_act_row mnz_policy_rows[];
extern const struct mnz_record_kind mnz_kind_policy, mnz_kind_release, mnz_kind_offtake,
    mnz_kind_needs, mnz_kind_pact_shares, mnz_kind_costs, mnz_kind_stockpile_costs,
    mnz_kind_project_costs, mnz_kind_recycling_costs;

void mnz_policies_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
