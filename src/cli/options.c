/* options.c - the command line, read by a table. */

#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"

enum { MAX_SPECS = 32 };

static const struct mnz_option_spec *
find_spec(const struct mnz_option_spec *specs, size_t num_specs, const char *arg)
{
    const size_t length = strcspn(arg, "=");

    for (size_t i = 0; i < num_specs; i++) {
        if (strncmp(arg, "--", 2) == 0 && strlen(specs[i].name) == length &&
            strncmp(arg, specs[i].name, length) == 0)
            return &specs[i];
        if (specs[i].letter && arg[0] == '-' && arg[1] == specs[i].letter)
            return &specs[i];
    }
    return NULL;
}

static int
refuse_unknown(const char *command, const struct mnz_option_spec *specs,
               size_t num_specs, const char *arg)
{
    const char *names[MAX_SPECS] = {NULL};
    const char *nearest;

    for (size_t i = 0; i < num_specs; i++)
        names[i] = specs[i].name;
    nearest = mnz_nearest(arg, names, num_specs);
    fprintf(stderr, "monazite %s: unknown option '%s'", command, arg);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?", nearest);
    fprintf(stderr, "\nTry 'monazite %s --help'.\n", command);
    return MNZ_EXIT_INPUT;
}

static int
read_count(const char *command, const char *name, const char *text, uint64_t least,
           uint64_t most, uint64_t *out)
{
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end || errno || value < least ||
        value > most) {
        fprintf(stderr,
                "monazite %s: %s takes a whole number from %llu to %llu, not '%s'\n",
                command, name, (unsigned long long)least, (unsigned long long)most,
                text);
        return MNZ_EXIT_INPUT;
    }
    *out = value;
    return MNZ_EXIT_DONE;
}

static int
store(struct mnz_options *o, const char *command, const struct mnz_option_spec *spec,
      const char *value)
{
    const char *name = spec->name + 2;

    if (strcmp(name, "trials") == 0) {
        o->has_trials = 1;
        return read_count(command, spec->name, value, 1, 1000000000, &o->trials);
    }
    if (strcmp(name, "seed") == 0) {
        o->has_seed = 1;
        return read_count(command, spec->name, value, 0, UINT64_MAX, &o->seed);
    }
    if (strcmp(name, "threads") == 0)
        return read_count(command, spec->name, value, 1, 256, &o->threads);
    if (strcmp(name, "sampler") == 0)
        o->sampler = value;
    else if (strcmp(name, "output") == 0)
        o->out_dir = value;
    else if (strcmp(name, "csv") == 0)
        o->csv_table = value;
    else if (strcmp(name, "observed") == 0)
        o->observed = value;
    else if (strcmp(name, "naive-base") == 0)
        o->naive_base = value;
    else if (strcmp(name, "set") == 0)
        o->settings[o->num_settings++].text = value;
    else if (strcmp(name, "inputs") == 0)
        o->inputs[o->num_inputs++] = value;
    else if (strcmp(name, "error") == 0)
        o->error = value;
    else if (strcmp(name, "ess") == 0)
        o->ess = value;
    else if (strcmp(name, "draws") == 0)
        o->draws = value;
    else if (strcmp(name, "trials-csv") == 0)
        o->trials_csv = 1;
    else if (strcmp(name, "quiet") == 0)
        o->quiet = 1;
    else if (strcmp(name, "no-progress") == 0)
        o->no_progress = 1;
    else if (strcmp(name, "graph") == 0)
        o->graph = 1;
    else if (strcmp(name, "full") == 0)
        o->full = 1;
    else if (strcmp(name, "help") == 0)
        o->help = 1;
    return MNZ_EXIT_DONE;
}

/* The value of an option: after '=', after the letter, or the next argument. */
static const char *
value_of(const char *arg, int argc, char **argv, int *i)
{
    const char *equals = strchr(arg, '=');

    if (strncmp(arg, "--", 2) == 0 && equals)
        return equals + 1;
    if (strncmp(arg, "--", 2) != 0 && arg[2])
        return arg + 2;
    if (*i + 1 < argc)
        return argv[++*i];
    return NULL;
}

int
mnz_options_read(struct mnz_options *o, const char *command,
                 const struct mnz_option_spec *specs, size_t num_specs, int argc,
                 char **argv)
{
    int only_names = 0;

    *o = (struct mnz_options){0};
    o->scenarios = calloc((size_t)argc + 1, sizeof *o->scenarios);
    o->settings = calloc((size_t)argc + 1, sizeof *o->settings);
    o->inputs = calloc((size_t)argc + 1, sizeof *o->inputs);
    if (!o->scenarios || !o->settings || !o->inputs) {
        fprintf(stderr, "monazite: out of memory\n");
        return MNZ_EXIT_FAILED;
    }
    for (int i = 0; i < argc; i++) {
        const struct mnz_option_spec *spec;
        const char *value = NULL;
        int status;

        if (only_names || argv[i][0] != '-' || strcmp(argv[i], "-") == 0) {
            o->scenarios[o->num_scenarios++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            only_names = 1;
            continue;
        }
        spec = find_spec(specs, num_specs, argv[i]);
        if (!spec || (!spec->value && strchr(argv[i], '=')) ||
            (!spec->value && argv[i][1] != '-' && argv[i][2]))
            return refuse_unknown(command, specs, num_specs, argv[i]);
        if (spec->value) {
            value = value_of(argv[i], argc, argv, &i);
            if (!value) {
                fprintf(stderr, "monazite %s: %s needs %s\n", command, spec->name,
                        spec->value);
                return MNZ_EXIT_INPUT;
            }
        }
        status = store(o, command, spec, value);
        if (status)
            return status;
    }
    return MNZ_EXIT_DONE;
}

void
mnz_options_finish(struct mnz_options *options)
{
    free(options->scenarios);
    free(options->settings);
    free(options->inputs);
}

void
mnz_options_print(const struct mnz_option_spec *specs, size_t num_specs)
{
    for (size_t i = 0; i < num_specs; i++) {
        char left[64];

        snprintf(left, sizeof left, "%s%c%s%s%s%s", specs[i].letter ? "-" : "",
                 specs[i].letter ? specs[i].letter : ' ',
                 specs[i].letter ? ", " : "   ", specs[i].name,
                 specs[i].value ? " " : "", specs[i].value ? specs[i].value : "");
        printf("  %-26s %s\n", left, specs[i].help);
    }
}
