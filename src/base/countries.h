#ifndef MNZ_BASE_COUNTRIES_H
#define MNZ_BASE_COUNTRIES_H

#include <stddef.h>

/* A country: its codes in ISO 3166-1 (alpha-2, alpha-3, numeric) and its usual English
 * name. */
struct mnz_country {
    char code[3], alpha3[4];
    unsigned number;
    const char *name;
};

enum { MNZ_NUM_COUNTRIES = 249 };
extern const struct mnz_country mnz_countries[MNZ_NUM_COUNTRIES];

/* The country of an alpha-2 code, written exactly; NULL when there is none. */
const struct mnz_country *mnz_country_by_code(const char *text);

/* The country of a number: ISO's, or that of the statistics of the United Nations,
 * which differ for some (842 is the United States). NULL when there is none. */
const struct mnz_country *mnz_country_by_number(unsigned number);

/* The country that people or trade statistics call so: any code or number of it, its
 * English name, another usual name, in capitals or not. NULL when there is none. */
const struct mnz_country *mnz_country_by_any(const char *text);

#endif
