/* chart.c - the list of charts, and what is common to them: subject, frame and axes. */

#include "charts/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KIND(name) &mnz_chart_##name,
static const struct mnz_chart_kind *const kinds[] = {MNZ_CHART_KINDS(KIND)};
#undef KIND
enum { NUM_KINDS = sizeof kinds / sizeof *kinds, MOST_ADVISED = 512 };

uint32_t
mnz_chart_count(void)
{
    return NUM_KINDS;
}

const char *
mnz_chart_name(uint32_t i)
{
    return i < NUM_KINDS ? kinds[i]->name : NULL;
}

const char *
mnz_chart_words(uint32_t i)
{
    return i < NUM_KINDS ? kinds[i]->words : NULL;
}

static const struct mnz_chart_kind *
find_kind(const char *name)
{
    for (int i = 0; i < NUM_KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

static struct mnz_span
folder_of(const struct mnz_chart *chart)
{
    return (struct mnz_span){mnz_diags_keep(chart->diags, chart->findings->folder), 0,
                             0};
}

enum mnz_status
mnz_chart_refuse(const struct mnz_chart *chart, const char *subject, const char *advice)
{
    if (chart->diags)
        mnz_diag_add(chart->diags, MNZ_E1703, folder_of(chart), advice,
                     "the tables have no figures of %s", subject);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
check_options(const struct mnz_chart *chart, const struct mnz_chart_kind *kind)
{
    const char *useless = chart->of && !(kind->takes & MNZ_TAKES_OF)   ? "of"
                          : chart->by && !(kind->takes & MNZ_TAKES_BY) ? "by"
                          : chart->metric && !(kind->takes & MNZ_TAKES_METRIC)
                              ? "metric"
                              : NULL;

    if (!useless)
        return MNZ_OK;
    if (chart->diags)
        mnz_diag_add(chart->diags, MNZ_E1704, folder_of(chart), NULL,
                     "a chart of kind '%s' has no use for '%s'", kind->name, useless);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
choose_scenario(struct mnz_chart *chart)
{
    const struct mnz_names *names = &chart->findings->scenarios;

    if (!chart->scenario && mnz_names_count(names) > 0)
        chart->scenario = mnz_names_text(names, 0);
    if (!chart->scenario)
        return mnz_chart_refuse(chart, "any run",
                                "charts are of runs; monazite report shows the rest");
    if (mnz_names_find(names, chart->scenario) == MNZ_NAME_NONE)
        return mnz_chart_refuse(chart, chart->scenario, NULL);
    return MNZ_OK;
}

enum mnz_status
mnz_chart_write(const struct mnz_findings *findings, const char *kind,
                const struct mnz_chart_options *options, struct mnz_diags *diags,
                FILE *stream)
{
    const struct mnz_chart_kind *k = find_kind(kind);
    struct mnz_chart chart = {
        .findings = findings, .diags = diags, .svg = {.stream = stream}};
    enum mnz_status st;

    if (options) {
        chart.scenario = options->scenario;
        chart.of = options->of;
        chart.by = options->by;
        chart.metric = options->metric;
    }
    if (!k)
        return MNZ_ERR_INPUT;
    st = check_options(&chart, k);
    if (!st && !k->table)
        st = choose_scenario(&chart);
    if (!st)
        st = k->draw(&chart);
    /* A table that cannot be read has its diagnostic. */
    if (st == MNZ_ERR_IO)
        st = MNZ_ERR_INPUT;
    else if (!st && ferror(stream))
        st = MNZ_ERR_IO;
    mnz_arena_finish(&chart.arena);
    return st;
}

void
mnz_chart_begin(struct mnz_chart *chart, double height, const char *title,
                const char *subtitle)
{
    const struct mnz_findings *f = chart->findings;
    const struct mnz_finding *all = f->num_rows > 0 ? &f->rows[0] : NULL;
    const struct mnz_shown count = {1.0, "trials"};
    char text[256], trials[MNZ_SHOWN_TEXT];

    mnz_svg_begin(&chart->svg, MNZ_CHART_WIDTH, height, title, subtitle);
    mnz_svg_text_within(&chart->svg, 20.0, 34.0, MNZ_CHART_WIDTH - 40.0,
                        (struct mnz_type){.size = 21.0, .is_bold = 1}, title);
    mnz_svg_text_within(&chart->svg, 20.0, 57.0, MNZ_CHART_WIDTH - 40.0,
                        (struct mnz_type){.size = 14.0, .colour = MNZ_MUTED}, subtitle);
    for (uint32_t i = 0; i < f->num_rows; i++)
        if (strcmp(f->rows[i].scenario, chart->scenario) == 0) {
            all = &f->rows[i];
            break;
        }
    mnz_shown_round(count, all ? all->trials : NAN, 1, trials);
    snprintf(text, sizeof text, "monazite, scenario %.150s%s%s", chart->scenario,
             all ? ", " : "", all ? trials : "");
    mnz_svg_text_within(&chart->svg, 20.0, height - 12.0, MNZ_CHART_WIDTH - 40.0,
                        (struct mnz_type){.size = 12.0, .colour = MNZ_MUTED}, text);
}

const char *
mnz_metric_words(const char *metric)
{
    static const struct {
        const char *metric, *words;
    } rows[] = {
        {"shortfall_share", "Inputs lacking"},
        {"shortfall_tonnes", "Shortfall"},
        {"output_at_stake_usd", "Output at stake"},
        {"output_lost_share", "Output lost"},
        {"output_lost_usd", "Output lost"},
        {"value_added_lost_usd", "Value added lost"},
        {"firms_stopped_share", "Firms stopped"},
        {"stock_months", "Stocks in months of use"},
        {"extra_cost_usd", "Extra cost of inputs"},
        {"priced_out_tonnes", "Demand priced out"},
        {"peak_shortfall_share", "Inputs lacking in the worst month"},
        {"months_short", "Months short"},
        {"first_short_month", "First short month"},
        {"policy_cost_usd", "Cost of policies"},
        {"price_usd_per_kg", "Price"},
        {"applied_tonnes", "Licences applied for"},
        {"granted_tonnes", "Licences granted"},
        {"backlog_tonnes", "Licences under way"},
        {"in_hand_tonnes", "Licences in hand"},
        {"months_to_licence", "Months to a licence"},
        {"top_country_share", "Share of the largest country"},
        {"shipped_tonnes", "Shipments"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].metric, metric) == 0)
            return rows[i].words;
    return metric;
}

const char *
mnz_metric_of_scope(const char *scope)
{
    static const struct {
        const char *scope, *metric;
    } rows[] = {
        {"element", "shortfall_share"}, {"stage", "shortfall_share"},
        {"control", "backlog_tonnes"},  {"market", "price_usd_per_kg"},
        {"flow", "shipped_tonnes"},     {"input", "stock_months"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].scope, scope) == 0)
            return rows[i].metric;
    return "output_lost_share";
}

/* The first group of this name, whatever its scope: a row of it; NULL if none. */
static const struct mnz_finding *
find_group(const struct mnz_chart *chart, const char *name)
{
    const struct mnz_findings *f = chart->findings;

    for (uint32_t i = 0; i < f->num_rows; i++)
        if (strcmp(f->rows[i].scenario, chart->scenario) == 0 &&
            (strcmp(f->rows[i].name, name) == 0 || strcmp(f->rows[i].label, name) == 0))
            return &f->rows[i];
    return NULL;
}

/* The nearest name of a group, for advice; NULL if none is near. */
static const char *
nearest_group(const struct mnz_chart *chart, const char *name)
{
    const struct mnz_findings *f = chart->findings;
    const char **names = calloc(f->num_rows + 1, sizeof *names), *nearest = NULL;

    for (uint32_t i = 0; names && i < f->num_rows; i++)
        names[i] = f->rows[i].name;
    if (names)
        nearest = mnz_nearest(name, names, f->num_rows);
    free(names);
    return nearest;
}

enum mnz_status
mnz_chart_subject(struct mnz_chart *chart, const char *metric,
                  const struct mnz_finding **out)
{
    const struct mnz_finding *group = find_group(chart, chart->of ? chart->of : "all");
    const struct mnz_findings *f = chart->findings;
    char advice[128] = "";

    *out = NULL;
    if (!group) {
        const char *nearest = nearest_group(chart, chart->of ? chart->of : "all");

        if (nearest)
            snprintf(advice, sizeof advice, "did you mean '%.80s'?", nearest);
        return mnz_chart_refuse(chart, chart->of ? chart->of : "all industries",
                                *advice ? advice : NULL);
    }
    if (chart->metric)
        metric = chart->metric;
    else if (metric && !mnz_findings_find(f, chart->scenario, group->scope, group->name,
                                          metric, MNZ_NO_MONTH))
        metric = NULL;
    if (!metric)
        metric = mnz_metric_of_scope(group->scope);
    *out = mnz_findings_find(f, chart->scenario, group->scope, group->name, metric,
                             MNZ_NO_MONTH);
    if (*out)
        return MNZ_OK;
    snprintf(advice, sizeof advice, "%.60s of %.60s", metric, group->name);
    return mnz_chart_refuse(chart, advice, NULL);
}

const char *
mnz_chart_label(const struct mnz_finding *finding)
{
    return strcmp(finding->scope, "total") == 0 ? "all industries" : finding->label;
}

/* A group with the figure that it is sorted by. */
struct ranked {
    const struct mnz_finding *finding;
    double weight;
    uint32_t at;
};

static int
by_weight(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    if (x->finding->mean != y->finding->mean)
        return x->finding->mean < y->finding->mean ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

static double
weight_of(const struct mnz_chart *chart, const struct mnz_finding *finding)
{
    const struct mnz_finding *usd = NULL;

    if (strcmp(finding->metric, "output_lost_share") == 0)
        usd = mnz_findings_find(chart->findings, chart->scenario, finding->scope,
                                finding->name, "output_lost_usd", MNZ_NO_MONTH);
    if (usd)
        finding = usd;
    return isnan(finding->mean) ? 0.0 : finding->mean;
}

enum mnz_status
mnz_chart_groups(struct mnz_chart *chart, uint32_t most,
                 const struct mnz_finding ***out, uint32_t *count)
{
    const struct mnz_findings *f = chart->findings;
    const char *scope = chart->by ? chart->by : "industry";
    const char *metric = chart->metric ? chart->metric : mnz_metric_of_scope(scope);
    struct ranked *ranked =
        mnz_arena_alloc(&chart->arena, f->num_rows + 1, sizeof *ranked);
    uint32_t n = 0, above = 0;

    *out = mnz_arena_alloc(&chart->arena, most, sizeof **out);
    *count = 0;
    if (!ranked || !*out)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < f->num_rows; i++)
        if (f->rows[i].month == MNZ_NO_MONTH && strcmp(f->rows[i].scope, scope) == 0 &&
            strcmp(f->rows[i].metric, metric) == 0 &&
            strcmp(f->rows[i].scenario, chart->scenario) == 0) {
            ranked[n] = (struct ranked){&f->rows[i], 0.0, n};
            ranked[n].weight = weight_of(chart, &f->rows[i]);
            above += ranked[n++].weight > 0.0;
        }
    if (n == 0) {
        char subject[128];

        snprintf(subject, sizeof subject, "%.60s by %.40s", metric, scope);
        return mnz_chart_refuse(chart, subject, NULL);
    }
    qsort(ranked, n, sizeof *ranked, by_weight);
    for (uint32_t i = 0; i < (above > 0 ? above : n) && *count < most; i++)
        (*out)[(*count)++] = ranked[i].finding;
    return MNZ_OK;
}

void
mnz_chart_scale(struct mnz_chart *chart, struct mnz_ticks ticks, const char *unit,
                double left, double right, double top, double bottom)
{
    const struct mnz_shown plain = {1.0, unit};

    for (int i = 0; i <= ticks.count; i++) {
        const double y = bottom - (bottom - top) * i / ticks.count;
        char text[MNZ_SHOWN_TEXT];

        mnz_svg_line(&chart->svg, left, y, right, y, i == 0 ? MNZ_MUTED : MNZ_GRID, "");
        mnz_shown_round(plain, i * ticks.step, i == ticks.count, text);
        mnz_svg_text(&chart->svg, left - 8.0, y + 4.5,
                     (struct mnz_type){.size = MNZ_CHART_TEXT,
                                       .anchor = MNZ_FINISH,
                                       .colour = MNZ_MUTED},
                     text);
    }
}

void
mnz_chart_months(struct mnz_chart *chart, double left, double step, double y)
{
    const struct mnz_names *months = &chart->findings->months;
    const uint32_t count = mnz_names_count(months);
    uint32_t every = 1;

    while (every * step < 70.0)
        every = every < 3 ? 3 : every < 6 ? 6 : every < 12 ? 12 : every + 12;
    for (uint32_t i = 0; i < count; i += every) {
        char text[MNZ_SHOWN_TEXT];

        if (i > 0 && (count - i) * step < 30.0)
            break;
        mnz_month_words(mnz_names_text(months, i), text);
        mnz_svg_line(&chart->svg, left + i * step, y, left + i * step, y + 5.0,
                     MNZ_MUTED, "");
        mnz_svg_text(&chart->svg, left + i * step, y + 19.0,
                     (struct mnz_type){.size = MNZ_CHART_TEXT,
                                       .anchor = MNZ_MIDDLE,
                                       .colour = MNZ_MUTED},
                     text);
    }
}
