/* cmd_explain.c - the cause of a message, and its fix. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "monazite/diag.h"

static const char *
message_code(const struct mnz_command *command, size_t index)
{
    (void)command;
    return index < mnz_message_count() ? mnz_message_get(index)->code : NULL;
}

static void
print_part(const char *title, const char *text)
{
    printf("\n%-8s ", title);
    mnz_help_wrap(text, 9);
}

static int
run(const struct mnz_call *call)
{
    const char *code = call->operands[0];
    const struct mnz_message *m = mnz_message_find(code), *nearest;

    if (!m) {
        nearest = mnz_message_nearest(code);
        mnz_say("monazite explain: there is no message '%s'", code);
        if (nearest)
            mnz_say("; did you mean '%s'?", nearest->code);
        mnz_say("\nCodes look like MNZ-E0241 and stand behind each message.\n");
        return MNZ_EXIT_INPUT;
    }
    printf("%s, %s: %s\n", m->code,
           m->severity == MNZ_SEVERITY_ERROR ? "error" : "warning", m->title);
    print_part("Example", m->example);
    print_part("Cause", m->cause);
    print_part("Fix", m->fix);
    return mnz_close_output();
}

const struct mnz_command mnz_command_explain = {
    .name = "explain",
    .summary = "explain a message by its code: cause and fix",
    .description =
        "Every error and warning about a scenario or table ends with a code. The "
        "command prints the message that the code stands for, an example that causes "
        "it, its cause and its fix. A code may be written in lower case and without "
        "MNZ-. Codes are never renumbered and never used again.",
    .operand = MNZ_OPERAND_NAME,
    .operand_name = "CODE",
    .operand_list = message_code,
    .examples = (const char *const[]){"monazite explain MNZ-E0301",
                                      "monazite explain e0301", NULL},
    .run = run,
};
