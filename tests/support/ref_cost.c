/* ref_cost.c - costs of policies. */

#include <math.h>

#include "support/ref_state.h"

/* A cost that is not given is 0. */
static double
cost(const struct ref *r, mnz_value_id id)
{
    return id == MNZ_VALUE_NONE ? 0.0 : ref_value(r, id);
}

/* USD per t: the mean over those whom it serves, weighted by their normal use. */
static double
price_at(const struct ref *r, const struct mnz_net_stockpile *H)
{
    double use = 0.0, paid = 0.0, mean;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = r->net->stockpile_ports[H->first_port + i];
        const double n = ref_normal_use(r, port);

        use += n;
        paid += n * (1.0 + r->premium[r->net->ports[port].market]);
    }
    mean = use > 0.0 ? paid / use : 1.0;
    return cost(r, r->s->materials[H->material].price_usd_per_kg) * mean * 1000.0;
}

static double
of_stockpile(const struct ref *r, uint32_t pile, int is_new)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    const struct mnz_costs *c = &r->s->policies[H->policy].costs;
    const struct ref_stockpile *h = &r->stockpiles[pile];
    const double price = price_at(r, H);
    double usd = h->bought * price * cost(r, c->purchase_price_ratio);

    if (is_new)
        usd += (h->held + h->let_go) * price * cost(r, c->purchase_price_ratio);
    usd += r->phi[r->s->policies[H->policy].regime] * h->held * r->yps *
           (price * cost(r, c->carrying_share_per_year) +
            cost(r, c->storage_usd_per_t_year));
    return usd;
}

static double
adds(const struct ref *r, uint32_t project)
{
    const struct mnz_policy *policy = &r->s->policies[r->net->projects[project].policy];

    return ref_value(r, policy->project.adds_tpa);
}

static double
of_project(struct ref *r, uint32_t project)
{
    const struct mnz_net_project *P = &r->net->projects[project];
    const struct mnz_policy *policy = &r->s->policies[P->policy];
    const struct mnz_net_node *node = &r->net->nodes[P->node];
    const mnz_value_id capacity = ref_actor(r, P->node)->capacity_tpa;
    struct ref_project *x = &r->projects[project];
    double usd = 0.0, whole, made = 0.0;

    if (!x->is_paid && x->has_what_it_needs && r->net->step_day[r->t] >= x->begins &&
        r->phi[policy->regime] > 0.0) {
        x->is_paid = 1;
        usd += adds(r, project) * cost(r, policy->costs.capital_usd_per_tpa);
    }
    whole = capacity == MNZ_VALUE_NONE
                ? INFINITY
                : ref_value(r, capacity) * r->nodes[P->node].factor;
    for (uint32_t i = 0; i < r->net->num_projects; i++)
        if (r->net->projects[i].node == P->node)
            whole += adds(r, i) * r->projects[i].part;
    for (uint32_t o = node->first_output; o < node->first_output + node->num_outputs;
         o++)
        if (r->net->outputs[o].is_driving)
            made += r->outputs[o].y * r->nodes[P->node].a * 1000.0;
    return usd + made * ref_ratio(adds(r, project) * x->part, whole) *
                     cost(r, policy->costs.output_usd_per_kg);
}

static double
of_policy(struct ref *r, uint32_t policy)
{
    const struct mnz_policy *p = &r->s->policies[policy];
    const double phi = r->phi[p->regime];
    const int is_new = phi > 0.0 && !r->is_paid[policy];
    double usd = phi * r->yps * cost(r, p->costs.usd_per_year);

    r->is_paid[policy] |= is_new;
    if (is_new)
        usd += cost(r, p->costs.fixed_usd);
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        if (r->net->stockpiles[i].policy == policy)
            usd += of_stockpile(r, i, is_new);
    for (uint32_t i = 0; i < r->net->num_projects; i++)
        if (r->net->projects[i].policy == policy)
            usd += of_project(r, i);
    for (uint32_t i = 0; i < r->net->num_recyclings; i++)
        if (r->net->recyclings[i].policy == policy)
            usd += ref_scrap_back(r, i) * 1000.0 * cost(r, p->costs.scrap_usd_per_kg);
    return usd;
}

double
ref_policy_cost(struct ref *r)
{
    double usd = ref_floor_payments(r);

    for (uint32_t i = 0; r->t >= r->net->warm_steps && i < r->s->num_policies; i++)
        if (r->s->policies[i].has_costs)
            usd += of_policy(r, i);
    return usd;
}
