/* terminal.c - running the program under test on a pseudo-terminal. */

#include "cli/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/style.h"

/* In the child: never returns. */
static void
become_program(int terminal, const char *environment, const char *const args[])
{
    const char *program = getenv("MNZ_PROGRAM");
    char *argv[MOST_ARGS + 2] = {(char *)(uintptr_t)program};

    for (int i = 0; args[i]; i++)
        argv[i + 1] = (char *)(uintptr_t)args[i];
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (environment)
        putenv((char *)(uintptr_t)environment);
    setsid();
    for (int fd = 0; fd < 3; fd++)
        dup2(terminal, fd);
    execv(program, argv);
    _exit(127);
}

/* All that comes until the other side closes; the caller's to free. */
static char *
read_all(int fd)
{
    size_t length = 0, room = 1 << 16;
    char *text = malloc(room);
    ssize_t got;

    assert_non_null(text);
    while ((got = read(fd, text + length, room - length - 1)) > 0 ||
           (got < 0 && errno == EINTR)) {
        length += got > 0 ? (size_t)got : 0;
        if (room - length < 4096) {
            text = realloc(text, room *= 2);
            assert_non_null(text);
        }
    }
    text[length] = '\0';
    return text;
}

struct finished
run_on_terminal(int columns, const struct conditions *conditions,
                const char *const args[])
{
    const struct winsize size = {.ws_row = 40, .ws_col = (unsigned short)columns};
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    struct finished f = {0};
    int terminal, status;
    pid_t child;

    assert_true(master >= 0);
    assert_int_equal(grantpt(master), 0);
    assert_int_equal(unlockpt(master), 0);
    terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0);
    assert_int_equal(ioctl(terminal, TIOCSWINSZ, &size), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(master);
        become_program(terminal, conditions ? conditions->environment : NULL, args);
    }
    close(terminal);
    f.out = read_all(master);
    close(master);
    while (waitpid(child, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    f.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    f.err = strdup("");
    assert_non_null(f.err);
    assert_int_not_equal(f.status, 127);
    return f;
}

int
widest_line(const char *drawn)
{
    int widest = 0;

    while (*drawn) {
        char line[4096];
        size_t length = 0;
        int width;

        while (*drawn && *drawn != '\r' && *drawn != '\n') {
            if (strncmp(drawn, "\033[", 2) == 0) {
                drawn += strcspn(drawn, "m") + 1;
                continue;
            }
            assert_true(length + 1 < sizeof line);
            line[length++] = *drawn++;
        }
        line[length] = '\0';
        width = mnz_style_width(line);
        widest = width > widest ? width : widest;
        drawn += *drawn != '\0';
    }
    return widest;
}
