#ifndef TESTS_SUPPORT_RANDOM_WORLD_H
#define TESTS_SUPPORT_RANDOM_WORLD_H

#include "network/network.h"
#include "support/random_scenario.h"

/* Parts shared by the random_*.c files. */
enum { MAX_LEVELS = 6 };

struct random_world {
    struct build *b;
    uint64_t state;
    unsigned features;
    uint32_t num_levels; /* the last one is industries */
    uint32_t first_material[MAX_LEVELS + 1], first_actor[MAX_LEVELS + 1];
    uint8_t is_made[BUILD_MAX_MATERIALS];
    uint32_t recycler; /* or MNZ_NONE */
    uint32_t eu, allies;
    uint32_t num_names; /* of uncertain values, to keep them apart */
};

/* Draws: a whole number below n, a number in [low, high), true with probability p. */
uint32_t random_below(struct random_world *w, uint32_t n);
double random_between(struct random_world *w, double low, double high);
int random_chance(struct random_world *w, double p);
int random_has(const struct random_world *w, unsigned feature);

/* `x`, or something uncertain or dated around it, within `spread` x. A value that stays
 * in [0, 1] when x does is had by random_share(). */
mnz_value_id random_value(struct random_world *w, double x, double spread);
mnz_value_id random_share(struct random_world *w, double x, double spread);
mnz_value_id random_undated(struct random_world *w, double x, double spread);

/* A day of the run or shortly before it. */
int32_t random_day(struct random_world *w);

/* Compile the world so far; NULL when it has errors. */
struct mnz_network *random_compile(const struct random_world *w);

/* random_actors.c: materials and who makes and uses them, level by level. */
void random_materials(struct random_world *w);
void random_facilities(struct random_world *w);
void random_recycler(struct random_world *w);
void random_industries(struct random_world *w);

/* random_links.c: who buys of whom, and capacities to match. */
void random_links(struct random_world *w);
void random_capacities(struct random_world *w);

/* random_shocks.c: controls, policies, events and triggers, over a world that
 * stands; whose goods, buyers and days of a regime, and whether the last addition
 * may stay. */
void random_shocks(struct random_world *w);
struct mnz_selector random_goods(struct random_world *w);
struct mnz_selector random_buyers(struct random_world *w);
mnz_value_id random_date(struct random_world *w, int32_t day);
void random_regime(struct random_world *w, uint32_t regime);
int random_may_stay(struct random_world *w);

/* random_controls.c, random_policies.c */
void random_controls(struct random_world *w);
void random_policies(struct random_world *w);

#endif
