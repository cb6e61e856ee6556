/* sweep_plan.c - which values the points of a sweep have. */

#include "study/sweep_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/dates.h"
#include "base/diag.h"
#include "base/number.h"
#include "document/csv_read.h"
#include "document/settings.h"
#include "sampling/stream.h"

enum plan_kind { GRID, ZIP, SAMPLE, TABLE, NUM_KINDS };
static const char *const kind_names[NUM_KINDS] = {"grid", "zip", "sample", "table"};

/* Significant digits of values that are worked out. */
enum { GRID_DIGITS = 12, SAMPLE_DIGITS = 6, VALUE_MOST = MNZ_VARIED_TEXT - 64 };

/* The ends of a range, in a unit or as days. */
struct range {
    double from, to;
    const char *unit;
    int is_date;
};

struct axis {
    const char *text; /* as it was given */
    const char *path;
    const char **values; /* [count]; NULL of a range that is sampled */
    uint32_t count;
    struct range range;
    uint32_t *strata; /* [point] of a sample */
    struct mnz_stream stream;
};

struct mnz_sweep_plan {
    struct mnz_arena arena;
    const char **scenarios; /* [num_scenarios] of a study of several */
    uint32_t num_scenarios;
    enum plan_kind kind;
    uint32_t num_points, num_paths; /* of each scenario */
    uint64_t seed;                  /* of a sample */
    struct axis *axes;              /* [path] */
    const char **cells; /* of a table, [point][path]; "" for the scenario's own */
};

/* A plan in the making. */
struct planning {
    struct mnz_sweep_plan *plan;
    struct mnz_diags *diags;
    const char *file; /* that messages name: --vary 'PATH=1,2' */
    const char *text;
    struct mnz_span at; /* of a variation in a file; its `file` is else NULL */
};

static enum mnz_status
complain(const struct planning *p, enum mnz_code code, const char *at,
         const char *advice, const char *text, const char *detail)
{
    struct mnz_span span = p->at.file ? p->at : (struct mnz_span){.file = p->file};

    if (at != NULL && p->text && !p->at.file) {
        span.line = 1;
        span.column = (uint32_t)(at - p->text) + 1;
    }
    mnz_diag_add(p->diags, code, span, advice, "%s%s", text, detail);
    return MNZ_ERR_INPUT;
}

/* The text between two places, without blanks around it. */
static char *
trimmed(struct mnz_arena *arena, const char *from, const char *end)
{
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return mnz_arena_strndup(arena, from, (size_t)(end - from));
}

/* A number and a unit, or a date. */
static int
read_end(const char *text, double *number, const char **unit, int *is_date)
{
    int32_t day;
    size_t length;

    *unit = "";
    *is_date = mnz_date_looks_like(text) && mnz_date_parse(text, &day) == MNZ_OK;
    if (*is_date) {
        *number = (double)day;
        return 1;
    }
    length = mnz_number_read(text, number);
    *unit = text + length + strspn(text + length, " ");
    return length > 0 && *number - *number == 0.0;
}

static int
agree(const char *a, const char *b)
{
    return !*a || !*b || strcmp(a, b) == 0;
}

/* Read from:to or from:to:n into *range and *count (0: it has none); 0 where the value
 * is no range. */
static int
read_range(struct mnz_arena *arena, const char *value, struct range *range,
           uint32_t *count)
{
    const char *first = strchr(value, ':'), *second, *units[3] = {"", "", ""};
    const char *parts[3] = {NULL, NULL, NULL};
    double n = 0.0;
    int is_date, is_number;

    if (!first)
        return 0;
    second = strchr(first + 1, ':');
    parts[0] = trimmed(arena, value, first);
    parts[1] = trimmed(arena, first + 1, second ? second : first + strlen(first));
    parts[2] = second ? trimmed(arena, second + 1, second + strlen(second)) : NULL;
    if (!parts[0] || !parts[1] ||
        !read_end(parts[0], &range->from, &units[0], &range->is_date) ||
        !read_end(parts[1], &range->to, &units[1], &is_date) ||
        is_date != range->is_date)
        return 0;
    is_number = !second ||
                (parts[2] && read_end(parts[2], &n, &units[2], &is_date) && !is_date &&
                 n >= 1.0 && n <= MNZ_MOST_POINTS && n == (double)(uint32_t)n);
    if (!is_number || !agree(units[0], units[1]) || !agree(units[1], units[2]) ||
        !agree(units[0], units[2]))
        return 0;
    range->unit = *units[0] ? units[0] : *units[1] ? units[1] : units[2];
    *count = (uint32_t)n;
    return 1;
}

/* The value of a range at a number, in `digits` digits. */
static void
range_text(const struct range *range, double number, int digits,
           char text[MNZ_VARIED_TEXT])
{
    char plain[MNZ_PLAIN_TEXT], date[MNZ_DATE_TEXT];

    if (range->is_date) {
        mnz_date_format((int32_t)number, date);
        snprintf(text, MNZ_VARIED_TEXT, "%s", date);
        return;
    }
    mnz_number_plain(number, digits, plain);
    snprintf(text, MNZ_VARIED_TEXT, "%s%s%s", plain, *range->unit ? " " : "",
             range->unit);
}

/* The n values of a range. */
static enum mnz_status
list_range(struct mnz_arena *arena, struct axis *axis)
{
    const struct range *r = &axis->range;
    const double last = axis->count > 1 ? (double)(axis->count - 1) : 1.0;
    char text[MNZ_VARIED_TEXT];

    axis->values = mnz_arena_alloc(arena, axis->count, sizeof *axis->values);
    for (uint32_t i = 0; axis->values && i < axis->count; i++) {
        range_text(r, (r->from * (last - (double)i) + r->to * (double)i) / last,
                   GRID_DIGITS, text);
        axis->values[i] = mnz_arena_strdup(arena, text);
    }
    return mnz_arena_has_failed(arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

/* The values of a list: a,b,c. */
static enum mnz_status
list_values(const struct planning *p, const char *value, struct axis *axis)
{
    struct mnz_arena *arena = &p->plan->arena;
    size_t most = 1;

    for (const char *c = value; *c; c++)
        most += *c == ',';
    axis->values = mnz_arena_alloc(arena, most, sizeof *axis->values);
    if (!axis->values)
        return MNZ_ERR_NOMEM;
    for (;;) {
        const char *end = mnz_setting_end(value);
        const char *one = trimmed(arena, value, end);

        if (!one)
            return MNZ_ERR_NOMEM;
        if (!*one)
            return complain(p, MNZ_E1801, value, "write PATH=a,b,c or PATH=from:to:n",
                            "a value is missing", "");
        if (strlen(one) > VALUE_MOST)
            return complain(p, MNZ_E1805, value, NULL,
                            "this value is longer than 960 characters", "");
        axis->values[axis->count++] = one;
        if (!*end)
            return MNZ_OK;
        value = end + 1;
    }
}

/* A path that may be varied, and is not yet. */
static enum mnz_status
accept_path(const struct planning *p, const char *path, const char *at)
{
    const struct mnz_sweep_plan *plan = p->plan;

    if (strcmp(path, "run") == 0 || strncmp(path, "run.", 4) == 0)
        return complain(
            p, MNZ_E1803, at, "options such as -n and --seed hold for all",
            "all points have the same trials, so these are not varied: ", path);
    for (uint32_t i = 0; i < plan->num_paths; i++)
        if (strcmp(plan->axes[i].path, path) == 0)
            return complain(p, MNZ_E1802, at, "name each path once",
                            "this path is varied already: ", path);
    if (plan->num_paths == MNZ_MOST_VARIED)
        return complain(p, MNZ_E1805, at, "at most 64 paths are varied at once",
                        "these are too many variations", "");
    return MNZ_OK;
}

/* The end of PATH in PATH=..., past keys in quotes. */
static const char *
end_of_path(const char *text)
{
    int is_quoted = 0;

    for (; *text && (is_quoted || *text != '='); text++)
        is_quoted ^= *text == '"';
    return text;
}

static enum mnz_status
add_variation(struct planning *p, const char *text)
{
    struct mnz_sweep_plan *plan = p->plan;
    const char *equals = end_of_path(text), *value = equals + 1;
    struct axis axis = {.text = mnz_arena_strdup(&plan->arena, text)};
    enum mnz_status st;

    p->text = text;
    p->file =
        mnz_diags_keep(p->diags, mnz_arena_printf(&plan->arena, "--vary '%s'", text));
    mnz_diags_add_source(p->diags, p->file, text, strlen(text));
    axis.path = trimmed(&plan->arena, text, equals);
    if (!axis.text || !axis.path)
        return MNZ_ERR_NOMEM;
    if (!*equals || !*axis.path)
        return complain(
            p, MNZ_E1801, *equals ? text : equals, "write PATH=a,b,c or PATH=from:to:n",
            *equals ? "a path is missing before '='" : "'=' was expected", "");
    st = accept_path(p, axis.path, text);
    if (st)
        return st;
    value += strspn(value, " ");
    if (!read_range(&plan->arena, value, &axis.range, &axis.count))
        st = list_values(p, value, &axis);
    else if (axis.count > 0)
        st = list_range(&plan->arena, &axis);
    else if (plan->kind != SAMPLE)
        return complain(p, MNZ_E1804, value,
                        "write PATH=from:to:n, or draw points with --sample N",
                        "this range does not say how many values it has", "");
    plan->axes[plan->num_paths++] = axis;
    return mnz_arena_has_failed(&plan->arena) ? MNZ_ERR_NOMEM : st;
}

static uint32_t
scenarios_of(const struct mnz_sweep_plan *plan)
{
    return plan->num_scenarios > 0 ? plan->num_scenarios : 1;
}

static enum mnz_status
count_points(const struct planning *p)
{
    struct mnz_sweep_plan *plan = p->plan;
    uint64_t points = 1;

    for (uint32_t i = 0; plan->kind == GRID && i < plan->num_paths; i++) {
        points *= plan->axes[i].count;
        if (points * scenarios_of(plan) > MNZ_MOST_POINTS)
            return complain(p, MNZ_E1805, p->text,
                            "leave out values, or draw points "
                            "with --sample N",
                            "these are more than 10,000,000 points", "");
    }
    for (uint32_t i = 0; plan->kind == ZIP && i < plan->num_paths; i++) {
        points = plan->axes[0].count;
        if (plan->axes[i].count != points)
            return complain(p, MNZ_E1806, p->text,
                            "give each as many values, or leave out --zip",
                            "variations of --zip have different numbers of values", "");
    }
    if (plan->kind != SAMPLE)
        plan->num_points = (uint32_t)points;
    return MNZ_OK;
}

/* A stratum and the number that decides its place. */
struct place {
    double number;
    uint32_t stratum;
};

static int
by_number(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->number != y->number)
        return (x->number > y->number) - (x->number < y->number);
    return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

/* Order the strata of every path at random, keyed by its name. */
static enum mnz_status
order_strata(struct mnz_sweep_plan *plan)
{
    struct place *places = calloc(plan->num_points, sizeof *places);

    if (!places)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < plan->num_paths; i++) {
        struct axis *axis = &plan->axes[i];
        const char *name = mnz_arena_printf(&plan->arena, "sweep %s", axis->path);

        axis->strata =
            mnz_arena_alloc(&plan->arena, plan->num_points, sizeof *axis->strata);
        if (!name || !axis->strata)
            break;
        axis->stream = mnz_stream_make(plan->seed, name);
        for (uint32_t k = 0; k < plan->num_points; k++)
            places[k] = (struct place){mnz_stream_uniform(&axis->stream, k, 0), k};
        qsort(places, plan->num_points, sizeof *places, by_number);
        for (uint32_t k = 0; k < plan->num_points; k++)
            axis->strata[k] = places[k].stratum;
    }
    free(places);
    return mnz_arena_has_failed(&plan->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

static enum mnz_status
plan_variations(struct planning *p, const struct mnz_sweep_design *design)
{
    struct mnz_sweep_plan *plan = p->plan;
    const uint32_t num_vary = design->num_vary;
    enum mnz_status st = MNZ_OK;

    plan->axes =
        mnz_arena_alloc(&plan->arena, (size_t)num_vary + 1, sizeof *plan->axes);
    if (!plan->axes)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < num_vary; i++) {
        if (design->file)
            p->at = (struct mnz_span){mnz_diags_keep(p->diags, design->file),
                                      design->lines[i], design->columns[i]};
        st = add_variation(p, design->vary[i]);
    }
    if (!st)
        st = count_points(p);
    return !st && plan->kind == SAMPLE ? order_strata(plan) : st;
}

/* Room for the cells of a table whose paths are known. */
static enum mnz_status
make_cells(struct mnz_sweep_plan *plan, size_t rows)
{
    const size_t count = rows * plan->num_paths;

    plan->num_points = (uint32_t)rows;
    plan->cells = mnz_arena_alloc(&plan->arena, count + 1, sizeof *plan->cells);
    for (size_t i = 0; plan->cells && i < count; i++)
        plan->cells[i] = "";
    return plan->cells ? MNZ_OK : MNZ_ERR_NOMEM;
}

static enum mnz_status
take_table(struct planning *p, const struct mnz_csv *table)
{
    struct mnz_sweep_plan *plan = p->plan;
    enum mnz_status st = MNZ_OK;

    plan->axes =
        mnz_arena_alloc(&plan->arena, table->num_headers + 1, sizeof *plan->axes);
    if (!plan->axes)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; !st && i < table->num_headers; i++) {
        st = accept_path(p, table->headers[i].text, NULL);
        plan->axes[plan->num_paths++].path = table->headers[i].text;
    }
    if (!st && table->num_rows == 0)
        st = complain(p, MNZ_E1801, NULL, "write a row for each point",
                      "this table has no row", "");
    if (!st)
        st = make_cells(plan, table->num_rows);
    for (size_t r = 0; !st && r < table->num_rows; r++)
        for (size_t i = table->row_start[r]; i < table->row_start[r + 1]; i++) {
            if (strlen(table->cells[i].text) > VALUE_MOST)
                return complain(p, MNZ_E1805, NULL, NULL,
                                "a value is longer than 960 characters", "");
            plan->cells[r * plan->num_paths + table->cells[i].header] =
                table->cells[i].text;
        }
    return st;
}

static enum mnz_status
plan_table(struct planning *p, const char *path)
{
    const struct mnz_span at = {"--design", 0, 0};
    struct mnz_csv table;
    enum mnz_status st = mnz_csv_load(path, at, &p->plan->arena, p->diags, &table);

    p->file = mnz_diags_keep(p->diags, path);
    return st ? st : take_table(p, &table);
}

static enum mnz_status
plan_design(struct planning *p, const struct mnz_sweep_design *design)
{
    struct mnz_sweep_plan *plan = p->plan;

    p->file = "--vary";
    if (design->table && (design->num_vary > 0 || design->sample > 0 || design->zip))
        return complain(p, MNZ_E1801, NULL, "leave out one of them",
                        "a table of points and variations do not go together", "");
    if (!design->table && design->num_vary == 0 && design->num_scenarios == 0)
        return complain(p, MNZ_E1801, NULL, "write --vary PATH=a,b,c",
                        "there is nothing to vary", "");
    if (design->zip && design->sample > 0)
        return complain(p, MNZ_E1801, NULL, "leave out one of them",
                        "a sample and pairs of values do not go together", "");
    plan->kind = design->table        ? TABLE
                 : design->sample > 0 ? SAMPLE
                 : design->zip        ? ZIP
                                      : GRID;
    plan->num_points = design->sample;
    plan->seed = design->seed;
    return design->table ? plan_table(p, design->table) : plan_variations(p, design);
}

/* The names of a study's scenarios. */
static enum mnz_status
take_scenarios(struct mnz_sweep_plan *plan, const char *const *names, uint32_t count)
{
    plan->scenarios =
        mnz_arena_alloc(&plan->arena, (size_t)count + 1, sizeof *plan->scenarios);
    for (uint32_t i = 0; plan->scenarios && i < count; i++)
        plan->scenarios[i] = mnz_arena_strdup(&plan->arena, names[i]);
    plan->num_scenarios = count;
    return mnz_arena_has_failed(&plan->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

enum mnz_status
mnz_sweep_plan_create(const struct mnz_sweep_design *design, struct mnz_diags *diags,
                      struct mnz_sweep_plan **out)
{
    struct planning p = {.plan = calloc(1, sizeof *p.plan), .diags = diags};
    struct mnz_diags *own = NULL;
    enum mnz_status st = p.plan ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st && !diags) {
        st = mnz_diags_create(&own);
        p.diags = own;
    }
    if (!st)
        st = take_scenarios(p.plan, design->scenarios, design->num_scenarios);
    if (!st)
        st = plan_design(&p, design);
    if (!st && (uint64_t)p.plan->num_points * scenarios_of(p.plan) > MNZ_MOST_POINTS)
        st = complain(&p, MNZ_E1805, NULL, "leave out scenarios or values",
                      "these are more than 10,000,000 points", "");
    mnz_diags_destroy(own);
    if (st)
        mnz_sweep_plan_destroy(p.plan);
    else
        *out = p.plan;
    return st;
}

void
mnz_sweep_plan_destroy(struct mnz_sweep_plan *plan)
{
    if (!plan)
        return;
    mnz_arena_finish(&plan->arena);
    free(plan);
}

uint32_t
mnz_sweep_plan_points(const struct mnz_sweep_plan *plan)
{
    return plan->num_points * scenarios_of(plan);
}

uint32_t
mnz_sweep_plan_num_paths(const struct mnz_sweep_plan *plan)
{
    return plan->num_paths + (plan->num_scenarios > 0);
}

uint32_t
mnz_sweep_plan_scenario(const struct mnz_sweep_plan *plan, uint32_t point)
{
    return plan->num_scenarios > 0 ? point / plan->num_points : MNZ_NONE;
}

const char *
mnz_sweep_plan_path(const struct mnz_sweep_plan *plan, uint32_t path)
{
    if (plan->num_scenarios > 0 && path == 0)
        return "scenario";
    return plan->axes[path - (plan->num_scenarios > 0)].path;
}

/* Which value of a path a point of a grid has: the last path changes first. */
static uint32_t
grid_place(const struct mnz_sweep_plan *plan, uint32_t point, uint32_t path)
{
    for (uint32_t i = plan->num_paths - 1; i > path; i--)
        point /= plan->axes[i].count;
    return point % plan->axes[path].count;
}

static void
sampled_value(const struct mnz_sweep_plan *plan, uint32_t point,
              const struct axis *axis, char text[MNZ_VARIED_TEXT])
{
    const struct range *r = &axis->range;
    const double u =
        ((double)axis->strata[point] + mnz_stream_uniform(&axis->stream, point, 1)) /
        (double)plan->num_points;

    if (axis->values)
        snprintf(text, MNZ_VARIED_TEXT, "%s",
                 axis->values[(uint32_t)(u * (double)axis->count)]);
    else if (r->is_date)
        range_text(r, r->from + (double)(int32_t)(u * (r->to - r->from + 1.0)), 0,
                   text);
    else
        range_text(r, r->from + u * (r->to - r->from), SAMPLE_DIGITS, text);
}

void
mnz_sweep_plan_value(const struct mnz_sweep_plan *plan, uint32_t point, uint32_t path,
                     char text[MNZ_VARIED_TEXT])
{
    const char *value = "";
    const struct axis *axis;

    if (plan->num_scenarios > 0 && path == 0) {
        snprintf(text, MNZ_VARIED_TEXT, "%s",
                 plan->scenarios[mnz_sweep_plan_scenario(plan, point)]);
        return;
    }
    path -= plan->num_scenarios > 0;
    point %= plan->num_points;
    axis = &plan->axes[path];

    switch (plan->kind) {
    case GRID:
        value = axis->values[grid_place(plan, point, path)];
        break;
    case ZIP:
        value = axis->values[point];
        break;
    case SAMPLE:
        sampled_value(plan, point, axis, text);
        return;
    case TABLE:
        value = plan->cells[(size_t)point * plan->num_paths + path];
        break;
    case NUM_KINDS:
        break;
    }
    snprintf(text, MNZ_VARIED_TEXT, "%s", value);
}

/* A list of fields that grows. */
struct field_list {
    struct mnz_journal_field **items;
    size_t *capacity, *count;
};

static int
add_field(const struct field_list *list, const char *key, const char *value)
{
    if (!value || !mnz_grow((void **)list->items, list->capacity, *list->count,
                            sizeof **list->items))
        return 0;
    (*list->items)[(*list->count)++] = (struct mnz_journal_field){key, value};
    return 1;
}

/* A row of a table: its cells, with a unit separator after each. */
static const char *
join_row(struct mnz_sweep_plan *plan, uint32_t point)
{
    const char *text = "";

    for (uint32_t i = 0; text && i < plan->num_paths; i++)
        text = mnz_arena_printf(&plan->arena, "%s%s\x1f", text,
                                plan->cells[(size_t)point * plan->num_paths + i]);
    return text;
}

/* The cast undoes the const of a finished plan: its arena is still its own. */
enum mnz_status
mnz_sweep_plan_fields(const struct mnz_sweep_plan *plan,
                      struct mnz_journal_field **list, size_t *capacity, size_t *count)
{
    struct mnz_sweep_plan *own = (struct mnz_sweep_plan *)(uintptr_t)plan;
    const struct field_list fields = {list, capacity, count};
    const char *points = mnz_arena_printf(&own->arena, "%u", plan->num_points);
    const char *seed =
        mnz_arena_printf(&own->arena, "%llu", (unsigned long long)plan->seed);
    int is_whole = add_field(&fields, "design", kind_names[plan->kind]) &&
                   add_field(&fields, "points", points);

    for (uint32_t i = 0; is_whole && i < plan->num_scenarios; i++)
        is_whole = add_field(&fields, "of scenarios", plan->scenarios[i]);
    if (is_whole && plan->kind == SAMPLE)
        is_whole = add_field(&fields, "design seed", seed);
    for (uint32_t i = 0; is_whole && i < plan->num_paths; i++)
        is_whole = plan->kind == TABLE ? add_field(&fields, "path", plan->axes[i].path)
                                       : add_field(&fields, "vary", plan->axes[i].text);
    for (uint32_t i = 0; is_whole && plan->kind == TABLE && i < plan->num_points; i++)
        is_whole = add_field(&fields, "row", join_row(own, i));
    return is_whole ? MNZ_OK : MNZ_ERR_NOMEM;
}

static uint64_t
number_of(const char *text)
{
    return strtoull(text, NULL, 10);
}

/* The paths and rows of a table, from fields. */
static enum mnz_status
take_rows(struct mnz_sweep_plan *plan, const struct mnz_journal_field *fields,
          size_t count)
{
    uint32_t row = 0;
    enum mnz_status st;

    plan->axes = mnz_arena_alloc(&plan->arena, count + 1, sizeof *plan->axes);
    for (size_t i = 0; plan->axes && i < count; i++)
        if (strcmp(fields[i].key, "path") == 0)
            plan->axes[plan->num_paths++].path =
                mnz_arena_strdup(&plan->arena, fields[i].value);
    st = plan->axes ? make_cells(plan, plan->num_points) : MNZ_ERR_NOMEM;
    for (size_t i = 0; !st && i < count; i++) {
        const char *text = fields[i].value;

        if (strcmp(fields[i].key, "row") != 0)
            continue;
        for (uint32_t k = 0; row < plan->num_points && k < plan->num_paths; k++) {
            const size_t length = strcspn(text, "\x1f");

            plan->cells[(size_t)row * plan->num_paths + k] =
                mnz_arena_strndup(&plan->arena, text, length);
            text += length + (text[length] != '\0');
        }
        row++;
    }
    if (!st && row != plan->num_points)
        st = MNZ_ERR_INPUT;
    return mnz_arena_has_failed(&plan->arena) ? MNZ_ERR_NOMEM : st;
}

/* Scenarios, from fields. */
static enum mnz_status
read_scenarios(struct mnz_sweep_plan *plan, const struct mnz_journal_field *fields,
               size_t count)
{
    const char **names = calloc(count + 1, sizeof *names);
    uint32_t num_names = 0;
    enum mnz_status st;

    if (!names)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, "of scenarios") == 0)
            names[num_names++] = fields[i].value;
    st = take_scenarios(plan, names, num_names);
    free(names);
    return st;
}

/* Variations, from fields. */
static enum mnz_status
take_variations(struct planning *p, const struct mnz_journal_field *fields,
                size_t count)
{
    const char **vary = calloc(count + 1, sizeof *vary);
    struct mnz_sweep_design design = {.vary = vary};
    enum mnz_status st;

    if (!vary)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, "vary") == 0)
            vary[design.num_vary++] = fields[i].value;
    st = design.num_vary > 0 || p->plan->num_scenarios > 0 ? plan_variations(p, &design)
                                                           : MNZ_ERR_INPUT;
    free(vary);
    return st;
}

enum mnz_status
mnz_sweep_plan_from_fields(const struct mnz_journal_field *fields, size_t count,
                           struct mnz_sweep_plan **out)
{
    struct planning p = {.plan = calloc(1, sizeof *p.plan)};
    uint64_t points = 0;
    enum mnz_status st = p.plan ? mnz_diags_create(&p.diags) : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st) {
        free(p.plan);
        return st;
    }
    p.plan->kind = NUM_KINDS;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].key, "points") == 0)
            points = number_of(fields[i].value);
        if (strcmp(fields[i].key, "design seed") == 0)
            p.plan->seed = number_of(fields[i].value);
        for (int k = 0; strcmp(fields[i].key, "design") == 0 && k < NUM_KINDS; k++)
            if (strcmp(fields[i].value, kind_names[k]) == 0)
                p.plan->kind = (enum plan_kind)k;
    }
    if (p.plan->kind == NUM_KINDS || points == 0 || points > MNZ_MOST_POINTS)
        st = MNZ_ERR_INPUT;
    p.plan->num_points = (uint32_t)points;
    if (!st)
        st = read_scenarios(p.plan, fields, count);
    if (!st)
        st = p.plan->kind == TABLE ? take_rows(p.plan, fields, count)
                                   : take_variations(&p, fields, count);
    mnz_diags_destroy(p.diags);
    if (st)
        mnz_sweep_plan_destroy(p.plan);
    else
        *out = p.plan;
    return st;
}
