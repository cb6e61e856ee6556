/* size_screen.c - the answer of a search on a terminal, above what was looked at. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/style.h"

enum { COLUMN = 14 };

/* "90 days", "1 day" */
static void
number_text(const struct mnz_search_outcome *s, double number, char text[128])
{
    const int length =
        snprintf(text, 128, "%.6g%s%s", number, *s->unit ? " " : "", s->unit);

    if (number == 1.0 && length > 0 && length < 128 && text[length - 1] == 's')
        text[length - 1] = '\0';
}

static void
draw_answer(const struct mnz_screen *screen, const struct mnz_search_outcome *s,
            const struct mnz_search_answer *a)
{
    char number[128], from[128], to[128], near[128], far[128], step[128], text[1024];
    struct mnz_searched base;

    number_text(s, a->number, number);
    number_text(s, s->from, from);
    number_text(s, s->to, to);
    number_text(s, a->near, near);
    number_text(s, a->far, far);
    number_text(s, a->step, step);
    mnz_screen_bold(screen, 1);
    if (a->state == MNZ_SEARCH_AT_ONCE)
        snprintf(text, sizeof text, "%s: nothing more is needed.", from);
    else if (a->state == MNZ_SEARCH_NEVER)
        snprintf(text, sizeof text,
                 "No number suffices: %s does not. Look for another measure, or give a "
                 "wider range (%u runs).",
                 to, (unsigned)a->runs);
    else
        snprintf(text, sizeof text, "%s", number);
    mnz_screen_prose(screen, text);
    mnz_screen_bold(screen, 0);
    if (a->state == MNZ_SEARCH_NEVER)
        return;
    if (isnan(a->near))
        snprintf(near, sizeof near, "not known");
    if (isnan(a->far))
        snprintf(far, sizeof far, "more than looked at");
    snprintf(text, sizeof text, "95 %% interval from %s to %s, in steps of %s; %u runs",
             near, far, step, (unsigned)a->runs);
    mnz_screen_prose(screen, text);
    mnz_search_run(s->search, 0, &base);
    if (base.holds)
        mnz_screen_prose(screen, "The scenario as it stands suffices too.");
}

static void
draw_warning(const struct mnz_screen *screen, const struct mnz_search_outcome *s,
             const struct mnz_search_answer *a)
{
    char better[128], worse[128], text[512];

    if (a->is_monotone)
        return;
    number_text(s, a->better, better);
    number_text(s, a->worse, worse);
    snprintf(text, sizeof text, "More does not always help: %s is worse than %s.%s",
             worse, better,
             a->state == MNZ_SEARCH_NEVER
                 ? ""
                 : " The answer is the number from which on all that were looked at "
                   "suffice.");
    mnz_screen_prose(screen, text);
}

/* A look's place among the numbers; the scenario as it stands is the first. */
struct place {
    uint32_t run;
    double number, sign;
};

static int
by_number(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (isnan(x->number) || isnan(y->number))
        return isnan(y->number) - isnan(x->number);
    return (int)x->sign * ((x->number > y->number) - (x->number < y->number));
}

static void
draw_look(const struct mnz_screen *screen, const struct mnz_search_outcome *s,
          uint32_t run)
{
    struct mnz_searched look;
    char number[128] = "as it stands";

    mnz_search_run(s->search, run, &look);
    if (!isnan(look.number))
        number_text(s, look.number, number);
    fputs("  ", screen->stream);
    mnz_screen_cell(screen, number, COLUMN);
    for (uint32_t c = 0; c < s->criteria->count; c++) {
        const struct mnz_estimate *e = &look.figures[c];

        fprintf(screen->stream, "  %9.4g", e->value);
        if (isnan(e->low) || isnan(e->high))
            fprintf(screen->stream, "  %-24s", "");
        else
            fprintf(screen->stream, "  (%9.4g to %9.4g)", e->low, e->high);
    }
    fprintf(screen->stream, "  %s\n", look.holds ? "holds" : "");
}

enum mnz_status
mnz_screen_size(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_search_outcome *s = &outcome->search;
    const struct mnz_model *model = outcome->results[0]->model;
    const uint32_t count = mnz_search_num_runs(s->search);
    struct place *places = calloc((size_t)count + 1, sizeof *places);
    struct mnz_search_answer a;

    if (!places)
        return MNZ_ERR_NOMEM;
    mnz_search_answer(s->search, &a);
    mnz_style_text(screen->stream, mnz_model_title(model));
    fprintf(screen->stream, "\n%llu trials of each number of",
            (unsigned long long)mnz_result_trials(outcome->results[0]));
    for (size_t i = 0; i < s->num_paths; i++)
        fprintf(screen->stream, " %s", s->paths[i]);
    putc('\n', screen->stream);
    for (uint32_t c = 0; c < s->criteria->count; c++) {
        char text[MNZ_FIGURE_TEXT];

        mnz_criterion_text(model, &s->criteria->items[c], text);
        fprintf(screen->stream, "until %s\n", text);
    }
    putc('\n', screen->stream);
    draw_answer(screen, s, &a);
    draw_warning(screen, s, &a);
    putc('\n', screen->stream);
    for (uint32_t i = 0; i < count; i++) {
        struct mnz_searched look;

        mnz_search_run(s->search, i, &look);
        places[i] = (struct place){i, look.number, s->to > s->from ? 1.0 : -1.0};
    }
    qsort(places, count, sizeof *places, by_number);
    for (uint32_t i = 0; i < count; i++)
        draw_look(screen, s, places[i].run);
    free(places);
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}
