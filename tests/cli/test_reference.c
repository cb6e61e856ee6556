/* test_reference.c - man pages, completion and the list of tables, which are written
 * from the rows that the command line is read with; --version. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

static const char *const commands[] = {
    "check",  "show",      "run",     "score",    "calibrate", "schema",
    "manual", "reference", "explain", "why",      "drivers",   "import",
    "chart",  "report",    "size",    "frontier", "bound"};
enum { NUM_COMMANDS = sizeof commands / sizeof *commands };

static int
is_there(const char *program)
{
    char line[128];

    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", program);
    return system(line) == 0;
}

/* Standard output and error of a command line of the shell; to be freed. */
static char *
shell(const char *line)
{
    char whole[1024], *text;

    snprintf(whole, sizeof whole, "{ %s ; } >shell.txt 2>&1", line);
    if (system(whole) == -1)
        fail_msg("no shell");
    text = read_whole("shell.txt");
    assert_non_null(text);
    return text;
}

static void
assert_shell(const char *line, const char *expected)
{
    char *text = shell(line);

    if (strcmp(text, expected) != 0)
        fail_msg("%s: expected '%s', got '%s'", line, expected, text);
    free(text);
}

static void
every_command_has_a_man_page_with_its_options(void **state)
{
    struct finished help = RUN("--help");

    (void)state;
    for (size_t i = 0; i < NUM_COMMANDS; i++) {
        struct finished page = RUN("reference", "man", commands[i]);
        char text[128];

        assert_int_equal(page.status, 0);
        snprintf(text, sizeof text, "\n  %-9s ", commands[i]);
        assert_non_null(strstr(help.out, text));
        snprintf(text, sizeof text, "\n.SH NAME\nmonazite\\-%s \\- ", commands[i]);
        assert_non_null(strstr(page.out, text));
        assert_non_null(strstr(page.out, "\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n"));
        finished_free(&page);
    }
    finished_free(&help);
    help = RUN("reference", "man", "run");
    assert_non_null(strstr(
        help.out, "\\fB\\-n\\fR, \\fB\\-\\-trials\\fR \\fIN\\fR\nhow many trials"));
    assert_non_null(strstr(help.out, "\\fIsummary.csv\\fR\none row: "));
    finished_free(&help);
}

static void
man_finds_nothing_to_warn_of(void **state)
{
    (void)state;
    if (!is_there("groff"))
        skip();
    for (size_t i = 0; i <= NUM_COMMANDS; i++) {
        const char *name = i < NUM_COMMANDS ? commands[i] : "";
        char line[256];

        snprintf(line, sizeof line,
                 "$MNZ_PROGRAM reference man %s >page.1 && groff -man -ww -z page.1",
                 name);
        assert_shell(line, "");
        if (is_there("mandoc"))
            assert_shell("mandoc -Tlint -W error page.1", "");
    }
}

static void
bash_completes_commands_options_choices_and_files(void **state)
{
    (void)state;
    if (!is_there("bash"))
        skip();
    write_whole("try.bash", "source <(\"$MNZ_PROGRAM\" reference bash)\n"
                            "COMP_WORDS=(monazite \"$@\"); COMP_CWORD=$#\n"
                            "_monazite; printf '%s;' \"${COMPREPLY[@]}\"\n");
    assert_int_equal(mkdir("folder", 0700), 0);
    write_whole("a file.yaml", "");
#define TRY "bash --norc try.bash "
    assert_shell(TRY "ru", "run;");
    assert_shell(TRY "run --tr", "--trials;--trials-csv;");
    assert_shell(TRY "run --samp", "--sampler;");
    assert_shell(TRY "run --sampler so", "sobol;");
    assert_shell(TRY "run --sampler = pl", "plain;");
    assert_shell(
        TRY "run --csv =",
        "industries;summary;monthly;industry-months;branches;quantiles;flows;events;"
        "inputs;");
    assert_shell(TRY "score --csv ''", "score;points;");
    assert_shell(TRY "run --trials ''", ";");
    assert_shell(TRY "run -o fo", "folder;");
    assert_shell(TRY "run a", "a file.yaml;");
    assert_shell(TRY "score -f try", "try.bash;");
    assert_shell(TRY "run try", ";");
    assert_shell(TRY "reference f", "fish;");
    assert_shell(TRY "chart f", "fan;folder;");
    assert_shell(TRY "report fo", "folder;");
    assert_shell(TRY "explain MNZ-E010", "MNZ-E0101;MNZ-E0102;MNZ-E0103;MNZ-E0104;"
                                         "MNZ-E0105;MNZ-E0106;MNZ-E0107;MNZ-E0108;"
                                         "MNZ-E0109;");
}

static void
fish_completes_commands_options_choices_and_files(void **state)
{
    (void)state;
    if (!is_there("fish"))
        skip();
    write_whole("try.fish", "$MNZ_PROGRAM reference fish | source\n"
                            "complete -C \"monazite $argv\" | string split -f1 \\t\n");
    write_whole("a file.yaml", "");
#define FISH "HOME=$PWD fish --no-config try.fish "
    assert_shell(FISH "ru", "run\n");
    assert_shell(FISH "'run --tr'", "--trials\n--trials-csv\n");
    assert_shell(FISH "'run --sampler so'", "sobol\n");
    assert_shell(FISH "'score --csv p'", "points\n");
    assert_shell(FISH "'run a'", "a file.yaml\n");
}

static void
zsh_reads_its_script(void **state)
{
    (void)state;
    if (!is_there("zsh"))
        skip();
    assert_shell("$MNZ_PROGRAM reference zsh >_monazite && zsh -n _monazite", "");
    assert_shell("grep -c sampler= _monazite", "11\n");
}

/* The header of a printed table. */
static void
assert_has_columns(const char *reference, const char *table, struct finished f)
{
    char title[64], *line = f.out;
    const char *at;

    assert_int_equal(f.status, 0);
    snprintf(title, sizeof title, "\n## %s\n", table);
    at = strstr(reference, title);
    assert_non_null(at);
    line[strcspn(line, "\n")] = '\0';
    for (char *name = strtok(line, ","); name; name = strtok(NULL, ",")) {
        char row[96];

        snprintf(row, sizeof row, "\n| `%s` | ", name);
        at = strstr(at, row);
        if (!at)
            fail_msg("%s: no column %s", table, name);
    }
    finished_free(&f);
}

static void
the_list_of_tables_has_their_columns_in_order(void **state)
{
    struct finished f = RUN("reference", "tables");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_has_columns(f.out, "summary", RUN("run", "world.yaml", "--csv", "summary"));
    assert_has_columns(f.out, "monthly", RUN("run", "world.yaml", "--csv", "monthly"));
    assert_has_columns(f.out, "industry-months",
                       RUN("run", "world.yaml", "--csv", "industry-months"));
    assert_has_columns(f.out, "inputs", RUN("run", "world.yaml", "--csv", "inputs"));
    assert_non_null(strstr(f.out, "Written by `monazite score`."));
    finished_free(&f);
}

static void
wrong_command_lines_are_refused(void **state)
{
    (void)state;
    assert_refused(RUN("reference"), "takes FORMAT [COMMAND]");
    assert_refused(RUN("reference", "fihs"), "did you mean 'fish'?");
    assert_refused(RUN("reference", "pdf"), "choose from: man bash zsh fish tables");
    assert_refused(RUN("reference", "man", "rnu"), "did you mean 'run'?");
    assert_refused(RUN("reference", "bash", "run"), "only man takes a command");
    assert_refused(RUN("reference", "man", "run", "show"), "takes FORMAT [COMMAND]");
}

/* A line of --version: the text behind its title; to be freed. */
static char *
version_line(const char *text, const char *title)
{
    const char *at = strstr(text, title);

    assert_non_null(at);
    at += strlen(title);
    at += strspn(at, " ");
    return strndup(at, strcspn(at, "\n,"));
}

static void
the_version_names_the_build_and_so_does_the_manifest(void **state)
{
    static const char *const titles[][2] = {{"\ncommit ", "commit"},
                                            {"\ncompiler ", "compiler"},
                                            {"\ninstruction set ", "instruction_set"}};
    struct finished version = RUN("--version");
    struct finished run = RUN("run", "world.yaml", "-q", "-o", "built");
    char *manifest = read_whole("built/manifest.json");

    (void)state;
    assert_int_equal(version.status, 0);
    assert_int_equal(run.status, 0);
    assert_non_null(manifest);
    assert_true(json_is_valid(manifest));
    assert_int_equal(strncmp(version.out, "monazite ", 9), 0);
    assert_non_null(strstr(version.out, "GSL 2."));
    assert_non_null(strstr(version.out, "libyaml 0."));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char *value = version_line(version.out, titles[i][0]), text[256];

        snprintf(text, sizeof text, "\"%s\": \"%s\"", titles[i][1], value);
        if (!*value || !strstr(manifest, text))
            fail_msg("the manifest lacks %s", text);
        free(value);
    }
    free(manifest);
    finished_free(&version);
    finished_free(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_a_man_page_with_its_options),
        cmocka_unit_test(man_finds_nothing_to_warn_of),
        cmocka_unit_test(bash_completes_commands_options_choices_and_files),
        cmocka_unit_test(fish_completes_commands_options_choices_and_files),
        cmocka_unit_test(zsh_reads_its_script),
        cmocka_unit_test(the_list_of_tables_has_their_columns_in_order),
        cmocka_unit_test(wrong_command_lines_are_refused),
        cmocka_unit_test(the_version_names_the_build_and_so_does_the_manifest),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
