/* driver_screen.c - the inputs that move an answer, on a terminal: a tornado. */

#include "report/screen.h"

#include <math.h>

#include "monazite/figure.h"
#include "report/style.h"
#include "study/drivers.h"

/* Lines of an answer; columns of the numbers beside name and bar; the longest bar. */
enum { MOST_LINES = 15, NUMBERS = 43, LONGEST = 60 };

/* The ends of a tornado's scale. */
struct scale {
    double from, until;
};

static void
print_title(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
            uint32_t answer)
{
    const struct mnz_result *result = outcome->results[0];
    const struct mnz_measure m = mnz_drivers_measure(outcome->drivers, answer);
    const char *branch = mnz_result_branch_name(result, outcome->branch);
    struct mnz_summary s;
    char name[MNZ_FIGURE_TEXT], text[2 * MNZ_FIGURE_TEXT], mean[MNZ_NUMBER_TEXT];
    int is_share;

    if (mnz_result_summary(result, m, outcome->branch, &s))
        return;
    is_share = mnz_metric_rows[m.metric].unit == MNZ_UNIT_SHARE;
    mnz_measure_text(result->model, &m, name);
    mnz_screen_number(is_share ? 100.0 * s.mean : s.mean, mean);
    mnz_screen_bold(screen, 1);
    snprintf(text, sizeof text, "%s%s%s: mean %s %s; %llu trials", name,
             *branch ? ", given " : "", branch, mean,
             is_share ? "%" : mnz_metric_unit(m.metric),
             (unsigned long long)mnz_drivers_trials(outcome->drivers, answer));
    mnz_screen_prose(screen, text);
    mnz_screen_bold(screen, 0);
}

static struct scale
scale_of(const struct mnz_driver *rows, uint32_t count)
{
    struct scale s = {INFINITY, -INFINITY};

    for (uint32_t i = 0; i < count; i++) {
        s.from = fmin(s.from, fmin(rows[i].low_tenth, rows[i].high_tenth));
        s.until = fmax(s.until, fmax(rows[i].low_tenth, rows[i].high_tenth));
    }
    return s;
}

static double
place(const struct scale *scale, double value)
{
    return scale->until > scale->from
               ? (value - scale->from) / (scale->until - scale->from)
               : 0.5;
}

/* A number in seven columns: a share in per cent, others with a factor of thousands. */
static void
print_tenth(const struct mnz_screen *screen, double value, int is_share)
{
    static const char *const factors[] = {"", "k", "mn", "bn", "tn"};
    size_t k = 0;

    if (is_share) {
        fprintf(screen->stream, " %6.2f%%", 100.0 * value);
        return;
    }
    while (fabs(value) >= 999.5 && k + 1 < sizeof factors / sizeof *factors) {
        value /= 1000.0;
        k++;
    }
    fprintf(screen->stream, " %5.3g%-2s", value, factors[k]);
}

static void
print_line(const struct mnz_screen *screen, const struct mnz_input *input,
           const struct mnz_driver *d, const struct scale *scale, int is_share)
{
    const int bar = screen->columns / 4 < LONGEST ? screen->columns / 4 : LONGEST;
    const int name = screen->columns - NUMBERS - bar - 1;
    const double low = place(scale, fmin(d->low_tenth, d->high_tenth));
    const double high = place(scale, fmax(d->low_tenth, d->high_tenth));

    mnz_screen_cell(screen, input->name, name);
    fprintf(screen->stream, " %+5.2f %4.1f %% (%4.1f to %4.1f)", d->rank.value,
            100.0 * d->share.value, 100.0 * fmax(d->share.low, 0.0),
            100.0 * fmin(d->share.high, 1.0));
    print_tenth(screen, d->low_tenth, is_share);
    print_tenth(screen, d->high_tenth, is_share);
    putc(' ', screen->stream);
    mnz_style_quantiles(screen->stream, low, d->low_tenth < d->high_tenth ? high : low,
                        high, bar, screen->unicode);
    putc('\n', screen->stream);
}

static void
print_columns(const struct mnz_screen *screen)
{
    const int bar = screen->columns / 4 < LONGEST ? screen->columns / 4 : LONGEST;

    mnz_screen_bold(screen, 1);
    mnz_screen_cell(screen, "input", screen->columns - NUMBERS - bar - 1);
    fprintf(screen->stream, " %5s %-21s%8s%8s\n", "rank", " share of variance", "low",
            "high");
    mnz_screen_bold(screen, 0);
}

/* Correlated inputs share what they have in common. */
static void
print_groups(const struct mnz_screen *screen, const struct mnz_value_pool *pool,
             const struct mnz_driver *rows)
{
    char text[1024];

    for (uint32_t i = 0; i < pool->num_inputs; i++) {
        const struct mnz_driver_range *g = &rows[i].group_share;
        uint32_t members = 0;

        for (uint32_t k = 0; k < pool->num_inputs; k++)
            members += rows[k].group == rows[i].input;
        if (members < 2 || !(g->value > 0.0))
            continue;
        snprintf(text, sizeof text,
                 "%s and the %u input%s correlated with it together: %.1f %% (%.1f to "
                 "%.1f).",
                 pool->inputs[rows[i].input].name, members - 1, members == 2 ? "" : "s",
                 100.0 * g->value, 100.0 * fmax(g->low, 0.0),
                 100.0 * fmin(g->high, 1.0));
        mnz_screen_prose(screen, text);
    }
}

static void
print_rest(const struct mnz_screen *screen, const struct mnz_driver_range *rest,
           uint32_t shown)
{
    char text[512];

    snprintf(
        text, sizeof text,
        "%sNo single input explains %.1f %% (%.1f to %.1f): inputs acting together, "
        "chance inside a trial, and inputs that cannot be told from chance.",
        shown == 0 ? "No input has a share beyond chance. " : "",
        100.0 * fmin(fmax(rest->value, 0.0), 1.0), 100.0 * fmax(rest->low, 0.0),
        100.0 * fmin(rest->high, 1.0));
    mnz_screen_prose(screen, text);
    putc('\n', screen->stream);
}

static void
print_answer(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
             uint32_t answer)
{
    const struct mnz_value_pool *pool = &outcome->results[0]->model->scenario->pool;
    const struct mnz_measure m = mnz_drivers_measure(outcome->drivers, answer);
    const struct mnz_driver *rows = mnz_drivers_of(outcome->drivers, answer);
    const struct mnz_driver_range rest = mnz_drivers_rest(outcome->drivers, answer);
    const int is_share = mnz_metric_rows[m.metric].unit == MNZ_UNIT_SHARE;
    uint32_t shown = 0;
    struct scale scale;

    while (shown < pool->num_inputs && shown < MOST_LINES &&
           rows[shown].is_beyond_chance)
        shown++;
    print_title(screen, outcome, answer);
    scale = scale_of(rows, shown);
    if (shown > 0)
        print_columns(screen);
    for (uint32_t i = 0; i < shown; i++)
        print_line(screen, &pool->inputs[rows[i].input], &rows[i], &scale, is_share);
    print_groups(screen, pool, rows);
    print_rest(screen, &rest, shown);
}

enum mnz_status
mnz_screen_drivers(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_scenario *s = outcome->results[0]->model->scenario;

    mnz_screen_bold(screen, 1);
    mnz_screen_prose(screen, s->title ? s->title : s->name);
    mnz_screen_bold(screen, 0);
    putc('\n', screen->stream);
    for (uint32_t m = 0; m < mnz_drivers_num_measures(outcome->drivers); m++)
        print_answer(screen, outcome, m);
    mnz_screen_prose(
        screen, "rank: rank correlation with the answer. share of variance: what "
                "would go if the input were known (95 % interval). low, high: mean "
                "of the answer over the lowest and the highest tenth of the input; "
                "the bar lies between them, with the mark at the high end.");
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}
