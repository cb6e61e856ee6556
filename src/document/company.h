#ifndef MNZ_DOCUMENT_COMPANY_H
#define MNZ_DOCUMENT_COMPANY_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/tree.h"
#include "monazite/status.h"

/*
 * The section `company`: bills of materials and stocks of one's own, as two tables,
 * become industries and links of the document, one industry a product line.
 *
 *     company:
 *       acme: {country: DE, bill: bill.csv, stocks: stocks.csv}
 *
 * bill.csv: product, material, kg_per_unit, units_per_month; if wanted value_per_unit
 * (USD), essential (share of the line's output that needs the material; 1).
 * stocks.csv: material, stock_kg, supplier (a facility, or the code of a country); if
 * wanted share (1) and lead (months, with a unit if need be). A stock is the company's,
 * for all its lines, and counts once a material.
 *
 * *out is the document without the section, or itself where it has none. Mistakes of
 * the tables are in `diags`, and what is wrong is left out.
 */
MNZ_NODISCARD enum mnz_status mnz_company_expand(const struct mnz_tree *document,
                                                 struct mnz_arena *arena,
                                                 struct mnz_diags *diags,
                                                 const struct mnz_tree **out);

#endif
