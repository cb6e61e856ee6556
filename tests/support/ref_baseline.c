/* ref_baseline.c - the baseline of one trial, and the state before its first step. */

#include <math.h>

#include "support/ref_state.h"

/* Base shares without offtakes and tariffs. */
static void
set_shares(struct ref *r, uint32_t port)
{
    const uint32_t num_links = r->net->ports[port].num_links;
    double sum = 0.0;

    for (uint32_t i = 0; i < num_links; i++) {
        const uint32_t l = ref_port_link(r, port, i);

        r->links[l].share =
            ref_first(r, r->net->links[l].share) * r->net->links[l].split;
        sum += r->links[l].share;
    }
    for (uint32_t i = 0; i < num_links; i++) {
        struct ref_link *l = &r->links[ref_port_link(r, port, i)];

        l->omega = ref_ratio(l->share, sum);
        l->w = l->omega;
    }
}

/* X = max over the driving outputs of (sum of n) / y; 1 for industries. */
static double
baseline_activity(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double X = 0.0;

    if (N->is_industry)
        return 1.0;
    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++)
        if (r->net->outputs[m].is_driving && r->outputs[m].y > 0.0)
            X = fmax(X, r->outputs[m].baseline / r->outputs[m].y);
    return X;
}

/* Goods in transit are L n: n in each of steps 0 .. k-1 and r n in step k. */
static void
fill_pipeline(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    double longest = 0.0;
    uint32_t k;

    for (uint32_t t = 0; t < r->net->num_steps; t++)
        longest = fmax(longest, ref_value_at(r, r->net->links[link].lead_months, t));
    l->L = ref_first(r, r->net->links[link].lead_months) / r->Delta;
    l->num_arrives = r->net->num_steps + (uint32_t)floor(longest / r->Delta) + 2;
    l->arrives = ref_room(r, l->num_arrives, sizeof *l->arrives);
    k = (uint32_t)floor(l->L);
    for (uint32_t t = 0; t < k; t++)
        l->arrives[t] = l->n;
    l->arrives[k] = (l->L - k) * l->n;
}

static void
start_port(struct ref *r, uint32_t port, double X)
{
    const struct mnz_net_port *P = &r->net->ports[port];
    const double scale = r->net->nodes[P->node].is_industry ? r->yps : 1.0;
    struct ref_port *p = &r->ports[port];

    p->u = ref_first(r, P->use) * scale;
    p->base_u = p->u;
    p->c = ref_first(r, P->cover_months) / r->Delta;
    p->I = p->c * p->u * X;
    set_shares(r, port);
    for (uint32_t i = 0; i < P->num_links; i++) {
        const uint32_t id = ref_port_link(r, port, i);
        struct ref_link *l = &r->links[id];

        l->f = 1.0;
        l->n = l->omega * p->u * X;
        l->baseline = l->n;
        l->last_o = l->n;
        l->slowest = MNZ_NONE;
        l->Q = ref_room(r, r->J, sizeof *l->Q);
        r->outputs[r->net->links[id].output].baseline += l->n;
        fill_pipeline(r, id);
    }
}

/* The mean of the buyers' military shares, by baseline flow. */
static double
military_share(const struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double weighted = 0.0, sum = 0.0;

    if (N->is_industry)
        return ref_actor(r, node)->end_use == MNZ_USE_MILITARY ? 1.0 : 0.0;
    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];

        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++) {
            weighted +=
                r->links[l].baseline * r->nodes[mnz_network_buyer(r->net, l)].ms;
            sum += r->links[l].baseline;
        }
    }
    return ref_ratio(weighted, sum);
}

/* A node whose buyers are all started. */
static void
start_node(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    struct ref_node *x = &r->nodes[node];

    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        struct ref_output *out = &r->outputs[m];

        out->y = ref_first(r, r->net->outputs[m].yield);
        out->O = out->baseline;
        out->S =
            ref_first(r, r->net->outputs[m].cover_months) / r->Delta * out->baseline;
    }
    x->X = baseline_activity(r, node);
    x->baseline = x->X;
    x->factor = 1.0;
    if (N->is_industry)
        x->F = ref_first(r, ref_actor(r, node)->output_cover_months) / r->Delta * x->X;
    x->ms = military_share(r, node);
    for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
        start_port(r, p, x->X);
}

static void
start_piles(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *H = &r->net->stockpiles[i];
        double use = 0.0;

        for (uint32_t l = 0; l < r->net->num_links; l++)
            if (r->links[l].num_arrives >= r->stockpiles[i].num_arrives)
                r->stockpiles[i].num_arrives = r->links[l].num_arrives + 1;
        r->stockpiles[i].arrives =
            ref_room(r, r->stockpiles[i].num_arrives, sizeof(double));
        for (uint32_t j = 0; j < H->num_ports; j++) {
            const uint32_t p = r->net->stockpile_ports[H->first_port + j];

            use += r->ports[p].u * r->nodes[r->net->ports[p].node].X;
        }
        r->stockpiles[i].first_holding = ref_first(r, H->amount);
        if (H->in_months_of_use)
            r->stockpiles[i].first_holding *= use / r->Delta;
        r->stockpiles[i].held =
            r->stockpiles[i].first_holding *
            ref_first(r, r->s->policies[H->policy].stockpile.starts_with);
    }
}

void
ref_start(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_nodes; i++)
        start_node(r, r->net->order[i]);
    start_piles(r);
    ref_start_returns(r);
    for (uint32_t i = 0; i < r->net->num_recyclings; i++)
        r->outputs[r->net->recyclings[i].output].has_scrap = 1;
    for (uint32_t m = 0; m < r->s->num_materials; m++)
        for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
            r->content[m * MNZ_NUM_RARE_EARTHS + e] = ref_content(r, m, e, 0);
}
