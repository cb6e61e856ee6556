/* blame_orders.c - full supply, goods held back, orders that are missing; see
 * docs/model/blame.md. */

#include "study/blame_orders.h"

#include "study/blame_holds.h"

static void follow_premiums(struct mnz_blame_lane *x);
static void need(struct mnz_blame_lane *x, const struct mnz_plan_node *node);
static void look_at_node(struct mnz_blame_lane *x, const struct mnz_plan_node *node);

void
mnz_blame_look_at_orders(struct mnz_blame_lane *x)
{
    const struct mnz_engine *e = x->b->engine;

    for (uint32_t i = 0; i < e->num_licensed; i++)
        x->in_hand[i] = mnz_licensed_at(x->b, i)->in_hand[x->lane];
    follow_premiums(x);
    for (uint32_t o = 0; o < e->net->num_outputs; o++)
        x->outputs[o].needed = 0.0;
    for (uint32_t k = 0; k < e->net->num_nodes; k++) {
        need(x, &e->nodes[k]);
        look_at_node(x, &e->nodes[k]);
    }
}

/* The mix of a premium moves as the premium does. */
static void
follow_premiums(struct mnz_blame_lane *x)
{
    const double per_smooth = x->b->per_price_smooth[x->lane];

    for (uint32_t m = 0; m < x->b->engine->net->num_markets; m++) {
        struct mnz_blame_market *market = &x->markets[m];
        const double premium = mnz_blame_at(x, x->b->premium, m);
        const double left = market->premium * (1.0 - per_smooth);

        if (premium > 0.0 && market->gaps != MNZ_NO_MIX) {
            mnz_mix_begin(&x->mixes);
            mnz_mix_add(&x->mixes, left, market->premium_mix);
            mnz_mix_add(&x->mixes, premium - left, market->gaps);
            market->premium_mix = mnz_mix_end(&x->mixes);
        }
        market->premium = premium;
    }
}

/* Xn of a node, N of the links on which it buys. */
static void
need(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_network *net = b->engine->net;
    double needed = node->is_industry ? mnz_blame_at(x, b->wanted, node->node) : 0.0;

    for (uint32_t o = node->first_output; o < node->end_output; o++) {
        const double yield = mnz_blame_at(x, b->yield, o);

        if (net->outputs[o].is_driving && yield > 0.0 &&
            x->outputs[o].needed / yield > needed)
            needed = x->outputs[o].needed / yield;
    }
    x->nodes[node->node].needed = needed;
    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const struct mnz_net_port *port = &net->ports[p];
        const double use = b->port[p].use[x->lane] * needed;

        for (uint32_t l = port->first_link; l < port->first_link + port->num_links;
             l++) {
            x->links[l].needed = mnz_blame_at(x, b->omega, l) * use;
            x->outputs[b->engine->links[l].output].needed += x->links[l].needed;
        }
    }
}

/* Duties on a link, by tariff. */
static void
add_duties(struct mnz_blame_lane *x, uint32_t l, double paid)
{
    const struct mnz_network *net = x->b->engine->net;
    const struct mnz_net_link *link = mnz_engine_link(x->b->engine, l);

    for (uint32_t j = 0; j < link->num_controls; j++) {
        const uint32_t id = net->link_controls[link->first_control + j];
        const struct mnz_control *c = &net->scenario->controls[id];

        if (c->kind == MNZ_CONTROL_TARIFF)
            mnz_blame_add_label(x,
                                paid * mnz_blame_phi(x, c->regime) *
                                    mnz_blame_value(x, c->tariff.rate) *
                                    mnz_blame_value(x, c->tariff.pass),
                                MNZ_BLAME_TARIFF, id, mnz_blame_seller(x, l));
    }
}

/* Why an industry's customers want less at these prices. */
static mnz_mix
price_mix(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_network *net = b->engine->net;
    mnz_mix mix;

    mnz_mix_begin(&x->mixes);
    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const struct mnz_net_port *port = &net->ports[p];
        const double cost =
            mnz_blame_at(x, b->price, port->material) * b->port[p].use[x->lane];

        mnz_mix_add(&x->mixes, cost * mnz_blame_at(x, b->premium, port->market),
                    x->markets[port->market].premium_mix);
        for (uint32_t j = 0; b->duty && j < port->num_links; j++)
            add_duties(x, port->first_link + j,
                       cost * b->link[port->first_link + j].w[x->lane]);
    }
    mix = mnz_mix_end(&x->mixes);
    return mix == MNZ_NO_MIX
               ? mnz_blame_as_mix(x, MNZ_BLAME_PRICE, MNZ_NONE, node->node)
               : mix;
}

/* Why a facility is asked for less than full supply needs. */
static mnz_mix
orders_of_facility(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_engine *e = x->b->engine;
    const struct mnz_blame_node *n = &x->nodes[node->node];

    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, n->needed - mnz_blame_at(x, x->b->capacity, node->node),
                n->capacity);
    for (uint32_t o = node->first_output; o < node->end_output; o++) {
        const struct mnz_net_output *output = &e->net->outputs[o];

        for (uint32_t j = 0; j < output->num_links; j++) {
            const struct mnz_blame_link *link =
                &x->links[e->link_at[output->first_link + j]];
            const double lost = mnz_blame_positive(link->needed - link->allowed);
            const double known = link->held + link->unordered;

            if (!(lost > 0.0) || !(known > 0.0))
                continue;
            mnz_mix_add(&x->mixes, lost * link->held / known, link->hold);
            mnz_mix_add(&x->mixes, lost * link->unordered / known, link->reason);
        }
    }
    return mnz_mix_end(&x->mixes);
}

/* Purchases ahead of a date join the reasons to order more. */
static void
add_hoarding(struct mnz_blame_lane *x, uint32_t p)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_network *net = b->engine->net;
    struct mnz_blame_port *port = &x->ports[p];
    const uint32_t node = net->ports[p].node;
    const double normal =
        b->port[p].use[x->lane] * mnz_blame_at(x, b->normal_activity, node);

    if (!(mnz_blame_at(x, b->hoarding, p) > 0.0))
        return;
    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, port->longed_for, port->longing);
    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];
        const struct mnz_control *control = &net->scenario->controls[c];

        for (uint32_t j = 0; j < scope->num_ports; j++)
            if (control->kind == MNZ_CONTROL_SURGE &&
                net->control_ports[scope->first_port + j] == p)
                mnz_blame_add_label(x,
                                    normal * mnz_blame_phi(x, control->regime) *
                                        mnz_blame_value(x, control->surge.size),
                                    MNZ_BLAME_HOARDED, c, node);
    }
    port->longing = mnz_mix_end(&x->mixes);
}

static void
look_at_link(struct mnz_blame_lane *x, uint32_t l, double use)
{
    const struct mnz_batch *b = x->b;
    struct mnz_blame_link *link = &x->links[l];
    const uint32_t buyer = b->engine->net->ports[b->engine->links[l].port].node;
    const struct mnz_blame_node *n = &x->nodes[buyer];
    const double omega = mnz_blame_at(x, b->omega, l), w = b->link[l].w[x->lane];

    link->extra = b->extra ? mnz_blame_at(x, b->extra, l) : 0.0;
    link->allowed = mnz_blame_positive(b->link[l].allowed[x->lane] - link->extra);
    mnz_blame_hold(x, l);
    link->unordered = mnz_blame_positive(link->passes - link->allowed);
    link->reason = MNZ_NO_MIX;
    if (!(link->unordered > 1e-9 * link->needed))
        return;
    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, (omega - w) * use * n->needed, link->last);
    mnz_mix_add(&x->mixes,
                omega * use * (n->needed - mnz_blame_at(x, b->target, buyer)),
                n->orders);
    link->reason = mnz_mix_end(&x->mixes);
}

/* Its mixes of capacity and lost orders, then its links. */
static void
look_at_node(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_network *net = b->engine->net;
    struct mnz_blame_node *n = &x->nodes[node->node];
    const double dust = 1e-9 * n->needed;

    n->capacity = n->orders = MNZ_NO_MIX;
    if (node->is_industry) {
        if (n->needed - mnz_blame_at(x, b->demand_at_price, node->node) > dust)
            n->orders = price_mix(x, node);
    } else if (n->needed - mnz_blame_at(x, b->target, node->node) > dust) {
        if (n->needed - mnz_blame_at(x, b->capacity, node->node) > dust)
            n->capacity = mnz_blame_capacity(x, node->node);
        n->orders = orders_of_facility(x, node);
    }
    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const struct mnz_net_port *port = &net->ports[p];

        if (b->hoarding)
            add_hoarding(x, p);
        for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++)
            look_at_link(x, l, b->port[p].use[x->lane]);
    }
}
