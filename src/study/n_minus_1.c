/* n_minus_1.c - a scenario without a plant, a country's exports or a corridor, on the
 * same trials. */

#include "study/n_minus_1.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "sampling/points.h"
#include "stats/paired.h"

/* Measures that are kept of each trial, in this order; then the months of the first,
 * and the output lost of each industry. */
enum { LOST_SHARE, LOST_USD, FIRST_MONTH };

/* The study while it runs. */
struct losing {
    struct mnz_n_minus_1 *n;
    const struct mnz_n_minus_1_options *options;
    struct mnz_diags *diags;
    struct mnz_n_minus_1_trying trying;
    uint32_t chosen, done;
    struct mnz_model **models; /* [chosen] */
    struct mnz_measure *measures;
    uint32_t num_measures, num_months, first_industry;
    double *room;
    double *times;      /* [trial] one of the two times */
    uint8_t *is_chosen; /* [trial] */
};

static enum mnz_status set_window(struct losing *x);
static enum mnz_status choose(struct losing *x);
static enum mnz_status load_all(struct losing *x);
static enum mnz_status list_measures(struct losing *x);
static enum mnz_status run_study(struct losing *x);
static enum mnz_status hand_over(struct mnz_n_minus_1 *n, uint32_t simulated);

static void
losing_finish(struct losing *x)
{
    for (uint32_t i = 0; x->models && i < x->chosen; i++)
        mnz_model_destroy(x->models[i]);
    free(x->models);
    free(x->measures);
    free(x->room);
    free(x->times);
    free(x->is_chosen);
}

enum mnz_status
mnz_model_n_minus_1(const struct mnz_model *model,
                    const struct mnz_n_minus_1_options *options,
                    struct mnz_diags *diags, struct mnz_n_minus_1 **out)
{
    struct mnz_n_minus_1 *n = calloc(1, sizeof *n);
    struct losing x = {.n = n, .options = options, .diags = diags};
    enum mnz_status st, end;

    *out = NULL;
    if (!n)
        return MNZ_ERR_NOMEM;
    n->model = model;
    x.trying = (struct mnz_n_minus_1_trying){
        .n = n, .options = options, .diags = diags, .trials_done = 0};
    st = set_window(&x);
    if (!st)
        st = mnz_n_minus_1_rank(n, options);
    if (!st)
        st = choose(&x);
    if (!st)
        st = load_all(&x);
    if (!st)
        st = list_measures(&x);
    if (!st)
        st = run_study(&x);
    if (!st || (st == MNZ_ERR_STOPPED && n->result)) {
        end = hand_over(n, x.done);
        st = end ? end : st;
    }
    losing_finish(&x);
    if (!st || (st == MNZ_ERR_STOPPED && n->result))
        *out = n;
    else
        mnz_n_minus_1_destroy(n);
    return st;
}

void
mnz_n_minus_1_destroy(struct mnz_n_minus_1 *n)
{
    if (!n)
        return;
    mnz_result_destroy(n->result);
    mnz_arena_finish(&n->arena);
    free(n);
}

static enum mnz_status
set_window(struct losing *x)
{
    const uint32_t months = mnz_model_months(x->n->model);
    const uint32_t from = x->options->from, most = months - from;

    if (from >= months || x->options->run.strata)
        return MNZ_ERR_INPUT;
    x->n->from = from;
    x->n->months =
        x->options->months > 0 && x->options->months < most ? x->options->months : most;
    x->n->until = from + x->n->months;
    x->num_months = months;
    return MNZ_OK;
}

/* Those that are simulated. */
static enum mnz_status
choose(struct losing *x)
{
    enum mnz_status st = mnz_n_minus_1_plan_tries(&x->trying);

    if (!st)
        st = mnz_n_minus_1_try(&x->trying);
    x->chosen = x->trying.num_chosen;
    return st;
}

static enum mnz_status
load_all(struct losing *x)
{
    enum mnz_status st = MNZ_OK;

    x->models = calloc((size_t)x->chosen + 1, sizeof *x->models);
    if (!x->models)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < x->chosen; i++)
        st = mnz_n_minus_1_load(x->n, x->options, &x->n->rows[i], x->diags,
                                &x->models[i]);
    return st;
}

static enum mnz_status
list_measures(struct losing *x)
{
    const struct mnz_model *model = x->n->model;
    struct mnz_measure m;

    x->measures =
        calloc((size_t)FIRST_MONTH + x->num_months + model->network->num_nodes,
               sizeof *x->measures);
    if (!x->measures)
        return MNZ_ERR_NOMEM;
    if (mnz_model_find_measure(model, "total", "all", "output_lost_share",
                               &x->measures[LOST_SHARE]) ||
        mnz_model_find_measure(model, "total", "all", "output_lost_usd",
                               &x->measures[LOST_USD]))
        return MNZ_ERR_INPUT;
    x->num_measures = FIRST_MONTH;
    for (uint32_t k = 0; k < x->num_months; k++) {
        m = x->measures[LOST_SHARE];
        m.month = k;
        x->measures[x->num_measures++] = m;
    }
    x->first_industry = x->num_measures;
    for (uint32_t g = 0; g < mnz_model_num_groups(model); g++) {
        m = x->measures[LOST_USD];
        m.group = g;
        if (strcmp(mnz_model_group_scope(model, g), "industry") == 0 &&
            mnz_model_has_measure(model, m))
            x->measures[x->num_measures++] = m;
    }
    return MNZ_OK;
}

static enum mnz_status
make_room(struct losing *x)
{
    const uint64_t trials = x->n->result->trials_asked;

    x->room = calloc(mnz_paired_room(trials) + 1, sizeof *x->room);
    x->times = calloc(trials + 1, sizeof *x->times);
    x->is_chosen = calloc(trials + 1, sizeof *x->is_chosen);
    return x->room && x->times && x->is_chosen ? MNZ_OK : MNZ_ERR_NOMEM;
}

static double
more_lost(const struct losing *x, const struct mnz_result *other, uint64_t trial,
          uint32_t i)
{
    const size_t at = (size_t)trial * x->num_measures + i;

    return other->keep.values[at] - x->n->result->keep.values[at];
}

static void
compare(struct losing *x, const struct mnz_result *other, uint32_t i,
        struct mnz_difference *out)
{
    const struct mnz_result *base = x->n->result;
    const struct mnz_pairs pairs = {
        .base = &base->keep.values[i],
        .other = &other->keep.values[i],
        .base_stride = x->num_measures,
        .other_stride = x->num_measures,
        .is_chosen = x->is_chosen,
        .count = base->trials_asked,
        .replicates = mnz_sampler_replicates(base->sampler),
    };

    mnz_paired_find(&pairs, x->room, out);
}

/* The median of `count` times; NaN of none. */
static double
median(struct losing *x, uint64_t count)
{
    return count > 0 ? mnz_select_quantile(x->times, count, 0.5) : (double)NAN;
}

/* When the first loss comes, and when the last one is over. */
static void
find_times(struct losing *x, const struct mnz_result *other, struct mnz_gone *g)
{
    const struct mnz_n_minus_1 *n = x->n;
    uint64_t lost = 0, over = 0, outlasting = 0, trials = 0;
    uint32_t m;

    for (uint64_t k = 0; k < n->result->trials_asked; k++) {
        if (!x->is_chosen[k])
            continue;
        trials++;
        for (m = n->from; m < x->num_months; m++)
            if (more_lost(x, other, k, FIRST_MONTH + m) > MNZ_LOSS_BEGINS)
                break;
        if (m < x->num_months)
            x->times[lost++] = m - n->from;
    }
    g->survives = median(x, lost);
    g->ever_lost = (double)lost / (double)trials;
    for (uint64_t k = 0; k < n->result->trials_asked; k++) {
        if (!x->is_chosen[k])
            continue;
        for (m = x->num_months; m > n->from; m--)
            if (more_lost(x, other, k, FIRST_MONTH + m - 1) > MNZ_LOSS_BEGINS)
                break;
        if (m == n->from)
            continue;
        if (m == x->num_months)
            outlasting++;
        else
            x->times[over++] = m > n->until ? m - n->until : 0.0;
    }
    g->recovers = median(x, over);
    g->outlasts = (double)outlasting / (double)trials;
}

/* The mean of what a measure is more, over the trials chosen. */
static double
mean_more(const struct losing *x, const struct mnz_result *other, uint32_t i)
{
    double sum = 0.0;
    uint64_t trials = 0;

    for (uint64_t k = 0; k < x->n->result->trials_asked; k++)
        if (x->is_chosen[k]) {
            sum += more_lost(x, other, k, i);
            trials++;
        }
    return sum / (double)trials;
}

static void
find_hardest(const struct losing *x, const struct mnz_result *other, struct mnz_gone *g)
{
    g->hardest_usd = 0.0;
    for (uint32_t i = x->first_industry; i < x->num_measures; i++) {
        const double more = mean_more(x, other, i);

        if (more > g->hardest_usd) {
            g->hardest_usd = more;
            g->hardest = mnz_model_group_name(x->n->model, x->measures[i].group);
        }
    }
}

/* The 95 % quantile of what is lost more. */
static double
quantile_more(struct losing *x, const struct mnz_result *other)
{
    uint64_t count = 0;

    for (uint64_t k = 0; k < x->n->result->trials_asked; k++)
        if (x->is_chosen[k])
            x->times[count++] = more_lost(x, other, k, LOST_SHARE);
    return mnz_select_quantile(x->times, count, 0.95);
}

static enum mnz_status
measure_row(struct losing *x, const struct mnz_result *other, struct mnz_gone_row *row)
{
    const struct mnz_result *base = x->n->result;
    struct mnz_gone *g = &row->gone;
    struct mnz_difference d;
    uint64_t trials = 0;

    row->months = mnz_arena_alloc(&x->n->arena, x->num_months, sizeof *row->months);
    if (!row->months)
        return MNZ_ERR_NOMEM;
    for (uint64_t k = 0; k < base->trials_asked; k++) {
        x->is_chosen[k] = base->keep.is_done[k] && other->keep.is_done[k];
        trials += x->is_chosen[k];
    }
    if (trials == 0)
        return MNZ_OK;
    g->is_simulated = 1;
    compare(x, other, LOST_SHARE, &d);
    g->lost = d.mean.difference;
    g->lost_low = d.mean.low;
    g->lost_high = d.mean.high;
    g->lost_p95 = quantile_more(x, other);
    compare(x, other, LOST_USD, &d);
    g->lost_usd = d.mean.difference;
    g->lost_usd_low = d.mean.low;
    g->lost_usd_high = d.mean.high;
    for (uint32_t m = 0; m < x->num_months; m++)
        row->months[m] = mean_more(x, other, FIRST_MONTH + m);
    find_times(x, other, g);
    find_hardest(x, other, g);
    return MNZ_OK;
}

/* The first point is the scenario itself. */
static enum mnz_status
take_point(void *context, uint32_t point, enum mnz_status status,
           struct mnz_result *result)
{
    struct losing *x = context;
    enum mnz_status st;

    (void)status; /* of a stopped point the trials done count */
    if (point == 0) {
        x->n->result = result;
        return make_room(x);
    }
    st = measure_row(x, result, &x->n->rows[point - 1]);
    mnz_result_destroy(result);
    x->done = point;
    return st;
}

/* Trials of the tries stand before those of the study. */
static void
show_progress(void *context, uint64_t done, uint64_t trials)
{
    const struct losing *x = context;
    const struct mnz_run_options *run = &x->options->run;

    (void)trials;
    run->progress(run->progress_context, x->trying.trials_done + done,
                  x->trying.trials_all);
}

static enum mnz_status
run_study(struct losing *x)
{
    struct mnz_point *points = calloc((size_t)x->chosen + 1, sizeof *points);
    struct mnz_study_options study = {
        .run = x->options->run, .shares_plan = 1, .done = take_point, .context = x};
    enum mnz_status st;

    if (!points)
        return MNZ_ERR_NOMEM;
    points[0] = (struct mnz_point){mnz_model_name(x->n->model), x->n->model};
    for (uint32_t i = 0; i < x->chosen; i++)
        points[i + 1] =
            (struct mnz_point){x->n->rows[i].gone.parts[0].name, x->models[i]};
    study.run.only = study.run.keep = x->measures;
    study.run.num_only = study.run.num_keep = x->num_measures;
    study.run.trial = NULL;
    if (study.run.progress) {
        study.run.progress = show_progress;
        study.run.progress_context = x;
    }
    st = mnz_study_run(points, x->chosen + 1, &study);
    free(points);
    return st;
}

static int
by_lost(const void *a, const void *b)
{
    const struct mnz_gone_row *x = a, *y = b;

    if (x->gone.is_simulated != y->gone.is_simulated)
        return x->gone.is_simulated ? -1 : 1;
    if (x->gone.lost_usd != y->gone.lost_usd)
        return x->gone.lost_usd < y->gone.lost_usd ? 1 : -1;
    if (x->gone.lost != y->gone.lost)
        return x->gone.lost < y->gone.lost ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

/* Those that were simulated by what they lose; the others stay as they are. */
static enum mnz_status
hand_over(struct mnz_n_minus_1 *n, uint32_t simulated)
{
    qsort(n->rows, simulated, sizeof *n->rows, by_lost);
    n->all = mnz_arena_alloc(&n->arena, (size_t)n->count + 1, sizeof *n->all);
    if (!n->all)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n->count; i++)
        n->all[i] = n->rows[i].gone;
    return MNZ_OK;
}

const struct mnz_result *
mnz_n_minus_1_result(const struct mnz_n_minus_1 *n)
{
    return n->result;
}

const struct mnz_gone *
mnz_n_minus_1_all(const struct mnz_n_minus_1 *n, uint32_t *count)
{
    *count = n->count;
    return n->all;
}

double
mnz_n_minus_1_month(const struct mnz_n_minus_1 *n, uint32_t i, uint32_t month)
{
    return i < n->count && n->rows[i].gone.is_simulated &&
                   month < mnz_model_months(n->model)
               ? n->rows[i].months[month]
               : (double)NAN;
}
