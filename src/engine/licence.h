#ifndef MNZ_ENGINE_LICENCE_H
#define MNZ_ENGINE_LICENCE_H

#include "engine/batch.h"

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

/* Step 1: trace controlled content, merge the regimes of each link, let what is under
 * way mature, and pass it through the offices. */
void mnz_licence_work(struct mnz_batch *b);

/* An order for which the link licensed as number `i` needs a licence. */
struct mnz_application {
    uint32_t i;
    mnz_lane order, normal_most, need_most; /* o, nu, d */
    mnz_lane cover_and_lead;                /* c + L   */
};

/* Step 3: apply for what needs a licence; the result is what the link may ship. */
mnz_lane mnz_licence_ask(struct mnz_batch *b,
                         const struct mnz_application *application);

/* After shipping: use up and lapse what is in hand. */
void mnz_licence_settle(struct mnz_batch *b, uint32_t i, mnz_lane shipped,
                        mnz_lane allowed);

#endif
