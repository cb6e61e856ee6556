/* calibrate_write.c - the files of the calibrate command. */

#include "cli/calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/streams.h"
#include "report/calibration_layer.h"

static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* Whether something in a tree was said by the file at `real`. */
static int
is_said_by(struct mnz_arena *arena, const struct mnz_tree *tree, const char *real)
{
    const char *file = tree->at.file, *own;

    if (file && strcmp(name_of(file), name_of(real)) == 0) {
        own = mnz_file_real_path(file, arena);
        if (own && strcmp(own, real) == 0)
            return 1;
    }
    for (size_t i = 0; tree->kind != MNZ_TREE_SCALAR && i < tree->num_children; i++)
        if (is_said_by(arena,
                       tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                      : tree->items[i],
                       real))
            return 1;
    return 0;
}

/* A layer must not take the place of a file that it extends. */
int
mnz_calibrate_check_folder(const struct mnz_calibrate *s)
{
    const struct mnz_tree *tree = s->job.models[0]->scenario->tree;
    struct mnz_arena arena = {0};
    const char *path =
        mnz_arena_printf(&arena, "%s/posterior.yaml", s->job.options->folder);
    const char *real = path ? mnz_file_real_path(path, &arena) : NULL;
    int status = MNZ_EXIT_DONE;

    if (real && is_said_by(&arena, tree, real)) {
        fprintf(stderr,
                "monazite calibrate: %s is part of the scenario; choose another folder "
                "for its posterior\n",
                path);
        status = MNZ_EXIT_INPUT;
    }
    mnz_arena_finish(&arena);
    return status;
}

static enum mnz_status
write_layer(struct mnz_job *job, FILE *stream)
{
    const struct mnz_calibrate *s = (const struct mnz_calibrate *)job;
    const enum mnz_status st =
        mnz_posterior_write(s->calibration, job->options->folder, stream);

    if (st == MNZ_ERR_INPUT)
        fprintf(stderr, "monazite calibrate: a --set changed links or correlations in "
                        "a way that no layer can say; write a scenario that does\n");
    return st;
}

/* The sample's mean of an input, as the layer has it. */
static double
mean_of_draws(const struct mnz_calibration *c, uint32_t i)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < c->options.draws; k++)
        sum += c->trials.draws[(size_t)c->rows[k] * c->num_inputs + i];
    return sum / (double)c->options.draws;
}

/* Read the layer back: it must be a scenario with each input as it was written. */
static int
verify_layer(struct mnz_job *job)
{
    const struct mnz_calibrate *s = (const struct mnz_calibrate *)job;
    const struct mnz_calibration *c = s->calibration;
    const size_t size = strlen(s->job.options->folder) + sizeof "/posterior.yaml";
    char *path = malloc(size);
    struct mnz_diags *diags = NULL;
    struct mnz_scenario *layer = NULL;
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    uint32_t found = 0, wanted = 0;
    int status = MNZ_EXIT_DONE;

    if (!st) {
        snprintf(path, size, "%s/posterior.yaml", s->job.options->folder);
        st = mnz_scenario_load(path, NULL, 0, diags, &layer);
        if (st)
            mnz_print_diags(diags);
    }
    for (uint32_t i = 0; layer && i < c->num_inputs; i++) {
        const char *name =
            s->job.models[0]->scenario->pool.inputs[c->inputs[i].input].name;
        const double mean = mean_of_draws(c, i);

        if (!c->inputs[i].is_in_layer)
            continue;
        wanted++;
        for (uint32_t k = 0; k < layer->pool.num_inputs; k++)
            if (strcmp(layer->pool.inputs[k].name, name) == 0 &&
                fabs(mnz_dist_mean(&layer->pool.inputs[k].dist) - mean) <=
                    1e-6 * (1.0 + fabs(mean)))
                found++;
    }
    if (st == MNZ_ERR_NOMEM)
        status = mnz_report_failure("calibrate", st);
    else if (st || found < wanted) {
        fprintf(stderr,
                "monazite calibrate: %s does not say what was calibrated; please "
                "report this with the scenario\n",
                path);
        status = MNZ_EXIT_FAILED;
    }
    mnz_scenario_destroy(layer);
    mnz_diags_destroy(diags);
    free(path);
    return status;
}

const struct mnz_output mnz_calibrate_outputs[] = {
    {"posterior.csv", .table = &mnz_table_posterior},
    {"fit.csv", .table = &mnz_table_fit},
    {"weights.csv", .table = &mnz_table_weights},
    {"draws.csv", .table = &mnz_table_draws}, /* before the layer, which reads it */
    {"posterior.yaml", .write = write_layer, .verify = verify_layer,
     .contents = "the posterior, as a scenario that extends the prior"},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};
