/* monte_carlo.c - a run of many trials, and what it is made of. */

#include "study/monte_carlo.h"

#include <stdlib.h>

static enum mnz_status select_series(struct mnz_run *run,
                                     const struct mnz_run_setup *options);
static enum mnz_status plan_conditionals(struct mnz_run *run);

enum mnz_status
mnz_run_create(const struct mnz_network *network, const struct mnz_run_setup *options,
               struct mnz_run **out)
{
    struct mnz_run *run;
    enum mnz_status st = mnz_run_prepare(network, options, &run);

    *out = NULL;
    if (!st)
        st = mnz_run_extend(run, options);
    if (!st || st == MNZ_ERR_STOPPED)
        *out = run;
    else
        mnz_run_destroy(run);
    return st;
}

enum mnz_status
mnz_run_prepare(const struct mnz_network *network, const struct mnz_run_setup *options,
                struct mnz_run **out)
{
    struct mnz_run *run = calloc(1, sizeof *run);
    enum mnz_status st;

    *out = NULL;
    if (!run)
        return MNZ_ERR_NOMEM;
    run->net = network;
    st = mnz_metrics_create(network, &run->metrics);
    if (!st)
        st = select_series(run, options);
    if (!st)
        st = plan_conditionals(run);
    if (st)
        mnz_run_destroy(run);
    else
        *out = run;
    return st;
}

uint32_t
mnz_run_replicates(const struct mnz_run_setup *setup)
{
    return setup->strata ? MNZ_STRATA_REPLICATES
                         : mnz_sampler_replicates(setup->sampler);
}

enum mnz_status
mnz_run_make_tallies(struct mnz_run *run, const struct mnz_run_setup *setup)
{
    const struct mnz_selection *s = run->selection;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < run->num_conditionals; i++)
        st = mnz_tally_create(s->num_series, s->unit_of_series,
                              mnz_run_replicates(setup), s->num_horizon,
                              &run->conditionals[i].tally);
    return st;
}

static void
destroy_sums(struct mnz_run *run)
{
    for (uint32_t i = 0; i < run->num_conditionals; i++) {
        mnz_tally_destroy(run->conditionals[i].tally);
        run->conditionals[i].tally = NULL;
    }
    mnz_link_flows_destroy(run->link_flows);
    run->link_flows = NULL;
}

void
mnz_run_forget(struct mnz_run *run)
{
    destroy_sums(run);
    for (uint32_t p = 0; p < run->net->num_ports; p++)
        run->limits[p] = 0;
    for (uint32_t i = 0; i < run->num_chunks; i++)
        run->made[i] = 0;
    run->trials_done = run->weight_done = 0;
}

void
mnz_run_destroy(struct mnz_run *run)
{
    if (!run)
        return;
    destroy_sums(run); /* its network may be gone */
    mnz_blame_destroy(run->blame);
    mnz_selection_destroy(run->selection);
    free(run->made);
    mnz_metrics_destroy(run->metrics);
    mnz_arena_finish(&run->arena);
    free(run);
}

uint32_t
mnz_run_num_conditionals(const struct mnz_scenario *scenario)
{
    uint32_t count = 1;

    for (uint32_t i = 0; i < scenario->num_events; i++)
        count += scenario->events[i].num_branches;
    return count;
}

/* Those asked for, and those that trials are kept, sampled or handed on for. */
static enum mnz_status
select_series(struct mnz_run *run, const struct mnz_run_setup *options)
{
    const uint32_t num_kept = options->keep ? options->keep->num_series : 0;
    const uint32_t num_sink = options->sink ? options->sink->num_series : 0;
    uint32_t *list, next = 0;
    enum mnz_status st;

    if (!options->only)
        return options->all_months
                   ? mnz_selection_create(run->metrics, NULL, 0, &run->selection)
                   : mnz_selection_usual(run->metrics, &run->selection);
    list = calloc((size_t)options->num_only + num_kept + num_sink + 1, sizeof *list);
    if (!list)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < options->num_only; i++)
        list[next++] = options->only[i];
    for (uint32_t i = 0; i < num_kept; i++)
        if (options->keep->series[i] != MNZ_NONE)
            list[next++] = options->keep->series[i];
    for (uint32_t i = 0; i < num_sink; i++)
        list[next++] = options->sink->series ? options->sink->series[i] : i;
    if (options->sample)
        list[next++] = options->sample->series;
    st = mnz_selection_create(run->metrics, list, next, &run->selection);
    free(list);
    return st;
}

static enum mnz_status
plan_conditionals(struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    const uint32_t count = mnz_run_num_conditionals(s);
    uint32_t next = 1;

    run->conditionals = mnz_arena_alloc(&run->arena, count, sizeof *run->conditionals);
    run->limits =
        mnz_arena_alloc(&run->arena, run->net->num_ports + 1, sizeof *run->limits);
    if (!run->conditionals || !run->limits)
        return MNZ_ERR_NOMEM;
    run->conditionals[0].name = "";
    run->conditionals[0].event = MNZ_NONE;
    for (uint32_t i = 0; i < s->num_events; i++)
        for (uint32_t j = 0; j < s->events[i].num_branches; j++, next++) {
            run->conditionals[next].event = i;
            run->conditionals[next].branch = j;
            run->conditionals[next].name = mnz_arena_printf(
                &run->arena, "%s=%s", s->events[i].name, s->events[i].branches[j].name);
            if (!run->conditionals[next].name)
                return MNZ_ERR_NOMEM;
        }
    run->num_conditionals = count;
    return MNZ_OK;
}

enum mnz_status
mnz_scenario_points(const struct mnz_scenario *s, uint64_t seed,
                    enum mnz_sampler sampler, struct mnz_points **out)
{
    const uint32_t n = s->pool.num_inputs, pairs = s->num_correlations;
    const char **names = calloc(n > 0 ? n : 1, sizeof *names);
    struct mnz_correlation *correlations =
        calloc(pairs > 0 ? pairs : 1, sizeof *correlations);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!names || !correlations)
        goto out;
    for (uint32_t i = 0; i < n; i++)
        names[i] = s->pool.inputs[i].name;
    for (uint32_t i = 0; i < pairs; i++) {
        correlations[i].a = s->correlations[i].a;
        correlations[i].b = s->correlations[i].b;
        correlations[i].rank = s->correlations[i].rank;
    }
    st = mnz_points_create(seed, sampler, n, names, pairs, correlations, out);
out:
    free(names);
    free(correlations);
    return st;
}

enum mnz_status
mnz_run_verify(const struct mnz_scenario *scenario, struct mnz_diags *diags)
{
    struct mnz_points *points = NULL;
    const enum mnz_status st =
        mnz_scenario_points(scenario, scenario->seed, MNZ_SAMPLER_PLAIN, &points);

    if (st == MNZ_ERR_INPUT)
        mnz_diag_add(diags, MNZ_E1115, scenario->correlations[0].at,
                     "weaken some of them, or leave one of a contradicting set out",
                     "the rank correlations together are not positive definite");
    mnz_points_destroy(points);
    return st;
}
