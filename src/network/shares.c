/* shares.c - what the shares of a buyer's purchases of one material must satisfy. */

#include <math.h>
#include <stdio.h>

#include "base/dates.h"
#include "network/compile.h"

/* Written shares may miss 1 by this much before they look like a mistake. */
static const double share_tolerance = 0.02;

/* A kind of mistake already told of: buyers of the same rows often share it. */
struct offence {
    uint32_t port, row, material;
    double sum;
    uint32_t num_buyers;
};

static void verify_port(struct mnz_compile *c, uint32_t port);
static enum mnz_status warn_of_sums(struct mnz_compile *c);

enum mnz_status
mnz_compile_shares(struct mnz_compile *c)
{
    if (!c->links_are_sound)
        return MNZ_OK;
    for (uint32_t i = 0; i < c->net->num_ports; i++)
        verify_port(c, i);
    return warn_of_sums(c);
}

static const uint32_t *
links_of(const struct mnz_network *net, uint32_t port)
{
    return &net->port_links[net->ports[port].first_link];
}

static double
sum_of_shares(const struct mnz_compile *c, uint32_t port, int32_t day)
{
    const uint32_t *links = links_of(c->net, port);
    double sum = 0.0;

    for (uint32_t i = 0; i < c->net->ports[port].num_links; i++) {
        const struct mnz_net_link *l = &c->net->links[links[i]];

        sum += l->split *
               mnz_value_at(&c->scenario->pool, l->share, day, c->net->median_draws);
    }
    return sum;
}

static int
all_shares(const struct mnz_compile *c, uint32_t port,
           int (*holds)(const struct mnz_value_pool *, mnz_value_id))
{
    const uint32_t *links = links_of(c->net, port);

    for (uint32_t i = 0; i < c->net->ports[port].num_links; i++)
        if (!holds(&c->scenario->pool, c->net->links[links[i]].share))
            return 0;
    return 1;
}

static struct mnz_span
use_at(const struct mnz_compile *c, uint32_t port)
{
    const struct mnz_net_port *p = &c->net->ports[port];
    const struct mnz_actor *a = &c->scenario->actors[p->node];
    const struct mnz_amount *use = &a->uses[port - c->net->nodes[p->node].first_port];

    return use->at.line != 0 ? use->at : a->origin.at;
}

/* Every used material has a seller, in every step. */
static void
verify_port(struct mnz_compile *c, uint32_t port)
{
    const struct mnz_net_port *p = &c->net->ports[port];
    const char *name = mnz_network_node_name(c->net, p->node);
    const char *material = c->scenario->materials[p->material].name;
    uint32_t steps = c->net->num_steps;

    if (p->num_links == 0) {
        mnz_diag_add(c->diags, MNZ_SEVERITY_ERROR, use_at(c, port),
                     c->first_maker[p->material] == c->first_maker[p->material + 1]
                         ? "no facility makes it"
                         : "add a row to 'links' that names its seller",
                     "'%s' uses %s but no link brings it", name, material);
        return;
    }
    if (all_shares(c, port, mnz_value_is_undated))
        steps = 1;
    for (uint32_t s = 0; s < steps; s++) {
        const uint32_t last = links_of(c->net, port)[p->num_links - 1];
        char day[MNZ_DATE_TEXT];

        if (sum_of_shares(c, port, c->net->step_day[s]) > 0.0)
            continue;
        mnz_date_format(c->net->step_day[s], day);
        mnz_diag_add(c->diags, MNZ_SEVERITY_ERROR,
                     c->scenario->link_rows[c->net->links[last].row].origin.at,
                     "give at least one seller a share above 0",
                     "the shares of %s for '%s' sum to 0%s%s", material, name,
                     steps > 1 ? " from " : "", steps > 1 ? day : "");
        return;
    }
}

/* Certain shares off 1 are rescaled, but look like a slip: one warning for all buyers
 * of the same rows. */
static enum mnz_status
warn_of_sums(struct mnz_compile *c)
{
    const struct mnz_network *net = c->net;
    struct offence *told = mnz_arena_alloc(&c->scratch, net->num_ports, sizeof *told);
    size_t count = 0;

    if (!told)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_ports; i++) {
        struct offence o = {.port = i, .material = net->ports[i].material};
        size_t j = 0;

        if (net->ports[i].num_links == 0 || !all_shares(c, i, mnz_value_is_certain))
            continue;
        o.sum = sum_of_shares(c, i, net->step_day[0]);
        if (!(o.sum > 0.0) || fabs(o.sum - 1.0) <= share_tolerance)
            continue;
        o.row = net->links[links_of(net, i)[net->ports[i].num_links - 1]].row;
        while (j < count && (told[j].row != o.row || told[j].material != o.material ||
                             fabs(told[j].sum - o.sum) > 1e-9))
            j++;
        if (j == count)
            told[count++] = o;
        else
            told[j].num_buyers++;
    }
    for (size_t j = 0; j < count; j++) {
        char others[48] = "";

        if (told[j].num_buyers > 0)
            snprintf(others, sizeof others, " and %u other%s", told[j].num_buyers,
                     told[j].num_buyers > 1 ? "s" : "");
        mnz_diag_add(
            c->diags, MNZ_SEVERITY_WARNING,
            c->scenario->link_rows[told[j].row].origin.at, NULL,
            "the shares of %s for '%s'%s sum to %.4g, not 1: they are rescaled",
            c->scenario->materials[told[j].material].name,
            mnz_network_node_name(net, net->ports[told[j].port].node), others,
            told[j].sum);
    }
    return MNZ_OK;
}
