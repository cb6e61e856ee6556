/* ref_adapt.c - move 9 of a step: buyers, plants and prices follow the flows. */

#include <math.h>

#include "support/ref_state.h"

/* f, and the shares, which move only from links that fail to links that can take over.
 */
static void
move_shares(struct ref *r, uint32_t port)
{
    const uint32_t num_links = r->net->ports[port].num_links;
    const double normal_use = r->ports[port].u * r->nodes[r->net->ports[port].node].X;
    double *loss = ref_room(r, num_links, sizeof *loss);
    double *room = ref_room(r, num_links, sizeof *room);
    double *over = ref_room(r, num_links, sizeof *over);
    double *back = ref_room(r, num_links, sizeof *back);
    double Sloss = 0.0, Sroom = 0.0, Sover = 0.0, Sback = 0.0;

    for (uint32_t i = 0; i < num_links; i++) {
        const uint32_t id = ref_port_link(r, port, i);
        struct ref_link *l = &r->links[id];
        const double asked = fmin(l->o, l->n);
        /* An order that is only rounding says nothing of the supplier. */
        const double filled =
            asked <= 1e-9 * normal_use + 1e-9 ? 1.0 : fmin(1.0, l->got / asked);

        l->f += r->fill_memory * (filled - l->f);
        loss[i] = l->w * (1.0 - l->f);
        room[i] = fmax(0.0, l->qualified + l->b - l->w) * l->f;
        over[i] = fmax(0.0, l->w - l->omega);
        back[i] = fmax(0.0, fmin(l->omega, ref_reach(r, id)) - l->w) * l->f;
        Sloss += loss[i];
        Sroom += room[i];
        Sover += over[i];
        Sback += back[i];
    }
    for (uint32_t i = 0; i < num_links; i++) {
        struct ref_link *l = &r->links[ref_port_link(r, port, i)];
        const double moved = r->switching * fmin(Sloss, Sroom) *
                             (ref_ratio(room[i], Sroom) - ref_ratio(loss[i], Sloss));
        const double returned = r->return_share * fmin(Sback, Sover) *
                                (ref_ratio(back[i], Sback) - ref_ratio(over[i], Sover));

        l->w = fmax(0.0, l->w + moved + returned);
    }
}

static void
follow_demand(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double wanted = 0.0;

    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        struct ref_output *out = &r->outputs[m];

        if (r->net->outputs[m].is_driving && out->y > 0.0)
            wanted = fmax(wanted, out->A / out->y);
        out->O += (out->A - out->O) / r->tau;
    }
    r->nodes[node].X += (fmin(r->nodes[node].K, wanted) - r->nodes[node].X) / r->tau;
}

/* Demand of a port in this step at base prices: the normal purchases, or its orders
 * with those that the price prevented, if they are less. */
static double
demand_of(const struct ref *r, uint32_t port)
{
    const struct ref_node *x = &r->nodes[r->net->ports[port].node];
    double normal = 0.0, ordered = 0.0;

    for (uint32_t i = 0; i < r->net->ports[port].num_links; i++) {
        normal += r->links[ref_port_link(r, port, i)].n;
        ordered += r->links[ref_port_link(r, port, i)].o;
    }
    if (r->net->nodes[r->net->ports[port].node].is_industry)
        ordered += r->ports[port].u * (x->factor - x->D0);
    return fmin(normal, ordered);
}

/* Part of the demand of a market's buyers that is met. */
static double
part_served(const struct ref *r, uint32_t market)
{
    double got = 0.0, demand = 0.0;

    for (uint32_t p = 0; p < r->net->num_ports; p++) {
        if (r->net->ports[p].market != market)
            continue;
        got += r->ports[p].released;
        for (uint32_t i = 0; i < r->net->ports[p].num_links; i++)
            got += r->links[ref_port_link(r, p, i)].got;
        demand += demand_of(r, p);
    }
    /* A gap that is only rounding is none. */
    return got < (1.0 - 1e-9) * demand - 1e-9 ? got / demand : 1.0;
}

static void
move_price(struct ref *r, uint32_t market)
{
    const uint32_t material = r->net->markets[market].material;
    const double elasticity = ref_value(r, r->s->materials[material].elasticity);
    const double ratio = part_served(r, market);
    double target = 0.0;

    if (ratio < 1.0)
        target = elasticity > 0.0 ? fmin(r->cap, pow(ratio, -1.0 / elasticity) - 1.0)
                                  : r->cap;
    r->premium[market] += (target - r->premium[market]) / r->price_smooth;
}

/* B, the output lost that may still be made up for; then growth into the next step. */
static void
grow(struct ref *r, uint32_t node)
{
    const struct mnz_actor *actor = ref_actor(r, node);
    struct ref_node *x = &r->nodes[node];

    if (r->net->nodes[node].is_industry)
        x->B += ref_value(r, actor->recovers) * fmax(0.0, x->D0 - x->delivered) -
                fmax(0.0, x->delivered - x->D0);
    x->factor *= pow(1.0 + ref_value(r, actor->growth_per_year), r->yps);
}

void
ref_adapt(struct ref *r)
{
    for (uint32_t p = 0; p < r->net->num_ports; p++)
        move_shares(r, p);
    for (uint32_t i = 0; i < r->net->num_nodes; i++)
        if (!r->net->nodes[i].is_industry)
            follow_demand(r, i);
    for (uint32_t m = 0; m < r->net->num_markets; m++)
        move_price(r, m);
    for (uint32_t l = 0; l < r->net->num_links; l++)
        r->links[l].last_o = r->links[l].o;
    for (uint32_t i = 0; i < r->net->num_nodes; i++)
        grow(r, i);
    ref_run_clocks(r);
    ref_run_learning(r);
    ref_age_technology(r);
}
