/* sarif.c - messages as SARIF 2.1.0. */

#include "report/sarif.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/checked.h"
#include "report/json_write.h"

struct mnz_sarif {
    struct mnz_arena arena;
    struct mnz_diag *items; /* texts in the arena */
    size_t count, room;
    int has_failed;
};

enum mnz_status
mnz_sarif_create(struct mnz_sarif **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? MNZ_OK : MNZ_ERR_NOMEM;
}

void
mnz_sarif_destroy(struct mnz_sarif *log)
{
    if (!log)
        return;
    mnz_arena_finish(&log->arena);
    free(log->items);
    free(log);
}

static int
is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int
is_same(const struct mnz_diag *a, const struct mnz_diag *b)
{
    return a->at.line == b->at.line && a->at.column == b->at.column &&
           is_same_text(a->at.file, b->at.file) && is_same_text(a->code, b->code) &&
           is_same_text(a->text, b->text);
}

static const char *
keep(struct mnz_sarif *log, const char *text)
{
    return text ? mnz_arena_strdup(&log->arena, text) : NULL;
}

void
mnz_sarif_add(struct mnz_sarif *log, const struct mnz_diags *diags)
{
    for (size_t i = 0; i < mnz_diags_count(diags); i++) {
        struct mnz_diag d = *mnz_diags_get(diags, i);
        size_t k = 0;

        while (k < log->count && !is_same(&log->items[k], &d))
            k++;
        if (k < log->count)
            continue;
        if (!mnz_grow((void **)&log->items, &log->room, log->count,
                      sizeof *log->items)) {
            log->has_failed = 1;
            return;
        }
        d.text = keep(log, d.text);
        d.advice = keep(log, d.advice);
        d.source_line = keep(log, d.source_line);
        d.at.file = keep(log, d.at.file);
        log->items[log->count++] = d;
    }
}

/* Whether a place is one of the command line or a pipe rather than of a file. */
static int
is_file(const char *name)
{
    return strncmp(name, "--", 2) != 0 && strcmp(name, "stdin") != 0;
}

/* A path as a URI reference (RFC 3986), to be freed; NULL without memory. */
static char *
uri_of(const char *path)
{
    static const char plain[] = "-._~/!$&'()*+,;=@";
    char *text = malloc(3 * strlen(path) + sizeof "file://"), *to = text;

    if (!text)
        return NULL;
    if (*path == '/')
        to += sprintf(to, "file://");
    for (const char *c = path; *c; c++)
        if (isalnum((unsigned char)*c) || strchr(plain, *c))
            *to++ = *c;
        else
            to += sprintf(to, "%%%02X", (unsigned)(unsigned char)*c);
    *to = '\0';
    return text;
}

static void
write_message(struct mnz_json *json, const char *key, const char *text)
{
    mnz_json_open(json, key, '{');
    mnz_json_text(json, "text", text);
    mnz_json_close(json, '}');
}

static void
write_region(struct mnz_json *json, const struct mnz_diag *d, const char *key)
{
    mnz_json_open(json, key, '{');
    mnz_json_count(json, "startLine", d->at.line);
    if (d->character > 0)
        mnz_json_count(json, "startColumn", d->character);
    if (d->end_character > d->character)
        mnz_json_count(json, "endColumn", d->end_character);
    mnz_json_close(json, '}');
}

static int
write_artifact(struct mnz_json *json, const char *file)
{
    char *uri = uri_of(file);

    mnz_json_open(json, "artifactLocation", '{');
    mnz_json_text(json, "uri", uri ? uri : "");
    mnz_json_close(json, '}');
    free(uri);
    return uri != NULL;
}

/* A file with its region and line, or the part of the command line. */
static int
write_location(struct mnz_json *json, const struct mnz_diag *d, const char *message)
{
    int is_whole = 1;

    mnz_json_open(json, NULL, '{');
    if (message)
        write_message(json, "message", message);
    if (is_file(d->at.file)) {
        mnz_json_open(json, "physicalLocation", '{');
        is_whole = write_artifact(json, d->at.file);
        if (d->at.line > 0)
            write_region(json, d, "region");
        if (d->at.line > 0 && d->source_line) {
            mnz_json_open(json, "contextRegion", '{');
            mnz_json_count(json, "startLine", d->at.line);
            write_message(json, "snippet", d->source_line);
            mnz_json_close(json, '}');
        }
        mnz_json_close(json, '}');
    } else {
        mnz_json_open(json, "logicalLocations", '[');
        mnz_json_open(json, NULL, '{');
        mnz_json_text(json, "fullyQualifiedName", d->at.file);
        mnz_json_close(json, '}');
        mnz_json_close(json, ']');
    }
    mnz_json_close(json, '}');
    return is_whole;
}

/* Whether the message quotes what stands in the region, so that a change of the whole
 * region is one of that word. */
static int
quotes_region(const struct mnz_diag *d)
{
    const char *start = strchr(d->text, '\''),
               *end = start ? strchr(start + 1, '\'') : NULL;
    uint32_t characters = 0;

    for (const char *c = start; end && ++c < end;)
        characters += ((unsigned char)*c & 0xc0) != 0x80;
    return end && characters == d->end_character - d->character;
}

/* The word that advice would have in the place of the one that is there: its start and
 * length; NULL where the advice is no such word. */
static const char *
replacement_of(const struct mnz_diag *d, size_t *length)
{
    static const char words[] = "did you mean '";
    const char *start, *end;

    if (!d->advice || d->character == 0 || d->end_character <= d->character ||
        !is_file(d->at.file) || !quotes_region(d) ||
        strncmp(d->advice, words, sizeof words - 1) != 0)
        return NULL;
    start = d->advice + sizeof words - 1;
    end = strstr(start, "'?");
    if (!end || end[2])
        return NULL;
    *length = (size_t)(end - start);
    return start;
}

/* The advice as a change of the file, where it is one word for another. */
static int
write_fix(struct mnz_json *json, const struct mnz_diag *d)
{
    size_t length;
    const char *start = replacement_of(d, &length);
    char *word = start ? strndup(start, length) : NULL;
    int is_whole = !start || word;

    if (!word)
        return is_whole;
    mnz_json_open(json, "fixes", '[');
    mnz_json_open(json, NULL, '{');
    write_message(json, "description", d->advice);
    mnz_json_open(json, "artifactChanges", '[');
    mnz_json_open(json, NULL, '{');
    is_whole = write_artifact(json, d->at.file);
    mnz_json_open(json, "replacements", '[');
    mnz_json_open(json, NULL, '{');
    write_region(json, d, "deletedRegion");
    write_message(json, "insertedContent", word);
    mnz_json_close(json, '}');
    mnz_json_close(json, ']');
    mnz_json_close(json, '}');
    mnz_json_close(json, ']');
    mnz_json_close(json, '}');
    mnz_json_close(json, ']');
    free(word);
    return is_whole;
}

static const char *
level_of(enum mnz_severity severity)
{
    return severity == MNZ_SEVERITY_ERROR     ? "error"
           : severity == MNZ_SEVERITY_WARNING ? "warning"
                                              : "note";
}

/* Codes that occur, as rules: the position of one among them, or of all the count. */
static size_t
rule_of(const struct mnz_sarif *log, const char *code)
{
    size_t position = 0;

    for (size_t i = 0; i < mnz_message_count(); i++) {
        const char *own = mnz_message_get(i)->code;
        size_t k = 0;

        if (code && strcmp(own, code) == 0)
            return position;
        while (k < log->count && !is_same_text(log->items[k].code, own))
            k++;
        position += k < log->count;
    }
    return position;
}

static void
write_rules(struct mnz_json *json, const struct mnz_sarif *log)
{
    mnz_json_open(json, "rules", '[');
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const struct mnz_message *m = mnz_message_get(i);
        size_t k = 0;

        while (k < log->count && !is_same_text(log->items[k].code, m->code))
            k++;
        if (k == log->count)
            continue;
        mnz_json_open(json, NULL, '{');
        mnz_json_text(json, "id", m->code);
        write_message(json, "shortDescription", m->title);
        write_message(json, "fullDescription", m->cause);
        write_message(json, "help", m->fix);
        mnz_json_open(json, "defaultConfiguration", '{');
        mnz_json_text(json, "level", level_of(m->severity));
        mnz_json_close(json, '}');
        mnz_json_open(json, "properties", '{');
        mnz_json_text(json, "section", mnz_message_section(m));
        mnz_json_close(json, '}');
        mnz_json_close(json, '}');
    }
    mnz_json_close(json, ']');
}

/* The notes behind a message, which say more of it. */
static int
write_related(struct mnz_json *json, const struct mnz_sarif *log, size_t from)
{
    int is_whole = 1;

    if (from >= log->count || log->items[from].code)
        return 1;
    mnz_json_open(json, "relatedLocations", '[');
    for (size_t i = from; i < log->count && !log->items[i].code; i++)
        if (log->items[i].at.file)
            is_whole &= write_location(json, &log->items[i], log->items[i].text);
    mnz_json_close(json, ']');
    return is_whole;
}

/* The text with its advice, for readers that show nothing else. */
static int
write_words(struct mnz_json *json, const struct mnz_diag *d)
{
    char *text = NULL;
    size_t length;
    FILE *memory = open_memstream(&text, &length);
    int is_whole;

    if (!memory)
        return 0;
    fprintf(memory, "%s%s%s", d->text, d->advice ? ": " : "",
            d->advice ? d->advice : "");
    is_whole = fclose(memory) == 0 && text;
    write_message(json, "message", is_whole ? text : d->text);
    free(text);
    return is_whole;
}

static int
write_result(struct mnz_json *json, const struct mnz_sarif *log, size_t i)
{
    const struct mnz_diag *d = &log->items[i];
    int is_whole;

    mnz_json_open(json, NULL, '{');
    mnz_json_text(json, "ruleId", d->code);
    mnz_json_count(json, "ruleIndex", rule_of(log, d->code));
    mnz_json_text(json, "level", level_of(d->severity));
    is_whole = write_words(json, d);
    mnz_json_open(json, "locations", '[');
    if (d->at.file)
        is_whole &= write_location(json, d, NULL);
    mnz_json_close(json, ']');
    is_whole &= write_related(json, log, i + 1) & write_fix(json, d);
    if (d->advice) {
        mnz_json_open(json, "properties", '{');
        mnz_json_text(json, "advice", d->advice);
        mnz_json_close(json, '}');
    }
    mnz_json_close(json, '}');
    return is_whole;
}

static void
write_invocation(struct mnz_json *json, int exit_status)
{
    mnz_json_open(json, "invocations", '[');
    mnz_json_open(json, NULL, '{');
    mnz_json_truth(json, "executionSuccessful", exit_status != 1);
    mnz_json_count(json, "exitCode", (uint64_t)exit_status);
    mnz_json_close(json, '}');
    mnz_json_close(json, ']');
}

enum mnz_status
mnz_sarif_write(const struct mnz_sarif *log, const char *version, int exit_status,
                FILE *stream)
{
    struct mnz_json json = {.stream = stream};
    int is_whole = !log->has_failed && !mnz_arena_has_failed(&log->arena);

    if (!is_whole)
        return MNZ_ERR_NOMEM;
    mnz_json_open(&json, NULL, '{');
    mnz_json_text(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    mnz_json_text(&json, "version", "2.1.0");
    mnz_json_open(&json, "runs", '[');
    mnz_json_open(&json, NULL, '{');
    mnz_json_open(&json, "tool", '{');
    mnz_json_open(&json, "driver", '{');
    mnz_json_text(&json, "name", "monazite");
    mnz_json_text(&json, "version", version);
    write_rules(&json, log);
    mnz_json_close(&json, '}');
    mnz_json_close(&json, '}');
    write_invocation(&json, exit_status);
    mnz_json_text(&json, "columnKind", "unicodeCodePoints");
    mnz_json_open(&json, "results", '[');
    for (size_t i = 0; i < log->count; i++)
        if (log->items[i].code)
            is_whole &= write_result(&json, log, i);
    mnz_json_close(&json, ']');
    mnz_json_close(&json, '}');
    mnz_json_close(&json, ']');
    mnz_json_close(&json, '}');
    if (!is_whole)
        return MNZ_ERR_NOMEM;
    return fflush(stream) != 0 || ferror(stream) ? MNZ_ERR_IO : MNZ_OK;
}
