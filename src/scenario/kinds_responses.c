/* kinds_responses.c - the table of fields: pacts, substitution, price floors, and what
 * projects need. */

#include "scenario/acts.h"
#include "scenario/selector.h"

static const struct mnz_field needs_fields[] = {
    {.key = "price_floor",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_PRICE,
     IN(mnz_draft_policy, needs),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .custom = &mnz_custom_amounts,
     .doc = "of each material the price that it needs: paid by a `price_floor` in "
            "force, or reached by the market"},
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_needs = {
    "needs", "Without what a project does not start.", needs_fields, NULL};

static const struct mnz_field pact_shares_fields[] = {
    {.key = "stockpiles",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(shares_stockpiles),
     .default_text = "true",
     .doc = "whether the stockpiles that stand within a member serve all members"},
    SHARE("diverted", IN_POLICY(diverted), 1, "0",
          "share of what members ship to others that they keep back"),
    END,
};
const struct mnz_record_kind mnz_kind_pact_shares = {
    "pact shares", "What the members of a pact share.", pact_shares_fields, NULL};

static const struct mnz_field pact_fields[] = {
    {.key = "members",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_policy, members),
     .flags = NEEDED,
     .custom = &mnz_custom_members,
     .doc = "the countries or blocs"},
    {.key = "shares",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_pact_shares,
     .doc = "what they share"},
    QUANTITY("answers_in", MNZ_DIM_DURATION, IN_POLICY(answers_in_months), 0, "0",
             "how long somebody must have been short before it acts; a step at least"),
    SHARE(
        "shortfall above", IN_POLICY(shortfall_above), 1, "0.05",
        "a member is short when its missing supply of a material is above this share"),
    FROM_DAY(mnz_draft_policy),
    END,
};
const struct mnz_record_kind mnz_kind_pact = {
    "policy pact", "Governments that help each other when one of them is short.",
    pact_fields, &mnz_kind_policy};

static const struct mnz_field substitution_fields[] = {
    {.key = "material",
     .type = MNZ_FIELD_MATERIAL,
     IN_POLICY(material),
     .flags = NEEDED,
     .doc = "what is saved"},
    SELECTOR("in", IN_POLICY(in), MNZ_SELECT_ACTORS, 0,
             "the users of it who can save. Left out: all"),
    {.key = "saves",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(saves),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share of their use that they save in the end"},
    QUANTITY("after_premium", MNZ_DIM_NUMBER, IN_POLICY(after_premium), NEEDED, NULL,
             "they begin, for good, when its premium is above this: 0.5 is half above "
             "the base price"),
    QUANTITY("takes", MNZ_DIM_DURATION, IN_POLICY(takes_months), 0, "0",
             "from then to the whole saving, along an S-curve"),
    {.key = "by",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_policy, replaced_by),
     .low = 0,
     .high = INF,
     .custom = &mnz_custom_amounts,
     .doc = "what they use instead, in t per t saved; it must be among what they use, "
            "with 0 if need be"},
    FROM_DAY(mnz_draft_policy),
    END,
};
const struct mnz_record_kind mnz_kind_substitution = {
    "policy substitution", "Users learn to do with less.", substitution_fields,
    &mnz_kind_policy};

static const struct mnz_field price_floor_fields[] = {
    SELECTOR("goods", IN_POLICY(goods), MNZ_SELECT_GOODS, NEEDED,
             "the materials whose price is guaranteed"),
    {.key = "floor",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_PRICE,
     IN_POLICY(floor_usd_per_kg),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .doc = "the least that sellers get"},
    SELECTOR("for", IN_POLICY(payees), MNZ_SELECT_ACTORS, 0,
             "the sellers who are paid the difference. Left out: all"),
    FROM_DAY(mnz_draft_policy),
    END,
};
const struct mnz_record_kind mnz_kind_price_floor = {
    "policy price_floor", "Sellers are paid what the market price lacks to a floor.",
    price_floor_fields, &mnz_kind_policy};
