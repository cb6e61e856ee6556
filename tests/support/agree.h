#ifndef TESTS_SUPPORT_AGREE_H
#define TESTS_SUPPORT_AGREE_H

#include "support/ref_engine.h"

/*
 * Run the engine on `draws` (seed 1, trial 0, the same in every lane) and hold it
 * against the trace of the reference engine: activities and shipments of every step to
 * 1e-9. Prints the first difference and returns 0 if there is one, else 1. Proofs about
 * the trace then hold for the engine too.
 */
int engine_agrees(const struct mnz_network *net, const double *draws,
                  const struct ref_trace *trace);

#endif
