/* journal.c - the units of a study that are done, in a file that only grows. */

#define _DEFAULT_SOURCE 1 /* flock */

#include "study/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/fnv.h"

static const char magic[] = "monazite journal 1\n";

enum { MAGIC = sizeof magic - 1, HEAD = 8, TAIL = 8, SHOWN = 60 };
#define HEADER_UNIT UINT32_MAX
/* A record that claims to be longer is torn. */
#define MOST_BYTES ((uint32_t)1 << 30)

struct mnz_journal {
    struct mnz_arena arena;
    struct mnz_journal_field *fields;
    size_t num_fields;
    int fd;
    uint64_t size; /* of all whole records */
    uint64_t torn;
    uint64_t *offsets; /* [unit] of its record; 0: it is not done */
    uint32_t num_units, count;
    uint64_t synced; /* second of the monotonic clock */
};

static enum mnz_status write_header(struct mnz_journal *j,
                                    const struct mnz_journal_field *fields,
                                    size_t num_fields);
static enum mnz_status read_header(struct mnz_journal *j, uint64_t end);

static uint64_t
second_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec;
}

/* Write all bytes at an offset. */
static enum mnz_status
write_at(int fd, const unsigned char *bytes, size_t length, uint64_t offset)
{
    while (length > 0) {
        const ssize_t done = pwrite(fd, bytes, length, (off_t)offset);

        if (done < 0 && errno == EINTR)
            continue;
        if (done == 0)
            errno = ENOSPC;
        if (done <= 0)
            return MNZ_ERR_IO;
        bytes += done;
        length -= (size_t)done;
        offset += (uint64_t)done;
    }
    return MNZ_OK;
}

/* Read up to `length` bytes; how many there were, or -1. */
static ssize_t
read_at(int fd, unsigned char *bytes, size_t length, uint64_t offset)
{
    size_t done = 0;

    while (done < length) {
        const ssize_t got =
            pread(fd, bytes + done, length - done, (off_t)(offset + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

/* The record at an offset: its unit, and its contents in *bytes; *length is 0, also
 * where `end` comes before its end or its hash is another: it is torn. */
static enum mnz_status
read_record(int fd, uint64_t offset, uint64_t end, uint32_t *unit,
            unsigned char **bytes, size_t *room, size_t *length)
{
    unsigned char head[HEAD];
    uint64_t size;
    ssize_t got;

    *length = 0;
    got = read_at(fd, head, HEAD, offset);
    if (got < 0)
        return MNZ_ERR_IO;
    size = mnz_word_read(head, 4);
    *unit = (uint32_t)mnz_word_read(head + 4, 4);
    if (got < HEAD || size == 0 || size > MOST_BYTES ||
        offset + HEAD + size + TAIL > end)
        return MNZ_OK;
    if (size + TAIL > *room) {
        unsigned char *more = realloc(*bytes, size + TAIL);

        if (!more)
            return MNZ_ERR_NOMEM;
        *bytes = more;
        *room = size + TAIL;
    }
    got = read_at(fd, *bytes, size + TAIL, offset + HEAD);
    if (got < 0)
        return MNZ_ERR_IO;
    if ((uint64_t)got == size + TAIL &&
        mnz_fnv(mnz_fnv(MNZ_FNV, head, HEAD), *bytes, size) ==
            mnz_word_read(*bytes + size, TAIL))
        *length = (size_t)size;
    return MNZ_OK;
}

/* Write a record behind the last; where that fails, what was written of it is cut. */
static enum mnz_status
write_record(struct mnz_journal *j, uint32_t unit, const void *contents, size_t length)
{
    const size_t size = HEAD + length + TAIL;
    unsigned char *bytes = malloc(size);
    enum mnz_status st;
    int error;

    if (!bytes)
        return MNZ_ERR_NOMEM;
    mnz_word_write(bytes, length, 4);
    mnz_word_write(bytes + 4, unit, 4);
    memcpy(bytes + HEAD, contents, length);
    mnz_word_write(bytes + HEAD + length, mnz_fnv(MNZ_FNV, bytes, HEAD + length), TAIL);
    st = write_at(j->fd, bytes, size, j->size);
    error = errno;
    if (st)
        (void)!ftruncate(j->fd, (off_t)j->size);
    else
        j->size += size;
    free(bytes);
    errno = error;
    return st;
}

static struct mnz_journal *
journal_new(uint32_t num_units)
{
    struct mnz_journal *j = calloc(1, sizeof *j);

    if (!j)
        return NULL;
    j->fd = -1;
    j->num_units = num_units;
    j->offsets = calloc((size_t)num_units + 1, sizeof *j->offsets);
    if (j->offsets)
        return j;
    free(j);
    return NULL;
}

void
mnz_journal_close(struct mnz_journal *journal)
{
    const int error = errno;

    if (!journal)
        return;
    if (journal->fd >= 0) {
        (void)fsync(journal->fd);
        close(journal->fd);
    }
    free(journal->offsets);
    mnz_arena_finish(&journal->arena);
    free(journal);
    errno = error;
}

/* A file that has no name, or the file at `path`, locked. */
static enum mnz_status
open_locked(struct mnz_journal *j, const char *path)
{
    char name[] = "/tmp/monazite-XXXXXX";

    if (!path) {
        j->fd = mkstemp(name);
        if (j->fd >= 0)
            unlink(name);
        return j->fd >= 0 ? MNZ_OK : MNZ_ERR_IO;
    }
    j->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (j->fd < 0)
        return MNZ_ERR_IO;
    /* Some file systems know no locks; there nobody is kept out. */
    return flock(j->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK ? MNZ_ERR_IO
                                                                        : MNZ_OK;
}

static enum mnz_status
begin(struct mnz_journal *j, const struct mnz_journal_field *fields, size_t num_fields)
{
    enum mnz_status st = MNZ_OK;

    if (ftruncate(j->fd, 0) != 0)
        return MNZ_ERR_IO;
    st = write_at(j->fd, (const unsigned char *)magic, MAGIC, 0);
    if (st)
        return st;
    j->size = MAGIC;
    return write_header(j, fields, num_fields);
}

enum mnz_status
mnz_journal_create(const char *path, const struct mnz_journal_field *fields,
                   size_t num_fields, uint32_t num_units, struct mnz_journal **out)
{
    struct mnz_journal *j = journal_new(num_units);
    enum mnz_status st;

    *out = NULL;
    if (!j)
        return MNZ_ERR_NOMEM;
    st = open_locked(j, path);
    if (!st)
        st = begin(j, fields, num_fields);
    if (st)
        mnz_journal_close(j);
    else
        *out = j;
    return st;
}

/* Keep a copy of the fields and write them. */
static enum mnz_status
write_header(struct mnz_journal *j, const struct mnz_journal_field *fields,
             size_t num_fields)
{
    size_t length = 0, used = 0;
    char *bytes;
    enum mnz_status st;

    for (size_t i = 0; i < num_fields; i++)
        length += strlen(fields[i].key) + strlen(fields[i].value) + 2;
    bytes = malloc(length + 1);
    if (!bytes)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < num_fields; i++) {
        const size_t key = strlen(fields[i].key) + 1,
                     value = strlen(fields[i].value) + 1;

        memcpy(bytes + used, fields[i].key, key);
        memcpy(bytes + used + key, fields[i].value, value);
        used += key + value;
    }
    st = write_record(j, HEADER_UNIT, bytes, length);
    free(bytes);
    return st ? st : read_header(j, j->size);
}

/* Take the fields apart: each ends with a NUL. */
static enum mnz_status
take_fields(struct mnz_journal *j, const unsigned char *bytes, size_t length)
{
    size_t ends = 0;
    char *text = mnz_arena_alloc(&j->arena, length + 1, 1);

    for (size_t i = 0; i < length; i++)
        ends += bytes[i] == '\0';
    j->num_fields = ends / 2;
    j->fields = mnz_arena_alloc(&j->arena, j->num_fields + 1, sizeof *j->fields);
    if (!text || !j->fields)
        return MNZ_ERR_NOMEM;
    memcpy(text, bytes, length);
    for (size_t i = 0; i < j->num_fields; i++) {
        j->fields[i].key = text;
        text += strlen(text) + 1;
        j->fields[i].value = text;
        text += strlen(text) + 1;
    }
    return MNZ_OK;
}

/* MNZ_ERR_INPUT where the header is not whole. */
static enum mnz_status
read_header(struct mnz_journal *j, uint64_t end)
{
    unsigned char *bytes = NULL, start[MAGIC];
    size_t room = 0, length = 0;
    uint32_t unit = 0;
    enum mnz_status st = MNZ_OK;
    const ssize_t got = read_at(j->fd, start, MAGIC, 0);

    if (got < 0)
        return MNZ_ERR_IO;
    if (got < MAGIC || memcmp(start, magic, MAGIC) != 0)
        return MNZ_ERR_INPUT;
    st = read_record(j->fd, MAGIC, end, &unit, &bytes, &room, &length);
    if (!st && (length == 0 || unit != HEADER_UNIT))
        st = MNZ_ERR_INPUT;
    if (!st)
        st = take_fields(j, bytes, length);
    j->size = MAGIC + HEAD + length + TAIL;
    free(bytes);
    return st;
}

static enum mnz_status
size_of(int fd, uint64_t *size)
{
    struct stat info;

    if (fstat(fd, &info) != 0)
        return MNZ_ERR_IO;
    *size = (uint64_t)info.st_size;
    return MNZ_OK;
}

/* Find the records behind the header, up to the first that is torn. */
static enum mnz_status
find_records(struct mnz_journal *j, uint64_t end)
{
    unsigned char *bytes = NULL;
    size_t room = 0, length = 0;
    enum mnz_status st = MNZ_OK;

    while (j->size < end) {
        uint32_t unit;

        st = read_record(j->fd, j->size, end, &unit, &bytes, &room, &length);
        if (st || length == 0 || unit >= j->num_units)
            break;
        j->count += j->offsets[unit] == 0;
        j->offsets[unit] = j->size;
        j->size += HEAD + length + TAIL;
    }
    j->torn = end - j->size;
    free(bytes);
    return st;
}

/* Whether a file that has no whole header is something else than a torn journal. */
static int
is_other(int fd)
{
    unsigned char start[MAGIC];
    const ssize_t got = read_at(fd, start, MAGIC, 0);

    return got > 0 && memcmp(start, magic, (size_t)got) != 0;
}

/* A journal of the same study goes on after its last whole record. */
static enum mnz_status
go_on(struct mnz_journal *j, const struct mnz_journal_field *fields, size_t num_fields,
      uint64_t end, struct mnz_arena *arena, const char **difference)
{
    enum mnz_status st;

    *difference =
        mnz_journal_compare(j->fields, j->num_fields, fields, num_fields, arena);
    if (!*difference)
        return MNZ_ERR_NOMEM;
    if (**difference)
        return MNZ_ERR_INPUT;
    st = find_records(j, end);
    if (!st && j->torn > 0 && ftruncate(j->fd, (off_t)j->size) != 0)
        st = MNZ_ERR_IO;
    return st;
}

enum mnz_status
mnz_journal_resume(const char *path, const struct mnz_journal_field *fields,
                   size_t num_fields, uint32_t num_units, struct mnz_arena *arena,
                   const char **difference, struct mnz_journal **out)
{
    struct mnz_journal *j = journal_new(num_units);
    uint64_t end = 0;
    enum mnz_status st;

    *out = NULL;
    *difference = "";
    if (!j)
        return MNZ_ERR_NOMEM;
    st = open_locked(j, path);
    if (!st)
        st = size_of(j->fd, &end);
    if (!st)
        st = read_header(j, end);
    if (!st)
        st = go_on(j, fields, num_fields, end, arena, difference);
    else if (st == MNZ_ERR_INPUT && is_other(j->fd))
        *difference = "it is no journal";
    else if (st == MNZ_ERR_INPUT)
        st = begin(j, fields, num_fields);
    if (st)
        mnz_journal_close(j);
    else
        *out = j;
    return st;
}

enum mnz_status
mnz_journal_open(const char *path, struct mnz_journal **out)
{
    struct mnz_journal *j = journal_new(0);
    uint64_t end = 0;
    enum mnz_status st;

    *out = NULL;
    if (!j)
        return MNZ_ERR_NOMEM;
    j->fd = open(path, O_RDONLY | O_CLOEXEC);
    st = j->fd < 0 ? MNZ_ERR_IO : size_of(j->fd, &end);
    if (!st)
        st = read_header(j, end);
    if (st)
        mnz_journal_close(j);
    else
        *out = j;
    return st;
}

enum mnz_status
mnz_journal_index(struct mnz_journal *journal, uint32_t num_units)
{
    uint64_t *offsets = calloc((size_t)num_units + 1, sizeof *offsets);
    uint64_t end = 0;
    enum mnz_status st;

    if (!offsets)
        return MNZ_ERR_NOMEM;
    free(journal->offsets);
    journal->offsets = offsets;
    journal->num_units = num_units;
    st = size_of(journal->fd, &end);
    return st ? st : find_records(journal, end);
}

const struct mnz_journal_field *
mnz_journal_fields(const struct mnz_journal *journal, size_t *count)
{
    *count = journal->num_fields;
    return journal->fields;
}

/* Value number `n` of a key; NULL where there are fewer. */
static const char *
value_of(const struct mnz_journal_field *fields, size_t count, const char *key,
         size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, key) == 0 && n-- == 0)
            return fields[i].value;
    return NULL;
}

/* Add "; key: A there, B here" to `text` for each value of `a` that `b` has not;
 * `swapped`: only those that `b` has none for, with the words the other way round. */
static const char *
add_differences(const char *text, const struct mnz_journal_field *a, size_t num_a,
                const struct mnz_journal_field *b, size_t num_b, int swapped,
                struct mnz_arena *arena)
{
    for (size_t i = 0; text && i < num_a; i++) {
        const char *other;
        size_t n = 0;

        for (size_t k = 0; k < i; k++)
            n += strcmp(a[k].key, a[i].key) == 0;
        other = value_of(b, num_b, a[i].key, n);
        if (other && (swapped || strcmp(other, a[i].value) == 0))
            continue;
        text = mnz_arena_printf(arena, "%s%s%s: %.*s there, %.*s here", text,
                                *text ? "; " : "", a[i].key, (int)SHOWN,
                                swapped ? "none" : a[i].value, (int)SHOWN,
                                swapped ? a[i].value
                                : other ? other
                                        : "none");
    }
    return text;
}

const char *
mnz_journal_compare(const struct mnz_journal_field *there, size_t num_there,
                    const struct mnz_journal_field *here, size_t num_here,
                    struct mnz_arena *arena)
{
    const char *text = add_differences(mnz_arena_strdup(arena, ""), there, num_there,
                                       here, num_here, 0, arena);

    return add_differences(text, here, num_here, there, num_there, 1, arena);
}

int
mnz_journal_has(const struct mnz_journal *journal, uint32_t unit)
{
    return unit < journal->num_units && journal->offsets[unit] > 0;
}

uint32_t
mnz_journal_count(const struct mnz_journal *journal)
{
    return journal->count;
}

uint64_t
mnz_journal_torn(const struct mnz_journal *journal)
{
    return journal->torn;
}

enum mnz_status
mnz_journal_append(struct mnz_journal *journal, uint32_t unit, const void *bytes,
                   size_t length)
{
    const uint64_t offset = journal->size, now = second_now();
    const enum mnz_status st = write_record(journal, unit, bytes, length);

    if (st)
        return st;
    journal->offsets[unit] = offset;
    journal->count++;
    if (now == journal->synced)
        return MNZ_OK;
    journal->synced = now;
    /* Bytes that cannot be forced to the disk now get there in their time. */
    (void)fsync(journal->fd);
    return MNZ_OK;
}

enum mnz_status
mnz_journal_read(const struct mnz_journal *journal, uint32_t unit,
                 unsigned char **bytes, size_t *room, size_t *length)
{
    uint32_t found = unit;
    enum mnz_status st;

    *length = 0;
    if (!mnz_journal_has(journal, unit))
        return MNZ_OK;
    st = read_record(journal->fd, journal->offsets[unit], journal->size, &found, bytes,
                     room, length);
    if (!st && (*length == 0 || found != unit)) {
        errno = EBADMSG;
        st = MNZ_ERR_IO;
    }
    return st;
}
