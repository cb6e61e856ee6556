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

/* Print to standard error; what could steer a terminal comes out as '?'. */
MNZ_PRINTF(1, 2) void mnz_say(const char *format, ...);

/* How to draw on a stream. */
struct mnz_screen mnz_screen_on(FILE *stream);

/* The exit status after a file of a command's folder could not be written, with a
 * message. */
int mnz_report_in(const char *dir, const char *name, enum mnz_status status);

#endif
