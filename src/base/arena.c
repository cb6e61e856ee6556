/* arena.c - memory given piece by piece and freed all at once. */

#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"

enum { CACHE_LINE = 64, FIRST_CHUNK = 4096, LARGEST_CHUNK = 1 << 20 };

/* Chunks come cleared from calloc and each byte is given once: so pieces are zero. */
struct mnz_arena_chunk {
    struct mnz_arena_chunk *next;
    size_t used, size; /* of the bytes that follow the header */
};

static void *fail(struct mnz_arena *arena);
static void *allocate(struct mnz_arena *arena, size_t bytes, size_t alignment);
static void *take(struct mnz_arena_chunk *chunk, size_t bytes, size_t alignment);
static struct mnz_arena_chunk *add_chunk(struct mnz_arena *arena, size_t bytes);

void *
mnz_arena_alloc(struct mnz_arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (!mnz_size_mul(count, size, &bytes))
        return fail(arena);
    if (arena->counts_only) {
        arena->bytes += (bytes + CACHE_LINE - 1) & ~(size_t)(CACHE_LINE - 1);
        return arena;
    }
    return allocate(arena, bytes,
                    bytes >= CACHE_LINE / 2 ? CACHE_LINE : alignof(max_align_t));
}

static void *
fail(struct mnz_arena *arena)
{
    arena->has_failed = 1;
    return NULL;
}

static void *
allocate(struct mnz_arena *arena, size_t bytes, size_t alignment)
{
    struct mnz_arena_chunk *chunk = arena->chunks;
    void *piece = chunk ? take(chunk, bytes, alignment) : NULL;

    if (piece)
        return piece;
    chunk = add_chunk(arena, bytes);
    return chunk ? take(chunk, bytes, alignment) : fail(arena);
}

static void *
take(struct mnz_arena_chunk *chunk, size_t bytes, size_t alignment)
{
    char *start = (char *)(chunk + 1) + chunk->used;
    size_t skip = (size_t)(-(uintptr_t)start & (alignment - 1));
    size_t left = chunk->size - chunk->used;

    if (skip > left || bytes > left - skip)
        return NULL;
    chunk->used += skip + bytes;
    return start + skip;
}

/*
 * A chunk with room for `bytes` wherever it falls. Big pieces get a chunk of their own
 * behind the one in use, whose rest stays good for small ones.
 */
static struct mnz_arena_chunk *
add_chunk(struct mnz_arena *arena, size_t bytes)
{
    struct mnz_arena_chunk *current = arena->chunks, *chunk;
    size_t size = FIRST_CHUNK, needed, total;

    if (current)
        size = current->size >= LARGEST_CHUNK / 2 ? LARGEST_CHUNK : current->size * 2;
    if (!mnz_size_add(bytes, CACHE_LINE, &needed))
        return NULL;
    const int is_big = needed > size / 4 && needed > FIRST_CHUNK;
    if (is_big || size < needed)
        size = needed;
    if (!mnz_size_add(size, sizeof *chunk, &total))
        return NULL;
    chunk = calloc(1, total);
    if (!chunk)
        return NULL;
    chunk->size = size;
    if (is_big && current) {
        chunk->next = current->next;
        current->next = chunk;
    } else {
        chunk->next = current;
        arena->chunks = chunk;
    }
    arena->bytes += total;
    return chunk;
}

char *
mnz_arena_strdup(struct mnz_arena *arena, const char *text)
{
    return mnz_arena_strndup(arena, text, strlen(text));
}

char *
mnz_arena_strndup(struct mnz_arena *arena, const char *text, size_t length)
{
    size_t bytes;
    char *copy;

    if (!mnz_size_add(length, 1, &bytes))
        return fail(arena);
    copy = allocate(arena, bytes, 1);
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}

char *
mnz_arena_printf(struct mnz_arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = mnz_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

char *
mnz_arena_vprintf(struct mnz_arena *arena, const char *format, va_list args)
{
    va_list again;
    char *text = NULL;
    int length;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length >= 0)
        text = allocate(arena, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void
mnz_arena_finish(struct mnz_arena *arena)
{
    struct mnz_arena_chunk *chunk = arena->chunks;

    while (chunk) {
        struct mnz_arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
    *arena = (struct mnz_arena){0};
}

int
mnz_arena_has_failed(const struct mnz_arena *arena)
{
    return arena->has_failed;
}

size_t
mnz_arena_bytes(const struct mnz_arena *arena)
{
    return arena->bytes;
}
