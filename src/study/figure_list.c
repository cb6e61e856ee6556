/* figure_list.c - measures by the names of their metric and group. */

#include <stdlib.h>

#include "study/figure.h"

/* Append a group's metric over the horizon, and of every month. */
static enum mnz_status
append(const struct mnz_model *model, struct mnz_measure measure, int months,
       struct mnz_measure **list, uint32_t *count)
{
    const uint32_t most = 1 + (months ? mnz_model_months(model) : 0);
    struct mnz_measure *grown = realloc(*list, ((size_t)*count + most) * sizeof *grown);

    if (!grown)
        return MNZ_ERR_NOMEM;
    *list = grown;
    for (uint32_t i = 0; i < most; i++) {
        measure.month = i == 0 ? MNZ_HORIZON : i - 1;
        if (mnz_model_has_measure(model, measure))
            grown[(*count)++] = measure;
    }
    return MNZ_OK;
}

enum mnz_status
mnz_measures_read(const struct mnz_model *model, const char *what, const char *text,
                  int months, struct mnz_diags *diags, struct mnz_measure **list,
                  uint32_t *count)
{
    struct mnz_measure measure = {.month = MNZ_HORIZON};
    struct mnz_figure_reader r;
    char name[MNZ_FIGURE_TEXT];
    const char *at;
    enum mnz_status st = mnz_figure_reader_init(&r, model, what, text, diags);

    if (st)
        return st;
    at = mnz_figure_word(&r, ".()[]<>|,", name);
    st = mnz_figure_find_metric(&r, name, at, &measure.metric);
    if (!st && mnz_figure_accept(&r, '.')) {
        at = mnz_figure_word(&r, "()[]<>|,", name);
        st = mnz_figure_find_group(&r, name, at, &measure);
        if (!st && !*r.next)
            return append(model, measure, months, list, count);
    }
    if (!st && *r.next)
        st = mnz_figure_expected(&r, "the end");
    for (uint32_t g = 0; !st && g < mnz_model_num_groups(model); g++) {
        measure.group = g;
        st = append(model, measure, months, list, count);
    }
    return st;
}
