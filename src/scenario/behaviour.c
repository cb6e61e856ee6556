/* behaviour.c - keys of the file itself: time, run, behaviour, and price zones. */

#include "scenario/section.h"

#include <math.h>
#include <string.h>

#include "base/dates.h"
#include "scenario/selector.h"

static void check_start(struct mnz_reader *r, const struct mnz_tree *root,
                        const struct mnz_draft_top *draft);
static void check_behaviour(struct mnz_reader *r, const struct mnz_tree *root);

void
mnz_decode_top(struct mnz_reader *r, const struct mnz_tree *root)
{
    struct mnz_where where = {.key = "", .at = root->at};
    struct mnz_draft_top draft = {.months = 1, .warm_up = MNZ_VALUE_NONE};
    struct mnz_scenario *s = r->s;
    double months;

    mnz_record_read(r, &mnz_kind_top, root, &where, &draft);
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
    check_behaviour(r, root);
}

static void
check_start(struct mnz_reader *r, const struct mnz_tree *root,
            const struct mnz_draft_top *draft)
{
    const struct mnz_tree *time = mnz_tree_find(root, "time");
    const struct mnz_tree *start = time ? mnz_tree_find(time, "start") : NULL;
    int year, month, day;

    mnz_date_to_ymd(draft->start_day, &year, &month, &day);
    if (start && day != 1 && draft->step == MNZ_STEP_MONTH)
        mnz_reader_error(
            r, start->at, "write the first of a month, or 'step: week'",
            "time.start is day %d of a month, but steps are calendar months", day);
}

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
static void
check_behaviour(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_behaviour *b = &r->s->behaviour;
    const double step = r->s->step == MNZ_STEP_WEEK ? 7.0 / MNZ_DAYS_PER_MONTH : 1.0;
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
        mnz_reader_error(r, tree->at, "write a step at least",
                         "behaviour.%s can be shorter than a step of the run (a %s)",
                         times[i].key, r->s->step == MNZ_STEP_WEEK ? "week" : "month");
    }
}

void
mnz_decode_zones(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree = mnz_tree_find(root, "price_zones");
    const struct mnz_where section = {.key = "price_zones"};
    struct mnz_scenario *s = r->s;

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, tree->at,
                         "for example {inside: [CN], outside: {not: {country: CN}}}",
                         "price_zones must be a mapping of names to places");
        return;
    }
    s->zones = mnz_reader_alloc(r, tree->num_children, sizeof *s->zones);
    for (uint32_t i = 0; s->zones && i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_where where = {&section, entry->key, entry->key_at, NULL,
                                        NULL};

        s->zones[i].name = entry->key;
        mnz_selector_read(r, entry->value, &where, MNZ_SELECT_PLACES,
                          &s->zones[i].places);
        s->num_zones = i + 1;
    }
}
