/* attend.c - waiting for threads and ranks at work. */

#include "study/attend.h"

#include <time.h>

#include "study/deal.h"

/* How often progress is shown, and other ranks are answered. */
#define SHOW_NS 100000000L
#define SERVE_NS 1000000L

/* How many threads run, after a pause or the end of the last one. */
static int
rest(const struct mnz_attendance *a, int others)
{
    struct timespec wake;
    int running;

    clock_gettime(CLOCK_REALTIME, &wake);
    wake.tv_nsec += a->serve ? SERVE_NS : SHOW_NS;
    wake.tv_sec += wake.tv_nsec / 1000000000;
    wake.tv_nsec %= 1000000000;
    pthread_mutex_lock(a->lock);
    if (*a->running > 0 || others > 0)
        pthread_cond_timedwait(a->finished, a->lock, &wake);
    running = *a->running;
    pthread_mutex_unlock(a->lock);
    return running;
}

void
mnz_attend(const struct mnz_attendance *a)
{
    double shown = 0.0;
    int running = 1, others = 1;

    while (running > 0 || others > 0) {
        others = a->serve ? a->serve(a->context) : 0;
        if (mnz_seconds_now() - shown >= 1e-9 * SHOW_NS) {
            a->show(a->context);
            shown = mnz_seconds_now();
        }
        running = rest(a, others);
    }
    a->show(a->context);
}
