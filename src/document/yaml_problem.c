/* yaml_problem.c - libyaml's words for syntax problems, and ours. */

#include "document/yaml_problem.h"

#include <stddef.h>
#include <string.h>

#define TABS "indent with spaces: YAML takes no tabs"
#define BRACKETS "close each '[' and '{', and put commas between what they hold"

static const struct mnz_yaml_problem problems[] = {
    {MNZ_E0118, "mapping values are not allowed in this context",
     "there is a ': ' where no key can stand",
     "keys of one mapping are indented alike; a text that holds ': ' needs quotes", 0},
    {MNZ_E0119, "mapping keys are not allowed in this context", "no key can stand here",
     "keys of one mapping are indented alike", 0},
    {MNZ_E0120, "block sequence entries are not allowed in this context",
     "no list item ('- ') can stand here", "put the list on lines of its own", 0},
    {MNZ_E0121, "could not find expected ':'", "'key: value' was expected",
     "a key is followed by a colon and a space; a text over several lines needs quotes",
     1},
    {MNZ_E0122, "did not find expected key", "a key of the mapping above was expected",
     "keys of one mapping are indented alike", 0},
    {MNZ_E0123, "did not find expected '-' indicator",
     "an item ('- ') of the list was expected", "items of one list are indented alike",
     0},
    {MNZ_E0124, "did not find expected ',' or ']'",
     "the list opened here with '[' is broken", BRACKETS, 1},
    {MNZ_E0125, "did not find expected ',' or '}'",
     "the mapping opened here with '{' is broken", BRACKETS, 1},
    {MNZ_E0126, "did not find expected node content", "a value was expected", NULL, 0},
    {MNZ_E0127, "did not find expected <document start>",
     "nothing more can follow the document above",
     "sections start at the beginning of their line", 0},
    {MNZ_E0128, "found character that cannot start any token",
     "no value can begin like this",
     "indent with spaces, not tabs; a text that begins with @, ` or % needs quotes", 0},
    {MNZ_E0129, "found a tab character that violates indentation",
     "a tab stands in the indentation", TABS, 0},
    {MNZ_E0129, "found a tab character where an indentation space is expected",
     "a tab stands in the indentation", TABS, 0},
    {MNZ_E0130, "found unexpected end of stream",
     "the quote opened here is never closed", NULL, 1},
    {MNZ_E0130, "found unexpected document indicator",
     "the quote opened here is never closed", NULL, 1},
    {MNZ_E0131, "found unknown escape character", "unknown escape after a backslash",
     "in single quotes a backslash is a plain character", 0},
    {MNZ_E0132, "did not find expected hexdecimal number",
     "an escape needs hexadecimal digits after its letter",
     "in single quotes a backslash is a plain character", 0},
    {MNZ_E0133, "found invalid Unicode character escape code",
     "this escape is no character", NULL, 0},
    {MNZ_E0134, "found unexpected ':'", "a ':' inside brackets needs a space after it",
     NULL, 0},
    {MNZ_E0135, "did not find expected alphabetic or numeric character",
     "a name was expected after '&' or '*'",
     "a text that begins with them needs quotes", 0},
    {MNZ_E0136, "found incompatible YAML document", "this version of YAML is not known",
     "leave the %YAML line out", 0},
    {MNZ_E0137, "found undefined tag handle", "this tag is not known",
     "leave tags ('!') out", 0},
    {MNZ_E0138, "could not find expected directive name", "no value can begin with '%'",
     "put it in quotes", 0},
    {MNZ_E0139, "found unknown directive name", "no line can begin with '%'",
     "put it in quotes", 0},
};

struct mnz_yaml_problem
mnz_yaml_problem_find(const char *problem)
{
    if (!problem)
        problem = "this is not YAML";
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (strcmp(problems[i].parser_text, problem) == 0)
            return problems[i];
    return (struct mnz_yaml_problem){MNZ_E0117, problem, problem, NULL, 0};
}
