/* plan_treatments.c - which licensed links are treated alike: what licences mean for
 * them is then reckoned once for all. */

#include <stdlib.h>

#include "engine/plan.h"

/* What decides how a link is treated; MNZ_NONE where it does not matter. */
struct grounds {
    const uint32_t *licences;
    uint32_t num_licences;
    uint32_t end_use;      /* civil, military, or the plant that serves both */
    uint32_t small_firms;  /* the value of their share                       */
    uint32_t seller;       /* whose content is traced                        */
    uint32_t market, home; /* whose prices let goods cross anyway            */
    uint32_t licensed, link;
};

static int
order_of(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int
compare_grounds(const struct grounds *x, const struct grounds *y)
{
    const uint32_t pairs[][2] = {
        {x->num_licences, y->num_licences},
        {x->end_use, y->end_use},
        {x->small_firms, y->small_firms},
        {x->seller, y->seller},
        {x->market, y->market},
        {x->home, y->home},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return order_of(pairs[i][0], pairs[i][1]);
    for (uint32_t j = 0; j < x->num_licences; j++)
        if (x->licences[j] != y->licences[j])
            return order_of(x->licences[j], y->licences[j]);
    return 0;
}

static int
by_grounds(const void *a, const void *b)
{
    const struct grounds *x = a, *y = b;
    const int order = compare_grounds(x, y);

    return order != 0 ? order : order_of(x->licensed, y->licensed);
}

/* Of each node: the use that all it sells ends in, or itself where it may be both.
 * Buyers come first in the network's order. */
static void
find_end_uses(const struct mnz_engine *e, uint32_t *end_use)
{
    const struct mnz_network *net = e->net;

    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];

        end_use[i] = MNZ_USE_CIVIL;
        if (node->is_industry)
            end_use[i] = net->scenario->actors[node->actor].end_use;
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            for (uint32_t l = net->outputs[o].first_link;
                 l < net->outputs[o].first_link + net->outputs[o].num_links; l++)
                if (end_use[net->ports[net->links[l].port].node] != MNZ_USE_CIVIL)
                    end_use[i] = MNZ_NUM_END_USES + i;
    }
}

static int
tells_small_firms(const struct mnz_engine *e, const struct grounds *g)
{
    for (uint32_t j = 0; j < g->num_licences; j++) {
        const struct mnz_control *c =
            &e->net->scenario->controls[e->control_of_licence[g->licences[j]]];

        for (int use = 0; use < MNZ_NUM_END_USES; use++)
            if (c->small_approval[use] != c->approval[use])
                return 1;
    }
    return 0;
}

static struct grounds
grounds_of(const struct mnz_engine *e, uint32_t l, const struct mnz_plan_treatment *t,
           const uint32_t *end_use)
{
    const struct mnz_network *net = e->net;
    const struct mnz_net_link *link = mnz_engine_link(e, l);
    const uint32_t buyer = net->ports[link->port].node;
    struct grounds g = {.licences = &e->link_licences[t->first],
                        .num_licences = t->count,
                        .end_use = end_use[buyer],
                        .small_firms = MNZ_NONE,
                        .seller = MNZ_NONE,
                        .market = MNZ_NONE,
                        .home = MNZ_NONE,
                        .licensed = e->links[l].licensed,
                        .link = l};

    if (tells_small_firms(e, &g))
        g.small_firms = net->scenario->actors[net->nodes[buyer].actor].small_firms;
    if (t->is_traced)
        g.seller = net->outputs[link->output].node;
    if (t->can_leak) {
        g.market = net->ports[link->port].market;
        g.home = link->home_market;
    }
    return g;
}

enum mnz_status
mnz_plan_treatments(struct mnz_engine *e, const struct mnz_plan_treatment *of_link)
{
    struct grounds *grounds = calloc((size_t)e->num_licensed + 1, sizeof *grounds);
    uint32_t *end_use = calloc((size_t)e->net->num_nodes + 1, sizeof *end_use);
    enum mnz_status st = MNZ_ERR_NOMEM;

    e->treatment_of = mnz_plan_ids(e, e->num_licensed);
    e->treatments =
        mnz_arena_alloc(&e->arena, (size_t)e->num_licensed + 1, sizeof *e->treatments);
    if (!grounds || !end_use || !e->treatment_of || !e->treatments)
        goto out;
    find_end_uses(e, end_use);
    for (uint32_t i = 0; i < e->num_licensed; i++)
        grounds[i] = grounds_of(e, of_link[i].link, &of_link[i], end_use);
    if (e->num_licensed > 0)
        qsort(grounds, e->num_licensed, sizeof *grounds, by_grounds);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const struct grounds *g = &grounds[i];

        if (i == 0 || compare_grounds(&grounds[i - 1], g) != 0)
            e->treatments[e->num_treatments++] = of_link[g->licensed];
        e->treatment_of[g->licensed] = e->num_treatments - 1;
        e->links[g->link].treatment = e->num_treatments - 1;
    }
    st = MNZ_OK;
out:
    free(end_use);
    free(grounds);
    return st;
}
