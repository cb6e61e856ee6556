/* preload.c - a library loaded before all others, which lets one call of a program
 * fail. MNZ_FAULT says which:
 *
 *     alloc:N        the N-th allocation gets no memory
 *     call:N:ERRNO   the N-th system call of those below fails with ERRNO
 *
 * N is 0 to let none fail. MNZ_FAULT_COUNT names a file that receives the number of
 * allocations and of calls as the program ends. */

#define _GNU_SOURCE 1
#undef _FILE_OFFSET_BITS /* open and open64 are two functions here */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#pragma GCC visibility push(default)

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_ulong allocations, calls;
static unsigned long failing_allocation, failing_call;
static int error;
static int is_ready;

static void
write_counts(void)
{
    const char *path = getenv("MNZ_FAULT_COUNT");
    char text[64];
    int fd, length;

    is_ready = 0;
    if (!path)
        return;
    fd = (int)openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    length = snprintf(text, sizeof text, "%lu %lu\n", atomic_load(&allocations),
                      atomic_load(&calls));
    if (fd >= 0 && write(fd, text, (size_t)length) == length)
        close(fd);
}

__attribute__((constructor)) static void
begin(void)
{
    const char *fault = getenv("MNZ_FAULT");
    char *end;

    if (fault && strncmp(fault, "alloc:", 6) == 0)
        failing_allocation = strtoul(fault + 6, NULL, 10);
    if (fault && strncmp(fault, "call:", 5) == 0) {
        failing_call = strtoul(fault + 5, &end, 10);
        error = *end ? atoi(end + 1) : EIO;
    }
    is_ready = 1;
}

__attribute__((destructor)) static void
finish(void)
{
    write_counts();
}

static int
allocation_fails(void)
{
    if (!is_ready || atomic_fetch_add(&allocations, 1) + 1 != failing_allocation)
        return 0;
    errno = ENOMEM;
    return 1;
}

static int
call_fails(void)
{
    if (!is_ready || atomic_fetch_add(&calls, 1) + 1 != failing_call)
        return 0;
    errno = error;
    return 1;
}

void *
malloc(size_t size)
{
    return allocation_fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return allocation_fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
    return allocation_fails() ? NULL : __libc_realloc(old, size);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static mode_t
mode_of(int flags, va_list arguments)
{
    return flags & O_CREAT ? (mode_t)va_arg(arguments, int) : 0;
}

int
open(const char *path, int flags, ...)
{
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return call_fails() ? -1 : NEXT(open)(path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return call_fails() ? -1 : NEXT(open64)(path, flags, mode);
}

ssize_t
read(int fd, void *bytes, size_t size)
{
    return call_fails() ? -1 : NEXT(read)(fd, bytes, size);
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
    return call_fails() ? -1 : NEXT(write)(fd, bytes, size);
}

int
fflush(FILE *stream)
{
    return call_fails() ? EOF : NEXT(fflush)(stream);
}

int
fsync(int fd)
{
    return call_fails() ? -1 : NEXT(fsync)(fd);
}

int
rename(const char *from, const char *to)
{
    return call_fails() ? -1 : NEXT(rename)(from, to);
}

int
mkdir(const char *path, mode_t mode)
{
    return call_fails() ? -1 : NEXT(mkdir)(path, mode);
}

int
stat(const char *restrict path, struct stat *restrict info)
{
    return call_fails() ? -1 : NEXT(stat)(path, info);
}

int
stat64(const char *restrict path, struct stat64 *restrict info)
{
    return call_fails() ? -1 : NEXT(stat64)(path, info);
}

int
fstat64(int fd, struct stat64 *info)
{
    return call_fails() ? -1 : NEXT(fstat64)(fd, info);
}

int
fstat(int fd, struct stat *info)
{
    return call_fails() ? -1 : NEXT(fstat)(fd, info);
}

FILE *
fdopen(int fd, const char *mode)
{
    return call_fails() ? NULL : NEXT(fdopen)(fd, mode);
}

char *
realpath(const char *restrict path, char *restrict resolved)
{
    return call_fails() ? NULL : NEXT(realpath)(path, resolved);
}
