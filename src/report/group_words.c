/* group_words.c - groups of a run in words. */

#include "report/group_words.h"

#include <stdio.h>

#include "report/label.h"

uint32_t
mnz_group_node(const struct mnz_run *run, uint32_t group)
{
    const struct mnz_metrics *m = run->metrics;

    return m->leaves[m->leaf_lists[m->groups[group].first_leaf]].node;
}

const char *
mnz_material_element(const struct mnz_scenario *scenario,
                     const struct mnz_material *material)
{
    const char *symbol = "";

    for (uint32_t e = 0; e < scenario->num_elements; e++) {
        if (material->content[e] == MNZ_VALUE_NONE)
            continue;
        if (*symbol)
            return "";
        symbol = scenario->elements[e].symbol;
    }
    return symbol;
}

/* An industry, and what it uses: ": ndfeb_magnet". */
static void
describe_industry(const struct mnz_network *net, uint32_t node, const char *material,
                  struct mnz_group_words *out)
{
    const struct mnz_scenario *s = net->scenario;
    const struct mnz_actor *actor = &s->actors[net->nodes[node].actor];
    char label[200];

    mnz_label_industry(net, node, label, sizeof label);
    snprintf(out->label, sizeof out->label, "%s%s%.50s", label, *material ? ": " : "",
             material);
    out->country = s->places[actor->place].code;
    out->sector = s->sectors[mnz_ref_at(actor->sector)];
}

static void
describe_market(const struct mnz_network *net, const struct mnz_net_market *market,
                struct mnz_group_words *out)
{
    const struct mnz_material *material = &net->scenario->materials[market->material];

    snprintf(out->label, sizeof out->label, "%s (%s)", material->name,
             net->zone_names[market->zone]);
    out->element = mnz_material_element(net->scenario, material);
}

static void
describe_place(const struct mnz_scenario *s, const char *code,
               struct mnz_group_words *out)
{
    out->country = code;
    for (uint32_t i = 0; i < s->num_places; i++)
        if (s->places[i].code == code)
            snprintf(out->label, sizeof out->label, "%s", mnz_label_place(s, i));
}

static void
describe_input(const struct mnz_network *net, const struct mnz_net_port *port,
               struct mnz_group_words *out)
{
    const struct mnz_material *material = &net->scenario->materials[port->material];

    describe_industry(net, port->node, material->name, out);
    out->element = mnz_material_element(net->scenario, material);
}

void
mnz_group_describe(const struct mnz_run *run, uint32_t group,
                   struct mnz_group_words *out)
{
    const struct mnz_network *net = run->net;
    const struct mnz_scenario *s = net->scenario;
    const struct mnz_group *g = &run->metrics->groups[group];
    uint32_t by;

    out->country = out->sector = out->element = "";
    snprintf(out->label, sizeof out->label, "%s", g->name);
    switch (g->scope) {
    case MNZ_SCOPE_TOTAL:
        snprintf(out->label, sizeof out->label, "all industries");
        break;
    case MNZ_SCOPE_INDUSTRY:
        describe_industry(net, mnz_group_node(run, group), "", out);
        break;
    case MNZ_SCOPE_SECTOR:
        out->sector = g->name;
        break;
    case MNZ_SCOPE_COUNTRY:
    case MNZ_SCOPE_BLOC:
        describe_place(s, g->name, out);
        break;
    case MNZ_SCOPE_ELEMENT:
        out->element = g->name;
        break;
    case MNZ_SCOPE_CONTROL:
        by = mnz_ref_at(s->controls[g->index].by);
        out->country = by != MNZ_NONE ? s->places[by].code : "";
        break;
    case MNZ_SCOPE_MARKET:
        describe_market(net, &net->markets[g->index], out);
        break;
    case MNZ_SCOPE_FLOW:
        out->country = s->places[s->observed[g->index].by].code;
        break;
    case MNZ_SCOPE_INPUT:
        describe_input(net, &net->ports[g->index], out);
        break;
    default:
        break;
    }
}

void
mnz_group_cells(struct mnz_cells *cells, const struct mnz_run *run, uint32_t group,
                const struct mnz_group_words *words)
{
    const struct mnz_group *g = &run->metrics->groups[group];

    mnz_cells_text(cells, mnz_scope_name[g->scope]);
    mnz_cells_text(cells, g->name);
    mnz_cells_text(cells, words->label);
    mnz_cells_text(cells, words->country);
    mnz_cells_text(cells, words->sector);
    mnz_cells_text(cells, words->element);
}
