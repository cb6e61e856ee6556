/* test_build_scenario.c - the builders that other tests stand on. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/dates.h"
#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
the_worlds_in_a_line_compile(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    net = compile_network(&b);
    assert_int_equal(net->num_nodes, 2);
    mnz_network_destroy(net);
    build_finish(&b);
    build_three_nodes(&b);
    net = compile_network(&b);
    assert_int_equal(net->num_links, 2);
    mnz_network_destroy(net);
    build_finish(&b);
    build_four_nodes(&b);
    net = compile_network(&b);
    assert_int_equal(net->num_links, 3);
    assert_int_equal(find_link(net, 2, 3, 2), 2);
    mnz_network_destroy(net);
    build_finish(&b);
    build_finish(&b); /* twice does nothing */
}

static void
values_are_what_was_asked(void **state)
{
    struct build b;
    const struct mnz_value_pool *pool;
    const int32_t days[] = {100, 200};
    const double draws[] = {0.25};
    mnz_value_id x, series, product;

    (void)state;
    build_init(&b);
    pool = &b.scenario->pool;
    x = build_uniform(&b, "x", 0.0, 1.0);
    series = build_series(&b, 2, days, (mnz_value_id[]){x, build_constant(&b, 7.0)});
    product = build_product(&b, 2.0, x, build_constant(&b, 3.0));
    assert_int_equal(build_last_input(&b), 0);
    assert_close(mnz_value_at(pool, x, 0, draws), 0.25, 0.0);
    assert_close(mnz_value_at(pool, series, 0, draws), 0.25, 0.0);
    assert_close(mnz_value_at(pool, series, 199, draws), 0.25, 0.0);
    assert_close(mnz_value_at(pool, series, 200, draws), 7.0, 0.0);
    assert_close(mnz_value_at(pool, product, 0, draws), 1.5, 1e-15);
    assert_false(mnz_value_is_certain(pool, series));
    assert_false(mnz_value_is_undated(pool, series));
    assert_true(mnz_value_is_undated(pool, product));
    build_finish(&b);
}

static void
regimes_are_in_force_unless_said_otherwise(void **state)
{
    struct build b;
    const struct mnz_regime *r;

    (void)state;
    build_two_nodes(&b);
    r = build_regime_of(&b, build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn)->regime);
    assert_string_equal(r->name, "controls.stop");
    assert_int_equal(r->in_force.from, MNZ_VALUE_NONE);
    assert_false(mnz_ref_is_set(r->drawn_input));
    build_probability(&b, 0, 0.3);
    assert_int_equal(mnz_ref_at(r->drawn_input), build_last_input(&b));
    build_in_force(&b, 0, mnz_date_from_ymd(2025, 3, 1), mnz_date_from_ymd(2025, 6, 1));
    assert_close(mnz_value_at(&b.scenario->pool, r->in_force.until, 0, NULL),
                 mnz_date_from_ymd(2025, 6, 1), 0.0);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worlds_in_a_line_compile),
        cmocka_unit_test(values_are_what_was_asked),
        cmocka_unit_test(regimes_are_in_force_unless_said_otherwise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
