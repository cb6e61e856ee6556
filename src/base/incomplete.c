/* incomplete.c - beta and gamma distributions from elementary operations. */

#include "base/incomplete.h"

#include <float.h>
#include <math.h>

#include "base/mathfn.h"

/* Terms of a series or fraction; about the root of the shapes are needed. */
enum { MOST_TERMS = 20000 };

/*
 * Stirling's error of the gamma function, ln Gamma(z) less
 * (z - 1/2) ln z - z + ln(2 pi) / 2. Its series is for large z; a small one is raised.
 */
static double
stirling_error(double z)
{
    double product = 1.0, high = z, z2;

    while (high < 15.0)
        product *= high++;
    z2 = high * high;
    z2 = (1.0 / 12.0 -
          (1.0 / 360.0 -
           (1.0 / 1260.0 -
            (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360360.0 / z2) / z2) / z2) /
               z2) /
              z2) /
         high;
    if (high == z)
        return z2;
    return z2 + (high - 0.5) * mnz_log(high) - (high - z) -
           ((z - 0.5) * mnz_log(z) + mnz_log(product));
}

/*
 * One tail of a distribution at x: its logarithm, and of that logarithm as a function
 * of ln x the slope and the second derivative divided by the slope.
 */
struct tail {
    double log, slope, bend;
};

/* Parameters and the constant factor of the density. */
struct shape {
    double a, b, constant;
};

static struct shape
shape_of_beta(double a, double b)
{
    const double pi = 3.14159265358979323846;

    return (struct shape){a, b,
                          0.5 * mnz_log(a / (a + b) * b / (2.0 * pi)) +
                              stirling_error(a + b) - stirling_error(a) -
                              stirling_error(b)};
}

/*
 * x^a (1-x)^b / Beta(a, b) over a continued fraction: A. R. DiDonato and A. H. Morris,
 * Algorithm 708, ACM Transactions on Mathematical Software 18 (1992), BFRAC, by Lentz's
 * method. Made for x up to the mean.
 */
static struct tail
beta_tail(double x, const struct shape *s)
{
    const double a = s->a, b = s->b, y = 1.0 - x, sum = a + b;
    const double log_density =
        s->constant + a * mnz_log(x / a * sum) + b * mnz_log(y / b * sum);
    double fraction = a * (a * y - b * x + 1.0) / (a + 1.0), c, d = 0.0;
    struct tail t;

    if (!(fraction > 0.0))
        fraction = DBL_MIN;
    c = fraction;
    for (int i = 1; i <= MOST_TERMS; i++) {
        const double m = (double)i, odd = a + 2.0 * m - 1.0;
        const double above =
            (a + m - 1.0) / odd * ((sum + m - 1.0) / odd) * m * (b - m) * x * x;
        const double below =
            m + m * (b - m) * x / odd +
            (a + m) * (a * y - b * x + 1.0 + m * (2.0 - x)) / (odd + 2.0);
        double change;

        d = below + above * d;
        d = 1.0 / (d != 0.0 ? d : DBL_MIN);
        c = below + above / c;
        c = c != 0.0 ? c : DBL_MIN;
        change = c * d;
        fraction *= change;
        if (fabs(change - 1.0) <= DBL_EPSILON)
            break;
    }
    t.log = log_density - mnz_log(fraction);
    t.slope = fraction / y;
    t.bend = a - (b - 1.0) * x / y - t.slope;
    return t;
}

static struct shape
shape_of_gamma(double a)
{
    const double pi = 3.14159265358979323846;

    return (struct shape){a, 0.0, 0.5 * mnz_log(a / (2.0 * pi)) - stirling_error(a)};
}

/* The logarithm of x times the density. */
static double
gamma_log_density(double x, const struct shape *s)
{
    return s->constant + s->a * mnz_log(x / s->a) + (s->a - x);
}

/* The share below x, up to the shape: x^n / (a (a+1) ... (a+n)), summed. */
static struct tail
gamma_lower(double x, const struct shape *s)
{
    double term = 1.0 / s->a, sum = term;
    struct tail t;

    for (int n = 1; n <= MOST_TERMS && term > sum * (DBL_EPSILON / 4.0); n++) {
        term *= x / (s->a + (double)n);
        sum += term;
    }
    t.log = gamma_log_density(x, s) + mnz_log(sum);
    t.slope = 1.0 / sum;
    t.bend = s->a - x - t.slope;
    return t;
}

/* The share above x, from the shape on: Legendre's continued fraction by Lentz's
 * method. */
static struct tail
gamma_upper(double x, const struct shape *s)
{
    double below = x + 1.0 - s->a, c = 1.0 / DBL_MIN, d = 1.0 / below, fraction = d;
    struct tail t;

    for (int n = 1; n <= MOST_TERMS; n++) {
        const double above = -(double)n * ((double)n - s->a);
        double change;

        below += 2.0;
        d = above * d + below;
        d = 1.0 / (d != 0.0 ? d : DBL_MIN);
        c = below + above / c;
        c = c != 0.0 ? c : DBL_MIN;
        change = c * d;
        fraction *= change;
        if (fabs(change - 1.0) <= DBL_EPSILON)
            break;
    }
    t.log = gamma_log_density(x, s) + mnz_log(fraction);
    t.slope = -1.0 / fraction;
    t.bend = s->a - x - t.slope;
    return t;
}

/* The x between `low` and `high` where a tail is p: Halley's steps in logarithms of
 * both, kept between the ends by halving. */
static double
solve(struct tail (*tail_of)(double, const struct shape *), const struct shape *s,
      double p, double guess, double low, double high)
{
    const double wanted = mnz_log(p);
    double x = guess > low && guess < high ? guess : high < INFINITY ? high : low;

    for (int i = 0; i < 200; i++) {
        const struct tail t = tail_of(x, s);
        const double off = t.log - wanted, newton = off / t.slope;
        double step = -newton / fmax(0.5, 1.0 - 0.5 * newton * t.bend);

        if ((off < 0.0) == (t.slope > 0.0))
            low = x;
        else
            high = x;
        /* The error after a step is of the order of its cube. */
        if (fabs(step) * (1.0 + fabs(t.bend)) < 1e-6)
            return x * (1.0 + step * (1.0 + 0.5 * step));
        step = x * mnz_exp(step);
        if (step > low && step < high)
            x = step;
        else if (low > 0.0 && high < INFINITY)
            x = sqrt(low) * sqrt(high);
        else
            x = low > 0.0 ? 2.0 * low : high * 0x1p-60;
        if (!(x > low && x < high))
            break;
    }
    return x;
}

double
mnz_beta_cdf(double x, double a, double b)
{
    struct shape s;

    if (x != x)
        return x;
    if (x <= 0.0 || x >= 1.0)
        return x <= 0.0 ? 0.0 : 1.0;
    if (x <= a / (a + b)) {
        s = shape_of_beta(a, b);
        return fmin(1.0, mnz_exp(beta_tail(x, &s).log));
    }
    s = shape_of_beta(b, a);
    return fmax(0.0, 1.0 - mnz_exp(beta_tail(1.0 - x, &s).log));
}

/* M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 26.5.22. */
static double
guess_beta(double p, double a, double b)
{
    const double z = -mnz_normal_quantile(p), third = (z * z - 3.0) / 6.0;
    const double ra = 1.0 / (2.0 * a - 1.0), rb = 1.0 / (2.0 * b - 1.0);
    const double h = 2.0 / (ra + rb);
    const double w =
        z * sqrt(h + third) / h - (rb - ra) * (third + 5.0 / 6.0 - 2.0 / (3.0 * h));

    return a / (a + b * mnz_exp(2.0 * w));
}

double
mnz_beta_quantile(double p, double a, double b)
{
    const double mean = a / (a + b);
    struct shape s = shape_of_beta(a, b);
    struct tail t;
    double guess = 0.0, other;

    if (!(p > 0.0 && p < 1.0))
        return p >= 1.0 ? 1.0 : 0.0;
    if (!(mean > 0.0 && mean < 1.0))
        return mean;
    t = beta_tail(mean, &s);
    if (a > 1.0 && b > 1.0)
        guess = guess_beta(p, a, b);
    if (p <= mnz_exp(t.log)) {
        /* Near 0 a power of x. */
        if (!(guess > 0.0 && guess < mean))
            guess = mean * mnz_exp((mnz_log(p) - t.log) / a);
        return solve(beta_tail, &s, p, guess, 0.0, mean);
    }
    s = shape_of_beta(b, a);
    other = 1.0 - mean;
    guess = 1.0 - guess;
    if (!(guess > 0.0 && guess < other))
        guess = other * mnz_exp((mnz_log(1.0 - p) - beta_tail(other, &s).log) / b);
    return 1.0 - solve(beta_tail, &s, 1.0 - p, guess, 0.0, other);
}

double
mnz_gamma_cdf(double x, double shape)
{
    const struct shape s = shape_of_gamma(shape);

    if (x <= 0.0 || x == INFINITY)
        return x <= 0.0 ? 0.0 : 1.0;
    if (x <= shape + 1.0)
        return fmin(1.0, mnz_exp(gamma_lower(x, &s).log));
    return fmax(0.0, 1.0 - mnz_exp(gamma_upper(x, &s).log));
}

double
mnz_gamma_survival(double x, double shape)
{
    const struct shape s = shape_of_gamma(shape);

    if (x <= 0.0 || x == INFINITY)
        return x <= 0.0 ? 1.0 : 0.0;
    if (x <= shape + 1.0)
        return fmax(0.0, 1.0 - mnz_exp(gamma_lower(x, &s).log));
    return fmin(1.0, mnz_exp(gamma_upper(x, &s).log));
}

/* The quantile at which `below` lies below, and therefore `above` above; each is
 * exact where it is small. */
static double
invert_gamma(double below, double above, double shape)
{
    const struct shape s = shape_of_gamma(shape);
    const double split = shape + 1.0;
    const struct tail t = gamma_lower(split, &s);
    const double z =
        below < above ? mnz_normal_quantile(below) : -mnz_normal_quantile(above);
    /* E. B. Wilson and M. M. Hilferty (1931). */
    const double root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * sqrt(shape));
    double guess = shape * root * root * root;

    if (below > mnz_exp(t.log))
        return solve(gamma_upper, &s, above, guess, split, INFINITY);
    if (!(guess > 0.0 && guess < split) || shape < 1.0)
        guess = split * mnz_exp((mnz_log(below) - t.log) / shape);
    return solve(gamma_lower, &s, below, guess, 0.0, split);
}

double
mnz_gamma_quantile(double p, double shape)
{
    if (!(p > 0.0 && p < 1.0))
        return p >= 1.0 ? INFINITY : 0.0;
    return invert_gamma(p, 1.0 - p, shape);
}

double
mnz_gamma_upper_quantile(double p, double shape)
{
    if (!(p > 0.0 && p < 1.0))
        return p >= 1.0 ? 0.0 : INFINITY;
    return invert_gamma(1.0 - p, p, shape);
}
