/* model.c - a scenario and its network as another program sees them. */

#include "study/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "document/tree.h"

static char *join(const char *const *settings, size_t count);
static enum mnz_status compile(struct mnz_model *m, const char *path, const char *text,
                               const char *const *settings, struct mnz_diags *diags);

enum mnz_status
mnz_model_load(const char *path, const char *const *settings, size_t num_settings,
               struct mnz_diags *diags, struct mnz_model **out)
{
    return mnz_model_read(path, NULL, settings, num_settings, diags, out);
}

enum mnz_status
mnz_model_read(const char *path, const char *text, const char *const *settings,
               size_t num_settings, struct mnz_diags *diags, struct mnz_model **out)
{
    struct mnz_model *m = calloc(1, sizeof *m);
    struct mnz_diags *own = NULL;
    enum mnz_status st = m ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st && !diags)
        st = mnz_diags_create(&own);
    if (!st) {
        m->num_settings = num_settings;
        m->settings = join(settings, num_settings);
        st = m->settings ? compile(m, path, text, settings, diags ? diags : own)
                         : MNZ_ERR_NOMEM;
    }
    if (!st) {
        *out = m;
        m = NULL;
    }
    mnz_model_destroy(m);
    mnz_diags_destroy(own);
    return st;
}

/* All settings, "; " between them; to be freed. */
static char *
join(const char *const *settings, size_t count)
{
    size_t size = 1;
    char *text, *end;

    for (size_t i = 0; i < count; i++)
        size += strlen(settings[i]) + 2;
    text = end = calloc(size, 1);
    for (size_t i = 0; text && i < count; i++)
        end += snprintf(end, size - (size_t)(end - text), "%s%s", i > 0 ? "; " : "",
                        settings[i]);
    return text;
}

/* Records, then their network, then the checks that only a run needs. */
static enum mnz_status
compile(struct mnz_model *m, const char *path, const char *text,
        const char *const *settings, struct mnz_diags *diags)
{
    struct mnz_setting *list = calloc(m->num_settings + 1, sizeof *list);
    enum mnz_status st = list ? MNZ_OK : MNZ_ERR_NOMEM;

    for (size_t i = 0; !st && i < m->num_settings; i++)
        list[i].text = settings[i];
    if (!st)
        st = mnz_scenario_read(path, text, list, m->num_settings, diags, &m->scenario);
    if (!st)
        st = mnz_network_create(m->scenario, diags, &m->network);
    if (!st)
        st = mnz_run_verify(m->scenario, diags);
    if (!st)
        st = mnz_metrics_create(m->network, &m->metrics);
    free(list);
    return st;
}

void
mnz_model_destroy(struct mnz_model *model)
{
    if (!model)
        return;
    mnz_metrics_destroy(model->metrics);
    mnz_network_destroy(model->network);
    mnz_scenario_destroy(model->scenario);
    free(model->settings);
    free(model);
}

const char *
mnz_model_name(const struct mnz_model *model)
{
    return model->scenario->name;
}

const char *
mnz_model_title(const struct mnz_model *model)
{
    return model->scenario->title ? model->scenario->title : model->scenario->name;
}

const char *
mnz_model_notes(const struct mnz_model *model)
{
    const struct mnz_tree *notes = mnz_tree_find(model->scenario->tree, "notes");

    return notes && notes->kind == MNZ_TREE_SCALAR ? notes->text : "";
}

uint32_t
mnz_model_months(const struct mnz_model *model)
{
    return model->metrics->num_months;
}

void
mnz_model_month_text(const struct mnz_model *model, int32_t month,
                     char text[MNZ_MONTH_TEXT])
{
    char date[MNZ_DATE_TEXT];
    int year, first, unused;

    mnz_date_to_ymd(model->scenario->start_day, &year, &first, &unused);
    mnz_date_format(mnz_date_add_months(mnz_date_from_ymd(year, first, 1), month),
                    date);
    memcpy(text, date, 7);
    text[7] = '\0';
}

uint64_t
mnz_model_trials(const struct mnz_model *model)
{
    return model->scenario->trials;
}

uint64_t
mnz_model_seed(const struct mnz_model *model)
{
    return model->scenario->seed;
}

const char *
mnz_model_sampler(const struct mnz_model *model)
{
    return mnz_sampler_names[model->scenario->sampler];
}

uint32_t
mnz_model_num_groups(const struct mnz_model *model)
{
    return model->metrics->num_groups;
}

const char *
mnz_model_group_scope(const struct mnz_model *model, uint32_t group)
{
    return mnz_scope_name[model->metrics->groups[group].scope];
}

const char *
mnz_model_group_name(const struct mnz_model *model, uint32_t group)
{
    return model->metrics->groups[group].name;
}

uint32_t
mnz_metric_count(void)
{
    return MNZ_NUM_METRICS;
}

const char *
mnz_metric_name(uint32_t metric)
{
    return mnz_metric_rows[metric].name;
}

const char *
mnz_metric_unit(uint32_t metric)
{
    return mnz_metric_rows[metric].unit_name;
}

enum mnz_status
mnz_model_find_measure(const struct mnz_model *model, const char *scope,
                       const char *group, const char *metric, struct mnz_measure *out)
{
    const struct mnz_metrics *m = model->metrics;

    out->month = MNZ_HORIZON;
    out->group = out->metric = 0;
    while (out->metric < MNZ_NUM_METRICS &&
           strcmp(mnz_metric_rows[out->metric].name, metric) != 0)
        out->metric++;
    while (out->group < m->num_groups &&
           (strcmp(mnz_scope_name[m->groups[out->group].scope], scope) != 0 ||
            strcmp(m->groups[out->group].name, group) != 0))
        out->group++;
    return mnz_model_has_measure(model, *out) ? MNZ_OK : MNZ_ERR_INPUT;
}

uint32_t
mnz_model_series(const struct mnz_model *model, struct mnz_measure measure)
{
    const struct mnz_metrics *m = model->metrics;

    if (measure.group >= m->num_groups || measure.metric >= MNZ_NUM_METRICS)
        return MNZ_NONE;
    if (measure.month == MNZ_HORIZON)
        return mnz_metrics_horizon(m, measure.group, (enum mnz_metric)measure.metric);
    if (measure.month >= m->num_months)
        return MNZ_NONE;
    return mnz_metrics_month(m, measure.group, (enum mnz_metric)measure.metric,
                             measure.month);
}

int
mnz_model_has_measure(const struct mnz_model *model, struct mnz_measure measure)
{
    return mnz_model_series(model, measure) != MNZ_NONE;
}

uint32_t
mnz_model_num_horizon(const struct mnz_model *model)
{
    return model->metrics->num_horizon;
}

/* Series over the horizon come first. */
uint32_t
mnz_model_horizon_position(const struct mnz_model *model, struct mnz_measure measure)
{
    return measure.month == MNZ_HORIZON ? mnz_model_series(model, measure) : MNZ_NONE;
}

uint32_t
mnz_model_num_inputs(const struct mnz_model *model)
{
    return model->scenario->pool.num_inputs;
}

void
mnz_model_input(const struct mnz_model *model, uint32_t input,
                struct mnz_input_info *out)
{
    const struct mnz_input *i = &model->scenario->pool.inputs[input];

    *out = (struct mnz_input_info){
        .name = i->name,
        .distribution = i->dist_text,
        .unit = i->unit,
        .source = i->source ? i->source : "",
        .verified = i->verified ? i->verified : "",
        .at = i->at,
        .mean = mnz_dist_mean(&i->dist),
        .median = mnz_dist_median(&i->dist),
    };
}
