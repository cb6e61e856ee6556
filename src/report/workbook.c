/* workbook.c - the results of runs for spreadsheets. */

#include "report/workbook.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/losses.h"
#include "report/sheet.h"
#include "report/sheets.h"

int
mnz_workbook_is_there(void)
{
    return 1;
}

const char *
mnz_workbook_library(void)
{
    return "libxlsxwriter " LXW_VERSION;
}

/* A sheet of a table. */
static void
add_table(struct mnz_book *book, const char *name, const struct mnz_table *table,
          uint32_t frozen)
{
    struct mnz_cells cells = mnz_book_add(book, name, frozen);

    if (!cells.own)
        return;
    if (mnz_table_write(table, book->outcome, &cells))
        book->has_failed = 1;
}

static void
about_line(lxw_worksheet *sheet, uint32_t *row, const char *what, const char *text)
{
    worksheet_write_string(sheet, *row, 0, what, NULL);
    worksheet_write_string(sheet, (*row)++, 1, text, NULL);
}

static void
about_results(const struct mnz_outcome *o, lxw_worksheet *sheet, uint32_t *row)
{
    for (uint32_t i = 0; i < o->num_results; i++) {
        const struct mnz_result *r = o->results[i];
        char text[64];

        if (!r)
            continue;
        about_line(sheet, row, "scenario", mnz_outcome_name(o, i));
        about_line(sheet, row, "file", r->model->scenario->path);
        about_line(sheet, row, "settings", mnz_outcome_settings(o, i));
        snprintf(text, sizeof text, "%llu", (unsigned long long)r->run->trials_done);
        about_line(sheet, row, "trials", text);
        snprintf(text, sizeof text, "%llu", (unsigned long long)r->seed);
        about_line(sheet, row, "seed", text);
        about_line(sheet, row, "sampler", mnz_sampler_names[r->sampler]);
        for (size_t k = 0; k < r->model->scenario->num_files; k++) {
            const struct mnz_read_file *file = &r->model->scenario->files[k];

            about_line(sheet, row, file->path, file->sha256);
        }
    }
}

static void
add_about(struct mnz_book *book, const struct mnz_build_info *build, int argc,
          char *const *argv)
{
    static const char *const words[][2] = {
        {"shares",
         "of 1, shown in per cent; USD and t are over the whole window unless "
         "a column is of one month"},
        {"mean, 5 %, 50 %, 95 %", "of the trials: nine trials in ten lie between 5 and "
                                  "95 %"},
        {"output lost", "the part of the output that industries would have sold and "
                        "customers do not get; "
                        "gross output"},
        {"at stake",
         "output that needs inputs which did not come; an exposure, no loss"},
        {"first short",
         "the median first month in which over 1 % of needed inputs lack"},
        {"no forecast", "a band shows what the listed uncertain inputs do, and nothing "
                        "of what the model leaves out"},
    };
    lxw_worksheet *sheet = workbook_add_worksheet(book->book, "About");
    uint32_t row = 0;

    if (!sheet) {
        book->has_failed = 1;
        return;
    }
    worksheet_set_column(sheet, 0, 0, 30, NULL);
    worksheet_set_column(sheet, 1, 1, 100, NULL);
    worksheet_write_string(sheet, row++, 0, "About these results", book->formats.title);
    about_line(sheet, &row, "program", "monazite");
    about_line(sheet, &row, "version", build->version);
    about_line(sheet, &row, "commit", build->commit);
    for (int i = 0; i < argc; i++)
        about_line(sheet, &row, i == 0 ? "arguments" : "", argv[i]);
    about_results(book->outcome, sheet, &row);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        about_line(sheet, &row, words[i][0], words[i][1]);
}

/* A file of ours that nobody else can open: the library writes to a name. */
static int
make_temporary(char path[], size_t size)
{
    const char *folder = getenv("TMPDIR");

    snprintf(path, size, "%s/monazite-XXXXXX", folder && *folder ? folder : "/tmp");
    return mkstemp(path);
}

/* Copy a file to a stream. */
static enum mnz_status
copy_to(const char *path, FILE *stream)
{
    FILE *file = fopen(path, "rb");
    char bytes[8192];
    size_t got;
    int has_failed;

    if (!file)
        return MNZ_ERR_IO;
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        if (fwrite(bytes, 1, got, stream) < got)
            break;
    has_failed = ferror(file) || ferror(stream);
    fclose(file);
    return has_failed || fflush(stream) != 0 ? MNZ_ERR_IO : MNZ_OK;
}

static void
fill(struct mnz_book *book, const struct mnz_build_info *build, int argc,
     char *const *argv)
{
    /* A fixed day, since the same results are to be the same bytes. */
    lxw_doc_properties properties = {.title = "monazite results",
                                     .created = 1735689600};

    workbook_set_properties(book->book, &properties);
    mnz_sheet_formats_make(book->book, &book->formats);
    mnz_book_add_overview(book);
    add_table(book, "Industries", &mnz_table_industries, 4);
    mnz_book_add_months(book);
    mnz_book_add_elements(book);
    mnz_book_add_licences(book);
    add_table(book, "Flows", &mnz_table_flows, 3);
    add_table(book, "Dates", &mnz_table_events, 3);
    add_table(book, "Inputs", &mnz_table_inputs, 2);
    add_about(book, build, argc, argv);
    mnz_book_draw_overview(book);
}

/* Write it to the file of this name. */
static enum mnz_status
write_to(const char *path, struct mnz_book *book, const struct mnz_build_info *build,
         int argc, char *const *argv)
{
    lxw_error failed;

    book->book = workbook_new(path);
    if (!book->book)
        return MNZ_ERR_NOMEM;
    fill(book, build, argc, argv);
    errno = 0;
    failed = workbook_close(book->book);
    if (failed == LXW_NO_ERROR && !book->has_failed)
        return MNZ_OK;
    return errno ? MNZ_ERR_IO : MNZ_ERR_NOMEM;
}

enum mnz_status
mnz_workbook_write(const struct mnz_outcome *outcome,
                   const struct mnz_build_info *build, int argc, char *const *argv,
                   FILE *stream)
{
    struct mnz_book *book = calloc(1, sizeof *book);
    const int descriptor = book ? make_temporary(book->path, sizeof book->path) : -1;
    enum mnz_status st = !book ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
    int reason;

    if (descriptor >= 0) {
        close(descriptor);
        book->outcome = outcome;
        st = write_to(book->path, book, build, argc, argv);
        if (!st)
            st = copy_to(book->path, stream);
        reason = errno;
        unlink(book->path);
        errno = reason;
    }
    free(book);
    return st;
}
