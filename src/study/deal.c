/* deal.c - chunks of a run, dealt as threads and ranks ask for them. */

#include "study/deal.h"

#include <time.h>

/* Chunks that a rank is given at once, at most; and how often each rank asks for some,
 * at least, while there are as many. */
enum { MOST_AT_ONCE = 64, LEAST_TURNS = 64 };

double
mnz_seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Trials of one weight follow each other, and a chunk is of one weight: so many trials,
 * all or those of a stratum, are cut into chunks by themselves. */
static uint64_t
trials_of_a_weight(const struct mnz_run_setup *o)
{
    return o->strata ? o->strata->size : o->trials;
}

static uint64_t
chunks_of_a_weight(const struct mnz_run_setup *o)
{
    return (trials_of_a_weight(o) + MNZ_CHUNK - 1) / MNZ_CHUNK;
}

uint32_t
mnz_chunks_count(const struct mnz_run_setup *setup)
{
    const uint64_t chunks = chunks_of_a_weight(setup);

    return (uint32_t)(setup->strata ? MNZ_NUM_STRATA * chunks : chunks);
}

uint64_t
mnz_chunk_trials(const struct mnz_run_setup *setup, uint32_t chunk, uint64_t *first)
{
    const uint64_t each = trials_of_a_weight(setup), chunks = chunks_of_a_weight(setup);
    const uint64_t within = chunk % chunks * MNZ_CHUNK;

    *first = setup->first + chunk / chunks * each + within;
    return each - within < MNZ_CHUNK ? each - within : MNZ_CHUNK;
}

uint32_t
mnz_chunk_weight(const struct mnz_run_setup *setup, uint32_t chunk)
{
    uint64_t first;

    mnz_chunk_trials(setup, chunk, &first);
    return setup->strata ? mnz_strata_weight_at(setup->strata, first) : 1;
}

static int
is_of_shard(const struct mnz_run_setup *setup, uint32_t chunk)
{
    return setup->shards == 0 || chunk % setup->shards == setup->shard;
}

static int
is_left(const struct mnz_run *run, const struct mnz_run_setup *setup, uint32_t chunk)
{
    uint64_t first;

    return is_of_shard(setup, chunk) &&
           run->made[chunk] < mnz_chunk_trials(setup, chunk, &first);
}

uint32_t
mnz_chunks_left(const struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const uint32_t count = mnz_chunks_count(setup);
    uint32_t left = 0;

    for (uint32_t i = 0; i < count; i++)
        left += (uint32_t)is_left(run, setup, i);
    return left;
}

void
mnz_deal_begin(struct mnz_deal *deal, const struct mnz_run *run,
               const struct mnz_run_setup *setup, double until)
{
    *deal = (struct mnz_deal){
        .run = run, .setup = setup, .count = mnz_chunks_count(setup), .until = until};
    pthread_mutex_init(&deal->lock, NULL);
}

void
mnz_deal_finish(struct mnz_deal *deal)
{
    pthread_mutex_destroy(&deal->lock);
}

static int
is_over(const struct mnz_deal *deal)
{
    return deal->until > 0.0 && mnz_seconds_now() >= deal->until;
}

static int
is_untouched(const struct mnz_deal *deal, uint32_t chunk)
{
    return deal->run->made[chunk] == 0 && is_of_shard(deal->setup, chunk);
}

/* Go to the next chunk that is begun; to the next that is not. */
static void
find_begun(struct mnz_deal *deal)
{
    while (deal->begun < deal->count && (deal->run->made[deal->begun] == 0 ||
                                         !is_left(deal->run, deal->setup, deal->begun)))
        deal->begun++;
}

static void
find_untouched(struct mnz_deal *deal)
{
    while (deal->untouched < deal->count && !is_untouched(deal, deal->untouched))
        deal->untouched++;
}

/* Of a rank above 0: from what it holds, which lasts until it is empty. */
static uint32_t
next_held(struct mnz_deal *deal)
{
    const struct mnz_ranks *ranks = deal->setup->ranks;

    if (deal->held.count == 0)
        deal->held = ranks->ask(ranks->context);
    if (deal->held.count == 0)
        return MNZ_NONE;
    deal->held.count--;
    return deal->held.first++;
}

/* Chunks that are begun come first: they lie before those that are not, and other ranks
 * cannot finish them. */
static uint32_t
next_of_own(struct mnz_deal *deal)
{
    if (is_over(deal))
        return MNZ_NONE;
    find_begun(deal);
    if (deal->begun < deal->count)
        return deal->begun++;
    find_untouched(deal);
    return deal->untouched < deal->count ? deal->untouched++ : MNZ_NONE;
}

uint32_t
mnz_deal_next(struct mnz_deal *deal, uint64_t *order)
{
    uint32_t chunk;

    pthread_mutex_lock(&deal->lock);
    chunk = mnz_is_helper(deal->setup->ranks) ? next_held(deal) : next_of_own(deal);
    *order = deal->order;
    deal->order += chunk != MNZ_NONE;
    pthread_mutex_unlock(&deal->lock);
    return chunk;
}

struct mnz_units
mnz_deal_to_rank(struct mnz_deal *deal)
{
    const uint32_t turns = LEAST_TURNS * (uint32_t)deal->setup->ranks->count;
    uint32_t most = deal->count / turns;
    struct mnz_units units = {0};
    uint64_t first;

    most = most < 1 ? 1 : most < MOST_AT_ONCE ? most : MOST_AT_ONCE;
    pthread_mutex_lock(&deal->lock);
    find_untouched(deal);
    units.first = deal->untouched;
    while (!is_over(deal) && deal->untouched < deal->count && units.count < most &&
           is_untouched(deal, deal->untouched)) {
        deal->trials_elsewhere +=
            mnz_chunk_trials(deal->setup, deal->untouched, &first);
        deal->untouched++;
        units.count++;
    }
    pthread_mutex_unlock(&deal->lock);
    return units;
}
