#ifndef MNZ_DOCUMENT_TABLE_EXPAND_H
#define MNZ_DOCUMENT_TABLE_EXPAND_H

#include "document/tree.h"

/*
 * Put the rows of the tables that a document names where it names them: `table: path`
 * or `table: [paths]` among the records of facilities, industries and materials, and in
 * a row of links or instead of them. A column's header is a dotted path of keys
 * ("stock.input"); headers that begin with '_' are for the reader of the table only.
 * Records beside `table` are laid over the rows.
 *
 * All problems are reported and the rest is read; *out is whole only when there were
 * none. Returns MNZ_ERR_NOMEM or MNZ_OK; ask `diags` for errors.
 */
MNZ_NODISCARD enum mnz_status mnz_tables_expand(const struct mnz_tree *document,
                                                struct mnz_arena *arena,
                                                struct mnz_diags *diags,
                                                const struct mnz_tree **out);

/*
 * The most that one load may hold in memory. Beyond it, further files are an error:
 * each is bounded, but their number is not.
 */
#define MNZ_LOAD_MOST_BYTES ((size_t)1 << 30)

#endif
