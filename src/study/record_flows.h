#ifndef MNZ_STUDY_RECORD_FLOWS_H
#define MNZ_STUDY_RECORD_FLOWS_H

#include "study/record_values.h"

/* Sums of a step: tonnes of licensing offices, stockpiles and observed flows, prices,
 * the cost of policies. */
static void mnz_flows_step(struct mnz_recorder *recorder,
                           const struct mnz_batch *batch);

/* Values of group number `group`, of the scope that each names, when a month ends. */
static void mnz_control_month(struct mnz_recorder *recorder,
                              const struct mnz_batch *batch, uint32_t group,
                              struct values values);
static void mnz_market_month(const struct mnz_recorder *recorder, uint32_t group,
                             struct values values);
static void mnz_flow_month(struct mnz_recorder *recorder, const struct mnz_batch *batch,
                           uint32_t group, uint32_t month, struct values values);
static void mnz_stockpile_month(struct mnz_recorder *recorder,
                                const struct mnz_batch *batch, uint32_t group,
                                struct values values);

/* The same over the horizon. */
static void mnz_control_horizon(const struct mnz_recorder *recorder, uint32_t group,
                                struct values values);
static void mnz_market_horizon(const struct mnz_recorder *recorder, uint32_t group,
                               struct values values);
static void mnz_flow_horizon(const struct mnz_recorder *recorder, uint32_t group,
                             struct values values);
static void mnz_stockpile_horizon(const struct mnz_recorder *recorder, uint32_t group,
                                  struct values values);

#endif
