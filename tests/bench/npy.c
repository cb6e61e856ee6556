/* npy.c - the simplest of array files; format: numpy.lib.format, version 1.0. */

#include "npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_name[] = {"<f8", "<u4", "|u1"};
static const size_t type_size[] = {8, 4, 1};

static FILE *
open_array(const char *dir, const char *name)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s.npy", dir, name);
    f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

/* Magic, version, length of the header; the whole a multiple of 64 bytes. */
static void
write_header(FILE *f, enum npy_type type, const size_t shape[3])
{
    static const unsigned char magic[8] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    char sizes[96] = "", text[256];
    size_t length;

    for (int i = 0; i < 3 && (i == 0 || shape[i] > 0); i++)
        snprintf(sizes + strlen(sizes), sizeof sizes - strlen(sizes), "%zu,", shape[i]);
    snprintf(text, sizeof text,
             "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
             type_name[type], sizes);
    length = (10 + strlen(text) + 1 + 63) / 64 * 64 - 10;
    fwrite(magic, 1, sizeof magic, f);
    fputc((int)(length & 255), f);
    fputc((int)(length >> 8), f);
    fprintf(f, "%-*s\n", (int)length - 1, text);
}

static void
close_array(FILE *f, const char *name)
{
    const int failed = ferror(f);

    if (fclose(f) != 0 || failed) {
        perror(name);
        exit(1);
    }
}

void
npy_write(const char *dir, const char *name, enum npy_type type, const void *data,
          const size_t shape[3])
{
    FILE *f = open_array(dir, name);
    size_t count = shape[0];

    for (int i = 1; i < 3 && shape[i] > 0; i++)
        count *= shape[i];
    write_header(f, type, shape);
    fwrite(data, type_size[type], count, f);
    close_array(f, name);
}

void
npy_write_field(const char *dir, const char *name, enum npy_type type,
                const void *first, size_t stride, size_t count)
{
    const size_t shape[3] = {count};
    FILE *f = open_array(dir, name);

    write_header(f, type, shape);
    for (size_t i = 0; i < count; i++)
        fwrite((const char *)first + i * stride, type_size[type], 1, f);
    close_array(f, name);
}
