/* models.c - models of texts and files, and whether two results are the same. */

#include "support/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
source_path(const char *name, char path[1024])
{
    snprintf(path, 1024, "%s/%s", getenv("MNZ_SOURCE_ROOT"), name);
}

/* Read the text, or where it is NULL the file. */
static struct mnz_model *
read_or_fail(const char *path, const char *text, const char *const *settings,
             size_t count)
{
    struct mnz_model *model = NULL;
    struct mnz_diags *diags;
    enum mnz_status st;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    st = text ? mnz_model_read(path, text, settings, count, diags, &model)
              : mnz_model_load(path, settings, count, diags, &model);
    if (st) {
        mnz_diags_print(diags, stderr, 0);
        fail_msg("%s cannot be read", path);
    }
    mnz_diags_destroy(diags);
    return model;
}

struct mnz_model *
model_of_text(const char *path, const char *text, const char *const *settings,
              size_t count)
{
    assert_non_null(text);
    return read_or_fail(path, text, settings, count);
}

struct mnz_model *
model_of_file(const char *path, const char *const *settings, size_t count)
{
    char whole[1024];

    source_path(path, whole);
    return read_or_fail(whole, NULL, settings, count);
}

struct mnz_model *
model_of_everything(const char *setting)
{
    return model_of_file("tests/fuzz/seeds/everything.yaml", &setting, setting ? 1 : 0);
}

static int
are_equal_in(struct mnz_measure m, const struct mnz_result *a,
             const struct mnz_result *b)
{
    for (uint32_t k = 0; k < mnz_result_num_branches(a); k++) {
        struct mnz_summary of_a, of_b;
        const enum mnz_status st = mnz_result_summary(a, m, k, &of_a);

        assert_true(st == MNZ_OK || m.month != MNZ_HORIZON);
        if (mnz_result_summary(b, m, k, &of_b) != st ||
            (!st && memcmp(&of_a, &of_b, sizeof of_a) != 0))
            return 0;
    }
    return 1;
}

int
results_are_equal(const struct mnz_model *model, const struct mnz_result *a,
                  const struct mnz_result *b)
{
    struct mnz_measure m;

    if (mnz_result_trials(a) != mnz_result_trials(b))
        return 0;
    for (m.group = 0; m.group < mnz_model_num_groups(model); m.group++)
        for (m.metric = 0; m.metric < mnz_metric_count(); m.metric++)
            for (uint32_t i = 0; i <= mnz_model_months(model); i++) {
                m.month = i < mnz_model_months(model) ? i : MNZ_HORIZON;
                if (mnz_model_has_measure(model, m) && !are_equal_in(m, a, b))
                    return 0;
            }
    return 1;
}
