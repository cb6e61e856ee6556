#ifndef MNZ_BASE_UNITS_H
#define MNZ_BASE_UNITS_H

#include "base/messages.h"
#include "monazite/status.h"

/* The measure of a number; the standard unit of each is that of a number without
 * unit. */
enum mnz_dimension {
    MNZ_DIM_NUMBER,         /* no unit at all                                     */
    MNZ_DIM_COUNT,          /* a whole number, not negative                       */
    MNZ_DIM_SHARE,          /* of 1; % is read                                    */
    MNZ_DIM_MASS,           /* t                                                  */
    MNZ_DIM_MASS_RATE,      /* t/yr                                               */
    MNZ_DIM_MASS_PER_MONTH, /* t/month                                            */
    MNZ_DIM_DURATION,       /* months                                             */
    MNZ_DIM_PRICE,          /* USD/kg                                             */
    MNZ_DIM_MONEY,          /* USD                                                */
    MNZ_DIM_MONEY_RATE,     /* USD/yr                                             */
    MNZ_DIM_RATE_PER_MONTH, /* per month; "0.3 per year" is a twelfth of 0.3      */
    MNZ_DIM_RATE_PER_YEAR,  /* per year; "0.1 per month" is 1.2                   */
    MNZ_DIM_GROWTH,         /* per year and compound, so "per month" is an error  */
    MNZ_NUM_DIMENSIONS
};

#define MNZ_DAYS_PER_MONTH 30.4375
#define MNZ_DAYS_PER_YEAR 365.25
#define MNZ_DAYS_PER_WORKING_DAY 1.4
#define MNZ_QUANTITY_MAX 1e15  /* no quantity is larger in its standard unit */
#define MNZ_QUANTITY_MIN 1e-15 /* and none but 0 is smaller */

/* A text that is no quantity: the code and the text of the message. */
struct mnz_quantity_fault {
    enum mnz_code code;
    char text[200];
};

/*
 * Read a number and, if there is one, its unit: "45 working days", "120 kt/yr", "30 %",
 * "0.25 per month", "41 bn USD/yr". *value is in the standard unit of `dimension`.
 *
 * MNZ_ERR_INPUT when it is no number, too large, or measures something else; `fault`
 * then holds the message, and *value is left alone.
 */
MNZ_NODISCARD enum mnz_status mnz_quantity_parse(const char *text,
                                                 enum mnz_dimension dimension,
                                                 double *value,
                                                 struct mnz_quantity_fault *fault);

/*
 * Whether `text` is a number with a unit written that suits `dimension` ("60 days" a
 * duration), for fields that take quantities of two kinds. A bare number never is.
 */
int mnz_quantity_has_unit_of(const char *text, enum mnz_dimension dimension);

/* The standard unit: "months", "t/yr"; "" for plain numbers and shares. */
const char *mnz_dimension_unit(enum mnz_dimension dimension);

/* In words: "a time (months)", for messages of the expected quantity. */
const char *mnz_dimension_text(enum mnz_dimension dimension);

#endif
