#ifndef MNZ_BASE_SHA256_H
#define MNZ_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { MNZ_SHA256_TEXT = 65 }; /* 64 digits and a NUL */

/* A hash by SHA-256 (FIPS 180-4) while bytes come in. */
struct mnz_sha256 {
    uint32_t state[8];
    uint64_t length;         /* bytes so far */
    unsigned char block[64]; /* the last ones, fewer than 64 */
};

void mnz_sha256_begin(struct mnz_sha256 *hash);
void mnz_sha256_add(struct mnz_sha256 *hash, const void *bytes, size_t length);

/* The hash of all bytes as lower-case hexadecimal digits, as sha256sum prints it. The
 * next use is mnz_sha256_begin(). */
void mnz_sha256_end(struct mnz_sha256 *hash, char hex[MNZ_SHA256_TEXT]);

#endif
