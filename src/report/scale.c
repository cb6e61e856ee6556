/* scale.c - numbers of a unit as a screen writes them. */

#include "report/scale.h"

#include <math.h>
#include <string.h>

struct mnz_scale
mnz_scale_of(const char *unit, double greatest)
{
    if (strcmp(unit, "USD") == 0)
        return greatest >= 0.95e9 ? (struct mnz_scale){1e9, "bn USD"}
                                  : (struct mnz_scale){1e6, "mn USD"};
    if (strcmp(unit, "share") == 0)
        return (struct mnz_scale){0.01, "%"};
    return (struct mnz_scale){1.0, unit};
}

void
mnz_scale_print(FILE *stream, double value, struct mnz_scale scale, int width, int sign)
{
    const double x = value / scale.unit;
    const int digits = fabs(x) >= 99.95 ? 0 : fabs(x) >= 9.995 ? 1 : 2;

    if (isnan(x))
        fprintf(stream, "%*s", width, "-");
    else if (sign)
        fprintf(stream, "%+*.*f", width, digits, x);
    else
        fprintf(stream, "%*.*f", width, digits, x);
}
