#ifndef MNZ_CHARTS_PAGE_H
#define MNZ_CHARTS_PAGE_H

#include "charts/findings.h"

/* The texts of the page: identifiers of strings.inc. */
enum mnz_string {
#define MNZ_STRING(id, text) MNZ_STRING_##id,
#include "charts/strings.inc"
#undef MNZ_STRING
    MNZ_NUM_STRINGS
};
extern const char *const mnz_strings[MNZ_NUM_STRINGS];

/* One scenario of a folder, as the page shows it. */
struct mnz_page_run {
    const struct mnz_findings *findings;
    const char *scenario;
    struct mnz_diags *diags; /* may be NULL */
};

/* The data of the page as JSON that may stand within a script element. */
MNZ_NODISCARD enum mnz_status mnz_page_data(const struct mnz_page_run *runs,
                                            uint32_t count, FILE *stream);

/* The main figures of a run as tables, for readers without scripts. */
MNZ_NODISCARD enum mnz_status mnz_page_tables(const struct mnz_page_run *run,
                                              FILE *stream);

#endif
