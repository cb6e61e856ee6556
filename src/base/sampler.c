/* sampler.c - names of the samplers. */

#include "base/sampler.h"

#include <string.h>

#define NAME(id, name, help) #name,
const char *const mnz_sampler_names[] = {MNZ_SAMPLERS(NAME) NULL};
#undef NAME

enum mnz_sampler
mnz_sampler_find(const char *name)
{
    unsigned i = 0;

    while (i < MNZ_NUM_SAMPLERS && strcmp(mnz_sampler_names[i], name) != 0)
        i++;
    return (enum mnz_sampler)i;
}
