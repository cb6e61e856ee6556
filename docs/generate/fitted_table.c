/* fitted_table.c - priors and posteriors of the fitted inputs as rows of a page. */

#include "fitted_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns of posterior.csv that are shown. */
static const char *const columns[] = {"input",         "moved",        "prior_p05",
                                      "prior_p50",     "prior_p95",    "posterior_p05",
                                      "posterior_p50", "posterior_p95"};
enum { NUM_COLUMNS = sizeof columns / sizeof *columns, MOST = 64, LONGEST = 4096 };

void
fitted_table_head(void)
{
    puts("| input | prior, 5 to 95 % | posterior, 5, 50 and 95 % | moved beyond chance "
         "|\n|---|---|---|---|");
}

/* Cut a line at its commas, in place; none of these tables has a quoted cell. */
static int
split(char *line, char *cells[MOST])
{
    int count = 0;

    line[strcspn(line, "\n")] = '\0';
    while (line && count < MOST) {
        char *comma = strchr(line, ',');

        cells[count++] = line;
        if (comma)
            *comma++ = '\0';
        line = comma;
    }
    return count;
}

static int
find_columns(char *line, int where[NUM_COLUMNS])
{
    char *cells[MOST];
    const int count = split(line, cells);

    for (int i = 0; i < NUM_COLUMNS; i++) {
        where[i] = 0;
        while (where[i] < count && strcmp(cells[where[i]], columns[i]) != 0)
            where[i]++;
        if (where[i] == count)
            return 0;
    }
    return 1;
}

/* A number in two digits; a date as it is. */
static void
print_cell(const char *cell)
{
    char *end;
    const double value = strtod(cell, &end);

    if (*end)
        fputs(cell, stdout);
    else
        printf("%.2f", value);
}

static void
print_row(char *const cells[NUM_COLUMNS])
{
    static const char section[] = "controls.";
    const char *name = cells[0];

    if (!strncmp(name, section, strlen(section)))
        name += strlen(section);
    printf("| `%s` | ", name);
    print_cell(cells[2]);
    fputs(" to ", stdout);
    print_cell(cells[4]);
    fputs(" | ", stdout);
    print_cell(cells[5]);
    fputs(", **", stdout);
    print_cell(cells[6]);
    fputs("**, ", stdout);
    print_cell(cells[7]);
    printf(" | %s |\n", cells[1]);
}

int
fitted_table_rows(const char *path)
{
    char line[LONGEST], *cells[MOST], *shown[NUM_COLUMNS];
    int where[NUM_COLUMNS], is_bad = 1;
    FILE *f = fopen(path, "r");

    if (f && fgets(line, sizeof line, f))
        is_bad = !find_columns(line, where);
    while (!is_bad && fgets(line, sizeof line, f)) {
        const int count = split(line, cells);

        for (int i = 0; i < NUM_COLUMNS && !is_bad; i++) {
            is_bad = where[i] >= count;
            if (!is_bad)
                shown[i] = cells[where[i]];
        }
        if (!is_bad)
            print_row(shown);
    }
    if (f)
        fclose(f);
    if (is_bad)
        fprintf(stderr, "%s is no table of a posterior\n", path);
    return is_bad;
}
