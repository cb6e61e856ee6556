#ifndef MNZ_BASE_UTF8_H
#define MNZ_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Decode the character at `text`, of which `length` > 0 bytes are left. Returns how
 * many bytes it takes and the code point in *code, or 0 when it is not valid UTF-8
 * (overlong forms, surrogates and numbers above U+10FFFF are not).
 */
size_t mnz_utf8_decode(const char *text, size_t length, uint32_t *code);

/*
 * The position of the first byte that plain text cannot hold: invalid UTF-8, NUL and
 * other control characters except tab and line ends, byte order marks, and characters
 * that reorder a line from within (U+202A to U+202E, U+2066 to U+2069). `length` if
 * none.
 */
size_t mnz_utf8_verify(const char *text, size_t length);

/* Print `text` with '?' for each byte or character that could steer a terminal or
 * reorder a line: control characters but those in `kept`, bytes that are not UTF-8,
 * separators of lines, and marks of writing direction. */
void mnz_utf8_print(FILE *stream, const char *text, const char *kept);

/* Put '?' into `text` in place of the same; several where a character takes several
 * bytes. */
void mnz_utf8_clean(char *text);

#endif
