#ifndef TESTS_CLI_PROGRAM_H
#define TESTS_CLI_PROGRAM_H

#include <stddef.h>

/*
 * Runs the program under test, which the environment names as MNZ_PROGRAM, in a folder
 * of its own.
 */

enum { MOST_ARGS = 20 };

/* The result of a run. Texts are the caller's to free by finished_free(). */
struct finished {
    int status; /* exit status, or -signal */
    char *out, *err;
    long peak_kb; /* of memory */
};

/* How to run it. All may be zero. */
struct conditions {
    const char *out_path;    /* standard output goes there, not into `out` */
    const char *environment; /* "LC_ALL=de_DE.UTF-8" */
    long most_file_bytes;    /* RLIMIT_FSIZE */
    long most_memory_mb;     /* RLIMIT_AS */
    int closes_out_early;    /* the reader of standard output leaves after one line */
    int interrupt_after_ms;  /* SIGINT so long after it is caught */
    int kill_after_ms;       /* SIGKILL so long after the start */
};

/* Run it with `args` (without the program's name, ended by NULL). */
struct finished run_program(const struct conditions *conditions,
                            const char *const args[]);
void finished_free(struct finished *f);

/* Exit status 2, `message` on standard error, nothing on standard output. Frees `f`. */
void assert_refused(struct finished f, const char *message);

/* A whole file, or NULL; the caller's to free. */
char *read_whole(const char *path);

/* Write `text` into a new file. */
void write_whole(const char *path, const char *text);

#define RUN(...) run_program(NULL, (const char *const[]){__VA_ARGS__, NULL})
#define RUN_UNDER(conditions, ...)                                                     \
    run_program(&(conditions), (const char *const[]){__VA_ARGS__, NULL})

#endif
