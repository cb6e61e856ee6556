/* test_tutorial.c - the figures of docs/tutorial-mineral.md and docs/minerals.md are
 * those of the files that they show. MNZ_UPDATE_GOLDEN=1 writes them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "monazite/monazite.h"

static char *
path_of(const char *name)
{
    static char path[1024];
    const char *root = getenv("MNZ_SOURCE_ROOT");

    assert_non_null(root);
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static char *
read_text(const char *name)
{
    FILE *f = fopen(path_of(name), "r");
    char *text = NULL;
    size_t size = 0;

    assert_non_null(f);
    assert_true(getdelim(&text, &size, '\0', f) > 0);
    fclose(f);
    return text;
}

/* The text between two marks must be `expected`; or becomes it. */
static void
compare(const char *page, const char *begin, const char *end, const char *expected)
{
    char *text = read_text(page), *from = strstr(text, begin), *to;

    assert_non_null(from);
    from += strlen(begin);
    to = strstr(from, end);
    assert_non_null(to);
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        FILE *f = fopen(path_of(page), "w");

        assert_non_null(f);
        fprintf(f, "%.*s%s%s", (int)(from - text), text, expected, to);
        fclose(f);
    } else {
        *to = '\0';
        assert_string_equal(from, expected);
    }
    free(text);
}

/* The first block of YAML of the tutorial. */
static char *
yaml_of_tutorial(void)
{
    char *page = read_text("docs/tutorial-mineral.md");
    char *from = strstr(page, "```yaml\n"), *yaml;
    size_t lines = 0;

    assert_non_null(from);
    from += 8;
    *strstr(from, "```") = '\0';
    for (const char *p = from; *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 30);
    yaml = strdup(from);
    free(page);
    return yaml;
}

static struct mnz_summary
figure(const struct mnz_model *model, const struct mnz_result *result,
       const char *metric)
{
    struct mnz_measure m;
    struct mnz_summary s;

    assert_int_equal(mnz_model_find_measure(model, "industry", "wafers", metric, &m),
                     MNZ_OK);
    assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
    return s;
}

static void
write_figures(const char *setting, char text[1024])
{
    char *yaml = yaml_of_tutorial();
    struct mnz_diags *diags;
    struct mnz_model *model;
    struct mnz_result *result;
    struct mnz_summary lost, usd, months, share;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(
        mnz_model_read("gallium.yaml", yaml, &setting, setting ? 1 : 0, diags, &model),
        MNZ_OK);
    assert_int_equal(mnz_diags_warnings(diags), 0);
    assert_int_equal(
        mnz_model_run(model, &(struct mnz_run_options){.trials = 0}, &result), MNZ_OK);
    lost = figure(model, result, "output_lost_share");
    usd = figure(model, result, "output_lost_usd");
    months = figure(model, result, "months_short");
    share = figure(model, result, "shortfall_share");
    snprintf(
        text, 1024,
        "\n| gallium that is missing | %.1f %% of the need (90 %% of trials: %.1f to "
        "%.1f) |\n| months in which it is missing | %.1f of 18 |\n| output lost | "
        "%.1f %%, %.0f mn USD |\n",
        100.0 * share.mean, 100.0 * share.p05, 100.0 * share.p95, months.mean,
        100.0 * lost.mean, usd.mean / 1e6);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
    free(yaml);
}

static void
the_tutorial_shows_its_own_figures(void **state)
{
    char text[1024], stocked[1024 + 64];

    (void)state;
    write_figures(NULL, text);
    compare("docs/tutorial-mineral.md", "<!-- figures:begin -->",
            "<!-- figures:end -->", text);
    write_figures("industries.wafers.stock=6", text);
    snprintf(stocked, sizeof stocked, "\n\n| figure | value |\n|---|---|%s\n", text);
    compare("docs/tutorial-mineral.md", "<!-- stocked:begin -->",
            "<!-- stocked:end -->", stocked);
}

static void
the_back_test_has_its_scores(void **state)
{
    char table[2048] =
        "\n\n| series | months | in 50 % | in 90 % | bias, t | CRPS skill "
        "over no change |\n|---|---|---|---|---|---|\n";
    char observed[1024];
    struct mnz_diags *diags;
    struct mnz_model *model;
    struct mnz_observations *observations;
    struct mnz_score *score;

    (void)state;
    snprintf(observed, sizeof observed, "%s",
             path_of("scenarios/backtests/minerals-2023-observed.csv"));
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_model_load(path_of("scenarios/backtests/minerals-2023.yaml"),
                                    NULL, 0, diags, &model),
                     MNZ_OK);
    assert_int_equal(mnz_model_observe(model, observed, diags, &observations), MNZ_OK);
    assert_int_equal(
        mnz_model_score(model, observations,
                        &(struct mnz_score_options){.run = {.trials = 256}}, &score),
        MNZ_OK);
    for (uint32_t i = 0; i < mnz_observations_count(observations); i++) {
        const struct mnz_series_score *s = mnz_score_series(score, i);
        const struct mnz_set_score *fit = &s->sets[0];

        snprintf(table + strlen(table), sizeof table - strlen(table),
                 "| %s | %u | %.2f | %.2f | %+.3g | %+.2f |\n", s->series->name,
                 fit->num_points, fit->coverage_50, fit->coverage_90, fit->bias,
                 fit->skill_still);
    }
    snprintf(table + strlen(table), sizeof table - strlen(table), "\n");
    compare("docs/minerals.md", "<!-- scores:begin -->", "<!-- scores:end -->", table);
    mnz_score_destroy(score);
    mnz_observations_destroy(observations);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tutorial_shows_its_own_figures),
        cmocka_unit_test(the_back_test_has_its_scores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
