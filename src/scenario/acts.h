#ifndef MNZ_SCENARIO_ACTS_H
#define MNZ_SCENARIO_ACTS_H

#include "scenario/rows.h"

/* Common parts of controls and policies: their kind, and when they are in force. */

/* One kind of control or policy: its name, and its fields. */
struct mnz_act_row {
    const char *name; /* as `kind:` has it; NULL ends the table */
    const struct mnz_record_kind *kind;
    int id; /* enum mnz_control_kind or mnz_policy_kind */
};

/*
 * The row of `rows` that a record's `kind` names; NULL, with an error, when there is
 * none. `noun` is "control" or "policy".
 */
const struct mnz_act_row *mnz_act_find(struct mnz_reader *r,
                                       const struct mnz_act_row *rows, const char *noun,
                                       const struct mnz_tree_entry *entry,
                                       const struct mnz_where *where);

extern const struct mnz_record_kind mnz_kind_window, mnz_kind_trigger;

struct mnz_windows {
    uint32_t count;
    struct mnz_window *items;
};

/* Custom field, fills struct mnz_windows. */
extern const struct mnz_custom mnz_custom_windows;

/* Complete a control's or policy's regime, position `id`, from its draft. */
void mnz_regime_finish(struct mnz_reader *r, uint32_t id, const struct mnz_where *where,
                       struct mnz_regime *regime, const struct mnz_windows *suspended);

/* After both sections: no control or policy may, by way of others, trigger itself. */
void mnz_triggers_verify(struct mnz_reader *r, const struct mnz_tree *root);

/* When a control or policy is in force. */
#define REGIME(draft)                                                                  \
    {.key = "until",                                                                   \
     .type = MNZ_FIELD_DATE,                                                           \
     IN(draft, regime.in_force.until),                                                 \
     .doc = "the first day on which it is no longer in force. Left out: for ever"},    \
        {.key = "suspended",                                                           \
         .type = MNZ_FIELD_CUSTOM,                                                     \
         IN(draft, suspended),                                                         \
         .custom = &mnz_custom_windows,                                                \
         .doc = "window or windows in which it is not "                                \
                "in force"},                                                           \
        {.key = "probability",                                                         \
         .type = MNZ_FIELD_QUANTITY,                                                   \
         .dimension = MNZ_DIM_SHARE,                                                   \
         IN(draft, regime.probability),                                                \
         .low = 0,                                                                     \
         .high = 1,                                                                    \
         .flags = MNZ_FIELD_UNDATED,                                                   \
         .default_text = "1",                                                          \
         .doc = "that it is in force at all; drawn once a trial"},                     \
        {.key = "triggered_by",                                                        \
         .type = MNZ_FIELD_RECORD,                                                     \
         IN(draft, regime),                                                            \
         .kind = &mnz_kind_trigger,                                                    \
         .doc = "the control or policy that it answers: it is off until that comes "   \
                "into force"},                                                         \
        {.key = "kind",                                                                \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .flags = MNZ_FIELD_REQUIRED,                                                  \
         .doc = "its kind"},                                                           \
        {.key = "source",                                                              \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .doc = "where its numbers come from: keys of `sources`, or a text"},          \
        {.key = "verified",                                                            \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .doc = "how far they can be trusted"},                                        \
    {                                                                                  \
        .key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"                 \
    }
#define FROM_DAY(draft)                                                                \
    {                                                                                  \
        .key = "from", .type = MNZ_FIELD_DATE, IN(draft, regime.in_force.from),        \
        .doc = "the first day on which it is in force. Left out: since ever"           \
    }

#endif
