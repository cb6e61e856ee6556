/* timing.c - comparisons that hold on a machine that is shared. */

#include "timing.h"

#include <time.h>

double
bench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void
bench_compare(struct bench_variant *variants, size_t count, int rounds)
{
    for (int round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++) {
            const double seconds = variants[i].run(variants[i].context);

            if (round == 0 || seconds < variants[i].best)
                variants[i].best = seconds;
        }
}

void
bench_heading(const char *table, const char *note)
{
    printf("\n%s\n  %s\n", table, note);
    fflush(stdout);
}

void
bench_result(const struct bench_report *report, const char *table, const char *what,
             double value, const char *unit)
{
    printf("  %-52s %12.5g %s\n", what, value, unit);
    fflush(stdout);
    if (report->csv)
        fprintf(report->csv, "\"%s\",\"%s\",%.17g,%s\n", table, what, value, unit);
}
