/* run_state.c - all that a run has found out, as bytes. */

#include "study/monte_carlo.h"

#include <stdlib.h>

/* Trials are fewer, so that no sum of counts overflows. */
#define MOST_TRIALS (UINT64_C(1) << 48)

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

enum mnz_status
mnz_run_write(const struct mnz_run *run, struct mnz_byte_writer *writer)
{
    enum mnz_status st;

    mnz_put_count(writer, run->trials_done);
    st = write_tallies(run, writer);
    for (uint32_t p = 0; p < run->net->num_ports; p++)
        mnz_put_count(writer, run->limits[p]);
    mnz_put_count(writer, run->link_flows != NULL);
    if (run->link_flows)
        mnz_link_flows_write(run->link_flows, writer);
    return st;
}

/* The sum of the branches of an event. */
static enum mnz_status
add_branches(struct mnz_run *run, uint32_t first)
{
    struct mnz_conditional *c = run->conditionals;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = first; !st && i < run->num_conditionals; i++)
        if (c[i].event == c[first].event)
            st = mnz_tally_merge(c[0].tally, c[i].tally);
    return st;
}

static enum mnz_status
read_tallies(struct mnz_run *run, uint32_t replicates, struct mnz_byte_reader *r)
{
    const struct mnz_selection *s = run->selection;
    const uint32_t event = (uint32_t)mnz_take_count_to(r, run->num_conditionals - 1);
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < run->num_conditionals; i++) {
        struct mnz_tally **tally = &run->conditionals[i].tally;

        st = mnz_tally_create(s->num_series, s->unit_of_series, replicates,
                              s->num_horizon, tally);
        if (!st && (i > 0 || event == 0))
            st = mnz_tally_read(*tally, run->trials_done, r);
    }
    return !st && event > 0 ? add_branches(run, event) : st;
}

enum mnz_status
mnz_run_read(struct mnz_run *run, enum mnz_sampler sampler,
             struct mnz_byte_reader *reader)
{
    enum mnz_status st;

    run->trials_done = mnz_take_count_to(reader, MOST_TRIALS);
    if (run->trials_done == 0)
        return MNZ_ERR_INPUT;
    run->weight_done = run->trials_done;
    st = read_tallies(run, mnz_sampler_replicates(sampler), reader);
    for (uint32_t p = 0; !st && p < run->net->num_ports; p++)
        run->limits[p] = mnz_take_count(reader);
    if (!st && mnz_take_count_to(reader, 1)) {
        st = mnz_link_flows_create(run->net, &run->link_flows);
        if (!st && run->link_flows)
            mnz_link_flows_read(run->link_flows, reader);
    }
    return !st && reader->is_broken ? MNZ_ERR_INPUT : st;
}
