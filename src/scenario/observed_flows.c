/* observed_flows.c - flows that the analyst wants reported. */

#include "scenario/observed_flows.h"

#include "scenario/rows.h"
#include "scenario/selector.h"

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

    observed->by = MNZ_NONE;
    mnz_record_read(r, &mnz_kind_observed, entry->value, &where, observed);
    observed->name = entry->key;
    observed->origin = mnz_where_origin(&where);
}
