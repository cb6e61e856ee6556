/* test_sarif.c - messages as SARIF, for the readers that editors and code hosts have.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"
#include "monazite/diag.h"

/* The log without blanks outside strings, which must be JSON; to be freed. */
static char *
read_log(const char *path)
{
    char *text = read_whole(path), *to = text;
    int is_string = 0;

    assert_non_null(text);
    assert_true(json_is_valid(text));
    for (const char *c = text; *c; c++) {
        is_string ^= *c == '"' && (c == text || c[-1] != '\\');
        if (is_string || (*c != ' ' && *c != '\n'))
            *to++ = *c;
    }
    *to = '\0';
    return text;
}

static void
assert_has(const char *log, const char *part)
{
    if (!strstr(log, part))
        fail_msg("no %s in\n%s", part, log ? log : "nothing");
}

/* Results refer to rules by code and position; every code is one of the manual. */
static void
assert_rules(const char *log, int num_results)
{
    const char *rules = strstr(log, "\"rules\":["), *at = strstr(log, "\"results\":[");
    int count = 0;

    assert_non_null(rules);
    while ((at = strstr(at, "{\"ruleId\":\"")) != NULL) {
        char code[16] = "", id[32];
        unsigned index = 99, before = 0;
        const char *rule;

        assert_int_equal(
            sscanf(at, "{\"ruleId\":\"%15[^\"]\",\"ruleIndex\":%u", code, &index), 2);
        assert_non_null(mnz_message_find(code));
        snprintf(id, sizeof id, "{\"id\":\"%s\"", code);
        rule = strstr(rules, id);
        assert_non_null(rule);
        for (const char *r = rules; (r = strstr(r, "{\"id\":\"")) < rule; r++)
            before++;
        assert_int_equal(index, before);
        count++;
        at++;
    }
    assert_int_equal(count, num_results);
}

static void
a_misspelt_key_has_its_place_and_a_change(void **state)
{
    struct finished f;
    char *log;

    (void)state;
    /* Two letters of two bytes stand before the key: columns are characters. */
    write_whole("wrong.yaml", "extends: world.yaml\n"
                              "industries: {j\xc3\xa4p\xc3\xa4n: {contry: JP}}\n");
    f = RUN("check", "wrong.yaml", "--sarif", "log.sarif");
    assert_int_equal(f.status, 2);
    assert_non_null(strstr(f.err, "wrong.yaml:2:"));
    log = read_log("log.sarif");
    assert_has(log, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                    "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":"
                    "\"monazite\",\"version\":\"");
    assert_has(log, "\"columnKind\":\"unicodeCodePoints\"");
    assert_has(log, "\"invocations\":[{\"executionSuccessful\":true,\"exitCode\":2}]");
    assert_has(log, "\"ruleId\":\"MNZ-E0301\"");
    assert_has(log,
               "\"level\":\"error\",\"message\":{\"text\":\"unknown key 'contry' in "
               "industries.j\xc3\xa4p\xc3\xa4n: did you mean 'country'?\"}");
    assert_has(log, "\"artifactLocation\":{\"uri\":\"wrong.yaml\"},\"region\":{"
                    "\"startLine\":2,\"startColumn\":22,\"endColumn\":28}");
    assert_has(log,
               "\"replacements\":[{\"deletedRegion\":{\"startLine\":2,"
               "\"startColumn\":22,\"endColumn\":28},\"insertedContent\":{\"text\":"
               "\"country\"}}]");
    assert_has(log, "\"properties\":{\"advice\":\"did you mean 'country'?\"}");
    free(log);
    finished_free(&f);
}

static void
all_scenarios_and_settings_are_in_one_log(void **state)
{
    struct finished f;
    char *log;

    (void)state;
    write_whole("a b.yaml", "extends: world.yaml\ncontrolls: {}\n");
    write_whole("c.yaml", "extends: world.yaml\nevnts: {}\n");
    f = RUN("check", "a b.yaml", "c.yaml", "--set", "run.sed=3", "--sarif",
            "log.sarif");
    assert_int_equal(f.status, 2);
    log = read_log("log.sarif");
    assert_has(log, "\"uri\":\"a%20b.yaml\"");
    assert_has(log, "\"uri\":\"c.yaml\"");
    /* The setting is wrong in both, and said once. */
    assert_has(log,
               "\"logicalLocations\":[{\"fullyQualifiedName\":\"--set 'run.sed=3'\"}]");
    assert_rules(log, 3);
    free(log);
    finished_free(&f);
}

static void
warnings_and_sound_scenarios_are_logged(void **state)
{
    struct finished f = RUN("check", "world.yaml", "-q", "--sarif", "log.sarif");
    char *log = read_log("log.sarif");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_has(log, "\"exitCode\":0");
    free(log);
    finished_free(&f);
    write_whole("short.yaml", "extends: world.yaml\n"
                              "controls: {late: {kind: ban, by: CN, from: 2031-01}}\n");
    f = RUN("run", "short.yaml", "-q", "-n", "16", "--sarif", "log.sarif");
    log = read_log("log.sarif");
    assert_int_equal(f.status, 0);
    assert_has(log, "\"ruleId\":\"MNZ-W0913\"");
    assert_has(log, "\"level\":\"warning\"");
    assert_has(log, "\"exitCode\":0");
    free(log);
    finished_free(&f);
}

static void
every_command_that_reads_scenarios_has_the_log(void **state)
{
    static const char *const commands[] = {"show", "run",   "compare", "sweep",
                                           "size", "bound", "drivers", "dependency"};

    (void)state;
    write_whole("wrong.yaml", "extends: world.yaml\nevnts: {}\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct finished f;
        char *log;

        remove("log.sarif");
        f = RUN(commands[i], "wrong.yaml", "--sarif", "log.sarif");
        if (strstr(f.err, "MNZ-E0301")) {
            log = read_log("log.sarif");
            assert_has(log, "\"ruleId\":\"MNZ-E0301\"");
            free(log);
        } else if (strstr(f.err, "unknown option")) {
            fail_msg("%s: %s", commands[i], f.err);
        }
        finished_free(&f);
    }
}

static void
a_log_that_cannot_be_written_is_a_failure(void **state)
{
    struct finished f = RUN("check", "world.yaml", "-q", "--sarif", "none/log.sarif");

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "none/log.sarif"));
    finished_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_misspelt_key_has_its_place_and_a_change),
        cmocka_unit_test(all_scenarios_and_settings_are_in_one_log),
        cmocka_unit_test(warnings_and_sound_scenarios_are_logged),
        cmocka_unit_test(every_command_that_reads_scenarios_has_the_log),
        cmocka_unit_test(a_log_that_cannot_be_written_is_a_failure),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
