#ifndef MNZ_STUDY_OBSERVER_H
#define MNZ_STUDY_OBSERVER_H

#include "study/recorder.h"

/* The observer to run a batch with, in the instructions of its engine; `recorder` is
 * full after the batch's run. */
struct mnz_observer mnz_recorder_observer(struct mnz_recorder *recorder,
                                          enum mnz_isa isa);

#endif
