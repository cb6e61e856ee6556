#ifndef MNZ_NETWORK_CHECK_STOCKPILES_H
#define MNZ_NETWORK_CHECK_STOCKPILES_H

#include "network/check.h"

/* Warn of stockpiles that by their scenario never hold, buy or release anything, and of
 * controls on what they release across a border. */
void mnz_check_stockpiles(const struct mnz_check *check, struct mnz_diags *diags);

#endif
