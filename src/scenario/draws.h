#ifndef MNZ_SCENARIO_DRAWS_H
#define MNZ_SCENARIO_DRAWS_H

#include "scenario/fields.h"

/* The section `draws`: numbers in place of those that the program draws for itself. */
extern const struct mnz_custom mnz_custom_draws;

/* Note the section, before records are read. */
void mnz_draws_note(struct mnz_reader *r, const struct mnz_tree *root);

/* An input named "<path>.<key>" that decides whether something happens: uniform on
 * (0,1), or as the section `draws` says. Returns its position, or MNZ_NONE. */
uint32_t mnz_draw_read(struct mnz_reader *r, const struct mnz_where *where,
                       const char *key);

/* Report names of the section that no draw has, once all records are read. */
void mnz_draws_verify(struct mnz_reader *r);

#endif
