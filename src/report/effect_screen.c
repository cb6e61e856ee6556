/* effect_screen.c - effects of inputs by design, on a terminal. */

#include "monazite/effects.h"
#include "report/screen.h"
#include "report/style.h"

#include "monazite/figure.h"

/* Lines of an answer; columns of the numbers beside the name. */
enum { MOST_LINES = 20, NUMBERS = 50 };

static void
print_columns(const struct mnz_screen *screen, int is_morris)
{
    mnz_screen_bold(screen, 1);
    mnz_screen_cell(screen, "input", screen->columns - NUMBERS);
    if (is_morris)
        fprintf(screen->stream, " %10s %10s %10s %10s\n", "mu*", "low", "high",
                "sigma");
    else
        fprintf(screen->stream, " %-23s %-23s\n", " first-order share", " total share");
    mnz_screen_bold(screen, 0);
}

static void
print_share(const struct mnz_screen *screen, const struct mnz_driver_range *r)
{
    fprintf(screen->stream, " %5.1f %% (%5.1f to %5.1f)", 100.0 * r->value,
            100.0 * r->low, 100.0 * r->high);
}

static void
print_line(const struct mnz_screen *screen, const struct mnz_effect *e, int is_morris)
{
    char name[512];

    snprintf(name, sizeof name, e->num_inputs > 1 ? "%.400s (%u)" : "%.400s", e->name,
             e->num_inputs);
    mnz_screen_cell(screen, name, screen->columns - NUMBERS);
    if (is_morris) {
        fprintf(screen->stream, " %10.3g %10.3g %10.3g %10.3g", e->mu_star.value,
                e->mu_star.low, e->mu_star.high, e->sigma);
    } else {
        print_share(screen, &e->first);
        print_share(screen, &e->total);
    }
    putc('\n', screen->stream);
}

static void
print_answer(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
             uint32_t answer)
{
    const struct mnz_effects *effects = outcome->effects;
    const struct mnz_measure m = mnz_effects_measure(effects, answer);
    const uint32_t groups = mnz_effects_num_groups(effects);
    char name[MNZ_FIGURE_TEXT], text[64];

    mnz_measure_text(outcome->results[0]->model, &m, name);
    mnz_screen_bold(screen, 1);
    mnz_screen_prose(screen, name);
    mnz_screen_bold(screen, 0);
    print_columns(screen, mnz_effects_is_morris(effects));
    for (uint32_t g = 0; g < groups && g < MOST_LINES; g++)
        print_line(screen, &mnz_effects_of(effects, answer)[g],
                   mnz_effects_is_morris(effects));
    if (groups > MOST_LINES) {
        snprintf(text, sizeof text, "and %u more, with smaller effects",
                 groups - MOST_LINES);
        mnz_screen_prose(screen, text);
    }
    putc('\n', screen->stream);
}

enum mnz_status
mnz_screen_effects(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_scenario *s = outcome->results[0]->model->scenario;

    mnz_screen_bold(screen, 1);
    mnz_screen_prose(screen, s->title ? s->title : s->name);
    mnz_screen_bold(screen, 0);
    putc('\n', screen->stream);
    for (uint32_t m = 0; m < mnz_effects_num_measures(outcome->effects); m++)
        print_answer(screen, outcome, m);
    mnz_screen_prose(
        screen,
        mnz_effects_is_morris(outcome->effects)
            ? "mu*: mean size of the answer's change when the input crosses its "
              "whole range (95 % interval). sigma: standard deviation of these "
              "changes; if it is as large as mu*, the effect depends on other "
              "inputs or bends."
            : "first-order share of the variance: would go if the input were "
              "known. total share: would remain if all others were known, so it "
              "counts what the input does together with others (95 % "
              "intervals).");
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}
