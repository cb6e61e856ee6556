#ifndef TESTS_BENCH_NPY_H
#define TESTS_BENCH_NPY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Arrays as NumPy reads them, one file each in a folder: NAME.npy, little-endian, in C
 * order. A failed write ends the program.
 */
enum npy_type { NPY_F8, NPY_U4, NPY_U1 };

/* Write `data` of up to 3 dimensions; those of size 0 at the end are left out. */
void npy_write(const char *dir, const char *name, enum npy_type type, const void *data,
               const size_t shape[3]);

/* Write one number of each of `count` records, `stride` bytes apart from `first`. */
void npy_write_field(const char *dir, const char *name, enum npy_type type,
                     const void *first, size_t stride, size_t count);

#endif
