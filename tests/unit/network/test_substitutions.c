/* test_substitutions.c - inputs that can be saved, and the growth of replacements. */

#include "world_text.h"

#define SAVES "saves: 0.4, after_premium: 0.5"

static void
savings_are_at_the_users(void **state)
{
    struct compiled c = compile_text(
        TRADE
        "policies:\n"
        "  all: {kind: substitution, material: oxide, " SAVES "}\n"
        "  other: {kind: priority, to: us_motors, class: 1}\n"
        "  japan: {kind: substitution, material: magnet, in: {country: JP}, " SAVES
        "}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_substitution *s = net->substitutions;

    (void)state;
    assert_int_equal(net->num_substitutions, 2);
    assert_int_equal(s[0].policy, 0);
    assert_int_equal(s[0].num_ports, 2);
    assert_int_equal(net->substitution_ports[s[0].first_port],
                     port_of(net, JP_MAGNETS, OXIDE));
    assert_int_equal(net->substitution_ports[s[0].first_port + 1],
                     port_of(net, CN_MAGNETS, OXIDE));
    assert_int_equal(s[1].policy, 2);
    assert_int_equal(s[1].num_ports, 1);
    assert_int_equal(net->substitution_ports[s[1].first_port],
                     port_of(net, JP_CARS, MAGNET));
    discard(&c);
    assert_not_compiled(TRADE
                        "policies: {p: {kind: substitution, material: magnet, in: "
                        "{stage: magnet}, " SAVES "}}\n",
                        "nobody whom 'in' of substitution 'p' selects uses magnet");
}

static void
replacements_are_found_port_by_port(void **state)
{
    struct compiled c = compile_text(
        TRADE
        "policies:\n"
        "  first: {kind: substitution, material: ferrite, by: {oxide: 2}, " SAVES "}\n"
        "  second: {kind: substitution, material: oxide, by: {ferrite: 1.5}, " SAVES
        "}\n");
    const struct mnz_network *net = c.net;
    const struct mnz_net_substitution *s = net->substitutions;

    (void)state;
    assert_int_equal(net->substitution_by[s[0].first_by],
                     port_of(net, JP_MAGNETS, OXIDE));
    assert_int_equal(net->substitution_by[s[0].first_by + 1],
                     port_of(net, CN_MAGNETS, OXIDE));
    assert_int_equal(s[1].first_by, 2);
    assert_int_equal(net->substitution_by[s[1].first_by],
                     port_of(net, JP_MAGNETS, FERRITE));
    assert_int_equal(net->substitution_by[s[1].first_by + 1],
                     port_of(net, CN_MAGNETS, FERRITE));
    discard(&c);
    assert_not_compiled(TRADE
                        "policies: {p: {kind: substitution, material: magnet, in: "
                        "us_motors, by: {ferrite: 1}, " SAVES "}}\n",
                        "substitution 'p' gives 'us_motors' ferrite instead, which it "
                        "does not use");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(savings_are_at_the_users),
        cmocka_unit_test(replacements_are_found_port_by_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
