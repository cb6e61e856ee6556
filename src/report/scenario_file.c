/* scenario_file.c - the merged scenario of a run as a file that can be run. */

#include "report/scenario_file.h"

#include "base/files.h"
#include "document/layers.h"
#include "document/print.h"
#include "scenario/override.h"

/* Nodes that no file has said. */
static const struct mnz_span nowhere = {NULL, 0, 0};

static void
add_count(struct mnz_arena *arena, struct mnz_tree *mapping, const char *key,
          uint64_t count)
{
    const char *text = mnz_arena_printf(arena, "%llu", (unsigned long long)count);

    if (mapping && text)
        mnz_tree_add(mapping, key, nowhere,
                     mnz_tree_new_scalar(arena, nowhere, text, 0));
}

/* Parts that the command line may have changed: {name: ..., run: {trials: ...}}. */
static const struct mnz_tree *
make_overlay(const struct mnz_outcome *outcome, uint32_t index, struct mnz_arena *arena)
{
    const struct mnz_outcome_plan plan = mnz_outcome_plan(outcome, index);
    struct mnz_tree *top = mnz_tree_new_mapping(arena, nowhere, 2);
    struct mnz_tree *run = mnz_tree_new_mapping(arena, nowhere, 3);

    if (!top || !run)
        return NULL;
    add_count(arena, run, "trials", plan.trials_asked);
    add_count(arena, run, "seed", plan.seed);
    mnz_tree_add(
        run, "sampler", nowhere,
        mnz_tree_new_scalar(arena, nowhere, mnz_sampler_names[plan.sampler], 0));
    mnz_tree_add(
        top, "name", nowhere,
        mnz_tree_new_scalar(arena, nowhere, mnz_outcome_name(outcome, index), 1));
    mnz_tree_add(top, "run", nowhere, run);
    return mnz_arena_has_failed(arena) ? NULL : top;
}

static enum mnz_status
merge(const struct mnz_outcome *outcome, uint32_t index, const char *folder,
      struct mnz_arena *arena, const struct mnz_tree **out)
{
    const struct mnz_tree_place root = {.depth = 0};
    const struct mnz_tree *overlay = make_overlay(outcome, index, arena), *moved;
    const char *real = mnz_file_real_path(folder, arena);
    struct mnz_diags *diags;
    enum mnz_status st = real ? mnz_diags_create(&diags) : MNZ_ERR_IO;

    if (st)
        return st;
    st = overlay
             ? mnz_override_move(mnz_outcome_plan(outcome, index).model->scenario->tree,
                                 real, arena, &moved)
             : MNZ_ERR_NOMEM;
    if (!st)
        st = mnz_layers_merge(moved, overlay, &root, arena, diags, out);
    mnz_diags_destroy(diags);
    return st;
}

enum mnz_status
mnz_scenario_file_write(const struct mnz_outcome *outcome, uint32_t index,
                        const char *folder, FILE *stream)
{
    struct mnz_arena arena = {0};
    const struct mnz_tree *tree;
    enum mnz_status st = merge(outcome, index, folder, &arena, &tree);

    if (!st) {
        fputs("# Merged by monazite from all files and settings of a run.\n", stream);
        st = mnz_tree_print_plain(tree, stream);
    }
    mnz_arena_finish(&arena);
    return st;
}
