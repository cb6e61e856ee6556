/* test_model_pages.c - the pages that define the model stay readable. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const pages[] = {"README",      "notation", "step",
                                    "controls",    "policies", "monte-carlo",
                                    "closed-forms"};
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_longer_than_100_columns),
        cmocka_unit_test(each_sentence_begins_a_line),
        cmocka_unit_test(sentences_have_20_words_at_most_on_average),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
