/* test_licence_delays.c - how a licence's cases spread over the steps that follow. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "engine/batch.h"
#include "engine/dispatch.h"
#include "engine/plan.h"
#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"

/* Two nodes under a licence with median and log-sd as drawn. */
struct licensed {
    struct build b;
    struct mnz_network *net;
    struct mnz_engine *engine;
    struct mnz_batch *batch;
    mnz_lane draws[2]; /* median in months, log-sd */
    mnz_lane shipped[12];
};

static void
setup(struct licensed *w)
{
    struct mnz_control *k;

    build_two_nodes(&w->b);
    k = build_control(&w->b, MNZ_CONTROL_LICENCE, "licence", w->b.cn);
    k->licence.processing_months = build_uniform(&w->b, "median", 0.0, 100.0);
    k->licence.spread = build_uniform(&w->b, "spread", 0.0, 2.0);
    w->net = compile_network(&w->b);
    assert_int_equal(mnz_engine_create(w->net, 1, &w->engine), MNZ_OK);
    assert_int_equal(mnz_batch_create(w->engine, &w->batch), MNZ_OK);
}

static void
note_shipped(void *context, const struct mnz_batch *b)
{
    struct licensed *w = context;

    w->shipped[b->step] = b->link[0].shipped;
}

static void
run(struct licensed *w)
{
    const struct mnz_observer observer = {.step = note_shipped, .context = w};

    mnz_batch_run(w->batch, (struct mnz_lane_trials){.first = 0, .stride = 1}, w->draws,
                  &observer);
}

static void
teardown(struct licensed *w)
{
    mnz_batch_destroy(w->batch);
    mnz_engine_destroy(w->engine);
    mnz_network_destroy(w->net);
    build_finish(&w->b);
}

static long double
integrated_cdf(long double x, long double median, long double spread)
{
    long double z;

    if (x <= 0.0L)
        return 0.0L;
    if (median <= 0.0L || spread <= 0.0L)
        return fmaxl(0.0L, x - median);
    z = logl(x / median) / spread;
    return x * erfcl(-z / sqrtl(2.0L)) / 2.0L - median * expl(spread * spread / 2.0L) *
                                                    erfcl(-(z - spread) / sqrtl(2.0L)) /
                                                    2.0L;
}

/* The share that is undecided when the buckets before j are over. */
static long double
undecided(uint32_t j, long double median, long double spread)
{
    return 1.0L - (integrated_cdf((long double)j, median, spread) -
                   integrated_cdf((long double)j - 1.0L, median, spread));
}

static void
verify_lane(const struct licensed *w, int lane)
{
    const uint32_t longest = w->engine->max_delay;
    const double median = w->draws[0][lane], spread = w->draws[1][lane];
    long double sum = 0.0L, mean = 0.0L;
    uint32_t last = 0;

    while (last < longest && undecided(last, median, spread) > 1e-4L)
        last++;
    for (uint32_t j = 0; j <= longest; j++) {
        const double k = w->batch->delay[j][lane];

        if (j < last)
            assert_near(k,
                        (double)(undecided(j, median, spread) -
                                 undecided(j + 1, median, spread)),
                        1e-13);
        else if (j == last)
            assert_near(k, (double)undecided(last, median, spread), 1e-13);
        else
            assert_true(k == 0.0);
        assert_true(k >= 0.0);
        sum += k;
        mean += (long double)j * (long double)k;
    }
    assert_near((double)sum, 1.0, 1e-15);
    assert_close(w->batch->delay_mean[0][lane], (double)mean, 1e-14);
    if (last < longest)
        assert_true(w->batch->delay[last][lane] <= 1e-4);
    assert_true(w->batch->delay_last[0] >= last);
}

static void
cases_are_decided_but_for_one_in_ten_thousand(void **state)
{
    static const double medians[] = {0.0, 0.25, 1.0, 1.5, 2.0, 4.0, 9.0, 24.0};
    static const double spreads[] = {0.0, 0.1, 0.4, 0.6, 0.9, 1.3};
    static struct licensed w;

    (void)state;
    setup(&w);
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++)
        for (size_t j = 0; j < sizeof medians / sizeof *medians; j++) {
            for (int lane = 0; lane < MNZ_LANES; lane++) {
                w.draws[0][lane] =
                    medians[(j + (size_t)lane) % (sizeof medians / sizeof *medians)];
                w.draws[1][lane] = spreads[i];
            }
            run(&w);
            for (int lane = 0; lane < MNZ_LANES; lane++)
                verify_lane(&w, lane);
        }
    teardown(&w);
}

static void
a_sure_time_ends_in_its_month(void **state)
{
    static struct licensed w;

    (void)state;
    setup(&w);
    for (int lane = 0; lane < MNZ_LANES; lane++)
        w.draws[0][lane] = (double)lane;
    run(&w);
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        assert_true(w.batch->delay[lane][lane] == 1.0);
        assert_true(w.batch->delay_mean[0][lane] == (double)lane);
    }
    assert_int_equal(w.batch->delay_last[0], MNZ_LANES);
    teardown(&w);
}

static void
no_case_waits_longer_than_36_months(void **state)
{
    static struct licensed w;

    (void)state;
    setup(&w);
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        w.draws[0][lane] = 60.0;
        w.draws[1][lane] = 0.1 * (double)lane;
    }
    run(&w);
    assert_int_equal(w.batch->delay_last[0], 36);
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        verify_lane(&w, lane);
        assert_true(w.batch->delay[36][lane] > 0.5);
    }
    teardown(&w);
}

/* A lane among lanes of long queues is the same to the bit as among its like. */
static void
a_trial_does_not_depend_on_its_neighbours(void **state)
{
    static struct licensed w;
    double delays[37], shipped[12];

    (void)state;
    setup(&w);
    for (int lane = 0; lane < MNZ_LANES; lane++) {
        w.draws[0][lane] = 1.5;
        w.draws[1][lane] = 0.4;
    }
    run(&w);
    assert_true(w.batch->delay_last[0] < 10);
    for (uint32_t j = 0; j <= 36; j++)
        delays[j] = w.batch->delay[j][0];
    for (uint32_t t = 0; t < 12; t++)
        shipped[t] = w.shipped[t][0];
    for (int lane = 1; lane < MNZ_LANES; lane++) {
        w.draws[0][lane] = 20.0 * (double)lane;
        w.draws[1][lane] = 0.2 * (double)lane;
    }
    run(&w);
    assert_int_equal(w.batch->delay_last[0], 36);
    for (uint32_t j = 0; j <= 36; j++)
        assert_true(delays[j] == w.batch->delay[j][0]);
    for (uint32_t t = 0; t < 12; t++)
        assert_true(shipped[t] == w.shipped[t][0]);
    teardown(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_are_decided_but_for_one_in_ten_thousand),
        cmocka_unit_test(a_sure_time_ends_in_its_month),
        cmocka_unit_test(no_case_waits_longer_than_36_months),
        cmocka_unit_test(a_trial_does_not_depend_on_its_neighbours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
