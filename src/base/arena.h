#ifndef MNZ_BASE_ARENA_H
#define MNZ_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include "monazite/status.h"

struct mnz_arena_chunk;

/*
 * Memory that is given piece by piece and freed all at once. Zero-initialised it is
 * empty and ready; look into it only through the functions. One thread at a time.
 */
struct mnz_arena {
    struct mnz_arena_chunk *chunks; /* the one in use first */
    size_t bytes;                   /* held from malloc     */
    int has_failed;                 /* some piece could not be given */
    int counts_only; /* mnz_arena_alloc() gives no memory: see there     */
};

/*
 * Room for `count` elements of `size` bytes, cleared. Its start is a multiple of 64
 * bytes when the whole is at least 32 long, else fit for any type. Asking for nothing
 * gives a pointer that must not be read through. NULL on overflow or without memory.
 *
 * Of an arena that `counts_only` every pointer is such a one: only mnz_arena_bytes()
 * grows, to tell what would be held.
 */
void *mnz_arena_alloc(struct mnz_arena *arena, size_t count, size_t size);

/* Copies of text, NULL without memory; the second takes `length` bytes and adds a NUL.
 */
char *mnz_arena_strdup(struct mnz_arena *arena, const char *text);
char *mnz_arena_strndup(struct mnz_arena *arena, const char *text, size_t length);

/* printf into the arena; NULL without memory. */
char *mnz_arena_printf(struct mnz_arena *arena, const char *format, ...)
    MNZ_PRINTF(2, 3);
char *mnz_arena_vprintf(struct mnz_arena *arena, const char *format, va_list args)
    MNZ_PRINTF(2, 0);

/* Free everything; the arena is empty and usable again. */
void mnz_arena_finish(struct mnz_arena *arena);

/* Whether some piece could not be given since the arena was empty: for callers that
 * go on without an optional text and check once at the end. */
int mnz_arena_has_failed(const struct mnz_arena *arena);

/* How many bytes it holds from the system. */
size_t mnz_arena_bytes(const struct mnz_arena *arena);

#endif
