/* graph.c - the network in Graphviz' DOT language. */

#include "network/graph.h"

#include <math.h>
#include <stdlib.h>

#include "base/dates.h"

const struct mnz_graph_options mnz_graph_defaults = {.is_full = 0, .leave_out = 0.02};

/* Columns of the picture, left to right: the stages, recyclers beside the separators
 * they stand in for, and who consumes. */
enum { COLUMN_INDUSTRY = MNZ_NUM_STAGES, NUM_COLUMNS };
static const int column_order[NUM_COLUMNS] = {
    MNZ_STAGE_MINE,  MNZ_STAGE_RECYCLING, MNZ_STAGE_SEPARATION, MNZ_STAGE_METAL,
    MNZ_STAGE_ALLOY, MNZ_STAGE_MAGNET,    MNZ_STAGE_PRODUCT,    COLUMN_INDUSTRY,
};

/* Pale fills and strong lines for the countries with most actors; the rest is grey. */
enum { NUM_COLOURS = 9 };
static const char *const fills[NUM_COLOURS + 1] = {
    "#fde0c5", "#d6e6f4", "#dcefd9", "#e6def0", "#fdf3c4",
    "#d7efec", "#f7d9e6", "#e9e0d2", "#dfe3f7", "#eeeeee"};
static const char *const lines[NUM_COLOURS + 1] = {
    "#d9782d", "#3c7fb1", "#4f9a45", "#7d5ba6", "#b59a12",
    "#2f9488", "#b84a7d", "#8c6d46", "#5661b3", "#888888"};

/* A box: an actor, or all actors of a column in one place. */
struct box {
    int column;
    uint32_t place, node; /* node: the first one */
    uint32_t num_nodes;
    double in, out; /* t of element a year */
};

struct edge {
    uint32_t from, to; /* boxes */
    int is_controlled;
    double flow;
};

struct graph {
    struct mnz_arena arena;
    const struct mnz_network *net;
    const struct mnz_graph_options *options;
    struct mnz_baseline *base;
    uint32_t num_boxes, num_edges;
    struct box *boxes;
    uint32_t *box_of_node;
    struct edge *edges;
    uint32_t *colour_of_place;
    double widest;
};

static enum mnz_status make_boxes(struct graph *g);
static enum mnz_status make_edges(struct graph *g);
static enum mnz_status choose_colours(struct graph *g);
static void write_head(const struct graph *g, FILE *out);
static void write_columns(const struct graph *g, FILE *out);
static void write_edges(const struct graph *g, FILE *out);

enum mnz_status
mnz_graph_write(const struct mnz_network *network,
                const struct mnz_graph_options *options, FILE *stream)
{
    struct graph g = {.net = network, .options = options};
    enum mnz_status st;

    st = mnz_baseline_create(network, mnz_network_median_draws(network), &g.base);
    if (!st)
        st = make_boxes(&g);
    if (!st)
        st = make_edges(&g);
    if (!st)
        st = choose_colours(&g);
    if (st)
        goto out;
    write_head(&g, stream);
    write_columns(&g, stream);
    write_edges(&g, stream);
    fputs("}\n", stream);
    st = ferror(stream) ? MNZ_ERR_IO : MNZ_OK;
out:
    mnz_baseline_destroy(g.base);
    mnz_arena_finish(&g.arena);
    return st;
}

static int
column_of(const struct mnz_network *net, uint32_t node)
{
    return net->nodes[node].is_industry ? (int)COLUMN_INDUSTRY
                                        : (int)net->scenario->actors[node].stage;
}

static enum mnz_status
make_boxes(struct graph *g)
{
    const struct mnz_network *net = g->net;
    const size_t num_places = net->scenario->num_places;
    uint32_t *box_of =
        mnz_arena_alloc(&g->arena, NUM_COLUMNS * num_places, sizeof *box_of);

    g->boxes = mnz_arena_alloc(&g->arena, net->num_nodes, sizeof *g->boxes);
    g->box_of_node = mnz_arena_alloc(&g->arena, net->num_nodes, sizeof *g->box_of_node);
    if (!box_of || !g->boxes || !g->box_of_node)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const int column = column_of(net, i);
        const uint32_t place = mnz_network_place(net, i);
        uint32_t *known = &box_of[(size_t)column * num_places + place];

        if (g->options->is_full || *known == 0) {
            g->boxes[g->num_boxes++] =
                (struct box){.column = column, .place = place, .node = i};
            *known = g->num_boxes;
        }
        g->box_of_node[i] = *known - 1;
        g->boxes[*known - 1].num_nodes++;
    }
    return MNZ_OK;
}

/* t of all elements per t of a material; the material itself where none is followed. */
static double
weight_of(const struct graph *g, uint32_t material)
{
    const struct mnz_scenario *s = g->net->scenario;
    double sum = 0.0;

    for (uint32_t e = 0; e < s->num_elements; e++)
        if (s->materials[material].content[e] != MNZ_VALUE_NONE)
            sum += mnz_value_at(&s->pool, s->materials[material].content[e],
                                g->net->step_day[0], mnz_network_median_draws(g->net));
    return sum > 0.0 ? sum : 1.0;
}

static int
by_ends(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->is_controlled != y->is_controlled)
        return x->is_controlled ? 1 : -1;
    return (x->flow < y->flow) - (x->flow > y->flow); /* sums do not hang on qsort */
}

static enum mnz_status
make_edges(struct graph *g)
{
    const struct mnz_network *net = g->net;
    double *weights =
        mnz_arena_alloc(&g->arena, net->scenario->num_materials, sizeof *weights);
    uint32_t kept = 0;

    g->edges = mnz_arena_alloc(&g->arena, net->num_links, sizeof *g->edges);
    if (!weights || !g->edges)
        return MNZ_ERR_NOMEM;
    for (uint32_t m = 0; m < net->scenario->num_materials; m++)
        weights[m] = weight_of(g, m);
    for (uint32_t l = 0; l < net->num_links; l++) {
        struct edge *e = &g->edges[l];

        *e = (struct edge){
            .from = g->box_of_node[mnz_network_seller(net, l)],
            .to = g->box_of_node[mnz_network_buyer(net, l)],
            .is_controlled = net->links[l].num_controls > 0,
            .flow = g->base->flow[l] * weights[mnz_network_material(net, l)],
        };
        g->boxes[e->from].out += e->flow;
        g->boxes[e->to].in += e->flow;
    }
    if (net->num_links > 0)
        qsort(g->edges, net->num_links, sizeof *g->edges, by_ends);
    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct edge e = g->edges[l];

        if (kept > 0 && g->edges[kept - 1].from == e.from &&
            g->edges[kept - 1].to == e.to &&
            g->edges[kept - 1].is_controlled == e.is_controlled)
            g->edges[kept - 1].flow += e.flow;
        else
            g->edges[kept++] = e;
    }
    for (uint32_t i = 0; i < kept; i++) {
        const struct edge e = g->edges[i];

        if (e.flow <= 0.0 || e.flow < g->options->leave_out * g->boxes[e.to].in)
            continue;
        g->edges[g->num_edges++] = e;
        g->widest = fmax(g->widest, e.flow);
    }
    return MNZ_OK;
}

/* Colours go to the places with most actors, in the scenario's order on a tie. */
static enum mnz_status
choose_colours(struct graph *g)
{
    const uint32_t n = g->net->scenario->num_places;
    uint32_t *count = mnz_arena_alloc(&g->arena, n, sizeof *count);

    g->colour_of_place = mnz_arena_alloc(&g->arena, n, sizeof *g->colour_of_place);
    if (!count || !g->colour_of_place)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < g->net->num_nodes; i++)
        count[mnz_network_place(g->net, i)]++;
    for (uint32_t p = 0; p < n; p++)
        g->colour_of_place[p] = NUM_COLOURS;
    for (uint32_t c = 0; c < NUM_COLOURS; c++) {
        uint32_t best = MNZ_NONE;

        for (uint32_t p = 0; p < n; p++)
            if (count[p] > 0 && g->colour_of_place[p] == NUM_COLOURS &&
                (best == MNZ_NONE || count[p] > count[best]))
                best = p;
        if (best != MNZ_NONE)
            g->colour_of_place[best] = c;
    }
    return MNZ_OK;
}

/* A quoted DOT string; `text` keeps no meaning of its own in it. */
static void
write_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc((unsigned char)*text < 0x20 ? ' ' : *text, out);
    }
}

/* Whole tonnes; DOT attributes must not depend on the locale. */
static long long
tonnes(double flow)
{
    return llround(flow);
}

static void
write_head(const struct graph *g, FILE *out)
{
    char day[MNZ_DATE_TEXT];

    mnz_date_format(g->net->step_day[0], day);
    fputs("digraph monazite {\n    label=\"", out);
    write_text(out, g->net->scenario->title ? g->net->scenario->title
                                            : g->net->scenario->name);
    fprintf(out,
            "\\nbaseline of %s, t of contained elements a year; dashed red: a "
            "control may act",
            day);
    if (g->options->leave_out > 0.0)
        fprintf(out, "\\nflows below %lld %% of the buyer's supply are left out",
                llround(g->options->leave_out * 100.0));
    fputs("\";\n"
          "    labelloc=t; rankdir=LR; newrank=true; ranksep=1.3; nodesep=0.12;\n"
          "    fontname=\"Helvetica\"; fontsize=16;\n"
          "    node [shape=box, style=\"filled,rounded\", fontname=\"Helvetica\", "
          "fontsize=13, margin=\"0.12,0.06\"];\n"
          "    edge [arrowhead=vee];\n",
          out);
}

static void
write_box(const struct graph *g, uint32_t i, FILE *out)
{
    const struct box *b = &g->boxes[i];
    const char *code = g->net->scenario->places[b->place].code;
    const uint32_t colour = g->colour_of_place[b->place];

    fprintf(out, "        n%u [label=\"", i);
    if (g->options->is_full) {
        write_text(out, mnz_network_node_name(g->net, b->node));
        fputs("\\n", out);
    }
    write_text(out, code);
    if (!g->options->is_full && b->num_nodes > 1)
        fprintf(out, " (%u)", b->num_nodes);
    fprintf(out, "%s%lld t\", fillcolor=\"%s\", color=\"%s\"];\n",
            g->options->is_full ? "  " : "\\n",
            tonnes(b->column == COLUMN_INDUSTRY ? b->in : b->out), fills[colour],
            lines[colour]);
}

static int
has_boxes(const struct graph *g, int column)
{
    for (uint32_t i = 0; i < g->num_boxes; i++)
        if (g->boxes[i].column == column)
            return 1;
    return 0;
}

/* Each column is a cluster of one rank; invisible edges between their heads keep them
 * in order. */
static void
write_columns(const struct graph *g, FILE *out)
{
    int previous = -1;

    for (int c = 0; c < NUM_COLUMNS; c++) {
        const int column = column_order[c];

        if (!has_boxes(g, column))
            continue;
        fprintf(out,
                "    subgraph cluster_%d {\n"
                "        rank=same; label=\"\"; style=rounded; color=\"#cccccc\"; "
                "bgcolor=\"#fafafa\";\n"
                "        head%d [label=\"%s\", shape=plaintext, style=\"\", "
                "fontsize=15];\n",
                column, column,
                column == COLUMN_INDUSTRY ? "industries" : mnz_stage_name[column]);
        for (uint32_t i = 0; i < g->num_boxes; i++)
            if (g->boxes[i].column == column)
                write_box(g, i, out);
        fputs("    }\n", out);
        if (previous >= 0)
            fprintf(out, "    head%d -> head%d [style=invis, weight=100];\n", previous,
                    column);
        previous = column;
    }
}

static void
write_end(const struct graph *g, uint32_t box, FILE *out)
{
    const struct box *b = &g->boxes[box];

    if (g->options->is_full) {
        write_text(out, mnz_network_node_name(g->net, b->node));
        return;
    }
    write_text(out, g->net->scenario->places[b->place].code);
    fprintf(out, " %s",
            b->column == COLUMN_INDUSTRY ? "industries" : mnz_stage_name[b->column]);
}

static void
write_edges(const struct graph *g, FILE *out)
{
    for (uint32_t i = 0; i < g->num_edges; i++) {
        const struct edge *e = &g->edges[i];
        const uint32_t colour = g->colour_of_place[g->boxes[e->from].place];
        const double width = sqrt(e->flow / g->widest); /* of 1 */
        const long long tenths = llround(5.0 + 65.0 * width);

        /* arrow heads grow with the line, too fast by themselves */
        fprintf(out,
                "    n%u -> n%u [penwidth=%lld.%lld, arrowsize=0.%lld, "
                "color=\"%s%s\"%s, ",
                e->from, e->to, tenths / 10, tenths % 10, llround(6.0 - 4.0 * width),
                e->is_controlled ? "#cc2222" : lines[colour],
                e->is_controlled ? "" : "b0", e->is_controlled ? ", style=dashed" : "");
        if (g->boxes[e->from].column == g->boxes[e->to].column)
            fputs("constraint=false, ", out);
        fputs("tooltip=\"", out);
        write_end(g, e->from, out);
        fputs(" to ", out);
        write_end(g, e->to, out);
        fprintf(out, ": %lld t/yr%s\"];\n", tonnes(e->flow),
                e->is_controlled ? ", a control may act" : "");
    }
}
