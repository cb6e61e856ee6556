/* value.c - a value on a day, given one draw of every uncertain input. */

#include "scenario/value.h"

#include "base/bug.h"

static mnz_value_id point_on(const struct mnz_value_pool *pool,
                             const struct mnz_value *series, int32_t day);

double
mnz_value_at(const struct mnz_value_pool *pool, mnz_value_id id, int32_t day,
             const double *draws)
{
    const struct mnz_value *v;
    double x;

    MNZ_BUG_IF(id == MNZ_VALUE_NONE || id >= pool->num_values);
    v = &pool->values[id];
    switch (v->kind) {
    case MNZ_VALUE_INPUT:
        return v->number * draws[v->a];
    case MNZ_VALUE_SERIES:
        return mnz_value_at(pool, point_on(pool, v, day), day, draws);
    case MNZ_VALUE_PRODUCT:
        x = v->number * mnz_value_at(pool, v->a, day, draws);
        return v->b == MNZ_VALUE_NONE ? x : x * mnz_value_at(pool, v->b, day, draws);
    case MNZ_VALUE_SCALED:
        x = mnz_value_at(pool, v->a, day, draws) * mnz_value_at(pool, v->b, day, draws);
        return x < v->number ? x : v->number;
    case MNZ_VALUE_CONSTANT:
        break;
    }
    return v->number;
}

static mnz_value_id
point_on(const struct mnz_value_pool *pool, const struct mnz_value *series, int32_t day)
{
    const struct mnz_series_point *points = &pool->points[series->a];
    uint32_t i = 0;

    while (i + 1 < series->b && points[i + 1].day <= day)
        i++;
    return points[i].value;
}

int
mnz_value_is_certain(const struct mnz_value_pool *pool, mnz_value_id id)
{
    const struct mnz_value *v;

    MNZ_BUG_IF(id >= pool->num_values);
    v = &pool->values[id];
    switch (v->kind) {
    case MNZ_VALUE_INPUT:
        return 0;
    case MNZ_VALUE_SERIES:
        for (uint32_t i = 0; i < v->b; i++)
            if (!mnz_value_is_certain(pool, pool->points[v->a + i].value))
                return 0;
        return 1;
    case MNZ_VALUE_PRODUCT:
    case MNZ_VALUE_SCALED:
        return mnz_value_is_certain(pool, v->a) && mnz_value_is_certain(pool, v->b);
    case MNZ_VALUE_CONSTANT:
        break;
    }
    return 1;
}

int
mnz_value_is_undated(const struct mnz_value_pool *pool, mnz_value_id id)
{
    const struct mnz_value *v;

    MNZ_BUG_IF(id >= pool->num_values);
    v = &pool->values[id];
    if (v->kind == MNZ_VALUE_PRODUCT || v->kind == MNZ_VALUE_SCALED)
        return mnz_value_is_undated(pool, v->a) && mnz_value_is_undated(pool, v->b);
    return v->kind != MNZ_VALUE_SERIES;
}
