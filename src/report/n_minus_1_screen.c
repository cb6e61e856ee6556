/* n_minus_1_screen.c - what is lost without a plant, a country or a corridor. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/label.h"
#include "report/style.h"

enum { NAME = 30, BAR = 14, MOST_RANKED = 5 };

/* The screen while it is drawn. */
struct page {
    const struct mnz_screen *screen;
    const struct mnz_network *net;
    const struct mnz_n_minus_1 *n;
    const struct mnz_gone *all;
    uint32_t count;
    double top; /* the largest loss */
};

static const struct {
    enum mnz_gone_kind kind;
    const char *one, *two;
} kinds[] = {
    {MNZ_GONE_FACILITY, "Without a plant", "Without two plants"},
    {MNZ_GONE_COUNTRY, "Without a country's exports", "Without two countries' exports"},
    {MNZ_GONE_CORRIDOR, "Without a corridor", "Without two corridors"}};

/* "my_lynas (MY)", "China", "China to Japan". */
static void
add_part(const struct page *p, const struct mnz_gone *g, uint32_t part, char *text,
         size_t size)
{
    const struct mnz_gone_part *x = &g->parts[part];
    const size_t used = strlen(text);
    char from[256], to[256] = "";

    if (g->kind == MNZ_GONE_FACILITY)
        snprintf(from, sizeof from, "%.120s (%.40s)", x->name, x->country);
    else
        mnz_label_buyer(p->net, "country", x->name, from, sizeof from);
    if (*x->to)
        mnz_label_buyer(p->net, "country", x->to, to, sizeof to);
    snprintf(text + used, size - used, "%s%s%s%s", part > 0 ? " + " : "", from,
             *to ? " to " : "", to);
}

/* A median of months: "4", "now" of 0, "-" of none. */
static void
months_text(double months, double share, char text[16])
{
    if (isnan(months) || !(share > 0.0))
        snprintf(text, 16, "-");
    else
        snprintf(text, 16, "%.0f", months);
}

static void
draw_bar(const struct page *p, double value)
{
    const int cells =
        p->top > 0.0 && value > 0.0 ? (int)(BAR * value / p->top + 0.5) : 0;

    for (int i = 0; i < BAR; i++)
        fputs(i < cells ? p->screen->unicode ? "█" : "#" : " ", p->screen->stream);
}

static void
draw_row(const struct page *p, const struct mnz_gone *g)
{
    FILE *f = p->screen->stream;
    char name[1024] = "", survives[16], recovers[16], hardest[256] = "";

    for (uint32_t k = 0; k < g->num_parts; k++)
        add_part(p, g, k, name, sizeof name);
    months_text(g->survives, g->ever_lost, survives);
    if (g->outlasts > 0.5)
        snprintf(recovers, sizeof recovers, "later");
    else
        months_text(g->recovers, g->ever_lost, recovers);
    if (*g->hardest)
        mnz_label_buyer(p->net, "industry", g->hardest, hardest, sizeof hardest);
    mnz_screen_cell(p->screen, name, NAME);
    fprintf(f, " %4.0f %6.2f %8.2f  ", 100.0 * g->met_with_backup, 100.0 * g->lost,
            g->lost_usd / 1e9);
    draw_bar(p, g->lost);
    fprintf(f, " %5s  %5s  ", survives, recovers);
    if (p->screen->columns > 104)
        mnz_screen_cell(p->screen, hardest, p->screen->columns - 84);
    putc('\n', f);
    if (g->probability > 0.0)
        fprintf(f, "  has an outage of its own in the run with probability %.2f\n",
                g->probability);
}

/* Those that were not simulated, the worst of them, in a sentence. */
static void
draw_ranked(const struct page *p, enum mnz_gone_kind kind)
{
    char text[2048] = "Ranked behind these, with their met%:";
    uint32_t named = 0, left = 0;

    for (uint32_t i = 0; i < p->count; i++) {
        const struct mnz_gone *g = &p->all[i];
        const size_t used = strlen(text);

        if (g->kind != kind || g->is_simulated)
            continue;
        if (named == MOST_RANKED || used + 600 > sizeof text) {
            left++;
            continue;
        }
        snprintf(text + used, sizeof text - used, named++ > 0 ? ", " : " ");
        for (uint32_t k = 0; k < g->num_parts; k++)
            add_part(p, g, k, text, sizeof text);
        snprintf(text + strlen(text), sizeof text - strlen(text), " %.0f %%",
                 100.0 * g->met_with_backup);
    }
    if (left > 0)
        snprintf(text + strlen(text), sizeof text - strlen(text), ", and %u more",
                 left);
    if (named > 0)
        mnz_screen_prose(p->screen, text);
}

static void
draw_kind(const struct page *p, size_t kind)
{
    int is_first = 1;

    for (uint32_t i = 0; i < p->count; i++) {
        const struct mnz_gone *g = &p->all[i];

        if (g->kind != kinds[kind].kind)
            continue;
        if (is_first) {
            fputc('\n', p->screen->stream);
            mnz_screen_bold(p->screen, 1);
            mnz_screen_cell(p->screen,
                            g->num_parts > 1 ? kinds[kind].two : kinds[kind].one, NAME);
            mnz_screen_bold(p->screen, 0);
            fprintf(p->screen->stream, " %4s %6s %8s  %-*s %5s  %5s  %s\n", "met%",
                    "lost%", "bn USD", BAR, "", "holds", "over", "hits hardest");
        }
        is_first = 0;
        if (g->is_simulated)
            draw_row(p, g);
    }
    if (!is_first)
        draw_ranked(p, kinds[kind].kind);
}

enum mnz_status
mnz_screen_n_minus_1(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    const struct mnz_model *model = outcome->models[0];
    struct page p = {.screen = screen, .net = model->network, .n = outcome->n_minus_1};
    char from[MNZ_MONTH_TEXT], line[512];

    p.all = mnz_n_minus_1_all(p.n, &p.count);
    for (uint32_t i = 0; i < p.count; i++)
        if (p.all[i].is_simulated)
            p.top = fmax(p.top, p.all[i].lost);
    mnz_model_month_text(model, (int32_t)p.n->from, from);
    mnz_screen_bold(screen, 1);
    mnz_style_text(screen->stream, mnz_model_title(model));
    mnz_screen_bold(screen, 0);
    snprintf(line, sizeof line,
             "Gone for %u month%s from %s on, beside the scenario on the same %llu "
             "trials of %u months",
             p.n->months, p.n->months == 1 ? "" : "s", from,
             (unsigned long long)mnz_result_trials(outcome->results[0]),
             mnz_model_months(model));
    putc('\n', screen->stream);
    mnz_screen_prose(screen, line);
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        draw_kind(&p, kind);
    putc('\n', screen->stream);
    mnz_screen_prose(screen,
                     "met%: need of industries that could be met for good, without "
                     "stocks, as a mean by value. lost%, bn USD: output lost more than "
                     "in the scenario over all its months, means; bar: lost%. holds: "
                     "months until anything is lost; over: months from its return "
                     "until nothing more is lost (later: after the run); medians; -: "
                     "nothing is lost.");
    mnz_screen_prose(screen, "Next: -o DIR writes n-1.csv and n-1-months.csv; monazite "
                             "chart n-1 DIR draws the bars.");
    return ferror(screen->stream) ? MNZ_ERR_IO : MNZ_OK;
}
