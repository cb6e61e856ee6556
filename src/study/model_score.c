/* model_score.c - observations of a model, and its runs held against them. */

#include "study/model.h"
#include "study/score.h"

enum mnz_status
mnz_model_observe(const struct mnz_model *model, const char *path,
                  struct mnz_diags *diags, struct mnz_observations **out)
{
    return mnz_model_observe_text(model, path, NULL, diags, out);
}

enum mnz_status
mnz_model_observe_text(const struct mnz_model *model, const char *path,
                       const char *text, struct mnz_diags *diags,
                       struct mnz_observations **out)
{
    struct mnz_diags *own = NULL;
    enum mnz_status st = diags ? MNZ_OK : mnz_diags_create(&own);

    *out = NULL;
    if (!st)
        st =
            mnz_observations_read(path, text, model->metrics, diags ? diags : own, out);
    mnz_diags_destroy(own);
    return st;
}

const char *
mnz_set_text(enum mnz_set set)
{
    return mnz_set_name[set];
}

uint32_t
mnz_observations_count(const struct mnz_observations *observations)
{
    return observations->num_series;
}

const struct mnz_observed_series *
mnz_observations_series(const struct mnz_observations *observations, uint32_t i)
{
    return &observations->series[i];
}

/* A run that keeps the scored values of each trial, then its scores. */
enum mnz_status
mnz_model_score(const struct mnz_model *model,
                const struct mnz_observations *observations,
                const struct mnz_score_options *options, struct mnz_score **out)
{
    static const struct mnz_score_options none;
    const struct mnz_score_options *o = options ? options : &none;
    struct mnz_result *result;
    enum mnz_status st, scored;

    *out = NULL;
    st = mnz_model_run_keeping(
        model, &o->run,
        &(struct mnz_kept_series){.kept = observations->kept,
                                  .num_kept = observations->num_columns,
                                  .sampled = MNZ_NONE},
        &result);
    if (!result)
        return st;
    scored = mnz_score_create(observations, &result->keep, result->trials_asked,
                              o->naive_base, out);
    if (scored) {
        mnz_result_destroy(result);
        return scored;
    }
    (*out)->result = result;
    return st;
}

const struct mnz_result *
mnz_score_result(const struct mnz_score *score)
{
    return score->result;
}

uint32_t
mnz_score_count(const struct mnz_score *score)
{
    return score->num_series;
}

const struct mnz_series_score *
mnz_score_series(const struct mnz_score *score, uint32_t i)
{
    return &score->series[i];
}

const struct mnz_set_score *
mnz_score_sets(const struct mnz_score *score, uint32_t *count)
{
    *count = score->num_sets;
    return score->sets;
}
