#ifndef MNZ_BASE_FILES_H
#define MNZ_BASE_FILES_H

#include <stddef.h>
#include <stdio.h>
#include "base/arena.h"
#include "monazite/status.h"

/*
 * Read the regular file at `path`, at most `max_bytes` of it, into `arena`. *text ends
 * in a NUL that *length does not count, and is the caller's to write to. Anything that
 * could hang or never end (a fifo, a device, a socket) is refused unopened or unread.
 *
 * On MNZ_ERR_IO *why is the reason ("is a directory", "is larger than 16 MiB", "No such
 * file or directory"), in `arena` or constant.
 */
MNZ_NODISCARD enum mnz_status mnz_file_read(const char *path, size_t max_bytes,
                                            struct mnz_arena *arena, char **text,
                                            size_t *length, const char **why);

/*
 * The absolute path of an existing file with links followed, in `arena`: two paths of
 * one file give the same. NULL when there is none, with errno.
 */
char *mnz_file_real_path(const char *path, struct mnz_arena *arena);

/* The path that leads from `folder` to `file`, both absolute and without "..", in
 * `arena`: "../b/c.yaml". NULL without memory. */
const char *mnz_file_relative(const char *folder, const char *file,
                              struct mnz_arena *arena);

/*
 * Close the stream of an open_memstream() into *text. MNZ_ERR_NOMEM, with *text freed
 * and NULL, where the text is not all there: without memory the C library may close the
 * stream as if nothing were wrong and leave no text.
 */
MNZ_NODISCARD enum mnz_status mnz_text_end(FILE *memory, char **text);

/*
 * A file that appears under its name only when it is complete. Write to `stream`, then
 * commit. Zero-initialised it is no file. Where the name is that of a device or pipe,
 * there is no temporary file and writing goes straight to it.
 */
struct mnz_outfile {
    FILE *stream;
    char *path;      /* where it is to appear  */
    char *temporary; /* where it is written    */
};

/* Open a temporary file beside `path`. MNZ_ERR_IO with errno, or MNZ_ERR_NOMEM. */
MNZ_NODISCARD enum mnz_status mnz_outfile_open(struct mnz_outfile *file,
                                               const char *path);

/*
 * Flush, sync, close and rename, each checked, an earlier error of the stream included.
 * On MNZ_ERR_IO, with errno, nothing has appeared and the temporary is gone. Either way
 * the file is closed and zeroed.
 */
MNZ_NODISCARD enum mnz_status mnz_outfile_commit(struct mnz_outfile *file);

/* The same but for the rename: the file stays under its temporary name, closed. On
 * MNZ_ERR_IO, with errno, it is there too. The caller commits or discards. */
MNZ_NODISCARD enum mnz_status mnz_outfile_close(struct mnz_outfile *file);

/* Close and remove the temporary; does nothing when committed or zeroed. Keeps errno.
 */
void mnz_outfile_discard(struct mnz_outfile *file);

/* Make a directory and those above it; an existing one is fine. MNZ_ERR_IO with errno.
 */
MNZ_NODISCARD enum mnz_status mnz_dir_make(const char *path);

#endif
