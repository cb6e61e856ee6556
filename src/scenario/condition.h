#ifndef MNZ_SCENARIO_CONDITION_H
#define MNZ_SCENARIO_CONDITION_H

#include "scenario/fields.h"

/* `if`: the branch that an event must take. */

/* The custom field of an `if`; it keeps the tree for mnz_condition_read(). */
extern const struct mnz_custom mnz_custom_event_and_branch;

/*
 * Read "EVENT.BRANCH", "EVENT=BRANCH" or {EVENT: BRANCH} of one of the first
 * `num_events` of the section `events`, which need not have been read. Where there is
 * no such event or branch, that is an error, and `event` stays as it is.
 */
void mnz_condition_read(struct mnz_reader *r, const struct mnz_tree *tree,
                        const struct mnz_where *where, uint32_t num_events,
                        struct mnz_ref *event, uint32_t *branch);

#endif
