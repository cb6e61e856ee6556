/* n_minus_1_try.c - a few trials of many scenarios without something, to find those
 * that are worth many. */

#include <math.h>
#include <stdlib.h>

#include "monazite/study.h"
#include "study/n_minus_1.h"

/* So many of a kind are tried at most, the worst by the baseline, in so many trials. */
enum { MOST_TRIED = 128, TRIED_TRIALS = 8 };

/* An outage takes a part of a capacity, so a plant without one cannot be simulated. */
static int
can_be_simulated(const struct mnz_n_minus_1 *n, const struct mnz_gone_row *row)
{
    const struct mnz_actor *actors = n->model->scenario->actors;

    for (uint32_t k = 0; k < row->gone.num_parts; k++)
        if (row->removals[k].kind == MNZ_REMOVED_FACILITY &&
            actors[row->removals[k].from].capacity_tpa == MNZ_VALUE_NONE)
            return 0;
    return 1;
}

enum mnz_status
mnz_n_minus_1_plan_tries(struct mnz_n_minus_1_trying *t)
{
    struct mnz_n_minus_1 *n = t->n;
    const uint32_t most = t->options->most;
    const uint32_t most_tried = most > MOST_TRIED ? most : MOST_TRIED;
    const uint64_t trials = t->options->run.trials > 0 ? t->options->run.trials
                                                       : n->model->scenario->trials;
    uint32_t of_kind[MNZ_GONE_CORRIDOR + 1] = {0};

    t->trials = trials < TRIED_TRIALS ? trials : TRIED_TRIALS;
    t->is_candidate = mnz_arena_alloc(&n->arena, (size_t)n->count + 1, 1);
    if (!t->is_candidate)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; most > 0 && i < n->count; i++) {
        uint32_t *before = &of_kind[n->rows[i].gone.kind];

        if (*before < most_tried && can_be_simulated(n, &n->rows[i])) {
            t->is_candidate[i] = 1;
            ++*before;
        }
    }
    /* Where there are no more than can be chosen, none has to be tried. */
    for (uint32_t i = 0; i < n->count; i++) {
        const uint32_t candidates = of_kind[n->rows[i].gone.kind];

        n->rows[i].is_tried =
            t->is_candidate[i] && candidates > most && most < MOST_TRIED;
        t->num_tried += (uint32_t)n->rows[i].is_tried;
    }
    for (uint32_t kind = 0; kind <= MNZ_GONE_CORRIDOR; kind++)
        t->num_chosen += of_kind[kind] < most ? of_kind[kind] : most;
    t->trials_all = t->num_tried * t->trials + (t->num_chosen + (uint64_t)1) * trials;
    return MNZ_OK;
}

/* Trials of a try among all. */
static void
show_progress(void *context, uint64_t done, uint64_t trials)
{
    const struct mnz_n_minus_1_trying *t = context;
    const struct mnz_run_options *run = &t->options->run;

    (void)trials;
    run->progress(run->progress_context, t->trials_done + done, t->trials_all);
}

/* The mean of the i-th value that a result keeps of each trial. */
static double
mean_kept(const struct mnz_result *result, uint64_t trials, uint32_t i)
{
    double sum = 0.0;

    for (uint64_t k = 0; k < trials; k++)
        sum += mnz_result_kept(result, k)[i];
    return sum / (double)trials;
}

/* The output lost without a row in the first trials of the study. Each process of
 * several does this by itself, so that all choose alike. */
static enum mnz_status
try_row(struct mnz_n_minus_1_trying *t, struct mnz_gone_row *row)
{
    struct mnz_run_options run = t->options->run;
    struct mnz_model *without = NULL;
    struct mnz_result *result = NULL;
    struct mnz_measure measures[2];
    enum mnz_status st = mnz_n_minus_1_load(t->n, t->options, row, t->diags, &without);

    if (!st)
        st = mnz_model_find_measure(without, "total", "all", "output_lost_usd",
                                    &measures[0]);
    if (!st)
        st = mnz_model_find_measure(without, "total", "all", "output_lost_share",
                                    &measures[1]);
    run.trials = t->trials;
    run.ranks = NULL;
    run.shards = 0;
    run.save = NULL;
    run.trial = NULL;
    run.only = run.keep = measures;
    run.num_only = run.num_keep = 2;
    if (run.progress) {
        run.progress = show_progress;
        run.progress_context = t;
    }
    if (!st)
        st = mnz_model_run(without, &run, &result);
    if (!st) {
        row->tried_usd = mean_kept(result, t->trials, 0);
        row->tried_share = mean_kept(result, t->trials, 1);
        t->trials_done += t->trials;
    }
    mnz_result_destroy(result);
    mnz_model_destroy(without);
    return st;
}

/* The greatest loss of those tried first. */
static int
by_try(const void *a, const void *b)
{
    const struct mnz_gone_row *const *x = a, *const *y = b;

    if ((*x)->is_tried != (*y)->is_tried)
        return (*x)->is_tried ? -1 : 1;
    if ((*x)->is_tried && (*x)->tried_usd != (*y)->tried_usd)
        return (*x)->tried_usd < (*y)->tried_usd ? 1 : -1;
    if ((*x)->is_tried && (*x)->tried_share != (*y)->tried_share)
        return (*x)->tried_share < (*y)->tried_share ? 1 : -1;
    return *x < *y ? -1 : 1;
}

/* Rows in a new order: the chosen of each kind, then the others, as tried or ranked. */
static enum mnz_status
bring_forward(struct mnz_n_minus_1_trying *t)
{
    struct mnz_n_minus_1 *n = t->n;
    const size_t room = (size_t)n->count + 1;
    struct mnz_gone_row **order = mnz_arena_alloc(&n->arena, room, sizeof *order);
    struct mnz_gone_row *rows = mnz_arena_alloc(&n->arena, room, sizeof *rows);
    uint32_t of_kind[MNZ_GONE_CORRIDOR + 1] = {0}, first = 0, after = t->num_chosen;

    if (!order || !rows)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n->count; i++)
        order[i] = &n->rows[i];
    qsort(order, n->count, sizeof *order, by_try);
    for (uint32_t i = 0; i < n->count; i++) {
        const int is_chosen = t->is_candidate[order[i] - n->rows] &&
                              of_kind[order[i]->gone.kind]++ < t->options->most;

        rows[is_chosen ? first++ : after++] = *order[i];
    }
    n->rows = rows;
    return MNZ_OK;
}

enum mnz_status
mnz_n_minus_1_try(struct mnz_n_minus_1_trying *t)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < t->n->count; i++)
        if (t->n->rows[i].is_tried)
            st = try_row(t, &t->n->rows[i]);
    return st ? st : bring_forward(t);
}
