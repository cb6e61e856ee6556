#ifndef MNZ_REPORT_LABEL_H
#define MNZ_REPORT_LABEL_H

#include <stddef.h>
#include "network/network.h"

/*
 * Write the name of an industry as people say it: "EU EV traction motors", from its
 * place and sector. Where others have the same, what its identifier has beyond these
 * follows: "JP auto motors, hot"; and the identifier itself where that does not tell
 * them apart.
 */
void mnz_label_industry(const struct mnz_network *network, uint32_t node, char *text,
                        size_t size);

/* The industry with this identifier or label, capital letters or not; MNZ_NONE if there
 * is none. *nearest is then the nearest identifier or NULL; it may be NULL. */
uint32_t mnz_label_find_industry(const struct mnz_network *network, const char *text,
                                 const char **nearest);

/* Write the name of a group of the scope "total", "country", "bloc" or "industry" as
 * people say it: "all industries", "Japan", "EU", "JP auto motors". */
void mnz_label_buyer(const struct mnz_network *network, const char *scope,
                     const char *name, char *text, size_t size);

/* The usual English name of a country, or the name of a bloc. */
const char *mnz_label_place(const struct mnz_scenario *scenario, uint32_t place);

#endif
