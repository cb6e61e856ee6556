/* test_state.c - results on disk that go on as one long run, and states that do not. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sha256.h"
#include "monazite/monazite.h"
#include "support/models.h"
#include "support/row_order.h"

static char path[64];

static void
save(const struct mnz_result *result)
{
    FILE *stream = fopen(path, "wb");

    assert_non_null(stream);
    assert_int_equal(mnz_result_save(result, "test 1", "a note", stream), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
}

/* Bytes of the state of a result, the caller's to free. */
static char *
bytes_of(const struct mnz_result *result, size_t *length)
{
    char *bytes = NULL;
    FILE *stream = open_memstream(&bytes, length);

    assert_non_null(stream);
    assert_int_equal(mnz_result_save(result, "test 1", "a note", stream), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    return bytes;
}

/* A state has all that is counted, so equal states are equal results. */
static void
assert_same(const struct mnz_result *a, const struct mnz_result *b)
{
    size_t of_a, of_b;
    char *x = bytes_of(a, &of_a), *y = bytes_of(b, &of_b);

    assert_int_equal(of_a, of_b);
    assert_memory_equal(x, y, of_a);
    free(x);
    free(y);
}

/* Under each sampler, from a state that leaves blocks of trials incomplete, twice. */
static void
a_run_from_disk_is_one_long_run(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    struct mnz_model *model = model_of_everything(NULL);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct row_order rows = {.next = 70};
        struct mnz_run_options options = {.trials = 70,
                                          .sampler = samplers[i],
                                          .threads = 2,
                                          .keeps_carriers = 1,
                                          .keeps_flows = 1};
        struct mnz_result *begun, *on, *whole;
        char note[MNZ_STATE_TEXT];

        assert_int_equal(mnz_model_run(model, &options, &begun), MNZ_OK);
        save(begun);
        mnz_result_destroy(begun);
        for (uint64_t trials = 150; trials <= 300; trials += 150) {
            options.trials = trials;
            options.trial = NULL;
            assert_int_equal(
                mnz_result_restore(model, &options, "test 1", path, NULL, note, &on),
                MNZ_OK);
            assert_string_equal(note, "a note");
            options.trial = row_order_take;
            options.trial_context = &rows;
            assert_int_equal(mnz_result_extend(on, &options), MNZ_OK);
            assert_int_equal(mnz_result_trials(on), trials);
            save(on);
            if (trials < 300)
                mnz_result_destroy(on);
        }
        assert_true(rows.next == 300 && !rows.out_of_order);
        options.threads = 1;
        options.trial = NULL;
        assert_int_equal(mnz_model_run(model, &options, &whole), MNZ_OK);
        assert_same(on, whole);
        mnz_result_destroy(on);
        mnz_result_destroy(whole);
    }
    mnz_model_destroy(model);
}

/* The looks of a run with criteria are those of one that was never stored. */
static void
criteria_are_waited_for_from_disk(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_run_options options = {.trials = 100};
    struct mnz_criteria never = {0};
    struct mnz_result *begun, *on, *whole;

    (void)state;
    assert_int_equal(mnz_criteria_read(model, "--until",
                                       "ci(mean(shortfall_share.total)) < 0", NULL,
                                       &never),
                     MNZ_OK);
    assert_int_equal(mnz_model_run(model, &options, &begun), MNZ_OK);
    save(begun);
    mnz_result_destroy(begun);
    options.trials = 350;
    assert_int_equal(
        mnz_result_restore(model, &options, "test 1", path, NULL, NULL, &on), MNZ_OK);
    options.trials = 32;
    assert_int_equal(mnz_result_extend_until(on, &options, &never, 90), MNZ_ERR_INPUT);
    assert_int_equal(mnz_result_extend_until(on, &options, &never, 350), MNZ_OK);
    assert_int_equal(mnz_model_run_until(model, &options, &never, 350, &whole), MNZ_OK);
    assert_same(on, whole);
    never.items[0].limit = 1.0; /* it holds: nothing more is done */
    assert_int_equal(mnz_result_extend_until(on, &options, &never, 1000), MNZ_OK);
    assert_int_equal(mnz_result_trials(on), 512);
    mnz_result_destroy(on);
    mnz_result_destroy(whole);
    mnz_model_destroy(model);
}

static void
assert_refused(const struct mnz_model *model, const struct mnz_run_options *options,
               const char *maker, const char *file, const char *code)
{
    struct mnz_result *result;
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(
        mnz_result_restore(model, options, maker, file, diags, NULL, &result),
        MNZ_ERR_INPUT);
    assert_null(result);
    assert_int_equal(mnz_diags_errors(diags), 1);
    assert_string_equal(mnz_diags_get(diags, 0)->code, code);
    assert_string_equal(mnz_diags_get(diags, 0)->at.file, file);
    mnz_diags_destroy(diags);
}

static void
a_state_of_another_run_is_refused(void **state)
{
    static const uint64_t seed = 77;
    const struct mnz_run_options options = {.trials = 64}, fewer = {.trials = 63},
                                 plan = {.trials = 64, .sampler = "latin"},
                                 other_seed = {.trials = 64, .seed = &seed},
                                 flows = {.trials = 64, .keeps_flows = 1},
                                 carriers = {.trials = 64, .keeps_carriers = 1};
    struct mnz_model *model = model_of_everything(NULL),
                     *other = model_of_everything("time.months=7");
    struct mnz_measure measure = {.month = MNZ_HORIZON};
    const struct mnz_run_options some = {.trials = 64, .only = &measure, .num_only = 1};
    struct mnz_result *result;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    save(result);
    mnz_result_destroy(result);
    assert_refused(model, &options, "test 1", "/nowhere/state.bin", "MNZ-E1901");
    assert_refused(other, &options, "test 1", path, "MNZ-E1904");
    assert_refused(model, &options, "test 2", path, "MNZ-E1905");
    assert_refused(model, &plan, "test 1", path, "MNZ-E1906");
    assert_refused(model, &other_seed, "test 1", path, "MNZ-E1906");
    assert_refused(model, &fewer, "test 1", path, "MNZ-E1907");
    assert_refused(model, &flows, "test 1", path, "MNZ-E1908");
    assert_refused(model, &carriers, "test 1", path, "MNZ-E1908");
    assert_refused(model, &some, "test 1", path, "MNZ-E1908");
    mnz_model_destroy(other);
    mnz_model_destroy(model);
}

/* Trials, seed, sampler and name of a scenario are no other scenario; a result that
 * keeps trials has them again, and no more room than it was made with. */
static void
the_plan_is_no_part_of_the_scenario(void **state)
{
    struct mnz_model *model = model_of_everything("run.trials=5"),
                     *same = model_of_everything("run.trials=6");
    const struct mnz_measure total = {.month = MNZ_HORIZON};
    struct mnz_run_options options = {.trials = 64};
    struct mnz_result *result, *again;
    uint64_t seed = 3;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    save(result);
    mnz_result_destroy(result);
    assert_int_equal(
        mnz_result_restore(same, &options, "test 1", path, NULL, NULL, &result),
        MNZ_OK);
    options.seed = &seed;
    assert_int_equal(mnz_result_extend(result, &options), MNZ_ERR_INPUT);
    mnz_result_destroy(result);
    options = (struct mnz_run_options){.trials = 64, .keep = &total, .num_keep = 1};
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    save(result);
    assert_refused(model, &(struct mnz_run_options){.trials = 64}, "test 1", path,
                   "MNZ-E1908");
    assert_int_equal(
        mnz_result_restore(model, &options, "test 1", path, NULL, NULL, &again),
        MNZ_OK);
    assert_same(result, again);
    assert_memory_equal(mnz_result_kept(result, 63), mnz_result_kept(again, 63),
                        sizeof(double));
    mnz_result_destroy(again);
    options.trials = 65;
    assert_int_equal(mnz_result_extend(result, &options), MNZ_ERR_INPUT);
    assert_int_equal(mnz_result_trials(result), 64);
    mnz_result_destroy(result);
    mnz_model_destroy(same);
    mnz_model_destroy(model);
}

static void
write_bytes(const char *bytes, size_t length)
{
    FILE *stream = fopen(path, "wb");

    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

/* Bytes with a checksum that holds, whatever they are. */
static void
write_sealed(const char *bytes, size_t length)
{
    char *copy = malloc(length);
    struct mnz_sha256 hash;
    char digits[MNZ_SHA256_TEXT];

    assert_non_null(copy);
    memcpy(copy, bytes, length);
    mnz_sha256_begin(&hash);
    mnz_sha256_add(&hash, copy, length - (MNZ_SHA256_TEXT - 1));
    mnz_sha256_end(&hash, digits);
    memcpy(copy + length - (MNZ_SHA256_TEXT - 1), digits, MNZ_SHA256_TEXT - 1);
    write_bytes(copy, length);
    free(copy);
}

/* A figure of each kind, so that every part of a result is read. */
static void
read_everything(const struct mnz_model *model, const struct mnz_result *result)
{
    struct mnz_measure m = {.month = MNZ_HORIZON};

    for (m.group = 0; m.group < mnz_model_num_groups(model); m.group++)
        for (m.metric = 0; m.metric < mnz_metric_count(); m.metric++) {
            struct mnz_summary s;

            if (mnz_model_has_measure(model, m))
                assert_int_equal(mnz_result_summary(result, m, 0, &s), MNZ_OK);
        }
}

static void
a_damaged_state_is_refused(void **state)
{
    enum { PLACES = 12 };
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_run_options options = {
        .trials = 48, .keeps_carriers = 1, .keeps_flows = 1};
    struct mnz_result *result;
    size_t length;
    char *bytes;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    bytes = bytes_of(result, &length);
    mnz_result_destroy(result);
    write_bytes(bytes, 5);
    assert_refused(model, &options, "test 1", path, "MNZ-E1902");
    for (size_t i = 0; i < PLACES; i++) { /* the end is missing; a bit is another */
        const size_t at = 20 + i * (length - 21) / PLACES;

        write_bytes(bytes, at);
        assert_refused(model, &options, "test 1", path, "MNZ-E1903");
        bytes[at] = (char)(bytes[at] ^ 1);
        write_bytes(bytes, length);
        assert_refused(model, &options, "test 1", path, "MNZ-E1903");
        write_sealed(bytes, length); /* by somebody who knows the form */
        if (mnz_result_restore(model, &options, "test 1", path, NULL, NULL, &result) ==
            MNZ_OK) {
            read_everything(model, result);
            mnz_result_destroy(result);
        }
        bytes[at] = (char)(bytes[at] ^ 1);
    }
    free(bytes);
    mnz_model_destroy(model);
}

static int
make_path(void **state)
{
    int file;

    (void)state;
    strcpy(path, "/tmp/mnz-state-XXXXXX");
    file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int
remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_from_disk_is_one_long_run),
        cmocka_unit_test(criteria_are_waited_for_from_disk),
        cmocka_unit_test(a_state_of_another_run_is_refused),
        cmocka_unit_test(the_plan_is_no_part_of_the_scenario),
        cmocka_unit_test(a_damaged_state_is_refused),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
