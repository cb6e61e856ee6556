/* cmd_check.c - validate scenarios and print the balance sheet they imply. */

#include <math.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "cli/load_model.h"
#include "cli/run_cost.h"
#include "network/check.h"
#include "study/model.h"

struct fields {
    struct mnz_load_options load;
    int cost;
};

static const struct mnz_option options[] = {
    {MNZ_OPTION_SWITCH, .name = "cost",
     .help = "run some trials, and tell the time, memory and outputs of a whole run",
     .offset = MNZ_FIELD(struct fields, cost, int)},
    {MNZ_OPTION_GROUP, .group = mnz_load_option_rows,
     .offset = MNZ_FIELD(struct fields, load, struct mnz_load_options)},
    MNZ_OPTIONS_END,
};

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
check_one(const char *path, const char *text, const struct fields *fields)
{
    struct mnz_model *model;
    struct mnz_check *check = NULL;
    struct mnz_diags *warnings = NULL;
    const struct mnz_load_options *load = &fields->load;
    int status = mnz_load_model(path, text, load, &model);
    enum mnz_status st = MNZ_OK;

    if (!status) {
        st = mnz_diags_create(&warnings);
        if (!st)
            st = mnz_check_create(model->network, warnings, &check);
        if (!st)
            mnz_note_diags(load, warnings);
        if (!st && !load->quiet) {
            mnz_print_diags(warnings);
            st = mnz_check_write(check, stdout);
            if (!st)
                st = print_memory(model->network);
        }
        if (!st && fields->cost)
            st = mnz_run_cost_print(model, stdout);
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
        const int one = check_one(call->operands[i], call->texts[i], call->fields);

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
        "facilities near capacity, the uncertain inputs, and the memory of a run. With "
        "--cost it runs some trials, and tells how long a whole run and a point of a "
        "sweep take, their memory, and the size of each table.",
    .operand = MNZ_OPERAND_SCENARIOS,
    .examples =
        (const char *const[]){"monazite check scenarios/baseline-2025.yaml",
                              "monazite check scenarios/baseline-2025.yaml --cost -q",
                              NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
