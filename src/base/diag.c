/* diag.c - messages about the user's files, each with its place and line. */

#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/checked.h"
#include "base/files.h"
#include "base/utf8.h"

enum { MOST_KEPT = 1000, WIDEST_LINE = 160, BEFORE_COLUMN = 60 };

/* A message, and at which byte of its source_line the caret goes. */
struct message {
    struct mnz_diag diag;
    size_t caret;
};

struct source {
    const char *file, *text;
    size_t length;
    size_t num_lines; /* 0 until the first message asks */
    size_t *line_start;
};

struct mnz_diags {
    struct mnz_arena arena;
    struct message *messages;
    size_t num_messages, messages_capacity;
    struct source *sources;
    size_t num_sources, sources_capacity;
    struct mnz_read_file *files;
    size_t num_files, files_capacity;
    size_t num_errors, num_warnings, num_lost;
    int are_errors;   /* all that are kept: there is nothing to make room with */
    int lacks_memory; /* for these arrays */
};

static void show_line(struct mnz_diags *diags, struct message *m);
static struct source *find_source(struct mnz_diags *diags, const char *file);
static int index_lines(struct source *source);
static void print_all(const struct mnz_diags *diags, FILE *stream, int colour);
static void print_message(const struct message *m, FILE *stream, int colour);

enum mnz_status
mnz_diags_create(struct mnz_diags **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? MNZ_OK : MNZ_ERR_NOMEM;
}

void
mnz_diags_destroy(struct mnz_diags *diags)
{
    if (!diags)
        return;
    for (size_t i = 0; i < diags->num_sources; i++)
        free(diags->sources[i].line_start);
    free(diags->sources);
    free(diags->files);
    free(diags->messages);
    mnz_arena_finish(&diags->arena);
    free(diags);
}

/* Make room for an error: the last message that is none gives way. */
static int
drop_warning(struct mnz_diags *diags)
{
    if (diags->are_errors)
        return 0;
    for (size_t i = diags->num_messages; i-- > 0;) {
        if (diags->messages[i].diag.severity == MNZ_SEVERITY_ERROR)
            continue;
        memmove(&diags->messages[i], &diags->messages[i + 1],
                (diags->num_messages - i - 1) * sizeof *diags->messages);
        diags->num_messages--;
        diags->num_lost++;
        return 1;
    }
    diags->are_errors = 1;
    return 0;
}

void
mnz_diag_add(struct mnz_diags *diags, enum mnz_code code, struct mnz_span at,
             const char *advice, const char *format, ...)
{
    const struct mnz_message *kind = code ? mnz_message_get((size_t)code - 1) : NULL;
    const enum mnz_severity severity = kind ? kind->severity : MNZ_SEVERITY_NOTE;
    struct message m = {.diag = {.severity = severity, .at = at}};
    va_list args;

    diags->num_errors += severity == MNZ_SEVERITY_ERROR;
    diags->num_warnings += severity == MNZ_SEVERITY_WARNING;
    if (mnz_diags_are_full(diags) &&
        !(severity == MNZ_SEVERITY_ERROR && drop_warning(diags))) {
        diags->num_lost++;
        return;
    }
    if (!mnz_grow((void **)&diags->messages, &diags->messages_capacity,
                  diags->num_messages, sizeof *diags->messages)) {
        diags->lacks_memory = 1;
        diags->num_lost++;
        return;
    }
    m.diag.code = kind ? kind->code : NULL;
    va_start(args, format);
    m.diag.at.file = at.file ? mnz_diags_keep(diags, at.file) : NULL;
    m.diag.text = mnz_arena_vprintf(&diags->arena, format, args);
    va_end(args);
    if (!m.diag.text)
        m.diag.text = "out of memory while a message was written";
    if (advice)
        m.diag.advice = mnz_arena_strdup(&diags->arena, advice);
    show_line(diags, &m);
    diags->messages[diags->num_messages++] = m;
}

/* Bytes of names, as opposed to marks and blanks between them. */
static int
is_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-' || c == '.' || ((unsigned char)c & 0x80);
}

/* The column of a message in characters, and the end of the word that stands there. */
static void
count_characters(struct message *m, const char *line, size_t length)
{
    size_t end = m->caret;

    m->diag.character = 1;
    for (size_t i = 0; i < m->caret; i++)
        m->diag.character += ((unsigned char)line[i] & 0xc0) != 0x80;
    m->diag.end_character = m->diag.character;
    for (; end < length && is_of_word(line[end]); end++)
        m->diag.end_character += ((unsigned char)line[end] & 0xc0) != 0x80;
}

/* Copy the line a message is about: all of it, or a window around its column. */
static void
show_line(struct mnz_diags *diags, struct message *m)
{
    struct source *source = find_source(diags, m->diag.at.file);
    const size_t line = m->diag.at.line, column = m->diag.at.column;
    size_t start, end, from, to;

    if (!source || line == 0)
        return;
    if (!index_lines(source)) {
        diags->lacks_memory = 1;
        return;
    }
    if (line > source->num_lines)
        return;
    start = source->line_start[line - 1];
    end = line < source->num_lines ? source->line_start[line] - 1 : source->length;
    if (end > start && source->text[end - 1] == '\r')
        end--;
    m->caret = column > 0 ? column - 1 : 0;
    if (m->caret > end - start)
        m->caret = end - start;
    if (column > 0)
        count_characters(m, source->text + start, end - start);
    from = start;
    to = end;
    if (end - start > WIDEST_LINE) {
        if (m->caret > BEFORE_COLUMN)
            from = start + m->caret - BEFORE_COLUMN;
        if (end - from < WIDEST_LINE)
            from = end - WIDEST_LINE;
        to = from + WIDEST_LINE;
        while (from < to && ((unsigned char)source->text[from] & 0xc0) == 0x80)
            from++;
        while (to > from && to < end &&
               ((unsigned char)source->text[to] & 0xc0) == 0x80)
            to--;
    }
    const char *head = from > start ? "..." : "", *tail = to < end ? "..." : "";
    m->caret = m->caret - (from - start) + strlen(head);
    m->diag.source_line = mnz_arena_printf(&diags->arena, "%s%.*s%s", head,
                                           (int)(to - from), source->text + from, tail);
}

static struct source *
find_source(struct mnz_diags *diags, const char *file)
{
    for (size_t i = 0; file && i < diags->num_sources; i++)
        if (strcmp(diags->sources[i].file, file) == 0)
            return &diags->sources[i];
    return NULL;
}

/* Once a file, so that a thousand messages in a large one do not each read it whole. */
static int
index_lines(struct source *source)
{
    size_t num_lines = 1, line = 0;

    if (source->num_lines)
        return 1;
    for (size_t i = 0; i < source->length; i++)
        num_lines += source->text[i] == '\n';
    source->line_start = calloc(num_lines, sizeof *source->line_start);
    if (!source->line_start)
        return 0;
    for (size_t i = 0; i < source->length; i++)
        if (source->text[i] == '\n')
            source->line_start[++line] = i + 1;
    source->num_lines = num_lines;
    return 1;
}

const char *
mnz_diags_keep(struct mnz_diags *diags, const char *text)
{
    const char *copy = mnz_arena_strdup(&diags->arena, text);

    return copy ? copy : "";
}

int
mnz_diags_lack_memory(const struct mnz_diags *diags)
{
    return diags->lacks_memory || mnz_arena_has_failed(&diags->arena);
}

void
mnz_diags_add_source(struct mnz_diags *diags, const char *file, const char *text,
                     size_t length)
{
    struct source source = {.length = length};

    if (find_source(diags, file))
        return;
    if (!mnz_grow((void **)&diags->sources, &diags->sources_capacity,
                  diags->num_sources, sizeof *diags->sources)) {
        diags->lacks_memory = 1;
        return;
    }
    source.file = mnz_arena_strdup(&diags->arena, file);
    source.text = mnz_arena_strndup(&diags->arena, text, length);
    if (source.file && source.text)
        diags->sources[diags->num_sources++] = source;
}

void
mnz_diags_add_file(struct mnz_diags *diags, const char *path, const char *bytes,
                   size_t length)
{
    struct mnz_read_file file;
    struct mnz_sha256 hash;

    for (size_t i = 0; i < diags->num_files; i++)
        if (strcmp(diags->files[i].path, path) == 0)
            return;
    file.path = mnz_arena_strdup(&diags->arena, path);
    if (!file.path || !mnz_grow((void **)&diags->files, &diags->files_capacity,
                                diags->num_files, sizeof *diags->files)) {
        diags->lacks_memory = 1;
        return;
    }
    mnz_sha256_begin(&hash);
    mnz_sha256_add(&hash, bytes, length);
    mnz_sha256_end(&hash, file.sha256);
    diags->files[diags->num_files++] = file;
}

const struct mnz_read_file *
mnz_diags_files(const struct mnz_diags *diags, size_t *count)
{
    *count = diags->num_files;
    return diags->files;
}

int
mnz_diags_are_full(const struct mnz_diags *diags)
{
    return diags->num_messages >= MOST_KEPT;
}

size_t
mnz_diags_errors(const struct mnz_diags *diags)
{
    return diags->num_errors;
}

size_t
mnz_diags_warnings(const struct mnz_diags *diags)
{
    return diags->num_warnings;
}

size_t
mnz_diags_count(const struct mnz_diags *diags)
{
    return diags->num_messages;
}

const struct mnz_diag *
mnz_diags_get(const struct mnz_diags *diags, size_t i)
{
    MNZ_BUG_IF(i >= diags->num_messages);
    return &diags->messages[i].diag;
}

/* Composed in memory, because stderr is unbuffered and would be written to character
 * by character. */
void
mnz_diags_print(const struct mnz_diags *diags, FILE *stream, int colour)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = diags->num_messages > 0 ? open_memstream(&text, &length) : NULL;

    if (!memory) {
        print_all(diags, stream, colour);
        return;
    }
    print_all(diags, memory, colour);
    if (!mnz_text_end(memory, &text))
        fwrite(text, 1, length, stream);
    else
        print_all(diags, stream, colour);
    free(text);
}

static void
print_all(const struct mnz_diags *diags, FILE *stream, int colour)
{
    for (size_t i = 0; i < diags->num_messages; i++)
        print_message(&diags->messages[i], stream, colour);
    if (diags->num_lost)
        fprintf(stream, "... and %zu more messages\n", diags->num_lost);
}

static void
print_message(const struct message *m, FILE *stream, int colour)
{
    static const struct {
        const char *name, *colour;
    } severities[] = {
        [MNZ_SEVERITY_NOTE] = {"note", "\033[1;36m"},
        [MNZ_SEVERITY_WARNING] = {"warning", "\033[1;35m"},
        [MNZ_SEVERITY_ERROR] = {"error", "\033[1;31m"},
    };
    const struct mnz_diag *d = &m->diag;
    const char *reset = colour ? "\033[0m" : "", *bold = colour ? "\033[1m" : "";

    if (d->at.file) {
        fputs(bold, stream);
        mnz_utf8_print(stream, d->at.file, "");
        if (d->at.line)
            fprintf(stream, ":%u", (unsigned)d->at.line);
        if (d->at.line && d->at.column)
            fprintf(stream, ":%u", (unsigned)d->at.column);
        fprintf(stream, ":%s ", reset);
    }
    fprintf(stream, "%s%s:%s ", colour ? severities[d->severity].colour : "",
            severities[d->severity].name, reset);
    mnz_utf8_print(stream, d->text, "");
    if (d->code)
        fprintf(stream, " [%s]", d->code);
    fputc('\n', stream);
    if (d->source_line) {
        fputs("    ", stream);
        mnz_utf8_print(stream, d->source_line, "\t");
        fputs("\n    ", stream);
        for (size_t i = 0; i < m->caret && d->source_line[i]; i++)
            if (((unsigned char)d->source_line[i] & 0xc0) != 0x80)
                fputc(d->source_line[i] == '\t' ? '\t' : ' ', stream);
        fprintf(stream, "%s^%s\n", colour ? severities[d->severity].colour : "", reset);
    }
    if (d->advice) {
        fputs("  ", stream);
        mnz_utf8_print(stream, d->advice, "");
        fputc('\n', stream);
    }
}
