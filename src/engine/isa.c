/* isa.c - which instruction sets the processor has. */

#include "engine/isa.h"

int
mnz_isa_is_usable(enum mnz_isa isa)
{
    if (isa == MNZ_ISA_PLAIN)
        return 1;
#ifdef MNZ_HAVE_V4
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#else
    return 0;
#endif
}

enum mnz_isa
mnz_isa_best(void)
{
    return mnz_isa_is_usable(MNZ_ISA_V4) ? MNZ_ISA_V4 : MNZ_ISA_PLAIN;
}
