/* ranks_mpi.c - the ranks of a job that mpirun has started. */

#include "cli/ranks_mpi.h"

#include <mpi.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A message is a letter, the number of a unit, and the contents of a unit. */
enum { TO_RANK_0 = 1, FROM_RANK_0 = 2, HEAD = 5 };
enum { ASKS = 'a', HANDS_OVER = 'h', LEAVES = 'l' };

/* How long one waits before looking again for a message. */
#define PAUSE_NS 200000L

/* The state of a rank. Threads of ranks above 0 take turns with messages. */
struct job {
    struct mnz_ranks ranks;
    pthread_mutex_t turn;
    int present; /* of rank 0: others that have not left */
};

static void
rest(void)
{
    const struct timespec pause = {0, PAUSE_NS};

    nanosleep(&pause, NULL);
}

/* A message that cannot be sent ends the job: MPI's own way with errors. */
static void
send_to_0(char letter, uint32_t unit, const unsigned char *bytes, size_t length)
{
    unsigned char *message = malloc(HEAD + length);

    if (!message)
        MPI_Abort(MPI_COMM_WORLD, 1);
    message[0] = (unsigned char)letter;
    memcpy(message + 1, &unit, sizeof unit);
    if (length > 0)
        memcpy(message + HEAD, bytes, length);
    MPI_Send(message, (int)(HEAD + length), MPI_BYTE, 0, TO_RANK_0, MPI_COMM_WORLD);
    free(message);
}

/* Without keeping the processor busy while it waits. */
static uint32_t
ask(void *context)
{
    struct job *job = context;
    uint32_t unit = UINT32_MAX;
    MPI_Request request;
    int has_come = 0;

    pthread_mutex_lock(&job->turn);
    send_to_0(ASKS, 0, NULL, 0);
    MPI_Irecv(&unit, sizeof unit, MPI_BYTE, 0, FROM_RANK_0, MPI_COMM_WORLD, &request);
    for (;;) {
        MPI_Test(&request, &has_come, MPI_STATUS_IGNORE);
        if (has_come)
            break;
        rest();
    }
    pthread_mutex_unlock(&job->turn);
    return unit;
}

static void
hand_over(void *context, uint32_t unit, const unsigned char *bytes, size_t length)
{
    struct job *job = context;

    pthread_mutex_lock(&job->turn);
    send_to_0(HANDS_OVER, unit, bytes, length);
    pthread_mutex_unlock(&job->turn);
}

static void
leave(void *context)
{
    struct job *job = context;

    pthread_mutex_lock(&job->turn);
    send_to_0(LEAVES, 0, NULL, 0);
    pthread_mutex_unlock(&job->turn);
}

/* One message, from anyone. */
static void
answer(struct job *job, const struct mnz_rank_desk *desk, const MPI_Status *status)
{
    unsigned char *message;
    uint32_t unit;
    int length;

    MPI_Get_count(status, MPI_BYTE, &length);
    message = malloc((size_t)length + HEAD);
    if (!message)
        MPI_Abort(MPI_COMM_WORLD, 1);
    MPI_Recv(message, length, MPI_BYTE, status->MPI_SOURCE, TO_RANK_0, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    memcpy(&unit, message + 1, sizeof unit);
    if (message[0] == HANDS_OVER)
        desk->take(desk->context, unit, message + HEAD, (size_t)length - HEAD);
    if (message[0] == LEAVES)
        job->present--;
    if (message[0] == ASKS) {
        unit = desk->next(desk->context);
        MPI_Send(&unit, sizeof unit, MPI_BYTE, status->MPI_SOURCE, FROM_RANK_0,
                 MPI_COMM_WORLD);
    }
    free(message);
}

static int
serve(void *context, const struct mnz_rank_desk *desk)
{
    struct job *job = context;
    MPI_Status status;
    int has_come = 1;

    while (has_come) {
        MPI_Iprobe(MPI_ANY_SOURCE, TO_RANK_0, MPI_COMM_WORLD, &has_come, &status);
        if (has_come)
            answer(job, desk, &status);
    }
    return job->present;
}

/* Every rank learns whether all have the text of rank 0. */
static int
agree(void *context, const char *text)
{
    int length = (int)strlen(text), is_same = 1, are_same = 0;
    char *first;

    (void)context;
    MPI_Bcast(&length, 1, MPI_INT, 0, MPI_COMM_WORLD);
    first = calloc((size_t)length + 1, 1);
    if (!first)
        MPI_Abort(MPI_COMM_WORLD, 1);
    if ((size_t)length == strlen(text))
        memcpy(first, text, (size_t)length);
    MPI_Bcast(first, length, MPI_CHAR, 0, MPI_COMM_WORLD);
    is_same = strcmp(first, text) == 0;
    free(first);
    MPI_Allreduce(&is_same, &are_same, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    return are_same;
}

const struct mnz_ranks *
mnz_ranks_begin(void)
{
    struct job *job;
    int given;

    /* Only mpirun sets this; MPI_Init takes time that a program alone need not spend.
     */
    if (!getenv("OMPI_COMM_WORLD_SIZE") && !getenv("PMI_SIZE") && !getenv("PMIX_RANK"))
        return NULL;
    job = calloc(1, sizeof *job);
    if (!job ||
        MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given) != MPI_SUCCESS) {
        free(job);
        return NULL;
    }
    pthread_mutex_init(&job->turn, NULL);
    job->ranks = (struct mnz_ranks){.context = job,
                                    .agree = agree,
                                    .ask = ask,
                                    .hand_over = hand_over,
                                    .leave = leave,
                                    .serve = serve};
    MPI_Comm_rank(MPI_COMM_WORLD, &job->ranks.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &job->ranks.count);
    job->present = job->ranks.count - 1;
    return &job->ranks;
}

const char *
mnz_ranks_library(void)
{
    static const char text[] = "Open MPI " MNZ_MPI_VERSION;

    return text;
}

int
mnz_ranks_end(const struct mnz_ranks *ranks, int status)
{
    struct job *job = ranks ? ranks->context : NULL;

    if (!job)
        return status;
    if (status != 0)
        MPI_Abort(MPI_COMM_WORLD, status);
    MPI_Finalize();
    pthread_mutex_destroy(&job->turn);
    free(job);
    return status;
}
