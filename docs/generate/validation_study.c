/* validation_study.c - a scenario run and scored, for the tables of docs/validation.md.
 */

#include "validation_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 512 };

/* `settings` are PATH=VALUE, with " ; " between them, or NULL. */
static enum mnz_status
load_scenario(struct validation_study *s, const char *path, const char *settings)
{
    enum { MOST = 10 };
    static char texts[MOST][PATH];
    struct mnz_setting list[MOST];
    size_t count = 0;

    while (settings && count < MOST) {
        const char *end = strstr(settings, " ; ");
        const int length = end ? (int)(end - settings) : (int)strlen(settings);

        snprintf(texts[count], PATH, "%.*s", length, settings);
        list[count].text = texts[count];
        count++;
        settings = end ? end + 3 : NULL;
    }
    return mnz_scenario_load(path, list, count, s->diags, &s->scenario);
}

static enum mnz_status
simulate(struct validation_study *s, uint64_t trials)
{
    struct mnz_run_setup options = {
        .trials = trials, .seed = s->scenario->seed, .sampler = s->scenario->sampler};

    if (!s->observations)
        return mnz_run_create(s->net, &options, &s->run);
    s->keep.num_series = s->observations->num_columns;
    s->keep.series = s->observations->kept;
    s->keep.values = calloc(trials * s->keep.num_series, sizeof *s->keep.values);
    s->keep.is_done = calloc(trials, sizeof *s->keep.is_done);
    if (!s->keep.values || !s->keep.is_done)
        return MNZ_ERR_NOMEM;
    options.keep = &s->keep;
    return mnz_run_create(s->net, &options, &s->run);
}

/* `observed` is NULL, or whose table of what was measured to score against. Returns 0,
 * or 1 with a message printed; finish it in both cases. */
int
validation_study_do(struct validation_study *s, const char *folder, const char *name,
                    const char *observed, const char *settings, uint64_t trials)
{
    char path[PATH];
    enum mnz_status st;

    *s = (struct validation_study){0};
    st = mnz_diags_create(&s->diags);
    snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    if (!st)
        st = load_scenario(s, path, settings);
    if (!st)
        st = mnz_network_create(s->scenario, s->diags, &s->net);
    if (!st)
        st = mnz_metrics_create(s->net, &s->metrics);
    snprintf(path, sizeof path, "%s/%s-observed.csv", folder, observed ? observed : "");
    if (!st && observed)
        st = mnz_observations_load(path, s->metrics, s->diags, &s->observations);
    if (!st)
        st = simulate(s, trials);
    if (!st && s->observations)
        st = mnz_score_create(s->observations, &s->keep, trials, MNZ_NAIVE_MEAN,
                              &s->score);
    if (st && s->diags)
        mnz_diags_print(s->diags, stderr, 0);
    if (st)
        fprintf(stderr, "%s with %s does not run\n", name,
                settings ? settings : "nothing set");
    return st != MNZ_OK;
}

void
validation_study_finish(struct validation_study *s)
{
    mnz_score_destroy(s->score);
    mnz_run_destroy(s->run);
    mnz_observations_destroy(s->observations);
    mnz_metrics_destroy(s->metrics);
    mnz_network_destroy(s->net);
    mnz_scenario_destroy(s->scenario);
    mnz_diags_destroy(s->diags);
    free(s->keep.values);
    free(s->keep.is_done);
}

uint32_t
validation_group(const struct mnz_metrics *m, enum mnz_scope scope, const char *name)
{
    for (uint32_t g = 0; g < m->num_groups; g++)
        if (m->groups[g].scope == scope && !strcmp(m->groups[g].name, name))
            return g;
    return MNZ_NONE;
}

struct mnz_summary
validation_summary(const struct validation_study *s, uint32_t series)
{
    struct mnz_summary summary = {0};

    if (series != MNZ_NONE)
        mnz_tally_summary(s->run->conditionals[0].tally, series, &summary);
    return summary;
}

/* -0 is written as 0. */
double
validation_rounded(double value, double unit)
{
    return floor(value / unit + 0.5) * unit + 0.0;
}
