/* test_random_scenario.c - random worlds are sound, repeatable and varied. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"

enum { NUM_SEEDS = 300 };

static void
every_world_compiles(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < NUM_SEEDS; seed++) {
        struct build b;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        mnz_network_destroy(compile_network(&b)); /* aborts if not */
        build_finish(&b);
        random_scenario(seed, (unsigned)(seed * 2654435761u) & RANDOM_EVERYTHING, &b);
        mnz_network_destroy(compile_network(&b));
        build_finish(&b);
    }
}

static double
sum_of_values(const struct mnz_scenario *s)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < s->pool.num_values; i++)
        sum += s->pool.values[i].number * (1.0 + i % 7);
    return sum + s->num_actors * 1e3 + s->num_controls * 1e5 + s->num_link_rows;
}

static void
the_same_seed_gives_the_same_world(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct build a, b, c;

        random_scenario(seed, RANDOM_EVERYTHING, &a);
        random_scenario(seed, RANDOM_EVERYTHING, &b);
        random_scenario(seed + 1000, RANDOM_EVERYTHING, &c);
        assert_true(sum_of_values(a.scenario) == sum_of_values(b.scenario));
        assert_true(sum_of_values(a.scenario) != sum_of_values(c.scenario));
        build_finish(&a);
        build_finish(&b);
        build_finish(&c);
    }
}

/* How often each branch of the model shows up in the worlds. */
struct census {
    int controls[MNZ_NUM_CONTROL_KINDS], policies[MNZ_NUM_POLICY_KINDS];
    int weeks, warm_up, by_products, rows_of_several, recyclers, link_capacities,
        series, products, correlations, conditional_events, suspensions, pauses,
        offices, orders_quota, corridors, onsets, technology, items, refills, offtakes,
        zones, fractional_leads, growth, backups, several_licences, levels[8],
        lost_probability, activated, deactivated;
};

static void
count_controls(struct census *c, const struct mnz_scenario *s,
               const struct mnz_network *net)
{
    for (uint32_t i = 0; i < s->num_controls; i++) {
        const struct mnz_control *k = &s->controls[i];

        c->controls[k->kind]++;
        if (k->kind == MNZ_CONTROL_LICENCE || k->kind == MNZ_CONTROL_EXTRATERRITORIAL) {
            c->pauses += k->licence.num_pauses > 0;
            c->offices += k->licence.throughput_t_per_month != MNZ_VALUE_NONE;
        }
        c->orders_quota +=
            k->kind == MNZ_CONTROL_QUOTA && k->quota.share_by == MNZ_QUOTA_ORDERS;
        c->corridors += k->kind == MNZ_CONTROL_OUTAGE && net->controls[i].num_links > 0;
        c->onsets += k->kind == MNZ_CONTROL_OUTAGE &&
                     k->outage.onsets_per_year != MNZ_VALUE_NONE;
        if (k->kind == MNZ_CONTROL_EXTRATERRITORIAL) {
            c->technology += k->extraterritorial.technology_test;
            c->items += k->extraterritorial.items.at.line > 0;
        }
    }
    for (uint32_t l = 0; l < net->num_links; l++) {
        int licences = 0;

        for (uint32_t i = 0; i < net->links[l].num_controls; i++)
            licences +=
                s->controls[net->link_controls[net->links[l].first_control + i]].kind ==
                MNZ_CONTROL_LICENCE;
        c->several_licences += licences > 1;
    }
}

static void
count_world(struct census *c, const struct mnz_scenario *s,
            const struct mnz_network *net)
{
    uint32_t top = 0;

    count_controls(c, s, net);
    for (uint32_t i = 0; i < s->num_policies; i++) {
        c->policies[s->policies[i].kind]++;
        c->refills += s->policies[i].stockpile.refill;
    }
    for (uint32_t i = 0; i < net->num_projects; i++)
        c->offtakes += net->projects[i].num_links > 0;
    c->weeks += s->step == MNZ_STEP_WEEK;
    c->warm_up += net->warm_steps > 0;
    for (uint32_t o = 0; o < net->num_outputs; o++)
        c->by_products += !net->outputs[o].is_driving;
    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct mnz_value *lead = &s->pool.values[net->links[l].lead_months];

        c->rows_of_several += net->links[l].split < 1.0;
        c->link_capacities += net->links[l].capacity_tpa != MNZ_VALUE_NONE;
        c->fractional_leads +=
            lead->number > 0.0 && lead->number != floor(lead->number);
        c->backups += s->pool.values[net->links[l].backup].number > 0.0;
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        c->recyclers += net->nodes[i].is_recycler;
        c->growth += s->pool.values[s->actors[i].growth_per_year].number != 0.0;
        top = net->level[i] > top ? net->level[i] : top;
    }
    c->levels[top + 1]++;
    for (uint32_t i = 0; i < s->pool.num_values; i++) {
        c->series += s->pool.values[i].kind == MNZ_VALUE_SERIES;
        c->products += s->pool.values[i].kind == MNZ_VALUE_PRODUCT;
    }
    for (uint32_t i = 0; i < s->num_regimes; i++) {
        c->suspensions += s->regimes[i].num_suspensions > 0;
        c->lost_probability += mnz_ref_is_set(s->regimes[i].drawn_input);
    }
    for (uint32_t i = 0; i < s->num_events; i++) {
        c->conditional_events += mnz_ref_is_set(s->events[i].if_event);
        for (uint32_t j = 0; j < s->events[i].num_branches; j++) {
            c->activated += s->events[i].branches[j].num_activates > 0;
            c->deactivated += s->events[i].branches[j].num_deactivates > 0;
        }
    }
    c->correlations += s->num_correlations > 0;
    c->zones += s->num_zones > 0;
}

static void
together_they_reach_every_branch_of_the_model(void **state)
{
    struct census c = {0};

    (void)state;
    for (uint64_t seed = 0; seed < NUM_SEEDS; seed++) {
        struct build b;
        struct mnz_network *net;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        net = compile_network(&b);
        count_world(&c, b.scenario, net);
        mnz_network_destroy(net);
        build_finish(&b);
    }
    for (int i = 0; i < MNZ_NUM_CONTROL_KINDS; i++)
        assert_true(c.controls[i] >= 20);
    for (int i = 0; i < MNZ_NUM_POLICY_KINDS; i++)
        assert_true(c.policies[i] >= 20);
    for (int i = 3; i <= 6; i++)
        assert_true(c.levels[i] >= 10);
    assert_true(c.weeks >= 20);
    assert_true(c.warm_up >= 20);
    assert_true(c.by_products >= 20);
    assert_true(c.rows_of_several >= 20);
    assert_true(c.recyclers >= 20);
    assert_true(c.link_capacities >= 20);
    assert_true(c.series >= 20);
    assert_true(c.products >= 20);
    assert_true(c.correlations >= 20);
    assert_true(c.conditional_events >= 20);
    assert_true(c.suspensions >= 20);
    assert_true(c.pauses >= 20);
    assert_true(c.offices >= 20);
    assert_true(c.orders_quota >= 20);
    assert_true(c.corridors >= 20);
    assert_true(c.onsets >= 20);
    assert_true(c.technology >= 20);
    assert_true(c.items >= 20);
    assert_true(c.refills >= 20);
    assert_true(c.offtakes >= 20);
    assert_true(c.zones >= 20);
    assert_true(c.fractional_leads >= 20);
    assert_true(c.growth >= 20);
    assert_true(c.backups >= 20);
    assert_true(c.several_licences >= 20);
    assert_true(c.lost_probability >= 20);
    assert_true(c.activated >= 20);
    assert_true(c.deactivated >= 20);
}

/* Calm worlds have room for the orders of their baseline in every trial. */
static void
calm_worlds_start_without_a_shortage(void **state)
{
    static double draws[BUILD_MAX_INPUTS];

    (void)state;
    for (uint64_t seed = 0; seed < NUM_SEEDS; seed++) {
        struct build b;
        struct mnz_network *net;

        random_scenario(seed, RANDOM_CALM, &b);
        net = compile_network(&b);
        assert_int_equal(b.scenario->num_controls, 0);
        for (double u = 0.05; u < 1.0; u += 0.3) {
            struct mnz_baseline *base;

            draw_inputs(net, u, draws);
            assert_int_equal(mnz_baseline_create(net, draws, &base), MNZ_OK);
            for (uint32_t i = 0; i < net->num_nodes; i++)
                assert_true(base->activity[i] <= base->capacity[i]);
            for (uint32_t o = 0; o < net->num_outputs; o++)
                assert_true(base->required[o] <= base->made[o] * (1.0 + 1e-9));
            mnz_baseline_destroy(base);
        }
        mnz_network_destroy(net);
        build_finish(&b);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_world_compiles),
        cmocka_unit_test(the_same_seed_gives_the_same_world),
        cmocka_unit_test(together_they_reach_every_branch_of_the_model),
        cmocka_unit_test(calm_worlds_start_without_a_shortage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
