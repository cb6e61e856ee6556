/* progress.c - how far a run has come, on one line. */

#include <string.h>
#include <time.h>

#include "report/screen.h"
#include "report/style.h"

enum { BAR = 24, SILENT_SECONDS = 10 };

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void
mnz_progress_begin(struct mnz_progress *progress)
{
    progress->started = now();
    progress->silent = progress->is_json ? 1.0 : SILENT_SECONDS;
}

/* A line for those who read a log: seldom, and less and less often. */
static void
write_line(struct mnz_progress *p, double seconds, const char *text)
{
    if (seconds < p->silent)
        return;
    while (p->silent <= seconds)
        p->silent *= 2.0;
    fprintf(p->screen.stream, "monazite: %s\n", text);
    fflush(p->screen.stream);
}

/* {"done": 128, "trials": 512, "per_second": 64, "seconds_left": 6} */
static void
write_json(struct mnz_progress *p, double seconds, uint64_t done, uint64_t trials,
           double rate)
{
    FILE *f = p->screen.stream;

    if (seconds < p->silent && done < trials)
        return;
    p->silent = seconds + 1.0;
    fprintf(f, "{\"done\": %llu, \"trials\": %llu, \"per_second\": %.0f",
            (unsigned long long)done, (unsigned long long)trials, rate);
    if (rate > 0.0)
        fprintf(f, ", \"seconds_left\": %.0f", (double)(trials - done) / rate);
    fputs("}\n", f);
    fflush(f);
}

static void
draw_bar(struct mnz_progress *p, double share, const char *text)
{
    const int filled = (int)(share * BAR);

    fputs("\r[", p->screen.stream);
    for (int i = 0; i < BAR; i++)
        fputs(i >= filled ? " " : p->screen.unicode ? "█" : "#", p->screen.stream);
    /* Cut to the line: a longer text could not be drawn over. */
    putc(']', p->screen.stream);
    mnz_style_cell(p->screen.stream, text, p->screen.columns - BAR - 3);
    fflush(p->screen.stream);
}

void
mnz_progress_draw(void *context, uint64_t done, uint64_t trials)
{
    struct mnz_progress *p = context;
    const double share = trials > 0 ? (double)done / (double)trials : 1.0;
    const double seconds = now() - p->started;
    const double rate = seconds > 0.0 ? (double)done / seconds : 0.0;
    char text[256], left[64] = "";

    if (rate > 0.0 && done < trials)
        snprintf(left, sizeof left, ", %.0f s left", (double)(trials - done) / rate);
    snprintf(text, sizeof text, " %3.0f %%  %llu of %llu trials, %.0f a second%s",
             share * 100.0, (unsigned long long)done, (unsigned long long)trials, rate,
             left);
    if (p->is_json)
        write_json(p, seconds, done, trials, rate);
    else if (p->is_terminal)
        draw_bar(p, share, text);
    else if (done < trials)
        write_line(p, seconds, text + strspn(text, " "));
}

void
mnz_progress_end(struct mnz_progress *progress)
{
    FILE *f = progress->screen.stream;

    if (!progress->is_terminal || progress->is_json)
        return;
    fprintf(f, "\r%*s\r", progress->screen.columns - 1, "");
    fflush(f);
}
