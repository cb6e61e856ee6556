/* test_nomem.c - memory that runs out anywhere while a scenario is read, compiled and
 * checked is reported as that, whichever allocation it is. Linked so that the
 * library's calls come through here. */

#include "load_text.h"

#include "network/check.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Calls left until one fails, once; negative: none does. */
static long calls_left = -1;

static int
fails_now(void)
{
    return calls_left >= 0 && calls_left-- == 0;
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

static const char world[] = WORLD
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

/* What comes of it when the allocation after `before` others fails; *was_reached tells
 * whether there are that many. */
static enum mnz_status
load_with_failure(const char *path, long before, int *was_reached)
{
    struct mnz_diags *diags;
    struct mnz_scenario *s = NULL;
    struct mnz_network *net = NULL;
    struct mnz_check *check = NULL;
    enum mnz_status st;

    calls_left = -1;
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    calls_left = before;
    st = mnz_scenario_load(path, NULL, 0, diags, &s);
    if (!st)
        st = mnz_network_create(s, diags, &net);
    if (!st)
        st = mnz_check_create(net, diags, &check);
    *was_reached = calls_left < 0;
    calls_left = -1;
    if (*was_reached && st == MNZ_ERR_INPUT) {
        print_error("allocation %ld:\n", before);
        mnz_diags_print(diags, stderr, 0);
    }
    mnz_check_destroy(check);
    mnz_network_destroy(net);
    mnz_scenario_destroy(s);
    mnz_diags_destroy(diags);
    return st;
}

static void
every_failing_allocation_is_out_of_memory(void **state)
{
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    int was_reached = 1;
    long before = 0;
    FILE *f;

    (void)state;
    make_path(folder, path);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(world, f);
    assert_int_equal(fclose(f), 0);
    for (; was_reached; before++) {
        const enum mnz_status st = load_with_failure(path, before, &was_reached);

        /* What only embellishes a message may be left out. */
        if (st != (was_reached ? MNZ_ERR_NOMEM : MNZ_OK) && st != MNZ_OK)
            fail_msg("allocation %ld: %s", before, mnz_status_text(st));
    }
    assert_true(before > 20);
    unlink(path);
    rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_is_out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
