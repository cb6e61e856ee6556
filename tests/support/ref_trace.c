/* ref_trace.c - the record of a trial, step by step, and the laws that hold in it. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"
#include "support/ref_state.h"

static void
open_column(struct ref_trace *trace, struct ref_column *column, uint32_t width)
{
    column->width = width;
    column->values = mnz_arena_alloc(
        &trace->arena, (size_t)width * trace->num_steps + 1, sizeof *column->values);
    MNZ_BUG_IF(!column->values);
}

static void
open_columns(struct ref_trace *t)
{
    const struct mnz_network *net = t->network;
    struct ref_column *const of_nodes[] = {
        &t->activity, &t->a_star,    &t->capacity,  &t->X,
        &t->demand,   &t->D,         &t->D0,        &t->backlog,
        &t->supplied, &t->delivered, &t->shortfall, &t->product_stock,
        &t->stopped,  &t->limiting};
    struct ref_column *const of_ports[] = {&t->stock,    &t->got,       &t->received,
                                           &t->released, &t->use,       &t->hoard,
                                           &t->filled,   &t->essential, &t->consumed};
    struct ref_column *const of_outputs[] = {&t->made_stock, &t->expected,
                                             &t->set_aside, &t->scrap};
    struct ref_column *const of_links[] = {
        &t->order,         &t->allowed,       &t->shipped,
        &t->spot,          &t->share,         &t->fill,
        &t->base_share,    &t->duty,          &t->phi,
        &t->in_transit,    &t->under_way,     &t->ready,
        &t->in_hand,       &t->credit,        &t->asked_for_stockpiles,
        &t->to_stockpiles, &t->ordered_share, &t->most};
    struct ref_column *const of_controls[] = {&t->licence_applied, &t->licence_granted,
                                              &t->licence_backlog, &t->licence_in_hand};

    for (size_t i = 0; i < sizeof of_nodes / sizeof *of_nodes; i++)
        open_column(t, of_nodes[i], net->num_nodes);
    for (size_t i = 0; i < sizeof of_ports / sizeof *of_ports; i++)
        open_column(t, of_ports[i], net->num_ports);
    for (size_t i = 0; i < sizeof of_outputs / sizeof *of_outputs; i++)
        open_column(t, of_outputs[i], net->num_outputs);
    for (size_t i = 0; i < sizeof of_links / sizeof *of_links; i++)
        open_column(t, of_links[i], net->num_links);
    for (size_t i = 0; i < sizeof of_controls / sizeof *of_controls; i++)
        open_column(t, of_controls[i], net->scenario->num_controls);
    open_column(t, &t->project, net->num_projects);
    open_column(t, &t->pact_acts, net->num_pacts);
    open_column(t, &t->policy_cost_usd, 1);
    open_column(t, &t->premium, net->num_markets);
    open_column(t, &t->held, net->num_stockpiles);
    open_column(t, &t->let_go, net->num_stockpiles);
    open_column(t, &t->regime_phi, net->scenario->num_regimes);
    open_column(t, &t->chi, net->scenario->num_controls * net->num_nodes);
}

struct ref_trace *
ref_trace_create(const struct ref *r)
{
    struct ref_trace *trace = calloc(1, sizeof *trace);

    MNZ_BUG_IF(!trace);
    trace->network = r->net;
    trace->num_steps = r->net->num_steps;
    open_columns(trace);
    trace->books = mnz_arena_alloc(&trace->arena,
                                   ((size_t)trace->num_steps + 1) * MNZ_NUM_RARE_EARTHS,
                                   sizeof *trace->books);
    MNZ_BUG_IF(!trace->books);
    ref_books_open(r, trace->books);
    return trace;
}

static void
put(const struct ref *r, struct ref_column *column, uint32_t i, double value)
{
    column->values[(size_t)r->t * column->width + i] = value;
}

static void
record_nodes(const struct ref *r, struct ref_trace *trace)
{
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        const struct ref_node *x = &r->nodes[i];

        put(r, &trace->activity, i, x->a);
        put(r, &trace->a_star, i, x->a_star);
        put(r, &trace->capacity, i, r->net->nodes[i].is_industry ? INFINITY : x->K);
        put(r, &trace->limiting, i,
            x->limiting == MNZ_NONE ? -1.0 : (double)x->limiting);
        if (!r->net->nodes[i].is_industry)
            continue;
        put(r, &trace->demand, i, x->factor);
        put(r, &trace->D, i, x->D);
        put(r, &trace->D0, i, x->D0);
        put(r, &trace->supplied, i, x->supplied);
        put(r, &trace->delivered, i, x->delivered);
        put(r, &trace->product_stock, i, x->F);
        put(r, &trace->stopped, i, x->stopped);
        put(r, &trace->shortfall, i,
            fmax(0.0, 1.0 - ref_ratio(x->supplied, x->factor)));
    }
}

static void
record_ports(const struct ref *r, struct ref_trace *trace)
{
    for (uint32_t i = 0; i < r->net->num_ports; i++) {
        double got = 0.0;

        for (uint32_t j = 0; j < r->net->ports[i].num_links; j++)
            got += r->links[ref_port_link(r, i, j)].got;
        put(r, &trace->stock, i, r->ports[i].I);
        put(r, &trace->got, i, got);
        put(r, &trace->received, i, r->ports[i].received);
        put(r, &trace->released, i, r->ports[i].released);
        put(r, &trace->use, i, r->ports[i].u);
        put(r, &trace->hoard, i, r->ports[i].hoard);
        put(r, &trace->filled, i, r->ports[i].fill);
        put(r, &trace->essential, i, r->ports[i].e);
        put(r, &trace->consumed, i, r->ports[i].consumed);
    }
}

static double
in_transit_after(const struct ref *r, const struct ref_link *l)
{
    double sum = 0.0;

    for (uint32_t t = r->t + 1; t < l->num_arrives; t++)
        sum += l->arrives[t];
    return sum;
}

static void
record_links(const struct ref *r, struct ref_trace *trace)
{
    for (uint32_t i = 0; i < r->net->num_links; i++) {
        const struct ref_link *l = &r->links[i];
        double under_way = 0.0;

        for (uint32_t j = 0; j < r->J; j++)
            under_way += l->Q[j];
        put(r, &trace->order, i, l->o);
        put(r, &trace->allowed, i, l->allowed);
        put(r, &trace->shipped, i, l->shipped);
        put(r, &trace->spot, i, l->spot);
        put(r, &trace->base_share, i, l->omega);
        put(r, &trace->ordered_share, i, l->w);
        put(r, &trace->duty, i, l->duty);
        put(r, &trace->phi, i, l->phi);
        put(r, &trace->in_transit, i, in_transit_after(r, l));
        put(r, &trace->under_way, i, under_way);
        put(r, &trace->ready, i, l->ready);
        put(r, &trace->in_hand, i, l->in_hand);
        put(r, &trace->credit, i, l->credit);
        put(r, &trace->asked_for_stockpiles, i, l->asked_for_stockpiles);
        put(r, &trace->to_stockpiles, i, l->to_stockpiles);
        put(r, &trace->most, i,
            isinf(l->capacity) && isinf(l->corridor) ? -1.0
                                                     : fmin(l->capacity, l->corridor));
    }
}

/* Cases that the office of each licence control has decided, waits for and has out. */
static void
record_offices(const struct ref *r, struct ref_trace *trace)
{
    for (uint32_t c = 0; c < r->s->num_controls; c++) {
        double backlog = 0.0, in_hand = 0.0;

        for (uint32_t i = 0; i < r->net->num_links; i++) {
            const struct ref_link *l = &r->links[i];

            if (l->slowest != c)
                continue;
            for (uint32_t j = 0; j < r->J; j++)
                backlog += l->Q[j];
            backlog += l->ready;
            in_hand += l->in_hand;
        }
        put(r, &trace->licence_applied, c, r->controls[c].applied);
        put(r, &trace->licence_granted, c, r->controls[c].granted);
        put(r, &trace->licence_backlog, c, backlog);
        put(r, &trace->licence_in_hand, c, in_hand);
    }
}

void
ref_record(const struct ref *r, struct ref_trace *trace)
{
    record_nodes(r, trace);
    record_ports(r, trace);
    record_links(r, trace);
    record_offices(r, trace);
    put(r, &trace->policy_cost_usd, 0, r->policy_cost_usd);
    for (uint32_t i = 0; i < r->net->num_projects; i++)
        put(r, &trace->project, i, r->projects[i].part);
    for (uint32_t i = 0; i < r->net->num_pacts; i++)
        put(r, &trace->pact_acts, i, r->pacts[i].acts);
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        put(r, &trace->made_stock, m, r->outputs[m].S);
        put(r, &trace->set_aside, m, r->outputs[m].set_aside);
        put(r, &trace->scrap, m, r->outputs[m].Z);
    }
    for (uint32_t h = 0; h < r->net->num_stockpiles; h++) {
        put(r, &trace->held, h, r->stockpiles[h].held);
        put(r, &trace->let_go, h, r->stockpiles[h].let_go);
    }
    for (uint32_t i = 0; i < r->s->num_regimes; i++)
        put(r, &trace->regime_phi, i, r->phi[i]);
    for (uint32_t c = 0; c < r->s->num_controls; c++)
        for (uint32_t i = 0; i < r->net->num_nodes; i++)
            put(r, &trace->chi, c * r->net->num_nodes + i, r->controls[c].chi[i]);
    ref_books_enter(r, &trace->books[((size_t)r->t + 1) * MNZ_NUM_RARE_EARTHS]);
}

void
ref_trace_states(const struct ref *r, struct ref_trace *trace)
{
    for (uint32_t i = 0; i < r->net->num_nodes; i++) {
        put(r, &trace->X, i, r->nodes[i].X);
        put(r, &trace->backlog, i, r->nodes[i].B);
    }
    for (uint32_t m = 0; m < r->net->num_outputs; m++)
        put(r, &trace->expected, m, r->outputs[m].O);
    for (uint32_t i = 0; i < r->net->num_links; i++) {
        put(r, &trace->share, i, r->links[i].w);
        put(r, &trace->fill, i, r->links[i].f);
    }
    for (uint32_t m = 0; m < r->net->num_markets; m++)
        put(r, &trace->premium, m, r->premium[m]);
}

/* The first fault found, in words. */
struct complaint {
    char *why;
    size_t size;
    uint32_t step;
    int is_made;
};

static void
complain(struct complaint *c, const char *what, uint32_t id, double value)
{
    if (!c->is_made)
        snprintf(c->why, c->size, "step %u: %s %u: %.17g", c->step, what, id, value);
    c->is_made = 1;
}

static void
verify_signs(const struct ref_trace *t, struct complaint *c)
{
    const struct {
        const struct ref_column *column;
        const char *name;
    } stocks[] = {{&t->activity, "activity"},
                  {&t->supplied, "supplied"},
                  {&t->delivered, "delivered"},
                  {&t->product_stock, "product stock"},
                  {&t->stock, "input stock"},
                  {&t->consumed, "consumed"},
                  {&t->essential, "essential"},
                  {&t->made_stock, "output stock"},
                  {&t->scrap, "scrap"},
                  {&t->held, "stockpile"},
                  {&t->order, "order"},
                  {&t->allowed, "allowed"},
                  {&t->shipped, "shipped"},
                  {&t->spot, "spot"},
                  {&t->in_transit, "in transit"},
                  {&t->under_way, "under way"},
                  {&t->ready, "ready"},
                  {&t->in_hand, "in hand"},
                  {&t->premium, "premium"},
                  {&t->set_aside, "set aside"},
                  {&t->use, "use"},
                  {&t->hoard, "hoard"},
                  {&t->project, "project"},
                  {&t->policy_cost_usd, "policy cost"},
                  {&t->asked_for_stockpiles, "asked for stockpiles"},
                  {&t->to_stockpiles, "shipped to stockpiles"},
                  {&t->licence_applied, "applied for"},
                  {&t->licence_granted, "granted"},
                  {&t->licence_backlog, "backlog"},
                  {&t->licence_in_hand, "in hand of control"}};

    for (size_t k = 0; k < sizeof stocks / sizeof *stocks; k++)
        for (uint32_t i = 0; i < stocks[k].column->width; i++) {
            const double value = ref_at(stocks[k].column, c->step, i);

            if (!(value >= 0.0) || isinf(value))
                complain(c, stocks[k].name, i, value);
        }
}

static void
verify_books(const struct ref_trace *t, struct complaint *c)
{
    const struct ref_books *before = &t->books[(size_t)c->step * MNZ_NUM_RARE_EARTHS];
    const struct ref_books *after = before + MNZ_NUM_RARE_EARTHS;

    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++) {
        const double in = after[e].mined + after[e].recycled + after[e].saved;
        const double out = after[e].consumed + after[e].lost + after[e].set_aside;
        const double error = before[e].stocks + in - after[e].stocks - out;

        if (!(fabs(error) <= 1e-9 * (before[e].stocks + after[e].stocks + in)))
            complain(c, "not conserved: element", e, error);
        /* Only substitution makes more of an element than it uses. */
        if (!(after[e].lost >= -1e-9 * (before[e].stocks + in)))
            complain(c, "made from nothing: element", e, after[e].lost);
    }
}

static void
verify_links(const struct ref_trace *t, struct complaint *c)
{
    const struct mnz_network *net = t->network;

    for (uint32_t l = 0; l < net->num_links; l++) {
        const double shipped = ref_at(&t->shipped, c->step, l);
        const double over = shipped - ref_at(&t->allowed, c->step, l) * (1.0 + 1e-12);
        const double carried = shipped + ref_at(&t->spot, c->step, l) +
                               ref_at(&t->to_stockpiles, c->step, l);
        const double most = ref_at(&t->most, c->step, l);

        if (over > 0.0)
            complain(c, "shipped beyond what is allowed on link", l, over);
        if (most >= 0.0 && carried > most * (1.0 + 1e-9) + 1e-9)
            complain(c, "more than the link can carry went over link", l,
                     carried - most);
    }
    for (uint32_t p = 0; p < net->num_ports; p++) {
        double sum = 0.0;

        for (uint32_t i = 0; i < net->ports[p].num_links; i++)
            sum += ref_at(&t->share, c->step,
                          net->port_links[net->ports[p].first_link + i]);
        if (!(fabs(sum - 1.0) <= 1e-9))
            complain(c, "shares do not sum to 1 at port", p, sum);
    }
}

/* Customers get no more than they ask, no less than inputs allow, and all of what is
 * made that is not laid up. */
static void
verify_industry(const struct ref_trace *t, struct complaint *c, uint32_t node)
{
    const double D = ref_at(&t->D, c->step, node);
    const double supplied = ref_at(&t->supplied, c->step, node);
    const double delivered = ref_at(&t->delivered, c->step, node);
    const double a = ref_at(&t->activity, c->step, node);
    const double F = ref_at(&t->product_stock, c->step, node);
    const double before =
        c->step > 0 ? ref_at(&t->product_stock, c->step - 1, node) : INFINITY;

    if (!(delivered <= D))
        complain(c, "more than demand is delivered by node", node, delivered - D);
    if (!(supplied <= delivered + 1e-12 * D))
        complain(c, "inputs for more than is delivered by node", node,
                 supplied - delivered);
    if (c->step > 0 && !(fabs(before + a - delivered - F) <= 1e-12 * (before + D)))
        complain(c, "products made or lost by node", node, before + a - delivered - F);
}

int
ref_trace_verify(const struct ref_trace *trace, char *why, size_t size)
{
    struct complaint c = {.why = why, .size = size};

    for (c.step = 0; c.step < trace->num_steps; c.step++) {
        verify_signs(trace, &c);
        verify_books(trace, &c);
        verify_links(trace, &c);
        for (uint32_t i = 0; i < trace->network->num_nodes; i++) {
            const double shortfall = ref_at(&trace->shortfall, c.step, i);

            if (!(shortfall >= 0.0 && shortfall <= 1.0))
                complain(&c, "shortfall of node", i, shortfall);
            if (trace->network->nodes[i].is_industry)
                verify_industry(trace, &c, i);
        }
    }
    return !c.is_made;
}
