#ifndef MNZ_DOCUMENT_YAML_PROBLEM_H
#define MNZ_DOCUMENT_YAML_PROBLEM_H

#include "base/messages.h"

/* A syntax problem in an analyst's words. */
struct mnz_yaml_problem {
    enum mnz_code code;
    const char *parser_text; /* how libyaml says it                                  */
    const char *text, *advice;
    int is_at_start; /* better shown where the broken thing starts           */
};

/* Meaning of libyaml's `problem`; never NULL. An unknown one comes in its own words. */
struct mnz_yaml_problem mnz_yaml_problem_find(const char *problem);

#endif
