/* monte_carlo.c - many trials on several threads. */

#include "study/monte_carlo.h"

#include <stdlib.h>
#include <time.h>

#include "engine/plan.h"
#include "study/processors.h"
#include "study/worker.h"

static enum mnz_status select_series(struct mnz_run *run,
                                     const struct mnz_run_setup *options);
static enum mnz_status plan_conditionals(struct mnz_run *run);
static enum mnz_status work_together(struct crew *crew, uint32_t num_workers);

static uint32_t
choose_threads(const struct mnz_run_setup *options, uint64_t done)
{
    const uint64_t left = options->trials > done ? options->trials - done : 0;
    const uint64_t chunks = (left + MNZ_CHUNK - 1) / MNZ_CHUNK;
    uint64_t threads = options->threads;

    if (threads == 0)
        threads = mnz_processors();
    if (threads > chunks)
        threads = chunks > 0 ? chunks : 1;
    return (uint32_t)(threads > 256 ? 256 : threads);
}

enum mnz_status
mnz_run_create(const struct mnz_network *network, const struct mnz_run_setup *options,
               struct mnz_run **out)
{
    struct mnz_run *run;
    enum mnz_status st = mnz_run_prepare(network, options, &run);

    *out = NULL;
    if (!st)
        st = mnz_run_extend(run, options);
    if (!st || st == MNZ_ERR_STOPPED)
        *out = run;
    else
        mnz_run_destroy(run);
    return st;
}

enum mnz_status
mnz_run_prepare(const struct mnz_network *network, const struct mnz_run_setup *options,
                struct mnz_run **out)
{
    struct mnz_run *run = calloc(1, sizeof *run);
    enum mnz_status st;

    *out = NULL;
    if (!run)
        return MNZ_ERR_NOMEM;
    run->net = network;
    st = mnz_metrics_create(network, &run->metrics);
    if (!st)
        st = select_series(run, options);
    if (!st)
        st = plan_conditionals(run);
    if (st)
        mnz_run_destroy(run);
    else
        *out = run;
    return st;
}

enum mnz_status
mnz_run_extend(struct mnz_run *run, const struct mnz_run_setup *options)
{
    struct mnz_engine *engine = NULL;
    struct mnz_points *points = NULL;
    struct crew crew = {.run = run, .options = options, .first = run->trials_done};
    enum mnz_status st;

    if (run->trials_done > 0 && run->trials_done >= options->trials)
        return MNZ_OK;
    st = mnz_engine_create(run->net, options->seed, &engine);
    if (!st)
        st = mnz_scenario_points(run->net->scenario, options->seed, options->sampler,
                                 &points);
    if (!st) {
        run->threads = choose_threads(options, crew.first);
        crew.replicates = options->strata ? MNZ_STRATA_REPLICATES
                                          : mnz_sampler_replicates(options->sampler);
        crew.engine = engine;
        crew.points = points;
        crew.chunk_to_write = crew.first / MNZ_CHUNK;
        atomic_store(&crew.next_chunk, crew.chunk_to_write);
        atomic_store(&crew.done, crew.first);
        atomic_store(&crew.weight_done, run->weight_done);
        st = work_together(&crew, run->threads);
        run->trials_done = atomic_load(&crew.done);
        run->weight_done = atomic_load(&crew.weight_done);
    }
    mnz_points_destroy(points);
    mnz_engine_destroy(engine);
    return st;
}

void
mnz_run_destroy(struct mnz_run *run)
{
    if (!run)
        return;
    for (uint32_t i = 0; i < run->num_conditionals; i++)
        mnz_tally_destroy(run->conditionals[i].tally);
    mnz_blame_destroy(run->blame);
    mnz_selection_destroy(run->selection);
    mnz_link_flows_destroy(run->link_flows);
    mnz_metrics_destroy(run->metrics);
    mnz_arena_finish(&run->arena);
    free(run);
}

uint32_t
mnz_run_num_conditionals(const struct mnz_scenario *scenario)
{
    uint32_t count = 1;

    for (uint32_t i = 0; i < scenario->num_events; i++)
        count += scenario->events[i].num_branches;
    return count;
}

/* Those asked for, and those that trials are kept, sampled or handed on for. */
static enum mnz_status
select_series(struct mnz_run *run, const struct mnz_run_setup *options)
{
    const uint32_t num_kept = options->keep ? options->keep->num_series : 0;
    const uint32_t num_sink = options->sink ? options->sink->num_series : 0;
    uint32_t *list, next = 0;
    enum mnz_status st;

    if (!options->only)
        return options->all_months
                   ? mnz_selection_create(run->metrics, NULL, 0, &run->selection)
                   : mnz_selection_usual(run->metrics, &run->selection);
    list = calloc((size_t)options->num_only + num_kept + num_sink + 1, sizeof *list);
    if (!list)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < options->num_only; i++)
        list[next++] = options->only[i];
    for (uint32_t i = 0; i < num_kept; i++)
        if (options->keep->series[i] != MNZ_NONE)
            list[next++] = options->keep->series[i];
    for (uint32_t i = 0; i < num_sink; i++)
        list[next++] = options->sink->series ? options->sink->series[i] : i;
    if (options->sample)
        list[next++] = options->sample->series;
    st = mnz_selection_create(run->metrics, list, next, &run->selection);
    free(list);
    return st;
}

static enum mnz_status
plan_conditionals(struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    const uint32_t count = mnz_run_num_conditionals(s);
    uint32_t next = 1;

    run->conditionals = mnz_arena_alloc(&run->arena, count, sizeof *run->conditionals);
    run->limits =
        mnz_arena_alloc(&run->arena, run->net->num_ports + 1, sizeof *run->limits);
    if (!run->conditionals || !run->limits)
        return MNZ_ERR_NOMEM;
    run->conditionals[0].name = "";
    run->conditionals[0].event = MNZ_NONE;
    for (uint32_t i = 0; i < s->num_events; i++)
        for (uint32_t j = 0; j < s->events[i].num_branches; j++, next++) {
            run->conditionals[next].event = i;
            run->conditionals[next].branch = j;
            run->conditionals[next].name = mnz_arena_printf(
                &run->arena, "%s=%s", s->events[i].name, s->events[i].branches[j].name);
            if (!run->conditionals[next].name)
                return MNZ_ERR_NOMEM;
        }
    run->num_conditionals = count;
    return MNZ_OK;
}

enum mnz_status
mnz_scenario_points(const struct mnz_scenario *s, uint64_t seed,
                    enum mnz_sampler sampler, struct mnz_points **out)
{
    const uint32_t n = s->pool.num_inputs, pairs = s->num_correlations;
    const char **names = calloc(n > 0 ? n : 1, sizeof *names);
    struct mnz_correlation *correlations =
        calloc(pairs > 0 ? pairs : 1, sizeof *correlations);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!names || !correlations)
        goto out;
    for (uint32_t i = 0; i < n; i++)
        names[i] = s->pool.inputs[i].name;
    for (uint32_t i = 0; i < pairs; i++) {
        correlations[i].a = s->correlations[i].a;
        correlations[i].b = s->correlations[i].b;
        correlations[i].rank = s->correlations[i].rank;
    }
    st = mnz_points_create(seed, sampler, n, names, pairs, correlations, out);
out:
    free(names);
    free(correlations);
    return st;
}

enum mnz_status
mnz_run_verify(const struct mnz_scenario *scenario, struct mnz_diags *diags)
{
    struct mnz_points *points = NULL;
    const enum mnz_status st =
        mnz_scenario_points(scenario, scenario->seed, MNZ_SAMPLER_PLAIN, &points);

    if (st == MNZ_ERR_INPUT)
        mnz_diag_add(diags, MNZ_E1115, scenario->correlations[0].at,
                     "weaken some of them, or leave one of a contradicting set out",
                     "the rank correlations together are not positive definite");
    mnz_points_destroy(points);
    return st;
}

/* Report progress until the workers are done. */
static void
watch_progress(struct crew *crew)
{
    const struct mnz_run_setup *o = crew->options;
    int running = 1;

    while (running > 0) {
        struct timespec wake;

        if (o->progress)
            o->progress(o->progress_context, atomic_load(&crew->done), o->trials);
        clock_gettime(CLOCK_REALTIME, &wake);
        wake.tv_nsec += 100000000;
        wake.tv_sec += wake.tv_nsec / 1000000000;
        wake.tv_nsec %= 1000000000;
        pthread_mutex_lock(&crew->lock);
        if (crew->running > 0)
            pthread_cond_timedwait(&crew->finished, &crew->lock, &wake);
        running = crew->running;
        pthread_mutex_unlock(&crew->lock);
    }
    if (o->progress)
        o->progress(o->progress_context, atomic_load(&crew->done), o->trials);
}

static enum mnz_status
work_together(struct crew *crew, uint32_t num_workers)
{
    struct worker *workers = calloc(num_workers, sizeof *workers);
    enum mnz_status st = workers ? MNZ_OK : MNZ_ERR_NOMEM;

    if (!workers)
        return st;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->finished, NULL);
    pthread_cond_init(&crew->turn, NULL);
    for (uint32_t i = 0; !st && i < num_workers; i++)
        st = mnz_worker_init(&workers[i], crew);
    for (uint32_t i = 0; !st && i < num_workers; i++) {
        mnz_crew_count(crew, 1);
        if (pthread_create(&workers[i].thread, NULL, mnz_work, &workers[i]) == 0) {
            workers[i].is_started = 1;
        } else if (i == 0) { /* where no thread can be made, this one does all */
            mnz_work(&workers[0]);
            break;
        } else {
            mnz_crew_count(crew, -1);
        }
    }
    if (!st)
        watch_progress(crew);
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
