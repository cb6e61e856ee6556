/* top.c - the table of fields, first part: the file itself, time, run, behaviour. */

#include "scenario/rows.h"
#include "scenario/selector.h"

static const char *const steps[] = {"month", "week", NULL};

/* Sections that have passes of their own. */
static const struct mnz_custom sources = {NULL, "titles, dates and addresses by key",
                                          "{\"type\": [\"object\", \"null\"]}"};
static const struct mnz_custom blocs = {
    NULL, "lists of places by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/names\"}}"};
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
static const struct mnz_custom between = {
    mnz_field_keep_tree, "a list of two inputs",
    "{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 2, "
    "\"maxItems\": 2}"};

static const struct mnz_field time_fields[] = {
    {.key = "start",
     .type = MNZ_FIELD_DAY,
     IN(mnz_draft_top, start_day),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the first day that results cover"},
    {.key = "months",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(mnz_draft_top, months),
     .low = 1,
     .high = 1200,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "how many calendar months results cover"},
    {.key = "step",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_top, step),
     .choices = steps,
     .default_text = "month",
     .doc = "the step of the simulation"},
    {.key = "warm_up",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN(mnz_draft_top, warm_up),
     .low = 0,
     .high = 1200,
     .flags = MNZ_FIELD_CERTAIN | MNZ_FIELD_UNDATED,
     .default_text = "0",
     .doc =
         "how much earlier the model starts to run, unrecorded; rounded up to months"},
    END,
};
const struct mnz_record_kind mnz_kind_time = {
    "time", "What is simulated, and in which steps.", time_fields, NULL};

static const struct mnz_field run_fields[] = {
    {.key = "trials",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(mnz_draft_top, trials),
     .low = 1,
     .high = 1e9,
     .default_text = "10000",
     .doc = "how many draws of the uncertain inputs"},
    {.key = "seed",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(mnz_draft_top, seed),
     .low = 0,
     .high = 1e15,
     .default_text = "1",
     .doc = "the number that all draws follow from"},
    {.key = "sampler",
     .type = MNZ_FIELD_CHOICE,
     IN(mnz_draft_top, sampler),
     .choices = mnz_sampler_names,
     .default_text = "plain",
     .doc = MNZ_SAMPLER_HELP},
    END,
};
const struct mnz_record_kind mnz_kind_run = {
    "run", "How it is simulated. Options of the command line override it.", run_fields,
    NULL};

#define MONTHS(name, member, text, words)                                              \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_DURATION,        \
        IN(mnz_draft_top, behaviour.member), .low = 0, .high = INF,                    \
        .flags = MNZ_FIELD_ABOVE, .default_text = text, .doc = words                   \
    }
#define PER_MONTH(name, member, text, words)                                           \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_RATE_PER_MONTH,  \
        IN(mnz_draft_top, behaviour.member), .low = 0, .high = 1,                      \
        .default_text = text, .doc = words                                             \
    }
#define SHARE(name, record, member, least, most, text, words)                          \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_SHARE,           \
        IN(record, member), .low = least, .high = most, .default_text = text,          \
        .doc = words                                                                   \
    }

static const struct mnz_field behaviour_fields[] = {
    MONTHS("adjust", adjust, "3 months",
           "how fast buyers correct a stock or pipeline that is off its target"),
    MONTHS("expect", expect, "6 months",
           "how fast sellers' expectations follow orders"),
    PER_MONTH("switching", switching, "0.15 per month",
              "how much share moves from links that fail to links that can take over"),
    PER_MONTH("return", return_rate, "0.05 per month",
              "how much of it comes back once the usual supplier delivers"),
    PER_MONTH("fill_memory", fill_memory, "0.5 per month",
              "how fast buyers learn what part of their orders a link fills"),
    SHARE("spot", mnz_draft_top, behaviour.spot, 0, 1, "0.3",
          "the part of unmet orders that is sought from other suppliers at once"),
    MONTHS("price_smooth", price_smooth, "2 months", "how fast prices follow scarcity"),
    {.key = "premium_cap",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_top, behaviour.premium_cap),
     .low = 0,
     .high = INF,
     .default_text = "4",
     .doc = "the highest premium, in multiples of the base price"},
    SHARE("short_above", mnz_draft_top, behaviour.short_above, 0, 1, "0.01",
          "a month counts as short when its shortfall is above this"),
    END,
};
const struct mnz_record_kind mnz_kind_behaviour = {
    "behaviour", "How buyers, sellers and prices adapt.", behaviour_fields, NULL};

static const struct mnz_field correlation_fields[] = {
    {.key = "between",
     .type = MNZ_FIELD_CUSTOM,
     IN(mnz_draft_correlation, between),
     .flags = MNZ_FIELD_REQUIRED,
     .custom = &between,
     .doc = "two uncertain inputs by their paths; the section may be left out"},
    {.key = "rank",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_draft_correlation, rank),
     .low = -1,
     .high = 1,
     .flags = MNZ_FIELD_REQUIRED | MNZ_FIELD_CERTAIN | MNZ_FIELD_UNDATED,
     .doc = "Spearman's rank correlation"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_correlation = {
    "correlation", "A row of `correlations`.", correlation_fields, NULL};

static const struct mnz_field observed_fields[] = {
    {.key = "by",
     .type = MNZ_FIELD_PLACE,
     IN(mnz_observed, by),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "where the sellers stand; only what leaves it counts"},
    {.key = "to",
     .type = MNZ_FIELD_SELECTOR,
     IN(mnz_observed, to),
     .role = MNZ_SELECT_ACTORS,
     .doc = "the buyers. Left out, everybody outside `by`"},
    {.key = "goods",
     .type = MNZ_FIELD_SELECTOR,
     IN(mnz_observed, goods),
     .role = MNZ_SELECT_GOODS,
     .doc = "the materials. Left out, all"},
    {.key = "from",
     .type = MNZ_FIELD_SELECTOR,
     IN(mnz_observed, from),
     .role = MNZ_SELECT_ACTORS,
     .doc = "the sellers. Left out, everybody within `by`"},
    {.key = "scale",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_observed, scale),
     .low = 0,
     .high = INF,
     .default_text = "1",
     .doc = "what is reported for each tonne that the world ships: statistics differ "
            "from the world in scope and year"},
    {.key = "growth",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_GROWTH,
     IN(mnz_observed, growth_per_year),
     .low = -1,
     .high = 10,
     .flags = MNZ_FIELD_OPEN | MNZ_FIELD_ABOVE | MNZ_FIELD_UNDATED,
     .default_text = "0",
     .doc = "of `scale`, a year, compound, from the first month: for a world that "
            "stands still while what is reported does not"},
    {.key = "scatter",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_observed, scatter),
     .low = 0,
     .high = 3,
     .default_text = "0",
     .doc = "log-sd of what is reported for single months about what was shipped: each "
            "month is multiplied by a lognormal of mean 1, drawn by itself"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_observed = {
    "observed flow",
    "A record of `observe`: what sellers within a place ship to buyers outside it. "
    "Tables report it as `shipped_tonnes` in the scope `flow`.",
    observed_fields, NULL};

static const struct mnz_field top_fields[] = {
    {.key = "monazite",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(mnz_draft_top, version),
     .low = 1,
     .high = 1,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the version of this format: 1"},
    {.key = "title",
     .type = MNZ_FIELD_TEXT,
     IN(mnz_draft_top, title),
     .doc = "a line for reports"},
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
     .doc = "what is simulated, and in which steps"},
    {.key = "run",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_run,
     .doc = "how it is simulated"},
    {.key = "behaviour",
     .type = MNZ_FIELD_RECORD,
     .kind = &mnz_kind_behaviour,
     .doc = "how buyers, sellers and prices adapt"},
    {.key = "blocs",
     .type = MNZ_FIELD_CUSTOM,
     .custom = &blocs,
     .doc = "names for groups of countries and blocs"},
    {.key = "materials",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_material,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "what is traded"},
    {.key = "facilities",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_facility,
     .doc = "who makes it"},
    {.key = "industries",
     .type = MNZ_FIELD_BY_NAME,
     .kind = &mnz_kind_industry,
     .doc = "who consumes it"},
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
    {.key = "correlations",
     .type = MNZ_FIELD_ROWS,
     .kind = &mnz_kind_correlation,
     .doc = "which uncertain inputs move together"},
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
