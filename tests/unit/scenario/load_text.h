#ifndef MNZ_TEST_LOAD_TEXT_H
#define MNZ_TEST_LOAD_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario/scenario.h"

/* A scenario read from a text, with its messages. Ends with unload(). */
struct loaded {
    struct mnz_diags *diags;
    struct mnz_scenario *s; /* NULL after an error */
    enum mnz_status status;
};

#define HEAD "monazite: 1\ntime: {start: 2025-01, months: 12}\n"
#define MATERIALS                                                                      \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, composition: {Nd: 0.2, Dy: 0.1}}\n"                          \
    "  nd_oxide: {stage: separation, element: Nd}\n"                                   \
    "  dy_oxide: {stage: separation, element: Dy, price: 200}\n"
#define ACTORS                                                                         \
    "facilities:\n"                                                                    \
    "  pit: {country: CN, stage: mine, makes: {ore: 1}, capacity: 1000}\n"             \
    "  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}\n"       \
    "industries:\n"                                                                    \
    "  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}}\n"              \
    "  us_arms: {country: US, sector: arms, uses: {dy_oxide: 5}, end_use: military}\n"
#define WORLD HEAD MATERIALS ACTORS

/* mkstemp() cannot give the ending that scenarios must have: a folder can hold it. */
static inline void
make_path(char folder[], char path[64])
{
    assert_non_null(mkdtemp(folder));
    snprintf(path, 64, "%s/s.yaml", folder);
}

static inline struct loaded
load_text(const char *text)
{
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    struct loaded l = {0};
    FILE *f;

    make_path(folder, path);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(mnz_diags_create(&l.diags), MNZ_OK);
    l.status = mnz_scenario_load(path, NULL, 0, l.diags, &l.s);
    unlink(path);
    rmdir(folder);
    return l;
}

static inline void
unload(struct loaded *l)
{
    mnz_scenario_destroy(l->s);
    mnz_diags_destroy(l->diags);
}

/* A scenario that must load; messages are shown when it does not. */
static inline struct loaded
load_sound(const char *text)
{
    struct loaded l = load_text(text);

    if (l.status)
        mnz_diags_print(l.diags, stderr, 0);
    assert_int_equal(l.status, MNZ_OK);
    assert_non_null(l.s);
    return l;
}

/* A scenario that must fail, with exactly one message, which holds `message`. */
static inline void
assert_refused(const char *text, const char *message)
{
    struct loaded l = load_text(text);

    if (l.status != MNZ_ERR_INPUT || mnz_diags_count(l.diags) != 1 ||
        !strstr(mnz_diags_get(l.diags, 0)->text, message)) {
        print_error("expected only '%s', got:\n", message);
        mnz_diags_print(l.diags, stderr, 0);
        fail();
    }
    assert_null(l.s);
    unload(&l);
}

static inline void
assert_near(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-12 * (1.0 + fabs(expected))))
        fail_msg("%.17g, not %.17g", actual, expected);
}

/* A value at the median of every input, on the first day of 2025. */
static inline double
nominal(const struct mnz_scenario *s, mnz_value_id id)
{
    double draws[256];

    assert_true(s->pool.num_inputs <= 256);
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        draws[i] = mnz_dist_median(&s->pool.inputs[i].dist);
    return mnz_value_at(&s->pool, id, 20089, draws);
}

static inline uint32_t
input_named(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        if (strcmp(s->pool.inputs[i].name, name) == 0)
            return i;
    return MNZ_NONE;
}

#endif
