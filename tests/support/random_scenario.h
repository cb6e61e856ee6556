#ifndef TESTS_SUPPORT_RANDOM_SCENARIO_H
#define TESTS_SUPPORT_RANDOM_SCENARIO_H

#include "support/build_scenario.h"

/*
 * Random small worlds for tests that compare two engines or check a law. The same seed
 * and features give the same scenario. A world has 3 to 6 levels of 2 to 6 actors;
 * every one compiles to a network without errors.
 *
 * Parts that may be left out, to narrow down a difference. Leaving one out moves the
 * draws of the parts built after it.
 */
enum random_feature {
    RANDOM_UNCERTAIN = 1 << 0, /* values that are drawn, correlated too           */
    RANDOM_DATED = 1 << 1,     /* values that change with time                    */
    RANDOM_WEEKS = 1 << 2,     /* weekly steps, sometimes                         */
    RANDOM_WARM_UP = 1 << 3,
    RANDOM_LEADS = 1 << 4, /* lead times, fractional ones too                 */
    RANDOM_GROWTH = 1 << 5,
    RANDOM_LIMITS = 1 << 6,     /* tight capacities, of links too, scarce by-products */
    RANDOM_PRIORITIES = 1 << 7, /* classes, and priority policies                  */
    RANDOM_RECYCLING = 1 << 8,
    RANDOM_STOCKPILES = 1 << 9,
    RANDOM_PROJECTS = 1 << 10,
    RANDOM_BANS = 1 << 11,
    RANDOM_QUOTAS = 1 << 12,
    RANDOM_LICENCES = 1 << 13,
    RANDOM_EXTRATERRITORIAL = 1 << 14,
    RANDOM_TARIFFS = 1 << 15,
    RANDOM_OUTAGES = 1 << 16,
    RANDOM_EVENTS = 1 << 17,
    RANDOM_DEMAND_RESPONSE = 1 << 18, /* elasticity, lost output that is recovered    */
    RANDOM_TRIGGERS = 1 << 19,        /* regimes that answer others                   */
    RANDOM_GREY = 1 << 20,            /* leaks, which rise with the premium           */
    RANDOM_SMALL_FIRMS = 1 << 21,     /* approvals that differ by size                */
    RANDOM_TECHNOLOGY = 1 << 22,
    RANDOM_SURGES = 1 << 23,
    RANDOM_PURCHASES = 1 << 24, /* stockpiles that start part full, that compete  */
    RANDOM_PACTS = 1 << 25,
    RANDOM_SUBSTITUTION = 1 << 26,
    RANDOM_FLOORS = 1 << 27,   /* price floors, and projects that need a price      */
    RANDOM_UNEVEN = 1 << 28,   /* industries of unequal firms, that do not need every
                                  input, with a stock of products */
    RANDOM_HEADROOM = 1 << 29, /* licences above normal purchases                */
    RANDOM_CHANCES = 1 << 30,  /* switches with a probability, windows that depend
                                  on branches                                    */
    RANDOM_EVERYTHING = 0x7fffffff,
    /* Governments and buyers who answer events. */
    RANDOM_ANSWERS = RANDOM_TRIGGERS | RANDOM_GREY | RANDOM_SMALL_FIRMS |
                     RANDOM_TECHNOLOGY | RANDOM_SURGES | RANDOM_PURCHASES |
                     RANDOM_PACTS | RANDOM_SUBSTITUTION | RANDOM_FLOORS,
    /* Nothing that disturbs: with these a world stays in its baseline. */
    RANDOM_CALM = RANDOM_UNCERTAIN | RANDOM_WEEKS | RANDOM_WARM_UP | RANDOM_LEADS |
                  RANDOM_PRIORITIES | RANDOM_STOCKPILES | RANDOM_DEMAND_RESPONSE |
                  RANDOM_SMALL_FIRMS | RANDOM_PACTS | RANDOM_SUBSTITUTION |
                  RANDOM_FLOORS | RANDOM_UNEVEN
};

/* Build a scenario from `seed` into `b`, which build_finish() ends. `features` are bits
 * of enum random_feature. */
void random_scenario(uint64_t seed, unsigned features, struct build *b);

#endif
