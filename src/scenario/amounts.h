#ifndef MNZ_SCENARIO_AMOUNTS_H
#define MNZ_SCENARIO_AMOUNTS_H

#include "scenario/fields.h"

/* Materials with a number each, which several sections take: {nd_oxide: 1.2}. */
struct mnz_amounts {
    uint32_t count;
    struct mnz_amount *items;
};

/* Custom field, fills struct mnz_amounts. */
extern const struct mnz_custom mnz_custom_amounts;

#endif
