/* test_journal.c - journals that are torn, changed, locked and gone on with. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/journal.h"

enum { UNITS = 8 };

static char path[64];
static struct mnz_journal_field fields[] = {{"seed", "7"}, {"figure", "a"}};

static int
enter(void **state)
{
    int fd;

    (void)state;
    snprintf(path, sizeof path, "/tmp/mnz-journal-XXXXXX");
    fd = mkstemp(path);
    return fd < 0 || close(fd);
}

static int
leave(void **state)
{
    (void)state;
    return unlink(path);
}

static struct mnz_journal *
resume(void)
{
    struct mnz_arena arena = {0};
    const char *difference;
    struct mnz_journal *j;

    assert_int_equal(
        mnz_journal_resume(path, fields, 2, UNITS, &arena, &difference, &j), MNZ_OK);
    assert_string_equal(difference, "");
    mnz_arena_finish(&arena);
    return j;
}

static void
assert_unit(const struct mnz_journal *j, uint32_t unit, const char *text)
{
    unsigned char *bytes = NULL;
    size_t room = 0, length;

    assert_int_equal(mnz_journal_read(j, unit, &bytes, &room, &length), MNZ_OK);
    assert_int_equal(length, strlen(text));
    if (length > 0)
        assert_memory_equal(bytes, text, length);
    free(bytes);
}

/* Units 2, 0 and 5. */
static void
write_some(void)
{
    struct mnz_journal *j;

    assert_int_equal(mnz_journal_create(path, fields, 2, UNITS, &j), MNZ_OK);
    assert_int_equal(mnz_journal_append(j, 2, "two", 3), MNZ_OK);
    assert_int_equal(mnz_journal_append(j, 0, "zero", 4), MNZ_OK);
    assert_int_equal(mnz_journal_append(j, 5, "five", 4), MNZ_OK);
    assert_int_equal(mnz_journal_count(j), 3);
    assert_unit(j, 5, "five");
    assert_unit(j, 4, "");
    mnz_journal_close(j);
}

static void
units_are_read_back(void **state)
{
    struct mnz_journal *j;
    size_t count;

    (void)state;
    write_some();
    j = resume();
    assert_int_equal(mnz_journal_count(j), 3);
    assert_int_equal(mnz_journal_torn(j), 0);
    assert_true(mnz_journal_has(j, 0));
    assert_false(mnz_journal_has(j, 1));
    assert_unit(j, 2, "two");
    assert_string_equal(mnz_journal_fields(j, &count)[1].value, "a");
    assert_int_equal(count, 2);
    mnz_journal_close(j);
    assert_int_equal(mnz_journal_open(path, &j), MNZ_OK);
    assert_int_equal(mnz_journal_index(j, UNITS), MNZ_OK);
    assert_unit(j, 0, "zero");
    mnz_journal_close(j);
}

/* Cut at any byte, what is whole is kept and what is torn is done again. */
static void
a_torn_tail_is_cut_wherever_it_is_torn(void **state)
{
    struct stat info;

    (void)state;
    write_some();
    assert_int_equal(stat(path, &info), 0);
    for (off_t size = info.st_size - 1; size >= 0; size -= 5) {
        struct mnz_journal *j;

        assert_int_equal(truncate(path, size), 0);
        j = resume();
        assert_true(mnz_journal_count(j) < 3);
        if (mnz_journal_count(j) > 0)
            assert_unit(j, 2, "two");
        for (uint32_t unit = 0; unit < UNITS; unit++)
            if (!mnz_journal_has(j, unit))
                assert_int_equal(mnz_journal_append(j, unit, "again", 5), MNZ_OK);
        assert_int_equal(mnz_journal_count(j), UNITS);
        mnz_journal_close(j);
        j = resume();
        assert_int_equal(mnz_journal_count(j), UNITS);
        assert_unit(j, 5, "again");
        mnz_journal_close(j);
        write_some();
    }
}

static void
a_changed_byte_is_noticed(void **state)
{
    struct mnz_journal *j;
    FILE *f;

    (void)state;
    write_some();
    f = fopen(path, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, -10, SEEK_END), 0);
    fputc('#', f);
    fclose(f);
    j = resume();
    assert_int_equal(mnz_journal_count(j), 2);
    assert_int_equal(mnz_journal_torn(j), 20);
    mnz_journal_close(j);
}

static void
another_study_is_refused_with_the_differences(void **state)
{
    const struct mnz_journal_field other[] = {
        {"seed", "8"}, {"figure", "a"}, {"figure", "b"}};
    struct mnz_arena arena = {0};
    const char *difference;
    struct mnz_journal *j;

    (void)state;
    write_some();
    assert_int_equal(mnz_journal_resume(path, other, 3, UNITS, &arena, &difference, &j),
                     MNZ_ERR_INPUT);
    assert_null(j);
    assert_string_equal(difference,
                        "seed: 7 there, 8 here; figure: none there, b here");
    mnz_arena_finish(&arena);
}

static void
a_file_that_is_no_journal_is_not_overwritten(void **state)
{
    struct mnz_arena arena = {0};
    const char *difference;
    struct mnz_journal *j;
    FILE *f = fopen(path, "w");

    (void)state;
    assert_non_null(f);
    fputs("my diary\n", f);
    fclose(f);
    assert_int_equal(
        mnz_journal_resume(path, fields, 2, UNITS, &arena, &difference, &j),
        MNZ_ERR_INPUT);
    assert_string_equal(difference, "it is no journal");
    assert_int_equal(mnz_journal_open(path, &j), MNZ_ERR_INPUT);
    mnz_arena_finish(&arena);
}

static void
two_writers_exclude_each_other(void **state)
{
    struct mnz_journal *j, *second;

    (void)state;
    write_some();
    j = resume();
    errno = 0;
    assert_int_equal(mnz_journal_create(path, fields, 2, UNITS, &second), MNZ_ERR_IO);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_unit(j, 2, "two");
    mnz_journal_close(j);
}

static void
a_journal_without_a_name_is_temporary(void **state)
{
    struct mnz_journal *j;

    (void)state;
    assert_int_equal(mnz_journal_create("/nowhere/journal", fields, 2, UNITS, &j),
                     MNZ_ERR_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mnz_journal_create(NULL, fields, 2, UNITS, &j), MNZ_OK);
    assert_int_equal(mnz_journal_append(j, 1, "one", 3), MNZ_OK);
    assert_unit(j, 1, "one");
    mnz_journal_close(j);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_read_back),
        cmocka_unit_test(a_torn_tail_is_cut_wherever_it_is_torn),
        cmocka_unit_test(a_changed_byte_is_noticed),
        cmocka_unit_test(another_study_is_refused_with_the_differences),
        cmocka_unit_test(a_file_that_is_no_journal_is_not_overwritten),
        cmocka_unit_test(two_writers_exclude_each_other),
        cmocka_unit_test(a_journal_without_a_name_is_temporary),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
