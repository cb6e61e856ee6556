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
release(struct ref *r, const uint32_t *ports, uint32_t num_ports, double amount)
{
    double *gap = ref_room(r, num_ports, sizeof *gap);
    uint32_t class_number = 0;

    for (uint32_t i = 0; i < num_ports; i++)
        gap[i] = gap_of(r, ports[i]);
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

/* Ask `amount` of the beneficiaries' links that no control bars, in proportion to n;
 * each output gives in proportion of the stock that is left there. */
static double
refill(struct ref *r, const struct mnz_net_stockpile *H, double amount)
{
    double *asked = ref_room(r, r->net->num_links, sizeof *asked);
    double sum = 0.0, got = 0.0, enough;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = r->net->stockpile_ports[H->first_port + i];

        for (uint32_t j = 0; j < r->net->ports[port].num_links; j++) {
            const uint32_t l = ref_port_link(r, port, j);

            asked[l] = r->links[l].is_controlled ? 0.0 : r->links[l].n;
            sum += asked[l];
        }
    }
    enough = ref_enough_trade(r, (uint32_t)(H - r->net->stockpiles), sum);
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];
        struct ref_output *out = &r->outputs[m];
        double asked_here = 0.0, given;

        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++)
            asked_here += amount * enough * ref_ratio(asked[l], sum);
        given = fmin(out->S, asked_here);
        out->S -= given;
        got += given;
    }
    return got;
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

/* Release to some ports as much as the rate and the holding allow, if enough is missing
 * there to call for it. `part` is the share of the step in which the stockpile may act.
 */
static void
serve(struct ref *r, uint32_t pile, const uint32_t *ports, uint32_t num_ports,
      double part)
{
    const struct mnz_policy *policy = &r->s->policies[r->net->stockpiles[pile].policy];
    struct ref_stockpile *h = &r->stockpiles[pile];
    double gaps = 0.0, use = 0.0, amount;

    for (uint32_t i = 0; i < num_ports; i++) {
        gaps += gap_of(r, ports[i]);
        use += ref_normal_use(r, ports[i]);
    }
    if (!(gaps > (ref_value(r, policy->stockpile.shortfall_above) + 1e-9) * use + 1e-9))
        return;
    h->is_called = 1;
    amount = fmax(0.0, ref_stockpile_rate(r, pile) - h->let_go);
    amount = part * fmin(h->held, fmin(amount, gaps));
    h->let_go += amount;
    h->held -= amount;
    release(r, ports, num_ports, amount);
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
        const double missing = fmax(0.0, h->first_holding - h->held - h->arriving);

        h->arriving += refill(r, H, phi * fmin(missing, ref_stockpile_rate(r, pile)));
    }
}

void
ref_stockpiles(struct ref *r)
{
    ref_note_who_is_short(r);
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        run_stockpile(r, i);
}
