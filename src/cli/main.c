/* main.c - the program: finds the command, hands over. */

#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "cli/commands.h"
#include "cli/common.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"check", mnz_cmd_check, "validate scenarios; print the balance sheet they imply"},
    {"show", mnz_cmd_show, "print the merged scenario with origins, or its graph"},
    {"run", mnz_cmd_run, "simulate scenarios; report the distribution of shortfalls"},
    {"score", mnz_cmd_score, "hold simulated months against measured ones"},
    {"calibrate", mnz_cmd_calibrate, "fit uncertain inputs to measured months"},
    {"schema", mnz_cmd_schema, "print the JSON Schema of scenarios, for editors"},
    {"manual", mnz_cmd_manual,
     "print the tables of every key of the scenario language"},
};
enum { NUM_COMMANDS = sizeof commands / sizeof *commands };

static void
print_help(FILE *stream)
{
    fprintf(stream, "monazite %s - rare-earth supply chains under export controls\n\n",
            MNZ_VERSION);
    fprintf(stream, "usage: monazite COMMAND [OPTION]... SCENARIO...\n\n");
    for (int i = 0; i < NUM_COMMANDS; i++)
        fprintf(stream, "  %-9s %s\n", commands[i].name, commands[i].help);
    fprintf(stream, "\n'monazite COMMAND --help' tells its options.\n"
                    "example: monazite run scenarios/china-licensing-2025-12.yaml\n");
}

static int
refuse_unknown(const char *name)
{
    const char *names[NUM_COMMANDS + 2] = {"--help", "--version"};
    const char *nearest;

    for (int i = 0; i < NUM_COMMANDS; i++)
        names[i + 2] = commands[i].name;
    nearest = mnz_nearest(name, names, NUM_COMMANDS + 2);
    fprintf(stderr, "monazite: unknown command '%s'", name);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?", nearest);
    fprintf(stderr, "\nTry 'monazite --help'.\n");
    return MNZ_EXIT_INPUT;
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

int
main(int argc, char **argv)
{
    gsl_set_error_handler_off();
    setlocale(LC_CTYPE, "");
    ignore_signals_of_writing();
    if (argc < 2) {
        print_help(stderr);
        return MNZ_EXIT_INPUT;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return mnz_close_output();
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("monazite %s\n", MNZ_VERSION);
        return mnz_close_output();
    }
    for (int i = 0; i < NUM_COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    return refuse_unknown(argv[1]);
}
