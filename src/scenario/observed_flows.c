/* observed_flows.c - flows that the analyst wants reported. */

#include "scenario/observed_flows.h"

#include "scenario/quantity.h"
#include "scenario/rows.h"
#include "scenario/selector.h"

static void read_season(struct mnz_reader *r, const struct mnz_tree *tree,
                        const struct mnz_where *where, const struct mnz_field *field,
                        void *target);

static const struct mnz_custom factors_by_month = {
    read_season, "numbers by calendar month",
    "{\"type\": [\"object\", \"null\"], \"propertyNames\": {\"pattern\": "
    "\"^0?[1-9]$|^1[0-2]$\"}, \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/quantity\"}}"};

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
     .doc = "tonnes reported for each tonne that the world ships: statistics differ "
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
    {.key = "season",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_observed, season),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_UNDATED,
     .custom = &factors_by_month,
     .doc = "factors of what is reported for calendar months, 1 to 12: `{2: 0.8}`. "
            "Months left out have 1"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_observed = {
    "observed flow",
    "A record of `observe`: what sellers within a place ship to buyers outside it. "
    "Tables report it as `shipped_tonnes` in the scope `flow`.",
    observed_fields, NULL};

static void read_observed(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                          struct mnz_observed *observed);

void
mnz_observed_flows_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "observe");
    struct mnz_scenario *s = r->s;

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0303, tree->at,
                         "for example {cn_to_us: {by: CN, to: {country: US}}}",
                         "observe must be a mapping of names to flows");
        return;
    }
    s->observed = mnz_reader_alloc(r, tree->num_children, sizeof *s->observed);
    for (uint32_t i = 0; s->observed && i < tree->num_children; i++) {
        s->num_observed = i + 1;
        read_observed(r, &tree->entries[i], &s->observed[i]);
    }
}

static void
read_observed(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              struct mnz_observed *observed)
{
    const struct mnz_where section = {.key = "observe"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};

    mnz_record_read(r, &mnz_kind_observed, entry->value, &where, observed);
    observed->name = entry->key;
    observed->origin = mnz_where_origin(&where);
}

/* The calendar month that a key names, from 0 for January; -1 for none. */
static int
month_of(const char *key)
{
    int month = 0;

    for (const char *c = key; *c; c++) {
        if (*c < '0' || *c > '9' || month > 12)
            return -1;
        month = 10 * month + (*c - '0');
    }
    return month >= 1 && month <= 12 ? month - 1 : -1;
}

static void
read_season(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    mnz_value_id *season = target;

    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E1206, tree->at, "for example {2: 0.8}",
                         "%s must be a mapping of calendar months to factors",
                         mnz_where_path(r, where));
        return;
    }
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_where inner = {where, entry->key, entry->key_at, NULL, NULL};
        const int month = month_of(entry->key);

        if (month < 0)
            mnz_reader_error(r, MNZ_E1206, entry->key_at,
                             "1 is January, 12 is December",
                             "%s: '%.60s' is no calendar month",
                             mnz_where_path(r, where), entry->key);
        else if (season[month] != MNZ_VALUE_NONE)
            mnz_reader_error(r, MNZ_E1206, entry->key_at, "leave one of them out",
                             "%s has month %d twice", mnz_where_path(r, where),
                             month + 1);
        else if (!mnz_tree_is_null(entry->value))
            season[month] = mnz_quantity_read(r, entry->value, &inner, &demand);
    }
}
