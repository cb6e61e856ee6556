/* ref_purchase.c - stockpiles whose refill is ordered beside the buyers'. */

#include <math.h>

#include "support/ref_state.h"

/* R, in proportion to n over the beneficiaries' links that no control holds. */
static void
plan_for_stockpile(struct ref *r, uint32_t pile)
{
    const struct mnz_net_stockpile *H = &r->net->stockpiles[pile];
    struct ref_stockpile *h = &r->stockpiles[pile];
    const double missing =
        fmax(0.0, h->first_holding - h->held - ref_arriving(r, pile));
    const double R = h->is_called ? 0.0
                                  : r->phi[r->s->policies[H->policy].regime] *
                                        fmin(missing, ref_stockpile_rate(r, pile));
    double sum = 0.0;

    for (uint32_t i = 0; i < H->num_ports; i++) {
        const uint32_t port = r->net->stockpile_ports[H->first_port + i];

        for (uint32_t j = 0; j < r->net->ports[port].num_links; j++) {
            const uint32_t l = ref_port_link(r, port, j);

            h->asked[l] = r->links[l].is_controlled ? 0.0 : r->links[l].n;
            sum += h->asked[l];
        }
    }
    for (uint32_t l = 0; l < r->net->num_links; l++) {
        h->asked[l] = R * ref_enough_trade(r, pile, sum) * ref_ratio(h->asked[l], sum);
        r->links[l].asked_for_stockpiles += h->asked[l];
    }
}

/* Before anybody orders. */
void
ref_plan_purchases(struct ref *r)
{
    for (uint32_t l = 0; l < r->net->num_links; l++) {
        r->links[l].asked_for_stockpiles = 0.0;
        for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
            r->stockpiles[i].asked[l] = 0.0;
    }
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        r->stockpiles[i].bought = 0.0;
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        if (r->s->policies[r->net->stockpiles[i].policy].stockpile.competes)
            plan_for_stockpile(r, i);
}

/* A and R give way alike to what the link can carry. */
void
ref_limit_purchases(struct ref *r, uint32_t link)
{
    struct ref_link *l = &r->links[link];
    const double both = l->allowed + l->asked_for_stockpiles;
    const double most = fmin(l->capacity, l->corridor);
    const double cut = both > most ? most / both : 1.0;

    if (l->asked_for_stockpiles > 0.0) {
        l->allowed *= cut;
        l->asked_for_stockpiles *= cut;
        for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
            r->stockpiles[i].asked[link] *= cut;
    }
    l->A = l->allowed + l->asked_for_stockpiles;
}

/* Of goods that leave now, 1-r arrive k steps on and r one step later; in the next step
 * at the earliest. */
void
ref_send_to_stockpile(struct ref *r, uint32_t pile, uint32_t link, double amount)
{
    struct ref_stockpile *h = &r->stockpiles[pile];
    const uint32_t k = (uint32_t)floor(r->links[link].L);
    const double part = k > 0 ? r->links[link].L - k : 0.0;

    h->bought += amount;
    h->arrives[r->t + (k > 0 ? k : 1)] += (1.0 - part) * amount;
    h->arrives[r->t + k + 1] += part * amount;
}

double
ref_arriving(const struct ref *r, uint32_t pile)
{
    double sum = 0.0;

    for (uint32_t t = r->t; t < r->stockpiles[pile].num_arrives; t++)
        sum += r->stockpiles[pile].arrives[t];
    return sum;
}

/* Part of a link's goods for each stockpile. */
void
ref_fill_stockpiles(struct ref *r, uint32_t link, double sent)
{
    for (uint32_t i = 0; i < r->net->num_stockpiles; i++)
        ref_send_to_stockpile(
            r, i, link,
            sent * ref_ratio(r->stockpiles[i].asked[link], r->links[link].A));
}
