#ifndef MNZ_STUDY_BLAME_H
#define MNZ_STUDY_BLAME_H

#include "engine/batch.h"
#include "study/blame_labels.h"

/*
 * Blame for the shortfall and the lost output of industries, as docs/model/blame.md
 * defines it, summed over trials in whole numbers, so that the sums do not depend on
 * the order of trials or the number of threads. One object serves one thread.
 */
struct mnz_blame;

/* Two losses are explained. */
enum mnz_blame_of { MNZ_BLAME_SHORTFALL, MNZ_BLAME_OUTPUT, MNZ_NUM_BLAME_OF };

/* For batches of `engine`, which is borrowed; `industries` are nodes. */
MNZ_NODISCARD enum mnz_status mnz_blame_create(const struct mnz_engine *engine,
                                               const uint32_t *industries,
                                               uint32_t num_industries,
                                               struct mnz_blame **out);

/* Does nothing when `blame` is NULL. */
void mnz_blame_destroy(struct mnz_blame *blame);

/* The observer to run a batch with; it calls `next`, which may be NULL, too. */
struct mnz_observer mnz_blame_observer(struct mnz_blame *blame,
                                       const struct mnz_observer *next);

/* After a batch's run: add the trials of its first `lanes` lanes. */
MNZ_NODISCARD enum mnz_status mnz_blame_add(struct mnz_blame *blame, uint32_t lanes);

/* Add the sums of `from` to `to`; both are of one network and the same industries. */
MNZ_NODISCARD enum mnz_status mnz_blame_merge(struct mnz_blame *to,
                                              const struct mnz_blame *from);

/* The mean over trials of a loss in a month (MNZ_NONE: over the horizon), as a share of
 * what industry number `industry` wants. */
double mnz_blame_total(const struct mnz_blame *blame, uint32_t industry,
                       enum mnz_blame_of of, uint32_t month);

/* A label and the part of the loss that it is blamed for, as a share of what the
 * industry wants. */
struct mnz_blamed {
    struct mnz_blame_label label;
    double part;
};

/* All labels with a part above 0, the largest first; *count of them in *list, the
 * caller's to free. MNZ_ERR_NOMEM leaves NULL there. */
MNZ_NODISCARD enum mnz_status mnz_blame_list(const struct mnz_blame *blame,
                                             uint32_t industry, enum mnz_blame_of of,
                                             uint32_t month, struct mnz_blamed **list,
                                             uint32_t *count);

/* The input that an industry lacks most in a month of one trial. */
struct mnz_scarcest {
    uint32_t port; /* MNZ_NONE if there is none */
    double tonnes; /* missing of the scarcest inputs of the month's steps */
};

/* Of the last trial that was added. */
struct mnz_scarcest mnz_blame_scarcest(const struct mnz_blame *blame, uint32_t industry,
                                       uint32_t month);

#endif
