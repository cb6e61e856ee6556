/*
 * fuzz_run.c - libFuzzer entry: any bytes as a scenario file, which is loaded, compiled
 * and, if it is sound and small, run for a few trials. `./bootstrap fuzz` builds it
 * with clang and the sources of the library, and runs it in a folder of scenarios that
 * the input can extend.
 */

#include <gsl/gsl_errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "network/check.h"
#include "study/monte_carlo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Larger worlds say nothing more and take long. */
enum { MOST_STEPS = 80, MOST_LINKS = 200, TRIALS = 9 };

static void
run_a_little(const struct mnz_network *net)
{
    const struct mnz_run_setup options = {.trials = TRIALS, .seed = 1, .threads = 1};
    struct mnz_run *run = NULL;
    const enum mnz_status st = mnz_run_create(net, &options, &run);

    if (st && st != MNZ_ERR_INPUT)
        abort();
    mnz_run_destroy(run);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct mnz_diags *diags = NULL;
    struct mnz_scenario *s = NULL;
    struct mnz_network *net = NULL;
    struct mnz_check *check = NULL;
    enum mnz_status st;
    FILE *f, *nowhere = fopen("/dev/null", "w");

    gsl_set_error_handler_off(); /* as the program does */
    snprintf(path, sizeof path, "fuzz-%ld.yaml", (long)getpid());
    f = fopen(path, "w");
    if (!f || !nowhere || fwrite(data, 1, size, f) != size || fclose(f) ||
        mnz_diags_create(&diags))
        abort();
    st = mnz_scenario_load(path, NULL, 0, diags, &s);
    if (!st)
        st = mnz_network_create(s, diags, &net);
    if (!st)
        st = mnz_check_create(net, diags, &check);
    if (!st && net->num_steps <= MOST_STEPS && net->num_links <= MOST_LINKS)
        run_a_little(net);
    if (st && mnz_diags_errors(diags) == 0)
        abort();
    mnz_diags_print(diags, nowhere, 1);
    fclose(nowhere);
    mnz_check_destroy(check);
    mnz_network_destroy(net);
    mnz_scenario_destroy(s);
    mnz_diags_destroy(diags);
    unlink(path);
    return 0;
}
