/* why.c - the losses of an industry and their causes. */

#include "study/why.h"

#include <math.h>
#include <stdlib.h>

_Static_assert((int)MNZ_LOSS_SHORTFALL == (int)MNZ_BLAME_SHORTFALL &&
                   (int)MNZ_LOSS_OUTPUT == (int)MNZ_BLAME_OUTPUT,
               "losses and blame go by one order");
_Static_assert(MNZ_HORIZON == MNZ_NONE, "no month is the horizon");

static enum mnz_status make_lists(struct mnz_why *why);

const char *
mnz_loss_name(enum mnz_loss_kind loss)
{
    static const char *const names[] = {
        [MNZ_LOSS_SHORTFALL] = "shortfall", [MNZ_LOSS_OUTPUT] = "output_lost"};

    return (unsigned)loss < MNZ_NUM_LOSSES ? names[loss] : "";
}

uint32_t
mnz_why_series(const struct mnz_model *model, uint32_t group,
               uint32_t series[MNZ_NUM_LOSSES])
{
    static const enum mnz_metric metrics[] = {
        [MNZ_LOSS_SHORTFALL] = MNZ_METRIC_SHORTFALL_SHARE,
        [MNZ_LOSS_OUTPUT] = MNZ_METRIC_OUTPUT_LOST_SHARE};

    for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++)
        series[loss] = mnz_metrics_horizon(model->metrics, group, metrics[loss]);
    return MNZ_NUM_LOSSES;
}

enum mnz_status
mnz_model_why(const struct mnz_model *model, uint32_t group,
              const struct mnz_run_options *options, struct mnz_why **out)
{
    const struct mnz_metrics *m = model->metrics;
    struct mnz_blame_ask ask = {.num_industries = 1};
    const uint64_t trials =
        options && options->trials > 0 ? options->trials : mnz_model_trials(model);
    uint32_t series[MNZ_NUM_LOSSES];
    struct mnz_kept_series kept = {.kept = series, .sampled = MNZ_NONE, .blame = &ask};
    struct mnz_why *why;
    enum mnz_status st, made;

    *out = NULL;
    if (group >= m->num_groups || m->groups[group].scope != MNZ_SCOPE_INDUSTRY)
        return MNZ_ERR_INPUT;
    why = calloc(1, sizeof *why);
    if (!why)
        return MNZ_ERR_NOMEM;
    why->model = model;
    why->group = group;
    why->node = m->groups[group].index;
    ask.industries = &why->node;
    if (trials <= MNZ_MOST_KEPT / MNZ_NUM_LOSSES)
        kept.num_kept = mnz_why_series(model, group, series);
    st = mnz_model_run_keeping(model, options, &kept, &why->result);
    made = why->result ? make_lists(why) : st;
    if (made)
        mnz_why_destroy(why);
    else
        *out = why;
    return made ? made : st;
}

static uint32_t
num_lists(const struct mnz_why *why)
{
    return MNZ_NUM_LOSSES * (why->model->metrics->num_months + 1);
}

void
mnz_why_destroy(struct mnz_why *why)
{
    if (!why)
        return;
    for (uint32_t k = 0; why->lists && k < num_lists(why); k++) {
        free(why->lists[k].blamed);
        free(why->lists[k].causes);
    }
    free(why->lists);
    mnz_result_destroy(why->result);
    free(why);
}

static struct mnz_why_cause
cause_of(const struct mnz_why *why, const struct mnz_blamed *blamed, double loss)
{
    const struct mnz_network *net = why->model->network;
    const struct mnz_scenario *s = net->scenario;
    const struct mnz_actor *actor = &s->actors[net->nodes[blamed->label.node].actor];

    return (struct mnz_why_cause){
        .cause = mnz_blame_cause_name[blamed->label.cause],
        .act = mnz_blame_act_name(s, &blamed->label),
        .plant = actor->name,
        .stage = actor->is_industry ? "" : mnz_stage_name[actor->stage],
        .country = s->places[actor->place].code,
        .of_need = blamed->part,
        .of_loss = loss > 0.0 ? blamed->part / loss : 0.0,
    };
}

static enum mnz_status
make_list(const struct mnz_why *why, enum mnz_loss_kind loss, uint32_t month,
          struct mnz_why_list *list)
{
    const struct mnz_blame *blame = why->result->run->blame;
    enum mnz_status st = mnz_blame_list(blame, 0, (enum mnz_blame_of)loss, month,
                                        &list->blamed, &list->count);

    list->loss = mnz_blame_total(blame, 0, (enum mnz_blame_of)loss, month);
    if (!st) {
        list->causes = calloc(list->count + 1, sizeof *list->causes);
        st = list->causes ? MNZ_OK : MNZ_ERR_NOMEM;
    }
    for (uint32_t k = 0; !st && k < list->count; k++)
        list->causes[k] = cause_of(why, &list->blamed[k], list->loss);
    return st;
}

static enum mnz_status
make_lists(struct mnz_why *why)
{
    const uint32_t months = why->model->metrics->num_months;
    enum mnz_status st;

    why->lists = calloc(num_lists(why), sizeof *why->lists);
    st = why->lists ? MNZ_OK : MNZ_ERR_NOMEM;
    for (int loss = 0; !st && loss < MNZ_NUM_LOSSES; loss++)
        for (uint32_t m = 0; !st && m <= months; m++)
            st = make_list(why, (enum mnz_loss_kind)loss, m < months ? m : MNZ_HORIZON,
                           &why->lists[(uint32_t)loss * (months + 1) + m]);
    return st;
}

const struct mnz_why_list *
mnz_why_list(const struct mnz_why *why, enum mnz_loss_kind loss, uint32_t month)
{
    const uint32_t months = why->model->metrics->num_months;

    if ((unsigned)loss >= MNZ_NUM_LOSSES || (month >= months && month != MNZ_HORIZON))
        return NULL;
    return &why->lists[(uint32_t)loss * (months + 1) +
                       (month == MNZ_HORIZON ? months : month)];
}

uint32_t
mnz_why_group(const struct mnz_why *why)
{
    return why->group;
}

const struct mnz_result *
mnz_why_result(const struct mnz_why *why)
{
    return why->result;
}

double
mnz_why_loss(const struct mnz_why *why, enum mnz_loss_kind loss, uint32_t month)
{
    const struct mnz_why_list *list = mnz_why_list(why, loss, month);

    return list ? list->loss : (double)NAN;
}

const struct mnz_why_cause *
mnz_why_causes(const struct mnz_why *why, enum mnz_loss_kind loss, uint32_t month,
               uint32_t *count)
{
    const struct mnz_why_list *list = mnz_why_list(why, loss, month);

    *count = list ? list->count : 0;
    return list ? list->causes : NULL;
}
