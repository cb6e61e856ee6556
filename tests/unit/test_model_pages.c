/* test_model_pages.c - the pages that define the model stay readable, and their table
 * of symbols stays true to the code. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const pages[] = {
    "README",      "notation",     "step",       "controls", "policies",
    "monte-carlo", "closed-forms", "industries", "blame",    "dependency"};
enum { NUM_PAGES = sizeof pages / sizeof *pages, MAX_LINE = 4096 };

/* A page read line by line. Prose is all outside formulas, tables and headings. */
struct page {
    FILE *file;
    char line[MAX_LINE];
    int number;
    int in_formula, is_prose, is_row;
};

static void
open_page(struct page *page, const char *name)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char path[1024];

    assert_non_null(root);
    snprintf(path, sizeof path, "%s/docs/model/%s.md", root, name);
    *page = (struct page){.file = fopen(path, "r")};
    assert_non_null(page->file);
}

/* The next line without its indent; 0 after the last, when the page is closed. */
static int
next_line(struct page *page)
{
    const char *text;
    int is_fence;

    if (!fgets(page->line, sizeof page->line, page->file)) {
        fclose(page->file);
        return 0;
    }
    page->number++;
    page->line[strcspn(page->line, "\n")] = '\0';
    text = page->line + strspn(page->line, " ");
    is_fence = strncmp(text, "```", 3) == 0;
    page->is_row = !page->in_formula && *text == '|';
    page->is_prose = !page->in_formula && !is_fence && *text != '|' && *text != '#';
    if (is_fence)
        page->in_formula = !page->in_formula;
    return 1;
}

static int
ends_sentence(const char *at)
{
    return (*at == '.' || *at == '?' || *at == '!') && at[1] == ' ' &&
           (isupper((unsigned char)at[2]) || at[2] == '`');
}

/* The number that opens an item of a numbered list, its point and blank included. */
static size_t
length_of_number(const char *line)
{
    const size_t indent = strspn(line, " "),
                 digits = strspn(line + indent, "0123456789");

    return digits > 0 && strncmp(line + indent + digits, ". ", 2) == 0
               ? indent + digits + 2
               : indent;
}

static void
no_line_is_longer_than_100_columns(void **state)
{
    struct page page;
    int longer = 0;

    (void)state;
    for (int i = 0; i < NUM_PAGES; i++)
        for (open_page(&page, pages[i]); next_line(&page);)
            if (!page.is_row && strlen(page.line) > 100) {
                print_error("%s.md:%d: longer than 100\n", pages[i], page.number);
                longer++;
            }
    assert_int_equal(longer, 0);
}

static void
each_sentence_begins_a_line(void **state)
{
    struct page page;
    int found = 0;

    (void)state;
    for (int i = 0; i < NUM_PAGES; i++)
        for (open_page(&page, pages[i]); next_line(&page);)
            for (const char *c = page.line + length_of_number(page.line);
                 page.is_prose && *c; c++)
                if (ends_sentence(c)) {
                    print_error("%s.md:%d: two sentences\n", pages[i], page.number);
                    found++;
                }
    assert_int_equal(found, 0);
}

/* Words are the parts between blanks that hold a letter or a digit; a sentence ends
 * with a full stop, a question mark, or the end of its paragraph or item. */
static void
count_words(const char *name, int *words, int *sentences)
{
    struct page page;
    int open = 0; /* words of the sentence so far */

    for (open_page(&page, name); next_line(&page);) {
        const size_t number = length_of_number(page.line);
        const char *c = page.line + number;
        const int is_item = number > strspn(page.line, " ") || strncmp(c, "- ", 2) == 0;

        if (open > 0 && (!page.is_prose || *c == '\0' || is_item)) {
            ++*sentences;
            open = 0;
        }
        while (page.is_prose && *c) {
            const size_t length = strcspn(c, " ");
            int is_word = 0;

            for (size_t k = 0; k < length; k++)
                is_word |= isalnum((unsigned char)c[k]) != 0;
            open += is_word;
            *words += is_word;
            if (length > 0 && strchr(".?!", c[length - 1]) && open > 0) {
                ++*sentences;
                open = 0;
            }
            c += length + strspn(c + length, " ");
        }
    }
    *sentences += open > 0;
}

static void
sentences_have_20_words_at_most_on_average(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_PAGES; i++) {
        int words = 0, sentences = 0;

        count_words(pages[i], &words, &sentences);
        assert_true(sentences > 5);
        if (words > 20 * sentences)
            fail_msg("%s.md: %d words in %d sentences", pages[i], words, sentences);
    }
}

/* Whether `word` stands by itself in some C file of a folder. */
static int
stands_in(const char *folder, const char *word)
{
    const size_t length = strlen(word);
    char path[2048], line[MAX_LINE];
    const struct dirent *entry;
    int found = 0;
    DIR *dir;

    snprintf(path, sizeof path, "%s/%s", getenv("MNZ_SOURCE_ROOT"), folder);
    dir = opendir(path);
    assert_non_null(dir);
    while (!found && (entry = readdir(dir))) {
        const char *dot = strrchr(entry->d_name, '.');
        FILE *f;

        if (!dot || (strcmp(dot, ".c") != 0 && strcmp(dot, ".h") != 0))
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", getenv("MNZ_SOURCE_ROOT"), folder,
                 entry->d_name);
        f = fopen(path, "r");
        assert_non_null(f);
        while (!found && fgets(line, sizeof line, f))
            for (const char *c = strstr(line, word); c && !found;
                 c = strstr(c + 1, word))
                found =
                    (c == line || !(isalnum((unsigned char)c[-1]) || c[-1] == '_')) &&
                    !(isalnum((unsigned char)c[length]) || c[length] == '_');
        fclose(f);
    }
    closedir(dir);
    return found;
}

/* Call `check` with each word in backquotes of `text` up to `end`; the sum of its
 * results. */
static int
for_each_quoted(const char *text, const char *end, int (*check)(const char *word))
{
    int sum = 0;

    while ((text = strchr(text, '`')) && text < end) {
        const char *close = strchr(text + 1, '`');
        char word[256];

        assert_true(close && close < end && close - text < 256);
        snprintf(word, sizeof word, "%.*s", (int)(close - text - 1), text + 1);
        sum += check(word);
        text = close + 1;
    }
    return sum;
}

static int
is_unknown_name(const char *word)
{
    if (stands_in("src/engine", word) || stands_in("tests/support", word))
        return 0;
    print_error("notation.md: %s stands in no code\n", word);
    return 1;
}

static void
each_name_of_the_table_stands_in_the_code(void **state)
{
    struct page page;
    int rows = 0, unknown = 0;

    (void)state;
    for (open_page(&page, "notation"); next_line(&page);) {
        const char *name, *end;

        if (!page.is_row)
            continue;
        name = strchr(page.line + 1, '|');
        end = name ? strchr(name + 1, '|') : NULL;
        assert_non_null(end);
        if (!memchr(name, '`', (size_t)(end - name)))
            continue;
        unknown += for_each_quoted(name, end, is_unknown_name);
        rows++;
    }
    assert_true(rows > 40);
    assert_int_equal(unknown, 0);
}

/* Whether some formula of the pages has `symbol` by itself. */
static int
stands_in_a_formula(const char *symbol, size_t length)
{
    struct page page;
    int found = 0;

    for (int i = 0; i < NUM_PAGES; i++)
        for (open_page(&page, pages[i]); next_line(&page);)
            for (const char *c = page.line; page.in_formula && !found && *c; c++)
                found = strncmp(c, symbol, length) == 0 &&
                        (c == page.line || !isalnum((unsigned char)c[-1])) &&
                        !isalnum((unsigned char)c[length]) && c[length] != '_';
    return found;
}

static void
each_symbol_of_the_table_stands_in_a_formula(void **state)
{
    struct page page;
    int rows = 0, unused = 0;

    (void)state;
    for (open_page(&page, "notation"); next_line(&page);) {
        const char *symbol = page.line + 2;
        size_t length;

        if (!page.is_row || !strchr(page.line, '`'))
            continue;
        length = strcspn(symbol, ",|=");
        while (length > 0 && symbol[length - 1] == ' ')
            length--;
        if (!stands_in_a_formula(symbol, length)) {
            print_error("notation.md:%d: symbol in no formula\n", page.number);
            unused++;
        }
        rows++;
    }
    assert_true(rows > 40);
    assert_int_equal(unused, 0);
}

static int
is_missing_file(const char *word)
{
    static const char *const folders[] = {"src/engine", "tests/support"};
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char path[1024];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        FILE *f;

        snprintf(path, sizeof path, "%s/%s/%s", root, folders[i], word);
        f = fopen(path, "r");
        if (f) {
            fclose(f);
            return 0;
        }
    }
    print_error("step.md: there is no %s\n", word);
    return 1;
}

static void
each_file_that_a_move_names_exists(void **state)
{
    struct page page;
    int lines = 0, missing = 0;

    (void)state;
    for (open_page(&page, "step"); next_line(&page);)
        if (strncmp(page.line, "In the code:", 12) == 0) {
            missing += for_each_quoted(page.line, page.line + strlen(page.line),
                                       is_missing_file);
            lines++;
        }
    assert_int_equal(lines, 9);
    assert_int_equal(missing, 0);
}

static const char *const moves[] = {"environment", "offices", "order",  "ship", "spot",
                                    "stockpiles",  "settle",  "record", "adapt"};
enum { NUM_MOVES = sizeof moves / sizeof *moves };

static void
the_page_has_a_section_for_each_move_in_order(void **state)
{
    char heading[64];
    struct page page;
    int found = 0;

    (void)state;
    for (open_page(&page, "step"); next_line(&page);) {
        if (strncmp(page.line, "## ", 3) != 0)
            continue;
        assert_true(found < NUM_MOVES);
        snprintf(heading, sizeof heading, "## %d. %s", found + 1, moves[found]);
        assert_string_equal(page.line, heading);
        found++;
    }
    assert_int_equal(found, NUM_MOVES);
}

/* How many calls of `file` are prefix + move, in the order of the moves. */
static int
calls_in_order(const char *file, const char *prefix)
{
    char path[1024], line[MAX_LINE], call[64];
    int found = 0;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", getenv("MNZ_SOURCE_ROOT"), file);
    f = fopen(path, "r");
    assert_non_null(f);
    while (found < NUM_MOVES && fgets(line, sizeof line, f)) {
        snprintf(call, sizeof call, "    %s%s(", prefix, moves[found]);
        found += strncmp(line, call, strlen(call)) == 0;
    }
    fclose(f);
    return found;
}

static void
both_engines_take_the_moves_of_the_page_in_order(void **state)
{
    (void)state;
    assert_int_equal(calls_in_order("src/engine/step.c", "mnz_step_"), NUM_MOVES);
    assert_int_equal(calls_in_order("tests/support/ref_engine.c", "ref_"), NUM_MOVES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_longer_than_100_columns),
        cmocka_unit_test(each_sentence_begins_a_line),
        cmocka_unit_test(sentences_have_20_words_at_most_on_average),
        cmocka_unit_test(each_name_of_the_table_stands_in_the_code),
        cmocka_unit_test(each_symbol_of_the_table_stands_in_a_formula),
        cmocka_unit_test(each_file_that_a_move_names_exists),
        cmocka_unit_test(the_page_has_a_section_for_each_move_in_order),
        cmocka_unit_test(both_engines_take_the_moves_of_the_page_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
