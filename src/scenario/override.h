#ifndef MNZ_SCENARIO_OVERRIDE_H
#define MNZ_SCENARIO_OVERRIDE_H

#include "scenario/scenario.h"

/*
 * Uncertain inputs by the place in the merged document where they are written, so that
 * another scenario can say something else there.
 */
struct mnz_written_inputs {
    /* [input] its distribution in the scenario's tree; NULL where no number is
     * written that could be another: chances that the program draws itself. */
    const struct mnz_tree **nodes;
    /* Paths of distributions that are no inputs, since they are drawn more than once a
     * trial: the lengths of outages that come with a rate. */
    uint32_t num_others;
    const char **others;
};

/* All in `arena`. MNZ_ERR_NOMEM only. */
MNZ_NODISCARD enum mnz_status mnz_override_find(const struct mnz_scenario *scenario,
                                                struct mnz_arena *arena,
                                                struct mnz_written_inputs *out);

/*
 * The scenario's tree with values[input] in place of the written input, source and mark
 * included; NULL leaves it. *out shares the nodes that stay. Its links to `values` are
 * by pointer. MNZ_ERR_NOMEM only.
 */
MNZ_NODISCARD enum mnz_status mnz_override_apply(const struct mnz_scenario *scenario,
                                                 const struct mnz_tree *const *values,
                                                 struct mnz_arena *arena,
                                                 const struct mnz_tree **out);

/*
 * The tree as a file in `folder`, an absolute path, must have it: paths of the tables
 * of empirical distributions, which are relative to the file that names them, relative
 * to the folder. Nodes without a file stay as they are. MNZ_ERR_NOMEM only.
 */
MNZ_NODISCARD enum mnz_status mnz_override_move(const struct mnz_tree *tree,
                                                const char *folder,
                                                struct mnz_arena *arena,
                                                const struct mnz_tree **out);

#endif
