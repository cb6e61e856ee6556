/* headline.c - a run in a few sentences. */

#include "report/headline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "monazite/strata.h"
#include "report/label.h"
#include "report/style.h"
#include "study/drivers.h"

enum { MOST_CARRIERS = 3, MOST_BRANCHES = 4, MOST_BRANCH_LINES = 6 };
enum { MONEY_TEXT = 3 * MNZ_NUMBER_TEXT + 32 };

/* A figure of all industries together. */
static struct mnz_summary
total(const struct mnz_run *run, uint32_t conditional, enum mnz_metric metric)
{
    struct mnz_summary s;

    mnz_tally_summary(run->conditionals[conditional].tally,
                      mnz_metrics_horizon(run->metrics, 0, metric), &s);
    return s;
}

/* "74 bn USD (20 to 168)": the mean, and the band of 90 % of trials. */
static void
money_text(const struct mnz_summary *s, char text[MONEY_TEXT])
{
    const int is_small = s->p95 < 0.95e9 && s->mean < 0.95e9;
    const double unit = is_small ? 1e6 : 1e9;
    char mean[MNZ_NUMBER_TEXT], low[MNZ_NUMBER_TEXT], high[MNZ_NUMBER_TEXT];

    mnz_screen_number(s->mean / unit, mean);
    mnz_screen_number(s->p05 / unit, low);
    mnz_screen_number(s->p95 / unit, high);
    snprintf(text, MONEY_TEXT, "%s %s USD (%s to %s)", mean, is_small ? "mn" : "bn",
             low, high);
}

/* Whether industries of a place lose nothing, but for rounding, in any trial. */
static int
loses_nothing(const struct mnz_run *run, uint32_t place)
{
    const struct mnz_metrics *m = run->metrics;
    const char *code = run->net->scenario->places[place].code;

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const enum mnz_scope scope = m->groups[g].scope;
        struct mnz_summary s;

        if ((scope != MNZ_SCOPE_COUNTRY && scope != MNZ_SCOPE_BLOC) ||
            strcmp(m->groups[g].name, code) != 0)
            continue;
        mnz_tally_summary(run->conditionals[0].tally,
                          mnz_metrics_horizon(m, g, MNZ_METRIC_OUTPUT_LOST_SHARE), &s);
        return s.max < 1e-6;
    }
    return 0;
}

/* The one place that restricts what it sells and loses nothing itself, or MNZ_NONE. */
static uint32_t
find_controller(const struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    uint32_t found = MNZ_NONE;

    for (uint32_t i = 0; i < s->num_controls; i++) {
        const uint32_t by = mnz_ref_at(s->controls[i].by);

        if (by == MNZ_NONE || s->controls[i].kind == MNZ_CONTROL_TARIFF ||
            by == found || !loses_nothing(run, by))
            continue;
        if (found != MNZ_NONE)
            return MNZ_NONE;
        found = by;
    }
    return found;
}

/* Output a year, USD: of all industries, and of those outside a place; inputs have
 * their means, or medians where there is none. */
struct worth {
    double all, outside;
};

/* The factor from a share of all output to per cent of the output outside. */
static double
percent_of_shown(const struct worth *worth)
{
    return worth->outside > 0.0 ? 100.0 * worth->all / worth->outside : 100.0;
}

static enum mnz_status
add_worth(const struct mnz_network *net, uint32_t place, struct worth *worth)
{
    const struct mnz_scenario *s = net->scenario;
    double *draws = calloc(s->pool.num_inputs + 1, sizeof *draws);

    if (!draws)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->pool.num_inputs; i++) {
        const double mean = mnz_dist_mean(&s->pool.inputs[i].dist);

        draws[i] = isfinite(mean) ? mean : mnz_dist_median(&s->pool.inputs[i].dist);
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *actor = &s->actors[net->nodes[i].actor];
        double value;

        if (!actor->is_industry || actor->value_usd_per_year == MNZ_VALUE_NONE)
            continue;
        value = mnz_value_at(&s->pool, actor->value_usd_per_year, s->start_day, draws);
        worth->all += value;
        if (place == MNZ_NONE || !mnz_place_within(s, actor->place, place))
            worth->outside += value;
    }
    free(draws);
    return MNZ_OK;
}

/* "the 5.2 tn USD a year that industries outside China make" */
static void
denominator_text(const struct mnz_scenario *s, uint32_t outside, double usd, char *text,
                 size_t size)
{
    const int is_large = usd >= 0.995e12;
    char number[MNZ_NUMBER_TEXT];

    if (!(usd > 0.0)) {
        snprintf(text, size, "the output of these industries");
        return;
    }
    mnz_screen_number(usd / (is_large ? 1e12 : usd < 0.95e9 ? 1e6 : 1e9), number);
    snprintf(text, size, "the %s %s USD a year that %s%s make", number,
             is_large       ? "tn"
             : usd < 0.95e9 ? "mn"
                            : "bn",
             outside != MNZ_NONE ? "industries outside " : "these industries",
             outside != MNZ_NONE ? mnz_label_place(s, outside) : "");
}

static void
draw_losses(const struct mnz_screen *screen, const struct mnz_run *run,
            uint32_t outside, const struct worth *worth)
{
    const struct mnz_scenario *s = run->net->scenario;
    const struct mnz_summary share = total(run, 0, MNZ_METRIC_OUTPUT_LOST_SHARE);
    const struct mnz_summary lost = total(run, 0, MNZ_METRIC_OUTPUT_LOST_USD);
    const struct mnz_summary added = total(run, 0, MNZ_METRIC_VALUE_ADDED_LOST_USD);
    const struct mnz_summary stake = total(run, 0, MNZ_METRIC_OUTPUT_AT_STAKE_USD);
    const double percent = percent_of_shown(worth);
    const int digits = percent * share.mean < 0.095 ? 2 : 1;
    char of[256], money[MONEY_TEXT] = "", value[MONEY_TEXT] = "", text[1024];

    denominator_text(s, outside, worth->outside, of, sizeof of);
    if (worth->all > 0.0)
        money_text(&lost, money);
    if (added.trials > 0)
        money_text(&added, value);
    snprintf(text, sizeof text,
             "Output lost: %.*f %% (90 %% of trials: %.*f to %.*f) of %s%s%s%s%s, over "
             "%u months.",
             digits, percent * share.mean, digits, percent * share.p05, digits,
             percent * share.p95, of, *money ? ": " : "", money,
             *value ? "; value added lost: " : "", value, s->months);
    mnz_screen_prose(screen, text);
    if (!(worth->all > 0.0))
        return;
    money_text(&stake, money);
    snprintf(text, sizeof text,
             "At stake (output that needs inputs which did not come): %s.", money);
    mnz_screen_prose(screen, text);
}

static int
is_assumption(const struct mnz_input *input)
{
    return input->verified && (strcmp(input->verified, "assumption") == 0 ||
                               strcmp(input->verified, "unverified") == 0);
}

/* "Variance of output lost carried by: a 35 %, b 17 %." */
static void
carriers_text(const struct mnz_value_pool *pool, const struct mnz_driver *carriers,
              uint32_t count, char *text, size_t size)
{
    size_t used = 0;

    for (uint32_t k = 0; k < count && used < size; k++) {
        const struct mnz_input *input = &pool->inputs[carriers[k].input];

        used += (size_t)snprintf(text + used, size - used, "%s %s %.0f %%%s",
                                 k == 0 ? "Variance of output lost carried by:" : ",",
                                 input->name, 100.0 * carriers[k].share.value,
                                 is_assumption(input) ? " (assumption)" : "");
    }
    if (used == 0)
        snprintf(text, size,
                 "No single input carries more of the variance of output lost than "
                 "chance would give it in so few trials.");
    else if (used < size)
        snprintf(text + used, size - used, ".");
}

static enum mnz_status
draw_carriers(const struct mnz_screen *screen, const struct mnz_result *result)
{
    const struct mnz_value_pool *pool = &result->model->scenario->pool;
    const struct mnz_sample *sample = &result->sample;
    const uint32_t inputs = pool->num_inputs;
    struct mnz_driver carriers[MOST_CARRIERS];
    uint32_t assumptions = 0, count;
    char text[2048] = "", all[2304];
    enum mnz_status st;

    if (inputs == 0 || sample->trials == 0)
        return MNZ_OK;
    st = mnz_drivers_of_sample(result, MOST_CARRIERS, carriers, &count);
    if (st)
        return st;
    for (uint32_t i = 0; i < inputs; i++)
        assumptions += is_assumption(&pool->inputs[i]) ? 1 : 0;
    if (total(result->run, 0, MNZ_METRIC_OUTPUT_LOST_SHARE).max > 0.0)
        carriers_text(pool, carriers, count, text, sizeof text);
    snprintf(all, sizeof all,
             "%s%s%u input%s uncertain, %u of them assumption%s (see "
             "inputs.csv).",
             text, *text ? " " : "", inputs, inputs == 1 ? " is" : "s are", assumptions,
             assumptions == 1 ? "" : "s");
    mnz_screen_prose(screen, all[0] == ' ' ? all + 1 : all);
    return MNZ_OK;
}

/* How many branches of an event were drawn, from conditional `first` on; and the share
 * of the variance between them. */
static uint32_t
weigh_branches(const struct mnz_run *run, uint32_t first, uint32_t count, double *share)
{
    const struct mnz_summary all = total(run, 0, MNZ_METRIC_OUTPUT_LOST_SHARE);
    uint32_t drawn = 0;

    *share = 0.0;
    for (uint32_t i = first; i < first + count; i++) {
        const struct mnz_summary s = total(run, i, MNZ_METRIC_OUTPUT_LOST_SHARE);

        if (s.trials == 0)
            continue;
        drawn++;
        *share += s.weight * (s.mean - all.mean) * (s.mean - all.mean);
    }
    *share = all.sd > 0.0 ? *share / (all.weight * all.sd * all.sd) : 0.0;
    return drawn;
}

static void
draw_branch(const struct mnz_screen *screen, const struct mnz_run *run,
            uint32_t conditional, double percent, int width)
{
    const struct mnz_summary lost =
        total(run, conditional, MNZ_METRIC_OUTPUT_LOST_SHARE);
    const struct mnz_summary added =
        total(run, conditional, MNZ_METRIC_VALUE_ADDED_LOST_USD);
    const int room = screen->columns - width - 27;
    char share[64], money[MONEY_TEXT] = "";

    snprintf(share, sizeof share, "%.1f %% (%.1f to %.1f)", percent * lost.mean,
             percent * lost.p05, percent * lost.p95);
    if (added.trials > 0)
        money_text(&added, money);
    mnz_screen_cell(screen, run->conditionals[conditional].name, width);
    fprintf(screen->stream, " %3.0f %%  %-19s",
            100.0 * lost.weight / (double)run->weight_done, share);
    if (mnz_style_width(money) > room)
        mnz_screen_cell(screen, money, room);
    else
        mnz_style_text(screen->stream, money);
    putc('\n', screen->stream);
}

/* Events of two to four branches, and larger ones that matter. */
static void
draw_branches(const struct mnz_screen *screen, const struct mnz_run *run,
              double percent)
{
    const struct mnz_scenario *s = run->net->scenario;
    const int width = screen->columns < 80 ? screen->columns - 51 : 29;
    uint32_t first = 1, lines = 0;

    for (uint32_t e = 0; e < s->num_events; first += s->events[e++].num_branches) {
        double share;
        const uint32_t drawn =
            weigh_branches(run, first, s->events[e].num_branches, &share);

        if (drawn < 2 || (drawn > MOST_BRANCHES && share < 0.1) ||
            lines + drawn > MOST_BRANCH_LINES)
            continue;
        if (lines == 0) {
            mnz_screen_bold(screen, 1);
            mnz_screen_cell(screen, "by branch", width);
            fputs(" drawn output lost        value added lost\n", screen->stream);
            mnz_screen_bold(screen, 0);
        }
        for (uint32_t i = first; i < first + s->events[e].num_branches; i++)
            if (total(run, i, MNZ_METRIC_OUTPUT_LOST_SHARE).trials > 0)
                draw_branch(screen, run, i, percent, width);
        lines += drawn;
    }
    if (lines > 0)
        putc('\n', screen->stream);
}

static void
draw_title(const struct mnz_screen *screen, const struct mnz_run *run)
{
    const struct mnz_scenario *s = run->net->scenario;
    char from[MNZ_DATE_TEXT], text[256];

    mnz_date_format(s->start_day, from);
    mnz_screen_bold(screen, 1);
    mnz_screen_prose(screen, s->title ? s->title : s->name);
    mnz_screen_bold(screen, 0);
    snprintf(text, sizeof text,
             "%llu trials of %u months from %.7s; %u plants and industries, %u links",
             (unsigned long long)run->trials_done, s->months, from, run->net->num_nodes,
             run->net->num_links);
    mnz_screen_prose(screen, text);
    putc('\n', screen->stream);
}

/* Below it strata cost more than they give. */
#define LEAST_TOLD 0.3

/* Which trials these are, where they are not all, and what they are worth. */
void
mnz_headline_strata(const struct mnz_screen *screen, const struct mnz_strata *strata)
{
    const struct mnz_strata_facts facts = mnz_strata_facts(strata);
    char text[768];

    snprintf(
        text, sizeof text,
        "Strata for the tail of %.300s: after a pilot of %llu trials, %llu were made "
        "of %llu, chosen by inputs that tell %.0f %% of its variance%s. For a figure "
        "that they tell nothing of, these trials are worth %.0f. Which inputs carry "
        "the variance is told by a run without strata.",
        strata->of, (unsigned long long)facts.pilot, (unsigned long long)facts.trials,
        (unsigned long long)facts.candidates, 100.0 * facts.told,
        facts.told < LEAST_TOLD ? ", too little: an ordinary run is better" : "",
        facts.effective);
    mnz_screen_prose(screen, text);
    putc('\n', screen->stream);
}

enum mnz_status
mnz_headline_draw(const struct mnz_screen *screen, const struct mnz_result *result)
{
    const struct mnz_run *run = result->run;
    struct worth worth = {0};
    uint32_t outside;
    enum mnz_status st;

    draw_title(screen, run);
    if (result->strata)
        mnz_headline_strata(screen, result->strata);
    if (run->trials_done == 0)
        return MNZ_OK;
    outside = find_controller(run);
    st = add_worth(run->net, outside, &worth);
    if (st)
        return st;
    draw_losses(screen, run, outside, &worth);
    st = draw_carriers(screen, result);
    putc('\n', screen->stream);
    if (!st)
        draw_branches(screen, run, percent_of_shown(&worth));
    return st;
}
