/* ref_stockpile.c - step 5: stockpiles release, or are refilled, in file order. */

#include <math.h>

#include "support/ref_state.h"

static uint32_t
beneficiary(const struct ref *r, const struct mnz_net_stockpile *H, uint32_t i)
{
    return r->net->stockpile_ports[H->first_port + i];
}

static double
normal_use(const struct ref *r, uint32_t port)
{
    return r->ports[port].u * r->nodes[r->net->ports[port].node].X;
}

/* What is missing at a port, earlier releases of this step counted as received. */
static double
gap_of(const struct ref *r, uint32_t port)
{
    return fmax(0.0, normal_use(r, port) - r->ports[port].received -
                         r->ports[port].released);
}

/* Class by class; in a class in proportion to the gaps. */
static void
release(struct ref *r, const struct mnz_net_stockpile *H, double amount)
{
    double *gap = ref_room(r, H->num_ports, sizeof *gap);
    uint32_t class_number = 0;

    for (uint32_t i = 0; i < H->num_ports; i++)
        gap[i] = gap_of(r, beneficiary(r, H, i));
    for (;;) {
        uint32_t next = UINT32_MAX;
        double sum = 0.0, part;

        for (uint32_t i = 0; i < H->num_ports; i++) {
            const uint32_t c = r->ports[beneficiary(r, H, i)].class_number;

            if (c > class_number && c < next)
                next = c;
        }
        if (next == UINT32_MAX)
            return;
        class_number = next;
        for (uint32_t i = 0; i < H->num_ports; i++)
            if (r->ports[beneficiary(r, H, i)].class_number == class_number)
                sum += gap[i];
        part = sum > amount ? amount / sum : 1.0;
        for (uint32_t i = 0; i < H->num_ports; i++) {
            struct ref_port *p = &r->ports[beneficiary(r, H, i)];

            if (p->class_number != class_number)
                continue;
            p->released += part * gap[i];
            p->coming += part * gap[i];
        }
        amount = fmax(0.0, amount - part * sum);
    }
}

/* Ask `amount` of the beneficiaries' links that no control holds, in proportion to n;
 * each output gives in proportion of what is left there. */
static double
refill(struct ref *r, const struct mnz_net_stockpile *H, double amount)
{
    double *asked = ref_room(r, r->net->num_links, sizeof *asked);
    double sum = 0.0, got = 0.0;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = beneficiary(r, H, i);

        for (uint32_t j = 0; j < r->net->ports[port].num_links; j++) {
            const uint32_t l = ref_port_link(r, port, j);

            asked[l] = r->links[l].is_held ? 0.0 : r->links[l].n;
            sum += asked[l];
        }
    }
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];
        struct ref_output *out = &r->outputs[m];
        double asked_here = 0.0, given;

        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++)
            asked_here += amount * ref_ratio(asked[l], sum);
        given = fmin(out->S, asked_here);
        out->S -= given;
        got += given;
    }
    return got;
}

static void
run_pile(struct ref *r, uint32_t pile)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    const struct mnz_policy *policy = &r->s->policies[H->policy];
    const double phi = r->phi[policy->regime];
    struct ref_pile *h = &r->piles[pile];
    double gaps = 0.0, use = 0.0, at_most = INFINITY;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        gaps += gap_of(r, beneficiary(r, H, i));
        use += normal_use(r, beneficiary(r, H, i));
    }
    if (policy->rate_per_month != MNZ_VALUE_NONE)
        at_most = ref_value(r, policy->rate_per_month) * r->Delta * h->first_holding;
    h->let_go = 0.0;
    if (gaps > (ref_value(r, policy->shortfall_above) + 1e-9) * use + 1e-9) {
        h->let_go = phi * fmin(h->held, fmin(at_most, gaps));
        h->held -= h->let_go;
        release(r, H, h->let_go);
    } else if (policy->refill) {
        const double missing = fmax(0.0, h->first_holding - h->held - h->arriving);

        h->arriving += refill(r, H, phi * fmin(missing, at_most));
    }
}

void
ref_run_stockpiles(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        run_pile(r, i);
}
