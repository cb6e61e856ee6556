/* write_scenarios.c - writes docs/scenarios.md: what each scenario of the
 * library asks, in the words of its first comment, and what came out of its
 * run.
 *
 *     write_scenarios FOLDER TRIALS > docs/scenarios.md */

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "monazite/monazite.h"

enum { MOST = 128, LONGEST = 256, PARAGRAPH = 4096, NAMED = 3 };

/* A group whose output lost differs, USD. */
struct change {
    char name[LONGEST];
    struct mnz_gap gap;
};

/* The groups of a scope that lose less, and those that lose more, the most
 * changed first: those whose interval excludes 0. */
struct changes {
    struct change less[NAMED], more[NAMED];
    uint32_t num_less, num_more;
};

/* One scenario, and the figures of its run. */
struct entry {
    char name[LONGEST], over[LONGEST], asks[PARAGRAPH], title[LONGEST];
    char start[MNZ_MONTH_TEXT];
    uint32_t months;
    struct mnz_summary lacking, lost_usd, cost_usd;
    char region[LONGEST], element[LONGEST];
    double region_lacks, element_lacks;
    char period[3][LONGEST]; /* settings that give the scenario below its months */
    uint32_t num_settings;
    int is_compared;
    struct mnz_gap lost; /* against the scenario below, USD */
    struct changes industries, regions;
};

static size_t list_scenarios(const char *folder, struct entry *entries);
static void read_head(const char *folder, struct entry *e);
static int run_scenario(const char *folder, uint64_t trials, struct entry *e);
static int compare_like(const char *folder, uint64_t trials, struct entry *entries,
                        size_t count, size_t first);
static void write_table(const struct entry *entries, size_t count, uint64_t trials);
static void write_entry(const struct entry *e);

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
    for (size_t i = 0; i < count; i++)
        if (compare_like(argv[1], trials, entries, count, i))
            return 1;
    write_table(entries, count, trials);
    for (size_t i = 0; i < count; i++)
        write_entry(&entries[i]);
    return ferror(stdout) ? 1 : 0;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Those of a folder of the library ("" or "minerals/"), behind `count` others.
 */
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

/* From a line of the section `time`, settings of its keys: "time.months=84". */
static void
read_period(const char *line, struct entry *e)
{
    static const char *const keys[] = {"start: ", "months: ", "warm_up: "};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *at = strstr(line, keys[i]);

        if (!at || e->num_settings == 3)
            continue;
        snprintf(e->period[e->num_settings++], LONGEST, "time.%.*s=%.*s",
                 (int)strlen(keys[i]) - 2, keys[i],
                 (int)strcspn(at + strlen(keys[i]), ",}#"), at + strlen(keys[i]));
    }
}

/* The first comment is what it asks; `extends` is what it stands over. */
static void
read_head(const char *folder, struct entry *e)
{
    FILE *f = open_scenario(folder, e->name);
    char line[1024];
    size_t used = 0;
    int is_head = 1, is_time = 0;

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
        is_time = !strncmp(line, "time:", 5) || (is_time && line[0] == ' ');
        if (is_time)
            read_period(line, e);
        if (!strncmp(line, "extends: ", 9))
            name_beside(e->name, line + 9, e->over);
    }
    if (f)
        fclose(f);
}

/* The distribution of a metric of all industries; NaN where it is not reported.
 */
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

static enum mnz_status
load(const char *folder, const char *name, const struct entry *period,
     struct mnz_diags *diags, struct mnz_model **model)
{
    const char *settings[3];
    char path[2 * LONGEST + 8];

    for (uint32_t i = 0; period && i < period->num_settings; i++)
        settings[i] = period->period[i];
    snprintf(path, sizeof path, "%.*s/%.*s.yaml", LONGEST, folder, LONGEST, name);
    return mnz_model_load(path, settings, period ? period->num_settings : 0, diags,
                          model);
}

static int
run_scenario(const char *folder, uint64_t trials, struct entry *e)
{
    const struct mnz_run_options options = {.trials = trials};
    struct mnz_diags *diags = NULL;
    struct mnz_model *model = NULL;
    struct mnz_result *result = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (!st)
        st = load(folder, e->name, NULL, diags, &model);
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

/* Whether two stand over the same scenario, for the same months. */
static int
are_alike(const struct entry *a, const struct entry *b)
{
    int alike = !strcmp(a->over, b->over) && a->num_settings == b->num_settings;

    for (uint32_t i = 0; alike && i < a->num_settings; i++)
        alike = !strcmp(a->period[i], b->period[i]);
    return alike;
}

/* Output lost of all, of each industry and of each country. */
static uint32_t
list_measures(const struct mnz_model *model, struct mnz_measure **out)
{
    const uint32_t groups = mnz_model_num_groups(model);
    struct mnz_measure *list = calloc((size_t)groups + 1, sizeof *list);
    uint32_t count = 0;

    for (uint32_t g = 0; list && g < groups; g++) {
        const char *scope = mnz_model_group_scope(model, g);

        if (strcmp(scope, "total") != 0 && strcmp(scope, "industry") != 0 &&
            strcmp(scope, "country") != 0)
            continue;
        count += !mnz_model_find_measure(model, scope, mnz_model_group_name(model, g),
                                         "output_lost_usd", &list[count]);
    }
    *out = list;
    return list ? count : 0;
}

/* Keep a change among the largest of its sign. */
static void
take_change(struct changes *c, const char *name, struct mnz_gap gap)
{
    const int is_less = gap.difference < 0.0;
    struct change *list = is_less ? c->less : c->more;
    uint32_t *count = is_less ? &c->num_less : &c->num_more;
    uint32_t at = *count;

    if (!(gap.low > 0.0 || gap.high < 0.0))
        return;
    while (at > 0 && fabs(list[at - 1].gap.difference) < fabs(gap.difference))
        at--;
    if (at == NAMED)
        return;
    *count += *count < NAMED;
    memmove(&list[at + 1], &list[at], (*count - at - 1) * sizeof *list);
    snprintf(list[at].name, LONGEST, "%s", name);
    list[at].gap = gap;
}

static void
take_comparison(const struct mnz_model *base, const struct mnz_comparison *comparison,
                uint32_t alternative, struct entry *e)
{
    e->is_compared = 1;
    for (uint32_t i = 0; i < mnz_comparison_num_measures(comparison); i++) {
        const uint32_t group = mnz_comparison_measure(comparison, i).group;
        const struct mnz_gap gap =
            mnz_comparison_difference(comparison, alternative, 0, i)->mean;
        const char *scope = mnz_model_group_scope(base, group);

        if (!strcmp(scope, "total"))
            e->lost = gap;
        else
            take_change(!strcmp(scope, "industry") ? &e->industries : &e->regions,
                        mnz_model_group_name(base, group), gap);
    }
}

/* Compare all that are like entry `first` with the scenario below them, on the
 * same trials; nothing is done if it has been, or stands over none. */
static int
compare_like(const char *folder, uint64_t trials, struct entry *entries, size_t count,
             size_t first)
{
    struct mnz_compare_options options = {.run = {.trials = trials}};
    struct mnz_alternative alternatives[MOST] = {0};
    struct mnz_model *models[MOST] = {0}, *base = NULL;
    struct mnz_measure *measures = NULL;
    struct mnz_comparison *comparison = NULL;
    struct mnz_diags *diags = NULL;
    size_t which[MOST];
    uint32_t num = 0;
    enum mnz_status st;

    if (!*entries[first].over || entries[first].is_compared)
        return 0;
    st = mnz_diags_create(&diags);
    if (!st)
        st = load(folder, entries[first].over, &entries[first], diags, &base);
    for (size_t i = first; !st && i < count; i++) {
        if (!are_alike(&entries[first], &entries[i]))
            continue;
        which[num] = i;
        st = load(folder, entries[i].name, NULL, diags, &models[num]);
        alternatives[num].point = (struct mnz_point){entries[i].name, models[num]};
        num++;
    }
    if (!st) {
        const struct mnz_point point = {entries[first].over, base};

        fprintf(stderr, "%s, beside what stands over it\n", entries[first].over);
        options.num_measures = list_measures(base, &measures);
        options.measures = measures;
        st = mnz_compare_create(&point, alternatives, num, &options, &comparison);
    }
    for (uint32_t k = 0; !st && k < num; k++)
        take_comparison(base, comparison, k, &entries[which[k]]);
    if (st && diags)
        mnz_diags_print(diags, stderr, 0);
    mnz_comparison_destroy(comparison);
    for (uint32_t k = 0; k < num; k++)
        mnz_model_destroy(models[k]);
    mnz_model_destroy(base);
    mnz_diags_destroy(diags);
    free(measures);
    return st != MNZ_OK;
}

static void
write_table(const struct entry *entries, size_t count, uint64_t trials)
{
    printf("# The scenario library\n\n"
           "Each file in `scenarios/` is a question put to the model. The "
           "figures are "
           "those of `%llu` trials, seed and\nsampling plan as the file says, "
           "and are "
           "written by `./bootstrap scenarios`.\n\n"
           "*Lacking* is the share of what all industries want, weighted by "
           "contained "
           "elements, that does not arrive over the\nhorizon: mean, and the "
           "range of "
           "90 %% of trials. *Output lost* is the gross output that customers do "
           "not get: "
           "what stocks of\ninputs and of products, and products that can do "
           "without, do "
           "not make good. *Change* is that loss less the loss\nin the scenario "
           "that the "
           "file extends, over the same months and on the same trials, with its "
           "95 %% "
           "interval\n(`monazite compare`): below 0 the file helps.\n\n"
           "| scenario | over | lacking, %% | worst region | worst element | "
           "output lost, "
           "bn USD | change, bn USD |\n|---|---|---|---|---|---|---|\n",
           (unsigned long long)trials);
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &entries[i];

        printf("| [%s](#", e->name);
        write_anchor(e->name);
        printf(") | %s | %.1f (%.1f to %.1f) | %s %.1f | %s %.1f | %.0f | ",
               *e->over ? e->over : "-", 100.0 * e->lacking.mean,
               100.0 * e->lacking.p05, 100.0 * e->lacking.p95, e->region,
               100.0 * e->region_lacks, e->element, 100.0 * e->element_lacks,
               e->lost_usd.mean / 1e9);
        if (e->is_compared)
            printf("%+.2f (%+.2f to %+.2f)", e->lost.difference / 1e9,
                   e->lost.low / 1e9, e->lost.high / 1e9);
        printf(" |\n");
    }
}

/* " Helped most: a (-1.20 bn USD), b (-0.31)." */
static void
write_changes(const char *what, const struct change *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        printf("%s%s (%+.2f%s)", i == 0 ? what : ", ", list[i].name,
               list[i].gap.difference / 1e9, i == 0 ? " bn USD" : "");
    if (count > 0)
        putchar('.');
}

static void
write_comparison(const struct entry *e)
{
    const int helps = e->lost.high<0.0, hurts = e->lost.low> 0.0;

    printf("\n\nAgainst `%s`", e->over);
    for (uint32_t i = 0; i < e->num_settings; i++)
        printf("%s`--set \"%s\"`", i == 0 ? " with " : " ", e->period[i]);
    printf(", on the same trials, industries lose ");
    if (helps || hurts)
        printf("%.2f bn USD %s (95 %% interval: %.2f to %.2f).",
               fabs(e->lost.difference) / 1e9, helps ? "less" : "more",
               fmin(fabs(e->lost.low), fabs(e->lost.high)) / 1e9,
               fmax(fabs(e->lost.low), fabs(e->lost.high)) / 1e9);
    else
        printf("as much within the error: %+.2f bn USD (%+.2f to %+.2f).",
               e->lost.difference / 1e9, e->lost.low / 1e9, e->lost.high / 1e9);
    write_changes("\nRegions that lose less: ", e->regions.less, e->regions.num_less);
    write_changes("\nRegions that lose more: ", e->regions.more, e->regions.num_more);
    write_changes("\nIndustries helped most: ", e->industries.less,
                  e->industries.num_less);
    write_changes("\nIndustries hurt most: ", e->industries.more,
                  e->industries.num_more);
}

static void
write_entry(const struct entry *e)
{
    printf("\n## %s\n\n**%s.** %s\n\n", e->name, e->title, e->asks);
    printf("All industries lack %.1f %% of what they want over %u months (90 %% of "
           "trials: %.1f to %.1f). Worst off: %s (%.1f %%); scarcest: %s (%.1f %%).",
           100.0 * e->lacking.mean, e->months, 100.0 * e->lacking.p05,
           100.0 * e->lacking.p95, e->region, 100.0 * e->region_lacks, e->element,
           100.0 * e->element_lacks);
    if (isfinite(e->cost_usd.mean))
        printf(" Price floors pay %.0f mn USD.", e->cost_usd.mean / 1e6);
    if (e->is_compared)
        write_comparison(e);
    printf("\n\n```\nmonazite run scenarios/%s.yaml\n```\n", e->name);
}
