/* decode_triggers.c - which control or policy answers which. */

#include "scenario/section.h"

#include "scenario/selector.h"

static void
read_regime(struct mnz_reader *r, const struct mnz_tree *tree,
            const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const char *text = mnz_reader_text(r, tree, where, "one name");

    (void)field;
    *(uint32_t *)target = text ? mnz_regime_resolve(r, text, tree->at) : MNZ_NONE;
}

const struct mnz_custom mnz_custom_regime = {read_regime, "a control or policy",
                                             "{\"type\": [\"string\", \"null\"]}"};

/* Where a control's or policy's `triggered_by` stands. */
static struct mnz_span
span_of(const struct mnz_reader *r, const struct mnz_tree *root, uint32_t regime)
{
    const uint32_t num_controls = r->s->num_controls;
    const int is_control = regime < num_controls;
    const struct mnz_tree *section =
        mnz_decode_section(root, is_control ? "controls" : "policies");
    const uint32_t i = is_control ? regime : regime - num_controls;

    return mnz_tree_find(section->entries[i].value, "triggered_by")->at;
}

/* "controls.a waits for controls.b, controls.b for controls.a" */
static const char *
spell_circle(struct mnz_reader *r, uint32_t first)
{
    const struct mnz_regime *regimes = r->s->regimes;
    const char *text = "";
    uint32_t i = first;

    do {
        text = mnz_arena_printf(r->arena, "%s%s%s %sfor %s", text, *text ? ", " : "",
                                regimes[i].name, i == first ? "waits " : "",
                                regimes[regimes[i].trigger_regime].name);
        if (!text) {
            r->is_out_of_memory = 1;
            return "";
        }
        i = regimes[i].trigger_regime;
    } while (i != first);
    return text;
}

/* Whether the chain of triggers from a regime comes back to it, and never passes one
 * that stands before it in the file: so that each circle is told of once. */
static int
begins_circle(const struct mnz_scenario *s, uint32_t regime)
{
    uint32_t at = s->regimes[regime].trigger_regime;

    for (uint32_t i = 0; i < s->num_regimes && at != MNZ_NONE && at > regime; i++)
        at = s->regimes[at].trigger_regime;
    return at == regime;
}

void
mnz_decode_triggers(struct mnz_reader *r, const struct mnz_tree *root)
{
    for (uint32_t i = 0; r->s->regimes && i < r->s->num_regimes; i++)
        if (begins_circle(r->s, i))
            mnz_reader_error(r, span_of(r, root, i), "one of them must come first",
                             "a circle of triggers: %s", spell_circle(r, i));
}
