#ifndef MNZ_REPORT_TABLE_H
#define MNZ_REPORT_TABLE_H

#include "report/cells.h"
#include "report/outcome.h"

/* A column. `unit` is "" where it has none or each row has its own. */
struct mnz_column {
    const char *name, *unit;
};

/*
 * A table of results, tidy: one observation a row, columns in a fixed order. Its name
 * is that of its file and of --csv.
 */
struct mnz_table {
    const char *name;
    const char *rows;                 /* one row: "a figure over the whole horizon" */
    const struct mnz_column *columns; /* ended by a NULL name */
    const char *more;                 /* further columns, in words; or NULL */
    int is_exact; /* it is read back: all digits, and a point, whatever the style */
    const char *first; /* columns before all others, in words; or NULL */
    /* Hand over the names of columns before the others, and of further ones; NULL if
     * there are none. */
    void (*write_first)(const struct mnz_outcome *outcome, struct mnz_cells *cells);
    void (*write_more)(const struct mnz_outcome *outcome, struct mnz_cells *cells);
    /* Hand over the rows; NULL for a table that grows with the run, see
     * trials_table.h. */
    void (*write_rows)(const struct mnz_outcome *outcome, struct mnz_cells *cells);
};

/* The list of tables, each defined in the file of its subject. */
#define MNZ_TABLES(X)                                                                  \
    X(industries)                                                                      \
    X(summary)                                                                         \
    X(monthly)                                                                         \
    X(industry_months)                                                                 \
    X(branches)                                                                        \
    X(quantiles)                                                                       \
    X(flows)                                                                           \
    X(events)                                                                          \
    X(inputs)                                                                          \
    X(trials)                                                                          \
    X(compare)                                                                         \
    X(drivers)                                                                         \
    X(effects)                                                                         \
    X(score)                                                                           \
    X(points)                                                                          \
    X(posterior)                                                                       \
    X(fit)                                                                             \
    X(weights)                                                                         \
    X(draws)                                                                           \
    X(why)                                                                             \
    X(without)                                                                         \
    X(size)                                                                            \
    X(looks)                                                                           \
    X(frontier)                                                                        \
    X(sweep)                                                                           \
    X(wide)                                                                            \
    X(bound)                                                                           \
    X(worth)                                                                           \
    X(dependency)                                                                      \
    X(concentration)                                                                   \
    X(reliance)                                                                        \
    X(imports)                                                                         \
    X(n_minus_1)                                                                       \
    X(n_minus_1_months)

#define MNZ_DECLARE_TABLE(name) extern const struct mnz_table mnz_table_##name;
MNZ_TABLES(MNZ_DECLARE_TABLE)
#undef MNZ_DECLARE_TABLE

/* Every table, ended by NULL. */
extern const struct mnz_table *const mnz_tables[];

/* A writer of the table in a style, unless it is exact. */
struct mnz_cells mnz_table_cells(const struct mnz_table *table,
                                 const struct mnz_format *format,
                                 const struct mnz_cells_style *style, FILE *stream);

/* Write header and rows, and finish. MNZ_ERR_IO when something could not be written. */
MNZ_NODISCARD enum mnz_status mnz_table_write(const struct mnz_table *table,
                                              const struct mnz_outcome *outcome,
                                              struct mnz_cells *cells);

/* Hand over the names of the columns that every such table has. */
void mnz_table_write_columns(const struct mnz_table *table, struct mnz_cells *cells);

#endif
