/* bytes.c - numbers and texts as bytes, and back. */

#include "base/bytes.h"

#include <string.h>

enum { HASH_DIGITS = MNZ_SHA256_TEXT - 1 };

void
mnz_bytes_begin(struct mnz_byte_writer *writer, FILE *stream)
{
    writer->stream = stream;
    writer->used = 0;
    writer->bits = 0;
    writer->num_bits = 0;
    mnz_sha256_begin(&writer->hash);
}

static void
hand_over(struct mnz_byte_writer *w)
{
    mnz_sha256_add(&w->hash, w->buffer, w->used);
    fwrite(w->buffer, 1, w->used, w->stream);
    w->used = 0;
}

static void
put(struct mnz_byte_writer *w, unsigned char byte)
{
    if (w->used == sizeof w->buffer)
        hand_over(w);
    w->buffer[w->used++] = byte;
}

void
mnz_put_count(struct mnz_byte_writer *writer, uint64_t count)
{
    for (; count > 0x7f; count >>= 7)
        put(writer, (unsigned char)(0x80 | (count & 0x7f)));
    put(writer, (unsigned char)count);
}

void
mnz_word_write(unsigned char *to, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (unsigned char)(number >> (8 * i) & 0xff);
}

uint64_t
mnz_word_read(const unsigned char *from, int bytes)
{
    uint64_t number = 0;

    for (int i = 0; i < bytes; i++)
        number |= (uint64_t)from[i] << (8 * i);
    return number;
}

void
mnz_put_double(struct mnz_byte_writer *writer, double value)
{
    unsigned char bytes[8];
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    mnz_word_write(bytes, bits, 8);
    mnz_put_bytes(writer, bytes, sizeof bytes);
}

void
mnz_put_bits(struct mnz_byte_writer *writer, uint32_t value, unsigned width)
{
    writer->bits |= (value & ((UINT64_C(1) << width) - 1)) << writer->num_bits;
    writer->num_bits += width;
    for (; writer->num_bits >= 8; writer->num_bits -= 8) {
        put(writer, (unsigned char)(writer->bits & 0xff));
        writer->bits >>= 8;
    }
}

void
mnz_end_bits(struct mnz_byte_writer *writer)
{
    if (writer->num_bits > 0)
        mnz_put_bits(writer, 0, 8 - writer->num_bits);
}

void
mnz_put_bytes(struct mnz_byte_writer *writer, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        put(writer, ((const unsigned char *)bytes)[i]);
}

void
mnz_put_text(struct mnz_byte_writer *writer, const char *text)
{
    mnz_put_count(writer, strlen(text));
    mnz_put_bytes(writer, text, strlen(text));
}

enum mnz_status
mnz_bytes_end(struct mnz_byte_writer *writer)
{
    char digits[MNZ_SHA256_TEXT];

    hand_over(writer);
    mnz_sha256_end(&writer->hash, digits);
    fwrite(digits, 1, HASH_DIGITS, writer->stream);
    return fflush(writer->stream) != 0 || ferror(writer->stream) ? MNZ_ERR_IO : MNZ_OK;
}

/* The next byte. */
static unsigned
take(struct mnz_byte_reader *r)
{
    if (r->at == r->end)
        r->is_broken = 1;
    return r->is_broken ? 0 : *r->at++;
}

uint64_t
mnz_take_count(struct mnz_byte_reader *reader)
{
    uint64_t count = 0;

    for (int shift = 0; shift < 64; shift += 7) {
        const uint64_t byte = take(reader);

        if (shift == 63 && byte > 1) /* more than 64 bits */
            break;
        count |= (byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return reader->is_broken ? 0 : count;
    }
    reader->is_broken = 1;
    return 0;
}

uint64_t
mnz_take_count_to(struct mnz_byte_reader *reader, uint64_t most)
{
    const uint64_t count = mnz_take_count(reader);

    reader->is_broken |= count > most;
    return reader->is_broken ? 0 : count;
}

double
mnz_take_double(struct mnz_byte_reader *reader)
{
    uint64_t bits = 0;
    double value;

    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)take(reader) << (8 * i);
    memcpy(&value, &bits, sizeof value);
    return reader->is_broken ? 0.0 : value;
}

uint32_t
mnz_take_bits(struct mnz_byte_reader *reader, unsigned width)
{
    uint32_t value;

    while (reader->num_bits < width) {
        reader->bits |= (uint64_t)take(reader) << reader->num_bits;
        reader->num_bits += 8;
    }
    value = (uint32_t)(reader->bits & ((UINT64_C(1) << width) - 1));
    reader->bits >>= width;
    reader->num_bits -= width;
    return value;
}

void
mnz_leave_bits(struct mnz_byte_reader *reader)
{
    reader->is_broken |= reader->bits != 0;
    reader->bits = 0;
    reader->num_bits = 0;
}

void
mnz_take_text(struct mnz_byte_reader *reader, char *text, size_t size)
{
    const size_t length = (size_t)mnz_take_count_to(reader, size - 1);

    text[0] = '\0';
    if ((size_t)(reader->end - reader->at) < length || memchr(reader->at, '\0', length))
        reader->is_broken = 1;
    if (reader->is_broken)
        return;
    memcpy(text, reader->at, length);
    text[length] = '\0';
    reader->at += length;
}

int
mnz_bytes_are_whole(struct mnz_byte_reader *reader)
{
    const size_t length = (size_t)(reader->end - reader->at);
    char digits[MNZ_SHA256_TEXT];
    struct mnz_sha256 hash;

    if (length < HASH_DIGITS)
        return 0;
    mnz_sha256_begin(&hash);
    mnz_sha256_add(&hash, reader->at, length - HASH_DIGITS);
    mnz_sha256_end(&hash, digits);
    reader->end -= HASH_DIGITS;
    return memcmp(digits, reader->end, HASH_DIGITS) == 0;
}

const char *
mnz_take_long_text(struct mnz_byte_reader *reader, size_t *length)
{
    const size_t left = (size_t)(reader->end - reader->at);
    const uint64_t wanted = mnz_take_count_to(reader, left);
    const char *text = (const char *)reader->at;

    *length = 0;
    if (reader->is_broken || wanted > (size_t)(reader->end - reader->at)) {
        reader->is_broken = 1;
        return text;
    }
    reader->at += wanted;
    *length = (size_t)wanted;
    return text;
}
