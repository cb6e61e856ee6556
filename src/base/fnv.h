#ifndef MNZ_BASE_FNV_H
#define MNZ_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

/* The hash of no bytes. */
#define MNZ_FNV UINT64_C(0xcbf29ce484222325)

/* FNV-1a of 64 bits (Fowler, Noll, Vo): the hash of bytes that follow those of `hash`.
 */
static inline uint64_t
mnz_fnv(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif
