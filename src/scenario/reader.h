#ifndef MNZ_SCENARIO_READER_H
#define MNZ_SCENARIO_READER_H

#include <stddef.h>
#include <stdint.h>
#include "base/names.h"
#include "document/csv_read.h"
#include "scenario/scenario.h"

/*
 * State of the passes over one merged tree while a scenario is made of it. Nothing
 * stops at the first problem: a wrong value becomes MNZ_VALUE_NONE or MNZ_NONE, which
 * later passes leave alone, and the diagnostics decide at the end.
 */
struct mnz_reader {
    struct mnz_scenario *s;
    struct mnz_arena *arena; /* the scenario's */
    struct mnz_diags *diags;
    int is_out_of_memory; /* sticky: checked once, at the end */

    /* Every name that records can be called by, known before any record is read. The
     * ids are the positions in the scenario's arrays. */
    struct mnz_names places, materials, actors, sectors, groups, regimes, inputs;
    uint32_t num_facilities; /* actors before the first industry */

    /* Sections that could not be read at all: names that they would have declared
     * are no errors. */
    int lacks_materials, lacks_actors, lacks_sectors, lacks_regimes;
    int has_wrong_materials; /* records made of them may be wrong for that alone */

    /* Of each element the first and the second material of stage separation that is
     * declared by it, or MNZ_NONE; found when first asked for. */
    int knows_pure_oxides;
    uint32_t pure_oxide[MNZ_MOST_ELEMENTS], other_oxide[MNZ_MOST_ELEMENTS];

    const struct mnz_tree *draws; /* the section of that name, or NULL */
    uint8_t *is_draw_used;        /* [entry of `draws`] */

    struct mnz_factor *factors; /* numbers that scale others */
    uint32_t num_factors;
    uint64_t factor_looks; /* characters of their paths compared so far */

    struct mnz_names said; /* mistakes of tables, which are said once a file */

    size_t places_room, values_room, points_room, inputs_room;
    mnz_value_id shared[64];            /* constants met before, by hash */
    struct mnz_csv_shelf column_tables; /* of empirical distributions */
};

/*
 * Where the reader stands: a chain from the record's key up to its section, which
 * spells the path "industries.us_auto.stock.input" and knows the source that the
 * nearest enclosing record gives.
 */
struct mnz_where {
    const struct mnz_where *up;
    const char *key; /* one that begins with '[' or '@' takes no dot before it */
    struct mnz_span at;
    const char *source, *verified; /* NULL: ask `up` */
};

/* The path, copied into the arena; "" without memory. */
const char *mnz_where_path(struct mnz_reader *r, const struct mnz_where *where);

/* The source and mark that hold here; "" if none are given. */
const char *mnz_where_source(const struct mnz_where *where);
const char *mnz_where_verified(const struct mnz_where *where);

/* The same as a record keeps them, with its place. */
struct mnz_origin mnz_where_origin(const struct mnz_where *where);

/* Set the source and mark of `where` from the keys `source` and `verified` of `tree`.
 */
void mnz_where_note_origin(struct mnz_reader *r, const struct mnz_tree *tree,
                           struct mnz_where *where);

/* Arena memory, cleared; NULL marks the reader as out of memory. */
void *mnz_reader_alloc(struct mnz_reader *r, size_t count, size_t size);

/* The id of a name, adding it; MNZ_NAME_NONE marks the reader as out of memory. */
uint32_t mnz_reader_intern(struct mnz_reader *r, struct mnz_names *names,
                           const char *text);

/*
 * Make *items, holding `count` of `size` bytes in the arena, large enough for one more.
 * Returns 0, and marks the reader, without memory.
 */
int mnz_reader_grow(struct mnz_reader *r, void **items, size_t *room, size_t count,
                    size_t size);

/* Add to the scenario's pool. MNZ_VALUE_NONE without memory, or when a part is NONE. */
mnz_value_id mnz_reader_constant(struct mnz_reader *r, double number);
mnz_value_id mnz_reader_product(struct mnz_reader *r, double number, mnz_value_id a,
                                mnz_value_id b);
mnz_value_id mnz_reader_scaled(struct mnz_reader *r, mnz_value_id value,
                               mnz_value_id factor, double most);
mnz_value_id mnz_reader_value(struct mnz_reader *r, const struct mnz_value *value);

/* Add points, ascending by day, as one series. */
mnz_value_id mnz_reader_series(struct mnz_reader *r,
                               const struct mnz_series_point *points, uint32_t count);

/*
 * Add an uncertain input named by its path at `where`; *value, which may be NULL, is
 * the value that draws it. Returns its position, or MNZ_NONE.
 */
uint32_t mnz_reader_input(struct mnz_reader *r, const struct mnz_where *where,
                          const struct mnz_input *input, mnz_value_id *value);

/* Whether a value is a constant, and which. NONE is no constant. */
int mnz_reader_is_constant(const struct mnz_reader *r, mnz_value_id id, double *number);

/* A value's number where certain, an input's median; NAN for NONE. Dated: the first. */
double mnz_reader_nominal(const struct mnz_reader *r, mnz_value_id id);

/* Append an error at `at`. `advice` may be NULL. */
#define mnz_reader_error(r, code, at, advice, ...)                                     \
    mnz_diag_add((r)->diags, code, at, advice, __VA_ARGS__)

/* Whether this word was wrong in the same table before: a mistake of a header, or a
 * name that stands in many rows, is said once. Always 0 outside tables. */
int mnz_reader_has_said(struct mnz_reader *r, struct mnz_span at, const char *word);

/* The same for a key that no column of a record's table sets; 0 elsewhere. */
int mnz_reader_lacks_column(const struct mnz_tree *record, const char *key);

/* "did you mean 'capacity'?", NULL when nothing is near. Lives in the arena. */
const char *mnz_reader_nearest(struct mnz_reader *r, const char *word,
                               const char *const *candidates, size_t count);
const char *mnz_reader_nearest_name(struct mnz_reader *r, const char *word,
                                    const struct mnz_names *names);

/* A scalar's text, or NULL with an error that names the `expected` form ("a name"). */
const char *mnz_reader_text(struct mnz_reader *r, const struct mnz_tree *tree,
                            const struct mnz_where *where, const char *expected);

/*
 * Call `each` for a scalar, or for every scalar of a sequence: fields that take one
 * name or a list of names. Anything else, and an empty list, is an error. Returns how
 * many there are.
 */
uint32_t mnz_reader_each_text(struct mnz_reader *r, const struct mnz_tree *tree,
                              const struct mnz_where *where, const char *expected,
                              void (*each)(struct mnz_reader *r,
                                           const struct mnz_tree *item, void *context),
                              void *context);

#endif
