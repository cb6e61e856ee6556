#ifndef MNZ_STUDY_BLAME_LANE_H
#define MNZ_STUDY_BLAME_LANE_H

#include "engine/batch.h"
#include "study/blame_labels.h"
#include "study/mixes.h"

/* Facts of the network that blame looks up, equal for all trials. */
struct mnz_blame_plan {
    uint32_t *first_act; /* [node + 1] in `acts` */
    uint32_t *acts;      /* outages and technology controls of each node */
    uint32_t *pact_of; /* [engine link] policy of a pact that may divert, or MNZ_NONE */
    uint32_t *follows; /* [node] the industry's number among those asked, or MNZ_NONE */
};

/* A gap on its way to a port. */
struct mnz_blame_arrival {
    double weight;
    mnz_mix mix;
    uint32_t next; /* in the same port and step; MNZ_NONE: the last */
};

/* A loss of an industry in a step. */
struct mnz_blame_loss {
    uint32_t industry; /* among those asked */
    uint32_t month;
    uint32_t port; /* the scarcest input, MNZ_NONE if prices alone are to blame */
    int is_output; /* output lost; else the shortfall */
    double amount; /* activity */
    double tonnes; /* of the scarcest input */
    mnz_mix mix;
};

/* A link in one step, in tonnes; letters are those of docs/model/blame.md. */
struct mnz_blame_link {
    double needed;    /* N */
    double passes;    /* P */
    double held;      /* with its mix H */
    double unordered; /* with its mix E */
    double allowed;   /* A - R */
    double extra;     /* R */
    double gap;       /* G */
    mnz_mix hold, reason;
    mnz_mix mix;  /* of the gap in this step */
    mnz_mix last; /* of its last gap */
    double order_before, lapsed;
};

struct mnz_blame_port {
    double stock; /* I as the step begins */
    mnz_mix lack;
    mnz_mix longing;   /* why it orders more than full supply needs */
    double longed_for; /* t */
};

struct mnz_blame_node {
    double needed;            /* Xn */
    double whole;             /* K0 */
    mnz_mix capacity, orders; /* mixes of capacity and of lost orders */
    mnz_mix idle;
    double product; /* F as the step begins */
    mnz_mix outlet;
};

struct mnz_blame_output {
    double needed; /* sum of N */
    double stock;  /* S as the step begins */
    mnz_mix want;
};

struct mnz_blame_market {
    double premium; /* of the last step */
    mnz_mix premium_mix, gaps;
    double gap; /* of its ports in this step */
};

/* Blame in one trial: one lane of a batch, with what lasts from step to step. */
struct mnz_blame_lane {
    const struct mnz_blame_plan *plan;
    const struct mnz_batch *b; /* while a step is read */
    int lane;
    struct mnz_blame_labels *labels; /* of all lanes */
    struct mnz_mixes mixes;
    struct mnz_blame_link *links; /* as the engine numbers them */
    struct mnz_blame_port *ports;
    struct mnz_blame_node *nodes;
    struct mnz_blame_output *outputs;
    struct mnz_blame_market *markets;
    double *in_hand;    /* [licensed] as orders are placed */
    uint32_t *arriving; /* [port][step] first arrival, or MNZ_NONE */
    uint32_t num_arrivals, most_arrivals;
    struct mnz_blame_arrival *arrivals;
    uint32_t num_losses, most_losses;
    struct mnz_blame_loss *losses;
    int has_failed; /* memory ran out */
};

static inline double
mnz_blame_at(const struct mnz_blame_lane *x, const mnz_lane *column, uint32_t i)
{
    return column[i][x->lane];
}

/* phi of a regime in this step. */
static inline double
mnz_blame_phi(const struct mnz_blame_lane *x, uint32_t regime)
{
    return x->b->regime_phi[(size_t)regime * x->b->engine->net->num_steps + x->b->step]
                           [x->lane];
}

static inline double
mnz_blame_value(const struct mnz_blame_lane *x, mnz_value_id id)
{
    return x->b->value[id][x->lane];
}

static inline double
mnz_blame_positive(double value)
{
    return value > 0.0 ? value : 0.0;
}

static inline double
mnz_blame_least(double a, double b)
{
    return a < b ? a : b;
}

/* The label as a mix. */
static inline mnz_mix
mnz_blame_as_mix(struct mnz_blame_lane *x, enum mnz_blame_cause cause, uint32_t act,
                 uint32_t node)
{
    return mnz_mix_of_label(
        mnz_blame_label_number(x->labels, (struct mnz_blame_label){cause, act, node}));
}

/* Add a label to the mix that is being made. */
static inline void
mnz_blame_add_label(struct mnz_blame_lane *x, double weight, enum mnz_blame_cause cause,
                    uint32_t act, uint32_t node)
{
    if (weight > 0.0)
        mnz_mix_add(&x->mixes, weight, mnz_blame_as_mix(x, cause, act, node));
}

/* The node that sells on the engine's link `l`. */
static inline uint32_t
mnz_blame_seller(const struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_engine *e = x->b->engine;

    return e->net->outputs[e->links[l].output].node;
}

#endif
