/* program.c - running the program under test and catching its output. */

#include "cli/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

char *
read_whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    long size;

    if (!f)
        return NULL;
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    size = ftell(f);
    rewind(f);
    text = calloc((size_t)size + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, f), (size_t)size);
    fclose(f);
    return text;
}

void
write_whole(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void
limit(int what, rlim_t most)
{
    const struct rlimit r = {most, most};

    setrlimit((__rlimit_resource_t)what, &r);
}

/* In the child: never returns. */
static void
become_program(const struct conditions *c, const char *const args[], int out)
{
    const char *program = getenv("MNZ_PROGRAM");
    char *argv[MOST_ARGS + 2] = {(char *)(uintptr_t)program};
    const int err = open("stderr.txt", O_CREAT | O_TRUNC | O_WRONLY, 0600);

    for (int i = 0; args[i]; i++)
        argv[i + 1] = (char *)(uintptr_t)args[i];
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    if (c->most_file_bytes)
        limit(RLIMIT_FSIZE, (rlim_t)c->most_file_bytes);
    if (c->most_memory_mb)
        limit(RLIMIT_AS, (rlim_t)c->most_memory_mb << 20);
    if (c->environment) {
        char *copy = strdup(c->environment);
        char *equals = copy ? strchr(copy, '=') : NULL;

        if (equals) {
            *equals = '\0';
            setenv(copy, equals + 1, 1);
        }
    }
    execv(program, argv);
    _exit(127);
}

/* Read one line from the pipe and leave. */
static void
read_a_line(int from)
{
    char c = '\0';

    while (c != '\n' && read(from, &c, 1) == 1)
        continue;
    close(from);
}

/* Whether a process has a handler for SIGINT; 1 also where nothing tells. */
static int
catches_interrupts(pid_t process)
{
    char path[64], line[256];
    unsigned long long caught = ~0ULL;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%ld/status", (long)process);
    f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "SigCgt:", 7) == 0)
            caught = strtoull(line + 7, NULL, 16);
    if (f)
        fclose(f);
    return (int)(caught >> (SIGINT - 1) & 1);
}

static void
wait_ms(int ms)
{
    const struct timespec wait = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&wait, NULL);
}

/* The program catches interrupts when it begins to simulate, which on a busy machine
 * may be late. */
static void
interrupt(pid_t child, int after_ms)
{
    for (int i = 0; i < 3000 && !catches_interrupts(child); i++)
        wait_ms(10);
    wait_ms(after_ms);
    kill(child, SIGINT);
}

struct finished
run_program(const struct conditions *conditions, const char *const args[])
{
    static const struct conditions none;
    const struct conditions *c = conditions ? conditions : &none;
    struct finished f = {0};
    struct rusage usage;
    int pipes[2] = {-1, -1}, out, status;
    pid_t child;

    assert_non_null(getenv("MNZ_PROGRAM"));
    if (c->closes_out_early) {
        assert_int_equal(pipe(pipes), 0);
        out = pipes[1];
    } else {
        out = open(c->out_path ? c->out_path : "stdout.txt",
                   O_WRONLY | (c->out_path ? 0 : O_CREAT | O_TRUNC), 0600);
    }
    assert_true(out >= 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (pipes[0] >= 0)
            close(pipes[0]);
        become_program(c, args, out);
    }
    close(out);
    if (c->closes_out_early)
        read_a_line(pipes[0]);
    if (c->interrupt_after_ms)
        interrupt(child, c->interrupt_after_ms);
    if (c->kill_after_ms) {
        wait_ms(c->kill_after_ms);
        kill(child, SIGKILL);
    }
    while (wait4(child, &status, 0, &usage) < 0)
        assert_int_equal(errno, EINTR);
    f.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    f.peak_kb = usage.ru_maxrss;
    f.out = c->out_path || c->closes_out_early ? strdup("") : read_whole("stdout.txt");
    f.err = read_whole("stderr.txt");
    assert_non_null(f.out);
    assert_non_null(f.err);
    assert_int_not_equal(f.status, 127);
    return f;
}

void
finished_free(struct finished *f)
{
    free(f->out);
    free(f->err);
    *f = (struct finished){0};
}

void
assert_refused(struct finished f, const char *message)
{
    if (f.status != 2 || !strstr(f.err, message) || *f.out)
        fail_msg("status %d, expected '%s' on standard error, got:\n%s", f.status,
                 message, f.err);
    finished_free(&f);
}
