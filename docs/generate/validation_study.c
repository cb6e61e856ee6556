/* validation_study.c - a scenario run and scored, for the tables of docs/validation.md.
 */

#include "validation_study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PATH = 512 };

static enum mnz_status
load(struct validation_study *s, const char *path, const char *settings)
{
    enum { MOST = 10 };
    static char texts[MOST][PATH];
    const char *list[MOST];
    size_t count = 0;

    while (settings && count < MOST) {
        const char *end = strstr(settings, " ; ");
        const int length = end ? (int)(end - settings) : (int)strlen(settings);

        snprintf(texts[count], PATH, "%.*s", length, settings);
        list[count] = texts[count];
        count++;
        settings = end ? end + 3 : NULL;
    }
    return mnz_model_load(path, list, count, s->diags, &s->model);
}

int
validation_study_do(struct validation_study *s, const char *folder, const char *name,
                    const char *observed, const char *settings, uint64_t trials)
{
    const struct mnz_score_options options = {.run = {.trials = trials}};
    char path[PATH];
    enum mnz_status st;

    *s = (struct validation_study){0};
    st = mnz_diags_create(&s->diags);
    snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    if (!st)
        st = load(s, path, settings);
    snprintf(path, sizeof path, "%s/%s-observed.csv", folder, observed ? observed : "");
    if (!st && observed)
        st = mnz_model_observe(s->model, path, s->diags, &s->observations);
    if (!st && observed)
        st = mnz_model_score(s->model, s->observations, &options, &s->score);
    else if (!st)
        st = mnz_model_run(s->model, &options.run, &s->own);
    s->result = s->score ? mnz_score_result(s->score) : s->own;
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
    mnz_result_destroy(s->own);
    mnz_observations_destroy(s->observations);
    mnz_model_destroy(s->model);
    mnz_diags_destroy(s->diags);
}

int
validation_find(const struct validation_study *s, const char *scope, const char *group,
                const char *metric, struct mnz_measure *out)
{
    return mnz_model_find_measure(s->model, scope, group, metric, out) == MNZ_OK;
}

struct mnz_summary
validation_summary(const struct validation_study *s, struct mnz_measure measure)
{
    struct mnz_summary summary = {0};

    if (mnz_result_summary(s->result, measure, 0, &summary))
        summary = (struct mnz_summary){0};
    return summary;
}

/* -0 is written as 0. */
double
validation_rounded(double value, double unit)
{
    return floor(value / unit + 0.5) * unit + 0.0;
}
