#ifndef MNZ_SCENARIO_ACTS_H
#define MNZ_SCENARIO_ACTS_H

#include "scenario/rows.h"

/* Rows that controls and policies share. */

#define IN_CONTROL(member) IN(mnz_draft_control, control.member)
#define IN_POLICY(member) IN(mnz_draft_policy, policy.member)
#define SHARE(name, where, most, text, words)                                          \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE, where,    \
        .low = 0, .high = most, .default_text = text, .doc = words                     \
    }
#define QUANTITY(name, dim, where, need, text, words)                                  \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = dim, where, .low = 0,    \
        .high = INF, .flags = need, .default_text = text, .doc = words                 \
    }
#define SELECTOR(name, where, whom, need, words)                                       \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_SELECTOR, where, .role = whom, .flags = need,   \
        .doc = words                                                                   \
    }
#define NEEDED MNZ_FIELD_REQUIRED

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
         .doc = "what it answers: it is off until that comes into force"},             \
        {.key = "kind",                                                                \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .flags = MNZ_FIELD_REQUIRED,                                                  \
         .doc = "what it is"},                                                         \
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
