/* test_golden.c - the shipped scenarios give the figures on file. MNZ_UPDATE_GOLDEN=1
 * rewrites the files, for review. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/monte_carlo.h"

enum { MOST_SCENARIOS = 100, LONGEST = 128 };

/* Six digits: enough to see any change, too few to see a libm. */
static void
write_figures(const struct mnz_run *run, FILE *stream)
{
    const struct mnz_metrics *m = run->metrics;

    fprintf(stream, "given,scope,name,shortfall_share,p05,p95,months_short\n");
    for (uint32_t i = 0; i < run->num_conditionals; i++)
        for (uint32_t g = 0; g < m->num_groups; g++) {
            struct mnz_summary share, months;

            if (m->groups[g].scope == MNZ_SCOPE_INDUSTRY ||
                mnz_metrics_horizon(m, g, MNZ_METRIC_SHORTFALL_SHARE) == MNZ_NONE)
                continue;
            mnz_tally_summary(run->conditionals[i].tally,
                              mnz_metrics_horizon(m, g, MNZ_METRIC_SHORTFALL_SHARE),
                              &share);
            mnz_tally_summary(run->conditionals[i].tally,
                              mnz_metrics_horizon(m, g, MNZ_METRIC_MONTHS_SHORT),
                              &months);
            fprintf(stream, "%s,%s,%s,%.6g,%.6g,%.6g,%.6g\n", run->conditionals[i].name,
                    mnz_scope_name[m->groups[g].scope], m->groups[g].name, share.mean,
                    share.p05, share.p95, months.mean);
        }
}

static char *
read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;

    if (!f)
        return NULL;
    if (getdelim(&text, &size, '\0', f) < 0) {
        free(text);
        text = NULL;
    }
    fclose(f);
    return text;
}

static void
compare_scenario(void **state)
{
    const char *name = *state, *root = getenv("MNZ_SOURCE_ROOT");
    const struct mnz_run_setup options = {
        .trials = 64, .seed = 1, .sampler = MNZ_SAMPLER_SOBOL, .threads = 2};
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *net = NULL;
    struct mnz_run *run;
    char path[1024], *actual = NULL, *expected;
    size_t length;
    FILE *stream;

    assert_non_null(root);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    snprintf(path, sizeof path, "%s/scenarios/%s.yaml", root, name);
    if (mnz_scenario_load(path, NULL, 0, diags, &scenario) ||
        mnz_network_create(scenario, diags, &net)) {
        mnz_diags_print(diags, stderr, 0);
        fail();
    }
    assert_int_equal(mnz_run_create(net, &options, &run), MNZ_OK);
    stream = open_memstream(&actual, &length);
    assert_non_null(stream);
    write_figures(run, stream);
    fclose(stream);

    snprintf(path, sizeof path, "%s/tests/golden/%s.csv", root, name);
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        stream = fopen(path, "w");
        assert_non_null(stream);
        fputs(actual, stream);
        fclose(stream);
    }
    expected = read_file(path);
    assert_non_null(expected);
    assert_string_equal(actual, expected);
    free(expected);
    free(actual);
    mnz_run_destroy(run);
    mnz_network_destroy(net);
    mnz_scenario_destroy(scenario);
    mnz_diags_destroy(diags);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The names of the scenarios in a folder of the library ("" or "minerals/"), behind
 * `count` others. */
static size_t
list_folder(const char *below, char names[MOST_SCENARIOS][LONGEST], size_t count)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char folder[1024];
    struct dirent *d;
    DIR *dir;

    snprintf(folder, sizeof folder, "%s/scenarios/%s", root ? root : ".", below);
    dir = opendir(folder);
    while (dir && (d = readdir(dir)) && count < MOST_SCENARIOS) {
        const size_t length = strlen(d->d_name);

        if (length > 5 && length < LONGEST &&
            strcmp(d->d_name + length - 5, ".yaml") == 0)
            snprintf(names[count++], LONGEST, "%s%.*s", below, (int)length - 5,
                     d->d_name);
    }
    if (dir)
        closedir(dir);
    return count;
}

/* The names of the scenarios shipped, in order. */
static size_t
list_scenarios(char names[MOST_SCENARIOS][LONGEST])
{
    const size_t count = list_folder("minerals/", names, list_folder("", names, 0));

    qsort(names, count, LONGEST, by_name);
    return count;
}

int
main(void)
{
    static char names[MOST_SCENARIOS][LONGEST];
    static struct CMUnitTest tests[MOST_SCENARIOS];
    const size_t count = list_scenarios(names);

    for (size_t i = 0; i < count; i++)
        tests[i] =
            (struct CMUnitTest){names[i], compare_scenario, NULL, NULL, names[i]};
    if (count < 4)
        return 1;
    gsl_set_error_handler_off();
    return _cmocka_run_group_tests("golden", tests, count, NULL, NULL);
}
