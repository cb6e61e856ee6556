/* Every wrong or doubtful scenario in tests/diagnostics gives the messages written
 * beside it, byte for byte. MNZ_UPDATE_GOLDEN=1 rewrites them, for a person to read. */

#include "load_text.h"

#include <dirent.h>

#include "network/check.h"
#include "study/monte_carlo.h"

enum { MOST_CASES = 512, LONGEST = 256 };

static int
by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static size_t
list_cases(char names[MOST_CASES][LONGEST])
{
    size_t count = 0;
    const struct dirent *entry;
    DIR *dir = opendir(".");

    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        const char *dot = strrchr(entry->d_name, '.');

        if (!dot || strcmp(dot, ".yaml") != 0)
            continue;
        assert_true(count < MOST_CASES && strlen(entry->d_name) < LONGEST);
        snprintf(names[count++], LONGEST, "%s", entry->d_name);
    }
    closedir(dir);
    qsort(names, count, LONGEST, by_name);
    return count;
}

/* The messages of `monazite check`; the caller's to free. Warnings alone are no
 * failure. */
static char *
messages_of(const char *path)
{
    struct mnz_diags *diags;
    struct mnz_scenario *s;
    struct mnz_network *network = NULL;
    struct mnz_check *check = NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *f = open_memstream(&text, &length);
    enum mnz_status st;

    assert_non_null(f);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    st = mnz_scenario_load(path, NULL, 0, diags, &s);
    if (!st)
        st = mnz_network_create(s, diags, &network);
    if (!st)
        st = mnz_check_create(network, diags, &check);
    if (!st)
        st = mnz_run_verify(s, diags);
    mnz_diags_print(diags, f, 0);
    if (st != (mnz_diags_errors(diags) > 0 ? MNZ_ERR_INPUT : MNZ_OK))
        fprintf(f, "and returns '%s'\n", mnz_status_text(st));
    if (mnz_diags_count(diags) == 0)
        fprintf(f, "is found sound\n");
    assert_int_equal(fclose(f), 0);
    mnz_check_destroy(check);
    mnz_network_destroy(network);
    mnz_scenario_destroy(s);
    mnz_diags_destroy(diags);
    return text;
}

/* Whether they are as expected; if not, says so. */
static int
is_as_written(const char *path, const char *messages)
{
    char golden[LONGEST + 8], expected[16384] = "";
    FILE *f;

    snprintf(golden, sizeof golden, "%.*s.txt", (int)strlen(path) - 5, path);
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        f = fopen(golden, "w");
        assert_non_null(f);
        fputs(messages, f);
        assert_int_equal(fclose(f), 0);
        return 1;
    }
    f = fopen(golden, "r");
    if (f) {
        expected[fread(expected, 1, sizeof expected - 1, f)] = '\0';
        fclose(f);
    }
    if (strcmp(messages, expected) == 0)
        return 1;
    print_error("%s now says:\n%s", path, messages);
    return 0;
}

/* The whole of a file of the project; the caller's to free. */
static char *
read_text(const char *path)
{
    enum { LARGEST = 1 << 20 };
    FILE *f = fopen(path, "r");
    char *text = calloc(1, LARGEST);
    size_t length;

    assert_non_null(f);
    assert_non_null(text);
    length = fread(text, 1, LARGEST - 1, f);
    assert_true(length > 0 && length < LARGEST - 1);
    fclose(f);
    return text;
}

static int
go_to_cases(void **state)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char folder[1024];

    (void)state;
    assert_non_null(root);
    snprintf(folder, sizeof folder, "%s/tests/diagnostics", root);
    return chdir(folder);
}

static void
every_wrong_scenario_gives_its_messages(void **state)
{
    static char names[MOST_CASES][LONGEST];
    const size_t count = list_cases(names);
    size_t num_wrong = 0;

    (void)state;
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        char *messages = messages_of(names[i]);

        num_wrong += !is_as_written(names[i], messages);
        free(messages);
    }
    assert_int_equal(num_wrong, 0);
}

/* The manual's tables name cases in their last column. */
static void
the_manual_of_messages_names_every_case(void **state)
{
    static char names[MOST_CASES][LONGEST];
    const size_t count = list_cases(names);
    char *manual = read_text("../../docs/diagnostics.md");
    size_t num_missing = 0;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        char quoted[LONGEST + 2];

        snprintf(quoted, sizeof quoted, "`%.*s`", (int)strlen(names[i]) - 5, names[i]);
        if (strstr(manual, quoted))
            continue;
        print_error("docs/diagnostics.md does not mention %s\n", quoted);
        num_missing++;
    }
    assert_int_equal(num_missing, 0);
    free(manual);
}

/* How many names in backticks there are in `cell`; each must be that of a case. */
static size_t
count_cases(char *cell)
{
    char path[LONGEST], *after;
    size_t count = 0;

    for (char *at = cell; (at = strchr(at, '`')); at = after + 1, count++) {
        after = strchr(++at, '`');
        assert_non_null(after);
        snprintf(path, sizeof path, "%.*s.yaml", (int)(after - at), at);
        if (access(path, R_OK))
            fail_msg("docs/diagnostics.md mentions %s, which does not exist", path);
    }
    return count;
}

static void
every_case_that_the_manual_names_exists(void **state)
{
    char *manual = read_text("../../docs/diagnostics.md");
    size_t count = 0;

    (void)state;
    for (char *line = strtok(manual, "\n"); line; line = strtok(NULL, "\n")) {
        char *end = line + strlen(line) - 1;

        if (line[0] != '|' || line[1] != ' ' || strstr(line, " it says "))
            continue;
        assert_int_equal(*end, '|');
        *end = '\0';
        end = strrchr(line, '|');
        /* Messages without a case have tests of their own. */
        if (count_cases(end) == 0 && strncmp(line, "| MNZ-", 6) != 0)
            fail_msg("no case stands in the row '%.60s'", line);
        count++;
    }
    assert_true(count > 50);
    free(manual);
}

/* The message that the manual of the format shows is the one given. */
static void
the_message_that_the_format_shows_is_given(void **state)
{
    static const char file[] = "misspelt_key.yaml";
    char *manual = read_text("../../docs/scenario-format.md");
    char *messages = messages_of(file);

    (void)state;
    assert_int_equal(strncmp(messages, file, strlen(file)), 0);
    assert_non_null(strstr(manual, messages + strlen(file)));
    free(messages);
    free(manual);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrong_scenario_gives_its_messages),
        cmocka_unit_test(the_manual_of_messages_names_every_case),
        cmocka_unit_test(every_case_that_the_manual_names_exists),
        cmocka_unit_test(the_message_that_the_format_shows_is_given),
    };

    return cmocka_run_group_tests(tests, go_to_cases, NULL);
}
