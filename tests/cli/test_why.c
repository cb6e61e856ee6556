/* test_why.c - the why command: suppliers of an industry, and refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static void
suppliers_are_listed_with_shares_stocks_and_controls(void **state)
{
    struct finished f = RUN("why", "world.yaml", "jp_motors");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "Suppliers of JP motors, in the baseline"));
    assert_non_null(strstr(f.out, "\njp_motors, Japan, industry: stock of inputs 1 "
                                  "months\n nd_oxide, 100 t/yr\n"));
    assert_non_null(strstr(f.out, "  100.0 %       100  plant "));
    assert_non_null(strstr(f.out, " 1 mo  licences\n"));
    assert_non_null(strstr(f.out, "\nplant, China, separation: stock of inputs 1 "
                                  "months; of products 0.5 months\n ore, "));
    assert_non_null(strstr(f.out, "licence of China from 2025-04-01; ends with "
                                  "talks=succeed; approves 50 % for civil and 50 % "));
    finished_free(&f);
}

static void
an_industry_may_be_named_by_its_label(void **state)
{
    struct finished by_name = RUN("why", "world.yaml", "cn_motors");
    struct finished by_label = RUN("why", "world.yaml", "cn Motors");

    (void)state;
    assert_int_equal(by_label.status, 0);
    assert_string_equal(by_label.out, by_name.out);
    assert_null(strstr(by_name.out, "controls, with"));
    finished_free(&by_name);
    finished_free(&by_label);
}

static void
small_sellers_and_backups_are_told(void **state)
{
    struct finished f;

    (void)state;
    write_whole("two.yaml",
                "extends: world.yaml\n"
                "facilities:\n"
                "  plant: {capacity: 2000}\n"
                "  small: {country: US, stage: separation, separates: ore, recovery: "
                "0.9, capacity: 900}\n"
                "  spare: {country: AU, stage: separation, separates: ore, recovery: "
                "0.9}\n"
                "links:\n"
                "  - {from: pit, to: [small, spare], material: ore, share: 1}\n"
                "  - {from: small, to: jp_motors, material: nd_oxide, share: 0.005}\n"
                "  - {from: spare, to: jp_motors, material: nd_oxide, share: 0, "
                "backup: 0.4}\n"
                "controls:\n"
                "  fire: {kind: outage, facilities: plant, fraction: 0.5, from: "
                "2025-06, probability: 0.25}\n");
    f = RUN("why", "two.yaml", "jp_motors");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "  0.5 %            1 more\n"));
    assert_non_null(strstr(f.out, "can take over 40 %\n"));
    assert_non_null(strstr(f.out, "of products 0.5 months; fire\n"));
    assert_non_null(strstr(f.out,
                           "outage from 2025-06-01, with probability 0.25; takes "
                           "50 % of capacity\n"));
    finished_free(&f);
}

static void
an_unknown_industry_is_refused_with_the_nearest(void **state)
{
    (void)state;
    assert_refused(RUN("why", "world.yaml", "jp_motor"),
                   "there is no industry 'jp_motor'; did you mean 'jp_motors'?");
    assert_refused(RUN("why", "world.yaml", "plant"), "there is no industry 'plant'\n");
    assert_refused(RUN("why", "world.yaml"), "takes a scenario and INDUSTRY");
    assert_refused(RUN("why", "world.yaml", "jp_motors", "cn_motors"),
                   "takes a scenario and INDUSTRY");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suppliers_are_listed_with_shares_stocks_and_controls),
        cmocka_unit_test(an_industry_may_be_named_by_its_label),
        cmocka_unit_test(small_sellers_and_backups_are_told),
        cmocka_unit_test(an_unknown_industry_is_refused_with_the_nearest),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
