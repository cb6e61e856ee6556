/* observations.c - series of months that were observed, from a table. */

#include "study/observations.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/names.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/units.h"
#include "document/csv_read.h"

const char *const mnz_set_name[MNZ_NUM_SETS] = {"all", "fit", "test", "before"};

/* The columns that mean something; the first three must be there. */
enum column { MONTH, NAME, VALUE, WEIGHT, SET, LITERAL, NUM_COLUMNS };
static const char *const column_names[NUM_COLUMNS] = {
    "month", "name", "value", "weight", "set", "naive_literal"};
enum { NUM_REQUIRED = 3 };

/* Something a row can be about: one metric of one group. */
struct target {
    const char *name;
    uint32_t group;
    enum mnz_metric metric;
};

struct loader {
    struct mnz_observations *m;
    const struct mnz_metrics *metrics;
    struct mnz_diags *diags;
    struct mnz_csv table;
    size_t header[NUM_COLUMNS]; /* num_headers where there is none */
    struct target *targets;
    uint32_t num_targets;
    uint32_t *target_of_row; /* MNZ_NONE: the row is wrong */
    int has_wrong_rows;      /* a month that seems to be missing may stand in one */
    struct mnz_observation *point_of_row;
};

static enum mnz_status list_targets(struct loader *l);
static int read_headers(struct loader *l);
static void read_row(struct loader *l, size_t row);
static enum mnz_status collect_series(struct loader *l);
static void check_series(struct loader *l, struct mnz_observed_series *s);
static enum mnz_status number_columns(struct loader *l);

static void
keep_hash(struct loader *l)
{
    size_t count;
    const struct mnz_read_file *files = mnz_diags_files(l->diags, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].path, l->m->file) == 0)
            memcpy(l->m->sha256, files[i].sha256, sizeof l->m->sha256);
}

/* The table of the file, or of a text that stands for it. */
static enum mnz_status
load_table(struct loader *l, const char *path, const char *text)
{
    const struct mnz_span named_at = {.file = "--observed"};
    struct mnz_sha256 hash;
    char *copy, *name;

    if (!text)
        return mnz_csv_load(path, named_at, &l->m->arena, l->diags, &l->table);
    copy = mnz_arena_strdup(&l->m->arena, text);
    name = mnz_arena_strdup(&l->m->arena, path);
    if (!copy || !name)
        return MNZ_ERR_NOMEM;
    mnz_sha256_begin(&hash);
    mnz_sha256_add(&hash, text, strlen(text));
    mnz_sha256_end(&hash, l->m->sha256);
    mnz_diags_add_source(l->diags, name, text, strlen(text));
    return mnz_csv_parse(name, copy, strlen(copy), &l->m->arena, l->diags, &l->table);
}

enum mnz_status
mnz_observations_read(const char *path, const char *text,
                      const struct mnz_metrics *metrics, struct mnz_diags *diags,
                      struct mnz_observations **out)
{
    const size_t errors_before = mnz_diags_errors(diags);
    struct loader l = {.metrics = metrics, .diags = diags};
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    l.m = calloc(1, sizeof *l.m);
    if (!l.m)
        goto out;
    st = load_table(&l, path, text);
    if (!st)
        st = list_targets(&l);
    if (st)
        goto out;
    l.m->file = mnz_arena_strdup(&l.m->arena, l.table.file);
    if (!l.m->file) {
        st = MNZ_ERR_NOMEM;
        goto out;
    }
    keep_hash(&l);
    st = MNZ_ERR_INPUT;
    if (!read_headers(&l))
        goto out;
    for (size_t row = 0; row < l.table.num_rows; row++)
        read_row(&l, row);
    st = collect_series(&l);
    if (!st)
        st = number_columns(&l);
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    if (st)
        goto out;
    *out = l.m;
    l.m = NULL; /* the caller's now */
out:
    if (mnz_diags_lack_memory(diags))
        st = MNZ_ERR_NOMEM;
    mnz_observations_destroy(l.m);
    return st;
}

void
mnz_observations_destroy(struct mnz_observations *observations)
{
    if (!observations)
        return;
    mnz_arena_finish(&observations->arena);
    free(observations);
}

/* Every monthly series by its full name, observed flows by their own too. */
static enum mnz_status
list_targets(struct loader *l)
{
    const struct mnz_metrics *m = l->metrics;
    struct mnz_arena *arena = &l->m->arena;

    l->targets = mnz_arena_alloc(arena, (size_t)m->num_groups * (MNZ_NUM_METRICS + 1),
                                 sizeof *l->targets);
    l->target_of_row =
        mnz_arena_alloc(arena, l->table.num_rows + 1, sizeof *l->target_of_row);
    l->point_of_row =
        mnz_arena_alloc(arena, l->table.num_rows + 1, sizeof *l->point_of_row);
    if (!l->targets || !l->target_of_row || !l->point_of_row)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct mnz_group *group = &m->groups[g];

        if (group->scope == MNZ_SCOPE_FLOW)
            l->targets[l->num_targets++] =
                (struct target){group->name, g, MNZ_METRIC_SHIPPED_TONNES};
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            const char *name;

            if (mnz_metrics_month(m, g, (enum mnz_metric)k, 0) == MNZ_NONE)
                continue;
            name = mnz_arena_printf(arena, "%s.%s.%s", mnz_scope_name[group->scope],
                                    group->name, mnz_metric_rows[k].name);
            if (!name)
                return MNZ_ERR_NOMEM;
            l->targets[l->num_targets++] = (struct target){name, g, (enum mnz_metric)k};
        }
    }
    return MNZ_OK;
}

static int
is_for_people(const char *header)
{
    return *header == '_' || strcmp(header, "source") == 0 ||
           strcmp(header, "notes") == 0 || strcmp(header, "verified") == 0;
}

/* Returns whether the rows can be read. */
static int
read_headers(struct loader *l)
{
    const struct mnz_span top = {l->table.file, 1, 1};
    const char *found = mnz_csv_list_headers(&l->table, &l->m->arena);
    int is_sound = 1;

    for (int c = 0; c < NUM_COLUMNS; c++) {
        l->header[c] = mnz_csv_find(&l->table, column_names[c]);
        if (l->header[c] < l->table.num_headers || c >= NUM_REQUIRED)
            continue;
        is_sound = 0;
        mnz_diag_add(l->diags, MNZ_E1301, top,
                     "month, name and value are needed; weight, set and naive_literal "
                     "may follow",
                     "the table has no column '%s'; it has %s", column_names[c],
                     found ? found : "others");
    }
    for (size_t h = 0; h < l->table.num_headers; h++) {
        const struct mnz_csv_cell *cell = &l->table.headers[h];
        int is_known = !*cell->text || is_for_people(cell->text);

        for (int c = 0; c < NUM_COLUMNS; c++)
            is_known |= l->header[c] == h;
        if (is_known)
            continue;
        is_sound = 0;
        mnz_diag_add(
            l->diags, MNZ_E1302, mnz_csv_span(&l->table, cell),
            mnz_nearest(cell->text, column_names, NUM_COLUMNS)
                ? mnz_arena_printf(&l->m->arena, "did you mean '%s'?",
                                   mnz_nearest(cell->text, column_names, NUM_COLUMNS))
                : "columns for people begin with '_'",
            "a column '%.60s' means nothing here", cell->text);
    }
    if (is_sound && l->table.num_rows == 0) {
        is_sound = 0;
        mnz_diag_add(l->diags, MNZ_E1303, top, "one row for each month",
                     "the table has no rows");
    }
    return is_sound;
}

/* The cell of a row in a column, or NULL where it is empty. */
static const struct mnz_csv_cell *
cell_of(const struct loader *l, size_t row, enum column column)
{
    for (size_t i = l->table.row_start[row]; i < l->table.row_start[row + 1]; i++)
        if (l->table.cells[i].header == l->header[column])
            return &l->table.cells[i];
    return NULL;
}

static struct mnz_span
span_of_row(const struct loader *l, size_t row)
{
    return mnz_csv_span(&l->table, &l->table.cells[l->table.row_start[row]]);
}

/* A cell as a number from `least` on; returns whether it is one. */
static int
read_number(struct loader *l, const struct mnz_csv_cell *cell, double least,
            const char *what, double *out)
{
    if (mnz_number_parse(cell->text, out) == MNZ_OK && *out >= least &&
        fabs(*out) <= MNZ_QUANTITY_MAX)
        return 1;
    mnz_diag_add(l->diags, MNZ_E1304, mnz_csv_span(&l->table, cell), NULL,
                 "%s must be a number%s, not '%.40s'", what,
                 least >= 0.0 ? " from 0 on" : "", cell->text);
    return 0;
}

/* Months from the run's first to that of `day`. */
static int32_t
months_since_start(const struct mnz_scenario *s, int32_t day)
{
    int year, month, first_year, first_month, unused;

    mnz_date_to_ymd(day, &year, &month, &unused);
    mnz_date_to_ymd(s->start_day, &first_year, &first_month, &unused);
    return (year - first_year) * 12 + month - first_month;
}

void
mnz_observed_month_text(const struct mnz_scenario *scenario, int32_t month,
                        char text[16])
{
    char date[MNZ_DATE_TEXT];
    int year, first, unused;

    mnz_date_to_ymd(scenario->start_day, &year, &first, &unused);
    mnz_date_format(mnz_date_add_months(mnz_date_from_ymd(year, first, 1), month),
                    date);
    snprintf(text, 16, "%.7s", date);
}

static int
read_month(struct loader *l, const struct mnz_csv_cell *cell, int32_t *month)
{
    const struct mnz_scenario *s = l->metrics->net->scenario;
    const int32_t most = (int32_t)l->metrics->num_months;
    char first[16], last[16];
    int32_t day;

    if (strlen(cell->text) != strlen("2025-04") ||
        mnz_date_parse(cell->text, &day) != MNZ_OK) {
        mnz_diag_add(l->diags, MNZ_E1305, mnz_csv_span(&l->table, cell), NULL,
                     "a month like 2025-04 was expected, not '%.40s'", cell->text);
        return 0;
    }
    *month = months_since_start(s, day);
    if (*month < most)
        return 1;
    mnz_observed_month_text(s, 0, first);
    mnz_observed_month_text(s, most - 1, last);
    mnz_diag_add(l->diags, MNZ_E1306, mnz_csv_span(&l->table, cell),
                 "lengthen time.months, or leave the row out",
                 "%s is outside the run, which covers %s to %s", cell->text, first,
                 last);
    return 0;
}

static uint32_t
read_name(struct loader *l, const struct mnz_csv_cell *cell)
{
    const char **names, *nearest = NULL;

    for (uint32_t t = 0; t < l->num_targets; t++)
        if (strcmp(l->targets[t].name, cell->text) == 0)
            return t;
    names = calloc(l->num_targets + 1, sizeof *names);
    for (uint32_t t = 0; names && t < l->num_targets; t++)
        names[t] = l->targets[t].name;
    if (names)
        nearest = mnz_nearest(cell->text, names, l->num_targets);
    mnz_diag_add(l->diags, MNZ_E1307, mnz_csv_span(&l->table, cell),
                 nearest ? mnz_arena_printf(&l->m->arena, "did you mean '%s'?", nearest)
                         : "a name under 'observe', or SCOPE.NAME.METRIC as tables by "
                           "month have them",
                 "the scenario reports no monthly series '%.120s'", cell->text);
    free(names);
    return MNZ_NONE;
}

static int
read_set(struct loader *l, const struct mnz_csv_cell *cell, int32_t month,
         enum mnz_set *set)
{
    *set = month < 0 ? MNZ_SET_BEFORE : MNZ_SET_ALL;
    if (!cell)
        return 1;
    for (int k = MNZ_SET_FIT; k < MNZ_NUM_SETS; k++) {
        if (strcmp(cell->text, mnz_set_name[k]) != 0)
            continue;
        *set = (enum mnz_set)k;
        if (month >= 0 || k == MNZ_SET_BEFORE)
            return 1;
        mnz_diag_add(l->diags, MNZ_E1308, mnz_csv_span(&l->table, cell),
                     "only months of the run can be fitted or tested",
                     "a month before the run is marked '%s'", cell->text);
        return 0;
    }
    mnz_diag_add(l->diags, MNZ_E1309, mnz_csv_span(&l->table, cell), NULL,
                 "set must be fit, test or before, not '%.40s'", cell->text);
    return 0;
}

static void
read_row(struct loader *l, size_t row)
{
    const struct mnz_csv_cell *cells[NUM_COLUMNS];
    struct mnz_observation p = {
        .weight = 1.0, .literal = (double)NAN, .column = MNZ_NONE};
    uint32_t target = MNZ_NONE;
    int is_sound = 1;

    p.at = span_of_row(l, row);
    for (int c = 0; c < NUM_COLUMNS; c++) {
        cells[c] = cell_of(l, row, (enum column)c);
        if (cells[c] || c >= NUM_REQUIRED)
            continue;
        is_sound = 0;
        mnz_diag_add(l->diags, MNZ_E1310, p.at, NULL, "the row has no %s",
                     column_names[c]);
    }
    if (cells[NAME])
        target = read_name(l, cells[NAME]);
    if (cells[MONTH])
        is_sound &= read_month(l, cells[MONTH], &p.month) &&
                    read_set(l, cells[SET], p.month, &p.set);
    if (cells[VALUE])
        is_sound &= read_number(l, cells[VALUE], -INFINITY, "value", &p.value);
    if (cells[WEIGHT])
        is_sound &= read_number(l, cells[WEIGHT], 0.0, "weight", &p.weight);
    if (cells[LITERAL])
        is_sound &=
            read_number(l, cells[LITERAL], -INFINITY, "naive_literal", &p.literal);
    l->target_of_row[row] = is_sound ? target : MNZ_NONE;
    l->has_wrong_rows |= l->target_of_row[row] == MNZ_NONE;
    l->point_of_row[row] = p;
}

static int
by_month(const void *a, const void *b)
{
    const struct mnz_observation *x = a, *y = b;

    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    return x->at.line < y->at.line ? -1 : x->at.line > y->at.line;
}

/* Whether two targets are one series: a flow has two names. */
static int
is_same(const struct target *a, const struct target *b)
{
    return a->group == b->group && a->metric == b->metric;
}

/* Rows by series, in the order of first mention. */
static enum mnz_status
collect_series(struct loader *l)
{
    const size_t rows = l->table.num_rows;
    struct mnz_observations *m = l->m;

    m->series = mnz_arena_alloc(&m->arena, rows, sizeof *m->series);
    if (!m->series)
        return MNZ_ERR_NOMEM;
    for (size_t first = 0; first < rows; first++) {
        const uint32_t t = l->target_of_row[first];
        struct mnz_observed_series *s = &m->series[m->num_series];

        if (t == MNZ_NONE)
            continue;
        m->num_series++;
        s->name = l->targets[t].name;
        s->group = l->targets[t].group;
        s->metric = l->targets[t].metric;
        s->points = mnz_arena_alloc(&m->arena, rows - first, sizeof *s->points);
        if (!s->points)
            return MNZ_ERR_NOMEM;
        for (size_t row = first; row < rows; row++) {
            if (l->target_of_row[row] == MNZ_NONE ||
                !is_same(&l->targets[l->target_of_row[row]], &l->targets[t]))
                continue;
            s->points[s->num_points++] = l->point_of_row[row];
            l->target_of_row[row] = MNZ_NONE;
        }
        qsort(s->points, s->num_points, sizeof *s->points, by_month);
        check_series(l, s);
    }
    return MNZ_OK;
}

static void
check_series(struct loader *l, struct mnz_observed_series *s)
{
    const struct mnz_observation *scored = NULL;

    for (uint32_t i = 0; i < s->num_points; i++) {
        const struct mnz_observation *p = &s->points[i];

        if (i > 0 && p[-1].month == p->month)
            mnz_diag_add(l->diags, MNZ_E1311, p->at, NULL,
                         "'%s' has this month already, in line %u", s->name,
                         (unsigned)p[-1].at.line);
        if (p->set == MNZ_SET_BEFORE) {
            if (scored)
                mnz_diag_add(l->diags, MNZ_E1312, p->at,
                             "a naive forecast knows only what came before",
                             "a month after the first that is scored is marked "
                             "'before'");
            continue;
        }
        if (scored && isnan(scored->literal) != isnan(p->literal))
            mnz_diag_add(l->diags, MNZ_E1313, p->at, NULL,
                         "'%s' has a naive_literal in some months and not in others",
                         s->name);
        scored = p;
        s->num_scored++;
    }
    if (l->has_wrong_rows)
        return;
    if (s->num_scored == 0)
        mnz_diag_add(l->diags, MNZ_E1314, s->points[s->num_points - 1].at,
                     "give months that the run covers", "'%s' has no month to score",
                     s->name);
    else if (isnan(mnz_observed_mean_before(s)))
        mnz_diag_add(l->diags, MNZ_W1315, s->points[0].at,
                     "rows of earlier months, or marked 'before' under 'set'",
                     "'%s' has no month before: no naive forecast without change, and "
                     "no trough or recovery",
                     s->name);
}

/* One column of the kept values for each month to score. */
static enum mnz_status
number_columns(struct loader *l)
{
    struct mnz_observations *m = l->m;

    for (uint32_t i = 0; i < m->num_series; i++)
        m->num_columns += m->series[i].num_scored;
    m->kept = mnz_arena_alloc(&m->arena, m->num_columns, sizeof *m->kept);
    if (!m->kept)
        return MNZ_ERR_NOMEM;
    m->num_columns = 0;
    for (uint32_t i = 0; i < m->num_series; i++)
        for (uint32_t j = 0; j < m->series[i].num_points; j++) {
            struct mnz_observation *p = &m->series[i].points[j];

            p->at.file = m->file; /* the table's name ends with the diagnostics */
            if (p->set == MNZ_SET_BEFORE)
                continue;
            p->column = m->num_columns;
            m->kept[m->num_columns++] =
                mnz_metrics_month(l->metrics, m->series[i].group, m->series[i].metric,
                                  (uint32_t)p->month);
        }
    return MNZ_OK;
}

double
mnz_observed_mean_before(const struct mnz_observed_series *series)
{
    double sum = 0.0, weight = 0.0;

    for (uint32_t i = 0; i < series->num_points; i++)
        if (series->points[i].set == MNZ_SET_BEFORE) {
            sum += series->points[i].weight * series->points[i].value;
            weight += series->points[i].weight;
        }
    return weight > 0.0 ? sum / weight : (double)NAN;
}

double
mnz_observed_last_before(const struct mnz_observed_series *series)
{
    double last = (double)NAN;

    for (uint32_t i = 0; i < series->num_points; i++)
        if (series->points[i].set == MNZ_SET_BEFORE)
            last = series->points[i].value;
    return last;
}
