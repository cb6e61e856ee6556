/* locale.c - marks in tables for spreadsheets of a language. */

#include "report/locale.h"

#include <string.h>

/*
 * After the Unicode CLDR: languages and the countries that differ from them. Where
 * decimals have a comma, spreadsheets separate cells by semicolons.
 */
static const struct {
    const char *name;
    char decimal, separator;
} locales[] = {
    {"en", '.', ','},    {"ja", '.', ','}, {"ko", '.', ','}, {"zh", '.', ','},
    {"th", '.', ','},    {"hi", '.', ','}, {"he", '.', ','}, {"bg", ',', ';'},
    {"cs", ',', ';'},    {"da", ',', ';'}, {"de", ',', ';'}, {"de_CH", '.', ';'},
    {"de_LI", '.', ';'}, {"el", ',', ';'}, {"es", ',', ';'}, {"es_MX", '.', ','},
    {"et", ',', ';'},    {"fi", ',', ';'}, {"fr", ',', ';'}, {"hr", ',', ';'},
    {"hu", ',', ';'},    {"id", ',', ';'}, {"it", ',', ';'}, {"kk", ',', ';'},
    {"lt", ',', ';'},    {"lv", ',', ';'}, {"nb", ',', ';'}, {"nl", ',', ';'},
    {"pl", ',', ';'},    {"pt", ',', ';'}, {"ro", ',', ';'}, {"ru", ',', ';'},
    {"sk", ',', ';'},    {"sl", ',', ';'}, {"sr", ',', ';'}, {"sv", ',', ';'},
    {"tr", ',', ';'},    {"uk", ',', ';'}, {"vi", ',', ';'},
};
enum { NUM_LOCALES = sizeof locales / sizeof *locales };

const char *
mnz_locale_name(size_t index)
{
    return index < NUM_LOCALES ? locales[index].name : NULL;
}

/* The row of "de", "de_DE", "de_DE.UTF-8"; that of a country before its language's. */
static int
find_row(const char *word, size_t length)
{
    const size_t whole = length < strcspn(word, ".@") ? length : strcspn(word, ".@");
    const size_t language = whole < strcspn(word, "_-") ? whole : strcspn(word, "_-");
    int found = -1;

    for (int i = 0; i < NUM_LOCALES; i++) {
        const size_t size = strlen(locales[i].name);

        if (size == whole && strncmp(locales[i].name, word, whole) == 0)
            return i;
        if (size == language && strncmp(locales[i].name, word, language) == 0)
            found = i;
    }
    return found;
}

/* The mark after "decimal=" or "separator=", one of `marks`; 0 if it is none. */
static char
read_mark(const char *word, size_t length, const char *key, const char *marks)
{
    const size_t skip = strlen(key);

    if (length <= skip || strncmp(word, key, skip) != 0)
        return 0;
    if (length == skip + 1 && strchr(marks, word[skip]))
        return word[skip];
    return length == skip + 3 && strncmp(word + skip, "tab", 3) == 0 &&
                   strchr(marks, '\t')
               ? '\t'
               : '\0';
}

static int
read_word(const char *word, size_t length, struct mnz_cells_style *style,
          char *separator)
{
    const char decimal = read_mark(word, length, "decimal=", ".,");
    const char mark = read_mark(word, length, "separator=", ",;|\t");
    const int row = find_row(word, length);

    if (decimal) {
        style->decimal = decimal;
    } else if (mark) {
        *separator = mark;
    } else if (row >= 0) {
        style->decimal = locales[row].decimal;
        *separator = locales[row].separator;
    } else {
        return 0;
    }
    return 1;
}

enum mnz_status
mnz_locale_read(const char *text, struct mnz_cells_style *style, const char **word,
                size_t *length)
{
    char separator = 0;

    *word = text;
    *length = 0;
    for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
        *word = at;
        *length = strcspn(at, " ");
        if (!read_word(at, *length, style, &separator))
            return MNZ_ERR_INPUT;
        at += *length;
    }
    if (!separator)
        separator = style->decimal == ',' ? ';' : ',';
    style->separator = separator;
    return *length == 0 || separator == style->decimal ? MNZ_ERR_INPUT : MNZ_OK;
}
