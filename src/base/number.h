#ifndef MNZ_BASE_NUMBER_H
#define MNZ_BASE_NUMBER_H

#include <stddef.h>
#include "monazite/status.h"

enum { MNZ_NUMBER_TEXT = 32 }; /* room for a number's text and its NUL */
enum { MNZ_PLAIN_TEXT = 352 }; /* the same where there is no exponent */

/*
 * Read the number at the start of `text` as YAML 1.2 writes numbers: 12, -0.5, .5,
 * 41e9, 0x1F, 0o17. Returns how many bytes it takes, 0 when none starts here. The value
 * is correctly rounded and may be infinite when the digits say more than a double
 * holds. The locale has no influence. ".inf" and ".nan" are no numbers here.
 */
size_t mnz_number_read(const char *text, double *value);

/* The same for a text that is nothing but a finite number; else MNZ_ERR_INPUT. */
MNZ_NODISCARD enum mnz_status mnz_number_parse(const char *text, double *value);

/*
 * Write the shortest text that reads back to the same double, in any locale: "0.1",
 * "1500", "4.1e+20", "0" for -0, "nan", "inf", "-inf". There is no exponent where the
 * plain form has at most 17 characters. Returns the length.
 */
size_t mnz_number_format(double value, char text[MNZ_NUMBER_TEXT]);

/*
 * Write a number without an exponent, in any locale: rounded to `digits` significant
 * digits (1 to 17), or with `digits` 0 the shortest text that reads back to the same
 * double. Zeros at the end of a fraction are left out: "185235000000", "0.0012", "0"
 * for -0, "nan", "inf", "-inf". Returns the length.
 */
size_t mnz_number_plain(double value, int digits, char text[MNZ_PLAIN_TEXT]);

#endif
