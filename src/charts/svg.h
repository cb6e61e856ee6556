#ifndef MNZ_CHARTS_SVG_H
#define MNZ_CHARTS_SVG_H

#include <stddef.h>
#include <stdio.h>

/* Writing SVG. Lengths are px; they are written with at most two decimals, whatever the
 * locale, so that the same picture has the same bytes. */
struct mnz_svg {
    FILE *stream;
};

enum mnz_anchor { MNZ_START, MNZ_MIDDLE, MNZ_FINISH };

/* How text looks. */
struct mnz_type {
    double size;
    enum mnz_anchor anchor;
    int is_bold, has_halo; /* halo: white around it, over lines */
    const char *colour;
};

/* Colours of everything that carries no data. */
#define MNZ_INK "#222222"
#define MNZ_MUTED "#595959"
#define MNZ_GRID "#dddddd"

/* Begin a picture on white, with its title and description for screen readers. */
void mnz_svg_begin(struct mnz_svg *svg, double width, double height, const char *title,
                   const char *description);
void mnz_svg_end(struct mnz_svg *svg);

/* A number with a blank before it, as attributes and paths have them. */
void mnz_svg_number(struct mnz_svg *svg, double number);

/* ` name="12.5"`. */
void mnz_svg_length(struct mnz_svg *svg, const char *name, double number);

/* Text as XML has it; what no XML can hold becomes '?'. */
void mnz_svg_escape(FILE *stream, const char *text);

/* `more` is further attributes, or "". */
void mnz_svg_rect(struct mnz_svg *svg, double x, double y, double width, double height,
                  const char *fill, const char *more);
void mnz_svg_line(struct mnz_svg *svg, double x1, double y1, double x2, double y2,
                  const char *colour, const char *more);
void mnz_svg_text(struct mnz_svg *svg, double x, double y, struct mnz_type type,
                  const char *text);

/* The same, cut to `width` px with an ellipsis; the whole shows as a tooltip. */
void mnz_svg_text_within(struct mnz_svg *svg, double x, double y, double width,
                         struct mnz_type type, const char *text);

/* How wide a text is in Helvetica, px; other fonts are within a tenth. */
double mnz_svg_width(const char *text, double size);

#endif
