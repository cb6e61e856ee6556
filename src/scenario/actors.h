#ifndef MNZ_SCENARIO_ACTORS_H
#define MNZ_SCENARIO_ACTORS_H

#include "scenario/amounts.h"
#include "scenario/rows.h"
#include "scenario/section.h"

/* Rows and readers that facilities and industries share. */

/* Inputs without which part of an industry's output can be made. */
struct mnz_essentials {
    uint32_t count;
    struct mnz_essential *items;
};

/* A facility or an industry while it is read. */
struct mnz_draft_actor {
    struct mnz_actor actor;
    struct mnz_ref separates;
    mnz_value_id recovery[MNZ_MOST_ELEMENTS];
    struct mnz_amounts uses, makes, covers;
    struct mnz_essentials essentials;
    struct mnz_ids byproducts;
    const char *sector, *group;
    unsigned stage, end_use, feeds; /* feeds: 1 where unknown */
};

/* Shared by facilities and industries. */
#define COUNTRY(words)                                                                 \
    {                                                                                  \
        .key = "country", .type = MNZ_FIELD_PLACE, IN(mnz_draft_actor, actor.place),   \
        .flags = MNZ_FIELD_REQUIRED, .doc = words                                      \
    }
#define AMOUNTS(name, member, flag, words)                                             \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_CUSTOM, .dimension = MNZ_DIM_NUMBER,            \
        IN(mnz_draft_actor, member), .low = 0, .high = INF, .flags = flag,             \
        .custom = &mnz_custom_amounts, .doc = words                                    \
    }
#define GROWTH(words)                                                                  \
    {                                                                                  \
        .key = "growth", .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_GROWTH,      \
        IN(mnz_draft_actor, actor.growth_per_year), .low = -1, .high = 10,             \
        .flags = MNZ_FIELD_OPEN | MNZ_FIELD_ABOVE, .default_text = "0", .doc = words   \
    }
#define PRIORITY                                                                       \
    {                                                                                  \
        .key = "priority", .type = MNZ_FIELD_INTEGER, .dimension = MNZ_DIM_COUNT,      \
        IN(mnz_draft_actor, actor.priority), .low = 1, .high = 9, .default_text = "3", \
        .doc = "its class when supply is rationed: 1 is served first"                  \
    }
#define SMALL_FIRMS                                                                    \
    SHARE("small_firms", IN(mnz_draft_actor, actor.small_firms), 1, "0",               \
          "share of its purchases that small applicants make, whom a licence office "  \
          "may treat differently")
#define COVER(name, member, flag, text, words)                                         \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_DURATION,        \
        IN(mnz_draft_actor, actor.member), .low = 0, .high = INF, .unusual = 24,       \
        .flags = flag, .default_text = text, .doc = words                              \
    }

/* Put a draft whose record is read into the scenario. */
void mnz_actor_finish(const struct mnz_draft_actor *draft,
                      const struct mnz_tree_entry *entry, const struct mnz_where *where,
                      struct mnz_actor *actor);

#endif
