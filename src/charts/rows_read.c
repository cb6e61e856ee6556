/* rows_read.c - tables of results, row by row. */

#include "charts/rows_read.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/number.h"

enum { MOST_COLUMNS = 512 };

/* Whether a quoted cell is still open at the end of `line`. */
static int
is_open(const char *line)
{
    int quotes = 0;

    for (const char *q = strchr(line, '"'); q; q = strchr(q + 1, '"'))
        quotes ^= 1;
    return quotes;
}

/* Read a record, whose quoted cells may hold line ends, into `line`; 0 at the end. */
static int
read_record(struct mnz_rows *rows)
{
    ssize_t length;

    if (!rows->stream || rows->error)
        return 0;
    errno = 0;
    length = getline(&rows->line, &rows->size, rows->stream);
    if (length <= 0) {
        rows->error = feof(rows->stream) ? 0 : errno ? errno : EIO;
        return 0;
    }
    while (is_open(rows->line)) {
        char *more = NULL, *whole;
        size_t size = 0;
        const ssize_t added = getline(&more, &size, rows->stream);

        if (added <= 0)
            rows->error = feof(rows->stream) ? 0 : errno ? errno : EIO;
        whole = added > 0 ? realloc(rows->line, (size_t)(length + added) + 1) : NULL;
        if (whole) {
            memcpy(whole + length, more, (size_t)added + 1);
            rows->line = whole;
            length += added;
            rows->size = (size_t)length + 1;
        } else if (added > 0) {
            rows->error = ENOMEM;
        }
        free(more);
        if (!whole)
            break;
    }
    while (length > 0 &&
           (rows->line[length - 1] == '\n' || rows->line[length - 1] == '\r'))
        rows->line[--length] = '\0';
    return 1;
}

/* Unquote the cell at `text` in place; returns where it ends. */
static char *
take_cell(char *text, char separator, char **out)
{
    char *to = text;

    *out = text;
    if (*text != '"')
        return text + strcspn(text, (const char[]){separator, '\0'});
    for (text++; *text; text++) {
        if (*text == '"' && *++text != '"')
            break;
        *to++ = *text;
    }
    text += strcspn(text, (const char[]){separator, '\0'});
    if (to < text)
        *to = '\0';
    return text;
}

static void
split(struct mnz_rows *rows, uint32_t most)
{
    char *at = rows->line;

    for (rows->num_cells = 0; rows->num_cells < most; at++) {
        at = take_cell(at, rows->separator, &rows->cells[rows->num_cells++]);
        if (!*at)
            return;
        *at = '\0';
    }
}

enum mnz_status
mnz_rows_open(struct mnz_rows *rows, const char *path)
{
    struct stat info;

    *rows = (struct mnz_rows){0};
    if (stat(path, &info))
        return MNZ_ERR_IO;
    if (!S_ISREG(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        return MNZ_ERR_IO;
    }
    rows->stream = fopen(path, "r");
    if (!rows->stream)
        return MNZ_ERR_IO;
    rows->cells = mnz_arena_alloc(&rows->arena, MOST_COLUMNS, sizeof *rows->cells);
    if (!rows->cells)
        return MNZ_ERR_NOMEM;
    if (!read_record(rows) && !rows->error)
        return MNZ_ERR_INPUT;
    if (rows->error) {
        errno = rows->error;
        return rows->error == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
    }
    if (strncmp(rows->line, "\xEF\xBB\xBF", 3) == 0)
        memmove(rows->line, rows->line + 3, strlen(rows->line + 3) + 1);
    rows->separator = rows->line[strcspn(rows->line, ",;|\t")];
    rows->separator = rows->separator ? rows->separator : ',';
    split(rows, MOST_COLUMNS);
    rows->num_columns = rows->num_cells;
    rows->columns =
        mnz_arena_alloc(&rows->arena, rows->num_columns, sizeof *rows->columns);
    for (uint32_t i = 0; rows->columns && i < rows->num_columns; i++)
        rows->columns[i] = mnz_arena_strdup(&rows->arena, rows->cells[i]);
    return mnz_arena_has_failed(&rows->arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

enum mnz_status
mnz_rows_close(struct mnz_rows *rows)
{
    if (rows->stream)
        fclose(rows->stream);
    free(rows->line);
    mnz_arena_finish(&rows->arena);
    errno = rows->error;
    return !rows->error ? MNZ_OK : rows->error == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
}

int
mnz_rows_next(struct mnz_rows *rows)
{
    if (!read_record(rows) || rows->error)
        return 0;
    split(rows, rows->num_columns);
    return 1;
}

uint32_t
mnz_rows_column(const struct mnz_rows *rows, const char *name)
{
    for (uint32_t i = 0; i < rows->num_columns; i++)
        if (strcmp(rows->columns[i], name) == 0)
            return i;
    return UINT32_MAX;
}

const char *
mnz_rows_text(const struct mnz_rows *rows, uint32_t column)
{
    return column < rows->num_cells ? rows->cells[column] : "";
}

double
mnz_rows_number(const struct mnz_rows *rows, uint32_t column)
{
    char text[MNZ_NUMBER_TEXT] = "", *comma;
    double value;

    strncat(text, mnz_rows_text(rows, column), sizeof text - 1);
    comma = rows->separator != ',' ? strchr(text, ',') : NULL;
    if (comma)
        *comma = '.';
    return mnz_number_parse(text, &value) == MNZ_OK ? value : NAN;
}
