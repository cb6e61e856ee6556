/* check.c - the balance sheet of a scenario, and warnings about it. */

#include "network/check.h"

#include <math.h>
#include <stdlib.h>

#include "base/mathfn.h"
#include "network/check_stockpiles.h"

/* Rounding alone is no shortage. */
static const double slack = 1.0 + 1e-9;

static double
nominal(const struct mnz_check *k, mnz_value_id id)
{
    return mnz_value_at(&k->network->scenario->pool, id, k->network->step_day[0],
                        mnz_network_median_draws(k->network));
}

static void
add_output(const struct mnz_check *k, uint32_t output, struct mnz_check_material *m)
{
    const struct mnz_net_output *o = &k->network->outputs[output];
    const double gap = k->baseline->made[output] - k->baseline->required[output];

    m->required += k->baseline->required[output];
    m->made += k->baseline->made[output];
    m->capacity += nominal(k, o->yield) * k->baseline->capacity[o->node];
    if (gap > 0.0)
        m->surplus += gap;
    else
        m->missing -= gap;
}

static enum mnz_status
balance_materials(struct mnz_check *k)
{
    const struct mnz_network *net = k->network;
    const struct mnz_scenario *s = net->scenario;
    struct mnz_check_material *all =
        mnz_arena_alloc(&k->arena, s->num_materials, sizeof *all);
    uint8_t *is_traded =
        mnz_arena_alloc(&k->arena, s->num_materials, sizeof *is_traded);

    k->materials = mnz_arena_alloc(&k->arena, s->num_materials, sizeof *k->materials);
    if (!all || !is_traded || !k->materials)
        return MNZ_ERR_NOMEM;
    for (uint32_t p = 0; p < net->num_ports; p++)
        is_traded[net->ports[p].material] = 1;
    for (uint32_t o = 0; o < net->num_outputs; o++) {
        is_traded[net->outputs[o].material] = 1;
        add_output(k, o, &all[net->outputs[o].material]);
    }
    for (int stage = 0; stage < MNZ_NUM_STAGES; stage++)
        for (uint32_t m = 0; m < s->num_materials; m++) {
            if (!is_traded[m] || (int)s->materials[m].stage != stage)
                continue;
            all[m].material = m;
            if (all[m].capacity > 0.0 && isfinite(all[m].capacity))
                all[m].utilisation = all[m].made / all[m].capacity;
            k->materials[k->num_materials++] = all[m];
        }
    return MNZ_OK;
}

/* t of an element per t of a material. */
static double
content(const struct mnz_check *k, uint32_t material, uint32_t element)
{
    const mnz_value_id id = k->network->scenario->materials[material].content[element];

    return id == MNZ_VALUE_NONE ? 0.0 : nominal(k, id);
}

/* t of an element in the inputs of one unit of a node's activity, and in its
 * outputs. */
static double
used_by(const struct mnz_check *k, const struct mnz_net_node *n, uint32_t element)
{
    double sum = 0.0;

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        sum += nominal(k, k->network->ports[p].use) *
               content(k, k->network->ports[p].material, element);
    return sum;
}

static double
made_by(const struct mnz_check *k, const struct mnz_net_node *n, uint32_t element)
{
    double sum = 0.0;

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        sum += nominal(k, k->network->outputs[o].yield) *
               content(k, k->network->outputs[o].material, element);
    return sum;
}

static void
add_node(const struct mnz_check *k, uint32_t node, uint32_t element,
         struct mnz_check_element *e)
{
    const struct mnz_net_node *n = &k->network->nodes[node];
    const struct mnz_actor *a = &k->network->scenario->actors[n->actor];
    const double activity = k->baseline->activity[node];
    const double used = activity * used_by(k, n, element);
    const double made = activity * made_by(k, n, element);

    if (n->is_industry)
        e->consumed += used;
    else if (n->is_recycler)
        e->recycled += made;
    else if (a->stage == MNZ_STAGE_MINE || (a->has_unknown_feeds && made > used))
        e->mined += made - used;
    else
        e->lost += used - made;
}

static enum mnz_status
balance_elements(struct mnz_check *k)
{
    const struct mnz_scenario *s = k->network->scenario;

    for (uint32_t i = 0; i < k->network->scenario->num_elements; i++) {
        struct mnz_check_element *e = &k->elements[i];

        for (uint32_t m = 0; m < k->num_materials; m++) {
            const struct mnz_check_material *row = &k->materials[m];

            if (s->materials[row->material].content[i] == MNZ_VALUE_NONE)
                continue;
            e->is_followed = 1;
            e->surplus += row->surplus * content(k, row->material, i);
            e->missing += row->missing * content(k, row->material, i);
        }
        for (uint32_t n = 0; e->is_followed && n < k->network->num_nodes; n++)
            add_node(k, n, i, e);
        if (e->mined + e->recycled > 0.0)
            e->utilisation = e->consumed / (e->mined + e->recycled);
    }
    return MNZ_OK;
}

static int
by_utilisation(const void *a, const void *b)
{
    const struct mnz_check_facility *x = a, *y = b;

    if (x->utilisation != y->utilisation)
        return x->utilisation > y->utilisation ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static enum mnz_status
find_busy(struct mnz_check *k)
{
    const struct mnz_network *net = k->network;

    k->busy = mnz_arena_alloc(&k->arena, net->num_nodes, sizeof *k->busy);
    if (!k->busy)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_check_facility f = {
            .node = i,
            .activity = k->baseline->activity[i],
            .capacity = k->baseline->capacity[i],
            .utilisation = k->baseline->activity[i] > 0.0
                               ? k->baseline->activity[i] / k->baseline->capacity[i]
                               : 0.0,
        };

        k->num_industries += (uint32_t)net->nodes[i].is_industry;
        k->num_facilities += (uint32_t)!net->nodes[i].is_industry;
        if (!net->nodes[i].is_industry && f.utilisation > MNZ_BUSY_ABOVE)
            k->busy[k->num_busy++] = f;
    }
    if (k->num_busy > 0)
        qsort(k->busy, k->num_busy, sizeof *k->busy, by_utilisation);
    return MNZ_OK;
}

/* The links that each extraterritorial control would catch in the baseline. */
static enum mnz_status
trace_contents(struct mnz_check *k)
{
    const struct mnz_network *net = k->network;
    const struct mnz_scenario *s = net->scenario;
    const double *draws = mnz_network_median_draws(net);
    double *content = mnz_arena_alloc(&k->arena, net->num_nodes, sizeof *content);
    size_t most = 0;

    for (uint32_t c = 0; c < s->num_controls; c++)
        if (s->controls[c].kind == MNZ_CONTROL_EXTRATERRITORIAL)
            most += net->controls[c].num_links;
    k->contents = mnz_arena_alloc(&k->arena, most, sizeof *k->contents);
    if (!content || !k->contents)
        return MNZ_ERR_NOMEM;
    for (uint32_t c = 0; c < s->num_controls; c++) {
        const struct mnz_net_control *control = &net->controls[c];

        if (s->controls[c].kind != MNZ_CONTROL_EXTRATERRITORIAL)
            continue;
        mnz_content_trace(net, c, k->baseline, draws, content);
        for (uint32_t i = 0; i < control->num_links; i++) {
            const uint32_t link = net->control_links[control->first_link + i];

            k->contents[k->num_contents++] = (struct mnz_check_content){
                .control = c,
                .link = link,
                .content = content[mnz_network_seller(net, link)],
                .caught = mnz_content_catches(net, c, draws, link, content),
            };
        }
    }
    return MNZ_OK;
}

static enum mnz_status
list_inputs(struct mnz_check *k)
{
    const struct mnz_scenario *s = k->network->scenario;
    uint8_t *is_draw = mnz_arena_alloc(&k->arena, s->pool.num_inputs, sizeof *is_draw);

    k->inputs = mnz_arena_alloc(&k->arena, s->pool.num_inputs, sizeof *k->inputs);
    if (!is_draw || !k->inputs)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_regimes; i++)
        if (mnz_ref_is_set(s->regimes[i].drawn_input))
            is_draw[mnz_ref_at(s->regimes[i].drawn_input)] = 1;
    for (uint32_t i = 0; i < s->num_regimes; i++)
        if (mnz_ref_is_set(s->regimes[i].trigger_input))
            is_draw[mnz_ref_at(s->regimes[i].trigger_input)] = 1;
    for (uint32_t i = 0; i < s->num_events; i++)
        if (mnz_ref_is_set(s->events[i].drawn_input))
            is_draw[mnz_ref_at(s->events[i].drawn_input)] = 1;
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        if (is_draw[i])
            k->num_draws++;
        else
            k->inputs[k->num_inputs++] = i;
    return MNZ_OK;
}

static void
warn_of_nodes(const struct mnz_check *k, struct mnz_diags *diags)
{
    const struct mnz_network *net = k->network;
    const struct mnz_scenario *s = net->scenario;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *n = &net->nodes[i];

        if (!n->is_industry &&
            k->baseline->activity[i] > k->baseline->capacity[i] * slack)
            mnz_diag_add(
                diags, MNZ_W0812, s->actors[i].origin.at,
                k->baseline->activity[i] > 100.0 * k->baseline->capacity[i]
                    ? "more than a hundred times as much: is one of the two in "
                      "kilograms?"
                    : "the baseline starts in shortage: only differences "
                      "between runs mean something",
                "'%s' is asked for %.6g t/yr of activity and has a capacity "
                "of %.6g",
                s->actors[i].name, k->baseline->activity[i], k->baseline->capacity[i]);
        for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
            if (!net->outputs[o].is_driving &&
                k->baseline->required[o] > k->baseline->made[o] * slack)
                mnz_diag_add(
                    diags, MNZ_W0813, s->actors[i].origin.at,
                    "let it drive the plant, or have others supply more",
                    "by-product %s of '%s': %.6g t/yr are asked for, %.6g made",
                    s->materials[net->outputs[o].material].name, s->actors[i].name,
                    k->baseline->required[o], k->baseline->made[o]);
    }
}

static void
warn_of_links(const struct mnz_check *k, struct mnz_diags *diags)
{
    const struct mnz_network *net = k->network;

    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct mnz_net_link *link = &net->links[l];
        double capacity;

        if (link->capacity_tpa == MNZ_VALUE_NONE)
            continue;
        capacity = nominal(k, link->capacity_tpa) * link->split;
        if (k->baseline->flow[l] > capacity * slack)
            mnz_diag_add(diags, MNZ_W0814,
                         net->scenario->link_rows[link->row].origin.at,
                         "the baseline starts in shortage",
                         "%s from '%s' to '%s': the baseline takes %.6g t/yr and the "
                         "link carries %.6g",
                         net->scenario->materials[mnz_network_material(net, l)].name,
                         mnz_network_node_name(net, mnz_network_seller(net, l)),
                         mnz_network_node_name(net, mnz_network_buyer(net, l)),
                         k->baseline->flow[l], capacity);
    }
}

/*
 * Scrap that returns to a recycling policy in its first year, t of its material a year.
 * For the elements of the material, it is the use of industries, grown backwards over
 * the time until the return, or the losses of plants.
 */
static double
scrap_of(const struct mnz_check *k, const struct mnz_net_recycling *r)
{
    const struct mnz_network *net = k->network;
    const struct mnz_policy *p = &net->scenario->policies[r->policy];
    const double after_years = nominal(k, p->recycling.after_months) / 12.0;
    double held = 0.0, back = 0.0;

    for (uint32_t e = 0; e < net->scenario->num_elements; e++) {
        if (net->scenario->materials[p->recycling.to_material].content[e] ==
            MNZ_VALUE_NONE)
            continue;
        held += content(k, p->recycling.to_material, e);
        for (uint32_t i = 0; i < r->num_nodes; i++) {
            const uint32_t node = net->recycling_nodes[r->first_node + i];
            const struct mnz_net_node *n = &net->nodes[node];
            const double growth =
                nominal(k, net->scenario->actors[node].growth_per_year);

            if (n->is_industry)
                back += used_by(k, n, e) * mnz_pow(1.0 + growth, -after_years);
            else
                back += k->baseline->activity[node] *
                        fmax(0.0, used_by(k, n, e) - made_by(k, n, e));
        }
    }
    return held > 0.0 ? nominal(k, p->recycling.share) * back / held : 0.0;
}

static void
warn_of_scrap(const struct mnz_check *k, struct mnz_diags *diags)
{
    const struct mnz_network *net = k->network;

    for (uint32_t i = 0; i < net->num_recyclings; i++) {
        const uint32_t output = net->recyclings[i].output;
        const struct mnz_actor *a = &net->scenario->actors[net->outputs[output].node];
        double arrives = 0.0;
        uint32_t first = 0;

        while (net->recyclings[first].output != output)
            first++;
        if (first < i)
            continue;
        for (uint32_t j = i; j < net->num_recyclings; j++)
            if (net->recyclings[j].output == output)
                arrives += scrap_of(k, &net->recyclings[j]);
        if (k->baseline->made[output] > arrives * slack)
            mnz_diag_add(diags, MNZ_W0815, a->origin.at,
                         "lower its share, or raise the rate of the recycling policy",
                         "'%s' is asked to make %.6g t/yr of %s, and scrap for %.6g "
                         "arrives",
                         a->name, k->baseline->made[output],
                         net->scenario->materials[net->outputs[output].material].name,
                         arrives);
    }
}

/* Parts of the sheet, in the order in which they are computed. */
static enum mnz_status (*const parts[])(struct mnz_check *) = {
    balance_materials, balance_elements, find_busy, trace_contents, list_inputs,
};

static void (*const warnings[])(const struct mnz_check *, struct mnz_diags *) = {
    warn_of_nodes,
    warn_of_links,
    warn_of_scrap,
    mnz_check_stockpiles,
};

enum mnz_status
mnz_check_create(const struct mnz_network *network, struct mnz_diags *diags,
                 struct mnz_check **out)
{
    struct mnz_check *k = calloc(1, sizeof *k);
    enum mnz_status st;

    *out = NULL;
    if (!k)
        return MNZ_ERR_NOMEM;
    k->network = network;
    st = mnz_baseline_create(network, mnz_network_median_draws(network), &k->baseline);
    for (size_t i = 0; !st && i < sizeof parts / sizeof *parts; i++)
        st = parts[i](k);
    if (st) {
        mnz_check_destroy(k);
        return st;
    }
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
        warnings[i](k, diags);
    *out = k;
    return MNZ_OK;
}

void
mnz_check_destroy(struct mnz_check *check)
{
    if (!check)
        return;
    mnz_baseline_destroy(check->baseline);
    mnz_arena_finish(&check->arena);
    free(check);
}
