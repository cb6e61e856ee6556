/* dependency_screen.c - on whom industries depend, on one screen. */

#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/label.h"
#include "report/style.h"

enum {
    LABEL = 30,
    CELL = 10,
    MOST_COLUMNS = 8,
    MOST_BUYERS = 12,
    MOST_ORIGINS = 8,
    MOST_NAMED = 24,
    SENTENCE = 2048
};

/* The screen while it is drawn. */
struct page {
    const struct mnz_screen *screen;
    const struct mnz_outcome *outcome;
    const struct mnz_network *net;
    const struct mnz_dependency_view *view;
    const char *element;
    const struct mnz_dependence *shares;
    const struct mnz_concentration *concentrations;
    const struct mnz_reliance *reliances;
    const struct mnz_import_test *imports;
    uint32_t num_shares, num_concentrations, num_reliances, num_imports;
};

static enum mnz_status draw_matrix(const struct page *p);
static void draw_concentration(const struct page *p);
static enum mnz_status draw_reliance(const struct page *p);
static void draw_imports(const struct page *p);

/* The element that most industries need, the first on a tie; "" if there is none. */
static const char *
usual_element(const struct page *p)
{
    const char *best = "", *last = "";
    uint32_t most = 0, count = 0;

    for (uint32_t i = 0; i < p->num_concentrations; i++) {
        const struct mnz_concentration *c = &p->concentrations[i];

        if (strcmp(c->scope, "industry") != 0 || strcmp(c->stage, "origin") != 0 ||
            c->of_facilities || strcmp(c->element, "value") == 0)
            continue;
        count = strcmp(c->element, last) == 0 ? count + 1 : 1;
        last = c->element;
        if (count > most) {
            most = count;
            best = last;
        }
    }
    return best;
}

/* "Nd", "tonnes" or "value", as words in a heading. */
static const char *
element_words(const char *element)
{
    if (strcmp(element, "none") == 0)
        return "goods without an element";
    return strcmp(element, "value") == 0 ? "the value of goods" : element;
}

enum mnz_status
mnz_screen_dependency(const struct mnz_screen *screen,
                      const struct mnz_outcome *outcome)
{
    const struct mnz_model *model = outcome->models[0];
    struct page p = {.screen = screen,
                     .outcome = outcome,
                     .net = model->network,
                     .view = outcome->dependency_view};
    enum mnz_status st;

    p.shares = mnz_dependency_shares(outcome->dependency, &p.num_shares);
    p.concentrations =
        mnz_dependency_concentrations(outcome->dependency, &p.num_concentrations);
    p.reliances = mnz_dependency_reliances(outcome->dependency, &p.num_reliances);
    p.imports = mnz_dependency_import_tests(outcome->dependency, &p.num_imports);
    p.element = p.view->element ? p.view->element : usual_element(&p);
    mnz_screen_bold(screen, 1);
    mnz_style_text(screen->stream, mnz_model_title(model));
    mnz_screen_bold(screen, 0);
    fputs("\nOn whom industries depend in the baseline, before anything happens\n",
          screen->stream);
    st = draw_matrix(&p);
    if (!st)
        draw_concentration(&p);
    if (!st)
        st = draw_reliance(&p);
    if (!st) {
        draw_imports(&p);
        mnz_screen_prose(screen, "Next: -o DIR writes every industry, element, stage, "
                                 "country and facility (dependency.csv and more). "
                                 "--of BUYER and --element choose what is shown here.");
    }
    if (!st && ferror(screen->stream))
        st = MNZ_ERR_IO;
    return st;
}

/* Rows of the matrix: buyers, or the stages of one industry. */
struct row {
    const char *scope, *name, *stage;
};

/* The columns: places with the largest shares. */
struct column {
    const char *origin;
    double weight;
};

static int
is_of(const struct mnz_dependence *s, const struct page *p, const struct row *row)
{
    return !s->is_facility && strcmp(s->element, p->element) == 0 &&
           strcmp(s->stage, row->stage) == 0 && strcmp(s->scope, row->scope) == 0 &&
           strcmp(s->name, row->name) == 0;
}

/* The share to show: wherever in the chain that which passed, of a stage that which
 * passed it last. */
static double
share_of(const struct mnz_dependence *s)
{
    return *s->stage ? s->share : s->passed;
}

static int
is_place_row(const struct page *p, const struct mnz_dependence *s)
{
    const uint32_t place = p->view->place;

    if (place == MNZ_NONE)
        return strcmp(s->scope, "industry") != 0;
    if (strcmp(s->scope, "industry") != 0)
        return strcmp(s->name, p->net->scenario->places[place].code) == 0;
    for (uint32_t i = 0; i < p->net->num_nodes; i++)
        if (strcmp(mnz_network_node_name(p->net, i), s->name) == 0)
            return mnz_network_place(p->net, i) == place;
    return 0;
}

/* The rows to draw, at most `most`; *left_out are further ones. */
static uint32_t
list_rows(const struct page *p, struct row *rows, uint32_t most, uint32_t *left_out)
{
    const char *name =
        p->view->node != MNZ_NONE ? mnz_network_node_name(p->net, p->view->node) : NULL;
    uint32_t count = 0;

    *left_out = 0;
    for (uint32_t i = 0; i < p->num_shares; i++) {
        const struct mnz_dependence *s = &p->shares[i];
        struct row row = {s->scope, s->name, s->stage};

        if (s->is_facility || strcmp(s->element, p->element) != 0)
            continue;
        if (name ? strcmp(s->scope, "industry") != 0 || strcmp(s->name, name) != 0
                 : *s->stage || !is_place_row(p, s))
            continue;
        if (count > 0 && strcmp(rows[count - 1].scope, row.scope) == 0 &&
            strcmp(rows[count - 1].name, row.name) == 0 &&
            strcmp(rows[count - 1].stage, row.stage) == 0)
            continue;
        if (count < most)
            rows[count++] = row;
        else
            ++*left_out;
    }
    return count;
}

static int
by_weight(const void *a, const void *b)
{
    const struct column *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return strcmp(x->origin, y->origin);
}

/* Places by the sum of their shares over the rows. */
static uint32_t
list_columns(const struct page *p, const struct row *rows, uint32_t num_rows,
             struct column *columns)
{
    const struct mnz_scenario *s = p->net->scenario;
    uint32_t count = 0;

    for (uint32_t i = 0; i < s->num_places; i++) {
        columns[count] = (struct column){s->places[i].code, 0.0};
        for (uint32_t k = 0; k < p->num_shares; k++)
            for (uint32_t r = 0; r < num_rows; r++)
                if (is_of(&p->shares[k], p, &rows[r]) &&
                    strcmp(p->shares[k].origin, columns[count].origin) == 0 &&
                    share_of(&p->shares[k]) > 0.0)
                    columns[count].weight += share_of(&p->shares[k]);
        count += columns[count].weight > 0.0005;
    }
    qsort(columns, count, sizeof *columns, by_weight);
    return count;
}

static void
draw_row(const struct page *p, const struct row *row, const struct column *columns,
         uint32_t count)
{
    FILE *f = p->screen->stream;
    char label[256];

    if (p->view->node == MNZ_NONE)
        mnz_label_buyer(p->net, row->scope, row->name, label, sizeof label);
    else
        snprintf(label, sizeof label, "%s",
                 !*row->stage                        ? "anywhere"
                 : strcmp(row->stage, "origin") == 0 ? "where it begins"
                                                     : row->stage);
    mnz_screen_cell(p->screen, label, LABEL);
    for (uint32_t c = 0; c < count; c++) {
        char text[32] = "";

        for (uint32_t i = 0; i < p->num_shares; i++) {
            const struct mnz_dependence *s = &p->shares[i];
            const double shown = share_of(s);

            if (!is_of(s, p, row) || strcmp(s->origin, columns[c].origin) != 0 ||
                !(shown > 0.0005 || s->direct > 0.0005))
                continue;
            if (s->direct > 0.0005)
                snprintf(text, sizeof text, "%.0f (%.0f)", 100.0 * shown,
                         100.0 * s->direct);
            else
                snprintf(text, sizeof text, "%.0f    ", 100.0 * shown);
        }
        fprintf(f, "%*s", CELL, text);
    }
    putc('\n', f);
}

static enum mnz_status
draw_matrix(const struct page *p)
{
    struct row rows[MOST_BUYERS];
    uint32_t left_out, num_columns, width = (uint32_t)p->screen->columns;
    const uint32_t count = list_rows(p, rows, MOST_BUYERS, &left_out);
    struct column *columns =
        calloc((size_t)p->net->scenario->num_places + 1, sizeof *columns);
    FILE *f = p->screen->stream;
    char line[512];

    if (!columns)
        return MNZ_ERR_NOMEM;
    num_columns = list_columns(p, rows, count, columns);
    width = width > LABEL + CELL ? (width - LABEL) / CELL : 1;
    num_columns = num_columns < width ? num_columns : width;
    num_columns = num_columns < MOST_COLUMNS ? num_columns : MOST_COLUMNS;
    snprintf(line, sizeof line,
             "%% of the supply of %s that passed through a country; in brackets, %% "
             "bought there directly",
             element_words(p->element));
    putc('\n', f);
    mnz_screen_prose(p->screen,
                     count > 0 ? line
                     : strcmp(p->element, "value") == 0
                         ? "The value of these buyers' supply cannot be followed: a "
                           "price is missing upstream."
                         : "These buyers need nothing of it.");
    fprintf(f, "%*s", count > 0 ? LABEL : 0, "");
    for (uint32_t c = 0; c < num_columns; c++)
        fprintf(f, "%*.*s", CELL - (c > 0), CELL - 1, columns[c].origin),
            fputs(c + 1 < num_columns ? " " : "", f);
    if (count > 0)
        putc('\n', f);
    for (uint32_t r = 0; r < count; r++)
        draw_row(p, &rows[r], columns, num_columns);
    if (left_out > 0)
        fprintf(f, "and %u more in dependency.csv\n", left_out);
    free(columns);
    return MNZ_OK;
}

/* The scope and name of the buyers that the screen is of. */
static struct row
subject(const struct page *p)
{
    const struct mnz_scenario *s = p->net->scenario;

    if (p->view->node != MNZ_NONE)
        return (struct row){"industry", mnz_network_node_name(p->net, p->view->node),
                            ""};
    if (p->view->place != MNZ_NONE)
        return (struct row){s->places[p->view->place].is_bloc ? "bloc" : "country",
                            s->places[p->view->place].code, ""};
    return (struct row){"total", "all", ""};
}

/* The cells of one element: by stage, the largest country and its share. */
static void
draw_element(const struct page *p, const struct row *of, const char *element)
{
    FILE *f = p->screen->stream;

    fprintf(f, "%-9s", element);
    for (int s = -1; s < MNZ_NUM_STAGES; s++) {
        const char *stage = s < 0 ? "origin" : mnz_stage_name[s];
        char text[64] = "";

        for (uint32_t i = 0; i < p->num_concentrations; i++) {
            const struct mnz_concentration *c = &p->concentrations[i];

            if (!c->of_facilities && strcmp(c->element, element) == 0 &&
                strcmp(c->stage, stage) == 0 && strcmp(c->scope, of->scope) == 0 &&
                strcmp(c->name, of->name) == 0 && c->reach > 0.005)
                snprintf(text, sizeof text, "%.4s %.0f", c->largest_origin,
                         100.0 * c->largest);
        }
        fprintf(f, " %8s", text);
    }
    putc('\n', f);
}

/* A line an element of which the buyers need anything. */
static void
draw_concentration(const struct page *p)
{
    const struct row of = subject(p);
    const char *last = "";
    char label[256], line[512];

    mnz_label_buyer(p->net, of.scope, of.name, label, sizeof label);
    snprintf(line, sizeof line,
             "The largest country at each stage, and its %% of what passes the stage "
             "(%.200s)",
             label);
    putc('\n', p->screen->stream);
    mnz_screen_prose(p->screen, line);
    fprintf(p->screen->stream, "%-9s %8s", "", "begins");
    for (int s = 0; s < MNZ_NUM_STAGES; s++) {
        const char *name = mnz_stage_name[s];

        fprintf(p->screen->stream, strlen(name) > 8 ? " %7.7s." : " %8s", name);
    }
    putc('\n', p->screen->stream);
    for (uint32_t i = 0; i < p->num_concentrations; i++) {
        const struct mnz_concentration *c = &p->concentrations[i];

        if (strcmp(c->scope, of.scope) != 0 || strcmp(c->name, of.name) != 0 ||
            strcmp(c->element, last) == 0)
            continue;
        last = c->element;
        draw_element(p, &of, last);
    }
}

/* Industries that fail without one origin. */
struct failing {
    const char *origin, *country;
    int is_facility;
    uint32_t stopped, without_path;
    double lacking; /* sum of 1 - met of those stopped */
    const char *worst;
    double worst_met;
};

static int
by_stopped(const void *a, const void *b)
{
    const struct failing *x = a, *y = b;

    if (x->stopped != y->stopped)
        return x->stopped < y->stopped ? 1 : -1;
    if (x->lacking != y->lacking)
        return x->lacking < y->lacking ? 1 : -1;
    return strcmp(x->origin, y->origin);
}

/* Whether an industry is among the buyers that the screen is of. */
static int
is_shown(const struct page *p, const char *industry)
{
    if (p->view->node == MNZ_NONE && p->view->place == MNZ_NONE)
        return 1;
    for (uint32_t i = 0; i < p->net->num_nodes; i++)
        if (strcmp(mnz_network_node_name(p->net, i), industry) == 0)
            return p->view->node != MNZ_NONE
                       ? i == p->view->node
                       : mnz_network_place(p->net, i) == p->view->place;
    return 0;
}

static uint32_t
list_failing(const struct page *p, struct failing *list)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < p->num_reliances; i++) {
        const struct mnz_reliance *r = &p->reliances[i];
        struct failing *f = &list[count > 0 ? count - 1 : 0];

        if (r->met_with_backup >= p->view->least || !is_shown(p, r->industry))
            continue;
        if (count == 0 || f->origin != r->origin || f->is_facility != r->is_facility) {
            f = &list[count++];
            *f = (struct failing){.origin = r->origin,
                                  .country = r->country,
                                  .is_facility = r->is_facility,
                                  .worst_met = 2.0};
        }
        f->stopped++;
        f->without_path += !r->has_path;
        f->lacking += 1.0 - r->met_with_backup;
        if (r->met_with_backup < f->worst_met) {
            f->worst_met = r->met_with_backup;
            f->worst = r->industry;
        }
    }
    qsort(list, count, sizeof *list, by_stopped);
    return count;
}

static enum mnz_status
draw_reliance(const struct page *p)
{
    struct failing *list = calloc((size_t)p->num_reliances + 1, sizeof *list);
    FILE *f = p->screen->stream;
    const uint32_t count = list ? list_failing(p, list) : 0;

    if (!list)
        return MNZ_ERR_NOMEM;
    fprintf(f,
            "\nSingle points of failure: industries with less than %.0f %% of their "
            "need\nwithout an origin, though all turn to their backups\n",
            100.0 * p->view->least);
    fprintf(f, count > 0 ? "without the exports of, or the plant  industries  no path  "
                           "worst\n"
                         : "none\n");
    for (uint32_t i = 0; i < count && i < MOST_ORIGINS; i++) {
        char text[256], label[256];

        snprintf(text, sizeof text, list[i].is_facility ? "%.120s (%.40s)" : "%.120s",
                 list[i].origin, list[i].country);
        if (!list[i].is_facility)
            mnz_label_buyer(p->net, "country", list[i].origin, text, sizeof text);
        mnz_screen_cell(p->screen, text, 36);
        mnz_label_buyer(p->net, "industry", list[i].worst, label, sizeof label);
        fprintf(f, "  %10u  %7u  %.0f %% ", list[i].stopped, list[i].without_path,
                100.0 * list[i].worst_met);
        mnz_screen_cell(p->screen, label,
                        p->screen->columns > 96 ? p->screen->columns - 64 : 20);
        putc('\n', f);
    }
    if (count > MOST_ORIGINS)
        fprintf(f, "and %u more in reliance.csv\n", count - MOST_ORIGINS);
    free(list);
    return MNZ_OK;
}

/* How many materials a place imports, and how many of them meet all criteria. */
static uint32_t
count_imports(const struct page *p, const char *place, uint32_t *met)
{
    uint32_t all = 0;

    *met = 0;
    for (uint32_t i = 0; i < p->num_imports; i++) {
        if (place && strcmp(p->imports[i].place, place) != 0)
            continue;
        *met += p->imports[i].criteria_met == 3;
        all++;
    }
    return all;
}

/* " Japan 19 of 23," of each place that imports. */
static void
draw_places(const struct page *p)
{
    const struct mnz_scenario *s = p->net->scenario;
    char text[SENTENCE] = "", label[256];
    size_t used = 0;

    for (uint32_t k = 0; k < s->num_places && used + 300 < sizeof text; k++) {
        uint32_t met;
        const uint32_t all = count_imports(p, s->places[k].code, &met);

        if (all == 0)
            continue;
        mnz_label_buyer(p->net, "country", s->places[k].code, label, sizeof label);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.200s %u of %u",
                                 used > 0 ? ", " : "", label, met, all);
    }
    mnz_screen_prose(p->screen, text);
}

/* "Japan: dy_oxide (CN 99 %), ..." of a place. */
static void
draw_imports_of(const struct page *p, const char *place)
{
    char text[SENTENCE], label[256];
    uint32_t named = 0;
    size_t used;

    mnz_label_buyer(p->net, "country", place, label, sizeof label);
    used = (size_t)snprintf(text, sizeof text, "%.100s:", label);
    for (uint32_t i = 0; i < p->num_imports && named < MOST_NAMED; i++) {
        const struct mnz_import_test *t = &p->imports[i];

        if (strcmp(t->place, place) != 0 || t->criteria_met < 3)
            continue;
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "%s %.40s (%.8s %.0f %%)", named++ > 0 ? "," : "",
                                 t->material, t->largest_supplier, 100.0 * t->largest);
    }
    mnz_screen_prose(p->screen, text);
}

static void
draw_imports(const struct page *p)
{
    const struct mnz_scenario *s = p->net->scenario;
    const uint32_t place = p->view->node != MNZ_NONE
                               ? mnz_network_place(p->net, p->view->node)
                               : p->view->place;
    uint32_t met;
    const uint32_t all = count_imports(p, NULL, &met);
    char text[512];

    if (all == 0)
        return;
    snprintf(
        text, sizeof text,
        "Of %u materials imported, place by place, %u meet all three criteria of "
        "the European Commission (2021): supply concentrated (HHI above 0.4), more "
        "imported than bought at home, more imported than exported%s:",
        all, met, place != MNZ_NONE ? ". With the largest supplier" : "");
    putc('\n', p->screen->stream);
    mnz_screen_prose(p->screen, text);
    if (place == MNZ_NONE)
        draw_places(p);
    else
        draw_imports_of(p, s->places[place].code);
}
