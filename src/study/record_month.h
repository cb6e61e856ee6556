#ifndef MNZ_STUDY_RECORD_MONTH_H
#define MNZ_STUDY_RECORD_MONTH_H

#include "study/recorder.h"

/* Before contents change within a month: what was done so far was done with those
 * before. */
static void mnz_record_part_month(struct mnz_recorder *recorder);

/* The end of a month, after its last step: its values, and sums of the horizon. */
static void mnz_record_month(struct mnz_recorder *recorder,
                             const struct mnz_batch *batch, uint32_t month);

/* After the last month: the values over the horizon. */
static void mnz_record_horizon(struct mnz_recorder *recorder);

#endif
