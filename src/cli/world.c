/* world.c - a scenario, loaded and compiled for a command. */

#include "cli/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "report/style.h"
#include "study/monte_carlo.h"

const struct mnz_option mnz_world_option_rows[] = {
    {MNZ_OPTION_TEXTS, .name = "set", .value = "PATH=VALUE",
     .help = "change one value of the scenario; may be repeated",
     .offset = MNZ_FIELD(struct mnz_world_options, settings, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "quiet", .letter = 'q',
     .help = "print only errors and what was asked for",
     .offset = MNZ_FIELD(struct mnz_world_options, quiet, int)},
    MNZ_OPTIONS_END,
};

void
mnz_print_diags(const struct mnz_diags *diags)
{
    mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
}

static enum mnz_status
load_scenario(struct mnz_world *world, const char *path,
              const struct mnz_option_texts *texts)
{
    struct mnz_setting *settings = calloc(texts->count + 1, sizeof *settings);
    enum mnz_status st;

    if (!settings)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < texts->count; i++)
        settings[i].text = texts->items[i];
    st =
        mnz_scenario_load(path, settings, texts->count, world->diags, &world->scenario);
    free(settings);
    return st;
}

int
mnz_world_load(struct mnz_world *world, const char *path,
               const struct mnz_world_options *options)
{
    enum mnz_status st;

    *world = (struct mnz_world){0};
    st = mnz_diags_create(&world->diags);
    if (!st)
        st = load_scenario(world, path, &options->settings);
    if (!st)
        st = mnz_network_create(world->scenario, world->diags, &world->network);
    if (!st)
        st = mnz_run_verify(world->scenario, world->diags);
    if (world->diags && (st || !options->quiet))
        mnz_print_diags(world->diags);
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
