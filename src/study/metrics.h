#ifndef MNZ_STUDY_METRICS_H
#define MNZ_STUDY_METRICS_H

#include "engine/batch.h"
#include "stats/tally.h"

/*
 * What a run reports: groups of industries (one industry, a sector, a country, a bloc,
 * the users of an element, everybody), the stages of the chain, licensing controls,
 * markets and observed flows, each with the metrics of its scope, per month and over
 * the horizon. One metric of one group is a series of the tally.
 */
enum mnz_scope {
    MNZ_SCOPE_TOTAL,
    MNZ_SCOPE_INDUSTRY,
    MNZ_SCOPE_SECTOR,
    MNZ_SCOPE_COUNTRY,
    MNZ_SCOPE_BLOC,
    MNZ_SCOPE_ELEMENT,
    MNZ_SCOPE_STAGE,
    MNZ_SCOPE_CONTROL, /* licence, extraterritorial */
    MNZ_SCOPE_MARKET,  /* a material in a price zone: "dy_oxide@outside" */
    MNZ_SCOPE_FLOW,    /* what the scenario observes */
    MNZ_NUM_SCOPES
};
extern const char *const mnz_scope_name[MNZ_NUM_SCOPES];

enum mnz_metric {
    MNZ_METRIC_SHORTFALL_SHARE,
    MNZ_METRIC_SHORTFALL_TONNES,
    MNZ_METRIC_VALUE_LOST_USD,
    MNZ_METRIC_EXTRA_COST_USD,
    MNZ_METRIC_PRICED_OUT_TONNES,
    MNZ_METRIC_PEAK_SHORTFALL_SHARE,
    MNZ_METRIC_MONTHS_SHORT,
    MNZ_METRIC_FIRST_SHORT_MONTH,
    MNZ_METRIC_POLICY_COST_USD, /* where there are price floors */
    MNZ_METRIC_PRICE_USD_PER_KG,
    MNZ_METRIC_APPLIED_TONNES,
    MNZ_METRIC_GRANTED_TONNES,
    MNZ_METRIC_BACKLOG_TONNES,
    MNZ_METRIC_IN_HAND_TONNES,
    MNZ_METRIC_MONTHS_TO_LICENCE,
    MNZ_METRIC_TOP_COUNTRY_SHARE,
    MNZ_METRIC_SHIPPED_TONNES,
    MNZ_NUM_METRICS
};

/* A metric's name and unit as tables write them, and where it is reported. */
struct mnz_metric_row {
    const char *name, *unit_name;
    enum mnz_metric_unit unit; /* of its sums */
    uint32_t scopes;           /* bits */
    int is_monthly;            /* reported per month too */
};
extern const struct mnz_metric_row mnz_metric_rows[MNZ_NUM_METRICS];

/* Members of a group are leaves: an industry, or an industry's use of one element. */
struct mnz_group {
    enum mnz_scope scope;
    const char *name;
    uint32_t first_leaf, num_leaves; /* in leaf_lists */
    uint32_t index; /* position of its stage, control, market or flow */
    uint32_t first_horizon, first_monthly; /* among the series of their kind */
};

struct mnz_leaf {
    uint32_t node;
    uint32_t
        industry;     /* its number among industries, which is that of its first leaf */
    uint32_t element; /* or MNZ_NONE: all elements together */
};

/*
 * The plan of a run's series; made once, read by every worker. First come the series
 * over the horizon, by group, then those of each month, by group: what the end of a
 * month writes lies together.
 */
struct mnz_metrics {
    struct mnz_arena arena;
    const struct mnz_network *net;
    uint32_t num_groups, num_leaves, num_series, num_months;
    uint32_t num_horizon; /* series over the horizon */
    uint32_t num_monthly; /* series of one month */
    /* Positions among a group's series, MNZ_NONE where a scope lacks the metric. */
    uint32_t horizon_at[MNZ_NUM_SCOPES][MNZ_NUM_METRICS],
        month_at[MNZ_NUM_SCOPES][MNZ_NUM_METRICS];
    uint32_t horizon_count[MNZ_NUM_SCOPES], month_count[MNZ_NUM_SCOPES];
    struct mnz_group *groups;                 /* by scope */
    uint32_t first_group[MNZ_NUM_SCOPES + 1]; /* [scope] and one past the last */
    struct mnz_leaf *leaves;
    uint32_t *leaf_lists;
    enum mnz_metric_unit *unit_of_series;
};

MNZ_NODISCARD enum mnz_status mnz_metrics_create(const struct mnz_network *network,
                                                 struct mnz_metrics **out);
void mnz_metrics_destroy(struct mnz_metrics *metrics);

/* The series of a group's metric over the horizon, or in `month` (0 ..); MNZ_NONE where
 * it is not reported. */
uint32_t mnz_metrics_horizon(const struct mnz_metrics *metrics, uint32_t group,
                             enum mnz_metric metric);
uint32_t mnz_metrics_month(const struct mnz_metrics *metrics, uint32_t group,
                           enum mnz_metric metric, uint32_t month);

#endif
