/* facilities.c - facilities and industries, and what separation makes of a feed. */

#include "scenario/section.h"

#include <string.h>

#include "scenario/quantity.h"
#include "scenario/selector.h"

static void read_actor(struct mnz_reader *r, const struct mnz_tree *root,
                       const struct mnz_tree_entry *entry, int is_industry,
                       struct mnz_actor *actor);
static void spell_out_separation(struct mnz_reader *r, const struct mnz_tree *root,
                                 const struct mnz_tree *tree,
                                 const struct mnz_where *where,
                                 struct mnz_draft_actor *draft);
static void mark_byproducts(struct mnz_reader *r, const struct mnz_where *where,
                            struct mnz_draft_actor *draft);
static void check_products(struct mnz_reader *r, const struct mnz_where *where,
                           const struct mnz_draft_actor *draft);

void
mnz_decode_actors(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *facilities = mnz_decode_section(root, "facilities");
    const struct mnz_tree *industries = mnz_decode_section(root, "industries");
    struct mnz_actor *actor = r->s->actors;

    if (!actor)
        return;
    for (size_t i = 0; facilities && i < facilities->num_children; i++)
        read_actor(r, root, &facilities->entries[i], 0, actor++);
    for (size_t i = 0; industries && i < industries->num_children; i++)
        read_actor(r, root, &industries->entries[i], 1, actor++);
}

static void
read_actor(struct mnz_reader *r, const struct mnz_tree *root,
           const struct mnz_tree_entry *entry, int is_industry, struct mnz_actor *actor)
{
    const struct mnz_where section = {.key = is_industry ? "industries" : "facilities"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct mnz_draft_actor draft = {.separates = MNZ_NONE,
                                    .actor = {.technology = MNZ_NONE,
                                              .place = MNZ_NONE,
                                              .elasticity = MNZ_VALUE_NONE,
                                              .value_usd_per_year = MNZ_VALUE_NONE,
                                              .capacity_tpa = MNZ_VALUE_NONE}};

    mnz_record_read(r, is_industry ? &mnz_kind_industry : &mnz_kind_facility,
                    entry->value, &where, &draft);
    if (!is_industry) {
        spell_out_separation(r, root, entry->value, &where, &draft);
        mark_byproducts(r, &where, &draft);
        check_products(r, &where, &draft);
        /* What only industries have. */
        draft.actor.elasticity = draft.actor.recovers = draft.actor.overtime =
            mnz_reader_constant(r, 0.0);
    } else {
        /* What only facilities have. */
        draft.actor.surge = draft.actor.output_cover_months = draft.actor.hold_months =
            mnz_reader_constant(r, 0.0);
        draft.actor.sector =
            draft.sector ? mnz_names_find(&r->sectors, draft.sector) : MNZ_NONE;
    }
    *actor = draft.actor;
    actor->name = entry->key;
    actor->is_industry = is_industry;
    actor->stage = (enum mnz_stage)draft.stage;
    actor->end_use = (enum mnz_end_use)draft.end_use;
    actor->uses = draft.uses.items;
    actor->num_uses = draft.uses.count;
    actor->makes = draft.makes.items;
    actor->num_makes = draft.makes.count;
    actor->origin = mnz_where_origin(&where);
}

static void
read_amounts(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    struct mnz_amounts *amounts = target;

    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, tree->at, "for example {nd_oxide: 1.2}",
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

static void
add_material(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct mnz_ids *ids = context;

    ids->items[ids->count] = mnz_material_resolve(r, item->text, item->at);
    ids->at[ids->count] = item->at;
    if (ids->items[ids->count] != MNZ_NONE)
        ids->count++;
}

static void
read_materials(struct mnz_reader *r, const struct mnz_tree *tree,
               const struct mnz_where *where, const struct mnz_field *field,
               void *target)
{
    struct mnz_ids *ids = target;

    (void)field;
    if (tree->kind == MNZ_TREE_SEQUENCE && tree->num_children == 0)
        return;
    ids->items = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->items);
    ids->at = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->at);
    if (ids->items && ids->at)
        mnz_reader_each_text(r, tree, where, "a list of materials", add_material, ids);
}

const struct mnz_custom mnz_custom_materials = {read_materials, "list of materials",
                                                "{\"$ref\": \"#/$defs/names\"}"};

/* A feed's first place among what is used, then what was written beside it. */
static void
put_feed_first(struct mnz_reader *r, const struct mnz_where *where,
               struct mnz_draft_actor *draft)
{
    struct mnz_amount *uses =
        mnz_reader_alloc(r, (size_t)draft->uses.count + 1, sizeof *uses);

    if (!uses)
        return;
    uses[0] = (struct mnz_amount){.material = draft->separates,
                                  .value = mnz_reader_constant(r, 1.0),
                                  .at = where->at};
    for (uint32_t i = 0; i < draft->uses.count; i++) {
        uses[i + 1] = draft->uses.items[i];
        if (uses[i + 1].material == draft->separates)
            mnz_reader_error(r, uses[i + 1].at, "'separates' uses 1 t of it already",
                             "%s has its feed under 'uses' too",
                             mnz_where_path(r, where));
    }
    draft->uses.items = uses;
    draft->uses.count++;
}

/* A tonne of feed gives recovery x t of oxide in the feed, for every element with an
 * oxide that takes it; the rest is loss. */
static void
make_oxides(struct mnz_reader *r, const struct mnz_tree *root,
            const struct mnz_where *where, struct mnz_draft_actor *draft)
{
    const struct mnz_material *feed = &r->s->materials[draft->separates];
    struct mnz_amount *makes = mnz_reader_alloc(r, MNZ_NUM_ELEMENTS, sizeof *makes);
    uint32_t count = 0;

    for (uint32_t e = 0; makes && e < MNZ_NUM_ELEMENTS; e++) {
        mnz_value_id value;
        uint32_t oxide;
        double number;

        if (feed->content[e] == MNZ_VALUE_NONE || draft->recovery[e] == MNZ_VALUE_NONE)
            continue;
        oxide = mnz_decode_pure_oxide(r, root, e, where->at);
        if (oxide == MNZ_NONE)
            continue;
        value = mnz_reader_product(r, mnz_oxide_per_element[e], draft->recovery[e],
                                   feed->content[e]);
        if (mnz_reader_is_constant(r, value, &number) && number == 0.0)
            continue;
        makes[count++] =
            (struct mnz_amount){.material = oxide, .value = value, .at = where->at};
    }
    draft->makes.items = makes;
    draft->makes.count = makes ? count : 0;
}

static void
spell_out_separation(struct mnz_reader *r, const struct mnz_tree *root,
                     const struct mnz_tree *tree, const struct mnz_where *where,
                     struct mnz_draft_actor *draft)
{
    const struct mnz_tree *separates = mnz_tree_find(tree, "separates");
    const struct mnz_tree *recovery = mnz_tree_find(tree, "recovery");
    const struct mnz_tree *makes = mnz_tree_find(tree, "makes");

    if (!separates) {
        if (recovery)
            mnz_reader_error(r, recovery->at, "it belongs to 'separates'",
                             "%s has 'recovery' without 'separates'",
                             mnz_where_path(r, where));
        if (!makes && tree->kind == MNZ_TREE_MAPPING)
            mnz_reader_error(r, where->at, "t of each product per unit of activity",
                             "%s lacks 'makes' (or 'separates')",
                             mnz_where_path(r, where));
        return;
    }
    if (makes)
        mnz_reader_error(r, makes->at, "what it makes follows from its feed",
                         "%s has both 'separates' and 'makes'",
                         mnz_where_path(r, where));
    if (!recovery)
        mnz_reader_error(r, where->at,
                         "the part of each element in the feed that becomes oxide",
                         "%s lacks 'recovery'", mnz_where_path(r, where));
    if (draft->separates == MNZ_NONE || makes || !recovery)
        return;
    put_feed_first(r, where, draft);
    make_oxides(r, root, where, draft);
    if (draft->makes.count == 0 && !r->has_wrong_materials)
        mnz_reader_error(
            r, where->at,
            "declare the oxides that it makes: {stage: separation, element: "
            "Nd}",
            "%s makes nothing: no material is the oxide of an element that "
            "'%s' contains and that is recovered",
            mnz_where_path(r, where), separates->text);
}

/* "it makes nd_oxide, dy_oxide"; NULL without memory. */
static const char *
list_products(struct mnz_reader *r, const struct mnz_draft_actor *draft)
{
    const char *list = "it makes";

    for (uint32_t m = 0; list && m < draft->makes.count; m++)
        list = mnz_arena_printf(r->arena, "%s%s %s", list, m ? "," : "",
                                r->s->materials[draft->makes.items[m].material].name);
    return list;
}

static void
mark_byproducts(struct mnz_reader *r, const struct mnz_where *where,
                struct mnz_draft_actor *draft)
{
    uint32_t driving = draft->makes.count;

    for (uint32_t i = 0; i < draft->byproducts.count; i++) {
        const uint32_t material = draft->byproducts.items[i];
        struct mnz_amount *found = NULL;

        for (uint32_t m = 0; m < draft->makes.count; m++)
            if (draft->makes.items[m].material == material)
                found = &draft->makes.items[m];
        if (!found && draft->makes.count > 0)
            mnz_reader_error(r, draft->byproducts.at[i], list_products(r, draft),
                             "%s does not make its by-product '%s'",
                             mnz_where_path(r, where), r->s->materials[material].name);
        if (!found || found->is_byproduct)
            continue;
        found->is_byproduct = 1;
        driving--;
    }
    if (draft->makes.count > 0 && driving == 0)
        mnz_reader_error(r, draft->byproducts.at[0],
                         "leave out what the plant runs for",
                         "all that %s makes are by-products, so nothing drives it",
                         mnz_where_path(r, where));
}

static void
check_products(struct mnz_reader *r, const struct mnz_where *where,
               const struct mnz_draft_actor *draft)
{
    for (uint32_t m = 0; m < draft->makes.count; m++) {
        double number;

        if (mnz_reader_is_constant(r, draft->makes.items[m].value, &number) &&
            number == 0.0)
            mnz_reader_error(r, draft->makes.items[m].at,
                             "leave out what it does not make", "%s makes 0 of '%s'",
                             mnz_where_path(r, where),
                             r->s->materials[draft->makes.items[m].material].name);
    }
}
