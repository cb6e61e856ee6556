/* style.c - drawing on a terminal. */

/* For ioctl and struct winsize, which POSIX does not have. */
#define _DEFAULT_SOURCE

#include "report/style.h"

#include <langinfo.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

int
mnz_style_use_colour(int fd)
{
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

    if (no_colour && *no_colour)
        return 0;
    return isatty(fd) && !(term && strcmp(term, "dumb") == 0);
}

int
mnz_style_use_unicode(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int
mnz_style_columns(int fd)
{
    struct winsize size;

    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 120;
    return size.ws_col < 60 ? 60 : size.ws_col > 200 ? 200 : size.ws_col;
}

/* Columns of a printable character, or -1. After Markus Kuhn's wcwidth, main blocks. */
static int
columns_of(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        int columns;
    } blocks[] = {
        {0x0, 0x1f, -1},       {0x7f, 0x9f, -1},      {0x300, 0x36f, 0},
        {0x483, 0x489, 0},     {0x591, 0x5bd, 0},     {0x610, 0x61a, 0},
        {0x64b, 0x65f, 0},     {0x1100, 0x115f, 2},   {0x200b, 0x200d, 0},
        {0x200e, 0x200f, -1},  {0x2028, 0x202e, -1},  {0x2060, 0x2064, 0},
        {0x2066, 0x2069, -1},  {0x20d0, 0x20f0, 0},   {0x2e80, 0x303e, 2},
        {0x3041, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},
        {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},
        {0xfeff, 0xfeff, -1},  {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},
        {0x1f300, 0x1f64f, 2}, {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
    };

    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (code >= blocks[i].first && code <= blocks[i].last)
            return blocks[i].columns;
    return 1;
}

/* The next character of *text, moved past it: how many bytes to show (0: a '?' instead)
 * and how many columns they take. */
static size_t
next_character(const char **text, int *columns)
{
    uint32_t code = 0;
    const size_t size = mnz_utf8_decode(*text, strnlen(*text, 4), &code);

    *columns = size > 0 ? columns_of(code) : -1;
    *text += size > 0 ? size : 1;
    if (*columns >= 0)
        return size;
    *columns = 1;
    return 0;
}

/* Write as much as fits into `width` columns; returns how many were used. */
static int
write_columns(FILE *stream, const char *text, int width)
{
    int used = 0;

    while (*text) {
        const char *begin = text;
        int columns;
        const size_t size = next_character(&text, &columns);

        if (columns > width - used)
            break;
        used += columns;
        if (stream && size > 0)
            fwrite(begin, 1, size, stream);
        else if (stream)
            putc('?', stream);
    }
    return used;
}

int
mnz_style_width(const char *text)
{
    return write_columns(NULL, text, INT_MAX);
}

void
mnz_style_text(FILE *stream, const char *text)
{
    write_columns(stream, text, INT_MAX);
}

void
mnz_style_cell(FILE *stream, const char *text, int width)
{
    for (int used = write_columns(stream, text, width); used < width; used++)
        putc(' ', stream);
}

void
mnz_style_spark(FILE *stream, const double *values, int count, double top, int width,
                int unicode)
{
    static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const plain[] = {" ", ".", ".", ":", ":", "-", "=", "#", "#"};

    if (width > count)
        width = count;
    for (int i = 0; i < width; i++) {
        const int first = i * count / width, last = (i + 1) * count / width;
        double sum = 0.0, level;

        for (int j = first; j < last; j++)
            sum += values[j];
        level = top > 0.0 ? sum / (last - first) / top * 8.0 : 0.0;
        if (!(level >= 0.04))
            level = 0.0;
        else if (level < 1.0)
            level = 1.0;
        fputs((unicode ? blocks : plain)[level >= 8.0 ? 8 : (int)(level + 0.5)],
              stream);
    }
}

static int
column_of(double share, int width)
{
    if (!(share > 0.0))
        return 0;
    return share >= 1.0 ? width - 1 : (int)(share * width);
}

void
mnz_style_quantiles(FILE *stream, double p05, double p50, double p95, int width,
                    int unicode)
{
    const int first = column_of(p05, width), middle = column_of(p50, width);
    const int last = column_of(p95, width);

    for (int i = 0; i < width; i++) {
        if (i == middle)
            fputs(unicode ? "┃" : "|", stream);
        else if (i >= first && i <= last)
            fputs(unicode ? "━" : "=", stream);
        else
            fputs(unicode ? "·" : ".", stream);
    }
}

void
mnz_style_band(FILE *stream, const struct mnz_band *band, double top, int width,
               int unicode)
{
    static const char *const drawn[] = {" ", "─", "━", "┃", "●"};
    static const char *const plain[] = {" ", "-", "=", "|", "o"};
    const double per_top = top > 0.0 ? 1.0 / top : 0.0;

    for (int i = 0; i < width; i++) {
        int mark = 0;

        if (i >= column_of(band->p05 * per_top, width) &&
            i <= column_of(band->p95 * per_top, width))
            mark = 1;
        if (i >= column_of(band->p25 * per_top, width) &&
            i <= column_of(band->p75 * per_top, width))
            mark = 2;
        if (i == column_of(band->p50 * per_top, width))
            mark = 3;
        if (i == column_of(band->observed * per_top, width))
            mark = 4;
        fputs((unicode ? drawn : plain)[mark], stream);
    }
}
