/* dependency_shares.c - the part of each buyer's supply that passed through each
 * country and each facility, and how concentrated it is. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/walk.h"
#include "study/dependency.h"

/* Stages, then where supply begins. */
enum { ORIGIN = MNZ_NUM_STAGES, NUM_PARTS };

/* Less than this is rounding. */
#define LEAST_SHARE 1e-12

struct buyer {
    const char *scope, *name;
    uint32_t place; /* of its industries; MNZ_NONE: anywhere */
    uint32_t node;  /* an industry; MNZ_NONE: several */
};

/* The thing followed, and the walks that answer questions about it. */
struct following {
    struct mnz_dependency *d;
    const struct mnz_network *net;
    struct mnz_arena arena;
    uint32_t num_places, num_nodes;
    const char *name;
    struct mnz_arcs arcs;
    struct mnz_arc_groups groups;
    struct mnz_walk *all;                      /* to where supply begins */
    struct mnz_walk *to_stage[MNZ_NUM_STAGES]; /* ending at its plants; NULL: none */
    struct mnz_walk **to_place;                /* [(MNZ_NUM_STAGES + 1) * num_places] */
    double *start, *visits, *direct, *returns; /* [node] */
    double *last[NUM_PARTS];                   /* [node] shares of each stage */
    double *of_place;                          /* [place] sums of one of these */
};

static int
is_plant(const struct following *f, uint32_t node)
{
    return !f->net->nodes[node].is_industry;
}

static uint32_t
place_of(const struct following *f, uint32_t node)
{
    return mnz_network_place(f->net, node);
}

static enum mnz_stage
stage_of(const struct following *f, uint32_t node)
{
    return f->net->scenario->actors[f->net->nodes[node].actor].stage;
}

static const char *
stage_name(int part)
{
    return part == ORIGIN ? "origin" : mnz_stage_name[part];
}

/* A walk that ends at the plants of a stage (MNZ_NUM_STAGES: any) and a place
 * (MNZ_NONE: any); NULL where there are none. */
static enum mnz_status
make_walk(struct following *f, uint32_t stage, uint32_t place, struct mnz_walk **out)
{
    uint8_t *ends = calloc((size_t)f->num_nodes + 1, 1);
    enum mnz_status st = ends ? MNZ_OK : MNZ_ERR_NOMEM;
    int any = 0;

    *out = NULL;
    for (uint32_t i = 0; !st && i < f->num_nodes; i++)
        if (is_plant(f, i) &&
            (stage == MNZ_NUM_STAGES || (uint32_t)stage_of(f, i) == stage) &&
            (place == MNZ_NONE || place_of(f, i) == place))
            any = ends[i] = 1;
    if (!st && any)
        st = mnz_walk_create(&f->arcs, &f->groups, ends, out);
    free(ends);
    return st;
}

static enum mnz_status
make_walks(struct following *f)
{
    enum mnz_status st = mnz_walk_create(&f->arcs, &f->groups, NULL, &f->all);

    for (uint32_t s = 0; !st && s < MNZ_NUM_STAGES; s++)
        st = make_walk(f, s, MNZ_NONE, &f->to_stage[s]);
    for (uint32_t s = 0; !st && s <= MNZ_NUM_STAGES; s++)
        for (uint32_t p = 0; !st && p < f->num_places; p++)
            st = make_walk(f, s, p, &f->to_place[(size_t)s * f->num_places + p]);
    for (uint32_t i = 0; !st && i < f->num_nodes; i++)
        f->returns[i] = mnz_walk_returns(f->all, i);
    return st;
}

static enum mnz_status
reserve(struct following *f)
{
    const size_t nodes = (size_t)f->num_nodes + 1;

    f->start = mnz_arena_alloc(&f->arena, nodes, sizeof(double));
    f->visits = mnz_arena_alloc(&f->arena, nodes, sizeof(double));
    f->direct = mnz_arena_alloc(&f->arena, nodes, sizeof(double));
    f->returns = mnz_arena_alloc(&f->arena, nodes, sizeof(double));
    for (int part = 0; part < NUM_PARTS; part++)
        f->last[part] = mnz_arena_alloc(&f->arena, nodes, sizeof(double));
    f->of_place = mnz_arena_alloc(&f->arena, (size_t)f->num_places + 1, sizeof(double));
    f->to_place =
        mnz_arena_alloc(&f->arena, (size_t)(MNZ_NUM_STAGES + 1) * f->num_places + 1,
                        sizeof(struct mnz_walk *));
    return mnz_arena_has_failed(&f->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

static void
finish(struct following *f)
{
    const size_t walks = (size_t)(MNZ_NUM_STAGES + 1) * f->num_places;

    mnz_walk_destroy(f->all);
    for (int s = 0; s < MNZ_NUM_STAGES; s++)
        mnz_walk_destroy(f->to_stage[s]);
    for (size_t i = 0; f->to_place && i < walks; i++)
        mnz_walk_destroy(f->to_place[i]);
    mnz_arena_finish(&f->arena);
}

/* The industries of a buyer, weighted by what they buy; 0 if they buy nothing of it. */
static int
set_start(struct following *f, const struct buyer *b)
{
    double sum = 0.0;

    memset(f->start, 0, f->num_nodes * sizeof *f->start);
    for (uint32_t i = 0; i < f->num_nodes; i++) {
        if (is_plant(f, i) || (b->node != MNZ_NONE && b->node != i) ||
            (b->place != MNZ_NONE && place_of(f, i) != b->place))
            continue;
        f->start[i] = f->arcs.bought[i];
        sum += f->start[i];
    }
    for (uint32_t i = 0; sum > 0.0 && i < f->num_nodes; i++)
        f->start[i] /= sum;
    return sum > 0.0;
}

/* Whether a price is missing somewhere upstream, so that values cannot be followed. */
static int
is_unknown(const struct following *f)
{
    for (uint32_t i = 0; i < f->num_nodes; i++)
        if (f->visits[i] > 0.0 && f->arcs.is_unknown[i])
            return 1;
    return 0;
}

/* Purchases from each seller, and shares of each stage. `visits` are those of all. */
static void
find_parts(struct following *f)
{
    memset(f->direct, 0, f->num_nodes * sizeof *f->direct);
    for (uint32_t i = 0; i < f->num_nodes; i++) {
        for (uint32_t a = f->arcs.first[i]; a < f->arcs.first[i + 1]; a++)
            f->direct[f->arcs.arcs[a].from] += f->start[i] * f->arcs.arcs[a].weight;
        f->last[ORIGIN][i] = f->visits[i] * f->arcs.begins[i];
    }
    for (int s = 0; s < MNZ_NUM_STAGES; s++) {
        memset(f->last[s], 0, f->num_nodes * sizeof *f->last[s]);
        if (!f->to_stage[s])
            continue;
        mnz_walk_from(f->to_stage[s], f->start, f->last[s]);
        for (uint32_t i = 0; i < f->num_nodes; i++)
            if (!is_plant(f, i) || (int)stage_of(f, i) != s)
                f->last[s][i] = 0.0;
    }
}

/* The share that passed plants of a stage in a place; overwrites nothing but `room`. */
static double
passed(struct following *f, uint32_t stage, uint32_t place, double *room)
{
    struct mnz_walk *walk = f->to_place[(size_t)stage * f->num_places + place];
    double sum = 0.0;

    if (!walk)
        return 0.0;
    mnz_walk_from(walk, f->start, room);
    for (uint32_t i = 0; i < f->num_nodes; i++)
        if (is_plant(f, i) && place_of(f, i) == place &&
            (stage == MNZ_NUM_STAGES || (uint32_t)stage_of(f, i) == stage))
            sum += room[i];
    return sum;
}

/* Purchases from plants of a stage in a place. */
static double
bought(const struct following *f, uint32_t stage, uint32_t place)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < f->num_nodes; i++)
        if (is_plant(f, i) && place_of(f, i) == place &&
            (stage == MNZ_NUM_STAGES || (uint32_t)stage_of(f, i) == stage))
            sum += f->direct[i];
    return sum;
}

static enum mnz_status
add_share(struct following *f, struct mnz_dependence row)
{
    row.element = f->name;
    if (!(row.direct > LEAST_SHARE || row.share > LEAST_SHARE ||
          row.passed > LEAST_SHARE))
        return MNZ_OK;
    return mnz_dependency_add(&f->d->shares, &row, sizeof row);
}

/* Rows of a stage: places, then facilities. */
static enum mnz_status
add_stage(struct following *f, const struct buyer *b, int part, double *room)
{
    const struct mnz_place *places = f->net->scenario->places;
    const int is_origin = part == ORIGIN;
    enum mnz_status st = MNZ_OK;

    for (uint32_t p = 0; !st && p < f->num_places; p++) {
        const char *code = places[p].code;
        const struct mnz_dependence row = {
            .scope = b->scope,
            .name = b->name,
            .stage = stage_name(part),
            .origin = code,
            .country = code,
            .direct = is_origin ? (double)NAN : bought(f, (uint32_t)part, p),
            .share = f->of_place[p],
            .passed = is_origin ? (double)NAN : passed(f, (uint32_t)part, p, room)};

        st = add_share(f, row);
    }
    for (uint32_t i = 0; !st && i < f->num_nodes; i++) {
        const struct mnz_dependence row = {
            .scope = b->scope,
            .name = b->name,
            .stage = stage_name(part),
            .is_facility = 1,
            .origin = mnz_network_node_name(f->net, i),
            .country = places[place_of(f, i)].code,
            .direct = is_origin ? (double)NAN : f->direct[i],
            .share = f->last[part][i],
            .passed = is_origin ? (double)NAN : f->visits[i] / f->returns[i]};

        if (is_plant(f, i) && (is_origin || (int)stage_of(f, i) == part))
            st = add_share(f, row);
    }
    return st;
}

/* Rows of places wherever in the chain. */
static enum mnz_status
add_anywhere(struct following *f, const struct buyer *b, double *room)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t p = 0; !st && p < f->num_places; p++) {
        const char *code = f->net->scenario->places[p].code;
        const struct mnz_dependence row = {.scope = b->scope,
                                           .name = b->name,
                                           .stage = "",
                                           .origin = code,
                                           .country = code,
                                           .direct = bought(f, MNZ_NUM_STAGES, p),
                                           .share = (double)NAN,
                                           .passed =
                                               passed(f, MNZ_NUM_STAGES, p, room)};

        st = add_share(f, row);
    }
    return st;
}

/* The largest three of `count` shares, in `top`, and the position of the largest. */
static uint32_t
find_top(const double *shares, uint32_t count, double top[3])
{
    uint32_t largest = 0;

    top[0] = top[1] = top[2] = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        if (shares[i] > top[0]) {
            top[2] = top[1];
            top[1] = top[0];
            top[0] = shares[i];
            largest = i;
        } else if (shares[i] > top[1]) {
            top[2] = top[1];
            top[1] = shares[i];
        } else if (shares[i] > top[2]) {
            top[2] = shares[i];
        }
    }
    return largest;
}

static enum mnz_status
add_concentration(struct following *f, const struct buyer *b, int part,
                  int of_facilities)
{
    const double *shares = of_facilities ? f->last[part] : f->of_place;
    const uint32_t count = of_facilities ? f->num_nodes : f->num_places;
    struct mnz_concentration c = {.scope = b->scope,
                                  .name = b->name,
                                  .element = f->name,
                                  .stage = stage_name(part),
                                  .of_facilities = of_facilities};
    double top[3];
    uint32_t largest;

    for (uint32_t i = 0; i < count; i++)
        if (shares[i] > LEAST_SHARE) {
            c.origins++;
            c.reach += shares[i];
            c.hhi += shares[i] * shares[i];
        }
    if (c.origins == 0)
        return MNZ_OK;
    largest = find_top(shares, count, top);
    c.hhi /= c.reach * c.reach;
    c.largest = top[0] / c.reach;
    c.top_three = (top[0] + top[1] + top[2]) / c.reach;
    c.largest_origin = of_facilities ? mnz_network_node_name(f->net, largest)
                                     : f->net->scenario->places[largest].code;
    return mnz_dependency_add(&f->d->concentrations, &c, sizeof c);
}

static enum mnz_status
add_buyer(struct following *f, const struct buyer *b)
{
    double *room;
    enum mnz_status st;

    if (!set_start(f, b))
        return MNZ_OK;
    mnz_walk_from(f->all, f->start, f->visits);
    if (is_unknown(f))
        return MNZ_OK;
    room = calloc((size_t)f->num_nodes + 1, sizeof *room);
    if (!room)
        return MNZ_ERR_NOMEM;
    find_parts(f);
    st = add_anywhere(f, b, room);
    /* Where it begins first, then from there on downstream. */
    for (int k = 0; !st && k < NUM_PARTS; k++) {
        const int part = k == 0 ? ORIGIN : k - 1;

        memset(f->of_place, 0, f->num_places * sizeof *f->of_place);
        for (uint32_t i = 0; i < f->num_nodes; i++)
            f->of_place[place_of(f, i)] += f->last[part][i];
        st = add_stage(f, b, part, room);
        if (!st)
            st = add_concentration(f, b, part, 0);
        if (!st)
            st = add_concentration(f, b, part, 1);
    }
    free(room);
    return st;
}

/* All industries, those of each place, each industry. */
static enum mnz_status
list_buyers(const struct mnz_network *net, struct mnz_arena *arena,
            struct buyer **buyers, uint32_t *count)
{
    const struct mnz_scenario *s = net->scenario;
    uint8_t *has_industries = mnz_arena_alloc(arena, (size_t)s->num_places + 1, 1);
    uint32_t n = 0;

    *buyers = mnz_arena_alloc(arena, (size_t)net->num_nodes + s->num_places + 1,
                              sizeof **buyers);
    if (!has_industries || !*buyers)
        return MNZ_ERR_NOMEM;
    (*buyers)[n++] = (struct buyer){"total", "all", MNZ_NONE, MNZ_NONE};
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (net->nodes[i].is_industry)
            has_industries[mnz_network_place(net, i)] = 1;
    for (uint32_t p = 0; p < s->num_places; p++)
        if (has_industries[p])
            (*buyers)[n++] = (struct buyer){mnz_dependency_scope_of(s, p),
                                            s->places[p].code, p, MNZ_NONE};
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (net->nodes[i].is_industry)
            (*buyers)[n++] =
                (struct buyer){"industry", mnz_network_node_name(net, i), MNZ_NONE, i};
    *count = n;
    return MNZ_OK;
}

static const char *
name_of(const struct mnz_scenario *s, uint32_t followed)
{
    return followed == MNZ_FOLLOW_VALUE    ? "value"
           : followed == MNZ_FOLLOW_ITSELF ? "none"
                                           : s->elements[followed].symbol;
}

static enum mnz_status
follow(struct mnz_dependency *d, uint32_t followed, const struct buyer *buyers,
       uint32_t num_buyers)
{
    const struct mnz_network *net = d->model->network;
    struct following f = {.d = d,
                          .net = net,
                          .num_nodes = net->num_nodes,
                          .num_places = net->scenario->num_places,
                          .name = name_of(net->scenario, followed)};
    enum mnz_status st = reserve(&f);

    if (!st)
        st = mnz_arcs_find(net, d->baseline, mnz_network_median_draws(net), followed,
                           &f.arena, &f.arcs);
    if (!st)
        st = mnz_arcs_group(&f.arcs, &f.arena, &f.groups);
    if (!st)
        st = make_walks(&f);
    for (uint32_t i = 0; !st && i < num_buyers; i++)
        st = add_buyer(&f, &buyers[i]);
    finish(&f);
    return st;
}

enum mnz_status
mnz_dependency_find_shares(struct mnz_dependency *d)
{
    const struct mnz_network *net = d->model->network;
    struct mnz_arena arena = {0};
    struct buyer *buyers;
    uint32_t count;
    enum mnz_status st = list_buyers(net, &arena, &buyers, &count);

    for (uint32_t e = 0; !st && e < net->scenario->num_elements; e++)
        st = follow(d, e, buyers, count);
    if (!st)
        st = follow(d, MNZ_FOLLOW_ITSELF, buyers, count);
    if (!st)
        st = follow(d, MNZ_FOLLOW_VALUE, buyers, count);
    mnz_arena_finish(&arena);
    return st;
}
