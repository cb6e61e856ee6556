/* Every way of writing a number, a list and a text has the meaning of the manual,
 * and the examples of the manual load. */

#include "story.h"

#include "network/check.h"
#include "scenario/distribution_parts.h"
#include "study/monte_carlo.h"

/* The text of a facility's capacity, and the distribution that it means. */
static const struct {
    const char *text;
    enum mnz_dist_kind kind;
    double a, b, c;
} spellings[] = {
    {"{uniform: [10, 2 kt/yr]}", MNZ_DIST_UNIFORM, 10, 2000, 0},
    {"{uniform: {low: 10, high: 20}}", MNZ_DIST_UNIFORM, 10, 20, 0},
    {"{normal: {mean: 100, sd: 1}}", MNZ_DIST_NORMAL, 100, 1, 0},
    {"{normal: {p5: 90, p95: 110}}", MNZ_DIST_NORMAL, 100, 6.0795683, 0},
    {"{normal: {p50: 100, p95: 110}}", MNZ_DIST_NORMAL, 100, 6.0795683, 0},
    {"{normal: {p5: 90, p50: 100.9, p95: 110}}", MNZ_DIST_NORMAL, 100, 6.0795683, 0},
    {"{lognormal: {median: 45, sigma: 0.4}}", MNZ_DIST_LOGNORMAL, 3.8066625, 0.4, 0},
    {"{lognormal: {mean: 2, sd: 1}}", MNZ_DIST_LOGNORMAL, 0.5815754, 0.4723807, 0},
    {"{lognormal: {p5: 10, p50: 20}}", MNZ_DIST_LOGNORMAL, 2.9957323, 0.4214036, 0},
    {"{triangular: [1, 2, 4]}", MNZ_DIST_TRIANGULAR, 1, 2, 4},
    {"{triangular: {high: 4, mode: 2, low: 1}}", MNZ_DIST_TRIANGULAR, 1, 2, 4},
    {"{pert: [1, 2, 4]}", MNZ_DIST_PERT, 1, 2, 4},
    {"{pert: {low: 1, mode: 2, high: 4}}", MNZ_DIST_PERT, 1, 2, 4},
    {"{beta: {a: 3, b: 5}}", MNZ_DIST_BETA, 3, 5, 0},
    {"{beta: {mode: 0.6, concentration: 8}}", MNZ_DIST_BETA, 4.6, 3.4, 0},
    {"{beta: {mean: 0.6, concentration: 8}}", MNZ_DIST_BETA, 4.8, 3.2, 0},
    {"{gamma: {shape: 2, scale: 10}}", MNZ_DIST_GAMMA, 2, 10, 0},
    {"{gamma: {mean: 20, sd: 10}}", MNZ_DIST_GAMMA, 4, 5, 0},
    {"{weibull: {shape: 1.5, scale: 10}}", MNZ_DIST_WEIBULL, 1.5, 10, 0},
    {"{poisson: 3}", MNZ_DIST_POISSON, 3, 0, 0},
    {"{poisson: {mean: 3}}", MNZ_DIST_POISSON, 3, 0, 0},
    {"{bernoulli: 0.3}", MNZ_DIST_BERNOULLI, 0.3, 0, 0},
    {"{bernoulli: {p: 30 %}}", MNZ_DIST_BERNOULLI, 0.3, 0, 0},
};

static void
every_spelling_means_its_distribution(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const size_t length = strlen(spellings[i].text) - 1;
        char more[256];
        struct loaded l;
        const struct mnz_dist *dist;

        /* Beside it: the ends that keep a normal in the field's range. */
        snprintf(more, sizeof more,
                 "facilities: {shin_etsu: {capacity: %.*s, truncate: [0, null]}}}\n",
                 (int)length, spellings[i].text);
        l = load_story_and(more);
        dist = drawn(l.s, "facilities.shin_etsu.capacity");
        assert_int_equal(dist->kind, spellings[i].kind);
        assert_true(fabs(dist->p[0] - spellings[i].a) < 1e-6);
        assert_true(fabs(dist->p[1] - spellings[i].b) < 1e-6);
        assert_true(fabs(dist->p[2] - spellings[i].c) < 1e-6);
        assert_near(dist->low, 0);
        assert_true(isinf(dist->high) && dist->high > 0);
        unload(&l);
    }
}

static void
truncation_rescales_and_values_have_weights(void **state)
{
    struct loaded l = load_files(
        (struct file[]){
            {"s.yaml",
             "extends: story.yaml\n"
             "facilities:\n"
             "  shin_etsu: {capacity: {uniform: [0, 8], truncate: [4, null]}}\n"
             "  lynas_kuantan: {capacity: {discrete: {values: [7, 2], weights: [1, "
             "3]}}}\n"
             "  clays: {capacity: {discrete: {1 kt/yr: 0.1, 2 kt/yr: 0.9}}}\n"
             "  cn_magnets: {capacity: {empirical: [9, 1, 4, 4]}}\n"
             "  jp_recycler: {capacity: {empirical: {table: lags.csv, column: "
             "months}}}\n"},
            {"story.yaml", story},
            {"lags.csv", "case,months\na,3\nb,1\nc,\nd,2\n"}},
        3);
    const struct mnz_dist *half = drawn(l.s, "facilities.shin_etsu.capacity");
    const struct mnz_dist *pair = drawn(l.s, "facilities.lynas_kuantan.capacity");

    (void)state;
    assert_near(mnz_dist_quantile(half, 0.25), 5);
    assert_near(mnz_dist_mean(half), 6);
    assert_near(mnz_dist_quantile(pair, 0.74), 2);
    assert_near(mnz_dist_quantile(pair, 0.76), 7);
    assert_near(mnz_dist_mean(drawn(l.s, "facilities.clays.capacity")), 1900);
    assert_near(mnz_dist_mean(drawn(l.s, "facilities.cn_magnets.capacity")), 4.5);
    assert_near(mnz_dist_mean(drawn(l.s, "facilities.jp_recycler.capacity")), 2);
    unload(&l);
}

static void
scalars_are_text_and_fields_decide(void **state)
{
    struct loaded l = load_story_and(
        "blocs: {on: [NO, SE]}\n"
        "time: {step: week, start: 2025-10-06, warm_up: 3 weeks}\n"
        "industries:\n"
        "  ferries: {country: NO, sector: off, uses: {ndfeb_magnet_sh: 1}, value: 41 "
        "bn USD/yr}\n"
        "links:\n"
        "  - {from: cn_magnets, to: {country: on}, material: ndfeb_magnet_sh,"
        " share: 70 %, lead: 45 working days, backup: 1e-2, capacity: 10 t/month}\n");
    const struct mnz_scenario *s = l.s;
    const struct mnz_actor *ferries = actor(s, "ferries");
    const struct mnz_link_row *row = &s->link_rows[s->num_link_rows - 1];

    (void)state;
    assert_near(s->start_day, day("2025-10-06"));
    assert_int_equal(s->step, MNZ_STEP_WEEK);
    assert_int_equal(s->warm_up_months, 1);
    assert_string_equal(s->places[ferries->place].code, "NO");
    assert_string_equal(s->sectors[mnz_ref_at(ferries->sector)], "off");
    assert_near(nominal(s, ferries->value_usd_per_year), 41e9);
    assert_true(chooses(s, &row->to, "ferries"));
    assert_near(nominal(s, row->share), 0.7);
    assert_near(nominal(s, row->lead_months), 63 / 30.4375);
    assert_near(nominal(s, row->backup), 0.01);
    assert_near(nominal(s, row->capacity_tpa), 120);
    unload(&l);
}

static void
every_list_may_be_a_table(void **state)
{
    struct loaded l = load_files(
        (struct file[]){
            {"s.yaml", HEAD "materials: {table: prices.csv, ore: {price: 3}}\n"
                            "facilities: {table: [mines.csv]}\n"
                            "links: {table: links.csv}\n"},
            {"prices.csv", "name,stage,composition.Nd,element,price\n"
                           "ore,mine,0.2,,1\nnd_oxide,separation,,Nd,60\n"},
            {"mines.csv", "name,country,stage,makes.ore,capacity,separates,recovery,"
                          "_comment\n"
                          "pit,CN,mine,1,\"{uniform: [1 kt/yr, 3 kt/yr]}\",,,x\n"
                          "plant,MY,separation,,900,ore,0.9,\n"},
            {"links.csv", "from,to,material,share,lead\n"
                          "\"{stage: mine}\",plant,ore,1,6 weeks\n"}},
        4);
    const struct mnz_scenario *s = l.s;

    (void)state;
    assert_near(nominal(s, s->materials[0].price_usd_per_kg), 3);
    assert_near(nominal(s, s->materials[1].price_usd_per_kg), 60);
    assert_near(nominal(s, actor(s, "pit")->capacity_tpa), 2000);
    assert_near(nominal(s, actor(s, "plant")->makes[0].value), 0.9 * 0.2);
    assert_int_equal(s->num_link_rows, 1);
    assert_true(chooses(s, &s->link_rows[0].from, "pit"));
    assert_near(nominal(s, s->link_rows[0].lead_months), 42 / 30.4375);
    unload(&l);
}

/* The first fenced block after `heading` in the manual of the format; to be freed. */
static char *
example_after(const char *heading)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    static char manual[200000];
    char path[1024], *begin, *end;
    size_t length;
    FILE *f;

    assert_non_null(root);
    snprintf(path, sizeof path, "%s/docs/scenario-format.md", root);
    f = fopen(path, "r");
    assert_non_null(f);
    length = fread(manual, 1, sizeof manual - 1, f);
    fclose(f);
    assert_true(length < sizeof manual - 1);
    manual[length] = '\0';
    begin = strstr(manual, heading);
    assert_non_null(begin);
    begin = strstr(begin, "```yaml\n");
    assert_non_null(begin);
    begin += strlen("```yaml\n");
    end = strstr(begin, "\n```");
    assert_non_null(end);
    return strndup(begin, (size_t)(end + 1 - begin));
}

static void
the_example_of_the_manual_is_found_sound(void **state)
{
    char *text = example_after("\n## An example\n");
    struct loaded l = load_files((struct file[]){{"s.yaml", text}}, 1);
    struct mnz_network *network;
    struct mnz_check *check;

    (void)state;
    assert_int_equal(mnz_network_create(l.s, l.diags, &network), MNZ_OK);
    assert_int_equal(mnz_check_create(network, l.diags, &check), MNZ_OK);
    assert_int_equal(mnz_run_verify(l.s, l.diags), MNZ_OK);
    mnz_diags_print(l.diags, stderr, 0);
    assert_int_equal(mnz_diags_count(l.diags), 0);
    assert_int_equal(l.s->num_correlations, 1);
    mnz_check_destroy(check);
    mnz_network_destroy(network);
    unload(&l);
    free(text);
}

static void
the_values_of_the_manual_load(void **state)
{
    char *text = example_after("\n## Values\n");
    int count = 0;

    (void)state;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), count++) {
        char all[2048];
        struct loaded l;

        *(strchr(line, '#') ? strchr(line, '#') : line + strlen(line)) = '\0';
        snprintf(all, sizeof all,
                 WORLD "links:\n  - {from: plant, to: jp_motors, material: nd_oxide, "
                       "%s}\n",
                 line);
        l = load_sound(all);
        assert_int_not_equal(l.s->link_rows[0].share, MNZ_VALUE_NONE);
        unload(&l);
    }
    assert_int_equal(count, 4);
    free(text);
}

/* Of a ban, but for `on`, which tariffs have. */
static void
the_selectors_of_the_manual_load(void **state)
{
    char *text = example_after("\n## Selectors in use\n");
    int count = 0;

    (void)state;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), count++) {
        const char *kind = strncmp(line, "on:", 3) == 0
                               ? "kind: tariff, rate: 1, elasticity: 1"
                               : "kind: ban";
        char all[2048];
        struct loaded l;

        *(strchr(line, '#') ? strchr(line, '#') : line + strlen(line)) = '\0';
        snprintf(all, sizeof all,
                 HEAD MATERIALS
                 "  magnet: {stage: magnet, composition: {Nd: 0.3}}\n" ACTORS
                 "  cn_wind: {country: CN, sector: wind, uses: {nd_oxide: 1}}\n"
                 "blocs: {EU: [DE]}\n"
                 "controls: {c: {%s, by: CN, %s}}\n",
                 kind, line);
        l = load_sound(all);
        assert_true((l.s->controls->to.at.line != 0) == (strncmp(line, "to", 2) == 0));
        assert_true((l.s->controls->kind == MNZ_CONTROL_TARIFF &&
                     l.s->controls->tariff.on.at.line != 0) ==
                    (strncmp(line, "on", 2) == 0));
        unload(&l);
    }
    assert_int_equal(count, 5);
    free(text);
}

/* Tables that stand in a folder, here stand beside the scenario. */
static void
leave_folder(char *text)
{
    while ((text = strstr(text, "data/")))
        memmove(text, text + 5, strlen(text + 5) + 1);
}

static void
the_tables_of_the_manual_load(void **state)
{
    char *text = example_after("\n**Tables.**"), all[2048];
    struct loaded l;

    (void)state;
    leave_folder(text);
    snprintf(all, sizeof all,
             HEAD MATERIALS "  magnet: {stage: magnet, composition: {Nd: 0.3}}\n"
                            "industries: {b: {country: US, sector: c, uses: {magnet: "
                            "1}}}\n%s",
             text);
    l = load_files((struct file[]){{"s.yaml", all},
                                   {"mines.csv", "name,country,stage,makes.ore,"
                                                 "uses.nd_oxide,makes.magnet\n"
                                                 "pit,CN,mine,1,,\n"
                                                 "a,CN,magnet,,0.4,1\n"},
                                   {"separation.csv",
                                    "name,country,stage,separates,recovery,capacity\n"
                                    "my_lynas,MY,separation,ore,0.9,10500\n"},
                                   {"links_oxides.csv", "from,to,material,share\n"
                                                        "my_lynas,a,nd_oxide,1\n"}},
                   4);
    assert_near(nominal(l.s, actor(l.s, "my_lynas")->capacity_tpa), 12000);
    assert_int_equal(l.s->num_link_rows, 2);
    unload(&l);
    free(text);
}

static void
the_distributions_of_the_manual_load(void **state)
{
    int count = 0;

    (void)state;
    for (const struct mnz_distribution_spelling *row = mnz_distribution_spellings;
         row->name; row++)
        for (const char *at = row->written; (at = strstr(at, "`{")); count++) {
            char text[128], more[256], *named;
            const char *end = strchr(++at, '`');
            struct loaded l;

            assert_non_null(end);
            /* All but the last bracket, so that a key can stand beside it. */
            snprintf(text, sizeof text, "%.*s", (int)(end - at) - 1, at);
            at = end;
            named = strstr(text, "[low");
            leave_folder(text);
            if (named)
                strcpy(named, strstr(text, "mode") ? "[1, 2, 4]" : "[1, 2]");
            snprintf(more, sizeof more,
                     "extends: story.yaml\nfacilities: {shin_etsu: {capacity: %s, "
                     "truncate: [0, null]}}}\n",
                     text);
            l = load_files((struct file[]){{"s.yaml", more},
                                           {"story.yaml", story},
                                           {"lags.csv", "months\n1\n"}},
                           3);
            assert_int_not_equal(input_named(l.s, "facilities.shin_etsu.capacity"),
                                 MNZ_NONE);
            unload(&l);
        }
    assert_true(count > 15);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_means_its_distribution),
        cmocka_unit_test(truncation_rescales_and_values_have_weights),
        cmocka_unit_test(scalars_are_text_and_fields_decide),
        cmocka_unit_test(every_list_may_be_a_table),
        cmocka_unit_test(the_example_of_the_manual_is_found_sound),
        cmocka_unit_test(the_values_of_the_manual_load),
        cmocka_unit_test(the_selectors_of_the_manual_load),
        cmocka_unit_test(the_tables_of_the_manual_load),
        cmocka_unit_test(the_distributions_of_the_manual_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
