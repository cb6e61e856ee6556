/* record.c - from a mapping to a struct, by the table of fields. */

#include "scenario/fields.h"

#include <math.h>
#include <string.h>

#include "base/bug.h"
#include "base/dates.h"
#include "scenario/distribution.h"
#include "scenario/places.h"
#include "scenario/quantity.h"
#include "scenario/scalar.h"
#include "scenario/selector.h"

/* No kind has more fields, its bases' included. */
enum { MOST_FIELDS = 64 };

static void find_values(struct mnz_reader *r, const struct mnz_record_kind *kind,
                        const struct mnz_tree *tree, const struct mnz_where *where,
                        const struct mnz_tree **values);
static void read_value(struct mnz_reader *r, const struct mnz_field *field,
                       const struct mnz_tree *tree, const struct mnz_tree *value,
                       const struct mnz_where *where, void *record);
static void read_field(struct mnz_reader *r, const struct mnz_field *field,
                       const struct mnz_tree *tree, const struct mnz_where *where,
                       void *record);
static void set_default(struct mnz_reader *r, const struct mnz_field *field,
                        const struct mnz_where *where, void *record);

void
mnz_record_read(struct mnz_reader *r, const struct mnz_record_kind *kind,
                const struct mnz_tree *tree, struct mnz_where *where, void *record)
{
    static const struct mnz_tree nothing = {.kind = MNZ_TREE_MAPPING};
    const struct mnz_tree *values[MOST_FIELDS] = {NULL};
    const int is_mapping = tree && tree->kind == MNZ_TREE_MAPPING;
    const int is_wrong = tree && !is_mapping && !mnz_tree_is_null(tree);
    size_t i = 0;

    if (is_wrong)
        mnz_reader_error(r, MNZ_E0305, tree->at, NULL,
                         "%s must be a mapping of keys to values",
                         mnz_where_path(r, where));
    if (is_mapping) {
        mnz_where_note_origin(r, tree, where);
        find_values(r, kind, tree, where, values);
    }
    for (; kind; kind = kind->base)
        for (const struct mnz_field *field = kind->fields; field->key; field++)
            read_value(r, field,
                       is_wrong ? NULL
                       : tree   ? tree
                                : &nothing,
                       values[i++], where, record);
}

void
mnz_record_report_missing(struct mnz_reader *r, const struct mnz_field *field,
                          const struct mnz_tree *tree, const struct mnz_where *where)
{
    if (!mnz_reader_lacks_column(tree, field->key))
        mnz_reader_error(r, MNZ_E0302, where->at, field->doc, "%s lacks '%s'",
                         mnz_where_path(r, where), field->key);
    else if (!mnz_reader_has_said(r, tree->at, field->key))
        mnz_reader_error(
            r, MNZ_E0313, mnz_csv_span(tree->table, &tree->table->headers[0]),
            field->doc, "this table has no column '%s', which every row needs",
            field->key);
}

/* `tree` is the record, NULL where it is none and its keys are not missed. */
static void
read_value(struct mnz_reader *r, const struct mnz_field *field,
           const struct mnz_tree *tree, const struct mnz_tree *value,
           const struct mnz_where *where, void *record)
{
    if (value && !mnz_tree_is_null(value)) {
        read_field(r, field, value, where, record);
        return;
    }
    set_default(r, field, where, record);
    if ((field->flags & MNZ_FIELD_REQUIRED) && tree &&
        !(value && (field->flags & MNZ_FIELD_NULLABLE)))
        mnz_record_report_missing(r, field, tree, where);
}

/* The nearest key, or all keys where there are few. */
static const char *
advise_key(struct mnz_reader *r, const struct mnz_record_kind *kind,
           const struct mnz_tree *tree, const char *key)
{
    const size_t count = mnz_field_count(kind);
    const char **keys = mnz_reader_alloc(r, count, sizeof *keys);
    const char *advice, *list = "";

    if (!keys)
        return NULL;
    for (size_t i = 0; i < count; i++)
        keys[i] = mnz_field_get(kind, i)->key;
    advice = mnz_reader_nearest(r, key, keys, count);
    for (size_t i = 0; !advice && list && i < count; i++)
        list = mnz_arena_printf(r->arena, "%s%s%s", list, *list ? ", " : "", keys[i]);
    if (!advice && list)
        advice = mnz_arena_printf(
            r->arena,
            tree->table ? "a column that is not for this program begins with '_'; keys "
                          "are: %s"
                        : "its keys are: %s",
            list);
    return advice;
}

/* The value of each field in the order of mnz_field_get(), where `tree` has one; keys
 * that are no field's are reported. */
static void
find_values(struct mnz_reader *r, const struct mnz_record_kind *kind,
            const struct mnz_tree *tree, const struct mnz_where *where,
            const struct mnz_tree **values)
{
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const size_t position = mnz_field_position(kind, entry->key);

        MNZ_BUG_IF(position != MNZ_FIELD_NONE && position >= MOST_FIELDS);
        if (position != MNZ_FIELD_NONE)
            values[position] = entry->value;
        else if (!mnz_reader_has_said(r, entry->key_at, entry->key))
            mnz_reader_error(
                r, MNZ_E0301, entry->key_at, advise_key(r, kind, tree, entry->key),
                "unknown key '%.60s' in %s", entry->key, mnz_where_path(r, where));
    }
}

static void *
at_offset(void *record, const struct mnz_field *field)
{
    return (char *)record + field->offset;
}

static void
put_id(void *record, const struct mnz_field *field, uint32_t id)
{
    memcpy(at_offset(record, field), &id, sizeof id);
}

/* As the record keeps it: a struct mnz_ref or the position itself. */
static void
put_reference(void *record, const struct mnz_field *field, uint32_t position)
{
    put_id(record, field,
           field->flags & MNZ_FIELD_REF ? mnz_ref_to(position).number : position);
}

/* Read with a range in doubles: exact up to 2^53, which bounds the fields' ranges. */
static int
read_whole(struct mnz_reader *r, const struct mnz_field *field,
           const struct mnz_tree *tree, const struct mnz_where *where, uint64_t *whole)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    double number;

    *whole = 0;
    if (!mnz_scalar_read(r, tree, where, &demand, &number))
        return 0;
    *whole = (uint64_t)number;
    return 1;
}

static int
read_flag(struct mnz_reader *r, const struct mnz_tree *tree,
          const struct mnz_where *where)
{
    const char *text = mnz_reader_text(r, tree, where, "true or false");

    if (!text || strcmp(text, "true") == 0)
        return 1;
    if (strcmp(text, "false") != 0)
        mnz_reader_error(r, MNZ_E0311, tree->at, "write true or false", "%s is '%.60s'",
                         mnz_where_path(r, where), text);
    return 0;
}

static unsigned
read_choice(struct mnz_reader *r, const struct mnz_field *field,
            const struct mnz_tree *tree, const struct mnz_where *where)
{
    const char *text = mnz_reader_text(r, tree, where, "one word");
    const char *advice, *list = "";
    unsigned n = 0;

    if (!text)
        return 0;
    for (; field->choices[n]; n++) {
        if (strcmp(field->choices[n], text) == 0)
            return n;
        if (list)
            list = mnz_arena_printf(r->arena, "%s%s%s", list,
                                    n ? ", " : "it can be: ", field->choices[n]);
    }
    advice = mnz_reader_nearest(r, text, field->choices, n);
    mnz_reader_error(r, MNZ_E0310, tree->at, advice ? advice : list,
                     "%s cannot be '%.60s'", mnz_where_path(r, where), text);
    return 0;
}

static uint32_t
read_reference(struct mnz_reader *r, const struct mnz_field *field,
               const struct mnz_tree *tree, const struct mnz_where *where)
{
    const char *text = mnz_reader_text(r, tree, where, "one name");

    if (!text)
        return MNZ_NONE;
    if (field->type == MNZ_FIELD_PLACE)
        return mnz_places_resolve(r, text, tree->at);
    if (field->type == MNZ_FIELD_MATERIAL)
        return mnz_material_resolve(r, text, tree->at);
    return mnz_facility_resolve(r, text, tree->at);
}

/* Put one quantity, read at the first of them, into all fields that take it, parts of
 * parts too; the others get their default. */
static void
spread(struct mnz_reader *r, const struct mnz_record_kind *kind,
       const struct mnz_tree *tree, struct mnz_where *where, int *is_read,
       mnz_value_id *value, void *record)
{
    const size_t count = mnz_field_count(kind);

    for (size_t i = 0; i < count; i++) {
        const struct mnz_field *part = mnz_field_get(kind, i);
        const struct mnz_demand demand = mnz_field_demand(part);

        if (!(part->flags & MNZ_FIELD_SPREADS)) {
            set_default(r, part, where, record);
            continue;
        }
        if (part->type == MNZ_FIELD_SPREAD) {
            spread(r, part->kind, tree, where, is_read, value, at_offset(record, part));
            continue;
        }
        if (!*is_read)
            *value = mnz_quantity_read(r, tree, where, &demand);
        *is_read = 1;
        put_id(record, part, *value);
    }
}

static void
read_spread(struct mnz_reader *r, const struct mnz_field *field,
            const struct mnz_tree *tree, struct mnz_where *where, void *record)
{
    mnz_value_id value = MNZ_VALUE_NONE;
    int is_read = 0;

    if (mnz_tree_is_quantity(tree))
        spread(r, field->kind, tree, where, &is_read, &value, at_offset(record, field));
    else
        mnz_record_read(r, field->kind, tree, where, at_offset(record, field));
}

static void
read_field(struct mnz_reader *r, const struct mnz_field *field,
           const struct mnz_tree *tree, const struct mnz_where *above, void *record)
{
    struct mnz_where where = {.up = above, .key = field->key, .at = tree->at};
    const struct mnz_demand demand = mnz_field_demand(field);
    void *target = at_offset(record, field);
    const char *text;
    uint64_t whole;
    double number;

    switch (field->type) {
    case MNZ_FIELD_QUANTITY:
    case MNZ_FIELD_DATE:
        put_id(record, field, mnz_quantity_read(r, tree, &where, &demand));
        break;
    case MNZ_FIELD_DAY:
        if (mnz_scalar_read(r, tree, &where,
                            &(struct mnz_demand){
                                .is_date = 1, .low = field->low, .high = field->high},
                            &number))
            memcpy(target, &(int32_t){(int32_t)number}, sizeof(int32_t));
        break;
    case MNZ_FIELD_INTEGER:
        if (read_whole(r, field, tree, &where, &whole))
            put_id(record, field, (uint32_t)whole);
        break;
    case MNZ_FIELD_LONG:
        if (read_whole(r, field, tree, &where, &whole))
            memcpy(target, &whole, sizeof whole);
        break;
    case MNZ_FIELD_FLAG:
        memcpy(target, &(int){read_flag(r, tree, &where)}, sizeof(int));
        break;
    case MNZ_FIELD_CHOICE:
        memcpy(target, &(unsigned){read_choice(r, field, tree, &where)},
               sizeof(unsigned));
        break;
    case MNZ_FIELD_TEXT:
        text = mnz_reader_text(r, tree, &where, "a text");
        memcpy(target, &(const char *){text ? text : ""}, sizeof text);
        break;
    case MNZ_FIELD_PLACE:
    case MNZ_FIELD_MATERIAL:
    case MNZ_FIELD_FACILITY:
        put_reference(record, field, read_reference(r, field, tree, &where));
        break;
    case MNZ_FIELD_SELECTOR:
        mnz_selector_read(r, tree, &where, (enum mnz_selector_role)field->role, target);
        break;
    case MNZ_FIELD_RECORD:
        mnz_record_read(r, field->kind, tree, &where, target);
        break;
    case MNZ_FIELD_SPREAD:
        read_spread(r, field, tree, &where, record);
        break;
    case MNZ_FIELD_CUSTOM:
        if (field->custom->read)
            field->custom->read(r, tree, &where, field, target);
        break;
    case MNZ_FIELD_ORIGIN:
    case MNZ_FIELD_BY_NAME:
    case MNZ_FIELD_ROWS:
        break;
    }
}

/* Defaults are written in the table as an analyst would write them, and read like it.
 */
static void
set_default(struct mnz_reader *r, const struct mnz_field *field,
            const struct mnz_where *above, void *record)
{
    const struct mnz_tree written = {.kind = MNZ_TREE_SCALAR,
                                     .text = field->default_text ? field->default_text
                                                                 : ""};
    struct mnz_where nested = {.up = above, .key = field->key, .at = above->at};

    if (field->type == MNZ_FIELD_SPREAD || field->type == MNZ_FIELD_RECORD) {
        const size_t count = mnz_field_count(field->kind);

        for (size_t i = 0; i < count; i++)
            set_default(r, mnz_field_get(field->kind, i), &nested,
                        at_offset(record, field));
    } else if (field->default_text) {
        read_field(r, field, &written, above, record);
    } else if (field->type == MNZ_FIELD_QUANTITY || field->type == MNZ_FIELD_DATE) {
        put_id(record, field, MNZ_VALUE_NONE);
    } else if (field->type == MNZ_FIELD_PLACE || field->type == MNZ_FIELD_MATERIAL ||
               field->type == MNZ_FIELD_FACILITY) {
        put_reference(record, field, MNZ_NONE);
    } else if (field->type == MNZ_FIELD_TEXT) {
        memcpy(at_offset(record, field), &(const char *){""}, sizeof(const char *));
    }
}

/* The first key tells: the name of a distribution, a date, or `value`. */
int
mnz_tree_is_quantity(const struct mnz_tree *tree)
{
    if (tree->kind == MNZ_TREE_SCALAR)
        return 1;
    return tree->kind == MNZ_TREE_MAPPING && tree->num_children > 0 &&
           (mnz_distribution_find(tree) || mnz_tree_find(tree, "value") ||
            mnz_date_looks_like(tree->entries[0].key));
}
