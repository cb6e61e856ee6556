#ifndef MNZ_ENGINE_PLAN_LICENCES_H
#define MNZ_ENGINE_PLAN_LICENCES_H

#include "engine/engine.h"

/* Which links are under which licences; called once links are numbered. */
MNZ_NODISCARD enum mnz_status mnz_plan_licences(struct mnz_engine *engine);

#endif
