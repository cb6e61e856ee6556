/* event_table.c - when controls, policies and events act. */

#include "report/table.h"

#include <math.h>
#include <stdio.h>

#include "base/dates.h"
#include "base/units.h"

/* An act while its rows are written. */
struct act {
    struct mnz_cells *cells;
    const struct mnz_network *net;
    const char *scenario, *kind, *name;
    const struct mnz_origin *origin; /* NULL of an event */
};

/* From when to when it acts, in which trials, and how probably. */
struct span {
    const char *part;
    struct mnz_window window;
    double months; /* after which it ends without an `until`, or NaN */
    double probability;
    uint32_t trigger; /* regime that it waits for, or MNZ_NONE */
};

/* At the medians of all inputs. */
static double
median(const struct mnz_network *net, mnz_value_id id)
{
    return mnz_value_at(&net->scenario->pool, id, net->scenario->start_day,
                        mnz_network_median_draws(net));
}

static void
date_cell(struct mnz_cells *cells, double day)
{
    char text[MNZ_DATE_TEXT] = "";

    if (day >= -1e6 && day <= 1e6)
        mnz_date_format((int32_t)floor(day), text);
    mnz_cells_text(cells, text);
}

static void
given_cell(const struct act *a, const struct mnz_window *window)
{
    const struct mnz_scenario *s = a->net->scenario;
    const uint32_t event = mnz_ref_at(window->if_event);
    char text[512] = "";

    if (event != MNZ_NONE)
        snprintf(text, sizeof text, "%s=%s", s->events[event].name,
                 s->events[event].branches[window->if_branch].name);
    mnz_cells_text(a->cells, text);
}

static void
write_span(const struct act *a, const struct span *span)
{
    const struct mnz_scenario *s = a->net->scenario;
    const struct mnz_window *w = &span->window;
    const int is_certain = mnz_value_is_certain(&s->pool, w->from) &&
                           mnz_value_is_certain(&s->pool, w->until);
    const double from = w->from != MNZ_VALUE_NONE ? median(a->net, w->from) : NAN;
    const double until = w->until != MNZ_VALUE_NONE
                             ? median(a->net, w->until)
                             : from + span->months * MNZ_DAYS_PER_MONTH;

    mnz_cells_text(a->cells, a->scenario);
    mnz_cells_text(a->cells, a->kind);
    mnz_cells_text(a->cells, a->name);
    mnz_cells_text(a->cells, span->part);
    given_cell(a, w);
    date_cell(a->cells, from);
    date_cell(a->cells, until);
    mnz_cells_text(a->cells, is_certain ? "no" : "yes");
    mnz_cells_number(a->cells, span->probability);
    mnz_cells_text(a->cells,
                   span->trigger != MNZ_NONE ? s->regimes[span->trigger].name : "");
    mnz_cells_text(a->cells, a->origin && a->origin->source ? a->origin->source : "");
    mnz_cells_text(a->cells,
                   a->origin && a->origin->verified ? a->origin->verified : "");
    mnz_cells_end_row(a->cells);
}

static void
write_windows(const struct act *a, const char *part, const struct mnz_window *windows,
              uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        write_span(a, &(struct span){part, windows[i], NAN, NAN, MNZ_NONE});
}

static void
write_regime(const struct act *a, uint32_t regime, double months)
{
    const struct mnz_regime *r = &a->net->scenario->regimes[regime];

    write_span(a, &(struct span){"in force", r->in_force, months,
                                 median(a->net, r->probability),
                                 mnz_ref_at(r->trigger_regime)});
    write_windows(a, "suspended", r->suspensions, r->num_suspensions);
}

static void
write_control(struct act *a, const struct mnz_control *control)
{
    double months = NAN;

    a->kind = mnz_control_kind_name[control->kind];
    a->name = control->name;
    a->origin = &control->origin;
    if (control->kind == MNZ_CONTROL_OUTAGE &&
        control->outage.duration != MNZ_VALUE_NONE)
        months = median(a->net, control->outage.duration);
    write_regime(a, control->regime, months);
    if (control->kind == MNZ_CONTROL_LICENCE ||
        control->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        write_windows(a, "office pauses", control->licence.pauses,
                      control->licence.num_pauses);
}

static void
write_policy(struct act *a, const struct mnz_policy *policy)
{
    a->kind = mnz_policy_kind_name[policy->kind];
    a->name = policy->name;
    a->origin = &policy->origin;
    write_regime(a, policy->regime, NAN);
    if (policy->kind == MNZ_POLICY_PROJECT)
        write_windows(a, "online", &(struct mnz_window){.from = policy->project.online},
                      1);
}

static void
write_switches(const struct act *a, const struct mnz_window *window, const char *part,
               const struct mnz_switch *switches, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct act of_regime = *a;

        of_regime.kind = "switch";
        of_regime.name = a->net->scenario->regimes[switches[i].regime].name;
        write_span(&of_regime,
                   &(struct span){part, *window, NAN,
                                  switches[i].probability != MNZ_VALUE_NONE
                                      ? median(a->net, switches[i].probability)
                                      : 1.0,
                                  MNZ_NONE});
    }
}

/* The event itself, once for each branch; then what the branch switches. */
static void
write_event(struct act *a, uint32_t index)
{
    const struct mnz_event *event = &a->net->scenario->events[index];
    double rest = 1.0;

    a->kind = "event";
    a->name = event->name;
    a->origin = NULL;
    for (uint32_t b = 0; b < event->num_branches; b++) {
        const struct mnz_branch *branch = &event->branches[b];
        const struct mnz_window window = {.from = event->on,
                                          .if_event = event->if_event,
                                          .if_branch = event->if_branch};
        const struct mnz_window taken = {
            .from = event->on, .if_event = mnz_ref_to(index), .if_branch = b};
        const int is_rest = event->takes_rest && b + 1 == event->num_branches;
        const double chance = is_rest ? rest : median(a->net, branch->probability);

        rest -= chance;
        write_span(a, &(struct span){branch->name, window, NAN, chance, MNZ_NONE});
        write_switches(a, &taken, "switched on", branch->activates,
                       branch->num_activates);
        write_switches(a, &taken, "switched off", branch->deactivates,
                       branch->num_deactivates);
    }
}

static void
write_events(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < outcome->num_results && !cells->has_failed; i++) {
        struct act act = {.cells = cells};
        const struct mnz_scenario *s;

        if (!outcome->results[i])
            continue;
        act.net = outcome->results[i]->run->net;
        act.scenario = mnz_outcome_name(outcome, i);
        s = act.net->scenario;
        for (uint32_t k = 0; k < s->num_controls; k++)
            write_control(&act, &s->controls[k]);
        for (uint32_t k = 0; k < s->num_policies; k++)
            write_policy(&act, &s->policies[k]);
        for (uint32_t k = 0; k < s->num_events; k++)
            write_event(&act, k);
    }
}

const struct mnz_table mnz_table_events = {
    .name = "events",
    .rows = "when a control, policy or event acts, at the medians of uncertain dates; "
            "`given` is the branch in whose trials alone it does",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"kind", ""},
                                           {"name", ""},
                                           {"part", ""},
                                           {"given", ""},
                                           {"from", "date"},
                                           {"until", "date"},
                                           {"uncertain", ""},
                                           {"probability", "probability"},
                                           {"triggered_by", ""},
                                           {"source", ""},
                                           {"verified", ""},
                                           {NULL, NULL}},
    .write_rows = write_events,
};
