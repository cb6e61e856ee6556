/* screen_text.c - paragraphs, cells and numbers on a screen. */

#include "report/screen_text.h"

#include <math.h>
#include <string.h>

#include "report/style.h"

void
mnz_screen_bold(const struct mnz_screen *screen, int on)
{
    if (screen->colour)
        fputs(on ? "\033[1m" : "\033[0m", screen->stream);
}

void
mnz_screen_cell(const struct mnz_screen *screen, const char *text, int width)
{
    if (mnz_style_width(text) <= width) {
        mnz_style_cell(screen->stream, text, width);
    } else {
        mnz_style_cell(screen->stream, text, width - 1);
        fputs(screen->unicode ? "…" : "~", screen->stream);
    }
}

void
mnz_screen_prose(const struct mnz_screen *screen, const char *text)
{
    int used = 0;

    while (*text) {
        char word[256];
        size_t length = strcspn(text, " ");
        int width;

        snprintf(word, sizeof word, "%.*s", (int)length, text);
        width = mnz_style_width(word);
        if (used > 0)
            putc(used + 1 + width > screen->columns ? '\n' : ' ', screen->stream);
        used =
            used > 0 && used + 1 + width <= screen->columns ? used + 1 + width : width;
        if (width > screen->columns)
            mnz_screen_cell(screen, word, screen->columns);
        else
            mnz_style_text(screen->stream, word);
        text += length + strspn(text + length, " ");
    }
    putc('\n', screen->stream);
}

void
mnz_screen_number(double value, char text[MNZ_NUMBER_TEXT])
{
    char digits[40];
    int length, at = 0;

    if (!(fabs(value) < 1e15)) {
        snprintf(text, MNZ_NUMBER_TEXT, "%.3g", value);
        return;
    }
    length = snprintf(digits, sizeof digits, "%.*f", fabs(value) < 9.95 ? 1 : 0, value);
    for (int i = 0; i < length; i++) {
        const int left = length - i; /* digits from this one on */

        if (fabs(value) >= 999.5 && i > 0 && left % 3 == 0 && digits[i - 1] != '-')
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
}
