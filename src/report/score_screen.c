/* score_screen.c - scores on a terminal: bands with points, and their scores. */

#include "report/screen.h"

#include <math.h>

#include "report/style.h"

/* Of "2025-04 before observed  p05  p50  p95 in" beside the picture. */
enum { NUMBERS = 46, WIDEST = 100 };

static void print_series(const struct mnz_screen *screen,
                         const struct mnz_scenario *scenario,
                         const struct mnz_series_score *s);
static void print_pit(const struct mnz_screen *screen, const struct mnz_score *score);
static void print_together(const struct mnz_screen *screen,
                           const struct mnz_score *score);

static void
bold(const struct mnz_screen *screen, int on)
{
    if (screen->colour)
        fputs(on ? "\033[1m" : "\033[0m", screen->stream);
}

enum mnz_status
mnz_screen_score(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_scenario *scenario = outcome->results[0]->model->scenario;
    const struct mnz_score *score = outcome->score;
    FILE *f = screen->stream;

    bold(screen, 1);
    mnz_style_text(f, scenario->title ? scenario->title : scenario->name);
    bold(screen, 0);
    fprintf(f, "\n%llu trials against ", (unsigned long long)score->trials);
    mnz_style_text(f, score->observations->file);
    fputs("\n\n", f);
    if (score->trials == 0)
        return ferror(f) ? MNZ_ERR_IO : MNZ_OK;
    for (uint32_t i = 0; i < score->num_series; i++)
        print_series(screen, scenario, &score->series[i]);
    print_pit(screen, score);
    print_together(screen, score);
    return ferror(f) ? MNZ_ERR_IO : MNZ_OK;
}

/* The largest number that the picture must hold. */
static double
top_of(const struct mnz_series_score *s)
{
    double top = 0.0;

    for (uint32_t j = 0; j < s->num_points; j++)
        top = fmax(top, fmax(s->points[j].p95, s->points[j].point->value));
    return top;
}

/* A number in nine columns. */
static void
print_number(const struct mnz_screen *screen, double number)
{
    if (isnan(number))
        fprintf(screen->stream, " %8s", "-");
    else
        fprintf(screen->stream, fabs(number) < 10.0 ? " %8.3f" : " %8.0f", number);
}

/* Where a point lies: in the 50 % band, in the 90 % band, or outside. */
static const char *
place_of(const struct mnz_point_score *p)
{
    return p->is_in_50 ? "50" : p->is_in_90 ? "90" : "--";
}

static void
print_points(const struct mnz_screen *screen, const struct mnz_scenario *scenario,
             const struct mnz_series_score *s)
{
    const int room = screen->columns - NUMBERS;
    const int width = room > WIDEST ? WIDEST : room;
    const double top = top_of(s);

    for (uint32_t j = 0; j < s->num_points; j++) {
        const struct mnz_point_score *p = &s->points[j];
        const struct mnz_band band = {p->p05, p->p25, p->p50,
                                      p->p75, p->p95, p->point->value};
        char month[16];

        mnz_observed_month_text(scenario, p->point->month, month);
        fprintf(screen->stream, "%-7s %-4s", month, mnz_set_name[p->point->set]);
        print_number(screen, p->point->value);
        print_number(screen, p->p05);
        print_number(screen, p->p50);
        print_number(screen, p->p95);
        fputs(screen->unicode ? "▕" : "[", screen->stream);
        mnz_style_band(screen->stream, &band, top, width - 6, screen->unicode);
        fprintf(screen->stream, "%s%s\n", screen->unicode ? "▏" : "]", place_of(p));
    }
}

/* "+0.61", or "-" where there is none. */
static void
print_skill(const struct mnz_screen *screen, double skill, int width)
{
    if (isnan(skill))
        fprintf(screen->stream, "%*s", width, "-");
    else
        fprintf(screen->stream, "%+*.2f", width, skill);
}

static void
print_sets(const struct mnz_screen *screen, const struct mnz_series_score *s)
{
    fprintf(screen->stream, "%-12s%9s%9s%9s%9s%22s%9s\n", "set", "in 50 %", "in 90 %",
            "bias", "CRPS", "skill over no change", "literal");
    for (uint32_t k = 0; k < s->num_sets; k++) {
        const struct mnz_set_score *set = &s->sets[k];
        char name[32];

        snprintf(name, sizeof name, "%s, %u mo", mnz_set_name[set->set],
                 (unsigned)set->num_points);
        fprintf(screen->stream, "%-12s %8.2f %8.2f", name, set->coverage_50,
                set->coverage_90);
        print_number(screen, set->bias);
        print_number(screen, set->crps);
        print_skill(screen, set->skill_still, 22);
        print_skill(screen, set->skill_literal, 9);
        putc('\n', screen->stream);
    }
}

static void
month_name(const struct mnz_scenario *scenario, double month, char text[16])
{
    if (isnan(month))
        snprintf(text, 16, "%s", "none");
    else
        mnz_observed_month_text(scenario, (int32_t)month - 1, text);
}

static void
print_path(const struct mnz_screen *screen, const struct mnz_scenario *scenario,
           const struct mnz_series_score *s)
{
    const struct mnz_path *paths[] = {&s->observed, &s->simulated};
    static const char *const names[] = {"observed", "simulated (medians)"};

    if (isnan(s->observed.trough))
        return;
    for (int i = 0; i < 2; i++) {
        char trough[16], recovery[16];

        month_name(scenario, paths[i]->trough, trough);
        month_name(scenario, paths[i]->recovery, recovery);
        fprintf(screen->stream,
                "%-20s trough %s at %.2f of the mean before, above 0.9 again: %s\n",
                names[i], trough, paths[i]->depth, recovery);
    }
}

static void
print_series(const struct mnz_screen *screen, const struct mnz_scenario *scenario,
             const struct mnz_series_score *s)
{
    bold(screen, 1);
    mnz_style_text(screen->stream, s->series->name);
    fprintf(screen->stream, ", %s\n", s->unit);
    fprintf(screen->stream, "%-12s%9s%9s%9s%9s\n", "month", "observed", "p05", "p50",
            "p95");
    bold(screen, 0);
    print_points(screen, scenario, s);
    print_sets(screen, s);
    print_path(screen, scenario, s);
    putc('\n', screen->stream);
}

/* Where the points lie among the trials: even if the bands are honest, full at the ends
 * if they are too narrow, in the middle if too wide. */
static void
print_pit(const struct mnz_screen *screen, const struct mnz_score *score)
{
    bold(screen, 1);
    fprintf(screen->stream, "%-12s", "PIT");
    for (int i = 0; i < MNZ_PIT_BINS; i++)
        fprintf(screen->stream, "  %3.1f-%3.1f", (double)i / MNZ_PIT_BINS,
                (double)(i + 1) / MNZ_PIT_BINS);
    putc('\n', screen->stream);
    bold(screen, 0);
    for (uint32_t k = 0; k < score->num_sets; k++) {
        fprintf(screen->stream, "%-12s", mnz_set_name[score->sets[k].set]);
        for (int i = 0; i < MNZ_PIT_BINS; i++)
            fprintf(screen->stream, " %8.2f", score->sets[k].pit[i]);
        putc('\n', screen->stream);
    }
}

static void
print_together(const struct mnz_screen *screen, const struct mnz_score *score)
{
    bold(screen, 1);
    fprintf(screen->stream, "%-12s%9s%9s%22s%9s\n", "all series", "in 50 %", "in 90 %",
            "skill over no change", "literal");
    bold(screen, 0);
    for (uint32_t k = 0; k < score->num_sets; k++) {
        const struct mnz_set_score *set = &score->sets[k];

        fprintf(screen->stream, "%-12s %8.2f %8.2f", mnz_set_name[set->set],
                set->coverage_50, set->coverage_90);
        print_skill(screen, set->skill_still, 22);
        print_skill(screen, set->skill_literal, 9);
        putc('\n', screen->stream);
    }
}
