/* rounds.c - the trials of a run: threads and ranks work, and rest now and then. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "study/attend.h"
#include "study/monte_carlo.h"
#include "study/processors.h"
#include "study/scenario_hash.h"
#include "study/worker.h"

/* A run that goes on, round by round. After each, a rank above 0 hands over what it has
 * found out and forgets it, and rank 0 says whether another round follows. */
struct rounds {
    struct mnz_run *run;
    const struct mnz_run_setup *setup;
    const struct mnz_engine *engine;
    const struct mnz_points *points;
    double pause; /* seconds until the next time to save */
};

/* The least pause between two times to save, and how many times as long as saving. */
static const double least_pause = 1.0, pauses = 50.0;

/* Bytes that are told at once, at most. */
enum { MOST_TOLD = 1 << 30 };

/* The word of rank 0 after a round: an enum mnz_status, or that another follows. */
enum { GO_ON = -1 };

static enum mnz_status agree(const struct mnz_run *run,
                             const struct mnz_run_setup *setup);
static enum mnz_status run_rounds(struct rounds *r);
static enum mnz_status work_together(struct crew *crew, uint32_t num_workers);

/* A run that was never begun needs its tallies, even where nothing is to be done. */
static int
has_work(const struct mnz_run *run, const struct mnz_run_setup *setup)
{
    return setup->ranks || !run->conditionals[0].tally ||
           mnz_chunks_left(run, setup) > 0;
}

enum mnz_status
mnz_run_extend(struct mnz_run *run, const struct mnz_run_setup *options)
{
    struct rounds r = {.run = run, .setup = options};
    struct mnz_engine *engine = NULL;
    struct mnz_points *points = NULL;
    enum mnz_status st = mnz_run_make_chunks(run, options);

    if (st || !has_work(run, options))
        return st;
    if (options->ranks)
        st = options->sink ? MNZ_ERR_INPUT : agree(run, options);
    if (!st)
        st = mnz_engine_create(run->net, options->seed, &engine);
    if (!st)
        st = mnz_scenario_points(run->net->scenario, options->seed, options->sampler,
                                 &points);
    if (!st) {
        r.engine = engine;
        r.points = points;
        st = run_rounds(&r);
    }
    mnz_points_destroy(points);
    mnz_engine_destroy(engine);
    return st;
}

/* All that the trials of a run depend on. */
static enum mnz_status
agree(const struct mnz_run *run, const struct mnz_run_setup *setup)
{
    char text[256], hex[MNZ_SHA256_TEXT];

    mnz_scenario_hash(run->net->scenario, hex);
    snprintf(text, sizeof text,
             "%s %llu trials, seed %llu, %s, %u series, flows %d, plan %llx", hex,
             (unsigned long long)setup->trials, (unsigned long long)setup->seed,
             mnz_sampler_names[setup->sampler], run->selection->num_series,
             setup->keeps_flows, (unsigned long long)mnz_strata_hash(setup->strata));
    return setup->ranks->agree(setup->ranks->context, text) ? MNZ_OK : MNZ_ERR_INPUT;
}

static uint32_t
choose_threads(const struct rounds *r)
{
    const uint64_t left = r->setup->trials > r->run->trials_done
                              ? r->setup->trials - r->run->trials_done
                              : 0;
    const uint64_t chunks = (left + MNZ_CHUNK - 1) / MNZ_CHUNK;
    uint64_t threads = r->setup->threads;

    if (threads == 0)
        threads = mnz_processors();
    if (threads > chunks)
        threads = chunks > 0 ? chunks : 1;
    return (uint32_t)(threads > 256 ? 256 : threads);
}

/* All that a run has found out, as bytes, the caller's to free. */
static enum mnz_status
pack(const struct mnz_run *run, const struct mnz_run_setup *setup, char **bytes,
     size_t *length)
{
    struct mnz_byte_writer *w = malloc(sizeof *w);
    FILE *memory = w ? open_memstream(bytes, length) : NULL;
    enum mnz_status st = MNZ_ERR_NOMEM;

    if (memory) {
        mnz_bytes_begin(w, memory);
        st = mnz_run_write(run, setup, w);
        if (!st)
            st = mnz_bytes_end(w);
        if (fclose(memory) != 0 || !*bytes || st == MNZ_ERR_IO)
            st = MNZ_ERR_NOMEM;
    }
    free(w);
    return st;
}

static enum mnz_status
hand_over_to_0(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    char *bytes = NULL;
    size_t length = 0;
    const enum mnz_status st = pack(run, setup, &bytes, &length);

    if (!st)
        setup->ranks->hand_over(setup->ranks->context, 0, (unsigned char *)bytes,
                                length);
    free(bytes);
    return st;
}

/* Bytes of rank 0 come to all, as many at once as a message has. */
static void
tell_all(const struct mnz_ranks *ranks, char *bytes, size_t length)
{
    for (size_t done = 0, part; done < length; done += part) {
        part = length - done < MOST_TOLD ? length - done : MOST_TOLD;
        ranks->tell(ranks->context, bytes + done, part);
    }
}

enum mnz_status
mnz_run_spread(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const struct mnz_ranks *ranks = setup->ranks;
    struct mnz_byte_reader reader = {0};
    char *bytes = NULL;
    size_t length = 0;
    uint64_t told;
    enum mnz_status st = MNZ_OK;

    if (!mnz_is_helper(ranks))
        st = pack(run, setup, &bytes, &length);
    if (st)
        return st;
    told = length;
    ranks->tell(ranks->context, &told, sizeof told);
    if (mnz_is_helper(ranks))
        bytes = malloc(told + 1);
    if (!bytes)
        return MNZ_ERR_NOMEM;
    tell_all(ranks, bytes, told);
    reader.at = (unsigned char *)bytes;
    reader.end = reader.at + told;
    if (mnz_is_helper(ranks)) {
        st = mnz_bytes_are_whole(&reader) ? mnz_run_read(run, setup, &reader)
                                          : MNZ_ERR_INPUT;
        if (!st)
            mnz_run_count_trials(run, setup);
    }
    free(bytes);
    return st;
}

/* Of a rank above 0: rank 0 has its trials, and this one has none any more. */
static enum mnz_status
leave_round(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const enum mnz_status st = hand_over_to_0(run, setup);

    if (st)
        return st;
    setup->ranks->leave(setup->ranks->context);
    mnz_run_forget(run);
    if (setup->keep)
        memset(setup->keep->is_done, 0, setup->trials);
    return mnz_run_make_tallies(run, setup);
}

/* Whether another round follows: the word of rank 0. */
static enum mnz_status
hear(const struct mnz_ranks *ranks, enum mnz_status status, int *goes_on)
{
    int32_t word = *goes_on ? GO_ON : (int32_t)status;

    if (ranks)
        ranks->tell(ranks->context, &word, sizeof word);
    *goes_on = word == GO_ON;
    return *goes_on ? MNZ_OK : (enum mnz_status)word;
}

/* Where trials are left because it is time to save. */
static enum mnz_status
save(struct rounds *r, double since)
{
    const struct mnz_run_setup *setup = r->setup;

    if (setup->save(setup->save_context))
        return MNZ_ERR_IO;
    r->pause = fmax(least_pause, pauses * (mnz_seconds_now() - since));
    return MNZ_OK;
}

/* One that fails before all have heard of it ends the job. */
static enum mnz_status
run_round(struct rounds *r, int *goes_on)
{
    const struct mnz_run_setup *setup = r->setup;
    const int is_helper = mnz_is_helper(setup->ranks);
    struct crew crew = {.run = r->run,
                        .options = setup,
                        .engine = r->engine,
                        .points = r->points,
                        .replicates = mnz_run_replicates(setup)};
    const double until = setup->save && !is_helper ? mnz_seconds_now() + r->pause : 0.0;
    enum mnz_status st, handed = MNZ_OK;

    *goes_on = 0;
    r->run->threads = choose_threads(r);
    mnz_deal_begin(&crew.deal, r->run, setup, until);
    atomic_store(&crew.done, r->run->trials_done);
    st = work_together(&crew, r->run->threads);
    mnz_deal_finish(&crew.deal);
    if (st && st != MNZ_ERR_STOPPED)
        return st;
    mnz_run_count_trials(r->run, setup);
    if (is_helper)
        handed = leave_round(r->run, setup);
    else if (!st)
        *goes_on = mnz_chunks_left(r->run, setup) > 0;
    if (*goes_on && setup->save && mnz_seconds_now() >= until)
        st = save(r, until);
    *goes_on &= !st;
    return handed ? handed : hear(setup->ranks, st, goes_on);
}

static enum mnz_status
run_rounds(struct rounds *r)
{
    enum mnz_status st;
    int goes_on;

    r->pause = least_pause;
    do
        st = run_round(r, &goes_on);
    while (goes_on);
    return st;
}

/* The findings of another rank; called while threads of this one work. */
static void
take(void *context, uint32_t unit, const unsigned char *bytes, size_t length)
{
    struct crew *crew = context;
    struct mnz_byte_reader reader = {.at = bytes, .end = bytes + length};
    enum mnz_status st = MNZ_ERR_INPUT;
    int expected = MNZ_OK;

    (void)unit;
    pthread_mutex_lock(&crew->lock);
    if (mnz_bytes_are_whole(&reader))
        st = mnz_run_read(crew->run, crew->options, &reader);
    pthread_mutex_unlock(&crew->lock);
    if (st)
        atomic_compare_exchange_strong(&crew->failed, &expected, (int)st);
}

static struct mnz_units
next_of_rank(void *context)
{
    struct crew *crew = context;

    return atomic_load(&crew->failed) == MNZ_OK ? mnz_deal_to_rank(&crew->deal)
                                                : (struct mnz_units){0};
}

/* Other ranks that still work, after those that ask have been answered. */
static int
serve(void *context)
{
    struct crew *crew = context;
    const struct mnz_ranks *ranks = crew->options->ranks;
    const struct mnz_rank_desk desk = {crew, next_of_rank, take};

    return ranks->serve(ranks->context, &desk);
}

/* Trials of other ranks count when they are dealt. */
static void
show_progress(void *context)
{
    struct crew *crew = context;
    const struct mnz_run_setup *o = crew->options;
    uint64_t done;

    if (!o->progress)
        return;
    pthread_mutex_lock(&crew->deal.lock);
    done = atomic_load(&crew->done) + crew->deal.trials_elsewhere;
    pthread_mutex_unlock(&crew->deal.lock);
    o->progress(o->progress_context, done, o->trials);
}

/* Start the workers; where no thread can be made, this one does all. */
static void
start(struct worker *workers, uint32_t count)
{
    struct crew *crew = workers[0].crew;

    for (uint32_t i = 0; i < count; i++) {
        mnz_crew_count(crew, 1);
        if (pthread_create(&workers[i].thread, NULL, mnz_work, &workers[i]) == 0) {
            workers[i].is_started = 1;
        } else if (i == 0) {
            mnz_work(&workers[0]);
            break;
        } else {
            mnz_crew_count(crew, -1);
        }
    }
}

static enum mnz_status
work_together(struct crew *crew, uint32_t num_workers)
{
    const struct mnz_ranks *ranks = crew->options->ranks;
    const struct mnz_attendance attendance = {
        .lock = &crew->lock,
        .finished = &crew->finished,
        .running = &crew->running,
        .context = crew,
        .show = show_progress,
        .serve = ranks && ranks->rank == 0 ? serve : NULL};
    struct worker *workers = calloc(num_workers, sizeof *workers);
    enum mnz_status st = workers ? MNZ_OK : MNZ_ERR_NOMEM;

    if (!workers)
        return st;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->finished, NULL);
    pthread_cond_init(&crew->turn, NULL);
    for (uint32_t i = 0; !st && i < num_workers; i++)
        st = mnz_worker_init(&workers[i], crew);
    if (!st) {
        start(workers, num_workers);
        mnz_attend(&attendance);
    }
    for (uint32_t i = 0; i < num_workers; i++) {
        if (workers[i].is_started)
            pthread_join(workers[i].thread, NULL);
        mnz_worker_finish(&workers[i]);
    }
    free(workers);
    pthread_cond_destroy(&crew->finished);
    pthread_cond_destroy(&crew->turn);
    pthread_mutex_destroy(&crew->lock);
    return st ? st : (enum mnz_status)atomic_load(&crew->failed);
}
