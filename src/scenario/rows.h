#ifndef MNZ_SCENARIO_ROWS_H
#define MNZ_SCENARIO_ROWS_H

#include <math.h>

#include "scenario/fields.h"

/* How the sections write the rows of their tables of fields. */

#define INF INFINITY
#define IN(record, member) .offset = offsetof(struct record, member)
#define NEEDED MNZ_FIELD_REQUIRED
#define END                                                                            \
    {                                                                                  \
        .key = NULL                                                                    \
    }

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

/* Keys that any record may have. */
#define ORIGIN                                                                         \
    {.key = "source",                                                                  \
     .type = MNZ_FIELD_ORIGIN,                                                         \
     .doc = "where its numbers come from: keys of `sources`, or a text"},              \
        {.key = "verified",                                                            \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .doc = "how far they can be trusted: yes, secondary, derived, partial, "      \
                "memory, weak, assumption, unverified, conflict"},                     \
    {                                                                                  \
        .key = "notes", .type = MNZ_FIELD_ORIGIN,                                      \
        .doc = "anything a reader of the file should know"                             \
    }

/* The same of a record within a record. */
#define ORIGIN_OF_PART                                                                 \
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},         \
        {.key = "verified",                                                            \
         .type = MNZ_FIELD_ORIGIN,                                                     \
         .doc = "how far it can be trusted"},                                          \
    {                                                                                  \
        .key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"                 \
    }

#endif
