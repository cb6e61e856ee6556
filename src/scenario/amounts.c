/* amounts.c - materials with a number each. */

#include "scenario/amounts.h"

#include "scenario/quantity.h"
#include "scenario/selector.h"

static void
read_amounts(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    struct mnz_amounts *amounts = target;

    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0306, tree->at, "for example {nd_oxide: 1.2}",
                         "%s must be a mapping of materials to amounts",
                         mnz_where_path(r, where));
        return;
    }
    amounts->items = mnz_reader_alloc(r, tree->num_children, sizeof *amounts->items);
    for (size_t i = 0; amounts->items && i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_where inner = {where, entry->key, entry->key_at, NULL, NULL};
        const struct mnz_amount amount = {
            .material = mnz_material_resolve(r, entry->key, entry->key_at),
            .value = mnz_tree_is_null(entry->value)
                         ? MNZ_VALUE_NONE
                         : mnz_quantity_read(r, entry->value, &inner, &demand),
            .at = entry->key_at};

        if (amount.material != MNZ_NONE && amount.value != MNZ_VALUE_NONE)
            amounts->items[amounts->count++] = amount;
    }
}

const struct mnz_custom mnz_custom_amounts = {
    read_amounts, "amounts by material",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/quantity\"}}"};
