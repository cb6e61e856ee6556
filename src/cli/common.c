/* common.c - what the commands share. */

#include "cli/common.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/names.h"
#include "report/style.h"
#include "study/monte_carlo.h"

/* Set by SIGINT and SIGTERM; workers look at it between batches. A signal handler has
 * no other way to speak to the program. */
static atomic_int stop_asked;

int
mnz_report_failure(const char *what, enum mnz_status status)
{
    if (status == MNZ_ERR_IO)
        fprintf(stderr, "monazite: %s: %s\n", what, strerror(errno));
    else
        fprintf(stderr, "monazite: %s: %s\n", what, mnz_status_text(status));
    return status == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : MNZ_EXIT_FAILED;
}

int
mnz_world_load(struct mnz_world *world, const char *path,
               const struct mnz_options *options)
{
    enum mnz_status st;

    *world = (struct mnz_world){0};
    st = mnz_diags_create(&world->diags);
    if (!st)
        st = mnz_scenario_load(path, options->settings, options->num_settings,
                               world->diags, &world->scenario);
    if (!st)
        st = mnz_network_create(world->scenario, world->diags, &world->network);
    if (!st)
        st = mnz_run_verify(world->scenario, world->diags);
    if (world->diags && (st || !options->quiet))
        mnz_diags_print(world->diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    if (!st)
        return MNZ_EXIT_DONE;
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return mnz_report_failure(path, st);
}

void
mnz_world_finish(struct mnz_world *world)
{
    mnz_network_destroy(world->network);
    mnz_scenario_destroy(world->scenario);
    mnz_diags_destroy(world->diags);
}

int
mnz_close_output(void)
{
    const int has_failed = ferror(stdout);

    errno = 0;
    if (fflush(stdout) == 0 && !has_failed)
        return MNZ_EXIT_DONE;
    /* What failed earlier left no reason: ask for it again. */
    if (errno == 0 && write(STDOUT_FILENO, "\n", 1) == 1)
        errno = 0;
    if (errno == EPIPE)
        return MNZ_EXIT_DONE;
    fprintf(stderr, "monazite: standard output: %s\n",
            errno ? strerror(errno) : "write error");
    return MNZ_EXIT_FAILED;
}

int
mnz_check_choice(const char *command, const char *what, const char *given,
                 const char *const *choices, size_t count)
{
    const char *nearest = mnz_nearest(given, choices, count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(given, choices[i]) == 0)
            return MNZ_EXIT_DONE;
    fprintf(stderr, "monazite %s: there is no %s '%s'", command, what, given);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?", nearest);
    fprintf(stderr, "%s choose from:", nearest ? " Or" : ";");
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, " %s", choices[i]);
    fprintf(stderr, "\n");
    return MNZ_EXIT_INPUT;
}

double
mnz_seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
ask_to_stop(int signal_number)
{
    (void)signal_number;
    atomic_store(&stop_asked, 1);
}

void
mnz_catch_signals(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop};

    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND; /* a second Ctrl-C ends at once */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

const atomic_int *
mnz_stop_flag(void)
{
    return &stop_asked;
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

/* Say what kept a file of the run's folder from being written. */
int
mnz_make_and_open(const char *dir, const char *name, struct mnz_outfile *file)
{
    const enum mnz_status st = mnz_dir_make(dir);

    return st ? mnz_report_failure(dir, st) : mnz_open_in(dir, name, file);
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

int
mnz_open_in(const char *dir, const char *name, struct mnz_outfile *file)
{
    char *path = path_in(dir, name);
    enum mnz_status st = path ? mnz_outfile_open(file, path) : MNZ_ERR_NOMEM;

    free(path);
    return st ? mnz_report_in(dir, name, st) : MNZ_EXIT_DONE;
}
