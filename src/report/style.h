#ifndef MNZ_REPORT_STYLE_H
#define MNZ_REPORT_STYLE_H

#include <stdio.h>

/* Whether file descriptor `fd` is a terminal that wants colour (NO_COLOR, TERM=dumb).
 */
int mnz_style_use_colour(int fd);

/* Whether the locale's text is UTF-8, so that block characters can be drawn. */
int mnz_style_use_unicode(void);

/* Width of the terminal behind `fd`, from 60 to 200; 120 where there is none. */
int mnz_style_columns(int fd);

/* How many columns UTF-8 `text` takes: East Asian wide characters two, combining ones
 * none. Bytes that are not UTF-8 or not printable count as the '?' shown for them. */
int mnz_style_width(const char *text);

/* Write `text`; a name from a file cannot move the cursor or change the colours. */
void mnz_style_text(FILE *stream, const char *text);

/* The same, cut or padded with blanks to `width` columns. */
void mnz_style_cell(FILE *stream, const char *text, int width);

/* A sparkline of `count` numbers from 0 to `top`, averaged into at most `width`
 * columns. Less than 1/200 of the top, or NaN, is blank; values above the top are a
 * full block. */
void mnz_style_spark(FILE *stream, const double *values, int count, double top,
                     int width, int unicode);

/* A bar of `width` columns for p05, p50 and p95 of something from 0 to 1. */
void mnz_style_quantiles(FILE *stream, double p05, double p50, double p95, int width,
                         int unicode);

/* The 90 % and 50 % band of something from 0 to `top`, its median, and a point that was
 * observed, in `width` columns. */
struct mnz_band {
    double p05, p25, p50, p75, p95, observed;
};
void mnz_style_band(FILE *stream, const struct mnz_band *band, double top, int width,
                    int unicode);

#endif
