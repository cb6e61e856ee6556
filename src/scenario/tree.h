#ifndef MNZ_SCENARIO_TREE_H
#define MNZ_SCENARIO_TREE_H

#include <stddef.h>
#include "base/arena.h"
#include "monazite/diag.h"
#include "monazite/status.h"

/*
 * The merged document: what the scenario's files, tables and --set options say
 * together, as a tree in which every node knows the file, line and column it came from.
 * Nodes live in an arena and never change once loading is done. Aliases share nodes.
 */
enum mnz_tree_kind { MNZ_TREE_SCALAR, MNZ_TREE_MAPPING, MNZ_TREE_SEQUENCE };

struct mnz_tree;

/* A key of a mapping with its value, in file order. */
struct mnz_tree_entry {
    const char *key;
    struct mnz_span key_at;
    const struct mnz_tree *value;
};

struct mnz_tree {
    enum mnz_tree_kind kind;
    int is_quoted; /* a scalar written in quotes, or as a block: never null or a number
                    */
    struct mnz_span at;
    const char *text;    /* scalars: UTF-8 without NUL; "" is null if not quoted  */
    size_t num_children; /* mappings and sequences */
    union {
        const struct mnz_tree_entry *entries; /* mappings  */
        const struct mnz_tree *const *items;  /* sequences */
    };
};

/* One `--set path=value`; `origin` names it in messages ("--set 'run.seed=7'"). */
struct mnz_setting {
    const char *text;
};

/*
 * Load `path` with everything it extends, its tables and `settings` merged into one
 * tree. *out and all it reaches live in `arena`; texts of the files read are registered
 * with `diags`. Every problem found is in `diags`.
 *
 * Returns MNZ_ERR_INPUT when `diags` has new errors; *out is the tree all the same
 * where nothing that the files were to say is missing from it, so that what else is
 * wrong can be reported with them; else NULL. MNZ_ERR_IO is reported as a diagnostic
 * and MNZ_ERR_INPUT too (a scenario that cannot be read is the user's to mend).
 */
MNZ_NODISCARD enum mnz_status
mnz_tree_load(const char *path, const struct mnz_setting *settings, size_t num_settings,
              struct mnz_arena *arena, struct mnz_diags *diags,
              const struct mnz_tree **out);

/* The value of `key` in a mapping; NULL when absent or `tree` is no mapping. */
const struct mnz_tree *mnz_tree_find(const struct mnz_tree *tree, const char *key);

/* Whether `tree` is YAML's null: an unquoted empty, "~" or "null" scalar. */
int mnz_tree_is_null(const struct mnz_tree *tree);

#endif
