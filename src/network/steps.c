/* steps.c - the calendar of a run: the days on which its steps begin. */

#include "base/bug.h"
#include "base/dates.h"
#include "network/compile.h"

static enum mnz_status lay_months(struct mnz_compile *c);
static enum mnz_status lay_weeks(struct mnz_compile *c);

static enum mnz_status (*const lay[MNZ_NUM_STEPS])(struct mnz_compile *) = {
    [MNZ_STEP_MONTH] = lay_months,
    [MNZ_STEP_WEEK] = lay_weeks,
};

enum mnz_status
mnz_compile_steps(struct mnz_compile *c)
{
    const enum mnz_step_kind step = c->scenario->step;

    c->net->months_per_step = mnz_step_months[step];
    c->net->years_per_step = mnz_step_years[step];
    return lay[step](c);
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

static enum mnz_status
lay_months(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    int32_t *days;
    uint32_t *months;
    int year, month, day;

    mnz_date_to_ymd(s->start_day, &year, &month, &day);
    MNZ_BUG_IF(day != 1); /* refused when it was read */
    net->warm_steps = s->warm_up_months;
    net->num_steps = s->warm_up_months + s->months;
    net->num_months = s->months;
    if (reserve(net, &days, &months))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i <= net->num_steps; i++)
        days[i] = mnz_date_add_months(s->start_day, (int)i - (int)net->warm_steps);
    for (uint32_t i = 0; i < net->num_steps; i++)
        months[i] = i < net->warm_steps ? MNZ_NONE : i - net->warm_steps;
    return MNZ_OK;
}

static int32_t
months_since_year_0(int32_t day)
{
    int year, month, day_of_month;

    mnz_date_to_ymd(day, &year, &month, &day_of_month);
    return year * 12 + month - 1;
}

/* Weeks count from the start, backwards in the warm-up; the last may end late. */
static enum mnz_status
lay_weeks(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    const int32_t start = s->start_day;
    const int32_t end = mnz_date_add_months(start, (int)s->months);
    const int32_t begin = mnz_date_add_months(start, -(int)s->warm_up_months);
    int32_t *days;
    uint32_t *months;

    net->warm_steps = (uint32_t)((start - begin + 6) / 7);
    net->num_steps = net->warm_steps + (uint32_t)((end - start + 6) / 7);
    if (reserve(net, &days, &months))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i <= net->num_steps; i++)
        days[i] = start + 7 * ((int32_t)i - (int32_t)net->warm_steps);
    for (uint32_t i = 0; i < net->num_steps; i++) {
        months[i] = MNZ_NONE;
        if (i < net->warm_steps)
            continue;
        months[i] =
            (uint32_t)(months_since_year_0(days[i]) - months_since_year_0(start));
        net->num_months = months[i] + 1;
    }
    return MNZ_OK;
}
