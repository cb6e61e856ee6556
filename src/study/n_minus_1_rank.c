/* n_minus_1_rank.c - what can be taken away, ranked by what is met without it. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/n_minus_1.h"

/* Pairs are made of at most so many of a kind, the worst. */
enum { MOST_PAIRED = 120 };

struct ranking {
    struct mnz_n_minus_1 *n;
    const struct mnz_network *net;
    struct mnz_need_met *met;
    double *weight; /* [node] of an industry among all */
};

/* Industries by the value of their output a year; all alike where none has one. */
static void
weigh(struct ranking *r)
{
    const struct mnz_scenario *s = r->net->scenario;
    double sum = 0.0;
    uint32_t industries = 0;

    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        const mnz_value_id value = s->actors[r->net->nodes[i].actor].value_usd_per_year;

        r->weight[i] = 0.0;
        if (!r->net->nodes[i].is_industry)
            continue;
        industries++;
        if (value != MNZ_VALUE_NONE)
            r->weight[i] = mnz_value_at(&s->pool, value, r->net->step_day[0],
                                        mnz_network_median_draws(r->net));
        sum += r->weight[i];
    }
    for (uint32_t i = 0; i < r->net->num_nodes; i++)
        if (r->net->nodes[i].is_industry)
            r->weight[i] = sum > 0.0 ? r->weight[i] / sum : 1.0 / industries;
}

/* Sums over industries after mnz_need_met_find(). */
static void
sum_up(const struct ranking *r, double *met, double *lost)
{
    *met = *lost = 0.0;
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        *met += r->weight[i] * mnz_need_met_of(r->met, i);
        *lost += r->weight[i] * mnz_need_met_lost(r->met, i);
    }
}

static void
find_worst(const struct ranking *r, struct mnz_gone *g)
{
    g->worst = "";
    g->worst_met = 1.0;
    for (uint32_t i = 0; i < r->net->num_nodes; i++)
        if (r->net->nodes[i].is_industry && mnz_need_met_of(r->met, i) < g->worst_met) {
            g->worst_met = mnz_need_met_of(r->met, i);
            g->worst = mnz_network_node_name(r->net, i);
        }
}

static void
measure(const struct ranking *r, struct mnz_gone_row *row)
{
    struct mnz_gone *g = &row->gone;

    mnz_need_met_find(r->met, row->removals, g->num_parts, 0);
    sum_up(r, &g->met_as_bought, &row->lost_as_bought);
    mnz_need_met_find(r->met, row->removals, g->num_parts, 1);
    sum_up(r, &g->met_with_backup, &g->output_lost);
    find_worst(r, g);
}

/* Whether an outage with onsets can hit what a removal takes away. */
static int
is_hit(const struct mnz_network *net, uint32_t control,
       const struct mnz_removal *removal)
{
    const struct mnz_net_control *c = &net->controls[control];

    for (uint32_t i = 0; i < c->num_nodes; i++)
        if (removal->kind == MNZ_REMOVED_FACILITY &&
            net->control_nodes[c->first_node + i] == removal->from)
            return 1;
    for (uint32_t i = 0; i < c->num_links; i++)
        if (removal->kind != MNZ_REMOVED_FACILITY &&
            mnz_removal_stops(net, removal, net->control_links[c->first_link + i]))
            return 1;
    return 0;
}

/* That an outage begins in the run: onsets are a Poisson process. Of a pair, that one
 * begins for each. */
static double
chance(const struct mnz_network *net, const struct mnz_removal *removal)
{
    const struct mnz_scenario *s = net->scenario;
    const double years = net->num_steps * net->years_per_step;
    double onsets = 0.0;

    for (uint32_t c = 0; c < s->num_controls; c++)
        if (s->controls[c].kind == MNZ_CONTROL_OUTAGE &&
            s->controls[c].outage.onsets_per_year != MNZ_VALUE_NONE &&
            is_hit(net, c, removal))
            onsets +=
                years * mnz_value_at(&s->pool, s->controls[c].outage.onsets_per_year,
                                     net->step_day[0], mnz_network_median_draws(net));
    return 1.0 - exp(-onsets);
}

static struct mnz_gone_part
describe(const struct mnz_network *net, const struct mnz_removal *removal)
{
    const struct mnz_scenario *s = net->scenario;

    if (removal->kind == MNZ_REMOVED_FACILITY)
        return (struct mnz_gone_part){
            mnz_network_node_name(net, removal->from),
            s->places[mnz_network_place(net, removal->from)].code, "",
            mnz_stage_name[s->actors[net->nodes[removal->from].actor].stage]};
    return (struct mnz_gone_part){
        s->places[removal->from].code, s->places[removal->from].code,
        removal->kind == MNZ_REMOVED_CORRIDOR ? s->places[removal->to].code : "", ""};
}

static struct mnz_gone_row
make_row(const struct ranking *r, const struct mnz_removal *removals, uint32_t count,
         uint32_t at)
{
    static const enum mnz_gone_kind kinds[] = {
        [MNZ_REMOVED_FACILITY] = MNZ_GONE_FACILITY,
        [MNZ_REMOVED_COUNTRY] = MNZ_GONE_COUNTRY,
        [MNZ_REMOVED_CORRIDOR] = MNZ_GONE_CORRIDOR};
    struct mnz_gone_row row = {.at = at};

    row.gone = (struct mnz_gone){
        .kind = kinds[removals[0].kind],
        .num_parts = count,
        .probability = 1.0,
        .lost = (double)NAN,
        .lost_low = (double)NAN,
        .lost_high = (double)NAN,
        .lost_p95 = (double)NAN,
        .lost_usd = (double)NAN,
        .lost_usd_low = (double)NAN,
        .lost_usd_high = (double)NAN,
        .survives = (double)NAN,
        .recovers = (double)NAN,
        .ever_lost = (double)NAN,
        .outlasts = (double)NAN,
        .hardest = "",
        .hardest_usd = (double)NAN,
    };
    for (uint32_t k = 0; k < count; k++) {
        row.removals[k] = removals[k];
        row.gone.parts[k] = describe(r->net, &removals[k]);
        row.gone.probability *= chance(r->net, &removals[k]);
    }
    measure(r, &row);
    return row;
}

/* The greatest loss first; of equal ones that which is larger if nobody turns
 * elsewhere. */
static int
by_loss(const void *a, const void *b)
{
    const struct mnz_gone_row *x = a, *y = b;

    if (x->gone.output_lost != y->gone.output_lost)
        return x->gone.output_lost < y->gone.output_lost ? 1 : -1;
    if (x->lost_as_bought != y->lost_as_bought)
        return x->lost_as_bought < y->lost_as_bought ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

/* Whether a removal is asked for. */
static int
is_wanted(const struct mnz_network *net, const struct mnz_removal *removal,
          unsigned kinds, uint32_t outside)
{
    static const unsigned bits[] = {[MNZ_REMOVED_FACILITY] = MNZ_GONE_FACILITY,
                                    [MNZ_REMOVED_COUNTRY] = MNZ_GONE_COUNTRY,
                                    [MNZ_REMOVED_CORRIDOR] = MNZ_GONE_CORRIDOR};
    const uint32_t place = removal->kind == MNZ_REMOVED_FACILITY
                               ? mnz_network_place(net, removal->from)
                               : removal->from;

    if (kinds != 0 && !(kinds & bits[removal->kind]))
        return 0;
    return outside == MNZ_NONE || !mnz_place_within(net->scenario, place, outside);
}

/* Each alone, in n->rows. */
static enum mnz_status
list_single(struct ranking *r, const struct mnz_n_minus_1_options *o, uint32_t outside,
            const struct mnz_baseline *baseline)
{
    struct mnz_n_minus_1 *n = r->n;
    uint32_t count;
    const struct mnz_removal *all =
        mnz_removals_find(r->net, baseline, &n->arena, &count);

    if (!all)
        return MNZ_ERR_NOMEM;
    n->rows = mnz_arena_alloc(&n->arena, (size_t)count + 1, sizeof *n->rows);
    if (!n->rows)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        if (is_wanted(r->net, &all[i], o->kinds, outside)) {
            n->rows[n->count] = make_row(r, &all[i], 1, n->count);
            n->count++;
        }
    qsort(n->rows, n->count, sizeof *n->rows, by_loss);
    return MNZ_OK;
}

/* Whether the i-th row is among the worst of its kind. */
static int
is_paired(const struct mnz_n_minus_1 *n, uint32_t i)
{
    uint32_t before = 0;

    for (uint32_t k = 0; k < i; k++)
        before += n->rows[k].gone.kind == n->rows[i].gone.kind;
    return before < MOST_PAIRED;
}

/* Pairs of a kind in place of the rows. */
static enum mnz_status
list_pairs(struct ranking *r)
{
    struct mnz_n_minus_1 *n = r->n;
    const struct mnz_gone_row *single = n->rows;
    struct mnz_gone_row *rows;
    uint32_t count = 0, usable = 0, *worst;

    worst = mnz_arena_alloc(&n->arena, (size_t)n->count + 1, sizeof *worst);
    rows = mnz_arena_alloc(&n->arena, (size_t)3 * MOST_PAIRED * MOST_PAIRED / 2 + 1,
                           sizeof *rows);
    if (!worst || !rows)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n->count; i++)
        if (is_paired(n, i))
            worst[usable++] = i;
    for (uint32_t i = 0; i < usable; i++)
        for (uint32_t k = i + 1; k < usable; k++) {
            const struct mnz_gone_row *a = &single[worst[i]], *b = &single[worst[k]];
            const struct mnz_removal both[2] = {a->removals[0], b->removals[0]};

            if (a->gone.kind != b->gone.kind)
                continue;
            rows[count] = make_row(r, both, 2, count);
            count++;
        }
    n->rows = rows;
    n->count = count;
    qsort(n->rows, n->count, sizeof *n->rows, by_loss);
    return MNZ_OK;
}

static enum mnz_status
find_outside(const struct mnz_scenario *s, const char *outside, uint32_t *place)
{
    *place = MNZ_NONE;
    for (uint32_t p = 0; outside && p < s->num_places; p++)
        if (strcmp(s->places[p].code, outside) == 0)
            *place = p;
    return outside && *place == MNZ_NONE ? MNZ_ERR_INPUT : MNZ_OK;
}

enum mnz_status
mnz_n_minus_1_rank(struct mnz_n_minus_1 *n, const struct mnz_n_minus_1_options *options)
{
    const struct mnz_network *net = n->model->network;
    struct ranking r = {.n = n, .net = net};
    struct mnz_baseline *baseline = NULL;
    uint32_t outside;
    enum mnz_status st = find_outside(net->scenario, options->outside, &outside);

    if (!st)
        st = mnz_baseline_create(net, mnz_network_median_draws(net), &baseline);
    if (st)
        return st;
    r.weight = mnz_arena_alloc(&n->arena, (size_t)net->num_nodes + 1, sizeof *r.weight);
    r.met = mnz_need_met_create(net, baseline, mnz_network_median_draws(net));
    st = r.weight && r.met ? MNZ_OK : MNZ_ERR_NOMEM;
    if (!st) {
        weigh(&r);
        st = list_single(&r, options, outside, baseline);
    }
    if (!st && options->in_pairs)
        st = list_pairs(&r);
    mnz_need_met_destroy(r.met);
    mnz_baseline_destroy(baseline);
    return st;
}
