/* utf8.c - decoding and checking UTF-8. */

#include "base/utf8.h"

#include <string.h>

size_t
mnz_utf8_decode(const char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t c = bytes[0];
    size_t size;

    if (c < 0x80) {
        *code = c;
        return 1;
    }
    size = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || size > length)
        return 0;
    c &= 0x7fu >> size;
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (bytes[i] & 0x3f);
    }
    if (c < least[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *code = c;
    return size;
}

static int
is_text(uint32_t code)
{
    if (code < 0x20)
        return code == '\t' || code == '\n' || code == '\r';
    if (code < 0x7f)
        return 1;
    if (code < 0xa0)
        return code == 0x85;
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
        return 0;
    return code != 0xfeff && code != 0xfffe && code != 0xffff;
}

/* How many bytes at the start are printable ASCII, by blocks that vectorise. */
static size_t
skip_ascii(const char *text, size_t length)
{
    enum { BLOCK = 32 };
    size_t i = 0;

    for (; i + BLOCK <= length; i += BLOCK) {
        unsigned bad = 0;

        for (size_t j = i; j < i + BLOCK; j++)
            bad |= (unsigned char)(text[j] - 0x20) >= 0x5f;
        if (bad)
            break;
    }
    while (i < length && (unsigned char)(text[i] - 0x20) < 0x5f)
        i++;
    return i;
}

size_t
mnz_utf8_verify(const char *text, size_t length)
{
    size_t i = skip_ascii(text, length);

    while (i < length) {
        uint32_t code;
        const size_t size = mnz_utf8_decode(text + i, length - i, &code);

        if (size == 0 || !is_text(code))
            break;
        i += size;
        i += skip_ascii(text + i, length - i);
    }
    return i;
}

static int
is_harmless(uint32_t code, const char *kept)
{
    if (code < 0x20)
        return code != 0 && strchr(kept, (int)code) != NULL;
    if (code >= 0x7f && code < 0xa0)
        return 0;
    return code != 0x2028 && code != 0x2029 && !(code >= 0x202a && code <= 0x202e) &&
           !(code >= 0x2066 && code <= 0x2069) && code != 0x200e && code != 0x200f;
}

/* Bytes at `text` that may be shown, or 0; *step is how many there are in any case. */
static size_t
harmless_bytes(const char *text, size_t left, const char *kept, size_t *step)
{
    uint32_t code = 0;
    const size_t size = mnz_utf8_decode(text, left, &code);

    *step = size ? size : 1;
    return size && is_harmless(code, kept) ? size : 0;
}

void
mnz_utf8_print(FILE *stream, const char *text, const char *kept)
{
    size_t left = strlen(text), step;

    for (; left > 0; text += step, left -= step)
        if (harmless_bytes(text, left, kept, &step))
            fwrite(text, 1, step, stream);
        else
            fputc('?', stream);
}

void
mnz_utf8_clean(char *text)
{
    size_t left = strlen(text), step;

    for (; left > 0; text += step, left -= step)
        if (!harmless_bytes(text, left, "", &step))
            memset(text, '?', step);
}
