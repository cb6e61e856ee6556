/* fields.c - looking fields up in their tables. */

#include "scenario/fields.h"

#include <string.h>

static size_t
own_count(const struct mnz_record_kind *kind)
{
    size_t n = 0;

    while (kind->fields[n].key)
        n++;
    return n;
}

size_t
mnz_field_count(const struct mnz_record_kind *kind)
{
    size_t n = 0;

    for (; kind; kind = kind->base)
        n += own_count(kind);
    return n;
}

const struct mnz_field *
mnz_field_get(const struct mnz_record_kind *kind, size_t i)
{
    for (; kind; kind = kind->base) {
        const size_t n = own_count(kind);

        if (i < n)
            return &kind->fields[i];
        i -= n;
    }
    return NULL;
}

size_t
mnz_field_position(const struct mnz_record_kind *kind, const char *key)
{
    size_t position = 0;

    for (; kind; kind = kind->base)
        for (const struct mnz_field *field = kind->fields; field->key; field++) {
            if (*field->key == *key && strcmp(field->key, key) == 0)
                return position;
            position++;
        }
    return MNZ_FIELD_NONE;
}

const struct mnz_field *
mnz_field_find(const struct mnz_record_kind *kind, const char *key)
{
    const size_t position = mnz_field_position(kind, key);

    return position == MNZ_FIELD_NONE ? NULL : mnz_field_get(kind, position);
}

struct mnz_demand
mnz_field_demand(const struct mnz_field *field)
{
    return (struct mnz_demand){
        .dimension = field->dimension,
        .is_date = field->type == MNZ_FIELD_DATE,
        .low = field->low,
        .high = field->high,
        .unusual = field->unusual,
        .flags = field->flags,
    };
}

void
mnz_field_keep_tree(struct mnz_reader *r, const struct mnz_tree *tree,
                    const struct mnz_where *where, const struct mnz_field *field,
                    void *target)
{
    (void)r;
    (void)where;
    (void)field;
    *(const struct mnz_tree **)target = tree;
}
