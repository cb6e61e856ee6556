/* test_order.c - buyers before sellers. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static void
puts_every_buyer_before_its_sellers(void **state)
{
    struct build b;
    struct mnz_network *net;
    const uint32_t expected[] = {3, 2, 1, 0};

    (void)state;
    build_four_nodes(&b);
    net = compile_network(&b);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(net->order[i], expected[i]);
        assert_int_equal(net->level[i], 3 - i);
    }
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
keeps_file_order_within_a_level(void **state)
{
    struct build b;
    struct mnz_network *net;
    uint32_t second;

    (void)state;
    build_two_nodes(&b);
    second = build_industry(&b, "second", b.jp, "users");
    build_uses(&b, second, 0, 50.0);
    build_link(&b, 0, second, 0, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(net->order[0], 1);
    assert_int_equal(net->order[1], second);
    assert_int_equal(net->order[2], 0);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
takes_the_longest_way_for_a_level(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_three_nodes(&b);
    build_uses(&b, 2, 0, 10.0); /* the user buys ore too, straight from the mine */
    build_link(&b, 0, 2, 0, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(net->level[0], 2);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* Three plants that feed each other, under a user; the mine stands outside. */
static void
build_cycle(struct build *b)
{
    static const char *const names[] = {"mine", "first", "second", "third"};
    uint32_t m[4], user;

    build_init(b);
    for (uint32_t i = 0; i < 4; i++)
        m[i] = build_material(b, names[i], MNZ_STAGE_PRODUCT, NULL, 0.0);
    for (uint32_t i = 0; i < 4; i++) {
        build_facility(b, names[i], b->cn, MNZ_STAGE_PRODUCT, 0.0);
        build_makes(b, i, m[i], 1.0);
    }
    build_uses(b, 1, m[0], 1.0);
    build_link(b, 0, 1, m[0], 1.0, 0.0);
    build_uses(b, 1, m[3], 1.0);
    build_uses(b, 2, m[1], 1.0);
    build_uses(b, 3, m[2], 1.0);
    build_link(b, 3, 1, m[3], 1.0, 0.0);
    build_link(b, 1, 2, m[1], 1.0, 0.0);
    build_link(b, 2, 3, m[2], 1.0, 0.0);
    user = build_industry(b, "user", b->us, "users");
    build_uses(b, user, m[2], 1.0);
    build_link(b, 2, user, m[2], 1.0, 0.0);
}

static void
names_the_members_of_a_cycle(void **state)
{
    struct build b;

    (void)state;
    build_cycle(&b);
    assert_true(
        compile_errs(&b, "links form a cycle: first -> second -> third -> first"));
    build_finish(&b);
}

static void
accepts_the_same_plants_without_the_closing_link(void **state)
{
    struct build b;

    (void)state;
    build_cycle(&b);
    build_actor(&b, 1)->num_uses = 1;
    b.scenario->link_rows[1].is_removed = 1;
    b.scenario->link_rows[1] = b.scenario->link_rows[4];
    mnz_network_destroy(compile_network(&b));
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_every_buyer_before_its_sellers),
        cmocka_unit_test(keeps_file_order_within_a_level),
        cmocka_unit_test(takes_the_longest_way_for_a_level),
        cmocka_unit_test(names_the_members_of_a_cycle),
        cmocka_unit_test(accepts_the_same_plants_without_the_closing_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
