#ifndef MNZ_SCENARIO_BEHAVIOUR_H
#define MNZ_SCENARIO_BEHAVIOUR_H

#include "scenario/fields.h"

/* The section `behaviour`: the fields of struct mnz_behaviour. */
extern const struct mnz_record_kind mnz_kind_behaviour;

/* Report habits that move faster than the run's steps; once it and `time` are read. */
void mnz_behaviour_verify(struct mnz_reader *r, const struct mnz_tree *root);

#endif
