/* losses.c - who loses most, and for lack of what. */

#include "report/losses.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/dates.h"
#include "report/group_words.h"

const struct mnz_actor *
mnz_loss_actor(const struct mnz_run *run, uint32_t group)
{
    const uint32_t node = mnz_group_node(run, group);

    return &run->net->scenario->actors[run->net->nodes[node].actor];
}

/* Whether a group is an industry to whose output no value is given. */
static int
has_no_value(const struct mnz_run *run, uint32_t group)
{
    return run->metrics->groups[group].scope == MNZ_SCOPE_INDUSTRY &&
           mnz_loss_actor(run, group)->value_usd_per_year == MNZ_VALUE_NONE;
}

static struct mnz_loss
loss_of(const struct mnz_run *run, uint32_t group)
{
    const struct mnz_metrics *m = run->metrics;
    const struct mnz_tally *tally = run->conditionals[0].tally;
    const int is_element = m->groups[group].scope == MNZ_SCOPE_ELEMENT;
    const enum mnz_metric share =
        is_element ? MNZ_METRIC_SHORTFALL_SHARE : MNZ_METRIC_OUTPUT_LOST_SHARE;
    struct mnz_loss loss = {.group = group, .lost_usd = NAN};
    struct mnz_summary first, value;

    mnz_tally_summary(tally, mnz_metrics_horizon(m, group, share), &loss.share);
    mnz_tally_exceedance(tally, mnz_metrics_horizon(m, group, share), MNZ_LOST_ABOVE,
                         &loss.above);
    mnz_tally_summary(
        tally, mnz_metrics_horizon(m, group, MNZ_METRIC_FIRST_SHORT_MONTH), &first);
    loss.first_month = first.p50;
    if (!is_element && !has_no_value(run, group)) {
        mnz_tally_summary(
            tally, mnz_metrics_horizon(m, group, MNZ_METRIC_OUTPUT_LOST_USD), &value);
        loss.lost_usd = value.mean;
    }
    return loss;
}

/* By value lost, then by share lost. */
static int
by_loss(const void *a, const void *b)
{
    const struct mnz_loss *x = a, *y = b;
    const double of_x = isnan(x->lost_usd) ? 0.0 : x->lost_usd;
    const double of_y = isnan(y->lost_usd) ? 0.0 : y->lost_usd;

    if (of_x != of_y)
        return of_x < of_y ? 1 : -1;
    if (x->share.mean != y->share.mean)
        return x->share.mean < y->share.mean ? 1 : -1;
    return x->group < y->group ? -1 : 1;
}

enum mnz_status
mnz_losses_of_scope(const struct mnz_run *run, enum mnz_scope scope,
                    struct mnz_loss **out, uint32_t *count)
{
    struct mnz_loss *losses = calloc(run->metrics->num_groups + 1, sizeof *losses);

    *out = losses;
    *count = 0;
    if (!losses)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < run->metrics->num_groups; g++)
        if (run->metrics->groups[g].scope == scope)
            losses[(*count)++] = loss_of(run, g);
    qsort(losses, *count, sizeof *losses, by_loss);
    return MNZ_OK;
}

uint32_t
mnz_limiting_port(const struct mnz_run *run, uint32_t group, double *share)
{
    const struct mnz_net_node *node = &run->net->nodes[mnz_group_node(run, group)];
    uint64_t most = 0, all = 0;
    uint32_t found = MNZ_NONE;

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++) {
        all += run->limits[p];
        if (run->limits[p] > most) {
            most = run->limits[p];
            found = p;
        }
    }
    if (share)
        *share = all > 0 ? (double)most / (double)all : (double)NAN;
    return found;
}

const struct mnz_material *
mnz_port_material(const struct mnz_network *network, uint32_t port)
{
    return &network->scenario->materials[network->ports[port].material];
}

void
mnz_day_of_figure(const struct mnz_scenario *scenario, double days, char text[16])
{
    char date[MNZ_DATE_TEXT];

    text[0] = '\0';
    if (!(days >= 0.0))
        return;
    /* A day that rounding left a little short of its morning is that day. */
    mnz_date_format(scenario->start_day + (int32_t)(days + 1e-6), date);
    snprintf(text, 16, "%.10s", date);
}

void
mnz_month_of_figure(const struct mnz_scenario *scenario, double month, char text[16])
{
    char date[MNZ_DATE_TEXT];

    text[0] = '\0';
    if (!(month >= 0.5))
        return;
    mnz_date_format(mnz_date_add_months(scenario->start_day, (int)(month + 0.5) - 1),
                    date);
    snprintf(text, 16, "%.7s", date);
}
