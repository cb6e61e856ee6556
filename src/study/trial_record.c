/* trial_record.c - a trial as a planner needs to know it. */

#include "study/trial_record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/link_terms.h"

/* A control counts as in force all of a step from here on. */
#define WHOLE (1.0 - 1e-9)

static void see_orders(void *context, const struct mnz_batch *b);
static void see_step(void *context, const struct mnz_batch *b);

static double *
room(struct mnz_trial_record *r, size_t count)
{
    return mnz_arena_alloc(&r->arena, count + 1, sizeof(double));
}

static void
allocate(struct mnz_trial_record *r)
{
    const struct mnz_network *net = r->engine->net;
    const size_t t = r->steps, nodes = net->num_nodes, ports = net->num_ports;
    const size_t outputs = net->num_outputs, links = net->num_links;
    const size_t piles = net->num_stockpiles;
    const struct {
        double **column;
        size_t count;
    } columns[] = {
        {&r->stock, ports},
        {&r->made, outputs},
        {&r->scrap, outputs},
        {&r->held, piles},
        {&r->coming, ports * t},
        {&r->most, nodes * t},
        {&r->done, nodes * t},
        {&r->beside, nodes * t},
        {&r->use, ports * t},
        {&r->yield, outputs * t},
        {&r->taken, outputs * t},
        {&r->back, outputs * t},
        {&r->enters, piles * t},
        {&r->rate, piles * t},
        {&r->sent, links * t},
        {&r->room, links * t},
        {&r->lead, links * t},
        {&r->rest, links * t},
        {&r->licensed, links * t},
        {&r->crosses, links * t},
        {&r->weight, nodes},
        {&r->quota, net->scenario->num_controls * t},
        {&r->pending, links * r->rows},
        {&r->granted, links},
        {&r->passed, links},
        {&r->base, links},
        {&r->last_held, piles},
    };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *columns[i].column = room(r, columns[i].count);
    r->was_held = mnz_arena_alloc(&r->arena, links + 1, 1);
}

enum mnz_status
mnz_trial_record_create(const struct mnz_engine *engine, uint32_t lane,
                        struct mnz_trial_record **out)
{
    struct mnz_trial_record *r = calloc(1, sizeof *r);

    *out = NULL;
    if (!r)
        return MNZ_ERR_NOMEM;
    r->engine = engine;
    r->lane = lane;
    r->steps = engine->net->num_steps;
    r->rows = engine->queue_rows + 2;
    allocate(r);
    if (mnz_arena_has_failed(&r->arena)) {
        mnz_trial_record_destroy(r);
        return MNZ_ERR_NOMEM;
    }
    *out = r;
    return MNZ_OK;
}

void
mnz_trial_record_destroy(struct mnz_trial_record *record)
{
    if (!record)
        return;
    mnz_arena_finish(&record->arena);
    free(record);
}

struct mnz_observer
mnz_trial_record_observer(struct mnz_trial_record *record,
                          const struct mnz_observer *next)
{
    record->next = next ? *next : (struct mnz_observer){0};
    return (struct mnz_observer){
        .ordered = see_orders, .step = see_step, .context = record};
}

static double
phi_of(const struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t regime)
{
    return b->regime_phi[(size_t)regime * r->steps + b->step][r->lane];
}

/* 0 where there is none. */
static double
value_of(const struct mnz_trial_record *r, const struct mnz_batch *b, mnz_value_id id)
{
    return id == MNZ_VALUE_NONE ? 0.0 : b->value[id][r->lane];
}

/* Whether anything acts on the trial in this step. */
static int
something_acts(const struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_control *control = &net->scenario->controls[c];

        if (phi_of(r, b, control->regime) > 0.0)
            return 1;
        if (control->kind == MNZ_CONTROL_OUTAGE &&
            b->outage_keep[(size_t)c * net->num_steps + b->step][r->lane] < 1.0)
            return 1;
    }
    return 0;
}

/* Goods on their way, those that stockpiles have sent too. */
static void
note_coming(struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_port_at *at = &b->at[p];

    for (uint32_t k = 0; k < at->ring_size && r->first + k < r->steps; k++)
        r->coming[(size_t)p * r->steps + r->first + k] =
            at->ring[(at->ring_head + k) % at->ring_size][r->lane];
    r->coming[(size_t)p * r->steps + r->first] += b->port[p].coming[r->lane];
}

static void
note_state(struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->engine->net;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        r->stock[p] = b->port[p].stock[r->lane];
        note_coming(r, b, p);
    }
    for (uint32_t o = 0; o < net->num_outputs; o++) {
        const uint32_t z = r->engine->scrap_of_output[o];

        r->made[o] = b->out_stock[o][r->lane];
        r->scrap[o] = z == MNZ_NONE ? 0.0 : b->scrap[z][r->lane];
    }
    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        r->held[i] = b->stockpile[i][r->lane];
}

static void
begin(struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->engine->net;

    r->first = r->steps;
    memset(r->coming, 0, (size_t)net->num_ports * r->steps * sizeof *r->coming);
    memset(r->was_held, 0, net->num_links);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];

        r->weight[i] = 0.0;
        for (uint32_t p = node->first_port;
             node->is_industry && p < node->first_port + node->num_ports; p++) {
            const struct mnz_material *m =
                &net->scenario->materials[net->ports[p].material];
            double content = 0.0;

            for (uint32_t e = 0; e < net->scenario->num_elements; e++)
                content += value_of(r, b, m->content[e]);
            r->weight[i] += mnz_base_use(b, p)[r->lane] * content;
        }
    }
}

static void
see_orders(void *context, const struct mnz_batch *b)
{
    struct mnz_trial_record *r = context;

    if (b->step == 0)
        begin(r, b);
    if (r->first == r->steps && something_acts(r, b)) {
        r->first = b->step;
        note_state(r, b);
    }
    if (r->next.ordered)
        r->next.ordered(r->next.context, b);
}

/* Applications filed for what the approved may have, which mature as in an office
 * without bounds. */
static void
file(struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t l,
     const struct mnz_licence_terms *x, const struct mnz_plan_terms *plan, double nu)
{
    const uint32_t lane = r->lane, slowest = (uint32_t)fmax(0.0, x->slowest[lane]);
    const uint32_t v = r->engine->link_licences[plan->first + slowest];
    const uint32_t rows = r->engine->queue_rows;
    const double rate = x->granted[lane] * nu;
    const uint32_t p = r->engine->links[l].port;
    const double longer = b->port[p].cover[lane] + b->lead[l][lane];
    double filed = rate * (1.0 + x->headroom[lane]);
    double *pending = &r->pending[(size_t)l * r->rows];
    double extra;

    if (!r->was_held[l])
        r->base[l] = rate;
    extra = x->ahead[lane] * rate + longer * fmax(0.0, rate - r->base[l]);
    filed += fmax(0.0, extra - r->granted[l]);
    r->granted[l] = fmax(r->granted[l], extra);
    for (uint32_t j = 0; j < rows; j++)
        pending[j] += filed * b->delay[(size_t)v * rows + j][lane];
    if (lane_any(x->waits) && x->waits[lane])
        return;
    r->passed[l] += pending[0];
    memmove(pending, pending + 1, (r->rows - 1) * sizeof *pending);
    pending[r->rows - 1] = 0.0;
}

/* Tonnes that licences have let pass on a link since they came into force. */
static double
let_by_licences(struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t l,
                double nu)
{
    const uint32_t t = r->engine->links[l].terms, lane = r->lane;
    const struct mnz_licence_terms *x;

    if (t == MNZ_NONE)
        return (double)INFINITY;
    x = &b->terms[t];
    if (!(x->phi[lane] > WHOLE)) {
        r->was_held[l] = 0;
        return (double)INFINITY;
    }
    if (!r->was_held[l]) {
        memset(&r->pending[(size_t)l * r->rows], 0, r->rows * sizeof *r->pending);
        r->passed[l] = r->granted[l] = 0.0;
    }
    r->passed[l] +=
        (x->phi[lane] * x->general[lane] + x->refused[lane] * x->leak[lane]) * nu;
    file(r, b, l, x, &r->engine->terms[t], nu);
    r->was_held[l] = 1;
    return r->passed[l];
}

/* Tonnes that bans let pass in this step. */
static double
let_by_bans(const struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t l,
            double nu)
{
    const struct mnz_network *net = r->engine->net;
    const struct mnz_net_link *link = mnz_engine_link(r->engine, l);
    double part = 1.0;
    int is_banned = 0;

    for (uint32_t j = 0; j < link->num_controls; j++) {
        const struct mnz_control *c =
            &net->scenario->controls[net->link_controls[link->first_control + j]];
        double covers, leak;

        if (c->kind != MNZ_CONTROL_BAN || !(phi_of(r, b, c->regime) > WHOLE))
            continue;
        covers = b->value[c->ban.covers][r->lane];
        leak = value_of(r, b, c->leak);
        part = fmin(part, 1.0 - covers + covers * leak);
        is_banned = 1;
    }
    return is_banned ? part * nu : (double)INFINITY;
}

static void
note_link(struct mnz_trial_record *r, const struct mnz_batch *b, uint32_t l)
{
    const size_t at = (size_t)l * r->steps + b->step;
    const uint32_t p = r->engine->links[l].port, lane = r->lane;
    const struct mnz_port_at *port = &b->at[p];
    const double most_share =
        mnz_link_most_share(b, port, l - port->first, port->is_fixed)[lane];
    const double normal =
        b->port[p].use[lane] * b->normal_activity[r->engine->net->ports[p].node][lane];
    const double nu = fmax(most_share, b->link[l].w[lane]) * normal;
    const double bought = b->to_stockpiles ? b->to_stockpiles[l][lane] : 0.0;

    r->sent[at] = b->link[l].shipped[lane] + b->spot[l][lane];
    r->room[at] = b->ties[l].is_bounded ? fmax(0.0, b->limit[l][lane] - bought)
                                        : (double)INFINITY;
    r->lead[at] = (double)b->lead_whole[l][lane];
    r->rest[at] = b->lead_rest[l][lane];
    r->licensed[at] = let_by_licences(r, b, l, nu);
    r->crosses[at] = let_by_bans(r, b, l, nu);
    r->taken[(size_t)r->engine->links[l].output * r->steps + b->step] += bought;
}

static void
note_nodes(struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->engine->net;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const size_t at = (size_t)i * r->steps + b->step;
        const int is_industry = net->nodes[i].is_industry;

        r->most[at] = is_industry ? b->wanted[i][r->lane] : b->capacity[i][r->lane];
        r->done[at] = is_industry ? b->supplied[i][r->lane] : b->activity[i][r->lane];
        r->beside[at] = is_industry
                            ? fmax(0.0, b->demand[i][r->lane] - b->target[i][r->lane])
                            : 0.0;
    }
    for (uint32_t p = 0; p < net->num_ports; p++)
        r->use[(size_t)p * r->steps + b->step] = b->port[p].use[r->lane];
}

static void
note_stockpiles(struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->engine->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const size_t at = (size_t)i * r->steps + b->step;
        const struct mnz_policy *policy =
            &net->scenario->policies[net->stockpiles[i].policy];
        const mnz_value_id rate = policy->stockpile.rate_per_month;
        const double phi = phi_of(r, b, policy->regime);

        /* The state of the first step has what came in then. */
        r->enters[at] = b->step == r->first
                            ? 0.0
                            : fmax(0.0, b->stockpile[i][r->lane] +
                                            b->let_out[i][r->lane] - r->last_held[i]);
        r->last_held[i] = b->stockpile[i][r->lane];
        r->rate[at] = !(phi > 0.0) ? 0.0
                      : rate == MNZ_VALUE_NONE
                          ? (double)INFINITY
                          : phi * b->value[rate][r->lane] * net->months_per_step *
                                b->stockpile_first[i][r->lane];
    }
}

static void
note_quotas(struct mnz_trial_record *r, const struct mnz_batch *b)
{
    const struct mnz_scenario *s = r->engine->net->scenario;

    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_control *control = &s->controls[c];

        r->quota[(size_t)c * r->steps + b->step] =
            control->kind == MNZ_CONTROL_QUOTA && phi_of(r, b, control->regime) > WHOLE
                ? b->value[control->quota.tonnes_tpa][r->lane] *
                      r->engine->net->years_per_step
                : (double)INFINITY;
    }
}

static void
see_step(void *context, const struct mnz_batch *b)
{
    struct mnz_trial_record *r = context;
    const struct mnz_network *net = r->engine->net;

    note_nodes(r, b);
    if (b->step >= r->first) {
        for (uint32_t o = 0; o < net->num_outputs; o++) {
            const size_t at = (size_t)o * r->steps + b->step;

            r->yield[at] = b->yield[o][r->lane];
            r->taken[at] = r->back[at] = 0.0;
        }
        for (uint32_t k = 0; k < net->num_recyclings && b->step > r->first; k++)
            r->back[(size_t)net->recyclings[k].output * r->steps + b->step] +=
                b->scrap_back[k][r->lane];
        for (uint32_t l = 0; l < net->num_links; l++)
            note_link(r, b, l);
        note_stockpiles(r, b);
        note_quotas(r, b);
    }
    if (r->next.step)
        r->next.step(r->next.context, b);
}
