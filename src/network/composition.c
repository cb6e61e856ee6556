/* composition.c - nobody makes more of an element than comes in. */

#include "network/compile.h"

/* Rounding in recipes written by hand is forgiven; a mistake is larger. */
static const double tolerance = 1e-6;

static void verify_elements(struct mnz_compile *c, uint32_t node);
static void verify_yields(struct mnz_compile *c, uint32_t node);

enum mnz_status
mnz_compile_composition(struct mnz_compile *c)
{
    for (uint32_t i = 0; i < c->net->num_nodes; i++) {
        const struct mnz_actor *a = &c->scenario->actors[i];

        if (a->is_industry)
            continue;
        verify_yields(c, i);
        if (a->stage != MNZ_STAGE_MINE && !a->has_unknown_feeds &&
            !c->net->nodes[i].is_recycler)
            verify_elements(c, i);
    }
    return MNZ_OK;
}

static double
content_of(const struct mnz_compile *c, const struct mnz_amount *amount,
           uint32_t element)
{
    const mnz_value_id content =
        c->scenario->materials[amount->material].content[element];

    if (content == MNZ_VALUE_NONE)
        return 0.0;
    return mnz_compile_nominal(c, amount->value) * mnz_compile_nominal(c, content);
}

static void
verify_elements(struct mnz_compile *c, uint32_t node)
{
    const struct mnz_actor *a = &c->scenario->actors[node];

    for (uint32_t e = 0; e < c->scenario->num_elements; e++) {
        double used = 0.0, made = 0.0, most = 0.0;
        uint32_t culprit = 0;

        for (uint32_t i = 0; i < a->num_uses; i++)
            used += content_of(c, &a->uses[i], e);
        for (uint32_t i = 0; i < a->num_makes; i++) {
            const double part = content_of(c, &a->makes[i], e);

            culprit = part > most ? i : culprit;
            most = part > most ? part : most;
            made += part;
        }
        if (made <= used * (1.0 + tolerance))
            continue;
        mnz_diag_add(
            c->diags, MNZ_E0713,
            a->makes[culprit].at.line ? a->makes[culprit].at : a->origin.at,
            "use at least what the products contain, or make less; where its inputs "
            "are not modelled, write feeds: unknown",
            "'%s' makes more %s than it uses: %.4g t against %.4g t per unit "
            "of activity",
            a->name, c->scenario->elements[e].symbol, made, used);
    }
}

/* Activity is the orders divided by the yield of the driving output. */
static void
verify_yields(struct mnz_compile *c, uint32_t node)
{
    const struct mnz_actor *a = &c->scenario->actors[node];

    for (uint32_t i = 0; i < a->num_makes; i++)
        if (!a->makes[i].is_byproduct &&
            !(mnz_compile_nominal(c, a->makes[i].value) > 0.0))
            mnz_diag_add(c->diags, MNZ_E0714,
                         a->makes[i].at.line ? a->makes[i].at : a->origin.at,
                         "leave it out, or list it under 'byproducts'",
                         "'%s' makes nothing of %s, which is to drive it", a->name,
                         c->scenario->materials[a->makes[i].material].name);
}
