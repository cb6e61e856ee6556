/* run_state.c - all that a run has found out, as bytes. */

#include "study/deal.h"
#include "study/monte_carlo.h"

#include <stdlib.h>

/* Trials are fewer, so that no sum of counts overflows. */
#define MOST_TRIALS (UINT64_C(1) << 48)

enum mnz_status
mnz_run_make_chunks(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const uint32_t count = mnz_chunks_count(setup);
    atomic_uchar *made;

    if (count <= run->num_chunks)
        return MNZ_OK;
    made = realloc(run->made, count * sizeof *made);
    if (!made)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = run->num_chunks; i < count; i++)
        atomic_init(&made[i], 0);
    run->made = made;
    run->num_chunks = count;
    return MNZ_OK;
}

void
mnz_run_count_trials(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const uint32_t count = mnz_chunks_count(setup);

    run->trials_done = run->weight_done = 0;
    for (uint32_t i = 0; i < count; i++) {
        run->trials_done += run->made[i];
        run->weight_done += (uint64_t)run->made[i] * mnz_chunk_weight(setup, i);
    }
}

/* The branches of an event, which are next to each other; in *tallies theirs. */
static uint32_t
list_branches(const struct mnz_run *run, uint32_t first, struct mnz_tally **tallies)
{
    const struct mnz_conditional *c = run->conditionals;
    uint32_t count = 0;

    while (first + count < run->num_conditionals &&
           c[first + count].event == c[first].event) {
        tallies[count] = c[first + count].tally;
        count++;
    }
    return count;
}

/* The first branch of an event, one branch of which each trial took; 0: there is none.
 */
static uint32_t
find_event(const struct mnz_run *run, struct mnz_tally **tallies)
{
    uint32_t count;

    for (uint32_t first = 1; first < run->num_conditionals; first += count) {
        count = list_branches(run, first, tallies);
        if (mnz_tally_is_sum(run->conditionals[0].tally, tallies, count))
            return first;
    }
    return 0;
}

/* All trials are not written where they are those of the branches of an event. */
static enum mnz_status
write_tallies(const struct mnz_run *run, struct mnz_byte_writer *w)
{
    struct mnz_tally **tallies = calloc(run->num_conditionals, sizeof *tallies);
    uint32_t event;

    if (!tallies)
        return MNZ_ERR_NOMEM;
    event = find_event(run, tallies);
    mnz_put_count(w, event);
    for (uint32_t i = event > 0 ? 1 : 0; i < run->num_conditionals; i++)
        mnz_tally_write(run->conditionals[i].tally, w);
    free(tallies);
    return MNZ_OK;
}

/* The position behind the last trial that is made. */
static uint64_t
end_of_trials(const struct mnz_run *run, const struct mnz_run_setup *setup)
{
    uint64_t end = 0, first;

    for (uint32_t i = 0; i < mnz_chunks_count(setup); i++)
        if (run->made[i] > 0) {
            mnz_chunk_trials(setup, i, &first);
            end = first + run->made[i];
        }
    return end;
}

/* Chunks of which as many trials are made, one after the other: how many trials, and
 * how many chunks; up to the last of which any are. */
static void
write_made(const struct mnz_run *run, const struct mnz_run_setup *setup,
           struct mnz_byte_writer *w)
{
    uint32_t count = mnz_chunks_count(setup), same;

    while (count > 0 && run->made[count - 1] == 0)
        count--;
    mnz_put_count(w, count);
    for (uint32_t i = 0; i < count; i += same) {
        for (same = 1; i + same < count && run->made[i + same] == run->made[i]; same++)
            continue;
        mnz_put_count(w, run->made[i]);
        mnz_put_count(w, same);
    }
}

/* Values kept of the trials that are made, and the sampled series of the first ones. */
static void
write_values(const struct mnz_run *run, const struct mnz_run_setup *setup,
             struct mnz_byte_writer *w)
{
    const struct mnz_keep *keep = setup->keep;
    const struct mnz_sample *sample = setup->sample;
    const uint32_t num_events = run->net->scenario->num_events;

    for (uint32_t i = 0; i < mnz_chunks_count(setup); i++) {
        uint64_t first;

        mnz_chunk_trials(setup, i, &first);
        for (uint64_t k = first; k < first + run->made[i]; k++) {
            for (uint32_t s = 0; keep && s < keep->num_series; s++)
                mnz_put_double(w, keep->values[k * keep->num_series + s]);
            for (uint32_t e = 0; keep && keep->branches && e < num_events; e++)
                mnz_put_count(w, keep->branches[k * num_events + e]);
            if (sample && k < sample->trials)
                mnz_put_double(w, sample->values[k]);
        }
    }
}

enum mnz_status
mnz_run_write(const struct mnz_run *run, const struct mnz_run_setup *setup,
              struct mnz_byte_writer *writer)
{
    enum mnz_status st;

    mnz_put_count(writer, end_of_trials(run, setup));
    write_made(run, setup, writer);
    st = write_tallies(run, writer);
    for (uint32_t p = 0; p < run->net->num_ports; p++)
        mnz_put_count(writer, run->limits[p]);
    mnz_put_count(writer, run->link_flows != NULL);
    if (run->link_flows)
        mnz_link_flows_write(run->link_flows, writer);
    write_values(run, setup, writer);
    return st;
}

uint64_t
mnz_run_peek(const struct mnz_byte_reader *reader)
{
    struct mnz_byte_reader ahead = *reader;

    return mnz_take_count(&ahead);
}

/* The part of another run that is read, before it is added. */
struct part {
    uint8_t *made; /* [chunk] */
    uint32_t num_chunks;
    uint64_t weights; /* of its trials */
    int overlaps;     /* the run has some of them */
};

/* Which trials: none that the run has, or is not to make. */
static enum mnz_status
read_made(const struct mnz_run *run, const struct mnz_run_setup *setup,
          struct mnz_byte_reader *r, struct part *part)
{
    uint32_t same = 0, made = 0;

    mnz_take_count_to(r, MOST_TRIALS);
    part->num_chunks = (uint32_t)mnz_take_count_to(r, mnz_chunks_count(setup));
    part->made = calloc((size_t)part->num_chunks + 1, sizeof *part->made);
    if (!part->made)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < part->num_chunks && !r->is_broken; i++, same--) {
        uint64_t first;

        if (same == 0) {
            made = (uint32_t)mnz_take_count_to(r, MNZ_CHUNK);
            same = (uint32_t)mnz_take_count_to(r, part->num_chunks - i);
        }
        part->overlaps |= made > 0 && run->made[i] > 0;
        if (same == 0 || made > mnz_chunk_trials(setup, i, &first) || part->overlaps)
            r->is_broken = 1;
        part->made[i] = (uint8_t)made;
        part->weights += (uint64_t)made * mnz_chunk_weight(setup, i);
    }
    return r->is_broken || same > 0 ? MNZ_ERR_INPUT : MNZ_OK;
}

int
mnz_run_overlaps(struct mnz_run *run, const struct mnz_run_setup *setup,
                 const struct mnz_byte_reader *reader)
{
    struct mnz_byte_reader ahead = *reader;
    struct part part = {0};
    const enum mnz_status st = mnz_run_make_chunks(run, setup);

    if (st || read_made(run, setup, &ahead, &part))
        ahead.is_broken = 1;
    free(part.made);
    return part.overlaps;
}

/* An empty tally of the run. */
static enum mnz_status
make_tally(const struct mnz_run *run, const struct mnz_run_setup *setup,
           struct mnz_tally **out)
{
    const struct mnz_selection *s = run->selection;

    return mnz_tally_create(s->num_series, s->unit_of_series, mnz_run_replicates(setup),
                            s->num_horizon, out);
}

/* The first tally to come is the run's; the others are merged into it. */
static enum mnz_status
hand_over(struct mnz_tally **of_run, struct mnz_tally *part)
{
    enum mnz_status st;

    if (!*of_run) {
        *of_run = part;
        return MNZ_OK;
    }
    st = mnz_tally_merge(*of_run, part);
    mnz_tally_destroy(part);
    return st;
}

/* One tally at a time, for each may be large. That of all trials was not written where
 * it is the sum of the branches of an event. */
static enum mnz_status
read_tallies(struct mnz_run *run, const struct mnz_run_setup *setup, uint64_t weights,
             struct mnz_byte_reader *r)
{
    struct mnz_conditional *c = run->conditionals;
    const uint32_t event = (uint32_t)mnz_take_count_to(r, run->num_conditionals - 1);
    enum mnz_status st = MNZ_OK;

    if (event > 0 && !c[0].tally)
        st = make_tally(run, setup, &c[0].tally);
    for (uint32_t i = event > 0 ? 1 : 0; !st && i < run->num_conditionals; i++) {
        struct mnz_tally *part;

        st = make_tally(run, setup, &part);
        if (!st)
            st = mnz_tally_read(part, weights, r);
        if (!st && event > 0 && c[i].event == c[event].event)
            st = mnz_tally_merge(c[0].tally, part);
        if (!st)
            st = hand_over(&c[i].tally, part);
        else
            mnz_tally_destroy(part);
    }
    return st;
}

static enum mnz_status
read_flows(struct mnz_run *run, struct mnz_byte_reader *r)
{
    struct mnz_link_flows *flows;
    enum mnz_status st;

    if (!mnz_take_count_to(r, 1))
        return MNZ_OK;
    st = mnz_link_flows_create(run->net, &flows);
    if (st || !flows)
        return st ? st : MNZ_ERR_INPUT;
    mnz_link_flows_read(flows, r);
    if (!run->link_flows) {
        run->link_flows = flows;
        return MNZ_OK;
    }
    mnz_link_flows_merge(run->link_flows, flows);
    mnz_link_flows_destroy(flows);
    return MNZ_OK;
}

/* Draws are a matter of the seed, so they are not written. */
static void
draw(const struct mnz_run *run, struct mnz_points *points, double *uniforms,
     const struct mnz_sample *sample, uint64_t trial)
{
    const struct mnz_value_pool *pool = &run->net->scenario->pool;

    mnz_points_uniforms(points, trial, uniforms);
    for (uint32_t i = 0; i < pool->num_inputs; i++)
        sample->draws[i * sample->trials + trial] =
            mnz_dist_quantile(&pool->inputs[i].dist, uniforms[i]);
}

static void
take_kept(const struct mnz_keep *keep, uint32_t num_events, uint64_t trial,
          struct mnz_byte_reader *r)
{
    for (uint32_t s = 0; s < keep->num_series; s++)
        keep->values[trial * keep->num_series + s] = mnz_take_double(r);
    for (uint32_t e = 0; keep->branches && e < num_events; e++)
        keep->branches[trial * num_events + e] =
            (uint16_t)mnz_take_count_to(r, UINT16_MAX);
    keep->is_done[trial] = 1;
}

static void
read_values(const struct mnz_run *run, const struct mnz_run_setup *setup,
            const struct part *part, struct mnz_points *points, double *uniforms,
            struct mnz_byte_reader *r)
{
    const uint32_t num_events = run->net->scenario->num_events;

    for (uint32_t i = 0; i < part->num_chunks && !r->is_broken; i++) {
        uint64_t first;

        mnz_chunk_trials(setup, i, &first);
        for (uint64_t k = first; k < first + part->made[i] && !r->is_broken; k++) {
            if (setup->keep)
                take_kept(setup->keep, num_events, k, r);
            if (!setup->sample || k >= setup->sample->trials)
                continue;
            setup->sample->values[k] = mnz_take_double(r);
            draw(run, points, uniforms, setup->sample, k);
        }
    }
}

static enum mnz_status
read_with_draws(const struct mnz_run *run, const struct mnz_run_setup *setup,
                const struct part *part, struct mnz_byte_reader *r)
{
    const size_t inputs = run->net->scenario->pool.num_inputs;
    double *uniforms = calloc(2 * inputs + 1, sizeof *uniforms);
    struct mnz_points *points = NULL;
    enum mnz_status st = MNZ_ERR_NOMEM;

    if (uniforms)
        st = mnz_scenario_points(run->net->scenario, setup->seed, setup->sampler,
                                 &points);
    if (!st)
        read_values(run, setup, part, points, uniforms, r);
    mnz_points_destroy(points);
    free(uniforms);
    return st;
}

enum mnz_status
mnz_run_read(struct mnz_run *run, const struct mnz_run_setup *setup,
             struct mnz_byte_reader *reader)
{
    struct part part = {0};
    enum mnz_status st = mnz_run_make_chunks(run, setup);

    if (!st)
        st = read_made(run, setup, reader, &part);
    if (!st)
        st = read_tallies(run, setup, part.weights, reader);
    for (uint32_t p = 0; !st && p < run->net->num_ports; p++)
        run->limits[p] += mnz_take_count(reader);
    if (!st)
        st = read_flows(run, reader);
    if (!st)
        st = read_with_draws(run, setup, &part, reader);
    for (uint32_t i = 0; !st && i < part.num_chunks; i++)
        if (part.made[i] > 0)
            run->made[i] = part.made[i];
    free(part.made);
    return !st && reader->is_broken ? MNZ_ERR_INPUT : st;
}
