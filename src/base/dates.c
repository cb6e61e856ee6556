/* dates.c - days since 1970-01-01 and the calendar. */

#include "base/dates.h"

#include <stdio.h>
#include <string.h>

#include "base/bug.h"

static int read_digits(const char *text, int count);

enum mnz_status
mnz_date_parse(const char *text, int32_t *day)
{
    int year, month, day_of_month = 1;

    if (!mnz_date_looks_like(text))
        return MNZ_ERR_INPUT;
    year = read_digits(text, 4);
    month = read_digits(text + 5, 2);
    if (strlen(text) == 10)
        day_of_month = read_digits(text + 8, 2);
    if (year < 1900 || year > 2200 || month < 1 || month > 12)
        return MNZ_ERR_INPUT;
    if (day_of_month < 1 || day_of_month > mnz_date_days_in_month(year, month))
        return MNZ_ERR_INPUT;
    *day = mnz_date_from_ymd(year, month, day_of_month);
    return MNZ_OK;
}

int
mnz_date_looks_like(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    size_t i = 0;

    for (; text[i] && form[i]; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return 0;
    return !text[i] && (i == 7 || i == 10);
}

static int
read_digits(const char *text, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

int
mnz_date_days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    MNZ_BUG_IF(month < 1 || month > 12);
    if (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
        return 29;
    return days[month - 1];
}

/*
 * Counts from 1 March of year 0, so that the leap day is a year's last and months have
 * lengths that a line fits: month m of such a year starts on day (153 m + 2) / 5.
 */
int32_t
mnz_date_from_ymd(int year, int month, int day_of_month)
{
    MNZ_BUG_IF(month < 1 || month > 12);

    const int y = month > 2 ? year : year - 1;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int m = month > 2 ? month - 3 : month + 9;
    const int day_of_year = (153 * m + 2) / 5 + day_of_month - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - 719468;
}

void
mnz_date_to_ymd(int32_t day, int *year, int *month, int *day_of_month)
{
    const int64_t z = (int64_t)day + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int d = (int)(z - era * 146097);
    const int year_of_era = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    const int day_of_year =
        d - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int m = (5 * day_of_year + 2) / 153;

    *day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)(era * 400) + year_of_era + (*month <= 2);
}

int32_t
mnz_date_add_months(int32_t day, int months)
{
    int year, month, day_of_month, last;

    mnz_date_to_ymd(day, &year, &month, &day_of_month);
    const int64_t count = (int64_t)year * 12 + month - 1 + months;
    year = (int)((count >= 0 ? count : count - 11) / 12);
    month = (int)(count - (int64_t)year * 12) + 1;
    last = mnz_date_days_in_month(year, month);
    return mnz_date_from_ymd(year, month, day_of_month < last ? day_of_month : last);
}

void
mnz_date_format(int32_t day, char text[MNZ_DATE_TEXT])
{
    int year, month, day_of_month;

    mnz_date_to_ymd(day, &year, &month, &day_of_month);
    snprintf(text, MNZ_DATE_TEXT, "%04d-%02d-%02d", year, month, day_of_month);
}
