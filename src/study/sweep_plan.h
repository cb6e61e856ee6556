#ifndef MNZ_STUDY_SWEEP_PLAN_H
#define MNZ_STUDY_SWEEP_PLAN_H

#include "monazite/sweep.h"
#include "study/journal.h"

/* The scenario of a point in a study of several; MNZ_NONE in a sweep of one. */
uint32_t mnz_sweep_plan_scenario(const struct mnz_sweep_plan *plan, uint32_t point);

/* Append fields that say all of a plan, [*count], to a list that mnz_grow() grows; the
 * texts are the plan's. MNZ_ERR_NOMEM. */
MNZ_NODISCARD enum mnz_status mnz_sweep_plan_fields(const struct mnz_sweep_plan *plan,
                                                    struct mnz_journal_field **list,
                                                    size_t *capacity, size_t *count);

/* The plan that such fields say. MNZ_ERR_INPUT where they say none. */
MNZ_NODISCARD enum mnz_status
mnz_sweep_plan_from_fields(const struct mnz_journal_field *fields, size_t count,
                           struct mnz_sweep_plan **out);

#endif
