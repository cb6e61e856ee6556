#ifndef MNZ_SCENARIO_PRICE_ZONES_H
#define MNZ_SCENARIO_PRICE_ZONES_H

#include "scenario/reader.h"

/* Read the section `price_zones`: selectors of places by name. */
void mnz_price_zones_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
