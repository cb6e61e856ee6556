/* test_composition.c - more of an element made than used. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

/* A separator that makes 1 t of oxide (0.857 t Nd) and some lanthanum. */
static void
build_separator(struct build *b, double ore_per_unit)
{
    uint32_t ore, nd, la, user;

    build_init(b);
    ore = build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.2);
    build_content(b, ore, "La", 0.3);
    nd = build_material(b, "nd", MNZ_STAGE_SEPARATION, "Nd", 0.857);
    la = build_material(b, "la", MNZ_STAGE_SEPARATION, "La", 0.853);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_makes(b, 0, ore, 1.0);
    build_facility(b, "separator", b->cn, MNZ_STAGE_SEPARATION, 0.0);
    build_uses(b, 1, ore, ore_per_unit);
    build_makes(b, 1, nd, 1.0);
    build_makes(b, 1, la, 1.0)->is_byproduct = 1;
    user = build_industry(b, "user", b->us, "users");
    build_uses(b, user, nd, 1.0);
    build_link(b, 0, 1, ore, 1.0, 0.0);
    build_link(b, 1, user, nd, 1.0, 0.0);
}

static void
refuses_a_plant_that_makes_more_than_it_uses(void **state)
{
    struct build b;

    (void)state;
    build_separator(&b, 4.2);
    assert_true(compile_errs(&b, "'separator' makes more Nd than it uses"));
    build_finish(&b);
}

static void
accepts_a_plant_that_keeps_every_atom(void **state)
{
    struct build b;

    (void)state;
    build_separator(&b, 0.857 / 0.2);
    mnz_network_destroy(compile_network(&b));
    build_finish(&b);
}

static void
judges_uncertain_recipes_at_their_median(void **state)
{
    struct build b;
    struct mnz_amount *use;

    (void)state;
    build_separator(&b, 5.0);
    use = (struct mnz_amount *)(uintptr_t)build_actor(&b, 1)->uses;
    use->value = build_uniform(&b, "use", 4.0, 5.0); /* median 4.5 */
    mnz_network_destroy(compile_network(&b));
    use->value = build_uniform(&b, "use", 3.0, 5.0); /* median 4 */
    assert_true(compile_errs(&b, "makes more Nd"));
    build_finish(&b);
}

static void
lets_mines_and_recyclers_make_from_nothing(void **state)
{
    struct build b;

    (void)state;
    build_two_nodes(&b);
    mnz_network_destroy(compile_network(&b));
    build_actor(&b, 0)->stage = MNZ_STAGE_ALLOY;
    assert_true(
        compile_errs(&b, "'mine' makes more Nd than it uses: 0.5 t against 0 t"));
    build_finish(&b);
}

static void
refuses_a_driving_output_of_nothing(void **state)
{
    struct build b;
    struct mnz_amount *makes;

    (void)state;
    build_separator(&b, 5.0);
    makes = (struct mnz_amount *)(uintptr_t)build_actor(&b, 1)->makes;
    makes[1].value = build_constant(&b, 0.0);
    mnz_network_destroy(compile_network(&b)); /* a by-product may be none */
    makes[1].is_byproduct = 0;
    assert_true(compile_errs(&b, "'separator' makes nothing of la"));
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_a_plant_that_makes_more_than_it_uses),
        cmocka_unit_test(accepts_a_plant_that_keeps_every_atom),
        cmocka_unit_test(judges_uncertain_recipes_at_their_median),
        cmocka_unit_test(lets_mines_and_recyclers_make_from_nothing),
        cmocka_unit_test(refuses_a_driving_output_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
