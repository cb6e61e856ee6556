#ifndef MNZ_REPORT_GROUP_WORDS_H
#define MNZ_REPORT_GROUP_WORDS_H

#include "report/cells.h"
#include "study/run_data.h"

/* Words on a group for readers, beside its identifier; "" where it has none. */
struct mnz_group_words {
    char label[256];     /* "JP auto motors, hot" */
    const char *country; /* code of the country or bloc */
    const char *sector;  /* of an industry */
    const char *element; /* symbol: of an element, or the only one in a material */
};

/* Describe a group of the run's metrics. */
void mnz_group_describe(const struct mnz_run *run, uint32_t group,
                        struct mnz_group_words *out);

/* Hand over scope, name, label, country, sector and element of a group. */
void mnz_group_cells(struct mnz_cells *cells, const struct mnz_run *run, uint32_t group,
                     const struct mnz_group_words *words);

/* The node of an industry's group. */
uint32_t mnz_group_node(const struct mnz_run *run, uint32_t group);

/* The only element that a material holds, as its symbol; "" if it holds none or
 * several. */
const char *mnz_material_element(const struct mnz_scenario *scenario,
                                 const struct mnz_material *material);

#endif
