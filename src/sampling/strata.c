/* strata.c - which of many candidates are made, by their scores. */

#include "sampling/strata.h"

#include <stdlib.h>

#include "base/fnv.h"
#include "sampling/philox.h"
#include "sampling/stream.h"

/* Counters of a stream that no draw reaches. */
#define STARTS 0x6d6e7a32737472u

/* A quarter of the trials each for the highest 1/64 of candidates, the next 3/64, 8/64
 * and the rest. */
const uint32_t mnz_strata_weights[MNZ_NUM_STRATA] = {1, 3, 8, 52};

struct candidate {
    double score;
    uint64_t number;
};

/* The highest score first, of equal ones the first. */
static int
compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Every so many candidates of a stratum, from a random one on: systematic sampling, in
 * the order of the scores, has the precision of a stratum a trial (W. G. Cochran,
 * Sampling Techniques, 1977, chapter 8). */
static void
choose_of_replicate(struct mnz_strata *s, uint64_t replicate,
                    const struct candidate *sorted)
{
    const struct mnz_stream stream = mnz_stream_make(s->seed, "strata");
    const uint64_t each = s->size / MNZ_STRATA_REPLICATES;

    for (uint32_t h = 0; h < MNZ_NUM_STRATA; h++) {
        const uint32_t step = mnz_strata_weights[h];
        const double u = mnz_bits_uniform(mnz_words_bits(
            mnz_philox(stream.key, replicate * MNZ_NUM_STRATA + h, STARTS)));
        const uint64_t start = (uint64_t)(u * step);

        for (uint64_t i = 0; i < each; i++)
            s->numbers[h * s->size + i * MNZ_STRATA_REPLICATES + replicate] =
                sorted[start + i * step].number;
        sorted += each * step;
    }
}

int
mnz_strata_choose(struct mnz_strata *strata, const double *scores)
{
    const uint64_t count = MNZ_STRATA_CANDIDATES * strata->size / MNZ_STRATA_REPLICATES;
    struct candidate *sorted = calloc(count + 1, sizeof *sorted);

    if (!sorted)
        return 0;
    for (uint64_t r = 0; r < MNZ_STRATA_REPLICATES; r++) {
        for (uint64_t i = 0; i < count; i++) {
            const uint64_t number = i * MNZ_STRATA_REPLICATES + r;

            sorted[i] = (struct candidate){scores[number], number};
        }
        qsort(sorted, count, sizeof *sorted, compare);
        choose_of_replicate(strata, r, sorted);
    }
    free(sorted);
    return 1;
}

uint64_t
mnz_strata_hash(const struct mnz_strata *strata)
{
    return strata ? mnz_fnv(MNZ_FNV, strata->numbers,
                            mnz_strata_count(strata) * sizeof *strata->numbers)
                  : 0;
}
