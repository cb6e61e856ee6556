#ifndef MNZ_REPORT_STYLE_H
#define MNZ_REPORT_STYLE_H

#include <stdio.h>

/* Whether file descriptor `fd` is a terminal that wants colour (NO_COLOR, TERM=dumb).
 */
int mnz_style_use_colour(int fd);

/* Whether the locale's text is UTF-8, so that block characters can be drawn. */
int mnz_style_use_unicode(void);

/* Width of the terminal behind `fd`, from 60 to 200; 100 where there is none. */
int mnz_style_columns(int fd);

/* Write UTF-8 `text` cut or padded with blanks to `width` columns, one a code point. */
void mnz_style_cell(FILE *stream, const char *text, int width);

/* A sparkline of `count` numbers from 0 to `top`, averaged into `width` columns. */
void mnz_style_spark(FILE *stream, const double *values, int count, double top,
                     int width, int unicode);

/* A bar of `width` columns for p05, p50 and p95 of something from 0 to 1. */
void mnz_style_quantiles(FILE *stream, double p05, double p50, double p95, int width,
                         int unicode);

#endif
