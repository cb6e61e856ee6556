/* blame.c - blame over many trials. */

#include "study/blame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/blame_goods.h"
#include "study/blame_lane.h"
#include "study/blame_orders.h"

/* Shares are summed in units of 2^-32, so that a billion trials fit. */
#define UNIT 4294967296.0

/* Demand of an industry and its supply in one trial, by month. */
struct period {
    double wanted, got, gross; /* gross: losses of steps, before any catching up */
};

/* Sums of one industry over trials: of one label, the row [of][month], the horizon
 * last. */
struct sums {
    uint32_t num_labels, most_labels;
    int64_t *rows;
    int64_t *totals; /* one row: of all labels */
};

struct mnz_blame {
    struct mnz_arena arena;
    const struct mnz_network *net;
    struct mnz_blame_plan plan;
    uint32_t num_industries, num_months;
    const uint32_t *industries;
    struct mnz_observer next;
    struct mnz_blame_labels labels;
    struct mnz_blame_lane lanes[MNZ_LANES];
    struct sums *sums;             /* [industry] */
    struct period *periods;        /* [lane][industry][of][month] */
    struct mnz_scarcest *scarcest; /* [industry][month] */
    uint64_t trials;
    /* Scratch of one trial and industry. */
    double *amounts; /* [mix] */
    uint32_t most_amounts;
    double *parts; /* [label][of][month] */
    uint32_t most_parts;
    uint32_t cell; /* of a row: where parts are added */
};

static uint32_t
cells_of_row(const struct mnz_blame *blame)
{
    return MNZ_NUM_BLAME_OF * (blame->num_months + 1);
}

static uint32_t
cell_of(const struct mnz_blame *blame, enum mnz_blame_of of, uint32_t month)
{
    return (uint32_t)of * (blame->num_months + 1) +
           (month == MNZ_NONE ? blame->num_months : month);
}

static struct period *
period_of(const struct mnz_blame *blame, uint32_t lane, uint32_t industry,
          uint32_t cell)
{
    return &blame->periods[((size_t)lane * blame->num_industries + industry) *
                               cells_of_row(blame) +
                           cell];
}

/* Outages and technology controls by node; count first, then fill. */
static void
list_acts(struct mnz_blame_plan *plan, const struct mnz_network *net)
{
    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        for (uint32_t j = 0; j < net->controls[c].num_nodes; j++)
            plan->first_act[net->control_nodes[net->controls[c].first_node + j] + 1]++;
    for (uint32_t i = 0; i < net->num_nodes; i++)
        plan->first_act[i + 1] += plan->first_act[i];
    for (uint32_t c = net->scenario->num_controls; c-- > 0;)
        for (uint32_t j = 0; j < net->controls[c].num_nodes; j++) {
            const uint32_t i = net->control_nodes[net->controls[c].first_node + j];
            uint32_t k = plan->first_act[i];

            while (plan->acts[k] != MNZ_NONE)
                k++;
            plan->acts[k] = c;
        }
}

static enum mnz_status
make_plan(struct mnz_blame *blame, const struct mnz_engine *engine)
{
    const struct mnz_network *net = engine->net;
    struct mnz_blame_plan *plan = &blame->plan;
    struct mnz_arena *arena = &blame->arena;
    size_t acts = 1;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        acts += net->controls[c].num_nodes;
    plan->first_act = mnz_arena_alloc(arena, net->num_nodes + 2, sizeof(uint32_t));
    plan->acts = mnz_arena_alloc(arena, acts, sizeof(uint32_t));
    plan->pact_of = mnz_arena_alloc(arena, net->num_links + 1, sizeof(uint32_t));
    plan->follows = mnz_arena_alloc(arena, net->num_nodes + 1, sizeof(uint32_t));
    if (!plan->first_act || !plan->acts || !plan->pact_of || !plan->follows)
        return MNZ_ERR_NOMEM;
    memset(plan->acts, 0xff, acts * sizeof(uint32_t));
    memset(plan->pact_of, 0xff, net->num_links * sizeof(uint32_t));
    memset(plan->follows, 0xff, net->num_nodes * sizeof(uint32_t));
    list_acts(plan, net);
    for (uint32_t k = 0; k < net->num_pacts; k++)
        for (uint32_t j = 0; j < net->pacts[k].num_links; j++)
            plan->pact_of
                [engine->link_at[net->pact_links[net->pacts[k].first_link + j]]] =
                net->pacts[k].policy;
    for (uint32_t k = 0; k < blame->num_industries; k++)
        plan->follows[blame->industries[k]] = k;
    return MNZ_OK;
}

static enum mnz_status
make_lane(struct mnz_blame *blame, const struct mnz_engine *e, int lane)
{
    const struct mnz_network *net = e->net;
    struct mnz_blame_lane *x = &blame->lanes[lane];
    struct mnz_arena *arena = &blame->arena;

    x->plan = &blame->plan;
    x->lane = lane;
    x->labels = &blame->labels;
    x->links = mnz_arena_alloc(arena, net->num_links + 1, sizeof *x->links);
    x->ports = mnz_arena_alloc(arena, net->num_ports + 1, sizeof *x->ports);
    x->nodes = mnz_arena_alloc(arena, net->num_nodes + 1, sizeof *x->nodes);
    x->outputs = mnz_arena_alloc(arena, net->num_outputs + 1, sizeof *x->outputs);
    x->markets = mnz_arena_alloc(arena, net->num_markets + 1, sizeof *x->markets);
    x->in_hand = mnz_arena_alloc(arena, e->num_licensed + 1, sizeof *x->in_hand);
    x->arriving = mnz_arena_alloc(arena, (size_t)net->num_ports * net->num_steps + 1,
                                  sizeof *x->arriving);
    return mnz_arena_has_failed(arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

static enum mnz_status
make(struct mnz_blame *blame, const struct mnz_engine *engine)
{
    const size_t row = cells_of_row(blame);
    enum mnz_status st = make_plan(blame, engine);

    for (int lane = 0; !st && lane < MNZ_LANES; lane++)
        st = make_lane(blame, engine, lane);
    blame->sums =
        mnz_arena_alloc(&blame->arena, blame->num_industries + 1, sizeof *blame->sums);
    blame->periods =
        mnz_arena_alloc(&blame->arena, MNZ_LANES * row * blame->num_industries + 1,
                        sizeof *blame->periods);
    blame->scarcest = mnz_arena_alloc(
        &blame->arena, (size_t)blame->num_industries * blame->num_months + 1,
        sizeof *blame->scarcest);
    for (uint32_t k = 0; !st && blame->sums && k < blame->num_industries; k++)
        blame->sums[k].totals = mnz_arena_alloc(&blame->arena, row, sizeof(int64_t));
    return mnz_arena_has_failed(&blame->arena) ? MNZ_ERR_NOMEM : st;
}

enum mnz_status
mnz_blame_create(const struct mnz_engine *engine, const uint32_t *industries,
                 uint32_t num_industries, struct mnz_blame **out)
{
    struct mnz_blame *blame = calloc(1, sizeof *blame);
    uint32_t *copy;
    enum mnz_status st;

    *out = NULL;
    if (!blame)
        return MNZ_ERR_NOMEM;
    blame->net = engine->net;
    blame->num_months = engine->net->num_months;
    blame->num_industries = num_industries;
    copy = mnz_arena_alloc(&blame->arena, num_industries + 1, sizeof *copy);
    if (copy)
        memcpy(copy, industries, num_industries * sizeof *copy);
    blame->industries = copy;
    st = copy ? make(blame, engine) : MNZ_ERR_NOMEM;
    if (st)
        mnz_blame_destroy(blame);
    else
        *out = blame;
    return st;
}

void
mnz_blame_destroy(struct mnz_blame *blame)
{
    if (!blame)
        return;
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        mnz_mixes_finish(&blame->lanes[lane].mixes);
        free(blame->lanes[lane].arrivals);
        free(blame->lanes[lane].losses);
    }
    for (uint32_t k = 0; blame->sums && k < blame->num_industries; k++)
        free(blame->sums[k].rows);
    mnz_blame_labels_finish(&blame->labels);
    free(blame->amounts);
    free(blame->parts);
    mnz_arena_finish(&blame->arena);
    free(blame);
}

static void
after_orders(void *context, const struct mnz_batch *b)
{
    struct mnz_blame *blame = context;

    for (int lane = 0; lane < MNZ_LANES; lane++) {
        struct mnz_blame_lane *x = &blame->lanes[lane];

        x->b = b;
        if (b->step == 0)
            mnz_blame_start(x);
        mnz_blame_look_at_orders(x);
    }
    if (blame->next.ordered)
        blame->next.ordered(blame->next.context, b);
}

/* Demand and supply of the step, into those of its month and of the horizon. */
static void
add_periods(struct mnz_blame *blame, const struct mnz_batch *b, uint32_t month)
{
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        for (uint32_t k = 0; k < blame->num_industries; k++) {
            const uint32_t i = blame->industries[k];
            const double wanted = b->wanted[i][lane];
            const double got[] = {[MNZ_BLAME_SHORTFALL] = b->supplied[i][lane],
                                  [MNZ_BLAME_OUTPUT] = b->delivered[i][lane]};

            for (int of = 0; of < MNZ_NUM_BLAME_OF; of++)
                for (int whole = 0; whole < 2; whole++) {
                    struct period *p = period_of(blame, lane, k,
                                                 cell_of(blame, (enum mnz_blame_of)of,
                                                         whole ? MNZ_NONE : month));

                    p->wanted += wanted;
                    p->got += got[of];
                }
        }
}

static void
after_step(void *context, const struct mnz_batch *b)
{
    struct mnz_blame *blame = context;
    const uint32_t month = b->engine->net->month_of_step[b->step];

    if (b->step == 0)
        memset(blame->periods, 0,
               sizeof *blame->periods * MNZ_LANES * blame->num_industries *
                   cells_of_row(blame));
    for (int lane = 0; lane < MNZ_LANES; lane++)
        mnz_blame_look_at_goods(&blame->lanes[lane]);
    if (month != MNZ_NONE)
        add_periods(blame, b, month);
    if (blame->next.step)
        blame->next.step(blame->next.context, b);
}

struct mnz_observer
mnz_blame_observer(struct mnz_blame *blame, const struct mnz_observer *next)
{
    blame->next = next ? *next : (struct mnz_observer){0};
    return (struct mnz_observer){
        .ordered = after_orders, .step = after_step, .context = blame};
}

/* Room for the amounts of all mixes and the parts of all labels, both cleared. */
static enum mnz_status
make_room(struct mnz_blame *blame, const struct mnz_mixes *mixes)
{
    const uint32_t row = cells_of_row(blame);

    if (blame->most_amounts < mixes->num_mixes) {
        free(blame->amounts);
        blame->most_amounts = 2 * mixes->num_mixes;
        blame->amounts = calloc(blame->most_amounts, sizeof *blame->amounts);
    }
    if (blame->most_parts < blame->labels.count) {
        free(blame->parts);
        blame->most_parts = 2 * blame->labels.count;
        blame->parts = calloc((size_t)blame->most_parts * row, sizeof *blame->parts);
    }
    if ((blame->most_amounts > 0 && !blame->amounts) ||
        (blame->most_parts > 0 && !blame->parts)) {
        blame->most_amounts = blame->most_parts = 0;
        return MNZ_ERR_NOMEM;
    }
    return MNZ_OK;
}

static void
take_part(void *context, uint32_t label, double amount)
{
    struct mnz_blame *blame = context;

    blame->parts[(size_t)label * cells_of_row(blame) + blame->cell] += amount;
}

/* Share a month's losses of one kind out to labels; the sum of these losses. */
static double
share_month(struct mnz_blame *blame, const struct mnz_blame_lane *x, uint32_t industry,
            enum mnz_blame_of of, uint32_t month)
{
    uint32_t end = 0;
    double sum = 0.0;

    blame->cell = cell_of(blame, of, month);
    for (uint32_t k = 0; k < x->num_losses; k++) {
        const struct mnz_blame_loss *loss = &x->losses[k];

        if (loss->industry != industry || loss->month != month ||
            loss->is_output != (of == MNZ_BLAME_OUTPUT))
            continue;
        sum += loss->amount;
        if (loss->mix & MNZ_MIX_LABEL) {
            take_part(blame, loss->mix & ~MNZ_MIX_LABEL, loss->amount);
        } else {
            blame->amounts[loss->mix] += loss->amount;
            end = loss->mix + 1 > end ? loss->mix + 1 : end;
        }
    }
    mnz_mixes_share_out(&x->mixes, blame->amounts, end, take_part, blame);
    return sum;
}

/* Rows of all labels known so far. */
static enum mnz_status
extend(struct mnz_blame *blame, struct sums *sums)
{
    const size_t row = cells_of_row(blame);

    if (sums->most_labels < blame->labels.count) {
        const uint32_t most = 2 * blame->labels.count;
        int64_t *rows = realloc(sums->rows, most * row * sizeof *rows);

        if (!rows)
            return MNZ_ERR_NOMEM;
        memset(&rows[sums->most_labels * row], 0,
               (most - sums->most_labels) * row * sizeof *rows);
        sums->rows = rows;
        sums->most_labels = most;
    }
    sums->num_labels = blame->labels.count;
    return MNZ_OK;
}

/* The factor from losses of steps to the share that the period lacks on balance. */
static double
net_share(const struct period *p)
{
    const double lacking = 1.0 - (p->wanted > 0.0 ? p->got / p->wanted : 1.0);

    return lacking > 1e-12 ? lacking : 0.0;
}

/* Round the parts of one cell to units that sum to the total's, the rest going to the
 * largest. */
static void
fold_cell(struct mnz_blame *blame, struct sums *sums, uint32_t cell,
          const struct period *p)
{
    const size_t row = cells_of_row(blame);
    const double share = net_share(p);
    const double scale = p->gross > 0.0 ? share / p->gross * UNIT : 0.0;
    int64_t left = llround(share * UNIT);
    size_t largest = 0;

    sums->totals[cell] += left;
    for (size_t k = 0; k < blame->labels.count; k++) {
        double *part = &blame->parts[k * row + cell];
        const int64_t units = llround(*part * scale);

        sums->rows[k * row + cell] += units;
        left -= units;
        if (*part > blame->parts[largest * row + cell])
            largest = k;
    }
    if (blame->labels.count > 0 && p->gross > 0.0)
        sums->rows[largest * row + cell] += left;
    for (size_t k = 0; k < blame->labels.count; k++)
        blame->parts[k * row + cell] = 0.0;
}

/* The scarcest input of each month, for stories of single trials. */
static enum mnz_status
note_scarcest(struct mnz_blame *blame, const struct mnz_blame_lane *x,
              uint32_t industry)
{
    struct mnz_scarcest *months =
        &blame->scarcest[(size_t)industry * blame->num_months];
    double *most = calloc(blame->num_months + 1, sizeof *most);

    for (uint32_t m = 0; m < blame->num_months; m++)
        months[m] = (struct mnz_scarcest){.port = MNZ_NONE};
    for (uint32_t k = 0; most && k < x->num_losses; k++) {
        const struct mnz_blame_loss *loss = &x->losses[k];

        if (loss->industry != industry || loss->is_output || loss->port == MNZ_NONE)
            continue;
        months[loss->month].tonnes += loss->tonnes;
        if (loss->amount > most[loss->month]) {
            months[loss->month].port = loss->port;
            most[loss->month] = loss->amount;
        }
    }
    free(most);
    return most ? MNZ_OK : MNZ_ERR_NOMEM;
}

static enum mnz_status
add_industry(struct mnz_blame *blame, uint32_t lane, uint32_t industry)
{
    const struct mnz_blame_lane *x = &blame->lanes[lane];
    const size_t row = cells_of_row(blame);
    enum mnz_status st = extend(blame, &blame->sums[industry]);

    for (int of = 0; !st && of < MNZ_NUM_BLAME_OF; of++) {
        const uint32_t whole = cell_of(blame, (enum mnz_blame_of)of, MNZ_NONE);
        struct period *horizon = period_of(blame, lane, industry, whole);

        for (uint32_t m = 0; m < blame->num_months; m++) {
            const uint32_t cell = cell_of(blame, (enum mnz_blame_of)of, m);
            struct period *p = period_of(blame, lane, industry, cell);

            p->gross = share_month(blame, x, industry, (enum mnz_blame_of)of, m);
            horizon->gross += p->gross;
            for (size_t k = 0; k < blame->labels.count; k++)
                blame->parts[k * row + whole] += blame->parts[k * row + cell];
            fold_cell(blame, &blame->sums[industry], cell, p);
        }
        fold_cell(blame, &blame->sums[industry], whole, horizon);
    }
    return st ? st : note_scarcest(blame, x, industry);
}

enum mnz_status
mnz_blame_add(struct mnz_blame *blame, uint32_t lanes)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t lane = 0; !st && lane < lanes; lane++) {
        const struct mnz_blame_lane *x = &blame->lanes[lane];

        if (x->has_failed || x->mixes.has_failed || blame->labels.has_failed)
            return MNZ_ERR_NOMEM;
        st = make_room(blame, &x->mixes);
        for (uint32_t k = 0; !st && k < blame->num_industries; k++)
            st = add_industry(blame, lane, k);
        blame->trials++;
    }
    return st;
}

enum mnz_status
mnz_blame_merge(struct mnz_blame *to, const struct mnz_blame *from)
{
    const size_t row = cells_of_row(to);

    for (uint32_t i = 0; i < to->num_industries; i++) {
        const struct sums *source = &from->sums[i];

        for (uint32_t k = 0; k < source->num_labels; k++) {
            const uint32_t label =
                mnz_blame_label_number(&to->labels, from->labels.items[k]);

            if (to->labels.has_failed || extend(to, &to->sums[i]))
                return MNZ_ERR_NOMEM;
            for (size_t c = 0; c < row; c++)
                to->sums[i].rows[label * row + c] += source->rows[k * row + c];
        }
        for (size_t c = 0; c < row; c++)
            to->sums[i].totals[c] += source->totals[c];
    }
    to->trials += from->trials;
    return MNZ_OK;
}

static double
mean_of(const struct mnz_blame *blame, int64_t sum)
{
    return blame->trials > 0 ? (double)sum / UNIT / (double)blame->trials : 0.0;
}

double
mnz_blame_total(const struct mnz_blame *blame, uint32_t industry, enum mnz_blame_of of,
                uint32_t month)
{
    return mean_of(blame, blame->sums[industry].totals[cell_of(blame, of, month)]);
}

/* The largest first; equal ones by label. */
static int
compare_parts(const void *a, const void *b)
{
    const struct mnz_blamed *x = a, *y = b;

    if (x->part != y->part)
        return x->part > y->part ? -1 : 1;
    return mnz_blame_compare(&x->label, &y->label);
}

enum mnz_status
mnz_blame_list(const struct mnz_blame *blame, uint32_t industry, enum mnz_blame_of of,
               uint32_t month, struct mnz_blamed **list, uint32_t *count)
{
    const struct sums *sums = &blame->sums[industry];
    const size_t row = cells_of_row(blame), cell = cell_of(blame, of, month);

    *count = 0;
    *list = calloc(sums->num_labels + 1, sizeof **list);
    if (!*list)
        return MNZ_ERR_NOMEM;
    for (uint32_t k = 0; k < sums->num_labels; k++)
        if (sums->rows[k * row + cell] > 0)
            (*list)[(*count)++] = (struct mnz_blamed){
                blame->labels.items[k], mean_of(blame, sums->rows[k * row + cell])};
    qsort(*list, *count, sizeof **list, compare_parts);
    return MNZ_OK;
}

struct mnz_scarcest
mnz_blame_scarcest(const struct mnz_blame *blame, uint32_t industry, uint32_t month)
{
    return blame->scarcest[(size_t)industry * blame->num_months + month];
}
