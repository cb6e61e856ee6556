/* price_zones.c - a partition of the places into zones of one price. */

#include "scenario/price_zones.h"

#include "scenario/selector.h"

void
mnz_price_zones_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "price_zones");
    const struct mnz_where section = {.key = "price_zones"};
    struct mnz_scenario *s = r->s;

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0303, tree->at,
                         "for example {inside: [CN], outside: {not: {country: CN}}}",
                         "price_zones must be a mapping of names to places");
        return;
    }
    s->zones = mnz_reader_alloc(r, tree->num_children, sizeof *s->zones);
    for (uint32_t i = 0; s->zones && i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_where where = {&section, entry->key, entry->key_at, NULL,
                                        NULL};

        s->zones[i].name = entry->key;
        mnz_selector_read(r, entry->value, &where, MNZ_SELECT_PLACES,
                          &s->zones[i].places);
        s->num_zones = i + 1;
    }
}
