#ifndef MONAZITE_CHART_H
#define MONAZITE_CHART_H

#include <stdint.h>
#include <stdio.h>
#include "monazite/diag.h"
#include "monazite/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The findings of a folder that `monazite run -o` wrote, or another command whose
 * tables have charts, such as `monazite dependency -o`: its tables, read for charts.
 * They never change; any number of threads may read them.
 */
struct mnz_findings;

/*
 * Read the tables of `folder`. On MNZ_OK *out is the caller's to destroy; otherwise it
 * is NULL and the result is MNZ_ERR_INPUT (no table of results is there: see `diags`,
 * which may be NULL) or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_findings_open(const char *folder,
                                                        struct mnz_diags *diags,
                                                        struct mnz_findings **out);

/* Does nothing when `findings` is NULL. */
MNZ_API void mnz_findings_destroy(struct mnz_findings *findings);

/* The kinds of charts: their number, the name of kind `i`, "fan", NULL behind the last,
 * and its picture in words: "bands of a figure, month by month". */
MNZ_API uint32_t mnz_chart_count(void);
MNZ_API const char *mnz_chart_name(uint32_t i);
MNZ_API const char *mnz_chart_words(uint32_t i);

/* The subject of a chart. A field of NULL leaves the choice to the chart. */
struct mnz_chart_options {
    const char *scenario; /* of a folder with several: its name; else the first */
    const char *of;       /* the group of a fan or an exceedance curve: "us_wind"; all;
                             the element of a dependency: "Dy" */
    const char *by;     /* the groups of a heat map or a ranking: "country"; industry */
    const char *metric; /* "output_lost_usd"                                          */
};

/*
 * Draw a chart of kind `kind` as SVG, 850 px wide, into `stream`. The same tables give
 * the same bytes. `options` may be NULL. MNZ_ERR_INPUT where there is no such kind, the
 * kind has no use for an option, or the tables lack what it names (see `diags`, which
 * may be NULL); MNZ_ERR_IO or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_chart_write(const struct mnz_findings *findings, const char *kind,
                const struct mnz_chart_options *options, struct mnz_diags *diags,
                FILE *stream);

/* Whether the page of mnz_page_write() is part of this build. */
MNZ_API int mnz_page_is_built_in(void);

/*
 * Write a page of HTML with the charts and tables of `findings`, [count] at least 1,
 * all of runs, into `stream`: one file that holds all it needs and makes no request.
 * MNZ_ERR_INPUT where it is not built in (see `diags`, which may be NULL); MNZ_ERR_IO
 * or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_page_write(const struct mnz_findings *const *findings, uint32_t count,
               struct mnz_diags *diags, FILE *stream);

#ifdef __cplusplus
}
#endif

#endif
