/* test_controls.c - scopes of controls. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

/* A mine and a separator in CN, a plant in JP, a user in the US (build_four_nodes), and
 * a user of oxide in CN and another in the US. */
struct world {
    struct build b;
    uint32_t home, abroad; /* users of oxide */
};

static void
build_world(struct world *w)
{
    build_four_nodes(&w->b);
    w->home = build_industry(&w->b, "home", w->b.cn, "users");
    w->abroad = build_industry(&w->b, "abroad", w->b.us, "motors");
    build_uses(&w->b, w->home, 1, 100.0);
    build_uses(&w->b, w->abroad, 1, 100.0);
    build_link(&w->b, 1, w->home, 1, 1.0, 0.0);
    build_link(&w->b, 1, w->abroad, 1, 1.0, 0.0);
}

static int
acts_on(const struct mnz_network *net, uint32_t control, uint32_t from, uint32_t to)
{
    const struct mnz_net_control *c = &net->controls[control];

    for (uint32_t i = 0; i < c->num_links; i++) {
        const uint32_t l = net->control_links[c->first_link + i];

        if (mnz_network_seller(net, l) == from && mnz_network_buyer(net, l) == to)
            return 1;
    }
    return 0;
}

static void
export_controls_act_on_what_leaves(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 2);
    assert_true(acts_on(net, 0, 1, 2));        /* separator to Japan */
    assert_true(acts_on(net, 0, 1, w.abroad)); /* and to the US      */
    assert_false(acts_on(net, 0, 0, 1));       /* home trade         */
    assert_false(acts_on(net, 0, 2, 3));       /* Japan to the US    */
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
export_controls_heed_destination_and_goods(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "permit", w.b.cn);
    k->to = build_select_place(&w.b, w.b.us);
    k->goods = build_select_stage(&w.b, MNZ_STAGE_SEPARATION);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 1);
    assert_true(acts_on(net, 0, 1, w.abroad));
    mnz_network_destroy(net);
    k->to = build_select_not(&w.b, build_select_sector(&w.b, 1));
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 1);
    assert_true(acts_on(net, 0, 1, 2));
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
a_blocs_controls_spare_trade_within_it(void **state)
{
    struct world w;
    struct mnz_network *net;
    uint32_t bloc;

    (void)state;
    build_world(&w);
    bloc = build_bloc(&w.b, "bloc", 2, (const uint32_t[]){w.b.cn, w.b.jp});
    build_control(&w.b, MNZ_CONTROL_BAN, "stop", bloc);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 2);
    assert_true(acts_on(net, 0, 2, 3));
    assert_true(acts_on(net, 0, 1, w.abroad));
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
tariffs_act_on_what_enters(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    k = build_control(&w.b, MNZ_CONTROL_TARIFF, "duty", w.b.us);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 2);
    assert_true(acts_on(net, 0, 2, 3));
    mnz_network_destroy(net);
    k->tariff.on = build_select_place(&w.b, w.b.cn);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 1);
    assert_true(acts_on(net, 0, 1, w.abroad));
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
extraterritorial_controls_act_between_others(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    k = build_control(&w.b, MNZ_CONTROL_EXTRATERRITORIAL, "reach", w.b.cn);
    k->extraterritorial.items = build_select_material(&w.b, 1);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 1);
    assert_true(acts_on(net, 0, 2, 3));
    assert_int_equal(net->controls[0].num_items, 1);
    assert_int_equal(net->control_items[0], 1);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
without_items_all_goods_of_the_government_count(void **state)
{
    struct world w;
    struct mnz_network *net;

    (void)state;
    build_world(&w);
    build_control(&w.b, MNZ_CONTROL_EXTRATERRITORIAL, "reach", w.b.cn)->goods =
        build_select_material(&w.b, 2);
    build_control(&w.b, MNZ_CONTROL_LICENCE, "permit", w.b.cn)->goods =
        build_select_material(&w.b, 1);
    build_control(&w.b, MNZ_CONTROL_TARIFF, "duty", w.b.us)->goods =
        build_select_material(&w.b, 1);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_items, 2);
    assert_int_equal(net->control_items[0], 1);
    assert_int_equal(net->control_items[1], 2);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
tracing_content_needs_the_prices_on_its_way(void **state)
{
    struct world w;

    (void)state;
    build_world(&w);
    build_control(&w.b, MNZ_CONTROL_EXTRATERRITORIAL, "reach", w.b.cn);
    w.b.scenario->materials[0].price_usd_per_kg = MNZ_VALUE_NONE; /* only within CN */
    mnz_network_destroy(compile_network(&w.b));
    w.b.scenario->materials[1].price_usd_per_kg = MNZ_VALUE_NONE; /* Japan buys it */
    assert_true(compile_errs(&w.b, "'oxide' has no price, and control 'reach'"));
    build_finish(&w.b);
}

/* Clay is traded at home only, by the actors before and after a plant that is traced.
 */
static void
tracing_content_needs_no_price_of_the_neighbours(void **state)
{
    static const char *const goods[] = {"ore", "metal", "clay", "brick"};
    struct build b;

    (void)state;
    build_init(&b);
    for (int m = 0; m < 4; m++)
        build_material(&b, goods[m], MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_facility(&b, "pit", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 1, 2, 1.0);
    build_facility(&b, "plant", b.jp, MNZ_STAGE_METAL, 0.0);
    build_uses(&b, 2, 0, 1.0);
    build_makes(&b, 2, 1, 1.0);
    build_facility(&b, "kiln", b.cn, MNZ_STAGE_METAL, 0.0);
    build_uses(&b, 3, 2, 1.0);
    build_makes(&b, 3, 3, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 4, 1, 100.0);
    build_industry(&b, "builder", b.cn, "users");
    build_uses(&b, 5, 3, 100.0);
    build_link(&b, 0, 2, 0, 1.0, 0.0);
    build_link(&b, 1, 3, 2, 1.0, 0.0);
    build_link(&b, 2, 4, 1, 1.0, 0.0);
    build_link(&b, 3, 5, 3, 1.0, 0.0);
    build_control(&b, MNZ_CONTROL_EXTRATERRITORIAL, "reach", b.cn);
    b.scenario->materials[2].price_usd_per_kg = MNZ_VALUE_NONE;
    mnz_network_destroy(compile_network(&b));
    build_finish(&b);
}

static void
outages_strike_facilities(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    for (uint32_t i = 0; i < 3; i++)
        build_actor(&w.b, i)->capacity_tpa = build_constant(&w.b, 5000.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "flood", MNZ_NONE);
    k->facilities =
        build_select_place(&w.b, w.b.cn); /* the user there is no facility */
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 0);
    assert_int_equal(net->controls[0].num_nodes, 2);
    assert_int_equal(net->control_nodes[0], 0);
    assert_int_equal(net->control_nodes[1], 1);
    mnz_network_destroy(net);
    build_actor(&w.b, 1)->capacity_tpa = MNZ_VALUE_NONE;
    assert_true(compile_errs(&w.b, "outage 'flood' strikes 'separator', which has no"));
    k->facilities = build_select_place(&w.b, w.b.us);
    assert_true(
        compile_errs(&w.b, "'facilities' of control 'flood' selects no facility"));
    build_finish(&w.b);
}

static void
outages_strike_corridors_across_borders(void **state)
{
    struct world w;
    struct mnz_network *net;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "strait", MNZ_NONE);
    assert_true(compile_errs(&w.b, "outage 'strait' strikes nothing"));
    k->to = build_select_place(&w.b, w.b.us);
    net = compile_network(&w.b);
    assert_int_equal(net->controls[0].num_links, 2);
    assert_int_equal(net->controls[0].num_nodes, 0);
    mnz_network_destroy(net);
    k->facilities = build_select_actor(&w.b, 2);
    assert_true(compile_errs(&w.b, "strikes both facilities and a corridor"));
    build_finish(&w.b);
}

static void
links_list_their_controls_in_file_order(void **state)
{
    struct world w;
    struct mnz_network *net;
    const struct mnz_net_link *l;

    (void)state;
    build_world(&w);
    build_control(&w.b, MNZ_CONTROL_TARIFF, "duty", w.b.us);
    build_control(&w.b, MNZ_CONTROL_BAN, "elsewhere", w.b.jp);
    build_control(&w.b, MNZ_CONTROL_QUOTA, "cap", w.b.cn);
    net = compile_network(&w.b);
    l = &net->links[find_link(net, 1, w.abroad, 1)];
    assert_int_equal(l->num_controls, 2);
    assert_int_equal(net->link_controls[l->first_control], 0);
    assert_int_equal(net->link_controls[l->first_control + 1], 2);
    assert_int_equal(net->links[find_link(net, 0, 1, 0)].num_controls, 0);
    mnz_network_destroy(net);
    build_finish(&w.b);
}

static void
says_which_selector_of_a_scope_selects_nothing(void **state)
{
    struct world w;
    struct mnz_control *k;

    (void)state;
    build_world(&w);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    k->goods = build_select_element(&w.b, "Dy");
    assert_true(compile_errs(&w.b, "'goods' of control 'stop' selects no material"));
    k->goods = build_select_all(&w.b);
    k->to = build_select_place(&w.b, w.b.my);
    assert_true(compile_errs(&w.b, "'to' of control 'stop' selects no facility"));
    k->to = build_select_place(&w.b, w.b.cn); /* itself */
    assert_true(compile_errs(&w.b, "control 'stop' acts on no link: none carries its "
                                   "goods out of CN to those whom 'to' selects"));
    build_finish(&w.b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(export_controls_act_on_what_leaves),
        cmocka_unit_test(export_controls_heed_destination_and_goods),
        cmocka_unit_test(a_blocs_controls_spare_trade_within_it),
        cmocka_unit_test(tariffs_act_on_what_enters),
        cmocka_unit_test(extraterritorial_controls_act_between_others),
        cmocka_unit_test(without_items_all_goods_of_the_government_count),
        cmocka_unit_test(tracing_content_needs_the_prices_on_its_way),
        cmocka_unit_test(tracing_content_needs_no_price_of_the_neighbours),
        cmocka_unit_test(outages_strike_facilities),
        cmocka_unit_test(outages_strike_corridors_across_borders),
        cmocka_unit_test(links_list_their_controls_in_file_order),
        cmocka_unit_test(says_which_selector_of_a_scope_selects_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
