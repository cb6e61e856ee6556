#ifndef MNZ_ENGINE_LICENCE_H
#define MNZ_ENGINE_LICENCE_H

#include "engine/batch.h"

/*
 * The licence as a process with memory: orders become applications, which mature over
 * several steps into licences in hand, which shipments use up or time lets lapse.
 */

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

/* File `applied` lane by lane: each has its own slowest licence, or is paused or not.
 */
void mnz_licence_file_by_lane(struct mnz_batch *b, const struct mnz_treatment *t,
                              struct mnz_licensed *x, mnz_lane applied);

/* All that is under way comes a row nearer, and applied k_j goes to the row in which it
 * matures in j steps. */
MNZ_INLINE void
mnz_move_queue_on(mnz_lane *restrict q, uint32_t rows, const mnz_lane *restrict k,
                  mnz_lane applied)
{
    const mnz_lane *end = q + rows;

    for (; q < end; q += MNZ_QUEUE_BLOCK, k += MNZ_QUEUE_BLOCK)
        for (int i = 0; i < MNZ_QUEUE_BLOCK; i++)
            q[i] = q[i + 1] + applied * k[i + 1];
}

/* Enter what is applied for in office `v`, some of it decided at once. */
MNZ_INLINE void
mnz_licence_enter(struct mnz_batch *b, struct mnz_licensed *x, uint32_t v,
                  int is_limited, mnz_lane applied, mnz_lane at_once)
{
    b->office_applied[v] += applied;
    if (is_limited) {
        x->ready += at_once;
    } else {
        x->in_hand += at_once;
        b->office_granted[v] += at_once;
    }
    x->waiting += applied - at_once;
}

/* Put `applied` under way in the one office that it goes to. Lanes with a shorter queue
 * than the longest add 0, as do those that apply for nothing. */
MNZ_INLINE void
mnz_licence_file(struct mnz_batch *b, const struct mnz_treatment *t,
                 struct mnz_licensed *x, mnz_lane applied)
{
    mnz_licence_enter(b, x, t->office, t->is_limited, applied, applied * t->delay[0]);
    mnz_move_queue_on(x->queue, t->queue_rows, t->delay, applied);
}

/* Apply for what of an order o on a link needs a licence, with nu, d and c + L; the
 * result is what the link may ship. */
MNZ_INLINE mnz_lane
mnz_licence_ask(struct mnz_batch *b, const struct mnz_link_ties *ties, mnz_lane order,
                mnz_lane normal_most, mnz_lane need_most, mnz_lane cover_and_lead)
{
    const struct mnz_treatment *t = ties->treatment;
    struct mnz_licensed *x = ties->licensed;
    const mnz_lane wanted = t->phi * order, normal = t->granted * normal_most;
    const mnz_lane usual = lane_min(need_most, normal_most);
    mnz_lane general, bound, applied, grey, free_part, in_hand;

    if (!t->is_in_force) {
        in_hand = x->in_hand;
        x->in_hand = lane_of(0.0);
        return order + in_hand;
    }
    if (t->has_begun) {
        x->credit_base = lane_select(t->begins, normal, x->credit_base);
        x->credit = lane_where(~t->begins, x->credit);
    }
    x->credit += normal;
    general = t->phi * lane_min(order, t->general * usual);
    bound = lane_positive(x->credit + t->ahead * normal +
                          cover_and_lead * lane_positive(normal - x->credit_base));
    applied = lane_min(wanted - general, t->granted * need_most);
    applied = lane_min(applied, lane_min(bound, t->trim * normal));
    applied = lane_where(t->in_force, lane_positive(applied));
    x->credit -= applied;
    grey = lane_positive(
        lane_min(t->leak * (t->refused * usual), wanted - general - applied));
    free_part = (1.0 - t->phi) * order + general + grey;
    x->free_part = free_part;
    if (t->moves_on_filing)
        mnz_licence_file(b, t, x, applied);
    else if (lane_any((mnz_mask)(applied > 0.0)))
        mnz_licence_file_by_lane(b, t, x, applied);
    in_hand = x->in_hand;
    x->in_hand = lane_where(t->in_force, in_hand);
    return free_part + in_hand;
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
