/* ref_firms.c - industries of unequal firms: the law of their stocks, products that do
 * not need every input, and stocks of products with customers. */

#include "support/ref_firms.h"

#include <math.h>

#include "support/ref_state.h"

double
ref_kappa(double spread)
{
    const double kappa = 2.0 * spread * spread / (1.0 + spread * spread);

    return fabs(kappa - 1.0) < 1e-6 ? 1.0 : kappa;
}

/* x1 for x0 > 0. */
static double
run_down(double kappa, double x0, double z)
{
    const double m = 1.0 - kappa;

    if (kappa == 1.0)
        return x0 * exp(-z);
    return pow(fmax(0.0, pow(x0, m) - m * z), 1.0 / m);
}

struct ref_firms
ref_firms(double kappa, double N, double G, double I, double C)
{
    const double gap = fmax(0.0, N - G);
    const double above = fmin(fmax(0.0, I - C), gap);
    const double x0 = C > 0.0 ? fmin(1.0, (I - above) / C) : 0.0;
    struct ref_firms f = {0};

    /* Roots undo powers but for rounding; what is not used is left as it is. */
    f.x = gap > above && x0 > 0.0 ? run_down(kappa, x0, (gap - above) / C) : x0;
    f.served = fmin(N, G + above + C * (x0 - f.x));
    return f;
}

/* e of an input: it falls once the industry has been short of it. */
static double
share_in_need(const struct ref *r, uint32_t port)
{
    const struct mnz_essential *essential = r->net->ports[port].essential;
    const struct ref_port *p = &r->ports[port];
    double from, takes, x = 1.0;

    if (!essential)
        return 1.0;
    from = ref_value(r, essential->share);
    if (essential->falls_to == MNZ_VALUE_NONE || !p->was_lacking)
        return from;
    takes = ref_value(r, essential->takes_months);
    if (takes > 0.0)
        x = fmin(1.0, p->steps_lacking * r->Delta / takes);
    return from + (ref_value(r, essential->falls_to) - from) * x;
}

void
ref_set_industry(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    const struct mnz_actor *actor = ref_actor(r, node);
    struct ref_node *x = &r->nodes[node];

    x->X = x->factor; /* W */
    x->kappa = ref_kappa(
        actor->firm_spread == MNZ_VALUE_NONE ? 0.0 : ref_value(r, actor->firm_spread));
    x->c_F = ref_steps(r, actor->output_cover_months);
    for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
        r->ports[p].e = share_in_need(r, p);
}

void
ref_want_as_industry(const struct ref *r, uint32_t node)
{
    const double overtime = ref_value(r, ref_actor(r, node)->overtime);
    struct ref_node *x = &r->nodes[node];
    const double W = x->factor;

    x->a_star =
        fmax(0.0, fmin(x->D + (x->c_F * x->X - x->F) / r->T, (1.0 + overtime) * W));
}

/* Firms that have run dry and get nothing of the G/N that arrives; equal ones share. */
static double
share_stopped(double kappa, double x, double fill, double arriving)
{
    return kappa == 0.0 ? 1.0 - fill : (1.0 - pow(x, kappa)) * (1.0 - arriving);
}

/* fill of each input, and supplied: demand that the least of them allows. */
static void
serve_inputs(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    struct ref_node *x = &r->nodes[node];
    double least = 1.0;

    x->stopped = 0.0;
    for (uint32_t i = N->first_port; i < N->first_port + N->num_ports; i++) {
        struct ref_port *p = &r->ports[i];
        const double need = p->u * x->a_star, C = p->c * p->u * x->X;

        p->fill = 1.0;
        if (need > 0.0) {
            const struct ref_firms f =
                ref_firms(x->kappa, need, p->arrived, p->before, C);

            p->fill = f.served / need;
            if (need - p->arrived > 1e-9 * p->u * x->X + 1e-9)
                x->stopped = fmax(x->stopped, share_stopped(x->kappa, f.x, p->fill,
                                                            p->arrived / need));
        }
        if (x->a_star > 0.0 && x->D > 0.0)
            least = fmin(least, x->a_star * p->fill / fmin(x->a_star, x->D));
    }
    x->supplied = x->D * least;
}

/* delivered: of the normal product stock only the share e serves those who lack. */
static void
serve_customers(struct ref_node *x, double e)
{
    const double normal = x->c_F * x->X, of_others = (1.0 - e) * normal;

    x->delivered = x->D;
    if (x->a < x->D)
        x->delivered = ref_firms(x->kappa, x->D, x->a, fmax(0.0, x->F - of_others),
                                 normal - of_others)
                           .served;
}

/* The share of a* that an input allows: the normal part of the plan needs it in the
 * share e, all the rest in full. */
static double
allowed(const struct ref_node *x, const struct ref_port *p)
{
    const double W = x->factor;
    const double normal = x->a_star > W ? W / x->a_star : 1.0;

    return 1.0 - (p->e * normal + 1.0 - normal) * (1.0 - p->fill);
}

void
ref_make_as_industry(struct ref *r, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    struct ref_node *x = &r->nodes[node];
    double least = 1.0, e = 1.0;

    serve_inputs(r, node);
    x->limiting = MNZ_NONE;
    for (uint32_t i = N->first_port; i < N->first_port + N->num_ports; i++) {
        if (allowed(x, &r->ports[i]) < least) {
            least = allowed(x, &r->ports[i]);
            x->limiting = i;
            e = r->ports[i].e;
        }
    }
    x->a = x->a_star * least;
    for (uint32_t i = N->first_port; i < N->first_port + N->num_ports; i++) {
        struct ref_port *p = &r->ports[i];

        p->consumed = p->u * fmin(x->a, x->a_star * p->fill);
        p->I = fmax(0.0, p->I - p->consumed);
    }
    serve_customers(x, e);
}

void
ref_settle_products(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        struct ref_node *x = &r->nodes[i];

        if (r->net->nodes[i].is_industry)
            x->F = fmax(0.0, x->F + x->a - x->delivered);
    }
}

void
ref_run_learning(struct ref *r)
{
    const double short_above = ref_value(r, r->s->behaviour.short_above);

    for (uint32_t i = 0; i < r->net->num_ports; i++) {
        struct ref_port *p = &r->ports[i];

        if (r->net->nodes[r->net->ports[i].node].is_industry &&
            p->fill < 1.0 - short_above - 1e-9)
            p->was_lacking = 1;
        if (p->was_lacking)
            p->steps_lacking++;
    }
}
