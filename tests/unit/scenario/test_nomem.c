/* test_nomem.c - memory that runs out anywhere while a scenario is read, compiled and
 * checked is reported as that, whichever allocation it is. Linked so that the
 * library's calls come through here: those for blocks, and, as one block serves many
 * pieces, those for pieces too. */

#include "load_text.h"

#include "network/check.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_mnz_arena_alloc(struct mnz_arena *arena, size_t count, size_t size);
char *__real_mnz_arena_strdup(struct mnz_arena *arena, const char *text);
char *__real_mnz_arena_strndup(struct mnz_arena *arena, const char *text,
                               size_t length);
char *__real_mnz_arena_vprintf(struct mnz_arena *arena, const char *format,
                               va_list args) MNZ_PRINTF(2, 0);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_mnz_arena_alloc(struct mnz_arena *arena, size_t count, size_t size);
char *__wrap_mnz_arena_strdup(struct mnz_arena *arena, const char *text);
char *__wrap_mnz_arena_strndup(struct mnz_arena *arena, const char *text,
                               size_t length);
char *__wrap_mnz_arena_vprintf(struct mnz_arena *arena, const char *format,
                               va_list args) MNZ_PRINTF(2, 0);
char *__wrap_mnz_arena_printf(struct mnz_arena *arena, const char *format, ...)
    MNZ_PRINTF(2, 3);

/* The calls that fail: none, the one after so many, or that and all later ones. */
static struct {
    enum { NONE, ONE, ALL } what;
    long before;
    int was_reached;
} failure;

static int
fails_now(void)
{
    if (failure.what == NONE)
        return 0;
    if (failure.was_reached)
        return failure.what == ALL;
    failure.was_reached = failure.before-- == 0;
    return failure.was_reached;
}

void *
__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

/* As an arena does it, which remembers. */
static void *
fail_in(struct mnz_arena *arena)
{
    return __real_mnz_arena_alloc(arena, SIZE_MAX, 2);
}

void *
__wrap_mnz_arena_alloc(struct mnz_arena *arena, size_t count, size_t size)
{
    return fails_now() ? fail_in(arena) : __real_mnz_arena_alloc(arena, count, size);
}

char *
__wrap_mnz_arena_strdup(struct mnz_arena *arena, const char *text)
{
    return fails_now() ? fail_in(arena) : __real_mnz_arena_strdup(arena, text);
}

char *
__wrap_mnz_arena_strndup(struct mnz_arena *arena, const char *text, size_t length)
{
    return fails_now() ? fail_in(arena) : __real_mnz_arena_strndup(arena, text, length);
}

char *
__wrap_mnz_arena_vprintf(struct mnz_arena *arena, const char *format, va_list args)
{
    return fails_now() ? fail_in(arena) : __real_mnz_arena_vprintf(arena, format, args);
}

char *
__wrap_mnz_arena_printf(struct mnz_arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    if (fails_now())
        return fail_in(arena);
    va_start(args, format);
    text = __real_mnz_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

static const char base[] = HEAD MATERIALS
    "facilities: {table: mines.csv}\n"
    "industries:\n"
    "  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}}\n"
    "  us_arms: {country: US, sector: arms, uses: {dy_oxide: 5}, end_use: military}\n";

static const char over[] =
    "extends: base.yaml\n"
    "blocs: {allies: [US, JP]}\n"
    "links:\n"
    "  - {from: pit, to: plant, material: ore, share: 1, lead: {uniform: [1, 2]}}\n"
    "  - {from: plant, to: {country: allies}, material: nd_oxide, share: 1}\n"
    "  - {from: plant, to: us_arms, material: dy_oxide, share: 1}\n"
    "controls:\n"
    "  lic: {kind: licence, by: CN, goods: {element: Dy}, approval: {beta: {mode: 0.5, "
    "concentration: 8}}, processing: 2 months}\n"
    "policies:\n"
    "  pile: {kind: stockpile, at: JP, holds: {nd_oxide: 60 days}, for: {country: JP}, "
    "release: {shortfall above: 0.1}}\n"
    "events: {e: {on: 2025-06, branches: {a: {probability: 0.5, activates: [lic]}, b: "
    "{}}}}\n";

static const char mines[] = "name,country,stage,makes.ore,capacity,separates,recovery\n"
                            "pit,CN,mine,1,1000,,\n"
                            "plant,CN,separation,,,ore,0.9\n";

/* No sound scenario: in its form, in its keys, in its numbers, in its names. */
static const char faulty[] = "extends: base.yaml\n"
                             "title: a\ntitle: b\n"
                             "run: {seeed: 1, trials: [!x 5]}\n"
                             "facilities: {pit: {capacity: {beta: {mode: 2}}}}\n"
                             "links: [{from: pitt, to: plant, material: ore}]\n";

/* The result of loading a scenario when the allocation after `before` others fails. */
static enum mnz_status
load_with_failure(const char *path, long before, int fails_on)
{
    struct mnz_diags *diags;
    struct mnz_scenario *s = NULL;
    struct mnz_network *net = NULL;
    struct mnz_check *check = NULL;
    enum mnz_status st;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    failure.before = before;
    failure.was_reached = 0;
    failure.what = fails_on ? ALL : ONE;
    st = mnz_scenario_load(path, NULL, 0, diags, &s);
    if (!st)
        st = mnz_network_create(s, diags, &net);
    if (!st)
        st = mnz_check_create(net, diags, &check);
    failure.what = NONE;
    if (failure.was_reached && st == MNZ_ERR_INPUT)
        mnz_diags_print(diags, stderr, 0);
    mnz_check_destroy(check);
    mnz_network_destroy(net);
    mnz_scenario_destroy(s);
    mnz_diags_destroy(diags);
    return st;
}

static void
write_text(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* `sound` is the result with memory enough. */
static void
assert_no_memory(const char *text, enum mnz_status sound, int fails_on)
{
    long before = 0;

    write_text("s.yaml", text);
    for (;; before++) {
        const enum mnz_status st = load_with_failure("s.yaml", before, fails_on);

        if (st != (failure.was_reached ? MNZ_ERR_NOMEM : sound))
            fail_msg("allocation %ld: %s", before, mnz_status_text(st));
        if (!failure.was_reached)
            break;
    }
    assert_true(before > 200);
}

static void
one_failing_allocation_is_out_of_memory(void **state)
{
    (void)state;
    assert_no_memory(over, MNZ_OK, 0);
}

static void
failing_from_then_on_is_out_of_memory(void **state)
{
    (void)state;
    assert_no_memory(over, MNZ_OK, 1);
}

static void
errors_do_not_hide_that_memory_ran_out(void **state)
{
    (void)state;
    assert_no_memory(faulty, MNZ_ERR_INPUT, 0);
    assert_no_memory(faulty, MNZ_ERR_INPUT, 1);
}

static char folder[] = "/tmp/mnz-test-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    write_text("base.yaml", base);
    write_text("mines.csv", mines);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    unlink("base.yaml");
    unlink("mines.csv");
    unlink("s.yaml");
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_failing_allocation_is_out_of_memory),
        cmocka_unit_test(failing_from_then_on_is_out_of_memory),
        cmocka_unit_test(errors_do_not_hide_that_memory_ran_out),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
