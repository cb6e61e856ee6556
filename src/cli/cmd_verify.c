/* cmd_verify.c - whether a folder of results is whole, and of one run. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "report/manifest_read.h"

/* Compare every file of the manifest; the exit status so far. */
static int
compare_files(const char *folder, const struct mnz_manifest_file *files, size_t count)
{
    int status = MNZ_EXIT_DONE;

    for (size_t i = 0; i < count && status != MNZ_EXIT_FAILED; i++) {
        enum mnz_manifest_state state;
        const enum mnz_status st = mnz_manifest_compare(folder, &files[i], &state);

        if (st) {
            status = mnz_report_in(folder, files[i].name, st);
        } else if (state != MNZ_FILE_WHOLE) {
            mnz_say("monazite verify: %s/%s %s\n", folder, files[i].name,
                    state == MNZ_FILE_MISSING
                        ? "is missing"
                        : "is not the file that the manifest lists");
            status = MNZ_EXIT_INPUT;
        }
    }
    return status;
}

static int
is_listed(const char *name, const struct mnz_manifest_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return 1;
    return 0;
}

/* Results of another run beside those of the manifest would be taken for its own. */
static int
find_strays(const char *folder, const struct mnz_manifest_file *files, size_t count,
            struct mnz_arena *arena)
{
    int status = MNZ_EXIT_DONE;

    for (const struct mnz_command *const *c = mnz_commands; *c; c++)
        for (const struct mnz_output *o = (*c)->outputs; o && o->file; o++) {
            const char *path = mnz_arena_printf(arena, "%s/%s", folder, o->file);
            struct stat info;

            if (!path)
                return mnz_report_failure(folder, MNZ_ERR_NOMEM);
            if (strcmp(o->file, "manifest.json") == 0 || o->is_journal ||
                is_listed(o->file, files, count) || stat(path, &info) != 0)
                continue;
            if (status == MNZ_EXIT_DONE)
                mnz_say("monazite verify: %s is not in the manifest\n", path);
            status = MNZ_EXIT_INPUT;
        }
    return status;
}

static int
verify_folder(const char *folder, struct mnz_arena *arena)
{
    const char *path = mnz_arena_printf(arena, "%s/manifest.json", folder);
    struct mnz_manifest_file *files = NULL;
    size_t count = 0;
    enum mnz_status st =
        path ? mnz_manifest_read(path, arena, &files, &count) : MNZ_ERR_NOMEM;
    int status, strays;

    if (st == MNZ_ERR_INPUT || (st == MNZ_ERR_IO && errno == ENOENT)) {
        mnz_say("monazite verify: %s %s\n", path,
                st == MNZ_ERR_INPUT ? "is no manifest that lists files" : "is missing");
        return MNZ_EXIT_INPUT;
    }
    if (st)
        return mnz_report_failure(path ? path : folder, st);
    status = compare_files(folder, files, count);
    if (status == MNZ_EXIT_FAILED)
        return status;
    strays = find_strays(folder, files, count, arena);
    if (!status && !strays)
        printf("%s: %zu files, all as the manifest lists them\n", folder, count);
    return status ? status : strays;
}

static int
run(const struct mnz_call *call)
{
    struct mnz_arena arena = {0};
    int status = MNZ_EXIT_DONE;

    for (size_t i = 0; i < call->num_operands; i++) {
        const int one = verify_folder(call->operands[i], &arena);

        if (status == MNZ_EXIT_DONE)
            status = one;
    }
    mnz_arena_finish(&arena);
    return status ? status : mnz_close_output();
}

const struct mnz_command mnz_command_verify = {
    .name = "verify",
    .summary = "tell whether a folder of results is whole",
    .description =
        "Compares each file of a folder that -o wrote with the hash in its "
        "manifest.json. A file that is missing, was changed, or is of another run is "
        "named, and the exit status is 2.",
    .operand = MNZ_OPERAND_FOLDERS,
    .examples = (const char *const[]){"monazite verify out", NULL},
    .run = run,
};
