/* calibrate_write.c - the files of the calibrate command. */

#include "cli/calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/streams.h"
#include "report/calibration_layer.h"

static enum mnz_status
write_layer(struct mnz_job *job, FILE *stream)
{
    const struct mnz_calibrate *s = (const struct mnz_calibrate *)job;
    const enum mnz_status st =
        mnz_posterior_write(s->calibration, job->options->folder, stream);

    if (st == MNZ_ERR_INPUT)
        mnz_say("monazite calibrate: a --set changed links or correlations in "
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
        mnz_say("monazite calibrate: %s does not say what was calibrated; please "
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
