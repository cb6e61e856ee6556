#ifndef MNZ_SCENARIO_SECTION_H
#define MNZ_SCENARIO_SECTION_H

#include "scenario/kinds.h"

/*
 * The passes from the merged tree to records, in the order in which they run. Each
 * reports what is wrong and leaves the scenario's arrays complete in number.
 */

/* Every name that records can be called by: positions are fixed from here on. */
void mnz_decode_names(struct mnz_reader *r, const struct mnz_tree *root);

/* Keys of the file itself; time, run and behaviour. */
void mnz_decode_top(struct mnz_reader *r, const struct mnz_tree *root);

void mnz_decode_materials(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_actors(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_links(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_controls(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_policies(struct mnz_reader *r, const struct mnz_tree *root);
/* After both: no control or policy may, by way of others, trigger itself. */
void mnz_decode_triggers(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_events(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_zones(struct mnz_reader *r, const struct mnz_tree *root);
void mnz_decode_observed(struct mnz_reader *r, const struct mnz_tree *root);

/* After all others: it speaks of the inputs that they made. */
void mnz_decode_correlations(struct mnz_reader *r, const struct mnz_tree *root);

/* A section that is a mapping of names; NULL if it is empty, absent or wrong. */
const struct mnz_tree *mnz_decode_section(const struct mnz_tree *root,
                                          const char *name);

/*
 * The row of `rows` that a record's `kind` names; NULL, with an error, when there is
 * none or this version does not support it. `what` is "control" or "policy".
 */
const struct mnz_act_row *
mnz_decode_kind(struct mnz_reader *r, const struct mnz_act_row *rows, const char *what,
                const struct mnz_tree_entry *entry, const struct mnz_where *where);

/* A regime that is always in force: what a draft begins with. */
struct mnz_regime mnz_regime_always(void);

/* Complete a control's or policy's regime, position `id`, from its draft. */
void mnz_decode_regime(struct mnz_reader *r, uint32_t id, const struct mnz_where *where,
                       struct mnz_regime *regime, const struct mnz_windows *suspended);

/* Complete a policy of its kind from its draft (decode_responses.c). */
void mnz_decode_needs(struct mnz_reader *r, struct mnz_draft_policy *draft);
void mnz_decode_pact(struct mnz_reader *r, const struct mnz_tree *tree,
                     const struct mnz_where *where, struct mnz_draft_policy *draft);
void mnz_decode_substitution(struct mnz_reader *r, const struct mnz_where *where,
                             struct mnz_draft_policy *draft);

/* What a row of links without name is called in the names of its inputs: its three
 * ends, "[a>b:magnet]". NULL without memory. */
const char *mnz_link_label(struct mnz_arena *arena, const struct mnz_tree *row);

/*
 * The oxide or metal that is nothing but `element`: the only material of stage
 * separation declared by `element:`. MNZ_NONE if there is none; several are an error at
 * `at`.
 */
uint32_t mnz_decode_pure_oxide(struct mnz_reader *r, const struct mnz_tree *root,
                               uint32_t element, struct mnz_span at);

#endif
