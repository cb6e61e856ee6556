/* steps.c - the calendar of a run: the days on which its steps begin. */

#include <string.h>

#include "base/dates.h"
#include "network/compile.h"

static const double days_per_month = 30.4375;
static const double days_per_year = 365.25;

static enum mnz_status lay_months(struct mnz_compile *c);
static enum mnz_status lay_weeks(struct mnz_compile *c);
static void verify_paces(struct mnz_compile *c);

enum mnz_status
mnz_compile_steps(struct mnz_compile *c)
{
    const enum mnz_status st =
        c->scenario->step == MNZ_STEP_WEEK ? lay_weeks(c) : lay_months(c);

    if (!st)
        verify_paces(c);
    return st;
}

/* Where the document says `section.key`, so that a rule on it can point there. */
static struct mnz_span
find_at(const struct mnz_scenario *s, const char *section, const char *key)
{
    const struct mnz_tree *t = s->tree ? mnz_tree_find(s->tree, section) : NULL;
    struct mnz_span at = {.file = s->path};

    if (t)
        at = t->at;
    if (t && t->kind == MNZ_TREE_MAPPING && mnz_tree_find(t, key))
        at = mnz_tree_find(t, key)->at;
    return at;
}

static enum mnz_status
reserve(struct mnz_network *net, int32_t **days, uint32_t **months)
{
    *days = mnz_arena_alloc(&net->arena, (size_t)net->num_steps + 1, sizeof **days);
    *months = mnz_arena_alloc(&net->arena, net->num_steps, sizeof **months);
    net->step_day = *days;
    net->month_of_step = *months;
    return *days && *months ? MNZ_OK : MNZ_ERR_NOMEM;
}

static enum mnz_status
lay_months(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    int32_t *days;
    uint32_t *months;
    int year, month, day;

    mnz_date_to_ymd(s->start_day, &year, &month, &day);
    if (day != 1)
        mnz_diag_add(c->diags, MNZ_SEVERITY_ERROR, find_at(s, "time", "start"),
                     "write it as 2025-10, or use 'step: week'",
                     "a run in months starts on the first of a month, not on day %d",
                     day);
    net->warm_steps = s->warm_up_months;
    net->num_steps = s->warm_up_months + s->months;
    net->num_months = s->months;
    net->months_per_step = 1.0;
    net->years_per_step = 1.0 / 12.0;
    if (reserve(net, &days, &months))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i <= net->num_steps; i++)
        days[i] = mnz_date_add_months(s->start_day, (int)i - (int)net->warm_steps);
    for (uint32_t i = 0; i < net->num_steps; i++)
        months[i] = i < net->warm_steps ? MNZ_NONE : i - net->warm_steps;
    return MNZ_OK;
}

static int32_t
months_since_year_0(int32_t day)
{
    int year, month, day_of_month;

    mnz_date_to_ymd(day, &year, &month, &day_of_month);
    return year * 12 + month - 1;
}

/* Weeks count from the start, backwards in the warm-up; the last may end late. */
static enum mnz_status
lay_weeks(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    const int32_t start = s->start_day;
    const int32_t end = mnz_date_add_months(start, (int)s->months);
    const int32_t begin = mnz_date_add_months(start, -(int)s->warm_up_months);
    int32_t *days;
    uint32_t *months;

    net->warm_steps = (uint32_t)((start - begin + 6) / 7);
    net->num_steps = net->warm_steps + (uint32_t)((end - start + 6) / 7);
    net->months_per_step = 7.0 / days_per_month;
    net->years_per_step = 7.0 / days_per_year;
    if (reserve(net, &days, &months))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i <= net->num_steps; i++)
        days[i] = start + 7 * ((int32_t)i - (int32_t)net->warm_steps);
    for (uint32_t i = 0; i < net->num_steps; i++) {
        months[i] = MNZ_NONE;
        if (i < net->warm_steps)
            continue;
        months[i] =
            (uint32_t)(months_since_year_0(days[i]) - months_since_year_0(start));
        net->num_months = months[i] + 1;
    }
    return MNZ_OK;
}

/* The least that a value can be; products, which no pace is, at their median. */
static double
lowest(const struct mnz_compile *c, mnz_value_id id)
{
    const struct mnz_value_pool *pool = &c->scenario->pool;
    const struct mnz_value *v = &pool->values[id];
    double low, high, least;

    switch (v->kind) {
    case MNZ_VALUE_INPUT:
        mnz_dist_support(&pool->inputs[v->a].dist, &low, &high);
        return v->number >= 0.0 ? v->number * low : v->number * high;
    case MNZ_VALUE_SERIES:
        least = lowest(c, pool->points[v->a].value);
        for (uint32_t i = 1; i < v->b; i++) {
            low = lowest(c, pool->points[v->a + i].value);
            least = low < least ? low : least;
        }
        return least;
    case MNZ_VALUE_CONSTANT:
    case MNZ_VALUE_PRODUCT:
        break;
    }
    return mnz_compile_nominal(c, id);
}

/* A habit that moves by more than the whole gap in a step overshoots for ever. */
static void
verify_paces(struct mnz_compile *c)
{
    const struct mnz_behaviour *b = &c->scenario->behaviour;
    const struct {
        const char *key;
        mnz_value_id value;
    } paces[] = {{"adjust", b->adjust},
                 {"expect", b->expect},
                 {"price_smooth", b->price_smooth}};

    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++)
        if (lowest(c, paces[i].value) < c->net->months_per_step * (1.0 - 1e-9))
            mnz_diag_add(c->diags, MNZ_SEVERITY_ERROR,
                         find_at(c->scenario, "behaviour", paces[i].key), NULL,
                         "behaviour.%s can be less than a step of the run (a %s)",
                         paces[i].key,
                         c->scenario->step == MNZ_STEP_WEEK ? "week" : "month");
}
