/* json_write.c - JSON for other programs to read. */

#include "report/json_write.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

/* One character in a string; `size` bytes of it. */
static void
write_character(struct mnz_json *json, const char *c, size_t size)
{
    if (size == 0)
        fputs("\xef\xbf\xbd", json->stream);
    else if (*c == '"' || *c == '\\')
        fprintf(json->stream, "\\%c", *c);
    else if (*c == '\n')
        fputs("\\n", json->stream);
    else if ((unsigned char)*c < 0x20 || *c == 0x7f)
        fprintf(json->stream, "\\u%04x", (unsigned)*c);
    else
        fwrite(c, 1, size, json->stream);
}

static void
write_text(struct mnz_json *json, const char *text)
{
    size_t left = strlen(text);

    putc('"', json->stream);
    while (left > 0) {
        uint32_t code;
        const size_t size = mnz_utf8_decode(text, left, &code);
        const size_t step = size > 0 ? size : 1;

        write_character(json, text, size);
        text += step;
        left -= step;
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
    if (json->depth == 0) {
        putc('\n', json->stream);
        json->has_items = 0;
    }
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
