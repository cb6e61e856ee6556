/* cmd_why.c - why an industry is short. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/streams.h"
#include "report/label.h"
#include "report/suppliers.h"
#include "study/model.h"

/* The industry that an operand names; MNZ_NONE with a message. */
static uint32_t
find_industry(const struct mnz_model *model, const char *text)
{
    const char *nearest;
    const uint32_t node = mnz_label_find_industry(model->network, text, &nearest);

    if (node != MNZ_NONE)
        return node;
    fprintf(stderr, "monazite why: there is no industry '%s'", text);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?", nearest);
    fputc('\n', stderr);
    return MNZ_NONE;
}

static int
run(const struct mnz_call *call)
{
    const struct mnz_load_options *options = call->fields;
    const struct mnz_screen screen = mnz_screen_on(stdout);
    struct mnz_model *model;
    int status = mnz_load_model(call->operands[0], options, &model);
    uint32_t industry = MNZ_NONE;

    if (!status)
        industry = find_industry(model, call->operands[1]);
    if (!status && industry == MNZ_NONE)
        status = MNZ_EXIT_INPUT;
    if (!status && !options->quiet)
        status = mnz_report_written(
            call->operands[0], mnz_suppliers_draw(&screen, model->network, industry));
    mnz_model_destroy(model);
    return status ? status : mnz_close_output();
}

const struct mnz_command mnz_command_why = {
    .name = "why",
    .summary = "list who sells to an industry, under which controls",
    .description =
        "Lists the suppliers of an industry and theirs in turn: share, tonnes, lead "
        "time, stocks, capacity, and the controls on each link and plant with their "
        "terms. The industry is named by its identifier or by its label, such as \"JP "
        "auto motors\".",
    .operand = MNZ_OPERAND_ONE_AND_NAME,
    .operand_name = "INDUSTRY",
    .examples =
        (const char *const[]){
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy", NULL},
    .options = mnz_load_option_rows,
    .fields_size = sizeof(struct mnz_load_options),
    .run = run,
};
