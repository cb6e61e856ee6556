#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/find_group.h"

uint32_t
find_group(const struct mnz_metrics *metrics, enum mnz_scope scope, const char *name)
{
    for (uint32_t g = metrics->first_group[scope]; g < metrics->first_group[scope + 1];
         g++)
        if (strcmp(metrics->groups[g].name, name) == 0)
            return g;
    fail_msg("no group %s", name);
    return MNZ_NONE;
}
