/* figure.c - from the text that names a figure to its value in a result. */

#include "study/figure.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/names.h"
#include "base/number.h"
#include "base/units.h"

static const char *const ADVICE = "write it like p95(shortfall_share.total)";

static enum mnz_status read_function(struct mnz_figure_reader *r,
                                     struct mnz_figure *out);
static enum mnz_status read_measure(struct mnz_figure_reader *r,
                                    struct mnz_measure *out);
static enum mnz_status read_rest(struct mnz_figure_reader *r, struct mnz_figure *out);

/* Read all of a text: a figure, a measure or a branch, whichever is not NULL. */
static enum mnz_status
read_all(const struct mnz_model *model, const char *what, const char *text,
         struct mnz_diags *diags, struct mnz_figure *figure,
         struct mnz_measure *measure, uint32_t *branch)
{
    struct mnz_diags *own = NULL;
    struct mnz_figure_reader r;
    enum mnz_status st = diags ? MNZ_OK : mnz_diags_create(&own);

    if (!st)
        st = mnz_figure_reader_init(&r, model, what, text, diags ? diags : own);
    if (!st && figure)
        st = mnz_figure_read_next(&r, figure);
    if (!st && measure)
        st = read_measure(&r, measure);
    if (!st && branch) {
        char name[MNZ_FIGURE_TEXT];
        const char *at = mnz_figure_word(&r, "()[]<>|,", name);

        st = mnz_figure_find_branch(&r, name, at, branch);
    }
    if (!st) {
        mnz_figure_accept(&r, '\0');
        if (*r.next)
            st = mnz_figure_expected(&r, "the end");
    }
    mnz_diags_destroy(own);
    return st;
}

enum mnz_status
mnz_figure_read(const struct mnz_model *model, const char *text,
                struct mnz_diags *diags, struct mnz_figure *out)
{
    return read_all(model, "figure", text, diags, out, NULL, NULL);
}

enum mnz_status
mnz_measure_read(const struct mnz_model *model, const char *what, const char *text,
                 struct mnz_diags *diags, struct mnz_measure *out)
{
    return read_all(model, what, text, diags, NULL, out, NULL);
}

enum mnz_status
mnz_branch_read(const struct mnz_model *model, const char *what, const char *text,
                struct mnz_diags *diags, uint32_t *branch)
{
    return read_all(model, what, text, diags, NULL, NULL, branch);
}

enum mnz_status
mnz_figure_reader_init(struct mnz_figure_reader *reader, const struct mnz_model *model,
                       const char *what, const char *text, struct mnz_diags *diags)
{
    char *file = malloc(strlen(what) + strlen(text) + 4);

    if (!file)
        return MNZ_ERR_NOMEM;
    sprintf(file, "%s '%s'", what, text);
    *reader = (struct mnz_figure_reader){
        .model = model,
        .diags = diags,
        .text = text,
        .next = text,
        .file = mnz_diags_keep(diags, file),
    };
    free(file);
    mnz_diags_add_source(diags, reader->file, text, strlen(text));
    return MNZ_OK;
}

struct mnz_span
mnz_figure_span(const struct mnz_figure_reader *reader, const char *at)
{
    return (struct mnz_span){reader->file, 1, (uint32_t)(at - reader->text) + 1};
}

static void
skip_spaces(struct mnz_figure_reader *r)
{
    while (*r->next == ' ' || *r->next == '\t' || *r->next == '\n')
        r->next++;
}

int
mnz_figure_accept(struct mnz_figure_reader *reader, char character)
{
    skip_spaces(reader);
    if (*reader->next != character || !character)
        return 0;
    reader->next++;
    return 1;
}

enum mnz_status
mnz_figure_expected(struct mnz_figure_reader *reader, const char *expected)
{
    mnz_diag_add(reader->diags, MNZ_E1501, mnz_figure_span(reader, reader->next),
                 ADVICE, "a figure is FUNCTION(METRIC.GROUP); %s was expected",
                 expected);
    return MNZ_ERR_INPUT;
}

const char *
mnz_figure_word(struct mnz_figure_reader *reader, const char *ends,
                char text[MNZ_FIGURE_TEXT])
{
    const char *start;
    size_t length;

    skip_spaces(reader);
    start = reader->next;
    length = strcspn(start, ends);
    reader->next += length;
    while (length > 0 && isspace((unsigned char)start[length - 1]))
        length--;
    if (length >= MNZ_FIGURE_TEXT)
        length = MNZ_FIGURE_TEXT - 1;
    memcpy(text, start, length);
    text[length] = '\0';
    return start;
}

enum mnz_status
mnz_figure_read_next(struct mnz_figure_reader *reader, struct mnz_figure *out)
{
    enum mnz_status st;

    *out = (struct mnz_figure){.branch = 0};
    st = read_function(reader, out);
    if (!st && !mnz_figure_accept(reader, '('))
        st = mnz_figure_expected(reader, "'('");
    if (!st)
        st = read_measure(reader, &out->measure);
    if (!st)
        st = read_rest(reader, out);
    if (!st && !mnz_figure_accept(reader, ')'))
        st = mnz_figure_expected(reader, "')'");
    return st;
}

/* 0.95 of "95"; 0 where it is no level. */
static double
level_of(const char *digits)
{
    double percent;

    if (mnz_number_parse(digits, &percent) || !(percent > 0.0 && percent < 100.0))
        return 0.0;
    return percent / 100.0;
}

static enum mnz_status
read_function(struct mnz_figure_reader *r, struct mnz_figure *out)
{
    static const char *const names[] = {"mean", "sd", "p", "p50", "p95", "cvar95"};
    char name[MNZ_FIGURE_TEXT];
    const char *at = mnz_figure_word(r, "(<>,| ", name), *digits = NULL, *nearest;

    if (!*name)
        return mnz_figure_expected(r, "a function");
    if (strcmp(name, "mean") == 0)
        out->function = MNZ_FUNCTION_MEAN;
    else if (strcmp(name, "sd") == 0)
        out->function = MNZ_FUNCTION_SD;
    else if (strcmp(name, "p") == 0)
        out->function = MNZ_FUNCTION_PROBABILITY;
    else if (name[0] == 'p' && isdigit((unsigned char)name[1])) {
        out->function = MNZ_FUNCTION_QUANTILE;
        digits = name + 1;
    } else if (strncmp(name, "cvar", 4) == 0 && isdigit((unsigned char)name[4])) {
        out->function = MNZ_FUNCTION_CVAR;
        digits = name + 4;
    } else {
        nearest = mnz_nearest(name, names, sizeof names / sizeof *names);
        mnz_diag_add(r->diags, MNZ_E1502, mnz_figure_span(r, at),
                     nearest ? nearest : "mean, sd, p50, p95, cvar95 or p",
                     "no function is named '%s'", name);
        return MNZ_ERR_INPUT;
    }
    out->level = digits ? level_of(digits) : 0.0;
    if (!digits || out->level > 0.0)
        return MNZ_OK;
    mnz_diag_add(r->diags, MNZ_E1508, mnz_figure_span(r, at), NULL,
                 "%s is no quantile: its level is above 0 and below 100 %%", name);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
read_measure(struct mnz_figure_reader *r, struct mnz_measure *out)
{
    char name[MNZ_FIGURE_TEXT];
    const char *at = mnz_figure_word(r, ".()[]<>|,", name);
    enum mnz_status st = mnz_figure_find_metric(r, name, at, &out->metric);

    out->month = MNZ_HORIZON;
    if (!st && !mnz_figure_accept(r, '.'))
        st = mnz_figure_expected(r, "'.' and a group");
    if (st)
        return st;
    at = mnz_figure_word(r, "()[]<>|,", name);
    st = mnz_figure_find_group(r, name, at, out);
    if (st || !mnz_figure_accept(r, '['))
        return st;
    at = mnz_figure_word(r, "()[]<>|,", name);
    st = mnz_figure_find_month(r, name, at, out);
    if (!st && !mnz_figure_accept(r, ']'))
        st = mnz_figure_expected(r, "']'");
    return st;
}

/* The dimension of thresholds of a metric. */
static enum mnz_dimension
dimension_of(uint32_t metric)
{
    static const struct {
        const char *unit;
        enum mnz_dimension dimension;
    } rows[] = {{"share", MNZ_DIM_SHARE},
                {"t", MNZ_DIM_MASS},
                {"USD", MNZ_DIM_MONEY},
                {"months", MNZ_DIM_DURATION},
                {"USD/kg", MNZ_DIM_PRICE}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(mnz_metric_unit(metric), rows[i].unit) == 0)
            return rows[i].dimension;
    return MNZ_DIM_NUMBER;
}

enum mnz_status
mnz_figure_number(struct mnz_figure_reader *reader, const char *ends, uint32_t metric,
                  double *out)
{
    const enum mnz_dimension dimension =
        metric == MNZ_NONE ? MNZ_DIM_SHARE : dimension_of(metric);
    struct mnz_quantity_fault fault;
    char text[MNZ_FIGURE_TEXT];
    const char *at = mnz_figure_word(reader, ends, text);

    if (!mnz_quantity_parse(text, dimension, out, &fault))
        return MNZ_OK;
    mnz_diag_add(reader->diags, MNZ_E1509, mnz_figure_span(reader, at), fault.text,
                 "'%s' is no number of the unit '%s'", text,
                 metric == MNZ_NONE ? "share" : mnz_metric_unit(metric));
    return MNZ_ERR_INPUT;
}

/* The threshold of a probability; then a branch, if there is one. */
static enum mnz_status
read_rest(struct mnz_figure_reader *r, struct mnz_figure *out)
{
    char name[MNZ_FIGURE_TEXT];
    const char *at;
    enum mnz_status st = MNZ_OK;

    if (out->function == MNZ_FUNCTION_PROBABILITY) {
        if (!mnz_figure_accept(r, '>'))
            return mnz_figure_expected(r, "'>' and a threshold");
        st = mnz_figure_number(r, "()|,", out->measure.metric, &out->threshold);
    }
    if (st || !mnz_figure_accept(r, '|'))
        return st;
    at = mnz_figure_word(r, "()[]<>|,", name);
    return mnz_figure_find_branch(r, name, at, &out->branch);
}

enum mnz_status
mnz_result_figure(const struct mnz_result *result, const struct mnz_figure *figure,
                  struct mnz_estimate *out)
{
    const uint32_t branch = figure->branch;
    const struct mnz_tally *tally;
    struct mnz_exceedance above;
    struct mnz_summary s;
    uint32_t place;

    *out = (struct mnz_estimate){.value = NAN, .low = NAN, .high = NAN};
    tally = mnz_result_tally(result, figure->measure, branch, &place);
    if (!tally)
        return MNZ_ERR_INPUT;
    mnz_tally_summary(tally, place, &s);
    out->trials = s.trials;
    switch (figure->function) {
    case MNZ_FUNCTION_MEAN:
        out->value = s.mean;
        mnz_tally_mean_interval(tally, place, &out->low, &out->high);
        break;
    case MNZ_FUNCTION_SD:
        out->value = s.sd;
        break;
    case MNZ_FUNCTION_QUANTILE:
        out->value = mnz_tally_quantile(tally, place, figure->level);
        mnz_tally_quantile_interval(tally, place, figure->level, &out->low, &out->high);
        break;
    case MNZ_FUNCTION_CVAR:
        out->value = mnz_tally_cvar(tally, place, figure->level);
        mnz_tally_cvar_interval(tally, place, figure->level, &out->low, &out->high);
        break;
    case MNZ_FUNCTION_PROBABILITY:
        mnz_tally_exceedance(tally, place, figure->threshold, &above);
        out->value = above.probability;
        out->low = above.low;
        out->high = above.high;
        out->hits = above.hits;
        break;
    }
    return MNZ_OK;
}
