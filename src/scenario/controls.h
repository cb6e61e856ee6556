#ifndef MNZ_SCENARIO_CONTROLS_H
#define MNZ_SCENARIO_CONTROLS_H

#include "scenario/acts.h"

/* The section `controls`. */
extern const struct mnz_act_row mnz_control_rows[];
extern const struct mnz_record_kind mnz_kind_control, mnz_kind_licensing,
    mnz_kind_approval, mnz_kind_approval_by_size;

void mnz_controls_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
