/* test_messages.c - the list of messages: its codes, and where they are used, tried and
 * explained. MNZ_UPDATE_GOLDEN=1 rewrites the tables of docs/diagnostics.md. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "monazite/diag.h"

enum { MOST_FILES = 2048, LONGEST_PATH = 1024, LARGEST_FILE = 1 << 20 };

/* The text of a file and its path below the root of the project. */
struct text {
    char path[256], *text;
};

/* Messages that no test can bring about, with the reason. */
static const struct {
    const char *code, *reason;
} untried[] = {
    {"MNZ-E0117", "the parser gives all its reasons another message"},
    {"MNZ-E0208", "needs files of hundreds of megabytes"},
    {"MNZ-E0214", "needs tables of hundreds of megabytes"},
    {"MNZ-E0221", "needs a table of two million cells"},
    {"MNZ-E0804", "needs a million pairs of sellers and buyers"},
    {"MNZ-E1004", "the reader refuses an industry first, by MNZ-E0408"},
};

/* A growing text. */
struct out {
    FILE *stream;
    char *text;
    size_t length;
};

static const char *
root_path(void)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");

    assert_non_null(root);
    return root;
}

/* The whole of a file; the caller's to free. */
static char *
read_text(const char *path)
{
    char full[LONGEST_PATH], *text = calloc(1, LARGEST_FILE);
    FILE *f;

    snprintf(full, sizeof full, "%s/%s", root_path(), path);
    f = fopen(full, "r");
    assert_non_null(f);
    assert_non_null(text);
    assert_true(fread(text, 1, LARGEST_FILE - 1, f) < LARGEST_FILE - 1);
    fclose(f);
    return text;
}

static int
ends_in(const char *path, const char *ending)
{
    const size_t length = strlen(path), n = strlen(ending);

    return length >= n && strcmp(path + length - n, ending) == 0;
}

/* Read all files below `folder` that end in `ending`, `count` of them so far. */
static size_t
read_below(const char *folder, const char *ending, struct text *texts, size_t count)
{
    char full[LONGEST_PATH];
    const struct dirent *entry;
    DIR *dir;

    snprintf(full, sizeof full, "%s/%s", root_path(), folder);
    dir = opendir(full);
    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        char path[256 + LONGEST_PATH], below[2 * LONGEST_PATH];
        struct stat info;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        snprintf(below, sizeof below, "%s/%s", root_path(), path);
        assert_int_equal(stat(below, &info), 0);
        if (S_ISDIR(info.st_mode)) {
            count = read_below(path, ending, texts, count);
        } else if (ends_in(path, ending)) {
            assert_true(count < MOST_FILES && strlen(path) < sizeof texts->path);
            snprintf(texts[count].path, sizeof texts->path, "%.255s", path);
            texts[count++].text = read_text(path);
        }
    }
    closedir(dir);
    return count;
}

static void
free_texts(struct text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i].text);
}

static void
codes_have_one_form_and_ascend(void **state)
{
    int last = 0;

    (void)state;
    assert_int_equal(mnz_message_count(), MNZ_NUM_CODES - 1);
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const struct mnz_message *m = mnz_message_get(i);
        int number = 0, end = 0;
        char letter = 0;

        assert_int_equal(sscanf(m->code, "MNZ-%c%4d%n", &letter, &number, &end), 2);
        assert_int_equal(end, 9);
        assert_int_equal(strlen(m->code), 9);
        assert_int_equal(letter, m->severity == MNZ_SEVERITY_ERROR ? 'E' : 'W');
        if (number <= last)
            fail_msg("%s: numbers ascend, and none is used twice", m->code);
        last = number;
        assert_non_null(mnz_message_section(m));
    }
}

static int
is_sentence(const char *text)
{
    return strlen(text) > 8 && text[0] != ' ' && ends_in(text, ".") &&
           !strstr(text, "  ");
}

static void
every_message_is_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const struct mnz_message *m = mnz_message_get(i);

        if (strlen(m->title) < 8 || !*m->example ||
            (ends_in(m->title, ".") && !ends_in(m->title, "...")) ||
            !is_sentence(m->cause) || !is_sentence(m->fix))
            fail_msg("%s lacks a title, an example, a cause or a fix", m->code);
        for (size_t j = 0; j < i; j++)
            if (strcmp(m->title, mnz_message_get(j)->title) == 0 &&
                strcmp(m->cause, mnz_message_get(j)->cause) == 0)
                fail_msg("%s and %s are one message", mnz_message_get(j)->code,
                         m->code);
    }
}

static void
a_message_is_found_by_its_code(void **state)
{
    const struct mnz_message *first = mnz_message_get(0);

    (void)state;
    assert_string_equal(first->code, "MNZ-E0101");
    assert_ptr_equal(mnz_message_find("MNZ-E0101"), first);
    assert_ptr_equal(mnz_message_find("mnz-e0101"), first);
    assert_ptr_equal(mnz_message_find("E0101"), first);
    assert_null(mnz_message_find("MNZ-W0101"));
    assert_null(mnz_message_find("MNZ-E01011"));
    assert_null(mnz_message_find("MNZ-E0101-and-much-more-text-than-any-code-has"));
    assert_null(mnz_message_find(""));
    assert_null(mnz_message_find("x"));
    for (size_t i = 0; i < mnz_message_count(); i++)
        assert_ptr_equal(mnz_message_find(mnz_message_get(i)->code),
                         mnz_message_get(i));
}

static void
a_mistyped_code_is_near_another(void **state)
{
    (void)state;
    assert_string_equal(mnz_message_nearest("MNZ-E010")->code, "MNZ-E0101");
    assert_string_equal(mnz_message_nearest("MNZ-E0210")->code, "MNZ-W0210");
    assert_string_equal(mnz_message_nearest("mzn-w0210")->code, "MNZ-W0210");
    assert_null(mnz_message_nearest("separator"));
    assert_null(mnz_message_nearest(""));
}

static void
every_message_is_used(void **state)
{
    static struct text texts[MOST_FILES];
    const size_t count = read_below("src", ".c", texts, 0);
    int num_unused = 0;

    (void)state;
    assert_true(count > 50);
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const struct mnz_message *m = mnz_message_get(i);
        char name[16];
        size_t t = 0;

        snprintf(name, sizeof name, "MNZ_%s", m->code + strlen("MNZ-"));
        while (t < count && !strstr(texts[t].text, name))
            t++;
        if (t < count)
            continue;
        print_error("no file of src/ uses %s\n", name);
        num_unused++;
    }
    assert_int_equal(num_unused, 0);
    free_texts(texts, count);
}

static int
is_untried(const char *code)
{
    for (size_t i = 0; i < sizeof untried / sizeof *untried; i++)
        if (strcmp(untried[i].code, code) == 0)
            return 1;
    return 0;
}

/* Expected outputs of the cases, and tests in C, hold the codes as they are printed. */
static void
every_message_is_tried(void **state)
{
    static struct text texts[MOST_FILES];
    size_t count = read_below("tests/diagnostics", ".txt", texts, 0);
    int num_wrong = 0;

    (void)state;
    assert_true(count > 100);
    count = read_below("tests", ".c", texts, count);
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const char *code = mnz_message_get(i)->code;
        size_t t = 0;

        while (t < count && (!strstr(texts[t].text, code) ||
                             ends_in(texts[t].path, "test_messages.c")))
            t++;
        if ((t == count) == is_untried(code))
            continue;
        print_error(t == count ? "no test brings about %s\n"
                               : "%s is said to be untried\n",
                    code);
        num_wrong++;
    }
    assert_int_equal(num_wrong, 0);
    free_texts(texts, count);
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct text *)a)->path, ((const struct text *)b)->path);
}

/* The table of one section: a row for each message, with the cases that give it. */
static void
write_table(FILE *f, const char *section, const struct text *cases, size_t num_cases)
{
    fputs("| code | it says | for example | cause and fix | cases |\n"
          "|---|---|---|---|---|\n",
          f);
    for (size_t i = 0; i < mnz_message_count(); i++) {
        const struct mnz_message *m = mnz_message_get(i);

        if (strcmp(mnz_message_section(m), section) != 0)
            continue;
        fprintf(f, "| %s | %s | %s | %s %s |", m->code, m->title, m->example, m->cause,
                m->fix);
        for (size_t c = 0; c < num_cases; c++) {
            const char *name = strrchr(cases[c].path, '/') + 1;

            if (strstr(cases[c].text, m->code))
                fprintf(f, " `%.*s`", (int)strlen(name) - 4, name);
        }
        fputs(" |\n", f);
    }
}

/* The manual's page with its tables written anew; *num_tables of them. */
static struct out
renew(const char *page, const struct text *cases, size_t num_cases, int *num_tables)
{
    struct out out = {0};
    char section[256] = "";
    int is_in_table = 0;

    out.stream = open_memstream(&out.text, &out.length);
    assert_non_null(out.stream);
    for (const char *line = page, *next; *line; line = next) {
        next = strchr(line, '\n') + 1;
        if (sscanf(line, "## %255[^\n]", section) == 1)
            is_in_table = 0;
        if (*line != '|' || strcmp(section, "Nothing") == 0) {
            fwrite(line, 1, (size_t)(next - line), out.stream);
            continue;
        }
        if (!is_in_table++) {
            write_table(out.stream, section, cases, num_cases);
            ++*num_tables;
        }
    }
    assert_int_equal(fclose(out.stream), 0);
    return out;
}

/* How many sections the list has. */
static int
count_sections(void)
{
    const char *last = "";
    int count = 0;

    for (size_t i = 0; i < mnz_message_count(); i++) {
        const char *section = mnz_message_section(mnz_message_get(i));

        count += strcmp(section, last) != 0;
        last = section;
    }
    return count;
}

static void
the_manual_explains_every_message(void **state)
{
    static const char path[] = "docs/diagnostics.md";
    static struct text cases[MOST_FILES];
    const size_t num_cases = read_below("tests/diagnostics", ".txt", cases, 0);
    char *page = read_text(path);
    int num_tables = 0;
    struct out out;

    (void)state;
    qsort(cases, num_cases, sizeof *cases, by_path);
    out = renew(page, cases, num_cases, &num_tables);
    assert_int_equal(num_tables, count_sections());
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        char full[LONGEST_PATH];
        FILE *f;

        snprintf(full, sizeof full, "%s/%s", root_path(), path);
        f = fopen(full, "w");
        assert_non_null(f);
        fputs(out.text, f);
        assert_int_equal(fclose(f), 0);
    } else if (strcmp(out.text, page) != 0) {
        fail_msg("%s differs from base/message_list.inc", path);
    }
    free(out.text);
    free(page);
    free_texts(cases, num_cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_one_form_and_ascend),
        cmocka_unit_test(every_message_is_explained),
        cmocka_unit_test(a_message_is_found_by_its_code),
        cmocka_unit_test(a_mistyped_code_is_near_another),
        cmocka_unit_test(every_message_is_used),
        cmocka_unit_test(every_message_is_tried),
        cmocka_unit_test(the_manual_explains_every_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
