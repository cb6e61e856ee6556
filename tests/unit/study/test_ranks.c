/* test_ranks.c - ranks and shards find what one process finds, byte for byte. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monazite/monazite.h"
#include "study/model.h"
#include "support/thread_ranks.h"

/* A small world with every kind of control and policy, and events. */
static struct mnz_model *
load(void)
{
    struct mnz_model *model;
    char file[1024];

    snprintf(file, sizeof file, "%s/tests/fuzz/seeds/everything.yaml",
             getenv("MNZ_SOURCE_ROOT"));
    assert_int_equal(mnz_model_load(file, NULL, 0, NULL, &model), MNZ_OK);
    return model;
}

/* All that a result holds, as bytes, the caller's to free. */
struct bytes {
    char *bytes;
    size_t length;
};

static struct bytes
bytes_of(const struct mnz_result *result)
{
    const struct mnz_run_setup setup = mnz_result_setup(result);
    struct mnz_byte_writer *w = malloc(sizeof *w);
    struct bytes all = {0};
    FILE *stream = open_memstream(&all.bytes, &all.length);

    assert_non_null(stream);
    assert_non_null(w);
    mnz_bytes_begin(w, stream);
    assert_int_equal(mnz_run_write(result->run, &setup, w), MNZ_OK);
    assert_int_equal(mnz_bytes_end(w), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    free(w);
    return all;
}

static void
assert_same_bytes(struct bytes a, struct bytes b)
{
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.bytes, b.bytes, a.length);
    free(b.bytes);
}

/* A run of each rank. */
struct runs {
    const struct mnz_model *model;
    struct mnz_run_options options;
    const struct mnz_criteria *until;
    uint64_t most;
    uint64_t seed_of_rank_1; /* 0: the same */
    enum mnz_status status[MOST_RANKS];
    struct mnz_result *result[MOST_RANKS];
};

static void
run_rank(void *context, const struct mnz_ranks *ranks)
{
    struct runs *runs = context;
    const int rank = ranks->rank;
    struct mnz_run_options options = runs->options;

    options.ranks = ranks;
    if (rank == 1 && runs->seed_of_rank_1 > 0)
        options.seed = &runs->seed_of_rank_1;
    runs->status[rank] =
        runs->until ? mnz_model_run_until(runs->model, &options, runs->until,
                                          runs->most, &runs->result[rank])
                    : mnz_model_run(runs->model, &options, &runs->result[rank]);
}

/* The bytes of rank 0; the others have results without trials. */
static struct bytes
share(struct runs *runs, int count)
{
    struct bytes bytes;

    thread_ranks_run(count, run_rank, runs);
    for (int i = 0; i < count; i++)
        assert_int_equal(runs->status[i], MNZ_OK);
    bytes = bytes_of(runs->result[0]);
    for (int i = 1; i < count; i++)
        assert_int_equal(mnz_result_trials(runs->result[i]), 0);
    for (int i = 0; i < count; i++)
        mnz_result_destroy(runs->result[i]);
    return bytes;
}

static struct bytes
alone(struct runs *runs)
{
    struct mnz_result *result;
    struct bytes bytes;

    assert_int_equal(runs->until ? mnz_model_run_until(runs->model, &runs->options,
                                                       runs->until, runs->most, &result)
                                 : mnz_model_run(runs->model, &runs->options, &result),
                     MNZ_OK);
    bytes = bytes_of(result);
    mnz_result_destroy(result);
    return bytes;
}

/* Sums, kept values, sample and flows, of a number of trials that fills no block. */
static void
ranks_find_what_one_process_finds(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    const struct mnz_measure kept = {.month = MNZ_HORIZON};
    struct mnz_model *model = load();

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct runs runs = {.model = model,
                            .options = {.trials = 300,
                                        .sampler = samplers[i],
                                        .threads = 1,
                                        .keep = &kept,
                                        .num_keep = 1,
                                        .keeps_carriers = 1,
                                        .keeps_flows = 1}};
        const struct bytes one = alone(&runs);

        runs.options.threads = i == 0 ? 2 : 1;
        assert_same_bytes(one, share(&runs, i + 1));
        free(one.bytes);
    }
    mnz_model_destroy(model);
}

/* A plan of each rank. */
struct plans {
    const struct mnz_model *model;
    struct mnz_strata *strata[MOST_RANKS];
};

static void
plan_rank(void *context, const struct mnz_ranks *ranks)
{
    struct plans *plans = context;
    const struct mnz_measure total = {.month = MNZ_HORIZON};
    const struct mnz_run_options plan = {
        .trials = 512, .threads = 1, .ranks = ranks->count > 1 ? ranks : NULL};

    if (mnz_strata_create(plans->model, &plan, &total, 1, &plans->strata[ranks->rank]))
        plans->strata[ranks->rank] = NULL;
}

/* All ranks learn from the pilot that they make together. */
static void
ranks_plan_strata_together(void **state)
{
    struct mnz_model *model = load();
    struct plans one = {.model = model}, shared = {.model = model};

    (void)state;
    thread_ranks_run(1, plan_rank, &one);
    thread_ranks_run(3, plan_rank, &shared);
    assert_non_null(one.strata[0]);
    for (int rank = 0; rank < 3; rank++) {
        const struct mnz_strata *s = shared.strata[rank];

        assert_non_null(s);
        assert_int_equal(s->size, one.strata[0]->size);
        assert_memory_equal(s->numbers, one.strata[0]->numbers,
                            mnz_strata_count(s) * sizeof *s->numbers);
        mnz_strata_destroy(shared.strata[rank]);
    }
    mnz_strata_destroy(one.strata[0]);
    mnz_model_destroy(model);
}

/* Blocks are of one stratum, and values count by its weight. */
static void
ranks_share_strata(void **state)
{
    const struct mnz_measure total = {.month = MNZ_HORIZON};
    struct mnz_model *model = load();
    struct mnz_run_options plan = {.trials = 512};
    struct runs runs = {.model = model,
                        .options = {.only = &total, .num_only = 1, .threads = 1}};
    struct mnz_strata *strata;
    struct bytes one;

    (void)state;
    assert_int_equal(mnz_strata_create(model, &plan, &total, 1, &strata), MNZ_OK);
    runs.options.strata = strata;
    one = alone(&runs);
    assert_same_bytes(one, share(&runs, 3));
    free(one.bytes);
    mnz_strata_destroy(strata);
    mnz_model_destroy(model);
}

/* Blocks that a look has left incomplete are finished before the next one. */
static void
ranks_look_at_criteria_together(void **state)
{
    struct mnz_model *model = load();
    struct mnz_criteria never = {0};
    struct runs runs = {.model = model,
                        .options = {.trials = 70, .threads = 1},
                        .until = &never,
                        .most = 600};
    struct bytes one;

    (void)state;
    assert_int_equal(mnz_criteria_read(model, "--until",
                                       "ci(mean(shortfall_share.total)) < 0", NULL,
                                       &never),
                     MNZ_OK);
    one = alone(&runs);
    assert_same_bytes(one, share(&runs, 2));
    free(one.bytes);
    mnz_model_destroy(model);
}

static int
take_row(void *context, uint64_t trial, const double *draws, const double *values)
{
    (void)context, (void)trial, (void)draws, (void)values;
    return 0;
}

static void
ranks_of_other_studies_are_refused(void **state)
{
    struct mnz_model *model = load();
    struct runs runs = {
        .model = model, .options = {.trials = 300}, .seed_of_rank_1 = 9};

    (void)state;
    for (int i = 0; i < 2; i++) {
        thread_ranks_run(2, run_rank, &runs);
        for (int rank = 0; rank < 2; rank++) {
            assert_int_equal(runs.status[rank], MNZ_ERR_INPUT);
            assert_null(runs.result[rank]);
        }
        runs.seed_of_rank_1 = 0;
        runs.options.trial = take_row; /* nor are rows of trials of ranks in order */
    }
    mnz_model_destroy(model);
}

/* A comparison of each rank. */
struct comparisons {
    struct mnz_point base;
    struct mnz_alternative alternatives[2];
    enum mnz_status status[MOST_RANKS];
    struct mnz_comparison *c[MOST_RANKS];
};

static void
compare_rank(void *context, const struct mnz_ranks *ranks)
{
    struct comparisons *x = context;
    const struct mnz_compare_options how = {
        .run = {.trials = 300, .threads = 1, .ranks = ranks->count > 1 ? ranks : NULL}};

    x->status[ranks->rank] =
        mnz_compare_create(&x->base, x->alternatives, 2, &how, &x->c[ranks->rank]);
}

static void
ranks_compare_together(void **state)
{
    struct mnz_model *model = load();
    struct comparisons one = {
        .base = {"base", model},
        .alternatives = {{{"same", model}, MNZ_ALTERNATIVE_MEASURE},
                         {{"both", model}, MNZ_ALTERNATIVE_TOGETHER}}};
    struct comparisons shared = one;
    uint32_t all = 0;

    (void)state;
    thread_ranks_run(1, compare_rank, &one);
    thread_ranks_run(3, compare_rank, &shared);
    for (int rank = 0; rank < 3; rank++)
        assert_int_equal(shared.status[rank], MNZ_OK);
    assert_int_equal(one.status[0], MNZ_OK);
    for (uint32_t i = 0; i < mnz_comparison_num_measures(one.c[0]); i++) {
        const struct mnz_difference *a = mnz_comparison_difference(one.c[0], 0, 0, i),
                                    *b =
                                        mnz_comparison_difference(shared.c[0], 0, 0, i);

        assert_int_equal(b->trials, a->trials);
        all += a->trials == 300;
        assert_memory_equal(&a->mean, &b->mean, sizeof a->mean);
        assert_memory_equal(&a->p95, &b->p95, sizeof a->p95);
    }
    assert_true(all > 0);
    mnz_comparison_destroy(one.c[0]);
    for (int rank = 0; rank < 3; rank++)
        mnz_comparison_destroy(shared.c[rank]);
    mnz_model_destroy(model);
}

static void
assert_refused_part(const struct runs *runs, const char *first, const char *part,
                    const char *code)
{
    struct mnz_result *result;
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_result_restore(runs->model, &runs->options, "test", first,
                                        NULL, NULL, &result),
                     MNZ_OK);
    assert_int_equal(mnz_result_add(result, "test", part, diags), MNZ_ERR_INPUT);
    assert_string_equal(mnz_diags_get(diags, 0)->code, code);
    mnz_result_destroy(result);
    mnz_diags_destroy(diags);
}

/* Each shard is stored by itself, in any order; those of other runs are refused. */
static void
shards_make_the_whole(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    const struct mnz_measure kept = {.month = MNZ_HORIZON};
    struct mnz_model *model = load();
    char paths[4][64];

    (void)state;
    for (int i = 0; i < 4; i++) {
        strcpy(paths[i], "/tmp/mnz-shard-XXXXXX");
        assert_int_equal(close(mkstemp(paths[i])), 0);
    }
    for (int i = 0; i < 3; i++) {
        struct runs runs = {.model = model,
                            .options = {.trials = 500,
                                        .sampler = samplers[i],
                                        .threads = 1,
                                        .keep = &kept,
                                        .num_keep = 1,
                                        .keeps_carriers = 1,
                                        .keeps_flows = 1}};
        const struct bytes one = alone(&runs);
        struct mnz_result *result;

        for (uint32_t k = 0; k < 4; k++) {
            FILE *stream = fopen(paths[k], "wb");

            runs.options.shard = k;
            runs.options.shards = k < 3 ? 3 : 0; /* the last is of another run */
            runs.options.trials = k < 3 ? 500 : 400;
            assert_int_equal(mnz_model_run(model, &runs.options, &result), MNZ_OK);
            assert_int_equal(mnz_result_save(result, "test", "", stream), MNZ_OK);
            assert_int_equal(fclose(stream), 0);
            mnz_result_destroy(result);
        }
        runs.options.shards = 0;
        runs.options.trials = 500;
        assert_refused_part(&runs, paths[0], paths[0], "MNZ-E1910");
        assert_refused_part(&runs, paths[0], paths[3], "MNZ-E1909");
        assert_int_equal(mnz_result_restore(model, &runs.options, "test", paths[1],
                                            NULL, NULL, &result),
                         MNZ_OK);
        assert_int_equal(mnz_result_add(result, "test", paths[2], NULL), MNZ_OK);
        assert_true(mnz_result_trials(result) < 500);
        if (i == 0) /* a part that is missing is run */
            assert_int_equal(mnz_result_extend(result, &runs.options), MNZ_OK);
        else
            assert_int_equal(mnz_result_add(result, "test", paths[0], NULL), MNZ_OK);
        assert_same_bytes(one, bytes_of(result));
        mnz_result_destroy(result);
        free(one.bytes);
    }
    for (int i = 0; i < 4; i++)
        unlink(paths[i]);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_find_what_one_process_finds),
        cmocka_unit_test(ranks_share_strata),
        cmocka_unit_test(ranks_plan_strata_together),
        cmocka_unit_test(ranks_look_at_criteria_together),
        cmocka_unit_test(ranks_of_other_studies_are_refused),
        cmocka_unit_test(ranks_compare_together),
        cmocka_unit_test(shards_make_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
