/* ref_environment.c - move 1 of a step: capacity, demand and rules, before anybody
 * acts. */

#include <math.h>

#include <stdlib.h>

#include "support/ref_state.h"

static void set_behaviour(struct ref *r);
static void set_phi(struct ref *r);
static void set_facilities(struct ref *r);
static void set_ports(struct ref *r);
static void set_base_shares(struct ref *r);
static void set_links(struct ref *r);
static void set_classes(struct ref *r);

void
ref_environment(struct ref *r)
{
    set_behaviour(r);
    set_phi(r);
    set_ports(r);
    ref_save_inputs(r);
    ref_set_projects(r);
    set_facilities(r);
    ref_set_hoards(r);
    set_base_shares(r);
    set_links(r);
    set_classes(r);
    for (uint32_t i = 0; i < r->s->num_controls; i++)
        if (r->s->controls[i].kind == MNZ_CONTROL_EXTRATERRITORIAL)
            ref_trace_content(r, i);
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++) {
        r->stockpiles[i].held += r->stockpiles[i].arrives[r->t];
        r->stockpiles[i].arrives[r->t] = 0.0;
    }
    ref_return_scrap(r);
    ref_call_pacts(r);
}

static void
set_behaviour(struct ref *r)
{
    const struct mnz_behaviour *b = &r->s->behaviour;

    r->T = ref_steps(r, b->adjust);
    r->tau = ref_steps(r, b->expect);
    r->price_smooth = ref_steps(r, b->price_smooth);
    r->switching = ref_per_step(r, b->switching);
    r->return_share = ref_per_step(r, b->return_rate);
    r->fill_memory = ref_per_step(r, b->fill_memory);
    r->spot = ref_value(r, b->spot);
    r->cap = ref_value(r, b->premium_cap);
}

static void
set_phi(struct ref *r)
{
    for (uint32_t i = 0; i < r->s->num_regimes; i++)
        r->phi[i] = ref_days_share(r, &r->days[i]);
    for (uint32_t i = 0; i < r->s->num_controls; i++)
        r->controls[i].phi = r->phi[r->s->controls[i].regime];
}

static void
set_ports(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_ports; i++) {
        const struct mnz_net_port *P = &r->net->ports[i];
        const double scale = r->net->nodes[P->node].is_industry ? r->yps : 1.0;

        r->ports[i].base_u = ref_value(r, P->use) * scale;
        r->ports[i].c = ref_steps(r, P->cover_months);
    }
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const struct mnz_net_output *M = &r->net->outputs[m];

        r->outputs[m].y = ref_value(r, M->yield);
        r->outputs[m].c_out = ref_steps(r, M->cover_months);
        r->outputs[m].hold =
            M->is_driving ? ref_steps(r, ref_actor(r, M->node)->hold_months) : 0.0;
    }
}

/* K = (own + projects) x the part that outages and want of parts leave x (1 + spare).
 */
static double
capacity_of(const struct ref *r, uint32_t node)
{
    const struct mnz_actor *actor = ref_actor(r, node);
    double K;

    if (actor->capacity_tpa == MNZ_VALUE_NONE)
        return INFINITY;
    K = ref_value(r, actor->capacity_tpa) * r->yps * r->nodes[node].factor;
    for (uint32_t i = 0; i < r->net->num_projects; i++) {
        const struct mnz_policy *p = &r->s->policies[r->net->projects[i].policy];

        if (r->net->projects[i].node == node)
            K += ref_value(r, p->project.adds_tpa) * r->yps * r->projects[i].part;
    }
    for (uint32_t i = 0; i < r->s->num_controls; i++) {
        const struct mnz_net_control *C = &r->net->controls[i];

        for (uint32_t j = 0; j < C->num_nodes; j++)
            for (uint32_t k = 0; k < r->controls[i].num_outages; k++)
                if (r->net->control_nodes[C->first_node + j] == node)
                    K *= 1.0 - ref_value(r, r->s->controls[i].outage.fraction) *
                                   ref_days_share(r, &r->controls[i].outages[k]);
    }
    K *= ref_technology_left(r, node);
    return K * (1.0 + ref_value(r, actor->spare_capacity));
}

static void
set_facilities(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        if (r->net->nodes[i].is_industry)
            ref_set_industry(r, i);
        else
            r->nodes[i].K = capacity_of(r, i);
    }
}

static void
rescale(struct ref *r, uint32_t port)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < r->net->ports[port].num_links; i++)
        sum += r->links[ref_port_link(r, port, i)].omega;
    for (uint32_t i = 0; i < r->net->ports[port].num_links; i++) {
        struct ref_link *l = &r->links[ref_port_link(r, port, i)];

        l->omega = ref_ratio(l->omega, sum);
    }
}

static void
add_offtakes(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_projects; i++) {
        const struct mnz_net_project *project = &r->net->projects[i];
        const struct mnz_policy *p = &r->s->policies[project->policy];

        for (uint32_t j = 0; j < project->num_links; j++) {
            const uint32_t link = r->net->offtake_links[project->first_link + j];
            const uint32_t port = r->net->links[link].port;
            const double s =
                ref_value(r, p->project.offtake_share) * r->projects[i].part;

            for (uint32_t k = 0; k < r->net->ports[port].num_links; k++)
                r->links[ref_port_link(r, port, k)].omega *= 1.0 - s;
            r->links[link].omega += s;
        }
    }
}

static void
add_tariffs(struct ref *r)
{
    for (uint32_t l = 0; l < r->net->num_links; l++)
        r->links[l].duty = 0.0;
    for (uint32_t i = 0; i < r->s->num_controls; i++) {
        const struct mnz_net_control *C = &r->net->controls[i];
        const struct mnz_control *k = &r->s->controls[i];
        double duty;

        if (k->kind != MNZ_CONTROL_TARIFF)
            continue;
        duty = r->controls[i].phi * ref_value(r, k->tariff.rate) *
               ref_value(r, k->tariff.pass);
        for (uint32_t j = 0; j < C->num_links; j++) {
            struct ref_link *l = &r->links[r->net->control_links[C->first_link + j]];

            l->duty += duty;
            l->omega *= pow(1.0 + duty, -ref_value(r, k->tariff.elasticity));
        }
    }
}

/* Purchases of a port move with its base shares. */
static void
move_purchases(struct ref *r, uint32_t port, const double *before)
{
    double sum = 0.0;
    int changes = 0;

    for (uint32_t i = 0; i < r->net->ports[port].num_links; i++) {
        const uint32_t id = ref_port_link(r, port, i);
        const struct ref_link *l = &r->links[id];

        changes |= l->omega != before[id];
        sum += fmax(0.0, l->w + l->omega - before[id]);
    }
    for (uint32_t i = 0; changes && i < r->net->ports[port].num_links; i++) {
        const uint32_t id = ref_port_link(r, port, i);
        struct ref_link *l = &r->links[id];

        l->w = sum > 0.0 ? fmax(0.0, l->w + l->omega - before[id]) / sum : l->omega;
    }
}

/* Shares valid now, then offtakes, then tariffs. */
static void
set_base_shares(struct ref *r)
{
    double *before = calloc(r->net->num_links + 1, sizeof *before);

    for (uint32_t l = 0; l < r->net->num_links; l++) {
        before[l] = r->links[l].omega;
        r->links[l].omega =
            ref_value(r, r->net->links[l].share) * r->net->links[l].split;
    }
    for (uint32_t p = 0; p < r->net->num_ports; p++)
        rescale(r, p);
    for (uint32_t l = 0; l < r->net->num_links; l++)
        r->links[l].qualified = r->links[l].omega;
    add_offtakes(r);
    add_tariffs(r);
    for (uint32_t p = 0; p < r->net->num_ports; p++)
        rescale(r, p);
    for (uint32_t l = 0; l < r->net->num_links; l++)
        r->links[l].qualified = fmax(r->links[l].qualified, r->links[l].omega);
    for (uint32_t p = 0; p < r->net->num_ports; p++)
        move_purchases(r, p, before);
    free(before);
}

/* The most that corridor outages let pass: n times 1 - fraction phi for each. */
static double
corridor_of(const struct ref *r, uint32_t link)
{
    const struct mnz_net_link *N = &r->net->links[link];
    double left = 1.0;

    for (uint32_t i = 0; i < N->num_controls; i++) {
        const uint32_t c = r->net->link_controls[N->first_control + i];

        for (uint32_t k = 0; k < r->controls[c].num_outages; k++) {
            const double phi = ref_days_share(r, &r->controls[c].outages[k]);
            const double fraction = ref_value(r, r->s->controls[c].outage.fraction);

            left *= 1.0 - fraction * phi;
        }
    }
    return left < 1.0 ? left * r->links[link].n : INFINITY;
}

static void
set_links(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_links; i++) {
        const struct mnz_net_link *N = &r->net->links[i];
        const struct ref_port *p = &r->ports[N->port];
        struct ref_link *l = &r->links[i];
        const double X = r->nodes[r->net->ports[N->port].node].X;

        l->L = ref_steps(r, N->lead_months);
        l->b = ref_value(r, N->backup) * N->split;
        l->capacity = N->capacity_tpa == MNZ_VALUE_NONE
                          ? INFINITY
                          : ref_value(r, N->capacity_tpa) * N->split * r->yps;
        l->n = l->w * p->u * X;
        l->nu = fmax(l->w, l->omega) * p->u * X;
        l->corridor = corridor_of(r, i);
    }
}

/* Classes: the last priority policy in force that covers the link wins. */
static void
set_classes(struct ref *r)
{
    for (uint32_t l = 0; l < r->net->num_links; l++)
        r->links[l].class_number = r->net->links[l].priority;
    for (uint32_t i = 0; i < r->net->num_priorities; i++) {
        const struct mnz_net_priority *Q = &r->net->priorities[i];

        if (r->phi[r->s->policies[Q->policy].regime] > 0.0)
            for (uint32_t j = 0; j < Q->num_links; j++)
                r->links[r->net->priority_links[Q->first_link + j]].class_number =
                    Q->class_number;
    }
    for (uint32_t p = 0; p < r->net->num_ports; p++) {
        r->ports[p].class_number = UINT32_MAX;
        for (uint32_t i = 0; i < r->net->ports[p].num_links; i++) {
            const uint32_t c = r->links[ref_port_link(r, p, i)].class_number;

            if (c < r->ports[p].class_number)
                r->ports[p].class_number = c;
        }
    }
}
