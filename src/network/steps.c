/* steps.c - the calendar of a run: the days on which its steps begin. */

#include "base/dates.h"
#include "network/compile.h"

static enum mnz_status lay(struct mnz_compile *c, uint32_t parts);

enum mnz_status
mnz_compile_steps(struct mnz_compile *c)
{
    const enum mnz_step_kind step = c->scenario->step;

    c->net->months_per_step = mnz_step_months[step];
    c->net->years_per_step = mnz_step_years[step];
    return lay(c, mnz_step_parts[step]);
}

static enum mnz_status
reserve(struct mnz_network *net, int32_t **days, uint32_t **months)
{
    *days = mnz_arena_alloc(&net->arena, (size_t)net->num_steps + 1, sizeof **days);
    *months = mnz_arena_alloc(&net->arena, net->num_steps, sizeof **months);
    net->step_day = *days;
    net->month_of_step = *months;
    return *days && *months ? MNZ_OK : MNZ_ERR_NOMEM;
}

/* Divide each month of the run, warm-up included, into `parts` steps of whole days.
 * Months count from the start. */
static enum mnz_status
lay(struct mnz_compile *c, uint32_t parts)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    int32_t *days;
    uint32_t *months;

    net->warm_steps = s->warm_up_months * parts;
    net->num_steps = net->warm_steps + s->months * parts;
    net->num_months = s->months;
    if (reserve(net, &days, &months))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i <= net->num_steps; i++) {
        const int month = (int)(i / parts) - (int)s->warm_up_months;
        const int32_t first = mnz_date_add_months(s->start_day, month);
        const int32_t length = mnz_date_add_months(s->start_day, month + 1) - first;

        days[i] = first + length * (int32_t)(i % parts) / (int32_t)parts;
        if (i < net->num_steps)
            months[i] = month < 0 ? MNZ_NONE : (uint32_t)month;
    }
    return MNZ_OK;
}
