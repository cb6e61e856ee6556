#ifndef TESTS_SUPPORT_BUILD_PARTS_H
#define TESTS_SUPPORT_BUILD_PARTS_H

#include <stddef.h>
#include "support/build_scenario.h"

/* Parts shared by the build_*.c files. Without memory they abort. */
void *build_room(struct build *b, size_t count, size_t size);
const char *build_keep(struct build *b, const char *text);
uint32_t *build_copy_ids(struct build *b, uint32_t count, const uint32_t *ids);
/* The span or origin of a record made now: every one has a line of its own. */
struct mnz_span build_span(struct build *b);
struct mnz_origin build_origin(struct build *b);
/* A new input, and one that is uniform on (0, 1). */
uint32_t build_add_input(struct build *b, const char *name,
                         const struct mnz_dist *dist);
uint32_t build_add_draw(struct build *b, const char *name);
uint32_t build_element(const char *symbol);

#endif
