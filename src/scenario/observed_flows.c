/* observed_flows.c - flows that the analyst wants reported. */

#include "scenario/section.h"

static void read_observed(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                          struct mnz_observed *observed);

void
mnz_decode_observed(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "observe");
    struct mnz_scenario *s = r->s;

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, tree->at,
                         "for example {cn_to_us: {by: CN, to: {country: US}}}",
                         "observe must be a mapping of names to flows");
        return;
    }
    s->observed = mnz_reader_alloc(r, tree->num_children, sizeof *s->observed);
    for (uint32_t i = 0; s->observed && i < tree->num_children; i++) {
        s->num_observed = i + 1;
        read_observed(r, &tree->entries[i], &s->observed[i]);
    }
}

static void
read_observed(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              struct mnz_observed *observed)
{
    const struct mnz_where section = {.key = "observe"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};

    observed->by = MNZ_NONE;
    mnz_record_read(r, &mnz_kind_observed, entry->value, &where, observed);
    observed->name = entry->key;
    observed->origin = mnz_where_origin(&where);
}
