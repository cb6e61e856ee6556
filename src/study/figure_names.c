/* figure_names.c - names that stand in figures: metrics, groups, months, branches. */

#include "study/figure.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/names.h"
#include "base/number.h"

/* Say that there is no such name, with the nearest that there is. */
static enum mnz_status
refuse(struct mnz_figure_reader *r, enum mnz_code code, const char *at,
       const char *noun, const char *name, const char *const *names, size_t count)
{
    const char *nearest = mnz_nearest(name, names, count);
    char advice[MNZ_FIGURE_TEXT + 32];

    snprintf(advice, sizeof advice, "did you mean '%s'?", nearest ? nearest : "");
    mnz_diag_add(r->diags, code, mnz_figure_span(r, at), nearest ? advice : NULL,
                 "no %s is named '%s'", noun, name);
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_figure_find_metric(struct mnz_figure_reader *reader, const char *name,
                       const char *at, uint32_t *metric)
{
    const char *names[MNZ_NUM_METRICS];

    for (*metric = 0; *metric < MNZ_NUM_METRICS; ++*metric) {
        if (strcmp(mnz_metric_rows[*metric].name, name) == 0)
            return MNZ_OK;
        names[*metric] = mnz_metric_rows[*metric].name;
    }
    if (!*name)
        return mnz_figure_expected(reader, "a metric");
    return refuse(reader, MNZ_E1503, at, "metric", name, names, MNZ_NUM_METRICS);
}

/* Whether two names are the same, letters of any case if need be. */
static int
is_same(const char *a, const char *b, int ignores_case)
{
    for (; *a && *b; a++, b++)
        if (*a != *b &&
            (!ignores_case || tolower((unsigned char)*a) != tolower((unsigned char)*b)))
            return 0;
    return *a == *b;
}

/* The name of a scope that `name` begins with, and its rest; else any scope. */
static int
scope_of(const char *name, const char **rest)
{
    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++) {
        const size_t length = strlen(mnz_scope_name[scope]);

        if (strncmp(name, mnz_scope_name[scope], length) == 0 && name[length] == '.') {
            *rest = name + length + 1;
            return scope;
        }
    }
    *rest = name;
    return MNZ_NUM_SCOPES;
}

/* The first group of that name, of `scope` or of any, that reports the metric; or, if
 * none does, one that does not. MNZ_NONE without any. */
static uint32_t
find_group(const struct mnz_metrics *m, int scope, const char *name, uint32_t metric,
           int ignores_case)
{
    uint32_t found = MNZ_NONE;

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct mnz_group *group = &m->groups[g];
        const int is_of_scope = scope == MNZ_NUM_SCOPES || (int)group->scope == scope;
        const int is_total =
            group->scope == MNZ_SCOPE_TOTAL && is_same("total", name, ignores_case);

        if (!is_of_scope || !(is_total || is_same(group->name, name, ignores_case)))
            continue;
        if (mnz_metrics_horizon(m, g, (enum mnz_metric)metric) != MNZ_NONE)
            return g;
        if (found == MNZ_NONE)
            found = g;
    }
    return found;
}

static enum mnz_status
refuse_group(struct mnz_figure_reader *r, int scope, const char *name, const char *at)
{
    const struct mnz_metrics *m = r->model->metrics;
    const char **names = calloc((size_t)m->num_groups + 1, sizeof *names);
    size_t count = 0;

    if (!names)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < m->num_groups; g++)
        if (scope == MNZ_NUM_SCOPES || (int)m->groups[g].scope == scope)
            names[count++] =
                m->groups[g].scope == MNZ_SCOPE_TOTAL ? "total" : m->groups[g].name;
    refuse(r, MNZ_E1504, at, scope == MNZ_NUM_SCOPES ? "group" : mnz_scope_name[scope],
           name, names, count);
    free(names);
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_figure_find_group(struct mnz_figure_reader *reader, const char *name,
                      const char *at, struct mnz_measure *measure)
{
    const struct mnz_metrics *m = reader->model->metrics;
    const char *rest;
    const int scope = scope_of(name, &rest);
    uint32_t g = find_group(m, scope, rest, measure->metric, 0);

    if (!*rest)
        return mnz_figure_expected(reader, "a group");
    if (g == MNZ_NONE)
        g = find_group(m, scope, rest, measure->metric, 1);
    if (g == MNZ_NONE)
        return refuse_group(reader, scope, rest, at + (rest - name));
    measure->group = g;
    if (mnz_metrics_horizon(m, g, (enum mnz_metric)measure->metric) != MNZ_NONE)
        return MNZ_OK;
    mnz_diag_add(reader->diags, MNZ_E1505, mnz_figure_span(reader, at), NULL,
                 "%s is not reported of %s '%s'", mnz_metric_name(measure->metric),
                 mnz_scope_name[m->groups[g].scope], m->groups[g].name);
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_figure_find_month(struct mnz_figure_reader *reader, const char *name,
                      const char *at, struct mnz_measure *measure)
{
    const struct mnz_model *model = reader->model;
    const uint32_t months = mnz_model_months(model);
    char text[MNZ_MONTH_TEXT], last[MNZ_MONTH_TEXT], advice[80];

    for (uint32_t month = 0; month < months; month++) {
        mnz_model_month_text(model, (int32_t)month, text);
        if (strcmp(text, name) != 0)
            continue;
        measure->month = month;
        if (mnz_model_has_measure(model, *measure))
            return MNZ_OK;
        mnz_diag_add(reader->diags, MNZ_E1505, mnz_figure_span(reader, at), NULL,
                     "%s is not reported of single months",
                     mnz_metric_name(measure->metric));
        return MNZ_ERR_INPUT;
    }
    mnz_model_month_text(model, 0, text);
    mnz_model_month_text(model, (int32_t)months - 1, last);
    snprintf(advice, sizeof advice, "months are %s to %s", text, last);
    mnz_diag_add(reader->diags, MNZ_E1506, mnz_figure_span(reader, at), advice,
                 "'%s' is not a month of this run", name);
    return MNZ_ERR_INPUT;
}

/* Write "event=branch" of branch number `branch`, counted from 1; 0 if there is none.
 */
static int
branch_text(const struct mnz_scenario *s, uint32_t branch, char text[MNZ_FIGURE_TEXT])
{
    for (uint32_t e = 0; e < s->num_events; e++) {
        if (branch <= s->events[e].num_branches) {
            snprintf(text, MNZ_FIGURE_TEXT, "%s=%s", s->events[e].name,
                     s->events[e].branches[branch - 1].name);
            return 1;
        }
        branch -= s->events[e].num_branches;
    }
    return 0;
}

enum mnz_status
mnz_figure_find_branch(struct mnz_figure_reader *reader, const char *name,
                       const char *at, uint32_t *branch)
{
    const struct mnz_scenario *s = reader->model->scenario;
    const uint32_t count = mnz_run_num_conditionals(s);
    char(*texts)[MNZ_FIGURE_TEXT] = calloc(count, sizeof *texts);
    const char **names = calloc(count, sizeof *names);
    enum mnz_status st = texts && names ? MNZ_OK : MNZ_ERR_NOMEM;

    for (*branch = 1; !st && *branch < count; ++*branch) {
        branch_text(s, *branch, texts[*branch]);
        names[*branch] = texts[*branch];
        if (strcmp(names[*branch], name) == 0)
            break;
    }
    if (!st && *branch == count)
        st = refuse(reader, MNZ_E1507, at, "branch", name, names, count);
    free(names);
    free(texts);
    return st;
}

/* With the scope where the name alone would be of another group. */
void
mnz_measure_text(const struct mnz_model *model, const struct mnz_measure *measure,
                 char text[MNZ_FIGURE_TEXT])
{
    const struct mnz_metrics *m = model->metrics;
    const struct mnz_group *group = &m->groups[measure->group];
    const char *name = group->scope == MNZ_SCOPE_TOTAL ? "total" : group->name;
    const int is_first =
        find_group(m, MNZ_NUM_SCOPES, name, measure->metric, 0) == measure->group;
    char month[MNZ_MONTH_TEXT] = "";

    if (measure->month != MNZ_HORIZON)
        mnz_model_month_text(model, (int32_t)measure->month, month);
    snprintf(text, MNZ_FIGURE_TEXT, "%s.%s%s%s%s%s%s", mnz_metric_name(measure->metric),
             is_first ? "" : mnz_scope_name[group->scope], is_first ? "" : ".", name,
             *month ? " [" : "", month, *month ? "]" : "");
}

void
mnz_figure_text(const struct mnz_model *model, const struct mnz_figure *figure,
                char text[MNZ_FIGURE_TEXT])
{
    static const char *const names[] = {"mean", "sd", "p", "cvar", "p"};
    char level[MNZ_NUMBER_TEXT] = "", threshold[MNZ_NUMBER_TEXT] = "";
    char measure[MNZ_FIGURE_TEXT], branch[MNZ_FIGURE_TEXT] = "";
    const int is_probability = figure->function == MNZ_FUNCTION_PROBABILITY;

    mnz_measure_text(model, &figure->measure, measure);
    if (figure->level > 0.0)
        snprintf(level, sizeof level, "%.10g", 100.0 * figure->level);
    if (is_probability)
        mnz_number_format(figure->threshold, threshold);
    if (figure->branch > 0)
        branch_text(model->scenario, figure->branch, branch);
    snprintf(text, MNZ_FIGURE_TEXT, "%s%s(%.240s%s%s%s%.200s)", names[figure->function],
             level, measure, is_probability ? " > " : "", threshold,
             *branch ? " | " : "", branch);
}
