/* build_acts.c - controls, policies and events of small scenarios. */

#include "support/build_scenario.h"

#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "support/build_parts.h"

uint32_t
build_regime(struct build *b, const char *name)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_regimes >= BUILD_MAX_REGIMES);
    s->regimes[s->num_regimes] = (struct mnz_regime){
        .name = build_keep(b, name),
        .probability = build_constant(b, 1.0),
        .at = build_span(b),
    };
    return s->num_regimes++;
}

struct mnz_regime *
build_regime_of(struct build *b, uint32_t regime)
{
    MNZ_BUG_IF(regime >= b->scenario->num_regimes);
    return &b->scenario->regimes[regime];
}

void
build_in_force(struct build *b, uint32_t regime, int32_t from, int32_t until)
{
    build_regime_of(b, regime)->in_force.from = build_constant(b, from);
    build_regime_of(b, regime)->in_force.until = build_constant(b, until);
}

void
build_probability(struct build *b, uint32_t regime, double probability)
{
    struct mnz_regime *r = build_regime_of(b, regime);
    char name[128];

    snprintf(name, sizeof name, "%s.drawn", r->name);
    r->probability = build_constant(b, probability);
    r->drawn_input = mnz_ref_to(build_add_draw(b, name));
}

void
build_trigger(struct build *b, uint32_t regime, uint32_t by, double after_months,
              double probability)
{
    struct mnz_regime *r = build_regime_of(b, regime);
    char name[128];

    r->trigger_regime = mnz_ref_to(by);
    r->trigger_after_months = build_constant(b, after_months);
    r->trigger_probability = build_constant(b, probability);
    if (probability >= 1.0)
        return;
    snprintf(name, sizeof name, "%s.triggered", r->name);
    r->trigger_input = mnz_ref_to(build_add_draw(b, name));
}

static struct mnz_licensing
licensing(struct build *b)
{
    return (struct mnz_licensing){
        .approval = {build_constant(b, 1.0), build_constant(b, 1.0)},
        .small_approval = {build_constant(b, 1.0), build_constant(b, 1.0)},
        .processing_months = build_constant(b, 0.0),
        .spread = build_constant(b, 0.4),
        .general = build_constant(b, 0.0),
        .order_ahead = build_constant(b, 1.0),
        .headroom = build_constant(b, 0.0),
    };
}

static void
fill_control(struct build *b, struct mnz_control *k)
{
    switch (k->kind) {
    case MNZ_CONTROL_BAN:
        k->ban.covers = build_constant(b, 1.0);
        break;
    case MNZ_CONTROL_QUOTA:
        k->quota.tonnes_tpa = build_constant(b, 0.0);
        break;
    case MNZ_CONTROL_EXTRATERRITORIAL:
        k->extraterritorial.de_minimis = build_constant(b, 0.001);
        k->extraterritorial.compliance = build_constant(b, 1.0);
        k->licence = licensing(b);
        break;
    case MNZ_CONTROL_LICENCE:
        k->licence = licensing(b);
        break;
    case MNZ_CONTROL_OUTAGE:
        k->outage.fraction = build_constant(b, 1.0);
        break;
    case MNZ_CONTROL_TARIFF:
        k->tariff.rate = build_constant(b, 0.5);
        k->tariff.elasticity = build_constant(b, 1.5);
        k->tariff.pass = build_constant(b, 1.0);
        break;
    case MNZ_CONTROL_TECHNOLOGY:
        k->technology.delay_months = build_constant(b, 0.0);
        k->technology.availability = build_constant(b, 1.0);
        k->technology.over_months = build_constant(b, 0.0);
        break;
    case MNZ_CONTROL_SURGE:
        k->surge.size = build_constant(b, 0.0);
        break;
    case MNZ_NUM_CONTROL_KINDS:
        MNZ_BUG_IF(1);
    }
}

struct mnz_control *
build_control(struct build *b, enum mnz_control_kind kind, const char *name,
              uint32_t by)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_control *k = &s->controls[s->num_controls++];
    char regime[128];

    MNZ_BUG_IF(s->num_controls > BUILD_MAX_CONTROLS);
    snprintf(regime, sizeof regime, "controls.%s", name);
    *k = (struct mnz_control){
        .name = build_keep(b, name),
        .kind = kind,
        .regime = build_regime(b, regime),
        .by = mnz_ref_to(by),
        .leak = build_constant(b, 0.0),
        .leak_rises = build_constant(b, 0.0),
        .leak_most = build_constant(b, 1.0),
        .origin = build_origin(b),
    };
    fill_control(b, k);
    return k;
}

static void
fill_policy(struct build *b, struct mnz_policy *p)
{
    switch (p->kind) {
    case MNZ_POLICY_STOCKPILE:
        p->stockpile.shortfall_above = build_constant(b, 0.0);
        p->stockpile.starts_with = build_constant(b, 1.0);
        break;
    case MNZ_POLICY_PROJECT:
        p->project.adds_tpa = build_constant(b, 0.0);
        p->project.online = build_constant(b, b->scenario->start_day);
        p->project.ramp_months = build_constant(b, 0.0);
        p->project.offtake_share = build_constant(b, 0.0);
        break;
    case MNZ_POLICY_PRIORITY:
        p->priority.class_number = 1;
        break;
    case MNZ_POLICY_RECYCLING:
        p->recycling.share = build_constant(b, 0.0);
        p->recycling.after_months = build_constant(b, 1.0);
        break;
    case MNZ_POLICY_PACT:
        p->pact.shares_stockpiles = 1;
        p->pact.shortfall_above = build_constant(b, 0.0);
        p->pact.diverted = build_constant(b, 0.0);
        p->pact.answers_in_months = build_constant(b, 0.0);
        break;
    case MNZ_POLICY_SUBSTITUTION:
        p->substitution.saves = build_constant(b, 0.0);
        p->substitution.after_premium = build_constant(b, 0.0);
        p->substitution.takes_months = build_constant(b, 0.0);
        break;
    case MNZ_POLICY_PRICE_FLOOR:
        p->price_floor.floor_usd_per_kg = build_constant(b, 0.0);
        break;
    case MNZ_NUM_POLICY_KINDS:
        MNZ_BUG_IF(1);
    }
}

struct mnz_policy *
build_policy(struct build *b, enum mnz_policy_kind kind, const char *name)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_policy *p = &s->policies[s->num_policies++];
    char regime[128];

    MNZ_BUG_IF(s->num_policies > BUILD_MAX_POLICIES);
    snprintf(regime, sizeof regime, "policies.%s", name);
    *p = (struct mnz_policy){
        .name = build_keep(b, name),
        .kind = kind,
        .regime = build_regime(b, regime),
        .origin = build_origin(b),
    };
    fill_policy(b, p);
    return p;
}

void
build_holding(struct build *b, struct mnz_policy *policy, uint32_t material,
              double amount, int in_months_of_use)
{
    struct mnz_holding *all =
        build_room(b, policy->stockpile.num_holdings + 1, sizeof *all);

    if (policy->stockpile.num_holdings > 0)
        memcpy(all, policy->stockpile.holdings,
               policy->stockpile.num_holdings * sizeof *all);
    all[policy->stockpile.num_holdings] = (struct mnz_holding){
        .material = material,
        .amount = build_constant(b, amount),
        .in_months_of_use = in_months_of_use,
        .at = build_span(b),
    };
    policy->stockpile.holdings = all;
    policy->stockpile.num_holdings++;
}

void
build_members(struct build *b, struct mnz_policy *pact, uint32_t count,
              const uint32_t *places)
{
    pact->pact.num_members = count;
    pact->pact.members = build_copy_ids(b, count, places);
}

void
build_need(struct build *b, struct mnz_policy *project, uint32_t material, double price)
{
    struct mnz_need *all = build_room(b, project->project.num_needs + 1, sizeof *all);

    if (project->project.num_needs > 0)
        memcpy(all, project->project.needs, project->project.num_needs * sizeof *all);
    all[project->project.num_needs++] =
        (struct mnz_need){.material = material, .price = build_constant(b, price)};
    project->project.needs = all;
}

void
build_replacement(struct build *b, struct mnz_policy *substitution, uint32_t material,
                  double amount)
{
    struct mnz_amount *all =
        build_room(b, substitution->substitution.num_by + 1, sizeof *all);

    if (substitution->substitution.num_by > 0)
        memcpy(all, substitution->substitution.replaced_by,
               substitution->substitution.num_by * sizeof *all);
    all[substitution->substitution.num_by++] = (struct mnz_amount){
        .material = material, .value = build_constant(b, amount), .at = build_span(b)};
    substitution->substitution.replaced_by = all;
}

void
build_zone(struct build *b, const char *name, struct mnz_selector places)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_zones >= BUILD_MAX_ZONES);
    s->zones[s->num_zones++] =
        (struct mnz_price_zone){.name = build_keep(b, name), .places = places};
}

struct mnz_event *
build_event(struct build *b, const char *name, double day, uint32_t num_branches,
            const double *probabilities)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_event *e = &s->events[s->num_events++];
    struct mnz_branch *branches = build_room(b, num_branches, sizeof *branches);
    int is_certain = 0;
    char text[128];

    MNZ_BUG_IF(s->num_events > BUILD_MAX_EVENTS);
    for (uint32_t i = 0; i < num_branches; i++) {
        snprintf(text, sizeof text, "branch_%u", i);
        branches[i].name = build_keep(b, text);
        branches[i].probability = build_constant(b, probabilities[i]);
        is_certain |= probabilities[i] >= 1.0;
    }
    snprintf(text, sizeof text, "events.%s.drawn", name);
    *e = (struct mnz_event){
        .name = build_keep(b, name),
        .on = build_constant(b, day),
        .num_branches = num_branches,
        .branches = branches,
        .drawn_input = mnz_ref_to(is_certain ? MNZ_NONE : build_add_draw(b, text)),
        .at = build_span(b),
    };
    return e;
}

void
build_activate(struct build *b, struct mnz_event *event, uint32_t branch,
               uint32_t regime, int deactivate)
{
    struct mnz_branch *br = (struct mnz_branch *)(uintptr_t)&event->branches[branch];
    const uint32_t count = deactivate ? br->num_deactivates : br->num_activates;
    const struct mnz_switch *old = deactivate ? br->deactivates : br->activates;
    struct mnz_switch *all = build_room(b, count + 1, sizeof *all);

    if (count > 0)
        memcpy(all, old, count * sizeof *all);
    all[count] = (struct mnz_switch){.regime = regime};
    if (deactivate) {
        br->deactivates = all;
        br->num_deactivates = count + 1;
    } else {
        br->activates = all;
        br->num_activates = count + 1;
    }
}

struct mnz_switch *
build_chance(struct build *b, struct mnz_event *event, uint32_t branch, uint32_t regime,
             int deactivate, double probability)
{
    const struct mnz_branch *br = &event->branches[branch];
    const char *key = deactivate ? "deactivates" : "activates";
    struct mnz_switch *s;
    char name[256];

    build_activate(b, event, branch, regime, deactivate);
    s = (struct mnz_switch *)(uintptr_t)(deactivate
                                             ? &br->deactivates[br->num_deactivates - 1]
                                             : &br->activates[br->num_activates - 1]);
    snprintf(name, sizeof name, "events.%s.%s.%s.%s.drawn", event->name, br->name, key,
             build_regime_of(b, regime)->name);
    s->probability = build_constant(b, probability);
    s->drawn_input = mnz_ref_to(build_add_draw(b, name));
    return s;
}

void
build_correlate(struct build *b, uint32_t input, uint32_t other, double rank)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_correlations >= BUILD_MAX_CORRELATIONS);
    s->correlations[s->num_correlations++] = (struct mnz_rank_correlation){
        .a = input, .b = other, .rank = rank, .at = build_span(b)};
}
