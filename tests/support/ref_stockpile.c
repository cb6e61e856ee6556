/* ref_stockpile.c - move 6 of a step: stockpiles release, or are refilled, in file
 * order. */

#include <math.h>

#include "support/ref_state.h"

double
ref_normal_use(const struct ref *r, uint32_t port)
{
    return r->ports[port].u * r->nodes[r->net->ports[port].node].X;
}

/* Gap of a port; earlier releases of this step count as received. */
static double
gap_of(const struct ref *r, uint32_t port)
{
    return fmax(0.0, ref_normal_use(r, port) - r->ports[port].received -
                         r->ports[port].released);
}

/* Class by class; in a class in proportion to the gaps. */
static void
release(struct ref *r, uint32_t pile, const uint32_t *ports, uint32_t num_ports,
        double amount)
{
    double *gap = ref_room(r, num_ports, sizeof *gap);
    uint32_t class_number = 0;

    for (uint32_t i = 0; i < num_ports; i++)
        gap[i] = gap_of(r, ports[i]) * ref_open(r, pile, ports[i]);
    for (;;) {
        uint32_t next = UINT32_MAX;
        double sum = 0.0, part;

        for (uint32_t i = 0; i < num_ports; i++) {
            const uint32_t c = r->ports[ports[i]].class_number;

            if (c > class_number && c < next)
                next = c;
        }
        if (next == UINT32_MAX)
            return;
        class_number = next;
        for (uint32_t i = 0; i < num_ports; i++)
            if (r->ports[ports[i]].class_number == class_number)
                sum += gap[i];
        part = sum > amount ? amount / sum : 1.0;
        for (uint32_t i = 0; i < num_ports; i++) {
            struct ref_port *p = &r->ports[ports[i]];

            if (p->class_number != class_number)
                continue;
            p->released += part * gap[i];
            p->coming += part * gap[i];
        }
        amount = fmax(0.0, amount - part * sum);
    }
}

/* Tonnes that a link can carry beside all that it has carried in this step. */
static double
room_on(const struct ref_link *l)
{
    return fmax(0.0, fmin(l->capacity, l->corridor) - l->shipped - l->spot -
                         l->to_stockpiles);
}

/* Ask `amount` of the beneficiaries' links that no control bars, in proportion to n, as
 * far as the link can carry it and pacts let it pass; each output gives in proportion
 * of the stock that is left there. */
static void
refill(struct ref *r, uint32_t pile, double amount)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    double *asked = ref_room(r, r->net->num_links, sizeof *asked);
    double sum = 0.0, enough;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = r->net->stockpile_ports[H->first_port + i];

        for (uint32_t j = 0; j < r->net->ports[port].num_links; j++) {
            const uint32_t l = ref_port_link(r, port, j);

            asked[l] = r->links[l].is_controlled ? 0.0 : r->links[l].n;
            sum += asked[l];
        }
    }
    enough = ref_enough_trade(r, pile, sum);
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];
        struct ref_output *out = &r->outputs[m];
        double asked_here = 0.0, part;

        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++) {
            asked[l] = fmin(amount * enough * ref_ratio(asked[l], sum),
                            room_on(&r->links[l])) *
                       ref_left_for_others(r, l);
            asked_here += asked[l];
        }
        part = fmin(1.0, ref_ratio(out->S, asked_here));
        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++) {
            r->links[l].to_stockpiles += part * asked[l];
            ref_send_to_stockpile(r, pile, l, part * asked[l]);
        }
        out->S = fmax(0.0, out->S - part * asked_here);
    }
}

double
ref_enough_trade(const struct ref *r, uint32_t pile, double sum)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    double use = 0.0;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = r->net->stockpile_ports[H->first_port + i];

        use += r->ports[port].u * r->nodes[r->net->ports[port].node].X;
    }
    return sum > 1e-9 * use + 1e-9 ? 1.0 : 0.0;
}

double
ref_stockpile_rate(const struct ref *r, uint32_t pile)
{
    const struct mnz_policy *policy = &r->s->policies[r->net->stockpiles[pile].policy];

    if (policy->stockpile.rate_per_month == MNZ_VALUE_NONE)
        return INFINITY;
    return ref_value(r, policy->stockpile.rate_per_month) * r->Delta *
           r->stockpiles[pile].first_holding;
}

double
ref_open(const struct ref *r, uint32_t pile, uint32_t port)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    double open = 1.0;

    for (uint32_t i = H->first_bar; i < H->first_bar + H->num_bars; i++) {
        const struct mnz_net_bar *bar = &r->net->bars[i];
        const struct mnz_control *k = &r->s->controls[bar->control];
        const struct ref_control *c = &r->controls[bar->control];

        if (bar->port != port)
            continue;
        if (k->kind != MNZ_CONTROL_OUTAGE)
            open = c->phi > 0.0 ? 0.0 : open;
        for (uint32_t j = 0; j < c->num_outages; j++)
            open *= 1.0 - ref_days_share(r, &c->outages[j]) *
                              ref_value(r, k->outage.fraction);
    }
    return open;
}

/* Release to some ports as much as the rate and the holding allow, if enough is missing
 * there to call for it. `part` is the share of the step in which the stockpile may act.
 */
static void
serve(struct ref *r, uint32_t pile, const uint32_t *ports, uint32_t num_ports,
      double part)
{
    const struct mnz_policy *policy = &r->s->policies[r->net->stockpiles[pile].policy];
    struct ref_stockpile *h = &r->stockpiles[pile];
    double gaps = 0.0, open = 0.0, use = 0.0, amount;

    for (uint32_t i = 0; i < num_ports; i++) {
        gaps += gap_of(r, ports[i]);
        open += gap_of(r, ports[i]) * ref_open(r, pile, ports[i]);
        use += ref_normal_use(r, ports[i]);
    }
    if (!(gaps > (ref_value(r, policy->stockpile.shortfall_above) + 1e-9) * use + 1e-9))
        return;
    h->is_called = 1;
    amount = fmax(0.0, ref_stockpile_rate(r, pile) - h->let_go);
    amount = part * fmin(h->held, fmin(amount, open));
    h->let_go += amount;
    h->held -= amount;
    release(r, pile, ports, num_ports, amount);
}

/* Its own beneficiaries first, then the pacts that act, in file order. */
static void
run_stockpile(struct ref *r, uint32_t pile)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    const struct mnz_policy *policy = &r->s->policies[H->policy];
    const double phi = r->phi[policy->regime];
    struct ref_stockpile *h = &r->stockpiles[pile];

    h->let_go = 0.0;
    h->is_called = 0;
    serve(r, pile, r->net->stockpile_ports + H->first_port, H->num_ports, phi);
    for (uint32_t i = 0; i < r->net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &r->net->pacts[i];

        for (uint32_t j = 0; j < pact->num_stockpiles && r->pacts[i].acts; j++) {
            const struct mnz_net_pact_stockpile *through =
                &r->net->pact_stockpiles[pact->first_stockpile + j];

            if (through->stockpile == pile)
                serve(r, pile, r->net->pact_ports + through->first_port,
                      through->num_ports,
                      phi * r->phi[r->s->policies[pact->policy].regime]);
        }
    }
    if (!h->is_called && policy->stockpile.refill && !policy->stockpile.competes) {
        const double missing =
            fmax(0.0, h->first_holding - h->held - ref_arriving(r, pile));

        refill(r, pile, phi * fmin(missing, ref_stockpile_rate(r, pile)));
    }
}

void
ref_stockpiles(struct ref *r)
{
    ref_note_who_is_short(r);
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        run_stockpile(r, i);
}
