/* why_story.c - one trial, told month by month. */

#include "report/why_story.h"

#include <stdlib.h>
#include <string.h>

#include "report/label.h"
#include "report/style.h"
#include "report/why_parts.h"

/* Columns of a row before its cause; with the narrowest screen there is room for one.
 */
enum { MOST_TOLD = 5, STORY_TEXT = 4096, MATERIAL = 16, BEFORE_CAUSE = 50 };

/* Losses below this share are not told. */
#define LEAST_TOLD 0.0005

/* Branches of events that the trial took, and how much it lacks over all months. */
static void
print_heading(const struct mnz_screen *screen, const struct mnz_why *why)
{
    const struct mnz_run *run = why->result->run;
    char label[256], line[STORY_TEXT];
    size_t used;
    int has_drawn = 0;

    mnz_label_industry(run->net, why->node, label, sizeof label);
    used = (size_t)snprintf(line, sizeof line,
                            "%s in trial %llu: over all months %.1f %% of its need for "
                            "inputs and %.1f %% of the demand for its products are not "
                            "met.",
                            label, (unsigned long long)why->trial,
                            100.0 * mnz_why_loss(why, MNZ_LOSS_SHORTFALL, MNZ_HORIZON),
                            100.0 * mnz_why_loss(why, MNZ_LOSS_OUTPUT, MNZ_HORIZON));
    for (uint32_t i = 1; i < run->num_conditionals && used < sizeof line; i++) {
        struct mnz_summary s;

        mnz_tally_summary(run->conditionals[i].tally, 0, &s);
        if (s.trials > 0)
            used += (size_t)snprintf(
                line + used, sizeof line - used, "%s %s",
                has_drawn++ ? "," : " Drawn:", run->conditionals[i].name);
    }
    mnz_screen_prose(screen, line);
}

/* Whether a month is asked for and lacks anything. */
static int
is_told(const struct mnz_outcome *outcome, uint32_t month)
{
    const struct mnz_why *why = outcome->why;
    int is_asked = outcome->num_why_months == 0;

    for (size_t k = 0; k < outcome->num_why_months; k++)
        is_asked |= outcome->why_months[k] == month;
    return is_asked && (mnz_why_loss(why, MNZ_LOSS_SHORTFALL, month) >= LEAST_TOLD ||
                        mnz_why_loss(why, MNZ_LOSS_OUTPUT, month) >= LEAST_TOLD);
}

static enum mnz_status
print_row(const struct mnz_screen *screen, const struct mnz_why *why, uint32_t month)
{
    struct mnz_why_parts parts;
    const char *material;
    double tonnes;
    char when[MNZ_MONTH_TEXT], number[MNZ_NUMBER_TEXT];
    enum mnz_status st = mnz_why_scarcest(why, month, &material, &tonnes);

    if (!st)
        st =
            mnz_why_collect(why, MNZ_LOSS_SHORTFALL, month, mnz_why_name_cause, &parts);
    if (st)
        return st;
    mnz_model_month_text(why->model, (int32_t)month, when);
    mnz_screen_number(tonnes, number);
    fprintf(screen->stream, "  %s %6.1f %%   %6.1f %% %10s  ", when,
            100.0 * (1.0 - mnz_why_loss(why, MNZ_LOSS_SHORTFALL, month)),
            100.0 * (1.0 - mnz_why_loss(why, MNZ_LOSS_OUTPUT, month)), number);
    mnz_screen_cell(screen, material, MATERIAL);
    fputs("  ", screen->stream);
    if (parts.count > 0 &&
        mnz_style_width(parts.items[0].text) > screen->columns - BEFORE_CAUSE)
        mnz_screen_cell(screen, parts.items[0].text, screen->columns - BEFORE_CAUSE);
    else if (parts.count > 0)
        mnz_style_text(screen->stream, parts.items[0].text);
    putc('\n', screen->stream);
    free(parts.items);
    return MNZ_OK;
}

/* The median processing time of a licence in this trial; 0 for no licence. */
static double
median_wait(const struct mnz_why *why, const char *cause, uint32_t month)
{
    const struct mnz_network *net = why->model->network;
    const struct mnz_scenario *s = net->scenario;
    const char *prefix = mnz_blame_cause_text[MNZ_BLAME_WAITING];
    uint32_t step = 0;

    while (step + 1 < net->num_steps && net->month_of_step[step] != month)
        step++;
    if (strncmp(cause, prefix, strlen(prefix)) != 0)
        return 0.0;
    for (uint32_t c = 0; c < s->num_controls; c++)
        if ((s->controls[c].kind == MNZ_CONTROL_LICENCE ||
             s->controls[c].kind == MNZ_CONTROL_EXTRATERRITORIAL) &&
            strcmp(cause + strlen(prefix) + 1, s->controls[c].name) == 0)
            return mnz_value_at(&s->pool, s->controls[c].licence.processing_months,
                                net->step_day[step], why->draws);
    return 0.0;
}

/* "Of 3.1 t of dy_oxide that are missing, 1.9 t are waiting for licences under x
 * (median 5.2 months), 0.9 t are refused a licence under x." */
static size_t
tell_causes(const struct mnz_why *why, uint32_t month,
            const struct mnz_why_parts *parts, char *text, size_t size)
{
    const double total = mnz_why_loss(why, MNZ_LOSS_SHORTFALL, month);
    const char *material;
    double tonnes, wait;
    char number[MNZ_NUMBER_TEXT];
    size_t used = 0;

    if (mnz_why_scarcest(why, month, &material, &tonnes) || !(total > 0.0) ||
        !(tonnes > 0.0))
        return 0;
    mnz_screen_number(tonnes, number);
    used += (size_t)snprintf(text, size, " Of %s t of %s that are missing,", number,
                             material);
    for (uint32_t k = 0; k < parts->count && k < MOST_TOLD && used < size; k++) {
        const double share = parts->items[k].of_need / total;

        if (share < 0.005)
            break;
        mnz_screen_number(share * tonnes, number);
        used += (size_t)snprintf(text + used, size - used, "%s %s t are %s",
                                 k > 0 ? "," : "", number, parts->items[k].text);
        wait = median_wait(why, parts->items[k].text, month);
        if (wait > 0.0 && used < size)
            used += (size_t)snprintf(text + used, size - used, " (median %.1f months)",
                                     wait);
    }
    if (used < size)
        used += (size_t)snprintf(text + used, size - used, ".");
    return used;
}

static enum mnz_status
print_sentences(const struct mnz_screen *screen, const struct mnz_why *why,
                uint32_t month)
{
    struct mnz_why_parts parts;
    char when[MNZ_MONTH_TEXT], text[STORY_TEXT];
    size_t used;
    enum mnz_status st =
        mnz_why_collect(why, MNZ_LOSS_SHORTFALL, month, mnz_why_name_cause, &parts);

    if (st)
        return st;
    mnz_model_month_text(why->model, (int32_t)month, when);
    used = (size_t)snprintf(
        text, sizeof text,
        "%s: %.0f %% of the need for inputs is met; customers get %.0f %%.", when,
        100.0 * (1.0 - mnz_why_loss(why, MNZ_LOSS_SHORTFALL, month)),
        100.0 * (1.0 - mnz_why_loss(why, MNZ_LOSS_OUTPUT, month)));
    tell_causes(why, month, &parts, text + used, sizeof text - used);
    mnz_screen_prose(screen, text);
    free(parts.items);
    return MNZ_OK;
}

enum mnz_status
mnz_why_tell(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_why *why = outcome->why;
    const uint32_t months = mnz_model_months(why->model);
    enum mnz_status st = MNZ_OK;

    print_heading(screen, why);
    fprintf(screen->stream, "\n  month   need met  customers  t missing  %-*s  %s\n",
            MATERIAL, "scarcest input", "tonnes that are");
    for (uint32_t m = 0; !st && m < months; m++)
        if (is_told(outcome, m))
            st = print_row(screen, why, m);
    putc('\n', screen->stream);
    for (uint32_t m = 0; !st && m < months; m++)
        if (is_told(outcome, m))
            st = print_sentences(screen, why, m);
    return !st && ferror(screen->stream) ? MNZ_ERR_IO : st;
}
