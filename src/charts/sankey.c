/* sankey.c - who sends what to whom along the chain, at the baseline and in the worst
 * month. */

#include <math.h>
#include <string.h>

#include "charts/chain.h"
#include "charts/palette.h"

/* The tonnes of a stage at the baseline are this tall; thinner ribbons are left out. */
#define STAGE_HEIGHT 190.0
#define THINNEST 0.6
#define LEFT 20.0
#define RIGHT 770.0
#define NODE_WIDTH 10.0
#define GAP 12.0

/* A place in a column, with where the next ribbon begins and ends. */
struct node {
    double in, out; /* px */
    double y, next_in, next_out;
};

/* Pixels a tonne. */
static double
scale_of(const struct mnz_chain *s, int stage)
{
    return s->baseline[stage] > 0.0 ? STAGE_HEIGHT / s->baseline[stage] : 0.0;
}

/* Heights of the nodes of a panel, and its own. */
static double
lay_out(const struct mnz_chain *s, enum mnz_chain_panel panel, double top,
        struct node nodes[MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES])
{
    double height = 0.0;

    memset(nodes, 0, MNZ_CHAIN_COLUMNS * sizeof *nodes);
    for (int i = 0; i < MNZ_CHAIN_STAGES; i++)
        for (int from = 0; from < MNZ_CHAIN_PLACES; from++)
            for (int c = i + 1; c < MNZ_CHAIN_COLUMNS; c++)
                for (int to = 0; to < MNZ_CHAIN_PLACES; to++) {
                    const double px = s->tonnes[panel][i][from][c][to] * scale_of(s, i);

                    nodes[i][from].out += px;
                    nodes[c][to].in += px;
                }
    for (int c = 0; c < MNZ_CHAIN_COLUMNS; c++) {
        double y = top;

        for (int p = 0; p < MNZ_CHAIN_PLACES; p++) {
            struct node *n = &nodes[c][p];

            n->y = n->next_in = n->next_out = y;
            if (fmax(n->in, n->out) >= THINNEST)
                y += fmax(fmax(n->in, n->out), 2.0) + GAP;
        }
        height = fmax(height, y - top);
    }
    return height;
}

static double
x_of(int column)
{
    return LEFT + (RIGHT - LEFT) * column / (MNZ_CHAIN_COLUMNS - 1);
}

/* A ribbon of `height`, and its tonnes where they fit. China's own flows are pale. */
static void
draw_ribbon(struct mnz_chart *chart, const struct mnz_chain *s, int stage, int from,
            double y0, int column, int to, double y1, double height, double tonnes)
{
    const double x0 = x_of(stage) + NODE_WIDTH, x1 = x_of(column);
    const double points[] = {x0, y0, (x0 + x1) / 2.0, y0, (x0 + x1) / 2.0, y1, x1, y1};
    const int is_inner = strcmp(mnz_chain_place(s, from), "CN") == 0 && from == to;
    char text[MNZ_SHOWN_TEXT];

    fputs("<path d=\"M", chart->svg.stream);
    for (int i = 0; i < 8; i++) {
        fputs(i == 2 ? "C" : "", chart->svg.stream);
        mnz_svg_number(&chart->svg, points[i]);
    }
    for (int i = 6; i >= 0; i -= 2) {
        fputs(i == 6 ? "L" : i == 4 ? "C" : "", chart->svg.stream);
        mnz_svg_number(&chart->svg, points[i]);
        mnz_svg_number(&chart->svg, points[i + 1] + height);
    }
    fprintf(chart->svg.stream, "Z\" fill=\"%s\" fill-opacity=\"%s\"/>\n",
            mnz_colour_of_place(mnz_chain_place(s, from)), is_inner ? "0.22" : "0.6");
    if (height < 15.0 || column != stage + 1)
        return;
    mnz_shown_round(mnz_shown_as("t", 2e4), tonnes, 1, text);
    mnz_svg_text(&chart->svg, (x0 + x1) / 2.0, (y0 + y1 + height) / 2.0 + 4.0,
                 (struct mnz_type){.size = 12.0, .anchor = MNZ_MIDDLE, .has_halo = 1},
                 text);
}

static void
draw_ribbons(struct mnz_chart *chart, const struct mnz_chain *s,
             enum mnz_chain_panel panel,
             struct node nodes[MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES])
{
    for (int i = 0; i < MNZ_CHAIN_STAGES; i++)
        for (int from = 0; from < MNZ_CHAIN_PLACES; from++)
            for (int c = i + 1; c < MNZ_CHAIN_COLUMNS; c++)
                for (int to = 0; to < MNZ_CHAIN_PLACES; to++) {
                    const double tonnes = s->tonnes[panel][i][from][c][to];
                    const double height = tonnes * scale_of(s, i);
                    struct node *a = &nodes[i][from], *b = &nodes[c][to];

                    if (height >= THINNEST)
                        draw_ribbon(chart, s, i, from, a->next_out, c, to, b->next_in,
                                    height, tonnes);
                    a->next_out += height;
                    b->next_in += height;
                }
}

static void
draw_nodes(struct mnz_chart *chart, const struct mnz_chain *s,
           struct node nodes[MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES])
{
    for (int c = 0; c < MNZ_CHAIN_COLUMNS; c++)
        for (int p = 0; p < MNZ_CHAIN_PLACES; p++) {
            const struct node *n = &nodes[c][p];
            const double height = fmax(fmax(n->in, n->out), 2.0);

            if (fmax(n->in, n->out) < THINNEST)
                continue;
            mnz_svg_rect(&chart->svg, x_of(c), n->y, NODE_WIDTH, height,
                         mnz_colour_of_place(mnz_chain_place(s, p)), "");
            mnz_svg_text(
                &chart->svg, x_of(c) + NODE_WIDTH + 4.0, n->y + height / 2.0 + 4.5,
                (struct mnz_type){.size = MNZ_CHART_TEXT, .is_bold = 1, .has_halo = 1},
                mnz_chain_place(s, p));
        }
}

static double
draw_panel(struct mnz_chart *chart, const struct mnz_chain *s,
           enum mnz_chain_panel panel, double top, const char *title)
{
    struct node nodes[MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES];
    const double height = lay_out(s, panel, top + 46.0, nodes);

    mnz_svg_text(&chart->svg, LEFT, top + 14.0,
                 (struct mnz_type){.size = 15.0, .is_bold = 1}, title);
    for (int c = 0; c < MNZ_CHAIN_COLUMNS; c++)
        mnz_svg_text(&chart->svg, x_of(c), top + 36.0,
                     (struct mnz_type){.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED},
                     mnz_chain_heads[c]);
    draw_ribbons(chart, s, panel, nodes);
    draw_nodes(chart, s, nodes);
    return top + 46.0 + height;
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    struct mnz_chain *s;
    struct node nodes[MNZ_CHAIN_COLUMNS][MNZ_CHAIN_PLACES];
    enum mnz_status st = mnz_chain_read(chart, &s);
    char month[MNZ_SHOWN_TEXT], title[96];
    double y = MNZ_CHART_TOP;

    if (st)
        return st;
    mnz_chart_begin(chart,
                    y + 46.0 + lay_out(s, MNZ_CHAIN_BASELINE, 0.0, nodes) + 60.0 +
                        lay_out(s, MNZ_CHAIN_WORST, 0.0, nodes) + 56.0,
                    "Who sends what to whom",
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    y = draw_panel(
        chart, s, MNZ_CHAIN_BASELINE, y,
        "Baseline: each stage is as tall as its tonnes, colours are sellers");
    mnz_month_words(s->month, month);
    snprintf(title, sizeof title, "Worst month, %.20s, on the same scale", month);
    draw_panel(chart, s, MNZ_CHAIN_WORST, y + 14.0, title);
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_sankey = {
    .name = "sankey",
    .words = "who sends what to whom, at the baseline and in the worst month",
    .draw = draw,
};
