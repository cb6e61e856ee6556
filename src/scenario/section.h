#ifndef MNZ_SCENARIO_SECTION_H
#define MNZ_SCENARIO_SECTION_H

#include "scenario/reader.h"

/*
 * The sections of a scenario. Each has a file of its own: its table of fields, its
 * readers, and the passes that complete its records. A section reports all faults and
 * leaves the scenario's arrays complete in number.
 */

/* Every name that records can be called by: positions are fixed from here on. Makes
 * the scenario's arrays of records. */
void mnz_sections_name(struct mnz_reader *r, const struct mnz_tree *root);

/* A section that is a mapping of names; NULL if it is empty, absent or wrong. */
const struct mnz_tree *mnz_section_find(const struct mnz_tree *root, const char *name);

/* A list of ids that a custom field fills, in the arena. */
struct mnz_ids {
    uint32_t count;
    uint32_t *items;
    struct mnz_span *at; /* of each */
};

#endif
