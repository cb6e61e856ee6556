#ifndef MNZ_BASE_UTF8_H
#define MNZ_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decode the character at `text`, of which `length` > 0 bytes are left. Returns how
 * many bytes it takes and the code point in *code, or 0 when it is not valid UTF-8
 * (overlong forms, surrogates and numbers above U+10FFFF are not).
 */
size_t mnz_utf8_decode(const char *text, size_t length, uint32_t *code);

/*
 * The position of the first byte that plain text cannot hold: invalid UTF-8, NUL and
 * other control characters except tab and line ends, byte order marks. `length` if
 * none.
 */
size_t mnz_utf8_verify(const char *text, size_t length);

#endif
