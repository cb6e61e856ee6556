/* calibrate_write.c - what the calibrate command leaves behind. */

#include "cli/calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/calibration_layer.h"
#include "report/calibration_screen.h"
#include "report/calibration_tables.h"
#include "report/manifest.h"
#include "report/style.h"

/* Writes one of them. */
typedef enum mnz_status (*table_writer)(const struct mnz_calibration *c, FILE *stream);

const char *const mnz_calibrate_tables[MNZ_NUM_CALIBRATE_TABLES] = {"posterior", "fit",
                                                                    "weights", "draws"};
static const table_writer writers[MNZ_NUM_CALIBRATE_TABLES] = {
    mnz_table_posterior, mnz_table_fit, mnz_table_weights, mnz_table_draws};

static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* Whether something in a tree was said by the file at `real`. */
static int
is_said_by(struct mnz_calibrate *s, const struct mnz_tree *tree, const char *real)
{
    const char *file = tree->at.file, *own;

    if (file && strcmp(name_of(file), name_of(real)) == 0) {
        own = mnz_file_real_path(file, &s->arena);
        if (own && strcmp(own, real) == 0)
            return 1;
    }
    for (size_t i = 0; tree->kind != MNZ_TREE_SCALAR && i < tree->num_children; i++)
        if (is_said_by(s,
                       tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                      : tree->items[i],
                       real))
            return 1;
    return 0;
}

/* A layer must not take the place of a file that it extends. */
int
mnz_calibrate_check_folder(struct mnz_calibrate *s)
{
    const char *path =
        mnz_arena_printf(&s->arena, "%s/posterior.yaml", s->options->out_dir);
    const char *real = path ? mnz_file_real_path(path, &s->arena) : NULL;

    if (!real || !is_said_by(s, s->world.scenario->tree, real))
        return MNZ_EXIT_DONE;
    fprintf(stderr,
            "monazite calibrate: %s is part of the scenario; choose another folder for "
            "its posterior\n",
            path);
    return MNZ_EXIT_INPUT;
}

static enum mnz_status
write_manifest(const struct mnz_calibrate *s, FILE *stream)
{
    const struct mnz_manifest manifest = {
        .version = MNZ_VERSION,
        .argc = s->argc,
        .argv = s->argv,
        .trials_asked = s->run_options.trials,
        .seed = s->run_options.seed,
        .sampler = s->run_options.sampler,
        .wall_seconds = mnz_seconds_now() - s->started,
        .is_partial = s->is_partial,
        .num_runs = 1,
        .runs = &s->run,
        .calibration = s->calibration,
        .fitted = s->observations,
    };

    return mnz_manifest_write(&manifest, stream);
}

static enum mnz_status
write_layer(struct mnz_calibrate *s, FILE *stream)
{
    struct mnz_posterior_layer layer = {
        .calibration = s->calibration,
        .base = s->base,
        .folder = mnz_file_real_path(s->options->out_dir, &s->arena),
        .scenario = mnz_file_real_path(s->options->scenarios[0], &s->arena),
        .draws = "draws.csv",
        .observed = name_of(s->observations->file),
    };

    if (!layer.folder || !layer.scenario)
        return MNZ_ERR_IO;
    return mnz_posterior_layer_write(&layer, stream);
}

static int
write_file(struct mnz_calibrate *s, const char *name, table_writer write)
{
    struct mnz_outfile file = {0};
    int status = mnz_open_in(s->options->out_dir, name, &file);
    enum mnz_status st = MNZ_OK;

    if (status)
        return status;
    if (write)
        st = write(s->calibration, file.stream);
    else if (strcmp(name, "posterior.yaml") == 0)
        st = write_layer(s, file.stream);
    else
        st = write_manifest(s, file.stream);
    if (!st)
        st = mnz_outfile_commit(&file);
    if (st == MNZ_ERR_INPUT) {
        fprintf(stderr, "monazite calibrate: a --set changed links or correlations in "
                        "a way that no layer can say; write a scenario that does\n");
        status = MNZ_EXIT_INPUT;
    } else if (st) {
        status = mnz_report_in(s->options->out_dir, name, st);
    }
    mnz_outfile_discard(&file);
    return status;
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

/* Read the layer back: it must be a scenario, and each input be what was written. */
static int
verify_layer(const struct mnz_calibrate *s)
{
    const struct mnz_calibration *c = s->calibration;
    const size_t size = strlen(s->options->out_dir) + sizeof "/posterior.yaml";
    char *path = malloc(size);
    struct mnz_diags *diags = NULL;
    struct mnz_scenario *layer = NULL;
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    uint32_t found = 0, wanted = 0;
    int status = MNZ_EXIT_DONE;

    if (!st) {
        snprintf(path, size, "%s/posterior.yaml", s->options->out_dir);
        st = mnz_scenario_load(path, NULL, 0, diags, &layer);
        if (st)
            mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    }
    for (uint32_t i = 0; layer && i < c->num_inputs; i++) {
        const char *name = s->world.scenario->pool.inputs[c->inputs[i].input].name;
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

static int
write_folder(struct mnz_calibrate *s)
{
    int status = MNZ_EXIT_DONE;

    for (int i = 0; !status && i < MNZ_NUM_CALIBRATE_TABLES; i++) {
        char name[32];

        snprintf(name, sizeof name, "%s.csv", mnz_calibrate_tables[i]);
        status = write_file(s, name, writers[i]);
    }
    if (!status)
        status = write_file(s, "posterior.yaml", NULL);
    if (!status)
        status = verify_layer(s);
    if (!status)
        status = write_file(s, "manifest.json", NULL);
    return status;
}

int
mnz_calibrate_write(struct mnz_calibrate *s)
{
    const struct mnz_options *o = s->options;
    int status = o->out_dir ? write_folder(s) : MNZ_EXIT_DONE;

    /* A failed stream is reported, or forgiven, when it is closed. */
    for (int i = 0; !status && o->csv_table && i < MNZ_NUM_CALIBRATE_TABLES; i++)
        if (strcmp(o->csv_table, mnz_calibrate_tables[i]) == 0 &&
            writers[i](s->calibration, stdout) == MNZ_ERR_NOMEM)
            status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    if (!status && !o->quiet && !o->csv_table) {
        const struct mnz_screen screen = mnz_screen_on(stdout);

        if (mnz_screen_calibration(&screen, s->calibration, s->observations->file) ==
            MNZ_ERR_NOMEM)
            status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    }
    if (!status)
        status = mnz_close_output();
    if (!status && o->out_dir && !o->quiet)
        fprintf(stderr,
                "written: %s/posterior.yaml draws.csv posterior.csv fit.csv "
                "weights.csv manifest.json\n",
                o->out_dir);
    return status;
}
