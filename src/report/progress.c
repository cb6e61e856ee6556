/* progress.c - how far a run has come, on one line. */

#include <time.h>

#include "report/screen.h"

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
}

void
mnz_progress_draw(void *context, uint64_t done, uint64_t trials)
{
    struct mnz_progress *p = context;
    const double share = trials > 0 ? (double)done / (double)trials : 1.0;
    const double seconds = now() - p->started;
    const double rate = seconds > 0.0 ? (double)done / seconds : 0.0;
    const int width = 30, filled = (int)(share * width);
    FILE *f = p->screen.stream;

    fputs("\r[", f);
    for (int i = 0; i < width; i++)
        fputs(i < filled ? (p->screen.unicode ? "█" : "#") : " ", f);
    fprintf(f, "] %3.0f %%  %llu of %llu trials, %.0f a second", share * 100.0,
            (unsigned long long)done, (unsigned long long)trials, rate);
    if (rate > 0.0 && done < trials)
        fprintf(f, ", %.0f s left   ", (double)(trials - done) / rate);
    fflush(f);
}

void
mnz_progress_end(struct mnz_progress *progress)
{
    FILE *f = progress->screen.stream;

    fprintf(f, "\r%*s\r", progress->screen.columns - 1, "");
    fflush(f);
}
