#ifndef MNZ_STUDY_SCENARIO_HASH_H
#define MNZ_STUDY_SCENARIO_HASH_H

#include "base/sha256.h"
#include "scenario/scenario.h"

/*
 * The SHA-256 of everything in the merged document but its name and the plan of
 * sampling (trials, seed, sampler), and of values that stand in tables of their own.
 * Files that go on with an earlier run or study hold it, and name the rest themselves.
 */
void mnz_scenario_hash(const struct mnz_scenario *s, char hex[MNZ_SHA256_TEXT]);

#endif
