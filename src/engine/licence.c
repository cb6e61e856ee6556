/* licence.c - applications, offices, licences in hand; see docs/model.md, steps 1
 * and 3. */

#include "engine/licence.h"

static void void_ended(struct mnz_batch *b, uint32_t i, const struct mnz_treatment *t);
static void mature(struct mnz_batch *b, uint32_t i, const struct mnz_treatment *t);
static void advance_queues(struct mnz_batch *b);
static void pass_offices(struct mnz_batch *b);

void
mnz_licence_work(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    int has_office = 0;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        b->office_applied[v] = b->office_granted[v] = lane_of(0.0);
        b->office_backlog[v] = b->office_in_hand[v] = lane_of(0.0);
    }
    mnz_treatment_set(b);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const struct mnz_treatment *t = &b->treatment[e->treatment_of[i]];

        if (t->has_ended)
            void_ended(b, i, t);
        if (t->is_in_force)
            mature(b, i, t);
    }
    advance_queues(b);
    for (uint32_t t = 0; t < e->num_treatments; t++)
        has_office |= e->treatments[t].has_office;
    if (has_office)
        pass_offices(b);
}

/* Row j of the applications under way of licensed link i: matures in j + 1 office
 * steps. */
static mnz_lane *
under_way(struct mnz_batch *b, uint32_t i, uint32_t j)
{
    const uint32_t rows = b->engine->max_delay;
    uint32_t row = b->treatment[b->engine->treatment_of[i]].queue_head + j;

    if (row >= rows)
        row -= rows;
    return &b->under_way[(size_t)i * rows + row];
}

/* What was filed under a regime that is over is void. */
static void
void_ended(struct mnz_batch *b, uint32_t i, const struct mnz_treatment *t)
{
    struct mnz_licensed *x = &b->licensed[i];

    x->ready = lane_where(~t->ended, x->ready);
    x->waiting = lane_where(~t->ended, x->waiting);
    for (uint32_t j = 0; j < b->engine->max_delay; j++)
        *under_way(b, i, j) = lane_where(~t->ended, *under_way(b, i, j));
}

static const struct mnz_plan_treatment *
plan_of(const struct mnz_batch *b, uint32_t i)
{
    return &b->engine->treatments[b->engine->treatment_of[i]];
}

/* In lanes that are paused all that is under way waits a step longer. */
static void
shift_queue(struct mnz_batch *b, uint32_t i, mnz_mask waits)
{
    const uint32_t rows = b->engine->max_delay;

    for (uint32_t j = 0; j < rows; j++) {
        const mnz_lane next = j + 1 < rows ? *under_way(b, i, j + 1) : lane_of(0.0);

        *under_way(b, i, j) = lane_select(waits, *under_way(b, i, j), next);
    }
}

/* What matures becomes ready, and without an office comes into hand. */
static void
mature(struct mnz_batch *b, uint32_t i, const struct mnz_treatment *t)
{
    struct mnz_licensed *x = &b->licensed[i];
    mnz_lane *first = &b->under_way[(size_t)i * b->engine->max_delay + t->queue_head];
    mnz_lane ripe = *first;

    if (t->is_paused) {
        ripe = lane_where(~t->waits, ripe);
        shift_queue(b, i, t->waits);
    } else {
        *first = lane_of(0.0);
    }
    x->waiting = lane_positive(x->waiting - ripe); /* despite rounding */
    if (plan_of(b, i)->has_office) {
        x->ready += ripe;
        return;
    }
    mnz_licence_account(b, t, b->office_granted, ripe);
    x->in_hand += ripe;
}

/* Links that are treated alike have queues that move on together. */
static void
advance_queues(struct mnz_batch *b)
{
    for (uint32_t k = 0; k < b->engine->num_treatments; k++) {
        struct mnz_treatment *t = &b->treatment[k];

        if (t->is_in_force && !t->is_paused && ++t->queue_head == b->engine->max_delay)
            t->queue_head = 0;
    }
}

/* The sum of what is ready in each office, and the part of it that passes. */
static void
share_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        b->office_ready[v] = lane_of(0.0);
    for (uint32_t i = 0; i < e->num_licensed; i++)
        if (plan_of(b, i)->has_office)
            mnz_licence_account(b, &b->treatment[e->treatment_of[i]], b->office_ready,
                                b->licensed[i].ready);
    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);

        b->office_share[v] = lane_of(1.0);
        if (c->throughput_t_per_month != MNZ_VALUE_NONE)
            b->office_share[v] =
                lane_min(lane_of(1.0), lane_ratio(b->value[c->throughput_t_per_month] *
                                                      e->net->months_per_step,
                                                  b->office_ready[v], 1.0));
    }
}

/* Offices that pass so much a month pass each link's ready in the same proportion. */
static void
pass_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    share_offices(b);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const struct mnz_plan_treatment *plan = plan_of(b, i);
        struct mnz_licensed *x = &b->licensed[i];
        mnz_lane passed = lane_of(0.0);

        if (!plan->has_office)
            continue;
        for (uint32_t j = 0; j < plan->count; j++) {
            const uint32_t v = e->link_licences[plan->first + j];
            const mnz_lane part =
                lane_where(mnz_is_slowest(&b->treatment[e->treatment_of[i]], j),
                           x->ready * b->office_share[v]);

            passed += part;
            b->office_granted[v] += part;
        }
        x->in_hand += passed;
        x->ready = lane_positive(x->ready - passed);
    }
}

static inline void
add_in_parts(mnz_lane *restrict rows, const mnz_lane *restrict parts, uint32_t count,
             mnz_lane amount)
{
#pragma GCC unroll 4
    for (uint32_t j = 0; j < count; j++)
        rows[j] += amount * parts[j];
}

/* applied k_j goes to the row in which it matures in j steps. */
static inline void
spread_over_queue(struct mnz_batch *b, uint32_t i, uint32_t head, const mnz_lane *k,
                  uint32_t last, mnz_lane applied)
{
    const uint32_t rows = b->engine->max_delay, straight = rows - head;
    mnz_lane *queue = &b->under_way[(size_t)i * rows];
    const uint32_t before = last < straight ? last : straight;

    add_in_parts(&queue[head], &k[1], before, applied);
    add_in_parts(queue, &k[1 + before], last - before, applied);
}

/* The same where some lanes are paused: there it is filed a step later. */
static void
spread_with_pauses(struct mnz_batch *b, uint32_t i, const mnz_lane *k, uint32_t last,
                   mnz_lane applied, mnz_mask waits)
{
    const uint32_t longest = b->engine->max_delay;

    for (uint32_t j = 0; j <= last; j++) {
        const uint32_t late = j < longest ? j : longest - 1;

        *under_way(b, i, late) += lane_where(waits, applied * k[j]);
        if (j > 0)
            *under_way(b, i, j - 1) += lane_where(~waits, applied * k[j]);
    }
}

/* Put `applied` under way by the delays of licence `v`. Lanes with a shorter queue than
 * the longest add 0. */
MNZ_INLINE void
file_with(struct mnz_batch *b, uint32_t i, uint32_t v, mnz_lane applied, int is_paused,
          mnz_mask waits)
{
    const uint32_t last = b->delay_last[v];
    const mnz_lane *k = &b->delay[(size_t)v * (b->engine->max_delay + 1)];
    struct mnz_licensed *x = &b->licensed[i];
    mnz_lane at_once = applied * k[0];

    if (is_paused)
        at_once = lane_where(~waits, at_once);
    b->office_applied[v] += applied;
    if (mnz_licence_control(b, v)->throughput_t_per_month != MNZ_VALUE_NONE) {
        x->ready += at_once;
    } else {
        x->in_hand += at_once;
        b->office_granted[v] += at_once;
    }
    x->waiting += applied - at_once;
    if (is_paused)
        spread_with_pauses(b, i, k, last, applied, waits);
    else
        spread_over_queue(b, i, b->treatment[b->engine->treatment_of[i]].queue_head, k,
                          last, applied);
}

/* Lane by lane: each has its own slowest licence, or is paused or not. */
static void
file_by_lane(struct mnz_batch *b, uint32_t i, const struct mnz_treatment *t,
             mnz_lane applied)
{
    const struct mnz_plan_treatment *plan = plan_of(b, i);

    for (uint32_t j = 0; j < plan->count; j++) {
        const mnz_mask its = mnz_is_slowest(t, j);
        const mnz_mask waits = t->waits & its;

        if (lane_any(its))
            file_with(b, i, b->engine->link_licences[plan->first + j],
                      lane_where(its, applied), lane_any(waits), waits);
    }
}

mnz_lane
mnz_licence_ask(struct mnz_batch *b, const struct mnz_plan_link *link, mnz_lane order,
                mnz_lane normal_most, mnz_lane need_most, mnz_lane cover_and_lead)
{
    const struct mnz_treatment *t = &b->treatment[link->treatment];
    struct mnz_licensed *x = &b->licensed[link->licensed];
    const mnz_lane wanted = t->phi * order, normal = t->granted * normal_most;
    const mnz_lane usual = lane_min(need_most, normal_most);
    mnz_lane credit = x->credit, base = x->credit_base;
    mnz_lane general, bound, applied, grey, allowed;

    if (!t->is_in_force) {
        allowed = order + x->in_hand;
        x->in_hand = lane_of(0.0);
        return allowed;
    }
    if (t->has_begun) {
        x->credit_base = base = lane_select(t->begins, normal, base);
        credit = lane_where(~t->begins, credit);
    }
    credit += normal;
    general = t->phi * lane_min(order, t->general * usual);
    bound = lane_positive(credit + t->ahead * normal +
                          cover_and_lead * lane_positive(normal - base));
    applied = lane_min(wanted - general, t->granted * need_most);
    applied = lane_min(applied, lane_min(bound, t->trim * normal));
    applied = lane_where(t->in_force, lane_positive(applied));
    x->credit = credit - applied;
    grey = lane_positive(
        lane_min(t->leak * (t->refused * usual), wanted - general - applied));
    x->free_part = (1.0 - t->phi) * order + general + grey;
    if (lane_any((mnz_mask)(applied > 0.0))) {
        if (t->office != MNZ_NONE && !t->is_paused)
            file_with(b, link->licensed, t->office, applied, 0, (mnz_mask){0});
        else
            file_by_lane(b, link->licensed, t, applied);
    }
    allowed = x->free_part + x->in_hand;
    x->in_hand = lane_where(t->in_force, x->in_hand);
    return allowed;
}
