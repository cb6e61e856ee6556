#ifndef MNZ_SCENARIO_VALUE_H
#define MNZ_SCENARIO_VALUE_H

#include <stdint.h>
#include "base/dist.h"
#include "base/diag.h"

/*
 * Every number of a scenario is a value: a constant, an uncertain input (one draw a
 * trial), a dated series of values, or a product of values that the reader derived
 * (recovery x composition). Values are kept in one pool and named by their position,
 * always in the standard unit of their field (t/yr, months, USD/kg, shares; dates as
 * days since 1970-01-01, fractions of a day allowed when drawn).
 */
typedef uint32_t mnz_value_id;
#define MNZ_VALUE_NONE 0 /* the first of every pool; a cleared record has no values */

enum mnz_value_kind {
    MNZ_VALUE_CONSTANT, /* number                                                */
    MNZ_VALUE_INPUT,    /* number x draw of input `a`                            */
    MNZ_VALUE_SERIES,   /* points[a] .. points[a + b - 1], by day, ascending     */
    MNZ_VALUE_PRODUCT,  /* number x value a x value b; b may be MNZ_VALUE_NONE   */
    MNZ_VALUE_SCALED,   /* value a x value b, at most number                     */
};

struct mnz_value {
    enum mnz_value_kind kind;
    double number;
    uint32_t a, b;
};

/* A point of a dated series: `value` holds from `day` until the next point. */
struct mnz_series_point {
    int32_t day;
    mnz_value_id value; /* a constant or an input */
};

/* An uncertain input: one draw a trial of `dist`, in the standard unit of its field. */
struct mnz_input {
    const char
        *name; /* its path: "controls.cn_2025_61.approval.civil"; keys its stream */
    struct mnz_dist dist;
    const char *dist_text; /* as the analyst wrote it, for inputs.csv:
                              "triangular(0.5, 1.2, 3)" */
    const char *unit;      /* of the standard unit: "months"      */
    struct mnz_span at;
    const char *source;   /* keys of the bibliography, or free text; "" if none */
    const char *verified; /* the mark: "yes", "assumption", ...; "" if none     */
};

struct mnz_value_pool {
    uint32_t num_values, num_points, num_inputs;
    struct mnz_value *values;
    struct mnz_series_point *points;
    struct mnz_input *inputs;
};

/*
 * The value on `day` (days since 1970-01-01) given one draw per input. A series holds
 * its first value before its first date. MNZ_VALUE_NONE is a bug of the caller.
 */
double mnz_value_at(const struct mnz_value_pool *pool, mnz_value_id id, int32_t day,
                    const double *draws);

/* Whether the value is the same in every trial / on every day; so is NONE. */
int mnz_value_is_certain(const struct mnz_value_pool *pool, mnz_value_id id);
int mnz_value_is_undated(const struct mnz_value_pool *pool, mnz_value_id id);

#endif
