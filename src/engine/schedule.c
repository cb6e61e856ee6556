/* schedule.c - when each control and policy acts, trial by trial: the share phi of
 * every step's days. Plain numbers, one lane at a time: this runs once a trial, not
 * once a step. */

#include "engine/schedule.h"

#include <math.h>

#include "base/bug.h"
#include "base/units.h"
#include "sampling/poisson.h"

/* Days since 1970-01-01, disjoint and ascending. A regime's set has one interval more
 * than it has suspensions at most; the reader limits these. */
enum { MAX_INTERVALS = 64 };

struct days {
    uint32_t count;
    double from[MAX_INTERVALS], until[MAX_INTERVALS];
};

/* One trial's view of the batch. */
struct trial {
    struct mnz_batch *b;
    const struct mnz_scenario *scenario;
    int lane;
};

static void draw_events(struct trial *t);
static void draw_regimes(struct trial *t);
static void draw_outages(struct trial *t);
static void draw_pauses(struct trial *t);
static void draw_onlines(struct trial *t);

static void
mnz_schedule_draw(struct mnz_batch *b)
{
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        struct trial t = {.b = b, .scenario = b->engine->net->scenario, .lane = lane};

        draw_events(&t);
        draw_regimes(&t);
        draw_outages(&t);
        draw_pauses(&t);
        draw_onlines(&t);
    }
}

/* Dates and probabilities do not change with time: they are those of the first step. */
static double
value(const struct trial *t, mnz_value_id id)
{
    return t->b->value[id][t->lane];
}

static double
drawn(const struct trial *t, uint32_t input)
{
    return t->b->draws[input][t->lane];
}

/* Of branch i, where those before it have `before` together. */
static double
probability(const struct trial *t, const struct mnz_event *e, uint32_t i, double before)
{
    if (e->takes_rest && i + 1 == e->num_branches)
        return fmax(0.0, 1.0 - before);
    return value(t, e->branches[i].probability);
}

/* The branch that an event takes, or MNZ_NONE where its condition is not met. Events
 * that others depend on come first in the file. */
static uint32_t
draw_branch(const struct trial *t, uint32_t event)
{
    const struct mnz_event *e = &t->scenario->events[event];
    double sum = 0.0, total = 0.0;

    if (mnz_ref_is_set(e->if_event) &&
        t->b->branch[mnz_ref_at(e->if_event)][t->lane] != (double)e->if_branch)
        return MNZ_NONE;
    for (uint32_t i = 0; i < e->num_branches; i++)
        total += probability(t, e, i, total);
    for (uint32_t i = 0; i < e->num_branches; i++) {
        const double p = probability(t, e, i, sum);

        sum += p;
        if (!mnz_ref_is_set(e->drawn_input)
                ? p >= 1.0
                : drawn(t, mnz_ref_at(e->drawn_input)) * total < sum)
            return i;
    }
    return e->num_branches - 1; /* rounding left the last bit of probability over */
}

static void
draw_events(struct trial *t)
{
    for (uint32_t i = 0; i < t->scenario->num_events; i++) {
        const uint32_t branch = draw_branch(t, i);

        t->b->branch[i][t->lane] = branch == MNZ_NONE ? -1.0 : (double)branch;
    }
}

/* Whether a window counts in this trial. */
static int
holds_window(const struct trial *t, const struct mnz_window *w)
{
    return !mnz_ref_is_set(w->if_event) ||
           t->b->branch[mnz_ref_at(w->if_event)][t->lane] == (double)w->if_branch;
}

/* Whether one of the switches is of `regime`, and whether one of these is thrown. */
struct thrown {
    int is_named, is_thrown;
};

static struct thrown
look(const struct trial *t, const struct mnz_switch *list, uint32_t count,
     uint32_t regime)
{
    struct thrown x = {0, 0};

    for (uint32_t i = 0; i < count; i++) {
        if (list[i].regime != regime)
            continue;
        x.is_named = 1;
        x.is_thrown |=
            !mnz_ref_is_set(list[i].drawn_input) ||
            drawn(t, mnz_ref_at(list[i].drawn_input)) < value(t, list[i].probability);
    }
    return x;
}

/* Narrow [*from, *until) by the branches that switch `regime` on or off. */
static void
apply_events(const struct trial *t, uint32_t regime, double *from, double *until)
{
    double on = INFINITY, off = INFINITY;
    int has_activation = 0;

    for (uint32_t i = 0; i < t->scenario->num_events; i++) {
        const struct mnz_event *e = &t->scenario->events[i];
        for (uint32_t j = 0; j < e->num_branches; j++) {
            const struct mnz_branch *br = &e->branches[j];
            const struct thrown on_by =
                look(t, br->activates, br->num_activates, regime);
            const struct thrown off_by =
                look(t, br->deactivates, br->num_deactivates, regime);

            has_activation |= on_by.is_named;
            if (t->b->branch[i][t->lane] != (double)j)
                continue;
            if (on_by.is_thrown)
                on = fmin(on, value(t, e->on));
            if (off_by.is_thrown)
                off = fmin(off, value(t, e->on));
        }
    }
    if (has_activation)
        *from = fmax(*from, on);
    *until = fmin(*until, off);
}

static void
subtract(struct days *set, double from, double until)
{
    struct days left = {0};

    /* Drawn dates may leave a window empty. */
    if (!(from < until))
        return;
    for (uint32_t i = 0; i < set->count; i++) {
        const double a = set->from[i], b = set->until[i];

        if (fmin(b, from) > a) {
            left.from[left.count] = a;
            left.until[left.count++] = fmin(b, from);
        }
        if (fmax(a, until) < b) {
            MNZ_BUG_IF(left.count >= MAX_INTERVALS);
            left.from[left.count] = fmax(a, until);
            left.until[left.count++] = b;
        }
    }
    *set = left;
}

static double
whole_days(double months)
{
    return floor(months * MNZ_DAYS_PER_MONTH + 0.5);
}

/* The day from which a trigger lets a regime act; infinite if it was never pulled. */
static double
triggered_from(const struct trial *t, const struct mnz_regime *r)
{
    const double first = t->b->regime_first[mnz_ref_at(r->trigger_regime)][t->lane];

    if (first >= MNZ_UNLIMITED ||
        (mnz_ref_is_set(r->trigger_input) &&
         !(drawn(t, mnz_ref_at(r->trigger_input)) < value(t, r->trigger_probability))))
        return INFINITY;
    return first + whole_days(value(t, r->trigger_after_months));
}

static struct days
days_in_force(const struct trial *t, uint32_t regime)
{
    const struct mnz_regime *r = &t->scenario->regimes[regime];
    double from = -INFINITY, until = INFINITY;
    struct days set = {0};

    if (mnz_ref_is_set(r->drawn_input) &&
        !(drawn(t, mnz_ref_at(r->drawn_input)) < value(t, r->probability)))
        return set;
    if (r->in_force.from != MNZ_VALUE_NONE)
        from = value(t, r->in_force.from);
    if (r->in_force.until != MNZ_VALUE_NONE)
        until = value(t, r->in_force.until);
    apply_events(t, regime, &from, &until);
    if (mnz_ref_is_set(r->trigger_regime))
        from = fmax(from, triggered_from(t, r));
    if (!(from < until))
        return set;
    set.count = 1;
    set.from[0] = from;
    set.until[0] = until;
    for (uint32_t i = 0; i < r->num_suspensions; i++) {
        const struct mnz_window *s = &r->suspensions[i];

        if (!holds_window(t, s))
            continue;
        subtract(&set, s->from == MNZ_VALUE_NONE ? -INFINITY : value(t, s->from),
                 s->until == MNZ_VALUE_NONE ? INFINITY : value(t, s->until));
    }
    return set;
}

/* The share of the days from `first` to `last` that lie in the set and the window. */
static double
share_of_days(const struct days *set, double first, double last, double from,
              double until)
{
    double days = 0.0;

    for (uint32_t i = 0; i < set->count; i++) {
        const double a = fmax(fmax(set->from[i], first), from);
        const double b = fmin(fmin(set->until[i], last), until);

        if (b > a)
            days += b - a;
    }
    return days / (last - first);
}

static int
holds_day(const struct days *set, double day)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (set->from[i] <= day && day < set->until[i])
            return 1;
    return 0;
}

/* The first day of the set that the run sees. */
static double
first_day(const struct days *set, double start, double end)
{
    double first = MNZ_UNLIMITED;

    for (uint32_t i = 0; i < set->count; i++) {
        const double a = fmax(set->from[i], start);

        if (a < fmin(set->until[i], end))
            first = fmin(first, a);
    }
    return first;
}

static void
draw_regimes(struct trial *t)
{
    const struct mnz_network *net = t->b->engine->net;

    for (uint32_t k = 0; k < t->scenario->num_regimes; k++) {
        const uint32_t r = net->regime_order[k];
        const struct days set = days_in_force(t, r);
        mnz_lane *phi = &t->b->regime_phi[(size_t)r * net->num_steps];

        t->b->regime_first[r][t->lane] =
            first_day(&set, net->step_day[0], net->step_day[net->num_steps]);
        for (uint32_t s = 0; s < net->num_steps; s++)
            phi[s][t->lane] = share_of_days(&set, net->step_day[s],
                                            net->step_day[s + 1], -INFINITY, INFINITY);
    }
}

/* An outage's fraction may be dated, so that it is evaluated in each step. */
static double
fraction_at(const struct trial *t, const struct mnz_control *control, uint32_t step)
{
    const struct mnz_value_pool *pool = &t->scenario->pool;
    const struct mnz_value *v = &pool->values[control->outage.fraction];
    const int32_t day = t->b->engine->net->step_day[step];
    uint32_t point;

    if (v->kind != MNZ_VALUE_SERIES)
        return value(t, control->outage.fraction);
    point = v->a;
    while (point + 1 < v->a + v->b && pool->points[point + 1].day <= day)
        point++;
    return value(t, pool->points[point].value);
}

static void
strike(struct trial *t, uint32_t c, const struct days *set, double from, double until)
{
    const struct mnz_network *net = t->b->engine->net;
    mnz_lane *keep = &t->b->outage_keep[(size_t)c * net->num_steps];

    for (uint32_t s = 0; s < net->num_steps; s++) {
        const double phi =
            share_of_days(set, net->step_day[s], net->step_day[s + 1], from, until);

        if (phi > 0.0)
            keep[s][t->lane] *=
                1.0 - fraction_at(t, &t->scenario->controls[c], s) * phi;
    }
}

static void
strike_at_random(struct trial *t, uint32_t c, const struct days *set)
{
    const struct mnz_network *net = t->b->engine->net;
    const struct mnz_control *control = &t->scenario->controls[c];
    const double start = net->step_day[0], end = net->step_day[net->num_steps];
    struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS];
    const uint32_t count = mnz_poisson_onsets(
        t->b->engine->seed, t->b->engine->onset_streams[c],
        mnz_lane_trial(&t->b->trials, (int)t->lane),
        value(t, control->outage.onsets_per_year), (end - start) / MNZ_DAYS_PER_YEAR,
        &control->outage.duration_months, onsets);

    for (uint32_t i = 0; i < count; i++) {
        const double from = start + onsets[i].at_years * MNZ_DAYS_PER_YEAR;

        strike(t, c, set, from, from + onsets[i].duration * MNZ_DAYS_PER_MONTH);
    }
}

static void
draw_outages(struct trial *t)
{
    const struct mnz_network *net = t->b->engine->net;

    for (uint32_t c = 0; c < t->scenario->num_controls; c++) {
        const struct mnz_control *control = &t->scenario->controls[c];
        struct days set;

        if (control->kind != MNZ_CONTROL_OUTAGE)
            continue;
        for (uint32_t s = 0; s < net->num_steps; s++)
            t->b->outage_keep[(size_t)c * net->num_steps + s][t->lane] = 1.0;
        set = days_in_force(t, control->regime);
        if (set.count == 0)
            continue;
        if (control->outage.onsets_per_year != MNZ_VALUE_NONE)
            strike_at_random(t, c, &set);
        else if (control->outage.duration != MNZ_VALUE_NONE)
            strike(t, c, &set, -INFINITY,
                   (set.from[0] == -INFINITY ? net->step_day[0] : set.from[0]) +
                       value(t, control->outage.duration) * MNZ_DAYS_PER_MONTH);
        else
            strike(t, c, &set, -INFINITY, INFINITY);
    }
}

static void
draw_pauses(struct trial *t)
{
    const struct mnz_engine *e = t->b->engine;

    for (uint32_t i = 0; i < e->num_licences; i++) {
        const struct mnz_control *c = &t->scenario->controls[e->control_of_licence[i]];

        for (uint32_t s = 0; s < e->net->num_steps; s++) {
            const double day = e->net->step_day[s];
            int64_t is_paused = 0;

            for (uint32_t j = 0; j < c->licence.num_pauses; j++) {
                const struct mnz_window *w = &c->licence.pauses[j];

                if (holds_window(t, w) &&
                    (w->from == MNZ_VALUE_NONE || value(t, w->from) <= day) &&
                    (w->until == MNZ_VALUE_NONE || day < value(t, w->until)))
                    is_paused = -1;
            }
            t->b->paused[(size_t)i * e->net->num_steps + s][t->lane] = is_paused;
        }
    }
}

static int
acts_on_node(const struct mnz_network *net, uint32_t control, uint32_t node)
{
    const struct mnz_net_control *scope = &net->controls[control];

    for (uint32_t j = 0; j < scope->num_nodes; j++)
        if (net->control_nodes[scope->first_node + j] == node)
            return 1;
    return 0;
}

/* When projects come online: those planned for a day on which technology is withheld
 * slip. */
static void
draw_onlines(struct trial *t)
{
    const struct mnz_network *net = t->b->engine->net;

    for (uint32_t j = 0; j < net->num_projects; j++)
        t->b->online[j][t->lane] =
            value(t, t->scenario->policies[net->projects[j].policy].project.online);
    for (uint32_t c = 0; c < t->scenario->num_controls; c++) {
        const struct mnz_control *control = &t->scenario->controls[c];
        struct days set;

        if (control->kind != MNZ_CONTROL_TECHNOLOGY)
            continue;
        set = days_in_force(t, control->regime);
        for (uint32_t j = 0; j < net->num_projects; j++) {
            const double planned =
                value(t, t->scenario->policies[net->projects[j].policy].project.online);

            if (acts_on_node(net, c, net->projects[j].node) && holds_day(&set, planned))
                t->b->online[j][t->lane] +=
                    whole_days(value(t, control->technology.delay_months));
        }
    }
}
