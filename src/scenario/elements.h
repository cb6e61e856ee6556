#ifndef MNZ_SCENARIO_ELEMENTS_H
#define MNZ_SCENARIO_ELEMENTS_H

#include "scenario/fields.h"

/* The section `elements`: whose content a scenario follows. */

/* The keys of one element's record, in the mapping form of the section. */
extern const struct mnz_record_kind mnz_kind_element;

/* Custom fields: the section itself; shares by element, of a composition or a
 * recovery, into an array of mnz_value_id [MNZ_MOST_ELEMENTS]; and an element by its
 * symbol into an unsigned, or MNZ_ELEMENT_ITSELF. */
extern const struct mnz_custom mnz_custom_elements, mnz_custom_by_element,
    mnz_custom_element;

/* `element: none`: a material whose own tonnes are followed. */
#define MNZ_ELEMENT_ITSELF (MNZ_NONE - 1)

/* Fill the scenario's list of elements. Comes before every record that names one. */
void mnz_elements_read(struct mnz_reader *r, const struct mnz_tree *root);

/* The position of an element that the scenario follows; errors say how to follow it. */
uint32_t mnz_element_resolve(struct mnz_reader *r, const char *name,
                             struct mnz_span at);

/* The symbols of all chemical elements, by atomic number; ended by NULL. */
extern const char *const mnz_chemical_symbol[];

#endif
