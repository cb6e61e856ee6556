/* regimes.c - the order in which it is known when controls and policies are in force.
 */

#include "base/bug.h"
#include "network/compile.h"

/* Each after the one that triggers it, else in file order. The reader lets no circle
 * through. */
enum mnz_status
mnz_compile_regimes(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    uint8_t *is_placed =
        mnz_arena_alloc(&c->scratch, s->num_regimes, sizeof *is_placed);
    uint32_t *chain = mnz_arena_alloc(&c->scratch, s->num_regimes, sizeof *chain);
    uint32_t num_placed = 0;

    net->regime_order =
        mnz_arena_alloc(&net->arena, s->num_regimes, sizeof *net->regime_order);
    if (!is_placed || !chain || !net->regime_order)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_regimes; i++) {
        uint32_t length = 0;

        for (uint32_t r = i; r != MNZ_NONE && !is_placed[r];
             r = mnz_ref_at(s->regimes[r].trigger_regime)) {
            MNZ_BUG_IF(length >= s->num_regimes);
            chain[length++] = r;
        }
        while (length > 0) {
            is_placed[chain[--length]] = 1;
            net->regime_order[num_placed++] = chain[length];
        }
    }
    return MNZ_OK;
}
