#ifndef MNZ_SCENARIO_PLACES_H
#define MNZ_SCENARIO_PLACES_H

#include <stdint.h>

struct mnz_reader;
struct mnz_tree;
struct mnz_span;

/*
 * Read the section `blocs` (NULL: none): every bloc becomes a place, with all the
 * places in it, nested blocs and their members too. A bloc that contains itself is an
 * error.
 */
void mnz_places_read_blocs(struct mnz_reader *r, const struct mnz_tree *blocs);

/*
 * The place that `text` names, a bloc or a country's code; a country named for the
 * first time becomes a place. Anything else is an error at `at` with the nearest name,
 * and MNZ_NONE.
 */
uint32_t mnz_places_resolve(struct mnz_reader *r, const char *text, struct mnz_span at);

/* Whether `text` is a bloc of this scenario or a country's code. */
int mnz_places_has(const struct mnz_reader *r, const char *text);

#endif
