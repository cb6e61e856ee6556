/* calibration_screen.c - a calibration on a terminal. */

#include "report/screen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "report/style.h"

/* From so many columns on there is room for the quantiles of the prior too. */
enum { WIDE = 100, CELL = 11, MOST_INPUTS = 16 };

static void print_head(const struct mnz_screen *screen, const struct mnz_calibration *c,
                       const char *observed);
static void print_points(const struct mnz_screen *screen,
                         const struct mnz_calibration *c);
static enum mnz_status print_inputs(const struct mnz_screen *screen,
                                    const struct mnz_calibration *c);

static void
bold(const struct mnz_screen *screen, int on)
{
    if (screen->colour)
        fputs(on ? "\033[1m" : "\033[0m", screen->stream);
}

enum mnz_status
mnz_screen_calibration(const struct mnz_screen *screen,
                       const struct mnz_outcome *outcome)
{
    const struct mnz_calibration *calibration = outcome->calibration;
    enum mnz_status st;

    print_head(screen, calibration, outcome->observations->file);
    print_points(screen, calibration);
    st = print_inputs(screen, calibration);
    if (st)
        return st;
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}

static void
print_head(const struct mnz_screen *screen, const struct mnz_calibration *c,
           const char *observed)
{
    const double widened = c->options.error / sqrt(c->temper);
    FILE *f = screen->stream;

    bold(screen, 1);
    mnz_style_text(f, c->scenario->title && *c->scenario->title ? c->scenario->title
                                                                : c->scenario->name);
    bold(screen, 0);
    fprintf(f, "\n%llu trials, %u months to fit in ",
            (unsigned long long)c->trials.count, (unsigned)c->num_points);
    mnz_style_text(f, observed);
    fprintf(f, "\n%.1f trials count (effective sample size)\n", c->ess);
    fprintf(f, "errors of %.3g %%", 100.0 * c->options.error);
    if (c->temper < 1.0)
        fprintf(f, ", widened to %.3g %% so that %.0f count", 100.0 * widened,
                c->options.least_ess);
    fputs("\n\n", f);
}

/* A number in CELL columns; dates are ten wide. */
static void
print_cell(const struct mnz_screen *screen, const struct mnz_input *input, double x)
{
    if (input && strcmp(input->unit, "date") == 0) {
        char text[MNZ_DATE_TEXT];

        mnz_date_format((int32_t)floor(x), text);
        fprintf(screen->stream, " %*s", CELL - 1, text);
    } else if (isnan(x)) {
        fprintf(screen->stream, " %*s", CELL - 1, "-");
    } else {
        const double size = fabs(x);

        fprintf(screen->stream,
                size < 10.0 ? " %*.3f" : (size < 1e7 ? " %*.0f" : " %*.2e"), CELL - 1,
                x);
    }
}

static void
print_titles(const struct mnz_screen *screen, const char *const *titles)
{
    for (; *titles; titles++)
        fprintf(screen->stream, " %*s", CELL - 1, *titles);
}

static void
print_points(const struct mnz_screen *screen, const struct mnz_calibration *c)
{
    static const char *const few[] = {"observed", "prior p50", "posterior", NULL};
    static const char *const all[] = {"observed",  "prior p05", "p50", "p95",
                                      "post. p05", "p50",       "p95", NULL};
    const int is_wide = screen->columns >= WIDE;
    int missed = 0;

    for (uint32_t j = 0; j < c->num_points; j++) {
        const struct mnz_fit_point *p = &c->points[j];
        char month[16];

        if (j == 0 || p->series != c->points[j - 1].series) {
            bold(screen, 1);
            mnz_style_text(screen->stream, p->series->name);
            fprintf(screen->stream, ", %s\n%-8s",
                    mnz_metric_rows[p->series->metric].unit_name, "month");
            print_titles(screen, is_wide ? all : few);
            bold(screen, 0);
            putc('\n', screen->stream);
        }
        mnz_observed_month_text(c->scenario, p->point->month, month);
        fprintf(screen->stream, "%-8s", month);
        print_cell(screen, NULL, p->point->value);
        if (is_wide)
            print_cell(screen, NULL, p->prior.p05);
        print_cell(screen, NULL, p->prior.p50);
        if (is_wide) {
            print_cell(screen, NULL, p->prior.p95);
            print_cell(screen, NULL, p->posterior.p05);
        }
        print_cell(screen, NULL, p->posterior.p50);
        if (is_wide)
            print_cell(screen, NULL, p->posterior.p95);
        fputs(p->is_reached ? "\n" : " !\n", screen->stream);
        missed |= !p->is_reached;
    }
    if (missed)
        fputs("! outside all trials\n", screen->stream);
}

static int
by_ks(const void *a, const void *b)
{
    const struct mnz_calibrated_input *x =
        *(const struct mnz_calibrated_input *const *)a;
    const struct mnz_calibrated_input *y =
        *(const struct mnz_calibrated_input *const *)b;

    if (x->ks != y->ks)
        return x->ks > y->ks ? -1 : 1;
    return x->input < y->input ? -1 : x->input > y->input;
}

static void
print_input(const struct mnz_screen *screen, const struct mnz_calibration *c,
            const struct mnz_calibrated_input *in, int width)
{
    const struct mnz_input *input = &c->scenario->pool.inputs[in->input];
    const int is_wide = screen->columns >= WIDE;

    /* The end of a name tells more than its beginning. */
    if (mnz_style_width(input->name) > width) {
        const char *tail = input->name + strlen(input->name);

        while (tail > input->name && mnz_style_width(tail - 1) < width)
            tail--;
        fputs("<", screen->stream);
        mnz_style_cell(screen->stream, tail, width - 1);
    } else {
        mnz_style_cell(screen->stream, input->name, width);
    }
    if (is_wide)
        print_cell(screen, input, in->prior.p05);
    print_cell(screen, input, in->prior.p50);
    if (is_wide) {
        print_cell(screen, input, in->prior.p95);
        print_cell(screen, input, in->posterior.p05);
    }
    print_cell(screen, input, in->posterior.p50);
    if (is_wide)
        print_cell(screen, input, in->posterior.p95);
    fprintf(screen->stream, " %5.2f\n", in->ks);
}

static enum mnz_status
print_inputs(const struct mnz_screen *screen, const struct mnz_calibration *c)
{
    static const char *const few[] = {"prior p50", "posterior", NULL};
    static const char *const all[] = {"prior p05", "p50", "p95", "post. p05",
                                      "p50",       "p95", NULL};
    const int is_wide = screen->columns >= WIDE;
    const int width = screen->columns - (is_wide ? 6 : 2) * CELL - 6;
    const struct mnz_calibrated_input **sorted =
        calloc(c->num_inputs + 1, sizeof *sorted);
    uint32_t moved = 0, shown = 0;

    if (!sorted)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < c->num_inputs; i++) {
        sorted[i] = &c->inputs[i];
        moved += c->inputs[i].has_moved != 0;
    }
    qsort(sorted, c->num_inputs, sizeof *sorted, by_ks);
    bold(screen, 1);
    fprintf(screen->stream, "\n%-*s", width, "input");
    print_titles(screen, is_wide ? all : few);
    fprintf(screen->stream, " %5s\n", "KS");
    bold(screen, 0);
    for (; shown < c->num_inputs && shown < MOST_INPUTS &&
           (sorted[shown]->has_moved || c->options.takes_all);
         shown++)
        print_input(screen, c, sorted[shown], width);
    free(sorted);
    fprintf(screen->stream,
            "%u of %u inputs moved beyond chance (KS above %.2f)%s%u rank "
            "correlation%s\n",
            (unsigned)moved, (unsigned)c->num_inputs, c->ks_chance,
            screen->columns >= WIDE ? "; " : "\n", (unsigned)c->num_correlations,
            c->num_correlations == 1 ? "" : "s");
    return MNZ_OK;
}
