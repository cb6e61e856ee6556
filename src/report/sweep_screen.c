/* sweep_screen.c - the points of a sweep in one table. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "report/scale.h"
#include "report/style.h"

enum {
    MOST_ROWS = 30,
    MOST_VARIED = 5,
    FIGURE = 26,
    VALUE = 24,
    BAR = 20,
    MOST_PROBLEMS = 3
};

/* The rows that are shown, read once. */
struct rows {
    const struct mnz_screen *screen;
    const struct mnz_sweep *sweep;
    uint32_t count, num_varied, num_figures; /* shown of each */
    uint32_t points[MOST_ROWS];
    enum mnz_sweep_state states[MOST_ROWS];
    char problems[MOST_ROWS][MNZ_PROBLEM_TEXT];
    struct mnz_estimate *estimates; /* [row][figure of the sweep] */
    int widths[MOST_VARIED];
};

static double
greatest(const struct rows *r, uint32_t figure)
{
    double most = 0.0;

    for (uint32_t i = 0; i < r->count; i++) {
        const struct mnz_estimate *e =
            &r->estimates[i * r->sweep->num_figures + figure];

        if (fabs(e->value) > most)
            most = fabs(e->value);
    }
    return most;
}

/* Read the first points that are done; of a shard others are done elsewhere. */
static enum mnz_status
read_rows(struct rows *r)
{
    const uint32_t points = mnz_sweep_plan_points(r->sweep->plan);

    for (uint32_t i = 0; i < points && r->count < MOST_ROWS; i++) {
        const enum mnz_status st = mnz_sweep_read(
            r->sweep, i, &r->states[r->count],
            &r->estimates[r->count * r->sweep->num_figures], r->problems[r->count]);

        if (st)
            return st;
        r->points[r->count] = i;
        r->count += r->states[r->count] != MNZ_SWEEP_MISSING;
    }
    return MNZ_OK;
}

/* The last `keys` keys of a path: "approval" of controls.a.approval. */
static const char *
tail_of(const char *path, int keys)
{
    const char *from = path + strlen(path);

    while (from > path && (from[-1] != '.' || --keys > 0))
        from--;
    return *from ? from : path;
}

/* As few of the last keys as tell a path from the others. */
static const char *
short_name(const struct mnz_sweep_plan *plan, uint32_t path)
{
    const char *own = mnz_sweep_plan_path(plan, path);

    for (int keys = 1; keys < 4; keys++) {
        int others = 0;

        for (uint32_t i = 0; i < mnz_sweep_plan_num_paths(plan); i++)
            others += i != path && strcmp(tail_of(mnz_sweep_plan_path(plan, i), keys),
                                          tail_of(own, keys)) == 0;
        if (others == 0)
            return tail_of(own, keys);
    }
    return own;
}

/* Columns as wide as what stands in them; figures as many as there is room for. */
static void
choose_columns(struct rows *r)
{
    const uint32_t paths = mnz_sweep_plan_num_paths(r->sweep->plan);
    int left = r->screen->columns - 2 - BAR;

    r->num_varied = paths < MOST_VARIED ? paths : MOST_VARIED;
    for (uint32_t k = 0; k < r->num_varied; k++) {
        char text[MNZ_VARIED_TEXT];

        r->widths[k] = mnz_style_width(short_name(r->sweep->plan, k));
        for (uint32_t i = 0; i < r->count; i++) {
            mnz_sweep_plan_value(r->sweep->plan, r->points[i], k, text);
            if (mnz_style_width(text) > r->widths[k])
                r->widths[k] = mnz_style_width(text);
        }
        if (r->widths[k] > VALUE)
            r->widths[k] = VALUE;
        left -= r->widths[k] + 2;
    }
    r->num_figures = left > FIGURE ? (uint32_t)left / FIGURE : 1;
    if (r->num_figures > r->sweep->num_figures)
        r->num_figures = r->sweep->num_figures;
}

static void
draw_head(const struct rows *r)
{
    const struct mnz_sweep *sweep = r->sweep;
    FILE *f = r->screen->stream;

    for (uint32_t i = 0; i < r->num_figures; i++) {
        fprintf(f, "  [%u] ", i + 1);
        mnz_style_text(f, sweep->figures[i]);
        fprintf(f, ", %s\n", mnz_scale_of(sweep->units[i], greatest(r, i)).text);
    }
    fputs("\n  ", f);
    for (uint32_t k = 0; k < r->num_varied; k++) {
        mnz_screen_cell(r->screen, short_name(sweep->plan, k), r->widths[k]);
        fputs("  ", f);
    }
    for (uint32_t i = 0; i < r->num_figures; i++)
        fprintf(f, "%6s[%u]%*s", "", i + 1, FIGURE - 9, "");
    putc('\n', f);
}

static enum mnz_status
draw_estimate(const struct rows *r, uint32_t row, uint32_t figure)
{
    const struct mnz_estimate *e = &r->estimates[row * r->sweep->num_figures + figure];
    const struct mnz_scale scale =
        mnz_scale_of(r->sweep->units[figure], greatest(r, figure));
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);

    if (!memory)
        return MNZ_ERR_NOMEM;
    mnz_scale_print(memory, e->value, scale, 8, 0);
    if (!isnan(e->low)) {
        fputs(" (", memory);
        mnz_scale_print(memory, e->low, scale, 0, 0);
        fputs(" to ", memory);
        mnz_scale_print(memory, e->high, scale, 0, 0);
        putc(')', memory);
    }
    if (mnz_text_end(memory, &text))
        return MNZ_ERR_NOMEM;
    mnz_style_cell(r->screen->stream, text, FIGURE);
    free(text);
    return MNZ_OK;
}

static void
draw_bar(const struct rows *r, uint32_t row)
{
    const double most = greatest(r, 0),
                 share = most > 0.0
                             ? r->estimates[row * r->sweep->num_figures].value / most
                             : 0.0;
    const int filled = share > 0.0 ? (int)(share * BAR + 0.5) : 0;

    for (int i = 0; i < filled; i++)
        fputs(r->screen->unicode ? "█" : "#", r->screen->stream);
}

static enum mnz_status
draw_row(const struct rows *r, uint32_t row)
{
    char text[MNZ_VARIED_TEXT];
    FILE *f = r->screen->stream;
    enum mnz_status st = MNZ_OK;

    fputs("  ", f);
    for (uint32_t k = 0; k < r->num_varied; k++) {
        mnz_sweep_plan_value(r->sweep->plan, r->points[row], k, text);
        mnz_screen_cell(r->screen, *text ? text : "-", r->widths[k]);
        fputs("  ", f);
    }
    if (r->states[row] == MNZ_SWEEP_PROBLEM) {
        fputs("cannot be run", f);
    } else {
        for (uint32_t i = 0; !st && i < r->num_figures; i++)
            st = draw_estimate(r, row, i);
        draw_bar(r, row);
    }
    putc('\n', f);
    return st;
}

/* The reasons of some points, whole, since they say how to do better. */
static void
draw_problems(const struct rows *r)
{
    const uint32_t problems = mnz_sweep_num_problems(r->sweep);
    const char *last = "";
    uint32_t told = 0;

    if (problems == 0)
        return;
    fprintf(r->screen->stream, "\n%u of %u points cannot be run:\n", problems,
            mnz_sweep_plan_points(r->sweep->plan));
    for (uint32_t row = 0; row < r->count && told < MOST_PROBLEMS; row++)
        if (r->states[row] == MNZ_SWEEP_PROBLEM &&
            strcmp(r->problems[row], last) != 0) {
            last = r->problems[row];
            mnz_screen_prose(r->screen, last);
            told++;
        }
}

static void
draw_rest(const struct rows *r)
{
    const struct mnz_sweep *sweep = r->sweep;
    const uint32_t points = mnz_sweep_plan_points(sweep->plan),
                   done = mnz_sweep_num_done(sweep);
    FILE *f = r->screen->stream;

    if (done > r->count)
        fprintf(f, "  and %u more points, in sweep.csv of -o DIR\n", done - r->count);
    if (sweep->num_figures > r->num_figures)
        fprintf(f, "  and %u more figure%s, in sweep.csv of -o DIR\n",
                sweep->num_figures - r->num_figures,
                sweep->num_figures - r->num_figures == 1 ? "" : "s");
    draw_problems(r);
    if (done < points)
        fprintf(f, "\n%u of %u points are not done%s.\n", points - done, points,
                sweep->is_part ? " here" : "");
    mnz_screen_prose(r->screen,
                     "Next: -o DIR writes sweep.csv, one row a figure, and wide.csv, "
                     "one row a point, for pivot tables.");
}

static enum mnz_status
draw(struct rows *r)
{
    const struct mnz_sweep *sweep = r->sweep;
    FILE *f = r->screen->stream;
    enum mnz_status st = read_rows(r);

    if (st)
        return st;
    choose_columns(r);
    mnz_screen_bold(r->screen, 1);
    mnz_style_text(f, sweep->title);
    mnz_screen_bold(r->screen, 0);
    fprintf(f, "\n%u point%s on the same %llu trials, with 95 %% intervals\n",
            mnz_sweep_plan_points(sweep->plan),
            mnz_sweep_plan_points(sweep->plan) == 1 ? "" : "s",
            (unsigned long long)sweep->trials);
    draw_head(r);
    for (uint32_t i = 0; !st && i < r->count; i++)
        st = draw_row(r, i);
    draw_rest(r);
    return ferror(f) ? MNZ_ERR_IO : st;
}

enum mnz_status
mnz_screen_sweep(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    struct rows *r = calloc(1, sizeof *r);
    enum mnz_status st = MNZ_ERR_NOMEM;

    if (!r)
        return st;
    r->screen = screen;
    r->sweep = outcome->sweep;
    r->estimates =
        calloc((size_t)(MOST_ROWS + 1) * r->sweep->num_figures, sizeof *r->estimates);
    if (r->estimates)
        st = draw(r);
    free(r->estimates);
    free(r);
    return st;
}
