/* draws.c - the draws that decide whether something happens. */

#include "scenario/draws.h"

#include <string.h>

#include "scenario/distribution.h"
#include "scenario/quantity.h"

const struct mnz_custom mnz_custom_draws = {
    NULL, "numbers or distributions between 0 and 1 by name",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": "
    "{\"$ref\": \"#/$defs/quantity\"}}"};

void
mnz_draws_note(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *draws = mnz_tree_find(root, "draws");

    if (!draws || mnz_tree_is_null(draws))
        return;
    if (draws->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0303, draws->at,
                         "for example {events.truce_ends.drawn: 0}",
                         "draws must be a mapping of names to numbers");
        return;
    }
    r->is_draw_used = mnz_reader_alloc(r, draws->num_children + 1, 1);
    r->draws = r->is_draw_used ? draws : NULL;
}

/* The entry of the section with this name, which is used; NULL if there is none. */
static const struct mnz_tree_entry *
take_entry(struct mnz_reader *r, const char *name)
{
    const struct mnz_tree_entry *entry = mnz_tree_find_entry(r->draws, name);

    if (entry)
        r->is_draw_used[entry - r->draws->entries] = 1;
    return entry;
}

uint32_t
mnz_draw_read(struct mnz_reader *r, const struct mnz_where *where, const char *key)
{
    const struct mnz_demand demand = {.dimension = MNZ_DIM_SHARE,
                                      .low = 0.0,
                                      .high = 1.0,
                                      .flags = MNZ_FIELD_UNDATED};
    struct mnz_where drawn = {.up = where, .key = key, .at = where->at};
    struct mnz_input input = {
        .dist = mnz_dist_make(MNZ_DIST_UNIFORM, 0.0, 1.0, 0.0),
        .dist_text = "uniform(0, 1)",
        .unit = "",
        .at = where->at,
    };
    const struct mnz_tree_entry *entry = take_entry(r, mnz_where_path(r, &drawn));
    const struct mnz_tree *value =
        entry ? mnz_quantity_unwrap(r, entry->value, &drawn) : NULL;

    if (value) {
        drawn.at = input.at = value->at;
        (void)mnz_distribution_read(r, value, &drawn, &demand, &input.dist,
                                    &input.dist_text);
    }
    return mnz_reader_input(r, &drawn, &input, NULL);
}

/* The nearest name of a draw. */
static const char *
advise(struct mnz_reader *r, const char *text)
{
    const uint32_t count = r->s->pool.num_inputs;
    const char **names = mnz_reader_alloc(r, (size_t)count + 1, sizeof *names);
    const char *nearest;
    size_t num_draws = 0;

    for (uint32_t i = 0; names && i < count; i++) {
        const char *name = r->s->pool.inputs[i].name, *dot = strrchr(name, '.');

        if (dot && (strcmp(dot, ".drawn") == 0 || strcmp(dot, ".triggered") == 0))
            names[num_draws++] = name;
    }
    nearest = names ? mnz_reader_nearest(r, text, names, num_draws) : NULL;
    return nearest ? nearest
                   : "inputs.csv of a run lists them: they end in 'drawn' or "
                     "'triggered'";
}

void
mnz_draws_verify(struct mnz_reader *r)
{
    for (size_t i = 0; r->draws && i < r->draws->num_children; i++) {
        const struct mnz_tree_entry *entry = &r->draws->entries[i];

        if (!r->is_draw_used[i] && !mnz_tree_is_null(entry->value))
            mnz_reader_error(r, MNZ_E1409, entry->key_at, advise(r, entry->key),
                             "no draw of this scenario is named '%.120s'", entry->key);
    }
}
