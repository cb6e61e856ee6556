/* industries.c - consuming sectors. */

#include "scenario/industries.h"

#include "scenario/actors.h"
#include "scenario/quantity.h"
#include "scenario/selector.h"

static const struct mnz_field industry_stock_fields[] = {
    COVER("input", input_cover_months, MNZ_FIELD_SPREADS, "1",
          "months of use held of every input, on average over its firms"),
    {.key = "of",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_DURATION,
     IN(mnz_draft_actor, covers),
     .low = 0,
     .high = INF,
     .custom = &mnz_custom_amounts,
     .doc = "months of use held of single inputs, by material, instead of `input`"},
    SHARE("spread", IN(mnz_draft_actor, actor.firm_spread), INF, "0",
          "coefficient of variation of cover across its firms; 0: all firms alike"),
    COVER("output", output_cover_months, 0, "0",
          "months of its product held downstream: parts, vehicles, engines"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_industry_stock = {
    "industry stock", "Cover that is aimed at. The default is an assumption.",
    industry_stock_fields, NULL};

#define ESSENTIAL_SHARE(name, member, words)                                           \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE,           \
        IN(mnz_essential, member), .low = 0, .high = 1, .flags = NEEDED, .doc = words  \
    }

static const struct mnz_field essential_fields[] = {
    ESSENTIAL_SHARE("value", share,
                    "share of the output that cannot be made without the input"),
    ESSENTIAL_SHARE("falls_to", falls_to,
                    "the share once the industry has learned to do without"),
    QUANTITY("takes", MNZ_DIM_DURATION, IN(mnz_essential, takes_months), NEEDED, NULL,
             "how long that takes, from the first shortage of the input on"),
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_essential = {
    "essential", "Share of output that needs an input, and how it falls.",
    essential_fields, NULL};

static void read_essentials(struct mnz_reader *r, const struct mnz_tree *tree,
                            const struct mnz_where *where,
                            const struct mnz_field *field, void *target);

static const struct mnz_custom custom_essentials = {
    read_essentials, "shares by material, each a number or an [essential](#essential)",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": {\"anyOf\": "
    "[{\"$ref\": \"#/$defs/quantity\"}, {\"$ref\": \"#/$defs/essential\"}]}}"};

static const struct mnz_field industry_fields[] = {
    COUNTRY("the country, or bloc, where it produces"),
    {.key = "sector",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_actor, sector),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "its sector, any text; selectors use it"},
    {.key = "group",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_actor, group),
     .doc = "any text: industries with the same one are reported together too, such as "
            "the car makers of a country"},
    {.key = "uses",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(mnz_draft_actor, uses),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_REQUIRED,
     .custom = &mnz_custom_amounts,
     .doc = "t of each material a year"},
    GROWTH("of demand, a year, compound, from the first step of the run"),
    {.key = "stock",
     .type = MNZ_FIELD_SPREAD,
     .kind = &mnz_kind_industry_stock,
     .doc = "months of cover; one number is the cover of inputs"},
    {.key = "essential",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_SHARE,
     IN(mnz_draft_actor, essentials),
     .low = 0,
     .high = 1,
     .custom = &custom_essentials,
     .doc = "share of its output that cannot be made without an input, by material; 1 "
            "for those left out"},
    PRIORITY,
    SMALL_FIRMS,
    {.key = "end_use",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_actor, end_use),
     .choices = mnz_end_use_name,
     .default_text = "civil",
     .doc = "decides which approval a licence office gives"},
    {.key = "value",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MONEY_RATE,
     IN(mnz_draft_actor, actor.value_usd_per_year),
     .low = 0,
     .high = INF,
     .doc = "of its output, a year"},
    SHARE("value_added", IN(mnz_draft_actor, actor.value_added), 1, NULL,
          "share of the value of output that is value added"),
    {.key = "elasticity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_actor, actor.elasticity),
     .low = 0,
     .high = INF,
     .default_text = "0",
     .doc = "of its demand to the price of its inputs, written positive"},
    SHARE("recovers", IN(mnz_draft_actor, actor.recovers), 1, "0",
          "part of lost output that it makes up for later"),
    SHARE("overtime", IN(mnz_draft_actor, actor.overtime), INF, "0.1",
          "how much above normal it can run to do so"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_industry = {
    "industry", "A consuming sector in a country.", industry_fields, NULL};

/* A share, or a record that says how it falls. */
static void
read_essential(struct mnz_reader *r, const struct mnz_tree_entry *entry,
               const struct mnz_where *where, const struct mnz_demand *demand,
               struct mnz_essential *essential)
{
    struct mnz_where inner = {where, entry->key, entry->key_at, NULL, NULL};

    *essential = (struct mnz_essential){
        .material = mnz_material_resolve(r, entry->key, entry->key_at),
        .at = entry->key_at};
    if (mnz_tree_find(entry->value, "falls_to") || mnz_tree_find(entry->value, "takes"))
        mnz_record_read(r, &mnz_kind_essential, entry->value, &inner, essential);
    else
        essential->share = mnz_quantity_read(r, entry->value, &inner, demand);
}

static void
read_essentials(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, const struct mnz_field *field,
                void *target)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    struct mnz_essentials *list = target;

    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0715, tree->at, "for example {ndfeb_magnet: 0.5}",
                         "%s must be a mapping of materials to shares",
                         mnz_where_path(r, where));
        return;
    }
    list->items = mnz_reader_alloc(r, tree->num_children, sizeof *list->items);
    for (size_t i = 0; list->items && i < tree->num_children; i++)
        if (!mnz_tree_is_null(tree->entries[i].value))
            read_essential(r, &tree->entries[i], where, &demand,
                           &list->items[list->count++]);
}

static int
is_used(const struct mnz_draft_actor *draft, uint32_t material)
{
    for (uint32_t i = 0; i < draft->uses.count; i++)
        if (draft->uses.items[i].material == material)
            return 1;
    return 0;
}

static void
check_essentials(struct mnz_reader *r, const struct mnz_where *where,
                 const struct mnz_draft_actor *draft)
{
    for (uint32_t i = 0; i < draft->essentials.count; i++) {
        const struct mnz_essential *x = &draft->essentials.items[i];

        if (x->material != MNZ_NONE && !is_used(draft, x->material))
            mnz_reader_error(r, MNZ_E0716, x->at, "name a material of its 'uses'",
                             "%s does not use '%s'", mnz_where_path(r, where),
                             r->s->materials[x->material].name);
    }
    for (uint32_t i = 0; i < draft->covers.count; i++)
        if (!is_used(draft, draft->covers.items[i].material))
            mnz_reader_error(r, MNZ_E0716, draft->covers.items[i].at,
                             "name a material of its 'uses'", "%s does not use '%s'",
                             mnz_where_path(r, where),
                             r->s->materials[draft->covers.items[i].material].name);
}

static void
read_industry(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              struct mnz_actor *actor)
{
    const struct mnz_where section = {.key = "industries"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct mnz_draft_actor draft = {.actor = {.is_industry = 1}};

    mnz_record_read(r, &mnz_kind_industry, entry->value, &where, &draft);
    /* Only facilities have them. */
    draft.actor.spare_capacity = draft.actor.hold_months = mnz_reader_constant(r, 0.0);
    check_essentials(r, &where, &draft);
    if (draft.sector)
        draft.actor.sector = mnz_ref_to(mnz_names_find(&r->sectors, draft.sector));
    if (draft.group)
        draft.actor.group = mnz_ref_to(mnz_names_find(&r->groups, draft.group));
    mnz_actor_finish(&draft, entry, &where, actor);
}

void
mnz_industries_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "industries");
    struct mnz_actor *first = r->s->actors ? r->s->actors + r->num_facilities : NULL;

    for (size_t i = 0; section && first && i < section->num_children; i++)
        read_industry(r, &section->entries[i], &first[i]);
}
