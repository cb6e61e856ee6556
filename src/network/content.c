/* content.c - how much of the value of a plant's products comes from a government's
 * controlled goods, in the baseline. */

#include "network/content.h"

#include <math.h>

/* State shared by the functions below. */
struct trace {
    const struct mnz_network *net;
    const struct mnz_baseline *baseline;
    const double *draws;
    uint32_t control;
    double *content; /* [node] */
};

static double value_used(const struct trace *t, uint32_t port);

static double
value_of(const struct trace *t, mnz_value_id id)
{
    return mnz_value_at(&t->net->scenario->pool, id, t->net->step_day[0], t->draws);
}

/* Plants whose content nobody asks for may deal in goods without a price. */
static double
price_of(const struct trace *t, uint32_t material)
{
    const mnz_value_id price = t->net->scenario->materials[material].price_usd_per_kg;

    return price == MNZ_VALUE_NONE ? 0.0 : value_of(t, price);
}

static int
is_at_home(const struct trace *t, uint32_t node)
{
    return mnz_place_within(t->net->scenario, mnz_network_place(t->net, node),
                            mnz_ref_at(t->net->scenario->controls[t->control].by));
}

static double
content_of(const struct trace *t, uint32_t node)
{
    const struct mnz_net_node *n = &t->net->nodes[node];
    double used = 0.0, made = 0.0;

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        used += value_used(t, p);
    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        made += price_of(t, t->net->outputs[o].material) *
                value_of(t, t->net->outputs[o].yield);
    return made > 0.0 ? fmin(1.0, used / made) : 0.0;
}

static int
is_item(const struct trace *t, uint32_t material)
{
    const struct mnz_net_control *c = &t->net->controls[t->control];

    for (uint32_t i = 0; i < c->num_items; i++)
        if (t->net->control_items[c->first_item + i] == material)
            return 1;
    return 0;
}

/* The controlled value that a port buys per unit of activity. */
static double
value_used(const struct trace *t, uint32_t port)
{
    const struct mnz_net_port *p = &t->net->ports[port];
    double content = 0.0;

    for (uint32_t i = 0; i < p->num_links; i++) {
        const uint32_t link = t->net->port_links[p->first_link + i];
        const uint32_t seller = mnz_network_seller(t->net, link);

        content += t->baseline->base_share[link] *
                   (is_at_home(t, seller) ? (double)is_item(t, p->material)
                                          : t->content[seller]);
    }
    return price_of(t, p->material) * value_of(t, p->use) * content;
}

/* Sellers before buyers, so that the inputs of a plant are known in its turn. */
void
mnz_content_trace(const struct mnz_network *network, uint32_t control,
                  const struct mnz_baseline *baseline, const double *draws,
                  double *content)
{
    const struct trace t = {network, baseline, draws, control, content};

    for (uint32_t i = network->num_nodes; i-- > 0;) {
        const uint32_t node = network->order[i];

        content[node] = network->nodes[node].is_industry || is_at_home(&t, node)
                            ? 0.0
                            : content_of(&t, node);
    }
}

enum mnz_catch
mnz_content_catches(const struct mnz_network *network, uint32_t control,
                    const double *draws, uint32_t link, const double *content)
{
    const struct mnz_scenario *s = network->scenario;
    const struct mnz_control *k = &s->controls[control];
    const uint32_t seller = mnz_network_seller(network, link);
    const uint32_t technology = mnz_ref_at(s->actors[seller].technology);

    if (content[seller] >= mnz_value_at(&s->pool, k->extraterritorial.de_minimis,
                                        network->step_day[0], draws))
        return MNZ_CATCH_CONTENT;
    return k->extraterritorial.technology_test && technology != MNZ_NONE &&
                   mnz_place_within(s, technology, mnz_ref_at(k->by))
               ? MNZ_CATCH_TECHNOLOGY
               : MNZ_CATCH_NOT;
}
