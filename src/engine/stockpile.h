#ifndef MNZ_ENGINE_STOCKPILE_H
#define MNZ_ENGINE_STOCKPILE_H

#include "engine/batch.h"

/* Step 5, second part: stockpiles release to those whose supply falls short, or refill.
 */
void mnz_stockpile_act(struct mnz_batch *b);

#endif
