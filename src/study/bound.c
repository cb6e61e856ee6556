/* bound.c - the planner's bound of a model's worst trials. */

#include "monazite/bound.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "study/linear_solver.h"
#include "study/model.h"
#include "study/processors.h"

enum { SAMPLE = 8, TAIL = 20 };

/* t/t below which a worth is within what a solver may miss. */
#define LEAST_WORTH 1e-3

struct mnz_bound {
    const struct mnz_model *model;
    struct mnz_result *result;
    uint32_t num_trials, num_worths;
    struct mnz_bound_trial *trials;
    struct mnz_bound_worth *worths;
};

/* Trials that several threads plan, each the next one that is left. */
struct planning {
    struct mnz_bound *b;
    const struct mnz_bound_options *o;
    double *worths; /* [trial x ports] */
    pthread_mutex_t lock;
    uint32_t next, done;
    enum mnz_status status; /* the first failure's */
};

/* A trial and its shortfall, t. */
struct ranked {
    uint64_t trial;
    double loss;
};

static enum mnz_status run_all(struct mnz_bound *b, const struct mnz_bound_options *o);
static enum mnz_status choose(struct mnz_bound *b, uint32_t sample);
static enum mnz_status plan_all(struct mnz_bound *b, const struct mnz_bound_options *o);

const char *
mnz_bound_solver(void)
{
    return mnz_lp_solver();
}

enum mnz_status
mnz_model_bound(const struct mnz_model *model, const struct mnz_bound_options *options,
                struct mnz_bound **out)
{
    struct mnz_bound *b;
    enum mnz_status st;

    *out = NULL;
    if (!mnz_lp_solver())
        return MNZ_ERR_INPUT;
    b = calloc(1, sizeof *b);
    if (!b)
        return MNZ_ERR_NOMEM;
    b->model = model;
    st = run_all(b, options);
    if (!st)
        st = choose(b, options->sample ? options->sample : SAMPLE);
    if (!st)
        st = plan_all(b, options);
    if (st)
        mnz_bound_destroy(b);
    else
        *out = b;
    return st;
}

void
mnz_bound_destroy(struct mnz_bound *bound)
{
    if (!bound)
        return;
    mnz_result_destroy(bound->result);
    free(bound->trials);
    free(bound->worths);
    free(bound);
}

static enum mnz_status
run_all(struct mnz_bound *b, const struct mnz_bound_options *o)
{
    struct mnz_run_options run = o->run;
    struct mnz_measure loss;
    enum mnz_status st =
        mnz_model_find_measure(b->model, "total", "all", "shortfall_tonnes", &loss);

    run.only = run.keep = &loss;
    run.num_only = run.num_keep = 1;
    run.trial = NULL;
    return st ? st : mnz_model_run(b->model, &run, &b->result);
}

static int
by_loss(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->loss != y->loss)
        return x->loss < y->loss ? 1 : -1;
    return (x->trial > y->trial) - (x->trial < y->trial);
}

/* Trials of the worst twentieth, evenly from the worst on. */
static enum mnz_status
choose(struct mnz_bound *b, uint32_t sample)
{
    const uint64_t count = mnz_result_trials(b->result);
    const uint64_t tail = count > TAIL ? count / TAIL : 1;
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);

    b->num_trials = tail < sample ? (uint32_t)tail : sample;
    b->trials = calloc((size_t)b->num_trials + 1, sizeof *b->trials);
    if (!ranked || !b->trials) {
        free(ranked);
        return MNZ_ERR_NOMEM;
    }
    for (uint64_t k = 0; k < count; k++)
        ranked[k] = (struct ranked){k, *mnz_result_kept(b->result, k)};
    qsort(ranked, count, sizeof *ranked, by_loss);
    for (uint32_t i = 0; i < b->num_trials; i++)
        b->trials[i].trial = ranked[i * tail / b->num_trials].trial;
    free(ranked);
    return MNZ_OK;
}

/* Run one trial again, and plan it. */
static enum mnz_status
plan(struct mnz_bound *b, const struct mnz_bound_options *o,
     struct mnz_bound_trial *trial, double *worth)
{
    struct mnz_run_options run = o->run;
    struct mnz_measure loss;
    struct mnz_plan_ask ask = {.worth = worth};
    const struct mnz_kept_series series = {
        .sampled = MNZ_NONE, .only = &trial->trial, .plan = &ask};
    struct mnz_result *result = NULL;
    enum mnz_status st =
        mnz_model_find_measure(b->model, "total", "all", "shortfall_tonnes", &loss);

    run.only = &loss;
    run.num_only = 1;
    run.trials = mnz_result_trials(b->result);
    run.trial = NULL;
    run.progress = NULL;
    run.threads = 1;
    if (!st)
        st = mnz_model_run_keeping(b->model, &run, &series, &result);
    mnz_result_destroy(result);
    if (!st)
        st = ask.status;
    trial->wanted = ask.planned.wanted;
    trial->simulated = ask.planned.simulated;
    trial->bound = fmin(ask.planned.bound, ask.planned.simulated);
    return st;
}

static int
by_worth(const void *a, const void *b)
{
    const struct mnz_bound_worth *x = a, *y = b;

    return (x->worth < y->worth) - (x->worth > y->worth);
}

/* Inputs at which a tonne more would have spared anything. */
static enum mnz_status
list_worths(struct mnz_bound *b, const double *sums)
{
    const struct mnz_network *net = b->model->network;

    b->worths = calloc((size_t)net->num_ports + 1, sizeof *b->worths);
    if (!b->worths)
        return MNZ_ERR_NOMEM;
    for (uint32_t p = 0; p < net->num_ports; p++)
        if (sums[p] > LEAST_WORTH * b->num_trials)
            b->worths[b->num_worths++] = (struct mnz_bound_worth){
                net->scenario->materials[net->ports[p].material].name,
                mnz_network_node_name(net, net->ports[p].node),
                sums[p] / b->num_trials};
    qsort(b->worths, b->num_worths, sizeof *b->worths, by_worth);
    return MNZ_OK;
}

static void *
plan_some(void *context)
{
    struct planning *p = context;
    const struct mnz_bound *b = p->b;

    pthread_mutex_lock(&p->lock);
    while (!p->status && p->next < b->num_trials) {
        const uint32_t i = p->next++;
        enum mnz_status st;

        pthread_mutex_unlock(&p->lock);
        st = plan(p->b, p->o, &b->trials[i],
                  &p->worths[(size_t)i * b->model->network->num_ports]);
        pthread_mutex_lock(&p->lock);
        if (st && !p->status)
            p->status = st;
        p->done++;
        if (!st && p->o->run.progress)
            p->o->run.progress(p->o->run.progress_context, p->done, b->num_trials);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* Where no thread can be made, this one plans all that is left. */
static void
plan_together(struct planning *p, uint32_t threads)
{
    pthread_t *made = calloc((size_t)threads + 1, sizeof *made);
    uint32_t count = 0;

    pthread_mutex_init(&p->lock, NULL);
    while (made && count + 1 < threads &&
           pthread_create(&made[count], NULL, plan_some, p) == 0)
        count++;
    plan_some(p);
    for (uint32_t i = 0; i < count; i++)
        pthread_join(made[i], NULL);
    pthread_mutex_destroy(&p->lock);
    free(made);
}

/* Sums in the order of trials, whoever planned them. */
static enum mnz_status
plan_all(struct mnz_bound *b, const struct mnz_bound_options *o)
{
    const uint32_t ports = b->model->network->num_ports;
    const uint32_t threads = o->run.threads ? o->run.threads : mnz_processors();
    double *sums = calloc((size_t)ports + 1, sizeof *sums);
    struct planning p = {
        .b = b,
        .o = o,
        .worths = calloc((size_t)b->num_trials * ports + 1, sizeof *p.worths)};

    p.status = sums && p.worths ? MNZ_OK : MNZ_ERR_NOMEM;
    if (!p.status)
        plan_together(&p, threads < b->num_trials ? threads : b->num_trials);
    for (uint32_t i = 0; !p.status && i < b->num_trials; i++)
        for (uint32_t k = 0; k < ports; k++)
            sums[k] += p.worths[(size_t)i * ports + k];
    if (!p.status)
        p.status = list_worths(b, sums);
    free(p.worths);
    free(sums);
    return p.status;
}

const struct mnz_result *
mnz_bound_result(const struct mnz_bound *bound)
{
    return bound->result;
}

uint32_t
mnz_bound_num_trials(const struct mnz_bound *bound)
{
    return bound->num_trials;
}

const struct mnz_bound_trial *
mnz_bound_trial(const struct mnz_bound *bound, uint32_t i)
{
    return &bound->trials[i];
}

uint32_t
mnz_bound_num_worths(const struct mnz_bound *bound)
{
    return bound->num_worths;
}

const struct mnz_bound_worth *
mnz_bound_worth(const struct mnz_bound *bound, uint32_t i)
{
    return &bound->worths[i];
}
