/* calibration_inputs.c - inputs to calibrate, by name. */

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "study/calibration.h"

/* The inputs that patterns choose from, and those chosen. */
struct choice {
    const struct mnz_scenario *s;
    const struct mnz_written_inputs *written;
    struct mnz_arena *arena;
    struct mnz_diags *diags;
    unsigned char *is_chosen; /* [input] */
};

static enum mnz_status choose_by(struct choice *c, const char *pattern);

enum mnz_status
mnz_calibration_choose(const struct mnz_scenario *scenario,
                       const struct mnz_written_inputs *written,
                       const char *const *patterns, size_t num_patterns,
                       struct mnz_arena *arena, struct mnz_diags *diags, uint32_t **out,
                       uint32_t *count)
{
    const uint32_t n = scenario->pool.num_inputs;
    struct choice c = {scenario, written, arena, diags, NULL};
    enum mnz_status st = MNZ_OK;

    *count = 0;
    *out = mnz_arena_alloc(arena, n + 1, sizeof **out);
    c.is_chosen = mnz_arena_alloc(arena, n + 1, 1);
    if (!*out || !c.is_chosen)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < num_patterns; i++) {
        const enum mnz_status one = choose_by(&c, patterns[i]);

        st = one ? one : st;
    }
    for (uint32_t i = 0; i < n; i++)
        if (num_patterns == 0 ? written->nodes[i] != NULL : c.is_chosen[i])
            (*out)[(*count)++] = i;
    if (num_patterns == 0 && *count == 0) {
        mnz_diag_add(diags, MNZ_E1318, (struct mnz_span){.file = scenario->path},
                     "write a distribution for a number that is to be fitted",
                     "no number of the scenario is uncertain");
        st = MNZ_ERR_INPUT;
    }
    return mnz_diags_lack_memory(diags) ? MNZ_ERR_NOMEM : st;
}

static const char *
short_name(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot ? dot + 1 : name;
}

static int
is_match(const char *pattern, const char *name)
{
    return mnz_glob_match(pattern, name) || mnz_glob_match(pattern, short_name(name));
}

/* Why nothing that matches can be set, or is there at all. */
static void
refuse(struct choice *c, const char *pattern, uint32_t num_drawn, const char *drawn)
{
    const struct mnz_value_pool *pool = &c->s->pool;
    const char *name = mnz_arena_printf(c->arena, "--inputs '%.120s'", pattern);
    const struct mnz_span at = {name ? mnz_diags_keep(c->diags, name) : "--inputs", 0,
                                0};
    const int is_glob = strpbrk(pattern, "*?") != NULL;
    const char **names = NULL, *nearest = NULL;

    if (num_drawn > 0) {
        mnz_diag_add(
            c->diags, MNZ_E1319, at,
            "a layer can set the probability that it is compared with, if that "
            "is written as a distribution",
            "'%.120s' decides whether something happens, which no layer can set",
            drawn);
        return;
    }
    for (uint32_t i = 0; i < c->written->num_others; i++)
        if (is_match(pattern, c->written->others[i])) {
            mnz_diag_add(c->diags, MNZ_E1320, at, NULL,
                         "'%.120s' is drawn anew each time it is needed: no one number "
                         "of a trial that could be fitted",
                         c->written->others[i]);
            return;
        }
    if (!is_glob)
        names = calloc(2 * (size_t)pool->num_inputs + 1, sizeof *names);
    for (uint32_t i = 0; names && i < pool->num_inputs; i++) {
        names[2 * i] = pool->inputs[i].name;
        names[2 * i + 1] = short_name(pool->inputs[i].name);
    }
    if (names)
        nearest = mnz_nearest(pattern, names, 2 * (size_t)pool->num_inputs);
    mnz_diag_add(c->diags, is_glob ? MNZ_E1321 : MNZ_E1114, at,
                 nearest ? mnz_arena_printf(c->arena, "did you mean '%s'?", nearest)
                         : "'monazite run SCENARIO --csv inputs -n 1' lists them",
                 is_glob ? "no uncertain input matches '%.120s'"
                         : "no uncertain input is named '%.120s'",
                 pattern);
    free(names);
}

static enum mnz_status
choose_by(struct choice *c, const char *pattern)
{
    const struct mnz_value_pool *pool = &c->s->pool;
    uint32_t num_chosen = 0, num_drawn = 0;
    const char *drawn = NULL;

    for (uint32_t i = 0; i < pool->num_inputs; i++) {
        const char *name = pool->inputs[i].name;

        if (strcmp(pattern, name) != 0 && !is_match(pattern, name))
            continue;
        if (c->written->nodes[i]) {
            c->is_chosen[i] = 1;
            num_chosen++;
        } else {
            num_drawn++;
            drawn = name;
        }
    }
    if (num_chosen > 0)
        return MNZ_OK;
    refuse(c, pattern, num_drawn, drawn);
    return MNZ_ERR_INPUT;
}
