/* ref_project.c - the part of each project that is there in a step. */

#include <math.h>

#include "support/ref_state.h"

static const double days_per_month = 30.4375;

/* Whether a floor in force guarantees the price that is needed. */
static int
is_guaranteed(const struct ref *r, const struct mnz_net_need *need)
{
    for (uint32_t i = 0; i < need->num_floors; i++) {
        const struct mnz_policy *floor =
            &r->s->policies[r->net->need_floors[need->first_floor + i]];

        if (r->phi[floor->regime] > 0.0 &&
            ref_value(r, floor->price_floor.floor_usd_per_kg) >=
                ref_value(r, need->price))
            return 1;
    }
    return 0;
}

/* Whether some market pays it, by the premiums that the last step left. */
static int
is_paid(const struct ref *r, const struct mnz_net_need *need)
{
    double premium = 0.0;

    for (uint32_t i = 0; i < need->num_markets; i++)
        premium =
            fmax(premium, r->premium[r->net->need_markets[need->first_market + i]]);
    return ref_value(r, r->s->materials[need->material].price_usd_per_kg) *
               (1.0 + premium) >=
           ref_value(r, need->price);
}

static int
has_all_it_needs(const struct ref *r, const struct mnz_net_project *project)
{
    for (uint32_t i = 0; i < project->num_needs; i++) {
        const struct mnz_net_need *need = &r->net->needs[project->first_need + i];

        if (!is_guaranteed(r, need) && !is_paid(r, need))
            return 0;
    }
    return 1;
}

/* Its needs are looked at from `online` on, until all hold once. */
static void
look_at_needs(const struct ref *r, uint32_t i)
{
    const struct mnz_net_project *project = &r->net->projects[i];
    const double phi = r->phi[r->s->policies[project->policy].regime];
    const double today = r->net->step_day[r->t];
    struct ref_project *x = &r->projects[i];

    if (project->num_needs == 0) {
        x->has_what_it_needs = 1;
        x->begins = x->online;
        return;
    }
    if (x->has_what_it_needs || today < x->online || !(phi > 0.0))
        return;
    if (has_all_it_needs(r, project)) {
        x->has_what_it_needs = 1;
        x->begins = x->was_looked_at ? today : x->online;
    }
    x->was_looked_at = 1;
}

static double
ramp_share(const struct ref *r, const struct mnz_policy *policy,
           const struct ref_project *x)
{
    const double months = (r->net->step_day[r->t] - x->begins) / days_per_month;
    const double ramp = ref_value(r, policy->project.ramp_months);

    if (!x->has_what_it_needs)
        return 0.0;
    if (ramp > 0.0)
        return fmin(1.0, fmax(0.0, months / ramp));
    return months >= 0.0 ? 1.0 : 0.0;
}

void
ref_set_projects(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_projects; i++) {
        const struct mnz_net_project *project = &r->net->projects[i];
        const struct mnz_policy *policy = &r->s->policies[project->policy];
        const double planned = ref_value(r, policy->project.online);
        struct ref_project *x = &r->projects[i];

        x->online = planned + ref_slip_days(r, project->node, planned);
        look_at_needs(r, i);
        x->part = ramp_share(r, policy, x) * r->phi[policy->regime];
    }
}
