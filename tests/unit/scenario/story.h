#ifndef MNZ_TEST_STORY_H
#define MNZ_TEST_STORY_H

/* A scenario with something of everything, overlays on it, and questions about it. */

#include "load_text.h"

#include "base/dates.h"

static const char story[] =
    "# yaml-language-server: $schema=../docs/scenario.schema.json\n"
    "monazite: 1                              # format version\n"
    "title: China's licensing rules of December 2025\n"
    "sources:\n"
    "  mofcom-61: {title: MOFCOM Announcement No. 61 of 2025, date: 2025-10-09}\n"
    "time: {start: 2025-10, months: 36, step: month, warm_up: 9 months}\n"
    "run:  {trials: 20000, seed: 61, sampler: sobol}\n"
    "blocs: {EU: [DE, FR, EE, PL], allies: [US, JP, AU, KR, EU]}\n"
    "materials:\n"
    "  ionic_concentrate: {stage: mine, composition: {Nd: 0.16, Dy: 0.05, Y: 0.28}}\n"
    "  nd_oxide: {stage: separation, element: Nd, price: 60}\n"
    "  dy_oxide: {stage: separation, element: Dy, price: 230, elasticity: 0.25,\n"
    "             source: usgs-2026}\n"
    "  y_oxide:  {stage: separation, element: Y, price: 8}\n"
    "  ndfeb_magnet_sh: {stage: magnet, composition: {Nd: 0.27, Dy: 0.03}}\n"
    "facilities:\n"
    "  clays: {country: CN, stage: mine, makes: {ionic_concentrate: 1}}\n"
    "  lynas_kuantan:\n"
    "    country: MY\n"
    "    stage: separation\n"
    "    separates: ionic_concentrate\n"
    "    recovery: 0.90\n"
    "    capacity: 10500                      # t/yr of feed\n"
    "    byproducts: [y_oxide]                # never drive production\n"
    "    stock: {input: 1.0, output: 0.25}    # months of cover\n"
    "  shin_etsu:\n"
    "    country: JP\n"
    "    stage: magnet\n"
    "    uses:  {nd_oxide: 0.36, dy_oxide: 0.04}\n"
    "    makes: {ndfeb_magnet_sh: 1}\n"
    "    capacity: 9000\n"
    "  cn_magnets: {country: CN, stage: magnet, uses: {nd_oxide: 0.36, dy_oxide: \n"
    "    0.04}, makes: {ndfeb_magnet_sh: 1}}\n"
    "  jp_recycler: {country: JP, stage: recycling, makes: {nd_oxide: 1}}\n"
    "industries:\n"
    "  us_auto_traction:\n"
    "    country: US\n"
    "    sector: EV traction motors\n"
    "    uses: {ndfeb_magnet_sh: 1800}        # t/yr\n"
    "    growth: {normal: {mean: 0.08, sd: 0.04}}\n"
    "    stock: {input: {triangular: [0.5, 1.2, 3]}}\n"
    "    priority: 2\n"
    "    end_use: civil\n"
    "    value: 41e9\n"
    "links:\n"
    "  - {from: shin_etsu, to: us_auto_traction, material: ndfeb_magnet_sh, share: 0.3,"
    " lead: 1.5, backup: 0.4}\n"
    "  - {from: {stage: magnet, country: CN}, to: {sector: EV traction motors,\n"
    "     not: {country: CN}}, material: ndfeb_magnet_sh, share: 0.6, lead: 1.5}\n"
    "controls:\n"
    "  cn_2025_61:\n"
    "    kind: extraterritorial\n"
    "    by: CN\n"
    "    goods: {material: [ndfeb_magnet_sh, dy_oxide]}\n"
    "    from: 2025-12-01\n"
    "    suspended: {from: 2025-11-10, until: 2026-11-10}\n"
    "    de_minimis: 0.001\n"
    "    compliance: {beta: {mode: 0.5, concentration: 6}}\n"
    "    approval:   {civil: {beta: {mode: 0.55, concentration: 8}}, military: 0}\n"
    "    processing: {lognormal: {median: 45 working days, sigma: 0.4}}\n"
    "events:\n"
    "  truce_ends:\n"
    "    on: 2026-11-10\n"
    "    branches:\n"
    "      extended: {probability: 0.6}\n"
    "      lapses:   {probability: 0.4, activates: [cn_2025_61]}\n"
    "policies:\n"
    "  jogmec_stockpile: {kind: stockpile, at: JP, holds: {dy_oxide: 60 days}, for: "
    "{country: JP}, release: {shortfall above: 0.1}}\n"
    "  estarreja: {kind: project, facility: lynas_kuantan, adds: 600, online: "
    "{triangular: [2026-09, 2027-03, 2029-01]}, ramp: 18 months, probability: 0.8}\n"
    "correlations:\n"
    "  - {between: [cn_2025_61.approval.civil, cn_2025_61.compliance], rank: -0.5}\n";

/* A file beside the scenario. */
struct file {
    const char *name, *text;
};

/* The first of `files` is the scenario. It must load; without messages too. */
static inline struct loaded
load_files(const struct file *files, size_t count)
{
    char folder[] = "/tmp/mnz-test-XXXXXX", paths[4][64];
    struct loaded l = {0};

    assert_true(count <= 4 && mkdtemp(folder));
    for (size_t i = 0; i < count; i++) {
        FILE *f;

        snprintf(paths[i], sizeof paths[i], "%s/%s", folder, files[i].name);
        f = fopen(paths[i], "w");
        assert_non_null(f);
        fputs(files[i].text, f);
        assert_int_equal(fclose(f), 0);
    }
    assert_int_equal(mnz_diags_create(&l.diags), MNZ_OK);
    l.status = mnz_scenario_load(paths[0], NULL, 0, l.diags, &l.s);
    for (size_t i = 0; i < count; i++)
        unlink(paths[i]);
    rmdir(folder);
    mnz_diags_print(l.diags, stderr, 0);
    assert_int_equal(mnz_diags_count(l.diags), 0);
    assert_int_equal(l.status, MNZ_OK);
    return l;
}

/* The story with an overlay. */
static inline struct loaded
load_story_and(const char *more)
{
    char overlay[4096];
    const struct file files[] = {{"s.yaml", overlay}, {"story.yaml", story}};

    assert_true(strlen(more) + 32 < sizeof overlay);
    snprintf(overlay, sizeof overlay, "extends: story.yaml\n%s", more);
    return load_files(files, 2);
}

static inline double
day(const char *text)
{
    int32_t number;

    assert_int_equal(mnz_date_parse(text, &number), MNZ_OK);
    return number;
}

static inline double
on_day(const struct mnz_scenario *s, mnz_value_id id, const char *text)
{
    double draws[64] = {0};

    assert_true(mnz_value_is_certain(&s->pool, id));
    return mnz_value_at(&s->pool, id, (int32_t)day(text), draws);
}

static inline const struct mnz_actor *
actor(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->num_actors; i++)
        if (strcmp(s->actors[i].name, name) == 0)
            return &s->actors[i];
    fail_msg("no actor %s", name);
    return NULL;
}

static inline const struct mnz_control *
control(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->num_controls; i++)
        if (strcmp(s->controls[i].name, name) == 0)
            return &s->controls[i];
    fail_msg("no control %s", name);
    return NULL;
}

static inline const struct mnz_policy *
policy(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->num_policies; i++)
        if (strcmp(s->policies[i].name, name) == 0)
            return &s->policies[i];
    fail_msg("no policy %s", name);
    return NULL;
}

static inline uint32_t
material(const struct mnz_scenario *s, const char *name)
{
    for (uint32_t i = 0; i < s->num_materials; i++)
        if (strcmp(s->materials[i].name, name) == 0)
            return i;
    fail_msg("no material %s", name);
    return 0;
}

static inline int
chooses(const struct mnz_scenario *s, const struct mnz_selector *selector,
        const char *name)
{
    return mnz_selector_has_actor(s, selector, (uint32_t)(actor(s, name) - s->actors));
}

static inline int
concerns(const struct mnz_scenario *s, const struct mnz_selector *goods,
         const char *name)
{
    return mnz_selector_has_material(s, goods, material(s, name));
}

/* The distribution of the input called `name`. */
static inline const struct mnz_dist *
drawn(const struct mnz_scenario *s, const char *name)
{
    const uint32_t id = input_named(s, name);

    if (id == MNZ_NONE)
        fail_msg("no input %s", name);
    return &s->pool.inputs[id].dist;
}

static inline void
assert_dist(const struct mnz_dist *dist, enum mnz_dist_kind kind, double a, double b,
            double c)
{
    assert_int_equal(dist->kind, kind);
    assert_near(dist->p[0], a);
    assert_near(dist->p[1], b);
    assert_near(dist->p[2], c);
}

#endif
