/* load_model.c - a scenario for a command, with its problems on standard error. */

#include "cli/load_model.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "cli/version.h"
#include "report/style.h"

const struct mnz_option mnz_load_option_rows[] = {
    {MNZ_OPTION_TEXTS, .name = "set", .value = "PATH=VALUE",
     .help = "change one value of the scenario; may be repeated",
     .offset = MNZ_FIELD(struct mnz_load_options, settings, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "quiet", .letter = 'q',
     .help = "print only errors and what was asked for",
     .offset = MNZ_FIELD(struct mnz_load_options, quiet, int)},
    {MNZ_OPTION_COUNT, .name = "max-memory", .value = "MB",
     .help = "fail rather than take more than so many megabytes of memory",
     .offset = MNZ_FIELD(struct mnz_load_options, max_memory, struct mnz_option_count),
     .least = 16, .most = 1e9},
    {MNZ_OPTION_COUNT, .name = "time-limit", .value = "SECONDS",
     .help = "end with status 1 after so many seconds; a run stops then, and has as "
             "long again to write what is done",
     .offset = MNZ_FIELD(struct mnz_load_options, time_limit, struct mnz_option_count),
     .least = 1, .most = 1e8},
    {MNZ_OPTION_FILE, .name = "sarif", .value = "FILE",
     .help = "write messages about scenarios to FILE too, as SARIF 2.1.0 for editors "
             "and code hosts",
     .offset = MNZ_FIELD(struct mnz_load_options, sarif.file, const char *)},
    MNZ_OPTIONS_END,
};

void
mnz_end_in_time(int signal_number)
{
    static const char text[] = "monazite: the time limit is reached\n";

    (void)signal_number;
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(MNZ_EXIT_FAILED);
}

/* Bounds that the command line sets for all that a scenario can make the program do. */
static int
set_limits(const struct mnz_load_options *options)
{
    if (options->max_memory.is_given) {
        const rlim_t bytes = (rlim_t)options->max_memory.value << 20;
        const struct rlimit limit = {bytes, bytes};

        if (setrlimit(RLIMIT_AS, &limit) != 0)
            return mnz_report_failure("--max-memory", MNZ_ERR_IO);
    }
    if (options->time_limit.is_given) {
        struct sigaction action = {.sa_handler = mnz_end_in_time};

        sigemptyset(&action.sa_mask);
        if (sigaction(SIGALRM, &action, NULL) != 0)
            return mnz_report_failure("--time-limit", MNZ_ERR_IO);
        alarm((unsigned)options->time_limit.value);
    }
    return MNZ_EXIT_DONE;
}

int
mnz_is_piped(const char *path)
{
    return strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0 ||
           strncmp(path, "/dev/fd/", 8) == 0;
}

char *
mnz_read_piped(const char *path, struct mnz_arena *arena)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    char *text = f ? mnz_arena_alloc(arena, MNZ_MOST_PIPED + 1, 1) : NULL;
    const size_t length = text ? fread(text, 1, MNZ_MOST_PIPED + 1, f) : 0;

    if (!text || ferror(f)) {
        mnz_report_failure(path, f && !text ? MNZ_ERR_NOMEM : MNZ_ERR_IO);
        text = NULL;
    } else if (length > MNZ_MOST_PIPED) {
        mnz_say("monazite: %s: this is more than 16 MiB\n", path);
        text = NULL;
    } else if (memchr(text, '\0', length)) {
        mnz_say("monazite: %s: this is no text\n", path);
        text = NULL;
    }
    if (f && f != stdin)
        fclose(f);
    return text;
}

void
mnz_print_diags(const struct mnz_diags *diags)
{
    mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
}

int
mnz_load_model(const char *path, const char *text,
               const struct mnz_load_options *options, struct mnz_model **model)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st;
    int error, status;

    *model = NULL;
    status = set_limits(options);
    if (status)
        return status;
    st = mnz_diags_create(&diags);
    if (!st)
        st = mnz_model_read(path, text, options->settings.items,
                            options->settings.count, diags, model);
    error = errno;
    if (diags)
        mnz_note_diags(options, diags);
    if (diags && (st || !options->quiet))
        mnz_print_diags(diags);
    errno = error;
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(path, st) : MNZ_EXIT_DONE;
}

void
mnz_note_diags(const struct mnz_load_options *options, const struct mnz_diags *diags)
{
    if (options->sarif.log)
        mnz_sarif_add(options->sarif.log, diags);
}

/* The option's field; NULL in a command that reads no scenarios. */
static struct mnz_sarif_option *
sarif_of(const struct mnz_command *command, void *fields)
{
    struct mnz_option_table table;

    mnz_option_table_make(&table, command);
    for (size_t i = 0; i < table.count; i++)
        if (strcmp(table.rows[i].name, "sarif") == 0)
            return (struct mnz_sarif_option *)(void *)((char *)fields +
                                                       table.rows[i].offset);
    return NULL;
}

int
mnz_sarif_begin(const struct mnz_command *command, void *fields)
{
    struct mnz_sarif_option *option = sarif_of(command, fields);

    if (!option || !option->file)
        return MNZ_EXIT_DONE;
    return mnz_sarif_create(&option->log) ? mnz_report_failure("--sarif", MNZ_ERR_NOMEM)
                                          : MNZ_EXIT_DONE;
}

int
mnz_sarif_end(const struct mnz_command *command, void *fields, int status, int is_first)
{
    struct mnz_sarif_option *option = sarif_of(command, fields);
    struct mnz_outfile file;
    enum mnz_status st;

    if (!option || !option->log)
        return status;
    st = is_first ? mnz_outfile_open(&file, option->file) : MNZ_OK;
    if (is_first && !st) {
        st =
            mnz_sarif_write(option->log, mnz_build_info().version, status, file.stream);
        if (st)
            mnz_outfile_discard(&file);
        else
            st = mnz_outfile_commit(&file);
    }
    mnz_sarif_destroy(option->log);
    option->log = NULL;
    return st ? mnz_report_failure(option->file, st) : status;
}
