/* bound_screen.c - what physics forces of a shortfall, on a terminal. */

#include "report/screen.h"

#include <stdio.h>

#include "report/style.h"

enum { MOST_LINES = 12, NAME = 30 };

static void
draw_sum(const struct mnz_screen *screen, const struct mnz_bound *bound)
{
    double wanted = 0.0, simulated = 0.0, least = 0.0;
    char text[512];

    for (uint32_t i = 0; i < mnz_bound_num_trials(bound); i++) {
        const struct mnz_bound_trial *t = mnz_bound_trial(bound, i);

        wanted += t->wanted;
        simulated += t->simulated;
        least += t->bound;
    }
    snprintf(text, sizeof text,
             "Of %.1f %% of need that is short, %.1f are forced: no plan avoids them. "
             "Rationing, habits and not knowing add %.1f.",
             100.0 * simulated / wanted, 100.0 * least / wanted,
             100.0 * (simulated - least) / wanted);
    mnz_screen_bold(screen, 1);
    mnz_screen_prose(screen, text);
    mnz_screen_bold(screen, 0);
}

enum mnz_status
mnz_screen_bound(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_bound *b = outcome->bound;
    const uint32_t worths = mnz_bound_num_worths(b);
    FILE *f = screen->stream;

    mnz_style_text(f, mnz_model_title(outcome->results[0]->model));
    fprintf(f, "\n%u of the worst 5 %% of %llu trials, planned by %s\n",
            (unsigned)mnz_bound_num_trials(b),
            (unsigned long long)mnz_result_trials(outcome->results[0]),
            mnz_bound_solver());
    draw_sum(screen, b);
    fputs("\n     trial  simulated  planned\n", f);
    for (uint32_t i = 0; i < mnz_bound_num_trials(b); i++) {
        const struct mnz_bound_trial *t = mnz_bound_trial(b, i);

        fprintf(f, "  %8llu    %6.2f %%  %5.2f %%\n", (unsigned long long)t->trial,
                100.0 * t->simulated / t->wanted, 100.0 * t->bound / t->wanted);
    }
    if (worths > 0)
        fputs("\nA further tonne would have spared at the best time (t contained)\n",
              f);
    for (uint32_t i = 0; i < worths && i < MOST_LINES; i++) {
        const struct mnz_bound_worth *w = mnz_bound_worth(b, i);

        fprintf(f, "  %8.3g  ", w->worth);
        mnz_screen_cell(screen, w->material, NAME);
        fprintf(f, "  %s\n", w->buyer);
    }
    return ferror(f) ? MNZ_ERR_IO : MNZ_OK;
}
