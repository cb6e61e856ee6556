/* distribution_parts.c - names and spellings of distributions, and their numbers. */

#include "scenario/distribution_parts.h"

#include <string.h>

#include "base/number.h"
#include "scenario/scalar.h"

/* The distributions that a scenario can name: kind, name, how it may be written in the
 * manual's words, and meaning. */
#define DISTRIBUTIONS(X)                                                               \
    X(UNIFORM, "uniform", "`{uniform: [low, high]}`, `{uniform: {low: 1, high: 2}}`",  \
      "every value between them is as likely")                                         \
    X(NORMAL, "normal", "`{normal: {mean: 1, sd: 0.2}}`, two of `p5`, `p50`, `p95`",   \
      "mean and standard deviation")                                                   \
    X(LOGNORMAL, "lognormal",                                                          \
      "`{lognormal: {median: 2, sigma: 0.4}}`, `{lognormal: {mean: 2, sd: 1}}`, two "  \
      "of `p5`, `p50`, `p95`",                                                         \
      "`sigma` is the standard deviation of the logarithm; `mean` and `sd` are of "    \
      "the number itself")                                                             \
    X(TRIANGULAR, "triangular",                                                        \
      "`{triangular: [low, mode, high]}`, or with these keys",                         \
      "lowest, likeliest and highest value")                                           \
    X(PERT, "pert", "`{pert: [low, mode, high]}`, or with these keys",                 \
      "a beta between them whose mode has the weight 4")                               \
    X(BETA, "beta",                                                                    \
      "`{beta: {mode: 0.6, concentration: 8}}`, `{beta: {mean: 0.6, concentration: "   \
      "8}}`, `{beta: {a: 4.6, b: 3.4}}`",                                              \
      "between 0 and 1. Mode m and concentration k > 2 are Beta(1 + m(k-2), 1 + "      \
      "(1-m)(k-2)); mean m is Beta(mk, (1-m)k)")                                       \
    X(GAMMA, "gamma", "`{gamma: {shape: 2, scale: 1}}`, `{gamma: {mean: 2, sd: 1}}`",  \
      "shape and scale, or mean and standard deviation")                               \
    X(WEIBULL, "weibull", "`{weibull: {shape: 1.5, scale: 2}}`", "shape and scale")    \
    X(POISSON, "poisson", "`{poisson: 3}`, `{poisson: {mean: 3}}`",                    \
      "0, 1, 2 ... with this mean")                                                    \
    X(BERNOULLI, "bernoulli", "`{bernoulli: 0.3}`, `{bernoulli: {p: 0.3}}`",           \
      "1 with this probability, else 0")                                               \
    X(DISCRETE, "discrete",                                                            \
      "`{discrete: {values: [1, 2], weights: [0.3, 0.7]}}`, `{discrete: {1: 0.3, 2: "  \
      "0.7}}`",                                                                        \
      "these values with these weights")                                               \
    X(EMPIRICAL, "empirical",                                                          \
      "`{empirical: [1, 2, 2, 5]}`, `{empirical: {table: data/lags.csv, column: "      \
      "months}}`",                                                                     \
      "each of the values as likely, repeated ones more so; a table's are in the "     \
      "standard unit")

#define NAME(id, name, written, meaning) [MNZ_DIST_##id] = name,
const char *const mnz_distribution_names[MNZ_NUM_DIST_KINDS + 1] = {
    DISTRIBUTIONS(NAME)};

#define SPELLING(id, name, written, meaning) [MNZ_DIST_##id] = {name, written, meaning},
const struct mnz_distribution_spelling
    mnz_distribution_spellings[MNZ_NUM_DIST_KINDS + 1] = {DISTRIBUTIONS(SPELLING)};

int
mnz_reading_complain(struct mnz_reading *d, enum mnz_code code, const char *advice,
                     const char *what)
{
    mnz_reader_error(d->r, code, d->tree->at, advice, "%s: %s",
                     mnz_where_path(d->r, d->where), what ? what : "it is wrong");
    return 0;
}

/* A distance between dates is a time, and counted in days. */
int
mnz_reading_number(struct mnz_reading *d, const struct mnz_tree *tree, const char *key,
                   enum mnz_parameter measures, double *number)
{
    const struct mnz_where outer = {.up = d->where, .key = d->name, .at = d->tree->at};
    const struct mnz_where where = {.up = &outer, .key = key, .at = tree->at};
    struct mnz_demand demand = *d->demand;
    double plain;

    if (tree->kind == MNZ_TREE_SCALAR && mnz_number_parse(tree->text, &plain))
        d->has_unit = 1;
    demand.flags = 0;
    if (measures == MNZ_PARAMETER_NUMBER || measures == MNZ_PARAMETER_PART) {
        demand.is_date = 0;
        demand.dimension =
            measures == MNZ_PARAMETER_PART ? MNZ_DIM_SHARE : MNZ_DIM_NUMBER;
    } else if (measures == MNZ_PARAMETER_SPAN && demand.is_date) {
        demand.is_date = 0;
        demand.dimension = MNZ_DIM_DURATION;
        if (!mnz_scalar_read(d->r, tree, &where, &demand, number))
            return 0;
        *number *= MNZ_DAYS_PER_MONTH;
        return 1;
    } else if (demand.dimension == MNZ_DIM_COUNT) {
        demand.dimension = MNZ_DIM_NUMBER;
    }
    return mnz_scalar_read(d->r, tree, &where, &demand, number);
}

/* As the manual has it, without its backticks. */
const char *
mnz_reading_advise(struct mnz_reading *d)
{
    const char *written = mnz_distribution_spellings[d->kind].written;
    char *advice = mnz_reader_alloc(d->r, strlen(written) + sizeof "write ", 1);
    char *end;

    if (!advice)
        return NULL;
    strcpy(advice, "write ");
    end = advice + strlen(advice);
    for (; *written; written++)
        if (*written != '`')
            *end++ = *written;
    return advice;
}
