#ifndef MNZ_STUDY_METRICS_H
#define MNZ_STUDY_METRICS_H

#include "engine/batch.h"
#include "stats/tally.h"

/*
 * Reports of a run: groups of industries (one industry, a sector, a country, a bloc,
 * the users of an element, everybody), the stages of the chain, licensing controls,
 * markets and observed flows, each with the metrics of its scope, per month and over
 * the horizon. One metric of one group is a series of the tally.
 */
#define MNZ_SCOPES(X)                                                                  \
    X(TOTAL, total)                                                                    \
    X(INDUSTRY, industry)                                                              \
    X(SECTOR, sector)                                                                  \
    X(COUNTRY, country)                                                                \
    X(BLOC, bloc)                                                                      \
    X(GROUP, group) /* of industries, named by the scenario */                         \
    X(ELEMENT, element)                                                                \
    X(STAGE, stage)                                                                    \
    X(CONTROL, control)     /* licence, extraterritorial */                            \
    X(MARKET, market)       /* a material in a price zone: "dy_oxide@outside" */       \
    X(FLOW, flow)           /* observed by the scenario */                             \
    X(INPUT, input)         /* of an industry: "jp_ev_traction:ndfeb_magnet" */        \
    X(STOCKPILE, stockpile) /* a material of a policy: "jogmec_stock:dy_oxide" */

#define MNZ_SCOPE_ID(id, name) MNZ_SCOPE_##id,
enum mnz_scope { MNZ_SCOPES(MNZ_SCOPE_ID) MNZ_NUM_SCOPES };
#undef MNZ_SCOPE_ID
extern const char *const mnz_scope_name[MNZ_NUM_SCOPES];

/*
 * The metrics, in the order of tables: identifier, name, unit as tables write it, unit
 * of the sums (months that are no whole numbers are summed like shares), scopes;
 * MONTHLY if reported per month too, ON_DEMAND if so of industries and sectors
 * only where a run asks for all months; MAY_LACK if a trial may be without a value; and
 * the definition that docs/model/monte-carlo.md gives, in the symbols of
 * docs/model/notation.md.
 */
#define MNZ_METRICS(X)                                                                 \
    X(SHORTFALL_SHARE, shortfall_share, "share", SHARE, INDUSTRIES | ELEMENT | STAGE,  \
      MONTHLY, ALWAYS,                                                                 \
      "1 - sum of a / sum of W over the period, at least 0. "                          \
      "It is not the mean of monthly shares. "                                         \
      "Groups weigh industries by contained elements, those of an element by that "    \
      "element. "                                                                      \
      "For a stage: 1 - sum of min(got, n) / sum of n of its materials, by content.")  \
    X(SHORTFALL_TONNES, shortfall_tonnes, "t", TONNES, INDUSTRIES | ELEMENT,           \
      ON_DEMAND, ALWAYS,                                                               \
      "max(0, sum of W - sum of a), times the industry's use of all its materials. "   \
      "Groups add up their industries. "                                               \
      "For an element: tonnes of that element.")                                       \
    X(OUTPUT_AT_STAKE_USD, output_at_stake_usd, "USD", USD, INDUSTRIES, ON_DEMAND,     \
      ALWAYS,                                                                          \
      "Value per step x max(0, W - supplied), summed: the output that needs inputs "   \
      "which did not come.")                                                           \
    X(OUTPUT_LOST_SHARE, output_lost_share, "share", SHARE, INDUSTRIES, MONTHLY,       \
      ALWAYS,                                                                          \
      "1 - sum of delivered / sum of W over the period, at least 0. "                  \
      "Groups weigh industries by value, or all alike where none has a value.")        \
    X(OUTPUT_LOST_USD, output_lost_usd, "USD", USD, INDUSTRIES, ON_DEMAND, ALWAYS,     \
      "Value per step x (W - delivered), summed over the period, at least 0. "         \
      "Groups add up their industries.")                                               \
    X(VALUE_ADDED_LOST_USD, value_added_lost_usd, "USD", USD, INDUSTRIES, ON_DEMAND,   \
      MAY_LACK,                                                                        \
      "The same times the industry's `value_added`. "                                  \
      "There is none where no industry of the group has one.")                         \
    X(FIRMS_STOPPED_SHARE, firms_stopped_share, "share", SHARE, INDUSTRIES, ON_DEMAND, \
      ALWAYS,                                                                          \
      "The largest `stopped` of an industry's inputs, the mean over the steps of the " \
      "period. "                                                                       \
      "Groups weigh as for `output_lost_share`.")                                      \
    X(STOCK_MONTHS, stock_months, "months", SHARE, INDUSTRY | INPUT | STOCKPILE,       \
      MONTHLY, MAY_LACK,                                                               \
      "I / (u X) at the end of the month, in months; over the horizon the mean of "    \
      "these. "                                                                        \
      "An industry has that of its scarcest input. "                                   \
      "A stockpile covers the normal use of all whom it serves. "                      \
      "There is none where nothing is used.")                                          \
    X(HELD_TONNES, held_tonnes, "t", TONNES, STOCKPILE, MONTHLY, ALWAYS,               \
      "In the stockpile at the end of the month; over the horizon the mean of these.") \
    X(RELEASED_TONNES, released_tonnes, "t", TONNES, STOCKPILE, MONTHLY, ALWAYS,       \
      "Released in the period.")                                                       \
    X(BOUGHT_TONNES, bought_tonnes, "t", TONNES, STOCKPILE, MONTHLY, ALWAYS,           \
      "Bought in the period, on the day of shipment.")                                 \
    X(PURCHASES_USD, purchases_usd, "USD", USD, STOCKPILE, MONTHLY, ALWAYS,            \
      "These times base price x 1000 x (1 + premium), at the mean premium of those "   \
      "whom the stockpile serves.")                                                    \
    X(EXTRA_COST_USD, extra_cost_usd, "USD", USD, INDUSTRIES, ON_DEMAND, ALWAYS,       \
      "got x base price x 1000 x (premium + duty) of the purchases of industries, "    \
      "summed.")                                                                       \
    X(PRICED_OUT_TONNES, priced_out_tonnes, "t", TONNES, INDUSTRIES | ELEMENT,         \
      HORIZON, ALWAYS,                                                                 \
      "sum of W - D0, in tonnes like the shortfall: demand that high prices "          \
      "destroyed.")                                                                    \
    X(PEAK_SHORTFALL_SHARE, peak_shortfall_share, "share", SHARE,                      \
      INDUSTRIES | ELEMENT | STAGE, HORIZON, ALWAYS, "The largest monthly share.")     \
    X(MONTHS_SHORT, months_short, "months", MONTHS, INDUSTRIES | ELEMENT | STAGE,      \
      HORIZON, ALWAYS,                                                                 \
      "The number of months with a share above `short_above` (0.01).")                 \
    X(FIRST_SHORT_MONTH, first_short_month, "month", MONTHS,                           \
      INDUSTRIES | ELEMENT | STAGE, HORIZON, MAY_LACK,                                 \
      "The first of those months; 1 is the run's first. "                              \
      "A trial that is never short has none. "                                         \
      "Statistics are over the other trials, whose number stands under `trials`.")     \
    X(FIRST_SHORT_DAY, first_short_day, "days", SHARE, INDUSTRY, HORIZON, MAY_LACK,    \
      "Days from the run's start until the industry first lacks an input, within "     \
      "that "                                                                          \
      "month: the days before it, and 1 - s / max(s, s') of its own, where s and s' "  \
      "are its share and that of the month after. "                                    \
      "So a stock that is used up halfway leaves half of what the next month lacks.")  \
    X(POLICY_COST_USD, policy_cost_usd, "USD", USD, TOTAL, MONTHLY, ALWAYS,            \
      "Payments of price floors and the `costs` of policies; reported where there "    \
      "are "                                                                           \
      "any.")                                                                          \
    X(PRICE_USD_PER_KG, price_usd_per_kg, "USD/kg", SHARE, MARKET, MONTHLY, ALWAYS,    \
      "base price x (1 + premium), the mean over the period. "                         \
      "A market is called `material@zone`.")                                           \
    X(APPLIED_TONNES, applied_tonnes, "t", TONNES, CONTROL, MONTHLY, ALWAYS,           \
      "Filed in the period.")                                                          \
    X(GRANTED_TONNES, granted_tonnes, "t", TONNES, CONTROL, MONTHLY, ALWAYS,           \
      "Granted in the period: licences that came into hand.")                          \
    X(BACKLOG_TONNES, backlog_tonnes, "t", TONNES, CONTROL, MONTHLY, ALWAYS,           \
      "Under way or ready at the end of the month; over the horizon the mean of "      \
      "these.")                                                                        \
    X(IN_HAND_TONNES, in_hand_tonnes, "t", TONNES, CONTROL, MONTHLY, ALWAYS,           \
      "Licences in hand at the end of the month; over the horizon the mean of these.") \
    X(MONTHS_TO_LICENCE, months_to_licence, "months", SHARE, CONTROL, MONTHLY,         \
      MAY_LACK,                                                                        \
      "Backlog at the end of the month / tonnes granted in it (Little's law). "        \
      "There is none where nothing is granted, or so little that it takes more than "  \
      "1,200 months.")                                                                 \
    X(TOP_COUNTRY_SHARE, top_country_share, "share", SHARE, STAGE, MONTHLY, MAY_LACK,  \
      "The share of the largest country in the content that plants of "                \
      "the stage make. "                                                               \
      "A region that is written as one counts as one. "                                \
      "Where no plant stands at the stage, the makers of its materials count. "        \
      "There is none where they make nothing.")                                        \
    X(SHIPPED_TONNES, shipped_tonnes, "t", TONNES, FLOW, MONTHLY, ALWAYS,              \
      "Shipments over the links of an observed flow, as reported (below).")

#define MNZ_METRIC_ID(id, name, unit, sums, scopes, period, lack, words)               \
    MNZ_METRIC_##id,
enum mnz_metric { MNZ_METRICS(MNZ_METRIC_ID) MNZ_NUM_METRICS };
#undef MNZ_METRIC_ID

/* Whether a metric is reported per month: never, always, or always but for industries
 * and sectors, which are many. */
enum mnz_metric_months { MNZ_MONTHS_NEVER, MNZ_MONTHS_ALWAYS, MNZ_MONTHS_ON_DEMAND };

struct mnz_metric_row {
    const char *name, *unit_name;
    enum mnz_metric_unit unit; /* of its sums */
    uint32_t scopes;           /* bits */
    enum mnz_metric_months months;
    int may_lack; /* a trial may have no value */
    const char *definition;
};
extern const struct mnz_metric_row mnz_metric_rows[MNZ_NUM_METRICS];

/* Whether less of a metric is worse. */
int mnz_metric_less_is_worse(uint32_t metric);

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
 * over the horizon, by group, then those of each month, by group: values that the end
 * of a month writes lie together.
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
    uint8_t *may_lack; /* [series] a trial may have no value of it */
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
