/* test_ref_answers.c - governments and buyers answer in many of the random worlds, so
 * that the comparison there is of more than silence. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"
#include "support/ref_world.h"

enum { NUM_WORLDS = 260, ENOUGH = 8 };

/* In how many worlds something happens. */
struct census {
    int triggered, prevented, leaks, small_firms, technology, slips, surges, part_full,
        competing, pacts, shared, diverted, saved, replaced, new_supply, floors, waited,
        begun;
};

static int
is_ever_positive(const struct ref_column *column, uint32_t i, uint32_t num_steps)
{
    for (uint32_t t = 0; t < num_steps; t++)
        if (ref_at(column, t, i) > 1e-6)
            return 1;
    return 0;
}

static int
is_in_force(const struct world *w, uint32_t regime)
{
    return is_ever_positive(&w->trace->regime_phi, regime, w->trace->num_steps);
}

static void
count_triggers(const struct world *w, struct census *c)
{
    const struct mnz_scenario *s = w->net->scenario;
    int triggered = 0, prevented = 0;

    for (uint32_t i = 0; i < s->num_regimes; i++) {
        if (!mnz_ref_is_set(s->regimes[i].trigger_regime))
            continue;
        triggered |= is_in_force(w, i);
        prevented |= !is_in_force(w, i);
    }
    c->triggered += triggered;
    c->prevented += prevented;
}

/* Whether a control lets more across in some step because it pays. */
static int
leaks_for_money(const struct world *w, uint32_t control)
{
    const struct mnz_net_control *C = &w->net->controls[control];
    const struct mnz_control *k = &w->net->scenario->controls[control];

    if (!(w->net->scenario->pool.values[k->leak_rises].number > 0.0))
        return 0;
    for (uint32_t t = 1; t < w->trace->num_steps; t++)
        for (uint32_t i = 0; i < C->num_links; i++) {
            const uint32_t l = w->net->control_links[C->first_link + i];
            const uint32_t at_home = w->net->links[l].home_market;
            const uint32_t abroad = w->net->ports[w->net->links[l].port].market;
            const double gap =
                ref_at(&w->trace->premium, t - 1, abroad) -
                (at_home == MNZ_NONE ? 0.0
                                     : ref_at(&w->trace->premium, t - 1, at_home));

            if (ref_at(&w->trace->regime_phi, t, k->regime) > 0.0 && gap > 0.01 &&
                ref_at(&w->trace->shipped, t, l) > 0.0)
                return 1;
        }
    return 0;
}

static int
refuses_small_firms(const struct world *w, uint32_t control)
{
    const struct mnz_net_control *C = &w->net->controls[control];
    const struct mnz_scenario *s = w->net->scenario;
    const struct mnz_control *k = &s->controls[control];

    for (uint32_t i = 0; i < C->num_links; i++) {
        const uint32_t l = w->net->control_links[C->first_link + i];
        const struct mnz_actor *buyer = &s->actors[mnz_network_buyer(w->net, l)];

        if ((k->licence.approval[0] != k->licence.small_approval[0] ||
             k->licence.approval[1] != k->licence.small_approval[1]) &&
            s->pool.values[buyer->small_firms].number > 0.0 &&
            is_ever_positive(&w->trace->phi, l, w->trace->num_steps))
            return 1;
    }
    return 0;
}

/* Whether a project would come online sooner without a control. */
static int
makes_slip(const struct world *w, uint32_t control)
{
    const struct mnz_net_control *C = &w->net->controls[control];
    const struct mnz_scenario *s = w->net->scenario;
    const struct mnz_control *k = &s->controls[control];

    for (uint32_t i = 0; i < w->net->num_projects; i++)
        for (uint32_t j = 0; j < C->num_nodes; j++)
            for (uint32_t t = 0; t < w->trace->num_steps; t++) {
                const double online = mnz_value_at(
                    &s->pool, s->policies[w->net->projects[i].policy].project.online,
                    w->net->step_day[t], w->draws);

                if (w->net->control_nodes[C->first_node + j] ==
                        w->net->projects[i].node &&
                    s->pool.values[k->technology.delay_months].number > 0.0 &&
                    online >= w->net->step_day[t] && online < w->net->step_day[t + 1] &&
                    ref_at(&w->trace->regime_phi, t, k->regime) >= 1.0)
                    return 1;
            }
    return 0;
}

static void
count_controls(const struct world *w, struct census *c)
{
    const struct mnz_scenario *s = w->net->scenario;
    int leaks = 0, small_firms = 0, technology = 0, slips = 0, surges = 0;

    for (uint32_t i = 0; i < s->num_controls; i++) {
        const struct mnz_control *k = &s->controls[i];

        leaks |= leaks_for_money(w, i);
        if (k->kind == MNZ_CONTROL_LICENCE || k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
            small_firms |= refuses_small_firms(w, i);
        if (k->kind != MNZ_CONTROL_TECHNOLOGY)
            continue;
        technology |= is_in_force(w, k->regime) &&
                      s->pool.values[k->technology.availability].number < 1.0;
        slips |= makes_slip(w, i);
    }
    for (uint32_t p = 0; p < w->net->num_ports; p++)
        surges |= is_ever_positive(&w->trace->hoard, p, w->trace->num_steps) &&
                  ref_at(&w->trace->hoard, w->trace->num_steps - 1, p) == 0.0;
    c->leaks += leaks;
    c->small_firms += small_firms;
    c->technology += technology;
    c->slips += slips;
    c->surges += surges;
}

static int
serves_itself(const struct world *w, uint32_t port)
{
    const struct mnz_network *net = w->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        for (uint32_t j = 0; j < net->stockpiles[i].num_ports; j++)
            if (net->stockpile_ports[net->stockpiles[i].first_port + j] == port)
                return 1;
    return 0;
}

static void
count_pacts(const struct world *w, struct census *c)
{
    const uint32_t num_steps = w->trace->num_steps;
    int acts = 0, shared = 0, diverted = 0;

    for (uint32_t i = 0; i < w->net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &w->net->pacts[i];

        acts |= is_ever_positive(&w->trace->pact_acts, i, num_steps);
        for (uint32_t t = 0; t < num_steps; t++)
            for (uint32_t j = 0; j < pact->num_links; j++)
                diverted |= ref_at(&w->trace->pact_acts, t, i) > 0.0 &&
                            ref_at(&w->trace->shipped, t,
                                   w->net->pact_links[pact->first_link + j]) > 0.0;
    }
    for (uint32_t p = 0; p < w->net->num_ports; p++)
        shared |=
            is_ever_positive(&w->trace->released, p, num_steps) && !serves_itself(w, p);
    c->pacts += acts;
    c->shared += shared;
    c->diverted += diverted;
}

/* A use that is a constant, above or below the one written. */
static void
count_savings(const struct world *w, struct census *c)
{
    const struct mnz_network *net = w->net;
    const uint32_t last = w->trace->num_steps - 1;
    int saved = 0, replaced = 0, new_supply = 0;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_value *use = &net->scenario->pool.values[net->ports[p].use];
        const double scale =
            net->nodes[net->ports[p].node].is_industry ? net->years_per_step : 1.0;
        const double now = ref_at(&w->trace->use, last, p);

        if (use->kind != MNZ_VALUE_CONSTANT)
            continue;
        saved |= now < 0.999 * use->number * scale;
        replaced |= now > 1.001 * use->number * scale;
    }
    for (uint32_t i = 0; i < (last + 1) * MNZ_NUM_RARE_EARTHS; i++)
        new_supply |= w->trace->books[i].saved > 1e-6;
    c->saved += saved;
    c->replaced += replaced;
    c->new_supply += new_supply;
}

static void
count_policies(const struct world *w, struct census *c)
{
    const struct mnz_scenario *s = w->net->scenario;
    const uint32_t num_steps = w->trace->num_steps;
    int part_full = 0, competing = 0, waited = 0, begun = 0;

    for (uint32_t i = 0; i < w->net->num_stockpiles; i++)
        part_full |=
            s->pool
                .values[s->policies[w->net->stockpiles[i].policy].stockpile.starts_with]
                .number < 1.0;
    for (uint32_t l = 0; l < w->net->num_links; l++)
        competing |= is_ever_positive(&w->trace->to_stockpiles, l, num_steps);
    for (uint32_t i = 0; i < w->net->num_projects; i++) {
        const struct mnz_policy *p = &s->policies[w->net->projects[i].policy];
        const double online = mnz_value_at(&s->pool, p->project.online, 0, w->draws);

        for (uint32_t t = 0; t < num_steps && p->project.num_needs > 0; t++) {
            const int is_due = ref_at(&w->trace->regime_phi, t, p->regime) > 0.0 &&
                               w->net->step_day[t] > online + 40;

            waited |= is_due && ref_at(&w->trace->project, t, i) == 0.0;
            begun |= is_due && ref_at(&w->trace->project, t, i) > 0.0;
        }
    }
    c->part_full += part_full;
    c->competing += competing;
    c->waited += waited;
    c->begun += begun;
    c->floors += is_ever_positive(&w->trace->policy_cost_usd, 0, num_steps);
}

static void
random_worlds_reach_every_answer(void **state)
{
    struct census c = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= NUM_WORLDS; seed++) {
        struct world w;

        random_scenario(seed, RANDOM_EVERYTHING, &w.b);
        world_run(&w);
        count_triggers(&w, &c);
        count_controls(&w, &c);
        count_pacts(&w, &c);
        count_savings(&w, &c);
        count_policies(&w, &c);
        world_finish(&w);
    }
    {
        const struct {
            const char *what;
            int worlds;
        } counts[] = {{"triggered", c.triggered},   {"prevented", c.prevented},
                      {"leaks", c.leaks},           {"small firms", c.small_firms},
                      {"technology", c.technology}, {"slips", c.slips},
                      {"surges", c.surges},         {"part full", c.part_full},
                      {"competing", c.competing},   {"pacts", c.pacts},
                      {"shared", c.shared},         {"diverted", c.diverted},
                      {"saved", c.saved},           {"replaced", c.replaced},
                      {"new supply", c.new_supply}, {"floors", c.floors},
                      {"projects wait", c.waited},  {"projects begin", c.begun}};
        int num_rare = 0;

        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            if (counts[i].worlds < ENOUGH) {
                print_error("%s: in %d of %d worlds\n", counts[i].what,
                            counts[i].worlds, NUM_WORLDS);
                num_rare++;
            }
        assert_int_equal(num_rare, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_worlds_reach_every_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
