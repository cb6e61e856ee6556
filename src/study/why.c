/* why.c - the losses of an industry and their causes. */

#include "study/why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

void
mnz_why_measures(uint32_t group, struct mnz_measure measures[MNZ_NUM_LOSSES])
{
    measures[MNZ_LOSS_SHORTFALL] =
        (struct mnz_measure){group, MNZ_METRIC_SHORTFALL_SHARE, MNZ_HORIZON};
    measures[MNZ_LOSS_OUTPUT] =
        (struct mnz_measure){group, MNZ_METRIC_OUTPUT_LOST_SHARE, MNZ_HORIZON};
}

uint32_t
mnz_why_series(const struct mnz_model *model, uint32_t group,
               uint32_t series[MNZ_NUM_LOSSES])
{
    struct mnz_measure measures[MNZ_NUM_LOSSES];

    mnz_why_measures(group, measures);
    for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++)
        series[loss] = mnz_model_series(model, measures[loss]);
    return MNZ_NUM_LOSSES;
}

static enum mnz_status
create(const struct mnz_model *model, uint32_t group, struct mnz_why **out)
{
    const struct mnz_metrics *m = model->metrics;
    struct mnz_why *why;

    *out = NULL;
    if (group >= m->num_groups || m->groups[group].scope != MNZ_SCOPE_INDUSTRY)
        return MNZ_ERR_INPUT;
    why = calloc(1, sizeof *why);
    if (!why)
        return MNZ_ERR_NOMEM;
    why->model = model;
    why->group = group;
    why->node = m->groups[group].index;
    *out = why;
    return MNZ_OK;
}

/* Run and explain; *out loses its value where nothing can be explained. */
static enum mnz_status
explain(struct mnz_why **out, const struct mnz_run_options *options,
        struct mnz_kept_series *kept)
{
    struct mnz_why *why = *out;
    const struct mnz_blame_ask ask = {&why->node, 1};
    enum mnz_status st, made;

    kept->sampled = MNZ_NONE;
    kept->blame = &ask;
    st = mnz_model_run_keeping(why->model, options, kept, &why->result);
    kept->blame = NULL; /* it was of this function */
    made = why->result ? make_lists(why) : st;
    if (!made)
        return st;
    mnz_why_destroy(why);
    *out = NULL;
    return made;
}

enum mnz_status
mnz_model_why(const struct mnz_model *model, uint32_t group,
              const struct mnz_run_options *options, struct mnz_why **out)
{
    const uint64_t trials =
        options && options->trials > 0 ? options->trials : mnz_model_trials(model);
    uint32_t series[MNZ_NUM_LOSSES];
    struct mnz_kept_series kept = {.kept = series};
    enum mnz_status st = create(model, group, out);

    if (!st && trials <= MNZ_MOST_KEPT / MNZ_NUM_LOSSES)
        kept.num_kept = mnz_why_series(model, group, series);
    return st ? st : explain(out, options, &kept);
}

/* Keep the draws of the one trial. */
static int
keep_draws(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    struct mnz_why *why = context;

    (void)trial;
    (void)horizon;
    memcpy(why->draws, draws, mnz_model_num_inputs(why->model) * sizeof *why->draws);
    return 0;
}

enum mnz_status
mnz_model_why_trial(const struct mnz_model *model, uint32_t group, uint64_t trial,
                    const struct mnz_run_options *options, struct mnz_why **out)
{
    struct mnz_run_options how = options ? *options : (struct mnz_run_options){0};
    struct mnz_kept_series kept = {.only = &trial};
    enum mnz_status st = create(model, group, out);

    if (st)
        return st;
    (*out)->is_of_trial = 1;
    (*out)->trial = trial;
    (*out)->draws =
        calloc((size_t)mnz_model_num_inputs(model) + 1, sizeof *(*out)->draws);
    if (!(*out)->draws) {
        mnz_why_destroy(*out);
        *out = NULL;
        return MNZ_ERR_NOMEM;
    }
    how.trial = keep_draws;
    how.trial_context = *out;
    return explain(out, &how, &kept);
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
    free(why->draws);
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

enum mnz_status
mnz_why_scarcest(const struct mnz_why *why, uint32_t month, const char **material,
                 double *tonnes)
{
    const struct mnz_network *net = why->model->network;
    struct mnz_scarcest scarcest;

    *material = "";
    *tonnes = 0.0;
    if (!why->is_of_trial || month >= why->model->metrics->num_months)
        return MNZ_ERR_INPUT;
    scarcest = mnz_blame_scarcest(why->result->run->blame, 0, month);
    if (scarcest.port != MNZ_NONE) {
        *material = net->scenario->materials[net->ports[scarcest.port].material].name;
        *tonnes = scarcest.tonnes;
    }
    return MNZ_OK;
}
