/* test_network.c - nodes, ports, outputs, and which node has which. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
numbers_ports_and_outputs_as_written(void **state)
{
    struct build b;
    struct mnz_network *net;
    uint32_t extra;

    (void)state;
    build_three_nodes(&b);
    extra = build_material(&b, "extra", MNZ_STAGE_SEPARATION, NULL, 0.0);
    build_makes(&b, 1, extra, 2.0)->is_byproduct = 1;
    build_uses(&b, 2, extra, 7.0);
    build_link(&b, 1, 2, extra, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(net->num_nodes, 3);
    assert_int_equal(net->num_ports, 3);
    assert_int_equal(net->num_outputs, 3);
    assert_int_equal(net->nodes[1].first_output, 1);
    assert_int_equal(net->nodes[1].num_outputs, 2);
    assert_true(net->outputs[1].is_driving);
    assert_false(net->outputs[2].is_driving);
    assert_int_equal(net->outputs[2].material, extra);
    assert_int_equal(net->ports[2].material, extra);
    assert_int_equal(net->ports[2].node, 2);
    assert_true(net->nodes[2].is_industry);
    assert_false(net->nodes[1].is_recycler);
    assert_true(net->ports[0].cover_months == build_actor(&b, 1)->input_cover_months);
    assert_true(net->outputs[0].cover_months ==
                build_actor(&b, 0)->output_cover_months);
    assert_string_equal(mnz_network_node_name(net, 1), "plant");
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
takes_the_median_of_every_input(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    build_uniform(&b, "first", 0.0, 4.0);
    build_uniform(&b, "second", 1.0, 2.0);
    net = compile_network(&b);
    assert_close(mnz_network_median_draws(net)[0], 2.0, 1e-12);
    assert_close(mnz_network_median_draws(net)[1], 1.5, 1e-12);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
reports_all_problems_in_one_go(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_control *k;

    (void)state;
    build_two_nodes(&b);
    b.scenario->link_rows[0].share = build_constant(&b, 0.0);
    build_zone(&b, "inside", build_select_place(&b, b.cn));
    k = build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    k->to = build_select_place(&b, b.jp);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_network_create(b.scenario, diags, &net), MNZ_ERR_INPUT);
    assert_int_equal(mnz_diags_errors(diags), 3);
    mnz_diags_destroy(diags);
    build_finish(&b);
}

static void
ignores_errors_from_before(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;

    (void)state;
    build_two_nodes(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){0}, NULL, "another file's");
    assert_int_equal(mnz_network_create(b.scenario, diags, &net), MNZ_OK);
    mnz_network_destroy(net);
    mnz_network_destroy(NULL);
    mnz_diags_destroy(diags);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_ports_and_outputs_as_written),
        cmocka_unit_test(takes_the_median_of_every_input),
        cmocka_unit_test(reports_all_problems_in_one_go),
        cmocka_unit_test(ignores_errors_from_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
