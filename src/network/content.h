#ifndef MNZ_NETWORK_CONTENT_H
#define MNZ_NETWORK_CONTENT_H

#include "network/network.h"

/*
 * What an extraterritorial control would find in the baseline: the part of the value of
 * a plant's products that its purchases of controlled goods make up, however far up
 * they were bought. The engine traces it anew in every step; this is for `check`.
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

/* Why the control would catch what a link in its scope carries, given that content. */
enum mnz_catch mnz_content_catches(const struct mnz_network *network, uint32_t control,
                                   const double *draws, uint32_t link,
                                   const double *content);

#endif
