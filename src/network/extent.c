/* extent.c - how much work the scopes of a scenario are, before they are looked
 * through: a file of a megabyte can ask for years. */

#include "network/compile.h"

/* About ten seconds. A world of 50,000 links and 400 acts takes a hundredth of it. */
#define MOST_LOOKS 4e9

/* Groups of results times months: some gigabytes of sums in a run. */
#define MOST_RESULTS 4e6

/* Comparisons in units of one place, sector or amount. */
struct extent {
    struct mnz_compile *c;
    double most_amounts; /* that one facility or industry uses or makes */
    double looks;
};

/* Comparisons that a selector makes with one facility, industry or material. */
static double
weight_of(const struct extent *x, const struct mnz_selector *selector)
{
    const struct mnz_scenario *s = x->c->scenario;
    double weight = 0.0;

    for (; selector; selector = selector->not_selector) {
        weight += 1.0 + selector->num_sectors;
        for (uint32_t i = 0; i < selector->num_places; i++)
            weight += 1.0 + s->places[selector->places[i]].num_members;
        if (selector->num_materials || selector->elements)
            weight += x->most_amounts;
    }
    return weight;
}

static double
weight_of_place(const struct extent *x, uint32_t place)
{
    return place == MNZ_NONE ? 0.0 : 1.0 + x->c->scenario->places[place].num_members;
}

static struct extent
begin(struct mnz_compile *c)
{
    struct extent x = {.c = c};

    for (uint32_t i = 0; i < c->scenario->num_actors; i++) {
        const struct mnz_actor *a = &c->scenario->actors[i];
        const double amounts = (double)a->num_uses + a->num_makes;

        x.most_amounts = amounts > x.most_amounts ? amounts : x.most_amounts;
    }
    return x;
}

/* MNZ_ERR_INPUT where the work is too much, at the record that takes it there. */
static enum mnz_status
add(struct extent *x, double looks, struct mnz_span at)
{
    x->looks += looks;
    if (x->looks <= MOST_LOOKS)
        return MNZ_OK;
    mnz_diag_add(x->c->diags, MNZ_E2605, at,
                 "have fewer acts or shorter lists in their selectors, or fewer links",
                 "the scopes of this scenario are too large to look through: more than "
                 "%.0f comparisons",
                 MOST_LOOKS);
    return MNZ_ERR_INPUT;
}

/* A side of a row looks at the users or makers of its material, or at those it names.
 */
enum mnz_status
mnz_compile_row_extent(struct mnz_compile *c)
{
    struct extent x = begin(c);
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < c->scenario->num_link_rows; i++) {
        const struct mnz_link_row *row = &c->scenario->link_rows[i];
        const uint32_t m = row->material;
        const double makers = c->first_maker[m + 1] - c->first_maker[m],
                     users = c->first_user[m + 1] - c->first_user[m];
        const double from = row->from.num_actors > 0 && row->from.num_actors < makers
                                ? row->from.num_actors
                                : makers,
                     to = row->to.num_actors > 0 && row->to.num_actors < users
                              ? row->to.num_actors
                              : users;

        st = add(&x, from * weight_of(&x, &row->from) + to * weight_of(&x, &row->to),
                 row->origin.at);
    }
    return st;
}

static double
weight_of_control(const struct extent *x, const struct mnz_control *k)
{
    double weight = weight_of_place(x, mnz_ref_at(k->by)) + weight_of(x, &k->goods) +
                    weight_of(x, &k->to) + weight_of(x, &k->facilities);

    if (k->kind == MNZ_CONTROL_TARIFF)
        weight += weight_of(x, &k->tariff.on);
    if (k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        weight += weight_of(x, &k->extraterritorial.items);
    return weight;
}

/* Looks of a policy at `things`: links, facilities and industries, purchases. */
static double
looks_of_policy(const struct extent *x, const struct mnz_policy *p, double things,
                double all_controls)
{
    const struct mnz_scenario *s = x->c->scenario;
    double weight = 1.0, sum = 0.0;

    switch (p->kind) {
    case MNZ_POLICY_STOCKPILE: /* every control may bar what it releases */
        weight = weight_of(x, &p->stockpile.beneficiaries) + all_controls;
        return (1.0 + p->stockpile.num_holdings) * things * weight;
    case MNZ_POLICY_PROJECT:
        weight = weight_of(x, &p->project.offtake_to);
        return things * weight +
               p->project.num_needs * (things + 4.0 * s->num_policies);
    case MNZ_POLICY_PRIORITY:
        return things * (weight_of(x, &p->priority.to) +
                         weight_of_place(x, mnz_ref_at(p->priority.by)));
    case MNZ_POLICY_RECYCLING: /* elements of inputs are compared */
        return things *
               (weight_of(x, &p->recycling.from) + x->most_amounts * MNZ_MOST_ELEMENTS);
    case MNZ_POLICY_PACT:
        for (uint32_t i = 0; i < p->pact.num_members; i++)
            sum += weight_of_place(x, p->pact.members[i]);
        return (2.0 * things + s->num_materials + s->num_policies) * sum;
    case MNZ_POLICY_SUBSTITUTION:
        return things * (weight_of(x, &p->substitution.in) +
                         p->substitution.num_by * x->most_amounts);
    default: /* a price floor */
        return things * (weight_of(x, &p->price_floor.goods) +
                         weight_of(x, &p->price_floor.payees)) +
               s->num_materials;
    }
}

/* Each regime asks each branch whether it is switched there. */
static double
looks_at_switches(const struct mnz_scenario *s)
{
    double switches = 0.0;

    for (uint32_t e = 0; e < s->num_events; e++)
        for (uint32_t b = 0; b < s->events[e].num_branches; b++)
            switches += 1.0 + s->events[e].branches[b].num_activates +
                        s->events[e].branches[b].num_deactivates;
    return s->num_regimes * (switches + s->num_controls + s->num_policies);
}

/* Reports of a run have a series for each group and month. */
static enum mnz_status
limit_results(const struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    const double groups = (double)c->net->num_nodes + c->net->num_ports +
                          s->num_sectors + s->num_groups + s->num_places +
                          s->num_controls + s->num_observed;

    if (groups * s->months <= MOST_RESULTS)
        return MNZ_OK;
    mnz_diag_add(c->diags, MNZ_E2607, (struct mnz_span){s->path, 0, 0},
                 "simulate fewer months, or fewer industries and inputs",
                 "this scenario has too many results: %.0f groups in %u months", groups,
                 (unsigned)s->months);
    return MNZ_ERR_INPUT;
}

/* After the links, before the passes that look through scopes. */
enum mnz_status
mnz_compile_act_extent(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    const double things = (double)c->net->num_links + c->net->num_nodes +
                          c->net->num_ports + s->num_materials;
    struct extent x = begin(c);
    double all_controls = 0.0;
    enum mnz_status st = limit_results(c);

    if (!st && s->num_regimes > 0)
        st = add(&x, looks_at_switches(s), s->regimes[0].at);
    for (uint32_t i = 0; i < s->num_controls; i++)
        all_controls += weight_of_control(&x, &s->controls[i]);
    for (uint32_t i = 0; !st && i < s->num_controls; i++) {
        const struct mnz_control *k = &s->controls[i];
        double looks = things * weight_of_control(&x, k);

        /* Goods of all controls of a government count as content, and `check` follows
         * it through the chain. */
        if (k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
            looks += s->num_materials * all_controls + 400.0 * things;
        st = add(&x, looks, k->origin.at);
    }
    for (uint32_t i = 0; !st && i < s->num_policies; i++)
        st = add(&x, looks_of_policy(&x, &s->policies[i], things, all_controls),
                 s->policies[i].origin.at);
    for (uint32_t i = 0; !st && i < s->num_observed; i++) {
        const struct mnz_observed *o = &s->observed[i];

        st = add(&x,
                 things * (2.0 * weight_of_place(&x, o->by) + weight_of(&x, &o->from) +
                           weight_of(&x, &o->to) + weight_of(&x, &o->goods)),
                 o->origin.at);
    }
    for (uint32_t i = 0; !st && i < s->num_zones; i++)
        st = add(&x, s->num_places * weight_of(&x, &s->zones[i].places),
                 s->zones[i].places.at);
    return st;
}
