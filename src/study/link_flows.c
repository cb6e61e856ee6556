/* link_flows.c - tonnes over links, month by month. */

#include "study/link_flows.h"

#include <math.h>
#include <string.h>

#include "engine/plan.h"
#include "study/shipped.h"

/* A month's usual tonnes of a buyer are about 2^24 quanta: single trials are exact to
 * seven digits, and there is room for 2^30 trials of 512 times as much. */
enum { QUANTUM_BITS = 24, MOST_BITS = 33 };

struct mnz_link_flows {
    struct mnz_arena arena;
    const struct mnz_network *net;
    struct mnz_observer next;
    uint32_t lanes, weight; /* of the batch at hand */
    mnz_lane *tonnes;       /* [link] of this month */
    double *quantum;        /* [link] t */
    int64_t *sums;          /* [month][link] */
};

/* From what its buyer takes in the baseline. */
static enum mnz_status
set_quanta(struct mnz_link_flows *f)
{
    const struct mnz_network *net = f->net;
    struct mnz_baseline *base;
    enum mnz_status st = mnz_baseline_create(net, mnz_network_median_draws(net), &base);

    if (st)
        return st;
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_net_port *port = &net->ports[p];
        double usual = 0.0;

        for (uint32_t k = 0; k < port->num_links; k++)
            usual += base->flow[net->port_links[port->first_link + k]] / 12.0;
        for (uint32_t k = 0; k < port->num_links; k++)
            f->quantum[net->port_links[port->first_link + k]] =
                ldexp(1.0, ilogb(usual > 1e-6 ? usual : 1e-6) - QUANTUM_BITS);
    }
    mnz_baseline_destroy(base);
    return MNZ_OK;
}

enum mnz_status
mnz_link_flows_create(const struct mnz_network *network, struct mnz_link_flows **out)
{
    const size_t cells = (size_t)network->num_links * network->num_months;
    struct mnz_arena arena = {0};
    struct mnz_link_flows *f;
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (cells > MNZ_MOST_LINK_FLOWS)
        return MNZ_OK;
    f = mnz_arena_alloc(&arena, 1, sizeof *f);
    if (!f)
        return MNZ_ERR_NOMEM;
    f->arena = arena;
    f->net = network;
    f->tonnes =
        mnz_arena_alloc(&f->arena, (size_t)network->num_links + 1, sizeof *f->tonnes);
    f->quantum =
        mnz_arena_alloc(&f->arena, (size_t)network->num_links + 1, sizeof *f->quantum);
    f->sums = mnz_arena_alloc(&f->arena, cells + 1, sizeof *f->sums);
    if (f->tonnes && f->quantum && f->sums)
        st = set_quanta(f);
    if (st)
        mnz_link_flows_destroy(f);
    else
        *out = f;
    return st;
}

void
mnz_link_flows_destroy(struct mnz_link_flows *flows)
{
    struct mnz_arena arena;

    if (!flows)
        return;
    arena = flows->arena;
    mnz_arena_finish(&arena);
}

/* The month is over: its tonnes become quanta. */
static void
end_month(struct mnz_link_flows *f, uint32_t month)
{
    int64_t *sums = &f->sums[(size_t)month * f->net->num_links];
    const double most = ldexp(1.0, MOST_BITS);

    for (uint32_t i = 0; i < f->net->num_links; i++) {
        for (uint32_t lane = 0; lane < f->lanes; lane++)
            sums[i] += f->weight *
                       (int64_t)rint(fmin(f->tonnes[i][lane] / f->quantum[i], most));
        f->tonnes[i] = lane_of(0.0);
    }
}

static void
after_orders(void *context, const struct mnz_batch *b)
{
    const struct mnz_link_flows *f = context;

    if (f->next.ordered)
        f->next.ordered(f->next.context, b);
}

static void
after_step(void *context, const struct mnz_batch *b)
{
    struct mnz_link_flows *f = context;
    const struct mnz_network *net = f->net;
    const uint32_t month = net->month_of_step[b->step];

    if (f->next.step)
        f->next.step(f->next.context, b);
    if (month == MNZ_NONE)
        return;
    for (uint32_t i = 0; i < net->num_links; i++)
        f->tonnes[i] += mnz_shipped(b, b->engine->link_at[i]);
    if (b->step + 1 == net->num_steps || net->month_of_step[b->step + 1] != month)
        end_month(f, month);
}

struct mnz_observer
mnz_link_flows_observer(struct mnz_link_flows *flows, const struct mnz_observer *next,
                        uint32_t lanes, uint32_t weight)
{
    flows->next = *next;
    flows->lanes = lanes;
    flows->weight = weight;
    memset(flows->tonnes, 0, flows->net->num_links * sizeof *flows->tonnes);
    return (struct mnz_observer){
        .ordered = next->ordered ? after_orders : NULL,
        .step = after_step,
        .context = flows,
    };
}

void
mnz_link_flows_merge(struct mnz_link_flows *into, const struct mnz_link_flows *from)
{
    const size_t cells = (size_t)into->net->num_links * into->net->num_months;

    for (size_t i = 0; i < cells; i++)
        into->sums[i] += from->sums[i];
}

void
mnz_link_flows_write(const struct mnz_link_flows *flows, struct mnz_byte_writer *writer)
{
    const size_t cells = (size_t)flows->net->num_links * flows->net->num_months;

    for (size_t i = 0; i < cells; i++)
        mnz_put_count(writer, (uint64_t)flows->sums[i]);
}

void
mnz_link_flows_read(struct mnz_link_flows *flows, struct mnz_byte_reader *reader)
{
    const size_t cells = (size_t)flows->net->num_links * flows->net->num_months;

    for (size_t i = 0; i < cells; i++)
        flows->sums[i] = (int64_t)mnz_take_count_to(reader, INT64_MAX);
}

double
mnz_link_flows_mean(const struct mnz_link_flows *flows, uint64_t trials, uint32_t link,
                    uint32_t month)
{
    const size_t at = (size_t)month * flows->net->num_links + link;

    return trials > 0 ? (double)flows->sums[at] * flows->quantum[link] / (double)trials
                      : (double)NAN;
}

double
mnz_years_of_month(const struct mnz_network *network, uint32_t month)
{
    double years = 0.0;

    for (uint32_t i = 0; i < network->num_steps; i++)
        if (network->month_of_step[i] == month ||
            (month == MNZ_NONE && network->month_of_step[i] != MNZ_NONE))
            years += network->years_per_step;
    return years;
}
