/* size_tables.c - the answer of a search, and the numbers that were looked at. */

#include "report/table.h"

#include <math.h>

static const char *const states[] = {
    [MNZ_SEARCH_FOUND] = "found",
    [MNZ_SEARCH_AT_ONCE] = "at once",
    [MNZ_SEARCH_NEVER] = "never",
};

/* "a; b" of the paths that take the number. */
static void
paths_cell(const struct mnz_search_outcome *s, struct mnz_cells *cells)
{
    char text[4 * MNZ_FIGURE_TEXT] = "";
    size_t used = 0;

    for (size_t i = 0; i < s->num_paths && used < sizeof text; i++) {
        const int n = snprintf(text + used, sizeof text - used, "%s%s",
                               i > 0 ? "; " : "", s->paths[i]);

        used += n > 0 ? (size_t)n : 0;
    }
    mnz_cells_text(cells, text);
}

static void
write_size(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_search_outcome *s = &outcome->search;
    struct mnz_search_answer a;

    mnz_search_answer(s->search, &a);
    mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
    paths_cell(s, cells);
    mnz_cells_text(cells, s->unit);
    mnz_cells_number(cells, s->from);
    mnz_cells_number(cells, s->to);
    mnz_cells_number(cells, a.step);
    mnz_cells_text(cells, states[a.state]);
    mnz_cells_number(cells, a.number);
    mnz_cells_number(cells, a.near);
    mnz_cells_number(cells, a.far);
    mnz_cells_text(cells, a.is_monotone ? "yes" : "no");
    mnz_cells_number(cells, a.better);
    mnz_cells_number(cells, a.worse);
    mnz_cells_count(cells, a.runs);
    mnz_cells_count(cells, mnz_result_trials(outcome->results[0]));
    mnz_cells_end_row(cells);
}

const struct mnz_table mnz_table_size = {
    .name = "size",
    .rows = "the number nearest to `from` for which all criteria hold; `state` is "
            "never where they do not hold at `to`; near and far are the ends of its 95 "
            "% interval",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"paths", ""},
                                           {"unit", ""},
                                           {"from", ""},
                                           {"to", ""},
                                           {"step", ""},
                                           {"state", ""},
                                           {"number", ""},
                                           {"near", ""},
                                           {"far", ""},
                                           {"monotone", ""},
                                           {"better", ""},
                                           {"worse", ""},
                                           {"runs", "runs"},
                                           {"trials", "trials"},
                                           {NULL, NULL}},
    .write_rows = write_size,
};

static void
write_looks(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_search_outcome *s = &outcome->search;
    char text[MNZ_FIGURE_TEXT];

    for (uint32_t i = 0; i < mnz_search_num_runs(s->search); i++) {
        struct mnz_searched look;

        mnz_search_run(s->search, i, &look);
        for (uint32_t c = 0; c < s->criteria->count; c++) {
            const struct mnz_estimate *e = &look.figures[c];

            mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
            mnz_cells_count(cells, i);
            mnz_cells_number(cells, look.number);
            mnz_cells_text(cells, s->unit);
            mnz_criterion_text(outcome->results[0]->model, &s->criteria->items[c],
                               text);
            mnz_cells_text(cells, text);
            mnz_cells_number(cells, e->value);
            mnz_cells_number(cells, e->low);
            mnz_cells_number(cells, e->high);
            mnz_cells_text(cells, look.holds ? "yes" : "no");
            mnz_cells_end_row(cells);
        }
    }
}

const struct mnz_table mnz_table_looks = {
    .name = "looks",
    .rows = "a criterion at a number that a search looked at, in the order of runs; "
            "run 0 is the scenario as it stands; `holds` is of all criteria together",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"run", ""},
                                           {"number", ""},
                                           {"unit", ""},
                                           {"criterion", ""},
                                           {"value", ""},
                                           {"low", ""},
                                           {"high", ""},
                                           {"holds", ""},
                                           {NULL, NULL}},
    .write_rows = write_looks,
};
