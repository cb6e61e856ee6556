/* policies.c - counter-measures. A kind of policy is a list of its fields, a row of
 * MNZ_POLICY_KINDS, and a pass that completes its record. */

#include "scenario/policies.h"

#include "scenario/amounts.h"
#include "scenario/places.h"
#include "scenario/quantity.h"
#include "scenario/section.h"
#include "scenario/selector.h"

struct draft_policy {
    struct mnz_policy policy;
    struct mnz_regime regime;
    struct mnz_windows suspended;
    const struct mnz_tree *holds;
    struct mnz_ids sectors, members;
    struct mnz_amounts needs, replaced_by;
};

#define IN_POLICY(member) IN(draft_policy, policy.member)

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

static const struct mnz_custom list_of_sectors = {read_sectors, "list of sectors",
                                                  "{\"$ref\": \"#/$defs/names\"}"};

static void
add_member(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct mnz_ids *ids = context;
    const uint32_t place = mnz_places_resolve(r, item->text, item->at);

    if (place == MNZ_NONE)
        return;
    ids->at[ids->count] = item->at;
    ids->items[ids->count++] = place;
}

static void
read_members(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    struct mnz_ids *ids = target;

    (void)field;
    ids->items = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->items);
    ids->at = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->at);
    if (ids->items && ids->at)
        mnz_reader_each_text(r, tree, where, "a list of countries and blocs",
                             add_member, ids);
}

static const struct mnz_custom list_of_members = {
    read_members, "list of countries and blocs", "{\"$ref\": \"#/$defs/names\"}"};

static const struct mnz_custom holds = {
    mnz_field_keep_tree, "tonnes, or times of use, by material",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/quantity\"}}"};

static const struct mnz_field policy_fields[] = {
    REGIME(draft_policy),
    END,
};
const struct mnz_record_kind mnz_kind_policy = {
    "policy", "Keys of every kind of policy.", policy_fields, NULL};

#define COST(name, dim, words)                                                         \
    QUANTITY(#name, dim, IN_POLICY(costs.name), 0, NULL, words)
static const struct mnz_field costs_fields[] = {
    COST(fixed_usd, MNZ_DIM_MONEY, "paid once, when it first comes into force"),
    COST(usd_per_year, MNZ_DIM_MONEY_RATE, "paid while it is in force"),
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_costs = {
    "costs", "The costs of a policy for those who pay. Left out: nothing.",
    costs_fields, NULL};

static const struct mnz_field stockpile_costs_fields[] = {
    COST(
        purchase_price_ratio, MNZ_DIM_NUMBER,
        "its goods are bought at so many times the market's price: the first ones when "
        "it first comes into force, others when they are shipped"),
    COST(carrying_share_per_year, MNZ_DIM_SHARE,
         "interest and the like, of the market value of what it holds"),
    COST(storage_usd_per_t_year, MNZ_DIM_NUMBER, "of what it holds"),
    END,
};
const struct mnz_record_kind mnz_kind_stockpile_costs = {
    "stockpile costs", "The costs of a stockpile.", stockpile_costs_fields,
    &mnz_kind_costs};

static const struct mnz_field project_costs_fields[] = {
    COST(capital_usd_per_tpa, MNZ_DIM_NUMBER,
         "per t/yr that it adds, paid when its ramp begins"),
    COST(output_usd_per_kg, MNZ_DIM_PRICE,
         "a subsidy on what the capacity that it adds makes"),
    END,
};
const struct mnz_record_kind mnz_kind_project_costs = {
    "project costs", "The costs of a project.", project_costs_fields, &mnz_kind_costs};

static const struct mnz_field recycling_costs_fields[] = {
    COST(scrap_usd_per_kg, MNZ_DIM_PRICE, "paid for what returns"),
    END,
};
const struct mnz_record_kind mnz_kind_recycling_costs = {
    "recycling costs", "The costs of recycling.", recycling_costs_fields,
    &mnz_kind_costs};

#define COSTS(its)                                                                     \
    {                                                                                  \
        .key = "costs", .type = MNZ_FIELD_RECORD, .kind = &(its),                      \
        .doc = "its costs for those who pay"                                           \
    }

static const struct mnz_field release_fields[] = {
    SHARE("shortfall above", IN_POLICY(stockpile.shortfall_above), 1, "0.01",
          "it releases when the beneficiaries' missing supply is above this share"),
    END,
};
const struct mnz_record_kind mnz_kind_release = {"release", "When a stockpile opens.",
                                                 release_fields, NULL};

static const struct mnz_field stockpile_fields[] = {
    {.key = "at",
     .type = MNZ_FIELD_PLACE,
     IN_POLICY(stockpile.at),
     .flags = NEEDED,
     .doc = "where it lies"},
    {.key = "holds",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_MASS,
     IN(draft_policy, holds),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .custom = &holds,
     .doc = "of each material: tonnes, or days, weeks or months of the beneficiaries' "
            "own baseline use"},
    SELECTOR("for", IN_POLICY(stockpile.beneficiaries), MNZ_SELECT_ACTORS, 0,
             "the beneficiaries. Left out: everybody in `at`"),
    {.key = "release",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_release,
     .doc = "when it opens"},
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_RATE_PER_MONTH,
     IN_POLICY(stockpile.rate_per_month),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "the most that it releases, as a share of the first holding. Left out: all "
            "at once"},
    {.key = "refill",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(stockpile.refill),
     .default_text = "false",
     .doc = "whether it buys back what it released once supply is normal"},
    SHARE("starts_with", IN_POLICY(stockpile.starts_with), 1, "1",
          "share of `holds` in store at the start; with `refill` it buys the rest"),
    {.key = "competes",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(stockpile.competes),
     .default_text = "false",
     .doc = "whether it buys beside the beneficiaries, not only what they leave"},
    FROM_DAY(draft_policy),
    COSTS(mnz_kind_stockpile_costs),
    END,
};
static const struct mnz_record_kind stockpile_kind = {
    "policy stockpile", "Goods held for a shortage.", stockpile_fields,
    &mnz_kind_policy};

static const struct mnz_field needs_fields[] = {
    {.key = "price_floor",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_PRICE,
     IN(draft_policy, needs),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .custom = &mnz_custom_amounts,
     .doc = "of each material the price that it needs: paid by a `price_floor` in "
            "force, or reached by the market"},
    ORIGIN_OF_PART,
    END,
};
const struct mnz_record_kind mnz_kind_needs = {
    "needs", "Without what a project does not start.", needs_fields, NULL};

static const struct mnz_field offtake_fields[] = {
    SELECTOR("to", IN_POLICY(project.offtake_to), MNZ_SELECT_ACTORS, NEEDED,
             "the buyers that the project has contracts with"),
    {.key = "share",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(project.offtake_share),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share of their purchases that it takes over with the ramp"},
    END,
};
const struct mnz_record_kind mnz_kind_offtake = {
    "offtake", "Who buys from a project: capacity alone sells nothing.", offtake_fields,
    NULL};

static const struct mnz_field project_fields[] = {
    {.key = "facility",
     .type = MNZ_FIELD_FACILITY,
     IN_POLICY(project.facility),
     .flags = NEEDED,
     .doc = "the facility that grows"},
    QUANTITY("adds", MNZ_DIM_MASS_RATE, IN_POLICY(project.adds_tpa), NEEDED, NULL,
             "the capacity that it adds"),
    {.key = "online",
     .type = MNZ_FIELD_DATE,
     IN_POLICY(project.online),
     .flags = NEEDED,
     .doc = "when it starts"},
    QUANTITY("ramp", MNZ_DIM_DURATION, IN_POLICY(project.ramp_months), 0, "0",
             "from its start to full capacity"),
    {.key = "offtake",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_offtake,
     .doc = "who buys from it"},
    FROM_DAY(draft_policy),
    {.key = "needs",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_needs,
     .doc = "without what it does not start; looked at from `online` on"},
    COSTS(mnz_kind_project_costs),
    END,
};
static const struct mnz_record_kind project_kind = {"policy project", "New capacity.",
                                                    project_fields, &mnz_kind_policy};

static const struct mnz_field priority_fields[] = {
    {.key = "by",
     .type = MNZ_FIELD_PLACE,
     IN_POLICY(priority.by),
     .flags = MNZ_FIELD_REF,
     .doc = "where the sellers are who follow it. Left out: everywhere"},
    SELECTOR("to", IN_POLICY(priority.to), MNZ_SELECT_ACTORS, 0,
             "the buyers it concerns"),
    {.key = "sectors",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_policy, sectors),
     .custom = &list_of_sectors,
     .doc = "instead of `to`: the sectors it concerns"},
    {.key = "class",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN_POLICY(priority.class_number),
     .low = 1,
     .high = 9,
     .flags = NEEDED,
     .doc = "their class when supply is rationed: 1 is served first"},
    FROM_DAY(draft_policy),
    COSTS(mnz_kind_costs),
    END,
};
static const struct mnz_record_kind priority_kind = {"policy priority",
                                                     "Some buyers are served first.",
                                                     priority_fields, &mnz_kind_policy};

static const struct mnz_field recycling_fields[] = {
    SELECTOR("from", IN_POLICY(recycling.from), MNZ_SELECT_ACTORS, NEEDED,
             "whose consumption returns; of facilities, whose process scrap"),
    {.key = "to",
     .type = MNZ_FIELD_MATERIAL,
     IN_POLICY(recycling.to_material),
     .flags = NEEDED,
     .doc = "the material made of it"},
    {.key = "at",
     .type = MNZ_FIELD_FACILITY,
     IN_POLICY(recycling.at),
     .flags = NEEDED,
     .doc = "the recycling facility"},
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(recycling.share),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share that returns"},
    QUANTITY("after", MNZ_DIM_DURATION, IN_POLICY(recycling.after_months), 0, "0",
             "how long it was in use; a step at least"),
    {.key = "starts",
     .type = MNZ_FIELD_DATE,
     IN(draft_policy, regime.in_force.from),
     .doc = "the first day on which it is in force. Left out: since ever"},
    COSTS(mnz_kind_recycling_costs),
    END,
};
static const struct mnz_record_kind recycling_kind = {
    "policy recycling", "Scrap returns.", recycling_fields, &mnz_kind_policy};

static const struct mnz_field pact_shares_fields[] = {
    {.key = "stockpiles",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(pact.shares_stockpiles),
     .default_text = "true",
     .doc = "whether the stockpiles that stand within a member serve all members"},
    SHARE("diverted", IN_POLICY(pact.diverted), 1, "0",
          "share of what members ship to others that they keep back"),
    END,
};
const struct mnz_record_kind mnz_kind_pact_shares = {
    "pact shares", "The goods and rules that members of a pact share.",
    pact_shares_fields, NULL};

static const struct mnz_field pact_fields[] = {
    {.key = "members",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_policy, members),
     .flags = NEEDED,
     .custom = &list_of_members,
     .doc = "the countries or blocs"},
    {.key = "shares",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_pact_shares,
     .doc = "the goods and rules that they share"},
    QUANTITY("answers_in", MNZ_DIM_DURATION, IN_POLICY(pact.answers_in_months), 0, "0",
             "how long somebody must have been short before it acts; a step at least"),
    SHARE(
        "shortfall above", IN_POLICY(pact.shortfall_above), 1, "0.05",
        "a member is short when its missing supply of a material is above this share"),
    FROM_DAY(draft_policy),
    COSTS(mnz_kind_costs),
    END,
};
static const struct mnz_record_kind pact_kind = {
    "policy pact", "Governments that help each other when one of them is short.",
    pact_fields, &mnz_kind_policy};

static const struct mnz_field substitution_fields[] = {
    {.key = "material",
     .type = MNZ_FIELD_MATERIAL,
     IN_POLICY(substitution.material),
     .flags = NEEDED,
     .doc = "the material saved"},
    SELECTOR("in", IN_POLICY(substitution.in), MNZ_SELECT_ACTORS, 0,
             "the users of it who can save. Left out: all"),
    {.key = "saves",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(substitution.saves),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share of their use that they save in the end"},
    QUANTITY("after_premium", MNZ_DIM_NUMBER, IN_POLICY(substitution.after_premium),
             NEEDED, NULL,
             "they begin, for good, when its premium is above this: 0.5 is half above "
             "the base price"),
    QUANTITY("takes", MNZ_DIM_DURATION, IN_POLICY(substitution.takes_months), 0, "0",
             "from then to the whole saving, along an S-curve"),
    {.key = "by",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_NUMBER,
     IN(draft_policy, replaced_by),
     .low = 0,
     .high = INF,
     .custom = &mnz_custom_amounts,
     .doc = "the material used instead, in t per t saved; it must be among those they "
            "use, "
            "with 0 if need be"},
    FROM_DAY(draft_policy),
    COSTS(mnz_kind_costs),
    END,
};
static const struct mnz_record_kind substitution_kind = {
    "policy substitution", "Users learn to do with less.", substitution_fields,
    &mnz_kind_policy};

static const struct mnz_field price_floor_fields[] = {
    SELECTOR("goods", IN_POLICY(price_floor.goods), MNZ_SELECT_GOODS, NEEDED,
             "the materials whose price is guaranteed"),
    {.key = "floor",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_PRICE,
     IN_POLICY(price_floor.floor_usd_per_kg),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .doc = "the least that sellers get"},
    SELECTOR("for", IN_POLICY(price_floor.payees), MNZ_SELECT_ACTORS, 0,
             "the sellers who are paid the difference. Left out: all"),
    FROM_DAY(draft_policy),
    COSTS(mnz_kind_costs),
    END,
};
static const struct mnz_record_kind price_floor_kind = {
    "policy price_floor", "Sellers are paid what the market price lacks to a floor.",
    price_floor_fields, &mnz_kind_policy};

#define NAME(id, name) #name,
const char *const mnz_policy_kind_name[] = {MNZ_POLICY_KINDS(NAME) NULL};

#define ROW(id, name) {#name, &name##_kind, MNZ_POLICY_##id},
const struct mnz_act_row mnz_policy_rows[] = {
    MNZ_POLICY_KINDS(ROW){NULL, NULL, MNZ_NUM_POLICY_KINDS}};

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
              struct draft_policy *draft)
{
    const struct mnz_where where = {
        .up = above, .key = "holds", .at = draft->holds->at};
    const struct mnz_tree *tree = draft->holds;
    struct mnz_holding *holdings;
    uint32_t count = 0, num_given = 0;

    for (size_t i = 0; tree->kind == MNZ_TREE_MAPPING && i < tree->num_children; i++)
        num_given += !mnz_tree_is_null(tree->entries[i].value);
    if (num_given == 0) {
        mnz_reader_error(r, MNZ_E0306, tree->at, "for example {dy_oxide: 60 days}",
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
    draft->policy.stockpile.holdings = holdings;
    draft->policy.stockpile.num_holdings = holdings ? count : 0;
}

/* Without `for`, a stockpile is for those who stand where it lies. */
static void
finish_stockpile(struct mnz_reader *r, const struct mnz_where *where,
                 struct draft_policy *draft)
{
    struct mnz_policy *p = &draft->policy;
    uint32_t *places;

    if (draft->holds)
        read_holdings(r, where, draft);
    if (p->stockpile.competes && !p->stockpile.refill)
        mnz_reader_error(r, MNZ_E1002, where->at, "add 'refill: true'",
                         "%s has 'competes' without 'refill': it buys nothing back",
                         mnz_where_path(r, where));
    if (p->stockpile.beneficiaries.at.line != 0 || p->stockpile.at == MNZ_NONE)
        return;
    places = mnz_reader_alloc(r, 1, sizeof *places);
    if (!places)
        return;
    places[0] = p->stockpile.at;
    p->stockpile.beneficiaries =
        (struct mnz_selector){.num_places = 1, .places = places, .at = where->at};
}

static void
finish_project(struct mnz_reader *r, struct draft_policy *draft)
{
    const uint32_t count = draft->needs.count;
    struct mnz_need *needs;

    if (count == 0)
        return;
    needs = mnz_reader_alloc(r, count, sizeof *needs);
    for (uint32_t i = 0; needs && i < count; i++)
        needs[i] = (struct mnz_need){.material = draft->needs.items[i].material,
                                     .price = draft->needs.items[i].value};
    draft->policy.project.needs = needs;
    draft->policy.project.num_needs = needs ? count : 0;
}

static void
finish_priority(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, struct draft_policy *draft)
{
    const struct mnz_tree *sectors = mnz_tree_find(tree, "sectors");
    struct mnz_policy *p = &draft->policy;

    if ((p->priority.to.at.line != 0) == (sectors != NULL))
        mnz_reader_error(
            r, sectors ? MNZ_E1006 : MNZ_E1007, sectors ? sectors->at : where->at,
            "'sectors: [a, b]' means 'to: {sector: [a, b]}'",
            sectors ? "%s has both 'to' and 'sectors'" : "%s lacks 'to' or 'sectors'",
            mnz_where_path(r, where));
    if (sectors)
        p->priority.to = (struct mnz_selector){.num_sectors = draft->sectors.count,
                                               .sectors = draft->sectors.items,
                                               .at = sectors->at};
}

static void
finish_pact(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, struct draft_policy *draft)
{
    const struct mnz_tree *shares = mnz_tree_find(tree, "shares");
    struct mnz_policy *p = &draft->policy;
    double diverted;

    p->pact.members = draft->members.items;
    p->pact.num_members = draft->members.count;
    for (uint32_t i = 0; i < p->pact.num_members; i++)
        for (uint32_t j = 0; j < i; j++)
            if (p->pact.members[i] == p->pact.members[j])
                mnz_reader_error(r, MNZ_E1014, draft->members.at[i],
                                 "name each member once", "%s has the member %s twice",
                                 mnz_where_path(r, where),
                                 r->s->places[p->pact.members[i]].code);
    if (!p->pact.shares_stockpiles &&
        mnz_reader_is_constant(r, p->pact.diverted, &diverted) && diverted == 0.0)
        mnz_reader_error(r, MNZ_E1015, shares ? shares->at : where->at,
                         "for example 'shares: {stockpiles: true, diverted: 0.2}'",
                         "%s shares nothing", mnz_where_path(r, where));
}

static void
finish_substitution(struct mnz_reader *r, const struct mnz_where *where,
                    struct draft_policy *draft)
{
    struct mnz_policy *p = &draft->policy;

    p->substitution.replaced_by = draft->replaced_by.items;
    p->substitution.num_by = draft->replaced_by.count;
    for (uint32_t i = 0; i < p->substitution.num_by; i++)
        if (p->substitution.replaced_by[i].material == p->substitution.material)
            mnz_reader_error(r, MNZ_E1016, p->substitution.replaced_by[i].at,
                             "name another material", "%s replaces '%s' by itself",
                             mnz_where_path(r, where),
                             r->s->materials[p->substitution.material].name);
}

static int
has_costs(const struct mnz_costs *c)
{
    const mnz_value_id all[] = {
        c->fixed_usd,
        c->usd_per_year,
        c->purchase_price_ratio,
        c->carrying_share_per_year,
        c->storage_usd_per_t_year,
        c->capital_usd_per_tpa,
        c->output_usd_per_kg,
        c->scrap_usd_per_kg,
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] != MNZ_VALUE_NONE)
            return 1;
    return 0;
}

static void
read_policy(struct mnz_reader *r, const struct mnz_tree_entry *entry, uint32_t id)
{
    const struct mnz_where section = {.key = "policies"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    const struct mnz_act_row *row =
        mnz_act_find(r, mnz_policy_rows, "policy", entry, &where);
    struct draft_policy draft = {.holds = NULL};
    struct mnz_policy *p = &draft.policy;

    if (row)
        mnz_record_read(r, row->kind, entry->value, &where, &draft);
    p->name = entry->key;
    p->kind = row ? (enum mnz_policy_kind)row->id : MNZ_POLICY_PRIORITY;
    p->regime = r->s->num_controls + id;
    p->origin = mnz_where_origin(&where);
    if (row && row->id == MNZ_POLICY_STOCKPILE)
        finish_stockpile(r, &where, &draft);
    else if (row && row->id == MNZ_POLICY_PRIORITY)
        finish_priority(r, entry->value, &where, &draft);
    else if (row && row->id == MNZ_POLICY_PROJECT)
        finish_project(r, &draft);
    else if (row && row->id == MNZ_POLICY_PACT)
        finish_pact(r, entry->value, &where, &draft);
    else if (row && row->id == MNZ_POLICY_SUBSTITUTION)
        finish_substitution(r, &where, &draft);
    p->has_costs = has_costs(&p->costs);
    r->s->policies[id] = *p;
    mnz_regime_finish(r, p->regime, &where, &draft.regime, &draft.suspended);
}

void
mnz_policies_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "policies");

    for (uint32_t i = 0; section && r->s->policies && i < r->s->num_policies; i++)
        read_policy(r, &section->entries[i], i);
}
