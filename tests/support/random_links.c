/* random_links.c - who sells to whom in a random world, and who could make how much. */

#include <math.h>

#include "base/bug.h"
#include "support/random_world.h"

static mnz_value_id
random_lead(struct random_world *w)
{
    static const double leads[] = {0.0, 0.0, 0.4, 1.0, 1.5, 2.3, 3.0};

    return random_has(w, RANDOM_LEADS)
               ? random_undated(w, leads[random_below(w, 7)], 0.4)
               : build_constant(w->b, 0.0);
}

static void
vary_link(struct random_world *w, struct mnz_link_row *row)
{
    row->share = random_share(w, w->b->scenario->pool.values[row->share].number, 0.1);
    row->lead_months = random_lead(w);
    if (random_chance(w, 0.6))
        row->backup = random_share(w, random_between(w, 0.0, 0.6), 0.2);
}

/* One buyer's sellers of one material: a row each, or one row for several. */
static void
link_port(struct random_world *w, uint32_t buyer, uint32_t material)
{
    uint32_t sellers[BUILD_MAX_ACTORS], count = 0, kept, joint = 0;
    double weights[BUILD_MAX_ACTORS], sum = 0.0;
    struct mnz_selector to;

    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++) {
        const struct mnz_actor *a = build_actor(w->b, i);

        for (uint32_t j = 0; j < a->num_makes; j++)
            if (a->makes[j].material == material)
                sellers[count++] = i;
    }
    MNZ_BUG_IF(count == 0);
    kept = 1 + random_below(w, count < 4 ? count : 4);
    for (uint32_t i = 0; i < kept; i++) { /* the first of a shuffle */
        const uint32_t j = i + random_below(w, count - i), s = sellers[j];

        sellers[j] = sellers[i];
        sellers[i] = s;
        weights[i] =
            i > 0 && random_chance(w, 0.15) ? 0.0 : random_between(w, 0.1, 1.0);
        if (sellers[i] == w->recycler && kept > 1)
            weights[i] *= 0.05;
        sum += weights[i];
    }
    if (kept >= 3 && random_chance(w, 0.4))
        joint = 2;
    if (random_chance(w, 0.1))
        sum *= random_between(w, 0.5, 1.5); /* rescaled by the reader */
    to = build_select_actor(w->b, buyer);
    if (joint > 0)
        vary_link(w, build_row(w->b, build_select_actors(w->b, joint, sellers), to,
                               material, fmin(1.0, (weights[0] + weights[1]) / sum)));
    for (uint32_t i = joint; i < kept; i++)
        vary_link(w, build_row(w->b, build_select_actor(w->b, sellers[i]), to, material,
                               fmin(1.0, weights[i] / sum)));
}

void
random_links(struct random_world *w)
{
    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++)
        for (uint32_t j = 0; j < build_actor(w->b, i)->num_uses; j++)
            link_port(w, i, build_actor(w->b, i)->uses[j].material);
}

/* Let by-products with more orders than output drive the plant, unless they may be
 * tight. Returns how many: each changes the orders of others. */
static int
settle_byproducts(struct random_world *w, const struct mnz_network *net,
                  const struct mnz_baseline *base)
{
    int num_changed = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *n = &net->nodes[i];
        struct mnz_amount *makes =
            (struct mnz_amount *)(uintptr_t)build_actor(w->b, i)->makes;

        for (uint32_t j = 0; j < n->num_outputs; j++) {
            const uint32_t o = n->first_output + j;

            if (!makes[j].is_byproduct || base->made[o] >= 4.0 * base->required[o] ||
                (random_has(w, RANDOM_LIMITS) && random_chance(w, 0.3)))
                continue;
            makes[j].is_byproduct = 0;
            num_changed++;
        }
    }
    return num_changed;
}

static void
limit_links(struct random_world *w, const struct mnz_network *net,
            const struct mnz_baseline *base)
{
    for (uint32_t l = 0; l < net->num_links; l++) {
        struct mnz_link_row *row = &w->b->scenario->link_rows[net->links[l].row];

        if (random_chance(w, 0.1))
            row->capacity_tpa = random_value(
                w, (base->flow[l] + 1.0) * random_between(w, 0.8, 2.0), 0.2);
    }
}

void
random_capacities(struct random_world *w)
{
    struct mnz_network *net = random_compile(w);
    struct mnz_baseline *base = NULL;

    MNZ_BUG_IF(!net);
    MNZ_BUG_IF(mnz_baseline_create(net, mnz_network_median_draws(net), &base));
    while (settle_byproducts(w, net, base) > 0) {
        mnz_baseline_destroy(base);
        mnz_network_destroy(net);
        net = random_compile(w);
        MNZ_BUG_IF(!net);
        MNZ_BUG_IF(mnz_baseline_create(net, mnz_network_median_draws(net), &base));
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const double activity = base->activity[i] + 1.0;

        if (net->nodes[i].is_industry || random_chance(w, 0.3))
            continue;
        build_actor(w->b, i)->capacity_tpa =
            random_has(w, RANDOM_LIMITS)
                ? random_value(w, activity * random_between(w, 0.8, 1.8), 0.2)
                : random_undated(w, activity * 8.0, 0.1);
    }
    if (random_has(w, RANDOM_LIMITS))
        limit_links(w, net, base);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
}
