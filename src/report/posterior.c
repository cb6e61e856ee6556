/* posterior.c - a calibration's posterior as files that a scenario can be run from. */

#include <string.h>

#include "base/files.h"
#include "document/document.h"
#include "report/calibration_layer.h"
#include "report/table.h"
#include "study/calibration_source.h"
#include "study/model.h"

/* A folder while the posterior is written to it. */
struct folder {
    const struct mnz_calibration *calibration;
    const char *path;
    struct mnz_arena arena;
    struct mnz_outfile file;
};

static enum mnz_status write_draws(struct folder *f);
static enum mnz_status write_layer(struct folder *f);

/* The draws first: the layer is written when they are there. */
enum mnz_status
mnz_calibration_write(const struct mnz_calibration *calibration, const char *folder)
{
    struct folder f = {.calibration = calibration, .path = folder};
    enum mnz_status st = mnz_dir_make(folder);

    if (!st)
        st = write_draws(&f);
    if (!st)
        st = write_layer(&f);
    mnz_outfile_discard(&f.file);
    mnz_arena_finish(&f.arena);
    return st;
}

static enum mnz_status
open_file(struct folder *f, const char *name)
{
    const char *path = mnz_arena_printf(&f->arena, "%s/%s", f->path, name);

    return path ? mnz_outfile_open(&f->file, path) : MNZ_ERR_NOMEM;
}

static enum mnz_status
write_draws(struct folder *f)
{
    const struct mnz_result *result = mnz_calibration_result(f->calibration);
    const struct mnz_outcome outcome = {
        .num_results = 1,
        .results = &result,
        .observations = f->calibration->source->observations,
        .calibration = f->calibration,
    };
    struct mnz_cells cells;
    enum mnz_status st = open_file(f, "draws.csv");

    if (st)
        return st;
    cells = mnz_table_cells(&mnz_table_draws, &mnz_format_csv, &mnz_cells_plain,
                            f->file.stream);
    st = mnz_table_write(&mnz_table_draws, &outcome, &cells);
    return st ? st : mnz_outfile_commit(&f->file);
}

/* The scenario's own document, which settings may have changed in the model. */
static enum mnz_status
find_base(const struct mnz_model *model, struct mnz_arena *arena,
          const struct mnz_tree **out)
{
    struct mnz_diags *diags;
    enum mnz_status st;

    *out = model->scenario->tree;
    if (model->num_settings == 0)
        return MNZ_OK;
    st = mnz_diags_create(&diags);
    if (st)
        return st;
    st = mnz_document_load(model->scenario->path, NULL, 0, arena, diags, out);
    mnz_diags_destroy(diags);
    return st;
}

enum mnz_status
mnz_posterior_write(const struct mnz_calibration *calibration, const char *folder,
                    FILE *stream)
{
    const struct mnz_calibration_source *source = calibration->source;
    const char *slash = strrchr(source->observations->file, '/');
    struct mnz_arena arena = {0};
    struct mnz_posterior_layer layer = {
        .calibration = calibration,
        .folder = mnz_file_real_path(folder, &arena),
        .scenario = mnz_file_real_path(source->model->scenario->path, &arena),
        .draws = "draws.csv",
        .observed = slash ? slash + 1 : source->observations->file,
    };
    enum mnz_status st = find_base(source->model, &arena, &layer.base);

    if (!st && (!layer.folder || !layer.scenario))
        st = MNZ_ERR_IO;
    if (!st)
        st = mnz_posterior_layer_write(&layer, stream);
    mnz_arena_finish(&arena);
    return st;
}

static enum mnz_status
write_layer(struct folder *f)
{
    enum mnz_status st = open_file(f, "posterior.yaml");

    if (!st)
        st = mnz_posterior_write(f->calibration, f->path, f->file.stream);
    return st ? st : mnz_outfile_commit(&f->file);
}
