#ifndef MNZ_STUDY_JOURNAL_H
#define MNZ_STUDY_JOURNAL_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "monazite/status.h"

/*
 * A journal: the units of a study that are done, in a file that only grows.
 *
 * The file is the line "monazite journal 1", then records: the length of the contents
 * and the number of the unit (4 bytes each), the contents, and the FNV-1a hash of all
 * these (8 bytes); the lowest byte first. The first record, of number 2^32 - 1, is the
 * header: fields, each a key and a value that end with a NUL, which say which study it
 * is of. What follows the last whole record was torn by a crash and is cut off.
 *
 * The file is locked while it is open for writing.
 */
struct mnz_journal;

/* A part of what makes a study: "seed", "7". A key may occur more than once. */
struct mnz_journal_field {
    const char *key, *value;
};

/*
 * Begin a journal at `path` in place of one that may be there, or with `path` NULL in a
 * temporary file. Units are 0 .. num_units - 1. MNZ_ERR_IO with errno (EWOULDBLOCK
 * where another program holds it), or MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_journal_create(const char *path,
                                                 const struct mnz_journal_field *fields,
                                                 size_t num_fields, uint32_t num_units,
                                                 struct mnz_journal **out);

/*
 * Go on with the journal at `path`; where there is none, or its header was torn, begin
 * one. MNZ_ERR_INPUT where its fields are others: *difference names each that differs,
 * in `arena`: "seed: 7 there, 8 here; trials: ...". Else fails as mnz_journal_create().
 */
MNZ_NODISCARD enum mnz_status
mnz_journal_resume(const char *path, const struct mnz_journal_field *fields,
                   size_t num_fields, uint32_t num_units, struct mnz_arena *arena,
                   const char **difference, struct mnz_journal **out);

/* Open a journal for reading; its fields say how many units there may be: see
 * mnz_journal_index(). MNZ_ERR_INPUT where the file is no journal. */
MNZ_NODISCARD enum mnz_status mnz_journal_open(const char *path,
                                               struct mnz_journal **out);

/* Find the units of an opened journal. */
MNZ_NODISCARD enum mnz_status mnz_journal_index(struct mnz_journal *journal,
                                                uint32_t num_units);

/* Closes and unlocks; does nothing when `journal` is NULL. Keeps errno. */
void mnz_journal_close(struct mnz_journal *journal);

/* The fields of its header. */
const struct mnz_journal_field *mnz_journal_fields(const struct mnz_journal *journal,
                                                   size_t *count);

/* "key: A there, B here" for each key whose values differ, in `arena`, "" where none
 * does; NULL without memory. Long values are cut. */
const char *mnz_journal_compare(const struct mnz_journal_field *there, size_t num_there,
                                const struct mnz_journal_field *here, size_t num_here,
                                struct mnz_arena *arena);

/* Whether a unit is done, and how many are. */
int mnz_journal_has(const struct mnz_journal *journal, uint32_t unit);
uint32_t mnz_journal_count(const struct mnz_journal *journal);

/* How many bytes after the last whole record were cut off. */
uint64_t mnz_journal_torn(const struct mnz_journal *journal);

/*
 * Write a unit that is not done. It is in the file when this returns, and on the disk
 * at most a second later, or when the journal is closed. MNZ_ERR_IO with errno: the
 * journal is as before. One thread at a time.
 */
MNZ_NODISCARD enum mnz_status mnz_journal_append(struct mnz_journal *journal,
                                                 uint32_t unit, const void *bytes,
                                                 size_t length);

/*
 * Read a unit into *bytes, [*room], which grows as needed and is the caller's to free.
 * The contents are whole. *length is 0 for a unit that is not done. MNZ_ERR_IO with
 * errno; EBADMSG where the file was changed meanwhile.
 */
MNZ_NODISCARD enum mnz_status mnz_journal_read(const struct mnz_journal *journal,
                                               uint32_t unit, unsigned char **bytes,
                                               size_t *room, size_t *length);

#endif
