/* idle.c - what a scenario writes and what can never act in its run. */

#include <math.h>
#include <string.h>

#include "base/dates.h"
#include "base/units.h"
#include "network/compile.h"

struct idle {
    struct mnz_compile *c;
    double first, end; /* days of the run, warm-up included */
    double *earliest;  /* of each regime: the first day on which it can act; INFINITY */
    const char **why;  /* why it cannot, or NULL */
};

static void judge_regime(struct idle *x, uint32_t regime);
static void warn(struct idle *x, uint32_t regime);
static void warn_of_events(struct idle *x);

/* Bounds of a value over trials. Dates are constants or drawn. */
static void
bounds(const struct mnz_value_pool *pool, mnz_value_id id, double *low, double *high)
{
    const struct mnz_value *v = &pool->values[id];

    *low = -INFINITY;
    *high = INFINITY;
    if (id == MNZ_VALUE_NONE)
        return;
    if (v->kind == MNZ_VALUE_CONSTANT)
        *low = *high = v->number;
    else if (v->kind == MNZ_VALUE_INPUT && v->number == 1.0)
        mnz_dist_support(&pool->inputs[v->a].dist, low, high);
}

static double
lowest(const struct idle *x, mnz_value_id id)
{
    double low, high;

    bounds(&x->c->scenario->pool, id, &low, &high);
    return low;
}

static double
highest(const struct idle *x, mnz_value_id id)
{
    double low, high;

    bounds(&x->c->scenario->pool, id, &low, &high);
    return high;
}

/* After the steps and the order of regimes are known. */
enum mnz_status
mnz_compile_idle(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct idle x = {.c = c,
                     .first = c->net->step_day[0],
                     .end = c->net->step_day[c->net->num_steps]};

    x.earliest = mnz_arena_alloc(&c->scratch, s->num_regimes, sizeof *x.earliest);
    x.why = mnz_arena_alloc(&c->scratch, s->num_regimes, sizeof *x.why);
    if (!x.earliest || !x.why)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_regimes; i++)
        judge_regime(&x, c->net->regime_order[i]);
    for (uint32_t i = 0; i < s->num_regimes; i++)
        if (x.why[i])
            warn(&x, i);
    warn_of_events(&x);
    return MNZ_OK;
}

/* Whether one suspension, sure in its dates, covers all days of [from, until). */
static int
is_suspended(const struct idle *x, const struct mnz_regime *r, double from,
             double until)
{
    for (uint32_t i = 0; i < r->num_suspensions; i++) {
        const struct mnz_window *w = &r->suspensions[i];

        if (!mnz_ref_is_set(w->if_event) &&
            (w->from == MNZ_VALUE_NONE || highest(x, w->from) <= from) &&
            (w->until == MNZ_VALUE_NONE || lowest(x, w->until) >= until))
            return 1;
    }
    return 0;
}

/* The first day on which a branch may switch the regime on; -INFINITY where none has
 * to. */
static double
first_switch(const struct idle *x, uint32_t regime)
{
    const struct mnz_scenario *s = x->c->scenario;
    double first = INFINITY;
    int is_switched = 0;

    for (uint32_t e = 0; e < s->num_events; e++)
        for (uint32_t b = 0; b < s->events[e].num_branches; b++) {
            const struct mnz_branch *branch = &s->events[e].branches[b];

            for (uint32_t i = 0; i < branch->num_activates; i++)
                if (branch->activates[i].regime == regime) {
                    is_switched = 1;
                    first = fmin(first, lowest(x, s->events[e].on));
                }
        }
    return is_switched ? first : -INFINITY;
}

/* A project's facility runs from `online` on; an outage lasts. */
static double
first_effect(const struct idle *x, uint32_t regime)
{
    const struct mnz_scenario *s = x->c->scenario;

    for (uint32_t i = 0; i < s->num_policies; i++)
        if (s->policies[i].regime == regime &&
            s->policies[i].kind == MNZ_POLICY_PROJECT)
            return lowest(x, s->policies[i].project.online);
    return -INFINITY;
}

static int
lasts_no_time(const struct idle *x, uint32_t regime)
{
    const struct mnz_scenario *s = x->c->scenario;

    for (uint32_t i = 0; i < s->num_controls; i++) {
        const struct mnz_control *k = &s->controls[i];
        double low, high;

        if (k->regime != regime || k->kind != MNZ_CONTROL_OUTAGE)
            continue;
        if (k->outage.duration != MNZ_VALUE_NONE)
            return highest(x, k->outage.duration) <= 0.0;
        if (k->outage.onsets_per_year == MNZ_VALUE_NONE)
            return 0;
        mnz_dist_support(&k->outage.duration_months, &low, &high);
        return high <= 0.0;
    }
    return 0;
}

static void
judge_regime(struct idle *x, uint32_t regime)
{
    const struct mnz_regime *r = &x->c->scenario->regimes[regime];
    const uint32_t trigger = mnz_ref_at(r->trigger_regime);
    const double until =
        r->in_force.until == MNZ_VALUE_NONE ? INFINITY : highest(x, r->in_force.until);
    double from = fmax(lowest(x, r->in_force.from), first_effect(x, regime));

    if (trigger != MNZ_NONE)
        from = fmax(from, x->earliest[trigger] +
                              MNZ_DAYS_PER_MONTH *
                                  fmax(0.0, lowest(x, r->trigger_after_months)));
    x->earliest[regime] = INFINITY;
    if (until <= x->first)
        x->why[regime] = "it ends before the run begins";
    else if (from >= x->end)
        x->why[regime] = trigger != MNZ_NONE && x->why[trigger]
                             ? "its trigger can never act"
                             : "it begins after the run ends";
    else if (first_switch(x, regime) >= x->end)
        x->why[regime] = "no branch switches it on before the run ends";
    else if (is_suspended(x, r, fmax(from, x->first), fmin(until, x->end)))
        x->why[regime] = "it is suspended all the time";
    else if (lasts_no_time(x, regime))
        x->why[regime] = "it lasts no time";
    else
        x->earliest[regime] = fmax(from, x->first);
}

/* Records of a file that this one extends may be of another time. */
static int
is_own(const struct idle *x, struct mnz_span at)
{
    return at.file && strcmp(at.file, x->c->scenario->path) == 0;
}

/* "between 2025-01 and 2027-01": the days of the run. */
static void
name_run(const struct idle *x, char text[2 * MNZ_DATE_TEXT + 16])
{
    char first[MNZ_DATE_TEXT], end[MNZ_DATE_TEXT];

    mnz_date_format((int32_t)x->first, first);
    mnz_date_format((int32_t)x->end, end);
    snprintf(text, 2 * MNZ_DATE_TEXT + 16, "%s to %s", first, end);
}

static void
warn(struct idle *x, uint32_t regime)
{
    const struct mnz_regime *r = &x->c->scenario->regimes[regime];
    char run[2 * MNZ_DATE_TEXT + 16];

    if (!is_own(x, r->at))
        return;
    name_run(x, run);
    mnz_diag_add(x->c->diags, MNZ_W0913, r->at,
                 lasts_no_time(x, regime) ? "give it a duration above 0"
                                          : "look at the year of its dates",
                 "'%s' can never act in this run, %s: %s", r->name, run,
                 x->why[regime]);
}

static void
warn_of_events(struct idle *x)
{
    const struct mnz_scenario *s = x->c->scenario;
    char run[2 * MNZ_DATE_TEXT + 16];

    name_run(x, run);
    for (uint32_t e = 0; e < s->num_events; e++)
        if (lowest(x, s->events[e].on) >= x->end && is_own(x, s->events[e].at))
            mnz_diag_add(x->c->diags, MNZ_W1117, s->events[e].at,
                         "look at the year of 'on'",
                         "event '%s' comes after the run, %s", s->events[e].name, run);
}
