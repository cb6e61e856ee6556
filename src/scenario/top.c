/* top.c - the keys of a scenario file, time and run: the table of contents. */

#include "scenario/top.h"

#include "base/dates.h"
#include "scenario/behaviour.h"
#include "scenario/controls.h"
#include "scenario/correlations.h"
#include "scenario/draws.h"
#include "scenario/elements.h"
#include "scenario/events.h"
#include "scenario/facilities.h"
#include "scenario/factors.h"
#include "scenario/industries.h"
#include "scenario/links.h"
#include "scenario/materials.h"
#include "scenario/observed_flows.h"
#include "scenario/policies.h"
#include "scenario/rows.h"

struct draft_top {
    uint32_t version;
    const char *title, *name;
    int32_t start_day;
    uint32_t months;
    unsigned step;
    mnz_value_id warm_up;
    uint64_t trials, seed;
    unsigned sampler;
    struct mnz_behaviour behaviour;
};

static const struct mnz_field time_fields[] = {
    {.key = "start",
     .type = MNZ_FIELD_DAY,
     IN(draft_top, start_day),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the first day that results cover"},
    {.key = "months",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_top, months),
     .low = 1,
     .high = 1200,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "how many calendar months results cover"},
    {.key = "step",
     .type = MNZ_FIELD_CHOICE,
     IN(draft_top, step),
     .choices = mnz_step_name,
     .default_text = "month",
     .doc = "the step of the simulation"},
    {.key = "warm_up",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN(draft_top, warm_up),
     .low = 0,
     .high = 1200,
     .flags = MNZ_FIELD_CERTAIN | MNZ_FIELD_UNDATED,
     .default_text = "0",
     .doc =
         "how much earlier the model starts to run, unrecorded; rounded up to months"},
    END,
};
const struct mnz_record_kind mnz_kind_time = {
    "time", "The period to simulate, and its steps.", time_fields, NULL};

static const struct mnz_field run_fields[] = {
    {.key = "trials",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_top, trials),
     .low = 1,
     .high = 1e9,
     .default_text = "10000",
     .doc = "how many draws of the uncertain inputs"},
    {.key = "seed",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_top, seed),
     .low = 0,
     .high = 1e15,
     .default_text = "1",
     .doc = "the number that all draws follow from"},
    {.key = "sampler",
     .type = MNZ_FIELD_CHOICE,
     IN(draft_top, sampler),
     .choices = mnz_sampler_names,
     .default_text = "plain",
     .doc = MNZ_SAMPLER_HELP},
    END,
};
const struct mnz_record_kind mnz_kind_run = {
    "run", "Trials, seed and sampler. Options of the command line override them.",
    run_fields, NULL};

/* Sections that have passes of their own. */
static const struct mnz_custom sources = {NULL, "titles, dates and addresses by key",
                                          "{\"type\": [\"object\", \"null\"]}"};
static const struct mnz_custom blocs = {
    NULL, "lists of places by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/names\"}}"};
static const struct mnz_custom companies = {
    NULL, "`{country, bill, stocks}` by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": {\"type\": "
    "\"object\", \"properties\": {\"country\": {\"type\": \"string\"}, \"bill\": "
    "{\"type\": \"string\"}, \"stocks\": {\"type\": \"string\"}}, "
    "\"additionalProperties\": false}}"};
static const struct mnz_custom controls = {
    NULL, "[controls](#controls) by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/control\"}}"};
static const struct mnz_custom policies = {
    NULL, "[policies](#policies) by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/policy\"}}"};
static const struct mnz_custom zones = {
    NULL, "selectors of places by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/selector_places\"}}"};

static const struct mnz_field top_fields[] = {
    {.key = "monazite",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_top, version),
     .low = 1,
     .high = 1,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the version of this format: 1"},
    {.key = "title",
     .type = MNZ_FIELD_TEXT,
     IN(draft_top, title),
     .doc = "a line for reports"},
    {.key = "name",
     .type = MNZ_FIELD_TEXT,
     IN(draft_top, name),
     .doc = "a word for tables, in place of the file's name"},
    {.key = "description", .type = MNZ_FIELD_ORIGIN, .doc = "a text for readers"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "a text for readers"},
    {.key = "extends",
     .type = MNZ_FIELD_ORIGIN,
     .doc = "the file whose keys this file's keys are merged over"},
    {.key = "sources",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &sources,
     .doc = "the bibliography that `source` refers to"},
    {.key = "time",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_time,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the period to simulate, and its steps"},
    {.key = "run",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_run,
     .doc = "trials, seed and sampler"},
    {.key = "behaviour",
     .type = MNZ_FIELD_RECORD,
     IN(draft_top, behaviour),
     .kind = &mnz_kind_behaviour,
     .doc = "the ways in which buyers, sellers and prices adapt"},
    {.key = "blocs",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &blocs,
     .doc = "names for groups of countries and blocs"},
    {.key = "elements",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &mnz_custom_elements,
     .doc = "whose content is followed; left out, the rare earths"},
    {.key = "materials",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_material,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "goods that are traded"},
    {.key = "facilities",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_facility,
     .doc = "who makes it"},
    {.key = "industries",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_industry,
     .doc = "who consumes it"},
    {.key = "company",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &companies,
     .doc = "bills of materials and stocks of companies, which become industries and "
            "links: see [your company](company.md)"},
    {.key = "links",
     .type = MNZ_FIELD_ROWS,
     .kind = &mnz_kind_link,
     .doc = "who buys from whom"},
    {.key = "controls",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &controls,
     .doc = "governments' acts"},
    {.key = "policies",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &policies,
     .doc = "counter-measures"},
    {.key = "events",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_event,
     .doc = "branches in the story"},
    {.key = "factors",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_factor,
     .doc = "numbers that scale many others: one draw for all of them"},
    {.key = "correlations",
     .type = MNZ_FIELD_ROWS,
     .kind = &mnz_kind_correlation,
     .doc = "which uncertain inputs move together"},
    {.key = "draws",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &mnz_custom_draws,
     .doc =
         "numbers between 0 and 1, or distributions, in place of those that the "
         "program draws for itself: `{events.truce.drawn: 0}` is the first branch in "
         "every trial"},
    {.key = "price_zones",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &zones,
     .doc = "a partition of the places into zones of one price; by default each "
            "controlling country, and the rest"},
    {.key = "observe",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_observed,
     .doc = "flows to report as `shipped_tonnes`"},
    END,
};
const struct mnz_record_kind mnz_kind_top = {"scenario", "The keys of a scenario file.",
                                             top_fields, NULL};

const struct mnz_record_kind *const mnz_record_kinds[] = {
    &mnz_kind_top,           &mnz_kind_time,
    &mnz_kind_run,           &mnz_kind_behaviour,
    &mnz_kind_material,      &mnz_kind_element,
    &mnz_kind_facility,      &mnz_kind_facility_stock,
    &mnz_kind_industry,      &mnz_kind_industry_stock,
    &mnz_kind_essential,     &mnz_kind_link,
    &mnz_kind_window,        &mnz_kind_trigger,
    &mnz_kind_approval,      &mnz_kind_approval_by_size,
    &mnz_kind_release,       &mnz_kind_offtake,
    &mnz_kind_needs,         &mnz_kind_pact_shares,
    &mnz_kind_costs,         &mnz_kind_stockpile_costs,
    &mnz_kind_project_costs, &mnz_kind_recycling_costs,
    &mnz_kind_event,         &mnz_kind_branch,
    &mnz_kind_factor,        &mnz_kind_correlation,
    &mnz_kind_observed,      NULL,
};

static void check_start(struct mnz_reader *r, const struct mnz_tree *root,
                        const struct draft_top *draft);

void
mnz_top_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    struct mnz_where where = {.key = "", .at = root->at};
    struct draft_top draft = {.months = 1, .warm_up = MNZ_VALUE_NONE};
    struct mnz_scenario *s = r->s;
    double months;

    mnz_record_read(r, &mnz_kind_top, root, &where, &draft);
    if (*draft.name)
        s->name = draft.name;
    s->title = *draft.title ? draft.title : s->name;
    s->start_day = draft.start_day;
    s->months = draft.months;
    s->step = (enum mnz_step_kind)draft.step;
    s->trials = draft.trials;
    s->seed = draft.seed;
    s->sampler = (enum mnz_sampler)draft.sampler;
    s->behaviour = draft.behaviour;
    if (mnz_reader_is_constant(r, draft.warm_up, &months))
        s->warm_up_months = (uint32_t)ceil(months - 1e-9);
    check_start(r, root, &draft);
    mnz_behaviour_verify(r, root);
}

static void
check_start(struct mnz_reader *r, const struct mnz_tree *root,
            const struct draft_top *draft)
{
    const struct mnz_tree *time = mnz_tree_find(root, "time");
    const struct mnz_tree *start = time ? mnz_tree_find(time, "start") : NULL;
    int year, month, day;

    mnz_date_to_ymd(draft->start_day, &year, &month, &day);
    if (start && day != 1 && draft->step == MNZ_STEP_MONTH)
        mnz_reader_error(
            r, MNZ_E1201, start->at, "write the first of a month, or 'step: week'",
            "time.start is day %d of a month, but steps are calendar months", day);
}
