#ifndef MNZ_SCENARIO_TOP_H
#define MNZ_SCENARIO_TOP_H

#include "scenario/fields.h"

/* The keys of a scenario file: its sections, `time` and `run`. */
extern const struct mnz_record_kind mnz_kind_top, mnz_kind_time, mnz_kind_run;

/* Every record kind that a scenario can hold, in the manual's order, NULL-terminated;
 * those of controls and policies come from their rows. */
extern const struct mnz_record_kind *const mnz_record_kinds[];

/* Read time, run, behaviour and the title; sections have readers of their own. */
void mnz_top_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
