/* facilities.c - plants: their fields, and the products of a separated feed. */

#include "scenario/facilities.h"

#include "scenario/actors.h"
#include "scenario/elements.h"
#include "scenario/materials.h"
#include "scenario/selector.h"

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

static const struct mnz_custom list_of_materials = {read_materials, "list of materials",
                                                    "{\"$ref\": \"#/$defs/names\"}"};

static const struct mnz_field facility_stock_fields[] = {
    COVER("input", input_cover_months, MNZ_FIELD_SPREADS, "1",
          "months of use held of every input"),
    COVER("output", output_cover_months, 0, "0.5",
          "months of orders held of every output"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_facility_stock = {
    "facility stock", "Cover that is aimed at. The defaults are assumptions.",
    facility_stock_fields, NULL};

static const char *const feeds_words[] = {"listed", "unknown", NULL};

static const struct mnz_field facility_fields[] = {
    COUNTRY("the country, or bloc, where it stands"),
    {.key = "stage",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_actor, stage),
     .choices = mnz_stage_name,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "its work"},
    {.key = "capacity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(mnz_draft_actor, actor.capacity_tpa),
     .low = 0,
     .high = INF,
     .doc = "of activity: of feed where it separates, of product where it makes 1 of "
            "it. Left out, it is unlimited"},
    AMOUNTS("uses", uses, 0, "t of each material per unit of activity"),
    AMOUNTS("makes", makes, 0, "t of each material per unit of activity"),
    {.key = "feeds",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_actor, feeds),
     .choices = feeds_words,
     .default_text = "listed",
     .doc =
         "`unknown`: the inputs are not all modelled, so that it may make more of an "
         "element than its `uses` hold; a mine needs no word"},
    {.key = "separates",
     .type = MNZ_FIELD_MATERIAL,
     IN(mnz_draft_actor, separates),
     .flags = MNZ_FIELD_REF,
     .doc = "instead of `makes`: a unit of activity is a tonne of this feed, and the "
            "outputs are the oxides of its elements"},
    {.key = "recovery",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_SHARE,
     IN(mnz_draft_actor, recovery),
     .low = 0,
     .high = 1,
     .flags = MNZ_FIELD_SPREADS,
     .custom = &mnz_custom_by_element,
     .doc =
         "with `separates`: the part of each element in the feed that becomes oxide, "
         "one number or element by element; an element left out is lost"},
    {.key = "byproducts",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_actor, byproducts),
     .custom = &list_of_materials,
     .doc = "outputs that it would not run for; every other output drives it"},
    {.key = "stock",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_facility_stock,
     .doc = "months of cover; one number is the cover of inputs"},
    GROWTH("of capacity, a year, compound, from the first step of the run"),
    SHARE("surge", IN(mnz_draft_actor, actor.spare_capacity), INF, "0",
          "share of capacity that can be used above it"),
    PRIORITY,
    SMALL_FIRMS,
    {.key = "technology",
     .type = MNZ_FIELD_PLACE,
     IN(mnz_draft_actor, actor.technology),
     .flags = MNZ_FIELD_REF,
     .doc = "the country whose technology it runs on"},
    COVER("hold", hold_months, 0, "3",
          "months of own output kept of a co-product that nobody takes; by-products "
          "are not kept"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_facility = {
    "facility", "A plant, or a country's plants together, at one stage.",
    facility_fields, NULL};

static void read_facility(struct mnz_reader *r, const struct mnz_tree *root,
                          const struct mnz_tree_entry *entry, struct mnz_actor *actor);
static void spell_out_separation(struct mnz_reader *r, const struct mnz_tree *root,
                                 const struct mnz_tree *tree,
                                 const struct mnz_where *where,
                                 struct mnz_draft_actor *draft);
static void mark_byproducts(struct mnz_reader *r, const struct mnz_where *where,
                            struct mnz_draft_actor *draft);
static void check_products(struct mnz_reader *r, const struct mnz_where *where,
                           const struct mnz_draft_actor *draft);

void
mnz_facilities_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "facilities");

    for (size_t i = 0; section && r->s->actors && i < section->num_children; i++)
        read_facility(r, root, &section->entries[i], &r->s->actors[i]);
}

static void
read_facility(struct mnz_reader *r, const struct mnz_tree *root,
              const struct mnz_tree_entry *entry, struct mnz_actor *actor)
{
    const struct mnz_where section = {.key = "facilities"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct mnz_draft_actor draft = {.actor = {.is_industry = 0}};

    mnz_record_read(r, &mnz_kind_facility, entry->value, &where, &draft);
    spell_out_separation(r, root, entry->value, &where, &draft);
    mark_byproducts(r, &where, &draft);
    check_products(r, &where, &draft);
    /* Only industries have them. */
    draft.actor.elasticity = draft.actor.recovers = draft.actor.overtime =
        mnz_reader_constant(r, 0.0);
    mnz_actor_finish(&draft, entry, &where, actor);
}

/* The feed first among the inputs, then those written beside it. */
static void
put_feed_first(struct mnz_reader *r, const struct mnz_where *where,
               struct mnz_draft_actor *draft)
{
    struct mnz_amount *uses =
        mnz_reader_alloc(r, (size_t)draft->uses.count + 1, sizeof *uses);

    if (!uses)
        return;
    uses[0] = (struct mnz_amount){.material = mnz_ref_at(draft->separates),
                                  .value = mnz_reader_constant(r, 1.0),
                                  .at = where->at};
    for (uint32_t i = 0; i < draft->uses.count; i++) {
        uses[i + 1] = draft->uses.items[i];
        if (uses[i + 1].material == uses[0].material)
            mnz_reader_error(
                r, MNZ_E0704, uses[i + 1].at, "'separates' uses 1 t of it already",
                "%s has its feed under 'uses' too", mnz_where_path(r, where));
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
    const struct mnz_material *feed = &r->s->materials[mnz_ref_at(draft->separates)];
    struct mnz_amount *makes = mnz_reader_alloc(r, MNZ_MOST_ELEMENTS, sizeof *makes);
    uint32_t count = 0;

    for (uint32_t e = 0; makes && e < r->s->num_elements; e++) {
        mnz_value_id value;
        uint32_t oxide;
        double number;

        if (feed->content[e] == MNZ_VALUE_NONE || draft->recovery[e] == MNZ_VALUE_NONE)
            continue;
        oxide = mnz_material_pure_oxide(r, root, e, where->at);
        if (oxide == MNZ_NONE)
            continue;
        value = mnz_reader_product(r, r->s->elements[e].oxide, draft->recovery[e],
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
            mnz_reader_error(r, MNZ_E0705, recovery->at, "it belongs to 'separates'",
                             "%s has 'recovery' without 'separates'",
                             mnz_where_path(r, where));
        if (!makes && tree->kind == MNZ_TREE_MAPPING &&
            !(mnz_reader_lacks_column(tree, "makes") &&
              mnz_reader_has_said(r, tree->at, "makes")))
            mnz_reader_error(
                r, MNZ_E0706, where->at, "t of each product per unit of activity",
                "%s lacks 'makes' (or 'separates')", mnz_where_path(r, where));
        return;
    }
    if (makes)
        mnz_reader_error(r, MNZ_E0707, makes->at, "its products follow from its feed",
                         "%s has both 'separates' and 'makes'",
                         mnz_where_path(r, where));
    if (!recovery)
        mnz_reader_error(r, MNZ_E0708, where->at,
                         "the part of each element in the feed that becomes oxide",
                         "%s lacks 'recovery'", mnz_where_path(r, where));
    if (!mnz_ref_is_set(draft->separates) || makes || !recovery)
        return;
    put_feed_first(r, where, draft);
    make_oxides(r, root, where, draft);
    if (draft->makes.count == 0 && !r->has_wrong_materials)
        mnz_reader_error(
            r, MNZ_E0709, where->at,
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
            mnz_reader_error(r, MNZ_E0710, draft->byproducts.at[i],
                             list_products(r, draft),
                             "%s does not make its by-product '%s'",
                             mnz_where_path(r, where), r->s->materials[material].name);
        if (!found || found->is_byproduct)
            continue;
        found->is_byproduct = 1;
        driving--;
    }
    if (draft->makes.count > 0 && driving == 0)
        mnz_reader_error(r, MNZ_E0711, draft->byproducts.at[0],
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
            mnz_reader_error(r, MNZ_E0712, draft->makes.items[m].at,
                             "leave out what it does not make", "%s makes 0 of '%s'",
                             mnz_where_path(r, where),
                             r->s->materials[draft->makes.items[m].material].name);
    }
}
