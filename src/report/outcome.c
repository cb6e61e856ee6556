/* outcome.c - how tables and screens call the scenarios of one command. */

#include "report/outcome.h"

#include <stdlib.h>
#include <string.h>

/* The last `parts` parts of a path without its ending: "before/world" of 2. */
static const char *
tail_of(struct mnz_arena *arena, const char *path, size_t parts)
{
    const char *end = strrchr(path, '.'), *from = path + strlen(path);

    if (!end || strchr(end, '/') || end == path)
        end = from;
    while (from > path && (from[-1] != '/' || --parts > 0))
        from--;
    return mnz_arena_printf(arena, "%.*s", (int)(end - from), from);
}

/* How many scenarios before this one have its name; in *others, whether any has. */
static size_t
count_before(const char *const *names, size_t count, size_t index, int *others)
{
    size_t before = 0;

    *others = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == index || strcmp(names[i], names[index]) != 0)
            continue;
        before += i < index;
        *others = 1;
    }
    return before;
}

/* The least part of its path that no other scenario has too. */
static const char *
tell_apart(const struct mnz_model *const *models, size_t count, size_t index,
           struct mnz_arena *arena)
{
    const char *path = models[index]->scenario->path, *name = NULL;
    size_t slashes = 0;

    for (const char *c = path; *c; c++)
        slashes += *c == '/';
    for (size_t parts = 2; parts <= slashes + 1; parts++) {
        size_t same = 0;

        name = tail_of(arena, path, parts);
        for (size_t i = 0; name && i < count; i++) {
            const char *other = tail_of(arena, models[i]->scenario->path, parts);

            same += !other || (i != index && strcmp(name, other) == 0);
        }
        if (!name || same == 0)
            return name;
    }
    return name ? name : models[index]->scenario->name;
}

const char *const *
mnz_outcome_names(const struct mnz_model *const *models, size_t count,
                  struct mnz_arena *arena)
{
    const char **names = mnz_arena_alloc(arena, count + 1, sizeof *names);
    const char **plain = mnz_arena_alloc(arena, count + 1, sizeof *plain);
    int others;

    if (!names || !plain)
        return NULL;
    for (size_t i = 0; i < count; i++)
        plain[i] = models[i]->scenario->name;
    for (size_t i = 0; i < count; i++) {
        count_before(plain, count, i, &others);
        names[i] = others ? tell_apart(models, count, i, arena) : plain[i];
        if (!names[i])
            return NULL;
    }
    memcpy(plain, names, count * sizeof *plain);
    for (size_t i = 0; i < count; i++) {
        const size_t before = count_before(plain, count, i, &others);

        if (others)
            names[i] = mnz_arena_printf(arena, "%s#%zu", plain[i], before + 1);
        if (!names[i])
            return NULL;
    }
    return names;
}

const char *
mnz_outcome_name(const struct mnz_outcome *outcome, uint32_t index)
{
    return outcome->names ? outcome->names[index]
                          : mnz_outcome_plan(outcome, index).network->scenario->name;
}

struct mnz_outcome_plan
mnz_outcome_plan(const struct mnz_outcome *outcome, uint32_t index)
{
    const struct mnz_sweep *sweep = outcome->sweep;
    const struct mnz_result *result = sweep ? NULL : outcome->results[index];
    const struct mnz_model *base = outcome->study ? outcome->models[index]
                                   : sweep        ? sweep->base
                                                  : NULL;

    if (sweep)
        return (struct mnz_outcome_plan){.network = base ? base->network : NULL,
                                         .model = base,
                                         .seed = sweep->seed,
                                         .trials_asked = sweep->trials,
                                         .trials_done = sweep->trials,
                                         .sampler = sweep->sampler,
                                         .threads = sweep->threads};
    if (!result)
        return (struct mnz_outcome_plan){.network = outcome->models[index]->network,
                                         .model = outcome->models[index]};
    return (struct mnz_outcome_plan){
        .network = result->run->net,
        .model = result->model,
        .seed = result->seed,
        .trials_asked = result->strata ? result->strata->asked : result->trials_asked,
        .trials_done = result->run->trials_done,
        .sampler = result->sampler,
        .threads = result->run->threads};
}

const char *
mnz_outcome_settings(const struct mnz_outcome *outcome, uint32_t index)
{
    const struct mnz_model *model = mnz_outcome_plan(outcome, index).model;

    return model ? model->settings : "";
}
