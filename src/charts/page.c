/* page.c - the report of runs: one file of HTML that asks nobody for anything. */

#include "charts/page.h"

#include <string.h>

#include "charts/page_files.h"
#include "charts/svg.h"

int
mnz_page_is_built_in(void)
{
    return mnz_page_echarts.length > 0;
}

static void
write_file(const struct mnz_page_file *file, FILE *stream)
{
    fwrite(file->bytes, 1, file->length, stream);
}

/* No source of anything but the page itself is allowed. */
static void
write_head(const struct mnz_page_run *run, FILE *stream)
{
    fprintf(
        stream,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<link rel=\"icon\" href=\"data:,\">\n<title>",
        mnz_strings[MNZ_STRING_language]);
    mnz_svg_escape(stream,
                   *run->findings->title ? run->findings->title : run->scenario);
    fputs("</title>\n<style>\n", stream);
    write_file(&mnz_page_style, stream);
    fputs("</style>\n</head>\n", stream);
}

static enum mnz_status
write_body(const struct mnz_page_run *runs, uint32_t count, FILE *stream)
{
    enum mnz_status st = MNZ_OK;

    fputs(
        "<body>\n<header><h1 id=\"title\"></h1><p id=\"subtitle\" class=\"muted\"></p>"
        "<div id=\"runs\" class=\"tools\"></div></header>\n<noscript>\n<p>",
        stream);
    mnz_svg_escape(stream, mnz_strings[MNZ_STRING_noscript]);
    fputs("</p>\n", stream);
    for (uint32_t i = 0; !st && i < count; i++)
        st = mnz_page_tables(&runs[i], stream);
    fputs("</noscript>\n<main id=\"charts\"></main>\n<footer><details><summary>",
          stream);
    mnz_svg_escape(stream, mnz_strings[MNZ_STRING_licence]);
    fputs("</summary>\n<pre>", stream);
    for (size_t i = 0; i < mnz_page_licences.length; i++)
        if (strchr("<>&", mnz_page_licences.bytes[i]))
            fprintf(stream, "&#%d;", mnz_page_licences.bytes[i]);
        else
            putc(mnz_page_licences.bytes[i], stream);
    fputs("</pre></details></footer>\n", stream);
    return st;
}

static enum mnz_status
write_page(const struct mnz_page_run *runs, uint32_t count, FILE *stream)
{
    enum mnz_status st;

    write_head(&runs[0], stream);
    st = write_body(runs, count, stream);
    fputs("<script type=\"application/json\" id=\"data\">\n", stream);
    if (!st)
        st = mnz_page_data(runs, count, stream);
    fputs("</script>\n<script>\n", stream);
    write_file(&mnz_page_echarts, stream);
    fputs("\n</script>\n<script>\n", stream);
    write_file(&mnz_page_script, stream);
    fputs("</script>\n</body>\n</html>\n", stream);
    /* A table that cannot be read has its diagnostic. */
    if (st == MNZ_ERR_IO)
        return MNZ_ERR_INPUT;
    return !st && ferror(stream) ? MNZ_ERR_IO : st;
}

enum mnz_status
mnz_page_write(const struct mnz_findings *const *findings, uint32_t count,
               struct mnz_diags *diags, FILE *stream)
{
    struct mnz_arena arena = {0};
    struct mnz_page_run *runs;
    uint32_t num_runs = 0, most = 1;
    enum mnz_status st;

    if (!mnz_page_is_built_in() || count == 0) {
        if (diags)
            mnz_diag_add(diags, MNZ_E1705, (struct mnz_span){"monazite", 0, 0},
                         "install npm and run ./bootstrap build",
                         "this program was built without Apache ECharts");
        return MNZ_ERR_INPUT;
    }
    for (uint32_t i = 0; i < count; i++)
        most += mnz_names_count(&findings[i]->scenarios) + 1;
    runs = mnz_arena_alloc(&arena, most, sizeof *runs);
    for (uint32_t i = 0; runs && i < count; i++) {
        if (mnz_names_count(&findings[i]->scenarios) == 0)
            runs[num_runs++] = (struct mnz_page_run){findings[i], "", diags};
        for (uint32_t s = 0; s < mnz_names_count(&findings[i]->scenarios); s++)
            runs[num_runs++] = (struct mnz_page_run){
                findings[i], mnz_names_text(&findings[i]->scenarios, s), diags};
    }
    st = runs && num_runs > 0 ? write_page(runs, num_runs, stream) : MNZ_ERR_NOMEM;
    mnz_arena_finish(&arena);
    return st;
}
