#ifndef MNZ_BASE_BYTES_H
#define MNZ_BASE_BYTES_H

#include <stdint.h>
#include <stdio.h>
#include "base/sha256.h"
#include "monazite/status.h"

/*
 * Numbers and texts as bytes of a file that the program reads again. Counts take 7 bits
 * a byte, the lowest first, as few bytes as they need; doubles are the 8 bytes of their
 * IEEE 754 form, the lowest first. So the same values are the same bytes on any
 * machine.
 */
struct mnz_byte_writer {
    FILE *stream;
    struct mnz_sha256 hash; /* of all bytes handed to the stream */
    size_t used;
    uint64_t bits; /* not yet a byte, `num_bits` of them */
    unsigned num_bits;
    unsigned char buffer[16384];
};

/* Write to `stream`, borrowed, whose errors mnz_bytes_end() tells. */
void mnz_bytes_begin(struct mnz_byte_writer *writer, FILE *stream);
void mnz_put_count(struct mnz_byte_writer *writer, uint64_t count);
void mnz_put_double(struct mnz_byte_writer *writer, double value);
/* The `width` lowest bits of a number, up to 32, the lowest first; and the end of a row
 * of bits, that fills the last byte with zeros. */
void mnz_put_bits(struct mnz_byte_writer *writer, uint32_t value, unsigned width);
void mnz_end_bits(struct mnz_byte_writer *writer);
/* A text's length, then its bytes. */
void mnz_put_text(struct mnz_byte_writer *writer, const char *text);
/* Bytes as they are. */
void mnz_put_bytes(struct mnz_byte_writer *writer, const void *bytes, size_t length);

/* Hand over what is left, then the SHA-256 of all bytes as 64 digits. MNZ_ERR_IO where
 * the stream has failed. */
MNZ_NODISCARD enum mnz_status mnz_bytes_end(struct mnz_byte_writer *writer);

/*
 * Bytes to read from memory, borrowed. Whatever they hold, nothing beyond their end is
 * read: from the first value that is not whole on, all are 0 or "" and `is_broken` is
 * set.
 */
struct mnz_byte_reader {
    const unsigned char *at, *end;
    int is_broken;
    uint64_t bits; /* of the last byte, not yet taken: `num_bits` of them */
    unsigned num_bits;
};

uint64_t mnz_take_count(struct mnz_byte_reader *reader);
/* A count of at most `most`; a larger one breaks. */
uint64_t mnz_take_count_to(struct mnz_byte_reader *reader, uint64_t most);
double mnz_take_double(struct mnz_byte_reader *reader);
/* Bits that were put, and the end of their row. */
uint32_t mnz_take_bits(struct mnz_byte_reader *reader, unsigned width);
void mnz_leave_bits(struct mnz_byte_reader *reader);
/* A text that fits in `size` bytes with its NUL, and holds no other; "" else. */
void mnz_take_text(struct mnz_byte_reader *reader, char *text, size_t size);
/* A text of any length: where it is, without a NUL. */
const char *mnz_take_long_text(struct mnz_byte_reader *reader, size_t *length);

/* Whether the bytes end in the SHA-256 of those before, as mnz_bytes_end() leaves them;
 * it is then no longer part of them. */
int mnz_bytes_are_whole(struct mnz_byte_reader *reader);

/* The lowest `bytes` bytes of a number in memory, the lowest first, and back. */
void mnz_word_write(unsigned char *to, uint64_t number, int bytes);
uint64_t mnz_word_read(const unsigned char *from, int bytes);

#endif
