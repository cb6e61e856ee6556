/* manifest.c - how the files of a run's folder came about. */

#include "report/manifest.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/files.h"
#include "base/fnv.h"
#include "base/number.h"
#include "monazite/strata.h"
#include "report/json_write.h"
#include "document/print.h"

void
mnz_manifest_hash(const char *text, size_t length, char hex[17])
{
    const uint64_t hash = mnz_fnv(MNZ_FNV, text, length);

    for (int i = 0; i < 16; i++)
        hex[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15u];
    hex[16] = '\0';
}

static enum mnz_status
write_scenario(struct mnz_json *json, const struct mnz_outcome *outcome, uint32_t index)
{
    const struct mnz_outcome_plan plan = mnz_outcome_plan(outcome, index);
    const struct mnz_scenario *s = plan.network->scenario;
    char *text = NULL;
    size_t length = 0;
    char hex[17];
    FILE *memory = open_memstream(&text, &length);
    enum mnz_status st;

    if (!memory)
        return MNZ_ERR_NOMEM;
    st = mnz_tree_print(s->tree, memory);
    if (mnz_text_end(memory, &text))
        st = MNZ_ERR_NOMEM;
    if (st) {
        free(text);
        return st;
    }
    mnz_manifest_hash(text, length, hex);
    mnz_json_open(json, NULL, '{');
    mnz_json_text(json, "name", mnz_outcome_name(outcome, index));
    mnz_json_text(json, "settings", mnz_outcome_settings(outcome, index));
    mnz_json_text(json, "title", s->title ? s->title : "");
    mnz_json_text(json, "file", s->path);
    if (plan.trials_asked > 0)
        mnz_json_count(json, "trials_done", plan.trials_done);
    mnz_json_count(json, "nodes", plan.network->num_nodes);
    mnz_json_count(json, "links", plan.network->num_links);
    mnz_json_count(json, "uncertain_inputs", s->pool.num_inputs);
    mnz_json_text(json, "merged_fnv1a", hex);
    mnz_json_open(json, "inputs", '[');
    for (size_t i = 0; i < s->num_files; i++) {
        mnz_json_open(json, NULL, '{');
        mnz_json_text(json, "file", s->files[i].path);
        mnz_json_text(json, "sha256", s->files[i].sha256);
        mnz_json_close(json, '}');
    }
    mnz_json_close(json, ']');
    mnz_json_close(json, '}');
    free(text);
    return MNZ_OK;
}

/* The observed rows in one form, so that a month moved to another set, or any other
 * value, shows in its hash. */
static enum mnz_status
hash_observations(const struct mnz_observations *observations, char hex[17])
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);

    if (!memory)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < observations->num_series; i++)
        for (uint32_t j = 0; j < observations->series[i].num_points; j++) {
            const struct mnz_observation *p = &observations->series[i].points[j];
            char numbers[3][MNZ_NUMBER_TEXT];

            mnz_number_format(p->value, numbers[0]);
            mnz_number_format(p->weight, numbers[1]);
            mnz_number_format(p->literal, numbers[2]);
            fprintf(memory, "%s,%d,%s,%s,%s,%s\n", observations->series[i].name,
                    (int)p->month, mnz_set_name[p->set], numbers[0], numbers[1],
                    numbers[2]);
        }
    if (mnz_text_end(memory, &text))
        return MNZ_ERR_NOMEM;
    mnz_manifest_hash(text, length, hex);
    free(text);
    return MNZ_OK;
}

/* The months of a series, by set. */
static void
write_sets(struct mnz_json *json, const struct mnz_scenario *scenario,
           const struct mnz_observed_series *series)
{
    for (int set = 0; set < MNZ_NUM_SETS; set++) {
        int is_there = 0;

        for (uint32_t j = 0; j < series->num_points; j++) {
            char month[16];

            if ((int)series->points[j].set != set)
                continue;
            if (!is_there++)
                mnz_json_open(json, mnz_set_name[set], '[');
            mnz_observed_month_text(scenario, series->points[j].month, month);
            mnz_json_text(json, NULL, month);
        }
        if (is_there)
            mnz_json_close(json, ']');
    }
}

static enum mnz_status
write_observations(struct mnz_json *json, const struct mnz_score *score,
                   const struct mnz_scenario *scenario)
{
    const struct mnz_observations *observations = score->observations;
    char hex[17];
    const enum mnz_status st = hash_observations(observations, hex);

    if (st)
        return st;
    mnz_json_open(json, "observed", '{');
    mnz_json_text(json, "file", observations->file);
    mnz_json_text(json, "sha256", observations->sha256);
    mnz_json_text(json, "rows_fnv1a", hex);
    mnz_json_text(json, "naive_base",
                  score->naive_base == MNZ_NAIVE_LAST ? "last" : "mean");
    mnz_json_open(json, "series", '[');
    for (uint32_t i = 0; i < observations->num_series; i++) {
        mnz_json_open(json, NULL, '{');
        mnz_json_text(json, "name", observations->series[i].name);
        write_sets(json, scenario, &observations->series[i]);
        mnz_json_close(json, '}');
    }
    mnz_json_close(json, ']');
    mnz_json_close(json, '}');
    return MNZ_OK;
}

/* The rows that had a say, in one form. */
static enum mnz_status
hash_fitted(const struct mnz_calibration *c, char hex[17])
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);

    if (!memory)
        return MNZ_ERR_NOMEM;
    for (uint32_t j = 0; j < c->num_points; j++) {
        const struct mnz_observation *p = c->points[j].point;
        char numbers[2][MNZ_NUMBER_TEXT];

        mnz_number_format(p->value, numbers[0]);
        mnz_number_format(p->weight, numbers[1]);
        fprintf(memory, "%s,%d,%s,%s\n", c->points[j].series->name, (int)p->month,
                numbers[0], numbers[1]);
    }
    if (mnz_text_end(memory, &text))
        return MNZ_ERR_NOMEM;
    mnz_manifest_hash(text, length, hex);
    free(text);
    return MNZ_OK;
}

static void
write_fitted_months(struct mnz_json *json, const struct mnz_calibration *c)
{
    mnz_json_open(json, "series", '[');
    for (uint32_t j = 0; j < c->num_points; j++) {
        const int is_first = j == 0 || c->points[j].series != c->points[j - 1].series;
        const int is_last =
            j + 1 == c->num_points || c->points[j].series != c->points[j + 1].series;
        char month[16];

        if (is_first) {
            mnz_json_open(json, NULL, '{');
            mnz_json_text(json, "name", c->points[j].series->name);
            mnz_json_open(json, "fit", '[');
        }
        mnz_observed_month_text(c->scenario, c->points[j].point->month, month);
        mnz_json_text(json, NULL, month);
        if (is_last) {
            mnz_json_close(json, ']');
            mnz_json_close(json, '}');
        }
    }
    mnz_json_close(json, ']');
}

static enum mnz_status
write_calibration(struct mnz_json *json, const struct mnz_calibration *c,
                  const struct mnz_observations *fitted)
{
    uint32_t moved = 0, in_layer = 0;
    char hex[17];
    const enum mnz_status st = hash_fitted(c, hex);

    if (st)
        return st;
    for (uint32_t i = 0; i < c->num_inputs; i++) {
        moved += c->inputs[i].has_moved != 0;
        in_layer += c->inputs[i].is_in_layer != 0;
    }
    mnz_json_open(json, "calibration", '{');
    mnz_json_text(json, "file", fitted->file);
    mnz_json_text(json, "sha256", fitted->sha256);
    mnz_json_text(json, "fit_rows_fnv1a", hex);
    mnz_json_count(json, "fit_rows", c->num_points);
    write_fitted_months(json, c);
    mnz_json_number(json, "error", c->options.error);
    mnz_json_number(json, "error_widened", c->options.error / sqrt(c->temper));
    mnz_json_number(json, "temper", c->temper);
    mnz_json_number(json, "least_ess", c->options.least_ess);
    mnz_json_number(json, "ess", c->ess);
    mnz_json_count(json, "trials_comparable", c->comparable);
    mnz_json_count(json, "draws", c->options.draws);
    mnz_json_count(json, "inputs", c->num_inputs);
    mnz_json_count(json, "inputs_moved", moved);
    mnz_json_count(json, "inputs_in_layer", in_layer);
    mnz_json_number(json, "ks_chance", c->ks_chance);
    mnz_json_number(json, "correlation_chance", c->correlation_chance);
    mnz_json_count(json, "correlations", c->num_correlations);
    mnz_json_number(json, "correlations_kept", c->correlations_kept);
    mnz_json_close(json, '}');
    return MNZ_OK;
}

/* Varied paths, points and figures. */
static void
write_sweep(struct mnz_json *json, const struct mnz_sweep *sweep,
            const struct mnz_sweep_study *study)
{
    const struct mnz_sweep_plan *plan = sweep->plan;

    mnz_json_open(json, "sweep", '{');
    mnz_json_text(json, "scenario", sweep->name);
    mnz_json_text(json, "merged_sha256", sweep->hash);
    if (study)
        mnz_json_text(json, "study_sha256", study->sha256);
    mnz_json_count(json, "points", mnz_sweep_plan_points(plan));
    mnz_json_count(json, "points_done", mnz_sweep_num_done(sweep));
    mnz_json_count(json, "points_with_a_problem", mnz_sweep_num_problems(sweep));
    mnz_json_open(json, "varied", '[');
    for (uint32_t i = 0; i < mnz_sweep_plan_num_paths(plan); i++)
        mnz_json_text(json, NULL, mnz_sweep_plan_path(plan, i));
    mnz_json_close(json, ']');
    mnz_json_open(json, "figures", '[');
    for (uint32_t i = 0; i < sweep->num_figures; i++)
        mnz_json_text(json, NULL, sweep->figures[i]);
    mnz_json_close(json, ']');
    mnz_json_close(json, '}');
}

static void
write_time(struct mnz_json *json)
{
    const time_t now = time(NULL);
    struct tm parts;
    char text[32] = "";

    if (gmtime_r(&now, &parts))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    mnz_json_text(json, "written", text);
}

static void
write_build(struct mnz_json *json, const struct mnz_build_info *build)
{
    mnz_json_text(json, "version", build->version);
    mnz_json_text(json, "commit", build->commit);
    mnz_json_text(json, "compiler", build->compiler);
    mnz_json_text(json, "instruction_set", build->instruction_set);
    mnz_json_text(json, "gsl", build->gsl);
    mnz_json_text(json, "libyaml", build->libyaml);
}

static void
write_files(struct mnz_json *json, const struct mnz_manifest *m)
{
    mnz_json_open(json, "files", '[');
    for (size_t i = 0; i < m->num_files; i++) {
        mnz_json_open(json, NULL, '{');
        mnz_json_text(json, "file", m->files[i].name);
        mnz_json_text(json, "sha256", m->files[i].sha256);
        mnz_json_close(json, '}');
    }
    mnz_json_close(json, ']');
}

/* Trials made in place of those asked for, and their worth. */
static void
write_strata(struct mnz_json *json, const struct mnz_strata *strata)
{
    const struct mnz_strata_facts facts = mnz_strata_facts(strata);

    mnz_json_open(json, "strata", '{');
    mnz_json_text(json, "of", strata->of);
    mnz_json_count(json, "pilot_trials", facts.pilot);
    mnz_json_count(json, "trials", facts.trials);
    mnz_json_count(json, "candidates", facts.candidates);
    mnz_json_number(json, "effective_trials", facts.effective);
    mnz_json_number(json, "variance_told", facts.told);
    mnz_json_close(json, '}');
}

/* How trials were drawn, of a command that simulates. */
static void
write_plan(struct mnz_json *json, const struct mnz_outcome *outcome,
           const struct mnz_outcome_plan *plan)
{
    mnz_json_count(json, "seed", plan->seed);
    mnz_json_text(json, "sampler", mnz_sampler_names[plan->sampler]);
    mnz_json_count(json, "threads", plan->threads);
    mnz_json_count(json, "trials_asked", plan->trials_asked);
    if (!outcome->sweep && outcome->results[0]->strata)
        write_strata(json, outcome->results[0]->strata);
}

enum mnz_status
mnz_manifest_write(const struct mnz_manifest *m, FILE *stream)
{
    const struct mnz_outcome *o = m->outcome;
    const struct mnz_outcome_plan plan = mnz_outcome_plan(o, 0);
    struct mnz_json json = {.stream = stream};
    enum mnz_status st = MNZ_OK;

    mnz_json_open(&json, NULL, '{');
    mnz_json_text(&json, "program", "monazite");
    write_build(&json, &m->build);
    mnz_json_open(&json, "arguments", '[');
    for (int i = 0; i < m->argc; i++)
        mnz_json_text(&json, NULL, m->argv[i]);
    mnz_json_close(&json, ']');
    if (plan.trials_asked > 0)
        write_plan(&json, o, &plan);
    mnz_json_truth(&json, "partial", m->is_partial);
    mnz_json_number(&json, "wall_seconds", m->wall_seconds);
    write_time(&json);
    write_files(&json, m);
    mnz_json_open(&json, "scenarios", '[');
    for (uint32_t i = 0; !st && i < o->num_results; i++)
        if (o->sweep ? o->sweep->base != NULL : o->results[i] || !o->results[0])
            st = write_scenario(&json, o, i);
    mnz_json_close(&json, ']');
    if (o->sweep)
        write_sweep(&json, o->sweep, o->study);
    if (!st && o->score)
        st = write_observations(&json, o->score, o->results[0]->model->scenario);
    if (!st && o->calibration)
        st = write_calibration(&json, o->calibration, o->observations);
    mnz_json_close(&json, '}');
    if (!st && (fflush(stream) != 0 || ferror(stream)))
        st = MNZ_ERR_IO;
    return st;
}
