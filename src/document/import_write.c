/* import_write.c - imported sums as tables, and what was left out. */

#include "document/import_sums.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/* A cell, in quotes where it needs them. */
static void
put(FILE *f, const char *text, int is_last)
{
    int is_quoted;

    text = text ? text : ""; /* without memory, which is told at the end */
    is_quoted = strpbrk(text, ",\"\n\r") != NULL;
    if (is_quoted)
        fputc('"', f);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', f);
        fputc(*text, f);
    }
    fputs(is_quoted ? "\"" : "", f);
    fputc(is_last ? '\n' : ',', f);
}

/* Nine digits: statistics have no more. */
static void
put_number(FILE *f, double value)
{
    char text[40], shortest[MNZ_NUMBER_TEXT];
    double rounded;

    snprintf(text, sizeof text, "%.9g", value);
    if (mnz_number_parse(text, &rounded))
        rounded = value;
    mnz_number_format(rounded, shortest);
    put(f, shortest, 0);
}

static void
put_origin(FILE *f, const struct mnz_import_sums *s, const struct mnz_import_sum *sum)
{
    put(f, s->sources[sum->file], 0);
    put(f, "derived", 1);
}

/* How many months, or years, the sums cover. */
static double
years_covered(const struct mnz_import_sums *s)
{
    struct mnz_arena scratch = {0};
    struct mnz_names periods = {.arena = &scratch};
    double years = 0.0;
    uint32_t id;

    for (size_t i = 0; i < s->num_sums; i++) {
        const uint32_t count = mnz_names_count(&periods);

        if (!s->sums[i].is_left_out &&
            mnz_names_intern(&periods, s->sums[i].period, &id) == MNZ_OK && id == count)
            years += strlen(s->sums[i].period) == 7 ? 1.0 / 12.0 : 1.0;
    }
    mnz_arena_finish(&scratch);
    return years > 0.0 ? years : 1.0;
}

static int
is_same_pair(const struct mnz_import_sum *a, const struct mnz_import_sum *b)
{
    return strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0 &&
           strcmp(a->material, b->material) == 0;
}

/* Tonnes of all periods of the pair at *i, which moves behind its last. */
static double
sum_pair(const struct mnz_import_sums *s, size_t *i)
{
    const struct mnz_import_sum *first = &s->sums[*i];
    double tonnes = 0.0;

    for (; *i < s->num_sums && is_same_pair(first, &s->sums[*i]); (*i)++)
        tonnes += s->sums[*i].is_left_out ? 0.0 : s->sums[*i].tonnes;
    return tonnes;
}

static void
write_links(struct mnz_import_sums *s, FILE *f)
{
    const double years = years_covered(s);

    fputs("from,to,material,tonnes,source,verified\n", f);
    for (size_t i = 0; i < s->num_sums;) {
        const struct mnz_import_sum *first = &s->sums[i];
        const double tonnes = sum_pair(s, &i);

        if (!(tonnes > 0.0))
            continue;
        put(f, mnz_import_map_seller(s->map, first->from, first->material), 0);
        put(f, mnz_import_map_buyer(s->map, first->to, first->material), 0);
        put(f, first->material, 0);
        put_number(f, tonnes / years);
        put_origin(f, s, first);
    }
}

/* A column for each material, that mines may make. */
static uint32_t
list_materials(const struct mnz_import_sums *s, struct mnz_names *materials, FILE *f)
{
    uint32_t id;

    for (size_t i = 0; i < s->num_sums; i++)
        if (mnz_names_intern(materials, s->sums[i].material, &id))
            return 0;
    for (uint32_t m = 0; m < mnz_names_count(materials); m++)
        fprintf(f, "makes.%s,", mnz_names_text(materials, m));
    return mnz_names_count(materials);
}

/* The newest year of each country. */
static void
write_mines(struct mnz_import_sums *s, FILE *f)
{
    struct mnz_arena scratch = {0};
    struct mnz_names materials = {.arena = &scratch};
    uint32_t count;

    fputs("name,country,stage,capacity,", f);
    count = list_materials(s, &materials, f);
    fputs("_year,source,verified\n", f);
    for (size_t i = 0; i < s->num_sums; i++) {
        const struct mnz_import_sum *sum = &s->sums[i];
        const int is_newest = i + 1 == s->num_sums || !is_same_pair(sum, sum + 1);

        if (!is_newest || !(sum->tonnes > 0.0))
            continue;
        put(f, mnz_import_map_seller(s->map, sum->from, sum->material), 0);
        put(f, sum->from, 0);
        put(f, "mine", 0);
        put_number(f, sum->tonnes);
        for (uint32_t m = 0; m < count; m++)
            put(f, m == mnz_names_find(&materials, sum->material) ? "1" : "", 0);
        put(f, sum->period, 0);
        put_origin(f, s, sum);
    }
    mnz_arena_finish(&scratch);
}

static int
is_of(const struct mnz_map_flow *flow, const struct mnz_import_sum *sum)
{
    return !sum->is_left_out && strcmp(flow->material, sum->material) == 0 &&
           (!flow->from || strcmp(flow->from, sum->from) == 0) &&
           (!flow->to || strcmp(flow->to, sum->to) == 0);
}

static void
write_observed_month(const struct mnz_import_sums *s, const struct mnz_map_flow *flow,
                     const char *period, uint32_t file, FILE *f)
{
    double tonnes = 0.0;

    for (size_t i = 0; i < s->num_sums; i++)
        if (is_of(flow, &s->sums[i]) && strcmp(s->sums[i].period, period) == 0)
            tonnes += s->sums[i].tonnes;
    put(f, period, 0);
    put(f, flow->name, 0);
    put_number(f, tonnes * flow->scale);
    put(f, s->map->set ? s->map->set : "", 0);
    put(f, s->sources[file], 0);
    put(f, "derived", 1);
}

/* Each month of the files, for each flow: one that has no row shipped nothing. */
static void
write_observed(struct mnz_import_sums *s, FILE *f)
{
    const char *last = "";

    fputs("month,name,value,set,source,verified\n", f);
    for (;;) {
        const struct mnz_import_sum *next = NULL;

        for (size_t i = 0; i < s->num_sums; i++)
            if (!s->sums[i].is_left_out && strcmp(s->sums[i].period, last) > 0 &&
                (!next || strcmp(s->sums[i].period, next->period) < 0))
                next = &s->sums[i];
        if (!next)
            return;
        last = next->period;
        for (size_t k = 0; k < s->map->num_flows; k++)
            write_observed_month(s, &s->map->flows[k], last, next->file, f);
    }
}

static void
write_value_added(struct mnz_import_sums *s, FILE *f)
{
    fputs("country,sector,value_added,_output_million_eur,source,verified\n", f);
    for (size_t i = 0; i < s->num_sums; i++) {
        const struct mnz_import_sum *sum = &s->sums[i];

        put(f, sum->from, 0);
        put(f, sum->material, 0);
        put_number(f, sum->usd / sum->tonnes);
        put_number(f, sum->tonnes);
        put_origin(f, s, sum);
    }
}

enum mnz_status
mnz_import_write_table(struct mnz_import_sums *sums, FILE *f)
{
    switch (sums->as) {
    case MNZ_IMPORT_AS_MINES:
        write_mines(sums, f);
        break;
    case MNZ_IMPORT_AS_OBSERVED:
        write_observed(sums, f);
        break;
    case MNZ_IMPORT_AS_VALUE_ADDED:
        write_value_added(sums, f);
        break;
    default:
        write_links(sums, f);
        break;
    }
    if (mnz_arena_has_failed(&sums->map->arena))
        return MNZ_ERR_NOMEM;
    return ferror(f) ? MNZ_ERR_IO : MNZ_OK;
}

/* Tonnes by year and material. */
static void
write_totals(const struct mnz_import_sums *s, FILE *f)
{
    struct mnz_arena scratch = {0};
    struct mnz_names seen = {.arena = &scratch};

    fputs("totals by year, t:\n", f);
    for (size_t i = 0; i < s->num_sums; i++) {
        const struct mnz_import_sum *first = &s->sums[i];
        char key[128];
        double tonnes = 0.0;
        uint32_t id, count = mnz_names_count(&seen);

        snprintf(key, sizeof key, "%.4s  %.100s", first->period, first->material);
        if (first->is_left_out || mnz_names_intern(&seen, key, &id) || id < count)
            continue;
        for (size_t k = i; k < s->num_sums; k++)
            if (!s->sums[k].is_left_out &&
                strcmp(s->sums[k].material, first->material) == 0 &&
                strncmp(s->sums[k].period, first->period, 4) == 0)
                tonnes += s->sums[k].tonnes;
        fprintf(f, "  %s  %.6g\n", key, tonnes);
    }
    mnz_arena_finish(&scratch);
}

void
mnz_import_write_report(const struct mnz_import_sums *sums, FILE *f)
{
    fprintf(f, "rows read: %llu, used: %llu\n", (unsigned long long)sums->num_read,
            (unsigned long long)sums->num_used);
    for (int d = 0; d < MNZ_NUM_DROPS; d++) {
        if (sums->num_dropped[d] == 0)
            continue;
        fprintf(f, "left out: %llu, %s", (unsigned long long)sums->num_dropped[d],
                mnz_drop_text[d]);
        if (sums->usd_dropped[d] > 0.0)
            fprintf(f, " (%.4g USD)", sums->usd_dropped[d]);
        fputc('\n', f);
    }
    for (uint32_t i = 0; i < mnz_names_count(&sums->unknown); i++)
        if (mnz_import_is_text(mnz_names_text(&sums->unknown, i)))
            fprintf(f, "  not a place of the map: %s, %llu rows\n",
                    mnz_names_text(&sums->unknown, i),
                    (unsigned long long)sums->unknown_rows[i]);
    if (sums->as != MNZ_IMPORT_AS_VALUE_ADDED)
        write_totals(sums, f);
}
