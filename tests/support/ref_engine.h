#ifndef TESTS_SUPPORT_REF_ENGINE_H
#define TESTS_SUPPORT_REF_ENGINE_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "network/network.h"

/*
 * The reference engine: one trial of docs/model/ in plain loops over plain doubles,
 * in the page's order and with the page's names, so that page and code can be held side
 * by side. It is the oracle of the fast engine and shares nothing with it but the
 * network's structure. Not for speed; without memory it aborts.
 */

/* A number for each thing in each step. */
struct ref_column {
    uint32_t width;
    double *values;
};

static inline double
ref_at(const struct ref_column *column, uint32_t step, uint32_t i)
{
    return column->values[(size_t)step * column->width + i];
}

/* The books of one element at the end of a step, in t of the element; flows are the
 * step's. Stocks count at the first step's compositions. */
struct ref_books {
    double stocks;    /* all that is held, under way or waiting as scrap */
    double mined;     /* made from nothing                               */
    double recycled;  /* come back into scrap stocks                     */
    double consumed;  /* by industries                                   */
    double lost;      /* used and not made                               */
    double set_aside; /* surplus of co-products                          */
    double saved;     /* made of materials that substitution saved: a supply */
};

/*
 * Record of one trial. Amounts are t, flows t per step, activities per step. States are
 * those at the end of the step (f, w, X, O, premium after their update), flows those of
 * the step, and parameters (capacity, demand, phi, duty, chi) those in force in it.
 */
struct ref_trace {
    struct mnz_arena arena;
    const struct mnz_network *network; /* borrowed */
    uint32_t num_steps;

    /* [node]: X is W for industries; demand (W), D, D0, backlog (B), supplied,
     * delivered, shortfall, product_stock (F) are 0 for facilities; limiting is the
     * position of a port, or -1. */
    struct ref_column activity, a_star, capacity, X, demand, D, D0, backlog, supplied,
        delivered, shortfall, product_stock, stopped, limiting;
    /* [port]: stock is I, got counts shipments and spot, received the arrivals over
     * links, released the releases of stockpiles to it, which arrive in the next step,
     * use is u, hoard the stock beyond the cover after the step; of industries, fill is
     * served / N, essential is e, and consumed is in t. */
    struct ref_column stock, got, received, released, use, hoard, filled, essential,
        consumed;
    /* [output]: made_stock is S, expected O; scrap is Z, 0 where none is kept. */
    struct ref_column made_stock, expected, set_aside, scrap;
    /* [link]: phi is that of the licences together. Allowed is the amount that may be
     * shipped to the buyer: A is this and asked_for_stockpiles (R); shipped is without
     * to_stockpiles, and most is the tonnes that the link can carry for all purposes,
     * negative without a limit. */
    struct ref_column order, allowed, shipped, spot, share, fill, base_share, duty, phi,
        in_transit, under_way, ready, in_hand, credit, asked_for_stockpiles,
        to_stockpiles, most;
    struct ref_column ordered_share; /* [link] w as orders are placed */
    struct ref_column premium;       /* [market] */
    struct ref_column held, let_go;  /* [stockpile]: held, and released in the step */
    struct ref_column regime_phi;    /* [regime] */
    struct ref_column project;       /* [project]: the part of it that is there, as its
                                        ramp and its policy's phi have it */
    struct ref_column pact_acts;     /* [pact]: 1 in steps in which it acts, else 0 */
    struct ref_column policy_cost_usd; /* one number a step: cost of price floors */
    /* [control], over the links whose slowest licence it is: filed in the step, come
     * into hand in it; under way or ready, and in hand, at its end. 0 for others. */
    struct ref_column licence_applied, licence_granted, licence_backlog,
        licence_in_hand;
    struct ref_column chi;   /* [control x num_nodes + node] */
    struct ref_books *books; /* [(step + 1) x MNZ_NUM_RARE_EARTHS + element]; row 0
                                holds the stocks before the first step */
};

/*
 * Run one trial. `draws` has one value per input of the scenario's pool; `seed` and
 * `trial` key the processes inside the run. The trace is the caller's to destroy.
 */
struct ref_trace *ref_run(const struct mnz_network *network, const double *draws,
                          uint64_t seed, uint64_t trial);

/* Does nothing when `trace` is NULL. */
void ref_trace_destroy(struct ref_trace *trace);

/*
 * Check the laws of every step: each element conserved to 1e-9 relative, no negative
 * stock, shares that sum to 1, nothing shipped beyond the allowed, 0 <= shortfall <= 1.
 * Returns 1 if all hold; else 0, with the first fault in `why`.
 */
int ref_trace_verify(const struct ref_trace *trace, char *why, size_t size);

#endif
