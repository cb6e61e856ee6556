#ifndef MNZ_SCENARIO_LINKS_H
#define MNZ_SCENARIO_LINKS_H

#include "scenario/fields.h"

/* The section `links`. */
extern const struct mnz_record_kind mnz_kind_link;

void mnz_links_read(struct mnz_reader *r, const struct mnz_tree *root);

#endif
