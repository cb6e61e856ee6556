#ifndef MNZ_CLI_VERSION_H
#define MNZ_CLI_VERSION_H

#include <stdio.h>
#include "report/build_info.h"

struct mnz_build_info mnz_build_info(void);

/* Text of --version: the first line is the version alone, for scripts. */
void mnz_version_print(FILE *stream);

#endif
