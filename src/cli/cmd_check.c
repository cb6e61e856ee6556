/* cmd_check.c - validate scenarios and print the balance sheet they imply. */

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "network/check.h"
#include "report/style.h"
#include "study/monte_carlo.h"

static const struct mnz_option_spec specs[] = {
    {"--set", 0, "PATH=VALUE", "change one value of the scenario; may be repeated"},
    {"--quiet", 'q', NULL, "only errors"},
    {"--help", 'h', NULL, "this text"},
};
enum { NUM_SPECS = sizeof specs / sizeof *specs };

static int check_one(const char *path, const struct mnz_options *options);

int
mnz_cmd_check(int argc, char **argv)
{
    struct mnz_options options;
    int status = mnz_options_read(&options, "check", specs, NUM_SPECS, argc, argv);

    if (!status && options.help) {
        printf("usage: monazite check [OPTION]... SCENARIO...\n\n");
        mnz_options_print(specs, NUM_SPECS);
        printf("\nexample: monazite check scenarios/baseline-2025.yaml\n");
    } else if (!status && options.num_scenarios == 0) {
        fprintf(stderr, "monazite check: which scenario?\n");
        status = MNZ_EXIT_INPUT;
    } else if (!status) {
        for (size_t i = 0; i < options.num_scenarios; i++) {
            const int one = check_one(options.scenarios[i], &options);

            status = one > status ? one : status;
        }
    }
    mnz_options_finish(&options);
    return status ? status : mnz_close_output();
}

static enum mnz_status
say_memory(const struct mnz_network *network)
{
    size_t bytes;
    const enum mnz_status st = mnz_run_expect_bytes(network, &bytes);

    if (!st)
        printf("\nMemory of a run, however many trials: about %.0f MB a thread\n",
               ceil((double)bytes / 1e6));
    return st;
}

static int
check_one(const char *path, const struct mnz_options *options)
{
    struct mnz_world world;
    struct mnz_check *check = NULL;
    struct mnz_diags *warnings = NULL;
    int status = mnz_world_load(&world, path, options);
    enum mnz_status st = MNZ_OK;

    if (!status) {
        st = mnz_diags_create(&warnings);
        if (!st)
            st = mnz_check_create(world.network, warnings, &check);
        if (!st && !options->quiet) {
            mnz_diags_print(warnings, stderr, mnz_style_use_colour(STDERR_FILENO));
            st = mnz_check_write(check, stdout);
            if (!st)
                st = say_memory(world.network);
        }
    }
    /* A failed stream is reported, or forgiven, when it is closed. */
    if (st && st != MNZ_ERR_IO)
        status = mnz_report_failure(path, st);
    mnz_check_destroy(check);
    mnz_diags_destroy(warnings);
    mnz_world_finish(&world);
    return status;
}
