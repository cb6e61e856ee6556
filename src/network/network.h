#ifndef MNZ_NETWORK_NETWORK_H
#define MNZ_NETWORK_NETWORK_H

#include <stdint.h>
#include "scenario/scenario.h"

/*
 * The network is a scenario made ready to be simulated: selectors applied, links
 * between ports, everything numbered and ordered. It is frozen: any number of threads
 * read it.
 *
 *     mine -----------> separator -----------> magnet maker -----------> industry
 *       [output]=====link=====>[port] [output]=====link=====>[port] ...
 *
 * A node is a facility or an industry. A port is one material that a node uses; an
 * output is one that it makes. A link joins a seller's output to a buyer's port. Links
 * are stored contiguous by output; a port names its links by a list. Values
 * (mnz_value_id) are those of the scenario's pool, evaluated per trial; a number that
 * is certain by construction is a plain double.
 */

struct mnz_net_node {
    uint32_t actor; /* in the scenario: name, place, stage, sector, values */
    int is_industry;
    uint32_t first_port, num_ports;
    uint32_t first_output, num_outputs;
    int is_recycler; /* its activity is limited by scrap */
};

struct mnz_net_port {
    uint32_t node, material;
    mnz_value_id use; /* t per unit of activity; industries: t a year, activity 1 */
    mnz_value_id cover_months;
    const struct mnz_essential *essential; /* industries; NULL: all output needs it */
    uint32_t first_link, num_links;        /* in port_links */
    uint32_t market;
};

struct mnz_net_output {
    uint32_t node, material;
    mnz_value_id yield; /* t per unit of activity */
    mnz_value_id cover_months;
    int is_driving;
    uint32_t first_link, num_links; /* in links */
};

struct mnz_net_link {
    uint32_t output, port;
    uint32_t row; /* link row of the scenario it came from (name, origin) */
    mnz_value_id share;
    double split; /* this seller's part of the row's share, capacity, backup */
    mnz_value_id lead_months;
    mnz_value_id capacity_tpa; /* or NONE */
    mnz_value_id backup;
    uint32_t first_control, num_controls; /* in link_controls: ascending control ids */
    uint32_t priority;                    /* class without priority policies */
    uint32_t home_market; /* of its material in the seller's zone, or MNZ_NONE: none */
};

/* A price: one material in one zone; its buyers are the ports that name the market. */
struct mnz_net_market {
    uint32_t material, zone;
};

/* Links (ban, quota, licence, extraterritorial, tariff, outage of a corridor), nodes
 * (outage, technology) or ports (surge) on which control `c` of the scenario may act.
 * Plants outside the controlling country that sell under an extraterritorial control,
 * or supply one that does, have prices for all that they use and make; elsewhere prices
 * may be missing. */
struct mnz_net_control {
    uint32_t first_link, num_links; /* in control_links, ascending */
    uint32_t first_node, num_nodes; /* in control_nodes, ascending */
    uint32_t first_item, num_items; /* extraterritorial: in control_items, ascending:
                                       materials whose content counts */
    uint32_t first_port, num_ports; /* surge: in control_ports, ascending */
    int is_of_links; /* acts on links, rather than on plants or purchases */
};

/* One material of a stockpile policy, in file order. */
struct mnz_net_stockpile {
    uint32_t policy, material;
    mnz_value_id amount;
    int in_months_of_use;
    uint32_t first_port, num_ports; /* in stockpile_ports: the beneficiaries' ports */
    uint32_t first_bar, num_bars;   /* in bars */
};

struct mnz_net_project {
    uint32_t policy, node;
    uint32_t first_link, num_links; /* in offtake_links */
    uint32_t first_need, num_needs; /* in needs */
};

/* A price without which a project does not start: paid by a floor, or the market's. */
struct mnz_net_need {
    uint32_t material;
    mnz_value_id price;               /* USD/kg */
    uint32_t first_floor, num_floors; /* in need_floors: policies, the price floors
                                         that cover the facility and the material */
    uint32_t first_market,
        num_markets; /* in need_markets: the material's, where the plant
                        stands if there is one, else everywhere */
};

/* A control that acts on releases of a stockpile to a port across a border. */
struct mnz_net_bar {
    uint32_t port, control;
};

struct mnz_net_priority {
    uint32_t policy;
    uint32_t class_number;
    uint32_t first_link, num_links; /* in priority_links */
};

struct mnz_net_recycling {
    uint32_t policy;
    uint32_t output; /* of the recycling facility */
    uint32_t first_node,
        num_nodes; /* in recycling_nodes: whose consumption or loss returns */
};

/* The ports of one material within one member of a pact. */
struct mnz_net_pact_group {
    uint32_t member, material;      /* member: a place */
    uint32_t first_port, num_ports; /* in pact_ports, ascending */
};

/* A stockpile within a member of a pact, and the ports that it serves through the
 * pact. */
struct mnz_net_pact_stockpile {
    uint32_t stockpile;             /* in stockpiles */
    uint32_t first_port, num_ports; /* in pact_ports: of its material, within members,
                                       not its own beneficiaries; ascending */
};

struct mnz_net_pact {
    uint32_t policy;
    uint32_t first_group, num_groups;         /* in pact_groups: those with a port */
    uint32_t first_stockpile, num_stockpiles; /* in pact_stockpiles, ascending */
    uint32_t first_link, num_links; /* in pact_links, ascending: from within a member
                                       to a buyer within none */
};

struct mnz_net_substitution {
    uint32_t policy;
    uint32_t first_port, num_ports; /* in substitution_ports, ascending */
    uint32_t first_by; /* in substitution_by: of port i and replacement k, at
                          first_by + i * policy's num_by + k: the port that grows */
};

struct mnz_net_floor {
    uint32_t policy;
    uint32_t first_link, num_links; /* in floor_links, ascending */
};

/* A flow that the scenario observes. */
struct mnz_net_flow {
    uint32_t first_link, num_links; /* in flow_links, ascending */
};

/* Pairs of a link row that a later row of the same (from, to, material) replaced or
 * removed: the last row wins, whole. */
struct mnz_net_lost_row {
    uint32_t row, by_row; /* link rows of the scenario */
    uint32_t num_pairs;
};

struct mnz_network {
    struct mnz_arena arena;
    const struct mnz_scenario *scenario; /* borrowed: must outlive the network */

    /* Steps: warm_steps before the first recorded one. step_day has num_steps + 1
     * entries. */
    uint32_t num_steps, warm_steps;
    const int32_t *step_day;
    double months_per_step;        /* Delta: 1, or 1/4 */
    double years_per_step;         /* share of a year's flow: 1/12, or 1/48 */
    uint32_t num_months;           /* recorded months */
    const uint32_t *month_of_step; /* recorded month of a step, MNZ_NONE in warm-up */

    uint32_t num_nodes, num_ports, num_outputs, num_links, num_markets, num_zones;
    struct mnz_net_node *nodes; /* node i is actor i of the scenario */
    struct mnz_net_port *ports;
    struct mnz_net_output *outputs;
    struct mnz_net_link *links;
    struct mnz_net_market *markets;
    const char **zone_names;
    uint32_t *zone_of_place;
    uint32_t *port_links; /* link ids */
    uint32_t *order;      /* nodes, every buyer before its sellers */
    uint32_t *level; /* of each node: 0 has no buyers; sellers have higher levels */

    struct mnz_net_control *controls; /* parallel to the scenario's */
    uint32_t *control_links, *control_nodes, *control_items, *link_controls;

    uint32_t num_stockpiles, num_projects, num_priorities, num_recyclings;
    struct mnz_net_stockpile *stockpiles;
    struct mnz_net_bar *bars; /* of each stockpile, port by port */
    struct mnz_net_project *projects;
    struct mnz_net_priority *priorities;
    struct mnz_net_recycling *recyclings;
    uint32_t *stockpile_ports, *offtake_links, *priority_links, *recycling_nodes;

    uint32_t num_pacts, num_substitutions, num_floors;
    struct mnz_net_need *needs;
    struct mnz_net_pact *pacts;
    struct mnz_net_pact_group *pact_groups;
    struct mnz_net_pact_stockpile *pact_stockpiles;
    struct mnz_net_substitution *substitutions;
    struct mnz_net_floor *floors;
    uint32_t *control_ports, *need_floors, *need_markets, *pact_ports, *pact_links,
        *substitution_ports, *substitution_by, *floor_links;
    uint32_t *regime_order; /* all regimes, each after the one that triggers it */

    struct mnz_net_flow *flows; /* parallel to the scenario's observed */
    uint32_t *flow_links;

    uint32_t num_lost_rows;
    struct mnz_net_lost_row *lost_rows; /* ascending by row, then by_row */
    double *median_draws;               /* [input] */
};

/*
 * Compile `scenario`. All problems (cycles, shares that sum to 0, selectors that choose
 * nothing, more of an element made than used, overlapping price zones...) go to
 * `diags`. On MNZ_OK *out is the caller's to destroy, before the scenario.
 */
MNZ_NODISCARD enum mnz_status mnz_network_create(const struct mnz_scenario *scenario,
                                                 struct mnz_diags *diags,
                                                 struct mnz_network **out);

/* Does nothing when `network` is NULL. */
void mnz_network_destroy(struct mnz_network *network);

/* The seller and the buyer of a link, its material, and where a node stands. */
uint32_t mnz_network_seller(const struct mnz_network *network, uint32_t link);
uint32_t mnz_network_buyer(const struct mnz_network *network, uint32_t link);
uint32_t mnz_network_material(const struct mnz_network *network, uint32_t link);
uint32_t mnz_network_place(const struct mnz_network *network, uint32_t node);

/* The link rows that lost pairs to later rows; *count of them, the network's. */
const struct mnz_net_lost_row *mnz_network_lost_rows(const struct mnz_network *network,
                                                     uint32_t *count);

/* Whether anything that is done costs money: price floors, policies with costs. */
int mnz_network_has_costs(const struct mnz_network *network);

/* The name of a node. */
const char *mnz_network_node_name(const struct mnz_network *network, uint32_t node);

/*
 * The stationary baseline of one trial, in plain doubles, on the first step's day, as
 * check prints it. Flows in t a year. Arrays are sized by the network and owned by it.
 */
struct mnz_baseline {
    double *activity;   /* [node], t/yr of activity; industries 1 */
    double *capacity;   /* [node], t/yr; INFINITY without one */
    double *base_share; /* [link] omega */
    double *flow;       /* [link] t/yr */
    double *required;   /* [output] sum of flows asked, t/yr */
    double *made;       /* [output] yield x activity, t/yr */
};

/* Derive it for one vector of draws (mnz_network_median_draws for the nominal one). */
MNZ_NODISCARD enum mnz_status mnz_baseline_create(const struct mnz_network *network,
                                                  const double *draws,
                                                  struct mnz_baseline **out);
void mnz_baseline_destroy(struct mnz_baseline *baseline);

/* The median of every input, in an array of the network's. */
const double *mnz_network_median_draws(const struct mnz_network *network);

#endif
