#ifndef MNZ_SCENARIO_ROWS_H
#define MNZ_SCENARIO_ROWS_H

#include <math.h>

#include "scenario/kinds.h"

/* How the files of the table of fields write its rows. */

#define INF INFINITY
#define IN(record, member) .offset = offsetof(struct record, member)
#define END                                                                            \
    {                                                                                  \
        .key = NULL                                                                    \
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

/* For custom fields that are read once the record's other fields are known: the tree
 * itself is left in the draft. */
void mnz_field_keep_tree(struct mnz_reader *r, const struct mnz_tree *tree,
                         const struct mnz_where *where, const struct mnz_field *field,
                         void *target);

#endif
