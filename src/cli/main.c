/* main.c - the program: finds the command, hands over. */

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/ranks_mpi.h"
#include "cli/streams.h"
#include "cli/version.h"

static void
print_help(FILE *stream)
{
    fprintf(stream, "monazite %s - critical minerals under export controls\n\n",
            mnz_build_info().version);
    fprintf(stream, "usage: monazite COMMAND [OPTION]... SCENARIO...\n\n");
    for (const struct mnz_command *const *c = mnz_commands; *c; c++)
        fprintf(stream, "  %-9s %s\n", (*c)->name, (*c)->summary);
    fprintf(stream, "\n'monazite COMMAND --help' tells its options.\n"
                    "example: monazite run scenarios/china-licensing-2025-12.yaml\n");
}

/* A reader that leaves early, as head does, and a file that may not grow are found by
 * the failing write. */
static void
ignore_signals_of_writing(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
#ifdef SIGXFSZ
    sigaction(SIGXFSZ, &ignore, NULL);
#endif
}

/* Where a standard stream is closed, the next file to be opened would take its number,
 * and messages would go into that file. */
static void
open_standard_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

/* `monazite help run` is `monazite run --help`. */
static int
help(const char *name)
{
    const struct mnz_command *command = name ? mnz_command_find(name) : NULL;

    if (name && !command)
        return mnz_command_refuse(name);
    if (command)
        mnz_help_print(command);
    else
        print_help(stdout);
    return mnz_close_output();
}

static int
call_in_ranks(const struct mnz_command *command, int argc, char *const *argv)
{
    const struct mnz_ranks *ranks = mnz_ranks_begin();

    if (ranks) /* lines of one rank are not mixed with those of another */
        setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
    return mnz_ranks_end(ranks, mnz_command_call(command, ranks, argc, argv));
}

/* All ranks would do the same work and write the same files. */
static int
call_alone(const struct mnz_command *command, int argc, char *const *argv)
{
    const char *size = getenv("OMPI_COMM_WORLD_SIZE");

    if (!size || strcmp(size, "1") == 0)
        return mnz_command_call(command, NULL, argc, argv);
    mnz_say("monazite %s: it does not share its work among the ranks of mpirun; "
            "'monazite run', 'compare', 'drivers' and 'sweep' do\n",
            command->name);
    return MNZ_EXIT_INPUT;
}

int
main(int argc, char **argv)
{
    const struct mnz_command *command;

    open_standard_streams();
    gsl_set_error_handler_off();
    setlocale(LC_CTYPE, "");
    ignore_signals_of_writing();
    if (argc < 2) {
        print_help(stderr);
        return MNZ_EXIT_INPUT;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return help(argv[2]);
    if (strcmp(argv[1], "--version") == 0) {
        mnz_version_print(stdout);
        return mnz_close_output();
    }
    command = mnz_command_find(argv[1]);
    if (!command)
        return mnz_command_refuse(argv[1]);
    return command->takes_ranks ? call_in_ranks(command, argc - 2, argv + 2)
                                : call_alone(command, argc - 2, argv + 2);
}
