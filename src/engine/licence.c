/* licence.c - applications, offices, licences in hand; see docs/model.md, steps 1
 * and 3. */

#include "engine/licence.h"

#include "engine/environment.h"
#include "engine/hold.h"
#include "engine/parameters.h"

static void note_changes(struct mnz_batch *b);
static void trace_content(struct mnz_batch *b, uint32_t licence);
static int is_stale(const struct mnz_batch *b, uint32_t i);
static void merge_regimes(struct mnz_batch *b, uint32_t i);
static void void_ended(struct mnz_batch *b, uint32_t i);
static void mature(struct mnz_batch *b, uint32_t i);
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
    note_changes(b);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        if (is_stale(b, i)) {
            merge_regimes(b, i);
            void_ended(b, i);
        }
        if (b->is_in_force[i])
            mature(b, i);
        has_office |= e->licensed[i].has_office;
    }
    if (has_office)
        pass_offices(b);
}

/* Which licences mean something else than in the step before, in any lane. */
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
        if (c->kind == MNZ_CONTROL_EXTRATERRITORIAL && lane_any((mnz_mask)(phi > 0.0)))
            trace_content(b, v);
    }
}

/* chi: the share by value of controlled content in what each facility makes. */
static void
trace_content(struct mnz_batch *b, uint32_t licence)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_network *net = e->net;
    const uint32_t *from = &e->content_nodes[e->content_first[licence]];
    mnz_lane *chi = &b->chi[(size_t)licence * net->num_nodes];

    for (uint32_t k = 0; k < e->traced_count[licence]; k++) {
        const uint32_t i = e->traced_nodes[e->traced_first[licence] + k];
        const struct mnz_net_node *node = &net->nodes[i];
        mnz_lane bought = lane_of(0.0), made = lane_of(0.0);

        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            const struct mnz_net_port *port = &net->ports[p];
            mnz_lane share = lane_of(0.0);

            for (uint32_t j = 0; j < port->num_links; j++, from++) {
                if (*from == MNZ_CONTENT_ALL)
                    share += b->link[port->first_link + j].w;
                else if (*from != MNZ_CONTENT_NONE)
                    share += b->link[port->first_link + j].w * chi[*from];
            }
            bought += b->price[port->material] * b->port[p].use * share;
        }
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            made += b->price[net->outputs[o].material] * b->yield[o];
        chi[i] = lane_min(lane_of(1.0), lane_ratio(bought, made, 0.0));
    }
}

/* Whether the merged regime of a link must be made anew: a licence has changed, or what
 * it means depends on what moves by itself, content and prices. */
static int
is_stale(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *licences = &e->link_licences[e->licences_first[i]];
    int stale = e->licensed[i].is_traced || e->licensed[i].can_leak;

    for (uint32_t j = 0; j < e->licences_count[i]; j++)
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
    technology = net->scenario->actors[net->nodes[node].actor].technology;
    if (c->technology_test && technology != MNZ_NONE &&
        mnz_place_within(net->scenario, technology, c->by))
        return phi;
    return lane_where((mnz_mask)(b->chi[(size_t)licence * net->num_nodes + node] >=
                                 b->value[c->de_minimis]),
                      phi);
}

/* What one licence control means for one buyer. */
struct terms {
    mnz_lane approval, general;
};

/* Of one end use: the mean over the purchases of large and small applicants. */
static mnz_lane
approval_of(const struct mnz_batch *b, const struct mnz_control *c,
            enum mnz_end_use use, uint32_t buyer)
{
    const struct mnz_scenario *s = b->engine->net->scenario;
    const mnz_lane large = b->value[c->approval[use]];
    mnz_lane small_share;

    if (c->small_approval[use] == c->approval[use])
        return large;
    small_share = b->value[s->actors[b->engine->net->nodes[buyer].actor].small_firms];
    return (1.0 - small_share) * large + small_share * b->value[c->small_approval[use]];
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
    t.general = b->value[c->general];
    if (c->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        t.general = 1.0 - b->value[c->compliance] * (1.0 - t.general);
    return t;
}

static void
merge_regimes(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *licences = &e->link_licences[e->licences_first[i]];
    const uint32_t l = e->link_of_licensed[i];
    struct mnz_licensed *x = &b->licensed[i];
    mnz_lane longest = lane_of(-1.0);

    x->phi = lane_of(0.0);
    for (uint32_t j = 0; j < e->licences_count[i]; j++)
        x->phi = lane_max(x->phi, phi_on_link(b, licences[j], l));
    b->is_in_force[i] = (uint8_t)lane_any((mnz_mask)(x->phi > 0.0));
    x->approval = x->general = lane_of(1.0);
    x->ahead = x->lapse = x->leak = lane_of(0.0);
    x->trim = lane_of(MNZ_UNLIMITED);
    x->slowest = lane_of(-1.0);
    for (uint32_t j = 0; j < e->licences_count[i] && b->is_in_force[i]; j++) {
        const struct mnz_control *c = mnz_licence_control(b, licences[j]);
        const mnz_lane phi_j = phi_on_link(b, licences[j], l);
        const mnz_lane part = lane_ratio(phi_j, x->phi, 0.0);
        const struct terms t = terms_on_link(b, licences[j], l);
        const mnz_lane median = b->value[c->processing_months];
        const mnz_mask slower = (mnz_mask)(phi_j > 0.0) & (mnz_mask)(median > longest);

        x->leak = lane_max(x->leak,
                           lane_where((mnz_mask)(phi_j > 0.0), mnz_hold_leak(b, c, l)));
        x->approval *= 1.0 - part * (1.0 - t.approval);
        x->general *= 1.0 - part * (1.0 - t.general);
        x->slowest = lane_select(slower, lane_of((double)j), x->slowest);
        longest = lane_select(slower, median, longest);
        x->ahead = lane_select(
            slower, b->value[c->order_ahead] * b->delay_mean[licences[j]], x->ahead);
        x->trim =
            lane_select(slower, mnz_value_lane(b, c->trim, MNZ_UNLIMITED), x->trim);
        x->lapse =
            lane_select(slower,
                        lane_min(lane_of(1.0), e->net->months_per_step /
                                                   mnz_value_lane(b, c->validity_months,
                                                                  MNZ_UNLIMITED)),
                        x->lapse);
    }
    x->granted = x->phi * (1.0 - x->general) * x->approval;
    x->passes =
        1.0 - x->phi +
        x->phi * (x->general +
                  (1.0 - x->general) * (x->approval + (1.0 - x->approval) * x->leak));
}

/* Row j of the applications under way of licensed link i: matures in j + 1 office
 * steps. */
static mnz_lane *
under_way(struct mnz_batch *b, uint32_t i, uint32_t j)
{
    const uint32_t rows = b->engine->max_delay;
    uint32_t row = b->under_way_head[i] + j;

    if (row >= rows)
        row -= rows;
    return &b->under_way[(size_t)i * rows + row];
}

/* What was filed under a regime that is over is void. */
static void
void_ended(struct mnz_batch *b, uint32_t i)
{
    struct mnz_licensed *x = &b->licensed[i];
    const mnz_mask ended = x->was_in_force & (mnz_mask)(x->phi <= 0.0);

    if (!lane_any(ended))
        return;
    x->ready = lane_where(~ended, x->ready);
    x->waiting = lane_where(~ended, x->waiting);
    for (uint32_t j = 0; j < b->engine->max_delay; j++)
        *under_way(b, i, j) = lane_where(~ended, *under_way(b, i, j));
}

/* Lanes in which the j-th licence of a link is the slowest in force. */
static mnz_mask
is_slowest(const struct mnz_licensed *x, uint32_t j)
{
    return (mnz_mask)(x->slowest == lane_of((double)j));
}

static mnz_mask
paused_lanes(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_engine *e = b->engine;
    mnz_mask paused = {0};

    for (uint32_t j = 0; e->licensed[i].can_pause && j < e->licences_count[i]; j++) {
        const uint32_t v = e->link_licences[e->licences_first[i] + j];

        paused |= is_slowest(&b->licensed[i], j) &
                  b->paused[(size_t)v * e->net->num_steps + b->step];
    }
    return paused;
}

/* Add `amount` to the account of the office of each lane: its slowest licence. */
static void
account(const struct mnz_batch *b, uint32_t i, mnz_lane *accounts, mnz_lane amount)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *licences = &e->link_licences[e->licences_first[i]];

    for (uint32_t j = 0; j < e->licences_count[i]; j++)
        accounts[licences[j]] += lane_where(is_slowest(&b->licensed[i], j), amount);
}

/* What matures becomes ready, and without an office comes into hand. */
static void
mature(struct mnz_batch *b, uint32_t i)
{
    const uint32_t rows = b->engine->max_delay;
    struct mnz_licensed *x = &b->licensed[i];
    const mnz_mask waits = paused_lanes(b, i);
    mnz_lane *first = under_way(b, i, 0);
    const mnz_lane ripe = lane_where(~waits, *first);

    x->ready += ripe;
    x->waiting = lane_positive(x->waiting - ripe); /* despite rounding */
    if (!lane_any(waits)) {
        *first = lane_of(0.0);
        b->under_way_head[i]++;
        if (b->under_way_head[i] == rows)
            b->under_way_head[i] = 0;
    } else {
        for (uint32_t j = 0; j < rows; j++) {
            const mnz_lane next = j + 1 < rows ? *under_way(b, i, j + 1) : lane_of(0.0);

            *under_way(b, i, j) = lane_select(waits, *under_way(b, i, j), next);
        }
    }
    if (b->engine->licensed[i].has_office)
        return;
    account(b, i, b->office_granted, x->ready);
    x->in_hand += x->ready;
    x->ready = lane_of(0.0);
}

/* Offices that pass so much a month pass each link's ready in the same proportion. */
static void
pass_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        b->office_ready[v] = lane_of(0.0);
    for (uint32_t i = 0; i < e->num_licensed; i++)
        if (e->licensed[i].has_office)
            account(b, i, b->office_ready, b->licensed[i].ready);
    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);

        b->office_share[v] = lane_of(1.0);
        if (c->throughput_t_per_month != MNZ_VALUE_NONE)
            b->office_share[v] =
                lane_min(lane_of(1.0), lane_ratio(b->value[c->throughput_t_per_month] *
                                                      e->net->months_per_step,
                                                  b->office_ready[v], 1.0));
    }
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        struct mnz_licensed *x = &b->licensed[i];
        mnz_lane passed = lane_of(0.0);

        if (!e->licensed[i].has_office)
            continue;
        for (uint32_t j = 0; j < e->licences_count[i]; j++) {
            const uint32_t v = e->link_licences[e->licences_first[i] + j];
            const mnz_lane part =
                lane_where(is_slowest(x, j), x->ready * b->office_share[v]);

            passed += part;
            b->office_granted[v] += part;
        }
        x->in_hand += passed;
        x->ready = lane_positive(x->ready - passed);
    }
}

/* applied k_j goes to the row in which it matures in j steps. */
static void
spread_over_queue(struct mnz_batch *b, uint32_t i, const mnz_lane *k, uint32_t last,
                  mnz_lane applied)
{
    const uint32_t rows = b->engine->max_delay;
    mnz_lane *queue = &b->under_way[(size_t)i * rows];
    uint32_t row = b->under_way_head[i];
    uint32_t j = 1;

    for (; j <= last && row < rows; j++, row++)
        queue[row] += applied * k[j];
    for (row = 0; j <= last; j++, row++)
        queue[row] += applied * k[j];
}

/* Put `applied` under way by the delays of licence `v`, in the lanes given. Lanes with
 * a shorter queue than the longest add 0. */
static void
file_with(struct mnz_batch *b, uint32_t i, uint32_t v, mnz_lane applied, mnz_mask waits)
{
    const uint32_t longest = b->engine->max_delay, last = b->delay_last[v];
    const mnz_lane *k = &b->delay[(size_t)v * (longest + 1)];
    const int has_office =
        mnz_licence_control(b, v)->throughput_t_per_month != MNZ_VALUE_NONE;
    struct mnz_licensed *x = &b->licensed[i];
    mnz_lane at_once = lane_where(~waits, applied * k[0]);

    b->office_applied[v] += applied;
    if (has_office) {
        x->ready += at_once;
    } else {
        x->in_hand += at_once;
        b->office_granted[v] += at_once;
    }
    x->waiting += applied - at_once;
    if (!lane_any(waits)) {
        spread_over_queue(b, i, k, last, applied);
        return;
    }
    for (uint32_t j = 0; j <= last; j++) {
        const uint32_t late = j < longest ? j : longest - 1;

        *under_way(b, i, late) += lane_where(waits, applied * k[j]);
        if (j > 0)
            *under_way(b, i, j - 1) += lane_where(~waits, applied * k[j]);
    }
}

static void
file(struct mnz_batch *b, uint32_t i, mnz_lane applied)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *licences = &e->link_licences[e->licences_first[i]];
    const mnz_mask waits = paused_lanes(b, i);

    if (!lane_any((mnz_mask)(applied > 0.0)))
        return;
    for (uint32_t j = 0; j < e->licences_count[i]; j++) {
        const mnz_mask its = is_slowest(&b->licensed[i], j);

        if (lane_any(its))
            file_with(b, i, licences[j], lane_where(its, applied), waits & its);
    }
}

mnz_lane
mnz_licence_ask(struct mnz_batch *b, const struct mnz_application *app)
{
    struct mnz_licensed *x = &b->licensed[app->i];
    const mnz_lane phi = x->phi, wanted = phi * app->order;
    const mnz_mask in_force = (mnz_mask)(phi > 0.0);
    const mnz_lane normal = x->granted * app->normal_most;
    const mnz_lane usual = lane_min(app->need_most, app->normal_most);
    const mnz_mask fresh = in_force & ~x->was_in_force;
    mnz_lane general, bound, applied, refused, allowed;

    x->was_in_force = in_force;
    if (!b->is_in_force[app->i]) {
        allowed = app->order + x->in_hand;
        x->in_hand = lane_of(0.0);
        return allowed;
    }
    x->credit_base = lane_select(fresh, normal, x->credit_base);
    x->credit = lane_where(~fresh, x->credit) + normal;

    general = phi * lane_min(app->order, x->general * usual);
    bound = lane_positive(x->credit + x->ahead * normal +
                          app->cover_and_lead * lane_positive(normal - x->credit_base));
    applied = lane_min(wanted - general, x->granted * app->need_most);
    applied = lane_min(applied, lane_min(bound, x->trim * normal));
    applied = lane_where(in_force, lane_positive(applied));
    x->credit -= applied;
    file(b, app->i, applied);

    refused = phi * (1.0 - x->general) * (1.0 - x->approval) * usual;
    x->free_part =
        (1.0 - phi) * app->order + general +
        lane_positive(lane_min(x->leak * refused, wanted - general - applied));
    allowed = x->free_part + x->in_hand;
    x->in_hand = lane_where(in_force, x->in_hand);
    return allowed;
}

void
mnz_licence_settle(struct mnz_batch *b, uint32_t i, mnz_lane shipped, mnz_lane allowed)
{
    struct mnz_licensed *x = &b->licensed[i];
    const mnz_lane used = lane_positive(shipped - lane_min(x->free_part, allowed));

    if (!b->is_in_force[i])
        return;
    x->in_hand = lane_positive(x->in_hand - used) * (1.0 - x->lapse);
    account(b, i, b->office_backlog, x->waiting + x->ready);
    account(b, i, b->office_in_hand, x->in_hand);
}
