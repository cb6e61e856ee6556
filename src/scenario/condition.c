/* condition.c - branches of events that other records depend on. */

#include "scenario/condition.h"

#include <string.h>

const struct mnz_custom mnz_custom_event_and_branch = {
    mnz_field_keep_tree, "EVENT.BRANCH", "{\"type\": [\"string\", \"object\"]}"};

/* "EVENT.BRANCH", "EVENT=BRANCH" or {EVENT: BRANCH}. */
static int
split(struct mnz_reader *r, const struct mnz_tree *tree, const char **event,
      const char **branch)
{
    if (tree->kind == MNZ_TREE_MAPPING && tree->num_children == 1 &&
        tree->entries[0].value->kind == MNZ_TREE_SCALAR) {
        *event = tree->entries[0].key;
        *branch = tree->entries[0].value->text;
        return 1;
    }
    if (tree->kind != MNZ_TREE_SCALAR)
        return 0;
    const size_t length = strcspn(tree->text, ".=");

    if (!tree->text[length])
        return 0;
    *event = mnz_arena_strndup(r->arena, tree->text, length);
    *branch = tree->text + length + 1;
    return *event != NULL;
}

/* The position of `word` among the first `count` keys of a mapping, or MNZ_NONE. */
static uint32_t
find(const struct mnz_tree *mapping, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(mapping->entries[i].key, word) == 0)
            return (uint32_t)i;
    return MNZ_NONE;
}

/* These keys, for a message; NULL without memory. */
static const char **
list_keys(struct mnz_reader *r, const struct mnz_tree *mapping, size_t count)
{
    const char **names = mnz_reader_alloc(r, count + 1, sizeof *names);

    for (size_t i = 0; names && i < count; i++)
        names[i] = mapping->entries[i].key;
    return names;
}

/* The nearest of `names`, or the first of them. */
enum { MOST_LISTED = 12 };

static const char *
advise(struct mnz_reader *r, const char *word, const char *const *names, size_t count)
{
    const char *advice = mnz_reader_nearest(r, word, names, count);
    const char *list = "it has:";

    for (size_t i = 0; !advice && list && i < count && i < MOST_LISTED; i++)
        list = mnz_arena_printf(r->arena, "%s%s %s", list, i ? "," : "", names[i]);
    if (!advice && list && count > MOST_LISTED)
        list = mnz_arena_printf(r->arena, "%s, ...", list);
    return advice ? advice : list;
}

static uint32_t
find_event(struct mnz_reader *r, const struct mnz_tree *tree,
           const struct mnz_tree *events, uint32_t num_events, int is_earlier,
           const char *name)
{
    const uint32_t found = find(events, num_events, name);
    const char *near, **names;

    if (found != MNZ_NONE)
        return found;
    names = list_keys(r, events, num_events);
    if (!names)
        return MNZ_NONE;
    near = mnz_reader_nearest(r, name, names, num_events);
    if (is_earlier)
        mnz_reader_error(r, MNZ_E1107, tree->at,
                         near ? near : "the event that it depends on stands before it",
                         "no earlier event is named '%.60s'", name);
    else
        mnz_reader_error(r, MNZ_E1116, tree->at, near, "no event is named '%.60s'",
                         name);
    return MNZ_NONE;
}

static uint32_t
find_branch(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_tree_entry *event, const char *name)
{
    const struct mnz_tree *branches = mnz_tree_find(event->value, "branches");
    const size_t count =
        branches && branches->kind == MNZ_TREE_MAPPING ? branches->num_children : 0;
    const uint32_t found = find(branches, count, name);
    const char **names;

    /* An event without branches is an error by itself. */
    if (found != MNZ_NONE || count == 0)
        return found;
    names = list_keys(r, branches, count);
    if (names)
        mnz_reader_error(r, MNZ_E1108, tree->at, advise(r, name, names, count),
                         "event '%s' has no branch '%.60s'", event->key, name);
    return found;
}

void
mnz_condition_read(struct mnz_reader *r, const struct mnz_tree *tree,
                   const struct mnz_where *where, uint32_t num_events,
                   struct mnz_ref *event, uint32_t *branch)
{
    const struct mnz_tree *events = mnz_tree_find(r->s->tree, "events");
    const uint32_t count =
        events && events->kind == MNZ_TREE_MAPPING ? (uint32_t)events->num_children : 0;
    const int is_earlier = num_events < count;
    const char *event_name, *branch_name;
    uint32_t e, b;

    if (!split(r, tree, &event_name, &branch_name)) {
        mnz_reader_error(r, MNZ_E1106, tree->at, "for example 'if: truce_ends.lapses'",
                         "%s.if must name an %sevent and its branch",
                         mnz_where_path(r, where), is_earlier ? "earlier " : "");
        return;
    }
    e = find_event(r, tree, events, is_earlier ? num_events : count, is_earlier,
                   event_name);
    if (e == MNZ_NONE)
        return;
    b = find_branch(r, tree, &events->entries[e], branch_name);
    if (b == MNZ_NONE)
        return;
    *event = mnz_ref_to(e);
    *branch = b;
}
