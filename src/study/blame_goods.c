/* blame_goods.c - gaps on links and in stocks, and the losses that follow; see
 * docs/model/blame.md. */

#include "study/blame_goods.h"

#include <stdlib.h>
#include <string.h>

#include "study/blame_holds.h"

static void look_at_link(struct mnz_blame_lane *x, uint32_t l);
static void look_at_port(struct mnz_blame_lane *x, uint32_t p);
static void look_at_node(struct mnz_blame_lane *x, const struct mnz_plan_node *node);
static void look_at_output(struct mnz_blame_lane *x, uint32_t o);
static void note_losses(struct mnz_blame_lane *x, const struct mnz_plan_node *node);
static void end_step(struct mnz_blame_lane *x);

void
mnz_blame_look_at_goods(struct mnz_blame_lane *x)
{
    const struct mnz_engine *e = x->b->engine;

    for (uint32_t k = e->net->num_nodes; k-- > 0;) {
        const struct mnz_plan_node *node = &e->nodes[k];

        for (uint32_t p = node->first_port; p < node->end_port; p++) {
            const struct mnz_net_port *port = &e->net->ports[p];

            for (uint32_t j = 0; j < port->num_links; j++)
                look_at_link(x, port->first_link + j);
            look_at_port(x, p);
        }
        look_at_node(x, node);
        for (uint32_t o = node->first_output; o < node->end_output; o++)
            look_at_output(x, o);
        if (x->plan->follows[node->node] != MNZ_NONE)
            note_losses(x, node);
    }
    end_step(x);
}

/* A gap that will arrive in `step`. */
static void
arrive(struct mnz_blame_lane *x, uint32_t port, uint32_t step, double weight,
       mnz_mix mix)
{
    const uint32_t num_steps = x->b->engine->net->num_steps;
    uint32_t *first;

    if (step >= num_steps || !(weight > 0.0))
        return;
    if (x->num_arrivals == x->most_arrivals) {
        const uint32_t most = x->most_arrivals > 0 ? 2 * x->most_arrivals : 1024;
        struct mnz_blame_arrival *more = realloc(x->arrivals, most * sizeof *more);

        if (!more) {
            x->has_failed = 1;
            return;
        }
        x->arrivals = more;
        x->most_arrivals = most;
    }
    first = &x->arriving[(size_t)port * num_steps + step];
    x->arrivals[x->num_arrivals] = (struct mnz_blame_arrival){weight, mix, *first};
    *first = x->num_arrivals++;
}

/* The part of A that rationing leaves, and the policy's part of it that a pact keeps.
 */
static double
rationed(const struct mnz_blame_lane *x, uint32_t l, double *kept)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_blame_link *link = &x->links[l];
    double shipped = b->link[l].shipped[x->lane];

    *kept = b->kept ? mnz_blame_at(x, b->kept, l) : 1.0;
    if (b->extra)
        shipped += mnz_blame_at(x, b->extra_shipped, l);
    if (!(link->allowed + link->extra > 0.0) || !(*kept > 0.0))
        return 1.0;
    return mnz_blame_least(1.0, shipped / *kept / (link->allowed + link->extra));
}

static mnz_mix
gap_mix(struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_blame_link *link = &x->links[l];
    const double part = mnz_blame_least(link->passes, link->allowed);
    const uint32_t o = x->b->engine->links[l].output;
    double kept;
    const double r = rationed(x, l, &kept);
    mnz_mix mix;

    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, link->held, link->hold);
    mnz_mix_add(&x->mixes, link->unordered, link->reason);
    mnz_mix_add(&x->mixes, part * (1.0 - r), x->outputs[o].want);
    if (kept < 1.0 && x->plan->pact_of[l] != MNZ_NONE)
        mnz_blame_add_label(x, part * r * (1.0 - kept), MNZ_BLAME_DIVERTED,
                            x->plan->pact_of[l], mnz_blame_seller(x, l));
    mix = mnz_mix_end(&x->mixes);
    return mix == MNZ_NO_MIX
               ? mnz_blame_as_mix(x, MNZ_BLAME_OTHER, MNZ_NONE, mnz_blame_seller(x, l))
               : mix;
}

static void
look_at_link(struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_batch *b = x->b;
    struct mnz_blame_link *link = &x->links[l];
    const double got = b->link[l].shipped[x->lane] + mnz_blame_at(x, b->spot, l);
    const uint32_t p = b->engine->links[l].port;
    const uint32_t step = b->step + (uint32_t)b->lead_whole[l][x->lane];
    const double late = mnz_blame_at(x, b->lead_rest, l);

    link->gap = mnz_blame_positive(link->needed - got);
    link->mix = MNZ_NO_MIX;
    mnz_blame_note_lapse(x, l);
    link->order_before = b->link[l].order[x->lane];
    if (link->gap <= 1e-9 * link->needed + MNZ_DUST_T) {
        link->gap = 0.0;
        return;
    }
    link->last = link->mix = gap_mix(x, l);
    arrive(x, p, step, link->gap * (1.0 - late), link->mix);
    arrive(x, p, step + 1, link->gap * late, link->mix);
}

/* c u Xn */
static double
full_stock(const struct mnz_blame_lane *x, uint32_t p)
{
    const struct mnz_port_lanes *port = &x->b->port[p];

    return port->cover[x->lane] * port->use[x->lane] *
           x->nodes[x->b->engine->net->ports[p].node].needed;
}

static void
look_at_port(struct mnz_blame_lane *x, uint32_t p)
{
    struct mnz_blame_port *port = &x->ports[p];
    uint32_t a = x->arriving[(size_t)p * x->b->engine->net->num_steps + x->b->step];
    mnz_mix lack;

    if (port->lack == MNZ_NO_MIX && a == MNZ_NONE)
        return;
    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, full_stock(x, p) - port->stock, port->lack);
    for (; a != MNZ_NONE; a = x->arrivals[a].next)
        mnz_mix_add(&x->mixes, x->arrivals[a].weight, x->arrivals[a].mix);
    lack = mnz_mix_end(&x->mixes);
    if (lack != MNZ_NO_MIX)
        port->lack = lack;
}

/* Lack of an input, which is `other` where nothing explains it. */
static mnz_mix
lack_of(struct mnz_blame_lane *x, uint32_t p)
{
    const uint32_t node = x->b->engine->net->ports[p].node;

    return x->ports[p].lack == MNZ_NO_MIX
               ? mnz_blame_as_mix(x, MNZ_BLAME_OTHER, MNZ_NONE, node)
               : x->ports[p].lack;
}

/* The limiting input of a node; MNZ_NONE if there is none. */
static uint32_t
limiting_port(const struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const double limiting = mnz_blame_at(x, x->b->limiting, node->node);

    return limiting < 0.0 ? MNZ_NONE : node->first_port + (uint32_t)limiting;
}

/* Why a facility makes less than full supply needs. */
static void
look_at_node(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const uint32_t i = node->node, p = limiting_port(x, node);
    struct mnz_blame_node *n = &x->nodes[i];
    const double a = mnz_blame_at(x, b->activity, i),
                 target = mnz_blame_at(x, b->target, i);
    double capacity, starved;
    mnz_mix lack;

    n->idle = MNZ_NO_MIX;
    if (node->is_industry || !(n->needed - a > 1e-9 * n->needed))
        return;
    capacity = mnz_blame_at(x, b->capacity, i);
    starved = mnz_blame_least(target, n->needed) - a;
    lack =
        p != MNZ_NONE
            ? lack_of(x, p)
            : mnz_blame_as_mix(x, node->is_recycler ? MNZ_BLAME_SCRAP : MNZ_BLAME_OTHER,
                               MNZ_NONE, i);
    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, n->needed - capacity, n->capacity);
    if (starved > 1e-9 * n->needed)
        mnz_mix_add(&x->mixes, starved, lack);
    mnz_mix_add(&x->mixes, mnz_blame_least(capacity, n->needed) - target, n->orders);
    n->idle = mnz_mix_end(&x->mixes);
}

/* Goods that competing stockpiles took on a link, by policy. */
static void
add_stockpiles(struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_engine *e = x->b->engine;
    const double part = mnz_blame_at(x, x->b->extra_shipped, l) / x->links[l].extra *
                        mnz_blame_at(x, x->b->extra_cut, l);

    for (uint32_t i = 0; i < e->net->num_stockpiles; i++)
        for (uint32_t k = e->first_refill[i];
             e->net->scenario->policies[e->net->stockpiles[i].policy]
                 .stockpile.competes &&
             k < e->first_refill[i] + e->num_refills[i];
             k++)
            if (e->refill_link[k] == l)
                mnz_blame_add_label(x, part * mnz_blame_at(x, x->b->refill_part, k),
                                    MNZ_BLAME_STOCKPILED, e->net->stockpiles[i].policy,
                                    mnz_blame_seller(x, l));
}

/* Those who take more than full supply needs bring the reason with them. */
static void
add_longing(struct mnz_blame_lane *x, const struct mnz_net_output *output)
{
    const struct mnz_engine *e = x->b->engine;

    for (uint32_t j = 0; j < output->num_links; j++) {
        const uint32_t l = e->link_at[output->first_link + j];
        const struct mnz_blame_link *link = &x->links[l];
        const double more = x->b->link[l].shipped[x->lane] - link->needed;

        if (more > 1e-9 * link->needed)
            mnz_mix_add(&x->mixes, more, x->ports[e->links[l].port].longing);
        if (link->extra > 0.0)
            add_stockpiles(x, l);
    }
}

static int
is_rationed(const struct mnz_blame_lane *x, uint32_t o)
{
    const struct mnz_engine *e = x->b->engine;
    const struct mnz_net_output *output = &e->net->outputs[o];
    double kept;

    for (uint32_t j = 0; j < output->num_links; j++)
        if (rationed(x, e->link_at[output->first_link + j], &kept) < 1.0 - 1e-9)
            return 1;
    return 0;
}

/* Why an output cannot ship all that it may. */
static void
look_at_output(struct mnz_blame_lane *x, uint32_t o)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_net_output *net_output = &b->engine->net->outputs[o];
    struct mnz_blame_output *output = &x->outputs[o];
    const uint32_t i = net_output->node;
    const double made = mnz_blame_at(x, b->yield, o) * mnz_blame_at(x, b->activity, i);
    const double idle = output->needed - made;
    const int runs = x->nodes[i].idle == MNZ_NO_MIX;
    mnz_mix want;

    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes,
                mnz_blame_at(x, b->out_cover, o) * output->needed - output->stock,
                output->want);
    if (!runs)
        mnz_mix_add(&x->mixes, idle, x->nodes[i].idle);
    else if (idle > 1e-9 * output->needed)
        mnz_blame_add_label(x, idle, MNZ_BLAME_BYPRODUCT, MNZ_NONE, i);
    if (is_rationed(x, o)) {
        add_longing(x, net_output);
        want = mnz_mix_end(&x->mixes);
        output->want = want == MNZ_NO_MIX
                           ? mnz_blame_as_mix(x, MNZ_BLAME_CAPACITY, MNZ_NONE, i)
                           : want;
        return;
    }
    want = mnz_mix_end(&x->mixes);
    if (want != MNZ_NO_MIX)
        output->want = want;
}

static void
add_loss(struct mnz_blame_lane *x, const struct mnz_blame_loss *loss)
{
    if (x->num_losses == x->most_losses) {
        const uint32_t most = x->most_losses > 0 ? 2 * x->most_losses : 256;
        struct mnz_blame_loss *more = realloc(x->losses, most * sizeof *more);

        if (!more) {
            x->has_failed = 1;
            return;
        }
        x->losses = more;
        x->most_losses = most;
    }
    x->losses[x->num_losses++] = *loss;
}

/* The input with the least fill. */
static uint32_t
scarcest_port(const struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    uint32_t scarcest = MNZ_NONE;
    double least = 1.0 - 1e-12;

    if (!node->is_uneven)
        return limiting_port(x, node);
    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const double need =
            b->port[p].use[x->lane] * mnz_blame_at(x, b->target, node->node);
        const double fill = need > 0.0 ? mnz_blame_at(x, b->consumed, p) / need : 1.0;

        if (fill < least) {
            least = fill;
            scarcest = p;
        }
    }
    return scarcest;
}

/* A mix of prices and of something else, by amounts. */
static mnz_mix
priced(struct mnz_blame_lane *x, double amount, double by_price, mnz_mix price,
       mnz_mix rest, uint32_t node)
{
    const double first = mnz_blame_least(amount, mnz_blame_positive(by_price));
    mnz_mix mix;

    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, first, price);
    mnz_mix_add(&x->mixes, amount - first, rest);
    mix = mnz_mix_end(&x->mixes);
    return mix == MNZ_NO_MIX ? mnz_blame_as_mix(x, MNZ_BLAME_OTHER, MNZ_NONE, node)
                             : mix;
}

/* Why customers get less: the stock of products lacks since earlier, or fewer are
 * made. */
static void
look_at_outlet(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const uint32_t i = node->node, p = limiting_port(x, node);
    struct mnz_blame_node *n = &x->nodes[i];
    const double planned = mnz_blame_least(mnz_blame_at(x, b->target, i), n->needed);
    const double idle = planned - mnz_blame_at(x, b->activity, i);
    const mnz_mix lack = p != MNZ_NONE ? lack_of(x, p) : MNZ_NO_MIX;
    mnz_mix outlet;

    mnz_mix_begin(&x->mixes);
    if (node->is_uneven)
        mnz_mix_add(&x->mixes,
                    mnz_blame_at(x, b->product_cover, i) *
                            mnz_blame_at(x, b->normal_activity, i) -
                        n->product,
                    n->outlet);
    mnz_mix_add(&x->mixes, idle, lack);
    outlet = mnz_mix_end(&x->mixes);
    if (outlet != MNZ_NO_MIX)
        n->outlet = outlet;
}

static void
note_losses(struct mnz_blame_lane *x, const struct mnz_plan_node *node)
{
    const struct mnz_batch *b = x->b;
    const uint32_t i = node->node, p = scarcest_port(x, node);
    const struct mnz_blame_node *n = &x->nodes[i];
    const double by_price = n->needed - mnz_blame_at(x, b->demand_at_price, i);
    struct mnz_blame_loss loss = {.industry = x->plan->follows[i],
                                  .month = b->engine->net->month_of_step[b->step],
                                  .port = p};

    look_at_outlet(x, node);
    if (loss.month == MNZ_NONE)
        return;
    loss.amount = n->needed - mnz_blame_at(x, b->supplied, i);
    if (loss.amount > 1e-12) {
        loss.tonnes = p != MNZ_NONE ? loss.amount * b->port[p].use[x->lane] : 0.0;
        loss.mix = priced(x, loss.amount, by_price, n->orders,
                          p != MNZ_NONE ? lack_of(x, p) : MNZ_NO_MIX, i);
        add_loss(x, &loss);
    }
    loss.is_output = 1;
    loss.amount = n->needed - mnz_blame_at(x, b->delivered, i);
    if (loss.amount > 1e-12) {
        loss.mix = priced(x, loss.amount, by_price, n->orders, n->outlet, i);
        add_loss(x, &loss);
    }
}

/* Why a port will order more than full supply needs. */
static void
look_for_longing(struct mnz_blame_lane *x, uint32_t p)
{
    const struct mnz_net_port *net_port = &x->b->engine->net->ports[p];
    const uint32_t end = net_port->first_link + net_port->num_links;
    struct mnz_blame_port *port = &x->ports[p];
    const double lacking = full_stock(x, p) - x->b->port[p].stock[x->lane];

    mnz_mix_begin(&x->mixes);
    mnz_mix_add(&x->mixes, lacking, port->lack);
    for (uint32_t l = net_port->first_link; l < end; l++)
        mnz_mix_add(&x->mixes, x->links[l].gap, x->links[l].mix);
    port->longing = mnz_mix_end(&x->mixes);
    port->longed_for = mnz_blame_positive(lacking);
    for (uint32_t l = net_port->first_link; l < end; l++)
        port->longed_for += x->links[l].gap;
}

/* Gaps of each market's ports. Ports of one market do not lie together. */
static void
look_at_markets(struct mnz_blame_lane *x)
{
    const struct mnz_network *net = x->b->engine->net;

    for (uint32_t m = 0; m < net->num_markets; m++)
        x->markets[m].gap = 0.0, x->markets[m].gaps = MNZ_NO_MIX;
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_net_port *port = &net->ports[p];
        struct mnz_blame_market *market = &x->markets[port->market];
        double gap = 0.0;

        mnz_mix_begin(&x->mixes);
        mnz_mix_add(&x->mixes, market->gap, market->gaps);
        for (uint32_t l = port->first_link; l < port->first_link + port->num_links;
             l++) {
            mnz_mix_add(&x->mixes, x->links[l].gap, x->links[l].mix);
            gap += x->links[l].gap;
        }
        market->gaps = mnz_mix_end(&x->mixes);
        market->gap += gap;
    }
}

/* Stocks as the next step begins. */
static void
note_stocks(struct mnz_blame_lane *x)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_network *net = b->engine->net;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        x->ports[p].stock = b->port[p].stock[x->lane];
        if (b->at[p].is_supplied)
            x->ports[p].stock += b->port[p].coming[x->lane];
    }
    for (uint32_t o = 0; o < net->num_outputs; o++)
        x->outputs[o].stock = mnz_blame_at(x, b->out_stock, o);
    for (uint32_t i = 0; b->product_stock && i < net->num_nodes; i++)
        x->nodes[i].product = mnz_blame_at(x, b->product_stock, i);
}

static void
end_step(struct mnz_blame_lane *x)
{
    for (uint32_t p = 0; p < x->b->engine->net->num_ports; p++)
        look_for_longing(x, p);
    look_at_markets(x);
    note_stocks(x);
}

void
mnz_blame_start(struct mnz_blame_lane *x)
{
    const struct mnz_network *net = x->b->engine->net;
    const size_t arriving = (size_t)net->num_ports * net->num_steps;

    mnz_mixes_clear(&x->mixes);
    x->num_arrivals = x->num_losses = 0;
    memset(x->arriving, 0xff, arriving * sizeof *x->arriving);
    for (uint32_t l = 0; l < net->num_links; l++)
        x->links[l] = (struct mnz_blame_link){.last = MNZ_NO_MIX,
                                              .mix = MNZ_NO_MIX,
                                              .order_before =
                                                  mnz_blame_at(x, x->b->base_flow, l)};
    for (uint32_t m = 0; m < net->num_markets; m++)
        x->markets[m] =
            (struct mnz_blame_market){.premium_mix = MNZ_NO_MIX, .gaps = MNZ_NO_MIX};
    for (uint32_t p = 0; p < net->num_ports; p++)
        x->ports[p] =
            (struct mnz_blame_port){.lack = MNZ_NO_MIX, .longing = MNZ_NO_MIX};
    for (uint32_t o = 0; o < net->num_outputs; o++)
        x->outputs[o] = (struct mnz_blame_output){.want = MNZ_NO_MIX};
    for (uint32_t i = 0; i < net->num_nodes; i++)
        x->nodes[i] = (struct mnz_blame_node){.outlet = MNZ_NO_MIX, .idle = MNZ_NO_MIX};
}
