#ifndef MNZ_REPORT_WORKBOOK_H
#define MNZ_REPORT_WORKBOOK_H

#include <stdio.h>
#include "report/build_info.h"
#include "report/outcome.h"

/* Whether the build has workbooks; it has none without libxlsxwriter. */
int mnz_workbook_is_there(void);

/* The library's name and version, for --version; NULL without it. */
const char *mnz_workbook_library(void);

/*
 * Write the results of runs as a workbook for spreadsheets (.xlsx): typed cells with
 * units in their headers, filters, charts, a heat map. The same outcome gives the same
 * bytes. `arguments` are those of the command line, for the sheet About.
 *
 * MNZ_ERR_IO, with errno, where it cannot be written; MNZ_ERR_INPUT in a build that has
 * no workbooks.
 */
MNZ_NODISCARD enum mnz_status mnz_workbook_write(const struct mnz_outcome *outcome,
                                                 const struct mnz_build_info *build,
                                                 int argc, char *const *argv,
                                                 FILE *stream);

#endif
