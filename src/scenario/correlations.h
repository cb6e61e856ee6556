#ifndef MNZ_SCENARIO_CORRELATIONS_H
#define MNZ_SCENARIO_CORRELATIONS_H

#include "scenario/fields.h"

/* The section `correlations`. */
extern const struct mnz_record_kind mnz_kind_correlation;

/* After all other sections: it names the inputs that they made. */
void mnz_correlations_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
