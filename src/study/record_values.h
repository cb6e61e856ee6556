#ifndef MNZ_STUDY_RECORD_VALUES_H
#define MNZ_STUDY_RECORD_VALUES_H

#include "study/recorder.h"

/* Where the values of one group go, those of a month or of the horizon. */
struct values {
    mnz_lane *first;
    const uint32_t *at; /* [metric] from the first on, MNZ_NONE if not reported */
    mnz_lane *unreported;
};

static inline void
put(struct values values, enum mnz_metric metric, mnz_lane value)
{
    const uint32_t at = values.at[metric];

    *(at == MNZ_NONE ? values.unreported : &values.first[at]) = value;
}

#endif
