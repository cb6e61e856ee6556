/* alternatives.c - NAME:PATH=VALUE,PATH=VALUE, taken apart. */

#include "cli/alternatives.h"

#include <string.h>

#include "document/settings.h"

static enum mnz_status
add_setting(struct mnz_change *out, const char *start, const char *end,
            struct mnz_arena *arena)
{
    char *copy = mnz_arena_strndup(arena, start, (size_t)(end - start));

    if (!copy)
        return MNZ_ERR_NOMEM;
    out->settings[out->num_settings++] = copy;
    return strchr(copy, '=') ? MNZ_OK : MNZ_ERR_INPUT;
}

enum mnz_status
mnz_change_read(const char *text, struct mnz_names *taken, struct mnz_change *out,
                const char **wrong)
{
    struct mnz_arena *arena = taken->arena;
    const char *colon = text + strcspn(text, ":="), *end;
    size_t commas = 0;
    uint32_t id;
    enum mnz_status st;

    *out = (struct mnz_change){.num_settings = 0};
    *wrong = "a name and ':'";
    if (*colon != ':' || colon == text)
        return MNZ_ERR_INPUT;
    for (const char *c = colon; *c; c++)
        commas += *c == ',';
    out->name = mnz_arena_strndup(arena, text, (size_t)(colon - text));
    out->settings = mnz_arena_alloc(arena, commas + 1, sizeof *out->settings);
    if (!out->name || !out->settings)
        return MNZ_ERR_NOMEM;
    *wrong = "a name of its own";
    if (mnz_names_find(taken, out->name) != MNZ_NAME_NONE)
        return MNZ_ERR_INPUT;
    st = mnz_names_intern(taken, out->name, &id);
    *wrong = "PATH=VALUE";
    for (text = colon + 1; !st; text = end + 1) {
        text += strspn(text, " ");
        end = mnz_setting_end(text);
        st = add_setting(out, text, end, arena);
        if (!*end)
            break;
    }
    return st;
}

const char *
mnz_change_clash(const struct mnz_change *a, const struct mnz_change *b,
                 struct mnz_arena *arena)
{
    for (size_t i = 0; i < a->num_settings; i++)
        for (size_t j = 0; j < b->num_settings; j++) {
            const size_t length = strcspn(a->settings[i], "=");

            if (strncmp(a->settings[i], b->settings[j], length) == 0 &&
                b->settings[j][length] == '=')
                return mnz_arena_strndup(arena, a->settings[i], length);
        }
    return NULL;
}
