/* table_reference.c - the tables of results as Markdown. */

#include <stdio.h>

#include "cli/reference.h"

static void
write_table(const struct mnz_table *table, FILE *stream)
{
    fprintf(stream, "\n## %s\n\nOne row: %s.\n\n| column | unit |\n|---|---|\n",
            table->name, table->rows);
    for (const struct mnz_column *c = table->columns; c->name; c++)
        fprintf(stream, "| `%s` | %s |\n", c->name, c->unit);
    if (table->first)
        fprintf(stream, "\nColumns before these: %s.\n", table->first);
    if (table->more)
        fprintf(stream, "\nFurther columns: %s.\n", table->more);
}

/* The commands that write a table. */
static void
write_commands(const struct mnz_table *table, FILE *stream)
{
    const char *separator = "";

    fprintf(stream, "\nWritten by ");
    for (const struct mnz_command *const *c = mnz_commands; *c; c++)
        for (const struct mnz_output *o = (*c)->outputs; o && o->file; o++) {
            if (o->table != table)
                continue;
            fprintf(stream, "%s`monazite %s`", separator, (*c)->name);
            separator = ", ";
        }
    fprintf(stream, ".\n");
}

void
mnz_write_table_reference(FILE *stream)
{
    fprintf(stream, "# Tables of results\n\nA column without a unit is text, a number "
                    "of its own, or in the unit that the row names.\n");
    for (const struct mnz_table *const *t = mnz_tables; *t; t++) {
        write_table(*t, stream);
        write_commands(*t, stream);
    }
}
