#ifndef MNZ_SCENARIO_INDUSTRIES_H
#define MNZ_SCENARIO_INDUSTRIES_H

#include "scenario/fields.h"

/* The section `industries`. */
extern const struct mnz_record_kind mnz_kind_industry, mnz_kind_industry_stock,
    mnz_kind_essential;

/* Read it into the scenario's actors, after the facilities. */
void mnz_industries_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
