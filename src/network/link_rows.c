/* link_rows.c - link rows become links: selectors expanded, the last row of a pair
 * wins. */

#include <stdlib.h>

#include "network/candidates.h"
#include "network/compile.h"

/* More pairs than this are a mistake in a selector, not a supply chain. */
enum { MAX_PAIRS = 1000000 };

/* One (seller, buyer) of a row. */
struct pair {
    uint32_t output, port, row;
    double split;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

/* Whom a row joins; room that all rows share. */
struct ends {
    struct mnz_candidates candidates;
    struct mnz_id_list outputs, ports;
};

static enum mnz_status expand_row(struct mnz_compile *c, uint32_t row,
                                  struct pairs *pairs, struct ends *found);
static enum mnz_status settle_pairs(struct mnz_compile *c, struct pairs *pairs);
static enum mnz_status lay_links(struct mnz_compile *c, const struct pairs *pairs);
static enum mnz_status list_by_port(struct mnz_compile *c);

enum mnz_status
mnz_compile_links(struct mnz_compile *c)
{
    const size_t errors_before = mnz_diags_errors(c->diags);
    struct pairs pairs = {0};
    struct ends found = {0};
    enum mnz_status st = mnz_candidates_init(&found.candidates, c);

    for (uint32_t i = 0; !st && i < c->scenario->num_link_rows; i++)
        st = expand_row(c, i, &pairs, &found);
    if (pairs.count > MAX_PAIRS)
        pairs.count = 0; /* reported: other faults do not need them         */
    if (!st)
        st = settle_pairs(c, &pairs);
    if (!st)
        st = lay_links(c, &pairs);
    if (!st)
        st = list_by_port(c);
    c->links_are_sound = mnz_diags_errors(c->diags) == errors_before;
    free(found.outputs.items);
    free(found.ports.items);
    free(pairs.items);
    return st;
}

static int
any_actor(const struct mnz_compile *c, const struct mnz_selector *selector)
{
    for (uint32_t i = 0; i < c->scenario->num_actors; i++)
        if (mnz_selector_has_actor(c->scenario, selector, i))
            return 1;
    return 0;
}

static struct mnz_span
span_of(const struct mnz_selector *selector, struct mnz_span otherwise)
{
    return selector->at.line != 0 ? selector->at : otherwise;
}

static enum mnz_status
find_ends(const struct mnz_link_row *row, struct ends *found)
{
    const struct mnz_candidates *candidates = &found->candidates;
    enum mnz_status st = mnz_candidates_find(candidates, MNZ_SIDE_MAKERS, row->material,
                                             &row->from, &found->outputs);

    if (!st)
        st = mnz_candidates_find(candidates, MNZ_SIDE_USERS, row->material, &row->to,
                                 &found->ports);
    return st;
}

/* "makers of it: pit, mine, ...", to choose one from. NULL without memory. */
static const char *
list_nodes(struct mnz_compile *c, const char *what, const uint32_t *parts,
           uint32_t count, int are_makers)
{
    enum { MOST = 4 };
    const char *list = what;

    if (count == 0)
        return are_makers ? "no facility makes it" : "nobody uses it";
    for (uint32_t i = 0; list && i < count && i < MOST; i++) {
        const uint32_t node =
            are_makers ? c->net->outputs[parts[i]].node : c->net->ports[parts[i]].node;

        list = mnz_arena_printf(&c->scratch, "%s%s %s", list, i ? "," : "",
                                mnz_network_node_name(c->net, node));
    }
    return list && count > MOST ? mnz_arena_printf(&c->scratch, "%s, ...", list) : list;
}

/* Report the side of a row that joins nobody. */
static void
blame_row(struct mnz_compile *c, const struct mnz_link_row *row,
          const struct ends *found)
{
    const char *material = c->scenario->materials[row->material].name;
    const struct mnz_span from = span_of(&row->from, row->origin.at);
    const struct mnz_span to = span_of(&row->to, row->origin.at);
    const uint32_t *maker = &c->first_maker[row->material];
    const uint32_t *user = &c->first_user[row->material];

    if (!any_actor(c, &row->from))
        mnz_diag_add(c->diags, MNZ_E0412, from, NULL,
                     "'from' of this link selects no facility");
    else if (found->outputs.count == 0)
        mnz_diag_add(c->diags, MNZ_E0801, from,
                     list_nodes(c, "makers of it:", &c->makers[maker[0]],
                                maker[1] - maker[0], 1),
                     "nobody whom 'from' selects makes %s", material);
    if (!any_actor(c, &row->to))
        mnz_diag_add(c->diags, MNZ_E0412, to, NULL,
                     "'to' of this link selects no facility or industry");
    else if (found->ports.count == 0)
        mnz_diag_add(
            c->diags, MNZ_E0802, to,
            list_nodes(c, "users of it:", &c->users[user[0]], user[1] - user[0], 0),
            "nobody whom 'to' selects uses %s", material);
    if (found->outputs.count > 0 && found->ports.count > 0)
        mnz_diag_add(c->diags, MNZ_E0803, row->origin.at, NULL,
                     "the link of %s joins '%s' to nobody but itself", material,
                     mnz_network_node_name(
                         c->net, c->net->outputs[found->outputs.items[0]].node));
}

/* The part of a row's share that each of its sellers to `buyer` has: by capacity, or
 * equally where one of them has none. */
static void
split_row(const struct mnz_compile *c, const struct ends *found, uint32_t buyer,
          double *splits)
{
    double sum = 0.0;
    uint32_t count = 0;
    int is_by_capacity = 1;

    for (size_t i = 0; i < found->outputs.count; i++) {
        const uint32_t seller = c->net->outputs[found->outputs.items[i]].node;
        const mnz_value_id capacity = c->scenario->actors[seller].capacity_tpa;

        splits[i] = 0.0;
        if (seller == buyer)
            continue;
        count++;
        if (capacity == MNZ_VALUE_NONE)
            is_by_capacity = 0;
        else
            splits[i] = mnz_compile_nominal(c, capacity);
        sum += splits[i];
    }
    for (size_t i = 0; i < found->outputs.count; i++)
        splits[i] = is_by_capacity && sum > 0.0 ? splits[i] / sum : 1.0 / count;
}

static int
is_seller(const struct mnz_compile *c, const struct ends *found, uint32_t node)
{
    for (size_t i = 0; i < found->outputs.count; i++)
        if (c->net->outputs[found->outputs.items[i]].node == node)
            return 1;
    return 0;
}

static enum mnz_status
push_pair(struct mnz_compile *c, struct pairs *pairs, const struct pair *pair)
{
    struct pair *items;

    if (pairs->count >= MAX_PAIRS) {
        const struct mnz_link_row *row = &c->scenario->link_rows[pair->row];

        if (pairs->count++ == MAX_PAIRS)
            mnz_diag_add(c->diags, MNZ_E0804, row->origin.at,
                         "narrow the selectors of 'from' and 'to'",
                         "the link rows join more than %d pairs", (int)MAX_PAIRS);
        return MNZ_OK;
    }
    if (pairs->count == pairs->capacity) {
        const size_t wanted = pairs->capacity ? pairs->capacity * 2 : 256;

        items = realloc(pairs->items, wanted * sizeof *items);
        if (!items)
            return MNZ_ERR_NOMEM;
        pairs->items = items;
        pairs->capacity = wanted;
    }
    pairs->items[pairs->count++] = *pair;
    return MNZ_OK;
}

static enum mnz_status
expand_row(struct mnz_compile *c, uint32_t row, struct pairs *pairs, struct ends *found)
{
    const struct mnz_link_row *r = &c->scenario->link_rows[row];
    enum mnz_status st = find_ends(r, found);
    const size_t num_sellers = found->outputs.count;
    double *common = NULL, *own;
    size_t joined = 0;

    if (st)
        return st;
    common = malloc((num_sellers + 1) * 2 * sizeof *common);
    if (!common)
        return MNZ_ERR_NOMEM;
    own = common + num_sellers;
    split_row(c, found, MNZ_NONE, common);
    for (size_t j = 0; !st && j < found->ports.count && pairs->count <= MAX_PAIRS;
         j++) {
        const uint32_t port = found->ports.items[j];
        const uint32_t buyer = c->net->ports[port].node;
        const int sells_too = is_seller(c, found, buyer); /* but not to itself */

        if (sells_too)
            split_row(c, found, buyer, own);
        for (size_t i = 0; !st && i < num_sellers; i++) {
            const struct pair pair = {.output = found->outputs.items[i],
                                      .port = port,
                                      .row = row,
                                      .split = sells_too ? own[i] : common[i]};

            if (c->net->outputs[pair.output].node == buyer)
                continue;
            st = push_pair(c, pairs, &pair);
            joined++;
        }
    }
    if (!st && joined == 0 && pairs->count <= MAX_PAIRS)
        blame_row(c, r, found);
    free(common);
    return st;
}

static int
by_ends_and_row(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->output != y->output)
        return x->output < y->output ? -1 : 1;
    if (x->port != y->port)
        return x->port < y->port ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int
by_loss(const void *a, const void *b)
{
    const struct mnz_net_lost_row *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->by_row < y->by_row ? -1 : x->by_row > y->by_row;
}

/* Sort the losses and add up those of the same two rows. */
static enum mnz_status
keep_losses(struct mnz_compile *c, struct mnz_net_lost_row *lost, size_t count)
{
    struct mnz_network *net = c->net;

    if (count > 0)
        qsort(lost, count, sizeof *lost, by_loss);
    net->lost_rows = mnz_arena_alloc(&net->arena, count, sizeof *lost);
    if (!net->lost_rows)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_loss(&lost[i], &lost[i - 1]) != 0)
            net->lost_rows[net->num_lost_rows++] = lost[i];
        else
            net->lost_rows[net->num_lost_rows - 1].num_pairs++;
    }
    return MNZ_OK;
}

/* Keep the last row of each (seller, buyer, material); removed ones go. */
static enum mnz_status
settle_pairs(struct mnz_compile *c, struct pairs *pairs)
{
    const size_t count = pairs->count;
    struct mnz_net_lost_row *lost = malloc((count + 1) * sizeof *lost);
    uint8_t *has_removed = calloc((size_t)c->scenario->num_link_rows + 1, 1);
    enum mnz_status st = MNZ_ERR_NOMEM;
    size_t num_lost = 0, kept = 0;

    if (!lost || !has_removed)
        goto out;
    if (count > 0)
        qsort(pairs->items, count, sizeof *pairs->items, by_ends_and_row);
    for (size_t i = 0; i < count;) {
        const struct pair first = pairs->items[i];
        size_t end = i + 1;
        uint32_t winner;

        while (end < count && pairs->items[end].output == first.output &&
               pairs->items[end].port == first.port)
            end++;
        winner = pairs->items[end - 1].row;
        for (size_t j = i; j < end; j++) {
            if (j > i && c->scenario->link_rows[pairs->items[j].row].is_removed)
                has_removed[pairs->items[j].row] = 1;
            if (j + 1 < end && !c->scenario->link_rows[pairs->items[j].row].is_removed)
                lost[num_lost++] =
                    (struct mnz_net_lost_row){pairs->items[j].row, winner, 1};
        }
        if (!c->scenario->link_rows[winner].is_removed)
            pairs->items[kept++] = pairs->items[end - 1];
        i = end;
    }
    pairs->count = kept;
    for (uint32_t i = 0; i < c->scenario->num_link_rows; i++)
        if (c->scenario->link_rows[i].is_removed && !has_removed[i])
            mnz_diag_add(c->diags, MNZ_W0805, c->scenario->link_rows[i].origin.at, NULL,
                         "'share: null' removes no link: no earlier row makes one");
    st = keep_losses(c, lost, num_lost);
out:
    free(lost);
    free(has_removed);
    return st;
}

/* The order of links: contiguous by output, then the priority class that the buyers
 * have without policies, then as the rows are written. */
struct link_key {
    uint32_t output, priority, row, port;
    double split;
};

static int
by_output_and_class(const void *a, const void *b)
{
    const struct link_key *x = a, *y = b;

    if (x->output != y->output)
        return x->output < y->output ? -1 : 1;
    if (x->priority != y->priority)
        return x->priority < y->priority ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->port < y->port ? -1 : x->port > y->port;
}

static void
fill_links(struct mnz_compile *c, const struct link_key *keys)
{
    struct mnz_network *net = c->net;

    for (uint32_t i = 0; i < net->num_links; i++) {
        const struct link_key *k = &keys[i];
        const struct mnz_link_row *row = &c->scenario->link_rows[k->row];

        net->links[i] = (struct mnz_net_link){
            .output = k->output,
            .port = k->port,
            .row = k->row,
            .share = row->share,
            .split = k->split,
            .lead_months = row->lead_months,
            .capacity_tpa = row->capacity_tpa,
            .backup = row->backup,
            .priority = k->priority,
        };
        net->outputs[k->output].num_links++;
    }
    for (uint32_t o = 0, next = 0; o < net->num_outputs; o++) {
        net->outputs[o].first_link = next;
        next += net->outputs[o].num_links;
    }
}

static enum mnz_status
lay_links(struct mnz_compile *c, const struct pairs *pairs)
{
    struct mnz_network *net = c->net;
    struct link_key *keys = malloc((pairs->count + 1) * sizeof *keys);

    net->num_links = (uint32_t)pairs->count;
    net->links = mnz_arena_alloc(&net->arena, net->num_links, sizeof *net->links);
    if (!keys || !net->links) {
        free(keys);
        return MNZ_ERR_NOMEM;
    }
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *p = &pairs->items[i];

        keys[i] = (struct link_key){
            .output = p->output,
            .priority = c->scenario->actors[net->ports[p->port].node].priority,
            .row = p->row,
            .port = p->port,
            .split = p->split,
        };
    }
    if (pairs->count > 0)
        qsort(keys, pairs->count, sizeof *keys, by_output_and_class);
    fill_links(c, keys);
    free(keys);
    return MNZ_OK;
}

struct port_key {
    uint32_t port, row, output, link;
};

static int
by_port_and_row(const void *a, const void *b)
{
    const struct port_key *x = a, *y = b;

    if (x->port != y->port)
        return x->port < y->port ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->output < y->output ? -1 : x->output > y->output;
}

/* Each port's links in row order. */
static enum mnz_status
list_by_port(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    struct port_key *keys = malloc(((size_t)net->num_links + 1) * sizeof *keys);

    net->port_links =
        mnz_arena_alloc(&net->arena, net->num_links, sizeof *net->port_links);
    if (!keys || !net->port_links) {
        free(keys);
        return MNZ_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < net->num_links; i++) {
        const struct mnz_net_link *l = &net->links[i];

        keys[i] = (struct port_key){l->port, l->row, l->output, i};
        net->ports[l->port].num_links++;
    }
    if (net->num_links > 0)
        qsort(keys, net->num_links, sizeof *keys, by_port_and_row);
    for (uint32_t i = 0; i < net->num_links; i++)
        net->port_links[i] = keys[i].link;
    for (uint32_t p = 0, next = 0; p < net->num_ports; p++) {
        net->ports[p].first_link = next;
        next += net->ports[p].num_links;
    }
    free(keys);
    return MNZ_OK;
}
