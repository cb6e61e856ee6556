#ifndef MNZ_CHARTS_FINDINGS_H
#define MNZ_CHARTS_FINDINGS_H

#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/names.h"
#include "charts/rows_read.h"
#include "document/tree.h"
#include "monazite/chart.h"

/* Quantiles that every row has: those of MNZ_SHARES. */
enum { MNZ_QUANTILES = 9 };
extern const double mnz_quantile_share[MNZ_QUANTILES]; /* 0, 0.01 .. 0.99, 1 */
enum { MNZ_P05 = 2, MNZ_P25, MNZ_P50, MNZ_P75, MNZ_P95, MNZ_MOST = 8 };

/* The month of a figure over the whole horizon. */
#define MNZ_NO_MONTH UINT32_MAX

/*
 * A figure of a group over all trials. Texts are interned: equal ones have one address.
 * Shares, tonnes and dollars are as the table has them.
 */
struct mnz_finding {
    const char *scenario, *scope, *name, *label, *country, *metric, *unit;
    uint32_t month; /* position in `months`, or MNZ_NO_MONTH */
    double trials, mean, cvar95;
    double quantile[MNZ_QUANTILES];
};

/* The tables of a folder, as far as charts need them. A folder of a comparison, of
 * drivers, of scores, of a dependency or of N-1 has no rows. */
struct mnz_findings {
    struct mnz_arena arena;
    struct mnz_names texts;
    const char *folder, *title; /* "" where the manifest has no title */
    const char *command; /* that wrote the folder, "compare", by its table; "run" where
                            there is the table of no other command */
    const struct mnz_tree *manifest; /* NULL: there is none, or it cannot be read */
    uint32_t num_rows, room;
    struct mnz_finding *rows; /* those of the horizon first */
    struct mnz_names months;  /* "2025-10", in the order of the table */
    struct mnz_names scenarios;
};

/* The row of a group's metric, or NULL. Texts are compared by content. */
const struct mnz_finding *mnz_findings_find(const struct mnz_findings *findings,
                                            const char *scenario, const char *scope,
                                            const char *name, const char *metric,
                                            uint32_t month);

/* Open a table of the folder, to be ended by mnz_findings_end(); one that is not there,
 * or is empty, has no rows and no stream. MNZ_ERR_IO, with a diagnostic, where it is
 * there and cannot be read. `diags` may be NULL. */
MNZ_NODISCARD enum mnz_status mnz_findings_rows(const struct mnz_findings *findings,
                                                const char *file,
                                                struct mnz_diags *diags,
                                                struct mnz_rows *rows);

/* Close the table. Returns `status`, or how reading ended. */
MNZ_NODISCARD enum mnz_status mnz_findings_end(const struct mnz_findings *findings,
                                               const char *file,
                                               struct mnz_diags *diags,
                                               struct mnz_rows *rows,
                                               enum mnz_status status);

/* Add a diagnostic of a table that cannot be read, by errno. */
void mnz_findings_unread(const struct mnz_findings *findings, const char *file,
                         struct mnz_diags *diags);

#endif
