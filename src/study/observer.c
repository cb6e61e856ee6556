/* observer.c - which instructions record. */

#include "study/observer.h"

#include "study/record_kernel.h"

#define ENTRY(isa, suffix) [isa] = &mnz_record_kernel_##suffix,
static const struct mnz_record_kernel *const kernels[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};

struct mnz_observer
mnz_recorder_observer(struct mnz_recorder *recorder, enum mnz_isa isa)
{
    return (struct mnz_observer){.step = kernels[isa]->step, .context = recorder};
}
