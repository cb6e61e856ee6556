/* number.c - numbers from and to text, correctly rounded in any locale. */

#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No more than 767 digits are needed to tell a double from its neighbour. */
enum { MOST_DIGITS = 768, LARGEST_EXPONENT = 100000 };

/* digits[0].digits[1].. x 10^exponent, as an integer: digits x 10^exponent. */
struct decimal {
    char digits[MOST_DIGITS + 2];
    size_t num_digits;
    int64_t exponent;
};

static size_t read_radix(const char *text, double *value);
static size_t scan_decimal(const char *text, struct decimal *d);
static void take_digit(struct decimal *d, char digit, int is_fraction);
static double decimal_value(const struct decimal *d);
static size_t find_shortest(double value, char digits[20], int *point);
static int reads_back(const char *digits, size_t num_digits, int point, double value);
static size_t round_digits(double value, int precision, char digits[20], int *point);
static size_t trim(const char *digits, size_t num_digits);
static int increment(char *digits, size_t num_digits);

static int
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t
mnz_number_read(const char *text, double *value)
{
    const int is_signed = *text == '-' || *text == '+';
    size_t length = is_signed ? 0 : read_radix(text, value);
    struct decimal
        d; /* its digits need no clearing: that would take longer than they */

    d.num_digits = 0;
    d.exponent = 0;

    if (length)
        return length;
    length = scan_decimal(text + is_signed, &d);
    if (!length)
        return 0;
    *value = decimal_value(&d);
    if (*text == '-')
        *value = -*value;
    return length + (size_t)is_signed;
}

/* 0x1F and 0o17. */
static size_t
read_radix(const char *text, double *value)
{
    static const char digits[] = "0123456789abcdef";
    const int base = text[0] != '0' ? 0 : text[1] == 'x' ? 16 : text[1] == 'o' ? 8 : 0;
    double sum = 0;
    size_t i = 2;

    if (!base)
        return 0;
    for (; text[i]; i++) {
        const char c =
            text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] + 32) : text[i];
        const char *at = strchr(digits, c);

        if (!at || at - digits >= base)
            break;
        sum = sum * base + (double)(at - digits);
    }
    if (i == 2)
        return 0;
    *value = sum;
    return i;
}

/* [0-9]* [.[0-9]*] [e[+-][0-9]+] with a digit before the exponent. */
static size_t
scan_decimal(const char *text, struct decimal *d)
{
    const char *p = text;
    int has_digit = 0;

    for (; is_digit(*p); p++, has_digit = 1)
        take_digit(d, *p, 0);
    if (*p == '.' && (has_digit || is_digit(p[1])))
        for (p++; is_digit(*p); p++, has_digit = 1)
            take_digit(d, *p, 1);
    if (!has_digit)
        return 0;
    if (*p == 'e' || *p == 'E') {
        const char *q = p + 1;
        const int is_negative = *q == '-';
        int64_t exponent = 0;

        q += *q == '-' || *q == '+';
        if (!is_digit(*q))
            return (size_t)(p - text);
        for (; is_digit(*q); q++)
            if (exponent < INT64_C(1) << 50)
                exponent = exponent * 10 + (*q - '0');
        d->exponent += is_negative ? -exponent : exponent;
        p = q;
    }
    return (size_t)(p - text);
}

static void
take_digit(struct decimal *d, char digit, int is_fraction)
{
    if (d->num_digits == 0 && digit == '0') {
        d->exponent -= is_fraction;
    } else if (d->num_digits < MOST_DIGITS) {
        d->digits[d->num_digits++] = digit;
        d->exponent -= is_fraction;
    } else {
        /* Whether anything but zeros follows is all that rounding still needs. */
        if (digit != '0')
            d->digits[MOST_DIGITS - 1] = '1';
        d->exponent += !is_fraction;
    }
}

static double
decimal_value(const struct decimal *d)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    char text[MOST_DIGITS + 16];
    int exponent;

    if (d->num_digits == 0)
        return 0;
    exponent = (int)(d->exponent > LARGEST_EXPONENT    ? LARGEST_EXPONENT
                     : d->exponent < -LARGEST_EXPONENT ? -LARGEST_EXPONENT
                                                       : d->exponent);
    /* Both factors exact: one rounding. */
    if (d->num_digits <= 15 && exponent >= -22 && exponent <= 22) {
        int64_t mantissa = 0;

        for (size_t i = 0; i < d->num_digits; i++)
            mantissa = mantissa * 10 + (d->digits[i] - '0');
        return exponent < 0 ? (double)mantissa / powers[-exponent]
                            : (double)mantissa * powers[exponent];
    }
    /* Without a decimal point strtod reads alike in every locale. */
    snprintf(text, sizeof text, "%.*se%d", (int)d->num_digits, d->digits, exponent);
    return strtod(text, NULL);
}

enum mnz_status
mnz_number_parse(const char *text, double *value)
{
    double number;
    const size_t length = mnz_number_read(text, &number);

    if (!length || text[length] || !isfinite(number))
        return MNZ_ERR_INPUT;
    *value = number;
    return MNZ_OK;
}

/* Write 0 or a number that is not finite; returns the length, or 0 for any other. */
static size_t
write_special(double value, char *text)
{
    const char *word = isnan(value)    ? "nan"
                       : value == 0    ? "0"
                       : !isinf(value) ? ""
                       : value < 0     ? "-inf"
                                       : "inf";

    strcpy(text, word);
    return strlen(word);
}

/* 0.digits x 10^point without an exponent; the length. */
static size_t
write_plain(const char *digits, size_t n, int point, char *out)
{
    const size_t whole = point > 0 ? (size_t)point : 0;
    const size_t zeros = point < 0 ? (size_t)-point : 0;

    if (whole >= n) {
        memcpy(out, digits, n);
        memset(out + n, '0', whole - n);
        return whole;
    }
    if (whole) {
        memcpy(out, digits, whole);
        out[whole] = '.';
        memcpy(out + whole + 1, digits + whole, n - whole);
        return n + 1;
    }
    memcpy(out, "0.", 2);
    memset(out + 2, '0', zeros);
    memcpy(out + 2 + zeros, digits, n);
    return 2 + zeros + n;
}

/* How long the text of write_plain() is. */
static size_t
plain_length(size_t n, int point)
{
    if (point <= 0)
        return 2 + (size_t)-point + n;
    return (size_t)point >= n ? (size_t)point : n + 1;
}

size_t
mnz_number_format(double value, char text[MNZ_NUMBER_TEXT])
{
    char digits[20], *out = text;
    int point; /* the value is 0.digits x 10^point */
    size_t n = write_special(value, text), plain, scientific;

    if (n > 0)
        return n;
    if (value < 0)
        *out++ = '-';
    n = find_shortest(fabs(value), digits, &point);
    plain = plain_length(n, point);
    scientific = n + (n > 1) +
                 (abs(point - 1) >= 100  ? 5u
                  : abs(point - 1) >= 10 ? 4u
                                         : 3u);
    if (plain > 17 && plain > scientific) {
        *out++ = digits[0];
        if (n > 1)
            *out++ = '.';
        memcpy(out, digits + 1, n - 1);
        out += n - 1;
        out += snprintf(out, 8, "e%+d", point - 1);
    } else {
        out += write_plain(digits, n, point, out);
    }
    *out = '\0';
    return (size_t)(out - text);
}

size_t
mnz_number_plain(double value, int wanted, char text[MNZ_PLAIN_TEXT])
{
    char digits[20], *out = text;
    int point;
    size_t n = write_special(value, text);

    if (n > 0)
        return n;
    if (value < 0)
        *out++ = '-';
    if (wanted > 0)
        n = trim(digits, round_digits(fabs(value), wanted, digits, &point));
    else
        n = find_shortest(fabs(value), digits, &point);
    out += write_plain(digits, n, point, out);
    *out = '\0';
    return (size_t)(out - text);
}

/* Without trailing zeros. */
static size_t
trim(const char *digits, size_t num_digits)
{
    while (num_digits > 1 && digits[num_digits - 1] == '0')
        num_digits--;
    return num_digits;
}

/* The fewest digits that read back to `value` > 0, without trailing zeros. */
static size_t
find_shortest(double value, char digits[20], int *point)
{
    /* A decimal of 15 digits survives a normal double, so fewer need no trial. */
    const int first = value < 2.2250738585072014e-308 ? 1 : 15;
    size_t n = 0;

    for (int precision = first; precision <= 17; precision++) {
        n = round_digits(value, precision, digits, point);
        if (reads_back(digits, n, *point, value))
            break;
        /* Below a power of two the gap halves, so the next above may be the one. */
        if (precision < 17 && increment(digits, n) &&
            reads_back(digits, n, *point, value))
            break;
    }
    return trim(digits, n);
}

static int
reads_back(const char *digits, size_t num_digits, int point, double value)
{
    struct decimal d = {.num_digits = num_digits, .exponent = point - (int)num_digits};

    memcpy(d.digits, digits, num_digits);
    return decimal_value(&d) == value;
}

/* printf's digits; whatever its locale puts between them is skipped. */
static size_t
round_digits(double value, int precision, char digits[20], int *point)
{
    char text[48];
    const char *p = text;
    size_t n = 0;

    snprintf(text, sizeof text, "%.*e", precision - 1, value);
    for (; *p && *p != 'e'; p++)
        if (is_digit(*p) && n < 17)
            digits[n++] = *p;
    *point = atoi(p + 1) + 1;
    return n;
}

/* The next decimal of as many digits; 0 when it would need one more. */
static int
increment(char *digits, size_t num_digits)
{
    size_t i = num_digits;

    while (i > 0 && digits[i - 1] == '9')
        i--;
    if (i == 0)
        return 0;
    digits[i - 1]++;
    memset(digits + i, '0', num_digits - i);
    return 1;
}
