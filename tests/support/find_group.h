#ifndef TESTS_SUPPORT_FIND_GROUP_H
#define TESTS_SUPPORT_FIND_GROUP_H

#include "study/metrics.h"

/* The number of the group of this scope and name; the test fails if there is none. */
uint32_t find_group(const struct mnz_metrics *metrics, enum mnz_scope scope,
                    const char *name);

#endif
