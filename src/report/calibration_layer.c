/* calibration_layer.c - a posterior as a scenario over its prior. */

#include "report/calibration_layer.h"

#include <math.h>
#include <string.h>

#include "base/files.h"
#include "base/number.h"
#include "document/layers.h"
#include "document/print.h"
#include "document/tree.h"

/* Nodes that no file has said. */
static const struct mnz_span nowhere = {NULL, 0, 0};

/* A layer while it is put together. */
struct build {
    const struct mnz_posterior_layer *layer;
    const struct mnz_calibration *c;
    struct mnz_arena arena;
    int is_out_of_memory;
};

static enum mnz_status build_overlay(struct build *b, const struct mnz_tree **out);
static const struct mnz_tree *build_document(struct build *b,
                                             const struct mnz_tree *overlay);

enum mnz_status
mnz_posterior_layer_write(const struct mnz_posterior_layer *layer, FILE *stream)
{
    struct build b = {.layer = layer, .c = layer->calibration};
    const struct mnz_tree *overlay, *document;
    enum mnz_status st = build_overlay(&b, &overlay);

    if (!st) {
        document = build_document(&b, overlay);
        st = b.is_out_of_memory || !document ? MNZ_ERR_NOMEM : MNZ_OK;
    }
    if (!st) {
        fputs("# Written by monazite calibrate; ", stream);
        fputs(layer->draws, stream);
        fputs(" has the draws.\n", stream);
        st = mnz_tree_print_plain(document, stream);
    }
    mnz_arena_finish(&b.arena);
    return st;
}

static struct mnz_tree *
mapping(struct build *b, size_t room)
{
    struct mnz_tree *node = mnz_tree_new_mapping(&b->arena, nowhere, room);

    b->is_out_of_memory |= !node;
    return node;
}

/* Both may be NULL, which has been noted. */
static void
add(struct build *b, struct mnz_tree *mapping, const char *key,
    const struct mnz_tree *value)
{
    if (mapping && value)
        mnz_tree_add(mapping, key, nowhere, value);
    else
        b->is_out_of_memory = 1;
}

static void
add_text(struct build *b, struct mnz_tree *mapping, const char *key, const char *text)
{
    add(b, mapping, key,
        text ? mnz_tree_new_scalar(&b->arena, nowhere, text, 0) : NULL);
}

/* By its whole path until the layer is done: the prior may have a table of that name
 * too, in another folder. */
static const struct mnz_tree *
table_node(struct build *b)
{
    const struct mnz_span here = {b->layer->folder, 0, 0};
    const char *path =
        mnz_arena_printf(&b->arena, "%s/%s", b->layer->folder, b->layer->draws);

    return path ? mnz_tree_new_scalar(&b->arena, here, path, 0) : NULL;
}

/* {empirical: {table: draws.csv, column: NAME}, source: ..., verified: derived} */
static const struct mnz_tree *
distribution_of(struct build *b, const struct mnz_input *input)
{
    struct mnz_tree *node = mapping(b, 3), *column = mapping(b, 2);

    add(b, column, "table", table_node(b));
    add_text(b, column, "column", input->name);
    add(b, node, "empirical", column);
    add_text(b, node, "source",
             mnz_arena_printf(&b->arena, "calibrated to %s", b->layer->observed));
    add_text(b, node, "verified", "derived");
    return node;
}

/* The overlay of the scenario's own document; NULL if nothing changed. */
static enum mnz_status
build_overlay(struct build *b, const struct mnz_tree **out)
{
    const struct mnz_scenario *s = b->c->scenario;
    const struct mnz_tree_place root = {.depth = 0};
    const struct mnz_tree *target,
        **values = mnz_arena_alloc(&b->arena, s->pool.num_inputs + 1, sizeof *values);
    enum mnz_status st;

    *out = NULL;
    if (!values)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < b->c->num_inputs; i++) {
        const uint32_t input = b->c->inputs[i].input;

        if (b->c->inputs[i].is_in_layer)
            values[input] = distribution_of(b, &s->pool.inputs[input]);
    }
    if (b->is_out_of_memory)
        return MNZ_ERR_NOMEM;
    st = mnz_override_apply(s, values, &b->arena, &target);
    if (!st)
        st = mnz_layers_diff(b->layer->base, target, &root, &b->arena, out);
    /* A list that a null removes is gone, and no rows can follow it. */
    if (!st && *out && b->c->num_correlations > 0 &&
        mnz_tree_find(*out, "correlations") &&
        mnz_tree_is_null(mnz_tree_find(*out, "correlations")))
        st = MNZ_ERR_INPUT;
    if (!st && *out)
        st = mnz_override_move(*out, b->layer->folder, &b->arena, out);
    return st;
}

/* The rows that --set may have added, then those of the posterior. */
static const struct mnz_tree *
correlation_rows(struct build *b, const struct mnz_tree *old)
{
    const struct mnz_calibration *c = b->c;
    const size_t num_old =
        old && old->kind == MNZ_TREE_SEQUENCE ? old->num_children : 0;
    struct mnz_tree *rows =
        mnz_tree_new_sequence(&b->arena, nowhere, num_old + c->num_correlations);

    if (!rows)
        return NULL;
    for (size_t i = 0; i < num_old; i++)
        mnz_tree_append(rows, old->items[i]);
    for (uint32_t i = 0; i < c->num_correlations; i++) {
        const struct mnz_correlation *k = &c->correlations[i];
        const struct mnz_input *inputs = c->scenario->pool.inputs;
        struct mnz_tree *row = mapping(b, 2);
        struct mnz_tree *pair = mnz_tree_new_sequence(&b->arena, nowhere, 2);
        const struct mnz_tree *ends[] = {
            mnz_tree_new_scalar(&b->arena, nowhere, inputs[k->a].name, 0),
            mnz_tree_new_scalar(&b->arena, nowhere, inputs[k->b].name, 0)};
        char rank[MNZ_NUMBER_TEXT];

        if (!row || !pair || !ends[0] || !ends[1])
            return NULL;
        mnz_tree_append(pair, ends[0]);
        mnz_tree_append(pair, ends[1]);
        mnz_number_format(k->rank, rank);
        add(b, row, "between", pair);
        add_text(b, row, "rank", mnz_arena_strdup(&b->arena, rank));
        mnz_tree_append(rows, row);
    }
    return rows;
}

static const char *
notes_of(struct build *b)
{
    const struct mnz_calibration *c = b->c;
    char error[MNZ_NUMBER_TEXT], widened[MNZ_NUMBER_TEXT];

    mnz_number_format(round(1e4 * c->options.error) / 100.0, error);
    mnz_number_format(round(1e4 * c->options.error / sqrt(c->temper)) / 100.0, widened);
    return mnz_arena_printf(
        &b->arena,
        "posterior of %llu trials, of which %.1f count; errors of %s %%%s%s%s",
        (unsigned long long)c->trials.count, c->ess, error,
        c->temper < 1.0 ? ", widened to " : "", c->temper < 1.0 ? widened : "",
        c->temper < 1.0 ? " %" : "");
}

static const struct mnz_tree *
build_document(struct build *b, const struct mnz_tree *overlay)
{
    static const char *const own[] = {"monazite", "title",        "extends",
                                      "notes",    "correlations", NULL};
    const struct mnz_scenario *s = b->c->scenario;
    const struct mnz_tree *correlations =
        overlay ? mnz_tree_find(overlay, "correlations") : NULL;
    struct mnz_tree *document = mapping(b, (overlay ? overlay->num_children : 0) + 5);

    add_text(b, document, "monazite", "1");
    add_text(b, document, "title",
             mnz_arena_printf(&b->arena, "%s, calibrated to %s",
                              s->title && *s->title ? s->title : s->name,
                              b->layer->observed));
    add_text(b, document, "extends",
             mnz_file_relative(b->layer->folder, b->layer->scenario, &b->arena));
    add_text(b, document, "notes", notes_of(b));
    for (size_t i = 0; document && overlay && i < overlay->num_children; i++) {
        size_t k = 0;

        while (own[k] && strcmp(own[k], overlay->entries[i].key) != 0)
            k++;
        if (!own[k])
            mnz_tree_add(document, overlay->entries[i].key, nowhere,
                         overlay->entries[i].value);
    }
    if (correlations && mnz_tree_is_null(correlations))
        add(b, document, "correlations", correlations);
    else if (correlations || b->c->num_correlations > 0)
        add(b, document, "correlations", correlation_rows(b, correlations));
    return document;
}
