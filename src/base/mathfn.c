/* mathfn.c - exp, log, pow and the normal distribution from elementary operations. */

#include "base/mathfn.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mathfn_parts.h"

/* An unevaluated sum of two doubles, the second small beside the first. */
struct pair {
    double high, low;
};

static struct pair
sum_of(double a, double b)
{
    const double sum = a + b, part = sum - a;

    return (struct pair){sum, (a - (sum - part)) + (b - part)};
}

/* Dekker's exact product: each factor is split into halves of 26 bits. */
static struct pair
product_of(double a, double b)
{
    const double sa = a * MNZ_SPLITTER, sb = b * MNZ_SPLITTER, product = a * b;
    const double a1 = sa - (sa - a), b1 = sb - (sb - b), a2 = a - a1, b2 = b - b1;

    return (struct pair){product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

static double
power_of_two(int64_t exponent)
{
    const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* e to the (x.high + x.low): |r| <= ln 2 / 2, and Taylor's rest is below 1e-17. */
static double
exp_of(struct pair x)
{
    static const double inverse_factorial[] = MNZ_INVERSE_FACTORIALS;
    double k, reduced, low, r, rest, y, sum = 0.0;
    int64_t n;

    if (x.high != x.high)
        return x.high;
    if (x.high > 709.782712893384)
        return INFINITY;
    if (x.high < -745.2)
        return 0.0;
    k = x.high * MNZ_INV_LN2;
    n = (int64_t)(k < 0.0 ? k - 0.5 : k + 0.5);
    reduced = x.high - (double)n * MNZ_LN2_HIGH;
    low = x.low - (double)n * MNZ_LN2_LOW;
    r = reduced + low;
    rest = (reduced - r) + low;
    for (size_t i = 0; i < sizeof inverse_factorial / sizeof *inverse_factorial; i++)
        sum = sum * r + inverse_factorial[i];
    y = 1.0 + (r + (r * r * sum + rest));
    if (n >= 1024)
        return y * power_of_two(1023) * 2.0;
    if (n < -1021)
        return y * power_of_two(n + 60) * power_of_two(-60);
    return y * power_of_two(n);
}

/*
 * The logarithm of a positive, finite x. With x = 2^e m and m near 1,
 * log m = 2 atanh(s), s = (m - 1) / (m + 1); the first term of the series, 2 s, is kept
 * to twice the precision and the others, below a hundredth of it, are not.
 */
static struct pair
log_of(double x)
{
    uint64_t bits;
    int64_t exponent = 0;
    double m, divisor, divisor_low, s, s_low, s2, e, sum = 0.0;
    struct pair back, total;

    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    memcpy(&bits, &x, sizeof bits);
    exponent += (int64_t)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffu) | 0x3ff0000000000000u;
    memcpy(&m, &bits, sizeof m);
    if (m > MNZ_SQRT2) {
        m *= 0.5;
        exponent++;
    }
    divisor = m + 1.0;
    divisor_low = m - (divisor - 1.0);
    s = (m - 1.0) / divisor;
    back = product_of(s, divisor);
    s_low = (((m - 1.0) - back.high) - back.low - s * divisor_low) / divisor;
    s2 = s * s;
    for (int i = MNZ_LOG_TERMS; i >= 1; i--)
        sum = s2 * (1.0 / (double)(2 * i + 1) + sum);
    e = (double)exponent;
    total = sum_of(e * MNZ_LN2_HIGH, 2.0 * s);
    total.low += e * MNZ_LN2_LOW + (2.0 * s * sum + 2.0 * s_low);
    return sum_of(total.high, total.low);
}

double
mnz_exp(double x)
{
    return exp_of((struct pair){x, 0.0});
}

double
mnz_log(double x)
{
    if (x != x || x == INFINITY)
        return x;
    if (x <= 0.0)
        return x == 0.0 ? -INFINITY : NAN;
    return log_of(x).high;
}

double
mnz_pow(double x, double y)
{
    struct pair logarithm, power;

    if (y == 0.0 || x == 1.0)
        return 1.0;
    if (x != x || y != y || x < 0.0)
        return NAN;
    if (x == 0.0)
        return y > 0.0 ? 0.0 : INFINITY;
    if (x == INFINITY)
        return y > 0.0 ? INFINITY : 0.0;
    logarithm = log_of(x);
    /* Far out of range, where the exact product would overflow on its way. */
    if (!(fabs(y * logarithm.high) < 1000.0))
        return y * logarithm.high > 0.0 ? INFINITY : 0.0;
    power = product_of(y, logarithm.high);
    power.low += y * logarithm.low;
    return exp_of(power);
}

/* c[0] + c[1] x + ... + c[7] x^7 */
static double
polynomial(const double c[8], double x)
{
    double sum = c[7];

    for (int i = 6; i >= 0; i--)
        sum = sum * x + c[i];
    return sum;
}

/* M. J. Wichura, Algorithm AS 241, routine PPND16, Applied Statistics 37 (1988). */
double
mnz_normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[8] = {1.0,
                                4.2313330701600911252e+1,
                                6.8718700749205790830e+2,
                                5.3941960214247511077e+3,
                                2.1213794301586595867e+4,
                                3.9307895800092710610e+4,
                                2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
    static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    const double q = p - 0.5;
    double r, x;

    if (fabs(q) <= 0.425) {
        r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    r = sqrt(-mnz_log(q < 0.0 ? p : 1.0 - p));
    if (r <= 5.0)
        x = polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
    else
        x = polynomial(e, r - 5.0) / polynomial(f, r - 5.0);
    return q < 0.0 ? -x : x;
}

/* Of Phi(-x) for x > 0.67: e^(-x^2/2) times `rest`. The square is split, so that the
 * larger part, of a multiple of 1/16, is exact. */
static double
times_bell(double x, double rest)
{
    const double near = floor(x * 16.0) / 16.0;
    const double beyond = (x - near) * (x + near);

    return mnz_exp(-near * near / 2.0) * mnz_exp(-beyond / 2.0) * rest;
}

/*
 * W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of
 * Computation 23 (1969), with the coefficients for Phi of his ANORM in SPECFUN, ACM
 * Transactions on Mathematical Software 19 (1993), algorithm 715. They stand from the
 * constant term up.
 */
static double
normal_tail(double x)
{
    static const double c[9] = {
        9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326,
        2494.5375852903726711, 597.27027639480026226, 93.506656132177855979,
        8.8831497943883759412, .39894151208813466764, 1.0765576773720192317e-8};
    static const double d[9] = {
        19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
        18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
        235.38790178262499861, 22.266688044328115691, 1.0};
    static const double p[6] = {2.9112874951168792e-5, .001421619193227893466,
                                .022235277870649807,   .1274011611602473639,
                                .21589853405795699,    .02307344176494017303};
    static const double q[6] = {7.29751555083966205e-5, .00378239633202758244,
                                .0659881378689285515,   .468238212480865118,
                                1.28426009614491121,    1.0};
    double above, below, r;

    if (x > 38.6)
        return 0.0;
    if (x <= 5.656854249492381) {
        above = c[8];
        below = d[8];
        for (int i = 7; i >= 0; i--) {
            above = above * x + c[i];
            below = below * x + d[i];
        }
        return times_bell(x, above / below);
    }
    r = 1.0 / (x * x);
    above = p[5];
    below = q[5];
    for (int i = 4; i >= 0; i--) {
        above = above * r + p[i];
        below = below * r + q[i];
    }
    return times_bell(x, (.39894228040143267794 - r * above / below) / x);
}

double
mnz_normal_cdf(double x)
{
    static const double a[5] = {18154.981253343561249, 1067.6894854603709582,
                                161.02823106855587881, 2.2352520354606839287,
                                .065682337918207449113};
    static const double b[5] = {45507.789335026729956, 10260.932208618978205,
                                976.09855173777669322, 47.20258190468824187, 1.0};
    const double far = fabs(x), x2 = x * x;
    double above = a[4], below = b[4];

    if (x != x)
        return x;
    if (far > 0.67448975)
        return x < 0.0 ? normal_tail(far) : 1.0 - normal_tail(far);
    for (int i = 3; i >= 0; i--) {
        above = above * x2 + a[i];
        below = below * x2 + b[i];
    }
    return 0.5 + x * above / below;
}
