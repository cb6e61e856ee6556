/* write_scenarios.c - writes docs/scenarios.md: what each scenario of the library asks,
 * in the words of its first comment, and what came out of its run.
 *
 *     write_scenarios FOLDER TRIALS > docs/scenarios.md */

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "monazite/monazite.h"

enum { MOST = 128, LONGEST = 256, PARAGRAPH = 4096 };

/* One scenario, and the figures of its run. */
struct entry {
    char name[LONGEST], over[LONGEST], asks[PARAGRAPH], title[LONGEST];
    char start[MNZ_MONTH_TEXT];
    uint32_t months;
    struct mnz_summary lacking, lost_usd, cost_usd;
    char region[LONGEST], element[LONGEST];
    double region_lacks, element_lacks;
};

static size_t list_scenarios(const char *folder, struct entry *entries);
static void read_head(const char *folder, struct entry *e);
static int run_scenario(const char *folder, uint64_t trials, struct entry *e);
static void write_table(const struct entry *entries, size_t count, uint64_t trials);
static void write_entry(const struct entry *entries, size_t count,
                        const struct entry *e);

int
main(int argc, char **argv)
{
    static struct entry entries[MOST];
    const uint64_t trials = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
    size_t count;

    if (trials == 0) {
        fputs("usage: write_scenarios FOLDER TRIALS\n", stderr);
        return 2;
    }
    count = list_scenarios(argv[1], entries);
    for (size_t i = 0; i < count; i++) {
        read_head(argv[1], &entries[i]);
        fprintf(stderr, "%s\n", entries[i].name);
        if (run_scenario(argv[1], trials, &entries[i]))
            return 1;
    }
    write_table(entries, count, trials);
    for (size_t i = 0; i < count; i++)
        write_entry(entries, count, &entries[i]);
    return ferror(stdout) ? 1 : 0;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Those of a folder of the library ("" or "minerals/"), behind `count` others. */
static size_t
list_folder(const char *folder, const char *below, struct entry *entries, size_t count)
{
    char path[2 * LONGEST];
    struct dirent *d;
    DIR *dir;

    snprintf(path, sizeof path, "%s/%s", folder, below);
    dir = opendir(path);

    while (dir && (d = readdir(dir)) && count < MOST) {
        const size_t length = strlen(d->d_name);

        if (length > 5 && length < LONGEST && !strcmp(d->d_name + length - 5, ".yaml"))
            snprintf(entries[count++].name, LONGEST, "%s%.*s", below, (int)length - 5,
                     d->d_name);
    }
    if (dir)
        closedir(dir);
    return count;
}

static size_t
list_scenarios(const char *folder, struct entry *entries)
{
    const size_t count =
        list_folder(folder, "minerals/", entries, list_folder(folder, "", entries, 0));

    qsort(entries, count, sizeof *entries, by_name);
    return count;
}

static FILE *
open_scenario(const char *folder, const char *name)
{
    char path[2 * LONGEST + 8];

    snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    return fopen(path, "r");
}

/* The scenario that a file extends, by its name in the library: beside it. */
static void
name_beside(const char *name, const char *text, char over[LONGEST])
{
    const char *slash = strrchr(name, '/');

    snprintf(over, LONGEST, "%.*s%.*s", slash ? (int)(slash + 1 - name) : 0, name,
             (int)strcspn(text, ". #"), text);
}

/* A heading's anchor has no slash. */
static void
write_anchor(const char *name)
{
    for (; *name; name++)
        if (*name != '/')
            putchar(*name);
}

/* The first comment is what it asks; `extends` is what it stands over. */
static void
read_head(const char *folder, struct entry *e)
{
    FILE *f = open_scenario(folder, e->name);
    char line[1024];
    size_t used = 0;
    int is_head = 1;

    while (f && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (is_head && line[0] == '#' && !strstr(line, "yaml-language-server")) {
            const char *text = line + 1 + (line[1] == ' ');
            const int n = snprintf(e->asks + used, PARAGRAPH - used, "%s%s",
                                   used ? "\n" : "", text);

            used += n > 0 && (size_t)n < PARAGRAPH - used ? (size_t)n : 0;
        } else if (line[0] != '#') {
            is_head = used == 0;
        }
        if (!strncmp(line, "extends: ", 9))
            name_beside(e->name, line + 9, e->over);
    }
    if (f)
        fclose(f);
}

/* The distribution of a metric of all industries; NaN where it is not reported. */
static struct mnz_summary
total(const struct mnz_model *model, const struct mnz_result *result,
      const char *metric)
{
    struct mnz_measure m;
    struct mnz_summary s;

    if (mnz_model_find_measure(model, "total", "all", metric, &m) ||
        mnz_result_summary(result, m, 0, &s))
        return (struct mnz_summary){.mean = NAN};
    return s;
}

/* The group of a scope that lacks most. */
static void
find_worst(const struct mnz_model *model, const struct mnz_result *result,
           const char *scope, char *name, double *lacks)
{
    *lacks = -1.0;
    for (uint32_t g = 0; g < mnz_model_num_groups(model); g++) {
        const char *group = mnz_model_group_name(model, g);
        struct mnz_measure m;
        struct mnz_summary s;

        if (strcmp(mnz_model_group_scope(model, g), scope) != 0 ||
            mnz_model_find_measure(model, scope, group, "shortfall_share", &m) ||
            mnz_result_summary(result, m, 0, &s))
            continue;
        if (s.mean > *lacks) {
            *lacks = s.mean;
            snprintf(name, LONGEST, "%s", group);
        }
    }
}

static void
take_figures(const struct mnz_model *model, const struct mnz_result *result,
             struct entry *e)
{
    snprintf(e->title, LONGEST, "%s", mnz_model_title(model));
    mnz_model_month_text(model, 0, e->start);
    e->months = mnz_model_months(model);
    e->lacking = total(model, result, "shortfall_share");
    e->lost_usd = total(model, result, "output_lost_usd");
    e->cost_usd = total(model, result, "policy_cost_usd");
    find_worst(model, result, "country", e->region, &e->region_lacks);
    find_worst(model, result, "element", e->element, &e->element_lacks);
}

static int
run_scenario(const char *folder, uint64_t trials, struct entry *e)
{
    const struct mnz_run_options options = {.trials = trials};
    struct mnz_diags *diags = NULL;
    struct mnz_model *model = NULL;
    struct mnz_result *result = NULL;
    char path[2 * LONGEST + 8];
    enum mnz_status st = mnz_diags_create(&diags);

    snprintf(path, sizeof path, "%s/%s.yaml", folder, e->name);
    if (!st)
        st = mnz_model_load(path, NULL, 0, diags, &model);
    if (!st)
        st = mnz_model_run(model, &options, &result);
    if (!st)
        take_figures(model, result, e);
    if (st && diags)
        mnz_diags_print(diags, stderr, 0);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    mnz_diags_destroy(diags);
    return st != MNZ_OK;
}

static const struct entry *
find(const struct entry *entries, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(entries[i].name, name))
            return &entries[i];
    return NULL;
}

/* The scenario that it stands over, if their figures can be compared. */
static const struct entry *
comparable(const struct entry *entries, size_t count, const struct entry *e)
{
    const struct entry *over = find(entries, count, e->over);

    return over && !strcmp(over->start, e->start) && over->months == e->months ? over
                                                                               : NULL;
}

static void
write_table(const struct entry *entries, size_t count, uint64_t trials)
{
    printf(
        "# The scenario library\n\n"
        "Each file in `scenarios/` is a question put to the model. The figures are "
        "those of `%llu` trials, seed and\nsampling plan as the file says, and are "
        "written by `./bootstrap scenarios`.\n\n"
        "*Lacking* is the share of what all industries want, weighted by contained "
        "elements, that does not arrive over the\nhorizon: mean, and the range of "
        "90 %% of trials. *Change* is against the scenario that the file extends, in "
        "points of that\nshare, where both cover the same months. *Output lost* is "
        "the\n"
        "gross output that customers do not get: what stocks of inputs and of "
        "products, "
        "and products that can do\nwithout, do not make good.\n\n"
        "| scenario | over | lacking, %% | change | worst region | worst element | "
        "output lost, bn USD |\n|---|---|---|---|---|---|---|\n",
        (unsigned long long)trials);
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &entries[i], *over = comparable(entries, count, e);

        printf("| [%s](#", e->name);
        write_anchor(e->name);
        printf(") | %s | %.1f (%.1f to %.1f) | ", *e->over ? e->over : "-",
               100.0 * e->lacking.mean, 100.0 * e->lacking.p05, 100.0 * e->lacking.p95);
        if (over)
            printf("%+.1f", 100.0 * (e->lacking.mean - over->lacking.mean));
        printf(" | %s %.1f | %s %.1f | %.0f |\n", e->region, 100.0 * e->region_lacks,
               e->element, 100.0 * e->element_lacks, e->lost_usd.mean / 1e9);
    }
}

static void
write_entry(const struct entry *entries, size_t count, const struct entry *e)
{
    const struct entry *over = comparable(entries, count, e);

    printf("\n## %s\n\n**%s.** %s\n\n", e->name, e->title, e->asks);
    printf("All industries lack %.1f %% of what they want over %u months (90 %% of "
           "trials: %.1f to %.1f)",
           100.0 * e->lacking.mean, e->months, 100.0 * e->lacking.p05,
           100.0 * e->lacking.p95);
    if (over)
        printf(", %.1f without what this file adds to `%s`", 100.0 * over->lacking.mean,
               over->name);
    printf(". Worst off: %s (%.1f %%); scarcest: %s (%.1f %%).", e->region,
           100.0 * e->region_lacks, e->element, 100.0 * e->element_lacks);
    if (isfinite(e->cost_usd.mean))
        printf(" Price floors pay %.0f mn USD.", e->cost_usd.mean / 1e6);
    printf("\n\n```\nmonazite run scenarios/%s.yaml\n```\n", e->name);
}
