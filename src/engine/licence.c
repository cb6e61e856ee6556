/* licence.c - applications, offices, licences in hand; see docs/model.md, steps 1
 * and 3. */

#include "engine/licence.h"

#include "engine/environment.h"
#include "engine/hold.h"
#include "engine/parameters.h"

static void trace_content(struct mnz_batch *b, uint32_t licence);
static void merge_regimes(struct mnz_batch *b, uint32_t i);
static void mature(struct mnz_batch *b, uint32_t i);
static void pass_offices(struct mnz_batch *b);

static const struct mnz_control *
control_of(const struct mnz_batch *b, uint32_t licence)
{
    return &b->engine->net->scenario->controls[b->engine->control_of_licence[licence]];
}

/* The share of cases below which the last bucket takes all that remain. */
static const double MOST_UNDECIDED = 1e-4;

/* The integral from 0 to x of the distribution function of a lognormal time. */
static double
integrated_cdf(double x, double median, double spread)
{
    double z;

    if (x <= 0.0)
        return 0.0;
    if (median <= 0.0 || spread <= 0.0)
        return x > median ? x - median : 0.0;
    z = (mnz_log(x) - mnz_log(median)) / spread;
    return x * mnz_normal_cdf(z) -
           median * mnz_exp(spread * spread / 2.0) * mnz_normal_cdf(z - spread);
}

void
mnz_licence_set_delays(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t longest = e->max_delay;

    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = control_of(b, v);
        const mnz_lane median =
            b->value[c->processing_months] / e->net->months_per_step;
        const mnz_lane spread = b->value[c->spread];
        mnz_lane *k = &b->delay[(size_t)v * (longest + 1)];

        b->delay_last[v] = 0;
        for (int lane = 0; lane < MNZ_LANES; lane++) {
            double before = 0.0, here = 0.0, sum = 0.0, mean = 0.0;
            uint32_t j;

            for (j = 0; j < longest && 1.0 - sum > MOST_UNDECIDED; j++) {
                const double after =
                    integrated_cdf((double)(j + 1), median[lane], spread[lane]);
                const double share = after - 2.0 * here + before;

                k[j][lane] = share > 0.0 ? share : 0.0;
                sum += k[j][lane];
                mean += (double)j * k[j][lane];
                before = here;
                here = after;
            }
            k[j][lane] = sum < 1.0 ? 1.0 - sum : 0.0;
            b->delay_mean[v][lane] = mean + (double)j * k[j][lane];
            if (j > b->delay_last[v])
                b->delay_last[v] = j;
            while (++j <= longest)
                k[j][lane] = 0.0;
        }
    }
}

void
mnz_licence_work(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        if (control_of(b, v)->kind == MNZ_CONTROL_EXTRATERRITORIAL)
            trace_content(b, v);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        merge_regimes(b, i);
        mature(b, i);
    }
    pass_offices(b);
}

/* Whether a link carries goods that count as the controlling country's: all of them
 * from sellers there if they are listed, a share from others. */
static mnz_lane
content_of_link(const struct mnz_batch *b, uint32_t licence, uint32_t l)
{
    const struct mnz_network *net = b->engine->net;
    const uint32_t c = b->engine->control_of_licence[licence];
    const struct mnz_net_control *scope = &net->controls[c];
    const struct mnz_net_output *output =
        &net->outputs[mnz_engine_link(b->engine, l)->output];
    const uint32_t place = net->scenario->actors[net->nodes[output->node].actor].place;

    if (!mnz_place_within(net->scenario, place, net->scenario->controls[c].by))
        return b->chi[(size_t)licence * net->num_nodes + output->node];
    for (uint32_t j = 0; j < scope->num_items; j++)
        if (net->control_items[scope->first_item + j] == output->material)
            return lane_of(1.0);
    return lane_of(0.0);
}

/* chi: the share by value of controlled content in what each facility makes. */
static void
trace_content(struct mnz_batch *b, uint32_t licence)
{
    const struct mnz_network *net = b->engine->net;
    mnz_lane *chi = &b->chi[(size_t)licence * net->num_nodes];

    if (!lane_any((mnz_mask)(mnz_phi(b, control_of(b, licence)->regime) > 0.0)))
        return;
    for (uint32_t k = net->num_nodes; k-- > 0;) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];
        mnz_lane bought = lane_of(0.0), made = lane_of(0.0);

        if (node->is_industry)
            continue;
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            const struct mnz_net_port *port = &net->ports[p];
            mnz_lane share = lane_of(0.0);

            for (uint32_t j = 0; j < port->num_links; j++) {
                const uint32_t l = port->first_link + j;

                share += b->w[l] * content_of_link(b, licence, l);
            }
            bought += b->price[port->material] * b->use[p] * share;
        }
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            made += b->price[net->outputs[o].material] * b->yield[o];
        chi[i] = lane_min(lane_of(1.0), lane_ratio(bought, made, 0.0));
    }
}

/* phi of one licence control on one link: a foreign maker is caught by content or by
 * technology. */
static mnz_lane
phi_on_link(const struct mnz_batch *b, uint32_t licence, uint32_t l)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_control *c = control_of(b, licence);
    const mnz_lane phi = mnz_phi(b, c->regime);
    uint32_t node, technology;

    if (c->kind != MNZ_CONTROL_EXTRATERRITORIAL)
        return phi;
    node = net->outputs[mnz_engine_link(b->engine, l)->output].node;
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
    const struct mnz_control *c = control_of(b, licence);
    const uint32_t buyer =
        b->engine->net->ports[mnz_engine_link(b->engine, l)->port].node;
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
    mnz_lane phi = lane_of(0.0), approval = lane_of(1.0), general = lane_of(1.0);
    mnz_lane slowest = lane_of(-1.0), longest = lane_of(-1.0), leak = lane_of(0.0);

    for (uint32_t j = 0; j < e->licences_count[i]; j++)
        phi = lane_max(phi, phi_on_link(b, licences[j], l));
    b->lic_phi[i] = phi;
    if (!lane_any((mnz_mask)(phi > 0.0))) {
        b->lic_granted[i] = b->lic_ahead[i] = b->lic_general[i] = lane_of(0.0);
        b->lic_approval[i] = lane_of(1.0);
        b->lic_leak[i] = lane_of(0.0);
        b->lic_slowest[i] = slowest;
        b->lic_lapse[i] = lane_of(0.0);
        return;
    }
    for (uint32_t j = 0; j < e->licences_count[i]; j++) {
        const struct mnz_control *c = control_of(b, licences[j]);
        const mnz_lane phi_j = phi_on_link(b, licences[j], l);
        const mnz_lane part = lane_ratio(phi_j, phi, 0.0);
        const struct terms t = terms_on_link(b, licences[j], l);
        const mnz_lane median = b->value[c->processing_months];
        const mnz_mask slower = (mnz_mask)(phi_j > 0.0) & (mnz_mask)(median > longest);

        leak =
            lane_max(leak, lane_where((mnz_mask)(phi_j > 0.0), mnz_hold_leak(b, c, l)));
        approval *= 1.0 - part * (1.0 - t.approval);
        general *= 1.0 - part * (1.0 - t.general);
        slowest = lane_select(slower, lane_of((double)j), slowest);
        longest = lane_select(slower, median, longest);
        b->lic_ahead[i] =
            lane_select(slower, b->value[c->order_ahead] * b->delay_mean[licences[j]],
                        b->lic_ahead[i]);
        b->lic_trim[i] = lane_select(slower, mnz_value_lane(b, c->trim, MNZ_UNLIMITED),
                                     b->lic_trim[i]);
        b->lic_lapse[i] =
            lane_select(slower,
                        lane_min(lane_of(1.0), e->net->months_per_step /
                                                   mnz_value_lane(b, c->validity_months,
                                                                  MNZ_UNLIMITED)),
                        b->lic_lapse[i]);
    }
    b->lic_approval[i] = approval;
    b->lic_leak[i] = leak;
    b->lic_general[i] = general;
    b->lic_granted[i] = phi * (1.0 - general) * approval;
    b->lic_slowest[i] = slowest;
}

/* Lanes in which the j-th licence of link i is the slowest in force. */
static mnz_mask
is_slowest(const struct mnz_batch *b, uint32_t i, uint32_t j)
{
    return (mnz_mask)(b->lic_slowest[i] == lane_of((double)j));
}

static mnz_mask
paused_lanes(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_engine *e = b->engine;
    mnz_mask paused = {0};

    for (uint32_t j = 0; j < e->licences_count[i]; j++) {
        const uint32_t v = e->link_licences[e->licences_first[i] + j];

        paused |=
            is_slowest(b, i, j) & b->paused[(size_t)v * e->net->num_steps + b->step];
    }
    return paused;
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

static void
void_where(struct mnz_batch *b, uint32_t i, mnz_mask ended)
{
    b->ready[i] = lane_where(~ended, b->ready[i]);
    b->waiting[i] = lane_where(~ended, b->waiting[i]);
    for (uint32_t j = 0; j < b->engine->max_delay; j++)
        *under_way(b, i, j) = lane_where(~ended, *under_way(b, i, j));
}

static void
mature(struct mnz_batch *b, uint32_t i)
{
    const mnz_mask in_force = (mnz_mask)(b->lic_phi[i] > 0.0);
    const mnz_mask ended = b->was_in_force[i] & ~in_force;
    mnz_mask waits;
    mnz_lane ripe;

    if (lane_any(ended))
        void_where(b, i, ended);
    if (!lane_any(in_force))
        return;
    waits = paused_lanes(b, i);
    ripe = lane_where(~waits, *under_way(b, i, 0));
    b->ready[i] += ripe;
    b->waiting[i] = lane_positive(b->waiting[i] - ripe); /* despite rounding */
    if (!lane_any(waits)) {
        *under_way(b, i, 0) = lane_of(0.0);
        b->under_way_head[i] = (b->under_way_head[i] + 1) % b->engine->max_delay;
        return;
    }
    for (uint32_t j = 0; j < b->engine->max_delay; j++) {
        const mnz_lane next =
            j + 1 < b->engine->max_delay ? *under_way(b, i, j + 1) : lane_of(0.0);

        *under_way(b, i, j) = lane_select(waits, *under_way(b, i, j), next);
    }
}

static void
pass_offices(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        b->office_ready[v] = b->office_applied[v] = b->office_granted[v] = lane_of(0.0);
    for (uint32_t i = 0; i < e->num_licensed; i++)
        for (uint32_t j = 0; j < e->licences_count[i]; j++)
            b->office_ready[e->link_licences[e->licences_first[i] + j]] +=
                lane_where(is_slowest(b, i, j), b->ready[i]);
    for (uint32_t v = 0; v < e->num_licences; v++) {
        const struct mnz_control *c = control_of(b, v);

        b->office_share[v] = lane_of(1.0);
        if (c->throughput_t_per_month != MNZ_VALUE_NONE)
            b->office_share[v] =
                lane_min(lane_of(1.0), lane_ratio(b->value[c->throughput_t_per_month] *
                                                      e->net->months_per_step,
                                                  b->office_ready[v], 1.0));
    }
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        mnz_lane passed = lane_of(0.0);

        for (uint32_t j = 0; j < e->licences_count[i]; j++) {
            const uint32_t v = e->link_licences[e->licences_first[i] + j];
            const mnz_lane part =
                lane_where(is_slowest(b, i, j), b->ready[i] * b->office_share[v]);

            passed += part;
            b->office_granted[v] += part;
        }
        b->in_hand[i] += passed;
        b->ready[i] = lane_positive(b->ready[i] - passed);
    }
}

/* Put `applied` under way by the delays of licence `v`, in the lanes given. Lanes with
 * a shorter queue than the longest add 0. */
static void
queue(struct mnz_batch *b, uint32_t i, uint32_t v, mnz_lane applied, mnz_mask waits)
{
    const uint32_t longest = b->engine->max_delay, last = b->delay_last[v];
    const mnz_lane *k = &b->delay[(size_t)v * (longest + 1)];
    const int has_office = control_of(b, v)->throughput_t_per_month != MNZ_VALUE_NONE;
    mnz_lane at_once = lane_where(~waits, applied * k[0]);

    b->office_applied[v] += applied;
    if (has_office) {
        b->ready[i] += at_once;
    } else {
        b->in_hand[i] += at_once;
        b->office_granted[v] += at_once;
    }
    b->waiting[i] += applied - at_once;
    if (!lane_any(waits)) {
        for (uint32_t j = 1; j <= last; j++)
            *under_way(b, i, j - 1) += applied * k[j];
        return;
    }
    for (uint32_t j = 0; j <= last; j++) {
        const uint32_t late = j < longest ? j : longest - 1;

        *under_way(b, i, late) += lane_where(waits, applied * k[j]);
        if (j > 0)
            *under_way(b, i, j - 1) += lane_where(~waits, applied * k[j]);
    }
}

mnz_lane
mnz_licence_file(struct mnz_batch *b, const struct mnz_application *app)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t i = app->i;
    const mnz_lane phi = b->lic_phi[i], granted = b->lic_granted[i];
    const mnz_mask in_force = (mnz_mask)(phi > 0.0);
    const mnz_lane normal = granted * app->normal_most;
    mnz_mask fresh, waits;
    mnz_lane general, bound, applied, refused, allowed;

    if (!lane_any(in_force)) {
        allowed = app->order + b->in_hand[i];
        b->free_part[i] = app->order;
        b->in_hand[i] = lane_of(0.0);
        b->was_in_force[i] = in_force;
        return allowed;
    }
    fresh = in_force & ~b->was_in_force[i];
    b->was_in_force[i] = in_force;
    b->credit_base[i] = lane_select(fresh, normal, b->credit_base[i]);
    b->credit[i] = lane_where(~fresh, b->credit[i]) + normal;

    general =
        phi * lane_min(app->order,
                       b->lic_general[i] * lane_min(app->need_most, app->normal_most));
    bound =
        lane_positive(b->credit[i] + b->lic_ahead[i] * normal +
                      app->cover_and_lead * lane_positive(normal - b->credit_base[i]));
    applied = lane_min(phi * app->order - general, granted * app->need_most);
    applied = lane_min(applied, lane_min(bound, b->lic_trim[i] * normal));
    applied = lane_where(in_force, lane_positive(applied));
    b->credit[i] -= applied;

    waits = paused_lanes(b, i);
    for (uint32_t j = 0; j < e->licences_count[i]; j++) {
        const mnz_mask its = is_slowest(b, i, j);

        if (lane_any(its))
            queue(b, i, e->link_licences[e->licences_first[i] + j],
                  lane_where(its, applied), waits & its);
    }
    b->free_part[i] = (1.0 - phi) * app->order + general;
    refused = phi * (1.0 - b->lic_general[i]) * (1.0 - b->lic_approval[i]) *
              lane_min(app->need_most, app->normal_most);
    b->free_part[i] += lane_positive(
        lane_min(b->lic_leak[i] * refused, phi * app->order - general - applied));
    allowed = b->free_part[i] + b->in_hand[i];
    b->in_hand[i] = lane_where(in_force, b->in_hand[i]);
    return allowed;
}

void
mnz_licence_settle(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t v = 0; v < e->num_licences; v++)
        b->office_backlog[v] = b->office_in_hand[v] = lane_of(0.0);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const uint32_t l = e->link_of_licensed[i];
        const mnz_lane used =
            lane_positive(b->shipped[l] - lane_min(b->free_part[i], b->allowed[l]));

        b->in_hand[i] = lane_positive(b->in_hand[i] - used) * (1.0 - b->lic_lapse[i]);
        for (uint32_t j = 0; j < e->licences_count[i]; j++) {
            const uint32_t v = e->link_licences[e->licences_first[i] + j];
            const mnz_mask its = is_slowest(b, i, j);

            b->office_backlog[v] += lane_where(its, b->waiting[i] + b->ready[i]);
            b->office_in_hand[v] += lane_where(its, b->in_hand[i]);
        }
    }
}
