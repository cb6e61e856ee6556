/* planner.c - the least shortfall of a trial, by linear programming. */

#include "study/planner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/linear_solver.h"

/* Of what is wanted, the tonnes by which a bound may be missed. */
#define PRECISION 1e-6

/* Plants and links without a capacity have more than this. */
#define UNLIMITED 1e30

/* The program in the making: columns and rows of each kind begin at these numbers, and
 * follow by thing, then step. */
struct planner {
    const struct mnz_trial_record *r;
    const struct mnz_network *net;
    uint32_t n;                   /* steps of the program */
    uint32_t sent, passed;        /* columns, [link] */
    uint32_t made_of, consumed;   /* [node] a, or what is supplied; [port] */
    uint32_t stock, made, scrap;  /* [port], [output], [output] */
    uint32_t held, let_out;       /* [stockpile], [port of a stockpile] */
    uint32_t missing;             /* [node], one each */
    uint32_t *pile_ports;         /* ports that each stockpile may serve */
    uint32_t *first_pile_port;    /* [stockpile + 1] */
    size_t room;                  /* for entries */
    uint32_t row_room, port_rows; /* port_rows: the first balance of a port */
    int has_failed;
    struct mnz_lp lp;
};

static enum mnz_status list_pile_ports(struct planner *x);
static enum mnz_status number_columns(struct planner *x);
static void bound_columns(struct planner *x);
static void size_columns(struct planner *x);
static void add_ports(struct planner *x);
static void add_outputs(struct planner *x);
static void add_scrap(struct planner *x);
static void add_stockpiles(struct planner *x);
static void add_licences(struct planner *x);
static void add_quotas(struct planner *x);
static void add_industries(struct planner *x);
static void sum_up(const struct mnz_trial_record *r, struct mnz_planned *out);
static void read_worth(const struct planner *x, const double *duals, double *worth);

static enum mnz_status
formulate(struct planner *x)
{
    enum mnz_status st = list_pile_ports(x);

    if (!st)
        st = number_columns(x);
    if (st)
        return st;
    bound_columns(x);
    size_columns(x);
    add_ports(x);
    add_outputs(x);
    add_scrap(x);
    add_stockpiles(x);
    add_licences(x);
    add_quotas(x);
    add_industries(x);
    return x->has_failed ? MNZ_ERR_NOMEM : MNZ_OK;
}

static void
finish(struct planner *x)
{
    free(x->pile_ports);
    free(x->first_pile_port);
    mnz_lp_finish(&x->lp);
}

enum mnz_status
mnz_planner_solve(const struct mnz_trial_record *record, struct mnz_planned *out,
                  double *worth)
{
    struct planner x = {
        .r = record, .net = record->engine->net, .n = record->steps - record->first};
    double least = 0.0, *duals = NULL;
    enum mnz_status st;

    sum_up(record, out);
    out->bound = out->simulated;
    for (uint32_t p = 0; worth && p < x.net->num_ports; p++)
        worth[p] = 0.0;
    if (x.n == 0)
        return MNZ_OK;
    st = formulate(&x);
    x.lp.tolerance = PRECISION * out->wanted;
    if (!st) {
        duals = calloc((size_t)x.lp.num_rows + 1, sizeof *duals);
        st = duals ? mnz_lp_solve(&x.lp, &least, duals) : MNZ_ERR_NOMEM;
    }
    if (!st) {
        out->bound = fmax(0.0, least);
        if (worth)
            read_worth(&x, duals, worth);
    }
    free(duals);
    finish(&x);
    return st;
}

enum mnz_status
mnz_planner_program(const struct mnz_trial_record *record, struct mnz_lp *out)
{
    struct planner x = {
        .r = record, .net = record->engine->net, .n = record->steps - record->first};
    const enum mnz_status st = formulate(&x);

    if (!st) {
        *out = x.lp;
        x.lp = (struct mnz_lp){0};
    }
    finish(&x);
    return st;
}

/* The step of the trial that is the k-th of the program. */
static size_t
at(const struct planner *x, uint32_t thing, uint32_t k)
{
    return (size_t)thing * x->r->steps + x->r->first + k;
}

static int
is_recorded(const struct mnz_network *net, uint32_t step)
{
    return net->month_of_step[step] != MNZ_NONE;
}

/* An industry's demand and supply over recorded steps; supply before `until` only. */
static void
sum_industry(const struct mnz_trial_record *r, uint32_t i, uint32_t until,
             double *wanted, double *supplied)
{
    *wanted = *supplied = 0.0;
    for (uint32_t t = 0; t < r->steps; t++) {
        if (!is_recorded(r->engine->net, t))
            continue;
        *wanted += r->most[(size_t)i * r->steps + t];
        if (t < until)
            *supplied += r->done[(size_t)i * r->steps + t];
    }
}

static void
sum_up(const struct mnz_trial_record *r, struct mnz_planned *out)
{
    *out = (struct mnz_planned){0};
    for (uint32_t i = 0; i < r->engine->net->num_nodes; i++) {
        double wanted, supplied;

        if (!r->engine->net->nodes[i].is_industry)
            continue;
        sum_industry(r, i, r->steps, &wanted, &supplied);
        out->wanted += r->weight[i] * wanted;
        out->simulated += r->weight[i] * fmax(0.0, wanted - supplied);
    }
}

/* Its beneficiaries' ports, then those of pacts. */
static enum mnz_status
list_pile_ports(struct planner *x)
{
    const struct mnz_network *net = x->net;
    size_t count = 0;

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        count += net->stockpiles[i].num_ports;
    for (uint32_t k = 0; k < net->num_pacts; k++)
        for (uint32_t j = 0; j < net->pacts[k].num_stockpiles; j++)
            count += net->pact_stockpiles[net->pacts[k].first_stockpile + j].num_ports;
    x->pile_ports = calloc(count + 1, sizeof *x->pile_ports);
    x->first_pile_port = calloc(net->num_stockpiles + 2, sizeof *x->first_pile_port);
    if (!x->pile_ports || !x->first_pile_port)
        return MNZ_ERR_NOMEM;
    count = 0;
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *pile = &net->stockpiles[i];

        for (uint32_t j = 0; j < pile->num_ports; j++)
            x->pile_ports[count++] = net->stockpile_ports[pile->first_port + j];
        for (uint32_t k = 0; k < net->num_pacts; k++)
            for (uint32_t s = 0; s < net->pacts[k].num_stockpiles; s++) {
                const struct mnz_net_pact_stockpile *shared =
                    &net->pact_stockpiles[net->pacts[k].first_stockpile + s];

                for (uint32_t j = 0; shared->stockpile == i && j < shared->num_ports;
                     j++)
                    x->pile_ports[count++] = net->pact_ports[shared->first_port + j];
            }
        x->first_pile_port[i + 1] = (uint32_t)count;
    }
    return MNZ_OK;
}

static enum mnz_status
number_columns(struct planner *x)
{
    const struct mnz_network *net = x->net;
    const struct {
        uint32_t *first;
        size_t count;
    } kinds[] = {{&x->sent, net->num_links},
                 {&x->passed, net->num_links},
                 {&x->made_of, net->num_nodes},
                 {&x->consumed, net->num_ports},
                 {&x->stock, net->num_ports},
                 {&x->made, net->num_outputs},
                 {&x->scrap, net->num_outputs},
                 {&x->held, net->num_stockpiles},
                 {&x->let_out, x->first_pile_port[net->num_stockpiles]}};
    size_t count = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *kinds[i].first = (uint32_t)count;
        count += kinds[i].count * x->n;
    }
    x->missing = (uint32_t)count;
    count += net->num_nodes;
    if (count > INT32_MAX)
        return MNZ_ERR_NOMEM;
    x->lp.num_columns = (uint32_t)count;
    x->lp.cost = calloc(count + 1, sizeof *x->lp.cost);
    x->lp.column_most = calloc(count + 1, sizeof *x->lp.column_most);
    x->lp.typical = calloc(count + 1, sizeof *x->lp.typical);
    return x->lp.cost && x->lp.column_most && x->lp.typical ? MNZ_OK : MNZ_ERR_NOMEM;
}

/* Room for one more, as realloc() gives it. */
static void *
grow(struct planner *x, void *items, size_t size, size_t used, size_t *most)
{
    const size_t room = *most > 0 ? 2 * *most : 4096;
    void *more;

    if (used < *most)
        return items;
    more = realloc(items, room * size);
    if (!more) {
        x->has_failed = 1;
        return items;
    }
    *most = room;
    return more;
}

/* A new row: sum <= most. */
static uint32_t
add_row(struct planner *x, double most)
{
    size_t capacity = x->row_room;

    if (!x->has_failed)
        x->lp.row_most =
            grow(x, x->lp.row_most, sizeof *x->lp.row_most, x->lp.num_rows, &capacity);
    x->row_room = (uint32_t)capacity;
    if (x->has_failed)
        return 0;
    x->lp.row_most[x->lp.num_rows] = most;
    return x->lp.num_rows++;
}

static void
add(struct planner *x, uint32_t row, uint32_t column, double value)
{
    if (value == 0.0)
        return;
    if (!x->has_failed)
        x->lp.entries =
            grow(x, x->lp.entries, sizeof *x->lp.entries, x->lp.num_entries, &x->room);
    if (!x->has_failed)
        x->lp.entries[x->lp.num_entries++] = (struct mnz_lp_entry){row, column, value};
}

/* No plan is held to less than was done: the trial itself is one of the plans. */
static void
bound_columns(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    double *most = x->lp.column_most;

    for (uint32_t j = 0; j < x->lp.num_columns; j++)
        most[j] = (double)INFINITY;
    for (uint32_t l = 0; l < x->net->num_links; l++)
        for (uint32_t k = 0; k < x->n; k++)
            most[x->sent + l * x->n + k] =
                fmax(r->sent[at(x, l, k)],
                     fmin(r->room[at(x, l, k)], r->crosses[at(x, l, k)]));
    for (uint32_t i = 0; i < x->net->num_nodes; i++)
        for (uint32_t k = 0; k < x->n; k++)
            most[x->made_of + i * x->n + k] =
                fmax(r->most[at(x, i, k)], r->done[at(x, i, k)]);
    for (uint32_t j = 0; j < x->lp.num_columns; j++)
        if (most[j] > UNLIMITED)
            most[j] = (double)INFINITY;
}

/* The largest of a thing's numbers in the program's steps. */
static double
largest(const struct planner *x, const double *numbers, uint32_t thing)
{
    double most = 0.0;

    for (uint32_t k = 0; k < x->n; k++)
        if (isfinite(numbers[at(x, thing, k)]))
            most = fmax(most, numbers[at(x, thing, k)]);
    return most;
}

static void
set_typical(struct planner *x, uint32_t first, uint32_t thing, double size)
{
    for (uint32_t k = 0; k < x->n; k++)
        x->lp.typical[first + thing * x->n + k] = fmax(size, 1e-9);
}

/* Sizes of columns: those of the trial, and a tenth of what a buyer uses at least. */
static void
size_columns(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;

    for (uint32_t j = 0; j < x->lp.num_columns; j++)
        x->lp.typical[j] = 1.0;
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];
        const double made = largest(x, r->done, i);

        set_typical(x, x->made_of, i, made);
        x->lp.typical[x->missing + i] = fmax(made * x->n * 0.1, 1e-9);
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            set_typical(x, x->consumed, p, made * largest(x, r->use, p));
            set_typical(x, x->stock, p, made * largest(x, r->use, p));
        }
    }
    for (uint32_t o = 0; o < net->num_outputs; o++) {
        const double made =
            largest(x, r->done, net->outputs[o].node) * largest(x, r->yield, o);

        set_typical(x, x->made, o, made);
        set_typical(x, x->scrap, o, made);
    }
    for (uint32_t l = 0; l < net->num_links; l++) {
        const uint32_t p = r->engine->links[l].port;
        const double use = x->lp.typical[x->stock + p * x->n];
        const double made = x->lp.typical[x->made + r->engine->links[l].output * x->n];

        set_typical(x, x->sent, l, fmax(largest(x, r->sent, l), 0.1 * fmin(use, made)));
        set_typical(x, x->passed, l,
                    x->n * fmax(largest(x, r->sent, l), 0.01 * fmin(use, made)));
    }
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        set_typical(x, x->held, i, fmax(r->held[i], largest(x, r->enters, i)));
        for (uint32_t j = x->first_pile_port[i]; j < x->first_pile_port[i + 1]; j++)
            set_typical(x, x->let_out, j,
                        x->lp.typical[x->stock + x->pile_ports[j] * x->n]);
    }
}

/* Part of what a link sends that arrives in the k-th step: 1 - rho after its lead. */
static void
add_arrivals(struct planner *x, uint32_t row, uint32_t l, uint32_t k)
{
    for (uint32_t sent = 0; sent <= k; sent++) {
        const uint32_t lead = (uint32_t)x->r->lead[at(x, l, sent)];
        const double rest = x->r->rest[at(x, l, sent)];
        const uint32_t column = x->sent + l * x->n + sent;

        if (sent + lead == k)
            add(x, row, column, -(1.0 - rest));
        else if (sent + lead + 1 == k)
            add(x, row, column, -rest);
    }
}

/* Whether an industry may supply what it does not make at once: of its products. */
static int
has_products(const struct planner *x, uint32_t i)
{
    return x->net->nodes[i].is_industry && largest(x, x->r->beside, i) > 0.0;
}

/* Stock of an input: what is left and what comes, less what is used. */
static void
add_ports(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;

    x->port_rows = x->lp.num_rows;
    for (uint32_t p = 0; p < net->num_ports; p++)
        for (uint32_t k = 0; k < x->n; k++) {
            const uint32_t row =
                add_row(x, r->coming[at(x, p, k)] + (k == 0 ? r->stock[p] : 0.0));
            const uint32_t i = net->ports[p].node;

            add(x, row, x->stock + p * x->n + k, 1.0);
            if (k > 0)
                add(x, row, x->stock + p * x->n + k - 1, -1.0);
            if (has_products(x, i))
                add(x, row, x->consumed + p * x->n + k, 1.0);
            else
                add(x, row, x->made_of + i * x->n + k, r->use[at(x, p, k)]);
            for (uint32_t j = 0; j < r->engine->ports[p].num_links; j++)
                add_arrivals(x, row, r->engine->ports[p].first_link + j, k);
            for (uint32_t j = 0; k > 0 && j < x->first_pile_port[net->num_stockpiles];
                 j++)
                if (x->pile_ports[j] == p)
                    add(x, row, x->let_out + j * x->n + k - 1, -1.0);
        }
}

/* Stock of an output: what is made, less what is sent and what stockpiles bought. */
static void
add_outputs(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;
    const uint32_t first = x->lp.num_rows;

    for (uint32_t o = 0; o < net->num_outputs; o++)
        for (uint32_t k = 0; k < x->n; k++) {
            const uint32_t row =
                add_row(x, (k == 0 ? r->made[o] : 0.0) - r->taken[at(x, o, k)]);

            add(x, row, x->made + o * x->n + k, 1.0);
            if (k > 0)
                add(x, row, x->made + o * x->n + k - 1, -1.0);
            add(x, row, x->made_of + net->outputs[o].node * x->n + k,
                -r->yield[at(x, o, k)]);
        }
    for (uint32_t l = 0; l < net->num_links; l++)
        for (uint32_t k = 0; k < x->n; k++)
            add(x, first + r->engine->links[l].output * x->n + k,
                x->sent + l * x->n + k, 1.0);
}

/* Recycling works on the scrap that came back in the trial. */
static void
add_scrap(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;

    for (uint32_t o = 0; o < net->num_outputs; o++)
        for (uint32_t k = 0; r->engine->scrap_of_output[o] != MNZ_NONE && k < x->n;
             k++) {
            const uint32_t row =
                add_row(x, k == 0 ? r->scrap[o] : r->back[at(x, o, k)]);

            add(x, row, x->scrap + o * x->n + k, 1.0);
            if (k > 0)
                add(x, row, x->scrap + o * x->n + k - 1, -1.0);
            add(x, row, x->made_of + net->outputs[o].node * x->n + k,
                r->yield[at(x, o, k)]);
        }
}

static void
add_stockpiles(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;

    for (uint32_t i = 0; i < x->net->num_stockpiles; i++)
        for (uint32_t k = 0; k < x->n; k++) {
            const uint32_t row =
                add_row(x, r->enters[at(x, i, k)] + (k == 0 ? r->held[i] : 0.0));
            const uint32_t rate = add_row(x, r->rate[at(x, i, k)]);

            add(x, row, x->held + i * x->n + k, 1.0);
            if (k > 0)
                add(x, row, x->held + i * x->n + k - 1, -1.0);
            for (uint32_t j = x->first_pile_port[i]; j < x->first_pile_port[i + 1];
                 j++) {
                add(x, row, x->let_out + j * x->n + k, 1.0);
                add(x, rate, x->let_out + j * x->n + k, 1.0);
            }
        }
}

/* While licences are in force all the time, what was sent since they came is bounded.
 */
static void
add_licences(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;

    for (uint32_t l = 0; l < x->net->num_links; l++) {
        double sent = 0.0;
        int is_held = 0;

        for (uint32_t k = 0; k < x->n; k++) {
            const uint32_t column = x->passed + l * x->n + k;
            const double licensed = r->licensed[at(x, l, k)];
            uint32_t row;

            if (isinf(licensed)) {
                is_held = 0;
                continue;
            }
            sent = (is_held ? sent : 0.0) + r->sent[at(x, l, k)];
            row = add_row(x, 0.0);
            add(x, row, x->sent + l * x->n + k, 1.0);
            add(x, row, column, -1.0);
            if (is_held)
                add(x, row, column - 1, 1.0);
            x->lp.column_most[column] = fmax(sent, licensed);
            is_held = 1;
        }
    }
}

/* A quota holds for all its links together: how it is shared out is a habit. */
static void
add_quotas(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];

        for (uint32_t k = 0; k < x->n; k++) {
            const double quota = r->quota[at(x, c, k)];
            double sent = 0.0;
            uint32_t row;

            if (isinf(quota))
                continue;
            for (uint32_t j = 0; j < scope->num_links; j++)
                sent += r->sent[at(
                    x, r->engine->link_at[net->control_links[scope->first_link + j]],
                    k)];
            row = add_row(x, fmax(quota, sent));
            for (uint32_t j = 0; j < scope->num_links; j++)
                add(x, row,
                    x->sent +
                        r->engine->link_at[net->control_links[scope->first_link + j]] *
                            x->n +
                        k,
                    1.0);
        }
    }
}

/* Nothing is supplied that is not consumed of every input; all that is wanted and not
 * supplied is missing. */
static void
add_industries(struct planner *x)
{
    const struct mnz_trial_record *r = x->r;
    const struct mnz_network *net = x->net;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];
        double wanted, supplied;
        uint32_t row;

        if (!node->is_industry)
            continue;
        for (uint32_t p = node->first_port;
             has_products(x, i) && p < node->first_port + node->num_ports; p++)
            for (uint32_t k = 0; k < x->n; k++) {
                const double use = r->use[at(x, p, k)];

                if (!(use > 0.0))
                    continue;
                row = add_row(x, use * r->beside[at(x, i, k)]);
                add(x, row, x->made_of + i * x->n + k, use);
                add(x, row, x->consumed + p * x->n + k, -1.0);
            }
        sum_industry(r, i, r->first, &wanted, &supplied);
        row = add_row(x, supplied - wanted);
        add(x, row, x->missing + i, -1.0);
        for (uint32_t k = 0; k < x->n; k++)
            if (is_recorded(net, r->first + k))
                add(x, row, x->made_of + i * x->n + k, -1.0);
        x->lp.cost[x->missing + i] = r->weight[i];
    }
}

/* A tonne at the best time. */
static void
read_worth(const struct planner *x, const double *duals, double *worth)
{
    for (uint32_t p = 0; p < x->net->num_ports; p++)
        for (uint32_t k = 0; k < x->n; k++)
            worth[p] = fmax(worth[p], duals[x->port_rows + p * x->n + k]);
}
