/* screen.c - a run's result on one screen: who falls short, when, how probably, and
 * which inputs limit.
 */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "report/style.h"
#include "stats/interval.h"

enum { MOST_CIVIL = 8, MOST_MILITARY = 3, MOST_PLACES = 7 };

/* A group with the figures of its line. */
struct line {
    uint32_t group;
    struct mnz_summary share;
    uint64_t short_trials;
    double first_month; /* median, of the trials that are short */
    double lost_usd;    /* mean; NaN where it is not reported */
};

/* Widths of the columns of a table; 0 where the screen has no room for one. */
struct layout {
    int name, bar, spark, limit;
};

/* Of " P  first   mean%  bn USD", and of the gap between two columns. */
enum { NUMBERS = 27, GAP = 2 };

static void print_head(const struct mnz_screen *screen, const struct mnz_run *run);
static void print_headline(const struct mnz_screen *screen, const struct mnz_run *run);
static enum mnz_status print_industries(const struct mnz_screen *screen,
                                        const struct mnz_run *run, const char *title,
                                        enum mnz_end_use end_use, uint32_t most);
static enum mnz_status print_places(const struct mnz_screen *screen,
                                    const struct mnz_run *run);
static enum mnz_status print_elements(const struct mnz_screen *screen,
                                      const struct mnz_run *run);
static void print_branches(const struct mnz_screen *screen, const struct mnz_run *run);

/* A run. */
static enum mnz_status
print_summary(const struct mnz_screen *screen, const struct mnz_run *run)
{
    enum mnz_status st;

    print_head(screen, run);
    print_headline(screen, run);
    st = print_industries(screen, run, "civil industries", MNZ_USE_CIVIL, MOST_CIVIL);
    if (!st)
        st = print_industries(screen, run, "military users", MNZ_USE_MILITARY,
                              MOST_MILITARY);
    if (!st)
        st = print_places(screen, run);
    if (!st)
        st = print_elements(screen, run);
    if (st)
        return st;
    print_branches(screen, run);
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}

enum mnz_status
mnz_screen_runs(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < outcome->num_results; i++)
        if (outcome->results[i])
            st = print_summary(screen, outcome->results[i]->run);
    return st;
}

static void
bold(const struct mnz_screen *screen, int on)
{
    if (screen->colour)
        fputs(on ? "\033[1m" : "\033[0m", screen->stream);
}

static struct line
line_of(const struct mnz_run *run, uint32_t group)
{
    const struct mnz_metrics *m = run->metrics;
    const struct mnz_tally *tally = run->conditionals[0].tally;
    const uint32_t lost = mnz_metrics_horizon(m, group, MNZ_METRIC_OUTPUT_AT_STAKE_USD);
    struct line line = {.group = group, .lost_usd = NAN};
    struct mnz_summary first, value;

    mnz_tally_summary(tally, mnz_metrics_horizon(m, group, MNZ_METRIC_SHORTFALL_SHARE),
                      &line.share);
    mnz_tally_summary(
        tally, mnz_metrics_horizon(m, group, MNZ_METRIC_FIRST_SHORT_MONTH), &first);
    line.short_trials = first.trials;
    line.first_month = first.p50;
    if (m->groups[group].scope != MNZ_SCOPE_ELEMENT) {
        mnz_tally_summary(tally, lost, &value);
        line.lost_usd = value.mean;
    }
    return line;
}

/* By value lost, then by share missing. */
static int
by_loss(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->lost_usd != y->lost_usd && !isnan(x->lost_usd))
        return x->lost_usd < y->lost_usd ? 1 : -1;
    if (x->share.mean != y->share.mean)
        return x->share.mean < y->share.mean ? 1 : -1;
    return x->group < y->group ? -1 : 1;
}

/* The lines of a scope, worst first; *out is the caller's to free. */
static enum mnz_status
lines_of_scope(const struct mnz_run *run, enum mnz_scope scope, struct line **out,
               uint32_t *count)
{
    struct line *lines = calloc(run->metrics->num_groups + 1, sizeof *lines);

    *out = lines;
    *count = 0;
    if (!lines)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < run->metrics->num_groups; g++)
        if (run->metrics->groups[g].scope == scope)
            lines[(*count)++] = line_of(run, g);
    qsort(lines, *count, sizeof *lines, by_loss);
    return MNZ_OK;
}

static void
month_name(const struct mnz_run *run, double month, char text[16])
{
    char date[MNZ_DATE_TEXT];

    if (!(month >= 1.0)) {
        snprintf(text, 16, "%s", "never");
        return;
    }
    mnz_date_format(
        mnz_date_add_months(run->net->scenario->start_day, (int)(month + 0.5) - 1),
        date);
    snprintf(text, 16, "%.7s", date);
}

static struct layout
layout_of(const struct mnz_screen *screen)
{
    const int columns = screen->columns;
    struct layout l = {0};

    l.limit = columns < 80 ? 0 : 22;
    l.spark = columns < 100 ? 0 : columns < 140 ? 12 : 18;
    l.bar = columns < 120 ? 0 : columns < 140 ? 14 : 18;
    l.name = columns - NUMBERS;
    l.name -= (l.limit > 0 ? GAP : 0) + l.limit;
    l.name -= (l.spark > 0 ? GAP : 0) + l.spark;
    l.name -= (l.bar > 0 ? GAP : 0) + l.bar;
    if (l.name > 48)
        l.name = 48;
    return l;
}

/* Pad a text to `width` columns; a text that is cut says so. */
static void
print_cell(const struct mnz_screen *screen, const char *text, int width)
{
    if (mnz_style_width(text) <= width) {
        mnz_style_cell(screen->stream, text, width);
    } else {
        mnz_style_cell(screen->stream, text, width - 1);
        fputs(screen->unicode ? "…" : "~", screen->stream);
    }
}

/* Write `text` in lines that fit the screen, broken at blanks. */
static void
print_prose(const struct mnz_screen *screen, const char *text)
{
    int used = 0;

    while (*text) {
        char word[256];
        size_t length = strcspn(text, " ");
        int width;

        snprintf(word, sizeof word, "%.*s", (int)length, text);
        width = mnz_style_width(word);
        if (used > 0)
            putc(used + 1 + width > screen->columns ? '\n' : ' ', screen->stream);
        used =
            used > 0 && used + 1 + width <= screen->columns ? used + 1 + width : width;
        mnz_style_text(screen->stream, word);
        text += length + strspn(text + length, " ");
    }
    putc('\n', screen->stream);
}

static void
print_head(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    char from[16], text[256];

    month_name(run, 1.0, from);
    bold(screen, 1);
    print_prose(screen, s->title ? s->title : s->name);
    bold(screen, 0);
    snprintf(text, sizeof text,
             "%llu trials over %u months from %s; %u facilities and industries, "
             "%u links, %u uncertain inputs",
             (unsigned long long)run->trials_done, s->months, from, run->net->num_nodes,
             run->net->num_links, s->pool.num_inputs);
    print_prose(screen, text);
    putc('\n', screen->stream);
}

static void
print_headline(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const struct line all = line_of(run, 0);
    struct mnz_summary value, peak;
    double low, high;
    char text[512];

    if (run->trials_done == 0)
        return;
    mnz_tally_summary(
        run->conditionals[0].tally,
        mnz_metrics_horizon(run->metrics, 0, MNZ_METRIC_OUTPUT_AT_STAKE_USD), &value);
    mnz_tally_summary(
        run->conditionals[0].tally,
        mnz_metrics_horizon(run->metrics, 0, MNZ_METRIC_PEAK_SHORTFALL_SHARE), &peak);
    mnz_interval_of_probability(all.short_trials, run->trials_done, &low, &high);
    snprintf(text, sizeof text,
             "All industries lack %.1f %% of what they want (90 %% of trials: %.1f to "
             "%.1f), %.1f %% in the worst month.",
             100.0 * all.share.mean, 100.0 * all.share.p05, 100.0 * all.share.p95,
             100.0 * peak.mean);
    print_prose(screen, text);
    snprintf(text, sizeof text,
             "Output at stake in these months: %.0f bn USD (%.0f to %.0f).",
             value.mean / 1e9, value.p05 / 1e9, value.p95 / 1e9);
    print_prose(screen, text);
    snprintf(text, sizeof text,
             "More than 1 %% is missing in some month with probability %.2f (%.2f to "
             "%.2f).",
             (double)all.short_trials / (double)run->trials_done, low, high);
    print_prose(screen, text);
    putc('\n', screen->stream);
}

static void
print_months(const struct mnz_screen *screen, const struct mnz_run *run, uint32_t group,
             int width)
{
    const uint32_t months = run->metrics->num_months;
    double means[1200] = {0}; /* newer gcc cannot see that no month is no value */

    for (uint32_t i = 0; i < months && i < 1200; i++) {
        struct mnz_summary s;

        mnz_tally_summary(
            run->conditionals[0].tally,
            mnz_metrics_month(run->metrics, group, MNZ_METRIC_SHORTFALL_SHARE, i), &s);
        means[i] = s.mean;
    }
    mnz_style_spark(screen->stream, means, (int)(months < 1200 ? months : 1200), 1.0,
                    width, screen->unicode);
    for (int i = (int)months; i < width; i++)
        putc(' ', screen->stream);
}

/* The node of an industry's group. */
static const struct mnz_net_node *
node_of(const struct mnz_run *run, const struct mnz_group *g)
{
    const uint32_t leaf = run->metrics->leaf_lists[g->first_leaf];

    return &run->net->nodes[run->metrics->leaves[leaf].node];
}

/* The input that most often limits an industry, or NULL. */
static const char *
limiting_input(const struct mnz_run *run, const struct mnz_group *g)
{
    const struct mnz_network *net = run->net;
    const struct mnz_net_node *node = node_of(run, g);
    uint64_t most = 0;
    const char *name = NULL;

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
        if (run->limits[p] > most) {
            most = run->limits[p];
            name = net->scenario->materials[net->ports[p].material].name;
        }
    return name;
}

/* Whether another industry has the same sector and place. */
static int
has_twin(const struct mnz_run *run, const struct mnz_net_node *node)
{
    const struct mnz_scenario *s = run->net->scenario;
    const struct mnz_actor *actor = &s->actors[node->actor];

    for (uint32_t i = 0; i < run->net->num_nodes; i++) {
        const struct mnz_net_node *other = &run->net->nodes[i];

        if (other != node && other->is_industry &&
            s->actors[other->actor].sector.number == actor->sector.number &&
            s->actors[other->actor].place == actor->place)
            return 1;
    }
    return 0;
}

/* The title of a line: "EU EV traction motors" for an industry, or its own name where
 * that could be two. */
static void
line_name(const struct mnz_run *run, const struct mnz_group *g, char *text, size_t size)
{
    const struct mnz_scenario *s = run->net->scenario;
    const struct mnz_actor *actor;

    snprintf(text, size, "%s", g->name);
    if (g->scope != MNZ_SCOPE_INDUSTRY || has_twin(run, node_of(run, g)))
        return;
    actor = &s->actors[node_of(run, g)->actor];
    snprintf(text, size, "%s %s", s->places[actor->place].code,
             s->sectors[mnz_ref_at(actor->sector)]);
}

static void
print_line(const struct mnz_screen *screen, const struct mnz_run *run,
           const struct line *line)
{
    const struct layout layout = layout_of(screen);
    const struct mnz_group *g = &run->metrics->groups[line->group];
    const char *limit = g->scope == MNZ_SCOPE_INDUSTRY ? limiting_input(run, g) : NULL;
    char first[16], name[256];

    month_name(run, line->first_month, first);
    line_name(run, g, name, sizeof name);
    print_cell(screen, name, layout.name);
    fprintf(screen->stream, " %4.2f  %-7s %5.1f %6.1f",
            (double)line->short_trials / (double)run->trials_done, first,
            100.0 * line->share.mean, line->lost_usd / 1e9);
    if (layout.bar > 0) {
        fputs("  ", screen->stream);
        mnz_style_quantiles(screen->stream, line->share.p05, line->share.p50,
                            line->share.p95, layout.bar, screen->unicode);
    }
    if (layout.spark > 0) {
        fputs("  ", screen->stream);
        print_months(screen, run, line->group, layout.spark);
    }
    if (layout.limit > 0 && limit) {
        fputs("  ", screen->stream);
        if (mnz_style_width(limit) > layout.limit)
            print_cell(screen, limit, layout.limit);
        else
            mnz_style_text(screen->stream, limit);
    }
    putc('\n', screen->stream);
}

static void
print_columns(const struct mnz_screen *screen, const char *what, int with_limit)
{
    const struct layout layout = layout_of(screen);

    bold(screen, 1);
    mnz_style_cell(screen->stream, what, layout.name);
    fprintf(screen->stream, " %4s  %-7s %5s %6s", "P", "first", "mean%", "bn USD");
    if (layout.bar > 0)
        fprintf(screen->stream, "  %-*s", layout.bar, "0 p05-50-95 1");
    if (layout.spark > 0)
        fprintf(screen->stream, "  %-*s", layout.spark, "by month");
    if (layout.limit > 0 && with_limit)
        fputs("  short of", screen->stream);
    putc('\n', screen->stream);
    bold(screen, 0);
}

/* The industries of one end use that lose most. */
static enum mnz_status
print_industries(const struct mnz_screen *screen, const struct mnz_run *run,
                 const char *title, enum mnz_end_use end_use, uint32_t most)
{
    struct line *lines;
    uint32_t count, shown = 0, there = 0;
    enum mnz_status st = lines_of_scope(run, MNZ_SCOPE_INDUSTRY, &lines, &count);

    if (st)
        return st;
    for (uint32_t i = 0; i < count; i++) {
        const struct mnz_group *g = &run->metrics->groups[lines[i].group];

        if (run->net->scenario->actors[node_of(run, g)->actor].end_use != end_use)
            continue;
        if (there++ == 0)
            print_columns(screen, title, 1);
        if (lines[i].share.mean > 1e-6 && shown < most) {
            print_line(screen, run, &lines[i]);
            shown++;
        }
    }
    if (there > 0)
        fputs(shown == 0 ? "none falls short\n\n" : "\n", screen->stream);
    free(lines);
    return MNZ_OK;
}

static enum mnz_status
print_places(const struct mnz_screen *screen, const struct mnz_run *run)
{
    struct line *lines;
    uint32_t count;
    enum mnz_status st = lines_of_scope(run, MNZ_SCOPE_COUNTRY, &lines, &count);

    if (st)
        return st;
    print_columns(screen, "by country or region", 0);
    for (uint32_t i = 0; i < count && i < MOST_PLACES; i++)
        print_line(screen, run, &lines[i]);
    putc('\n', screen->stream);
    free(lines);
    return MNZ_OK;
}

static enum mnz_status
print_elements(const struct mnz_screen *screen, const struct mnz_run *run)
{
    struct line *lines;
    uint32_t count;
    const uint32_t room = (uint32_t)(screen->columns - 25) / 10;
    const uint32_t most = room < 8 ? room : 8;
    enum mnz_status st = lines_of_scope(run, MNZ_SCOPE_ELEMENT, &lines, &count);

    if (st)
        return st;
    fprintf(screen->stream, "elements, mean %% missing:");
    for (uint32_t i = 0; i < count && i < most; i++)
        if (lines[i].share.mean > 0.0005)
            fprintf(screen->stream, "  %s %.1f",
                    run->metrics->groups[lines[i].group].name,
                    100.0 * lines[i].share.mean);
    putc('\n', screen->stream);
    free(lines);
    return MNZ_OK;
}

static void
print_branches(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const int width = screen->columns < 80 ? screen->columns - 48 : 30;

    for (uint32_t i = 1; i < run->num_conditionals; i++) {
        struct mnz_summary s;

        mnz_tally_summary(
            run->conditionals[i].tally,
            mnz_metrics_horizon(run->metrics, 0, MNZ_METRIC_SHORTFALL_SHARE), &s);
        if (i == 1)
            fprintf(screen->stream, "\nall industries, given\n");
        fputs("  ", screen->stream);
        print_cell(screen, run->conditionals[i].name, width);
        fprintf(screen->stream, " %7llu trials, mean %5.1f %% (%.1f to %.1f)\n",
                (unsigned long long)s.trials, 100.0 * s.mean, 100.0 * s.p05,
                100.0 * s.p95);
    }
}
