/* ref_dependency.c - where goods come from, followed step by step. */

#include "support/ref_dependency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

enum { MOST_STEPS = 200000 };

static double
at(const struct mnz_network *net, const double *draws, mnz_value_id id)
{
    return id == MNZ_VALUE_NONE
               ? 0.0
               : mnz_value_at(&net->scenario->pool, id, net->step_day[0], draws);
}

/* c of a material. */
static double
c_of(const struct mnz_network *net, const double *draws, int element, uint32_t material)
{
    const struct mnz_material *m = &net->scenario->materials[material];

    return at(net, draws, element < 0 ? m->price_usd_per_kg : m->content[element]);
}

/* back_k a year. */
static double
back(const struct mnz_network *net, const struct mnz_baseline *b, const double *draws,
     int element, uint32_t k)
{
    double used = 0.0, made = 0.0;

    for (uint32_t p = 0; p < net->num_ports; p++)
        if (net->ports[p].node == k)
            used += at(net, draws, net->ports[p].use) *
                    c_of(net, draws, element, net->ports[p].material);
    for (uint32_t o = 0; o < net->num_outputs; o++)
        if (net->outputs[o].node == k)
            made += at(net, draws, net->outputs[o].yield) *
                    c_of(net, draws, element, net->outputs[o].material);
    return used > made ? (used - made) * b->activity[k] : 0.0;
}

static int
in_force_at_first(const struct mnz_network *net, const double *draws,
                  const struct mnz_policy *policy)
{
    const struct mnz_regime *r = &net->scenario->regimes[policy->regime];
    const double day = net->step_day[0];

    if (mnz_ref_is_set(r->trigger_regime) || mnz_ref_is_set(r->in_force.if_event))
        return 0;
    if (r->in_force.from != MNZ_VALUE_NONE && at(net, draws, r->in_force.from) > day)
        return 0;
    return r->in_force.until == MNZ_VALUE_NONE ||
           at(net, draws, r->in_force.until) > day;
}

static void
add_scrap(struct ref_dependency *r, const struct mnz_baseline *b, const double *draws,
          int element)
{
    const struct mnz_network *net = r->net;

    for (uint32_t j = 0; element >= 0 && j < net->num_recyclings; j++) {
        const struct mnz_net_recycling *y = &net->recyclings[j];
        const struct mnz_policy *policy = &net->scenario->policies[y->policy];
        const struct mnz_net_output *to = &net->outputs[y->output];

        if (!in_force_at_first(net, draws, policy) ||
            !(c_of(net, draws, element, to->material) > 0.0))
            continue;
        for (uint32_t k = 0; k < y->num_nodes; k++) {
            const uint32_t source = net->recycling_nodes[y->first_node + k];

            r->q[to->node * r->n + source] += at(net, draws, policy->recycling.share) *
                                              back(net, b, draws, element, source);
        }
    }
}

struct ref_dependency *
ref_dependency_create(const struct mnz_network *net,
                      const struct mnz_baseline *baseline, const double *draws,
                      int element)
{
    struct ref_dependency *r = calloc(1, sizeof *r);
    const uint32_t n = net->num_nodes;

    MNZ_BUG_IF(!r);
    r->net = net;
    r->n = n;
    r->q = calloc((size_t)n * n, sizeof(double));
    r->begins = calloc(n, sizeof(double));
    r->bought = calloc(n, sizeof(double));
    MNZ_BUG_IF(!r->q || !r->begins || !r->bought);
    for (uint32_t l = 0; l < net->num_links; l++) {
        const double nc =
            baseline->flow[l] * c_of(net, draws, element, mnz_network_material(net, l));

        r->q[mnz_network_buyer(net, l) * n + mnz_network_seller(net, l)] += nc;
        r->bought[mnz_network_buyer(net, l)] += nc;
    }
    add_scrap(r, baseline, draws, element);
    for (uint32_t i = 0; i < n; i++) {
        double in = 0.0, out = 0.0, whole;

        for (uint32_t j = 0; j < n; j++)
            in += r->q[i * n + j];
        for (uint32_t o = 0; o < net->num_outputs; o++)
            if (net->outputs[o].node == i)
                out += fmax(baseline->made[o], baseline->required[o]) *
                       c_of(net, draws, element, net->outputs[o].material);
        whole = in > out ? in : out;
        for (uint32_t j = 0; j < n && whole > 0.0; j++)
            r->q[i * n + j] /= whole;
        r->begins[i] = whole > 0.0 ? (whole - in) / whole : 0.0;
    }
    return r;
}

void
ref_dependency_destroy(struct ref_dependency *r)
{
    free(r->q);
    free(r->begins);
    free(r->bought);
    free(r);
}

void
ref_dependency_walk(const struct ref_dependency *r, const double *start,
                    const int *ends, double *visits)
{
    double *now = calloc(r->n, sizeof *now), *next = calloc(r->n, sizeof *next);
    double left = 1.0;

    MNZ_BUG_IF(!now || !next);
    memcpy(now, start, r->n * sizeof *now);
    memset(visits, 0, r->n * sizeof *visits);
    for (int step = 0; step < MOST_STEPS && left > 1e-14; step++) {
        memset(next, 0, r->n * sizeof *next);
        left = 0.0;
        for (uint32_t i = 0; i < r->n; i++) {
            visits[i] += now[i];
            for (uint32_t j = 0; j < r->n && now[i] > 0.0 && !(ends && ends[i]); j++)
                next[j] += now[i] * r->q[i * r->n + j];
        }
        for (uint32_t i = 0; i < r->n; i++)
            left += next[i];
        memcpy(now, next, r->n * sizeof *now);
    }
    free(now);
    free(next);
}
