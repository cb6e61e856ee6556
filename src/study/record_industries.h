#ifndef MNZ_STUDY_RECORD_INDUSTRIES_H
#define MNZ_STUDY_RECORD_INDUSTRIES_H

#include "study/record_values.h"

/* Contents of materials and leaves that hold from this step on. */
static void mnz_industries_measure(struct mnz_recorder *recorder,
                                   const struct mnz_batch *batch);

/* Before contents change within a month: weigh its activity by those that held. */
static void mnz_industries_keep_part(struct mnz_recorder *recorder);

/* Sums of a step: industries, stages, plants. */
static void mnz_industries_step(struct mnz_recorder *recorder,
                                const struct mnz_batch *batch);

/* After the last step of a month, before the values of its groups. */
static void mnz_industries_end_month(struct mnz_recorder *recorder);

/* After the values of all groups. */
static void mnz_industries_start_month(struct mnz_recorder *recorder);

/* Values of a group of industries, of the users of an element or of a stage. */
static void mnz_industries_month(struct mnz_recorder *recorder,
                                 const struct mnz_batch *batch, uint32_t group,
                                 uint32_t month, struct values values);
static void mnz_industries_horizon(const struct mnz_recorder *recorder, uint32_t group,
                                   struct values values);

/* Cover of one input of an industry: noted every month, reported over the horizon. */
static void mnz_input_month(struct mnz_recorder *recorder,
                            const struct mnz_batch *batch, uint32_t group);
static void mnz_input_horizon(const struct mnz_recorder *recorder, uint32_t group,
                              struct values values);

#endif
