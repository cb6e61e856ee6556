#ifndef MNZ_DOCUMENT_TABLE_ROWS_H
#define MNZ_DOCUMENT_TABLE_ROWS_H

#include "base/names.h"
#include "document/csv_read.h"
#include "document/tree.h"

/* A record, from a table's row or written. */
struct mnz_row {
    struct mnz_row *next;
    const char *name; /* where rows have names */
    struct mnz_span name_at;
    const struct mnz_tree *record;
};

/* Rows in order; zero-initialised it is empty. */
struct mnz_row_list {
    struct mnz_row *first, *last;
    size_t num_rows;
};

void mnz_row_list_append(struct mnz_row_list *list, struct mnz_row *row);

/*
 * Append each row of `table` as a mapping of its cells, nested as the dotted headers
 * say. With `names`, the column `name` is each row's name and must not be in `names`
 * yet; without, it is a key as others are. MNZ_ERR_INPUT after errors; good rows are
 * appended all the same.
 */
MNZ_NODISCARD enum mnz_status mnz_rows_read(const struct mnz_csv *table,
                                            struct mnz_names *names,
                                            struct mnz_arena *arena,
                                            struct mnz_diags *diags,
                                            struct mnz_row_list *rows);

#endif
