/* scalar.c - one plain number or date, and the range that it must lie in. */

#include "scenario/scalar.h"

#include <math.h>
#include <stdio.h>

#include "base/dates.h"
#include "base/number.h"

static const char date_example[] =
    "write a date as 2025-10-09, or 2025-10 for the first of the month";

static int
read_date(struct mnz_reader *r, const struct mnz_tree *tree,
          const struct mnz_where *where, double *number)
{
    const int is_date = mnz_date_looks_like(tree->text);
    const char *why = is_date ? "which is no date that exists between 1900 and 2200"
                              : "which is no date";
    int32_t day;

    if (mnz_date_parse(tree->text, &day)) {
        mnz_reader_error(r, is_date ? MNZ_E0521 : MNZ_E0520, tree->at, date_example,
                         "%s is '%.60s', %s", mnz_where_path(r, where), tree->text,
                         why);
        return 0;
    }
    *number = day;
    return 1;
}

/* How a quantity is written, for those who wrote it otherwise. */
static const char *
example_of(enum mnz_dimension dimension)
{
    static const char *const examples[MNZ_NUM_DIMENSIONS] = {
        [MNZ_DIM_SHARE] = "for example 0.3 or 30 %",
        [MNZ_DIM_MASS] = "for example 500, 500 t or 2 kt",
        [MNZ_DIM_MASS_RATE] = "for example 1200, 1.2 kt/yr or 100 t/month",
        [MNZ_DIM_MASS_PER_MONTH] = "for example 500, 500 t/month or 6 kt/yr",
        [MNZ_DIM_DURATION] = "for example 1.5, 45 working days, 3 weeks or 2 years",
        [MNZ_DIM_PRICE] = "for example 60 or 60 USD/kg",
        [MNZ_DIM_MONEY] = "for example 41e9 or 41 bn USD",
        [MNZ_DIM_MONEY_RATE] = "for example 41e9 or 41 bn USD/yr",
        [MNZ_DIM_RATE_PER_MONTH] = "for example 0.25 or 0.25 per month",
        [MNZ_DIM_RATE_PER_YEAR] = "for example 0.3 or 0.3 per year",
        [MNZ_DIM_GROWTH] = "for example 0.08 or 8 % per year",
    };

    return examples[dimension];
}

int
mnz_scalar_read(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, const struct mnz_demand *demand,
                double *number)
{
    struct mnz_quantity_fault fault;

    if (tree->kind != MNZ_TREE_SCALAR || mnz_tree_is_null(tree)) {
        mnz_reader_error(r, MNZ_E0501, tree->at,
                         demand->is_date ? date_example : example_of(demand->dimension),
                         "%s must be %s", mnz_where_path(r, where),
                         demand->is_date ? "a date"
                                         : mnz_dimension_text(demand->dimension));
        return 0;
    }
    if (demand->is_date)
        return read_date(r, tree, where, number);
    if (mnz_quantity_parse(tree->text, demand->dimension, number, &fault)) {
        mnz_reader_error(r, fault.code, tree->at, example_of(demand->dimension),
                         "%s: %s", mnz_where_path(r, where), fault.text);
        return 0;
    }
    if (demand->dimension == MNZ_DIM_COUNT)
        return mnz_scalar_verify(r, tree->at, where, demand, *number);
    return 1;
}

void
mnz_demand_range(const struct mnz_demand *demand, char text[96])
{
    const char *least = demand->flags & MNZ_FIELD_ABOVE ? "more than" : "at least";
    char low[MNZ_NUMBER_TEXT], high[MNZ_NUMBER_TEXT];

    mnz_number_format(demand->low, low);
    mnz_number_format(demand->high, high);
    if (demand->low == demand->high)
        snprintf(text, 96, "%s", low);
    else if (isinf(demand->low) && isinf(demand->high))
        snprintf(text, 96, "any number");
    else if (isinf(demand->high))
        snprintf(text, 96, "%s %s", least, low);
    else if (isinf(demand->low))
        snprintf(text, 96, "at most %s", high);
    else if (demand->flags & MNZ_FIELD_ABOVE)
        snprintf(text, 96, "above %s and at most %s", low, high);
    else
        snprintf(text, 96, "between %s and %s", low, high);
}

int
mnz_scalar_verify(struct mnz_reader *r, struct mnz_span at,
                  const struct mnz_where *where, const struct mnz_demand *demand,
                  double number)
{
    char range[96], text[MNZ_NUMBER_TEXT], percent[MNZ_NUMBER_TEXT];
    const char *advice = NULL, *unit = mnz_dimension_unit(demand->dimension);

    if (demand->is_date || (number <= demand->high &&
                            (demand->flags & MNZ_FIELD_ABOVE ? number > demand->low
                                                             : number >= demand->low)))
        return 1;
    mnz_demand_range(demand, range);
    mnz_number_format(number, text);
    if (demand->dimension == MNZ_DIM_SHARE && number > 1.0 && number <= 100.0) {
        mnz_number_format(round(number * 1e10) / 1e12, percent);
        advice = mnz_arena_printf(r->arena, "a share is a part of 1: write %s or %s %%",
                                  percent, text);
    }
    mnz_reader_error(r, MNZ_E0512, at, advice, "%s is %s%s%s, but must be %s",
                     mnz_where_path(r, where), text, *unit ? " " : "", unit, range);
    return 0;
}
