/* workbook_none.c - a build without libxlsxwriter. */

#include "report/workbook.h"

#include <stddef.h>

int
mnz_workbook_is_there(void)
{
    return 0;
}

const char *
mnz_workbook_library(void)
{
    return NULL;
}

enum mnz_status
mnz_workbook_write(const struct mnz_outcome *outcome,
                   const struct mnz_build_info *build, int argc, char *const *argv,
                   FILE *stream)
{
    (void)outcome;
    (void)build;
    (void)argc;
    (void)argv;
    (void)stream;
    return MNZ_ERR_INPUT;
}
