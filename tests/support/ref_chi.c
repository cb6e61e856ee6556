/* ref_chi.c - controlled content by value, traced from mines down. */

#include <math.h>

#include "support/ref_state.h"

static int
stands_in(const struct ref *r, uint32_t node, uint32_t place)
{
    return mnz_place_within(r->s, mnz_network_place(r->net, node), place);
}

static int
is_item(const struct ref *r, uint32_t control, uint32_t material)
{
    const struct mnz_net_control *C = &r->net->controls[control];

    for (uint32_t i = 0; i < C->num_items; i++)
        if (r->net->control_items[C->first_item + i] == material)
            return 1;
    return 0;
}

/* chi of the goods on a link. */
static double
chi_of_link(const struct ref *r, uint32_t control, uint32_t link)
{
    const uint32_t seller = mnz_network_seller(r->net, link);

    if (stands_in(r, seller, mnz_ref_at(r->s->controls[control].by)))
        return is_item(r, control, mnz_network_material(r->net, link)) ? 1.0 : 0.0;
    return r->controls[control].chi[seller];
}

static double
price_of(const struct ref *r, uint32_t material)
{
    const mnz_value_id price = r->s->materials[material].price_usd_per_kg;

    return price == MNZ_VALUE_NONE ? 0.0 : ref_value(r, price);
}

static double
chi_of_node(const struct ref *r, uint32_t control, uint32_t node)
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double bought = 0.0, made = 0.0;

    for (uint32_t m = N->first_port; m < N->first_port + N->num_ports; m++) {
        double chi = 0.0;

        for (uint32_t i = 0; i < r->net->ports[m].num_links; i++) {
            const uint32_t l = ref_port_link(r, m, i);

            chi += r->links[l].w * chi_of_link(r, control, l);
        }
        bought += price_of(r, r->net->ports[m].material) * r->ports[m].u * chi;
    }
    for (uint32_t q = N->first_output; q < N->first_output + N->num_outputs; q++)
        made += price_of(r, r->net->outputs[q].material) * r->outputs[q].y;
    return fmin(1.0, ref_ratio(bought, made));
}

/* Sellers before buyers; industries sell nothing. */
void
ref_trace_content(struct ref *r, uint32_t control)
{
    for (uint32_t i = r->net->num_nodes; i-- > 0;) {
        const uint32_t node = r->net->order[i];

        r->controls[control].chi[node] =
            r->net->nodes[node].is_industry ||
                    stands_in(r, node, mnz_ref_at(r->s->controls[control].by))
                ? 0.0
                : chi_of_node(r, control, node);
    }
}
