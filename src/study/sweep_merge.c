/* sweep_merge.c - the parts of a sweep as one. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "study/sweep_data.h"

/* A merge in the making. */
struct merging {
    struct mnz_sweep *sweep;
    const char *const *names;
    struct mnz_journal **parts; /* [num_parts] */
    uint32_t num_parts;
    struct mnz_diags *diags; /* not NULL */
    unsigned char *bytes, *other;
    size_t room, other_room;
};

static struct mnz_span
span_of(const struct merging *m, uint32_t part)
{
    return (struct mnz_span){.file = mnz_diags_keep(m->diags, m->names[part])};
}

/* Open a part; all must be of one study. */
static enum mnz_status
open_part(struct merging *m, uint32_t part)
{
    const struct mnz_journal_field *first, *fields;
    size_t num_first, count;
    const char *difference;
    const enum mnz_status st = mnz_journal_open(m->names[part], &m->parts[part]);

    if (st == MNZ_ERR_INPUT || (st == MNZ_ERR_IO && errno == ENOENT)) {
        mnz_diag_add(
            m->diags, MNZ_E1808, span_of(m, part),
            "name folders that 'monazite sweep --shard K/N -o DIR' has written",
            st == MNZ_ERR_IO ? "there is no such journal"
                             : "this is no journal of a sweep");
        return MNZ_ERR_INPUT;
    }
    if (st)
        return st;
    first = mnz_journal_fields(m->parts[0], &num_first);
    fields = mnz_journal_fields(m->parts[part], &count);
    difference = mnz_journal_compare(first, num_first, fields, count, &m->sweep->arena);
    if (!difference)
        return MNZ_ERR_NOMEM;
    if (!*difference)
        return MNZ_OK;
    mnz_diag_add(m->diags, MNZ_E1807, span_of(m, part), "leave it out, or run it again",
                 "this part is of another study than %s: %s", m->names[0], difference);
    return MNZ_ERR_INPUT;
}

static const char *
value_of(const struct mnz_journal_field *fields, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].key, key) == 0)
            return fields[i].value;
    return "";
}

/* Scenario, plan and figures, as the header of the first part says them. */
static enum mnz_status
take_header(struct merging *m)
{
    struct mnz_sweep *sweep = m->sweep;
    size_t count;
    const struct mnz_journal_field *fields = mnz_journal_fields(m->parts[0], &count);
    enum mnz_status st = mnz_sweep_plan_from_fields(fields, count, &sweep->own_plan);

    sweep->figures = mnz_arena_alloc(&sweep->arena, count + 1, sizeof *sweep->figures);
    sweep->units = mnz_arena_alloc(&sweep->arena, count + 1, sizeof *sweep->units);
    if (!sweep->figures || !sweep->units)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i + 1 < count; i++)
        if (strcmp(fields[i].key, "figure") == 0) {
            sweep->figures[sweep->num_figures] =
                mnz_arena_strdup(&sweep->arena, fields[i].value);
            sweep->units[sweep->num_figures++] =
                mnz_arena_strdup(&sweep->arena, fields[i + 1].value);
        }
    sweep->plan = sweep->own_plan;
    sweep->name = mnz_arena_strdup(&sweep->arena, value_of(fields, count, "scenario"));
    sweep->title = mnz_arena_strdup(&sweep->arena, value_of(fields, count, "title"));
    sweep->hash =
        mnz_arena_strdup(&sweep->arena, value_of(fields, count, "merged scenario"));
    sweep->trials = strtoull(value_of(fields, count, "trials"), NULL, 10);
    sweep->seed = strtoull(value_of(fields, count, "seed"), NULL, 10);
    sweep->sampler = mnz_sampler_find(value_of(fields, count, "sampler"));
    sweep->threads = 1;
    if (st == MNZ_ERR_INPUT || sweep->sampler == MNZ_NUM_SAMPLERS) {
        mnz_diag_add(m->diags, MNZ_E1808, span_of(m, 0), NULL,
                     "this is no journal of a sweep");
        return MNZ_ERR_INPUT;
    }
    return mnz_arena_has_failed(&sweep->arena) ? MNZ_ERR_NOMEM : st;
}

/* Copy a point from the first part that has it; others must agree. */
static enum mnz_status
copy_point(struct merging *m, uint32_t point)
{
    size_t length = 0, other;
    uint32_t from = 0;

    for (uint32_t i = 0; i < m->num_parts; i++) {
        enum mnz_status st;

        if (!mnz_journal_has(m->parts[i], point))
            continue;
        st = length == 0
                 ? mnz_journal_read(m->parts[i], point, &m->bytes, &m->room, &length)
                 : mnz_journal_read(m->parts[i], point, &m->other, &m->other_room,
                                    &other);
        if (st)
            return st;
        if (from == 0) {
            from = i + 1;
            continue;
        }
        if (other == length && memcmp(m->bytes, m->other, length) == 0)
            continue;
        mnz_diag_add(m->diags, MNZ_E1809, span_of(m, i), NULL,
                     "point %u has other figures than in %s", point + 1,
                     m->names[from - 1]);
        return MNZ_ERR_INPUT;
    }
    return length > 0 ? mnz_journal_append(m->sweep->journal, point, m->bytes, length)
                      : MNZ_OK;
}

static enum mnz_status
merge(struct merging *m, const char *journal)
{
    const struct mnz_journal_field *fields;
    size_t count;
    uint32_t points;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < m->num_parts; i++)
        st = open_part(m, i);
    if (!st)
        st = take_header(m);
    if (st)
        return st;
    points = mnz_sweep_plan_points(m->sweep->plan);
    for (uint32_t i = 0; !st && i < m->num_parts; i++)
        st = mnz_journal_index(m->parts[i], points);
    fields = mnz_journal_fields(m->parts[0], &count);
    if (!st)
        st = mnz_journal_create(journal, fields, count, points, &m->sweep->journal);
    for (uint32_t i = 0; !st && i < points; i++)
        st = copy_point(m, i);
    return st ? st : mnz_sweep_count_problems(m->sweep);
}

enum mnz_status
mnz_sweep_merge(const char *const *parts, uint32_t num_parts, const char *journal,
                struct mnz_diags *diags, struct mnz_sweep **out)
{
    struct merging m = {.sweep = calloc(1, sizeof *m.sweep),
                        .names = parts,
                        .parts = calloc((size_t)num_parts + 1, sizeof *m.parts),
                        .num_parts = num_parts,
                        .diags = diags};
    struct mnz_diags *own = NULL;
    enum mnz_status st = MNZ_ERR_NOMEM;
    int error;

    *out = NULL;
    if (m.sweep && m.parts)
        st = num_parts > 0 ? MNZ_OK : MNZ_ERR_INPUT;
    if (!st && !diags) {
        st = mnz_diags_create(&own);
        m.diags = own;
    }
    if (!st)
        st = merge(&m, journal);
    error = errno;
    for (uint32_t i = 0; m.parts && i < num_parts; i++)
        mnz_journal_close(m.parts[i]);
    free(m.parts);
    free(m.bytes);
    free(m.other);
    mnz_diags_destroy(own);
    if (st)
        mnz_sweep_destroy(m.sweep);
    else
        *out = m.sweep;
    errno = error;
    return st;
}
