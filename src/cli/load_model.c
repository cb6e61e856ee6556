/* load_model.c - a scenario for a command, with its problems on standard error. */

#include "cli/load_model.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "report/style.h"

const struct mnz_option mnz_load_option_rows[] = {
    {MNZ_OPTION_TEXTS, .name = "set", .value = "PATH=VALUE",
     .help = "change one value of the scenario; may be repeated",
     .offset = MNZ_FIELD(struct mnz_load_options, settings, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "quiet", .letter = 'q',
     .help = "print only errors and what was asked for",
     .offset = MNZ_FIELD(struct mnz_load_options, quiet, int)},
    MNZ_OPTIONS_END,
};

void
mnz_print_diags(const struct mnz_diags *diags)
{
    mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
}

int
mnz_load_model(const char *path, const struct mnz_load_options *options,
               struct mnz_model **model)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    *model = NULL;
    if (!st)
        st = mnz_model_load(path, options->settings.items, options->settings.count,
                            diags, model);
    if (diags && (st || !options->quiet))
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(path, st) : MNZ_EXIT_DONE;
}
