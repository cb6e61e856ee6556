/* streams.c - outputs of the program, and messages when they fail. */

#include "cli/streams.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "report/style.h"

void
mnz_say(const char *format, ...)
{
    const int error = errno;
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    va_list args;

    if (!memory) {
        fputs("monazite: out of memory\n", stderr);
        return;
    }
    va_start(args, format);
    vfprintf(memory, format, args);
    va_end(args);
    if (mnz_text_end(memory, &text))
        fputs("monazite: out of memory\n", stderr);
    else
        mnz_utf8_print(stderr, text, "\n\t");
    free(text);
    errno = error;
}

int
mnz_report_failure(const char *subject, enum mnz_status status)
{
    if (status == MNZ_ERR_IO)
        mnz_say("monazite: %s: %s\n", subject, strerror(errno));
    else
        mnz_say("monazite: %s: %s\n", subject, mnz_status_text(status));
    return status == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : MNZ_EXIT_FAILED;
}

int
mnz_report_written(const char *subject, enum mnz_status status)
{
    return !status || status == MNZ_ERR_IO ? MNZ_EXIT_DONE
                                           : mnz_report_failure(subject, status);
}

int
mnz_close_output(void)
{
    const int has_failed = ferror(stdout);

    errno = 0;
    if (fflush(stdout) == 0 && !has_failed)
        return MNZ_EXIT_DONE;
    /* A write that failed earlier left no reason: ask for it again. */
    if (errno == 0 && write(STDOUT_FILENO, "\n", 1) == 1)
        errno = 0;
    if (errno == EPIPE)
        return MNZ_EXIT_DONE;
    mnz_say("monazite: standard output: %s\n", errno ? strerror(errno) : "write error");
    return MNZ_EXIT_FAILED;
}

struct mnz_screen
mnz_screen_on(FILE *stream)
{
    const int fd = fileno(stream);

    return (struct mnz_screen){
        .stream = stream,
        .columns = mnz_style_columns(fd),
        .colour = mnz_style_use_colour(fd),
        .unicode = mnz_style_use_unicode(),
    };
}

/* Path of a file in the run's folder, to be freed; NULL when out of memory. */
static char *
path_in(const char *dir, const char *name)
{
    const size_t size = strlen(dir) + strlen(name) + 2;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s/%s", dir, name);
    return path;
}

int
mnz_report_in(const char *dir, const char *name, enum mnz_status st)
{
    const int reason = errno;
    char *path = path_in(dir, name);
    int status;

    errno = reason;
    status = mnz_report_failure(path ? path : name, st);
    free(path);
    return status;
}
