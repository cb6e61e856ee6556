/* selection.c - which series a run counts, and which sums these need. */

#include "study/selection.h"

#include <stdlib.h>
#include <string.h>

/*
 * Sums that a metric rests on, and whether that over the horizon is made of the values
 * of months. A metric without a row needs everything: slower, never wrong.
 */
struct need {
    uint32_t parts;
    int of_months;
};
static const struct need needs[MNZ_NUM_METRICS] = {
    [MNZ_METRIC_SHORTFALL_SHARE] = {MNZ_PART_ACTIVITY | MNZ_PART_STAGES, 0},
    [MNZ_METRIC_SHORTFALL_TONNES] = {MNZ_PART_ACTIVITY, 0},
    [MNZ_METRIC_OUTPUT_AT_STAKE_USD] = {MNZ_PART_ACTIVITY, 0},
    [MNZ_METRIC_OUTPUT_LOST_SHARE] = {MNZ_PART_OUTPUT, 0},
    [MNZ_METRIC_OUTPUT_LOST_USD] = {MNZ_PART_OUTPUT, 0},
    [MNZ_METRIC_VALUE_ADDED_LOST_USD] = {MNZ_PART_OUTPUT, 0},
    [MNZ_METRIC_FIRMS_STOPPED_SHARE] = {MNZ_PART_OUTPUT, 0},
    [MNZ_METRIC_STOCK_MONTHS] = {MNZ_PART_STATE, 1},
    [MNZ_METRIC_HELD_TONNES] = {MNZ_PART_STATE, 1},
    [MNZ_METRIC_RELEASED_TONNES] = {MNZ_PART_STOCKPILES, 0},
    [MNZ_METRIC_BOUGHT_TONNES] = {MNZ_PART_STOCKPILES, 0},
    [MNZ_METRIC_PURCHASES_USD] = {MNZ_PART_STOCKPILES, 0},
    [MNZ_METRIC_EXTRA_COST_USD] = {MNZ_PART_COST, 0},
    [MNZ_METRIC_PRICED_OUT_TONNES] = {MNZ_PART_ACTIVITY, 0},
    [MNZ_METRIC_PEAK_SHORTFALL_SHARE] = {MNZ_PART_ACTIVITY | MNZ_PART_STAGES, 1},
    [MNZ_METRIC_MONTHS_SHORT] = {MNZ_PART_ACTIVITY | MNZ_PART_STAGES, 1},
    [MNZ_METRIC_FIRST_SHORT_MONTH] = {MNZ_PART_ACTIVITY | MNZ_PART_STAGES, 1},
    [MNZ_METRIC_FIRST_SHORT_DAY] = {MNZ_PART_ACTIVITY, 1},
    [MNZ_METRIC_POLICY_COST_USD] = {MNZ_PART_POLICIES, 0},
    [MNZ_METRIC_PRICE_USD_PER_KG] = {MNZ_PART_PRICES, 0},
    [MNZ_METRIC_APPLIED_TONNES] = {MNZ_PART_OFFICES, 0},
    [MNZ_METRIC_GRANTED_TONNES] = {MNZ_PART_OFFICES, 0},
    [MNZ_METRIC_BACKLOG_TONNES] = {MNZ_PART_OFFICES, 1},
    [MNZ_METRIC_IN_HAND_TONNES] = {MNZ_PART_OFFICES, 1},
    [MNZ_METRIC_MONTHS_TO_LICENCE] = {MNZ_PART_OFFICES, 1},
    [MNZ_METRIC_TOP_COUNTRY_SHARE] = {MNZ_PART_PLANTS, 0},
    [MNZ_METRIC_SHIPPED_TONNES] = {MNZ_PART_SHIPPED, 1},
};

static enum mnz_status select_all(struct mnz_selection *s);
static enum mnz_status select_some(struct mnz_selection *s, const uint32_t *series,
                                   uint32_t count);

enum mnz_status
mnz_selection_create(const struct mnz_metrics *metrics, const uint32_t *series,
                     uint32_t count, struct mnz_selection **out)
{
    struct mnz_selection *s = calloc(1, sizeof *s);
    enum mnz_status st = MNZ_OK;

    *out = NULL;
    if (!s)
        return MNZ_ERR_NOMEM;
    s->metrics = metrics;
    s->wants_month = mnz_arena_alloc(&s->arena, metrics->num_groups + 1, 1);
    s->wants_horizon = mnz_arena_alloc(&s->arena, metrics->num_groups + 1, 1);
    if (!s->wants_month || !s->wants_horizon)
        st = MNZ_ERR_NOMEM;
    if (!st)
        st = series ? select_some(s, series, count) : select_all(s);
    if (st)
        mnz_selection_destroy(s);
    else
        *out = s;
    return st;
}

static int
is_on_demand(const struct mnz_metrics *m, uint32_t group, int metric)
{
    const enum mnz_scope scope = m->groups[group].scope;

    return mnz_metric_rows[metric].months == MNZ_MONTHS_ON_DEMAND &&
           (scope == MNZ_SCOPE_INDUSTRY || scope == MNZ_SCOPE_SECTOR);
}

enum mnz_status
mnz_selection_usual(const struct mnz_metrics *metrics, struct mnz_selection **out)
{
    const struct mnz_metrics *m = metrics;
    uint32_t *list = calloc((size_t)m->num_series + 1, sizeof *list), next = 0;
    enum mnz_status st;

    *out = NULL;
    if (!list)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < m->num_horizon; i++)
        list[next++] = i;
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++)
            for (uint32_t month = 0; month < m->num_months; month++) {
                const uint32_t at = mnz_metrics_month(m, g, (enum mnz_metric)k, month);

                if (at != MNZ_NONE && !is_on_demand(m, g, k))
                    list[next++] = at;
            }
    st = mnz_selection_create(m, list, next, out);
    if (!st)
        (*out)->parts = MNZ_PARTS_ALL; /* limiting inputs too, of which no series is */
    free(list);
    return st;
}

void
mnz_selection_destroy(struct mnz_selection *selection)
{
    if (!selection)
        return;
    mnz_arena_finish(&selection->arena);
    free(selection);
}

static enum mnz_status
select_all(struct mnz_selection *s)
{
    const struct mnz_metrics *m = s->metrics;

    s->is_all = 1;
    s->num_series = m->num_series;
    s->num_horizon = m->num_horizon;
    s->unit_of_series = m->unit_of_series;
    s->may_lack = m->may_lack;
    s->parts = MNZ_PARTS_ALL;
    memset(s->wants_month, 1, m->num_groups);
    memset(s->wants_horizon, 1, m->num_groups);
    return MNZ_OK;
}

/* Ask for what a group's metric rests on, over the horizon or in a month. */
static void
need_metric(struct mnz_selection *s, uint32_t group, int metric, int is_monthly)
{
    static const struct need unknown = {MNZ_PARTS_ALL, 1};
    const struct need *need = needs[metric].parts != 0 ? &needs[metric] : &unknown;
    const enum mnz_scope scope = s->metrics->groups[group].scope;
    /* Shortfalls of stages are of links, all others of industries. */
    const uint32_t not_of_scope = need == &unknown           ? 0
                                  : scope == MNZ_SCOPE_STAGE ? MNZ_PART_ACTIVITY
                                                             : MNZ_PART_STAGES;

    s->parts |= need->parts & ~not_of_scope;
    s->wants_horizon[group] |= !is_monthly;
    /* Gaps of elements are weighed by the contents of their month. */
    s->wants_month[group] |=
        is_monthly || need->of_months || scope == MNZ_SCOPE_ELEMENT;
}

static void
need_group(struct mnz_selection *s, uint32_t group, const uint8_t *is_chosen)
{
    const struct mnz_metrics *m = s->metrics;

    for (int k = 0; k < MNZ_NUM_METRICS; k++) {
        const uint32_t horizon = mnz_metrics_horizon(m, group, (enum mnz_metric)k);

        if (horizon != MNZ_NONE && is_chosen[horizon])
            need_metric(s, group, k, 0);
        for (uint32_t month = 0; month < m->num_months; month++) {
            const uint32_t at = mnz_metrics_month(m, group, (enum mnz_metric)k, month);

            if (at != MNZ_NONE && is_chosen[at])
                need_metric(s, group, k, 1);
        }
    }
}

static enum mnz_status
list_chosen(struct mnz_selection *s, const uint8_t *is_chosen)
{
    const struct mnz_metrics *m = s->metrics;
    uint32_t *list, next = 0;
    enum mnz_metric_unit *units;
    uint8_t *may_lack;

    for (uint32_t i = 0; i < m->num_series; i++) {
        s->num_series += is_chosen[i];
        s->num_horizon += i < m->num_horizon && is_chosen[i];
    }
    list = mnz_arena_alloc(&s->arena, s->num_series + 1, sizeof *list);
    units = mnz_arena_alloc(&s->arena, s->num_series + 1, sizeof *units);
    may_lack = mnz_arena_alloc(&s->arena, s->num_series + 1, sizeof *may_lack);
    if (!list || !units || !may_lack)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < m->num_series; i++)
        if (is_chosen[i]) {
            list[next] = i;
            units[next] = m->unit_of_series[i];
            may_lack[next++] = m->may_lack[i];
        }
    s->series = list;
    s->unit_of_series = units;
    s->may_lack = may_lack;
    return MNZ_OK;
}

static enum mnz_status
select_some(struct mnz_selection *s, const uint32_t *series, uint32_t count)
{
    uint8_t *is_chosen = calloc((size_t)s->metrics->num_series + 1, 1);
    enum mnz_status st = MNZ_OK;

    if (!is_chosen)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        is_chosen[series[i]] = 1;
    for (uint32_t g = 0; g < s->metrics->num_groups; g++)
        need_group(s, g, is_chosen);
    st = list_chosen(s, is_chosen);
    free(is_chosen);
    return st;
}

uint32_t
mnz_selection_place(const struct mnz_selection *selection, uint32_t series)
{
    uint32_t low = 0, high = selection->num_series;

    if (selection->is_all)
        return series < selection->num_series ? series : MNZ_NONE;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (selection->series[middle] < series)
            low = middle + 1;
        else
            high = middle;
    }
    return low < selection->num_series && selection->series[low] == series ? low
                                                                           : MNZ_NONE;
}

void
mnz_selection_write(const struct mnz_selection *selection,
                    struct mnz_byte_writer *writer)
{
    mnz_put_count(writer, selection->num_series);
    mnz_put_count(writer, selection->is_all != 0);
    for (uint32_t i = 0; !selection->is_all && i < selection->num_series; i++)
        mnz_put_count(writer, selection->series[i]);
}

int
mnz_selection_matches(const struct mnz_selection *selection,
                      struct mnz_byte_reader *reader)
{
    if (mnz_take_count(reader) != selection->num_series ||
        mnz_take_count(reader) != (selection->is_all != 0))
        return 0;
    for (uint32_t i = 0; !selection->is_all && i < selection->num_series; i++)
        if (mnz_take_count(reader) != selection->series[i])
            return 0;
    return !reader->is_broken;
}
