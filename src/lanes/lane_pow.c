/* lane_pow.c - mnz_pow of base/mathfn.c on lanes; see there for the method. */

#include "lanes/lane_pow.h"

#include <stddef.h>

#include "base/mathfn_parts.h"

/* An unevaluated sum of two lane vectors, the second small beside the first. */
struct pair {
    mnz_lane high, low;
};

static struct pair
sum_of(mnz_lane a, mnz_lane b)
{
    const mnz_lane sum = a + b, part = sum - a;

    return (struct pair){sum, (a - (sum - part)) + (b - part)};
}

static struct pair
product_of(mnz_lane a, mnz_lane b)
{
    const mnz_lane sa = a * MNZ_SPLITTER, sb = b * MNZ_SPLITTER, product = a * b;
    const mnz_lane a1 = sa - (sa - a), b1 = sb - (sb - b), a2 = a - a1, b2 = b - b1;

    return (struct pair){product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

static mnz_lane
power_of_two(mnz_mask exponent)
{
    return (mnz_lane)((exponent + 1023) << 52);
}

/* Whole numbers of less than 2^51 to and from doubles: added to 3 x 2^51, they are the
 * low bits of its mantissa. */
static const double SHIFT = 0x1.8p52;

static mnz_lane
double_of(mnz_mask whole)
{
    return (mnz_lane)(whole + (mnz_mask)lane_of(SHIFT)) - SHIFT;
}

/* The whole part, of numbers of either sign. */
static mnz_mask
whole_of(mnz_lane x)
{
    const mnz_mask sign = (mnz_mask)x & INT64_MIN;
    const mnz_lane size = (mnz_lane)((mnz_mask)x & INT64_MAX);
    const mnz_lane nearest = (size + SHIFT) - SHIFT;
    const mnz_lane whole =
        nearest - lane_where((mnz_mask)(nearest > size), lane_of(1.0));

    return (mnz_mask)((mnz_lane)((mnz_mask)whole | sign) + SHIFT) -
           (mnz_mask)lane_of(SHIFT);
}

static struct pair
log_of(mnz_lane x)
{
    const mnz_mask tiny = (mnz_mask)(x < 0x1p-1022);
    mnz_mask bits = (mnz_mask)lane_select(tiny, x * 0x1p54, x);
    mnz_mask exponent = (bits >> 52) - 1023 + (tiny & -54);
    mnz_lane m = (mnz_lane)((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
    const mnz_mask large = (mnz_mask)(m > MNZ_SQRT2);
    mnz_lane divisor, divisor_low, s, s_low, s2, e, sum = lane_of(0.0);
    struct pair back, total;

    m = lane_select(large, m * 0.5, m);
    exponent -= large;
    divisor = m + 1.0;
    divisor_low = m - (divisor - 1.0);
    s = (m - 1.0) / divisor;
    back = product_of(s, divisor);
    s_low = (((m - 1.0) - back.high) - back.low - s * divisor_low) / divisor;
    s2 = s * s;
    for (int i = MNZ_LOG_TERMS; i >= 1; i--)
        sum = s2 * (1.0 / (double)(2 * i + 1) + sum);
    e = double_of(exponent);
    total = sum_of(e * MNZ_LN2_HIGH, 2.0 * s);
    total.low += e * MNZ_LN2_LOW + (2.0 * s * sum + 2.0 * s_low);
    return sum_of(total.high, total.low);
}

static mnz_lane
exp_of(struct pair x)
{
    static const double inverse_factorial[] = MNZ_INVERSE_FACTORIALS;
    const mnz_mask over = (mnz_mask)(x.high > 709.782712893384);
    const mnz_mask under = (mnz_mask)(x.high < -745.2);
    const mnz_lane high = lane_select(over | under, lane_of(0.0), x.high);
    const mnz_lane k = high * MNZ_INV_LN2;
    const mnz_mask n = whole_of(lane_select((mnz_mask)(k < 0.0), k - 0.5, k + 0.5));
    const mnz_mask huge = (mnz_mask)(n >= 1024), small = (mnz_mask)(n < -1021);
    mnz_lane reduced, low, r, rest, y, sum = lane_of(0.0), scale, more;

    reduced = high - double_of(n) * MNZ_LN2_HIGH;
    low = x.low - double_of(n) * MNZ_LN2_LOW;
    r = reduced + low;
    rest = (reduced - r) + low;
    for (size_t i = 0; i < sizeof inverse_factorial / sizeof *inverse_factorial; i++)
        sum = sum * r + inverse_factorial[i];
    y = 1.0 + (r + (r * r * sum + rest));
    scale = power_of_two(n + (huge & -1) + (small & 60));
    more = lane_select(huge, lane_of(2.0),
                       lane_select(small, lane_of(0x1p-60), lane_of(1.0)));
    y = y * scale * more;
    y = lane_select(over, lane_of(__builtin_inf()), y);
    return lane_where(~under, y);
}

static mnz_lane
mnz_lane_pow(mnz_lane x, mnz_lane y)
{
    const struct pair logarithm = log_of(x);
    const mnz_lane rough = y * logarithm.high;
    const mnz_mask beyond = (mnz_mask)(rough >= 1000.0);
    const mnz_mask below = (mnz_mask)(rough <= -1000.0);
    const mnz_mask trivial = (mnz_mask)(y == 0.0) | (mnz_mask)(x == 1.0);
    struct pair power =
        product_of(lane_select(beyond | below, lane_of(0.0), y), logarithm.high);
    mnz_lane result;

    power.low += y * logarithm.low;
    result = exp_of(power);
    result = lane_select(beyond, lane_of(__builtin_inf()), result);
    result = lane_where(~below, result);
    return lane_select(trivial, lane_of(1.0), result);
}
