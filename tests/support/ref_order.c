/* ref_order.c - move 3 of a step: orders, every buyer before its sellers. */

#include <math.h>

#include "support/ref_state.h"

/* p: the mean of premium and duties over the inputs, weighted by base price x u. */
static double
price_felt(const struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double weighted = 0.0, sum = 0.0;

    for (uint32_t i = N->first_port; i < N->first_port + N->num_ports; i++) {
        const struct mnz_net_port *P = &r->net->ports[i];
        const mnz_value_id id = r->s->materials[P->material].price_usd_per_kg;
        const double weight =
            id == MNZ_VALUE_NONE ? 0.0 : ref_value(r, id) * r->ports[i].u;
        double duty = 0.0;

        for (uint32_t j = 0; j < P->num_links; j++) {
            const struct ref_link *l = &r->links[ref_port_link(r, i, j)];

            duty += l->w * l->duty;
        }
        weighted += weight * (r->premium[P->market] + duty);
        sum += weight;
    }
    return ref_ratio(weighted, sum);
}

static void
want_as_industry(struct ref *r, uint32_t node)
{
    const struct mnz_actor *actor = ref_actor(r, node);
    struct ref_node *x = &r->nodes[node];
    const double W = x->factor;

    x->D0 = W * pow(1.0 + price_felt(r, node), -ref_value(r, actor->elasticity));
    x->D = x->D0 + fmin(x->B / r->T, ref_value(r, actor->overtime) * W);
    ref_want_as_industry(r, node);
}

/* a* = min(K, max(0, max_m (A_m + (c_out O_m - S_m)/T) / y_m)): barred goods are not
 * made. */
static void
want_as_facility(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double want = 0.0;

    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];
        struct ref_output *out = &r->outputs[m];

        out->A = 0.0;
        for (uint32_t l = M->first_link; l < M->first_link + M->num_links; l++)
            out->A += r->links[l].A;
        if (M->is_driving && out->y > 0.0)
            want =
                fmax(want, (out->A + (out->c_out * out->O - out->S) / r->T) / out->y);
    }
    r->nodes[node].a_star = fmin(r->nodes[node].K, want);
}

/* P* and P: the amount that should be on order, and the amount that is. */
static void
count_on_order(const struct ref *r, uint32_t port, double *P_star, double *P)
{
    *P_star = 0.0;
    *P = r->ports[port].coming;
    for (uint32_t i = 0; i < r->net->ports[port].num_links; i++) {
        const uint32_t link = ref_port_link(r, port, i);
        const struct ref_link *l = &r->links[link];
        const double v = fmin(l->n, l->alpha_dash * l->nu);

        *P_star += l->L * l->n + l->M * v;
        *P += ref_in_transit(r, link) + l->ready + l->in_hand;
        for (uint32_t j = 0; j < r->J; j++)
            *P += l->Q[j];
    }
}

static void
order_input(struct ref *r, uint32_t port)
{
    const struct mnz_net_port *P = &r->net->ports[port];
    const double X = r->nodes[P->node].X, a_star = r->nodes[P->node].a_star;
    struct ref_port *p = &r->ports[port];
    double wanted, on_order;

    count_on_order(r, port, &wanted, &on_order);
    p->need = fmax(0.0, p->u * a_star + p->hoarded +
                            (p->c * p->u * X + p->hoard - p->I) / r->T +
                            (wanted - on_order) / r->T);
    p->hoard += p->hoarded;
    for (uint32_t i = 0; i < P->num_links; i++) {
        const uint32_t link = ref_port_link(r, port, i);
        struct ref_link *l = &r->links[link];

        l->o = fmin(l->w * p->need, fmax(l->qualified * p->need,
                                         (l->qualified + l->b) * p->u * a_star));
        ref_license(r, link);
    }
}

void
ref_order(struct ref *r)
{
    ref_plan_purchases(r);
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        const uint32_t node = r->net->order[i];
        const struct mnz_net_node *N = &r->net->nodes[node];

        if (N->is_industry)
            want_as_industry(r, node);
        else
            want_as_facility(r, node);
        for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
            order_input(r, p);
    }
}
