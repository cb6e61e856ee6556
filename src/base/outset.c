/* outset.c - the files of a folder as one unit. */

#define _DEFAULT_SOURCE 1 /* flock */

#include "base/outset.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/checked.h"

static char *
join(const char *folder, const char *name)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Whether a name is that of a temporary file, NAME.PID-N.tmp, of a process that is no
 * more. */
static int
is_left_behind(const char *name)
{
    const size_t length = strlen(name);
    const char *p = name + length;
    char *end;
    long pid;

    if (length < 8 || strcmp(p - 4, ".tmp") != 0)
        return 0;
    p -= 4;
    while (p > name && p[-1] >= '0' && p[-1] <= '9')
        p--;
    if (p == name || *--p != '-')
        return 0;
    while (p > name && p[-1] >= '0' && p[-1] <= '9')
        p--;
    if (p == name || p[-1] != '.')
        return 0;
    pid = strtol(p, &end, 10);
    return *end == '-' && pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* Failures here are worth no message: the files harm nobody. */
static void
sweep(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (is_left_behind(entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
}

enum mnz_status
mnz_outset_begin(struct mnz_outset *set, const char *folder)
{
    enum mnz_status st = mnz_dir_make(folder);
    int fd;

    *set = (struct mnz_outset){0};
    if (st)
        return st;
    set->folder = malloc(strlen(folder) + 1);
    if (!set->folder)
        return MNZ_ERR_NOMEM;
    strcpy(set->folder, folder);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
    set->lock = fd + 1;
    /* Some file systems know no locks; there nobody is kept out. */
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return MNZ_ERR_IO;
    sweep(folder);
    return MNZ_OK;
}

enum mnz_status
mnz_outset_open(const struct mnz_outset *set, const char *name,
                struct mnz_outfile *file)
{
    char *path = join(set->folder, name);
    const enum mnz_status st = path ? mnz_outfile_open(file, path) : MNZ_ERR_NOMEM;
    const int error = errno;

    free(path);
    errno = error;
    return st;
}

enum mnz_status
mnz_outset_hash(const char *path, char hex[MNZ_SHA256_TEXT])
{
    unsigned char bytes[16384];
    struct mnz_sha256 hash;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 0;
    int error;

    if (fd < 0)
        return errno == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
    mnz_sha256_begin(&hash);
    do {
        got = read(fd, bytes, sizeof bytes);
        if (got > 0)
            mnz_sha256_add(&hash, bytes, (size_t)got);
    } while (got > 0 || (got < 0 && errno == EINTR));
    error = errno;
    close(fd);
    errno = error;
    mnz_sha256_end(&hash, hex);
    return got < 0 ? MNZ_ERR_IO : MNZ_OK;
}

enum mnz_status
mnz_outset_keep(struct mnz_outset *set, const char *name, struct mnz_outfile *file)
{
    struct mnz_outset_file kept = {0};
    enum mnz_status st = mnz_outfile_close(file);
    int error;

    if (!st && file->temporary) {
        st = mnz_outset_hash(file->temporary, kept.sha256);
        kept.name = malloc(strlen(name) + 1);
        if (!kept.name || !mnz_grow((void **)&set->files, &set->capacity, set->count,
                                    sizeof *set->files))
            st = st ? st : MNZ_ERR_NOMEM;
    }
    if (!st && file->temporary) {
        strcpy(kept.name, name);
        kept.path = file->path;
        kept.temporary = file->temporary;
        file->path = file->temporary = NULL;
        set->files[set->count++] = kept;
        kept.name = NULL;
    }
    error = errno;
    free(kept.name);
    errno = error;
    mnz_outfile_discard(file);
    return st;
}

enum mnz_status
mnz_outset_commit(struct mnz_outset *set, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (rename(set->files[i].temporary, set->files[i].path) != 0)
            return MNZ_ERR_IO;
        free(set->files[i].temporary);
        set->files[i].temporary = NULL;
    }
    /* The names reach the disk before the next ones; where this cannot be asked for,
     * they will in their time. */
    if (set->lock)
        (void)fsync(set->lock - 1);
    return MNZ_OK;
}

void
mnz_outset_finish(struct mnz_outset *set)
{
    const int error = errno;

    for (size_t i = 0; i < set->count; i++) {
        if (set->files[i].temporary)
            unlink(set->files[i].temporary);
        free(set->files[i].temporary);
        free(set->files[i].path);
        free(set->files[i].name);
    }
    free(set->files);
    if (set->lock)
        close(set->lock - 1);
    free(set->folder);
    *set = (struct mnz_outset){0};
    errno = error;
}
