#ifndef MNZ_STUDY_PROCESSORS_H
#define MNZ_STUDY_PROCESSORS_H

#include <stdint.h>

/*
 * How many threads this process may use: as many as there are processors that it may
 * run on, and no more than a limit of its control group (Linux, cgroup v2 and v1) pays
 * for, rounded up. At least 1.
 */
uint32_t mnz_processors(void);

#endif
