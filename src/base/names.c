/* names.c - names with dense ids, and the nearest name to a misspelt one. */

#include "base/names.h"

#include <string.h>

#include "base/bug.h"
#include "base/fnv.h"

enum { FIRST_SLOTS = 16, LONGEST_WORD = 128 };

static int grow(struct mnz_names *names);
static uint32_t slot_of(const struct mnz_names *names, const char *text, uint32_t hash);
static uint32_t free_slot(const struct mnz_names *names, uint32_t hash);
static uint32_t hash_of(const char *text);
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length,
                       size_t limit);

enum mnz_status
mnz_names_intern(struct mnz_names *names, const char *text, uint32_t *id)
{
    const uint32_t hash = hash_of(text);
    const char *copy;

    if (names->num_slots) {
        const uint32_t slot = slot_of(names, text, hash);

        if (names->slots[slot]) {
            *id = names->slots[slot] - 1;
            return MNZ_OK;
        }
    }
    if (names->count >= names->num_slots / 2 && !grow(names))
        return MNZ_ERR_NOMEM;
    copy = mnz_arena_strdup(names->arena, text);
    if (!copy)
        return MNZ_ERR_NOMEM;
    *id = names->count++;
    names->texts[*id] = copy;
    names->hashes[*id] = hash;
    names->slots[free_slot(names, hash)] = *id + 1;
    return MNZ_OK;
}

/* Twice the slots, never more than half of them in use, so that probes end soon. */
static int
grow(struct mnz_names *names)
{
    struct mnz_names bigger = *names;

    if (names->num_slots > UINT32_MAX / 4)
        return 0;
    bigger.num_slots = names->num_slots ? names->num_slots * 2 : FIRST_SLOTS;
    bigger.slots =
        mnz_arena_alloc(names->arena, bigger.num_slots, sizeof *bigger.slots);
    bigger.texts =
        mnz_arena_alloc(names->arena, bigger.num_slots / 2, sizeof *bigger.texts);
    bigger.hashes =
        mnz_arena_alloc(names->arena, bigger.num_slots / 2, sizeof *bigger.hashes);
    if (!bigger.slots || !bigger.texts || !bigger.hashes)
        return 0;
    for (uint32_t id = 0; id < names->count; id++) {
        bigger.texts[id] = names->texts[id];
        bigger.hashes[id] = names->hashes[id];
        bigger.slots[free_slot(&bigger, names->hashes[id])] = id + 1;
    }
    *names = bigger;
    return 1;
}

/* The slot that holds `text`, or the free one where it would go. */
static uint32_t
slot_of(const struct mnz_names *names, const char *text, uint32_t hash)
{
    uint32_t slot = hash & (names->num_slots - 1);

    for (; names->slots[slot]; slot = (slot + 1) & (names->num_slots - 1)) {
        const uint32_t id = names->slots[slot] - 1;

        if (names->hashes[id] == hash && strcmp(names->texts[id], text) == 0)
            break;
    }
    return slot;
}

/* Where a name that is not among them goes. */
static uint32_t
free_slot(const struct mnz_names *names, uint32_t hash)
{
    uint32_t slot = hash & (names->num_slots - 1);

    while (names->slots[slot])
        slot = (slot + 1) & (names->num_slots - 1);
    return slot;
}

/* FNV-1a, then mixed so that the low bits depend on all of it. */
static uint32_t
hash_of(const char *text)
{
    uint64_t h = mnz_fnv(MNZ_FNV, text, strlen(text));

    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return (uint32_t)(h ^ (h >> 32));
}

uint32_t
mnz_names_find(const struct mnz_names *names, const char *text)
{
    uint32_t entry;

    if (!names->num_slots)
        return MNZ_NAME_NONE;
    entry = names->slots[slot_of(names, text, hash_of(text))];
    return entry ? entry - 1 : MNZ_NAME_NONE;
}

const char *
mnz_names_text(const struct mnz_names *names, uint32_t id)
{
    MNZ_BUG_IF(id >= names->count);
    return names->texts[id];
}

uint32_t
mnz_names_count(const struct mnz_names *names)
{
    return names->count;
}

const char *
mnz_nearest(const char *word, const char *const *candidates, size_t num_candidates)
{
    const size_t length = strlen(word);
    const char *nearest = NULL;
    size_t limit = length / 3 > 1 ? length / 3 : 1;

    if (length == 0 || length > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < num_candidates; i++) {
        size_t candidate_length, d;

        if (!candidates[i])
            continue;
        candidate_length = strnlen(candidates[i], LONGEST_WORD + 1);
        if (candidate_length == 0 || candidate_length > LONGEST_WORD)
            continue;
        d = distance(word, length, candidates[i], candidate_length, limit);
        /* A one-letter word is one letter away from any other. */
        if (d > limit || (d > 0 && d >= length))
            continue;
        nearest = candidates[i];
        if (d == 0)
            break;
        limit = d - 1;
    }
    return nearest;
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/*
 * Damerau-Levenshtein distance (adjacent swaps), or anything above `limit` once it is
 * sure to be more. Lengths are at most LONGEST_WORD.
 */
static size_t
distance(const char *a, size_t a_length, const char *b, size_t b_length, size_t limit)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    if ((a_length > b_length ? a_length - b_length : b_length - a_length) > limit)
        return limit + 1;
    for (size_t j = 0; j <= b_length; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t least = row[0] = i, *spare = before;

        for (size_t j = 1; j <= b_length; j++) {
            const char ca = lower(a[i - 1]), cb = lower(b[j - 1]);
            size_t best = above[j - 1] + (ca != cb);

            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && ca == lower(b[j - 2]) && cb == lower(a[i - 2]) &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
            if (best < least)
                least = best;
        }
        if (least > limit + 1) /* a swap can win back one */
            return least;
        before = above;
        above = row;
        row = spare;
    }
    return above[b_length];
}

/* A mismatch after a star lets the last star take one byte more; no need to go back
 * further. */
int
mnz_glob_match(const char *pattern, const char *text)
{
    const char *star = NULL, *taken = NULL;

    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            taken = text;
        } else if (*pattern == '?' || *pattern == *text) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star;
            text = ++taken;
        } else {
            return 0;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}
