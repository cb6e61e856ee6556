/* test_candidates.c - the ends of links, found by an index and by asking everybody. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "network/candidates.h"

/* Enough that asking everybody would show. */
enum {
    NUM_FACILITIES = 1500,
    NUM_ACTORS = 3000,
    NUM_COUNTRIES = 12,
    NUM_PLACES = 14, /* two blocs more */
    NUM_SECTORS = 9,
    NUM_MATERIALS = 3,
    MOST_LISTED = 5
};

static size_t num_asked;

/* The linker leads calls here, to count how many actors are looked at. */
int __real_mnz_selector_has_actor(const struct mnz_scenario *scenario,
                                  const struct mnz_selector *selector, uint32_t actor);
int __wrap_mnz_selector_has_actor(const struct mnz_scenario *scenario,
                                  const struct mnz_selector *selector, uint32_t actor);

int
__wrap_mnz_selector_has_actor(const struct mnz_scenario *scenario,
                              const struct mnz_selector *selector, uint32_t actor)
{
    num_asked++;
    return __real_mnz_selector_has_actor(scenario, selector, actor);
}

struct world {
    struct mnz_scenario scenario;
    struct mnz_actor actors[NUM_ACTORS];
    struct mnz_amount amounts[NUM_ACTORS][2];
    struct mnz_material materials[NUM_MATERIALS];
    struct mnz_place places[NUM_PLACES];
    struct mnz_compile compile;
    struct mnz_candidates candidates;
    uint64_t state;
};

static const uint32_t small_bloc[] = {0, 3, 4}, large_bloc[] = {1, 3, 5, 7, 12, 0, 4};

static uint32_t
below(struct world *w, uint32_t count)
{
    w->state = w->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((w->state >> 33) % count);
}

static void
make_actors(struct world *w)
{
    for (uint32_t i = 0; i < NUM_ACTORS; i++) {
        struct mnz_actor *a = &w->actors[i];

        a->is_industry = i >= NUM_FACILITIES;
        a->place = below(w, NUM_PLACES);
        a->sector = mnz_ref_to(below(w, NUM_SECTORS));
        w->amounts[i][0].material = below(w, NUM_MATERIALS);
        w->amounts[i][1].material = (w->amounts[i][0].material + 1) % NUM_MATERIALS;
        a->uses = a->makes = w->amounts[i];
        a->num_uses = 1 + below(w, 2);
        a->num_makes = a->is_industry ? 0 : 1 + below(w, 2);
    }
}

static int
make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    make_actors(w);
    w->places[12].members = small_bloc;
    w->places[12].num_members = sizeof small_bloc / sizeof *small_bloc;
    w->places[13].members = large_bloc;
    w->places[13].num_members = sizeof large_bloc / sizeof *large_bloc;
    w->scenario.actors = w->actors;
    w->scenario.num_actors = NUM_ACTORS;
    w->scenario.materials = w->materials;
    w->scenario.num_materials = NUM_MATERIALS;
    w->scenario.places = w->places;
    w->scenario.num_places = NUM_PLACES;
    w->scenario.num_sectors = NUM_SECTORS;
    w->compile.scenario = &w->scenario;
    w->compile.net = calloc(1, sizeof *w->compile.net);
    assert_non_null(w->compile.net);
    w->compile.net->scenario = &w->scenario;
    assert_int_equal(mnz_compile_nodes(&w->compile), MNZ_OK);
    assert_int_equal(mnz_candidates_init(&w->candidates, &w->compile), MNZ_OK);
    *state = w;
    return 0;
}

static int
end_world(void **state)
{
    struct world *w = *state;

    mnz_arena_finish(&w->compile.scratch);
    mnz_network_destroy(w->compile.net);
    free(w);
    return 0;
}

static int
by_id(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Some of the keys, with repeated and overlapping choices among them. */
static void
choose_keys(struct world *w, struct mnz_selector *s, uint32_t lists[3][MOST_LISTED])
{
    *s = (struct mnz_selector){0};
    for (uint32_t i = 0; i < MOST_LISTED; i++) {
        lists[0][i] = below(w, NUM_ACTORS);
        lists[1][i] = below(w, NUM_PLACES);
        lists[2][i] = below(w, NUM_SECTORS);
    }
    lists[0][1] = lists[0][0];
    qsort(lists[0], MOST_LISTED, sizeof lists[0][0], by_id);
    s->actors = lists[0];
    s->places = lists[1];
    s->sectors = lists[2];
    if (below(w, 3) == 0)
        s->num_actors = 1 + below(w, MOST_LISTED);
    if (below(w, 2) == 0)
        s->num_places = 1 + below(w, MOST_LISTED);
    if (below(w, 3) == 0)
        s->num_sectors = 1 + below(w, MOST_LISTED);
}

/* By asking every maker or user of the material in turn. */
static size_t
ask_everybody(const struct world *w, enum mnz_side side, uint32_t material,
              const struct mnz_selector *selector, uint32_t *found)
{
    const struct mnz_network *net = w->compile.net;
    const int are_makers = side == MNZ_SIDE_MAKERS;
    const uint32_t count = are_makers ? net->num_outputs : net->num_ports;
    size_t n = 0;

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t node = are_makers ? net->outputs[i].node : net->ports[i].node;
        const uint32_t its =
            are_makers ? net->outputs[i].material : net->ports[i].material;

        if (its == material && mnz_selector_has_actor(&w->scenario, selector, node))
            found[n++] = i;
    }
    return n;
}

static void
finds_whom_asking_everybody_finds(void **state)
{
    struct world *w = *state;
    uint32_t *expected = calloc(2 * NUM_ACTORS, sizeof *expected);
    struct mnz_id_list found = {0};
    size_t num_found = 0;

    assert_non_null(expected);
    for (int i = 0; i < 600; i++) {
        const enum mnz_side side = (enum mnz_side)below(w, MNZ_NUM_SIDES);
        const uint32_t material = below(w, NUM_MATERIALS);
        uint32_t lists[2][3][MOST_LISTED];
        struct mnz_selector s, not_selector;
        size_t n;

        choose_keys(w, &s, lists[0]);
        choose_keys(w, &not_selector, lists[1]);
        if (i % 4 == 0)
            s.not_selector = &not_selector;
        n = ask_everybody(w, side, material, &s, expected);
        assert_int_equal(
            mnz_candidates_find(&w->candidates, side, material, &s, &found), MNZ_OK);
        assert_int_equal(found.count, n);
        if (n > 0)
            assert_memory_equal(found.items, expected, n * sizeof *expected);
        num_found += n;
    }
    assert_true(num_found > 1000);
    free(expected);
    free(found.items);
}

/* A row for each plant would otherwise take time with the square of their number. */
static void
asks_only_those_who_are_named(void **state)
{
    struct world *w = *state;
    struct mnz_id_list found = {0};

    num_asked = 0;
    for (uint32_t i = 0; i < NUM_FACILITIES; i++) {
        const struct mnz_selector s = {.num_actors = 1, .actors = &i};

        assert_int_equal(mnz_candidates_find(&w->candidates, MNZ_SIDE_MAKERS,
                                             w->amounts[i][0].material, &s, &found),
                         MNZ_OK);
        assert_int_equal(found.count, 1);
    }
    assert_in_range(num_asked, NUM_FACILITIES, NUM_FACILITIES);
    free(found.items);
}

static void
asks_only_those_of_the_sector_or_place(void **state)
{
    struct world *w = *state;
    struct mnz_id_list found = {0};

    for (uint32_t i = 0; i < NUM_SECTORS; i++) {
        const struct mnz_selector s = {.num_sectors = 1, .sectors = &i};

        num_asked = 0;
        assert_int_equal(
            mnz_candidates_find(&w->candidates, MNZ_SIDE_USERS, 0, &s, &found), MNZ_OK);
        assert_true(found.count > 0);
        assert_int_equal(num_asked, found.count);
    }
    for (uint32_t i = 0; i < NUM_COUNTRIES; i++) {
        const struct mnz_selector s = {.num_places = 1, .places = &i};

        num_asked = 0;
        assert_int_equal(
            mnz_candidates_find(&w->candidates, MNZ_SIDE_USERS, 0, &s, &found), MNZ_OK);
        assert_true(found.count > 0);
        assert_int_equal(num_asked, found.count);
    }
    free(found.items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_whom_asking_everybody_finds),
        cmocka_unit_test(asks_only_those_who_are_named),
        cmocka_unit_test(asks_only_those_of_the_sector_or_place),
    };

    return cmocka_run_group_tests(tests, make_world, end_world);
}
