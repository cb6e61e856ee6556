#ifndef MNZ_BASE_NAMES_H
#define MNZ_BASE_NAMES_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "monazite/status.h"

#define MNZ_NAME_NONE UINT32_MAX

/*
 * A set of names, each with a dense id: 0, 1, 2 ... in the order in which they were
 * first seen. Start with `struct mnz_names names = {.arena = &arena}`: everything,
 * copies of the texts included, lives in that arena, so there is nothing to finish.
 */
struct mnz_names {
    struct mnz_arena *arena;
    const char **texts; /* by id                                   */
    uint32_t *hashes;   /* by id: growing reads no text again      */
    uint32_t *slots;    /* open addressing: id + 1, or 0 when free */
    uint32_t count;
    uint32_t num_slots; /* a power of two                          */
};

/*
 * The id of `text` in *id, adding it when new. MNZ_ERR_NOMEM leaves the set as it was.
 */
MNZ_NODISCARD enum mnz_status mnz_names_intern(struct mnz_names *names,
                                               const char *text, uint32_t *id);

/* The id of `text`, or MNZ_NAME_NONE. */
uint32_t mnz_names_find(const struct mnz_names *names, const char *text);

/* The text of an id below mnz_names_count(). */
const char *mnz_names_text(const struct mnz_names *names, uint32_t id);
uint32_t mnz_names_count(const struct mnz_names *names);

/* Whether `text` matches `pattern`: '*' stands for any letters or none, '?' for one
 * byte, everything else for itself. */
int mnz_glob_match(const char *pattern, const char *text);

/*
 * The candidate nearest to `word`, in letters to insert, delete, replace or swap,
 * whatever their case; the first of several. NULL when the nearest differs in more than
 * a third of the word's letters (one is always forgiven). `candidates` may hold NULLs.
 * Words over 128 bytes have no nearest.
 */
const char *mnz_nearest(const char *word, const char *const *candidates,
                        size_t num_candidates);

#endif
