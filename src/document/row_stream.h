#ifndef MNZ_DOCUMENT_ROW_STREAM_H
#define MNZ_DOCUMENT_ROW_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "monazite/status.h"

/*
 * Rows of a table of any size, one after the other, in memory that does not grow: the
 * separator (comma, semicolon or tab) and the character set are found out, quotes are
 * taken off, and the bytes are hashed on the way.
 */
struct mnz_row_stream;

enum { MNZ_STREAM_MOST_CELLS = 4096, MNZ_STREAM_MOST_ROW = 1 << 20 };

/*
 * Open the file at `path`. Text that is no UTF-8 is read in `charset`, a name that
 * iconv knows; NULL where only UTF-8 is expected. Errors, at `path`, are in `diags`:
 * MNZ_ERR_INPUT. *out is the caller's to close.
 */
MNZ_NODISCARD enum mnz_status mnz_row_stream_open(const char *path, const char *charset,
                                                  struct mnz_diags *diags,
                                                  struct mnz_row_stream **out);

/* Close; does nothing for NULL. */
void mnz_row_stream_close(struct mnz_row_stream *stream);

/*
 * Read the next row that has any text: `cells` [*count], blanks around them apart,
 * valid until the next call. *count is 0 at the end of the file, after which *hash is
 * the digest of all bytes. A row too long, or bytes that are no text in the character
 * set, are MNZ_ERR_INPUT with an error in the diagnostics.
 */
MNZ_NODISCARD enum mnz_status mnz_row_stream_next(struct mnz_row_stream *stream,
                                                  char ***cells, size_t *count);

/* The line of the row read last, from 1 on; and the digest, at the end. */
uint64_t mnz_row_stream_line(const struct mnz_row_stream *stream);
const char *mnz_row_stream_digest(const struct mnz_row_stream *stream);

#endif
