#ifndef MNZ_NETWORK_REMOVAL_H
#define MNZ_NETWORK_REMOVAL_H

#include "network/network.h"

/*
 * Something taken away: a plant, the exports of a country, or one of its corridors; and
 * how much of every need is then still met, for good and without stocks:
 * docs/model/dependency.md.
 */
enum mnz_removed { MNZ_REMOVED_FACILITY, MNZ_REMOVED_COUNTRY, MNZ_REMOVED_CORRIDOR };

struct mnz_removal {
    enum mnz_removed kind;
    uint32_t from; /* a node, or the place that no longer exports */
    uint32_t to;   /* of a corridor: the place that gets nothing; else MNZ_NONE */
};

/* Whether a removal stops a link. */
int mnz_removal_stops(const struct mnz_network *network,
                      const struct mnz_removal *removal, uint32_t link);

/*
 * All that can be taken away, *count of them in `arena`: facilities that sell something
 * in `baseline`, in file order; places that export; and corridors, by place. NULL
 * without memory.
 */
const struct mnz_removal *mnz_removals_find(const struct mnz_network *network,
                                            const struct mnz_baseline *baseline,
                                            struct mnz_arena *arena, uint32_t *count);

/* Memory for mnz_removal_find_met(), of one network. NULL without memory. */
struct mnz_need_met;
struct mnz_need_met *mnz_need_met_create(const struct mnz_network *network,
                                         const struct mnz_baseline *baseline,
                                         const double *draws);

/* Does nothing when `met` is NULL. */
void mnz_need_met_destroy(struct mnz_need_met *met);

/*
 * The part of its need that each input of a node gets, [port], when all `count` of
 * `removals` are gone: 1 is all. With `uses_backup`, buyers turn to their other
 * suppliers as far as backups and capacities go; else nobody turns elsewhere. The array
 * is that of `met`, until the next call.
 */
const double *mnz_need_met_find(struct mnz_need_met *met,
                                const struct mnz_removal *removals, uint32_t count,
                                int uses_backup);

/* After mnz_need_met_find(): the part of the node's need that is met, that of its
 * scarcest input, and the part of an industry's output that is lost: the need not met
 * for an input, times the share of output that needs it, at its largest. */
double mnz_need_met_of(const struct mnz_need_met *met, uint32_t node);
double mnz_need_met_lost(const struct mnz_need_met *met, uint32_t node);

/* After mnz_need_met_find(): whether some supplier is left for every input of a node,
 * and of what feeds it, in turn. */
int mnz_need_met_has_path(const struct mnz_need_met *met, uint32_t node);

#endif
