#ifndef MNZ_SCENARIO_EVENTS_H
#define MNZ_SCENARIO_EVENTS_H

#include "scenario/fields.h"

/* The section `events`. */
extern const struct mnz_record_kind mnz_kind_event, mnz_kind_branch;

void mnz_events_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
