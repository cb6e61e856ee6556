/* result.c - a run of a model, and the values of its trials. */

#include "study/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

static enum mnz_status make_room(struct mnz_result *r, const uint32_t *kept,
                                 uint32_t num_kept);
static enum mnz_status make_sample(struct mnz_result *r,
                                   const struct mnz_kept_series *series);
static enum mnz_status set_up(struct mnz_result *r, const struct mnz_run_options *o,
                              struct mnz_run_setup *setup);
static enum mnz_status simulate(struct mnz_result *r, const struct mnz_run_options *o,
                                const struct mnz_run_setup *asked);

/* The series of `count` measures, the caller's to free; NULL where `measures` is. */
static enum mnz_status
list_series(const struct mnz_model *model, const struct mnz_measure *measures,
            uint32_t count, uint32_t **out)
{
    uint32_t *list;

    *out = NULL;
    if (!measures)
        return MNZ_OK;
    list = *out = calloc((size_t)count + 1, sizeof *list);
    if (!list)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        list[i] = mnz_model_series(model, measures[i]);
        if (list[i] == MNZ_NONE)
            return MNZ_ERR_INPUT;
    }
    return MNZ_OK;
}

uint32_t
mnz_model_carrier_series(const struct mnz_model *model,
                         const struct mnz_run_options *options)
{
    return options->keeps_carriers
               ? mnz_metrics_horizon(model->metrics, 0, MNZ_METRIC_OUTPUT_LOST_SHARE)
               : MNZ_NONE;
}

enum mnz_status
mnz_list_kept(const struct mnz_model *model, const struct mnz_run_options *options,
              uint32_t **out)
{
    static const struct mnz_measure none;

    return list_series(model, options->keep ? options->keep : &none, options->num_keep,
                       out);
}

enum mnz_status
mnz_model_run(const struct mnz_model *model, const struct mnz_run_options *options,
              struct mnz_result **out)
{
    static const struct mnz_run_options none;
    struct mnz_kept_series series = {.takes_strata = 1};
    const struct mnz_run_options *o = options ? options : &none;
    uint32_t *kept = NULL;
    enum mnz_status st = mnz_list_kept(model, o, &kept);

    *out = NULL;
    if (!st) {
        mnz_kept_series_set(model, o, kept, &series);
        st = mnz_model_run_keeping(model, o, &series, out);
    }
    free(kept);
    return st;
}

void
mnz_kept_series_set(const struct mnz_model *model,
                    const struct mnz_run_options *options, const uint32_t *kept,
                    struct mnz_kept_series *series)
{
    series->kept = kept;
    series->num_kept = options->num_keep;
    series->sampled = mnz_model_carrier_series(model, options);
    series->sample_trials = MNZ_CARRIER_TRIALS;
}

/* A result of no trials, and how to make them. */
static enum mnz_status
prepare(const struct mnz_model *model, const struct mnz_run_options *o,
        const struct mnz_kept_series *series, struct mnz_run_setup *setup,
        struct mnz_result **out)
{
    struct mnz_result *r = calloc(1, sizeof *r);
    enum mnz_status st;

    *out = r;
    if (!r)
        return MNZ_ERR_NOMEM;
    r->model = model;
    st = set_up(r, o, setup);
    r->room = r->trials_asked > series->room ? r->trials_asked : series->room;
    if (!st && o->strata && !series->takes_strata)
        st = MNZ_ERR_INPUT;
    if (!st)
        st = make_room(r, series->kept, series->num_kept);
    if (!st)
        st = make_sample(r, series);
    setup->design = series->design;
    setup->blame = series->blame;
    setup->plan = series->plan;
    if (series->only) {
        setup->first = *series->only;
        setup->trials = 1;
    }
    return st;
}

enum mnz_status
mnz_model_run_keeping(const struct mnz_model *model,
                      const struct mnz_run_options *options,
                      const struct mnz_kept_series *series, struct mnz_result **out)
{
    struct mnz_run_setup setup = {0};
    struct mnz_result *r;
    enum mnz_status st = prepare(model, options, series, &setup, &r);

    *out = NULL;
    if (!st)
        st = simulate(r, options, &setup);
    if (!st || st == MNZ_ERR_STOPPED)
        *out = r;
    else
        mnz_result_destroy(r);
    return st;
}

enum mnz_status
mnz_result_prepare(const struct mnz_model *model, const struct mnz_run_options *options,
                   const struct mnz_kept_series *series, struct mnz_result **out)
{
    struct mnz_run_setup setup = {0};
    struct mnz_result *r;
    enum mnz_status st = prepare(model, options, series, &setup, &r);

    *out = NULL;
    setup.trials = 0;
    if (!st)
        st = simulate(r, options, &setup);
    if (st)
        mnz_result_destroy(r);
    else
        *out = r;
    return st;
}

/* Whether a result was made to keep no more than so many trials. */
static int
lacks_room(const struct mnz_result *r)
{
    const uint64_t sampled = r->sample.trials;

    if (r->trials_asked <= r->room)
        return 0;
    return r->keep.num_series > 0 || (sampled > 0 && sampled < MNZ_CARRIER_TRIALS);
}

enum mnz_status
mnz_result_extend(struct mnz_result *result, const struct mnz_run_options *options)
{
    const uint64_t asked = result->trials_asked, seed = result->seed;
    const enum mnz_sampler sampler = result->sampler;
    const struct mnz_strata *strata = result->strata;
    struct mnz_run_setup setup;
    enum mnz_status st = set_up(result, options, &setup);

    if (!st && (options->strata != strata || lacks_room(result) ||
                result->seed != seed || result->sampler != sampler)) {
        result->trials_asked = asked;
        result->seed = seed;
        result->sampler = sampler;
        result->strata = strata;
        st = MNZ_ERR_INPUT;
    }
    if (!st && !options->ranks && result->run->trials_done > setup.trials) {
        result->trials_asked = asked; /* it has them */
        return MNZ_OK;
    }
    return st ? st : simulate(result, options, &setup);
}

/* Where values of trials go. */
static void
set_values(const struct mnz_result *r, struct mnz_run_setup *setup)
{
    setup->keep = r->keep.num_series > 0 ? &r->keep : NULL;
    setup->sample = r->sample.trials > 0 ? &r->sample : NULL;
}

struct mnz_run_setup
mnz_result_setup(const struct mnz_result *result)
{
    struct mnz_run_setup setup = {.trials = result->trials_asked,
                                  .seed = result->seed,
                                  .sampler = result->sampler,
                                  .strata = result->strata};

    set_values(result, &setup);
    return setup;
}

enum mnz_status
mnz_result_spread(struct mnz_result *result, const struct mnz_ranks *ranks)
{
    struct mnz_run_setup setup = mnz_result_setup(result);

    setup.ranks = ranks;
    return mnz_run_spread(result->run, &setup);
}

/* Who wants to store a result while it comes about. */
struct saving {
    const struct mnz_result *result;
    const struct mnz_run_options *options;
};

static int
save(void *context)
{
    const struct saving *s = context;

    return s->options->save(s->options->save_context, s->result);
}

/* Make the trials that are asked for and not yet made. */
static enum mnz_status
simulate(struct mnz_result *r, const struct mnz_run_options *o,
         const struct mnz_run_setup *asked)
{
    struct mnz_run_setup setup = *asked;
    struct mnz_trial_sink sink = {.trial = o->trial, .context = o->trial_context};
    struct saving saving = {r, o};
    uint32_t *only;
    enum mnz_status st = list_series(r->model, o->only, o->num_only, &only);

    if (!st) {
        sink.num_series = only ? o->num_only : r->model->metrics->num_horizon;
        sink.series = setup.only = only;
        setup.num_only = o->num_only;
        setup.all_months = o->all_months;
        setup.sink = o->trial ? &sink : NULL;
        setup.keeps_flows = r->run && r->run->trials_done > 0
                                ? r->run->link_flows != NULL
                                : o->keeps_flows;
        set_values(r, &setup);
        setup.save = o->save ? save : NULL;
        setup.save_context = &saving;
        if (!r->run)
            st = mnz_run_prepare(r->model->network, &setup, &r->run);
        if (!st && setup.trials > 0)
            st = mnz_run_extend(r->run, &setup);
    }
    free(only);
    return st;
}

/* As the options say, and the scenario where they do not. */
static enum mnz_status
set_up(struct mnz_result *r, const struct mnz_run_options *o,
       struct mnz_run_setup *setup)
{
    const struct mnz_scenario *s = r->model->scenario;

    r->trials_asked = o->trials > 0 ? o->trials : s->trials;
    r->seed = o->seed ? *o->seed : s->seed;
    r->sampler = o->sampler ? mnz_sampler_find(o->sampler) : s->sampler;
    r->strata = o->strata;
    if (o->strata) {
        r->trials_asked = mnz_strata_count(o->strata);
        r->seed = o->strata->seed;
        r->sampler = o->strata->sampler;
    }
    *setup = (struct mnz_run_setup){
        .trials = r->trials_asked,
        .seed = r->seed,
        .threads = o->threads,
        .stop = o->stop,
        .progress = o->progress,
        .progress_context = o->progress_context,
        .strata = o->strata,
        .sampler = r->sampler,
        .ranks = o->ranks,
        .shard = o->shard,
        .shards = o->shards,
    };
    return r->sampler == MNZ_NUM_SAMPLERS ? MNZ_ERR_INPUT : MNZ_OK;
}

static enum mnz_status
make_room(struct mnz_result *r, const uint32_t *kept, uint32_t num_kept)
{
    const uint64_t trials = r->room;
    const size_t events = r->model->scenario->num_events;
    uint32_t *series;

    if (num_kept == 0)
        return MNZ_OK;
    if (trials > MNZ_MOST_KEPT / num_kept)
        return MNZ_ERR_INPUT;
    series = calloc(num_kept, sizeof *series);
    if (!series)
        return MNZ_ERR_NOMEM;
    memcpy(series, kept, num_kept * sizeof *series);
    r->keep.num_series = num_kept;
    r->keep.series = series;
    r->keep.values = calloc((size_t)trials * num_kept, sizeof *r->keep.values);
    r->keep.is_done = calloc((size_t)trials, sizeof *r->keep.is_done);
    r->keep.branches = calloc(trials * events + 1, sizeof *r->keep.branches);
    return r->keep.values && r->keep.is_done && r->keep.branches ? MNZ_OK
                                                                 : MNZ_ERR_NOMEM;
}

static enum mnz_status
make_sample(struct mnz_result *r, const struct mnz_kept_series *series)
{
    const size_t inputs = r->model->scenario->pool.num_inputs;
    struct mnz_sample *sample = &r->sample;

    if (series->sampled == MNZ_NONE)
        return MNZ_OK;
    sample->series = series->sampled;
    sample->trials = r->room < series->sample_trials ? r->room : series->sample_trials;
    sample->draws = calloc(sample->trials * (inputs + 1), sizeof *sample->draws);
    sample->values = calloc(sample->trials, sizeof *sample->values);
    if (!sample->draws || !sample->values)
        return MNZ_ERR_NOMEM;
    for (uint64_t trial = 0; trial < sample->trials; trial++)
        sample->values[trial] = NAN;
    return MNZ_OK;
}

enum mnz_status
mnz_result_make_sample(struct mnz_result *result)
{
    const struct mnz_kept_series series = {
        .sampled = mnz_metrics_horizon(result->model->metrics, 0,
                                       MNZ_METRIC_OUTPUT_LOST_SHARE),
        .sample_trials = MNZ_CARRIER_TRIALS};

    return result->sample.trials > 0 ? MNZ_OK : make_sample(result, &series);
}

void
mnz_result_destroy(struct mnz_result *result)
{
    if (!result)
        return;
    mnz_run_destroy(result->run);
    free((void *)(uintptr_t)result->keep.series);
    free(result->keep.values);
    free(result->keep.is_done);
    free(result->keep.branches);
    free(result->sample.draws);
    free(result->sample.values);
    free(result);
}

uint64_t
mnz_result_trials(const struct mnz_result *result)
{
    return result->run->trials_done;
}

uint32_t
mnz_result_num_branches(const struct mnz_result *result)
{
    return result->run->num_conditionals;
}

const char *
mnz_result_branch_name(const struct mnz_result *result, uint32_t branch)
{
    return result->run->conditionals[branch].name;
}

const struct mnz_tally *
mnz_result_tally(const struct mnz_result *result, struct mnz_measure measure,
                 uint32_t branch, uint32_t *place)
{
    const struct mnz_run *run = result->run;
    const uint32_t series = mnz_model_series(result->model, measure);

    *place =
        series == MNZ_NONE ? MNZ_NONE : mnz_selection_place(run->selection, series);
    if (*place == MNZ_NONE || branch >= run->num_conditionals)
        return NULL;
    return run->conditionals[branch].tally;
}

enum mnz_status
mnz_result_summary(const struct mnz_result *result, struct mnz_measure measure,
                   uint32_t branch, struct mnz_summary *out)
{
    uint32_t series;
    const struct mnz_tally *tally = mnz_result_tally(result, measure, branch, &series);

    if (!tally)
        return MNZ_ERR_INPUT;
    mnz_tally_summary(tally, series, out);
    return MNZ_OK;
}

double
mnz_result_quantile(const struct mnz_result *result, struct mnz_measure measure,
                    uint32_t branch, double p)
{
    uint32_t series;
    const struct mnz_tally *tally = mnz_result_tally(result, measure, branch, &series);

    return tally && p > 0.0 && p <= 1.0 ? mnz_tally_quantile(tally, series, p) : NAN;
}

enum mnz_status
mnz_result_exceedance(const struct mnz_result *result, struct mnz_measure measure,
                      uint32_t branch, double threshold, struct mnz_exceedance *out)
{
    uint32_t series;
    const struct mnz_tally *tally = mnz_result_tally(result, measure, branch, &series);

    if (!tally)
        return MNZ_ERR_INPUT;
    mnz_tally_exceedance(tally, series, threshold, out);
    return MNZ_OK;
}

const double *
mnz_result_kept(const struct mnz_result *result, uint64_t trial)
{
    const struct mnz_keep *keep = &result->keep;

    if (keep->num_series == 0 || trial >= result->trials_asked || !keep->is_done[trial])
        return NULL;
    return keep->values + trial * keep->num_series;
}

int
mnz_result_took_branch(const struct mnz_result *result, uint32_t branch, uint64_t trial)
{
    const struct mnz_conditional *c;

    if (!mnz_result_kept(result, trial) || branch >= result->run->num_conditionals)
        return 0;
    c = &result->run->conditionals[branch];
    return c->event == MNZ_NONE ||
           result->keep
                   .branches[trial * result->model->scenario->num_events + c->event] ==
               c->branch + 1;
}

/* Insert port `p` among the `count` most frequent so far, of at most `most`. */
static uint32_t
insert_limit(const struct mnz_result *r, uint32_t p, struct mnz_limit *out,
             uint32_t count, uint32_t most)
{
    const struct mnz_network *net = r->model->network;
    const struct mnz_net_port *port = &net->ports[p];
    const struct mnz_limit limit = {
        .industry = mnz_network_node_name(net, port->node),
        .material = net->scenario->materials[port->material].name,
        .steps = (double)r->run->limits[p] / (double)r->run->weight_done,
    };
    uint32_t at = count;

    while (at > 0 && out[at - 1].steps < limit.steps)
        at--;
    if (at == most)
        return count;
    count += count < most;
    memmove(&out[at + 1], &out[at], (count - at - 1) * sizeof *out);
    out[at] = limit;
    return count;
}

uint32_t
mnz_result_limits(const struct mnz_result *result, struct mnz_limit *out, uint32_t most)
{
    uint32_t count = 0;

    for (uint32_t p = 0; p < result->model->network->num_ports; p++)
        if (result->run->limits[p] > 0)
            count = insert_limit(result, p, out, count, most);
    return count;
}
