/* locate.c - files that scenarios name. */

#include "document/locate.h"

#include <errno.h>
#include <string.h>

#include "base/files.h"

static int has_extension(const char *path, const char *const *extensions);

enum mnz_status
mnz_locate(const char *path, struct mnz_span named_at, const char *const *extensions,
           struct mnz_arena *arena, struct mnz_diags *diags, struct mnz_located *out)
{
    const char *full = mnz_locate_beside(path, named_at.file, arena);

    *out = (struct mnz_located){.named_at = named_at};
    if (!full)
        return MNZ_ERR_NOMEM;
    if (!has_extension(path, extensions)) {
        mnz_diag_add(diags, MNZ_E0201, named_at, NULL,
                     "the name of a %s file was expected, not '%s'", extensions[0],
                     path);
        return MNZ_ERR_INPUT;
    }
    out->file = full;
    out->real = mnz_file_real_path(full, arena);
    if (!out->real && errno == ENOMEM)
        return MNZ_ERR_NOMEM;
    if (!out->real) {
        char why[128] = "it is not there";

        strerror_r(errno, why, sizeof why);
        mnz_diag_add(diags, MNZ_E0202, named_at,
                     "paths are relative to the file that names them",
                     "cannot read '%s': %s", full, why);
        return MNZ_ERR_INPUT;
    }
    if (!has_extension(out->real, extensions)) {
        mnz_diag_add(diags, MNZ_E0203, named_at, NULL,
                     "'%s' is a link to a file that is not %s", full, extensions[0]);
        return MNZ_ERR_INPUT;
    }
    return MNZ_OK;
}

const char *
mnz_locate_beside(const char *path, const char *file, struct mnz_arena *arena)
{
    const char *slash = strncmp(file, "--set ", 6) == 0 ? NULL : strrchr(file, '/');

    if (!slash || *path == '/')
        return mnz_arena_strdup(arena, path);
    return mnz_arena_printf(arena, "%.*s%s", (int)(slash - file + 1), file, path);
}

/* Of the last part, in any case, and not the whole of its name. */
static int
has_extension(const char *path, const char *const *extensions)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const size_t length = strlen(name);

    for (; *extensions; extensions++) {
        const size_t n = strlen(*extensions);
        size_t same = 0;

        if (length <= n)
            continue;
        while (same < n) {
            const char c = name[length - n + same];

            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != (*extensions)[same])
                break;
            same++;
        }
        if (same == n)
            return 1;
    }
    return 0;
}

/* Failures that no other path would avoid. */
static int
is_of_machine(int error)
{
    return error == EIO || error == EMFILE || error == ENFILE;
}

enum mnz_status
mnz_locate_read(const struct mnz_located *located, size_t max_bytes,
                struct mnz_arena *arena, struct mnz_diags *diags, char **text,
                size_t *length)
{
    const char *why;
    enum mnz_status st;
    int error;

    errno = 0;
    st = mnz_file_read(located->file, max_bytes, arena, text, length, &why);
    error = errno;
    if (st != MNZ_ERR_IO || is_of_machine(error)) {
        errno = error;
        return st;
    }
    mnz_diag_add(diags, MNZ_E0202, located->named_at, NULL, "cannot read '%s': %s",
                 located->file, why);
    return MNZ_ERR_INPUT;
}
