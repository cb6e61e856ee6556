/* rng.c - Philox streams behind GSL's generator interface. */

#include "sampling/rng.h"

#include "sampling/philox.h"

struct state {
    struct mnz_stream stream;
    uint64_t trial, counter;
};

static void
set(void *context, unsigned long seed)
{
    struct state *s = context;

    *s = (struct state){.stream = mnz_stream_make(seed, "gsl")};
}

static unsigned long
get(void *context)
{
    struct state *s = context;

    return mnz_philox(s->stream.key, s->trial, s->counter++).w[1];
}

static double
get_double(void *context)
{
    struct state *s = context;

    return mnz_stream_uniform(&s->stream, s->trial, s->counter++);
}

static const gsl_rng_type type = {
    .name = "philox",
    .max = 0xffffffffu,
    .min = 0,
    .size = sizeof(struct state),
    .set = set,
    .get = get,
    .get_double = get_double,
};
const gsl_rng_type *const mnz_rng_philox = &type;

void
mnz_rng_seek(gsl_rng *rng, const struct mnz_stream *stream, uint64_t trial)
{
    struct state *s = gsl_rng_state(rng);

    *s = (struct state){.stream = *stream, .trial = trial};
}
