/* licence.c - applications, offices, licences in hand: moves 2 to 4 of a step, see
 * docs/model/step.md. */

#include "engine/licence.h"

#include "engine/licence_terms.h"

static void void_ended(struct mnz_licensed *x, const struct mnz_licence_terms *t);
static void pass_offices(struct mnz_batch *b);

/* Applications that wait for no office mature as their link orders, see order.c. */
static void
mnz_step_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    int has_ended = 0, has_office = 0;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        b->office_applied[v] = b->office_granted[v] = lane_of(0.0);
        b->office_backlog[v] = b->office_in_hand[v] = lane_of(0.0);
    }
    mnz_licence_terms_set(b);
    for (uint32_t t = 0; t < e->num_terms; t++) {
        has_ended |= b->terms[t].has_ended;
        has_office |= b->terms[t].has_office;
    }
    for (uint32_t i = 0; has_ended && i < e->num_licensed; i++) {
        const struct mnz_licence_terms *t = &b->terms[e->terms_of[i]];

        if (t->has_ended)
            void_ended(mnz_licensed_at(b, i), t);
    }
    if (has_office)
        pass_offices(b);
}

/* Applications filed under a regime that is over are void. */
static void
void_ended(struct mnz_licensed *x, const struct mnz_licence_terms *t)
{
    x->ready = lane_where(~t->ended, x->ready);
    x->waiting = lane_where(~t->ended, x->waiting);
    for (uint32_t j = 0; j < t->queue_rows; j++)
        x->queue[j] = lane_where(~t->ended, x->queue[j]);
}

/* Add `amount` to the account of the office of each lane: its slowest licence. There is
 * none in lanes that are not in force. */
static inline void
account(const struct mnz_batch *b, const struct mnz_licence_terms *t,
        mnz_lane *accounts, mnz_lane amount)
{
    const struct mnz_plan_terms *plan;

    if (t->office != MNZ_NONE) {
        accounts[t->office] += amount;
        return;
    }
    plan = &b->engine->terms[t - b->terms];
    for (uint32_t j = 0; j < plan->count; j++)
        accounts[b->engine->link_licences[plan->first + j]] +=
            lane_where(mnz_is_slowest(t, j), amount);
}

/* In lanes that are paused all that is under way waits a step longer. */
static void
shift_queue(mnz_lane *queue, uint32_t rows, mnz_mask waits)
{
    for (uint32_t j = 0; j < rows; j++)
        queue[j] = lane_select(waits, queue[j], queue[j + 1]);
}

static inline void
mnz_licence_mature(struct mnz_batch *b, const struct mnz_licence_terms *t,
                   struct mnz_licensed *x)
{
    mnz_lane matured = x->queue[0];

    if (!t->moves_on_filing) {
        matured = lane_where(~t->waits, matured);
        shift_queue(x->queue, t->queue_rows, t->waits);
    }
    x->waiting = lane_positive(x->waiting - matured); /* despite rounding */
    if (t->has_office) {
        x->ready += matured;
        return;
    }
    account(b, t, b->office_granted, matured);
    x->in_hand += matured;
}

/* Sum of the licences that are ready in each office, and the part of them that passes.
 */
static void
share_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        b->office_ready[v] = lane_of(0.0);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const struct mnz_licence_terms *t = &b->terms[e->terms_of[i]];

        if (!t->has_office)
            continue;
        if (t->is_in_force)
            mnz_licence_mature(b, t, mnz_licensed_at(b, i));
        account(b, t, b->office_ready, mnz_licensed_at(b, i)->ready);
    }
    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);

        b->office_share[v] = lane_of(1.0);
        if (c->licence.throughput_t_per_month != MNZ_VALUE_NONE)
            b->office_share[v] = lane_min(
                lane_of(1.0), lane_ratio(b->value[c->licence.throughput_t_per_month] *
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
        const struct mnz_licence_terms *t = &b->terms[e->terms_of[i]];
        const struct mnz_plan_terms *plan = &e->terms[e->terms_of[i]];
        struct mnz_licensed *x = mnz_licensed_at(b, i);
        mnz_lane passed = lane_of(0.0);

        if (!t->has_office)
            continue;
        for (uint32_t j = 0; j < plan->count; j++) {
            const uint32_t v = e->link_licences[plan->first + j];
            const mnz_lane part =
                lane_where(mnz_is_slowest(t, j), x->ready * b->office_share[v]);

            passed += part;
            b->office_granted[v] += part;
        }
        x->in_hand += passed;
        x->ready = lane_positive(x->ready - passed);
    }
}

/* All that is under way comes a row nearer, and applied k_j goes to the row in which it
 * matures in j steps. */
MNZ_INLINE void
move_queue_on(mnz_lane *restrict q, uint32_t rows, const mnz_lane *restrict k,
              mnz_lane applied)
{
    const mnz_lane *end = q + rows;

    for (; q < end; q += MNZ_QUEUE_BLOCK, k += MNZ_QUEUE_BLOCK)
        for (int i = 0; i < MNZ_QUEUE_BLOCK; i++)
            q[i] = q[i + 1] + applied * k[i + 1];
}

/* Enter applications in office `v`, some of them decided at once. */
MNZ_INLINE void
enter(struct mnz_batch *b, struct mnz_licensed *x, uint32_t v, int is_limited,
      mnz_lane applied, mnz_lane at_once)
{
    b->office_applied[v] += applied;
    if (is_limited) {
        x->ready += at_once;
    } else {
        x->in_hand += at_once;
        b->office_granted[v] += at_once;
    }
    x->waiting += applied - at_once;
}

/* Put `applied` under way in the one office that it goes to. Lanes with a shorter queue
 * than the longest add 0, as do those that apply for nothing. */
MNZ_INLINE void
file_in_one_office(struct mnz_batch *b, const struct mnz_licence_terms *t,
                   struct mnz_licensed *x, mnz_lane applied)
{
    enter(b, x, t->office, t->is_limited, applied, applied * t->delay[0]);
    move_queue_on(x->queue, t->queue_rows, t->delay, applied);
}

static void
add_in_parts(mnz_lane *rows, const mnz_lane *parts, uint32_t count, mnz_lane amount)
{
    for (uint32_t j = 0; j < count; j++)
        rows[j] += amount * parts[j];
}

/* In lanes that are paused, applications are filed a step later. */
static void
spread_with_pauses(const struct mnz_batch *b, struct mnz_licensed *x, const mnz_lane *k,
                   uint32_t last, mnz_lane applied, mnz_mask waits)
{
    const uint32_t longest = b->engine->max_delay;

    for (uint32_t j = 0; j <= last; j++) {
        const uint32_t late = j < longest ? j : longest - 1;

        x->queue[late] += lane_where(waits, applied * k[j]);
        if (j > 0)
            x->queue[j - 1] += lane_where(~waits, applied * k[j]);
    }
}

static void
file_by_lane(struct mnz_batch *b, const struct mnz_licence_terms *t,
             struct mnz_licensed *x, mnz_lane applied)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_terms *plan = &e->terms[t - b->terms];

    for (uint32_t j = 0; j < plan->count; j++) {
        const uint32_t v = e->link_licences[plan->first + j], last = b->delay_last[v];
        const mnz_lane *k = &b->delay[(size_t)v * e->queue_rows];
        const mnz_mask its = mnz_is_slowest(t, j), waits = t->waits & its;
        const mnz_lane its_part = lane_where(its, applied);
        const mnz_lane at_once = lane_where(~waits, its_part * k[0]);

        if (!lane_any(its))
            continue;
        enter(b, x, v,
              mnz_licence_control(b, v)->licence.throughput_t_per_month !=
                  MNZ_VALUE_NONE,
              its_part, at_once);
        if (lane_any(waits))
            spread_with_pauses(b, x, k, last, its_part, waits);
        else
            add_in_parts(x->queue, &k[1], last, its_part);
    }
}

MNZ_INLINE mnz_lane
mnz_licence_ask(struct mnz_batch *b, const struct mnz_link_ties *ties, mnz_lane order,
                mnz_lane normal_most, mnz_lane need_most, mnz_lane cover_and_lead)
{
    const struct mnz_licence_terms *t = ties->terms;
    struct mnz_licensed *x = ties->licensed;
    const mnz_lane wanted = t->phi * order, normal = t->granted * normal_most;
    const mnz_lane usual = lane_min(need_most, normal_most);
    mnz_lane general, bound, most, applied, grey, free_part, in_hand;

    if (!t->is_in_force) {
        in_hand = x->in_hand;
        x->in_hand = lane_of(0.0);
        return order + in_hand;
    }
    if (t->has_begun) {
        x->credit_base = lane_select(t->begins, normal, x->credit_base);
        x->credit = lane_where(~t->begins, x->credit);
    }
    x->credit += normal;
    general = t->phi * lane_min(order, t->general * usual);
    bound = lane_positive(x->credit + t->ahead * normal +
                          cover_and_lead * lane_positive(normal - x->credit_base));
    applied = lane_min(wanted - general, t->granted * need_most);
    most = t->has_headroom ? bound + t->headroom * normal : bound;
    applied = lane_min(applied, lane_min(most, t->trim * normal));
    applied = lane_where(t->in_force, lane_positive(applied));
    x->credit -= t->has_headroom ? lane_min(applied, bound) : applied;
    grey = lane_positive(
        lane_min(t->leak * (t->refused * usual), wanted - general - applied));
    free_part = (1.0 - t->phi) * order + general + grey;
    x->free_part = free_part;
    if (t->moves_on_filing)
        file_in_one_office(b, t, x, applied);
    else if (lane_any((mnz_mask)(applied > 0.0)))
        file_by_lane(b, t, x, applied);
    in_hand = x->in_hand;
    x->in_hand = lane_where(t->in_force, in_hand);
    return free_part + in_hand;
}

static inline void
mnz_licence_settle(struct mnz_batch *b, const struct mnz_link_ties *ties,
                   mnz_lane shipped, mnz_lane allowed)
{
    const struct mnz_licence_terms *t = ties->terms;
    struct mnz_licensed *x = ties->licensed;
    const mnz_lane waiting = t->has_office ? x->waiting + x->ready : x->waiting;
    mnz_lane used;

    used = lane_positive(shipped - lane_min(x->free_part, allowed));
    x->in_hand = lane_positive(x->in_hand - used) * t->kept;
    account(b, t, b->office_backlog, waiting);
    account(b, t, b->office_in_hand, x->in_hand);
}
