/* cmd_check.c - validate scenarios and print the balance sheet they imply. */

#include <math.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "cli/load_model.h"
#include "network/check.h"
#include "study/model.h"

static enum mnz_status
print_memory(const struct mnz_network *network)
{
    size_t bytes;
    const enum mnz_status st = mnz_run_expect_bytes(network, &bytes);

    if (!st)
        printf("\nMemory of a run, however many trials: about %.0f MB a thread\n",
               ceil((double)bytes / 1e6));
    return st;
}

static int
check_one(const char *path, const struct mnz_load_options *options)
{
    struct mnz_model *model;
    struct mnz_check *check = NULL;
    struct mnz_diags *warnings = NULL;
    int status = mnz_load_model(path, options, &model);
    enum mnz_status st = MNZ_OK;

    if (!status) {
        st = mnz_diags_create(&warnings);
        if (!st)
            st = mnz_check_create(model->network, warnings, &check);
        if (!st && !options->quiet) {
            mnz_print_diags(warnings);
            st = mnz_check_write(check, stdout);
            if (!st)
                st = print_memory(model->network);
        }
        status = mnz_report_written(path, st);
    }
    mnz_check_destroy(check);
    mnz_diags_destroy(warnings);
    mnz_model_destroy(model);
    return status;
}

static int
run(const struct mnz_call *call)
{
    int status = MNZ_EXIT_DONE;

    for (size_t i = 0; i < call->num_operands; i++) {
        const int one = check_one(call->operands[i], call->fields);

        status = one > status ? one : status;
    }
    return status ? status : mnz_close_output();
}

const struct mnz_command mnz_command_check = {
    .name = "check",
    .summary = "validate scenarios; print the balance sheet they imply",
    .description =
        "Reads each scenario and reports every problem with its file, line and column. "
        "Of a sound one it prints the flows of the baseline by material and element, "
        "facilities near capacity, the uncertain inputs, and the memory of a run.",
    .operand = MNZ_OPERAND_SCENARIOS,
    .examples =
        (const char *const[]){"monazite check scenarios/baseline-2025.yaml", NULL},
    .options = mnz_load_option_rows,
    .fields_size = sizeof(struct mnz_load_options),
    .run = run,
};
