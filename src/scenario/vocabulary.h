#ifndef MNZ_SCENARIO_VOCABULARY_H
#define MNZ_SCENARIO_VOCABULARY_H

#include <stdint.h>

/*
 * Words of the scenario language that the model knows: one list each, from which the
 * enum, the names, the reader, the manual and the schema are made. Kinds of controls
 * and policies stand beside their records in scenario.h. Arrays of names end with NULL.
 */

/* The rare earths, which a scenario follows that declares no elements: symbol, and t of
 * oxide per t of element. Source: stoichiometry (Pr6O11, Tb4O7, CeO2, else R2O3). */
#define MNZ_RARE_EARTHS(X)                                                             \
    X(La, 1.1728)                                                                      \
    X(Ce, 1.2284)                                                                      \
    X(Pr, 1.2082)                                                                      \
    X(Nd, 1.1664)                                                                      \
    X(Sm, 1.1596)                                                                      \
    X(Eu, 1.1579)                                                                      \
    X(Gd, 1.1526)                                                                      \
    X(Tb, 1.1762)                                                                      \
    X(Dy, 1.1477)                                                                      \
    X(Ho, 1.1455)                                                                      \
    X(Er, 1.1435)                                                                      \
    X(Tm, 1.1421)                                                                      \
    X(Yb, 1.1387)                                                                      \
    X(Lu, 1.1372)                                                                      \
    X(Y, 1.2699)                                                                       \
    X(Sc, 1.5338)

/* Stages of the chain that make a material; facilities can also recycle. */
#define MNZ_MATERIAL_STAGES(X)                                                         \
    X(MINE, mine)                                                                      \
    X(SEPARATION, separation)                                                          \
    X(METAL, metal)                                                                    \
    X(ALLOY, alloy)                                                                    \
    X(MAGNET, magnet)                                                                  \
    X(PRODUCT, product) /* any other product that is traded */
#define MNZ_STAGES(X) MNZ_MATERIAL_STAGES(X) X(RECYCLING, recycling)

/* The purpose of an industry's products: licence offices tell them apart. */
#define MNZ_END_USES(X) X(CIVIL, civil) X(MILITARY, military)

/* Lengths of a step of the simulation, which divides a month: in months, in years, and
 * steps in a month. */
#define MNZ_STEPS(X)                                                                   \
    X(MONTH, month, 1.0, 1.0 / 12.0, 1)                                                \
    X(WEEK, week, 0.25, 1.0 / 48.0, 4)

/* How a quota is divided among buyers. */
#define MNZ_QUOTA_SHARES(X) X(PAST_PURCHASES, "past purchases") X(ORDERS, "orders")

#define MNZ_RARE_EARTH_ID(symbol, oxide) MNZ_RARE_EARTH_##symbol,
#define MNZ_STAGE_ID(id, name) MNZ_STAGE_##id,
#define MNZ_USE_ID(id, name) MNZ_USE_##id,
#define MNZ_STEP_ID(id, name, months, years, parts) MNZ_STEP_##id,
#define MNZ_QUOTA_ID(id, name) MNZ_QUOTA_##id,
enum mnz_rare_earth { MNZ_RARE_EARTHS(MNZ_RARE_EARTH_ID) MNZ_NUM_RARE_EARTHS };
enum mnz_stage { MNZ_STAGES(MNZ_STAGE_ID) MNZ_NUM_STAGES };
enum mnz_end_use { MNZ_END_USES(MNZ_USE_ID) MNZ_NUM_END_USES };
enum mnz_step_kind { MNZ_STEPS(MNZ_STEP_ID) MNZ_NUM_STEPS };
enum mnz_quota_share { MNZ_QUOTA_SHARES(MNZ_QUOTA_ID) MNZ_NUM_QUOTA_SHARES };

extern const char *const mnz_rare_earth_symbol[MNZ_NUM_RARE_EARTHS + 1];
extern const double mnz_rare_earth_oxide[MNZ_NUM_RARE_EARTHS];
extern const char *const mnz_stage_name[MNZ_NUM_STAGES + 1];
extern const char *const mnz_end_use_name[MNZ_NUM_END_USES + 1];
extern const char *const mnz_step_name[MNZ_NUM_STEPS + 1];
extern const double mnz_step_months[MNZ_NUM_STEPS], mnz_step_years[MNZ_NUM_STEPS];
extern const uint32_t mnz_step_parts[MNZ_NUM_STEPS];
extern const char *const mnz_quota_share_name[MNZ_NUM_QUOTA_SHARES + 1];

/* The position of a word in such an array; the array's length if it is not there. */
uint32_t mnz_word_find(const char *const *words, const char *word);

#endif
