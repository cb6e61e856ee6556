#ifndef MNZ_ENGINE_SHIP_H
#define MNZ_ENGINE_SHIP_H

#include "engine/batch.h"

/* Move 4 of a step: every seller makes and rations its stock before its buyers receive
 * and make. */
static void mnz_step_ship(struct mnz_batch *b);

/* Shipments to a port with a lead time of k steps and a part: the goods that arrive in
 * k steps, and those in k + 1. */
struct mnz_sent {
    mnz_lane early, late;
};

/* Spot goods without lead time arrive in the next step. */
MNZ_INLINE void mnz_ship_send(struct mnz_port_at *at, uint32_t k, struct mnz_sent sent,
                              int is_spot);

/* Send `amount`, of which `late` comes a step later, on link `j` of a port whose links
 * differ in lead time. */
MNZ_INLINE void mnz_ship_send_on(struct mnz_batch *b, struct mnz_port_at *at,
                                 uint32_t j, mnz_lane amount, mnz_lane late,
                                 int is_spot);

/* Nothing is asked of any output yet. */
static void mnz_ship_ask_nothing(struct mnz_batch *b);

/* Add `amount` to the orders of the buyer's class at the seller of link `l`. */
static void mnz_ship_ask(struct mnz_batch *b, uint32_t l, mnz_lane amount);

/*
 * Ration the stock of output `o` among its slots, class by class: `part` is the share
 * of `asked` that each slot is given, and the goods given leave the stock.
 */
static inline void mnz_ship_ration(struct mnz_batch *b, uint32_t o);

/* Share of its order that link `l` gets, once its seller has rationed. */
static mnz_lane mnz_ship_part(const struct mnz_batch *b, uint32_t l);

#endif
