/* licence_terms.c - terms of the licences on a link, merged, once per step for all
 * links whose terms are equal; see docs/model/step.md, move 2. */

#include "engine/licence_terms.h"

#include "engine/ban_quota.h"
#include "engine/delays.h"
#include "engine/parameters.h"
#include "engine/schedule.h"

static void note_changes(struct mnz_batch *b);
static int is_stale(const struct mnz_batch *b, const struct mnz_plan_terms *plan);
static void merge(struct mnz_batch *b, const struct mnz_plan_terms *plan,
                  struct mnz_licence_terms *x);
static void find_office(const struct mnz_batch *b, const struct mnz_plan_terms *plan,
                        struct mnz_licence_terms *x);
static uint32_t rows_of_queue(const struct mnz_batch *b,
                              const struct mnz_plan_terms *plan, uint32_t before);
static mnz_mask paused_lanes(const struct mnz_batch *b,
                             const struct mnz_plan_terms *plan,
                             const struct mnz_licence_terms *x);

static void
mnz_licence_terms_set(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    if (b->step == 0 || e->values_change[b->step])
        mnz_licence_set_delays(b);
    note_changes(b);
    for (uint32_t t = 0; t < e->num_terms; t++) {
        const struct mnz_plan_terms *plan = &e->terms[t];
        struct mnz_licence_terms *x = &b->terms[t];
        const mnz_mask before = x->in_force;
        const uint8_t was_in_force = x->is_in_force;

        if (is_stale(b, plan)) {
            merge(b, plan, x);
            find_office(b, plan, x);
        }
        x->begins = x->in_force & ~before;
        x->ended = before & ~x->in_force;
        x->has_begun = (uint8_t)lane_any(x->begins);
        x->has_ended = (uint8_t)lane_any(x->ended);
        x->acts = x->is_in_force | was_in_force;
        if (plan->can_pause) {
            x->waits = paused_lanes(b, plan, x);
            x->is_paused = (uint8_t)lane_any(x->waits);
        }
        x->moves_on_filing = x->office != MNZ_NONE && !x->is_paused;
        x->queue_rows = rows_of_queue(b, plan, x->queue_rows);
    }
}

/* Licences whose terms differ from the step before, in any lane. */
static void
note_changes(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);
        const mnz_lane phi = mnz_phi(b, c->regime);

        b->has_changed[v] = b->step == 0 || e->values_change[b->step];
        if (!b->has_changed[v])
            b->has_changed[v] =
                (uint8_t)lane_any((mnz_mask)(phi != mnz_phi_before(b, c->regime)));
    }
}

/* Whether terms must be computed anew: a licence has changed, or the terms depend on
 * content or prices, which move by themselves. */
static int
is_stale(const struct mnz_batch *b, const struct mnz_plan_terms *plan)
{
    const uint32_t *licences = &b->engine->link_licences[plan->first];
    int stale = plan->is_traced || plan->can_leak;

    for (uint32_t j = 0; j < plan->count; j++)
        stale |= b->has_changed[licences[j]];
    return stale;
}

/* phi of one licence control on one link: a foreign maker is caught by content or by
 * technology. */
static mnz_lane
phi_on_link(const struct mnz_batch *b, uint32_t licence, uint32_t l)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_control *c = mnz_licence_control(b, licence);
    const mnz_lane phi = mnz_phi(b, c->regime);
    uint32_t node, technology;

    if (c->kind != MNZ_CONTROL_EXTRATERRITORIAL)
        return phi;
    node = net->outputs[b->engine->links[l].output].node;
    technology = mnz_ref_at(net->scenario->actors[net->nodes[node].actor].technology);
    if (c->extraterritorial.technology_test && technology != MNZ_NONE &&
        mnz_place_within(net->scenario, technology, mnz_ref_at(c->by)))
        return phi;
    return lane_where((mnz_mask)(b->chi[(size_t)licence * net->num_nodes + node] >=
                                 b->value[c->extraterritorial.de_minimis]),
                      phi);
}

/* Approval and general-licence share of one licence control for one buyer. */
struct terms {
    mnz_lane approval, general;
};

/* Of one end use: the mean over the purchases of large and small applicants. */
static mnz_lane
approval_of(const struct mnz_batch *b, const struct mnz_control *c,
            enum mnz_end_use use, uint32_t buyer)
{
    const struct mnz_scenario *s = b->engine->net->scenario;
    const mnz_lane large = b->value[c->licence.approval[use]];
    mnz_lane small_share;

    if (c->licence.small_approval[use] == c->licence.approval[use])
        return large;
    small_share = b->value[s->actors[b->engine->net->nodes[buyer].actor].small_firms];
    return (1.0 - small_share) * large +
           small_share * b->value[c->licence.small_approval[use]];
}

static struct terms
terms_on_link(const struct mnz_batch *b, uint32_t licence, uint32_t l)
{
    const struct mnz_control *c = mnz_licence_control(b, licence);
    const uint32_t buyer = b->engine->net->ports[b->engine->links[l].port].node;
    const mnz_lane military = b->military[buyer];
    struct terms t;

    t.approval = (1.0 - military) * approval_of(b, c, MNZ_USE_CIVIL, buyer) +
                 military * approval_of(b, c, MNZ_USE_MILITARY, buyer);
    t.general = b->value[c->licence.general];
    if (c->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        t.general = 1.0 - b->value[c->extraterritorial.compliance] * (1.0 - t.general);
    return t;
}

/* Several licences on one link: those in force multiply, and the slowest sets the
 * pace. */
static void
merge(struct mnz_batch *b, const struct mnz_plan_terms *plan,
      struct mnz_licence_terms *x)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *licences = &e->link_licences[plan->first];
    mnz_lane longest = lane_of(-1.0), approval = lane_of(1.0);

    x->phi = lane_of(0.0);
    for (uint32_t j = 0; j < plan->count; j++)
        x->phi = lane_max(x->phi, phi_on_link(b, licences[j], plan->link));
    x->in_force = (mnz_mask)(x->phi > 0.0);
    x->is_in_force = (uint8_t)lane_any(x->in_force);
    x->matures_on_order = x->is_in_force && !x->has_office;
    x->general = x->kept = lane_of(1.0);
    x->ahead = x->leak = x->headroom = lane_of(0.0);
    x->trim = lane_of(MNZ_UNLIMITED);
    x->slowest = lane_of(-1.0);
    for (uint32_t j = 0; j < plan->count && x->is_in_force; j++) {
        const struct mnz_control *c = mnz_licence_control(b, licences[j]);
        const mnz_lane phi_j = phi_on_link(b, licences[j], plan->link);
        const mnz_lane part = lane_ratio(phi_j, x->phi, 0.0);
        const struct terms t = terms_on_link(b, licences[j], plan->link);
        const mnz_lane median = b->value[c->licence.processing_months];
        const mnz_mask slower = (mnz_mask)(phi_j > 0.0) & (mnz_mask)(median > longest);
        const mnz_lane validity =
            mnz_value_lane(b, c->licence.validity_months, MNZ_UNLIMITED);

        x->leak = lane_max(x->leak, lane_where((mnz_mask)(phi_j > 0.0),
                                               mnz_control_leak(b, c, plan->link)));
        approval *= 1.0 - part * (1.0 - t.approval);
        x->general *= 1.0 - part * (1.0 - t.general);
        x->slowest = lane_select(slower, lane_of((double)j), x->slowest);
        longest = lane_select(slower, median, longest);
        x->ahead = lane_select(
            slower, b->value[c->licence.order_ahead] * b->delay_mean[licences[j]],
            x->ahead);
        x->trim = lane_select(slower, mnz_value_lane(b, c->licence.trim, MNZ_UNLIMITED),
                              x->trim);
        x->headroom = lane_select(slower, b->value[c->licence.headroom], x->headroom);
        x->kept = lane_select(
            slower, 1.0 - lane_min(lane_of(1.0), e->net->months_per_step / validity),
            x->kept);
    }
    x->has_headroom = (uint8_t)lane_any((mnz_mask)(x->headroom > 0.0));
    x->granted = x->phi * (1.0 - x->general) * approval;
    x->refused = x->phi * (1.0 - x->general) * (1.0 - approval);
    x->passes = 1.0 - x->phi +
                x->phi * (x->general +
                          (1.0 - x->general) * (approval + (1.0 - approval) * x->leak));
}

/* Where all lanes in force have the same slowest licence, its office need not be looked
 * up lane by lane: in the others there is nothing under licence. */
static void
find_office(const struct mnz_batch *b, const struct mnz_plan_terms *plan,
            struct mnz_licence_terms *x)
{
    x->office = MNZ_NONE;
    for (uint32_t j = 0; j < plan->count; j++) {
        const uint32_t v = b->engine->link_licences[plan->first + j];

        if (lane_any(mnz_is_slowest(x, j) ^ x->in_force))
            continue;
        x->office = v;
        x->delay = &b->delay[(size_t)v * b->engine->queue_rows];
        x->is_limited =
            mnz_licence_control(b, v)->licence.throughput_t_per_month != MNZ_VALUE_NONE;
    }
}

/* An application filed in a paused office is decided a row later, but in the last row
 * at the latest. */
static uint32_t
rows_of_queue(const struct mnz_batch *b, const struct mnz_plan_terms *plan,
              uint32_t before)
{
    const uint32_t longest = b->engine->max_delay;
    uint32_t rows = before;

    for (uint32_t j = 0; j < plan->count; j++) {
        const uint32_t v = b->engine->link_licences[plan->first + j];
        const uint32_t most = b->delay_last[v] + plan->can_pause;
        const uint32_t blocks = mnz_queue_blocks(most < longest ? most : longest);

        rows = blocks > rows ? blocks : rows;
    }
    return rows;
}

static mnz_mask
paused_lanes(const struct mnz_batch *b, const struct mnz_plan_terms *plan,
             const struct mnz_licence_terms *x)
{
    const struct mnz_engine *e = b->engine;
    mnz_mask paused = {0};

    for (uint32_t j = 0; j < plan->count; j++) {
        const uint32_t v = e->link_licences[plan->first + j];

        paused |=
            mnz_is_slowest(x, j) & b->paused[(size_t)v * e->net->num_steps + b->step];
    }
    return paused;
}
