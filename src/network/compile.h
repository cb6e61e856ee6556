#ifndef MNZ_NETWORK_COMPILE_H
#define MNZ_NETWORK_COMPILE_H

#include "network/network.h"

/*
 * State shared by the passes of mnz_network_create(). Each pass fills its part of
 * `net`, appends the scenario's faults to `diags`, and fails only without memory.
 * `scratch` is freed when the network is done.
 */
struct mnz_compile {
    const struct mnz_scenario *scenario;
    struct mnz_network *net;
    struct mnz_diags *diags;
    struct mnz_arena scratch;
    size_t errors_before;
    size_t num_pairs; /* of an act and a link, facility, industry or purchase */

    /* Outputs that make material m: makers[first_maker[m] .. first_maker[m + 1] - 1],
     * in file order; the ports that use it likewise. */
    uint32_t *first_maker, *makers, *first_user, *users;
    int links_are_sound; /* no link row was in error: missing links mean something */
};

/* A growing list of ids. Zero-initialised it is empty; free(items) ends it. */
struct mnz_id_list {
    uint32_t *items;
    size_t count, capacity;
};

MNZ_NODISCARD enum mnz_status mnz_id_list_push(struct mnz_id_list *list, uint32_t id);

/* Add to a list a link, node or port on which the act at `at` acts. MNZ_ERR_INPUT where
 * the acts of the scenario have too many in all, which is reported. */
MNZ_NODISCARD enum mnz_status mnz_compile_pair(struct mnz_compile *c,
                                               struct mnz_id_list *list, uint32_t id,
                                               struct mnz_span at);

/* Copy a list into the network's arena. */
MNZ_NODISCARD enum mnz_status
mnz_compile_keep(struct mnz_compile *c, const struct mnz_id_list *list, uint32_t **out);

/* A value on the first step's day at median draws; `id` is not NONE. */
double mnz_compile_nominal(const struct mnz_compile *c, mnz_value_id id);

/* Whether a value is 0 in every trial and on every day. */
int mnz_compile_is_zero(const struct mnz_compile *c, mnz_value_id id);

/* The place to show in a message: that of the key as written, or else of its record. */
struct mnz_span mnz_span_or(struct mnz_span at, struct mnz_span otherwise);

/* The port of a node for a material; MNZ_NONE when it does not use it. */
uint32_t mnz_network_port_of(const struct mnz_network *net, uint32_t node,
                             uint32_t material);

/* Whether a selector chooses any material, or any facility or industry, at all. */
int mnz_selector_has_any_material(const struct mnz_scenario *scenario,
                                  const struct mnz_selector *selector);
int mnz_selector_has_any_actor(const struct mnz_scenario *scenario,
                               const struct mnz_selector *selector);

/* Whether the analyst wrote a selector at all. */
int mnz_selector_is_written(const struct mnz_selector *selector);

/* The passes, in the order in which they run. */
MNZ_NODISCARD enum mnz_status mnz_compile_steps(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_nodes(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_row_extent(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_links(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_act_extent(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_shares(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_order(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_zones(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_controls(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_policies(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_pacts(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_releases(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_idle_controls(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_substitutions(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_floors(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_needs(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_regimes(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_idle(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_flows(struct mnz_compile *c);
MNZ_NODISCARD enum mnz_status mnz_compile_composition(struct mnz_compile *c);

#endif
