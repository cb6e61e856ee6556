#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

static char folder[256], path[512];

static int
make_folder(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/mnz-files-XXXXXX", base ? base : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

/* Fails when a test left a file behind: temporaries must be gone. */
static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *
in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void
write_file(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void
assert_content(const char *name, const char *expected)
{
    struct mnz_arena arena = {0};
    const char *why;
    char *text;
    size_t length;

    assert_int_equal(mnz_file_read(in_folder(name), 100, &arena, &text, &length, &why),
                     MNZ_OK);
    assert_int_equal(length, strlen(expected));
    assert_string_equal(text, expected);
    mnz_arena_finish(&arena);
}

static void
assert_refused(const char *name, const char *expected)
{
    struct mnz_arena arena = {0};
    const char *why = "";
    char *text;
    size_t length;

    assert_int_equal(mnz_file_read(name, 100, &arena, &text, &length, &why),
                     MNZ_ERR_IO);
    assert_string_equal(why, expected);
    mnz_arena_finish(&arena);
}

static void
reads_files_up_to_the_limit(void **state)
{
    char long_text[102];

    (void)state;
    memset(long_text, 'x', 100);
    long_text[100] = '\0';
    write_file("a", "");
    assert_content("a", "");
    write_file("a", long_text);
    assert_content("a", long_text);
    strcat(long_text, "y");
    write_file("a", long_text);
    assert_refused(path, "is larger than 100 bytes");
    unlink(path);
}

static void
refuses_what_is_no_regular_file(void **state)
{
    (void)state;
    assert_refused(in_folder("none"), "No such file or directory");
    assert_refused(folder, "is a directory");
    assert_refused("/dev/zero", "is not a regular file");
    assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
    assert_refused(path, "is not a regular file");
    unlink(path);
}

static void
an_unfinished_file_does_not_appear(void **state)
{
    struct mnz_outfile out;

    (void)state;
    assert_int_equal(mnz_outfile_open(&out, in_folder("out")), MNZ_OK);
    fputs("half", out.stream);
    assert_int_equal(access(path, F_OK), -1);
    mnz_outfile_discard(&out);
    assert_int_equal(access(path, F_OK), -1);
    mnz_outfile_discard(&out);
}

static void
a_committed_file_replaces_the_old_one_and_keeps_its_mode(void **state)
{
    struct mnz_outfile out;
    struct stat info;

    (void)state;
    write_file("out", "old");
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(mnz_outfile_open(&out, path), MNZ_OK);
    fputs("new", out.stream);
    assert_content("out", "old");
    assert_int_equal(mnz_outfile_commit(&out), MNZ_OK);
    assert_content("out", "new");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    unlink(path);
}

static void
writing_through_a_link_keeps_the_link(void **state)
{
    struct mnz_outfile out;
    struct stat info;

    (void)state;
    write_file("real", "old");
    assert_int_equal(symlink("real", in_folder("link")), 0);
    assert_int_equal(mnz_outfile_open(&out, path), MNZ_OK);
    fputs("new", out.stream);
    assert_int_equal(mnz_outfile_commit(&out), MNZ_OK);
    assert_int_equal(lstat(in_folder("link"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    unlink(path);
    assert_content("real", "new");
    unlink(in_folder("real"));
}

static void
a_full_disk_is_an_error_at_commit(void **state)
{
    struct mnz_outfile out;

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(mnz_outfile_open(&out, "/dev/full"), MNZ_OK);
    fputs("lost", out.stream);
    assert_int_equal(mnz_outfile_commit(&out), MNZ_ERR_IO);
    assert_int_equal(errno, ENOSPC);
}

static void
a_device_is_written_in_place(void **state)
{
    struct mnz_outfile out;
    struct stat info;

    (void)state;
    assert_int_equal(mnz_outfile_open(&out, "/dev/null"), MNZ_OK);
    assert_int_equal(mnz_outfile_commit(&out), MNZ_OK);
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
}

static void
says_why_a_file_cannot_be_opened(void **state)
{
    struct mnz_outfile out;

    (void)state;
    assert_int_equal(mnz_outfile_open(&out, in_folder("no/such")), MNZ_ERR_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mnz_outfile_open(&out, folder), MNZ_ERR_IO);
    assert_int_equal(errno, EISDIR);
}

static void
directories_are_made_with_those_above(void **state)
{
    struct stat info;

    (void)state;
    assert_int_equal(mnz_dir_make(in_folder("a/b/c/")), MNZ_OK);
    assert_int_equal(mnz_dir_make(in_folder("a/b/c")), MNZ_OK);
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    write_file("a/f", "");
    assert_int_equal(mnz_dir_make(in_folder("a/f/g")), MNZ_ERR_IO);
    assert_int_equal(errno, ENOTDIR);
    unlink(in_folder("a/f"));
    rmdir(in_folder("a/b/c"));
    rmdir(in_folder("a/b"));
    rmdir(in_folder("a"));
}

static void
two_paths_of_one_file_have_one_real_path(void **state)
{
    struct mnz_arena arena = {0};
    char *a, *b;

    (void)state;
    write_file("f", "");
    a = mnz_file_real_path(path, &arena);
    b = mnz_file_real_path(in_folder("./../.././tmp/../no"), &arena);
    assert_null(b);
    assert_int_equal(symlink("f", in_folder("g")), 0);
    b = mnz_file_real_path(path, &arena);
    assert_string_equal(a, b);
    unlink(path);
    unlink(in_folder("f"));
    mnz_arena_finish(&arena);
}

static void
a_relative_path_leads_from_a_folder_to_a_file(void **state)
{
    static const char *const rows[][3] = {
        {"/a/b", "/a/b/c.yaml", "c.yaml"},      {"/a/b", "/a/c.yaml", "../c.yaml"},
        {"/a/b", "/a/bc/d", "../bc/d"},         {"/a/bc", "/a/b/d", "../b/d"},
        {"/x/y/z", "/a/b", "../../../a/b"},     {"/", "/a/b", "a/b"},
        {"/a/b/", "/a/b/c/d.yaml", "c/d.yaml"},
    };
    struct mnz_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(mnz_file_relative(rows[i][0], rows[i][1], &arena),
                            rows[i][2]);
    mnz_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_files_up_to_the_limit),
        cmocka_unit_test(refuses_what_is_no_regular_file),
        cmocka_unit_test(an_unfinished_file_does_not_appear),
        cmocka_unit_test(a_committed_file_replaces_the_old_one_and_keeps_its_mode),
        cmocka_unit_test(writing_through_a_link_keeps_the_link),
        cmocka_unit_test(a_full_disk_is_an_error_at_commit),
        cmocka_unit_test(a_device_is_written_in_place),
        cmocka_unit_test(says_why_a_file_cannot_be_opened),
        cmocka_unit_test(directories_are_made_with_those_above),
        cmocka_unit_test(two_paths_of_one_file_have_one_real_path),
        cmocka_unit_test(a_relative_path_leads_from_a_folder_to_a_file),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
