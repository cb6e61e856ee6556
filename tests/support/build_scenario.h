#ifndef TESTS_SUPPORT_BUILD_SCENARIO_H
#define TESTS_SUPPORT_BUILD_SCENARIO_H

#include "scenario/scenario.h"

/*
 * Small scenarios made in memory, without a file:
 *
 *     struct build b;
 *     build_two_nodes(&b);
 *     build_control(&b, MNZ_CONTROL_BAN, "stop", b.cn);
 *     ... mnz_network_create(b.scenario, diags, &net) ...
 *     build_finish(&b);
 *
 * Everything returned by pointer stays where it is and may be changed in place until
 * the scenario is used. Arrays have fixed room (BUILD_MAX_...); running out of it
 * aborts. Every record has a span of file "built" and a line of its own.
 */
enum {
    BUILD_MAX_PLACES = 24,
    BUILD_MAX_SECTORS = 16,
    BUILD_MAX_MATERIALS = 48,
    BUILD_MAX_ACTORS = 64,
    BUILD_MAX_AMOUNTS = 8, /* uses or makes of one actor */
    BUILD_MAX_ROWS = 512,
    BUILD_MAX_REGIMES = 48,
    BUILD_MAX_CONTROLS = 24,
    BUILD_MAX_POLICIES = 16,
    BUILD_MAX_EVENTS = 8,
    BUILD_MAX_CORRELATIONS = 8,
    BUILD_MAX_ZONES = 8,
    BUILD_MAX_VALUES = 6144,
    BUILD_MAX_POINTS = 1024,
    BUILD_MAX_INPUTS = 512
};

struct build {
    struct mnz_scenario *scenario;
    uint32_t cn, us, jp, my; /* places that every scenario has */
    uint32_t next_line;
};

/* 12 months from January 2025 in monthly steps, no warm-up, default behaviour, the four
 * places above and nothing else. */
void build_init(struct build *b);
void build_finish(struct build *b);

/* Values. `name` keys an input's stream; build_input takes a distribution as it is. */
mnz_value_id build_constant(struct build *b, double number);
mnz_value_id build_input(struct build *b, const char *name,
                         const struct mnz_dist *dist);
mnz_value_id build_uniform(struct build *b, const char *name, double low, double high);
mnz_value_id build_series(struct build *b, uint32_t num_points, const int32_t *days,
                          const mnz_value_id *values);
mnz_value_id build_product(struct build *b, double number, mnz_value_id x,
                           mnz_value_id y);
uint32_t build_last_input(const struct build *b);

uint32_t build_place(struct build *b, const char *code);
uint32_t build_bloc(struct build *b, const char *name, uint32_t num_members,
                    const uint32_t *members);
uint32_t build_sector(struct build *b,
                      const char *name); /* the same name, the same id */

/* A material of `content` t of `element` per t; no element if NULL. Price 10 USD/kg. */
uint32_t build_material(struct build *b, const char *name, enum mnz_stage stage,
                        const char *element, double content);
void build_content(struct build *b, uint32_t material, const char *element,
                   double content);

/* Actors; facilities come before industries. A capacity of 0 is none. */
uint32_t build_facility(struct build *b, const char *name, uint32_t place,
                        enum mnz_stage stage, double capacity_tpa);
uint32_t build_industry(struct build *b, const char *name, uint32_t place,
                        const char *sector);
struct mnz_actor *build_actor(struct build *b, uint32_t actor);
struct mnz_amount *build_uses(struct build *b, uint32_t actor, uint32_t material,
                              double amount);
struct mnz_amount *build_makes(struct build *b, uint32_t actor, uint32_t material,
                               double amount);
/* A share of an industry's output that needs an input that it uses; it does not fall.
 */
struct mnz_essential *build_essential(struct build *b, uint32_t industry,
                                      uint32_t material, double share);
void build_covers(struct build *b, uint32_t actor, double input_months,
                  double output_months);

/* A link from one actor to one other, or a row between selectors. */
struct mnz_link_row *build_link(struct build *b, uint32_t from, uint32_t to,
                                uint32_t material, double share, double lead_months);
struct mnz_link_row *build_row(struct build *b, struct mnz_selector from,
                               struct mnz_selector to, uint32_t material, double share);

/* Selectors of one key; copies of lists are made. */
struct mnz_selector build_select_actors(struct build *b, uint32_t count,
                                        const uint32_t *actors);
struct mnz_selector build_select_actor(struct build *b, uint32_t actor);
struct mnz_selector build_select_place(struct build *b, uint32_t place);
struct mnz_selector build_select_material(struct build *b, uint32_t material);
struct mnz_selector build_select_sector(struct build *b, uint32_t sector);
struct mnz_selector build_select_stage(struct build *b, enum mnz_stage stage);
struct mnz_selector build_select_element(struct build *b, const char *element);
struct mnz_selector build_select_all(struct build *b);
struct mnz_selector build_select_not(struct build *b, struct mnz_selector selector);

/* A regime in force throughout; a control or policy of one, with its kind's defaults:
 * a ban of everything, a licence that grants all at once, an outage of everything... */
uint32_t build_regime(struct build *b, const char *name);
struct mnz_regime *build_regime_of(struct build *b, uint32_t regime);
void build_in_force(struct build *b, uint32_t regime, int32_t from, int32_t until);
void build_probability(struct build *b, uint32_t regime, double probability);
/* Let a regime answer another, whose draw is an input unless it is sure to. */
void build_trigger(struct build *b, uint32_t regime, uint32_t by, double after_months,
                   double probability);
struct mnz_control *build_control(struct build *b, enum mnz_control_kind kind,
                                  const char *name, uint32_t by);
struct mnz_policy *build_policy(struct build *b, enum mnz_policy_kind kind,
                                const char *name);
void build_holding(struct build *b, struct mnz_policy *policy, uint32_t material,
                   double amount, int in_months_of_use);
/* The members of a pact, a price that a project needs in USD/kg, and the replacement
 * of a substitution, in t per t saved. */
void build_members(struct build *b, struct mnz_policy *pact, uint32_t count,
                   const uint32_t *places);
void build_need(struct build *b, struct mnz_policy *project, uint32_t material,
                double price);
void build_replacement(struct build *b, struct mnz_policy *substitution,
                       uint32_t material, double amount);
void build_zone(struct build *b, const char *name, struct mnz_selector places);

/* An event on `day` with branches of these probabilities; they do nothing yet. */
struct mnz_event *build_event(struct build *b, const char *name, double day,
                              uint32_t num_branches, const double *probabilities);
void build_activate(struct build *b, struct mnz_event *event, uint32_t branch,
                    uint32_t regime, int deactivate);
/* The same, with a probability below 1 and a draw of its own. */
struct mnz_switch *build_chance(struct build *b, struct mnz_event *event,
                                uint32_t branch, uint32_t regime, int deactivate,
                                double probability);
void build_correlate(struct build *b, uint32_t input, uint32_t other, double rank);

/*
 * Worlds in a line. Industries use 1200 t a year: 100 t a month. Covers are 1 month of
 * inputs and 0 of outputs, leads 0, no capacity limits.
 *
 *   two:   mine (CN) -> user (US)
 *   three: mine (CN) -> plant (MY) -> user (US)
 *   four:  mine (CN) -> separator (CN) -> plant (JP) -> user (US)
 *
 * Nodes are numbered in that order, node i makes material i, link row i leaves
 * node i. One t of input makes one t of output, all neodymium to the same content.
 */
void build_two_nodes(struct build *b);
void build_three_nodes(struct build *b);
void build_four_nodes(struct build *b);

#endif
