/* palette.c - colours of countries and of shares. */

#include "charts/palette.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *code, *colour;
} places[] = {
    {"CN", "#d55e00"}, {"US", "#0072b2"}, {"EU", "#e69f00"}, {"JP", "#cc79a7"},
    {"KR", "#56b4e9"}, {"AU", "#009e73"}, {"MY", "#999933"}, {"MM", "#882255"},
    {"VN", "#44aa99"}, {"IN", "#aa4499"}, {"TH", "#117733"}, {"MX", "#6699cc"},
    {"BR", "#661100"}, {"RU", "#332288"}, {"CA", "#ddaa33"}, {"GB", "#88ccee"},
    {"TW", "#cc6677"}, {"EE", "#ddcc77"},
};

const char *
mnz_colour_of_place(const char *code)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(places[i].code, code) == 0)
            return places[i].colour;
    return "#888888";
}

const double mnz_class_from[MNZ_NUM_CLASSES] = {0.0,  0.001, 0.01, 0.02,
                                                0.05, 0.1,   0.2,  0.5};
const char *const mnz_class_colour[MNZ_NUM_CLASSES] = {"#f7f7f7", "#fff3b2", "#fee391",
                                                       "#fec44f", "#fe9929", "#d95f0e",
                                                       "#993404", "#4a1a04"};

int
mnz_class_of(double share)
{
    int i = MNZ_NUM_CLASSES - 1;

    while (i > 0 && !(share >= mnz_class_from[i]))
        i--;
    return i;
}
