#ifndef MNZ_SCENARIO_FIELDS_H
#define MNZ_SCENARIO_FIELDS_H

#include <stddef.h>
#include <stdint.h>
#include "base/units.h"
#include "scenario/reader.h"
#include "document/tree.h"

/*
 * The table of fields: one row for every key that a scenario may hold. The reader, the
 * JSON schema and the manual's tables are made from it, so they cannot disagree.
 */

/* How a field is written, and the type of its record's member at `offset`. */
enum mnz_field_type {
    MNZ_FIELD_QUANTITY, /* mnz_value_id                                             */
    MNZ_FIELD_DATE,     /* mnz_value_id: day, may be uncertain                      */
    MNZ_FIELD_DAY,      /* int32_t: a plain date                                    */
    MNZ_FIELD_INTEGER,  /* uint32_t                                                 */
    MNZ_FIELD_LONG,     /* uint64_t                                                 */
    MNZ_FIELD_FLAG,     /* int: true or false                                       */
    MNZ_FIELD_CHOICE,   /* an enum: position in `choices`                           */
    MNZ_FIELD_TEXT,     /* const char *                                             */
    MNZ_FIELD_ORIGIN,   /* any text or list, kept by the reader: source, notes      */
    MNZ_FIELD_PLACE,    /* uint32_t: place                                          */
    MNZ_FIELD_MATERIAL, /* uint32_t: material                                       */
    MNZ_FIELD_FACILITY, /* uint32_t: actor that is no industry                      */
    MNZ_FIELD_SELECTOR, /* struct mnz_selector of the given role                    */
    MNZ_FIELD_RECORD,   /* the fields of `kind`, in the same struct                 */
    MNZ_FIELD_SPREAD,   /* such a record, or one quantity for its SPREAD fields     */
    MNZ_FIELD_CUSTOM,   /* whatever `read` makes of it                              */
    MNZ_FIELD_BY_NAME,  /* a section: names to records of `kind`, read elsewhere    */
    MNZ_FIELD_ROWS,     /* a section: a list of records of `kind`, read elsewhere   */
};

enum mnz_field_flag {
    MNZ_FIELD_REQUIRED = 1 << 0,
    MNZ_FIELD_UNDATED = 1 << 1,  /* drawn or known once: no dated series           */
    MNZ_FIELD_CERTAIN = 1 << 2,  /* no distribution either                         */
    MNZ_FIELD_OPEN = 1 << 3,     /* a distribution may have a thin tail outside    */
    MNZ_FIELD_SPREADS = 1 << 4,  /* takes the quantity written for the whole       */
    MNZ_FIELD_ABOVE = 1 << 5,    /* `low` itself is too low                        */
    MNZ_FIELD_NULLABLE = 1 << 6, /* null says something: it is not missing         */
    MNZ_FIELD_REF = 1 << 7,      /* the record holds a struct mnz_ref              */
};

struct mnz_record_kind;
struct mnz_field;

/* A custom field in the schema and the manual, and its reader. */
struct mnz_custom {
    /* `target` is the record at the field's offset. NULL: read with its section. */
    void (*read)(struct mnz_reader *r, const struct mnz_tree *tree,
                 const struct mnz_where *where, const struct mnz_field *field,
                 void *target);
    const char *manual; /* "amounts by material" */
    const char *schema; /* of the value, JSON    */
};

struct mnz_field {
    const char *key;
    enum mnz_field_type type;
    enum mnz_dimension dimension; /* of quantities */
    size_t offset;
    double low, high; /* inclusive; unbounded fields have -INF, INF */
    double unusual; /* months above which a number without unit is asked about; or 0 */
    unsigned flags;
    const char *default_text; /* as an analyst would write it; NULL: none   */
    const char *doc;
    const char *const *choices; /* NULL-terminated          */
    const struct mnz_record_kind *kind;
    const struct mnz_custom *custom;
    int role; /* enum mnz_selector_role   */
};

struct mnz_record_kind {
    const char *name; /* "facility"; the schema's definition and the manual's heading */
    const char *doc;
    const struct mnz_field *fields;     /* ended by a row without key */
    const struct mnz_record_kind *base; /* whose fields it has as well, or NULL */
};

/* The reader of custom fields that wait for the record's other fields: the tree itself
 * is left in the draft. */
void mnz_field_keep_tree(struct mnz_reader *r, const struct mnz_tree *tree,
                         const struct mnz_where *where, const struct mnz_field *field,
                         void *target);

/* Demands of a dimension, range and flags on one quantity. */
struct mnz_demand {
    enum mnz_dimension dimension;
    int is_date;
    double low, high;
    double unusual;
    unsigned flags;
};

/* The field called `key`, in `kind` or its bases; NULL when there is none. */
const struct mnz_field *mnz_field_find(const struct mnz_record_kind *kind,
                                       const char *key);

/* The position of that field among all, as mnz_field_get() counts; MNZ_FIELD_NONE. */
#define MNZ_FIELD_NONE SIZE_MAX
size_t mnz_field_position(const struct mnz_record_kind *kind, const char *key);

/* How many fields, bases included, and the i-th: bases come last. */
size_t mnz_field_count(const struct mnz_record_kind *kind);
const struct mnz_field *mnz_field_get(const struct mnz_record_kind *kind, size_t i);

struct mnz_demand mnz_field_demand(const struct mnz_field *field);

/*
 * Read the mapping `tree` into `record`, which is as large as the kind's offsets say:
 * every key is looked up, wrong values and unknown keys are errors, and keys left out
 * get their default or are missed. `where` is this record's; its source and mark are
 * set from the keys `source` and `verified`.
 */
void mnz_record_read(struct mnz_reader *r, const struct mnz_record_kind *kind,
                     const struct mnz_tree *tree, struct mnz_where *where,
                     void *record);

/* Report that the record `tree` lacks a key; once a table that has no such column. */
void mnz_record_report_missing(struct mnz_reader *r, const struct mnz_field *field,
                               const struct mnz_tree *tree,
                               const struct mnz_where *where);

/* Whether `tree` is a quantity (number, distribution, series), not a record. */
int mnz_tree_is_quantity(const struct mnz_tree *tree);

#endif
