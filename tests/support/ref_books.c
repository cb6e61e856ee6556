/* ref_books.c - where each element is and where it went, for conservation. */

#include "support/ref_state.h"

static double
held_by_ports(const struct ref *r, uint32_t e, uint32_t step)
{
    double sum = 0.0;

    for (uint32_t p = 0; p < r->net->num_ports; p++) {
        double amount = r->ports[p].I + r->ports[p].coming;

        for (uint32_t i = 0; i < r->net->ports[p].num_links; i++) {
            const struct ref_link *l = &r->links[ref_port_link(r, p, i)];

            for (uint32_t t = step; t < l->num_arrives; t++)
                amount += l->arrives[t];
        }
        sum += amount * r->content[r->net->ports[p].material * MNZ_NUM_RARE_EARTHS + e];
    }
    return sum;
}

static double
all_stocks(const struct ref *r, uint32_t e, uint32_t step)
{
    double sum = held_by_ports(r, e, step);

    for (uint32_t m = 0; m < r->net->num_outputs; m++)
        sum += (r->outputs[m].S + r->outputs[m].Z) *
               r->content[r->net->outputs[m].material * MNZ_NUM_RARE_EARTHS + e];
    for (uint32_t h = 0; h < r->net->num_stockpiles; h++) {
        const uint32_t at = r->net->stockpiles[h].material * MNZ_NUM_RARE_EARTHS + e;
        double amount = r->stockpiles[h].held;

        for (uint32_t t = step; t < r->stockpiles[h].num_arrives; t++)
            amount += r->stockpiles[h].arrives[t];
        sum += amount * r->content[at];
    }
    return sum;
}

/* Stocks before the first step. */
void
ref_books_open(const struct ref *r, struct ref_books *books)
{
    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        books[e] = (struct ref_books){.stocks = all_stocks(r, e, 0)};
}

/* A node's activity: mined, consumed, or part of it lost on the way. */
static void
enter_node(const struct ref *r, uint32_t node, uint32_t e, struct ref_books *books)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    const double a = r->nodes[node].a;
    double used = 0.0, made = 0.0, scrap = 0.0;

    for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
        used += (N->is_industry ? r->ports[p].consumed : r->ports[p].u * a) *
                r->content[r->net->ports[p].material * MNZ_NUM_RARE_EARTHS + e];
    for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++) {
        const double content =
            r->content[r->net->outputs[m].material * MNZ_NUM_RARE_EARTHS + e];

        made += r->outputs[m].y * a * content;
        if (r->outputs[m].has_scrap)
            scrap += r->outputs[m].y * a * content;
        books->set_aside += r->outputs[m].set_aside * content;
    }
    if (N->is_industry)
        books->consumed += used;
    else if (N->num_ports == 0)
        books->mined += made - scrap;
    else if (ref_is_saver(r, node) && made > used + scrap)
        books->saved += made - used - scrap;
    else
        books->lost += used + scrap - made;
}

/* After a step's moves, before the growth into the next one. */
void
ref_books_enter(const struct ref *r, struct ref_books *books)
{
    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++) {
        books[e] = (struct ref_books){.stocks = all_stocks(r, e, r->t + 1),
                                      .recycled = r->recycled[e]};
        for (uint32_t i = 0; i < r->net->num_nodes; i++)
            enter_node(r, i, e, &books[e]);
    }
}
