/* compare_screen.c - alternatives ranked by what they avoid, and where they help. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/group_words.h"
#include "report/headline.h"
#include "report/scale.h"
#include "report/style.h"

enum { NAME = 26, MOST_NAMED = 3, SENTENCE = 2048 };

/* A figure of all that the screen compares. */
struct headline {
    const char *metric, *words;
};
static const struct headline headlines[] = {
    {"output_lost_usd", "output lost"},
    {"shortfall_tonnes", "missing rare earths and other inputs"},
    {"extra_cost_usd", "paid above base prices"},
    {"policy_cost_usd", "cost of policies"},
};

static void draw_headline(const struct mnz_screen *screen,
                          const struct mnz_outcome *outcome, uint32_t i,
                          const char *words);
static void draw_interaction(const struct mnz_screen *screen,
                             const struct mnz_outcome *outcome, uint32_t i);
static void draw_where(const struct mnz_screen *screen,
                       const struct mnz_outcome *outcome, uint32_t alternative);
static void draw_pairing(const struct mnz_screen *screen,
                         const struct mnz_comparison *c, uint32_t i);

/* The measure of all groups over the horizon with this metric; MNZ_NONE if it was not
 * compared. */
static uint32_t
find_total(const struct mnz_comparison *c, const char *metric)
{
    const struct mnz_result *base = mnz_comparison_result(c, 0);

    for (uint32_t i = 0; i < mnz_comparison_num_measures(c); i++) {
        const struct mnz_measure m = mnz_comparison_measure(c, i);

        if (m.month == MNZ_HORIZON && strcmp(mnz_metric_name(m.metric), metric) == 0 &&
            strcmp(mnz_model_group_scope(base->model, m.group), "total") == 0)
            return i;
    }
    return MNZ_NONE;
}

enum mnz_status
mnz_screen_compare(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_comparison *c = outcome->comparison;
    const struct mnz_result *base = mnz_comparison_result(c, 0);
    const uint32_t count = mnz_comparison_num_alternatives(c);
    uint32_t first = 0;

    mnz_screen_bold(screen, 1);
    mnz_style_text(screen->stream, mnz_model_title(base->model));
    mnz_screen_bold(screen, 0);
    fprintf(screen->stream,
            "\n%u alternative%s on the same %llu trials, with 95 %% "
            "intervals of the change\n",
            (unsigned)count, count == 1 ? "" : "s",
            (unsigned long long)mnz_result_trials(base));
    if (base->strata)
        mnz_headline_strata(screen, base->strata);
    for (size_t h = 0; h < sizeof headlines / sizeof *headlines; h++) {
        const uint32_t i = find_total(c, headlines[h].metric);

        if (i != MNZ_NONE)
            draw_headline(screen, outcome, i, headlines[h].words);
    }
    first = find_total(c, headlines[0].metric);
    if (first == MNZ_NONE && mnz_comparison_num_measures(c) > 0)
        draw_headline(screen, outcome, first = 0, NULL);
    if (first != MNZ_NONE && mnz_comparison_has_interaction(c))
        draw_interaction(screen, outcome, first);
    for (uint32_t a = 0; a < count; a++)
        draw_where(screen, outcome, a);
    if (first != MNZ_NONE)
        draw_pairing(screen, c, first);
    mnz_screen_prose(screen, "Next: -o DIR writes compare.csv: every metric of every "
                             "group, also given branches of events.");
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}

/* An alternative's place in a ranking. */
struct rank {
    uint32_t alternative;
    double difference;
    int is_last; /* all at once stands below what it is made of */
};

static int
by_difference(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    if (x->is_last != y->is_last)
        return x->is_last - y->is_last;
    if (x->difference != y->difference)
        return (x->difference > y->difference) - (x->difference < y->difference);
    return (x->alternative > y->alternative) - (x->alternative < y->alternative);
}

static void
draw_row(const struct mnz_screen *screen, const struct mnz_outcome *outcome, uint32_t a,
         uint32_t i, struct mnz_scale scale)
{
    const struct mnz_difference *d =
        mnz_comparison_difference(outcome->comparison, a, 0, i);
    FILE *f = screen->stream;
    struct mnz_exceedance worse;

    mnz_comparison_worse(outcome->comparison, a, 0, i, &worse);
    fputs("  ", f);
    mnz_screen_cell(screen, mnz_outcome_name(outcome, a + 1), NAME);
    mnz_scale_print(f, d->mean.other, scale, 10, 0);
    mnz_scale_print(f, d->mean.difference, scale, 10, 1);
    fputs("  (", f);
    mnz_scale_print(f, d->mean.low, scale, 0, 1);
    fputs(" to ", f);
    mnz_scale_print(f, d->mean.high, scale, 0, 1);
    fprintf(f, ")  worse in %.3g %%\n", 100.0 * worse.probability);
}

static void
draw_headline(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
              uint32_t i, const char *words)
{
    const struct mnz_comparison *c = outcome->comparison;
    const uint32_t count = mnz_comparison_num_alternatives(c);
    const uint32_t metric = mnz_comparison_measure(c, i).metric;
    struct rank *ranks = calloc((size_t)count + 1, sizeof *ranks);
    double base = 0.0;
    struct mnz_scale scale;

    if (!ranks || count == 0) {
        free(ranks);
        return;
    }
    for (uint32_t a = 0; a < count; a++) {
        const struct mnz_difference *d = mnz_comparison_difference(c, a, 0, i);

        ranks[a] = (struct rank){a, d->mean.difference,
                                 mnz_comparison_has_interaction(c) && a + 1 == count};
        base = d->mean.base;
    }
    scale = mnz_scale_of(mnz_metric_unit(metric), base);
    qsort(ranks, count, sizeof *ranks, by_difference);
    fprintf(screen->stream, "\n%s, %s\n  ", words ? words : mnz_metric_name(metric),
            scale.text);
    mnz_screen_cell(screen, mnz_outcome_name(outcome, 0), NAME);
    mnz_scale_print(screen->stream, base, scale, 10, 0);
    putc('\n', screen->stream);
    for (uint32_t k = 0; k < count; k++)
        draw_row(screen, outcome, ranks[k].alternative, i, scale);
    free(ranks);
}

static void
draw_interaction(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
                 uint32_t i)
{
    const struct mnz_comparison *c = outcome->comparison;
    const struct mnz_difference *d =
        mnz_comparison_difference(c, mnz_comparison_num_alternatives(c), 0, i);
    const struct mnz_scale scale = mnz_scale_of(
        mnz_metric_unit(mnz_comparison_measure(c, i).metric), fabs(d->mean.other));
    const char *than = "as much as";
    FILE *f = screen->stream;

    if (d->mean.low > 0.0)
        than = "less than";
    if (d->mean.high < 0.0)
        than = "more than";
    fprintf(f, "\nTogether they avoid %s the sum of each alone: the difference is ",
            than);
    mnz_scale_print(f, d->mean.difference, scale, 0, 1);
    fputs(" (", f);
    mnz_scale_print(f, d->mean.low, scale, 0, 1);
    fputs(" to ", f);
    mnz_scale_print(f, d->mean.high, scale, 0, 1);
    fprintf(f, ") %s.\n", scale.text);
}

/* Industries with the greatest changes of output lost, one way or the other. */
static uint32_t
find_industries(const struct mnz_comparison *c, uint32_t alternative, double sign,
                uint32_t most[MOST_NAMED])
{
    const struct mnz_model *model = mnz_comparison_result(c, 0)->model;
    uint32_t count = 0;

    for (uint32_t i = 0; i < mnz_comparison_num_measures(c); i++) {
        const struct mnz_measure m = mnz_comparison_measure(c, i);
        const struct mnz_difference *d =
            mnz_comparison_difference(c, alternative, 0, i);
        uint32_t at = count;

        if (m.month != MNZ_HORIZON || m.metric != MNZ_METRIC_OUTPUT_LOST_USD ||
            strcmp(mnz_model_group_scope(model, m.group), "industry") != 0 ||
            !(sign * d->mean.difference > 0.0) ||
            !(d->mean.low > 0.0 || d->mean.high < 0.0))
            continue;
        while (at > 0 &&
               sign * mnz_comparison_difference(c, alternative, 0, most[at - 1])
                           ->mean.difference <
                   sign * d->mean.difference)
            at--;
        if (at == MOST_NAMED)
            continue;
        count += count < MOST_NAMED;
        memmove(&most[at + 1], &most[at], (count - at - 1) * sizeof *most);
        most[at] = i;
    }
    return count;
}

/* " JP EV traction motors (-810 mn USD), ..." */
static void
add_industries(const struct mnz_comparison *c, uint32_t alternative,
               const uint32_t *measures, uint32_t count, char text[SENTENCE])
{
    for (uint32_t k = 0; k < count; k++) {
        const struct mnz_measure m = mnz_comparison_measure(c, measures[k]);
        const double change =
            mnz_comparison_difference(c, alternative, 0, measures[k])->mean.difference;
        const struct mnz_scale scale = mnz_scale_of("USD", fabs(change));
        const size_t used = strlen(text);
        struct mnz_group_words words;

        mnz_group_describe(mnz_comparison_result(c, 0)->run, m.group, &words);
        snprintf(text + used, SENTENCE - used, "%s %s (%+.3g %s)", k > 0 ? "," : "",
                 words.label, change / scale.unit, scale.text);
    }
}

static void
draw_where(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
           uint32_t alternative)
{
    const struct mnz_comparison *c = outcome->comparison;
    uint32_t helped[MOST_NAMED], harmed[MOST_NAMED];
    const uint32_t num_helped = find_industries(c, alternative, -1.0, helped);
    const uint32_t num_harmed = find_industries(c, alternative, 1.0, harmed);
    char text[SENTENCE];

    if (num_helped + num_harmed == 0)
        return;
    snprintf(text, sizeof text, "%.200s", mnz_outcome_name(outcome, alternative + 1));
    if (num_helped > 0)
        strcat(text, " helps most:");
    add_industries(c, alternative, helped, num_helped, text);
    if (num_harmed > 0)
        strcat(text, num_helped > 0 ? "; and harms:" : " harms:");
    add_industries(c, alternative, harmed, num_harmed, text);
    if (strlen(text) + 2 < sizeof text)
        strcat(text, ".");
    putc('\n', screen->stream);
    mnz_screen_prose(screen, text);
}

/* How many times more trials unpaired runs would need: the least of the alternatives.
 */
static void
draw_pairing(const struct mnz_screen *screen, const struct mnz_comparison *c,
             uint32_t i)
{
    char times[MNZ_NUMBER_TEXT];
    double least = HUGE_VAL;

    for (uint32_t a = 0; a < mnz_comparison_num_alternatives(c); a++) {
        const double gain = mnz_comparison_difference(c, a, 0, i)->gain;

        if (gain < least)
            least = gain;
    }
    putc('\n', screen->stream);
    if (!(least < HUGE_VAL))
        return;
    mnz_screen_number(least, times);
    fprintf(screen->stream,
            "Without pairing, the same precision would take at least %s times as many "
            "trials.\n",
            times);
}
