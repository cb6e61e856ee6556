#ifndef MNZ_SCENARIO_SCALAR_H
#define MNZ_SCENARIO_SCALAR_H

#include "scenario/fields.h"

/* Read one plain number or date, in the standard unit; 0 after an error. */
int mnz_scalar_read(struct mnz_reader *r, const struct mnz_tree *tree,
                    const struct mnz_where *where, const struct mnz_demand *demand,
                    double *number);

/* Whether `number` lies in the demanded range; if not, an error says so. */
int mnz_scalar_verify(struct mnz_reader *r, struct mnz_span at,
                      const struct mnz_where *where, const struct mnz_demand *demand,
                      double number);

/* "between 0 and 1", "at least 0"; in `text`. */
void mnz_demand_range(const struct mnz_demand *demand, char text[96]);

#endif
