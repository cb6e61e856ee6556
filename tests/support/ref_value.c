/* ref_value.c - values of the scenario in a step, in the step's units. */

#include <math.h>

#include "support/ref_state.h"

double
ref_value_at(const struct ref *r, mnz_value_id id, uint32_t step)
{
    return mnz_value_at(&r->s->pool, id, r->net->step_day[step], r->draws);
}

double
ref_value(const struct ref *r, mnz_value_id id)
{
    return ref_value_at(r, id, r->t);
}

double
ref_first(const struct ref *r, mnz_value_id id)
{
    return ref_value_at(r, id, 0);
}

double
ref_steps(const struct ref *r, mnz_value_id months)
{
    return ref_value(r, months) / r->Delta;
}

double
ref_per_step(const struct ref *r, mnz_value_id rate_per_month)
{
    return 1.0 - pow(1.0 - ref_value(r, rate_per_month), r->Delta);
}

double
ref_ratio(double x, double by)
{
    return by == 0.0 ? 0.0 : x / by;
}

const struct mnz_actor *
ref_actor(const struct ref *r, uint32_t node)
{
    return &r->s->actors[r->net->nodes[node].actor];
}

double
ref_content(const struct ref *r, uint32_t material, uint32_t e, uint32_t step)
{
    const mnz_value_id id = r->s->materials[material].content[e];

    return id == MNZ_VALUE_NONE ? 0.0 : ref_value_at(r, id, step);
}

uint32_t
ref_port_link(const struct ref *r, uint32_t port, uint32_t i)
{
    return r->net->port_links[r->net->ports[port].first_link + i];
}
