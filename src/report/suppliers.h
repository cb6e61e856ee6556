#ifndef MNZ_REPORT_SUPPLIERS_H
#define MNZ_REPORT_SUPPLIERS_H

#include "network/network.h"
#include "report/screen_text.h"

/*
 * Write who sells to an industry, and so on up the chain, in the baseline at median
 * values: of each input the sellers with share, tonnes, lead time and the controls on
 * the link; of each buyer its stocks; of each plant capacity and use. Sellers that
 * carry less than a hundredth of the industry's need are summed up. Then the controls
 * that were named, with their terms. MNZ_ERR_NOMEM, or MNZ_ERR_IO when the stream has
 * failed.
 */
MNZ_NODISCARD enum mnz_status mnz_suppliers_draw(const struct mnz_screen *screen,
                                                 const struct mnz_network *network,
                                                 uint32_t industry);

#endif
