#ifndef MNZ_CHARTS_AXIS_H
#define MNZ_CHARTS_AXIS_H

#include <stddef.h>

/* How figures of a unit are shown: times `factor`, with `name` behind them. */
struct mnz_shown {
    double factor;
    const char *name; /* "%", "bn USD", "t" */
};

/* The way that suits figures of up to `greatest`: USD become "bn USD". */
struct mnz_shown mnz_shown_as(const char *unit, double greatest);

enum { MNZ_SHOWN_TEXT = 48 };

/* Two or three significant digits, thousands set apart: "1,623", "74.0", "7.4"; with
 * the name of the unit if `with_name`: "7.4 %". Any locale. */
void mnz_shown_text(struct mnz_shown shown, double value, int with_name,
                    char text[MNZ_SHOWN_TEXT]);

/* The same of a round number, for ticks: "74", "0.5 %". */
void mnz_shown_round(struct mnz_shown shown, double value, int with_name,
                     char text[MNZ_SHOWN_TEXT]);

/* Ticks of an axis from 0, in shown units: `count` steps of `step`. */
struct mnz_ticks {
    int count;
    double step, top;
};

/* At most six ticks of round steps for figures of up to `greatest`. */
struct mnz_ticks mnz_ticks_for(double greatest);

/* "Oct 2025" of "2025-10"; other texts as they are. */
void mnz_month_words(const char *month, char text[MNZ_SHOWN_TEXT]);

#endif
