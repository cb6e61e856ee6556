/* blame_holds.c - what controls and capacities keep back; see docs/model/blame.md. */

#include "study/blame_holds.h"

#include <math.h>

static double hold_by_licences(struct mnz_blame_lane *x, uint32_t l);
static double hold_by_bans(struct mnz_blame_lane *x, uint32_t l, double left);
static double hold_by_quotas(struct mnz_blame_lane *x, uint32_t l, double left);
static double hold_by_capacity(struct mnz_blame_lane *x, uint32_t l, double left);
static double hold_by_corridors(struct mnz_blame_lane *x, uint32_t l, double left);

void
mnz_blame_hold(struct mnz_blame_lane *x, uint32_t l)
{
    struct mnz_blame_link *link = &x->links[l];
    double left = link->needed;

    link->held = 0.0;
    link->hold = MNZ_NO_MIX;
    link->passes = left;
    if (!(left > 0.0))
        return;
    mnz_mix_begin(&x->mixes);
    left -= hold_by_licences(x, l);
    left -= hold_by_bans(x, l, left);
    left -= hold_by_quotas(x, l, left);
    left -= hold_by_capacity(x, l, left);
    left -= hold_by_corridors(x, l, left);
    link->hold = mnz_mix_end(&x->mixes);
    link->passes = mnz_blame_positive(left);
    link->held = link->needed - link->passes;
}

/* The position of the engine's link `l` among its controls: that of the network. */
static const struct mnz_control *
control_at(const struct mnz_blame_lane *x, uint32_t l, uint32_t j, uint32_t *id)
{
    const struct mnz_network *net = x->b->engine->net;

    *id = net->link_controls[mnz_engine_link(x->b->engine, l)->first_control + j];
    return &net->scenario->controls[*id];
}

static uint32_t
num_controls(const struct mnz_blame_lane *x, uint32_t l)
{
    return mnz_engine_link(x->b->engine, l)->num_controls;
}

/* The approval of one licence for the buyer of a link, over large and small firms of
 * both end uses. */
static double
approval_of(const struct mnz_blame_lane *x, const struct mnz_control *c, uint32_t l)
{
    const struct mnz_network *net = x->b->engine->net;
    const uint32_t buyer = net->ports[x->b->engine->links[l].port].node;
    const mnz_value_id firms =
        net->scenario->actors[net->nodes[buyer].actor].small_firms;
    const double military = mnz_blame_at(x, x->b->military, buyer);
    double approval = 0.0;

    for (int use = 0; use < MNZ_NUM_END_USES; use++) {
        const double share = use == MNZ_USE_MILITARY ? military : 1.0 - military;
        const double small = mnz_blame_value(x, firms);

        approval +=
            share * ((1.0 - small) * mnz_blame_value(x, c->licence.approval[use]) +
                     small * mnz_blame_value(x, c->licence.small_approval[use]));
    }
    return approval;
}

/* phi of one licence on a link: an extraterritorial one may not catch the goods. */
static double
phi_of(const struct mnz_blame_lane *x, uint32_t licence, uint32_t l)
{
    const struct mnz_network *net = x->b->engine->net;
    const struct mnz_control *c = mnz_licence_control(x->b, licence);
    const uint32_t seller = mnz_blame_seller(x, l);
    const uint32_t technology =
        mnz_ref_at(net->scenario->actors[net->nodes[seller].actor].technology);

    if (c->kind == MNZ_CONTROL_EXTRATERRITORIAL &&
        !(c->extraterritorial.technology_test && technology != MNZ_NONE &&
          mnz_place_within(net->scenario, technology, mnz_ref_at(c->by))) &&
        x->b->chi[(size_t)licence * net->num_nodes + seller][x->lane] <
            mnz_blame_value(x, c->extraterritorial.de_minimis))
        return 0.0;
    return mnz_blame_phi(x, c->regime);
}

static void
share_refusal(struct mnz_blame_lane *x, uint32_t l, const struct mnz_plan_terms *plan,
              double refused)
{
    const struct mnz_engine *e = x->b->engine;
    double sum = 0.0;

    for (int pass = 0; pass < 2; pass++)
        for (uint32_t j = 0; j < plan->count; j++) {
            const uint32_t v = e->link_licences[plan->first + j];
            const double weight =
                phi_of(x, v, l) *
                (1.0 - approval_of(x, mnz_licence_control(x->b, v), l));

            if (pass == 0)
                sum += weight;
            else if (sum > 0.0)
                mnz_blame_add_label(x, refused * weight / sum, MNZ_BLAME_REFUSED,
                                    e->control_of_licence[v], mnz_blame_seller(x, l));
        }
}

static double
hold_by_licences(struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_engine *e = x->b->engine;
    const uint32_t seller = mnz_blame_seller(x, l), i = e->links[l].licensed;
    const struct mnz_licence_terms *t;
    const struct mnz_plan_terms *plan;
    const struct mnz_licensed *state;
    double needed = x->links[l].needed, refused, lacking, waiting, lapsed;
    uint32_t control;

    if (i == MNZ_NONE)
        return 0.0;
    t = &x->b->terms[e->links[l].terms];
    plan = &e->terms[e->links[l].terms];
    if (!(t->phi[x->lane] > 0.0))
        return 0.0;
    state = mnz_licensed_at(x->b, i);
    control = e->control_of_licence[e->link_licences[plan->first +
                                                     (uint32_t)t->slowest[x->lane]]];
    refused = t->refused[x->lane] * (1.0 - t->leak[x->lane]) * needed;
    share_refusal(x, l, plan, refused);
    lacking = mnz_blame_positive(t->granted[x->lane] * needed - x->in_hand[i]);
    lapsed = mnz_blame_least(lacking, x->links[l].lapsed);
    waiting = mnz_blame_least(lacking - lapsed,
                              state->waiting[x->lane] + state->ready[x->lane]);
    mnz_blame_add_label(x, waiting, MNZ_BLAME_WAITING, control, seller);
    mnz_blame_add_label(x, lapsed, MNZ_BLAME_LAPSED, control, seller);
    mnz_blame_add_label(x, lacking - waiting - lapsed, MNZ_BLAME_UNASKED, control,
                        seller);
    return refused + lacking;
}

void
mnz_blame_note_lapse(struct mnz_blame_lane *x, uint32_t l)
{
    const struct mnz_engine *e = x->b->engine;
    const uint32_t i = e->links[l].licensed;
    const struct mnz_licence_terms *t;
    double used;

    x->links[l].lapsed = 0.0;
    if (i == MNZ_NONE)
        return;
    t = &x->b->terms[e->links[l].terms];
    if (!(t->phi[x->lane] > 0.0) || !(t->kept[x->lane] < 1.0))
        return;
    used =
        mnz_blame_positive(x->b->link[l].shipped[x->lane] -
                           mnz_blame_least(mnz_licensed_at(x->b, i)->free_part[x->lane],
                                           x->links[l].allowed));
    x->links[l].lapsed =
        mnz_blame_positive(x->in_hand[i] - used) * (1.0 - t->kept[x->lane]);
}

/* lambda of a ban: it rises with the gap between the buyer's premium and the seller's.
 */
static double
leak_of(const struct mnz_blame_lane *x, const struct mnz_control *c, uint32_t l)
{
    const struct mnz_batch *b = x->b;
    const struct mnz_net_link *link = mnz_engine_link(b->engine, l);
    const double leak = mnz_blame_value(x, c->leak);
    double gap = mnz_blame_at(x, b->premium, b->engine->net->ports[link->port].market);

    if (link->home_market != MNZ_NONE)
        gap -= mnz_blame_at(x, b->premium, link->home_market);
    return fmax(
        leak, fmin(mnz_blame_value(x, c->leak_most),
                   leak + mnz_blame_value(x, c->leak_rises) * mnz_blame_positive(gap)));
}

static double
hold_by_bans(struct mnz_blame_lane *x, uint32_t l, double left)
{
    const double before = left;

    for (uint32_t j = 0; j < num_controls(x, l); j++) {
        uint32_t id;
        const struct mnz_control *c = control_at(x, l, j, &id);
        double phi, covers, crosses, passes;

        if (c->kind != MNZ_CONTROL_BAN)
            continue;
        phi = mnz_blame_phi(x, c->regime);
        covers = mnz_blame_value(x, c->ban.covers);
        crosses = (1.0 - covers + covers * leak_of(x, c, l)) * x->links[l].needed;
        passes = (1.0 - phi) * left + phi * mnz_blame_least(left, crosses);
        mnz_blame_add_label(x, left - passes, MNZ_BLAME_BANNED, id,
                            mnz_blame_seller(x, l));
        left = passes;
    }
    return before - left;
}

/* By orders, the quota went by those of the last step. */
static double
hold_by_quotas(struct mnz_blame_lane *x, uint32_t l, double left)
{
    const struct mnz_batch *b = x->b;
    const double before = left;

    for (uint32_t j = 0; j < num_controls(x, l); j++) {
        uint32_t id;
        const struct mnz_control *c = control_at(x, l, j, &id);
        double phi, part, sum, allotment, passes;

        if (c->kind != MNZ_CONTROL_QUOTA)
            continue;
        phi = mnz_blame_phi(x, c->regime);
        if (!(phi > 0.0))
            continue;
        part = c->quota.share_by == MNZ_QUOTA_ORDERS ? x->links[l].order_before
                                                     : mnz_blame_at(x, b->base_flow, l);
        sum = mnz_blame_at(x, b->quota_sum, id);
        allotment = sum > 0.0 ? mnz_blame_value(x, c->quota.tonnes_tpa) *
                                    b->engine->net->years_per_step * part / sum
                              : 0.0;
        passes =
            mnz_blame_least(left, (1.0 - phi) * x->links[l].needed + phi * allotment);
        mnz_blame_add_label(x, left - passes, MNZ_BLAME_OVER_QUOTA, id,
                            mnz_blame_seller(x, l));
        left = passes;
    }
    return before - left;
}

static double
hold_by_capacity(struct mnz_blame_lane *x, uint32_t l, double left)
{
    const double held =
        mnz_blame_positive(left - mnz_blame_at(x, x->b->link_capacity, l));

    mnz_blame_add_label(x, held, MNZ_BLAME_LINK_CAPACITY, MNZ_NONE,
                        mnz_blame_seller(x, l));
    return held;
}

static double
outage_keep(const struct mnz_blame_lane *x, uint32_t control)
{
    return x->b->outage_keep[(size_t)control * x->b->engine->net->num_steps +
                             x->b->step][x->lane];
}

/* How much of a loss is a control's that keeps so much: the logarithm adds up where
 * factors multiply. */
static double
weight_of_keep(double keep)
{
    return -log(fmax(keep, 1e-9));
}

static double
hold_by_corridors(struct mnz_blame_lane *x, uint32_t l, double left)
{
    double keep, held, weights = 0.0;

    if (!x->b->corridor)
        return 0.0;
    keep = mnz_blame_at(x, x->b->corridor, l);
    held = keep < 1.0 ? mnz_blame_positive(left - keep * x->links[l].needed) : 0.0;
    for (int pass = 0; held > 0.0 && pass < 2; pass++)
        for (uint32_t j = 0; j < num_controls(x, l); j++) {
            uint32_t id;
            const struct mnz_control *c = control_at(x, l, j, &id);
            double weight;

            if (c->kind != MNZ_CONTROL_OUTAGE)
                continue;
            weight = weight_of_keep(outage_keep(x, id));
            if (pass == 0)
                weights += weight;
            else if (weights > 0.0)
                mnz_blame_add_label(x, held * weight / weights, MNZ_BLAME_CORRIDOR, id,
                                    mnz_blame_seller(x, l));
        }
    return held;
}

/* The part of capacity that an outage or a technology control leaves. */
static double
keep_of(const struct mnz_blame_lane *x, uint32_t id)
{
    const struct mnz_control *c = &x->b->engine->net->scenario->controls[id];
    double over, decayed;

    if (c->kind == MNZ_CONTROL_OUTAGE)
        return outage_keep(x, id);
    over = mnz_blame_value(x, c->technology.over_months);
    decayed = over > 0.0 ? fmin(1.0, x->b->technology_age[id][x->lane] / over) : 1.0;
    return 1.0 - mnz_blame_phi(x, c->regime) *
                     (1.0 - mnz_blame_value(x, c->technology.availability)) * decayed;
}

/* K0: capacity without outages and technology controls. */
static double
whole_capacity(const struct mnz_blame_lane *x, uint32_t node)
{
    const struct mnz_blame_plan *plan = x->plan;
    const struct mnz_network *net = x->b->engine->net;
    double keep = 1.0;

    for (uint32_t k = plan->first_act[node]; k < plan->first_act[node + 1]; k++)
        keep *= keep_of(x, plan->acts[k]);
    if (keep > 0.0)
        return mnz_blame_at(x, x->b->capacity, node) / keep;
    return mnz_blame_at(x, x->b->base_capacity, node) *
           mnz_blame_at(x, x->b->growth, node) *
           (1.0 + mnz_blame_value(
                      x, net->scenario->actors[net->nodes[node].actor].spare_capacity));
}

mnz_mix
mnz_blame_capacity(struct mnz_blame_lane *x, uint32_t node)
{
    const struct mnz_blame_plan *plan = x->plan;
    const double needed = x->nodes[node].needed,
                 capacity = mnz_blame_at(x, x->b->capacity, node),
                 whole = whole_capacity(x, node);
    const double cut = mnz_blame_positive(mnz_blame_least(whole, needed) - capacity);
    double weights = 0.0;

    mnz_mix_begin(&x->mixes);
    mnz_blame_add_label(x, needed - whole, MNZ_BLAME_CAPACITY, MNZ_NONE, node);
    for (int pass = 0; cut > 0.0 && pass < 2; pass++)
        for (uint32_t k = plan->first_act[node]; k < plan->first_act[node + 1]; k++) {
            const uint32_t id = plan->acts[k];
            const double weight = weight_of_keep(keep_of(x, id));

            if (pass == 0)
                weights += weight;
            else if (weights > 0.0)
                mnz_blame_add_label(x, cut * weight / weights,
                                    x->b->engine->net->scenario->controls[id].kind ==
                                            MNZ_CONTROL_OUTAGE
                                        ? MNZ_BLAME_OUTAGE
                                        : MNZ_BLAME_TECHNOLOGY,
                                    id, node);
        }
    return mnz_mix_end(&x->mixes);
}
