#ifndef MNZ_SCENARIO_LINKS_H
#define MNZ_SCENARIO_LINKS_H

#include "scenario/fields.h"

/* The section `links`. */
extern const struct mnz_record_kind mnz_kind_link;

void mnz_links_read(struct mnz_reader *r, const struct mnz_tree *root);

/* The name of a row without name in the names of its inputs: its three ends,
 * "[a>b:magnet]". NULL without memory. */
const char *mnz_link_label(struct mnz_arena *arena, const struct mnz_tree *row);

#endif
