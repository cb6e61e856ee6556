#ifndef MNZ_CHARTS_CHAIN_H
#define MNZ_CHARTS_CHAIN_H

#include "charts/chart.h"

/* Columns: stages of the chain by the materials that they make, then industries. */
enum {
    MNZ_CHAIN_STAGES = 6,
    MNZ_CHAIN_INDUSTRIES = MNZ_CHAIN_STAGES,
    MNZ_CHAIN_COLUMNS
};
extern const char *const mnz_chain_heads[MNZ_CHAIN_COLUMNS];

/* The places with the largest flows, and all others together. */
enum { MNZ_CHAIN_PLACES = 8, MNZ_CHAIN_OTHERS = MNZ_CHAIN_PLACES - 1 };

enum mnz_chain_panel { MNZ_CHAIN_BASELINE, MNZ_CHAIN_WORST, MNZ_CHAIN_PANELS };

struct mnz_chain_flow;

/* Who sends how much to whom, by place; lives in the arena of its chart. */
struct mnz_chain {
    uint32_t num_flows, room;
    struct mnz_chain_flow *flows;
    const char *month; /* the worst */
    uint32_t num_places;
    const char *places[MNZ_CHAIN_PLACES];
    double baseline[MNZ_CHAIN_STAGES]; /* t a year of a stage */
    /* Tonnes a year of a stage from a place to a column and place. */
    double tonnes[MNZ_CHAIN_PANELS][MNZ_CHAIN_STAGES][MNZ_CHAIN_PLACES]
                 [MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES];
};

/* The flows of the chart's scenario, from flows.csv. MNZ_ERR_INPUT, with a message,
 * where the folder has none. */
MNZ_NODISCARD enum mnz_status mnz_chain_read(struct mnz_chart *chart,
                                             struct mnz_chain **out);

/* "CN", or "other". */
const char *mnz_chain_place(const struct mnz_chain *chain, int place);

#endif
