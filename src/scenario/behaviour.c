/* behaviour.c - how buyers, sellers and prices adapt. */

#include "scenario/behaviour.h"

#include "scenario/rows.h"

#define MONTHS(name, member, text, words)                                              \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_DURATION,        \
        IN(mnz_behaviour, member), .low = 0, .high = INF, .flags = MNZ_FIELD_ABOVE,    \
        .default_text = text, .doc = words                                             \
    }
#define PER_MONTH(name, member, text, words)                                           \
    {                                                                                  \
        .key = name, .type = MNZ_FIELD_QUANTITY, .dimension = MNZ_DIM_RATE_PER_MONTH,  \
        IN(mnz_behaviour, member), .low = 0, .high = 1, .default_text = text,          \
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
    SHARE("spot", IN(mnz_behaviour, spot), 1, "0.3",
          "the part of unmet orders that is sought from other suppliers at once"),
    MONTHS("price_smooth", price_smooth, "2 months", "how fast prices follow scarcity"),
    {.key = "premium_cap",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(mnz_behaviour, premium_cap),
     .low = 0,
     .high = INF,
     .default_text = "4",
     .doc = "the highest premium, in multiples of the base price"},
    SHARE("short_above", IN(mnz_behaviour, short_above), 1, "0.01",
          "a month counts as short when its shortfall is above this"),
    END,
};
const struct mnz_record_kind mnz_kind_behaviour = {
    "behaviour", "The ways in which buyers, sellers and prices adapt.",
    behaviour_fields, NULL};

/* The least that a value can be. */
static double
least(struct mnz_reader *r, mnz_value_id id)
{
    const struct mnz_value_pool *pool = &r->s->pool;
    const struct mnz_value *v;
    double low, high;

    if (id == MNZ_VALUE_NONE)
        return NAN;
    v = &pool->values[id];
    if (v->kind == MNZ_VALUE_INPUT) {
        mnz_dist_support(&pool->inputs[v->a].dist, &low, &high);
        return low;
    }
    if (v->kind != MNZ_VALUE_SERIES)
        return mnz_reader_nominal(r, id);
    low = least(r, pool->points[v->a].value);
    for (uint32_t i = 1; i < v->b; i++)
        low = fmin(low, least(r, pool->points[v->a + i].value));
    return low;
}

/* A habit that moves by more than the whole gap in a step overshoots for ever. */
void
mnz_behaviour_verify(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_behaviour *b = &r->s->behaviour;
    const double step = mnz_step_months[r->s->step];
    const struct {
        const char *key;
        mnz_value_id value;
    } times[] = {{"adjust", b->adjust},
                 {"expect", b->expect},
                 {"price_smooth", b->price_smooth}};
    const struct mnz_tree *section = mnz_tree_find(root, "behaviour");

    for (size_t i = 0; section && i < sizeof times / sizeof *times; i++) {
        const struct mnz_tree *tree = mnz_tree_find(section, times[i].key);

        if (!tree || !(least(r, times[i].value) < step * (1.0 - 1e-12)))
            continue;
        mnz_reader_error(r, MNZ_E1202, tree->at, "write a step at least",
                         "behaviour.%s can be shorter than a step of the run (a %s)",
                         times[i].key, mnz_step_name[r->s->step]);
    }
}
