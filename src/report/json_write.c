/* json_write.c - JSON for other programs to read. */

#include "report/json_write.h"

#include <inttypes.h>

#include "base/number.h"

static void
write_text(struct mnz_json *json, const char *text)
{
    putc('"', json->stream);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(json->stream, "\\%c", *c);
        else if (*c == '\n')
            fputs("\\n", json->stream);
        else if (*c < 0x20 || *c == 0x7f)
            fprintf(json->stream, "\\u%04x", *c);
        else
            putc(*c, json->stream);
    }
    putc('"', json->stream);
}

static void
begin_value(struct mnz_json *json, const char *key)
{
    if (json->has_items)
        putc(',', json->stream);
    if (json->depth > 0) {
        putc('\n', json->stream);
        for (int i = 0; i < json->depth; i++)
            fputs("  ", json->stream);
    }
    json->has_items = 1;
    if (key) {
        write_text(json, key);
        fputs(": ", json->stream);
    }
}

void
mnz_json_open(struct mnz_json *json, const char *key, char bracket)
{
    begin_value(json, key);
    putc(bracket, json->stream);
    json->depth++;
    json->has_items = 0;
}

void
mnz_json_close(struct mnz_json *json, char bracket)
{
    json->depth--;
    if (json->has_items) {
        putc('\n', json->stream);
        for (int i = 0; i < json->depth; i++)
            fputs("  ", json->stream);
    }
    putc(bracket, json->stream);
    json->has_items = 1;
    if (json->depth == 0)
        putc('\n', json->stream);
}

void
mnz_json_text(struct mnz_json *json, const char *key, const char *text)
{
    begin_value(json, key);
    write_text(json, text);
}

void
mnz_json_number(struct mnz_json *json, const char *key, double number)
{
    char text[MNZ_NUMBER_TEXT];

    begin_value(json, key);
    if (number - number == 0.0) {
        mnz_number_format(number, text);
        fputs(text, json->stream);
    } else {
        fputs("null", json->stream);
    }
}

void
mnz_json_count(struct mnz_json *json, const char *key, uint64_t count)
{
    begin_value(json, key);
    fprintf(json->stream, "%" PRIu64, count);
}

void
mnz_json_truth(struct mnz_json *json, const char *key, int truth)
{
    begin_value(json, key);
    fputs(truth ? "true" : "false", json->stream);
}
