/* distribution_forms.c - distributions by their parameters, in every spelling. */

#include "scenario/distribution_forms.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* How the parameters of a form become a distribution. */
enum builder {
    AS_IS,
    LOGNORMAL_MEAN_SD,
    LOGNORMAL_MEDIAN_SIGMA,
    BETA_MODE,
    BETA_MEAN,
    GAMMA_MEAN_SD,
    NORMAL_QUANTILES,
    LOGNORMAL_QUANTILES
};

enum { MOST_PARAMETERS = 3 };

/* One spelling of a distribution. */
struct form {
    enum mnz_dist_kind kind; /* also the position of its name */
    enum builder builder;
    int takes_list, takes_number; /* written without the names of its parameters */
    unsigned num_keys, num_needed;
    struct {
        const char *key;
        enum mnz_parameter measures;
    } keys[MOST_PARAMETERS];
};

static const struct form forms[] = {
    {MNZ_DIST_UNIFORM,
     AS_IS,
     1,
     0,
     2,
     2,
     {{"low", MNZ_PARAMETER_VALUE}, {"high", MNZ_PARAMETER_VALUE}}},
    {MNZ_DIST_NORMAL,
     AS_IS,
     0,
     0,
     2,
     2,
     {{"mean", MNZ_PARAMETER_VALUE}, {"sd", MNZ_PARAMETER_SPAN}}},
    {MNZ_DIST_NORMAL,
     NORMAL_QUANTILES,
     0,
     0,
     3,
     2,
     {{"p5", MNZ_PARAMETER_VALUE},
      {"p50", MNZ_PARAMETER_VALUE},
      {"p95", MNZ_PARAMETER_VALUE}}},
    {MNZ_DIST_LOGNORMAL,
     LOGNORMAL_MEDIAN_SIGMA,
     0,
     0,
     2,
     2,
     {{"median", MNZ_PARAMETER_VALUE}, {"sigma", MNZ_PARAMETER_NUMBER}}},
    {MNZ_DIST_LOGNORMAL,
     LOGNORMAL_MEAN_SD,
     0,
     0,
     2,
     2,
     {{"mean", MNZ_PARAMETER_VALUE}, {"sd", MNZ_PARAMETER_SPAN}}},
    {MNZ_DIST_LOGNORMAL,
     LOGNORMAL_QUANTILES,
     0,
     0,
     3,
     2,
     {{"p5", MNZ_PARAMETER_VALUE},
      {"p50", MNZ_PARAMETER_VALUE},
      {"p95", MNZ_PARAMETER_VALUE}}},
    {MNZ_DIST_TRIANGULAR,
     AS_IS,
     1,
     0,
     3,
     3,
     {{"low", MNZ_PARAMETER_VALUE},
      {"mode", MNZ_PARAMETER_VALUE},
      {"high", MNZ_PARAMETER_VALUE}}},
    {MNZ_DIST_PERT,
     AS_IS,
     1,
     0,
     3,
     3,
     {{"low", MNZ_PARAMETER_VALUE},
      {"mode", MNZ_PARAMETER_VALUE},
      {"high", MNZ_PARAMETER_VALUE}}},
    {MNZ_DIST_BETA,
     BETA_MODE,
     0,
     0,
     2,
     2,
     {{"mode", MNZ_PARAMETER_PART}, {"concentration", MNZ_PARAMETER_NUMBER}}},
    {MNZ_DIST_BETA,
     BETA_MEAN,
     0,
     0,
     2,
     2,
     {{"mean", MNZ_PARAMETER_PART}, {"concentration", MNZ_PARAMETER_NUMBER}}},
    {MNZ_DIST_BETA,
     AS_IS,
     0,
     0,
     2,
     2,
     {{"a", MNZ_PARAMETER_NUMBER}, {"b", MNZ_PARAMETER_NUMBER}}},
    {MNZ_DIST_GAMMA,
     AS_IS,
     0,
     0,
     2,
     2,
     {{"shape", MNZ_PARAMETER_NUMBER}, {"scale", MNZ_PARAMETER_SPAN}}},
    {MNZ_DIST_GAMMA,
     GAMMA_MEAN_SD,
     0,
     0,
     2,
     2,
     {{"mean", MNZ_PARAMETER_VALUE}, {"sd", MNZ_PARAMETER_SPAN}}},
    {MNZ_DIST_WEIBULL,
     AS_IS,
     0,
     0,
     2,
     2,
     {{"shape", MNZ_PARAMETER_NUMBER}, {"scale", MNZ_PARAMETER_SPAN}}},
    {MNZ_DIST_POISSON, AS_IS, 0, 1, 1, 1, {{"mean", MNZ_PARAMETER_NUMBER}}},
    {MNZ_DIST_BERNOULLI, AS_IS, 0, 1, 1, 1, {{"p", MNZ_PARAMETER_PART}}},
};
enum { NUM_FORMS = sizeof forms / sizeof *forms };

/* Which spelling has been chosen: all its keys are there and no other is. */
static int
suits(const struct form *form, const struct mnz_tree *tree)
{
    size_t found = 0, others = 0;

    if (tree->kind == MNZ_TREE_SCALAR)
        return form->takes_number;
    if (tree->kind == MNZ_TREE_SEQUENCE)
        return form->takes_list && tree->num_children == form->num_keys;
    for (size_t i = 0; i < tree->num_children; i++) {
        int is_key = 0;

        for (unsigned k = 0; k < form->num_keys; k++)
            is_key |= strcmp(tree->entries[i].key, form->keys[k].key) == 0;
        found += (size_t)is_key;
        others += !is_key && strcmp(tree->entries[i].key, "truncate") != 0;
    }
    return others == 0 && found >= form->num_needed;
}

static struct mnz_dist
build(enum mnz_dist_kind kind, enum builder builder, const double *p)
{
    switch (builder) {
    case LOGNORMAL_MEAN_SD:
        return mnz_dist_lognormal_mean_sd(p[0], p[1]);
    case LOGNORMAL_MEDIAN_SIGMA:
        return mnz_dist_lognormal_median_sigma(p[0], p[1]);
    case BETA_MODE:
        return mnz_dist_beta_mode(p[0], p[1]);
    case BETA_MEAN:
        return mnz_dist_beta_mean(p[0], p[1]);
    case GAMMA_MEAN_SD:
        return mnz_dist_gamma_mean_sd(p[0], p[1]);
    case AS_IS:
    case NORMAL_QUANTILES:
    case LOGNORMAL_QUANTILES:
        break;
    }
    return mnz_dist_make(kind, p[0], p[1], p[2]);
}

/* Conditions of the constructors: they take no logarithm of 0, for example. */
static struct mnz_fault
verify_form(enum builder builder, const double *p)
{
    if (builder == LOGNORMAL_MEDIAN_SIGMA && !(p[0] > 0.0))
        return (struct mnz_fault){MNZ_E0620,
                                  "the median of a lognormal must be more than 0"};
    if ((builder == LOGNORMAL_MEAN_SD || builder == GAMMA_MEAN_SD) &&
        !(p[0] > 0.0 && p[1] > 0.0))
        return (struct mnz_fault){MNZ_E0621, "mean and sd must be more than 0"};
    if (builder == BETA_MODE && !(p[0] >= 0.0 && p[0] <= 1.0))
        return (struct mnz_fault){MNZ_E0622,
                                  "the mode of a beta must be between 0 and 1"};
    if (builder == BETA_MODE && !(p[1] > 2.0))
        return (struct mnz_fault){
            MNZ_E0623, "with a mode, the concentration of a beta must be more than 2"};
    if (builder == BETA_MEAN && !(p[0] > 0.0 && p[0] < 1.0 && p[1] > 0.0))
        return (struct mnz_fault){
            MNZ_E0624,
            "the mean of a beta must be inside 0 and 1, its concentration more than "
            "0"};
    return (struct mnz_fault){0};
}

/* Four digits or so, for a message. */
static double
round_to_digits(double x)
{
    double unit = 1e-6;

    while (fabs(x) >= 1e4 * unit)
        unit *= 10.0;
    return unit < 1.0 ? round(x / unit) / (1.0 / unit) : round(x / unit) * unit;
}

/* Two of p5, p50, p95 make the distribution; a third must be where they put it. */
static int
build_from_quantiles(struct mnz_reading *d, const struct form *form, const double *p,
                     const int *is_given)
{
    static const double at[MOST_PARAMETERS] = {0.05, 0.5, 0.95};
    const int is_log = form->builder == LOGNORMAL_QUANTILES;
    const unsigned first = is_given[0] ? 0 : 1, second = is_given[2] ? 2 : 1;
    char text[MNZ_NUMBER_TEXT];
    double implied;

    for (unsigned k = 0; k < 3; k++) {
        if (is_given[k] && is_log && !(p[k] > 0.0))
            return mnz_reading_complain(d, MNZ_E0625, NULL,
                                        "quantiles of a lognormal must be more than 0");
        for (unsigned j = 0; j < k; j++)
            if (is_given[k] && is_given[j] && !(p[k] > p[j]))
                return mnz_reading_complain(d, MNZ_E0626, NULL,
                                            "p5, p50 and p95 must ascend");
    }
    d->dist =
        is_log
            ? mnz_dist_lognormal_quantiles(at[first], p[first], at[second], p[second])
            : mnz_dist_normal_quantiles(at[first], p[first], at[second], p[second]);
    if (!(is_given[0] && is_given[1] && is_given[2]))
        return 1;
    implied = mnz_dist_quantile(&d->dist, 0.5);
    if (fabs(implied - p[1]) <= 0.01 * (p[1] != 0.0 ? fabs(p[1]) : p[2] - p[0]))
        return 1;
    mnz_number_format(round_to_digits(implied), text);
    mnz_reader_error(
        d->r, MNZ_E0627, d->tree->at, "two of the three are enough",
        "%s: p5 and p95 of a %s put p50 at %s, over 1 %% from the one given",
        mnz_where_path(d->r, d->where), d->name, text);
    return 0;
}

int
mnz_reading_by_parameters(struct mnz_reading *d)
{
    const struct mnz_tree *tree = d->tree;
    double p[MOST_PARAMETERS] = {0.0, 0.0, 0.0};
    int is_given[MOST_PARAMETERS] = {0, 0, 0};
    const struct form *form = NULL;
    struct mnz_fault wrong;

    for (size_t i = 0; i < NUM_FORMS && !form; i++)
        if (forms[i].kind == d->kind && suits(&forms[i], tree))
            form = &forms[i];
    if (!form)
        return mnz_reading_complain(
            d, MNZ_E0611, mnz_reading_advise(d),
            mnz_arena_printf(d->r->arena, "these are no parameters of '%s'", d->name));
    for (unsigned k = 0; k < form->num_keys; k++) {
        const char *key = form->keys[k].key;
        const struct mnz_tree *value = tree->kind == MNZ_TREE_SCALAR ? tree
                                       : tree->kind == MNZ_TREE_SEQUENCE
                                           ? tree->items[k]
                                           : mnz_tree_find(tree, key);

        if (!value)
            continue;
        is_given[k] = 1;
        if (!mnz_reading_number(d, value, key, form->keys[k].measures, &p[k]))
            return 0;
    }
    if (form->builder == NORMAL_QUANTILES || form->builder == LOGNORMAL_QUANTILES)
        return build_from_quantiles(d, form, p, is_given);
    wrong = verify_form(form->builder, p);
    if (wrong.text)
        return mnz_reading_complain(d, wrong.code, NULL, wrong.text);
    d->dist = build(d->kind, form->builder, p);
    return 1;
}

const char *
mnz_distribution_parameter(const char *name, size_t i)
{
    const char *seen[16] = {NULL};
    size_t count = 0;

    for (size_t f = 0; f < NUM_FORMS; f++)
        for (unsigned k = 0; k < forms[f].num_keys; k++) {
            size_t s = 0;

            if (strcmp(mnz_distribution_names[forms[f].kind], name) != 0)
                continue;
            while (s < count && strcmp(seen[s], forms[f].keys[k].key) != 0)
                s++;
            if (s == count)
                seen[count++] = forms[f].keys[k].key;
        }
    return i < count ? seen[i] : NULL;
}
