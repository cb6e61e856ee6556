#ifndef MNZ_SCENARIO_CONDITION_H
#define MNZ_SCENARIO_CONDITION_H

#include "scenario/fields.h"

/* What `if` says: the branch that an event must take. */

/* The custom field of an `if`; it keeps the tree for mnz_condition_read(). */
extern const struct mnz_custom mnz_custom_event_and_branch;

/*
 * Read "EVENT.BRANCH", "EVENT=BRANCH" or {EVENT: BRANCH} of one of the first
 * `num_events` of the section `events`, which need not have been read. Returns 0, with
 * an error, when there is no such event or branch.
 */
int mnz_condition_read(struct mnz_reader *r, const struct mnz_tree *tree,
                       const struct mnz_where *where, uint32_t num_events,
                       uint32_t *event, uint32_t *branch);

#endif
