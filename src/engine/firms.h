#ifndef MNZ_ENGINE_FIRMS_H
#define MNZ_ENGINE_FIRMS_H

#include "lanes/lanes.h"

/*
 * Firms of one industry hold unequal stocks. Their covers follow a generalised Pareto
 * law, so that the sum over firms has a closed form: where the industry's stock is the
 * fraction x of its normal level, the share x^kappa of need still runs in full. kappa
 * is 0 for equal firms, 1/2 for a uniform spread of covers, 1 for an exponential one,
 * and below 2.
 */

/* How much of a need is met in a step, t, and the fraction of its normal level at which
 * the step leaves the stock. */
struct mnz_firms {
    mnz_lane served, left;
};

/* kappa of firms whose covers have the coefficient of variation `spread`; exactly 1
 * near 1, where the general formula loses its digits. */
static mnz_lane mnz_firms_law(mnz_lane spread);

/*
 * A step of an industry that needs `need` of an input, gets `arrived` of it and held
 * `stock` before that; `normal` is its normal stock. All t.
 */
static struct mnz_firms mnz_firms_serve(mnz_lane need, mnz_lane arrived, mnz_lane stock,
                                        mnz_lane normal, mnz_lane kappa);

/* The share of firms that have run dry of an input whose stock is the fraction `left`
 * of its normal level, where less arrives than is needed. */
static mnz_lane mnz_firms_dry(mnz_lane left, mnz_lane kappa);

#endif
