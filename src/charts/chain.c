/* chain.c - who sends what to whom along the chain, from flows.csv. */

#include "charts/chain.h"

#include <math.h>
#include <string.h>

static const char *const stages[MNZ_CHAIN_STAGES] = {"mine",  "separation", "metal",
                                                     "alloy", "magnet",     "product"};
const char *const mnz_chain_heads[MNZ_CHAIN_COLUMNS] = {
    "mines", "separation", "metals", "alloys", "magnets", "parts", "industries"};

/* A row of flows.csv. */
struct mnz_chain_flow {
    const char *from, *to, *from_place, *to_place;
    int stage;
    double tonnes[MNZ_CHAIN_PANELS];
};

static int
stage_of(const char *name)
{
    for (int i = 0; i < MNZ_CHAIN_STAGES; i++)
        if (strcmp(stages[i], name) == 0)
            return i;
    return strcmp(name, "recycling") == 0 ? 1 : -1;
}

static enum mnz_status
add_flow(struct mnz_chart *chart, struct mnz_chain *s, struct mnz_chain_flow flow)
{
    if (s->num_flows == s->room) {
        const uint32_t room = s->room ? 2 * s->room : 256;
        struct mnz_chain_flow *flows =
            mnz_arena_alloc(&chart->arena, room, sizeof *flows);

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
read_flows(struct mnz_chart *chart, struct mnz_chain *s)
{
    struct mnz_rows rows;
    enum mnz_status st =
        mnz_findings_rows(chart->findings, "flows.csv", chart->diags, &rows);

    while (!st && mnz_rows_next(&rows)) {
        const struct mnz_chain_flow flow = {
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
            flow.stage < 0 || !(flow.tonnes[MNZ_CHAIN_BASELINE] >= 0.0))
            continue;
        s->month = copy(chart, &rows, "worst_month");
        st = mnz_arena_has_failed(&chart->arena) ? MNZ_ERR_NOMEM
                                                 : add_flow(chart, s, flow);
    }
    st = mnz_findings_end(chart->findings, "flows.csv", chart->diags, &rows, st);
    if (st)
        return st;
    return s->num_flows > 0 ? MNZ_OK
                            : mnz_chart_refuse(chart, "flows (flows.csv)",
                                               "run the scenario again with -o DIR");
}

/* The tonnes of a place at the baseline, counted at each end. */
static double
weight_of(const struct mnz_chain *s, const char *place)
{
    double sum = 0.0, of_stage[MNZ_CHAIN_STAGES] = {0.0};

    for (uint32_t i = 0; i < s->num_flows; i++)
        of_stage[s->flows[i].stage] += s->flows[i].tonnes[MNZ_CHAIN_BASELINE];
    for (uint32_t i = 0; i < s->num_flows; i++) {
        const struct mnz_chain_flow *f = &s->flows[i];
        const int ends =
            (strcmp(f->from_place, place) == 0) + (strcmp(f->to_place, place) == 0);

        sum += of_stage[f->stage] > 0.0
                   ? ends * f->tonnes[MNZ_CHAIN_BASELINE] / of_stage[f->stage]
                   : 0.0;
    }
    return sum;
}

static int
place_of(const struct mnz_chain *s, const char *place)
{
    for (uint32_t i = 0; i < s->num_places; i++)
        if (strcmp(s->places[i], place) == 0)
            return (int)i;
    return MNZ_CHAIN_OTHERS;
}

/* The places of most weight, the greatest first; of equal ones the first in the table.
 */
static void
choose_places(struct mnz_chain *s)
{
    while (s->num_places < MNZ_CHAIN_OTHERS) {
        const char *best = NULL;
        double most = 0.0;

        for (uint32_t i = 0; i < 2 * s->num_flows; i++) {
            const struct mnz_chain_flow *f = &s->flows[i / 2];
            const char *place = i % 2 ? f->to_place : f->from_place;
            double weight;

            if (place_of(s, place) != MNZ_CHAIN_OTHERS ||
                (best && strcmp(best, place) == 0))
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
column_of(const struct mnz_chain *s, const char *node)
{
    for (uint32_t i = 0; i < s->num_flows; i++)
        if (strcmp(s->flows[i].from, node) == 0)
            return s->flows[i].stage;
    return MNZ_CHAIN_INDUSTRIES;
}

static void
add_up(struct mnz_chain *s)
{
    for (uint32_t i = 0; i < s->num_flows; i++) {
        const struct mnz_chain_flow *f = &s->flows[i];
        const int column = column_of(s, f->to);

        if (column <= f->stage)
            continue;
        s->baseline[f->stage] += f->tonnes[MNZ_CHAIN_BASELINE];
        for (int p = 0; p < MNZ_CHAIN_PANELS; p++)
            s->tonnes[p][f->stage][place_of(s, f->from_place)][column]
                     [place_of(s, f->to_place)] += fmax(f->tonnes[p], 0.0);
    }
}

enum mnz_status
mnz_chain_read(struct mnz_chart *chart, struct mnz_chain **out)
{
    struct mnz_chain *s = mnz_arena_alloc(&chart->arena, 1, sizeof *s);
    enum mnz_status st;

    *out = NULL;
    if (!s)
        return MNZ_ERR_NOMEM;
    st = read_flows(chart, s);
    if (st)
        return st;
    choose_places(s);
    add_up(s);
    *out = s;
    return MNZ_OK;
}

const char *
mnz_chain_place(const struct mnz_chain *chain, int place)
{
    return place < (int)chain->num_places ? chain->places[place] : "other";
}
