#ifndef MNZ_BASE_DATES_H
#define MNZ_BASE_DATES_H

#include <stdint.h>
#include "monazite/status.h"

/*
 * Dates are days since 1970-01-01 in the Gregorian calendar. The years 1900 to 2200 can
 * be read; arithmetic goes beyond them.
 */
enum { MNZ_DATE_TEXT = 32 }; /* room for the text of any date and its NUL */

/*
 * Read "2025-10-09", or "2025-10" for the first of that month. MNZ_ERR_INPUT when the
 * text is of another form, the date does not exist, or the year is out of range.
 */
MNZ_NODISCARD enum mnz_status mnz_date_parse(const char *text, int32_t *day);

/* Whether `text` has a date's form (digits and hyphens), existing or not. */
int mnz_date_looks_like(const char *text);

/* The date of a year, month 1..12 and day 1..31 that exist together. */
int32_t mnz_date_from_ymd(int year, int month, int day_of_month);
void mnz_date_to_ymd(int32_t day, int *year, int *month, int *day_of_month);

/* How many days month 1..12 of `year` has. */
int mnz_date_days_in_month(int year, int month);

/* `months` later or earlier; the last of the month where the day does not exist. */
int32_t mnz_date_add_months(int32_t day, int months);

/* Write `day` as "2025-10-09". */
void mnz_date_format(int32_t day, char text[MNZ_DATE_TEXT]);

#endif
