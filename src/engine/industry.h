#ifndef MNZ_ENGINE_INDUSTRY_H
#define MNZ_ENGINE_INDUSTRY_H

#include "engine/batch.h"

/*
 * Industries of many firms; see docs/model/industries.md. Only those that the plan
 * calls uneven pass here: their firms hold unequal stocks, or not every product needs
 * every input, or they hold stocks of their product.
 */

/* Full stocks of products, and no shortage so far. */
static void mnz_industry_start(struct mnz_batch *b);

/* The activity that an industry plans: its demand, and a step towards its stock of
 * products. */
static void mnz_industry_plan(struct mnz_batch *b, const struct mnz_plan_node *node);

/* Note the input stocks of an industry before goods arrive. */
static void mnz_industry_open(struct mnz_batch *b, const struct mnz_plan_node *node);

/* Make what arrivals and unequal stocks allow. */
static void mnz_industry_make(struct mnz_batch *b, const struct mnz_plan_node *node);

/* Deliver to customers from output and stocks of products. */
static void mnz_industry_deliver(struct mnz_batch *b);

#endif
