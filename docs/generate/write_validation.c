/* write_validation.c - writes the tables of docs/validation.md anew, from the runs that
 * they report; everything between the markers is replaced, the words stay.
 *
 *     write_validation FOLDER [TABLE]... < docs/validation.md > validation.md
 *
 * FOLDER holds the back-tests and what was measured. Without a TABLE all are written,
 * else those named: the others stay as they are. */

#include <stdio.h>
#include <string.h>

#include "validation_tables.h"

enum { LONGEST_LINE = 1 << 16 };

static const struct {
    const char *name;
    validation_write *write;
} tables[] = {
    {"verdict", validation_write_verdict},
    {"before", validation_write_before},
    {"fitted", validation_write_fitted},
    {"scores", validation_write_scores},
    {"paths", validation_write_paths},
    {"years", validation_write_years},
    {"sensitivity", validation_write_sensitivity},
    {"elements", validation_write_elements},
};
enum { NUM_TABLES = sizeof tables / sizeof *tables };

/* What a marker line opens: a table's position, or NUM_TABLES. */
static size_t
table_of(const char *line)
{
    char marker[64];
    size_t i = 0;

    for (; i < NUM_TABLES; i++) {
        snprintf(marker, sizeof marker, "<!-- %s:begin -->", tables[i].name);
        if (!strncmp(line, marker, strlen(marker)))
            break;
    }
    return i;
}

static int
is_asked(size_t table, int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (!strcmp(argv[i], tables[table].name))
            return 1;
    return argc == 2;
}

int
main(int argc, char **argv)
{
    static char line[LONGEST_LINE];
    int is_inside = 0, has_failed = argc < 2;

    if (has_failed)
        fputs("usage: write_validation FOLDER [TABLE]... < validation.md\n", stderr);
    while (!has_failed && fgets(line, sizeof line, stdin)) {
        const size_t table = table_of(line);

        if (strstr(line, ":end -->"))
            is_inside = 0;
        if (!is_inside)
            fputs(line, stdout);
        if (table == NUM_TABLES || !is_asked(table, argc, argv))
            continue;
        is_inside = 1;
        fprintf(stderr, "%s\n", tables[table].name);
        has_failed = tables[table].write(argv[1]);
    }
    validation_finish();
    return has_failed || ferror(stdin) || ferror(stdout) ? 1 : 0;
}
