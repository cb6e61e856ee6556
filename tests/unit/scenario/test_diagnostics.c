/* Every wrong or doubtful scenario in tests/diagnostics gives the messages written
 * beside it, byte for byte. MNZ_UPDATE_GOLDEN=1 rewrites them, for a person to read. */

#include "load_text.h"

#include <dirent.h>

#include "network/check.h"
#include "study/run.h"

enum { MOST_CASES = 256, LONGEST = 256 };

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

/* What `monazite check` says; the caller's to free. Warnings alone are no failure. */
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

static void
every_wrong_scenario_gives_its_messages(void **state)
{
    static char names[MOST_CASES][LONGEST];
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char folder[1024];
    size_t count, num_wrong = 0;

    (void)state;
    assert_non_null(root);
    snprintf(folder, sizeof folder, "%s/tests/diagnostics", root);
    assert_int_equal(chdir(folder), 0);
    count = list_cases(names);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        char *messages = messages_of(names[i]);

        num_wrong += !is_as_written(names[i], messages);
        free(messages);
    }
    assert_int_equal(num_wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrong_scenario_gives_its_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
