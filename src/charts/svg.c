/* svg.c - pictures as text. */

#include "charts/svg.h"

#include <math.h>
#include <string.h>

/* Advance widths of Helvetica from the blank to '~', in thousandths of the size (Adobe
 * Font Metrics). */
static const short widths[95] = {
    278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};
enum { OTHER_WIDTH = 600 };

void
mnz_svg_begin(struct mnz_svg *svg, double width, double height, const char *title,
              const char *description)
{
    fputs("<svg xmlns=\"http://www.w3.org/2000/svg\"", svg->stream);
    mnz_svg_length(svg, "width", width);
    mnz_svg_length(svg, "height", height);
    fputs(" viewBox=\"0 0", svg->stream);
    mnz_svg_number(svg, width);
    mnz_svg_number(svg, height);
    fputs("\" role=\"img\" aria-labelledby=\"title description\" "
          "font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n"
          "<title id=\"title\">",
          svg->stream);
    mnz_svg_escape(svg->stream, title);
    fputs("</title>\n<desc id=\"description\">", svg->stream);
    mnz_svg_escape(svg->stream, description);
    fputs("</desc>\n", svg->stream);
    mnz_svg_rect(svg, 0.0, 0.0, width, height, "#ffffff", "");
}

void
mnz_svg_end(struct mnz_svg *svg)
{
    fputs("</svg>\n", svg->stream);
}

/* Hundredths as text; printf would write the decimal point of the locale. */
void
mnz_svg_number(struct mnz_svg *svg, double number)
{
    const long long whole = llround(100.0 * (isfinite(number) ? number : 0.0));
    const unsigned long long size = (unsigned long long)(whole < 0 ? -whole : whole);

    fprintf(svg->stream, " %s%llu", whole < 0 ? "-" : "", size / 100);
    if (size % 10)
        fprintf(svg->stream, ".%02llu", size % 100);
    else if (size % 100)
        fprintf(svg->stream, ".%llu", size % 100 / 10);
}

void
mnz_svg_length(struct mnz_svg *svg, const char *name, double number)
{
    fprintf(svg->stream, " %s=\"", name);
    mnz_svg_number(svg, number);
    putc('"', svg->stream);
}

/* How many bytes the character at `text` takes, 0 where it is none that XML can hold.
 */
static size_t
character_length(const char *text)
{
    const unsigned char first = (unsigned char)*text;
    const size_t length = first < 0x80   ? 1
                          : first < 0xc2 ? 0
                          : first < 0xe0 ? 2
                          : first < 0xf0 ? 3
                          : first < 0xf5 ? 4
                                         : 0;

    if (first < 0x20 || first == 0x7f)
        return 0;
    for (size_t i = 1; i < length; i++)
        if (((unsigned char)text[i] & 0xc0u) != 0x80u)
            return 0;
    if (strncmp(text, "\xEF\xBF\xBE", 3) == 0 || strncmp(text, "\xEF\xBF\xBF", 3) == 0)
        return 0;
    return length;
}

void
mnz_svg_escape(FILE *stream, const char *text)
{
    while (*text) {
        const size_t length = character_length(text);

        switch (*text) {
        case '&':
            fputs("&amp;", stream);
            break;
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        case '"':
            fputs("&quot;", stream);
            break;
        default:
            fwrite(length ? text : "?", 1, length ? length : 1, stream);
        }
        text += length ? length : 1;
    }
}

void
mnz_svg_rect(struct mnz_svg *svg, double x, double y, double width, double height,
             const char *fill, const char *more)
{
    fputs("<rect", svg->stream);
    mnz_svg_length(svg, "x", x);
    mnz_svg_length(svg, "y", y);
    mnz_svg_length(svg, "width", width);
    mnz_svg_length(svg, "height", height);
    fprintf(svg->stream, " fill=\"%s\"%s%s/>\n", fill, *more ? " " : "", more);
}

void
mnz_svg_line(struct mnz_svg *svg, double x1, double y1, double x2, double y2,
             const char *colour, const char *more)
{
    fputs("<line", svg->stream);
    mnz_svg_length(svg, "x1", x1);
    mnz_svg_length(svg, "y1", y1);
    mnz_svg_length(svg, "x2", x2);
    mnz_svg_length(svg, "y2", y2);
    fprintf(svg->stream, " stroke=\"%s\"%s%s/>\n", colour, *more ? " " : "", more);
}

static void
write_text(struct mnz_svg *svg, double x, double y, struct mnz_type type,
           const char *text, size_t length, const char *whole)
{
    static const char *const anchors[] = {"start", "middle", "end"};

    fputs("<text", svg->stream);
    mnz_svg_length(svg, "x", x);
    mnz_svg_length(svg, "y", y);
    mnz_svg_length(svg, "font-size", type.size);
    fprintf(svg->stream, " fill=\"%s\"", type.colour ? type.colour : MNZ_INK);
    if (type.anchor != MNZ_START)
        fprintf(svg->stream, " text-anchor=\"%s\"", anchors[type.anchor]);
    if (type.is_bold)
        fputs(" font-weight=\"bold\"", svg->stream);
    if (type.has_halo)
        fputs(" stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" "
              "paint-order=\"stroke\"",
              svg->stream);
    putc('>', svg->stream);
    if (whole) {
        fputs("<title>", svg->stream);
        mnz_svg_escape(svg->stream, whole);
        fputs("</title>", svg->stream);
    }
    if (length < strlen(text)) {
        char part[512] = "";

        strncat(part, text, length < sizeof part ? length : sizeof part - 1);
        mnz_svg_escape(svg->stream, part);
        fputs("\xE2\x80\xA6", svg->stream);
    } else {
        mnz_svg_escape(svg->stream, text);
    }
    fputs("</text>\n", svg->stream);
}

void
mnz_svg_text(struct mnz_svg *svg, double x, double y, struct mnz_type type,
             const char *text)
{
    write_text(svg, x, y, type, text, strlen(text), NULL);
}

/* Widths of characters up to `most` px; *length is how many bytes that is. */
static double
measure(const char *text, double size, double most, size_t *length)
{
    double width = 0.0;

    *length = 0;
    while (text[*length]) {
        const size_t bytes = character_length(text + *length);
        const unsigned char c = (unsigned char)text[*length];
        const double next =
            0.001 * size * (c >= ' ' && c <= '~' ? widths[c - ' '] : OTHER_WIDTH);

        if (width + next > most)
            break;
        width += next;
        *length += bytes ? bytes : 1;
    }
    return width;
}

double
mnz_svg_width(const char *text, double size)
{
    size_t length;

    return measure(text, size, INFINITY, &length);
}

void
mnz_svg_text_within(struct mnz_svg *svg, double x, double y, double width,
                    struct mnz_type type, const char *text)
{
    size_t length = strlen(text);

    if (mnz_svg_width(text, type.size) <= width)
        write_text(svg, x, y, type, text, length, NULL);
    else {
        measure(text, type.size, width - type.size, &length);
        while (length > 0 && text[length - 1] == ' ')
            length--;
        write_text(svg, x, y, type, text, length, text);
    }
}
