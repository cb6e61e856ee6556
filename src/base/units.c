/* units.c - quantities with their units. */

#include "base/units.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/dates.h"
#include "base/number.h"

/* The measure of a word; a unit is a word, perhaps per another one. */
enum measure { NOTHING, PERCENT, TIME, MASS, MONEY, MULTIPLE };

struct word {
    const char *text;
    enum measure measure;
    double factor; /* in months, tonnes, USD */
};

static const struct word words[] = {
    {"working day", TIME, MNZ_DAYS_PER_WORKING_DAY / MNZ_DAYS_PER_MONTH},
    {"working days", TIME, MNZ_DAYS_PER_WORKING_DAY / MNZ_DAYS_PER_MONTH},
    {"business day", TIME, MNZ_DAYS_PER_WORKING_DAY / MNZ_DAYS_PER_MONTH},
    {"business days", TIME, MNZ_DAYS_PER_WORKING_DAY / MNZ_DAYS_PER_MONTH},
    {"day", TIME, 1 / MNZ_DAYS_PER_MONTH},
    {"days", TIME, 1 / MNZ_DAYS_PER_MONTH},
    {"d", TIME, 1 / MNZ_DAYS_PER_MONTH},
    {"week", TIME, 7 / MNZ_DAYS_PER_MONTH},
    {"weeks", TIME, 7 / MNZ_DAYS_PER_MONTH},
    {"month", TIME, 1},
    {"months", TIME, 1},
    {"quarter", TIME, 3},
    {"quarters", TIME, 3},
    {"year", TIME, 12},
    {"years", TIME, 12},
    {"yr", TIME, 12},
    {"yrs", TIME, 12},
    {"y", TIME, 12},
    {"g", MASS, 1e-6},
    {"kg", MASS, 1e-3},
    {"t", MASS, 1},
    {"tonne", MASS, 1},
    {"tonnes", MASS, 1},
    {"kt", MASS, 1e3},
    {"Mt", MASS, 1e6},
    {"USD", MONEY, 1},
    {"US$", MONEY, 1},
    {"$", MONEY, 1},
    {"%", PERCENT, 0.01},
    {"percent", PERCENT, 0.01},
    {"per cent", PERCENT, 0.01},
    {"thousand", MULTIPLE, 1e3},
    {"million", MULTIPLE, 1e6},
    {"mn", MULTIPLE, 1e6},
    {"billion", MULTIPLE, 1e9},
    {"bn", MULTIPLE, 1e9},
    {"trillion", MULTIPLE, 1e12},
    {"tn", MULTIPLE, 1e12},
};

struct unit {
    enum measure measure, per;
    double factor, per_factor;
};

/* The units that each dimension takes: a measure, perhaps per a standard amount of
 * another. */
static const struct {
    enum measure measure, per;
    double per_factor;
    const char *unit, *text;
} dimensions[MNZ_NUM_DIMENSIONS] = {
    [MNZ_DIM_NUMBER] = {NOTHING, NOTHING, 1, "", "a number without unit"},
    [MNZ_DIM_COUNT] = {NOTHING, NOTHING, 1, "", "a whole number"},
    [MNZ_DIM_SHARE] = {PERCENT, NOTHING, 1, "", "a share"},
    [MNZ_DIM_MASS] = {MASS, NOTHING, 1, "t", "a mass (t)"},
    [MNZ_DIM_MASS_RATE] = {MASS, TIME, 12, "t/yr", "tonnes per year (t/yr)"},
    [MNZ_DIM_MASS_PER_MONTH] = {MASS, TIME, 1, "t/month", "tonnes per month (t/month)"},
    [MNZ_DIM_DURATION] = {TIME, NOTHING, 1, "months", "a time (months)"},
    [MNZ_DIM_PRICE] = {MONEY, MASS, 1e-3, "USD/kg", "a price (USD/kg)"},
    [MNZ_DIM_MONEY] = {MONEY, NOTHING, 1, "USD", "an amount of money (USD)"},
    [MNZ_DIM_MONEY_RATE] = {MONEY, TIME, 12, "USD/yr", "money per year (USD/yr)"},
    [MNZ_DIM_RATE_PER_MONTH] = {NOTHING, TIME, 1, "per month", "a rate (per month)"},
    [MNZ_DIM_RATE_PER_YEAR] = {NOTHING, TIME, 12, "per year", "a rate (per year)"},
    [MNZ_DIM_GROWTH] = {NOTHING, TIME, 12, "per year", "a growth (per year)"},
};

static void complain(struct mnz_quantity_fault *fault, enum mnz_code code,
                     const char *text, enum mnz_dimension dimension, const char *format,
                     ...) MNZ_PRINTF(5, 6);
static void explain_no_number(const char *text, enum mnz_dimension dimension,
                              struct mnz_quantity_fault *fault);
static int read_unit(const char *text, struct unit *unit, const char **unknown);
static const struct word *read_word(const char **text);
static int suits(const struct unit *unit, enum mnz_dimension dimension);
static const char *describe(const struct unit *unit);

enum mnz_status
mnz_quantity_parse(const char *text, enum mnz_dimension dimension, double *value,
                   struct mnz_quantity_fault *fault)
{
    struct unit unit = {NOTHING, NOTHING, 1, 1};
    const char *unknown = "";
    double number;
    const size_t length = mnz_number_read(text, &number);

    if (!length || mnz_date_looks_like(text)) {
        explain_no_number(text, dimension, fault);
        return MNZ_ERR_INPUT;
    }
    if (!read_unit(text + length, &unit, &unknown)) {
        if (strchr(",_'", *unknown) && *unknown)
            complain(fault, MNZ_E0504, text, dimension,
                     "is no number: write it without thousands separators and with a "
                     "decimal point");
        else
            complain(fault, MNZ_E0505, text, dimension, "has an unknown unit");
        return MNZ_ERR_INPUT;
    }
    if (!suits(&unit, dimension)) {
        complain(fault, MNZ_E0506, text, dimension, "is %s", describe(&unit));
        return MNZ_ERR_INPUT;
    }
    number *= unit.factor;
    if (unit.per != NOTHING && unit.per_factor != dimensions[dimension].per_factor)
        number = number * dimensions[dimension].per_factor / unit.per_factor;
    if (!(fabs(number) <= MNZ_QUANTITY_MAX)) {
        complain(fault, MNZ_E0507, text, dimension, "is too large");
        return MNZ_ERR_INPUT;
    }
    if (number != 0.0 && fabs(number) < MNZ_QUANTITY_MIN) {
        complain(fault, MNZ_E0527, text, dimension, "is too small");
        return MNZ_ERR_INPUT;
    }
    if (dimension == MNZ_DIM_COUNT && (number < 0 || number != floor(number))) {
        complain(fault, MNZ_E0508, text, dimension, "is not one");
        return MNZ_ERR_INPUT;
    }
    *value = number;
    return MNZ_OK;
}

/* "a time (months) was expected, '3 kt/yr' is tonnes per time". */
static void
complain(struct mnz_quantity_fault *fault, enum mnz_code code, const char *text,
         enum mnz_dimension dimension, const char *format, ...)
{
    enum { LONGEST = 40 };
    size_t shown = strlen(text);
    va_list args;
    int length;

    if (shown > LONGEST)
        for (shown = LONGEST; shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80;)
            shown--;
    fault->code = code;
    length = snprintf(fault->text, sizeof fault->text, "%s was expected, '%.*s%s' ",
                      dimensions[dimension].text, (int)shown, text,
                      text[shown] ? "..." : "");
    va_start(args, format);
    vsnprintf(fault->text + length, sizeof fault->text - (size_t)length, format, args);
    va_end(args);
}

static void
explain_no_number(const char *text, enum mnz_dimension dimension,
                  struct mnz_quantity_fault *fault)
{
    static const char *const infinite[] = {".inf", "-.inf", "+.inf",
                                           ".nan", "inf",   "nan"};
    char lower[8] = {0};

    if (!*text) {
        fault->code = MNZ_E0509;
        snprintf(fault->text, sizeof fault->text, "%s was expected, nothing is given",
                 dimensions[dimension].text);
        return;
    }
    for (size_t i = 0; i + 1 < sizeof lower && text[i]; i++)
        lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    for (size_t i = 0; i < sizeof infinite / sizeof *infinite; i++)
        if (strcmp(lower, infinite[i]) == 0) {
            complain(fault, MNZ_E0510, text, dimension, "is not finite");
            return;
        }
    if (mnz_date_looks_like(text))
        complain(fault, MNZ_E0511, text, dimension, "is a date");
    else
        complain(fault, MNZ_E0503, text, dimension, "is no number");
}

static int
is_space(char c)
{
    return c == ' ' || c == '\t';
}

static int
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
skip_spaces(const char **text)
{
    while (is_space(**text))
        ++*text;
}

/* "/" or the word "per" or "a" before another word. */
static int
read_per(const char **text)
{
    const char *p = *text;

    if (*p == '/') {
        p++;
    } else if (strncmp(p, "per ", 4) == 0 && strcmp(p, "per cent") != 0) {
        p += 4;
    } else if (strncmp(p, "a ", 2) == 0) {
        p += 2;
    } else {
        return 0;
    }
    skip_spaces(&p);
    *text = p;
    return 1;
}

/* [multiple] [word] [per word]; *unknown is where reading stopped when it returns 0. */
static int
read_unit(const char *text, struct unit *unit, const char **unknown)
{
    const struct word *word;

    skip_spaces(&text);
    *unknown = text;
    if (!*text)
        return 1;
    if (!read_per(&text)) {
        word = read_word(&text);
        if (word && word->measure == MULTIPLE) {
            unit->factor = word->factor;
            *unknown = text;
            word = *text && *text != '/' ? read_word(&text) : NULL;
        }
        if (word) {
            if (word->measure == MULTIPLE)
                return 0;
            unit->measure = word->measure;
            unit->factor *= word->factor;
        }
        *unknown = text;
        if (!*text)
            return 1;
        if (!read_per(&text))
            return 0;
    }
    word = read_word(&text);
    if (!word || (word->measure != TIME && word->measure != MASS))
        return 0;
    unit->per = word->measure;
    unit->per_factor = word->factor;
    *unknown = text;
    return !*text;
}

/* The longest word of the table that `text` starts with, and the spaces after it. */
static const struct word *
read_word(const char **text)
{
    const struct word *found = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t length = strlen(words[i].text);

        if (length <= longest || strncmp(*text, words[i].text, length) != 0)
            continue;
        if (is_letter(words[i].text[length - 1]) && is_letter((*text)[length]))
            continue;
        found = &words[i];
        longest = length;
    }
    *text += longest;
    skip_spaces(text);
    return found;
}

static int
suits(const struct unit *unit, enum mnz_dimension dimension)
{
    const enum measure measure = dimensions[dimension].measure;
    const enum measure per = dimensions[dimension].per;

    if (unit->measure == NOTHING && unit->per == NOTHING)
        return 1;
    if (dimension == MNZ_DIM_GROWTH && unit->per == TIME && unit->per_factor != 12)
        return 0;
    /* Rates are shares per time: "30 %", "30 % per year" and "0.3 per year". */
    if (measure == NOTHING && per == TIME)
        return (unit->measure == PERCENT || unit->measure == NOTHING) &&
               (unit->per == TIME || unit->per == NOTHING);
    return unit->measure == measure && unit->per == per;
}

static const char *
describe(const struct unit *unit)
{
    switch (unit->per) {
    case TIME:
        if (unit->measure == MASS)
            return unit->per_factor == 12 ? "tonnes per year" : "tonnes per time";
        if (unit->measure == MONEY)
            return "money per time";
        if (unit->measure == TIME)
            return "a time per time";
        return unit->per_factor == 12  ? "a rate per year"
               : unit->per_factor == 1 ? "a rate per month"
                                       : "a rate";
    case MASS:
        return unit->measure == MONEY ? "a price" : "something per mass";
    default:
        break;
    }
    switch (unit->measure) {
    case TIME:
        return "a time";
    case MASS:
        return "a mass";
    case MONEY:
        return "an amount of money";
    case PERCENT:
        return "a share";
    default:
        return "a number";
    }
}

int
mnz_quantity_has_unit_of(const char *text, enum mnz_dimension dimension)
{
    struct unit unit = {NOTHING, NOTHING, 1, 1};
    const char *unknown;
    double number;
    const size_t length = mnz_number_read(text, &number);

    return length && !mnz_date_looks_like(text) &&
           read_unit(text + length, &unit, &unknown) &&
           (unit.measure != NOTHING || unit.per != NOTHING) && suits(&unit, dimension);
}

const char *
mnz_dimension_unit(enum mnz_dimension dimension)
{
    return dimensions[dimension].unit;
}

const char *
mnz_dimension_text(enum mnz_dimension dimension)
{
    return dimensions[dimension].text;
}
