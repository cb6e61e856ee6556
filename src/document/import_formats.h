#ifndef MNZ_DOCUMENT_IMPORT_FORMATS_H
#define MNZ_DOCUMENT_IMPORT_FORMATS_H

#include "document/import_map.h"
#include "monazite/import.h"

/* Reasons for which a row is left out, as the report says them. */
#define MNZ_DROPS(X)                                                                   \
    X(OTHER_GOODS, "goods that the map does not name")                                 \
    X(OTHER_FLOW, "the other direction, or neither import nor export")                 \
    X(PART_OF_TOTAL, "a part of a total that is there too (mode, procedure, route)")   \
    X(AREA, "the world, an area, or the country itself as partner")                    \
    X(UNKNOWN_PLACE, "a country that is not known, or that the map leaves out")        \
    X(NO_QUANTITY, "no quantity, or none in weight")                                   \
    X(CONFIDENTIAL, "confidential goods or partners")                                  \
    X(WITHHELD, "a value withheld or not available")                                   \
    X(BAD_PERIOD, "a period that is none")                                             \
    X(YEAR_BESIDE_MONTHS, "a year where months are asked for, or are there too")       \
    X(BAD_NUMBER, "a value that is no number")                                         \
    X(OTHER_STATISTICS, "another statistic, unit or year than asked for")

#define MNZ_DROP_ID(id, text) MNZ_DROP_##id,
enum mnz_drop { MNZ_DROPS(MNZ_DROP_ID) MNZ_NUM_DROPS, MNZ_DROP_NOT };
extern const char *const mnz_drop_text[MNZ_NUM_DROPS];

/* A row that is used: a flow of a material in a period, or an output of a country. */
struct mnz_import_row {
    char period[8];        /* "2024-05" or "2024" */
    const char *from, *to; /* places; of an output `from` alone */
    const char *material;
    double tonnes, usd;  /* usd: NaN where none is given */
    const char *unknown; /* of an unknown place: its name */
};

/* Columns that a format needs or can use, by position in `columns` of the format. */
enum { MNZ_FORMAT_MOST_COLUMNS = 24 };

struct mnz_format_column {
    const char *names[4]; /* as editions call it; ended by NULL */
    int is_needed;
};

struct mnz_import_format_row {
    const char *name;
    const char *charset; /* of files that are no UTF-8; or NULL */
    unsigned makes;      /* bits of enum mnz_import_as: the first is the default */
    enum mnz_import_as usual;
    const struct mnz_format_column *columns; /* ended by a row without name */
    /* Make a row of the cells of `columns` ("" where a file has no such column). */
    enum mnz_drop (*take)(const struct mnz_import_map *map, const char *const *cells,
                          struct mnz_import_row *row);
};
extern const struct mnz_import_format_row mnz_import_formats[MNZ_NUM_IMPORT_FORMATS];

#endif
