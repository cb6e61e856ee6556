/* sweep_record.c - points of a sweep as records of its journal. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/bytes.h"
#include "base/checked.h"
#include "study/scenario_hash.h"
#include "study/sweep_data.h"

/* A record begins with its state. A figure is its value and interval, then trials and
 * hits: 8 bytes each, the lowest first. */
enum { FIGURE_BYTES = 40 };

static void
put_double(unsigned char *to, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    mnz_word_write(to, bits, 8);
}

static double
get_double(const unsigned char *from)
{
    const uint64_t bits = mnz_word_read(from, 8);
    double number;

    memcpy(&number, &bits, sizeof number);
    return number;
}

size_t
mnz_sweep_record_size(uint32_t num_figures)
{
    return 1 + (size_t)num_figures * FIGURE_BYTES;
}

size_t
mnz_sweep_record(const struct mnz_estimate *estimates, uint32_t num_figures,
                 const char *problem, unsigned char *bytes)
{
    unsigned char *at = bytes + 1;

    bytes[0] = problem ? MNZ_SWEEP_PROBLEM : MNZ_SWEEP_DONE;
    if (problem) {
        const size_t length = strnlen(problem, MNZ_PROBLEM_TEXT - 1);

        memcpy(at, problem, length);
        return 1 + length;
    }
    for (uint32_t i = 0; i < num_figures; i++, at += FIGURE_BYTES) {
        put_double(at, estimates[i].value);
        put_double(at + 8, estimates[i].low);
        put_double(at + 16, estimates[i].high);
        mnz_word_write(at + 24, estimates[i].trials, 8);
        mnz_word_write(at + 32, estimates[i].hits, 8);
    }
    return mnz_sweep_record_size(num_figures);
}

static void
take_figures(const unsigned char *at, uint32_t num_figures, struct mnz_estimate *out)
{
    for (uint32_t i = 0; i < num_figures; i++, at += FIGURE_BYTES)
        out[i] = (struct mnz_estimate){get_double(at), get_double(at + 8),
                                       get_double(at + 16), mnz_word_read(at + 24, 8),
                                       mnz_word_read(at + 32, 8)};
}

enum mnz_status
mnz_sweep_read(const struct mnz_sweep *sweep, uint32_t point,
               enum mnz_sweep_state *state, struct mnz_estimate *estimates,
               char problem[MNZ_PROBLEM_TEXT])
{
    unsigned char *bytes = NULL;
    size_t room = 0, length;
    enum mnz_status st =
        mnz_journal_read(sweep->journal, point, &bytes, &room, &length);

    *state = MNZ_SWEEP_MISSING;
    problem[0] = '\0';
    for (uint32_t i = 0; i < sweep->num_figures; i++)
        estimates[i] = (struct mnz_estimate){.value = NAN, .low = NAN, .high = NAN};
    if (!st && length > 0) {
        *state = bytes[0] == MNZ_SWEEP_DONE ? MNZ_SWEEP_DONE : MNZ_SWEEP_PROBLEM;
        if (*state == MNZ_SWEEP_PROBLEM)
            snprintf(problem, MNZ_PROBLEM_TEXT, "%.*s", (int)(length - 1),
                     (const char *)bytes + 1);
        else if (length == mnz_sweep_record_size(sweep->num_figures))
            take_figures(bytes + 1, sweep->num_figures, estimates);
    }
    free(bytes);
    return st;
}

enum mnz_status
mnz_sweep_count_problems(struct mnz_sweep *sweep)
{
    const uint32_t points = mnz_sweep_plan_points(sweep->plan);
    unsigned char *bytes = NULL;
    size_t room = 0, length;
    enum mnz_status st = MNZ_OK;

    sweep->num_problems = 0;
    for (uint32_t i = 0; !st && i < points; i++) {
        st = mnz_journal_read(sweep->journal, i, &bytes, &room, &length);
        sweep->num_problems += !st && length > 0 && bytes[0] == MNZ_SWEEP_PROBLEM;
    }
    free(bytes);
    return st;
}

static int
add(struct mnz_journal_field **list, size_t *capacity, size_t *count, const char *key,
    const char *value)
{
    if (!value || !mnz_grow((void **)list, capacity, *count, sizeof **list))
        return 0;
    (*list)[(*count)++] = (struct mnz_journal_field){key, value};
    return 1;
}

enum mnz_status
mnz_sweep_fields(struct mnz_sweep *sweep, const struct mnz_sweep_options *options,
                 struct mnz_journal_field **list, size_t *capacity, size_t *count)
{
    struct mnz_arena *arena = &sweep->arena;
    const char *program = options->program;
    char hex[MNZ_SHA256_TEXT];
    const char *trials =
        mnz_arena_printf(arena, "%llu", (unsigned long long)sweep->trials);
    const char *seed = mnz_arena_printf(arena, "%llu", (unsigned long long)sweep->seed);
    int is_whole;

    mnz_scenario_hash(sweep->base->scenario, hex);
    sweep->hash = mnz_arena_strdup(arena, hex);
    is_whole = add(list, capacity, count, "study", "sweep") &&
               add(list, capacity, count, "program", program ? program : "") &&
               add(list, capacity, count, "scenario", sweep->base->scenario->name) &&
               add(list, capacity, count, "title", sweep->title) &&
               add(list, capacity, count, "merged scenario", sweep->hash) &&
               add(list, capacity, count, "trials", trials) &&
               add(list, capacity, count, "seed", seed) &&
               add(list, capacity, count, "sampler", mnz_sampler_names[sweep->sampler]);
    for (uint32_t i = 1; is_whole && i < options->num_scenarios; i++) {
        mnz_scenario_hash(options->scenarios[i].model->scenario, hex);
        is_whole = add(list, capacity, count, "another merged scenario",
                       mnz_arena_strdup(arena, hex));
    }
    for (uint32_t i = 0; is_whole && i < sweep->num_figures; i++)
        is_whole = add(list, capacity, count, "figure", sweep->figures[i]) &&
                   add(list, capacity, count, "unit", sweep->units[i]);
    return is_whole ? MNZ_OK : MNZ_ERR_NOMEM;
}
