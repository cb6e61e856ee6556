/* test_shares.c - shares that cannot be meant. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
demands_a_seller_of_every_material_used(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    build_uses(&b, 1, build_material(&b, "gold", MNZ_STAGE_PRODUCT, NULL, 0.0), 1.0);
    assert_true(compile_errs(&b, "'user' uses gold but no link brings it"));
    build_finish(&b);
}

static void
refuses_shares_that_sum_to_0(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    b.scenario->link_rows[0].share = build_constant(&b, 0.0);
    assert_true(compile_errs(&b, "the shares of ore for 'user' sum to 0"));
    build_finish(&b);
}

static void
refuses_dated_shares_that_sum_to_0_later(void **state)
{
    struct build b;
    const int32_t days[] = {20089, 20240}; /* 2025-01-01, 2025-06-01 */

    (void)state;
    build_two_nodes(&b);
    b.scenario->link_rows[0].share = build_series(
        &b, 2, days,
        (mnz_value_id[]){build_constant(&b, 1.0), build_constant(&b, 0.0)});
    assert_true(compile_errs(&b, "sum to 0 from 2025-06-01"));
    build_finish(&b);
}

static void
warns_of_certain_shares_off_1(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    b.scenario->link_rows[0].share = build_constant(&b, 0.9);
    assert_true(compile_warns(&b, "the shares of ore for 'user' sum to 0.9, not 1"));
    build_finish(&b);
}

static size_t
count_warnings(const struct build *b)
{
    struct mnz_network *net;
    struct mnz_diags *diags;
    size_t count;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_network_create(b->scenario, diags, &net), MNZ_OK);
    count = mnz_diags_count(diags);
    mnz_network_destroy(net);
    mnz_diags_destroy(diags);
    return count;
}

static void
forgives_rounding_and_uncertain_shares(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    b.scenario->link_rows[0].share = build_constant(&b, 0.981);
    assert_int_equal(count_warnings(&b), 0);
    b.scenario->link_rows[0].share = build_uniform(&b, "share", 0.2, 0.4);
    assert_int_equal(count_warnings(&b), 0);
    build_finish(&b);
}

static void
warns_once_of_all_buyers_of_a_row(void **state)
{
    struct build b;
    uint32_t second;

    (void)state;
    build_two_nodes(&b);
    second = build_industry(&b, "second", b.jp, "users");
    build_uses(&b, second, 0, 50.0);
    b.scenario->num_link_rows = 0;
    build_row(&b, build_select_actor(&b, 0), build_select_sector(&b, 0), 0, 0.5);
    assert_int_equal(count_warnings(&b), 1);
    assert_true(compile_warns(&b, "for 'user' and 1 other sum to 0.5"));
    build_finish(&b);
}

/* All buy from the second mine by one row; their purchases from the first differ. */
static void
warns_once_of_each_sum_under_a_row(void **state)
{
    static const double sums[] = {0.25, 0.5, 0.25 + 9e-10, 0.25 + 3e-9, 0.5 - 9e-10};
    struct build b;
    uint32_t ore;

    (void)state;
    build_init(&b);
    ore = build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    for (uint32_t i = 0; i < 2; i++)
        build_makes(
            &b, build_facility(&b, i ? "second" : "first", b.cn, MNZ_STAGE_MINE, 0.0),
            ore, 1.0);
    for (uint32_t i = 0; i < 5; i++) {
        char name[] = "buyer ?";

        name[6] = (char)('a' + i);
        build_uses(&b, build_industry(&b, name, b.jp, "users"), ore, 50.0);
        build_link(&b, 0, 2 + i, ore, sums[i] - 0.125, 0.0);
    }
    build_row(&b, build_select_actor(&b, 1), build_select_sector(&b, 0), ore, 0.125);
    assert_int_equal(count_warnings(&b), 3);
    assert_true(compile_warns(&b, "for 'buyer a' and 1 other sum to 0.25"));
    assert_true(compile_warns(&b, "for 'buyer b' and 1 other sum to 0.5"));
    assert_true(compile_warns(&b, "for 'buyer d' sum to 0.25"));
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demands_a_seller_of_every_material_used),
        cmocka_unit_test(refuses_shares_that_sum_to_0),
        cmocka_unit_test(refuses_dated_shares_that_sum_to_0_later),
        cmocka_unit_test(warns_of_certain_shares_off_1),
        cmocka_unit_test(forgives_rounding_and_uncertain_shares),
        cmocka_unit_test(warns_once_of_all_buyers_of_a_row),
        cmocka_unit_test(warns_once_of_each_sum_under_a_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
