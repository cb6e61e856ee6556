/* test_links.c - which pairs link rows join, and in which order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

/* Two mines in CN (3:1 by capacity) and one in MY, two users in the US and JP. */
struct world {
    struct build b;
    uint32_t ore, cn1, cn2, my, us, jp;
};

static void
build_world(struct world *w)
{
    build_init(&w->b);
    w->ore = build_material(&w->b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    w->cn1 = build_facility(&w->b, "cn1", w->b.cn, MNZ_STAGE_MINE, 3000.0);
    w->cn2 = build_facility(&w->b, "cn2", w->b.cn, MNZ_STAGE_MINE, 1000.0);
    w->my = build_facility(&w->b, "my", w->b.my, MNZ_STAGE_MINE, 0.0);
    for (uint32_t i = 0; i < 3; i++)
        build_makes(&w->b, i, w->ore, 1.0);
    w->us = build_industry(&w->b, "us", w->b.us, "motors");
    w->jp = build_industry(&w->b, "jp", w->b.jp, "motors");
    build_uses(&w->b, w->us, w->ore, 100.0);
    build_uses(&w->b, w->jp, w->ore, 100.0);
}

static struct mnz_selector
from_china(struct world *w)
{
    return build_select_place(&w->b, w->b.cn);
}

static struct mnz_selector
to_all(struct world *w)
{
    return build_select_sector(&w->b, 0);
}

static void
splits_a_row_of_several_sellers_by_capacity(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    net = compile_network(&w.b);
    assert_int_equal(net->num_links, 4);
    assert_close(net->links[find_link(net, w.cn1, w.us, w.ore)].split, 0.75, 1e-15);
    assert_close(net->links[find_link(net, w.cn2, w.us, w.ore)].split, 0.25, 1e-15);
    assert_close(net->links[find_link(net, w.cn1, w.jp, w.ore)].split, 0.75, 1e-15);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
splits_equally_where_one_seller_has_no_capacity(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_row(&w.b, build_select_stage(&w.b, MNZ_STAGE_MINE), to_all(&w), w.ore, 1.0);
    net = compile_network(&w.b);
    assert_int_equal(net->num_links, 6);
    for (uint32_t l = 0; l < 6; l++)
        assert_close(net->links[l].split, 1.0 / 3.0, 1e-15);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
splits_by_the_median_of_an_uncertain_capacity(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_actor(&w.b, w.cn1)->capacity_tpa = build_uniform(&w.b, "cap", 0.0, 2000.0);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    net = compile_network(&w.b);
    assert_close(net->links[find_link(net, w.cn1, w.us, w.ore)].split, 0.5, 1e-12);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
lets_the_last_row_of_a_pair_win_whole(void **state)
{
    struct world w;
    struct mnz_network *net;
    const struct mnz_net_lost_row *lost;
    uint32_t count, link;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 0.8)->backup =
        build_constant(&w.b, 0.4);
    build_row(&w.b, build_select_actor(&w.b, w.my), to_all(&w), w.ore, 0.2);
    build_link(&w.b, w.cn1, w.us, w.ore, 0.5, 2.0);
    net = compile_network(&w.b);
    assert_int_equal(net->num_links, 6);
    link = find_link(net, w.cn1, w.us, w.ore);
    assert_int_equal(net->links[link].row, 2);
    assert_close(net->links[link].split, 1.0, 0.0);
    assert_true(net->links[link].backup == w.b.scenario->link_rows[2].backup);
    assert_close(net->links[find_link(net, w.cn2, w.us, w.ore)].split, 0.25, 1e-15);
    lost = mnz_network_lost_rows(net, &count);
    assert_int_equal(count, 1);
    assert_int_equal(lost[0].row, 0);
    assert_int_equal(lost[0].by_row, 2);
    assert_int_equal(lost[0].num_pairs, 1);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
counts_the_pairs_that_a_row_lost(void **state)
{
    struct world w;
    struct mnz_network *net;
    uint32_t count;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 0.8);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    net = compile_network(&w.b);
    assert_int_equal(mnz_network_lost_rows(net, &count)[0].num_pairs, 4);
    assert_int_equal(count, 1);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
removes_the_pairs_of_a_removing_row(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    build_row(&w.b, build_select_actor(&w.b, w.cn2), to_all(&w), w.ore, 1.0)
        ->is_removed = 1;
    net = compile_network(&w.b);
    assert_int_equal(net->num_links, 2);
    assert_int_equal(find_link(net, w.cn2, w.us, w.ore), MNZ_NONE);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
lets_a_row_after_a_removal_count_again(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    build_link(&w.b, w.cn2, w.us, w.ore, 1.0, 0.0)->is_removed = 1;
    build_link(&w.b, w.cn2, w.us, w.ore, 0.1, 0.0);
    net = compile_network(&w.b);
    assert_int_equal(net->links[find_link(net, w.cn2, w.us, w.ore)].row, 2);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
warns_of_a_removal_that_removes_nothing(void **state)
{
    struct world w;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    build_link(&w.b, w.my, w.us, w.ore, 1.0, 0.0)->is_removed = 1;
    assert_true(compile_warns(&w.b, "removes no link"));
    build_finish(&w.b);
}

static void
skips_a_link_of_a_plant_to_itself(void **state)
{
    struct world w;
    struct mnz_network *net;
    uint32_t oxide, plant;

    (void)state;
    build_init(&w.b);
    w.ore = build_material(&w.b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    oxide = build_material(&w.b, "oxide", MNZ_STAGE_SEPARATION, "Nd", 0.1);
    w.cn1 = build_facility(&w.b, "cn1", w.b.cn, MNZ_STAGE_MINE, 3000.0);
    build_makes(&w.b, w.cn1, w.ore, 1.0);
    plant = build_facility(&w.b, "blender", w.b.my, MNZ_STAGE_SEPARATION, 1000.0);
    build_uses(&w.b, plant, w.ore, 1.0);
    build_makes(&w.b, plant, w.ore, 0.2);
    build_makes(&w.b, plant, oxide, 1.0);
    w.us = build_industry(&w.b, "us", w.b.us, "motors");
    build_uses(&w.b, w.us, w.ore, 100.0);
    build_row(&w.b, build_select_all(&w.b), build_select_all(&w.b), w.ore, 1.0);
    net = compile_network(&w.b);
    assert_int_equal(find_link(net, plant, plant, w.ore), MNZ_NONE);
    /* to itself the plant sells nothing, so the mine has the whole row there */
    assert_close(net->links[find_link(net, w.cn1, plant, w.ore)].split, 1.0, 0.0);
    assert_close(net->links[find_link(net, w.cn1, w.us, w.ore)].split, 0.75, 1e-15);
    assert_int_equal(net->num_links, 3);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
stores_links_by_output_class_row_and_buyer(void **state)
{
    struct world w;
    struct mnz_network *net;
    const struct mnz_net_link *links;

    (void)state;
    build_world(&w);
    build_actor(&w.b, w.jp)->priority = 1;
    build_row(&w.b, build_select_stage(&w.b, MNZ_STAGE_MINE), to_all(&w), w.ore, 1.0);
    net = compile_network(&w.b);
    links = net->links;
    for (uint32_t l = 0; l < net->num_links; l++) {
        assert_int_equal(links[l].output, l / 2);
        assert_int_equal(mnz_network_buyer(net, l), l % 2 == 0 ? w.jp : w.us);
        assert_int_equal(links[l].priority, l % 2 == 0 ? 1 : 3);
    }
    assert_int_equal(net->outputs[2].first_link, 4);
    assert_int_equal(net->outputs[2].num_links, 2);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
lists_the_links_of_a_port_in_row_order(void **state)
{
    struct world w;
    struct mnz_network *net;
    const struct mnz_net_port *port;

    (void)state;
    build_world(&w);
    build_link(&w.b, w.my, w.us, w.ore, 0.5, 0.0);
    build_link(&w.b, w.cn2, w.us, w.ore, 0.3, 0.0);
    build_link(&w.b, w.cn1, w.us, w.ore, 0.2, 0.0);
    build_link(&w.b, w.cn1, w.jp, w.ore, 1.0, 0.0);
    net = compile_network(&w.b);
    port = &net->ports[net->nodes[w.us].first_port];
    assert_int_equal(port->num_links, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(net->links[net->port_links[port->first_link + i]].row, i);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
says_which_end_of_a_row_selects_nothing(void **state)
{
    struct world w;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    build_row(&w.b, build_select_place(&w.b, w.b.us), to_all(&w), w.ore, 1.0);
    assert_true(compile_errs(&w.b, "nobody whom 'from' selects makes ore"));
    w.b.scenario->link_rows[1].from = build_select_stage(&w.b, MNZ_STAGE_ALLOY);
    assert_true(compile_errs(&w.b, "'from' of this link selects no facility"));
    w.b.scenario->link_rows[1].from = from_china(&w);
    w.b.scenario->link_rows[1].to = build_select_place(&w.b, w.b.my);
    assert_true(compile_errs(&w.b, "nobody whom 'to' selects uses ore"));
    w.b.scenario->link_rows[1].to = build_select_stage(&w.b, MNZ_STAGE_ALLOY);
    assert_true(
        compile_errs(&w.b, "'to' of this link selects no facility or industry"));
    build_finish(&w.b);
}

static void
points_at_the_selector_that_selects_nothing(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_diags *diags;

    (void)state;
    build_world(&w);
    build_row(&w.b, from_china(&w), to_all(&w), w.ore, 1.0);
    build_row(&w.b, from_china(&w), build_select_place(&w.b, w.b.my), w.ore, 1.0);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_network_create(w.b.scenario, diags, &net), MNZ_ERR_INPUT);
    assert_null(net);
    assert_int_equal(mnz_diags_count(diags), 1);
    assert_int_equal(mnz_diags_get(diags, 0)->at.line,
                     w.b.scenario->link_rows[1].to.at.line);
    mnz_diags_destroy(diags);
    build_finish(&w.b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_a_row_of_several_sellers_by_capacity),
        cmocka_unit_test(splits_equally_where_one_seller_has_no_capacity),
        cmocka_unit_test(splits_by_the_median_of_an_uncertain_capacity),
        cmocka_unit_test(lets_the_last_row_of_a_pair_win_whole),
        cmocka_unit_test(counts_the_pairs_that_a_row_lost),
        cmocka_unit_test(removes_the_pairs_of_a_removing_row),
        cmocka_unit_test(lets_a_row_after_a_removal_count_again),
        cmocka_unit_test(warns_of_a_removal_that_removes_nothing),
        cmocka_unit_test(skips_a_link_of_a_plant_to_itself),
        cmocka_unit_test(stores_links_by_output_class_row_and_buyer),
        cmocka_unit_test(lists_the_links_of_a_port_in_row_order),
        cmocka_unit_test(says_which_end_of_a_row_selects_nothing),
        cmocka_unit_test(points_at_the_selector_that_selects_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
