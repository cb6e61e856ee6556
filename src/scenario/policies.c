/* policies.c - the table of fields, last part: policies, events, the list of all
 * kinds. A new kind of policy is a list of its fields and a row of mnz_policy_rows. */

#include "scenario/acts.h"
#include "scenario/selector.h"

static const struct mnz_custom holds = {
    mnz_field_keep_tree, "tonnes, or times of use, by material",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/quantity\"}}"};
static const struct mnz_custom branches = {
    mnz_field_keep_tree, "[branches](#branch) by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"#/$defs/branch\"}]}}"};
static const struct mnz_custom condition = {mnz_field_keep_tree, "EVENT.BRANCH",
                                            "{\"type\": [\"string\", \"object\"]}"};

static const struct mnz_field policy_fields[] = {
    REGIME(mnz_draft_policy),
    END,
};
const struct mnz_record_kind mnz_kind_policy = {
    "policy", "What every kind of policy has.", policy_fields, NULL};

static const struct mnz_field release_fields[] = {
    SHARE("shortfall above", IN_POLICY(shortfall_above), 1, "0.01",
          "it releases when the beneficiaries' missing supply is above this share"),
    END,
};
const struct mnz_record_kind mnz_kind_release = {"release", "When a stockpile opens.",
                                                 release_fields, NULL};

static const struct mnz_field stockpile_fields[] = {
    {.key = "at",
     .type = MNZ_FIELD_PLACE,
     IN_POLICY(at),
     .flags = NEEDED,
     .doc = "where it lies"},
    {.key = "holds",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_MASS,
     IN(mnz_draft_policy, holds),
     .low = 0,
     .high = INF,
     .flags = NEEDED,
     .custom = &holds,
     .doc = "of each material: tonnes, or days, weeks or months of the beneficiaries' "
            "own baseline use"},
    SELECTOR("for", IN_POLICY(beneficiaries), MNZ_SELECT_ACTORS, 0,
             "the beneficiaries. Left out: everybody in `at`"),
    {.key = "release",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_release,
     .doc = "when it opens"},
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_RATE_PER_MONTH,
     IN_POLICY(rate_per_month),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "the most that it releases, as a share of the first holding. Left out: all "
            "at once"},
    {.key = "refill",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(refill),
     .default_text = "false",
     .doc = "whether it buys back what it released once supply is normal"},
    SHARE("starts_with", IN_POLICY(starts_with), 1, "1",
          "share of `holds` in store at the start; with `refill` it buys the rest"),
    {.key = "competes",
     .type = MNZ_FIELD_FLAG,
     IN_POLICY(competes),
     .default_text = "false",
     .doc = "whether it buys beside the beneficiaries, not only what they leave"},
    FROM_DAY(mnz_draft_policy),
    END,
};
static const struct mnz_record_kind stockpile_kind = {
    "policy stockpile", "Goods held for a shortage.", stockpile_fields,
    &mnz_kind_policy};

static const struct mnz_field offtake_fields[] = {
    SELECTOR("to", IN_POLICY(offtake_to), MNZ_SELECT_ACTORS, NEEDED,
             "the buyers that the project has contracts with"),
    {.key = "share",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(offtake_share),
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
     IN(mnz_draft_policy, facility),
     .flags = NEEDED,
     .doc = "the facility that grows"},
    QUANTITY("adds", MNZ_DIM_MASS_RATE, IN_POLICY(adds_tpa), NEEDED, NULL,
             "the capacity that it adds"),
    {.key = "online",
     .type = MNZ_FIELD_DATE,
     IN_POLICY(online),
     .flags = NEEDED,
     .doc = "when it starts"},
    QUANTITY("ramp", MNZ_DIM_DURATION, IN_POLICY(ramp_months), 0, "0",
             "from its start to full capacity"),
    {.key = "offtake",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_offtake,
     .doc = "who buys from it"},
    FROM_DAY(mnz_draft_policy),
    {.key = "needs",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_needs,
     .doc = "without what it does not start; looked at from `online` on"},
    END,
};
static const struct mnz_record_kind project_kind = {"policy project", "New capacity.",
                                                    project_fields, &mnz_kind_policy};

static const struct mnz_field priority_fields[] = {
    {.key = "by",
     .type = MNZ_FIELD_PLACE,
     IN_POLICY(by),
     .doc = "where the sellers are who follow it. Left out: everywhere"},
    SELECTOR("to", IN_POLICY(to), MNZ_SELECT_ACTORS, 0, "the buyers it concerns"),
    {.key = "sectors",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_policy, sectors),
     .custom = &mnz_custom_sectors,
     .doc = "instead of `to`: the sectors it concerns"},
    {.key = "class",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN_POLICY(class_number),
     .low = 1,
     .high = 9,
     .flags = NEEDED,
     .doc = "their class when supply is rationed: 1 is served first"},
    FROM_DAY(mnz_draft_policy),
    END,
};
static const struct mnz_record_kind priority_kind = {"policy priority",
                                                     "Some buyers are served first.",
                                                     priority_fields, &mnz_kind_policy};

static const struct mnz_field recycling_fields[] = {
    SELECTOR("from", IN_POLICY(from), MNZ_SELECT_ACTORS, NEEDED,
             "whose consumption returns; of facilities, whose process scrap"),
    {.key = "to",
     .type = MNZ_FIELD_MATERIAL,
     IN_POLICY(to_material),
     .flags = NEEDED,
     .doc = "what is made of it"},
    {.key = "at",
     .type = MNZ_FIELD_FACILITY,
     IN(mnz_draft_policy, facility),
     .flags = NEEDED,
     .doc = "the recycling facility"},
    {.key = "rate",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN_POLICY(share),
     .low = 0,
     .high = 1,
     .flags = NEEDED,
     .doc = "share that returns"},
    QUANTITY("after", MNZ_DIM_DURATION, IN_POLICY(after_months), 0, "0",
             "how long it was in use; a step at least"),
    {.key = "starts",
     .type = MNZ_FIELD_DATE,
     IN(mnz_draft_policy, regime.in_force.from),
     .doc = "the first day on which it is in force. Left out: since ever"},
    END,
};
static const struct mnz_record_kind recycling_kind = {
    "policy recycling", "Scrap returns.", recycling_fields, &mnz_kind_policy};

const struct mnz_act_row mnz_policy_rows[] = {
    {"stockpile", &stockpile_kind, MNZ_POLICY_STOCKPILE},
    {"project", &project_kind, MNZ_POLICY_PROJECT},
    {"priority", &priority_kind, MNZ_POLICY_PRIORITY},
    {"recycling", &recycling_kind, MNZ_POLICY_RECYCLING},
    {"pact", &mnz_kind_pact, MNZ_POLICY_PACT},
    {"substitution", &mnz_kind_substitution, MNZ_POLICY_SUBSTITUTION},
    {"price_floor", &mnz_kind_price_floor, MNZ_POLICY_PRICE_FLOOR},
    {NULL, NULL, MNZ_NUM_POLICY_KINDS},
};

static const struct mnz_field branch_fields[] = {
    {.key = "probability",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN(mnz_draft_branch, probability),
     .low = 0,
     .high = 1,
     .flags = MNZ_FIELD_UNDATED,
     .doc = "of this branch; those of an event sum to 1. The last branch may leave it "
            "out and takes the rest"},
    {.key = "activates",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_branch, activates),
     .custom = &mnz_custom_regimes,
     .doc = "controls and policies that are off until then and come into force"},
    {.key = "deactivates",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_branch, deactivates),
     .custom = &mnz_custom_regimes,
     .doc = "controls and policies that are on until then and end"},
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_branch = {
    "branch", "One way that an event can go.", branch_fields, NULL};

static const struct mnz_field event_fields[] = {
    {.key = "on",
     .type = MNZ_FIELD_DATE,
     IN(mnz_draft_event, on),
     .flags = NEEDED,
     .doc = "when it is decided"},
    {.key = "branches",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_event, branches),
     .custom = &branches,
     .flags = NEEDED,
     .doc = "the ways it can go: one is drawn a trial"},
    {.key = "if",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_event, condition),
     .custom = &condition,
     .doc = "the branch of an earlier event that it takes place in: EVENT.BRANCH"},
    {.key = "source", .type = MNZ_FIELD_ORIGIN, .doc = "where it comes from"},
    {.key = "verified", .type = MNZ_FIELD_ORIGIN, .doc = "how far it can be trusted"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "for readers"},
    END,
};
const struct mnz_record_kind mnz_kind_event = {"event", "A dated branch in the story.",
                                               event_fields, NULL};

const struct mnz_record_kind *const mnz_record_kinds[] = {
    &mnz_kind_top,
    &mnz_kind_time,
    &mnz_kind_run,
    &mnz_kind_behaviour,
    &mnz_kind_material,
    &mnz_kind_composition,
    &mnz_kind_facility,
    &mnz_kind_recovery,
    &mnz_kind_facility_stock,
    &mnz_kind_industry,
    &mnz_kind_industry_stock,
    &mnz_kind_link,
    &mnz_kind_window,
    &mnz_kind_trigger,
    &mnz_kind_approval,
    &mnz_kind_approval_by_size,
    &mnz_kind_release,
    &mnz_kind_offtake,
    &mnz_kind_needs,
    &mnz_kind_pact_shares,
    &mnz_kind_event,
    &mnz_kind_branch,
    &mnz_kind_correlation,
    &mnz_kind_observed,
    NULL,
};
