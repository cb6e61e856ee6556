#ifndef MNZ_BASE_OUTSET_H
#define MNZ_BASE_OUTSET_H

#include "base/files.h"
#include "base/sha256.h"

/* A file of a set: complete under a temporary name until the set is committed. */
struct mnz_outset_file {
    char *name; /* in the folder */
    char *path, *temporary;
    char sha256[MNZ_SHA256_TEXT];
};

/*
 * Files of one folder that appear together. Each is written and kept under a temporary
 * name; only when all of them are complete does the set take their names, in the order
 * in which they were kept. From begin to finish the folder is locked against others.
 * Zero-initialised it is none.
 */
struct mnz_outset {
    char *folder;
    int lock; /* descriptor of the folder and 1, or 0 */
    struct mnz_outset_file *files;
    size_t count, capacity;
};

/*
 * Make the folder if need be, lock it, and remove temporary files that runs which ended
 * without warning left there. MNZ_ERR_IO with errno: EWOULDBLOCK where another program
 * holds the folder.
 */
MNZ_NODISCARD enum mnz_status mnz_outset_begin(struct mnz_outset *set,
                                               const char *folder);

/* Open a file of the folder for writing. MNZ_ERR_IO with errno, or MNZ_ERR_NOMEM. */
MNZ_NODISCARD enum mnz_status mnz_outset_open(const struct mnz_outset *set,
                                              const char *name,
                                              struct mnz_outfile *file);

/* Flush, sync and close a file and keep it for the commit, with its hash. `file` is
 * zeroed; after MNZ_ERR_IO, with errno, it is gone. */
MNZ_NODISCARD enum mnz_status mnz_outset_keep(struct mnz_outset *set, const char *name,
                                              struct mnz_outfile *file);

/* Give the kept files from number `from` up to `end` their names. MNZ_ERR_IO with
 * errno; the files before the one that failed have their names. */
MNZ_NODISCARD enum mnz_status mnz_outset_commit(struct mnz_outset *set, size_t from,
                                                size_t end);

/* Remove what was not committed, and unlock the folder. Keeps errno. */
void mnz_outset_finish(struct mnz_outset *set);

/* The SHA-256 of a file's bytes. MNZ_ERR_IO with errno. */
MNZ_NODISCARD enum mnz_status mnz_outset_hash(const char *path,
                                              char hex[MNZ_SHA256_TEXT]);

#endif
