/* recorder.c - the memory of a recorder, and what is read from it after a run. */

#include "study/recorder.h"

#include <math.h>
#include <stdlib.h>

#include "base/dates.h"
#include "base/mathfn.h"
#include "study/record_kernel.h"

#define ENTRY(isa, suffix) [isa] = &mnz_record_kernel_##suffix,
static const struct mnz_record_kernel *const kernels[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};

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
            r->flow_scatter[g] = mnz_stream_make(seed, name);
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

    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (net->nodes[i].is_industry)
            r->industries[r->num_industries++] =
                (struct industry){i, s->actors[net->nodes[i].actor].value_usd_per_year};
    for (uint32_t p = 0; p < net->num_ports; p++)
        r->ports[p] =
            (struct port_kind){net->ports[p].material,
                               (uint32_t)s->materials[net->ports[p].material].stage};
}

static size_t
stage_and_place(const struct mnz_network *net, uint32_t node)
{
    const struct mnz_actor *actor = &net->scenario->actors[net->nodes[node].actor];

    return (size_t)actor->stage * net->scenario->num_places + actor->place;
}

/* Number the makers, by stage, then place: maker_at[stage_and_place]. */
static void
number_makers(struct mnz_recorder *r, uint32_t *maker_at)
{
    const struct mnz_network *net = r->metrics->net;
    const uint32_t num_places = net->scenario->num_places;
    uint32_t next = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (!net->nodes[i].is_industry)
            maker_at[stage_and_place(net, i)] = 1;
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
    uint32_t *maker_at = calloc(most + 1, sizeof *maker_at);

    if (!maker_at)
        return MNZ_ERR_NOMEM;
    number_makers(r, maker_at);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];

        for (uint32_t o = node->first_output;
             !node->is_industry && o < node->first_output + node->num_outputs; o++)
            r->products[r->num_products++] = (struct product){
                o, i, net->outputs[o].material, maker_at[stage_and_place(net, i)]};
    }
    free(maker_at);
    return MNZ_OK;
}

enum mnz_status
mnz_recorder_create(const struct mnz_metrics *metrics, uint64_t seed,
                    struct mnz_recorder **out)
{
    struct mnz_arena arena = {0};
    /* The recorder lives in its own arena, which aligns it for the lanes it holds. */
    struct mnz_recorder *r = mnz_arena_alloc(&arena, 1, sizeof *r);
    const size_t leaves = metrics->num_leaves + 1, nodes = metrics->net->num_nodes + 1;
    const size_t groups = metrics->num_groups + 1;
    const size_t makers = (size_t)metrics->net->scenario->num_places * MNZ_NUM_STAGES;

    *out = NULL;
    if (!r)
        return MNZ_ERR_NOMEM;
    r->arena = arena;
    r->metrics = metrics;
    r->industries = mnz_arena_alloc(&r->arena, nodes, sizeof *r->industries);
    r->ports =
        mnz_arena_alloc(&r->arena, metrics->net->num_ports + 1, sizeof *r->ports);
    r->products =
        mnz_arena_alloc(&r->arena, metrics->net->num_outputs + 1, sizeof *r->products);
    r->material_content = mnz_arena_alloc(
        &r->arena, metrics->net->scenario->num_materials + 1, sizeof(mnz_lane));
    r->content = mnz_arena_alloc(&r->arena, leaves, sizeof(mnz_lane));
    r->use = mnz_arena_alloc(&r->arena, nodes, sizeof(mnz_lane));
    r->activity = mnz_arena_alloc(&r->arena, nodes, sizeof *r->activity);
    r->earlier = mnz_arena_alloc(&r->arena, leaves, sizeof *r->earlier);
    r->month = mnz_arena_alloc(&r->arena, nodes, sizeof *r->month);
    r->horizon = mnz_arena_alloc(&r->arena, nodes, sizeof *r->horizon);
    r->element_gaps = mnz_arena_alloc(&r->arena, leaves, sizeof *r->element_gaps);
    r->element_horizon = mnz_arena_alloc(&r->arena, groups, sizeof *r->element_horizon);
    r->peak = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->months_short = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->first_short = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->office = mnz_arena_alloc(&r->arena, groups, sizeof(struct office));
    r->price_month = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->price_horizon = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->flow_month = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->flow_horizon = mnz_arena_alloc(&r->arena, groups, sizeof(mnz_lane));
    r->flow_scatter = mnz_arena_alloc(&r->arena, groups, sizeof *r->flow_scatter);
    r->made_month = mnz_arena_alloc(&r->arena, makers + 1, sizeof(mnz_lane));
    r->made = mnz_arena_alloc(&r->arena, makers + 1, sizeof(mnz_lane));
    r->limits =
        mnz_arena_alloc(&r->arena, metrics->net->num_ports + 1, sizeof(mnz_lane));
    if (!r->industries || !r->ports || !r->products || !r->material_content ||
        !r->content || !r->use || !r->activity || !r->earlier || !r->month ||
        !r->horizon || !r->element_gaps || !r->element_horizon || !r->peak ||
        !r->months_short || !r->first_short || !r->office || !r->price_month ||
        !r->price_horizon || !r->made_month || !r->made || !r->limits ||
        !r->flow_month || !r->flow_horizon || !r->flow_scatter) {
        mnz_recorder_destroy(r);
        return MNZ_ERR_NOMEM;
    }
    list_industries_and_ports(r);
    if (list_products(r) || name_scatter(r, seed)) {
        mnz_recorder_destroy(r);
        return MNZ_ERR_NOMEM;
    }
    *out = r;
    return MNZ_OK;
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

struct mnz_observer
mnz_recorder_observer(struct mnz_recorder *recorder, enum mnz_isa isa)
{
    return (struct mnz_observer){.step = kernels[isa]->step, .context = recorder};
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

/* A value of exactly 1 or 0 leaves what was shipped as it is, to the last bit. */
void
mnz_recorder_reported(const struct mnz_recorder *r, const struct mnz_batch *b,
                      uint32_t group, uint32_t month, double factor[MNZ_LANES])
{
    const struct mnz_scenario *s = r->metrics->net->scenario;
    const struct mnz_observed *o = &s->observed[r->metrics->groups[group].index];
    const uint64_t at = calendar_month(s, month);

    for (int lane = 0; lane < MNZ_LANES; lane++) {
        const double growth = b->value[o->growth_per_year][lane];
        const double sd = b->value[o->scatter][lane];
        const uint64_t trial = b->trials.first + b->trials.stride * (uint64_t)lane;

        factor[lane] = b->value[o->scale][lane];
        if (growth != 0.0)
            factor[lane] *= mnz_pow(fmax(0.0, 1.0 + growth), (double)month / 12.0);
        if (sd > 0.0)
            factor[lane] *= mnz_exp(sd * mnz_normal_quantile(mnz_stream_uniform(
                                             &r->flow_scatter[group], trial, at)) -
                                    0.5 * sd * sd);
    }
}

void
mnz_recorder_limits(const struct mnz_recorder *r, uint64_t *counts, uint32_t mask)
{
    for (uint32_t p = 0; p < r->metrics->net->num_ports; p++)
        for (int lane = 0; lane < MNZ_LANES; lane++)
            if (mask >> lane & 1u)
                counts[p] += (uint64_t)r->limits[p][lane];
}
