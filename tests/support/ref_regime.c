/* ref_regime.c - the days on which controls and policies are in force, and outages. */

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "sampling/poisson.h"
#include "support/ref_state.h"

static const double days_per_month = 30.4375;
static const double days_per_year = 365.25;

/* One branch of each event, whose `if` may name a branch of an earlier event. */
void
ref_draw_events(struct ref *r)
{
    r->drawn_branch = ref_room(r, r->s->num_events, sizeof *r->drawn_branch);
    for (uint32_t i = 0; i < r->s->num_events; i++) {
        const struct mnz_event *e = &r->s->events[i];
        const double u = !mnz_ref_is_set(e->drawn_input)
                             ? 0.0
                             : r->draws[mnz_ref_at(e->drawn_input)];
        double cumulated = 0.0, total = 0.0;

        r->drawn_branch[i] = MNZ_NONE;
        if (mnz_ref_is_set(e->if_event) &&
            r->drawn_branch[mnz_ref_at(e->if_event)] != e->if_branch)
            continue;
        for (uint32_t j = 0; j < e->num_branches; j++)
            total += e->takes_rest && j + 1 == e->num_branches
                         ? fmax(0.0, 1.0 - total)
                         : ref_first(r, e->branches[j].probability);
        for (uint32_t j = 0; j < e->num_branches; j++) {
            cumulated += e->takes_rest && j + 1 == e->num_branches
                             ? fmax(0.0, 1.0 - cumulated)
                             : ref_first(r, e->branches[j].probability);
            if (u * total < cumulated && r->drawn_branch[i] == MNZ_NONE)
                r->drawn_branch[i] = j;
        }
    }
}

/* A window whose `if` is not met is empty. */
struct ref_interval
ref_window(const struct ref *r, const struct mnz_window *w)
{
    if (mnz_ref_is_set(w->if_event) &&
        r->drawn_branch[mnz_ref_at(w->if_event)] != w->if_branch)
        return (struct ref_interval){INFINITY, INFINITY};
    return (struct ref_interval){
        w->from == MNZ_VALUE_NONE ? -INFINITY : ref_first(r, w->from),
        w->until == MNZ_VALUE_NONE ? INFINITY : ref_first(r, w->until)};
}

static int
holds(const struct mnz_switch *switches, uint32_t count, uint32_t regime)
{
    for (uint32_t i = 0; i < count; i++)
        if (switches[i].regime == regime)
            return 1;
    return 0;
}

/* Whether a branch that is drawn switches a regime, by any of its switches. */
static int
acts(const struct ref *r, const struct mnz_switch *switches, uint32_t count,
     uint32_t regime)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct mnz_switch *s = &switches[i];

        if (s->regime == regime &&
            (!mnz_ref_is_set(s->drawn_input) ||
             r->draws[mnz_ref_at(s->drawn_input)] < ref_first(r, s->probability)))
            return 1;
    }
    return 0;
}

/* Part of a regime's window that the events leave. */
static struct ref_interval
switch_by_events(const struct ref *r, uint32_t regime, struct ref_interval window)
{
    int is_activated_by_some = 0;
    double on = INFINITY, off = INFINITY;

    for (uint32_t i = 0; i < r->s->num_events; i++) {
        const struct mnz_event *e = &r->s->events[i];
        const double date = ref_first(r, e->on);

        for (uint32_t j = 0; j < e->num_branches; j++) {
            const struct mnz_branch *b = &e->branches[j];
            const int is_drawn = r->drawn_branch[i] == j;

            if (holds(b->activates, b->num_activates, regime)) {
                is_activated_by_some = 1;
                if (is_drawn && acts(r, b->activates, b->num_activates, regime))
                    on = fmin(on, date);
            }
            if (is_drawn && acts(r, b->deactivates, b->num_deactivates, regime))
                off = fmin(off, date);
        }
    }
    if (is_activated_by_some)
        window.from = fmax(window.from, on);
    window.until = fmin(window.until, off);
    return window;
}

static void
add_interval(struct ref_days *days, double from, double until)
{
    if (from < until)
        days->intervals[days->count++] = (struct ref_interval){from, until};
}

/* Take `cut` out of a set that has room for one interval more. */
static void
subtract(struct ref *r, struct ref_days *days, struct ref_interval cut)
{
    struct ref_days left = {
        .intervals = ref_room(r, 2 * (size_t)days->count, sizeof *left.intervals)};

    if (!(cut.from < cut.until))
        return;
    for (uint32_t i = 0; i < days->count; i++) {
        const struct ref_interval d = days->intervals[i];

        add_interval(&left, d.from, fmin(d.until, cut.from));
        add_interval(&left, fmax(d.from, cut.until), d.until);
    }
    *days = left;
}

/* The part of a set that lies in a window. */
static struct ref_days
intersect(struct ref *r, const struct ref_days *days, double from, double until)
{
    struct ref_days part = {.intervals =
                                ref_room(r, days->count, sizeof *part.intervals)};

    for (uint32_t i = 0; i < days->count; i++)
        add_interval(&part, fmax(days->intervals[i].from, from),
                     fmin(days->intervals[i].until, until));
    return part;
}

/* A regime's own set of days. */
static void
set_own_days(struct ref *r, uint32_t regime)
{
    const struct mnz_regime *g = &r->s->regimes[regime];
    const struct ref_interval window =
        switch_by_events(r, regime, ref_window(r, &g->in_force));
    struct ref_days *days = &r->days[regime];

    days->intervals = ref_room(r, 1, sizeof *days->intervals);
    if (mnz_ref_is_set(g->drawn_input) &&
        !(r->draws[mnz_ref_at(g->drawn_input)] < ref_first(r, g->probability)))
        return;
    add_interval(days, window.from, window.until);
    for (uint32_t j = 0; j < g->num_suspensions; j++)
        subtract(r, days, ref_window(r, &g->suspensions[j]));
}

/* The first day of a set within the run, or infinity. */
static double
first_day(const struct ref *r, const struct ref_days *days)
{
    const double begin = r->net->step_day[0];
    const double end = r->net->step_day[r->net->num_steps];
    double first = INFINITY;

    for (uint32_t i = 0; i < days->count; i++) {
        const double from = fmax(days->intervals[i].from, begin);

        if (from < fmin(days->intervals[i].until, end))
            first = fmin(first, from);
    }
    return first;
}

/* From when on a regime may act that answers another. */
static double
answer_day(const struct ref *r, const struct mnz_regime *g)
{
    const double months = ref_first(r, g->trigger_after_months);

    if (mnz_ref_is_set(g->trigger_input) && !(r->draws[mnz_ref_at(g->trigger_input)] <
                                              ref_first(r, g->trigger_probability)))
        return INFINITY;
    return first_day(r, &r->days[mnz_ref_at(g->trigger_regime)]) +
           floor(months * days_per_month + 0.5);
}

void
ref_set_days(struct ref *r)
{
    r->days = ref_room(r, r->s->num_regimes, sizeof *r->days);
    for (uint32_t i = 0; i < r->s->num_regimes; i++) {
        const uint32_t regime = r->net->regime_order[i];
        const struct mnz_regime *g = &r->s->regimes[regime];

        set_own_days(r, regime);
        if (mnz_ref_is_set(g->trigger_regime))
            r->days[regime] =
                intersect(r, &r->days[regime], answer_day(r, g), INFINITY);
    }
}

/* Outages that begin at random times of the run. */
static void
draw_onsets(struct ref *r, const struct mnz_control *k, struct ref_control *c)
{
    const int32_t *day = r->net->step_day;
    const double years = (day[r->net->num_steps] - day[0]) / days_per_year;
    struct mnz_poisson_onset onset[MNZ_POISSON_MAX_ONSETS];
    char name[512];

    const int length =
        snprintf(name, sizeof name, "%s.onsets", r->s->regimes[k->regime].name);

    MNZ_BUG_IF(length < 0 || (size_t)length >= sizeof name);
    c->num_outages = mnz_poisson_onsets(r->seed, name, r->trial,
                                        ref_first(r, k->outage.onsets_per_year), years,
                                        &k->outage.duration_months, onset);
    c->outages = ref_room(r, c->num_outages, sizeof *c->outages);
    for (uint32_t i = 0; i < c->num_outages; i++) {
        const double begin = day[0] + onset[i].at_years * days_per_year;

        c->outages[i] = intersect(r, &r->days[k->regime], begin,
                                  begin + onset[i].duration * days_per_month);
    }
}

void
ref_draw_outages(struct ref *r)
{
    for (uint32_t i = 0; i < r->s->num_controls; i++) {
        const struct mnz_control *k = &r->s->controls[i];
        const struct ref_days *days = &r->days[k->regime];
        struct ref_control *c = &r->controls[i];
        double end = INFINITY;

        if (k->kind != MNZ_CONTROL_OUTAGE)
            continue;
        if (k->outage.onsets_per_year != MNZ_VALUE_NONE) {
            draw_onsets(r, k, c);
            continue;
        }
        if (k->outage.duration != MNZ_VALUE_NONE && days->count > 0)
            end = (isinf(days->intervals[0].from) ? r->net->step_day[0]
                                                  : days->intervals[0].from) +
                  ref_first(r, k->outage.duration) * days_per_month;
        c->num_outages = 1;
        c->outages = ref_room(r, 1, sizeof *c->outages);
        c->outages[0] = intersect(r, days, -INFINITY, end);
    }
}

/* phi: the share of the step's days that lie in the set. */
double
ref_days_share(const struct ref *r, const struct ref_days *days)
{
    const double begin = r->net->step_day[r->t], end = r->net->step_day[r->t + 1];
    double inside = 0.0;

    for (uint32_t i = 0; i < days->count; i++)
        inside += fmax(0.0, fmin(days->intervals[i].until, end) -
                                fmax(days->intervals[i].from, begin));
    return fmin(1.0, inside / (end - begin));
}
