/* worker.c - one thread's share of a run: chunk by chunk, batch by batch. */

#include "study/worker.h"

#include <math.h>
#include <stdlib.h>

#include "engine/dispatch.h"
#include "study/chunk.h"
#include "study/observer.h"

void
mnz_crew_count(struct crew *crew, int change)
{
    pthread_mutex_lock(&crew->lock);
    crew->running += change;
    if (crew->running == 0)
        pthread_cond_signal(&crew->finished);
    pthread_mutex_unlock(&crew->lock);
}

/* Numbers in a row for the sink. */
static size_t
row_width(const struct crew *crew)
{
    return crew->run->net->scenario->pool.num_inputs + crew->options->sink->num_series;
}

static enum mnz_status
allocate(struct worker *w)
{
    const struct crew *crew = w->crew;
    const struct mnz_run *run = crew->run;
    const uint32_t inputs = run->net->scenario->pool.num_inputs;

    w->tallies = mnz_arena_alloc(&w->arena, run->num_conditionals, sizeof *w->tallies);
    w->limits = mnz_arena_alloc(&w->arena, run->net->num_ports + 1, sizeof *w->limits);
    w->draws = mnz_arena_alloc(&w->arena, inputs + 1, sizeof *w->draws);
    w->uniforms =
        mnz_arena_alloc(&w->arena, 2 * (size_t)inputs + 1, sizeof *w->uniforms);
    if (!run->selection->is_all)
        w->values = mnz_arena_alloc(&w->arena, (size_t)run->metrics->num_series + 1,
                                    sizeof *w->values);
    if (crew->options->sink)
        w->rows =
            mnz_arena_alloc(&w->arena, MNZ_CHUNK * row_width(crew), sizeof *w->rows);
    return mnz_arena_has_failed(&w->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

enum mnz_status
mnz_worker_init(struct worker *w, struct crew *crew)
{
    const struct mnz_selection *selection = crew->run->selection;
    enum mnz_status st;

    w->crew = crew;
    st = mnz_batch_create(crew->engine, &w->batch);
    if (!st && crew->options->keeps_flows)
        st = mnz_link_flows_create(crew->run->net, &w->link_flows);
    if (!st)
        st = mnz_recorder_create(selection, crew->options->seed, &w->recorder);
    if (!st)
        st = mnz_chunk_create(selection, crew->run->num_conditionals, crew->replicates,
                              &w->chunk);
    if (!st && crew->options->blame)
        st = mnz_blame_create(crew->engine, crew->options->blame->industries,
                              crew->options->blame->num_industries, &w->blame);
    if (!st)
        st = allocate(w);
    for (uint32_t i = 0; !st && i < crew->run->num_conditionals; i++)
        st = mnz_tally_create(selection->num_series, selection->unit_of_series,
                              crew->replicates, selection->num_horizon, &w->tallies[i]);
    return st;
}

void
mnz_worker_finish(struct worker *w)
{
    for (uint32_t i = 0; w->tallies && i < w->crew->run->num_conditionals; i++)
        mnz_tally_destroy(w->tallies[i]);
    mnz_blame_destroy(w->blame);
    mnz_link_flows_destroy(w->link_flows);
    mnz_chunk_destroy(w->chunk);
    mnz_recorder_destroy(w->recorder);
    mnz_batch_destroy(w->batch);
    mnz_arena_finish(&w->arena);
}

/* The trials of the sampler that are at these positions of a run; `numbers` is room for
 * them, and lanes beyond `count` repeat the last. */
static struct mnz_lane_trials
trials_at(const struct mnz_strata *strata, struct mnz_lane_trials positions,
          uint32_t count, uint64_t numbers[MNZ_LANES])
{
    if (!strata)
        return positions;
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        numbers[lane] =
            strata->numbers[positions.first +
                            positions.stride * (lane < count ? lane : count - 1)];
    positions.numbers = numbers;
    return positions;
}

static uint32_t
weight_of(const struct crew *crew, uint64_t position)
{
    const struct mnz_strata *strata = crew->options->strata;

    return strata ? mnz_strata_weight_at(strata, position) : 1;
}

static void
draw_inputs(struct worker *w, const struct mnz_lane_trials *trials)
{
    const struct mnz_value_pool *pool = &w->crew->run->net->scenario->pool;
    const struct mnz_design *design = w->crew->options->design;

    for (int lane = 0; lane < MNZ_LANES; lane++) {
        const uint64_t trial = mnz_lane_trial(trials, lane);

        if (design)
            mnz_design_uniforms(design, trial, w->uniforms);
        else
            mnz_points_uniforms(w->crew->points, trial, w->uniforms);
        for (uint32_t i = 0; i < pool->num_inputs; i++)
            w->draws[i][lane] =
                mnz_dist_quantile(&pool->inputs[i].dist, w->uniforms[i]);
    }
}

/* The trials whose chance these have. */
static struct mnz_lane_trials
chance_of(const struct mnz_design *design, struct mnz_lane_trials trials)
{
    uint64_t first, next;

    if (!design)
        return trials;
    first = mnz_design_chance(design, trials.first);
    next = mnz_design_chance(design, trials.first + trials.stride);
    return (struct mnz_lane_trials){.first = first, .stride = next - first};
}

static uint32_t
lanes_of_conditional(const struct worker *w, const struct mnz_conditional *conditional,
                     uint32_t mask)
{
    uint32_t lanes = 0;

    if (conditional->event == MNZ_NONE)
        return mask;
    for (int lane = 0; lane < MNZ_LANES; lane++)
        if (w->batch->branch[conditional->event][lane] == (double)conditional->branch)
            lanes |= 1u << lane;
    return lanes & mask;
}

/* Keep the rows of this batch for the sink. */
static void
keep_rows(struct worker *w, uint64_t first_of_chunk, struct mnz_lane_trials trials,
          uint32_t count)
{
    const struct mnz_trial_sink *sink = w->crew->options->sink;
    const uint32_t inputs = w->crew->run->net->scenario->pool.num_inputs;
    const size_t width = row_width(w->crew);

    for (uint32_t lane = 0; lane < count; lane++) {
        double *row =
            &w->rows[(trials.first - first_of_chunk + trials.stride * lane) * width];

        for (uint32_t i = 0; i < inputs; i++)
            row[i] = w->draws[i][lane];
        for (uint32_t i = 0; i < sink->num_series; i++)
            row[inputs + i] = mnz_recorder_value(
                w->recorder, sink->series ? sink->series[i] : i, (int)lane);
    }
}

/* Every trial has a place of its own, so that workers need not wait. */
static void
keep_values(struct worker *w, const struct mnz_keep *keep,
            struct mnz_lane_trials trials, uint32_t count)
{
    const uint32_t num_events = w->crew->run->net->scenario->num_events;

    for (uint32_t lane = 0; lane < count; lane++) {
        const uint64_t trial = trials.first + trials.stride * lane;
        double *row = &keep->values[trial * keep->num_series];

        for (uint32_t k = 0; k < keep->num_series; k++)
            row[k] = keep->series[k] == MNZ_NONE
                         ? (double)NAN
                         : mnz_recorder_value(w->recorder, keep->series[k], (int)lane);
        for (uint32_t e = 0; keep->branches && e < num_events; e++)
            keep->branches[trial * num_events + e] =
                (uint16_t)(w->batch->branch[e][lane] + 1.0);
        keep->is_done[trial] = 1;
    }
}

/* Places of their own again. */
static void
keep_sample(struct worker *w, const struct mnz_sample *sample,
            struct mnz_lane_trials trials, uint32_t count)
{
    const uint32_t inputs = w->crew->run->net->scenario->pool.num_inputs;

    for (uint32_t lane = 0; lane < count; lane++) {
        const uint64_t trial = trials.first + trials.stride * lane;

        if (trial >= sample->trials)
            continue;
        for (uint32_t i = 0; i < inputs; i++)
            sample->draws[i * sample->trials + trial] = w->draws[i][lane];
        sample->values[trial] =
            mnz_recorder_value(w->recorder, sample->series, (int)lane);
    }
}

/* The first failure is the run's. */
static void
fail(struct crew *crew, enum mnz_status status)
{
    int expected = MNZ_OK;

    atomic_compare_exchange_strong(&crew->failed, &expected, (int)status);
}

/* From all series to those of the row, where these are not the same. */
static void
select_values(const struct worker *w, mnz_lane *row)
{
    const struct mnz_selection *s = w->crew->run->selection;

    for (uint32_t i = 0; w->values && i < s->num_series; i++)
        row[i] = w->values[s->series[i]];
}

/* Run the batch of a trial that is planned, then plan it. */
static void
run_and_plan(struct worker *w, struct mnz_lane_trials trials,
             const struct mnz_observer *next)
{
    struct mnz_plan_ask *ask = w->crew->options->plan;
    struct mnz_trial_record *record;
    struct mnz_observer observer;

    ask->status = mnz_trial_record_create(w->crew->engine, 0, &record);
    if (ask->status) {
        fail(w->crew, ask->status);
        return;
    }
    observer = mnz_trial_record_observer(record, next);
    mnz_batch_run(w->batch, chance_of(w->crew->options->design, trials), w->draws,
                  &observer);
    ask->status = mnz_planner_solve(record, &ask->planned, ask->worth);
    mnz_trial_record_destroy(record);
}

static void
run_batch(struct worker *w, struct mnz_lane_trials trials, uint32_t count)
{
    struct mnz_observer observer =
        mnz_recorder_observer(w->recorder, w->crew->engine->isa);
    const uint32_t mask = (1u << count) - 1u;
    const uint32_t weight = weight_of(w->crew, trials.first);
    const struct mnz_run *run = w->crew->run;
    mnz_lane *row = mnz_chunk_add_row(w->chunk, trials);
    uint64_t numbers[MNZ_LANES];
    const struct mnz_lane_trials drawn =
        trials_at(w->crew->options->strata, trials, count, numbers);

    draw_inputs(w, &drawn);
    mnz_recorder_write_to(w->recorder, w->values ? w->values : row);
    if (w->blame)
        observer = mnz_blame_observer(w->blame, &observer);
    if (w->link_flows)
        observer = mnz_link_flows_observer(w->link_flows, &observer, count, weight);
    if (w->crew->options->plan)
        run_and_plan(w, drawn, &observer);
    else
        mnz_batch_run(w->batch, chance_of(w->crew->options->design, drawn), w->draws,
                      &observer);
    if (w->blame && mnz_blame_add(w->blame, count))
        fail(w->crew, MNZ_ERR_NOMEM);
    select_values(w, row);
    for (uint32_t i = 0; i < run->num_conditionals; i++)
        mnz_chunk_choose(w->chunk, i,
                         lanes_of_conditional(w, &run->conditionals[i], mask));
    mnz_recorder_limits(w->recorder, w->limits, mask, weight);
    if (w->crew->options->keep)
        keep_values(w, w->crew->options->keep, trials, count);
    if (w->crew->options->sample)
        keep_sample(w, w->crew->options->sample, trials, count);
    atomic_fetch_add(&w->crew->done, count);
}

/* Wait for this chunk's turn, so that rows come in order of trials. */
static void
write_rows(struct worker *w, uint64_t order, uint64_t first, uint32_t count)
{
    struct crew *crew = w->crew;
    const uint32_t inputs = crew->run->net->scenario->pool.num_inputs;
    const size_t width = row_width(crew);
    const struct mnz_strata *strata = crew->options->strata;
    int expected = MNZ_OK;

    pthread_mutex_lock(&crew->lock);
    while (crew->chunk_to_write != order)
        pthread_cond_wait(&crew->turn, &crew->lock);
    for (uint32_t i = 0; i < count && atomic_load(&crew->failed) != MNZ_ERR_IO; i++)
        if (crew->options->sink->trial(crew->options->sink->context,
                                       strata ? strata->numbers[first + i] : first + i,
                                       &w->rows[i * width],
                                       &w->rows[i * width + inputs]))
            atomic_compare_exchange_strong(&crew->failed, &expected, MNZ_ERR_IO);
    crew->chunk_to_write++;
    pthread_cond_broadcast(&crew->turn);
    pthread_mutex_unlock(&crew->lock);
}

/* Whether going on is of no use; a run that is only to stop is not broken. */
static int
has_broken(struct crew *crew)
{
    const int failed = atomic_load(&crew->failed);

    return failed != MNZ_OK && failed != MNZ_ERR_STOPPED;
}

static void
stop_if_asked(struct crew *crew)
{
    int expected = MNZ_OK;

    if (crew->options->stop && atomic_load(crew->options->stop))
        atomic_compare_exchange_strong(&crew->failed, &expected, MNZ_ERR_STOPPED);
}

/* The trials of the batch that follows `done` trials of a chunk. Those of a whole chunk
 * are dealt so that a batch has trials of one replicate, whatever its width. */
static struct mnz_lane_trials
next_trials(uint64_t first, uint64_t count, uint64_t replicates, uint64_t done)
{
    const uint64_t batches = MNZ_CHUNK / (MNZ_LANES * replicates); /* of a replicate */
    const uint64_t batch = done / MNZ_LANES;

    if (count < MNZ_CHUNK || batches * MNZ_LANES * replicates != MNZ_CHUNK)
        return (struct mnz_lane_trials){.first = first + done, .stride = 1};
    return (struct mnz_lane_trials){.first = first + batch / batches +
                                             replicates * MNZ_LANES * (batch % batches),
                                    .stride = replicates};
}

/* A chunk that was begun is finished, so that the trials done are its first ones. */
static void
run_chunk(struct worker *w, uint32_t chunk, uint64_t order)
{
    const struct mnz_run_setup *o = w->crew->options;
    atomic_uchar *made = &w->crew->run->made[chunk];
    uint64_t first, done = 0, count = mnz_chunk_trials(o, chunk, &first);

    first += *made;
    count -= *made;
    while (done < count && !has_broken(w->crew)) {
        const uint64_t left = count - done;
        const uint32_t lanes =
            (uint32_t)(left < MNZ_LANES ? left : (uint64_t)MNZ_LANES);
        const struct mnz_lane_trials trials =
            next_trials(first, count, w->crew->replicates, done);

        run_batch(w, trials, lanes);
        if (o->sink)
            keep_rows(w, first, trials, lanes);
        done += lanes;
    }
    mnz_chunk_fold(w->chunk, w->crew->engine->isa, w->tallies,
                   mnz_chunk_weight(o, chunk));
    if (o->sink)
        write_rows(w, order, first, (uint32_t)(done == count ? done : 0));
    if (done == count)
        *made = (uint8_t)(*made + count);
    stop_if_asked(w->crew);
}

/* The first tally to come is the run's; the others are merged into it. */
static enum mnz_status
hand_over(struct mnz_tally **of_run, struct mnz_tally **mine)
{
    if (*of_run)
        return mnz_tally_merge(*of_run, *mine);
    *of_run = *mine;
    *mine = NULL;
    return mnz_tally_status(*of_run);
}

static enum mnz_status
hand_over_blame(struct mnz_run *run, struct worker *w)
{
    if (!w->blame)
        return MNZ_OK;
    if (run->blame)
        return mnz_blame_merge(run->blame, w->blame);
    run->blame = w->blame;
    w->blame = NULL;
    return MNZ_OK;
}

static void
hand_over_flows(struct mnz_run *run, struct worker *w)
{
    if (!w->link_flows)
        return;
    if (run->link_flows) {
        mnz_link_flows_merge(run->link_flows, w->link_flows);
        return;
    }
    run->link_flows = w->link_flows;
    w->link_flows = NULL;
}

static void
merge_into_run(struct worker *w)
{
    struct crew *crew = w->crew;
    int expected = MNZ_OK;

    pthread_mutex_lock(&crew->lock);
    for (uint32_t i = 0; i < crew->run->num_conditionals; i++) {
        crew->run->bytes += mnz_tally_bytes(w->tallies[i]);
        if (hand_over(&crew->run->conditionals[i].tally, &w->tallies[i]))
            atomic_compare_exchange_strong(&crew->failed, &expected, MNZ_ERR_NOMEM);
    }
    if (hand_over_blame(crew->run, w))
        fail(crew, MNZ_ERR_NOMEM);
    hand_over_flows(crew->run, w);
    for (uint32_t p = 0; p < crew->run->net->num_ports; p++)
        crew->run->limits[p] += w->limits[p];
    crew->run->bytes += mnz_batch_bytes(w->batch) + mnz_chunk_bytes(w->chunk);
    pthread_mutex_unlock(&crew->lock);
}

void *
mnz_work(void *context)
{
    struct worker *w = context;
    struct crew *crew = w->crew;

    while (atomic_load(&crew->failed) == MNZ_OK) {
        uint64_t order;
        const uint32_t chunk = mnz_deal_next(&crew->deal, &order);

        if (chunk == MNZ_NONE)
            break;
        run_chunk(w, chunk, order);
    }
    merge_into_run(w);
    mnz_crew_count(crew, -1);
    return NULL;
}
