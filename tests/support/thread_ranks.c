/* thread_ranks.c - ranks that are threads, with letterboxes for messages. */

#include "support/thread_ranks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum letter { NONE, ASKS, HANDS_OVER, LEAVES };

/* The letterbox of a rank above 0, which waits until its letter was taken. */
struct box {
    enum letter letter;
    uint32_t unit;
    const unsigned char *bytes;
    size_t length;
    struct mnz_units answer;
};

struct job {
    pthread_mutex_t lock;
    pthread_cond_t taken;
    pthread_barrier_t all;
    struct box boxes[MOST_RANKS];
    const char *texts[MOST_RANKS];
    const void *told;
    int count, present;
};

struct rank {
    struct mnz_ranks ranks;
    struct job *job;
    pthread_mutex_t turn; /* its threads send one at a time */
    pthread_t thread;
    void (*work)(void *context, const struct mnz_ranks *ranks);
    void *context;
};

static struct mnz_units
post(struct rank *r, struct box letter)
{
    struct box *box = &r->job->boxes[r->ranks.rank];
    struct mnz_units answer;

    pthread_mutex_lock(&r->turn);
    pthread_mutex_lock(&r->job->lock);
    *box = letter;
    while (box->letter != NONE)
        pthread_cond_wait(&r->job->taken, &r->job->lock);
    answer = box->answer;
    pthread_mutex_unlock(&r->job->lock);
    pthread_mutex_unlock(&r->turn);
    return answer;
}

static struct mnz_units
ask(void *context)
{
    return post(context, (struct box){.letter = ASKS});
}

static void
hand_over(void *context, uint32_t unit, const unsigned char *bytes, size_t length)
{
    post(context, (struct box){HANDS_OVER, unit, bytes, length, {0, 0}});
}

static void
leave(void *context)
{
    post(context, (struct box){.letter = LEAVES});
}

static int
serve(void *context, const struct mnz_rank_desk *desk)
{
    struct rank *r = context;
    struct job *job = r->job;
    int present;

    pthread_mutex_lock(&job->lock);
    for (int i = 1; i < job->count; i++) {
        struct box *box = &job->boxes[i];

        if (box->letter == ASKS)
            box->answer = desk->next(desk->context);
        if (box->letter == HANDS_OVER)
            desk->take(desk->context, box->unit, box->bytes, box->length);
        if (box->letter == LEAVES)
            job->present--;
        box->letter = NONE;
    }
    present = job->present;
    pthread_cond_broadcast(&job->taken);
    pthread_mutex_unlock(&job->lock);
    return present;
}

static int
agree(void *context, const char *text)
{
    struct rank *r = context;
    struct job *job = r->job;
    int are_same = 1;

    job->texts[r->ranks.rank] = text;
    pthread_barrier_wait(&job->all);
    for (int i = 1; i < job->count; i++)
        are_same &= strcmp(job->texts[i], job->texts[0]) == 0;
    if (r->ranks.rank == 0)
        job->present = job->count - 1;
    pthread_barrier_wait(&job->all);
    return are_same;
}

static void
tell(void *context, void *bytes, size_t length)
{
    struct rank *r = context;
    struct job *job = r->job;

    if (r->ranks.rank == 0) {
        job->told = bytes;
        job->present = job->count - 1;
    }
    pthread_barrier_wait(&job->all);
    if (r->ranks.rank > 0)
        memcpy(bytes, job->told, length);
    pthread_barrier_wait(&job->all);
}

static void *
work(void *context)
{
    struct rank *r = context;

    r->work(r->context, &r->ranks);
    return NULL;
}

void
thread_ranks_run(int count, void (*todo)(void *context, const struct mnz_ranks *ranks),
                 void *context)
{
    struct job job = {.count = count};
    struct rank ranks[MOST_RANKS];

    pthread_mutex_init(&job.lock, NULL);
    pthread_cond_init(&job.taken, NULL);
    pthread_barrier_init(&job.all, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        ranks[i] = (struct rank){.ranks = {.rank = i,
                                           .count = count,
                                           .context = &ranks[i],
                                           .agree = agree,
                                           .ask = ask,
                                           .hand_over = hand_over,
                                           .leave = leave,
                                           .serve = serve,
                                           .tell = tell},
                                 .job = &job,
                                 .work = todo,
                                 .context = context};
        pthread_mutex_init(&ranks[i].turn, NULL);
    }
    for (int i = 0; i < count; i++)
        if (pthread_create(&ranks[i].thread, NULL, work, &ranks[i]) != 0)
            abort();
    for (int i = 0; i < count; i++)
        pthread_join(ranks[i].thread, NULL);
    for (int i = 0; i < count; i++)
        pthread_mutex_destroy(&ranks[i].turn);
    pthread_barrier_destroy(&job.all);
    pthread_cond_destroy(&job.taken);
    pthread_mutex_destroy(&job.lock);
}
