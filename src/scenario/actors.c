/* actors.c - common parts of facilities and industries. */

#include "scenario/actors.h"

void
mnz_actor_finish(const struct mnz_draft_actor *draft,
                 const struct mnz_tree_entry *entry, const struct mnz_where *where,
                 struct mnz_actor *actor)
{
    *actor = draft->actor;
    actor->name = entry->key;
    actor->stage = (enum mnz_stage)draft->stage;
    actor->end_use = (enum mnz_end_use)draft->end_use;
    actor->has_unknown_feeds = draft->feeds == 1;
    actor->uses = draft->uses.items;
    actor->num_uses = draft->uses.count;
    actor->makes = draft->makes.items;
    actor->num_makes = draft->makes.count;
    actor->covers = draft->covers.items;
    actor->num_covers = draft->covers.count;
    actor->essentials = draft->essentials.items;
    actor->num_essentials = draft->essentials.count;
    actor->origin = mnz_where_origin(where);
}
