/* manifest_read.c - the files that a folder of results says it consists of. */

#include "report/manifest_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/outset.h"
#include "document/yaml_read.h"

/* Larger than any that is written. */
static const size_t MOST_BYTES = (size_t)64 << 20;

static int
is_text(const struct mnz_tree *tree)
{
    return tree && tree->kind == MNZ_TREE_SCALAR;
}

/* A name of a file in the folder itself, and a hash. */
static int
is_file(const struct mnz_tree *name, const struct mnz_tree *hash)
{
    return is_text(name) && is_text(hash) && *name->text && *name->text != '.' &&
           !strchr(name->text, '/') &&
           strspn(hash->text, "0123456789abcdef") == MNZ_SHA256_TEXT - 1 &&
           strlen(hash->text) == MNZ_SHA256_TEXT - 1;
}

static enum mnz_status
read_files(const struct mnz_tree *root, struct mnz_arena *arena,
           struct mnz_manifest_file **files, size_t *count)
{
    const struct mnz_tree *program = mnz_tree_find(root, "program");
    const struct mnz_tree *list = mnz_tree_find(root, "files");

    if (!is_text(program) || strcmp(program->text, "monazite") != 0 || !list ||
        list->kind != MNZ_TREE_SEQUENCE)
        return MNZ_ERR_INPUT;
    *files = mnz_arena_alloc(arena, list->num_children + 1, sizeof **files);
    if (!*files)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < list->num_children; i++) {
        const struct mnz_tree *item = list->items[i], *name = NULL, *hash = NULL;

        if (item->kind == MNZ_TREE_MAPPING) {
            name = mnz_tree_find(item, "file");
            hash = mnz_tree_find(item, "sha256");
        }
        if (!is_file(name, hash))
            return MNZ_ERR_INPUT;
        (*files)[i] = (struct mnz_manifest_file){name->text, hash->text};
    }
    *count = list->num_children;
    return MNZ_OK;
}

enum mnz_status
mnz_manifest_read(const char *path, struct mnz_arena *arena,
                  struct mnz_manifest_file **files, size_t *count)
{
    struct mnz_text text = {.start = {.file = path, .line = 1, .column = 1}};
    const struct mnz_tree *root = NULL;
    struct mnz_diags *diags = NULL;
    const char *why;
    char *bytes;
    size_t length;
    enum mnz_status st = mnz_file_read(path, MOST_BYTES, arena, &bytes, &length, &why);

    *count = 0;
    if (st)
        return st;
    text.text = bytes;
    text.length = length;
    st = mnz_diags_create(&diags);
    if (!st)
        st = mnz_text_verify(&text, diags) ? MNZ_OK : MNZ_ERR_INPUT;
    if (!st)
        st = mnz_yaml_read(&text, arena, diags, &root);
    if (!st && (!root || root->kind != MNZ_TREE_MAPPING))
        st = MNZ_ERR_INPUT;
    if (!st)
        st = read_files(root, arena, files, count);
    if (st == MNZ_ERR_INPUT && diags && mnz_diags_lack_memory(diags))
        st = MNZ_ERR_NOMEM;
    mnz_diags_destroy(diags);
    return st;
}

enum mnz_status
mnz_manifest_compare(const char *folder, const struct mnz_manifest_file *file,
                     enum mnz_manifest_state *state)
{
    const size_t size = strlen(folder) + strlen(file->name) + 2;
    char *path = malloc(size), hex[MNZ_SHA256_TEXT];
    enum mnz_status st = path ? MNZ_OK : MNZ_ERR_NOMEM;
    int error;

    *state = MNZ_FILE_WHOLE;
    if (!st) {
        snprintf(path, size, "%s/%s", folder, file->name);
        st = mnz_outset_hash(path, hex);
        if (st == MNZ_ERR_IO && errno == ENOENT) {
            *state = MNZ_FILE_MISSING;
            st = MNZ_OK;
        } else if (!st && strcmp(hex, file->sha256) != 0) {
            *state = MNZ_FILE_CHANGED;
        }
    }
    error = errno;
    free(path);
    errno = error;
    return st;
}
