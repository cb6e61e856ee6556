/* decode_policies.c - counter-measures, and what stockpiles and priorities need. */

#include "scenario/section.h"

#include <math.h>
#include <string.h>

#include "scenario/quantity.h"
#include "scenario/selector.h"

static void read_policy(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                        uint32_t id);
static void finish_stockpile(struct mnz_reader *r, const struct mnz_where *where,
                             struct mnz_draft_policy *draft);
static void finish_priority(struct mnz_reader *r, const struct mnz_tree *tree,
                            const struct mnz_where *where,
                            struct mnz_draft_policy *draft);

void
mnz_decode_policies(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_decode_section(root, "policies");

    for (uint32_t i = 0; section && r->s->policies && i < r->s->num_policies; i++)
        read_policy(r, &section->entries[i], i);
}

static void
read_policy(struct mnz_reader *r, const struct mnz_tree_entry *entry, uint32_t id)
{
    const struct mnz_where section = {.key = "policies"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    const struct mnz_act_row *row =
        mnz_decode_kind(r, mnz_policy_rows, "policy", entry, &where);
    struct mnz_draft_policy draft = {.facility = MNZ_NONE,
                                     .policy = {.at = MNZ_NONE, .by = MNZ_NONE}};
    struct mnz_policy *p = &draft.policy;

    p->shortfall_above = p->rate_per_month = p->adds_tpa = p->online = p->ramp_months =
        p->offtake_share = p->share = p->after_months = p->starts_with = p->diverted =
            p->answers_in_months = p->saves = p->after_premium = p->takes_months =
                p->floor_usd_per_kg = MNZ_VALUE_NONE;
    p->to_material = p->material = MNZ_NONE;
    draft.regime = mnz_regime_always();
    if (row)
        mnz_record_read(r, row->kind, entry->value, &where, &draft);
    p->name = entry->key;
    p->kind = row ? (enum mnz_policy_kind)row->id : MNZ_POLICY_PRIORITY;
    p->regime = r->s->num_controls + id;
    p->facility = draft.facility;
    p->origin = mnz_where_origin(&where);
    if (row && row->id == MNZ_POLICY_STOCKPILE)
        finish_stockpile(r, &where, &draft);
    else if (row && row->id == MNZ_POLICY_PRIORITY)
        finish_priority(r, entry->value, &where, &draft);
    else if (row && row->id == MNZ_POLICY_RECYCLING)
        p->at = draft.facility;
    else if (row && row->id == MNZ_POLICY_PROJECT)
        mnz_decode_needs(r, &draft);
    else if (row && row->id == MNZ_POLICY_PACT)
        mnz_decode_pact(r, entry->value, &where, &draft);
    else if (row && row->id == MNZ_POLICY_SUBSTITUTION)
        mnz_decode_substitution(r, &where, &draft);
    r->s->policies[id] = *p;
    mnz_decode_regime(r, p->regime, &where, &draft.regime, &draft.suspended);
}

/* Whether an amount is a time of use: any of its numbers has such a unit. */
static int
is_time(const struct mnz_tree *tree)
{
    if (tree->kind == MNZ_TREE_SCALAR)
        return mnz_quantity_has_unit_of(tree->text, MNZ_DIM_DURATION);
    for (size_t i = 0; i < tree->num_children; i++)
        if (is_time(tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                   : tree->items[i]))
            return 1;
    return 0;
}

static void
read_holdings(struct mnz_reader *r, const struct mnz_where *above,
              struct mnz_draft_policy *draft)
{
    const struct mnz_where where = {
        .up = above, .key = "holds", .at = draft->holds->at};
    const struct mnz_tree *tree = draft->holds;
    struct mnz_holding *holdings;
    uint32_t count = 0, num_conditionals = 0;

    for (size_t i = 0; tree->kind == MNZ_TREE_MAPPING && i < tree->num_children; i++)
        num_conditionals += !mnz_tree_is_null(tree->entries[i].value);
    if (num_conditionals == 0) {
        mnz_reader_error(r, tree->at, "for example {dy_oxide: 60 days}",
                         "%s must be a mapping of materials to amounts",
                         mnz_where_path(r, &where));
        return;
    }
    holdings = mnz_reader_alloc(r, tree->num_children, sizeof *holdings);
    for (size_t i = 0; holdings && i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_where inner = {&where, entry->key, entry->key_at, NULL, NULL};
        const int in_months = is_time(entry->value);
        const struct mnz_demand demand = {.dimension = in_months ? MNZ_DIM_DURATION
                                                                 : MNZ_DIM_MASS,
                                          .low = 0.0,
                                          .high = INFINITY,
                                          .flags = MNZ_FIELD_UNDATED};

        if (mnz_tree_is_null(entry->value))
            continue;
        holdings[count] = (struct mnz_holding){
            .material = mnz_material_resolve(r, entry->key, entry->key_at),
            .amount = mnz_quantity_read(r, entry->value, &inner, &demand),
            .in_months_of_use = in_months,
            .at = entry->key_at};
        if (holdings[count].material != MNZ_NONE)
            count++;
    }
    draft->policy.holdings = holdings;
    draft->policy.num_holdings = holdings ? count : 0;
}

/* Without `for`, a stockpile is for those who stand where it lies. */
static void
finish_stockpile(struct mnz_reader *r, const struct mnz_where *where,
                 struct mnz_draft_policy *draft)
{
    struct mnz_policy *p = &draft->policy;
    uint32_t *places;

    if (draft->holds)
        read_holdings(r, where, draft);
    if (p->competes && !p->refill)
        mnz_reader_error(r, where->at, "add 'refill: true'",
                         "%s has 'competes' without 'refill': it buys nothing back",
                         mnz_where_path(r, where));
    if (p->beneficiaries.at.line != 0 || p->at == MNZ_NONE)
        return;
    places = mnz_reader_alloc(r, 1, sizeof *places);
    if (!places)
        return;
    places[0] = p->at;
    p->beneficiaries =
        (struct mnz_selector){.num_places = 1, .places = places, .at = where->at};
}

static void
finish_priority(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, struct mnz_draft_policy *draft)
{
    const struct mnz_tree *sectors = mnz_tree_find(tree, "sectors");
    struct mnz_policy *p = &draft->policy;

    if ((p->to.at.line != 0) == (sectors != NULL))
        mnz_reader_error(r, sectors ? sectors->at : where->at,
                         "'sectors: [a, b]' means 'to: {sector: [a, b]}'",
                         sectors ? "%s has both 'to' and 'sectors'"
                                 : "%s lacks 'to' or 'sectors'",
                         mnz_where_path(r, where));
    if (sectors)
        p->to = (struct mnz_selector){.num_sectors = draft->sectors.count,
                                      .sectors = draft->sectors.items,
                                      .at = sectors->at};
}

static void
add_sector(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct mnz_ids *ids = context;
    const uint32_t sector = mnz_sector_resolve(r, item->text, item->at);

    if (sector != MNZ_NONE)
        ids->items[ids->count++] = sector;
}

static void
read_sectors(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    struct mnz_ids *ids = target;

    (void)field;
    ids->items = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->items);
    if (ids->items)
        mnz_reader_each_text(r, tree, where, "a list of sectors", add_sector, ids);
}

const struct mnz_custom mnz_custom_sectors = {read_sectors, "list of sectors",
                                              "{\"$ref\": \"#/$defs/names\"}"};
