/* test_check.c - the balance sheet and its warnings. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/check.h"
#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"

static struct mnz_check *
check(const struct mnz_network *net, struct mnz_diags *diags)
{
    struct mnz_check *k;

    assert_int_equal(mnz_check_create(net, diags, &k), MNZ_OK);
    return k;
}

/* Whether checking warns of something that contains `part`. */
static int
warns(const struct build *b, const char *part)
{
    struct mnz_network *net = compile_network(b);
    struct mnz_diags *diags;
    int found = 0;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    mnz_check_destroy(check(net, diags));
    assert_int_equal(mnz_diags_errors(diags), 0);
    for (size_t i = 0; i < mnz_diags_count(diags); i++)
        found |= strstr(mnz_diags_get(diags, i)->text, part) != NULL;
    if (!found)
        mnz_diags_print(diags, stderr, 0);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    return found;
}

/* 4 t ore (Nd 0.2, La 0.3) make 0.6 t nd (0.857) and 0.9 t la, a by-product. */
static void
build_separator(struct build *b)
{
    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.2);
    build_content(b, 0, "La", 0.3);
    build_material(b, "nd", MNZ_STAGE_SEPARATION, "Nd", 0.857);
    build_material(b, "la", MNZ_STAGE_SEPARATION, "La", 0.853);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 4400.0);
    build_makes(b, 0, 0, 1.0);
    build_facility(b, "separator", b->my, MNZ_STAGE_SEPARATION, 2000.0);
    build_uses(b, 1, 0, 4.0);
    build_makes(b, 1, 1, 0.6);
    build_makes(b, 1, 2, 0.9)->is_byproduct = 1;
    build_industry(b, "nd_user", b->us, "users");
    build_uses(b, 2, 1, 600.0);
    build_industry(b, "la_user", b->us, "users");
    build_uses(b, 3, 2, 100.0);
    build_link(b, 0, 1, 0, 1.0, 0.0);
    build_link(b, 1, 2, 1, 1.0, 0.0);
    build_link(b, 1, 3, 2, 1.0, 0.0);
}

static void
balances_materials(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_check *k;

    (void)state;
    build_separator(&b);
    net = compile_network(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_int_equal(mnz_diags_count(diags), 0);
    assert_int_equal(k->num_facilities, 2);
    assert_int_equal(k->num_industries, 2);
    assert_int_equal(k->num_materials, 3);
    assert_close(k->materials[0].required, 4000.0, 1e-14);
    assert_close(k->materials[0].utilisation, 4000.0 / 4400.0, 1e-14);
    assert_close(k->materials[1].capacity, 1200.0, 1e-14);
    assert_close(k->materials[2].required, 100.0, 1e-14);
    assert_close(k->materials[2].made, 900.0, 1e-14);
    assert_close(k->materials[2].surplus, 800.0, 1e-14);
    assert_close(k->materials[2].utilisation, 0.5, 1e-14);
    assert_int_equal(k->num_busy, 1);
    assert_int_equal(k->busy[0].node, 0);
    mnz_check_destroy(k);
    mnz_check_destroy(NULL);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* A world of kilograms is as busy as one of tonnes; a plant without orders is idle. */
static void
small_plants_are_busy_and_idle_ones_are_not(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_check *k;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "idle", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_facility(&b, "small", b.my, MNZ_STAGE_MINE, 0.0525);
    build_makes(&b, 1, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 0, 0.05);
    build_link(&b, 1, 2, 0, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_int_equal(k->num_busy, 1);
    assert_int_equal(k->busy[0].node, 1);
    assert_close(k->busy[0].utilisation, 0.05 / 0.0525, 1e-12);
    mnz_check_destroy(k);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
a_plant_at_the_bound_is_not_above_it(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_check *k;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 1000.0);
    build_makes(&b, 0, 0, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 1, 0, 1000.0 * MNZ_BUSY_ABOVE);
    build_link(&b, 0, 1, 0, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_int_equal(k->num_busy, 0);
    mnz_check_destroy(k);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
balances_elements(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_check *k;

    (void)state;
    build_separator(&b);
    net = compile_network(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_close(k->elements[3].mined, 800.0, 1e-14); /* Nd */
    assert_close(k->elements[3].consumed, 600.0 * 0.857, 1e-14);
    assert_close(k->elements[3].lost, 800.0 - 600.0 * 0.857, 1e-13);
    assert_close(k->elements[0].mined, 1200.0, 1e-14); /* La */
    assert_close(k->elements[0].surplus, 800.0 * 0.853, 1e-14);
    assert_close(k->elements[0].utilisation, 85.3 / 1200.0, 1e-14);
    assert_false(k->elements[1].is_followed);
    mnz_check_destroy(k);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
books_of_random_worlds_close(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct build b;
        struct mnz_network *net;
        struct mnz_diags *diags;
        struct mnz_check *k;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        net = compile_network(&b);
        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        k = check(net, diags);
        for (int e = 0; e < MNZ_NUM_RARE_EARTHS; e++) {
            const struct mnz_check_element *x = &k->elements[e];

            assert_close(x->mined + x->recycled + x->missing,
                         x->consumed + x->lost + x->surplus, 1e-10);
        }
        mnz_check_destroy(k);
        mnz_diags_destroy(diags);
        mnz_network_destroy(net);
        build_finish(&b);
    }
}

static void
warns_of_flows_above_capacity(void **state)
{
    struct build b;

    (void)state;
    build_separator(&b);
    build_actor(&b, 0)->capacity_tpa = build_constant(&b, 3999.0);
    assert_true(warns(&b,
                      "'mine' is asked for 4000 t/yr of activity and has a capacity "
                      "of 3999"));
    build_actor(&b, 0)->capacity_tpa = build_constant(&b, 4000.0);
    b.scenario->link_rows[1].capacity_tpa = build_constant(&b, 500.0);
    assert_true(warns(&b, "nd from 'separator' to 'nd_user': the baseline takes 600"));
    build_finish(&b);
}

static void
warns_of_by_products_that_fall_short(void **state)
{
    struct build b;
    struct mnz_amount *use;

    (void)state;
    build_separator(&b);
    use = (struct mnz_amount *)(uintptr_t)build_actor(&b, 3)->uses;
    use->value = build_constant(&b, 901.0);
    assert_true(warns(&b, "by-product la of 'separator': 901 t/yr are asked for, 900 "
                          "made"));
    build_finish(&b);
}

/* 1200 t/yr of ore at 12 % growth, a part of it from scrap of earlier use. */
static struct mnz_policy *
build_recycling(struct build *b, double share, double rate)
{
    struct mnz_policy *p;

    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_makes(b, 0, 0, 1.0);
    build_facility(b, "recycler", b->jp, MNZ_STAGE_RECYCLING, 0.0);
    build_makes(b, 1, 0, 1.0);
    build_industry(b, "user", b->us, "users");
    build_actor(b, 2)->growth_per_year = build_constant(b, 0.21);
    build_uses(b, 2, 0, 1200.0);
    build_link(b, 0, 2, 0, 1.0 - share, 0.0);
    build_link(b, 1, 2, 0, share, 0.0);
    p = build_policy(b, MNZ_POLICY_RECYCLING, "return");
    p->recycling.at = 1;
    p->recycling.from = build_select_sector(b, 0);
    p->recycling.to_material = 0;
    p->recycling.share = build_constant(b, rate);
    p->recycling.after_months = build_constant(b, 24.0);
    return p;
}

static void
warns_of_recyclers_without_enough_scrap(void **state)
{
    struct build b;

    (void)state;
    /* two years ago 1200 / 1.21^2 were used, a tenth of which is 81.96 */
    build_recycling(&b, 0.069, 0.1);
    assert_true(warns(&b, "'recycler' is asked to make 82.8 t/yr of ore, and scrap for "
                          "81.9616 arrives"));
    build_finish(&b);
    build_recycling(&b, 0.068, 0.1);
    assert_false(warns(&b, "'recycler' is asked"));
    build_finish(&b);
}

/* A plant's scrap is what it uses of an element and does not make. */
static void
counts_the_losses_of_plants_as_scrap(void **state)
{
    struct mnz_policy *p;
    struct build b;

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_material(&b, "metal", MNZ_STAGE_METAL, "Nd", 0.3);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_facility(&b, "recycler", b.jp, MNZ_STAGE_RECYCLING, 0.0);
    build_makes(&b, 1, 0, 1.0);
    build_facility(&b, "smelter", b.jp, MNZ_STAGE_METAL, 0.0);
    build_uses(&b, 2, 0, 1.0);
    build_makes(&b, 2, 1, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 3, 1, 1200.0);
    build_link(&b, 0, 2, 0, 0.75, 0.0);
    build_link(&b, 1, 2, 0, 0.25, 0.0);
    build_link(&b, 2, 3, 1, 1.0, 0.0);
    p = build_policy(&b, MNZ_POLICY_RECYCLING, "return");
    p->recycling.at = 1;
    p->recycling.from = build_select_actor(&b, 2);
    p->recycling.to_material = 0;
    p->recycling.share = build_constant(&b, 0.5);
    p->recycling.after_months = build_constant(&b, 0.0);
    /* half of 1200 (0.5 - 0.3) / 0.5 */
    assert_true(warns(&b, "'recycler' is asked to make 300 t/yr of ore, and scrap for "
                          "240 arrives"));
    build_finish(&b);
}

static char *
write_all(const struct build *b)
{
    struct mnz_network *net = compile_network(b);
    struct mnz_diags *diags;
    struct mnz_check *k;
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    assert_non_null(f);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_int_equal(mnz_check_write(k, f), MNZ_OK);
    fclose(f);
    mnz_check_destroy(k);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    return text;
}

static void
writes_lines_of_at_most_100_columns(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct build b;
        char *text;

        random_scenario(seed, RANDOM_EVERYTHING, &b);
        text = write_all(&b);
        for (const char *line = text; *line != '\0';) {
            const size_t length = strcspn(line, "\n");

            if (length > 100)
                fprintf(stderr, "%.*s\n", (int)length, line);
            assert_true(length <= 100);
            assert_true(length == 0 || line[length - 1] != ' ');
            line += length + (line[length] == '\n');
        }
        free(text);
        build_finish(&b);
    }
}

/* The mine is the one plant above 90 %; nothing follows it. */
static void
writes_the_busy_plants_and_no_others(void **state)
{
    struct build b;
    char *text;
    const char *line;

    (void)state;
    build_separator(&b);
    text = write_all(&b);
    line = strstr(text, "Facilities above 90 %");
    assert_non_null(line);
    line = strchr(line, '\n') + 1;
    assert_memory_equal(line, "  mine ", 7);
    assert_non_null(strstr(line, " 4000 of "));
    line = strchr(line, '\n') + 1;
    assert_true(*line == '\0' || *line == '\n');
    free(text);
    build_finish(&b);
}

static void
writes_the_tables(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_separator(&b);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    b.scenario->link_rows[0].lead_months = build_uniform(&b, "lead", 1.0, 2.0);
    text = write_all(&b);
    assert_non_null(strstr(
        text, "  separation  la                                     100       1800     "
              "50 %         800\n"));
    assert_non_null(strstr(text, "  Nd               800"));
    assert_non_null(
        strstr(text, "  stop                                            ban"));
    assert_non_null(strstr(text, "uncertain inputs: 1\n"));
    assert_non_null(strstr(text, "  lead                                  built"));
    free(text);
    build_finish(&b);
}

static void
lists_rows_that_lost(void **state)
{
    struct build b;
    char *text;

    (void)state;
    build_separator(&b);
    build_link(&b, 0, 1, 0, 1.0, 2.0);
    text = write_all(&b);
    assert_non_null(strstr(text, "replaced by built:"));
    assert_non_null(strstr(text, "for 1 pair\n"));
    free(text);
    build_finish(&b);
}

static void
tells_draws_from_uncertain_inputs(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_check *k;

    (void)state;
    build_separator(&b);
    build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
    build_probability(&b, 0, 0.5);
    build_uniform(&b, "written", 0.0, 1.0);
    build_event(&b, "truce", 20200.0, 2, (const double[]){0.5, 0.5});
    net = compile_network(&b);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    k = check(net, diags);
    assert_int_equal(k->num_draws, 2);
    assert_int_equal(k->num_inputs, 1);
    assert_string_equal(b.scenario->pool.inputs[k->inputs[0]].name, "written");
    mnz_check_destroy(k);
    mnz_diags_destroy(diags);
    mnz_network_destroy(net);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balances_materials),
        cmocka_unit_test(small_plants_are_busy_and_idle_ones_are_not),
        cmocka_unit_test(a_plant_at_the_bound_is_not_above_it),
        cmocka_unit_test(balances_elements),
        cmocka_unit_test(books_of_random_worlds_close),
        cmocka_unit_test(warns_of_flows_above_capacity),
        cmocka_unit_test(warns_of_by_products_that_fall_short),
        cmocka_unit_test(warns_of_recyclers_without_enough_scrap),
        cmocka_unit_test(counts_the_losses_of_plants_as_scrap),
        cmocka_unit_test(writes_lines_of_at_most_100_columns),
        cmocka_unit_test(writes_the_busy_plants_and_no_others),
        cmocka_unit_test(writes_the_tables),
        cmocka_unit_test(lists_rows_that_lost),
        cmocka_unit_test(tells_draws_from_uncertain_inputs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
