#ifndef MNZ_STUDY_ATTEND_H
#define MNZ_STUDY_ATTEND_H

#include <pthread.h>

/* Threads at work, whom the one that started them waits for. */
struct mnz_attendance {
    pthread_mutex_t *lock;
    pthread_cond_t *finished; /* signalled when the last of them is done */
    const int *running;       /* how many there are, under `lock` */
    void *context;
    void (*show)(void *context); /* progress, ten times a second and at the end */
    int (*serve)(void *context); /* NULL, or answers other ranks: whether some work */
};

/* Show progress and answer other ranks until all have done their work. */
void mnz_attend(const struct mnz_attendance *attendance);

#endif
