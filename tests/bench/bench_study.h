#ifndef TESTS_BENCH_STUDY_H
#define TESTS_BENCH_STUDY_H

#include "timing.h"

/* Time a trial of a run that is asked for twelve series, and of a sweep of twelve
 * figures, beside that of a full run; two processes beside one; and how many times
 * fewer trials a paired difference needs than independent runs. */
void bench_study(const struct bench_report *report, const char *scenario, int is_quick);

#endif
