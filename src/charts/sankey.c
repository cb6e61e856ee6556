/* sankey.c - who sends what to whom along the chain, at the baseline and in the worst
 * month. */

#include "charts/chart.h"

#include <math.h>
#include <string.h>

#include "charts/palette.h"

/* Columns: stages of the chain by the materials that they make, then industries. */
enum { NUM_STAGES = 6, INDUSTRIES = NUM_STAGES, NUM_COLUMNS };
static const char *const stages[NUM_STAGES] = {"mine",  "separation", "metal",
                                               "alloy", "magnet",     "product"};
static const char *const heads[NUM_COLUMNS] = {
    "mines", "separation", "metals", "alloys", "magnets", "parts", "industries"};

/* The places with the largest flows, and all others together. */
enum { MOST_PLACES = 8, OTHERS = MOST_PLACES - 1 };

/* The tonnes of a stage at the baseline are this tall; thinner ribbons are left out. */
#define STAGE_HEIGHT 190.0
#define THINNEST 0.6
#define LEFT 20.0
#define RIGHT 770.0
#define NODE_WIDTH 10.0
#define GAP 12.0

enum panel { BASELINE, WORST, NUM_PANELS };

/* A row of flows.csv. */
struct flow {
    const char *from, *to, *from_place, *to_place;
    int stage;
    double tonnes[NUM_PANELS];
};

/* A place in a column, with where the next ribbon begins and ends. */
struct node {
    double in, out; /* px */
    double y, next_in, next_out;
};

struct sankey {
    uint32_t num_flows, room;
    struct flow *flows;
    const char *month; /* the worst */
    uint32_t num_places;
    const char *places[MOST_PLACES];
    double scale[NUM_STAGES]; /* px a tonne */
    /* Tonnes of a stage from a place to a column and place. */
    double tonnes[NUM_PANELS][NUM_STAGES][MOST_PLACES][NUM_COLUMNS][MOST_PLACES];
};

static int
stage_of(const char *name)
{
    for (int i = 0; i < NUM_STAGES; i++)
        if (strcmp(stages[i], name) == 0)
            return i;
    return strcmp(name, "recycling") == 0 ? 1 : -1;
}

static enum mnz_status
add_flow(struct mnz_chart *chart, struct sankey *s, struct flow flow)
{
    if (s->num_flows == s->room) {
        const uint32_t room = s->room ? 2 * s->room : 256;
        struct flow *flows = mnz_arena_alloc(&chart->arena, room, sizeof *flows);

        if (!flows)
            return MNZ_ERR_NOMEM;
        if (s->num_flows > 0)
            memcpy(flows, s->flows, s->num_flows * sizeof *flows);
        s->flows = flows;
        s->room = room;
    }
    s->flows[s->num_flows++] = flow;
    return MNZ_OK;
}

static const char *
copy(struct mnz_chart *chart, const struct mnz_rows *rows, const char *column)
{
    return mnz_arena_strdup(&chart->arena,
                            mnz_rows_text(rows, mnz_rows_column(rows, column)));
}

static enum mnz_status
read_flows(struct mnz_chart *chart, struct sankey *s)
{
    const char *path = mnz_findings_path(chart->findings, &chart->arena, "flows.csv");
    struct mnz_rows rows = {0};
    enum mnz_status st = path ? mnz_rows_open(&rows, path) : MNZ_ERR_NOMEM;

    while (!st && mnz_rows_next(&rows)) {
        const struct flow flow = {
            .from = copy(chart, &rows, "from"),
            .to = copy(chart, &rows, "to"),
            .from_place = copy(chart, &rows, "from_country"),
            .to_place = copy(chart, &rows, "to_country"),
            .stage = stage_of(mnz_rows_text(&rows, mnz_rows_column(&rows, "stage"))),
            .tonnes = {mnz_rows_number(
                           &rows, mnz_rows_column(&rows, "baseline_tonnes_a_year")),
                       mnz_rows_number(
                           &rows, mnz_rows_column(&rows, "worst_month_tonnes_a_year"))},
        };

        if (strcmp(mnz_rows_text(&rows, mnz_rows_column(&rows, "scenario")),
                   chart->scenario) != 0 ||
            flow.stage < 0 || !(flow.tonnes[BASELINE] >= 0.0))
            continue;
        s->month = copy(chart, &rows, "worst_month");
        st = mnz_arena_has_failed(&chart->arena) ? MNZ_ERR_NOMEM
                                                 : add_flow(chart, s, flow);
    }
    mnz_rows_close(&rows);
    if (st == MNZ_ERR_NOMEM)
        return st;
    return s->num_flows > 0 ? MNZ_OK
                            : mnz_chart_refuse(chart, "flows (flows.csv)",
                                               "run the scenario again with -o DIR");
}

/* The tonnes of a place at the baseline, counted at each end. */
static double
weight_of(const struct sankey *s, const char *place)
{
    double sum = 0.0, of_stage[NUM_STAGES] = {0.0};

    for (uint32_t i = 0; i < s->num_flows; i++)
        of_stage[s->flows[i].stage] += s->flows[i].tonnes[BASELINE];
    for (uint32_t i = 0; i < s->num_flows; i++) {
        const struct flow *f = &s->flows[i];
        const int ends =
            (strcmp(f->from_place, place) == 0) + (strcmp(f->to_place, place) == 0);

        sum += of_stage[f->stage] > 0.0
                   ? ends * f->tonnes[BASELINE] / of_stage[f->stage]
                   : 0.0;
    }
    return sum;
}

static int
place_of(const struct sankey *s, const char *place)
{
    for (uint32_t i = 0; i < s->num_places; i++)
        if (strcmp(s->places[i], place) == 0)
            return (int)i;
    return OTHERS;
}

/* The places of most weight, the greatest first; of equal ones the first in the table.
 */
static void
choose_places(struct sankey *s)
{
    while (s->num_places < OTHERS) {
        const char *best = NULL;
        double most = 0.0;

        for (uint32_t i = 0; i < 2 * s->num_flows; i++) {
            const struct flow *f = &s->flows[i / 2];
            const char *place = i % 2 ? f->to_place : f->from_place;
            double weight;

            if (place_of(s, place) != OTHERS || (best && strcmp(best, place) == 0))
                continue;
            weight = weight_of(s, place);
            if (weight > most) {
                most = weight;
                best = place;
            }
        }
        if (!best)
            break;
        s->places[s->num_places++] = best;
    }
}

/* The column of a buyer: that of its own product, or of industries. */
static int
column_of(const struct sankey *s, const char *node)
{
    for (uint32_t i = 0; i < s->num_flows; i++)
        if (strcmp(s->flows[i].from, node) == 0)
            return s->flows[i].stage;
    return INDUSTRIES;
}

static void
add_up(struct sankey *s)
{
    double of_stage[NUM_STAGES] = {0.0};

    for (uint32_t i = 0; i < s->num_flows; i++) {
        const struct flow *f = &s->flows[i];
        const int column = column_of(s, f->to);

        if (column <= f->stage)
            continue;
        of_stage[f->stage] += f->tonnes[BASELINE];
        for (int p = 0; p < NUM_PANELS; p++)
            s->tonnes[p][f->stage][place_of(s, f->from_place)][column]
                     [place_of(s, f->to_place)] += fmax(f->tonnes[p], 0.0);
    }
    for (int i = 0; i < NUM_STAGES; i++)
        s->scale[i] = of_stage[i] > 0.0 ? STAGE_HEIGHT / of_stage[i] : 0.0;
}

/* Heights of the nodes of a panel, and its own. */
static double
lay_out(const struct sankey *s, enum panel panel, double top,
        struct node nodes[NUM_COLUMNS][MOST_PLACES])
{
    double height = 0.0;

    memset(nodes, 0, NUM_COLUMNS * sizeof *nodes);
    for (int i = 0; i < NUM_STAGES; i++)
        for (int from = 0; from < MOST_PLACES; from++)
            for (int c = i + 1; c < NUM_COLUMNS; c++)
                for (int to = 0; to < MOST_PLACES; to++) {
                    const double px = s->tonnes[panel][i][from][c][to] * s->scale[i];

                    nodes[i][from].out += px;
                    nodes[c][to].in += px;
                }
    for (int c = 0; c < NUM_COLUMNS; c++) {
        double y = top;

        for (int p = 0; p < MOST_PLACES; p++) {
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
    return LEFT + (RIGHT - LEFT) * column / (NUM_COLUMNS - 1);
}

static const char *
name_of(const struct sankey *s, int place)
{
    return place < (int)s->num_places ? s->places[place] : "other";
}

/* A ribbon of `height`, and its tonnes where they fit. China's own flows are pale. */
static void
draw_ribbon(struct mnz_chart *chart, const struct sankey *s, int stage, int from,
            double y0, int column, int to, double y1, double height, double tonnes)
{
    const double x0 = x_of(stage) + NODE_WIDTH, x1 = x_of(column);
    const double points[] = {x0, y0, (x0 + x1) / 2.0, y0, (x0 + x1) / 2.0, y1, x1, y1};
    const int is_inner = strcmp(name_of(s, from), "CN") == 0 && from == to;
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
            mnz_colour_of_place(name_of(s, from)), is_inner ? "0.22" : "0.6");
    if (height < 15.0 || column != stage + 1)
        return;
    mnz_shown_round(mnz_shown_as("t", 2e4), tonnes, 1, text);
    mnz_svg_text(&chart->svg, (x0 + x1) / 2.0, (y0 + y1 + height) / 2.0 + 4.0,
                 (struct mnz_type){.size = 12.0, .anchor = MNZ_MIDDLE, .has_halo = 1},
                 text);
}

static void
draw_ribbons(struct mnz_chart *chart, const struct sankey *s, enum panel panel,
             struct node nodes[NUM_COLUMNS][MOST_PLACES])
{
    for (int i = 0; i < NUM_STAGES; i++)
        for (int from = 0; from < MOST_PLACES; from++)
            for (int c = i + 1; c < NUM_COLUMNS; c++)
                for (int to = 0; to < MOST_PLACES; to++) {
                    const double tonnes = s->tonnes[panel][i][from][c][to];
                    const double height = tonnes * s->scale[i];
                    struct node *a = &nodes[i][from], *b = &nodes[c][to];

                    if (height >= THINNEST)
                        draw_ribbon(chart, s, i, from, a->next_out, c, to, b->next_in,
                                    height, tonnes);
                    a->next_out += height;
                    b->next_in += height;
                }
}

static void
draw_nodes(struct mnz_chart *chart, const struct sankey *s,
           struct node nodes[NUM_COLUMNS][MOST_PLACES])
{
    for (int c = 0; c < NUM_COLUMNS; c++)
        for (int p = 0; p < MOST_PLACES; p++) {
            const struct node *n = &nodes[c][p];
            const double height = fmax(fmax(n->in, n->out), 2.0);

            if (fmax(n->in, n->out) < THINNEST)
                continue;
            mnz_svg_rect(&chart->svg, x_of(c), n->y, NODE_WIDTH, height,
                         mnz_colour_of_place(name_of(s, p)), "");
            mnz_svg_text(
                &chart->svg, x_of(c) + NODE_WIDTH + 4.0, n->y + height / 2.0 + 4.5,
                (struct mnz_type){.size = MNZ_CHART_TEXT, .is_bold = 1, .has_halo = 1},
                name_of(s, p));
        }
}

static double
draw_panel(struct mnz_chart *chart, const struct sankey *s, enum panel panel,
           double top, const char *title)
{
    struct node nodes[NUM_COLUMNS][MOST_PLACES];
    const double height = lay_out(s, panel, top + 46.0, nodes);

    mnz_svg_text(&chart->svg, LEFT, top + 14.0,
                 (struct mnz_type){.size = 15.0, .is_bold = 1}, title);
    for (int c = 0; c < NUM_COLUMNS; c++)
        mnz_svg_text(&chart->svg, x_of(c), top + 36.0,
                     (struct mnz_type){.size = MNZ_CHART_TEXT, .colour = MNZ_MUTED},
                     heads[c]);
    draw_ribbons(chart, s, panel, nodes);
    draw_nodes(chart, s, nodes);
    return top + 46.0 + height;
}

static enum mnz_status
draw(struct mnz_chart *chart)
{
    struct sankey *s = mnz_arena_alloc(&chart->arena, 1, sizeof *s);
    struct node nodes[NUM_COLUMNS][MOST_PLACES];
    enum mnz_status st = s ? read_flows(chart, s) : MNZ_ERR_NOMEM;
    char month[MNZ_SHOWN_TEXT], title[96];
    double y = MNZ_CHART_TOP;

    if (st)
        return st;
    choose_places(s);
    add_up(s);
    mnz_chart_begin(chart,
                    y + 46.0 + lay_out(s, BASELINE, 0.0, nodes) + 60.0 +
                        lay_out(s, WORST, 0.0, nodes) + 56.0,
                    "Who sends what to whom",
                    *chart->findings->title ? chart->findings->title : chart->scenario);
    y = draw_panel(
        chart, s, BASELINE, y,
        "Baseline: each stage is as tall as its tonnes, colours are sellers");
    mnz_month_words(s->month, month);
    snprintf(title, sizeof title, "Worst month, %.20s, on the same scale", month);
    draw_panel(chart, s, WORST, y + 14.0, title);
    mnz_svg_end(&chart->svg);
    return MNZ_OK;
}

const struct mnz_chart_kind mnz_chart_sankey = {
    .name = "sankey",
    .words = "who sends what to whom, at the baseline and in the worst month",
    .draw = draw,
};
