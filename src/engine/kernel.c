/* kernel.c - all files of the engine that work on lanes, in one unit; compiled once for
 * each instruction set, which MNZ_ISA names. */

#include "engine/kernel.h"

/* Each file below needs only those above it. */
#include "lanes/lane_pow.c"

#include "engine/schedule.c"

#include "engine/firms.c"

#include "engine/parameters.c"

#include "engine/ban_quota.c"
#include "engine/delays.c"

#include "engine/licence_terms.c"

#include "engine/licence.c"

#include "engine/capacity.c"
#include "engine/pact.c"
#include "engine/recycling.c"
#include "engine/hoarding.c"
#include "engine/substitution.c"
#include "engine/tracing.c"

#include "engine/stockpile.c"

#include "engine/environment.c"

#include "engine/industry.c"

#include "engine/start.c"

#include "engine/ship.c"

#include "engine/order.c"
#include "engine/spot.c"

#include "engine/floor.c"
#include "engine/policy_cost.c"
#include "engine/settle.c"

#include "engine/adapt.c"

#include "engine/step.c"

const struct mnz_engine_kernel MNZ_ISA_NAME(mnz_engine_kernel) = {.run = mnz_run_steps};
