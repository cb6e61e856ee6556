/* random_draws.c - numbers, values and days of a random world. */

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "base/dates.h"
#include "support/random_world.h"

/* splitmix64 */
static uint64_t
next(struct random_world *w)
{
    uint64_t z = (w->state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double
random_between(struct random_world *w, double low, double high)
{
    return low + (high - low) * ((double)(next(w) >> 11) * 0x1p-53);
}

uint32_t
random_below(struct random_world *w, uint32_t n)
{
    return (uint32_t)(next(w) % n);
}

int
random_chance(struct random_world *w, double p)
{
    return random_between(w, 0.0, 1.0) < p;
}

int
random_has(const struct random_world *w, unsigned feature)
{
    return (w->features & feature) != 0;
}

int32_t
random_day(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    const int32_t first =
        mnz_date_add_months(s->start_day, -(int)s->warm_up_months - 2);
    const int32_t last = mnz_date_add_months(s->start_day, (int)s->months);

    return first + (int32_t)random_below(w, (uint32_t)(last - first));
}

/* A constant, or an input of some distribution on [low, high]. */
static mnz_value_id
draw_value(struct random_world *w, double x, double low, double high)
{
    struct mnz_dist dist = {.low = -INFINITY, .high = INFINITY};
    char name[32];
    mnz_value_id id;

    if (!random_has(w, RANDOM_UNCERTAIN) || !(low < high) || !random_chance(w, 0.2))
        return build_constant(w->b, x);
    snprintf(name, sizeof name, "random.%u", w->num_names++);
    if (random_chance(w, 0.5))
        return build_uniform(w->b, name, low, high);
    dist.kind = MNZ_DIST_TRIANGULAR;
    dist.p[0] = low;
    dist.p[1] = fmin(fmax(x, low), high);
    dist.p[2] = high;
    id = build_input(w->b, name, &dist);
    if (random_chance(w, 0.2))
        id = build_product(w->b, 1.0, id,
                           random_chance(w, 0.5) ? MNZ_VALUE_NONE
                                                 : build_constant(w->b, 1.0));
    return id;
}

static mnz_value_id
value_between(struct random_world *w, double x, double low, double high, int may_date)
{
    int32_t days[3];
    mnz_value_id values[3];
    uint32_t count;

    if (!may_date || !random_has(w, RANDOM_DATED) || !random_chance(w, 0.1))
        return draw_value(w, x, low, high);
    count = 1 + random_below(w, 3);
    for (uint32_t i = 0; i < count; i++) {
        days[i] =
            i == 0 ? random_day(w) : days[i - 1] + 20 + (int32_t)random_below(w, 200);
        values[i] = draw_value(w, random_between(w, low, high), low, high);
    }
    return build_series(w->b, count, days, values);
}

mnz_value_id
random_value(struct random_world *w, double x, double spread)
{
    return value_between(w, x, x * (1.0 - spread), x * (1.0 + spread), 1);
}

mnz_value_id
random_share(struct random_world *w, double x, double spread)
{
    return value_between(w, x, fmax(0.0, x - spread), fmin(1.0, x + spread), 1);
}

mnz_value_id
random_undated(struct random_world *w, double x, double spread)
{
    return value_between(w, x, x * (1.0 - spread), x * (1.0 + spread), 0);
}

struct mnz_network *
random_compile(const struct random_world *w)
{
    struct mnz_network *net = NULL;
    struct mnz_diags *diags = NULL;

    MNZ_BUG_IF(mnz_diags_create(&diags));
    if (mnz_network_create(w->b->scenario, diags, &net))
        net = NULL;
    mnz_diags_destroy(diags);
    return net;
}
