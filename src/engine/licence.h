#ifndef MNZ_ENGINE_LICENCE_H
#define MNZ_ENGINE_LICENCE_H

#include "engine/batch.h"

/*
 * The licence as a process with memory: orders become applications, which mature over
 * several steps into licences in hand, which shipments use up or time lets lapse.
 */

/* Move 2 of a step: the terms of licences are set, and applications that have matured
 * pass through the offices. */
static void mnz_step_offices(struct mnz_batch *b);

/* Applications on a link with licences in force that mature become ready, and without
 * an office come into hand. */
static inline void mnz_licence_mature(struct mnz_batch *b,
                                      const struct mnz_licence_terms *t,
                                      struct mnz_licensed *x);

/* Apply for the part of an order o on a link that needs a licence, with nu, d and c +
 * L. Returns A: the tonnes that the link may ship. */
MNZ_INLINE mnz_lane mnz_licence_ask(struct mnz_batch *b,
                                    const struct mnz_link_ties *ties, mnz_lane order,
                                    mnz_lane normal_most, mnz_lane need_most,
                                    mnz_lane cover_and_lead);

/* After shipping on a link with licences in force: licences in hand are used up and
 * lapse. */
static inline void mnz_licence_settle(struct mnz_batch *b,
                                      const struct mnz_link_ties *ties,
                                      mnz_lane shipped, mnz_lane allowed);

#endif
