/* ranks_mpi.c - the ranks of a job that mpirun has started. */

#include "cli/ranks_mpi.h"

#include <mpi.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A message is a letter, the number of a unit, and the contents of a unit; contents
 * that are long follow in messages of their own. */
enum { TO_RANK_0 = 1, FROM_RANK_0 = 2, CONTENTS = 3, TOLD = 4 };
enum { HEAD = 13, SHORT = 1 << 16, LONGEST = 1 << 30 };
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

/* As many messages as it takes. */
static void
send_contents(const unsigned char *bytes, size_t length)
{
    for (size_t done = 0, part; done < length; done += part) {
        part = length - done < LONGEST ? length - done : LONGEST;
        MPI_Send(bytes + done, (int)part, MPI_BYTE, 0, CONTENTS, MPI_COMM_WORLD);
    }
}

static void
receive_contents(int from, unsigned char *bytes, size_t length)
{
    for (size_t done = 0, part; done < length; done += part) {
        part = length - done < LONGEST ? length - done : LONGEST;
        MPI_Recv(bytes + done, (int)part, MPI_BYTE, from, CONTENTS, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    }
}

/* A message that cannot be sent ends the job: MPI's own way with errors. */
static void
send_to_0(char letter, uint32_t unit, const unsigned char *bytes, uint64_t length)
{
    unsigned char message[HEAD + SHORT];
    const size_t within = length <= SHORT ? length : 0;

    message[0] = (unsigned char)letter;
    memcpy(message + 1, &unit, sizeof unit);
    memcpy(message + 5, &length, sizeof length);
    if (within > 0)
        memcpy(message + HEAD, bytes, within);
    MPI_Send(message, (int)(HEAD + within), MPI_BYTE, 0, TO_RANK_0, MPI_COMM_WORLD);
    if (length > SHORT)
        send_contents(bytes, length);
}

/* Without keeping the processor busy while it waits. */
static void
receive_from_0(int tag, void *bytes, size_t length)
{
    MPI_Request request;
    int has_come = 0;

    MPI_Irecv(bytes, (int)length, MPI_BYTE, 0, tag, MPI_COMM_WORLD, &request);
    for (;;) {
        MPI_Test(&request, &has_come, MPI_STATUS_IGNORE);
        if (has_come)
            return;
        rest();
    }
}

static struct mnz_units
ask(void *context)
{
    struct job *job = context;
    struct mnz_units units = {0};

    pthread_mutex_lock(&job->turn);
    send_to_0(ASKS, 0, NULL, 0);
    receive_from_0(FROM_RANK_0, &units, sizeof units);
    pthread_mutex_unlock(&job->turn);
    return units;
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

/* Take what a rank hands over: `message` holds it, or it follows. */
static void
take(const struct mnz_rank_desk *desk, int from, unsigned char *message)
{
    unsigned char *contents = message + HEAD, *more = NULL;
    uint64_t length;
    uint32_t unit;

    memcpy(&unit, message + 1, sizeof unit);
    memcpy(&length, message + 5, sizeof length);
    if (length > SHORT) {
        contents = more = malloc(length);
        if (!more)
            MPI_Abort(MPI_COMM_WORLD, 1);
        receive_contents(from, more, length);
    }
    desk->take(desk->context, unit, contents, length);
    free(more);
}

/* One message, from anyone. */
static void
answer(struct job *job, const struct mnz_rank_desk *desk, const MPI_Status *status)
{
    unsigned char message[HEAD + SHORT];
    struct mnz_units units;
    int length;

    MPI_Get_count(status, MPI_BYTE, &length);
    MPI_Recv(message, length, MPI_BYTE, status->MPI_SOURCE, TO_RANK_0, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    if (message[0] == HANDS_OVER)
        take(desk, status->MPI_SOURCE, message);
    if (message[0] == LEAVES)
        job->present--;
    if (message[0] == ASKS) {
        units = desk->next(desk->context);
        MPI_Send(&units, sizeof units, MPI_BYTE, status->MPI_SOURCE, FROM_RANK_0,
                 MPI_COMM_WORLD);
    }
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

static void
tell(void *context, void *bytes, size_t length)
{
    struct job *job = context;

    if (job->ranks.rank > 0) {
        receive_from_0(TOLD, bytes, length);
        return;
    }
    for (int rank = 1; rank < job->ranks.count; rank++)
        MPI_Send(bytes, (int)length, MPI_BYTE, rank, TOLD, MPI_COMM_WORLD);
    job->present = job->ranks.count - 1;
}

/* Every rank learns whether all have the text of rank 0. */
static int
agree(void *context, const char *text)
{
    struct job *job = context;
    int length = (int)strlen(text), is_same = 1, are_same = 0;
    char *first;

    job->present = job->ranks.count - 1;
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
                                    .serve = serve,
                                    .tell = tell};
    MPI_Comm_rank(MPI_COMM_WORLD, &job->ranks.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &job->ranks.count);
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
