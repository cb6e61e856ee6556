/* nodes.c - actors become nodes, their uses ports, their products outputs. */

#include "network/compile.h"

static void fill_ports(struct mnz_compile *c);
static enum mnz_status index_materials(struct mnz_compile *c);

enum mnz_status
mnz_compile_nodes(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;

    net->num_nodes = s->num_actors;
    for (uint32_t i = 0; i < s->num_actors; i++) {
        net->num_ports += s->actors[i].num_uses;
        net->num_outputs += s->actors[i].num_makes;
    }
    net->nodes = mnz_arena_alloc(&net->arena, net->num_nodes, sizeof *net->nodes);
    net->ports = mnz_arena_alloc(&net->arena, net->num_ports, sizeof *net->ports);
    net->outputs = mnz_arena_alloc(&net->arena, net->num_outputs, sizeof *net->outputs);
    if (!net->nodes || !net->ports || !net->outputs)
        return MNZ_ERR_NOMEM;
    fill_ports(c);
    return index_materials(c);
}

/* The months of an input that are held: its own, or those of all inputs. */
static mnz_value_id
cover_of(const struct mnz_actor *a, uint32_t material)
{
    for (uint32_t i = 0; i < a->num_covers; i++)
        if (a->covers[i].material == material)
            return a->covers[i].value;
    return a->input_cover_months;
}

static const struct mnz_essential *
find_essential(const struct mnz_actor *actor, uint32_t material)
{
    for (uint32_t i = 0; i < actor->num_essentials; i++)
        if (actor->essentials[i].material == material)
            return &actor->essentials[i];
    return NULL;
}

static void
fill_ports(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    uint32_t port = 0, output = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *a = &c->scenario->actors[i];

        net->nodes[i] = (struct mnz_net_node){
            .actor = i,
            .is_industry = a->is_industry,
            .first_port = port,
            .num_ports = a->num_uses,
            .first_output = output,
            .num_outputs = a->num_makes,
            .is_recycler = !a->is_industry && a->stage == MNZ_STAGE_RECYCLING,
        };
        for (uint32_t j = 0; j < a->num_uses; j++)
            net->ports[port++] = (struct mnz_net_port){
                .node = i,
                .material = a->uses[j].material,
                .use = a->uses[j].value,
                .cover_months = cover_of(a, a->uses[j].material),
                .essential = find_essential(a, a->uses[j].material),
            };
        for (uint32_t j = 0; j < a->num_makes; j++)
            net->outputs[output++] = (struct mnz_net_output){
                .node = i,
                .material = a->makes[j].material,
                .yield = a->makes[j].value,
                .cover_months = a->output_cover_months,
                .is_driving = !a->makes[j].is_byproduct,
            };
    }
}

static enum mnz_status
index_materials(struct mnz_compile *c)
{
    const struct mnz_network *net = c->net;
    const uint32_t n = c->scenario->num_materials;
    uint32_t *next;

    c->first_maker = mnz_arena_alloc(&c->scratch, (size_t)n + 1, sizeof(uint32_t));
    c->first_user = mnz_arena_alloc(&c->scratch, (size_t)n + 1, sizeof(uint32_t));
    c->makers = mnz_arena_alloc(&c->scratch, net->num_outputs, sizeof(uint32_t));
    c->users = mnz_arena_alloc(&c->scratch, net->num_ports, sizeof(uint32_t));
    next = mnz_arena_alloc(&c->scratch, (size_t)n + 1, sizeof(uint32_t));
    if (!c->first_maker || !c->first_user || !c->makers || !c->users || !next)
        return MNZ_ERR_NOMEM;

    for (uint32_t i = 0; i < net->num_outputs; i++)
        c->first_maker[net->outputs[i].material + 1]++;
    for (uint32_t i = 0; i < net->num_ports; i++)
        c->first_user[net->ports[i].material + 1]++;
    for (uint32_t m = 0; m < n; m++) {
        c->first_maker[m + 1] += c->first_maker[m];
        c->first_user[m + 1] += c->first_user[m];
    }
    for (uint32_t i = 0; i < net->num_outputs; i++) {
        const uint32_t m = net->outputs[i].material;

        c->makers[c->first_maker[m] + next[m]++] = i;
    }
    for (uint32_t m = 0; m < n; m++)
        next[m] = 0;
    for (uint32_t i = 0; i < net->num_ports; i++) {
        const uint32_t m = net->ports[i].material;

        c->users[c->first_user[m] + next[m]++] = i;
    }
    return MNZ_OK;
}
