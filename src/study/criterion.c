/* criterion.c - figures held against limits, and runs that go on until they are met. */

#include "monazite/criterion.h"
#include "monazite/state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "study/figure.h"

/* Hits from which the interval of a probability counts; trials of a first look. */
enum { LEAST_HITS = 10, FIRST_LOOK = 1024 };

static enum mnz_status read_criterion(struct mnz_figure_reader *r,
                                      struct mnz_criterion *out);

enum mnz_status
mnz_criteria_read(const struct mnz_model *model, const char *what, const char *text,
                  struct mnz_diags *diags, struct mnz_criteria *criteria)
{
    struct mnz_diags *own = NULL;
    struct mnz_figure_reader r = {0};
    enum mnz_status st = diags ? MNZ_OK : mnz_diags_create(&own);

    if (!st)
        st = mnz_figure_reader_init(&r, model, what, text, diags ? diags : own);
    do {
        struct mnz_criterion criterion = {0};

        if (!st)
            st = read_criterion(&r, &criterion);
        if (!st && criteria->count == MNZ_MOST_CRITERIA) {
            mnz_diag_add(r.diags, MNZ_E1510, mnz_figure_span(&r, r.next), NULL,
                         "these are more than %d criteria", (int)MNZ_MOST_CRITERIA);
            st = MNZ_ERR_INPUT;
        }
        if (!st)
            criteria->items[criteria->count++] = criterion;
    } while (!st && mnz_figure_accept(&r, ','));
    if (!st && *r.next)
        st = mnz_figure_expected(&r, "',' or the end");
    mnz_diags_destroy(own);
    return st;
}

/* Whether "ci(" comes next, which is then read. */
static int
accept_error(struct mnz_figure_reader *r)
{
    const struct mnz_figure_reader before = *r;

    if (mnz_figure_accept(r, 'c') && *r->next == 'i') {
        r->next++;
        if (mnz_figure_accept(r, '('))
            return 1;
    }
    *r = before;
    return 0;
}

static enum mnz_status
read_criterion(struct mnz_figure_reader *r, struct mnz_criterion *out)
{
    enum mnz_status st;

    *out = (struct mnz_criterion){.is_of_error = accept_error(r)};
    st = mnz_figure_read_next(r, &out->figure);
    if (!st && out->is_of_error && !mnz_figure_accept(r, ')'))
        st = mnz_figure_expected(r, "')'");
    if (st)
        return st;
    out->is_above = mnz_figure_accept(r, '>');
    if (!out->is_above && !mnz_figure_accept(r, '<'))
        return mnz_figure_expected(r, "'<' or '>' and a limit");
    return mnz_figure_number(r, ",",
                             out->figure.function == MNZ_FUNCTION_PROBABILITY
                                 ? MNZ_NONE
                                 : out->figure.measure.metric,
                             &out->limit);
}

int
mnz_criterion_holds(const struct mnz_result *result,
                    const struct mnz_criterion *criterion, double *value)
{
    const struct mnz_figure *figure = &criterion->figure;
    struct mnz_estimate e;

    *value = NAN;
    if (mnz_result_figure(result, figure, &e))
        return 0;
    *value = criterion->is_of_error ? 0.5 * (e.high - e.low) : e.value;
    if (criterion->is_of_error && figure->function == MNZ_FUNCTION_PROBABILITY &&
        e.hits < LEAST_HITS)
        return 0;
    return criterion->is_above ? *value > criterion->limit : *value < criterion->limit;
}

void
mnz_criterion_text(const struct mnz_model *model, const struct mnz_criterion *criterion,
                   char text[MNZ_FIGURE_TEXT])
{
    char figure[MNZ_FIGURE_TEXT], limit[MNZ_NUMBER_TEXT];

    mnz_figure_text(model, &criterion->figure, figure);
    mnz_number_format(criterion->limit, limit);
    snprintf(text, MNZ_FIGURE_TEXT, "%s%.440s%s %c %s",
             criterion->is_of_error ? "ci(" : "", figure,
             criterion->is_of_error ? ")" : "", criterion->is_above ? '>' : '<', limit);
}

/* Whether all criteria hold; MNZ_ERR_INPUT for a figure that the run has not. */
static enum mnz_status
look(const struct mnz_result *result, const struct mnz_criteria *criteria, int *holds)
{
    *holds = 1;
    for (uint32_t i = 0; i < criteria->count; i++) {
        struct mnz_estimate e;
        double value;

        if (mnz_result_figure(result, &criteria->items[i].figure, &e))
            return MNZ_ERR_INPUT;
        *holds &= mnz_criterion_holds(result, &criteria->items[i], &value);
    }
    return MNZ_OK;
}

/* Trials after which criteria are looked at first, and next. */
static uint64_t
first_look(const struct mnz_run_options *options, uint64_t most)
{
    const uint64_t trials = options->trials > 0 ? options->trials : FIRST_LOOK;

    return trials < most ? trials : most;
}

static uint64_t
doubled(uint64_t trials, uint64_t most)
{
    return trials > most / 2 ? most : 2 * trials;
}

enum mnz_status
mnz_model_run_until(const struct mnz_model *model,
                    const struct mnz_run_options *options,
                    const struct mnz_criteria *criteria, uint64_t most,
                    struct mnz_result **out)
{
    struct mnz_kept_series series = {.room = most};
    struct mnz_run_options o = *options;
    uint32_t *kept;
    enum mnz_status st = mnz_list_kept(model, options, &kept);

    *out = NULL;
    o.trials = first_look(options, most);
    if (!st) {
        mnz_kept_series_set(model, options, kept, &series);
        st = mnz_result_prepare(model, &o, &series, out);
    }
    if (!st)
        st = mnz_result_extend_until(*out, options, criteria, most);
    if (st && st != MNZ_ERR_STOPPED) {
        mnz_result_destroy(*out);
        *out = NULL;
    }
    free(kept);
    return st;
}

/* Rank 0 has the trials: the others do as it does. */
static void
hear(const struct mnz_ranks *ranks, void *word, size_t length)
{
    if (ranks)
        ranks->tell(ranks->context, word, length);
}

enum mnz_status
mnz_result_extend_until(struct mnz_result *result,
                        const struct mnz_run_options *options,
                        const struct mnz_criteria *criteria, uint64_t most)
{
    uint64_t done = mnz_result_trials(result);
    struct mnz_run_options o = *options;
    enum mnz_status st = MNZ_OK;
    int holds = 0;

    hear(options->ranks, &done, sizeof done);
    if (done > most)
        return MNZ_ERR_INPUT;
    o.trials = first_look(options, most);
    while (o.trials < done)
        o.trials = doubled(o.trials, most);
    while (!st) {
        st = mnz_result_extend(result, &o);
        if (!st)
            st = look(result, criteria, &holds);
        if (!st)
            hear(options->ranks, &holds, sizeof holds);
        if (st || holds || o.trials == most)
            break;
        o.trials = doubled(o.trials, most);
    }
    return st;
}
