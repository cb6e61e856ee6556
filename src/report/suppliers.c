/* suppliers.c - who sells to an industry, under which controls. */

#include "report/suppliers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "report/label.h"
#include "report/style.h"

/* Sellers that carry less of the industry's need are summed up; plants that carry less
 * of it have no section of their own. */
#define LEAST_CARRIED 0.01
#define LEAST_OF_SECTION 0.1

enum { MOST_SECTIONS = 24, CONTROLS_TEXT = 512, NAME_WIDTH = 24, PLACE_WIDTH = 14 };

/* The list as it is written. */
struct list {
    const struct mnz_screen *screen;
    const struct mnz_network *net;
    struct mnz_baseline *baseline;
    double *carried;    /* [node] share of the industry's need that passes it */
    uint8_t *is_listed; /* [node] */
    uint8_t *is_named;  /* [control] */
};

static void write_controls(struct list *x);

static double
value(const struct list *x, mnz_value_id id)
{
    return mnz_value_at(&x->net->scenario->pool, id, x->net->step_day[0],
                        x->net->median_draws);
}

static const struct mnz_actor *
actor_of(const struct list *x, uint32_t node)
{
    return &x->net->scenario->actors[x->net->nodes[node].actor];
}

/* Append the name of a control, once. */
static void
add_name(struct list *x, uint32_t control, char text[CONTROLS_TEXT])
{
    const size_t used = strlen(text);

    snprintf(text + used, CONTROLS_TEXT - used, "%s%s", used > 0 ? ", " : "",
             x->net->scenario->controls[control].name);
    x->is_named[control] = 1;
}

static void
link_controls(struct list *x, uint32_t l, char text[CONTROLS_TEXT])
{
    const struct mnz_net_link *link = &x->net->links[l];

    text[0] = '\0';
    for (uint32_t j = 0; j < link->num_controls; j++)
        add_name(x, x->net->link_controls[link->first_control + j], text);
}

/* Outages and withheld technology of a plant; purchases of a buyer ahead of a date. */
static void
node_controls(struct list *x, uint32_t node, char text[CONTROLS_TEXT])
{
    const struct mnz_network *net = x->net;

    text[0] = '\0';
    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];
        int acts = 0;

        for (uint32_t j = 0; j < scope->num_nodes; j++)
            acts |= net->control_nodes[scope->first_node + j] == node;
        for (uint32_t j = 0; j < scope->num_ports; j++)
            acts |= net->ports[net->control_ports[scope->first_port + j]].node == node;
        if (acts)
            add_name(x, c, text);
    }
}

/* "2.5 months", "1 month" */
static void
write_months(FILE *stream, double months)
{
    fprintf(stream, " %.3g month%s", months, months == 1.0 ? "" : "s");
}

static void
write_stocks(struct list *x, uint32_t node)
{
    const struct mnz_actor *a = actor_of(x, node);
    FILE *stream = x->screen->stream;

    if (a->num_covers == 0) {
        fputs("stock of inputs", stream);
        write_months(stream, value(x, a->input_cover_months));
    }
    for (uint32_t i = 0; i < a->num_covers; i++) {
        fprintf(stream, "%s%s", i ? ", " : "stock of ",
                x->net->scenario->materials[a->covers[i].material].name);
        write_months(stream, value(x, a->covers[i].value));
    }
    if (a->is_industry && value(x, a->firm_spread) > 0.0)
        fprintf(stream, ", spread %.2g across firms", value(x, a->firm_spread));
    if (value(x, a->output_cover_months) > 0.0) {
        fputs("; of products", stream);
        write_months(stream, value(x, a->output_cover_months));
    }
}

/* The first line of a node: "cn_south_sep, China, separation: capacity 1,200 t/yr". */
static void
write_node(struct list *x, uint32_t node)
{
    const struct mnz_actor *a = actor_of(x, node);
    FILE *stream = x->screen->stream;
    char number[MNZ_NUMBER_TEXT], controls[CONTROLS_TEXT];

    putc('\n', stream);
    mnz_screen_bold(x->screen, 1);
    mnz_style_text(stream, a->name);
    mnz_screen_bold(x->screen, 0);
    fprintf(stream, ", %s, ", mnz_label_place(x->net->scenario, a->place));
    if (a->is_industry) {
        fputs("industry: ", stream);
    } else {
        fprintf(stream, "%s: ", mnz_stage_name[a->stage]);
        if (isfinite(x->baseline->capacity[node])) {
            mnz_screen_number(x->baseline->capacity[node], number);
            fprintf(stream, "capacity %s t/yr, %.0f %% used; ", number,
                    100.0 * x->baseline->activity[node] / x->baseline->capacity[node]);
        }
    }
    write_stocks(x, node);
    node_controls(x, node, controls);
    if (controls[0])
        fputs("; ", stream);
    mnz_style_text(stream, controls);
    putc('\n', stream);
}

static double
backup_of(const struct list *x, uint32_t l)
{
    return value(x, x->net->links[l].backup) * x->net->links[l].split;
}

/* Append the share that the link can take over. */
static void
add_backup(const struct list *x, uint32_t l, char text[CONTROLS_TEXT])
{
    const size_t used = strlen(text);

    if (backup_of(x, l) >= LEAST_CARRIED)
        snprintf(text + used, CONTROLS_TEXT - used, "%scan take over %.0f %%",
                 used > 0 ? "; " : "", 100.0 * backup_of(x, l));
}

static void
write_link(struct list *x, uint32_t l)
{
    const struct mnz_network *net = x->net;
    const uint32_t seller = mnz_network_seller(net, l);
    const int rest = x->screen->columns - NAME_WIDTH - PLACE_WIDTH - 34;
    FILE *stream = x->screen->stream;
    char number[MNZ_NUMBER_TEXT], controls[CONTROLS_TEXT];

    mnz_screen_number(x->baseline->flow[l], number);
    fprintf(stream, "  %5.1f %% %9s  ", 100.0 * x->baseline->base_share[l], number);
    mnz_screen_cell(x->screen, mnz_network_node_name(net, seller), NAME_WIDTH);
    fputs("  ", stream);
    mnz_screen_cell(x->screen,
                    mnz_label_place(net->scenario, mnz_network_place(net, seller)),
                    PLACE_WIDTH);
    fprintf(stream, " %6.2g mo", value(x, net->links[l].lead_months));
    link_controls(x, l, controls);
    add_backup(x, l, controls);
    if (controls[0])
        fputs((int)strlen(controls) <= rest || rest < 8 ? "  " : "\n          ",
              stream);
    mnz_style_text(stream, controls);
    putc('\n', stream);
}

/* Links that a port has in the baseline, the largest first: positions in port_links. */
static void
write_links(struct list *x, const struct mnz_net_port *port)
{
    const struct mnz_network *net = x->net;
    const double carried = x->carried[port->node];
    uint32_t others = 0;
    double least = INFINITY, rest = 0.0;

    for (uint32_t k = 0; k < port->num_links; k++) {
        double next = -1.0;
        uint32_t count = 0;

        for (uint32_t j = 0; j < port->num_links; j++) {
            const double share =
                x->baseline->base_share[net->port_links[port->first_link + j]];

            if (share < least && share > next)
                next = share;
        }
        if (next < 0.0)
            break;
        for (uint32_t j = 0; j < port->num_links; j++) {
            const uint32_t l = net->port_links[port->first_link + j];

            if (x->baseline->base_share[l] != next)
                continue;
            if ((next + backup_of(x, l)) * carried >= LEAST_CARRIED) {
                write_link(x, l);
                x->carried[mnz_network_seller(net, l)] += next * carried;
            } else {
                rest += next;
                others++;
            }
            count++;
        }
        least = next;
        k += count - 1;
    }
    if (others > 0)
        fprintf(x->screen->stream, "  %5.1f %%            %u more\n", 100.0 * rest,
                others);
}

static void
write_port(struct list *x, const struct mnz_net_port *port)
{
    const struct mnz_network *net = x->net;
    const struct mnz_scenario *s = net->scenario;
    FILE *stream = x->screen->stream;
    double sum = 0.0;
    char number[MNZ_NUMBER_TEXT];

    for (uint32_t j = 0; j < port->num_links; j++)
        sum += x->baseline->flow[net->port_links[port->first_link + j]];
    mnz_screen_number(sum, number);
    fprintf(stream, " %s, %s t/yr", s->materials[port->material].name, number);
    if (port->essential)
        fprintf(stream, ", essential to %.0f %% of output",
                100.0 * value(x, port->essential->share));
    putc('\n', stream);
    write_links(x, port);
}

/* The unlisted node that carries most of the need, or MNZ_NONE. */
static uint32_t
next_section(const struct list *x)
{
    uint32_t best = MNZ_NONE;

    for (uint32_t i = 0; i < x->net->num_nodes; i++)
        if (!x->is_listed[i] && x->carried[i] >= LEAST_OF_SECTION &&
            x->net->nodes[i].num_ports > 0 &&
            (best == MNZ_NONE || x->carried[i] > x->carried[best]))
            best = i;
    return best;
}

static void
write_sections(struct list *x, uint32_t industry)
{
    uint32_t node = industry;

    for (int k = 0; k < MOST_SECTIONS && node != MNZ_NONE; k++) {
        const struct mnz_net_node *n = &x->net->nodes[node];

        x->is_listed[node] = 1;
        write_node(x, node);
        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
            write_port(x, &x->net->ports[p]);
        node = next_section(x);
    }
}

enum mnz_status
mnz_suppliers_draw(const struct mnz_screen *screen, const struct mnz_network *network,
                   uint32_t industry)
{
    const struct mnz_scenario *s = network->scenario;
    struct list x = {.screen = screen, .net = network};
    enum mnz_status st;
    char label[256];

    x.carried = calloc(network->num_nodes + 1, sizeof *x.carried);
    x.is_listed = calloc(network->num_nodes + 1, 1);
    x.is_named = calloc(s->num_controls + 1, 1);
    st = x.carried && x.is_listed && x.is_named
             ? mnz_baseline_create(network, network->median_draws, &x.baseline)
             : MNZ_ERR_NOMEM;
    if (!st) {
        mnz_label_industry(network, industry, label, sizeof label);
        fputs("Suppliers of ", screen->stream);
        mnz_style_text(screen->stream, label);
        fputs(", in the baseline at median values: share, t/yr, lead time, controls\n",
              screen->stream);
        x.carried[industry] = 1.0;
        write_sections(&x, industry);
        write_controls(&x);
        st = ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
    }
    mnz_baseline_destroy(x.baseline);
    free(x.is_named);
    free(x.is_listed);
    free(x.carried);
    return st;
}

static void
write_approval(struct list *x, const struct mnz_control *c)
{
    FILE *stream = x->screen->stream;

    fprintf(stream, "; approves %.0f %% for civil and %.0f %% for military use",
            100.0 * value(x, c->licence.approval[MNZ_USE_CIVIL]),
            100.0 * value(x, c->licence.approval[MNZ_USE_MILITARY]));
    if (value(x, c->licence.general) > 0.0)
        fprintf(stream, ", %.0f %% on a general licence",
                100.0 * value(x, c->licence.general));
    fputs("; takes", stream);
    write_months(stream, value(x, c->licence.processing_months));
}

static void
write_terms(struct list *x, const struct mnz_control *c)
{
    FILE *stream = x->screen->stream;

    switch (c->kind) {
    case MNZ_CONTROL_LICENCE:
    case MNZ_CONTROL_EXTRATERRITORIAL:
        write_approval(x, c);
        break;
    case MNZ_CONTROL_BAN:
        fprintf(stream, "; covers %.0f %% of customers",
                100.0 * value(x, c->ban.covers));
        break;
    case MNZ_CONTROL_QUOTA:
        fprintf(stream, "; %.4g t/yr", value(x, c->quota.tonnes_tpa));
        break;
    case MNZ_CONTROL_OUTAGE:
        fprintf(stream, "; takes %.0f %% of capacity",
                100.0 * value(x, c->outage.fraction));
        break;
    case MNZ_CONTROL_TARIFF:
        fprintf(stream, "; %.0f %%", 100.0 * value(x, c->tariff.rate));
        break;
    case MNZ_CONTROL_TECHNOLOGY:
        fprintf(stream, "; leaves %.0f %% of capacity after",
                100.0 * value(x, c->technology.availability));
        write_months(stream, value(x, c->technology.over_months));
        break;
    case MNZ_CONTROL_SURGE:
        fprintf(stream, "; orders %.0f %% more", 100.0 * value(x, c->surge.size));
        break;
    case MNZ_NUM_CONTROL_KINDS:
        break;
    }
}

static void
write_date(struct list *x, const char *word, mnz_value_id day)
{
    char text[MNZ_DATE_TEXT];

    if (day == MNZ_VALUE_NONE)
        return;
    mnz_date_format((int32_t)floor(value(x, day)), text);
    fprintf(x->screen->stream, " %s %s", word, text);
}

/* Branches of events that switch a regime on or off. */
static void
write_branches(struct list *x, uint32_t regime)
{
    const struct mnz_scenario *s = x->net->scenario;
    FILE *stream = x->screen->stream;

    for (uint32_t e = 0; e < s->num_events; e++)
        for (uint32_t j = 0; j < s->events[e].num_branches; j++) {
            const struct mnz_branch *b = &s->events[e].branches[j];

            for (uint32_t k = 0; k < b->num_activates; k++)
                if (b->activates[k].regime == regime)
                    fprintf(stream, "; begins with %s=%s", s->events[e].name, b->name);
            for (uint32_t k = 0; k < b->num_deactivates; k++)
                if (b->deactivates[k].regime == regime)
                    fprintf(stream, "; ends with %s=%s", s->events[e].name, b->name);
        }
}

static void
write_control(struct list *x, const struct mnz_control *c)
{
    const struct mnz_scenario *s = x->net->scenario;
    const struct mnz_regime *r = &s->regimes[c->regime];
    FILE *stream = x->screen->stream;

    fputs("  ", stream);
    mnz_screen_cell(x->screen, c->name, NAME_WIDTH);
    fprintf(stream, "  %s", mnz_control_kind_name[c->kind]);
    if (mnz_ref_is_set(c->by))
        fprintf(stream, " of %s", mnz_label_place(s, mnz_ref_at(c->by)));
    write_date(x, "from", r->in_force.from);
    write_date(x, "until", r->in_force.until);
    if (value(x, r->probability) < 1.0)
        fprintf(stream, ", with probability %.2g", value(x, r->probability));
    if (mnz_ref_is_set(r->trigger_regime))
        fprintf(stream, "; follows %s", s->regimes[mnz_ref_at(r->trigger_regime)].name);
    write_branches(x, c->regime);
    write_terms(x, c);
    putc('\n', stream);
}

static void
write_controls(struct list *x)
{
    const struct mnz_scenario *s = x->net->scenario;
    int is_any = 0;

    for (uint32_t c = 0; c < s->num_controls; c++)
        is_any |= x->is_named[c];
    if (!is_any)
        return;
    fputs("\ncontrols, with median terms on the first day\n", x->screen->stream);
    for (uint32_t c = 0; c < s->num_controls; c++)
        if (x->is_named[c])
            write_control(x, &s->controls[c]);
}
