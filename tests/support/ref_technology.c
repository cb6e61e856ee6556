/* ref_technology.c - plants without the parts, and projects without the equipment, that
 * a government keeps back. */

#include <math.h>

#include "support/ref_state.h"

static const double days_per_month = 30.4375;

static int
is_in_scope(const struct ref *r, uint32_t control, uint32_t node)
{
    const struct mnz_net_control *C = &r->net->controls[control];

    if (r->s->controls[control].kind != MNZ_CONTROL_TECHNOLOGY)
        return 0;
    for (uint32_t i = 0; i < C->num_nodes; i++)
        if (r->net->control_nodes[C->first_node + i] == node)
            return 1;
    return 0;
}

/* The product of 1 - phi (1 - availability) s. */
double
ref_technology_left(const struct ref *r, uint32_t node)
{
    double left = 1.0;

    for (uint32_t c = 0; c < r->s->num_controls; c++) {
        const struct mnz_control *k = &r->s->controls[c];
        double over, s;

        if (!is_in_scope(r, c, node))
            continue;
        over = ref_value(r, k->technology.over_months);
        s = over > 0.0 ? fmin(1.0, r->controls[c].age / over) : 1.0;
        left *= 1.0 - r->controls[c].phi *
                          (1.0 - ref_value(r, k->technology.availability)) * s;
    }
    return left;
}

static int
holds_day(const struct ref_days *days, double day)
{
    for (uint32_t i = 0; i < days->count; i++)
        if (day >= days->intervals[i].from && day < days->intervals[i].until)
            return 1;
    return 0;
}

/* Each control that is in force on the planned day adds its delay. */
double
ref_slip_days(const struct ref *r, uint32_t node, double online)
{
    double slip = 0.0;

    for (uint32_t c = 0; c < r->s->num_controls; c++) {
        const struct mnz_control *k = &r->s->controls[c];

        if (is_in_scope(r, c, node) && holds_day(&r->days[k->regime], online))
            slip +=
                floor(ref_first(r, k->technology.delay_months) * days_per_month + 0.5);
    }
    return slip;
}

void
ref_age_technology(struct ref *r)
{
    for (uint32_t c = 0; c < r->s->num_controls; c++)
        r->controls[c].age += r->controls[c].phi * r->Delta;
}
