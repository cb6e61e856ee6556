/* recorder.c - memory of a recorder, and values read from it after a run. */

#include "study/recorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/mathfn.h"

/* The stream that an observed flow's months scatter by. */
static enum mnz_status
name_scatter(struct mnz_recorder *r, uint64_t seed)
{
    struct mnz_arena scratch = {0};
    enum mnz_status st = MNZ_OK;

    for (uint32_t g = 0; g < r->metrics->num_groups && !st; g++) {
        const char *name;

        if (r->metrics->groups[g].scope != MNZ_SCOPE_FLOW)
            continue;
        name = mnz_arena_printf(&scratch, "observe.%s.reported",
                                r->metrics->groups[g].name);
        if (name)
            r->flow_scatter[mnz_row_of_group(r, g)] = mnz_stream_make(seed, name);
        else
            st = MNZ_ERR_NOMEM;
    }
    mnz_arena_finish(&scratch);
    return st;
}

static void
list_industries_and_ports(struct mnz_recorder *r)
{
    const struct mnz_network *net = r->metrics->net;
    const struct mnz_scenario *s = net->scenario;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *actor = &s->actors[net->nodes[i].actor];

        if (net->nodes[i].is_industry)
            r->industries[r->num_industries++] =
                (struct industry){i, actor->value_usd_per_year, actor->value_added};
    }
    for (uint32_t p = 0; p < net->num_ports; p++)
        r->ports[p] =
            (struct port_kind){net->ports[p].material,
                               (uint32_t)s->materials[net->ports[p].material].stage};
}

/* Whether plants stand at each stage, as a bit. */
static uint32_t
stages_with_plants(const struct mnz_network *net)
{
    uint32_t stages = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (!net->nodes[i].is_industry)
            stages |= UINT32_C(1) << net->scenario->actors[net->nodes[i].actor].stage;
    return stages;
}

/* A product counts at its plant's stage. Where no plant stands at the stage of the
 * material, it is all that is known of that stage, and counts there. */
static size_t
stage_and_place(const struct mnz_network *net, uint32_t plants, uint32_t node,
                uint32_t output)
{
    const struct mnz_actor *actor = &net->scenario->actors[net->nodes[node].actor];
    const enum mnz_stage of_goods =
        net->scenario->materials[net->outputs[output].material].stage;
    const enum mnz_stage stage = plants >> of_goods & 1u ? actor->stage : of_goods;

    return (size_t)stage * net->scenario->num_places + actor->place;
}

/* Number the makers, by stage, then place: maker_at[stage_and_place]. */
static void
number_makers(struct mnz_recorder *r, uint32_t *maker_at)
{
    const struct mnz_network *net = r->metrics->net;
    const uint32_t num_places = net->scenario->num_places;
    const uint32_t plants = stages_with_plants(net);
    uint32_t next = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *n = &net->nodes[i];

        for (uint32_t o = n->first_output;
             !n->is_industry && o < n->first_output + n->num_outputs; o++)
            maker_at[stage_and_place(net, plants, i, o)] = 1;
    }
    for (uint32_t stage = 0; stage < MNZ_NUM_STAGES; stage++) {
        r->first_maker[stage] = next;
        for (uint32_t k = 0; k < num_places; k++) {
            uint32_t *at = &maker_at[(size_t)stage * num_places + k];

            if (*at)
                *at = next++;
        }
    }
    r->first_maker[MNZ_NUM_STAGES] = next;
}

static enum mnz_status
list_products(struct mnz_recorder *r)
{
    const struct mnz_network *net = r->metrics->net;
    const size_t most = (size_t)net->scenario->num_places * MNZ_NUM_STAGES;
    const uint32_t plants = stages_with_plants(net);
    uint32_t *maker_at = calloc(most + 1, sizeof *maker_at);

    if (!maker_at)
        return MNZ_ERR_NOMEM;
    number_makers(r, maker_at);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];

        for (uint32_t o = node->first_output;
             !node->is_industry && o < node->first_output + node->num_outputs; o++)
            r->products[r->num_products++] =
                (struct product){o, i, net->outputs[o].material,
                                 maker_at[stage_and_place(net, plants, i, o)]};
    }
    free(maker_at);
    return MNZ_OK;
}

/* Kinds of rows that columns have. */
enum rows {
    ONE,
    INDUSTRIES,
    LEAVES,
    GROUPS,
    ELEMENTS,
    CONTROLS,
    MARKETS,
    FLOWS,
    INPUTS,
    STOCKPILES,
    STAGES,
    MAKERS,
    MATERIALS,
    PORTS,
    NUM_ROWS
};

static size_t
num_groups_of(const struct mnz_metrics *m, enum mnz_scope scope)
{
    return m->first_group[scope + 1] - m->first_group[scope];
}

static void
count_rows(const struct mnz_recorder *r, size_t counts[NUM_ROWS])
{
    const struct mnz_metrics *m = r->metrics;
    const size_t rows[NUM_ROWS] = {
        [ONE] = 1,
        [INDUSTRIES] = r->num_industries,
        [LEAVES] = m->num_leaves,
        [GROUPS] = m->num_groups,
        [ELEMENTS] = num_groups_of(m, MNZ_SCOPE_ELEMENT),
        [CONTROLS] = num_groups_of(m, MNZ_SCOPE_CONTROL),
        [MARKETS] = num_groups_of(m, MNZ_SCOPE_MARKET),
        [FLOWS] = num_groups_of(m, MNZ_SCOPE_FLOW),
        [INPUTS] = num_groups_of(m, MNZ_SCOPE_INPUT),
        [STOCKPILES] = num_groups_of(m, MNZ_SCOPE_STOCKPILE),
        [STAGES] = MNZ_NUM_STAGES,
        [MAKERS] = r->first_maker[MNZ_NUM_STAGES],
        [MATERIALS] = m->net->scenario->num_materials,
        [PORTS] = m->net->num_ports,
    };

    memcpy(counts, rows, sizeof rows);
}

/* Where a column's pointer lies in its record, and how large the column is. */
struct column {
    size_t offset, lanes; /* lanes: lane vectors in a row */
    enum rows rows;
};
#define PERIOD(type, name, rows)                                                       \
    {offsetof(struct period, name), sizeof(type) / sizeof(mnz_lane), rows},
#define RECORDER(type, name, rows)                                                     \
    {offsetof(struct mnz_recorder, name), sizeof(type) / sizeof(mnz_lane), rows},
static const struct column period_columns[] = {MNZ_PERIOD_COLUMNS(PERIOD)};
static const struct column trial_columns[] = {MNZ_TRIAL_COLUMNS(RECORDER)};
static const struct column scratch_columns[] = {MNZ_SCRATCH_COLUMNS(RECORDER)};
#define LENGTH(array) (sizeof(array) / sizeof *(array))

static size_t
count_lanes(const struct column *columns, size_t num, const size_t counts[NUM_ROWS])
{
    size_t lanes = 0;

    for (size_t i = 0; i < num; i++)
        lanes += columns[i].lanes * counts[columns[i].rows];
    return lanes;
}

/* Give the columns of `record` their parts of a block; returns its rest. */
static mnz_lane *
place_columns(void *record, const struct column *columns, size_t num,
              const size_t counts[NUM_ROWS], mnz_lane *block)
{
    for (size_t i = 0; i < num; i++) {
        memcpy((char *)record + columns[i].offset, &block, sizeof block);
        block += columns[i].lanes * counts[columns[i].rows];
    }
    return block;
}

static enum mnz_status
allocate_columns(struct mnz_recorder *r)
{
    size_t counts[NUM_ROWS], trial, scratch;
    mnz_lane *next;

    count_rows(r, counts);
    trial = count_lanes(trial_columns, LENGTH(trial_columns), counts);
    scratch = count_lanes(scratch_columns, LENGTH(scratch_columns), counts);
    r->period_lanes = count_lanes(period_columns, LENGTH(period_columns), counts);
    r->block_lanes = trial + 2 * r->period_lanes;
    r->block = mnz_arena_alloc(&r->arena, r->block_lanes + scratch, sizeof *r->block);
    if (!r->block)
        return MNZ_ERR_NOMEM;
    next = place_columns(r, trial_columns, LENGTH(trial_columns), counts, r->block);
    next =
        place_columns(&r->month, period_columns, LENGTH(period_columns), counts, next);
    next = place_columns(&r->horizon, period_columns, LENGTH(period_columns), counts,
                         next);
    place_columns(r, scratch_columns, LENGTH(scratch_columns), counts, next);
    return MNZ_OK;
}

static void
count_days(struct mnz_recorder *r)
{
    const int32_t start = r->metrics->net->scenario->start_day;

    for (uint32_t m = 0; m <= r->metrics->num_months; m++)
        r->days_before[m] = (double)(mnz_date_add_months(start, (int)m) - start);
}

static enum mnz_status
allocate_lists(struct mnz_recorder *r)
{
    const struct mnz_network *net = r->metrics->net;

    r->industries =
        mnz_arena_alloc(&r->arena, net->num_nodes + 1, sizeof *r->industries);
    r->ports = mnz_arena_alloc(&r->arena, net->num_ports + 1, sizeof *r->ports);
    r->products = mnz_arena_alloc(&r->arena, net->num_outputs + 1, sizeof *r->products);
    r->flow_scatter =
        mnz_arena_alloc(&r->arena, num_groups_of(r->metrics, MNZ_SCOPE_FLOW) + 1,
                        sizeof *r->flow_scatter);
    r->days_before =
        mnz_arena_alloc(&r->arena, r->metrics->num_months + 1, sizeof *r->days_before);
    if (!r->industries || !r->ports || !r->products || !r->flow_scatter ||
        !r->days_before)
        return MNZ_ERR_NOMEM;
    count_days(r);
    return MNZ_OK;
}

enum mnz_status
mnz_recorder_create(const struct mnz_selection *selection, uint64_t seed,
                    struct mnz_recorder **out)
{
    struct mnz_arena arena = {0};
    /* The recorder lives in its own arena, which aligns it for the lanes it holds. */
    struct mnz_recorder *r = mnz_arena_alloc(&arena, 1, sizeof *r);
    enum mnz_status st = r ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        return st;
    r->arena = arena;
    r->selection = selection;
    r->metrics = selection->metrics;
    st = allocate_lists(r);
    if (!st) {
        list_industries_and_ports(r);
        st = list_products(r);
    }
    if (!st)
        st = name_scatter(r, seed);
    if (!st)
        st = allocate_columns(r);
    if (st)
        mnz_recorder_destroy(r);
    else
        *out = r;
    return st;
}

void
mnz_recorder_destroy(struct mnz_recorder *recorder)
{
    struct mnz_arena arena;

    if (!recorder)
        return;
    arena = recorder->arena;
    mnz_arena_finish(&arena);
}

void
mnz_recorder_write_to(struct mnz_recorder *r, mnz_lane *values)
{
    r->values = values;
}

double
mnz_recorder_value(const struct mnz_recorder *r, uint32_t series, int lane)
{
    return r->values[series][lane];
}

/* Months since the year 0, so that a month scatters alike whenever a run begins. */
static uint64_t
calendar_month(const struct mnz_scenario *s, uint32_t month)
{
    int year, first, unused;

    mnz_date_to_ymd(s->start_day, &year, &first, &unused);
    return (uint64_t)(year * 12 + first - 1) + month;
}

/* A scale of exactly 1, growth and scatter of 0 leave the tonnes as they are, to the
 * last bit. */
void
mnz_recorder_reported(const struct mnz_recorder *r, const struct mnz_batch *b,
                      uint32_t group, uint32_t month, double factor[MNZ_LANES])
{
    const struct mnz_scenario *s = r->metrics->net->scenario;
    const struct mnz_observed *o = &s->observed[r->metrics->groups[group].index];
    const uint64_t at = calendar_month(s, month);
    const mnz_value_id season = o->season[at % 12];

    for (int lane = 0; lane < MNZ_LANES; lane++) {
        const double growth = b->value[o->growth_per_year][lane];
        const double sd = b->value[o->scatter][lane];
        const uint64_t trial = mnz_lane_trial(&b->trials, lane);

        factor[lane] = b->value[o->scale][lane];
        if (growth != 0.0)
            factor[lane] *= mnz_pow(fmax(0.0, 1.0 + growth), (double)month / 12.0);
        if (season != MNZ_VALUE_NONE)
            factor[lane] *= b->value[season][lane];
        if (sd > 0.0)
            factor[lane] *= mnz_exp(
                sd * mnz_normal_quantile(mnz_stream_uniform(
                         &r->flow_scatter[mnz_row_of_group(r, group)], trial, at)) -
                0.5 * sd * sd);
    }
}

void
mnz_recorder_limits(const struct mnz_recorder *r, uint64_t *counts, uint32_t mask,
                    uint32_t weight)
{
    for (uint32_t p = 0; p < r->metrics->net->num_ports; p++)
        for (int lane = 0; lane < MNZ_LANES; lane++)
            if (mask >> lane & 1u)
                counts[p] += weight * (uint64_t)r->limits[p][lane];
}
