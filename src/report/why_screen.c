/* why_screen.c - an industry's losses by cause, on a screen. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/label.h"
#include "report/style.h"
#include "report/suppliers.h"
#include "report/why_parts.h"
#include "report/why_story.h"

enum { MOST_CAUSES = 12, MOST_PARTS = 6, SPARK = 18 };

static double
largest_month(const struct mnz_why_parts *parts, uint32_t months)
{
    double top = 0.0;

    for (uint32_t k = 0; k < parts->count; k++)
        for (uint32_t m = 0; m < months && m < MNZ_WHY_MONTHS; m++)
            top = fmax(top, parts->items[k].months[m]);
    return top;
}

/* A line a cause: its share of the loss, of need, and when. */
static enum mnz_status
print_causes(const struct mnz_screen *screen, const struct mnz_why *why,
             enum mnz_loss_kind loss, uint32_t month)
{
    const double total = mnz_why_loss(why, loss, month);
    const uint32_t months = mnz_model_months(why->model);
    const int with_spark = screen->columns >= 80 && month == MNZ_HORIZON;
    struct mnz_why_parts parts;
    double rest = 0.0, top;
    enum mnz_status st = mnz_why_collect(why, loss, month, mnz_why_name_cause, &parts);

    if (st)
        return st;
    top = largest_month(&parts, months);
    fprintf(screen->stream, "  of loss  of need  %s\n",
            with_spark ? "months              tonnes that are" : "tonnes that are");
    for (uint32_t k = 0; k < parts.count; k++) {
        const struct mnz_why_part *part = &parts.items[k];

        if (k >= MOST_CAUSES || part->of_need < 0.001 * total) {
            rest += part->of_need;
            continue;
        }
        fprintf(screen->stream, "  %5.1f %%  %5.1f %%  ", 100.0 * part->of_need / total,
                100.0 * part->of_need);
        if (with_spark) {
            mnz_style_spark(screen->stream, part->months, (int)months, top, SPARK,
                            screen->unicode);
            fprintf(screen->stream, "%*s",
                    2 + (months < SPARK ? SPARK - (int)months : 0), "");
        }
        mnz_style_text(screen->stream, part->text);
        putc('\n', screen->stream);
    }
    if (rest >= 0.0005 * total)
        fprintf(screen->stream, "  %5.1f %%  %5.1f %%  %*sothers\n",
                100.0 * rest / total, 100.0 * rest, with_spark ? SPARK + 2 : 0, "");
    free(parts.items);
    return MNZ_OK;
}

/* "by country: China 91 %, Malaysia 9 %" */
static enum mnz_status
print_by(const struct mnz_screen *screen, const struct mnz_why *why,
         enum mnz_loss_kind loss, uint32_t month, const char *title, mnz_why_namer name)
{
    const double total = mnz_why_loss(why, loss, month);
    struct mnz_why_parts parts;
    char line[2048];
    size_t used = (size_t)snprintf(line, sizeof line, "by %s:", title);
    enum mnz_status st = mnz_why_collect(why, loss, month, name, &parts);

    if (st)
        return st;
    for (uint32_t k = 0; k < parts.count && k < MOST_PARTS; k++)
        if (parts.items[k].of_need >= 0.005 * total && used < sizeof line)
            used += (size_t)snprintf(line + used, sizeof line - used, "%s %s %.0f %%",
                                     k > 0 ? "," : "", parts.items[k].text,
                                     100.0 * parts.items[k].of_need / total);
    mnz_screen_prose(screen, line);
    free(parts.items);
    return MNZ_OK;
}

static enum mnz_status
print_loss(const struct mnz_screen *screen, const struct mnz_why *why,
           enum mnz_loss_kind loss, uint32_t month)
{
    static const char *const words[] = {
        [MNZ_LOSS_SHORTFALL] = "of its need for inputs is not met",
        [MNZ_LOSS_OUTPUT] = "of the demand for its products is not met"};
    const double total = mnz_why_loss(why, loss, month);
    char when[MNZ_MONTH_TEXT + 8] = "";
    enum mnz_status st;

    if (month != MNZ_HORIZON) {
        mnz_model_month_text(why->model, (int32_t)month, when);
        fprintf(screen->stream, "\n%s: ", when);
    } else {
        fputs("\nover all months: ", screen->stream);
    }
    mnz_screen_bold(screen, 1);
    fprintf(screen->stream, "%.1f %% %s\n", 100.0 * total, words[loss]);
    mnz_screen_bold(screen, 0);
    if (!(total > 0.0))
        return MNZ_OK;
    st = print_causes(screen, why, loss, month);
    if (!st)
        st = print_by(screen, why, loss, month, "country", mnz_why_name_country);
    if (!st)
        st = print_by(screen, why, loss, month, "stage", mnz_why_name_stage);
    if (!st)
        st = print_by(screen, why, loss, month, "plant", mnz_why_name_plant);
    return st;
}

static enum mnz_status
print_losses(const struct mnz_screen *screen, const struct mnz_why *why, uint32_t month)
{
    enum mnz_status st = MNZ_OK;

    for (int loss = 0; !st && loss < MNZ_NUM_LOSSES; loss++)
        st = print_loss(screen, why, (enum mnz_loss_kind)loss, month);
    return st;
}

/* A line each: the loss without it, and by how much it is smaller. */
static void
print_removals(const struct mnz_screen *screen, const struct mnz_outcome *outcome,
               enum mnz_loss_kind loss)
{
    static const char *const words[] = {
        [MNZ_LOSS_SHORTFALL] = "need for inputs not met",
        [MNZ_LOSS_OUTPUT] = "demand for products not met"};

    fprintf(screen->stream,
            "  %s: %.1f %%\n    falls to    by points (95 %%)  without\n", words[loss],
            100.0 * mnz_why_loss(outcome->why, loss, MNZ_HORIZON));
    for (size_t k = 0; k < outcome->num_removals; k++) {
        const struct mnz_why_without *w = &outcome->removals[k].without;
        char interval[64];

        snprintf(interval, sizeof interval, "%.1f (%.1f to %.1f)",
                 100.0 * w->saved[loss], 100.0 * w->low[loss], 100.0 * w->high[loss]);
        fprintf(screen->stream, "    %6.1f %%  %19s  ", 100.0 * w->loss[loss],
                interval);
        mnz_style_text(screen->stream, outcome->removals[k].name);
        putc('\n', screen->stream);
    }
}

/* Of all trials. */
static enum mnz_status
explain(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_why *why = outcome->why;
    enum mnz_status st = mnz_suppliers_draw(screen, why->model->network, why->node);
    char label[256], line[512];

    mnz_label_industry(why->model->network, why->node, label, sizeof label);
    snprintf(line, sizeof line, "Why %s is short, in the mean of %llu trials", label,
             (unsigned long long)mnz_result_trials(why->result));
    putc('\n', screen->stream);
    mnz_screen_prose(screen, line);
    for (size_t k = 0; !st && k < outcome->num_why_months; k++)
        st = print_losses(screen, why, outcome->why_months[k]);
    if (!st && outcome->num_why_months == 0)
        st = print_losses(screen, why, MNZ_HORIZON);
    if (!st && outcome->num_removals > 0) {
        fputs("\nWithout it, on the same trials\n", screen->stream);
        for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++)
            print_removals(screen, outcome, (enum mnz_loss_kind)loss);
    }
    if (!st && ferror(screen->stream))
        st = MNZ_ERR_IO;
    return st;
}

enum mnz_status
mnz_screen_why(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    if (outcome->why->is_of_trial)
        return mnz_why_tell(screen, outcome);
    return explain(screen, outcome);
}
