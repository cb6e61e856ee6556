/* json_verify.c - a small judge of JSON, by recursive descent. */

#include "cli/json_verify.h"

#include <ctype.h>
#include <string.h>

static const char *value(const char *p);

static const char *
blanks(const char *p)
{
    return p ? p + strspn(p, " \t\r\n") : NULL;
}

static const char *
string(const char *p)
{
    if (*p++ != '"')
        return NULL;
    for (; *p != '"'; p++) {
        if ((unsigned char)*p < 0x20)
            return NULL;
        if (*p == '\\') {
            p++;
            if (*p == 'u') {
                for (int i = 0; i < 4; i++)
                    if (!isxdigit((unsigned char)*++p))
                        return NULL;
            } else if (!*p || !strchr("\"\\/bfnrt", *p)) {
                return NULL;
            }
        }
    }
    return p + 1;
}

static const char *
digits(const char *p)
{
    const size_t n = strspn(p, "0123456789");

    return n ? p + n : NULL;
}

static const char *
number(const char *p)
{
    if (*p == '-')
        p++;
    p = *p == '0' ? p + 1 : digits(p);
    if (p && *p == '.')
        p = digits(p + 1);
    if (p && (*p == 'e' || *p == 'E')) {
        p++;
        p = digits(p + (*p == '+' || *p == '-'));
    }
    return p;
}

static const char *
list(const char *p, char closing)
{
    p = blanks(p + 1);
    if (*p == closing)
        return p + 1;
    while (p) {
        if (closing == '}') {
            p = blanks(string(p));
            if (!p || *p++ != ':')
                return NULL;
        }
        p = blanks(value(blanks(p)));
        if (p && *p == closing)
            return p + 1;
        if (!p || *p++ != ',')
            return NULL;
        p = blanks(p);
    }
    return NULL;
}

static const char *
value(const char *p)
{
    static const char *const words[] = {"true", "false", "null"};

    if (*p == '{')
        return list(p, '}');
    if (*p == '[')
        return list(p, ']');
    if (*p == '"')
        return string(p);
    for (int i = 0; i < 3; i++)
        if (strncmp(p, words[i], strlen(words[i])) == 0)
            return p + strlen(words[i]);
    return number(p);
}

int
json_is_valid(const char *text)
{
    const char *end = blanks(value(blanks(text)));

    return end && !*end;
}
