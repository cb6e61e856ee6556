/* test_policies.c - whom counter-measures serve. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
a_stockpile_serves_the_ports_of_its_beneficiaries(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_policy *p;

    (void)state;
    build_four_nodes(&b);
    p = build_policy(&b, MNZ_POLICY_STOCKPILE, "reserve");
    p->stockpile.beneficiaries = build_select_place(&b, b.jp);
    build_holding(&b, p, 1, 2.0, 1);
    net = compile_network(&b);
    assert_int_equal(net->num_stockpiles, 1);
    assert_int_equal(net->stockpiles[0].num_ports, 1);
    assert_int_equal(net->ports[net->stockpile_ports[0]].node, 2);
    assert_true(net->stockpiles[0].in_months_of_use);
    assert_int_equal(net->stockpiles[0].material, 1);
    mnz_network_destroy(net);
    build_holding(&b, p, 0, 5.0, 0); /* ore, which Japan does not use */
    assert_true(compile_errs(&b,
                             "nobody whom 'for' of stockpile 'reserve' selects uses "
                             "ore"));
    build_finish(&b);
}

static void
each_holding_is_a_stockpile_in_file_order(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_policy *p;

    (void)state;
    build_four_nodes(&b);
    p = build_policy(&b, MNZ_POLICY_STOCKPILE, "reserve");
    build_holding(&b, p, 2, 5.0, 0);
    build_holding(&b, p, 1, 2.0, 1);
    p = build_policy(&b, MNZ_POLICY_STOCKPILE, "other");
    build_holding(&b, p, 0, 1.0, 1);
    net = compile_network(&b);
    assert_int_equal(net->num_stockpiles, 3);
    assert_int_equal(net->stockpiles[0].material, 2);
    assert_int_equal(net->stockpiles[1].material, 1);
    assert_int_equal(net->stockpiles[2].policy, 1);
    assert_int_equal(
        net->ports[net->stockpile_ports[net->stockpiles[2].first_port]].node, 1);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
an_offtake_needs_a_link(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_policy *p;
    uint32_t second;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 0.0);
    second = build_facility(&b, "second", b.my, MNZ_STAGE_MINE, 500.0);
    build_makes(&b, 0, 0, 1.0);
    build_makes(&b, second, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 0, 1200.0);
    build_link(&b, 0, 2, 0, 1.0, 0.0);
    p = build_policy(&b, MNZ_POLICY_PROJECT, "growth");
    p->project.facility = second;
    net = compile_network(&b); /* capacity alone needs none */
    assert_int_equal(net->num_projects, 1);
    assert_int_equal(net->projects[0].node, second);
    assert_int_equal(net->projects[0].num_links, 0);
    mnz_network_destroy(net);
    p->project.offtake_to = build_select_place(&b, b.us);
    assert_true(compile_errs(&b, "the offtake of project 'growth' needs links"));
    build_link(&b, second, 2, 0, 0.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(net->projects[0].num_links, 1);
    assert_int_equal(mnz_network_seller(net, net->offtake_links[0]), second);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
a_project_needs_a_facility_with_a_capacity(void **state)
{
    struct build b;
    struct mnz_policy *p;

    (void)state;
    build_two_nodes(&b);
    p = build_policy(&b, MNZ_POLICY_PROJECT, "growth");
    p->project.facility = 0;
    assert_true(compile_warns(&b, "project 'growth' adds nothing"));
    p->project.facility = 1;
    assert_true(compile_errs(&b, "which is an industry"));
    build_finish(&b);
}

static void
a_priority_covers_links_by_seller_and_buyer(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_policy *p;

    (void)state;
    build_four_nodes(&b);
    p = build_policy(&b, MNZ_POLICY_PRIORITY, "home");
    p->priority.by = mnz_ref_to(b.cn);
    p->priority.to = build_select_place(&b, b.cn);
    p->priority.class_number = 2;
    p = build_policy(&b, MNZ_POLICY_PRIORITY, "first");
    p->priority.to = build_select_sector(&b, 0);
    net = compile_network(&b);
    assert_int_equal(net->num_priorities, 2);
    assert_int_equal(net->priorities[0].num_links, 1); /* trade at home, too */
    assert_int_equal(mnz_network_seller(net, net->priority_links[0]), 0);
    assert_int_equal(net->priorities[0].class_number, 2);
    assert_int_equal(net->priorities[1].num_links, 1);
    assert_int_equal(mnz_network_buyer(net, net->priority_links[1]), 3);
    mnz_network_destroy(net);
    build_actor(&b, 3)->place = b.cn;
    p->priority.by = mnz_ref_to(b.us);
    assert_true(compile_errs(&b, "priority 'first' favours nobody"));
    build_finish(&b);
}

/* Ore from a mine and a recycler to a user. */
static struct mnz_policy *
build_recycling(struct build *b)
{
    struct mnz_policy *p;

    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_makes(b, 0, 0, 1.0);
    build_facility(b, "recycler", b->jp, MNZ_STAGE_RECYCLING, 0.0);
    build_makes(b, 1, 0, 1.0);
    build_industry(b, "user", b->us, "users");
    build_uses(b, 2, 0, 1200.0);
    build_link(b, 0, 2, 0, 0.9, 0.0);
    build_link(b, 1, 2, 0, 0.1, 0.0);
    p = build_policy(b, MNZ_POLICY_RECYCLING, "return");
    p->recycling.at = 1;
    p->recycling.from = build_select_sector(b, 0);
    p->recycling.to_material = 0;
    p->recycling.share = build_constant(b, 0.1);
    return p;
}

static void
recycling_joins_users_to_an_output(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_recycling(&b);
    net = compile_network(&b);
    assert_int_equal(net->num_recyclings, 1);
    assert_true(net->nodes[1].is_recycler);
    assert_int_equal(net->outputs[net->recyclings[0].output].node, 1);
    assert_int_equal(net->recyclings[0].num_nodes, 1);
    assert_int_equal(net->recycling_nodes[0], 2);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
recycling_verifies_its_facility(void **state)
{
    struct build b;
    struct mnz_policy *p;

    (void)state;
    p = build_recycling(&b);
    p->recycling.at = 0;
    assert_true(
        compile_errs(&b, "must be a facility of stage recycling, which 'mine'"));
    p->recycling.at = 1;
    p->recycling.to_material =
        build_material(&b, "oxide", MNZ_STAGE_SEPARATION, "Nd", 0.857);
    assert_true(compile_errs(&b, "recycles to oxide, which 'recycler' does not make"));
    p->recycling.to_material = 0;
    build_uses(&b, 1, 0, 1.0);
    build_link(&b, 0, 1, 0, 1.0, 0.0);
    assert_true(compile_errs(&b, "the recycling facility 'recycler' may not use"));
    build_finish(&b);
}

static void
recycling_needs_something_that_returns(void **state)
{
    struct build b;
    struct mnz_policy *p;

    (void)state;
    p = build_recycling(&b);
    p->recycling.from = build_select_stage(&b, MNZ_STAGE_ALLOY);
    assert_true(compile_errs(&b, "'from' of policy 'return' selects no facility"));
    p->recycling.from = build_select_actor(&b, 0); /* the mine uses nothing */
    assert_true(compile_errs(&b, "nothing returns"));
    b.scenario->num_policies = 0;
    assert_true(compile_warns(&b, "no policy brings 'recycler' scrap"));
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stockpile_serves_the_ports_of_its_beneficiaries),
        cmocka_unit_test(each_holding_is_a_stockpile_in_file_order),
        cmocka_unit_test(an_offtake_needs_a_link),
        cmocka_unit_test(a_project_needs_a_facility_with_a_capacity),
        cmocka_unit_test(a_priority_covers_links_by_seller_and_buyer),
        cmocka_unit_test(recycling_joins_users_to_an_output),
        cmocka_unit_test(recycling_verifies_its_facility),
        cmocka_unit_test(recycling_needs_something_that_returns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
