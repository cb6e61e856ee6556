#ifndef MNZ_TEST_WORLD_TEXT_H
#define MNZ_TEST_WORLD_TEXT_H

#include "network/network.h"
#include "unit/scenario/load_text.h"

/*
 * A world from a text, compiled. Nodes, in order:
 *
 *   0 cn_mine -> 1 cn_plant, 2 my_plant -> 3 jp_magnets, 4 cn_magnets -> 5 us_motors,
 *   6 jp_cars, 7 cn_cars
 */
#define TRADE_WITH(ferrite)                                                            \
    "monazite: 1\n"                                                                    \
    "time: {start: 2025-01, months: 12}\n"                                             \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, composition: {Nd: 0.5}, price: 5}\n"                         \
    "  oxide: {stage: separation, element: Nd, price: 60}\n"                           \
    "  ferrite: " ferrite "\n"                                                         \
    "  magnet: {stage: magnet, composition: {Nd: 0.3}, price: 80}\n"                   \
    "facilities:\n"                                                                    \
    "  cn_mine: {country: CN, stage: mine, makes: {ore: 1, ferrite: 1}}\n"             \
    "  cn_plant: {country: CN, stage: separation, separates: ore, recovery: 0.8}\n"    \
    "  my_plant: {country: MY, stage: separation, separates: ore, recovery: 0.8, "     \
    "capacity: 500}\n"                                                                 \
    "  jp_magnets: {country: JP, stage: magnet, uses: {oxide: 0.4, ferrite: 0}, "      \
    "makes: {magnet: 1}, capacity: 1000}\n"                                            \
    "  cn_magnets: {country: CN, stage: magnet, uses: {oxide: 0.4, ferrite: 0}, "      \
    "makes: {magnet: 1}, capacity: 1000}\n"                                            \
    "industries:\n"                                                                    \
    "  us_motors: {country: US, sector: motors, uses: {magnet: 100}}\n"                \
    "  jp_cars: {country: JP, sector: cars, uses: {magnet: 100}}\n"                    \
    "  cn_cars: {country: CN, sector: cars, uses: {magnet: 100}}\n"                    \
    "links:\n"                                                                         \
    "  - {from: cn_mine, to: [cn_plant, my_plant], material: ore, share: 1}\n"         \
    "  - {from: cn_plant, to: [jp_magnets, cn_magnets], material: oxide, share: "      \
    "0.5}\n"                                                                           \
    "  - {from: my_plant, to: [jp_magnets, cn_magnets], material: oxide, share: "      \
    "0.5}\n"                                                                           \
    "  - {from: cn_mine, to: [jp_magnets, cn_magnets], material: ferrite, share: 1}\n" \
    "  - {from: jp_magnets, to: [us_motors, jp_cars], material: magnet, share: 1}\n"   \
    "  - {from: cn_magnets, to: cn_cars, material: magnet, share: 1}\n"

#define TRADE TRADE_WITH("{stage: product}")

enum {
    CN_MINE,
    CN_PLANT,
    MY_PLANT,
    JP_MAGNETS,
    CN_MAGNETS,
    US_MOTORS,
    JP_CARS,
    CN_CARS
};
enum { ORE, OXIDE, FERRITE, MAGNET };

struct compiled {
    struct loaded l;
    struct mnz_network *net;
};

static inline struct compiled
compile_text(const char *text)
{
    struct compiled c = {.l = load_sound(text)};

    if (mnz_network_create(c.l.s, c.l.diags, &c.net))
        mnz_diags_print(c.l.diags, stderr, 0);
    assert_non_null(c.net);
    return c;
}

static inline void
discard(struct compiled *c)
{
    mnz_network_destroy(c->net);
    unload(&c->l);
}

/* A scenario that is read without a message and cannot be compiled, with exactly
 * one. */
static inline void
assert_not_compiled(const char *text, const char *message)
{
    struct loaded l = load_sound(text);
    struct mnz_network *net = NULL;

    assert_int_equal(mnz_network_create(l.s, l.diags, &net), MNZ_ERR_INPUT);
    assert_null(net);
    if (mnz_diags_count(l.diags) != 1 ||
        !strstr(mnz_diags_get(l.diags, 0)->text, message)) {
        print_error("expected only '%s', got:\n", message);
        mnz_diags_print(l.diags, stderr, 0);
        fail();
    }
    unload(&l);
}

/* The port of a node for a material. */
static inline uint32_t
port_of(const struct mnz_network *net, uint32_t node, uint32_t material)
{
    const struct mnz_net_node *n = &net->nodes[node];

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        if (net->ports[p].material == material)
            return p;
    fail_msg("node %u does not use material %u", node, material);
    return MNZ_NONE;
}

/* The link from one node to another. */
static inline uint32_t
link_between(const struct mnz_network *net, uint32_t from, uint32_t to)
{
    for (uint32_t l = 0; l < net->num_links; l++)
        if (mnz_network_seller(net, l) == from && mnz_network_buyer(net, l) == to)
            return l;
    fail_msg("no link from %u to %u", from, to);
    return MNZ_NONE;
}

#endif
