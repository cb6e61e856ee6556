/* frontier_screen.c - what sets of options cost and avoid, on a terminal. */

#include "report/screen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/set_names.h"
#include "report/style.h"

enum { NAME = 44, MOST_GAINS = 3, MOST_OTHERS = 12 };

static void
append(char *text, size_t size, const char *separator, const char *more)
{
    const size_t used = strlen(text);

    snprintf(text + used, size - used, "%s%s", used > 0 ? separator : "", more);
}

void
mnz_set_names(const struct mnz_frontier_options *options, uint32_t members,
              char text[MNZ_SET_NAMES])
{
    *text = '\0';
    for (uint32_t i = 0; i < options->num_options; i++)
        if (members >> i & 1u)
            append(text, MNZ_SET_NAMES, " + ", options->options[i].name);
    if (!*text)
        append(text, MNZ_SET_NAMES, "", "nothing");
}

void
mnz_set_gains(const struct mnz_outcome *outcome, uint32_t set, char text[MNZ_SET_NAMES])
{
    struct mnz_frontier_gain gains[MOST_GAINS];
    const uint32_t count =
        mnz_frontier_gains(outcome->frontier, set, gains, MOST_GAINS);

    *text = '\0';
    for (uint32_t i = 0; i < count; i++)
        append(text, MNZ_SET_NAMES, "; ", gains[i].industry);
}

/* Losses in mn USD, or as they are. */
static double
unit_of(const struct mnz_outcome *outcome)
{
    const uint32_t metric = outcome->frontier_options->loss.metric;

    return strcmp(mnz_metric_unit(metric), "USD") == 0 ? 1e6 : 1.0;
}

static void
draw_set(const struct mnz_screen *screen, const struct mnz_outcome *outcome, uint32_t i)
{
    const struct mnz_frontier_set *set = mnz_frontier_set(outcome->frontier, i);
    const double unit = unit_of(outcome);
    FILE *f = screen->stream;
    char names[MNZ_SET_NAMES];

    mnz_set_names(outcome->frontier_options, set->members, names);
    fputs("  ", f);
    mnz_screen_cell(screen, names, NAME);
    /* A loss that goes is avoided: the other sign. */
    fprintf(f, " %9.4g %11.4g", set->cost.difference / 1e6,
            0.0 - set->tail.difference / unit);
    if (!isnan(set->tail.low) && !isnan(set->tail.high))
        fprintf(f, " (%.4g to %.4g)", 0.0 - set->tail.high / unit,
                0.0 - set->tail.low / unit);
    if (!isnan(set->per_million))
        fprintf(f, "  %.4g a mn USD", set->per_million / unit);
    putc('\n', f);
    mnz_set_gains(outcome, i, names);
    if (set->is_on_frontier && *names)
        fprintf(f, "      who gains most: %s\n", names);
}

static void
draw_others(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const uint32_t count = mnz_frontier_num_sets(outcome->frontier);
    uint32_t drawn = 0, others = 0;

    for (uint32_t i = 0; i < count; i++)
        others += !mnz_frontier_set(outcome->frontier, i)->is_on_frontier;
    if (others == 0)
        return;
    fputs("\nOthers that were run\n", screen->stream);
    for (uint32_t i = 0; i < count && drawn < MOST_OTHERS; i++)
        if (!mnz_frontier_set(outcome->frontier, i)->is_on_frontier) {
            draw_set(screen, outcome, i);
            drawn++;
        }
    if (others > drawn)
        fprintf(screen->stream, "  and %u more: see frontier.csv\n",
                (unsigned)(others - drawn));
}

enum mnz_status
mnz_screen_frontier(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_frontier *f = outcome->frontier;
    const struct mnz_frontier_options *o = outcome->frontier_options;
    const struct mnz_model *model = outcome->results[0]->model;
    char loss[MNZ_FIGURE_TEXT], budget[64] = "any budget";

    mnz_screen_bold(screen, 1);
    mnz_style_text(screen->stream, mnz_model_title(model));
    mnz_screen_bold(screen, 0);
    mnz_measure_text(model, &o->loss, loss);
    if (isfinite(o->budget))
        snprintf(budget, sizeof budget, "a budget of %.6g mn USD", o->budget / 1e6);
    fprintf(screen->stream,
            "\n%u of %u sets within %s were run, on the same %llu trials\n",
            (unsigned)mnz_frontier_num_sets(f), (unsigned)mnz_frontier_num_possible(f),
            budget, (unsigned long long)mnz_result_trials(outcome->results[0]));
    fprintf(screen->stream,
            "cost: mn USD; avoided: the mean of the worst 5 %% of %s%s, with its 95 %% "
            "interval\n\nOn the frontier\n",
            loss, unit_of(outcome) > 1.0 ? ", mn USD" : "");
    for (uint32_t i = 0; i < mnz_frontier_num_sets(f); i++)
        if (mnz_frontier_set(f, i)->is_on_frontier)
            draw_set(screen, outcome, i);
    draw_others(screen, outcome);
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}
