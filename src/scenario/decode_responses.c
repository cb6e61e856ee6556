/* decode_responses.c - what projects need, pacts and substitution: the parts that the
 * table of fields cannot say. */

#include "scenario/section.h"

#include "scenario/places.h"

void
mnz_decode_needs(struct mnz_reader *r, struct mnz_draft_policy *draft)
{
    const uint32_t count = draft->needs.count;
    struct mnz_need *needs;

    if (count == 0)
        return;
    needs = mnz_reader_alloc(r, count, sizeof *needs);
    for (uint32_t i = 0; needs && i < count; i++)
        needs[i] = (struct mnz_need){.material = draft->needs.items[i].material,
                                     .price = draft->needs.items[i].value};
    draft->policy.needs = needs;
    draft->policy.num_needs = needs ? count : 0;
}

void
mnz_decode_pact(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, struct mnz_draft_policy *draft)
{
    const struct mnz_tree *shares = mnz_tree_find(tree, "shares");
    struct mnz_policy *p = &draft->policy;
    double diverted;

    p->members = draft->members.items;
    p->num_members = draft->members.count;
    for (uint32_t i = 0; i < p->num_members; i++)
        for (uint32_t j = 0; j < i; j++)
            if (p->members[i] == p->members[j])
                mnz_reader_error(r, draft->members.at[i], "name each member once",
                                 "%s has the member %s twice", mnz_where_path(r, where),
                                 r->s->places[p->members[i]].code);
    if (!p->shares_stockpiles && mnz_reader_is_constant(r, p->diverted, &diverted) &&
        diverted == 0.0)
        mnz_reader_error(r, shares ? shares->at : where->at,
                         "for example 'shares: {stockpiles: true, diverted: 0.2}'",
                         "%s shares nothing", mnz_where_path(r, where));
}

void
mnz_decode_substitution(struct mnz_reader *r, const struct mnz_where *where,
                        struct mnz_draft_policy *draft)
{
    struct mnz_policy *p = &draft->policy;

    p->replaced_by = draft->replaced_by.items;
    p->num_by = draft->replaced_by.count;
    for (uint32_t i = 0; i < p->num_by; i++)
        if (p->replaced_by[i].material == p->material)
            mnz_reader_error(r, p->replaced_by[i].at, "name another material",
                             "%s replaces '%s' by itself", mnz_where_path(r, where),
                             r->s->materials[p->material].name);
}

static void
add_member(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct mnz_ids *ids = context;
    const uint32_t place = mnz_places_resolve(r, item->text, item->at);

    if (place == MNZ_NONE)
        return;
    ids->at[ids->count] = item->at;
    ids->items[ids->count++] = place;
}

static void
read_members(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    struct mnz_ids *ids = target;

    (void)field;
    ids->items = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->items);
    ids->at = mnz_reader_alloc(r, tree->num_children + 1, sizeof *ids->at);
    if (ids->items && ids->at)
        mnz_reader_each_text(r, tree, where, "a list of countries and blocs",
                             add_member, ids);
}

const struct mnz_custom mnz_custom_members = {
    read_members, "list of countries and blocs", "{\"$ref\": \"#/$defs/names\"}"};
