#ifndef TREE_TEXT_H
#define TREE_TEXT_H

/* Trees as one line of text, and files to read them from. Include after cmocka.h. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document/tree.h"
#include "document/yaml_read.h"

static inline void
write_tree(FILE *out, const struct mnz_tree *tree)
{
    if (tree->kind == MNZ_TREE_SCALAR) {
        fprintf(out, tree->is_quoted ? "\"%s\"" : "%s", tree->text);
        return;
    }
    fputc(tree->kind == MNZ_TREE_MAPPING ? '{' : '[', out);
    for (size_t i = 0; i < tree->num_children; i++) {
        if (i > 0)
            fputs(", ", out);
        if (tree->kind == MNZ_TREE_MAPPING)
            fprintf(out, "%s: ", tree->entries[i].key);
        write_tree(out, tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                       : tree->items[i]);
    }
    fputc(tree->kind == MNZ_TREE_MAPPING ? '}' : ']', out);
}

static inline void
assert_tree(const struct mnz_tree *tree, const char *expected)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(tree);
    write_tree(out, tree);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static inline struct mnz_diags *
new_diags(void)
{
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    return diags;
}

/* The diagnostics as printed, without colour. */
static inline void
assert_messages(const struct mnz_diags *diags, const char *expected)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    mnz_diags_print(diags, out, 0);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static inline const struct mnz_tree *
tree_of(const char *text, struct mnz_arena *arena)
{
    const struct mnz_text in = {text, strlen(text), {"t.yaml", 1, 1}};
    struct mnz_diags *diags = new_diags();
    const struct mnz_tree *tree;

    if (mnz_yaml_read(&in, arena, diags, &tree) != MNZ_OK) {
        mnz_diags_print(diags, stderr, 0);
        fail_msg("the test's own YAML is wrong");
    }
    mnz_diags_destroy(diags);
    return tree;
}

/* A folder for the files of one test; the current directory meanwhile. */
static inline int
make_folder(void **state)
{
    static char folder[256];
    const char *base = getenv("TMPDIR");

    snprintf(folder, sizeof folder, "%s/mnz-tree-XXXXXX", base ? base : "/tmp");
    *state = folder;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int
remove_folder(void **state)
{
    char command[300];

    snprintf(command, sizeof command, "rm -r '%s'", (const char *)*state);
    return chdir("/") == 0 ? system(command) : -1;
}

static inline void
write_file(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

#endif
