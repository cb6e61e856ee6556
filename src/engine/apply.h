#ifndef MNZ_ENGINE_APPLY_H
#define MNZ_ENGINE_APPLY_H

#include "engine/licence.h"

/*
 * Step 3 of docs/model.md: what of an order needs a licence is applied for. It is part
 * of the loop over the links of a port that order.
 */

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

#endif
