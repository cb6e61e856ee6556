#ifndef TESTS_BENCH_TIMING_H
#define TESTS_BENCH_TIMING_H

#include <stddef.h>
#include <stdio.h>

/* Seconds of a clock that only goes forward. */
double bench_now(void);

/* One way of doing something. `run` does it once, and says how many seconds a unit of
 * work took; `best` is the least of all rounds. */
struct bench_variant {
    const char *name;
    double (*run)(void *context);
    void *context;
    double best;
};

/* Run all variants in turn, `rounds` times over, and keep the best of each: a
 * disturbance of the machine slows all of them. */
void bench_compare(struct bench_variant *variants, size_t count, int rounds);

/* Where results go: a table on screen and a line of CSV each. */
struct bench_report {
    FILE *csv;
};

void bench_heading(const char *table, const char *note);
void bench_result(const struct bench_report *report, const char *table,
                  const char *what, double value, const char *unit);

#endif
