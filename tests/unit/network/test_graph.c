/* test_graph.c - the picture of a network. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/graph.h"
#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

static char *
draw(const struct build *b, int is_full, double leave_out)
{
    const struct mnz_graph_options options = {.is_full = is_full,
                                              .leave_out = leave_out};
    struct mnz_network *net = compile_network(b);
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    assert_non_null(f);
    assert_int_equal(mnz_graph_write(net, &options, f), MNZ_OK);
    fclose(f);
    mnz_network_destroy(net);
    return text;
}

static int
count(const char *text, const char *part)
{
    int n = 0;

    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

static void
puts_stages_in_columns(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_four_nodes(&b);
    text = draw(&b, 0, 0.0);
    assert_int_equal(count(text, "subgraph cluster_"), 4);
    assert_non_null(strstr(text, "label=\"mine\""));
    assert_non_null(strstr(text, "label=\"industries\""));
    assert_int_equal(count(text, "style=invis"), 3);
    assert_int_equal(count(text, "tooltip="), 3);
    assert_non_null(strstr(text, "CN mine to CN separation: 600 t/yr\""));
    free(text);
    build_finish(&b);
}

static void
joins_the_plants_of_a_country_unless_full(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    for (uint32_t i = 0; i < 3; i++) {
        build_facility(&b,
                       i == 0   ? "a"
                       : i == 1 ? "b"
                                : "c",
                       b.cn, MNZ_STAGE_MINE, 0.0);
        build_makes(&b, i, 0, 1.0);
    }
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 3, 0, 1200.0);
    build_row(&b, build_select_place(&b, b.cn), build_select_actor(&b, 3), 0, 1.0);
    text = draw(&b, 0, 0.0);
    assert_non_null(strstr(text, "label=\"CN (3)\\n600 t\""));
    assert_int_equal(count(text, "tooltip="), 1);
    free(text);
    text = draw(&b, 1, 0.0);
    assert_non_null(strstr(text, "label=\"b\\nCN  200 t\""));
    assert_int_equal(count(text, "tooltip="), 3);
    free(text);
    build_finish(&b);
}

static void
marks_what_a_control_may_hold(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_four_nodes(&b);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    text = draw(&b, 0, 0.0);
    assert_int_equal(count(text, "style=dashed"), 1);
    assert_int_equal(count(text, "a control may act\"]"), 1);
    assert_non_null(strstr(text, "CN separation to JP metal: 600 t/yr, a control"));
    free(text);
    build_finish(&b);
}

/* Of the same two boxes, a flow that a control may hold and one that none does. */
static void
tells_apart_what_no_control_may_hold(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    for (uint32_t i = 0; i < 2; i++) {
        build_facility(&b, i == 0 ? "a" : "b", b.cn, MNZ_STAGE_MINE, 0.0);
        build_makes(&b, i, 0, 1.0);
    }
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 0, 1200.0);
    build_link(&b, 0, 2, 0, 0.75, 0.0);
    build_link(&b, 1, 2, 0, 0.25, 0.0);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn)->facilities =
        build_select_actor(&b, 0);
    text = draw(&b, 0, 0.0);
    assert_int_equal(count(text, "tooltip="), 2);
    assert_int_equal(count(text, "style=dashed"), 1);
    assert_int_equal(count(text, ": 450 t/yr, a control may act\"]"), 1);
    assert_int_equal(count(text, ": 150 t/yr\""), 1);
    free(text);
    build_finish(&b);
}

/* Two mines of a box sell to a separator, whose own sales a control may hold. */
static void
joins_flows_of_the_same_boxes_before_others(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_material(&b, "oxide", MNZ_STAGE_SEPARATION, "Nd", 0.5);
    for (uint32_t i = 0; i < 2; i++) {
        build_facility(&b, i == 0 ? "a" : "b", b.my, MNZ_STAGE_MINE, 0.0);
        build_makes(&b, i, 0, 1.0);
    }
    build_facility(&b, "separator", b.cn, MNZ_STAGE_SEPARATION, 0.0);
    build_uses(&b, 2, 0, 1.0);
    build_makes(&b, 2, 1, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 3, 1, 1200.0);
    build_link(&b, 0, 2, 0, 0.75, 0.0);
    build_link(&b, 1, 2, 0, 0.25, 0.0);
    build_link(&b, 2, 3, 1, 1.0, 0.0);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    text = draw(&b, 0, 0.0);
    assert_int_equal(count(text, "tooltip="), 2);
    assert_int_equal(count(text, ": 600 t/yr\""), 1);
    assert_int_equal(count(text, ": 600 t/yr, a control may act\"]"), 1);
    free(text);
    build_finish(&b);
}

static void
draws_flows_of_less_than_a_tonne(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 1, 0, 0.5);
    build_link(&b, 0, 1, 0, 1.0, 0.0);
    text = draw(&b, 0, 0.0);
    assert_int_equal(count(text, "tooltip="), 1);
    free(text);
    build_finish(&b);
}

static void
leaves_out_small_flows(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_two_nodes(&b);
    b.scenario->num_actors = 0;
    b.scenario->num_link_rows = 0;
    build_facility(&b, "a", b.cn, MNZ_STAGE_MINE, 0.0);
    build_facility(&b, "b", b.my, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_makes(&b, 1, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 0, 1200.0);
    build_link(&b, 0, 2, 0, 0.99, 0.0);
    build_link(&b, 1, 2, 0, 0.01, 0.0);
    text = draw(&b, 0, 0.02);
    assert_int_equal(count(text, "tooltip="), 1);
    assert_non_null(strstr(text, "below 2 %"));
    free(text);
    text = draw(&b, 0, 0.005);
    assert_int_equal(count(text, "tooltip="), 2);
    free(text);
    build_finish(&b);
}

static void
quotes_names(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_two_nodes(&b);
    build_actor(&b, 0)->name = "a \"b\" \\n\n";
    text = draw(&b, 1, 0.0);
    assert_non_null(strstr(text, "label=\"a \\\"b\\\" \\\\n \\nCN"));
    free(text);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_stages_in_columns),
        cmocka_unit_test(joins_the_plants_of_a_country_unless_full),
        cmocka_unit_test(marks_what_a_control_may_hold),
        cmocka_unit_test(tells_apart_what_no_control_may_hold),
        cmocka_unit_test(joins_flows_of_the_same_boxes_before_others),
        cmocka_unit_test(draws_flows_of_less_than_a_tonne),
        cmocka_unit_test(leaves_out_small_flows),
        cmocka_unit_test(quotes_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
