/* row_stream.c - rows of tables of any size. */

#include "document/row_stream.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHUNK = 1 << 16 };

struct mnz_row_stream {
    const char *path;
    FILE *file;
    struct mnz_diags *diags;
    struct mnz_sha256 sha;
    char digest[MNZ_SHA256_TEXT];
    iconv_t conversion; /* where has_conversion */
    int has_conversion, is_at_end;
    char raw[CHUNK]; /* read and not yet converted */
    size_t num_raw;
    char *text; /* converted: text[at .. num_text - 1] is not yet taken */
    size_t at, num_text, room;
    char separator;
    uint64_t line, next_line;
    char *cells[MNZ_STREAM_MOST_CELLS];
};

static enum mnz_status fill(struct mnz_row_stream *s);
static enum mnz_status find_charset(struct mnz_row_stream *s, const char *charset);
static void find_separator(struct mnz_row_stream *s);

static enum mnz_status
refuse(struct mnz_row_stream *s, enum mnz_code code, const char *advice,
       const char *text)
{
    const struct mnz_span at = {s->path, (uint32_t)(s->next_line % UINT32_MAX), 1};

    mnz_diag_add(s->diags, code, at, advice, "%s", text);
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_row_stream_open(const char *path, const char *charset, struct mnz_diags *diags,
                    struct mnz_row_stream **out)
{
    struct mnz_row_stream *s = calloc(1, sizeof *s);
    struct stat info;
    enum mnz_status st = MNZ_OK;

    *out = NULL;
    if (!s)
        return MNZ_ERR_NOMEM;
    s->path = path;
    s->diags = diags;
    s->next_line = 1;
    mnz_sha256_begin(&s->sha);
    errno = 0;
    if (stat(path, &info) == 0 && S_ISREG(info.st_mode))
        s->file = fopen(path, "rb");
    if (!s->file) {
        const struct mnz_span at = {path, 0, 0};

        mnz_diag_add(diags, MNZ_E0202, at, NULL, "cannot read '%s': %s", path,
                     errno ? strerror(errno) : "it is no regular file");
        st = MNZ_ERR_INPUT;
        goto out;
    }
    st = find_charset(s, charset);
    if (!st)
        st = fill(s);
    if (st)
        goto out;
    find_separator(s);
    *out = s;
    s = NULL;
out:
    mnz_row_stream_close(s);
    return st;
}

void
mnz_row_stream_close(struct mnz_row_stream *stream)
{
    if (!stream)
        return;
    if (stream->has_conversion)
        iconv_close(stream->conversion);
    if (stream->file)
        fclose(stream->file);
    free(stream->text);
    free(stream);
}

/* More raw bytes, hashed. */
static enum mnz_status
read_raw(struct mnz_row_stream *s)
{
    const size_t n = fread(s->raw + s->num_raw, 1, CHUNK - s->num_raw, s->file);

    if (n == 0 && ferror(s->file))
        return MNZ_ERR_IO;
    mnz_sha256_add(&s->sha, s->raw + s->num_raw, n);
    s->num_raw += n;
    if (n == 0 && !s->is_at_end) {
        s->is_at_end = 1;
        mnz_sha256_end(&s->sha, s->digest);
    }
    return MNZ_OK;
}

/* Whether the bytes so far are UTF-8; a character cut off at their end is forgiven. */
static int
is_utf8(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length) {
        const unsigned char c = (unsigned char)text[i];
        const size_t n = c < 0x80    ? 1
                         : c >= 0xf0 ? 4
                         : c >= 0xe0 ? 3
                         : c >= 0xc2 ? 2
                                     : 0;

        if (n == 0 || c > 0xf4)
            return 0;
        if (i + n > length)
            return 1;
        for (size_t k = 1; k < n; k++)
            if (((unsigned char)text[i + k] & 0xc0) != 0x80)
                return 0;
        i += n;
    }
    return 1;
}

/* Whether the whole file is UTF-8: a dash of another set may stand in its last line. */
static int
file_is_utf8(struct mnz_row_stream *s)
{
    size_t kept = 0, n;
    int is_sound = 1;

    while (is_sound && (n = fread(s->raw + kept, 1, CHUNK - kept, s->file)) > 0) {
        const size_t length = kept + n;
        size_t whole = length;

        /* the last character may go on in the next chunk */
        for (size_t back = 1; back <= 3 && back <= length; back++)
            if (((unsigned char)s->raw[length - back] & 0xc0) == 0xc0)
                whole = length - back;
        is_sound = is_utf8(s->raw, length);
        kept = length - whole;
        memmove(s->raw, s->raw + whole, kept);
    }
    rewind(s->file);
    return is_sound;
}

/* A byte order mark tells, or that all is UTF-8; else it is the format's own set. */
static enum mnz_status
find_charset(struct mnz_row_stream *s, const char *charset)
{
    const int is_utf8_throughout = charset && file_is_utf8(s);
    enum mnz_status st = read_raw(s);
    const unsigned char *raw = (const unsigned char *)s->raw;

    if (st)
        return st;
    if (s->num_raw >= 2 &&
        ((raw[0] == 0xff && raw[1] == 0xfe) || (raw[0] == 0xfe && raw[1] == 0xff)))
        charset = "UTF-16";
    else if (is_utf8_throughout || (!charset && is_utf8(s->raw, s->num_raw)))
        return MNZ_OK;
    if (!charset)
        return refuse(s, MNZ_E0101,
                      "name its character set under 'encoding' in the map",
                      "this is not text in UTF-8");
    s->conversion = iconv_open("UTF-8", charset);
    if (s->conversion == (iconv_t)-1)
        return refuse(s, MNZ_E1601, "for example GB18030 or WINDOWS-1252",
                      "the character set of this file is not known here");
    s->has_conversion = 1;
    return MNZ_OK;
}

/* Room for a chunk more; a row that fills all of it is no row. */
static enum mnz_status
make_room(struct mnz_row_stream *s)
{
    const size_t left = s->num_text - s->at;

    if (s->at > 0) {
        memmove(s->text, s->text + s->at, left);
        s->at = 0;
        s->num_text = left;
    }
    if (s->room - left < 4 * CHUNK + 1) {
        const size_t room = s->room ? 2 * s->room : 8 * CHUNK;
        char *bigger;

        if (left > MNZ_STREAM_MOST_ROW)
            return refuse(s, MNZ_E1602, "a quote may be open since here",
                          "this row is longer than a megabyte");
        bigger = realloc(s->text, room);
        if (!bigger)
            return MNZ_ERR_NOMEM;
        s->text = bigger;
        s->room = room;
    }
    return MNZ_OK;
}

static enum mnz_status
convert(struct mnz_row_stream *s)
{
    char *in = s->raw, *out = s->text + s->num_text;
    size_t in_left = s->num_raw, out_left = s->room - s->num_text - 1;

    if (iconv(s->conversion, &in, &in_left, &out, &out_left) == (size_t)-1 &&
        (errno == EILSEQ || (errno == EINVAL && (s->is_at_end || in_left > 8))))
        return refuse(s, MNZ_E1603,
                      "name its character set under 'encoding' in the map",
                      "these bytes are no text in the character set of this file");
    s->num_text = (size_t)(out - s->text);
    memmove(s->raw, in, in_left);
    s->num_raw = in_left;
    return MNZ_OK;
}

/* Read and convert a chunk. At the end of the file nothing is added. */
static enum mnz_status
fill(struct mnz_row_stream *s)
{
    enum mnz_status st = make_room(s);

    if (!st && s->num_raw < CHUNK)
        st = read_raw(s);
    if (st)
        return st;
    if (s->has_conversion)
        return s->num_raw > 0 ? convert(s) : MNZ_OK;
    memcpy(s->text + s->num_text, s->raw, s->num_raw);
    s->num_text += s->num_raw;
    s->num_raw = 0;
    return MNZ_OK;
}

/* The separator that the header has most of. A byte order mark goes with it. */
static void
find_separator(struct mnz_row_stream *s)
{
    size_t commas = 0, semicolons = 0, tabs = 0;

    if (s->num_text >= 3 && memcmp(s->text, "\xef\xbb\xbf", 3) == 0)
        s->at = 3;
    for (size_t i = s->at; i < s->num_text && s->text[i] != '\n'; i++) {
        commas += s->text[i] == ',';
        semicolons += s->text[i] == ';';
        tabs += s->text[i] == '\t';
    }
    s->separator = tabs > commas && tabs > semicolons ? '\t'
                   : semicolons > commas              ? ';'
                                                      : ',';
}

/* The end of the row that begins at `at`: a line's end outside quotes. 0: not there. */
static size_t
find_row_end(const struct mnz_row_stream *s)
{
    int is_quoted = 0;

    for (size_t i = s->at; i < s->num_text; i++) {
        if (s->text[i] == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && s->text[i] == '\n')
            return i + 1;
        else if (!is_quoted && s->text[i] == '\r' && i + 1 < s->num_text &&
                 s->text[i + 1] != '\n')
            return i + 1;
    }
    return 0;
}

static char *
trim(char *start, char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start &&
           (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r' || end[-1] == '\n'))
        end--;
    *end = '\0';
    return start;
}

/* Cut the row in place; *end_of_cell is behind the cell's separator. */
static char *
take_cell(char *p, const char *end, char separator, char **next)
{
    char *start = p, *out = p;
    int is_quoted = 0;

    for (; p < end; p++) {
        if (*p == '"' && is_quoted && p + 1 < end && p[1] == '"')
            *out++ = *p++;
        else if (*p == '"')
            is_quoted = !is_quoted;
        else if (*p == separator && !is_quoted)
            break;
        else
            *out++ = *p;
    }
    *next = p < end ? p + 1 : NULL;
    return trim(start, out);
}

static size_t
cut(struct mnz_row_stream *s, size_t end, int *has_text)
{
    char *p = s->text + s->at;
    size_t count = 0;

    *has_text = 0;
    while (p && count < MNZ_STREAM_MOST_CELLS) {
        s->cells[count] = take_cell(p, s->text + end, s->separator, &p);
        *has_text |= *s->cells[count++] != '\0';
    }
    return count;
}

enum mnz_status
mnz_row_stream_next(struct mnz_row_stream *stream, char ***cells, size_t *count)
{
    struct mnz_row_stream *s = stream;

    *cells = s->cells;
    *count = 0;
    for (;;) {
        size_t end = find_row_end(s);
        int has_text;

        while (end == 0 && !(s->is_at_end && s->num_raw == 0)) {
            const enum mnz_status st = fill(s);

            if (st)
                return st;
            end = find_row_end(s);
        }
        if (end == 0)
            end = s->num_text;
        if (end == s->at)
            return MNZ_OK;
        s->line = s->next_line++;
        *count = cut(s, end, &has_text);
        s->at = end;
        if (has_text)
            return MNZ_OK;
        *count = 0;
    }
}

uint64_t
mnz_row_stream_line(const struct mnz_row_stream *stream)
{
    return stream->line;
}

const char *
mnz_row_stream_digest(const struct mnz_row_stream *stream)
{
    return stream->digest;
}
