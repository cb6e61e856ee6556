/* files.c - reading regular files whole, and writing files that appear complete. */

#define _XOPEN_SOURCE 700 /* realpath */

#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *why_not_regular(mode_t mode);
static enum mnz_status read_open_file(int fd, size_t max_bytes, struct mnz_arena *arena,
                                      char **text, size_t *length, const char **why);
static enum mnz_status explain(struct mnz_arena *arena, int error, const char **why);

enum mnz_status
mnz_file_read(const char *path, size_t max_bytes, struct mnz_arena *arena, char **text,
              size_t *length, const char **why)
{
    struct stat info;
    enum mnz_status st;
    int fd, error;

    /* Before opening, since to open some devices is already to act on them. */
    if (stat(path, &info) != 0)
        return explain(arena, errno, why);
    *why = why_not_regular(info.st_mode);
    if (*why)
        return MNZ_ERR_IO;
    fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return explain(arena, errno, why);
    st = read_open_file(fd, max_bytes, arena, text, length, why);
    error = errno;
    close(fd);
    errno = error;
    return st;
}

static const char *
why_not_regular(mode_t mode)
{
    if (S_ISREG(mode))
        return NULL;
    if (S_ISDIR(mode))
        return "is a directory";
    return "is not a regular file";
}

static enum mnz_status
read_open_file(int fd, size_t max_bytes, struct mnz_arena *arena, char **text,
               size_t *length, const char **why)
{
    struct stat info;
    size_t size, used = 0;
    char *buffer;

    if (fstat(fd, &info) != 0)
        return explain(arena, errno, why);
    *why = why_not_regular(info.st_mode); /* it may have been replaced meanwhile */
    if (*why)
        return MNZ_ERR_IO;
    if ((uintmax_t)info.st_size > max_bytes) {
        *why = max_bytes >> 20
                   ? mnz_arena_printf(arena, "is larger than %zu MiB", max_bytes >> 20)
                   : mnz_arena_printf(arena, "is larger than %zu bytes", max_bytes);
        return *why ? MNZ_ERR_IO : MNZ_ERR_NOMEM;
    }
    size = (size_t)info.st_size;
    buffer = mnz_arena_alloc(arena, size + 1, 1);
    if (!buffer)
        return MNZ_ERR_NOMEM;
    while (used < size) {
        const ssize_t got = read(fd, buffer + used, size - used);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return explain(arena, errno, why);
        if (got == 0)
            break;
        used += (size_t)got;
    }
    buffer[used] = '\0';
    *text = buffer;
    *length = used;
    return MNZ_OK;
}

static enum mnz_status
explain(struct mnz_arena *arena, int error, const char **why)
{
    char text[128] = "cannot be read";

    strerror_r(error, text, sizeof text);
    *why = mnz_arena_strdup(arena, text);
    errno = error;
    return *why && error != ENOMEM ? MNZ_ERR_IO : MNZ_ERR_NOMEM;
}

char *
mnz_file_real_path(const char *path, struct mnz_arena *arena)
{
    char *real = realpath(path, NULL), *copy;

    if (!real)
        return NULL;
    copy = mnz_arena_strdup(arena, real);
    free(real);
    if (!copy)
        errno = ENOMEM;
    return copy;
}

const char *
mnz_file_relative(const char *folder, const char *file, struct mnz_arena *arena)
{
    size_t same = 0, ups = 0, end = strlen(folder);
    char *path, *p;

    while (end > 0 && folder[end - 1] == '/')
        end--;
    /* Whole parts that both begin with, the slash after them included. */
    for (size_t i = 0; file[i] == (i < end ? folder[i] : '/'); i++) {
        if (file[i] == '/')
            same = i + 1;
        if (i == end)
            break;
    }
    for (size_t i = same; i < end; i++)
        ups += i == same || folder[i] == '/';
    path = mnz_arena_alloc(arena, 3 * ups + strlen(file + same) + 1, 1);
    if (!path)
        return NULL;
    p = path;
    for (size_t i = 0; i < ups; i++, p += 3)
        memcpy(p, "../", 3);
    strcpy(p, file + same);
    return path;
}

static char *
duplicate(const char *text)
{
    char *copy = malloc(strlen(text) + 1);

    return copy ? strcpy(copy, text) : NULL;
}

/*
 * The name beside `path` is ours by O_EXCL. Not mkstemp: the file is to have the mode
 * that the user's mask gives, and the mask cannot be read without changing it for all
 * threads.
 */
static int
create_beside(const char *path, char **temporary)
{
    const size_t size = strlen(path) + 40;
    char *name = malloc(size);
    int fd = -1;

    if (!name) {
        errno = ENOMEM;
        return -1;
    }
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(name, size, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    if (fd < 0) {
        const int error = errno;

        free(name);
        errno = error;
        return -1;
    }
    *temporary = name;
    return fd;
}

enum mnz_status
mnz_outfile_open(struct mnz_outfile *file, const char *path)
{
    struct stat info;
    const int exists = stat(path, &info) == 0;
    int fd = -1, error;

    *file = (struct mnz_outfile){0};
    /* Through a link, so that the link stays one. */
    file->path = exists ? realpath(path, NULL) : duplicate(path);
    if (!file->path)
        return errno == ENOMEM || !exists ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
    if (exists && S_ISDIR(info.st_mode))
        errno = EISDIR;
    else if (exists && !S_ISREG(info.st_mode))
        fd = open(path, O_WRONLY | O_CLOEXEC);
    else
        fd = create_beside(file->path, &file->temporary);
    if (fd >= 0) {
        if (exists && file->temporary)
            (void)!fchmod(fd, info.st_mode & 0777); /* a mode is worth no failure */
        file->stream = fdopen(fd, "w");
    }
    if (file->stream)
        return MNZ_OK;
    error = errno;
    if (fd >= 0)
        close(fd);
    mnz_outfile_discard(file);
    errno = error;
    return error == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
}

enum mnz_status
mnz_outfile_close(struct mnz_outfile *file)
{
    int error = 0;

    errno = 0;
    if (ferror(file->stream) || fflush(file->stream) != 0)
        error = errno ? errno : EIO;
    else if (file->temporary && fsync(fileno(file->stream)) != 0)
        error = errno;
    if (fclose(file->stream) != 0 && !error)
        error = errno;
    file->stream = NULL;
    errno = error;
    return error ? MNZ_ERR_IO : MNZ_OK;
}

enum mnz_status
mnz_outfile_commit(struct mnz_outfile *file)
{
    enum mnz_status st = mnz_outfile_close(file);

    if (!st && file->temporary) {
        if (rename(file->temporary, file->path) != 0) {
            st = MNZ_ERR_IO;
        } else {
            free(file->temporary);
            file->temporary = NULL;
        }
    }
    mnz_outfile_discard(file);
    return st;
}

void
mnz_outfile_discard(struct mnz_outfile *file)
{
    const int error = errno;

    if (file->stream)
        fclose(file->stream);
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    free(file->path);
    *file = (struct mnz_outfile){0};
    errno = error;
}

static int
make_one(const char *path)
{
    struct stat info;
    int error;

    if (mkdir(path, 0777) == 0)
        return 0;
    error = errno;
    if (stat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode))
            return 0;
        error = ENOTDIR;
    }
    errno = error;
    return -1;
}

enum mnz_status
mnz_dir_make(const char *path)
{
    char *copy = duplicate(path);
    int failed = 0, error;

    if (!copy)
        return MNZ_ERR_NOMEM;
    for (char *p = copy; *p && !failed; p++)
        if (*p == '/' && p > copy) {
            *p = '\0';
            failed = make_one(copy);
            *p = '/';
        }
    if (!failed)
        failed = make_one(copy);
    error = errno;
    free(copy);
    errno = error;
    return failed ? MNZ_ERR_IO : MNZ_OK;
}

enum mnz_status
mnz_text_end(FILE *memory, char **text)
{
    const int has_failed = ferror(memory);

    if (fclose(memory) == 0 && !has_failed && *text)
        return MNZ_OK;
    free(*text);
    *text = NULL;
    return MNZ_ERR_NOMEM;
}
