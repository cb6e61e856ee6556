/* findings.c - the tables of a folder of results in memory. */

#include "charts/findings.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document/text.h"
#include "document/tree.h"
#include "document/yaml_read.h"
#include "base/files.h"

const double mnz_quantile_share[MNZ_QUANTILES] = {0.0,  0.01, 0.05, 0.25, 0.5,
                                                  0.75, 0.95, 0.99, 1.0};
static const char *const quantile_columns[MNZ_QUANTILES] = {
    "min", "p01", "p05", "p25", "p50", "p75", "p95", "p99", "max"};

/* Columns of summary.csv and of the tables by month. */
struct columns {
    uint32_t given, scenario, scope, name, label, country, metric, unit, month;
    uint32_t trials, mean, cvar95, quantile[MNZ_QUANTILES];
};

static enum mnz_status read_table(struct mnz_findings *f, const char *file,
                                  int is_monthly, struct mnz_diags *diags);
static enum mnz_status read_title(struct mnz_findings *f, struct mnz_diags *told);

/* The path of a file in the folder; NULL without memory. */
static const char *
path_of(const struct mnz_findings *findings, struct mnz_arena *arena, const char *file)
{
    return mnz_arena_printf(arena, "%s/%s", findings->folder, file);
}

/* Whether there is something of this name; the paths are in the findings' arena. */
static int
has_file(struct mnz_findings *findings, const char *file)
{
    const char *path = path_of(findings, &findings->arena, file);

    return path && access(path, F_OK) == 0;
}

/* The command that wrote the folder, by its table. */
static const char *
find_command(struct mnz_findings *findings)
{
    static const struct {
        const char *file, *command;
    } studies[] = {{"compare.csv", "compare"},       {"drivers.csv", "drivers"},
                   {"effects.csv", "drivers"},       {"score.csv", "score"},
                   {"sweep.csv", "sweep"},           {"frontier.csv", "frontier"},
                   {"dependency.csv", "dependency"}, {"n-1.csv", "n-1"}};

    for (size_t i = 0; i < sizeof studies / sizeof *studies; i++)
        if (has_file(findings, studies[i].file))
            return studies[i].command;
    return "run";
}

/* A folder of another command than run, which has no figures by month. */
static int
is_study(struct mnz_findings *f)
{
    return strcmp(f->command, "run") != 0 && !has_file(f, "summary.csv");
}

enum mnz_status
mnz_findings_open(const char *folder, struct mnz_diags *diags,
                  struct mnz_findings **out)
{
    struct mnz_findings *f = calloc(1, sizeof *f);
    enum mnz_status st = f ? MNZ_OK : MNZ_ERR_NOMEM;
    int is_of_study;

    *out = NULL;
    if (st)
        goto out;
    f->texts.arena = f->months.arena = f->scenarios.arena = &f->arena;
    f->folder = mnz_arena_strdup(&f->arena, folder);
    f->title = "";
    f->command = f->folder ? find_command(f) : "run";
    is_of_study = f->folder && is_study(f);
    st = mnz_arena_has_failed(&f->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
    if (!st && !is_of_study) {
        st = read_table(f, "summary.csv", 0, diags);
        if (!st)
            st = read_table(f, "monthly.csv", 1, diags);
        if (!st)
            st = read_table(f, "industry-months.csv", 1, diags);
    }
    if (!st)
        st = read_title(f, diags);
    if (st)
        goto out;
    *out = f;
    f = NULL;
out:
    mnz_findings_destroy(f);
    return st;
}

void
mnz_findings_destroy(struct mnz_findings *findings)
{
    if (!findings)
        return;
    free(findings->rows);
    mnz_arena_finish(&findings->arena);
    free(findings);
}

void
mnz_findings_unread(const struct mnz_findings *findings, const char *file,
                    struct mnz_diags *diags)
{
    const char *why = strerror(errno);
    const struct mnz_span at = {diags ? mnz_diags_keep(diags, findings->folder) : "", 0,
                                0};

    if (diags)
        mnz_diag_add(diags, MNZ_E1701, at, NULL, "cannot read %s: %s", file, why);
}

enum mnz_status
mnz_findings_rows(const struct mnz_findings *findings, const char *file,
                  struct mnz_diags *diags, struct mnz_rows *rows)
{
    struct mnz_arena arena = {0};
    const char *path = path_of(findings, &arena, file);
    enum mnz_status st;

    *rows = (struct mnz_rows){0};
    st = !path                     ? MNZ_ERR_NOMEM
         : access(path, F_OK) == 0 ? mnz_rows_open(rows, path)
                                   : MNZ_ERR_INPUT;
    if (st == MNZ_ERR_IO)
        mnz_findings_unread(findings, file, diags);
    mnz_arena_finish(&arena);
    if (st != MNZ_ERR_INPUT)
        return st;
    mnz_rows_close(rows);
    *rows = (struct mnz_rows){0};
    return MNZ_OK;
}

enum mnz_status
mnz_findings_end(const struct mnz_findings *findings, const char *file,
                 struct mnz_diags *diags, struct mnz_rows *rows, enum mnz_status status)
{
    const int error = errno;
    const enum mnz_status st = mnz_rows_close(rows);

    if (status) {
        errno = error;
        return status;
    }
    if (st == MNZ_ERR_IO)
        mnz_findings_unread(findings, file, diags);
    return st;
}

static struct columns
find_columns(const struct mnz_rows *rows)
{
    struct columns c = {
        .given = mnz_rows_column(rows, "given"),
        .scenario = mnz_rows_column(rows, "scenario"),
        .scope = mnz_rows_column(rows, "scope"),
        .name = mnz_rows_column(rows, "name"),
        .label = mnz_rows_column(rows, "label"),
        .country = mnz_rows_column(rows, "country"),
        .metric = mnz_rows_column(rows, "metric"),
        .unit = mnz_rows_column(rows, "unit"),
        .month = mnz_rows_column(rows, "month"),
        .trials = mnz_rows_column(rows, "trials"),
        .mean = mnz_rows_column(rows, "mean"),
        .cvar95 = mnz_rows_column(rows, "cvar95"),
    };

    for (int i = 0; i < MNZ_QUANTILES; i++)
        c.quantile[i] = mnz_rows_column(rows, quantile_columns[i]);
    return c;
}

static const char *
intern(struct mnz_findings *f, struct mnz_names *names, const char *text, uint32_t *id)
{
    if (mnz_names_intern(names, text, id) != MNZ_OK) {
        f->arena.has_failed = 1;
        return "";
    }
    return mnz_names_text(names, *id);
}

static const char *
text_of(struct mnz_findings *f, const struct mnz_rows *rows, uint32_t column)
{
    uint32_t id;

    return intern(f, &f->texts, mnz_rows_text(rows, column), &id);
}

static struct mnz_finding
read_row(struct mnz_findings *f, const struct mnz_rows *rows, const struct columns *c)
{
    struct mnz_finding row = {
        .scenario = text_of(f, rows, c->scenario),
        .scope = text_of(f, rows, c->scope),
        .name = text_of(f, rows, c->name),
        .label = text_of(f, rows, c->label),
        .country = text_of(f, rows, c->country),
        .metric = text_of(f, rows, c->metric),
        .unit = text_of(f, rows, c->unit),
        .month = MNZ_NO_MONTH,
        .trials = mnz_rows_number(rows, c->trials),
        .mean = mnz_rows_number(rows, c->mean),
        .cvar95 = mnz_rows_number(rows, c->cvar95),
    };
    uint32_t id;

    if (!*row.label)
        row.label = row.name;
    for (int i = 0; i < MNZ_QUANTILES; i++)
        row.quantile[i] = mnz_rows_number(rows, c->quantile[i]);
    if (c->month != UINT32_MAX)
        intern(f, &f->months, mnz_rows_text(rows, c->month), &row.month);
    intern(f, &f->scenarios, row.scenario, &id);
    return row;
}

static int
add_row(struct mnz_findings *f, struct mnz_finding row)
{
    if (f->num_rows == f->room) {
        const uint32_t room = f->room ? 2 * f->room : 1024;
        struct mnz_finding *rows = realloc(f->rows, room * sizeof *rows);

        if (!rows)
            return -1;
        f->rows = rows;
        f->room = room;
    }
    f->rows[f->num_rows++] = row;
    return 0;
}

/* The rows of all trials. */
static enum mnz_status
read_rows(struct mnz_findings *f, struct mnz_rows *rows, const char *path,
          int is_monthly, struct mnz_diags *diags)
{
    const struct columns c = find_columns(rows);

    if (c.scope == UINT32_MAX || c.name == UINT32_MAX || c.metric == UINT32_MAX ||
        c.mean == UINT32_MAX || (is_monthly && c.month == UINT32_MAX)) {
        if (diags) {
            const struct mnz_span at = {mnz_diags_keep(diags, path), 1, 1};

            mnz_diag_add(diags, MNZ_E1702, at, NULL,
                         "this is no table of a run's results");
        }
        return MNZ_ERR_INPUT;
    }
    while (mnz_rows_next(rows)) {
        if (*mnz_rows_text(rows, c.given))
            continue;
        if (add_row(f, read_row(f, rows, &c)) || mnz_arena_has_failed(&f->arena))
            return MNZ_ERR_NOMEM;
    }
    return MNZ_OK;
}

static enum mnz_status
read_table(struct mnz_findings *f, const char *file, int is_monthly,
           struct mnz_diags *diags)
{
    const char *path = path_of(f, &f->arena, file);
    struct mnz_rows rows = {0};
    enum mnz_status st = path ? mnz_rows_open(&rows, path) : MNZ_ERR_NOMEM;

    if ((st == MNZ_ERR_IO || st == MNZ_ERR_INPUT) && diags)
        mnz_diag_add(diags, MNZ_E1701,
                     (struct mnz_span){mnz_diags_keep(diags, f->folder), 0, 0},
                     "first: monazite run SCENARIO -o DIR", "cannot read %s: %s", file,
                     st == MNZ_ERR_IO ? strerror(errno) : "the file is empty");
    if (st == MNZ_ERR_IO)
        st = MNZ_ERR_INPUT;
    if (!st)
        st = read_rows(f, &rows, path, is_monthly, diags);
    st = mnz_findings_end(f, file, diags, &rows, st);
    return st == MNZ_ERR_IO ? MNZ_ERR_INPUT : st;
}

/* manifest.json is YAML too. Without it, or where it is another's, a chart has the
 * name of the scenario. One that is there and cannot be read is a failure. */
static enum mnz_status
read_title(struct mnz_findings *f, struct mnz_diags *told)
{
    const char *path = path_of(f, &f->arena, "manifest.json"), *why;
    const struct mnz_tree *tree = NULL, *scenarios, *title = NULL;
    struct mnz_diags *diags = NULL;
    struct mnz_text text = {.start = {path, 1, 1}};
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    char *bytes = NULL;

    if (!st && access(path, F_OK) != 0)
        goto out;
    if (!st)
        st = mnz_file_read(path, MNZ_YAML_MOST_BYTES, &f->arena, &bytes, &text.length,
                           &why);
    if (st == MNZ_ERR_IO) {
        const struct mnz_span at = {told ? mnz_diags_keep(told, f->folder) : "", 0, 0};

        if (told)
            mnz_diag_add(told, MNZ_E1701, at, NULL, "cannot read manifest.json: %s",
                         why);
        mnz_diags_destroy(diags);
        return MNZ_ERR_INPUT;
    }
    text.text = bytes;
    if (!st)
        st = mnz_yaml_read(&text, &f->arena, diags, &tree);
    f->manifest = st ? NULL : tree;
    scenarios = st || !tree ? NULL : mnz_tree_find(tree, "scenarios");
    if (scenarios && scenarios->kind == MNZ_TREE_SEQUENCE &&
        scenarios->num_children > 0)
        title = mnz_tree_find(scenarios->items[0], "title");
    if (title && title->kind == MNZ_TREE_SCALAR)
        f->title = title->text;
out:
    mnz_diags_destroy(diags);
    return st == MNZ_ERR_NOMEM ? st : MNZ_OK;
}

const struct mnz_finding *
mnz_findings_find(const struct mnz_findings *findings, const char *scenario,
                  const char *scope, const char *name, const char *metric,
                  uint32_t month)
{
    for (uint32_t i = 0; i < findings->num_rows; i++) {
        const struct mnz_finding *row = &findings->rows[i];

        if (row->month == month && strcmp(row->name, name) == 0 &&
            strcmp(row->metric, metric) == 0 && strcmp(row->scope, scope) == 0 &&
            strcmp(row->scenario, scenario) == 0)
            return row;
    }
    return NULL;
}
