/*
 * fuzz_tables.c - libFuzzer entry: bytes from outside that are no scenario. The first
 * byte chooses: a table of observations, a distribution as a setting, a figure and
 * a criterion as the command line has them, or a file of public statistics with its
 * map; the latter two are parted by a byte 0xFF. Runs in a folder with everything.yaml.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monazite/criterion.h"
#include "monazite/diag.h"
#include "monazite/figure.h"
#include "monazite/import.h"
#include "monazite/model.h"
#include "monazite/observe.h"
#include "monazite/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char world[] = "everything.yaml";

/* A refusal says why, and nothing else ends a call. */
static void
expect_reason(enum mnz_status st, const struct mnz_diags *diags)
{
    if (st && (st != MNZ_ERR_INPUT || mnz_diags_errors(diags) == 0))
        abort();
}

static struct mnz_model *
load(void)
{
    struct mnz_model *model;

    if (mnz_model_load(world, NULL, 0, NULL, &model))
        abort();
    return model;
}

static void
read_observations(const char *text, struct mnz_diags *diags)
{
    struct mnz_model *model = load();
    struct mnz_observations *seen = NULL;

    expect_reason(mnz_model_observe_text(model, "seen.csv", text, diags, &seen), diags);
    mnz_observations_destroy(seen);
    mnz_model_destroy(model);
}

static void
read_distribution(const char *text, struct mnz_diags *diags)
{
    const char *settings[2];
    char *setting = malloc(strlen(text) + 64);
    struct mnz_model *model = NULL;

    if (!setting)
        abort();
    sprintf(setting, "links.0.lead=%s", text);
    settings[0] = setting;
    expect_reason(mnz_model_load(world, settings, 1, diags, &model), diags);
    mnz_model_destroy(model);
    free(setting);
}

static void
read_figures(const char *text, struct mnz_diags *diags)
{
    struct mnz_model *model = load();
    struct mnz_criteria criteria = {0};
    struct mnz_figure figure;
    uint32_t branch;

    expect_reason(mnz_figure_read(model, text, diags, &figure), diags);
    expect_reason(mnz_criteria_read(model, "--until", text, diags, &criteria), diags);
    expect_reason(mnz_branch_read(model, "--given", text, diags, &branch), diags);
    mnz_model_destroy(model);
}

static void
write_whole(const char *path, const uint8_t *data, size_t size)
{
    FILE *f = fopen(path, "w");

    if (!f || fwrite(data, 1, size, f) != size || fclose(f))
        abort();
}

static void
import_file(const uint8_t *data, size_t size, struct mnz_diags *diags)
{
    const uint8_t *cut = memchr(data, 0xFF, size);
    const size_t first = cut ? (size_t)(cut - data) : size;
    char file[64], map[64];
    const char *const files[] = {file};
    struct mnz_import_job job = {.files = files, .num_files = 1, .map = map};
    FILE *nowhere = fopen("/dev/null", "w");

    if (!nowhere || size == 0)
        abort();
    snprintf(file, sizeof file, "fuzz-%ld.csv", (long)getpid());
    snprintf(map, sizeof map, "fuzz-%ld-map.yaml", (long)getpid());
    write_whole(file, data + 1, first > 0 ? first - 1 : 0);
    write_whole(map, cut ? cut + 1 : data, cut ? size - first - 1 : 0);
    job.format = (enum mnz_import_format)(data[0] % MNZ_NUM_IMPORT_FORMATS);
    job.as = (enum mnz_import_as)(data[0] / 16 % MNZ_NUM_IMPORT_AS);
    expect_reason(mnz_import(&job, nowhere, nowhere, diags), diags);
    fclose(nowhere);
    unlink(file);
    unlink(map);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mnz_diags *diags;
    char *text;

    if (size < 2)
        return 0;
    text = malloc(size);
    if (!text || mnz_diags_create(&diags))
        abort();
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    if (data[0] % 4 == 0)
        read_observations(text, diags);
    else if (data[0] % 4 == 1)
        read_distribution(text, diags);
    else if (data[0] % 4 == 2)
        read_figures(text, diags);
    else
        import_file(data + 1, size - 1, diags);
    mnz_diags_destroy(diags);
    free(text);
    return 0;
}
