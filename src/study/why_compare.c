/* why_compare.c - an industry's losses in a variant of a model, on the same trials. */

#include <math.h>
#include <stdlib.h>

#include "sampling/points.h"
#include "stats/paired.h"
#include "stats/tally.h"
#include "study/why.h"

/* The group of the industry in another model; MNZ_NONE if it has none. */
static uint32_t
find_group(const struct mnz_why *why, const struct mnz_model *other)
{
    struct mnz_measure measure;

    return mnz_model_find_measure(other, "industry",
                                  mnz_model_group_name(why->model, why->group),
                                  "shortfall_share", &measure) == MNZ_OK
               ? measure.group
               : MNZ_NONE;
}

/* The losses of the industry in one run, those of the other beside them. */
struct pairing {
    const struct mnz_result *with, *without;
    double *room;       /* for the statistics of pairs */
    uint8_t *is_chosen; /* [trial] both runs have done it */
};

static enum mnz_status
pair(struct pairing *p)
{
    const uint64_t trials = p->with->trials_asked;

    p->room = calloc(mnz_paired_room(trials) + 1, sizeof *p->room);
    p->is_chosen = calloc(trials + 1, sizeof *p->is_chosen);
    if (!p->room || !p->is_chosen)
        return MNZ_ERR_NOMEM;
    for (uint64_t k = 0; k < trials; k++)
        p->is_chosen[k] = p->with->keep.is_done[k] && p->without->keep.is_done[k];
    return MNZ_OK;
}

/* A loss is saved by as much as it is larger with what was taken away. */
static void
summarise(const struct pairing *p, int loss, struct mnz_why_without *out)
{
    const struct mnz_pairs pairs = {
        .base = &p->without->keep.values[loss],
        .other = &p->with->keep.values[loss],
        .base_stride = MNZ_NUM_LOSSES,
        .other_stride = MNZ_NUM_LOSSES,
        .is_chosen = p->is_chosen,
        .count = p->with->trials_asked,
        .replicates = mnz_sampler_replicates(p->with->sampler),
    };
    struct mnz_difference d;

    mnz_paired_find(&pairs, p->room, &d);
    out->trials = d.trials;
    out->loss[loss] = d.mean.base;
    out->saved[loss] = d.mean.difference;
    out->low[loss] = out->high[loss] = (double)NAN;
    if (d.trials >= 2 * (uint64_t)pairs.replicates) {
        out->low[loss] = d.mean.low;
        out->high[loss] = d.mean.high;
    }
}

enum mnz_status
mnz_why_compare(const struct mnz_why *why, const struct mnz_model *other,
                const struct mnz_run_options *options, struct mnz_why_without *out)
{
    const uint32_t group = find_group(why, other);
    struct mnz_run_options how = options ? *options : (struct mnz_run_options){0};
    struct mnz_measure measures[MNZ_NUM_LOSSES];
    uint32_t series[MNZ_NUM_LOSSES];
    struct mnz_kept_series kept = {.kept = series, .sampled = MNZ_NONE};
    struct pairing pairing = {0};
    struct mnz_result *result;
    enum mnz_status st;

    if (group == MNZ_NONE || why->result->keep.num_series == 0)
        return MNZ_ERR_INPUT;
    kept.num_kept = mnz_why_series(other, group, series);
    mnz_why_measures(group, measures);
    how.only = measures;
    how.num_only = MNZ_NUM_LOSSES;
    how.trials = why->result->trials_asked;
    how.seed = &why->result->seed;
    how.sampler = mnz_sampler_names[why->result->sampler];
    how.trial = NULL;
    st = mnz_model_run_keeping(other, &how, &kept, &result);
    pairing.with = why->result;
    pairing.without = result;
    if (!st)
        st = pair(&pairing);
    for (int loss = 0; !st && loss < MNZ_NUM_LOSSES; loss++)
        summarise(&pairing, loss, out);
    free(pairing.room);
    free(pairing.is_chosen);
    mnz_result_destroy(result);
    return st;
}
