#ifndef MNZ_NETWORK_CONTENT_H
#define MNZ_NETWORK_CONTENT_H

#include "network/network.h"

/*
 * Controlled content in the baseline, as an extraterritorial control finds it: the part
 * of the value of a plant's products that comes from controlled goods, however far
 * upstream they were bought. The engine traces it anew in every step; this is for
 * `check`.
 */

/*
 * Trace the content of every node's products under extraterritorial control `control`
 * of the scenario, with the base shares of `baseline`, at the first step's values.
 * `content` [node] takes shares of 1; industries and plants in the controlling country
 * get 0.
 */
void mnz_content_trace(const struct mnz_network *network, uint32_t control,
                       const struct mnz_baseline *baseline, const double *draws,
                       double *content);

enum mnz_catch { MNZ_CATCH_NOT, MNZ_CATCH_CONTENT, MNZ_CATCH_TECHNOLOGY };

/* The reason for which the control would catch the goods of a link in its scope,
 * given that content. */
enum mnz_catch mnz_content_catches(const struct mnz_network *network, uint32_t control,
                                   const double *draws, uint32_t link,
                                   const double *content);

#endif
