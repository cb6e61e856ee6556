/* firms.c - what an industry of firms with unequal stocks can run on. */

#include "engine/firms.h"

#include "lanes/lane_pow.h"

/* Closer to 1 than this, kappa counts as 1. */
static const double NEAR_ONE = 1e-6;

static mnz_lane
mnz_firms_law(mnz_lane spread)
{
    const mnz_lane square = spread * spread;
    const mnz_lane kappa = 2.0 * square / (1.0 + square);
    const mnz_lane distance = lane_max(kappa - 1.0, 1.0 - kappa);

    return lane_select((mnz_mask)(distance < NEAR_ONE), lane_of(1.0), kappa);
}

/* x^y, and 0 where x is 0: y > 0 there. */
static mnz_lane
power(mnz_lane x, mnz_lane y)
{
    const mnz_mask is_positive = (mnz_mask)(x > 0.0);

    return lane_where(is_positive,
                      mnz_lane_pow(lane_select(is_positive, x, lane_of(1.0)), y));
}

/* The fraction of the normal stock that is left of x after the gap z, in normal stocks:
 * firms that run dry stop, so that the others' stocks fall more slowly. */
static mnz_lane
fraction_left(mnz_lane x, mnz_lane z, mnz_lane kappa)
{
    static const double E = 0x1.5bf0a8b145769p1;
    const mnz_mask is_one = (mnz_mask)(kappa == 1.0);
    const mnz_mask is_zero = (mnz_mask)(kappa == 0.0);
    const mnz_lane rest = lane_select(is_one, lane_of(1.0), 1.0 - kappa);
    const mnz_lane equal = lane_positive(x - z);
    mnz_lane general, exponential = lane_of(0.0);

    if (!lane_any(~is_zero))
        return equal;
    general = power(power(x, rest) - rest * z, 1.0 / rest);
    if (lane_any(is_one))
        exponential = x * mnz_lane_pow(lane_of(E), -z);
    general = lane_select(is_one, exponential, general);
    general = lane_where((mnz_mask)(x > 0.0), general);
    return lane_select(is_zero, equal, general);
}

static struct mnz_firms
mnz_firms_serve(mnz_lane need, mnz_lane arrived, mnz_lane stock, mnz_lane normal,
                mnz_lane kappa)
{
    const mnz_lane gap = lane_positive(need - arrived);
    const mnz_lane above = lane_min(lane_positive(stock - normal), gap);
    const mnz_lane rest = gap - above;
    const mnz_lane x = lane_min(lane_ratio(stock - above, normal, 0.0), lane_of(1.0));
    struct mnz_firms firms = {lane_min(arrived + above, need), x};

    if (!lane_any((mnz_mask)(rest > 0.0)))
        return firms;
    firms.left = lane_select((mnz_mask)(rest > 0.0),
                             fraction_left(x, lane_ratio(rest, normal, 0.0), kappa), x);
    firms.served = lane_min(need, arrived + above + normal * (x - firms.left));
    return firms;
}

static mnz_lane
mnz_firms_dry(mnz_lane left, mnz_lane kappa)
{
    const mnz_lane running =
        lane_select((mnz_mask)(kappa > 0.0), power(left, kappa),
                    lane_where((mnz_mask)(left > 0.0), lane_of(1.0)));

    return lane_positive(1.0 - running);
}
