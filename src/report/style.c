/* style.c - drawing on a terminal. */

/* For ioctl and struct winsize, which POSIX does not have. */
#define _DEFAULT_SOURCE

#include "report/style.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
        return 100;
    return size.ws_col < 60 ? 60 : size.ws_col > 200 ? 200 : size.ws_col;
}

void
mnz_style_cell(FILE *stream, const char *text, int width)
{
    int used = 0;

    for (const char *c = text; *c; c++) {
        const int begins = ((unsigned char)*c & 0xc0) != 0x80;

        if (begins && used == width)
            break;
        used += begins;
        putc(*c, stream);
    }
    for (; used < width; used++)
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
        if (level > 0.0 && level < 1.0)
            level = level < 0.04 ? 0.0 : 1.0;
        fputs((unicode ? blocks : plain)[level >= 8.0 ? 8 : (int)(level + 0.5)],
              stream);
    }
}

static int
column_of(double share, int width)
{
    const int column = (int)(share * width);

    return column < 0 ? 0 : column >= width ? width - 1 : column;
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
