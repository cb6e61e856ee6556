/* n_minus_1_load.c - a scenario without something: the controls that take it away. */

#include <string.h>

#include "base/arena.h"
#include "base/dates.h"
#include "study/n_minus_1.h"

/* A name as YAML has it in single quotes. */
static const char *
quote(struct mnz_arena *arena, const char *name)
{
    char *text = mnz_arena_alloc(arena, 2 * strlen(name) + 3, 1), *end = text;

    if (!text)
        return NULL;
    *end++ = '\'';
    for (const char *c = name; *c; c++) {
        if (*c == '\'')
            *end++ = '\'';
        *end++ = *c;
    }
    *end++ = '\'';
    *end = '\0';
    return text;
}

/* The control that takes a part away, as a setting: an outage of all of a plant, or a
 * ban on exports. */
static const char *
setting_of(const struct mnz_n_minus_1 *n, const struct mnz_gone_row *row, uint32_t part,
           struct mnz_arena *arena)
{
    const struct mnz_gone_part *p = &row->gone.parts[part];
    const int32_t start = n->model->scenario->start_day;
    const char *name = quote(arena, p->name), *to = quote(arena, p->to);
    char from[MNZ_DATE_TEXT], until[MNZ_DATE_TEXT];

    if (!name || !to)
        return NULL;
    mnz_date_format(mnz_date_add_months(start, (int32_t)n->from), from);
    mnz_date_format(mnz_date_add_months(start, (int32_t)n->until), until);
    if (row->gone.kind == MNZ_GONE_FACILITY)
        return mnz_arena_printf(arena,
                                "controls.n_minus_1_%u={kind: outage, facilities: "
                                "{facility: %s}, fraction: 1, from: %s, until: %s}",
                                part + 1, name, from, until);
    if (row->gone.kind == MNZ_GONE_COUNTRY)
        return mnz_arena_printf(arena,
                                "controls.n_minus_1_%u={kind: ban, by: %s, from: %s, "
                                "until: %s}",
                                part + 1, name, from, until);
    return mnz_arena_printf(arena,
                            "controls.n_minus_1_%u={kind: ban, by: %s, to: {country: "
                            "%s}, from: %s, until: %s}",
                            part + 1, name, to, from, until);
}

/* Warnings are those of the scenario, and nobody needs them again, unless there are
 * errors too. */
enum mnz_status
mnz_n_minus_1_load(const struct mnz_n_minus_1 *n, const struct mnz_n_minus_1_options *o,
                   const struct mnz_gone_row *row, struct mnz_diags *diags,
                   struct mnz_model **out)
{
    struct mnz_arena arena = {0};
    const char **settings =
        mnz_arena_alloc(&arena, o->num_settings + 3, sizeof *settings);
    size_t count = o->num_settings;
    struct mnz_diags *unseen = NULL;
    enum mnz_status st = settings ? mnz_diags_create(&unseen) : MNZ_ERR_NOMEM;

    *out = NULL;
    for (size_t k = 0; !st && k < o->num_settings; k++)
        settings[k] = o->settings[k];
    for (uint32_t k = 0; !st && k < row->gone.num_parts; k++) {
        settings[count] = setting_of(n, row, k, &arena);
        if (!settings[count++])
            st = MNZ_ERR_NOMEM;
    }
    if (!st)
        st = mnz_model_read(o->file, o->text, settings, count, unseen, out);
    if (st == MNZ_ERR_INPUT && diags)
        st = mnz_model_read(o->file, o->text, settings, count, diags, out);
    mnz_diags_destroy(unseen);
    mnz_arena_finish(&arena);
    return st;
}
