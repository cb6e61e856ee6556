#ifndef MNZ_ENGINE_BATCH_H
#define MNZ_ENGINE_BATCH_H

#include "engine/engine.h"
#include "lanes/lanes.h"

/* Which trials the lanes of a batch are: first, first + stride, ...; or any. */
struct mnz_lane_trials {
    uint64_t first, stride;
    const uint64_t *numbers; /* [lane] in place of these; or NULL */
};

static inline uint64_t
mnz_lane_trial(const struct mnz_lane_trials *trials, int lane)
{
    return trials->numbers ? trials->numbers[lane]
                           : trials->first + trials->stride * (uint64_t)lane;
}

/*
 * Numbers of a link that the step reads at every turn, in one piece of memory: the
 * loops over the links of a port take most of the time, and memory limits them. Letters
 * are those of docs/model/notation.md. A cache line of 64 bytes is two rows of four
 * lanes.
 */
struct mnz_link_lanes {
    mnz_lane w, order; /* w, o */
    union {
        mnz_lane allowed; /* A, until it is shipped */
        mnz_lane shipped;
    };
    mnz_lane f;
};

/* The same of a port. The last two lines are touched only where stockpiles or pacts
 * read the arrivals, and hold nothing of use elsewhere. */
struct mnz_port_lanes {
    mnz_lane use, stock;         /* u, I: making touches these only */
    mnz_lane cover, normal;      /* c, sum of n */
    mnz_lane ordered, got;       /* sums of o and of shipments, spot too */
    mnz_lane received, released; /* in this step: arrived from links; by stockpiles */
    mnz_lane coming;             /* stockpile goods that arrive next step */
} __attribute__((aligned(64)));

/* Orders for an output by the links of one priority class, and the part of them that is
 * met. */
struct mnz_slot {
    mnz_lane asked, part;
};

/* The state of a link under licence. */
struct mnz_licensed {
    mnz_lane waiting, in_hand;    /* waiting: under way, the sum of its queue */
    mnz_lane credit, credit_base; /* credit_base: b0 */
    mnz_lane free_part;           /* free: part of the order without a licence */
    mnz_lane ready;               /* for an office to pass; 0 without one */
    mnz_lane queue[];             /* [queue_rows] Q: row j matures in j + 1 steps */
};

/* Terms of the licences on a link, merged, in this step; see struct mnz_plan_terms. */
struct mnz_licence_terms {
    mnz_lane phi, general, granted, ahead; /* phi, g, alpha', M */
    mnz_lane trim, headroom, leak;
    mnz_lane refused; /* phi (1-g) (1-alpha) */
    mnz_lane kept;    /* 1 - share that lapses in a step */
    mnz_lane passes;  /* share of a need that the licences let a link carry */
    mnz_lane slowest; /* which of the licences in force is the slowest, -1 for none */
    mnz_mask in_force, begins, ended; /* the latter two since the last step */
    mnz_mask waits;  /* lanes in which the slowest is paused                    */
    uint32_t office; /* the slowest licence, where it is one in all lanes in force;
                        MNZ_NONE where they differ                              */
    const mnz_lane *delay; /* of this office: k, whether it has a throughput        */
    uint8_t is_limited;
    uint8_t moves_on_filing; /* queues move on as orders are filed, for all lanes go
                                to one office and none is paused                    */
    uint32_t queue_rows; /* blocks of rows in which anything can be under way       */
    uint8_t is_in_force, has_begun, has_ended, is_paused; /* in any lane            */
    uint8_t
        acts; /* in any lane, in this step or the last, of which licences may be left */
    uint8_t has_office; /* any of the licences has a throughput                     */
    uint8_t matures_on_order; /* in force, without an office of limited throughput */
    uint8_t has_headroom;     /* above 0 in any lane                                */
};

/* References of a link (its seller's order slot, its licence terms and state) and the
 * constants that are equal in every trial. At most 64 bytes: one cache line. */
struct mnz_link_ties {
    struct mnz_slot *slot;           /* of its seller, without priority policies */
    struct mnz_licence_terms *terms; /* without licences: one that never acts */
    struct mnz_licensed *licensed;   /* NULL without licences */
    uint32_t capped;                 /* its number among capped links, or MNZ_NONE */
    uint16_t lead;                   /* k in all lanes, or MNZ_LEADS_DIFFER */
    uint16_t is_bounded;             /* see struct mnz_plan_link */
    /* The link's terms where they are the same in every trial, on fixed ports: omega,
     * which is q too, q + b, L, r. As columns they are there for all links. */
    double omega, most_share, lead_mean, lead_rest;
};

/* References of a port, and flags that are equal in all lanes: phases choose their
 * ports by these, without a look at the lanes. */
struct mnz_port_at {
    struct mnz_port_lanes *lanes;
    struct mnz_link_lanes *link;      /* its links, of which the first has the number */
    const struct mnz_link_ties *ties; /* `first`                                      */
    mnz_lane *ring;
    uint32_t first, num_links;
    uint32_t node, market;
    uint16_t ring_size, ring_head; /* ring_head: row that arrives next */
    uint16_t common_lead; /* k of all its links in all lanes, or MNZ_LEADS_DIFFER */
    /* See struct mnz_plan_port. */
    uint8_t is_plain, is_fixed, is_of_industry, is_supplied, is_watched, has_capped;
    uint8_t is_settled; /* w = omega and f = 1 on each of its links, always       */
    uint8_t is_served;  /* every link shipped all of its order, in every lane     */
    uint8_t is_short;   /* in some lane links shipped less than was ordered       */
    uint8_t has_spot;   /* asked for something on the spot in this step, or       */
                        /* in the one before until it is looked at                */
};

_Static_assert(sizeof(struct mnz_link_ties) <= 64, "ties fill one cache line");

#define MNZ_LEADS_DIFFER UINT16_MAX

/*
 * A batch is MNZ_LANES trials that run side by side: columns of lane vectors, indexed
 * by node, port, output, link or market. Names follow docs/model/notation.md. Flows are
 * tonnes a step, durations are steps.
 */
struct mnz_batch {
    struct mnz_arena arena;
    const struct mnz_engine *engine;
    struct mnz_lane_trials trials;
    uint32_t step;
    const mnz_lane *draws;       /* [input], borrowed for a run */
    int is_initialised;          /* certain values are evaluated */
    struct mnz_link_lanes *link; /* [link] */
    struct mnz_port_lanes *port; /* [port] */
    struct mnz_port_at *at;      /* [port] */
    struct mnz_link_ties *ties;  /* [link] */
    struct mnz_slot *slot;       /* [slot] */

    /* Parameters: functions of the draws and the day. */
    mnz_lane *value;                           /* [value of the pool] */
    mnz_lane *yield, *out_cover;               /* [output]: y, c_out */
    mnz_lane *share0, *backup, *link_capacity; /* [link] omega before tilts, b */
    mnz_lane *lead, *lead_rest;                /* [link] L = k + rho, rho */
    mnz_mask *lead_whole;             /* [link] k, a whole number in each lane */
    uint32_t *lead_least, *lead_most; /* [link] the least and the greatest k */
    mnz_lane *first_growth_step;      /* [node] growth_step on the first step's day */
    mnz_lane *base_capacity, *growth_step; /* [node] K before growth; (1+g)^yps */
    mnz_lane *price;                       /* [material] USD/kg, 0 if none */
    mnz_lane adjust, per_adjust, per_expect, per_price_smooth, switching, return_rate,
        fill_memory, spot_share, premium_cap, short_above;

    /* The schedule of this batch's trials, [regime or control][step]. */
    mnz_lane *branch; /* [event] position of the branch drawn, -1 for none */
    mnz_lane *regime_phi;
    mnz_lane *outage_keep;  /* [control][step]: product of 1 - fraction phi */
    mnz_mask *paused;       /* [licence][step] */
    mnz_lane *regime_first; /* [regime] first day in force within the run, unlimited if
                               never */
    mnz_lane *online;       /* [project] day, as planned or slipped */

    /* Baseline. */
    mnz_lane *base_activity; /* [node] */
    mnz_lane *base_flow;     /* [link] */
    mnz_lane *base_use;      /* [port] u X at the first step */
    mnz_lane *military; /* [node] share of a node's sales that end in military use */

    /* State. */
    mnz_lane *out_stock;       /* [output] S */
    mnz_lane *expected_orders; /* [output] O */
    mnz_lane *normal_activity; /* [node] X */
    mnz_lane *growth;          /* [node] factor */
    mnz_lane *backlog;         /* [node] B of industries that recover lost output */
    mnz_lane *ring;            /* goods in transit */
    mnz_lane *premium;         /* [market] */
    mnz_lane *stockpile, *stockpile_first,
        *stockpile_coming; /* [stockpile] held, first holding, purchases on their way */
    mnz_lane *transit;     /* [stockpile][transit_rows] of these, by step modulo rows */
    mnz_mask *stockpile_released; /* [stockpile] in the last step */
    mnz_lane *scrap;              /* [scrap] Z */
    mnz_lane *returns; /* [max_after + 1][recycling], by step modulo: to come back */
    /* [recycling_nodes] t that return per unit of activity, now and at the start. */
    mnz_lane *returned, *first_return;

    mnz_lane *technology_age;          /* [control] months in force so far */
    mnz_mask *is_begun, *is_looked_at; /* [project] its needs capped; were looked at */
    mnz_lane *begun;                   /* [project] day from which its ramp counts */
    /* Uneven industries; NULL without any. */
    mnz_lane *firm_law, *product_cover; /* [node] kappa, c_F */
    mnz_lane *product_stock,
        *firms_stopped;         /* [node] F, share of firms without an input */
    mnz_lane *products_lacking; /* [node] e of the limiting input, 1 without one */
    mnz_lane *stock_before, *consumed; /* [port] I before arrivals, t consumed */
    mnz_lane *shortage_age; /* [port] steps since the first shortage, or -1 */
    mnz_lane *hoard;    /* [port] asked for ahead of a date; NULL without hoarding */
    mnz_lane *pact_age; /* [pact] steps in a row in which a member was short */
    mnz_lane *substitution_age; /* [substitution port] steps since the premium, or -1 */

    mnz_lane *licensed;              /* see mnz_licensed_at */
    struct mnz_licence_terms *terms; /* [terms], then the one that never acts */
    /* Licence controls, [licence]. */
    mnz_lane *delay;      /* [licence][queue_rows]: k_j, 0 beyond J' */
    uint32_t *delay_last; /* the largest J' of the lanes */
    mnz_lane *delay_mean; /* sum of j k_j */
    mnz_lane *delay_median,
        *delay_spread;      /* medians and log-sds that `delay` was made of, steps */
    mnz_mask *delay_count;  /* J' of each lane; 0 before they are known */
    mnz_lane *office_share; /* of ready that passes in this step */
    mnz_lane *office_ready; /* sum of ready */
    mnz_lane *chi;          /* [licence][node], extraterritorial ones */
    uint8_t *has_changed;   /* [licence] terms, since the last step */
    /* Of the links whose slowest licence it is: t filed and granted in this step, t
     * under way or ready and t in hand after it. */
    mnz_lane *office_applied, *office_granted, *office_backlog, *office_in_hand;

    /* Held links, [capped]. */
    mnz_lane *reach;      /* share of need that controls let the link carry */
    mnz_mask *is_free;    /* nothing in force: ban, quota or licence */
    mnz_lane *last_order; /* [capped] for quotas by orders */
    mnz_lane *quota_sum;  /* [control] sum by which a quota is allotted */

    /* Flows of the step. */
    mnz_lane *omega;        /* [link] base share of the step */
    mnz_lane *omega_before; /* [link] that of the step before */
    mnz_lane *qualified;    /* [link] q = max(omega, share0) */
    mnz_lane *most_share;   /* [link] q + b: greatest share */
    mnz_lane *spot;         /* [link] asked for, then bought, on the spot */
    uint32_t *spot_ports;   /* that asked for something on the spot in this step */
    mnz_lane *limit;        /* [link] capacity in this step, where bounded */
    mnz_lane *duty;         /* [link], only with tariffs; else NULL */
    mnz_lane *class_number; /* [link] priority class */
    mnz_lane *capacity;     /* [node] K */
    mnz_lane *wanted, *demand_at_price,
        *demand;        /* [node] W, D0, D = a* of industries */
    mnz_lane *activity; /* [node] a */
    /* [node] of industries: the activity that inputs and their stocks allow, and the
     * demand that customers get. The same column as `activity` without uneven
     * industries. */
    mnz_lane *supplied, *delivered;
    mnz_lane *target; /* [node] a* */
    mnz_lane
        *limiting; /* [node] port (counted within the node) that limits, -1 if none */
    mnz_lane *sales_capacity; /* [node] max over driving outputs of A_m / y_m */
    mnz_lane *asked;          /* [link] scratch of a refill */
    mnz_lane
        *corridor; /* [link] share of normal flow left by outages; NULL without any */
    mnz_lane *open_orders;          /* [output] sum of A */
    mnz_lane *set_aside;            /* [output] */
    mnz_lane *got_sum, *demand_sum; /* [market] */
    mnz_lane *gap;                  /* [port] scratch of a release */
    mnz_lane *refill_asked;         /* [output] scratch of a refill */
    mnz_lane *hoarding; /* [port] share of normal use hoarded in this step; NULL without
                           hoarding */
    mnz_lane *pact_acts; /* [pact] phi, 0 where it does not act */
    mnz_lane *kept;      /* [link] share that a pact lets pass; NULL without pacts */
    mnz_lane *extra; /* [link] R: orders of competing stockpiles; NULL without any */
    mnz_lane *extra_cut;        /* [link] part of R that the link's limits leave */
    mnz_lane *extra_shipped;    /* [link] the part of R that was shipped */
    mnz_lane *refill_part;      /* [refill] order of one stockpile on one link */
    mnz_lane *to_stockpiles;    /* [link] shipped to stockpiles in this step; NULL where
                                   none is refilled */
    mnz_lane *let_out, *bought; /* [stockpile] t released, and bought, in this step */
    mnz_lane *lets_in;      /* [port] share of its gap that controls let a release of
                               the stockpile at hand fill; 1 between stockpiles */
    mnz_lane *scrap_back;   /* [recycling] t that came back in this step */
    mnz_mask *was_in_force; /* [policy] and is paid for; of those with costs */
    mnz_mask *is_paid_for;  /* [project] its capital */
    mnz_lane policy_cost_usd;
};

/* Amount that a port got in this step, releases of stockpiles included. */
static inline mnz_lane
mnz_port_got(const struct mnz_port_at *at)
{
    return at->is_supplied ? at->lanes->got + at->lanes->released : at->lanes->got;
}

/* u of a port as the scenario gives it, before any substitution. */
static inline mnz_lane
mnz_base_use(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_network *net = b->engine->net;
    const mnz_lane use = b->value[net->ports[p].use];

    return net->nodes[net->ports[p].node].is_industry ? use * net->years_per_step : use;
}

/* Tonnes that a bounded link can still carry beside its shipments of this step. */
static inline mnz_lane
mnz_link_room(const struct mnz_batch *b, uint32_t l)
{
    mnz_lane room = b->limit[l] - b->link[l].shipped;

    if (b->to_stockpiles)
        room -= b->to_stockpiles[l];
    return lane_positive(room);
}

/* Share of an industry's firms that stop in this step for want of an input. Equal firms
 * share what there is, as if that part of them ran. */
static inline mnz_lane
mnz_firms_stopped(const struct mnz_batch *b, uint32_t node)
{
    if (b->engine->node_is_uneven[node])
        return b->firms_stopped[node];
    return 1.0 - lane_ratio(b->activity[node], b->target[node], 1.0);
}

/* Rows of a licensed link's state, its queue included. */
static inline size_t
mnz_licensed_rows(const struct mnz_engine *engine)
{
    return sizeof(struct mnz_licensed) / sizeof(mnz_lane) + engine->queue_rows;
}

/* The state of licensed link `i`. */
static inline struct mnz_licensed *
mnz_licensed_at(const struct mnz_batch *b, size_t i)
{
    return (struct mnz_licensed *)(void *)&b
        ->licensed[i * mnz_licensed_rows(b->engine)];
}

/* The control that is licence `v`. */
static inline const struct mnz_control *
mnz_licence_control(const struct mnz_batch *b, uint32_t v)
{
    return &b->engine->net->scenario->controls[b->engine->control_of_licence[v]];
}

/* Lanes in which the j-th of the licences is the slowest in force. */
static inline mnz_mask
mnz_is_slowest(const struct mnz_licence_terms *x, uint32_t j)
{
    return (mnz_mask)(x->slowest == lane_of((double)j));
}

/* Reads the batch, changes nothing: called in every step once all orders are placed,
 * unless `ordered` is NULL, and after the step. */
struct mnz_observer {
    void (*ordered)(void *context, const struct mnz_batch *batch);
    void (*step)(void *context, const struct mnz_batch *batch);
    void *context;
};

/* A batch for `engine` (borrowed). The memory of one worker; nothing is allocated
 * later. */
MNZ_NODISCARD enum mnz_status mnz_batch_create(const struct mnz_engine *engine,
                                               struct mnz_batch **out);

/* Does nothing when `batch` is NULL. */
void mnz_batch_destroy(struct mnz_batch *batch);

/* How many bytes a batch holds. */
size_t mnz_batch_bytes(const struct mnz_batch *batch);

/* About as much, of a batch that is not there. MNZ_ERR_NOMEM if no memory is so large.
 */
MNZ_NODISCARD enum mnz_status mnz_batch_expect_bytes(const struct mnz_engine *engine,
                                                     size_t *bytes);

#endif
