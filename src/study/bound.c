/* bound.c - the planner's bound of a model's worst trials. */

#include "monazite/bound.h"

#include <math.h>
#include <stdlib.h>

#include "study/linear_program.h"
#include "study/model.h"

enum { SAMPLE = 8, TAIL = 20 };

struct mnz_bound {
    const struct mnz_model *model;
    struct mnz_result *result;
    uint32_t num_trials, num_worths;
    struct mnz_bound_trial *trials;
    struct mnz_bound_worth *worths;
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
        if (sums[p] > 1e-9)
            b->worths[b->num_worths++] = (struct mnz_bound_worth){
                net->scenario->materials[net->ports[p].material].name,
                mnz_network_node_name(net, net->ports[p].node),
                sums[p] / b->num_trials};
    qsort(b->worths, b->num_worths, sizeof *b->worths, by_worth);
    return MNZ_OK;
}

static enum mnz_status
plan_all(struct mnz_bound *b, const struct mnz_bound_options *o)
{
    const uint32_t ports = b->model->network->num_ports;
    double *worth = calloc((size_t)ports + 1, sizeof *worth);
    double *sums = calloc((size_t)ports + 1, sizeof *sums);
    enum mnz_status st = worth && sums ? MNZ_OK : MNZ_ERR_NOMEM;

    for (uint32_t i = 0; !st && i < b->num_trials; i++) {
        st = plan(b, o, &b->trials[i], worth);
        for (uint32_t p = 0; p < ports; p++)
            sums[p] += worth[p];
        if (o->run.progress)
            o->run.progress(o->run.progress_context, i + 1, b->num_trials);
    }
    if (!st)
        st = list_worths(b, sums);
    free(worth);
    free(sums);
    return st;
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
