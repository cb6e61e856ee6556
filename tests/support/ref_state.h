#ifndef TESTS_SUPPORT_REF_STATE_H
#define TESTS_SUPPORT_REF_STATE_H

#include "support/ref_engine.h"

/* State of one trial, shared by the files of the reference engine, in the symbols of
 * docs/model/notation.md; and the moves of a step. Amounts are t, flows t per step,
 * durations steps. */

struct ref_interval {
    double from, until; /* days */
};

/* A set of days: intervals that do not overlap. */
struct ref_days {
    struct ref_interval *intervals;
    uint32_t count;
};

struct ref_node {
    double K, factor; /* factor: growth since the first step; W for industries */
    double X, a_star, a;
    double D0, D, B;
    double kappa, c_F, F; /* industries: law of firms; product, in steps and in stock */
    double supplied, delivered, stopped;
    double ms; /* military share */
    double baseline;
    uint32_t limiting; /* port, or MNZ_NONE */
};

struct ref_port {
    double u, c, I;
    double base_u; /* before any substitution */
    double need;
    double hoarded, hoard;  /* by surges: in this step, and so far */
    double received;        /* from links in this step    */
    double released;        /* by stockpiles in this step */
    double coming;          /* released in the last step  */
    double before, arrived; /* I before arrivals, and all that arrived in this step */
    /* Industries: the share of output that needs it, served / N, and t consumed. */
    double e, fill, consumed;
    int was_lacking;        /* the clock of an essential input runs */
    uint32_t steps_lacking; /* since the end of the step that set it off */
    uint32_t class_number;
};

struct ref_output {
    double y, c_out, hold;
    double S, O, A;
    double baseline;
    double set_aside;
    int has_scrap;
    double Z;
};

struct ref_link {
    double share;                 /* of the row, not yet rescaled */
    double omega, b, L, capacity; /* capacity: INFINITY without */
    double qualified; /* max(omega, base share without offtakes and tariffs) */
    double corridor;  /* the most that outages let pass */
    double duty;
    double w, f;
    double n, nu;
    uint32_t class_number;
    double *arrives; /* [step] from now into the future */
    uint32_t num_arrives;
    double baseline; /* flow */

    double o, last_o;
    double allowed; /* to the buyer: A without R */
    double A, shipped, spot, got;
    double
        asked_for_stockpiles; /* part of A: purchases that compete with the buyer's */
    double to_stockpiles;     /* shipped to stockpiles, R or a refill */

    /* Licences: all of them together, and the slowest, from which the rest comes. */
    double phi, g, alpha, alpha_dash;
    uint32_t slowest; /* control, or MNZ_NONE where phi is 0 */
    double lambda;    /* the largest that a licence in force lets cross anyway */
    double M;
    double last_phi, credit, b0;
    double *Q; /* [J] */
    double ready, in_hand, free;

    int is_controlled; /* a ban, quota, licence or extraterritorial control acts */
};

struct ref_control {
    double phi; /* of its regime; of an extraterritorial control on links it catches */
    uint32_t num_outages;
    struct ref_days *outages; /* days of each outage */
    double *chi;              /* [node], extraterritorial */
    double *k;                /* [J + 1], licences in force */
    double M;
    double age;              /* technology: months in force before this step */
    double applied, granted; /* licences: in this step */
};

struct ref_stockpile {
    double first_holding, held;
    double *arrives; /* [step] purchases, from now into the future */
    uint32_t num_arrives;
    double let_go, bought; /* in this step */
    int is_called; /* its trigger, or one through a pact, was met in the last step */
    double *asked; /* [link]: purchases that compete, in this step */
};

struct ref_project {
    double online;     /* day: drawn and slipped */
    int was_looked_at; /* with the needs in mind */
    int has_what_it_needs;
    double begins; /* the day from which the ramp counts */
    double part;   /* of the plant that is there: ramp share x phi */
    int is_paid;
};

struct ref_pact {
    uint32_t age; /* steps in a row, up to the last, in which somebody was short */
    int acts;
};

/* The clock of a port that a substitution may save at. */
struct ref_clock {
    int runs;
    uint32_t steps; /* since it was set off, the next step counting 1 */
};

struct ref {
    const struct mnz_network *net;
    const struct mnz_scenario *s;
    const double *draws;
    uint64_t seed, trial;
    struct mnz_arena arena;

    uint32_t t;
    double Delta, yps;
    double T, tau, switching, return_share, fill_memory, spot, price_smooth, cap;

    uint32_t J;
    struct ref_node *nodes;
    struct ref_port *ports;
    struct ref_output *outputs;
    struct ref_link *links;
    struct ref_control *controls;
    struct ref_stockpile *stockpiles;
    struct ref_project *projects;
    struct ref_pact *pacts;
    struct ref_clock *clocks; /* as substitution_ports */
    double *premium;          /* [market] */
    double *phi;              /* [regime] */
    int *is_paid;             /* [policy]: what is due once */
    struct ref_days *days;    /* [regime] */
    uint32_t *drawn_branch;   /* [event], or MNZ_NONE */
    double *returns; /* [recycling x num_steps + step]: scrap that could come back */
    double *first_return; /* [recycling_nodes], per unit of the first step's activity */
    double policy_cost_usd;               /* in this step */
    double recycled[MNZ_NUM_RARE_EARTHS]; /* into scrap stocks in this step */
    double *content; /* [material x MNZ_NUM_RARE_EARTHS], first step's */
};

/* ref_engine.c */
void *ref_room(struct ref *r, size_t count, size_t size);

/* ref_value.c: a value in this step, in the first, and months as steps; x / 0 is 0. */
double ref_value(const struct ref *r, mnz_value_id id);
double ref_value_at(const struct ref *r, mnz_value_id id, uint32_t step);
double ref_first(const struct ref *r, mnz_value_id id);
double ref_steps(const struct ref *r, mnz_value_id months);
double ref_per_step(const struct ref *r, mnz_value_id rate_per_month);
double ref_ratio(double x, double by);
const struct mnz_actor *ref_actor(const struct ref *r, uint32_t node);
/* Content of element e in a t of material in step t. */
double ref_content(const struct ref *r, uint32_t material, uint32_t e, uint32_t step);
/* The i-th link of a port. */
uint32_t ref_port_link(const struct ref *r, uint32_t port, uint32_t i);

/* ref_regime.c: the days of every regime and outage; phi of each in a step. */
void ref_draw_events(struct ref *r);
struct ref_interval ref_window(const struct ref *r, const struct mnz_window *w);
void ref_set_days(struct ref *r);
void ref_draw_outages(struct ref *r);
double ref_days_share(const struct ref *r, const struct ref_days *days);

/* ref_baseline.c: the baseline and the state before the first step. */
void ref_start(struct ref *r);

/* ref_environment.c: 1. */
void ref_environment(struct ref *r);

/* ref_project.c: the part of a project that is there, and when it begins. */
void ref_set_projects(struct ref *r);

/* ref_technology.c: the part of a plant left without spare parts, the delay of a
 * project, and the time in force. */
double ref_technology_left(const struct ref *r, uint32_t node);
double ref_slip_days(const struct ref *r, uint32_t node, double online);
void ref_age_technology(struct ref *r);

/* ref_hoarding.c: hoards of buyers. */
void ref_set_hoards(struct ref *r);

/* ref_substitution.c: uses after substitution, and its clocks. */
void ref_save_inputs(struct ref *r);
void ref_run_clocks(struct ref *r);
int ref_is_saver(const struct ref *r, uint32_t node);

/* ref_pact.c: pacts that act, diversion, who is short. */
void ref_call_pacts(struct ref *r);
double ref_left_for_others(const struct ref *r, uint32_t link);
void ref_note_who_is_short(struct ref *r);

/* ref_purchase.c: stockpiles that buy beside the buyers. */
void ref_plan_purchases(struct ref *r);
void ref_limit_purchases(struct ref *r, uint32_t link);
void ref_send_to_stockpile(struct ref *r, uint32_t pile, uint32_t link, double amount);
void ref_fill_stockpiles(struct ref *r, uint32_t link, double sent);

/* ref_floor.c: payments of price floors in this step. */
double ref_price(const struct ref *r, uint32_t market);
double ref_floor_payments(const struct ref *r);

/* ref_cost.c */
double ref_policy_cost(struct ref *r);

/* ref_chi.c: the controlled content of goods made abroad. */
void ref_trace_content(struct ref *r, uint32_t control);

/* ref_licence.c: 2, and the licences, bans and quotas of 3 and 4. */
void ref_offices(struct ref *r); /* 2 */
void ref_license(struct ref *r, uint32_t link);
void ref_use_licences(struct ref *r, uint32_t link);
double ref_reach(const struct ref *r, uint32_t link);

/* ref_grey.c: lambda of a control on a link. */
double ref_lambda(const struct ref *r, uint32_t control, uint32_t link);

/* ref_order.c: 3. */
void ref_order(struct ref *r);

/* ref_firms.c: industries in 1, 3, 4, 7 and 9. The clocks of essential inputs run as
 * the step ends. */
void ref_set_industry(struct ref *r, uint32_t node);
void ref_want_as_industry(const struct ref *r, uint32_t node);
void ref_make_as_industry(struct ref *r, uint32_t node);
void ref_settle_products(struct ref *r);
void ref_run_learning(struct ref *r);

/* ref_ship.c: 4 and 5. */
void ref_ship(struct ref *r);
void ref_spot(struct ref *r);
double ref_in_transit(const struct ref *r, uint32_t link);

/* ref_settle.c: 7. */
void ref_settle(struct ref *r);

/* ref_stockpile.c: 6. */
void ref_stockpiles(struct ref *r);
double ref_normal_use(const struct ref *r, uint32_t port);
double ref_stockpile_rate(const struct ref *r, uint32_t pile);
double ref_arriving(const struct ref *r, uint32_t pile);
/* The part of a port's gap that controls on releases of a stockpile let it fill. */
double ref_open(const struct ref *r, uint32_t pile, uint32_t port);
/* 1, or 0 where n of the links asked is dust. */
double ref_enough_trade(const struct ref *r, uint32_t pile, double sum);

/* ref_recycling.c: scrap that comes back, and scrap of later steps. */
void ref_start_returns(struct ref *r);
double ref_scrap_back(const struct ref *r, uint32_t recycling);
void ref_return_scrap(struct ref *r);
void ref_note_returns(struct ref *r);

/* ref_adapt.c: 9, with the growth into the next step. */
void ref_adapt(struct ref *r);

/* ref_trace.c: 8, and the states that the step leaves. */
struct ref_trace *ref_trace_create(const struct ref *r);
void ref_record(const struct ref *r, struct ref_trace *trace);
void ref_trace_states(const struct ref *r, struct ref_trace *trace);

/* ref_books.c: content of all stocks by element, and the step's entries. */
void ref_books_open(const struct ref *r, struct ref_books *books);
void ref_books_enter(const struct ref *r, struct ref_books *books);

#endif
