/* shares.c - conditions on the shares of a buyer's purchases of one material. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/dates.h"
#include "network/compile.h"

/* Written shares may miss 1 by this much before they look like a mistake. */
static const double share_tolerance = 0.02;

/* Sums no further apart are one mistake. */
static const double same_sum = 1e-9;

/* A mistake already reported: buyers of the same rows often share it. A row has one
 * material. */
struct offence {
    uint32_t port, row;
    double sum;
    uint32_t num_buyers;
};

/* Mistakes already reported, found by row and by the slice of sums that contains
 * theirs: `slots` holds positions + 1, or 0 when free. */
struct offences {
    struct offence *told;
    uint32_t count;
    uint32_t *slots;
    uint32_t num_slots; /* a power of two */
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
        mnz_diag_add(c->diags, MNZ_E0807, use_at(c, port),
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
        mnz_diag_add(c->diags, MNZ_E0808,
                     c->scenario->link_rows[c->net->links[last].row].origin.at,
                     "give at least one seller a share above 0",
                     "the shares of %s for '%s' sum to 0%s%s", material, name,
                     steps > 1 ? " from " : "", steps > 1 ? day : "");
        return;
    }
}

static enum mnz_status
reserve(struct mnz_compile *c, struct offences *o)
{
    *o = (struct offences){.num_slots = 16};
    while (o->num_slots / 2 <= c->net->num_ports && o->num_slots <= UINT32_MAX / 2)
        o->num_slots *= 2;
    o->told = mnz_arena_alloc(&c->scratch, c->net->num_ports, sizeof *o->told);
    o->slots = mnz_arena_alloc(&c->scratch, o->num_slots, sizeof *o->slots);
    return o->told && o->slots ? MNZ_OK : MNZ_ERR_NOMEM;
}

/* Twice as wide as sums may differ, so that the same sum is in this slice or the next.
 */
static double
slice_of(double sum)
{
    return floor(sum / (2.0 * same_sum));
}

static uint32_t
first_slot(const struct offences *o, uint32_t row, double slice)
{
    uint64_t bits, h;

    memcpy(&bits, &slice, sizeof bits);
    h = (bits ^ row * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)(h >> 32) & (o->num_slots - 1);
}

/* The first reported mistake with this row and sum; MNZ_NONE if there is none. */
static uint32_t
find_offence(const struct offences *o, uint32_t row, double sum)
{
    uint32_t first = MNZ_NONE;

    for (int beside = -1; beside <= 1; beside++) {
        uint32_t slot = first_slot(o, row, slice_of(sum) + beside);

        for (; o->slots[slot]; slot = (slot + 1) & (o->num_slots - 1)) {
            const uint32_t i = o->slots[slot] - 1;

            if (i < first && o->told[i].row == row &&
                fabs(o->told[i].sum - sum) <= same_sum)
                first = i;
        }
    }
    return first;
}

static void
add_offence(struct offences *o, const struct offence *offence)
{
    uint32_t slot = first_slot(o, offence->row, slice_of(offence->sum));

    while (o->slots[slot])
        slot = (slot + 1) & (o->num_slots - 1);
    o->told[o->count++] = *offence;
    o->slots[slot] = o->count;
}

/* How many of a port's links have tonnes instead of shares. */
static uint32_t
count_tonnes(const struct mnz_compile *c, uint32_t port)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->net->ports[port].num_links; i++)
        count += c->scenario->link_rows[c->net->links[links_of(c->net, port)[i]].row]
                     .is_tonnes != 0;
    return count;
}

/* The two do not mix, and the sum of tonnes is near what an industry uses. */
static void
verify_tonnes(struct mnz_compile *c, uint32_t port)
{
    const struct mnz_net_port *p = &c->net->ports[port];
    const struct mnz_actor *a = &c->scenario->actors[c->net->nodes[p->node].actor];
    const uint32_t row =
        p->num_links ? c->net->links[links_of(c->net, port)[0]].row : 0;
    const uint32_t count = count_tonnes(c, port);
    double sum, use;

    if (count == 0)
        return;
    if (count < p->num_links) {
        mnz_diag_add(c->diags, MNZ_E0817, c->scenario->link_rows[row].origin.at,
                     "give all sellers of one buyer shares, or all of them tonnes",
                     "'%s' buys %s by shares and by tonnes", a->name,
                     c->scenario->materials[p->material].name);
        return;
    }
    sum = sum_of_shares(c, port, c->net->step_day[0]);
    use = mnz_compile_nominal(c, p->use);
    if (!a->is_industry || !(use > 0.0) || (sum < 100.0 * use && sum > 0.01 * use))
        return;
    mnz_diag_add(c->diags, MNZ_W0818, c->scenario->link_rows[row].origin.at,
                 "shares follow all the same; were kilograms meant?",
                 "the links bring '%s' %.4g t/yr of %s, which uses %.4g", a->name, sum,
                 c->scenario->materials[p->material].name, use);
}

/* Shares without uncertainty that do not sum to 1 are rescaled, but are probably a
 * mistake: one warning for all buyers of the same rows. */
static enum mnz_status
warn_of_sums(struct mnz_compile *c)
{
    const struct mnz_network *net = c->net;
    struct offences o;

    if (reserve(c, &o))
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_ports; i++) {
        struct offence offence = {.port = i};
        uint32_t known;

        verify_tonnes(c, i);
        if (net->ports[i].num_links == 0 || count_tonnes(c, i) > 0 ||
            !all_shares(c, i, mnz_value_is_certain))
            continue;
        offence.sum = sum_of_shares(c, i, net->step_day[0]);
        if (!(offence.sum > 0.0) || fabs(offence.sum - 1.0) <= share_tolerance)
            continue;
        offence.row = net->links[links_of(net, i)[net->ports[i].num_links - 1]].row;
        known = find_offence(&o, offence.row, offence.sum);
        if (known == MNZ_NONE)
            add_offence(&o, &offence);
        else
            o.told[known].num_buyers++;
    }
    for (uint32_t j = 0; j < o.count; j++) {
        const struct offence *told = &o.told[j];
        const struct mnz_net_port *port = &net->ports[told->port];
        char others[48] = "";

        if (told->num_buyers > 0)
            snprintf(others, sizeof others, " and %u other%s", told->num_buyers,
                     told->num_buyers > 1 ? "s" : "");
        mnz_diag_add(
            c->diags, MNZ_W0809, c->scenario->link_rows[told->row].origin.at, NULL,
            "the shares of %s for '%s'%s sum to %.4g, not 1: they are rescaled",
            c->scenario->materials[port->material].name,
            mnz_network_node_name(net, port->node), others, told->sum);
    }
    return MNZ_OK;
}
