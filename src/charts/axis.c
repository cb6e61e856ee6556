/* axis.c - numbers and scales as people read them. */

#include "charts/axis.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How units are shown from a size on, the largest first. */
static const struct {
    const char *unit;
    double from;
    struct mnz_shown shown;
} sizes[] = {
    {"share", 0.0, {100.0, "%"}},   {"USD", 3e12, {1e-12, "tn USD"}},
    {"USD", 1e9, {1e-9, "bn USD"}}, {"USD", 1e6, {1e-6, "m USD"}},
    {"t", 1e6, {1e-6, "m t"}},      {"t", 2e4, {1e-3, "kt"}},
};

struct mnz_shown
mnz_shown_as(const char *unit, double greatest)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (strcmp(sizes[i].unit, unit) == 0 && greatest >= sizes[i].from)
            return sizes[i].shown;
    return (struct mnz_shown){1.0, unit};
}

/* "1,234,567" */
static void
write_whole(unsigned long long whole, char *text, size_t size)
{
    char digits[32];
    const int count = snprintf(digits, sizeof digits, "%llu", whole);
    size_t used = 0;

    for (int i = 0; i < count && used + 2 < size; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
}

/* The digits of a number of at least 0 with so many decimals, without zeros at their
 * end if `is_round`. */
static void
write_size(double size, int decimals, int is_round, char *text, size_t room)
{
    static const double powers[] = {1.0, 10.0, 100.0};
    const unsigned long long power = (unsigned long long)powers[decimals];
    const unsigned long long scaled =
        (unsigned long long)llround(size * powers[decimals]);
    size_t used;

    if (scaled == 0 && size > 0.0) {
        snprintf(text, room, "<0.01");
        return;
    }
    write_whole(scaled / power, text, room - 4);
    used = strlen(text);
    if (decimals > 0 && !(is_round && scaled % power == 0))
        used += (size_t)snprintf(text + used, room - used, ".%0*llu", decimals,
                                 scaled % power);
    while (is_round && strchr(text, '.') && text[used - 1] == '0')
        text[--used] = '\0';
}

static void
write_shown(struct mnz_shown shown, double value, int with_name, int is_round,
            char text[MNZ_SHOWN_TEXT])
{
    const double size = fabs(shown.factor * value);
    const int decimals = size >= 99.95 || size == 0.0 ? 0 : size >= 0.9995 ? 1 : 2;
    char number[32] = "-";

    if (!isfinite(value)) {
        snprintf(text, MNZ_SHOWN_TEXT, "none");
        return;
    }
    if (size < 1e15)
        write_size(size, decimals, is_round, number, sizeof number);
    snprintf(text, MNZ_SHOWN_TEXT, "%s%s%s%.10s",
             shown.factor * value < 0.0 && size >= 0.005 ? "\xE2\x88\x92" : "", number,
             with_name && *shown.name ? " " : "", with_name ? shown.name : "");
}

void
mnz_shown_text(struct mnz_shown shown, double value, int with_name,
               char text[MNZ_SHOWN_TEXT])
{
    write_shown(shown, value, with_name, 0, text);
}

void
mnz_shown_round(struct mnz_shown shown, double value, int with_name,
                char text[MNZ_SHOWN_TEXT])
{
    write_shown(shown, value, with_name, 1, text);
}

struct mnz_ticks
mnz_ticks_for(double greatest)
{
    static const double steps[] = {1.0, 2.0, 2.5, 5.0, 10.0};
    double power = 1.0;
    int i = 0;

    if (!(greatest > 0.0) || !isfinite(greatest))
        return (struct mnz_ticks){1, 1.0, 1.0};
    /* Powers by steps: those of libm differ in the last bit. */
    while (power > greatest / 5.0)
        power /= 10.0;
    while (power * 10.0 <= greatest / 5.0)
        power *= 10.0;
    while (i < 4 && steps[i] * power * 5.0 < greatest)
        i++;
    for (int count = 1;; count++)
        if (count * steps[i] * power >= greatest * (1.0 - 1e-9) || count == 6)
            return (struct mnz_ticks){count, steps[i] * power,
                                      count * steps[i] * power};
}

void
mnz_month_words(const char *month, char text[MNZ_SHOWN_TEXT])
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int number = strlen(month) >= 7 && month[4] == '-' ? atoi(month + 5) : 0;

    if (number >= 1 && number <= 12)
        snprintf(text, MNZ_SHOWN_TEXT, "%s %.4s", names[number - 1], month);
    else
        snprintf(text, MNZ_SHOWN_TEXT, "%.40s", month);
}
