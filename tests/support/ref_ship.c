/* ref_ship.c - moves 4 and 5 of a step: making, shipping, spot purchases. */

#include <math.h>

#include "base/bug.h"
#include "support/ref_state.h"

double
ref_in_transit(const struct ref *r, uint32_t link)
{
    const struct ref_link *l = &r->links[link];
    double sum = 0.0;

    for (uint32_t t = r->t; t < l->num_arrives; t++)
        sum += l->arrives[t];
    return sum;
}

/* Goods leave: 1-r of them arrive k steps on, r one step later. Shipments (not spot
 * goods) that arrive in this very step reach the buyer before it makes anything. */
static void
send(struct ref *r, uint32_t link, double amount, int is_spot)
{
    struct ref_link *l = &r->links[link];
    const uint32_t port = r->net->links[link].port;
    const uint32_t k = (uint32_t)floor(l->L);
    const double part = l->L - k;

    MNZ_BUG_IF(r->t + k + 1 >= l->num_arrives);
    if (k == 0 && is_spot) {
        l->arrives[r->t + 1] += amount;
        return;
    }
    l->arrives[r->t + k + 1] += part * amount;
    if (k > 0) {
        l->arrives[r->t + k] += (1.0 - part) * amount;
    } else {
        r->ports[port].I += (1.0 - part) * amount;
        r->ports[port].received += (1.0 - part) * amount;
        r->ports[port].arrived += (1.0 - part) * amount;
    }
}

/* All arrivals of the step enter I. */
static void
take_arrivals(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_ports; i++) {
        struct ref_port *p = &r->ports[i];

        p->received = 0.0;
        for (uint32_t j = 0; j < r->net->ports[i].num_links; j++) {
            struct ref_link *l = &r->links[ref_port_link(r, i, j)];

            p->received += l->arrives[r->t];
            l->arrives[r->t] = 0.0;
        }
        p->before = p->I;
        p->arrived = p->received + p->coming;
        p->I += p->arrived;
        p->coming = 0.0;
        p->released = 0.0;
    }
}

/* a = min(a*, min over inputs of I/u, of scrap Z/y). */
static void
make(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    struct ref_node *x = &r->nodes[node];
    double least = INFINITY;

    x->a = x->a_star;
    x->limiting = MNZ_NONE;
    for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
        if (r->ports[p].u > 0.0 && r->ports[p].I / r->ports[p].u < least) {
            least = r->ports[p].I / r->ports[p].u;
            x->limiting = p;
        }
    if (least < x->a)
        x->a = least;
    else
        x->limiting = MNZ_NONE;
    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++)
        if (r->outputs[m].has_scrap && r->outputs[m].y > 0.0)
            x->a = fmin(x->a, r->outputs[m].Z / r->outputs[m].y);
    for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
        r->ports[p].I = fmax(0.0, r->ports[p].I - r->ports[p].u * x->a);
    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        struct ref_output *out = &r->outputs[m];

        out->S += out->y * x->a;
        if (out->has_scrap)
            out->Z = fmax(0.0, out->Z - out->y * x->a);
    }
}

/* Class by class, each gets its order times min(1, S left / sum of orders in its
 * class). `asked` and `given` are by link, from the output's first. */
static void
ration(const struct ref *r, uint32_t output, const double *asked, double *given)
{
    const struct mnz_net_output *M = &r->net->outputs[output];
    double left = r->outputs[output].S;
    uint32_t class_number = 0;

    for (uint32_t i = 0; i < M->num_links; i++)
        given[i] = 0.0;
    for (;;) {
        uint32_t next = UINT32_MAX;
        double sum = 0.0, part;

        for (uint32_t i = 0; i < M->num_links; i++) {
            const uint32_t c = r->links[M->first_link + i].class_number;

            if (c > class_number && c < next)
                next = c;
        }
        if (next == UINT32_MAX)
            return;
        class_number = next;
        for (uint32_t i = 0; i < M->num_links; i++)
            if (r->links[M->first_link + i].class_number == class_number)
                sum += asked[i];
        part = sum > left ? left / sum : 1.0;
        for (uint32_t i = 0; i < M->num_links; i++)
            if (r->links[M->first_link + i].class_number == class_number)
                given[i] = asked[i] * part;
        left = fmax(0.0, left - sum * part);
    }
}

static void
ship(struct ref *r, uint32_t output)
{
    const struct mnz_net_output *M = &r->net->outputs[output];
    double *asked = ref_room(r, M->num_links, sizeof *asked);
    double *given = ref_room(r, M->num_links, sizeof *given);

    for (uint32_t i = 0; i < M->num_links; i++)
        asked[i] = r->links[M->first_link + i].A;
    ration(r, output, asked, given);
    for (uint32_t i = 0; i < M->num_links; i++) {
        const uint32_t link = M->first_link + i;
        struct ref_link *l = &r->links[link];

        given[i] *= ref_left_for_others(r, link);
        r->outputs[output].S = fmax(0.0, r->outputs[output].S - given[i]);
        l->to_stockpiles = given[i] * ref_ratio(l->asked_for_stockpiles, l->A);
        l->shipped = given[i] - l->to_stockpiles;
        ref_fill_stockpiles(r, link, given[i]);
        send(r, link, l->shipped, 0);
        ref_use_licences(r, link);
    }
}

/* Sellers before buyers, so that goods without lead time are there in time. */
void
ref_ship(struct ref *r)
{
    take_arrivals(r);
    for (uint32_t i = r->net->num_nodes; i-- > 0;) {
        const uint32_t node = r->net->order[i];
        const struct mnz_net_node *N = &r->net->nodes[node];

        if (N->is_industry)
            ref_make_as_industry(r, node);
        else
            make(r, node);
        for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++)
            ship(r, m);
    }
}

/* Spot orders of a buyer on its links for one input. */
static void
ask_spot(struct ref *r, uint32_t port, double *asked)
{
    const struct mnz_net_port *P = &r->net->ports[port];
    const struct ref_port *p = &r->ports[port];
    const double a_star = r->nodes[P->node].a_star;
    double unmet = 0.0, sum = 0.0;

    for (uint32_t i = 0; i < P->num_links; i++) {
        const struct ref_link *l = &r->links[ref_port_link(r, port, i)];

        unmet += l->o - l->shipped;
        if (!l->is_controlled)
            sum += l->qualified + l->b;
    }
    unmet = fmax(0.0, unmet);
    for (uint32_t i = 0; i < P->num_links; i++) {
        const uint32_t link = ref_port_link(r, port, i);
        const struct ref_link *l = &r->links[link];
        const double room = fmax(0.0, (l->qualified + l->b) * p->u * a_star - l->o);
        const double left =
            fmax(0.0, fmin(l->capacity, l->corridor) - l->shipped - l->to_stockpiles);

        asked[link] = l->is_controlled
                          ? 0.0
                          : fmin(r->spot * unmet * ref_ratio(l->qualified + l->b, sum),
                                 fmin(room, left));
    }
}

void
ref_spot(struct ref *r)
{
    double *asked = ref_room(r, r->net->num_links, sizeof *asked);
    double *given = ref_room(r, r->net->num_links, sizeof *given);

    for (uint32_t p = 0; p < r->net->num_ports; p++)
        ask_spot(r, p, asked);
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const uint32_t first = r->net->outputs[m].first_link;

        ration(r, m, asked + first, given + first);
        for (uint32_t l = first; l < first + r->net->outputs[m].num_links; l++) {
            r->links[l].spot = given[l];
            r->links[l].got = r->links[l].shipped + given[l];
            r->outputs[m].S = fmax(0.0, r->outputs[m].S - given[l]);
            send(r, l, given[l], 1);
        }
    }
}
