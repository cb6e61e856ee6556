/* import_sums.c - rows of statistics added up, and those left out counted. */

#include "document/import_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/checked.h"
#include "document/text.h"

enum mnz_status
mnz_import_sums_start(struct mnz_import_sums *sums, size_t num_files)
{
    sums->keys.arena = sums->unknown.arena = &sums->map->arena;
    sums->sources =
        mnz_arena_alloc(&sums->map->arena, num_files + 1, sizeof *sums->sources);
    return sums->sources ? MNZ_OK : MNZ_ERR_NOMEM;
}

void
mnz_import_sums_finish(struct mnz_import_sums *sums)
{
    free(sums->sums);
    sums->sums = NULL;
}

int
mnz_import_same_word(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

int
mnz_import_is_text(const char *text)
{
    struct mnz_diags *diags;
    int is_sound;

    if (mnz_diags_create(&diags))
        return 0;
    is_sound =
        mnz_text_verify(&(struct mnz_text){text, strlen(text), {"", 1, 1}}, diags);
    mnz_diags_destroy(diags);
    return is_sound;
}

static enum mnz_status
find_sum(struct mnz_import_sums *s, const struct mnz_import_row *row,
         struct mnz_import_sum **out)
{
    char key[256];
    uint32_t id;
    enum mnz_status st;

    snprintf(key, sizeof key, "%s\n%.80s\n%.80s\n%.80s", row->period, row->from,
             row->to ? row->to : "", row->material);
    st = mnz_names_intern(&s->keys, key, &id);
    if (st)
        return st;
    if (id == s->num_sums) {
        if (!mnz_grow((void **)&s->sums, &s->room, s->num_sums, sizeof *s->sums))
            return MNZ_ERR_NOMEM;
        s->sums[s->num_sums++] = (struct mnz_import_sum){
            .period = mnz_arena_strdup(&s->map->arena, row->period),
            .from = mnz_arena_strdup(&s->map->arena, row->from),
            .to = mnz_arena_strdup(&s->map->arena, row->to ? row->to : ""),
            .material = mnz_arena_strdup(&s->map->arena, row->material),
            .file = s->file};
    }
    *out = &s->sums[id];
    return mnz_arena_has_failed(&s->map->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

enum mnz_status
mnz_import_add(struct mnz_import_sums *sums, const struct mnz_import_row *row)
{
    struct mnz_import_sum *sum;
    enum mnz_status st = find_sum(sums, row, &sum);

    if (st)
        return st;
    sum->tonnes += row->tonnes;
    sum->usd += isnan(row->usd) ? 0.0 : row->usd;
    sum->rows++;
    sums->num_read++;
    sums->num_used++;
    return MNZ_OK;
}

enum mnz_status
mnz_import_drop(struct mnz_import_sums *sums, enum mnz_drop drop,
                const struct mnz_import_row *row)
{
    uint32_t id = MNZ_NAME_NONE;
    enum mnz_status st = MNZ_OK;

    sums->num_read++;
    sums->num_dropped[drop]++;
    if (!isnan(row->usd))
        sums->usd_dropped[drop] += row->usd;
    if (drop != MNZ_DROP_UNKNOWN_PLACE || !row->unknown)
        return MNZ_OK;
    id = mnz_names_find(&sums->unknown, row->unknown);
    if (id == MNZ_NAME_NONE &&
        mnz_names_count(&sums->unknown) < MNZ_IMPORT_MOST_UNKNOWN)
        st = mnz_names_intern(&sums->unknown, row->unknown, &id);
    if (!st && id != MNZ_NAME_NONE)
        sums->unknown_rows[id]++;
    return st;
}

enum mnz_status
mnz_import_name_source(struct mnz_import_sums *sums, const char *path,
                       const char *digest)
{
    const char *slash = strrchr(path, '/');
    const char *source = mnz_arena_printf(
        &sums->map->arena, "%s %s%s%s sha256:%s", mnz_import_formats[sums->format].name,
        slash ? slash + 1 : path, sums->map->edition ? " " : "",
        sums->map->edition ? sums->map->edition : "", digest);

    sums->sources[sums->file] = source;
    return source ? MNZ_OK : MNZ_ERR_NOMEM;
}

static int
by_place(const void *a, const void *b)
{
    const struct mnz_import_sum *x = a, *y = b;
    int order = strcmp(x->material, y->material);

    if (!order)
        order = strcmp(x->to, y->to);
    if (!order)
        order = strcmp(x->from, y->from);
    return order ? order : strcmp(x->period, y->period);
}

static int
is_month(const struct mnz_import_sum *sum)
{
    return strlen(sum->period) == 7;
}

void
mnz_import_settle(struct mnz_import_sums *sums)
{
    int has_months = sums->as == MNZ_IMPORT_AS_OBSERVED;

    for (size_t i = 0; i < sums->num_sums; i++)
        has_months |= is_month(&sums->sums[i]);
    for (size_t i = 0; i < sums->num_sums; i++) {
        struct mnz_import_sum *sum = &sums->sums[i];

        if (!has_months || is_month(sum))
            continue;
        sum->is_left_out = 1;
        sums->num_used -= sum->rows;
        sums->num_dropped[MNZ_DROP_YEAR_BESIDE_MONTHS] += sum->rows;
    }
    if (sums->num_sums)
        qsort(sums->sums, sums->num_sums, sizeof *sums->sums, by_place);
}
