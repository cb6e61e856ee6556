#ifndef MNZ_ENGINE_LICENCE_H
#define MNZ_ENGINE_LICENCE_H

#include "engine/batch.h"
#include "engine/treatment.h"

/*
 * The licence as a process with memory: orders become applications, which mature over
 * several steps into licences in hand, which shipments use up or time lets lapse.
 */

/* The control that is licence `v`. */
static inline const struct mnz_control *
mnz_licence_control(const struct mnz_batch *b, uint32_t v)
{
    return &b->engine->net->scenario->controls[b->engine->control_of_licence[v]];
}

/* How applications filed from now on mature: k_j of every licence control. */
void mnz_licence_set_delays(struct mnz_batch *b);

/* Step 1: what licences mean now; what is under way passes through the offices. */
void mnz_licence_work(struct mnz_batch *b);

/* Add `amount` to the account of the office of each lane: its slowest licence. There is
 * none in lanes that are not in force. */
static inline void
mnz_licence_account(const struct mnz_batch *b, const struct mnz_treatment *t,
                    mnz_lane *accounts, mnz_lane amount)
{
    const struct mnz_plan_treatment *plan;

    if (t->office != MNZ_NONE) {
        accounts[t->office] += amount;
        return;
    }
    plan = &b->engine->treatments[t - b->treatment];
    for (uint32_t j = 0; j < plan->count; j++)
        accounts[b->engine->link_licences[plan->first + j]] +=
            lane_where(mnz_is_slowest(t, j), amount);
}

/* Move a queue on a step, but in lanes that wait. */
void mnz_licence_shift_queue(mnz_lane *queue, uint32_t rows, mnz_mask waits);

/* Step 1 on a link with licences in force: what matures becomes ready, and without an
 * office comes into hand. */
static inline void
mnz_licence_mature(struct mnz_batch *b, const struct mnz_treatment *t,
                   struct mnz_licensed *x)
{
    mnz_lane ripe = x->queue[0];

    if (!t->moves_on_filing) {
        ripe = lane_where(~t->waits, ripe);
        mnz_licence_shift_queue(x->queue, t->queue_rows, t->waits);
    }
    x->waiting = lane_positive(x->waiting - ripe); /* despite rounding */
    if (t->has_office) {
        x->ready += ripe;
        return;
    }
    mnz_licence_account(b, t, b->office_granted, ripe);
    x->in_hand += ripe;
}

/* After shipping on a link with licences in force: use up and lapse what is in hand. */
static inline void
mnz_licence_settle(struct mnz_batch *b, const struct mnz_link_ties *ties,
                   mnz_lane shipped, mnz_lane allowed)
{
    const struct mnz_treatment *t = ties->treatment;
    struct mnz_licensed *x = ties->licensed;
    const mnz_lane waiting = t->has_office ? x->waiting + x->ready : x->waiting;
    mnz_lane used;

    used = lane_positive(shipped - lane_min(x->free_part, allowed));
    x->in_hand = lane_positive(x->in_hand - used) * t->kept;
    mnz_licence_account(b, t, b->office_backlog, waiting);
    mnz_licence_account(b, t, b->office_in_hand, x->in_hand);
}

#endif
