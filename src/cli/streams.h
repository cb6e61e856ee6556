#ifndef MNZ_CLI_STREAMS_H
#define MNZ_CLI_STREAMS_H

#include "base/files.h"
#include "report/screen.h"

/*
 * Flush and check standard output: a full disk is MNZ_EXIT_FAILED with a message; a
 * reader who left is no failure. To be called right after the last write.
 */
int mnz_close_output(void);

/* The exit status after `subject` failed with `status`, with a message on standard
 * error. */
int mnz_report_failure(const char *subject, enum mnz_status status);

/*
 * The exit status after something was written to standard output: a failed stream is
 * reported, or forgiven, by mnz_close_output().
 */
int mnz_report_written(const char *subject, enum mnz_status status);

/* How to draw on a stream. */
struct mnz_screen mnz_screen_on(FILE *stream);

/* Open a file of a command's folder for writing. Returns an exit status, with a
 * message. */
int mnz_open_in(const char *dir, const char *name, struct mnz_outfile *file);

/* The same of the first file of a folder, which is made if need be. A folder that
 * cannot be written is better known before the work than after. */
int mnz_make_and_open(const char *dir, const char *name, struct mnz_outfile *file);

/* The status after such a file could not be written, with a message. */
int mnz_report_in(const char *dir, const char *name, enum mnz_status status);

#endif
