/* dependency_tests.c - industries that cannot do without an origin, and the tests of
 * trade economists for imports. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/removal.h"
#include "study/dependency.h"

/* Criteria of the European Commission (2021), SWD(2021) 352 final. */
#define CONCENTRATED_ABOVE 0.4
#define IMPORTED_ABOVE 0.5
#define OUTWEIGHED_ABOVE 1.0

/* The needs of all industries without one origin. */
static enum mnz_status
add_reliances(struct mnz_dependency *d, struct mnz_need_met *met,
              const struct mnz_removal *removal, double *as_bought)
{
    const struct mnz_network *net = d->model->network;
    const struct mnz_place *places = net->scenario->places;
    const int is_facility = removal->kind == MNZ_REMOVED_FACILITY;
    const char *country =
        places[is_facility ? mnz_network_place(net, removal->from) : removal->from]
            .code;
    enum mnz_status st = MNZ_OK;

    mnz_need_met_find(met, removal, 1, 0);
    for (uint32_t i = 0; i < net->num_nodes; i++)
        as_bought[i] = mnz_need_met_of(met, i);
    mnz_need_met_find(met, removal, 1, 1);
    for (uint32_t i = 0; !st && i < net->num_nodes; i++) {
        const struct mnz_reliance row = {
            .industry = mnz_network_node_name(net, i),
            .is_facility = is_facility,
            .origin = is_facility ? mnz_network_node_name(net, removal->from) : country,
            .country = country,
            .met_as_bought = as_bought[i],
            .met_with_backup = mnz_need_met_of(met, i),
            .has_path = mnz_need_met_has_path(met, i)};

        if (net->nodes[i].is_industry && row.met_as_bought < 1.0 - 1e-9)
            st = mnz_dependency_add(&d->reliances, &row, sizeof row);
    }
    return st;
}

enum mnz_status
mnz_dependency_find_reliances(struct mnz_dependency *d)
{
    const struct mnz_network *net = d->model->network;
    struct mnz_arena arena = {0};
    struct mnz_need_met *met =
        mnz_need_met_create(net, d->baseline, mnz_network_median_draws(net));
    double *as_bought =
        mnz_arena_alloc(&arena, (size_t)net->num_nodes + 1, sizeof *as_bought);
    uint32_t count = 0;
    const struct mnz_removal *removals =
        mnz_removals_find(net, d->baseline, &arena, &count);
    enum mnz_status st = met && as_bought && removals ? MNZ_OK : MNZ_ERR_NOMEM;

    for (uint32_t i = 0; !st && i < count; i++)
        if (removals[i].kind != MNZ_REMOVED_CORRIDOR)
            st = add_reliances(d, met, &removals[i], as_bought);
    mnz_need_met_destroy(met);
    mnz_arena_finish(&arena);
    return st;
}

/* Trade of one material, t a year. */
struct trade {
    const struct mnz_network *net;
    uint32_t material;
    double *from_to; /* [from * num_places + to] */
    double *exports; /* [place] to anywhere else */
    double *room;    /* [place] */
};

static double
hhi_of(const double *values, uint32_t count)
{
    double sum = 0.0, squares = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    return sum > 0.0 ? squares / (sum * sum) : (double)NAN;
}

/* A bloc and its members are one market. */
static int
is_one_market(const struct mnz_scenario *s, uint32_t a, uint32_t b)
{
    return mnz_place_within(s, a, b) || mnz_place_within(s, b, a);
}

static void
find_trade(const struct mnz_dependency *d, struct trade *t)
{
    const struct mnz_scenario *s = t->net->scenario;
    const uint32_t places = s->num_places;

    memset(t->from_to, 0, (size_t)places * places * sizeof *t->from_to);
    memset(t->exports, 0, places * sizeof *t->exports);
    for (uint32_t l = 0; l < t->net->num_links; l++) {
        const uint32_t from = mnz_network_place(t->net, mnz_network_seller(t->net, l));
        const uint32_t to = mnz_network_place(t->net, mnz_network_buyer(t->net, l));

        if (mnz_network_material(t->net, l) != t->material)
            continue;
        t->from_to[(size_t)from * places + to] += d->baseline->flow[l];
        if (!is_one_market(s, from, to))
            t->exports[from] += d->baseline->flow[l];
    }
}

/* Purchases of a place from itself, from others, in `room` by supplier, and its sales.
 */
static void
find_balance(const struct trade *t, uint32_t place, struct mnz_import_test *row)
{
    const struct mnz_scenario *s = t->net->scenario;
    const uint32_t places = s->num_places;

    for (uint32_t p = 0; p < places; p++) {
        const double brought = t->from_to[(size_t)p * places + place];
        const int is_home = is_one_market(s, p, place);

        t->room[p] = is_home ? 0.0 : brought;
        row->imports += t->room[p];
        row->domestic += is_home ? brought : 0.0;
    }
    row->exports = t->exports[place];
}

static enum mnz_status
test_place(struct mnz_dependency *d, struct trade *t, uint32_t place)
{
    const struct mnz_scenario *s = t->net->scenario;
    struct mnz_import_test row = {.scope = mnz_dependency_scope_of(s, place),
                                  .place = s->places[place].code,
                                  .material = s->materials[t->material].name,
                                  .export_hhi = hhi_of(t->exports, s->num_places)};
    uint32_t largest = 0;
    int is_outweighed;

    find_balance(t, place, &row);
    if (!(row.imports > 0.0))
        return MNZ_OK;
    for (uint32_t p = 0; p < s->num_places; p++)
        if (t->room[p] > t->room[largest])
            largest = p;
    row.import_hhi = hhi_of(t->room, s->num_places);
    row.largest_supplier = s->places[largest].code;
    row.largest = t->room[largest] / row.imports;
    row.import_share = row.imports / (row.imports + row.domestic);
    row.imports_over_exports =
        row.exports > 0.0 ? row.imports / row.exports : (double)NAN;
    is_outweighed = !(row.exports > 0.0) || row.imports_over_exports > OUTWEIGHED_ABOVE;
    row.criteria_met = (uint32_t)((row.import_hhi > CONCENTRATED_ABOVE) +
                                  (row.import_share > IMPORTED_ABOVE) + is_outweighed);
    return mnz_dependency_add(&d->import_tests, &row, sizeof row);
}

enum mnz_status
mnz_dependency_test_imports(struct mnz_dependency *d)
{
    const struct mnz_network *net = d->model->network;
    const size_t places = net->scenario->num_places;
    struct mnz_arena arena = {0};
    struct trade t = {
        .net = net,
        .from_to = mnz_arena_alloc(&arena, places * places + 1, sizeof(double)),
        .exports = mnz_arena_alloc(&arena, places + 1, sizeof(double)),
        .room = mnz_arena_alloc(&arena, places + 1, sizeof(double)),
    };
    enum mnz_status st = mnz_arena_has_failed(&arena) ? MNZ_ERR_NOMEM : MNZ_OK;

    for (t.material = 0; !st && t.material < net->scenario->num_materials;
         t.material++) {
        find_trade(d, &t);
        for (uint32_t p = 0; !st && p < places; p++)
            st = test_place(d, &t, p);
    }
    mnz_arena_finish(&arena);
    return st;
}
