#ifndef MNZ_SCENARIO_SELECTOR_H
#define MNZ_SCENARIO_SELECTOR_H

#include "scenario/fields.h"

/* The set that a selector chooses from: it decides its keys and the meaning of a
 * plain name. */
enum mnz_selector_role {
    MNZ_SELECT_ACTORS = 1 << 0, /* facilities and industries; a name is one of them */
    MNZ_SELECT_GOODS = 1 << 1,  /* materials                                        */
    MNZ_SELECT_PLACES = 1 << 2, /* countries and blocs                              */
};

/*
 * One key of the language of selectors. Its names are words of the vocabulary, kept as
 * bits, or names of records, kept as a list of ids.
 */
struct mnz_selector_key {
    const char *key;
    unsigned roles;
    const char *takes; /* "materials"; of words one of them, "stage" */
    const char *doc;
    const char *const *choices; /* words, ended by NULL; NULL where it takes names */
    uint32_t (*resolve)(struct mnz_reader *r, const char *name, struct mnz_span at);
    size_t bits; /* offset in struct mnz_selector of words or positions as bits */
    size_t list, count; /* or of a list of ids */
    int is_sorted;      /* the list ascends */
};
extern const struct mnz_selector_key mnz_selector_keys[]; /* ended by a NULL key */

/* Read a selector: a name, a list of names, or a mapping of keys. */
void mnz_selector_read(struct mnz_reader *r, const struct mnz_tree *tree,
                       const struct mnz_where *where, enum mnz_selector_role role,
                       struct mnz_selector *out);

/* The material, facility or industry, or sector of a name; errors have the nearest. */
uint32_t mnz_material_resolve(struct mnz_reader *r, const char *name,
                              struct mnz_span at);
uint32_t mnz_actor_resolve(struct mnz_reader *r, const char *name, struct mnz_span at);
uint32_t mnz_facility_resolve(struct mnz_reader *r, const char *name,
                              struct mnz_span at);
uint32_t mnz_sector_resolve(struct mnz_reader *r, const char *name, struct mnz_span at);
uint32_t mnz_regime_resolve(struct mnz_reader *r, const char *name, struct mnz_span at);

#endif
