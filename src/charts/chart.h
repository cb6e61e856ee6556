#ifndef MNZ_CHARTS_CHART_H
#define MNZ_CHARTS_CHART_H

#include "charts/axis.h"
#include "charts/findings.h"
#include "charts/svg.h"

/* A chart while it is drawn. All fields but those of `svg` are decided before. */
struct mnz_chart {
    const struct mnz_findings *findings;
    struct mnz_diags *diags; /* may be NULL */
    const char *scenario; /* there are rows of it; of a kind with a table of its own as
                             asked for, NULL: not */
    const char *of, *by, *metric; /* as asked for; NULL: not */
    struct mnz_arena arena;
    struct mnz_svg svg;
};

/* Options that a kind has a use for. */
enum { MNZ_TAKES_OF = 1, MNZ_TAKES_BY = 2, MNZ_TAKES_METRIC = 4 };

struct mnz_chart_kind {
    const char *name, *words;
    unsigned takes;
    const char *table; /* that it reads in place of a run's; NULL: a run's */
    enum mnz_status (*draw)(struct mnz_chart *chart);
};

/* The list of kinds: a row here, a file, and its name in meson.build. */
#define MNZ_CHART_KINDS(X)                                                             \
    X(fan)                                                                             \
    X(heat_map)                                                                        \
    X(ranked)                                                                          \
    X(exceedance)                                                                      \
    X(sankey)                                                                          \
    X(dependency)                                                                      \
    X(n_minus_1)

#define MNZ_DECLARE_CHART(name) extern const struct mnz_chart_kind mnz_chart_##name;
MNZ_CHART_KINDS(MNZ_DECLARE_CHART)
#undef MNZ_DECLARE_CHART

/* All charts are this wide, so that a slide holds them without scaling; texts are at
 * least this large; the plot begins below title and subtitle. */
#define MNZ_CHART_WIDTH 850.0
#define MNZ_CHART_TEXT 13.0
#define MNZ_CHART_TOP 76.0

/* Begin the picture: title, subtitle, and at the foot the origin of the figures. */
void mnz_chart_begin(struct mnz_chart *chart, double height, const char *title,
                     const char *subtitle);

/* "Output lost": a metric in words. */
const char *mnz_metric_words(const char *metric);

/* The metric that tells most of a scope: "output_lost_share". */
const char *mnz_metric_of_scope(const char *scope);

/* Append "there are no figures of ..." to the diagnostics; MNZ_ERR_INPUT. */
enum mnz_status mnz_chart_refuse(const struct mnz_chart *chart, const char *subject,
                                 const char *advice);

/*
 * The figure over the horizon of the group that the chart is of, in the metric asked
 * for or else `metric`, or else its scope's. MNZ_ERR_INPUT, with a message, where the
 * tables have none.
 */
MNZ_NODISCARD enum mnz_status mnz_chart_subject(struct mnz_chart *chart,
                                                const char *metric,
                                                const struct mnz_finding **out);

/* "all industries", or the label of a group. */
const char *mnz_chart_label(const struct mnz_finding *finding);

/*
 * The figures over the horizon of the groups that the chart is by, [*count] in its
 * arena, the worst first: by output lost in USD where shares of output are shown and it
 * is known. At most `most`, those above 0 or, if there are none, the first. Errors as
 * above.
 */
MNZ_NODISCARD enum mnz_status mnz_chart_groups(struct mnz_chart *chart, uint32_t most,
                                               const struct mnz_finding ***out,
                                               uint32_t *count);

/* Vertical axis to the left of a plot: ticks with their numbers and grid lines. */
void mnz_chart_scale(struct mnz_chart *chart, struct mnz_ticks ticks, const char *unit,
                     double left, double right, double top, double bottom);

/* Months below a plot from `left` on, `step` px each, with a mark at each labelled one.
 */
void mnz_chart_months(struct mnz_chart *chart, double left, double step, double y);

#endif
