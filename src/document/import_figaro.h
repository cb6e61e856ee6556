#ifndef MNZ_DOCUMENT_IMPORT_FIGARO_H
#define MNZ_DOCUMENT_IMPORT_FIGARO_H

#include "document/import_sums.h"
#include "document/row_stream.h"

/*
 * Eurostat's FIGARO, industry by industry: rows of the column `rowLabels` sell to
 * columns CC_NACE. Value added of a column is its wages (W2_D1), taxes less subsidies
 * on production (W2_D29X39) and operating surplus (W2_B2A3G); output is the sum of the
 * column. The map's goods are NACE codes and its materials our sectors. Sums get the
 * value added as `usd` and the output as `tonnes`, both in million EUR.
 */
MNZ_NODISCARD enum mnz_status mnz_figaro_read(struct mnz_import_sums *sums,
                                              struct mnz_row_stream *stream,
                                              char *const *headers, size_t count,
                                              const char *file,
                                              struct mnz_diags *diags);

#endif
