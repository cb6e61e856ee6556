/* industries.c - consuming sectors. */

#include "scenario/industries.h"

#include "scenario/actors.h"

static const struct mnz_field industry_stock_fields[] = {
    COVER("input", input_cover_months, MNZ_FIELD_SPREADS, "1",
          "months of use held of every input"),
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_industry_stock = {
    "industry stock", "Cover that is aimed at. The default is an assumption.",
    industry_stock_fields, NULL};

static const struct mnz_field industry_fields[] = {
    COUNTRY("the country, or bloc, where it produces"),
    {.key = "sector",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_actor, sector),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "its sector, any text; selectors use it"},
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
     .doc = "months of cover of inputs"},
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
     .doc = "output at stake"},
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

static void
read_industry(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              struct mnz_actor *actor)
{
    const struct mnz_where section = {.key = "industries"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct mnz_draft_actor draft = {
        .actor = {.is_industry = 1, .technology = MNZ_NONE, .place = MNZ_NONE}};

    mnz_record_read(r, &mnz_kind_industry, entry->value, &where, &draft);
    /* Only facilities have them. */
    draft.actor.spare_capacity = draft.actor.output_cover_months =
        draft.actor.hold_months = mnz_reader_constant(r, 0.0);
    draft.actor.sector =
        draft.sector ? mnz_names_find(&r->sectors, draft.sector) : MNZ_NONE;
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
