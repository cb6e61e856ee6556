/* bug.c - the one place where the library speaks on its own: when it is wrong. */

#include "base/bug.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void
mnz_bug(const char *file, int line, const char *condition)
{
    fprintf(stderr, "monazite: bug: %s:%d: %s\n", file, line, condition);
    abort();
}
