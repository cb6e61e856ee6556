#ifndef MNZ_ENGINE_ADAPT_H
#define MNZ_ENGINE_ADAPT_H

#include "engine/batch.h"

/* The end of step 5: what nobody takes of co-products is set aside. */
static void mnz_adapt_set_aside(struct mnz_batch *b);

/* Step 6: buyers drift toward suppliers that deliver, expectations and prices follow.
 */
static void mnz_adapt(struct mnz_batch *b);

#endif
