/* test_dependency.c - embedded dependence of chains known by hand, and of random worlds
 * beside a reference; needs met without an origin; criteria for imports. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/content.h"
#include "network/removal.h"
#include "study/dependency.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/models.h"
#include "support/random_scenario.h"
#include "support/ref_dependency.h"

enum { SEEDS = 40, MOST_NODES = 64 };

#define HEAD                                                                           \
    "monazite: 1\ntime: {start: 2025-01, months: 12}\n"                                \
    "materials:\n"                                                                     \
    "  ore: {stage: mine, composition: {Nd: 0.5}, price: 5}\n"                         \
    "  oxide: {stage: separation, element: Nd, price: 60}\n"                           \
    "  magnet: {stage: magnet, composition: {Nd: 0.3}, price: 80}\n"

/* US ore is separated in China and Malaysia; Japan makes magnets of it. */
#define CHAIN                                                                          \
    HEAD                                                                               \
        "facilities:\n"                                                                \
        "  us_mine: {country: US, stage: mine, makes: {ore: 1}}\n"                     \
        "  cn_plant: {country: CN, stage: separation, separates: ore, recovery: "      \
        "0.8}\n"                                                                       \
        "  my_plant: {country: MY, stage: separation, separates: ore, recovery: 0.8, " \
        "capacity: 90}\n"                                                              \
        "  jp_magnets: {country: JP, stage: magnet, uses: {oxide: 0.4}, makes: "       \
        "{magnet: "                                                                    \
        "1}}\n"                                                                        \
        "industries:\n"                                                                \
        "  kr_motors: {country: KR, sector: motors, uses: {magnet: 100}}\n"            \
        "links:\n"                                                                     \
        "  - {from: us_mine, to: [cn_plant, my_plant], material: ore, share: 1}\n"     \
        "  - {from: cn_plant, to: jp_magnets, material: oxide, share: 0.75}\n"         \
        "  - {from: my_plant, to: jp_magnets, material: oxide, share: 0.25, backup: "  \
        "0.5}\n"                                                                       \
        "  - {from: jp_magnets, to: kr_motors, material: magnet, share: 1}\n"

struct found {
    struct mnz_model *model;
    struct mnz_dependency *d;
};

static struct found
find(const char *text)
{
    struct found f = {.model = model_of_text("./s.yaml", text, NULL, 0)};

    assert_int_equal(mnz_model_dependency(f.model, &f.d), MNZ_OK);
    return f;
}

static void
discard(struct found *f)
{
    mnz_dependency_destroy(f->d);
    mnz_model_destroy(f->model);
}

/* A row of shares; one of zeros if there is none. */
static struct mnz_dependence
row(const struct mnz_dependency *d, const char *name, const char *element,
    const char *stage, const char *origin)
{
    uint32_t count;
    const struct mnz_dependence *rows = mnz_dependency_shares(d, &count);

    for (uint32_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, name) == 0 && strcmp(rows[i].element, element) == 0 &&
            strcmp(rows[i].stage, stage) == 0 && strcmp(rows[i].origin, origin) == 0)
            return rows[i];
    return (struct mnz_dependence){.name = name};
}

static void
a_chain_is_followed_to_its_mines(void **state)
{
    struct found f = find(CHAIN);
    const char *kr = "kr_motors";

    (void)state;
    assert_close(row(f.d, kr, "Nd", "", "JP").direct, 1.0, 1e-12);
    assert_close(row(f.d, kr, "Nd", "", "JP").passed, 1.0, 1e-12);
    assert_near(row(f.d, kr, "Nd", "", "CN").direct, 0.0, 0.0);
    assert_close(row(f.d, kr, "Nd", "", "CN").passed, 0.75, 1e-12);
    assert_close(row(f.d, kr, "Nd", "", "US").passed, 1.0, 1e-12);
    assert_close(row(f.d, kr, "Nd", "origin", "US").share, 1.0, 1e-12);
    assert_close(row(f.d, kr, "Nd", "separation", "MY").share, 0.25, 1e-12);
    assert_close(row(f.d, kr, "Nd", "separation", "cn_plant").share, 0.75, 1e-12);
    assert_close(row(f.d, kr, "Nd", "separation", "cn_plant").passed, 0.75, 1e-12);
    assert_true(row(f.d, kr, "Nd", "separation", "cn_plant").is_facility);
    assert_string_equal(row(f.d, kr, "Nd", "separation", "cn_plant").country, "CN");
    assert_close(row(f.d, "KR", "Nd", "", "CN").passed, 0.75, 1e-12);
    assert_close(row(f.d, "all", "Nd", "", "CN").passed, 0.75, 1e-12);
    discard(&f);
}

static void
concentration_is_of_what_passes_the_stage(void **state)
{
    struct found f = find(CHAIN);
    uint32_t count, seen = 0;
    const struct mnz_concentration *c = mnz_dependency_concentrations(f.d, &count);

    (void)state;
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(c[i].scope, "industry") != 0 || strcmp(c[i].element, "Nd") != 0)
            continue;
        assert_close(c[i].reach, 1.0, 1e-12);
        assert_close(c[i].top_three, 1.0, 1e-12);
        if (strcmp(c[i].stage, "separation") != 0) {
            assert_close(c[i].hhi, 1.0, 1e-12);
            continue;
        }
        seen++;
        assert_int_equal(c[i].origins, 2);
        assert_close(c[i].hhi, 0.75 * 0.75 + 0.25 * 0.25, 1e-12);
        assert_close(c[i].largest, 0.75, 1e-12);
        assert_string_equal(c[i].largest_origin,
                            c[i].of_facilities ? "cn_plant" : "CN");
    }
    assert_int_equal(seen, 2);
    discard(&f);
}

/* By value, China's part of Japan's magnets is that of its oxide in them: 0.75 x 0.4 x
 * 60 of 80. The value that China adds is less: it bought ore. */
static void
value_is_what_a_threshold_compares(void **state)
{
    struct found f = find(CHAIN);
    const double content = 0.75 * 0.4 * 60.0 / 80.0;
    double sum = 0.0;
    uint32_t count;
    const struct mnz_dependence *rows = mnz_dependency_shares(f.d, &count);

    (void)state;
    assert_close(row(f.d, "kr_motors", "value", "", "CN").passed, content, 1e-12);
    assert_in_range((uint64_t)(1e6 * row(f.d, "kr_motors", "value", "", "US").passed),
                    1, 299999);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, "kr_motors") == 0 && !rows[i].is_facility &&
            strcmp(rows[i].element, "value") == 0 &&
            strcmp(rows[i].stage, "origin") == 0)
            sum += rows[i].share;
    assert_close(sum, 1.0, 1e-12);
    assert_true(row(f.d, "kr_motors", "value", "origin", "CN").share < content);
    assert_close(row(f.d, "kr_motors", "value", "origin", "JP").share,
                 1.0 - 0.4 * 60.0 / 80.0, 1e-12);
    discard(&f);
}

static void
without_a_price_there_is_no_value(void **state)
{
    char text[4096] = CHAIN, *price = strstr(text, ", price: 5}");
    struct found f;

    (void)state;
    memcpy(price, "}          ", strlen(", price: 5}"));
    f = find(text);
    assert_null(row(f.d, "kr_motors", "value", "", "JP").element);
    assert_close(row(f.d, "kr_motors", "Nd", "", "JP").passed, 1.0, 1e-12);
    discard(&f);
}

/* Magnet maker that buys `r` of its oxide from a recycler in Germany, which takes
 * `rate` of what motors consume. */
static struct found
find_loop(const char *bought, const char *rate)
{
    char text[4096];

    snprintf(text, sizeof text,
             HEAD "facilities:\n"
                  "  us_mine: {country: US, stage: mine, makes: {oxide: 1}}\n"
                  "  de_scrap: {country: DE, stage: recycling, makes: {oxide: 1}}\n"
                  "  jp_magnets: {country: JP, stage: magnet, uses: {oxide: %.17g}, "
                  "makes: {magnet: 1}}\n"
                  "industries:\n"
                  "  kr_motors: {country: KR, sector: motors, uses: {magnet: 100}}\n"
                  "links:\n"
                  "  - {from: us_mine, to: jp_magnets, material: oxide, share: %s}\n"
                  "  - {from: de_scrap, to: jp_magnets, material: oxide, share: %s}\n"
                  "  - {from: jp_magnets, to: kr_motors, material: magnet, share: 1}\n"
                  "policies:\n"
                  "  back: {kind: recycling, from: {sector: motors}, to: oxide, at: "
                  "de_scrap, rate: %s, after: 1}\n",
             0.3 * 1.1664, strcmp(bought, "0.4") == 0 ? "0.6" : "0", bought, rate);
    return find(text);
}

static void
scrap_in_a_circle_counts_once(void **state)
{
    struct found f = find_loop("0.4", "0.5");

    (void)state;
    assert_close(row(f.d, "kr_motors", "Nd", "", "DE").passed, 0.4, 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "recycling", "de_scrap").passed, 0.4,
                 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "origin", "US").share, 1.0, 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "mine", "US").passed, 1.0, 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "magnet", "jp_magnets").passed, 1.0,
                 1e-12);
    discard(&f);
}

/* 10 % of what is consumed comes back, and 40 % is bought: 30 of 40 begin there, and of
 * the 10 that go round again in turn. */
static void
scrap_of_unknown_origin_begins_at_its_recycler(void **state)
{
    struct found f = find_loop("0.4", "0.1");
    const double again = 0.1; /* of a tonne, over the recycler */

    (void)state;
    assert_close(row(f.d, "kr_motors", "Nd", "origin", "DE").share, 0.3 / (1.0 - again),
                 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "origin", "US").share, 0.6 / (1.0 - again),
                 1e-12);
    discard(&f);
}

static void
a_circle_that_nothing_feeds_is_cut(void **state)
{
    struct found f = find_loop("1", "1");

    (void)state;
    assert_close(row(f.d, "kr_motors", "Nd", "origin", "DE").share, 1.0, 1e-12);
    assert_close(row(f.d, "kr_motors", "Nd", "", "DE").passed, 1.0, 1e-12);
    discard(&f);
}

/* Goods without an element are followed by mass. */
static void
goods_without_an_element_are_followed(void **state)
{
    struct found f =
        find("monazite: 1\ntime: {start: 2025-01, months: 12}\n"
             "materials:\n"
             "  flake: {stage: mine, element: none}\n"
             "  anode: {stage: product, element: none}\n"
             "facilities:\n"
             "  mz_mine: {country: MZ, stage: mine, makes: {flake: 1}}\n"
             "  cn_anode: {country: CN, stage: product, uses: {flake: 2}, makes: "
             "{anode: 1}}\n"
             "industries:\n"
             "  kr_cells: {country: KR, sector: cells, uses: {anode: 10}}\n"
             "links:\n"
             "  - {from: mz_mine, to: cn_anode, material: flake, share: 1}\n"
             "  - {from: cn_anode, to: kr_cells, material: anode, share: 1}\n");

    (void)state;
    assert_close(row(f.d, "kr_cells", "none", "", "MZ").passed, 1.0, 1e-12);
    assert_near(row(f.d, "kr_cells", "none", "", "MZ").direct, 0.0, 0.0);
    assert_close(row(f.d, "kr_cells", "none", "", "CN").direct, 1.0, 1e-12);
    discard(&f);
}

/* ---- random worlds ---- */

struct world {
    struct build b;
    struct mnz_network *net;
    struct mnz_model model;
    struct mnz_baseline *baseline;
    struct mnz_dependency *d;
};

static void
open_world(struct world *w, uint64_t seed)
{
    random_scenario(seed, RANDOM_EVERYTHING, &w->b);
    w->net = compile_network(&w->b);
    w->model = (struct mnz_model){.scenario = w->b.scenario, .network = w->net};
    assert_int_equal(
        mnz_baseline_create(w->net, mnz_network_median_draws(w->net), &w->baseline),
        MNZ_OK);
    assert_int_equal(mnz_model_dependency(&w->model, &w->d), MNZ_OK);
    assert_true(w->net->num_nodes <= MOST_NODES);
}

static void
close_world(struct world *w)
{
    mnz_dependency_destroy(w->d);
    mnz_baseline_destroy(w->baseline);
    mnz_network_destroy(w->net);
    build_finish(&w->b);
}

static void
shares_of_each_origin_sum_to_1(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct world w;
        uint32_t count, seen = 0;
        const struct mnz_concentration *c;

        open_world(&w, seed);
        c = mnz_dependency_concentrations(w.d, &count);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(c[i].reach <= 1.0 + 1e-9 && c[i].largest <= 1.0 + 1e-12);
            assert_true(c[i].hhi >= 1.0 / c[i].origins - 1e-9 && c[i].hhi <= 1 + 1e-9);
            if (strcmp(c[i].stage, "origin") != 0)
                continue;
            assert_close(c[i].reach, 1.0, 1e-9);
            seen++;
        }
        assert_true(seen > 0);
        close_world(&w);
    }
}

/* One industry and element of a random world, by both ways. */
static void
compare_industry(const struct world *w, const struct ref_dependency *r, uint32_t node,
                 const char *element)
{
    const struct mnz_scenario *s = w->net->scenario;
    const char *name = mnz_network_node_name(w->net, node);
    double start[MOST_NODES] = {0}, visits[MOST_NODES], last[MOST_NODES];
    int ends[MOST_NODES];

    start[node] = 1.0;
    ref_dependency_walk(r, start, NULL, visits);
    for (uint32_t p = 0; p < s->num_places; p++) {
        double passed = 0.0, begins = 0.0;

        for (uint32_t i = 0; i < r->n; i++)
            ends[i] =
                !w->net->nodes[i].is_industry && mnz_network_place(w->net, i) == p;
        ref_dependency_walk(r, start, ends, last);
        for (uint32_t i = 0; i < r->n; i++) {
            passed += ends[i] ? last[i] : 0.0;
            begins +=
                mnz_network_place(w->net, i) == p ? visits[i] * r->begins[i] : 0.0;
        }
        assert_near(row(w->d, name, element, "", s->places[p].code).passed, passed,
                    1e-10);
        assert_near(row(w->d, name, element, "origin", s->places[p].code).share, begins,
                    1e-10);
    }
    for (uint32_t j = 0; j < r->n; j++) {
        const enum mnz_stage stage = s->actors[w->net->nodes[j].actor].stage;
        double alone[MOST_NODES] = {0};

        if (w->net->nodes[j].is_industry)
            continue;
        for (uint32_t i = 0; i < r->n; i++)
            ends[i] = !w->net->nodes[i].is_industry &&
                      s->actors[w->net->nodes[i].actor].stage == stage;
        ref_dependency_walk(r, start, ends, last);
        assert_near(row(w->d, name, element, mnz_stage_name[stage],
                        mnz_network_node_name(w->net, j))
                        .share,
                    last[j], 1e-10);
        alone[j] = 1.0;
        ref_dependency_walk(r, alone, NULL, last);
        assert_near(row(w->d, name, element, mnz_stage_name[stage],
                        mnz_network_node_name(w->net, j))
                        .passed,
                    visits[j] / last[j], 1e-10);
    }
}

/* Of each world the first industry that buys the element. */
static void
random_worlds_agree_with_the_reference(void **state)
{
    uint32_t compared = 0, circles = 0;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct world w;

        open_world(&w, seed);
        for (uint32_t e = 0; e < w.net->scenario->num_elements; e++) {
            struct ref_dependency *r = ref_dependency_create(
                w.net, w.baseline, mnz_network_median_draws(w.net), (int)e);
            uint32_t i = 0;

            while (i < r->n && !(w.net->nodes[i].is_industry && r->bought[i] > 0.0))
                i++;
            if (i < r->n && (seed + e) % 2 == 0) {
                compare_industry(&w, r, i, w.net->scenario->elements[e].symbol);
                compared++;
            }
            for (uint32_t k = 0; k < r->n; k++)
                for (uint32_t j = 0; j < r->n; j++)
                    circles += r->q[k * r->n + j] > 0.0 && w.net->nodes[j].is_industry;
            ref_dependency_destroy(r);
        }
        close_world(&w);
    }
    assert_true(compared > 20);
    assert_true(circles > 0);
}

/* ---- needs met without an origin ---- */

static struct mnz_reliance
without(const struct mnz_dependency *d, const char *industry, const char *origin)
{
    uint32_t count;
    const struct mnz_reliance *rows = mnz_dependency_reliances(d, &count);

    for (uint32_t i = 0; i < count; i++)
        if (strcmp(rows[i].industry, industry) == 0 &&
            strcmp(rows[i].origin, origin) == 0)
            return rows[i];
    return (struct mnz_reliance){.met_as_bought = 1.0, .met_with_backup = 1.0};
}

/* Without China's plant, the Malaysian one may bring a quarter, or three quarters with
 * its backup; its capacity of 90 t of ore is 42 of the 40 t of oxide that are needed.
 */
static void
backups_and_capacities_bound_what_is_met(void **state)
{
    struct found f = find(CHAIN), tight;
    char text[4096] = CHAIN, *capacity = strstr(text, "90}");

    (void)state;
    assert_close(without(f.d, "kr_motors", "CN").met_as_bought, 0.25, 1e-12);
    assert_close(without(f.d, "kr_motors", "CN").met_with_backup, 0.75, 1e-12);
    assert_close(without(f.d, "kr_motors", "cn_plant").met_with_backup, 0.75, 1e-12);
    assert_true(without(f.d, "kr_motors", "CN").has_path);
    assert_close(without(f.d, "kr_motors", "my_plant").met_with_backup, 0.75, 1e-12);
    assert_near(without(f.d, "kr_motors", "us_mine").met_with_backup, 0.0, 0.0);
    assert_false(without(f.d, "kr_motors", "US").has_path);
    memcpy(capacity, "45}", 3);
    tight = find(text);
    assert_close(without(tight.d, "kr_motors", "CN").met_with_backup,
                 45.0 * 0.5 / 1.1664 * 0.8 * 1.1664 / 40.0, 1e-12);
    discard(&f);
    discard(&tight);
}

/* US imports of cerium compounds in 2024 by supplier, USD (UN Comtrade, HS 284610). */
static const struct {
    const char *country;
    double usd;
} cerium[] = {{"JP", 13834042}, {"CN", 3516260}, {"AT", 959621}, {"EE", 361345},
              {"MY", 344467},   {"FR", 129544},  {"CA", 88203},  {"DE", 43812},
              {"IN", 35267},    {"KR", 20560},   {"AM", 17011},  {"RU", 14542},
              {"GB", 13803},    {"NO", 6501},    {"FI", 3518},   {"TR", 2100}};
enum { SUPPLIERS = sizeof cerium / sizeof *cerium };

static struct found
find_cerium(void)
{
    char text[8192];
    int used = snprintf(text, sizeof text,
                        "monazite: 1\ntime: {start: 2024-01, months: 12}\n"
                        "materials:\n  ce: {stage: separation, element: Ce}\n"
                        "industries:\n  us_buyers: {country: US, sector: catalysts, "
                        "uses: {ce: 1938}, stock: 0}\nfacilities:\n");

    for (int i = 0; i < SUPPLIERS; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "  s%d: {country: '%s', stage: mine, makes: {ce: 1}}\n", i,
                         cerium[i].country);
    used += snprintf(text + used, sizeof text - (size_t)used, "links:\n");
    for (int i = 0; i < SUPPLIERS; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "  - {from: s%d, to: us_buyers, material: ce, share: %.0f}\n",
                         i, cerium[i].usd);
    return find(text);
}

static void
a_customs_table_gives_its_own_shares(void **state)
{
    struct found f = find_cerium();
    const double total = 19390596.0;
    double hhi = 0.0;
    uint32_t count;
    const struct mnz_import_test *tests = mnz_dependency_import_tests(f.d, &count);

    (void)state;
    for (int i = 0; i < SUPPLIERS; i++) {
        const double share = cerium[i].usd / total;

        hhi += share * share;
        assert_close(row(f.d, "us_buyers", "Ce", "", cerium[i].country).direct, share,
                     1e-12);
        assert_close(without(f.d, "us_buyers", cerium[i].country).met_as_bought,
                     1.0 - share, 1e-12);
        assert_close(without(f.d, "us_buyers", cerium[i].country).met_with_backup,
                     1.0 - share, 1e-12);
    }
    assert_int_equal(count, 1);
    assert_string_equal(tests[0].place, "US");
    assert_string_equal(tests[0].largest_supplier, "JP");
    assert_close(tests[0].largest, 0.713441, 1e-6);
    assert_close(tests[0].import_hhi, hhi, 1e-12);
    assert_close(tests[0].export_hhi, hhi, 1e-12);
    assert_close(tests[0].import_share, 1.0, 1e-12);
    assert_true(isnan(tests[0].imports_over_exports));
    assert_int_equal(tests[0].criteria_met, 3);
    discard(&f);
}

static void
exporters_and_diversified_buyers_meet_fewer_criteria(void **state)
{
    struct found f = find(CHAIN);
    uint32_t count, seen = 0;
    const struct mnz_import_test *t = mnz_dependency_import_tests(f.d, &count);

    (void)state;
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(t[i].place, "JP") == 0 && strcmp(t[i].material, "oxide") == 0) {
            assert_close(t[i].imports, 40.0, 1e-12);
            assert_close(t[i].import_hhi, 0.625, 1e-12);
            assert_int_equal(t[i].criteria_met, 3);
            seen++;
        } else if (strcmp(t[i].place, "CN") == 0) {
            assert_string_equal(t[i].material, "ore");
            assert_close(t[i].import_share, 1.0, 1e-12);
            seen++;
        }
    assert_int_equal(seen, 2);
    discard(&f);
}

/* All is met without a removal, and with one a share of it. */
static void
removals_leave_a_share_of_each_need(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct world w;
        struct mnz_arena arena = {0};
        struct mnz_need_met *met;
        const struct mnz_removal *all;
        uint32_t count;
        double backed[MOST_NODES];

        open_world(&w, seed);
        all = mnz_removals_find(w.net, w.baseline, &arena, &count);
        met = mnz_need_met_create(w.net, w.baseline, mnz_network_median_draws(w.net));
        assert_non_null(all);
        assert_non_null(met);
        assert_true(count > 0);
        mnz_need_met_find(met, NULL, 0, 1);
        for (uint32_t i = 0; i < w.net->num_nodes; i++)
            assert_close(mnz_need_met_of(met, i), 1.0, 1e-9);
        for (uint32_t k = 0; k + 1 < count; k++) {
            mnz_need_met_find(met, &all[k], 1, 1);
            for (uint32_t i = 0; i < w.net->num_nodes; i++)
                backed[i] = mnz_need_met_of(met, i);
            mnz_need_met_find(met, &all[k], 1, 0);
            for (uint32_t i = 0; i < w.net->num_nodes; i++) {
                assert_true(mnz_need_met_of(met, i) >= 0.0);
                assert_true(mnz_need_met_of(met, i) <= 1.0);
                if (w.net->nodes[i].is_industry && !mnz_need_met_has_path(met, i))
                    assert_near(backed[i], 0.0, 0.0);
            }
        }
        mnz_need_met_destroy(met);
        mnz_arena_finish(&arena);
        close_world(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_is_followed_to_its_mines),
        cmocka_unit_test(concentration_is_of_what_passes_the_stage),
        cmocka_unit_test(value_is_what_a_threshold_compares),
        cmocka_unit_test(without_a_price_there_is_no_value),
        cmocka_unit_test(scrap_in_a_circle_counts_once),
        cmocka_unit_test(scrap_of_unknown_origin_begins_at_its_recycler),
        cmocka_unit_test(a_circle_that_nothing_feeds_is_cut),
        cmocka_unit_test(goods_without_an_element_are_followed),
        cmocka_unit_test(shares_of_each_origin_sum_to_1),
        cmocka_unit_test(random_worlds_agree_with_the_reference),
        cmocka_unit_test(backups_and_capacities_bound_what_is_met),
        cmocka_unit_test(a_customs_table_gives_its_own_shares),
        cmocka_unit_test(exporters_and_diversified_buyers_meet_fewer_criteria),
        cmocka_unit_test(removals_leave_a_share_of_each_need),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
